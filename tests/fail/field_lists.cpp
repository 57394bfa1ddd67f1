// A field list names each member once, gives each its own JSON name, and belongs to an aggregate without base classes.
// expect 1: CFDNS_FIELDS names a member twice
// expect 2: two members of a struct have the same JSON name
// expect 3: must be an aggregate: no constructors, no virtual functions, no private or protected members
// expect 4: must be an aggregate: no constructors, no virtual functions, no private or protected members
// expect 5: must be an aggregate: no constructors, no virtual functions, no private or protected members
// expect 6: must not have base classes
// expect 7: CFDNS_FIELDS takes at most 64 members
// expect 8: CFDNS_FIELDS takes names of members
// expect 9: a struct may have one extra_members
// expect 10: must name every member of its struct, once
#include <cfdns/core/operation.hpp>

struct base {};

extern std::string text;

#if MUST_FAIL == 6
struct answer : base {
#else
struct answer {
#endif
#if MUST_FAIL == 3
    answer() {}
#endif
#if MUST_FAIL == 4
    virtual ~answer() = default;
#endif
#if MUST_FAIL == 7
    int m0{}; int m1{}; int m2{}; int m3{}; int m4{}; int m5{}; int m6{}; int m7{};
    int m8{}; int m9{}; int m10{}; int m11{}; int m12{}; int m13{}; int m14{}; int m15{};
    int m16{}; int m17{}; int m18{}; int m19{}; int m20{}; int m21{}; int m22{}; int m23{};
    int m24{}; int m25{}; int m26{}; int m27{}; int m28{}; int m29{}; int m30{}; int m31{};
    int m32{}; int m33{}; int m34{}; int m35{}; int m36{}; int m37{}; int m38{}; int m39{};
    int m40{}; int m41{}; int m42{}; int m43{}; int m44{}; int m45{}; int m46{}; int m47{};
    int m48{}; int m49{}; int m50{}; int m51{}; int m52{}; int m53{}; int m54{}; int m55{};
    int m56{}; int m57{}; int m58{}; int m59{}; int m60{}; int m61{}; int m62{}; int m63{};
    int m64{};
    CFDNS_FIELDS(m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15, m16, m17,
                 m18, m19, m20, m21, m22, m23, m24, m25, m26, m27, m28, m29, m30, m31, m32, m33,
                 m34, m35, m36, m37, m38, m39, m40, m41, m42, m43, m44, m45, m46, m47, m48, m49,
                 m50, m51, m52, m53, m54, m55, m56, m57, m58, m59, m60, m61, m62, m63, m64)
#elif MUST_FAIL == 9
    cfdns::extra_members extra{}, more{};
    CFDNS_FIELDS(extra, more)
#else
#if MUST_FAIL == 5
private:
#endif
    std::string id{};
    std::string name{};
#if MUST_FAIL == 2
    std::string id_{};
#endif
#if MUST_FAIL == 10
    std::string& other = text;
#endif
#if MUST_FAIL == 5
public:
#endif
#if MUST_FAIL == 1
    CFDNS_FIELDS(id, id)
#elif MUST_FAIL == 2
    CFDNS_FIELDS(id, name, id_)
#elif MUST_FAIL == 8
    CFDNS_FIELDS(id, name, )
#else
    CFDNS_FIELDS(id, name)
#endif
#endif
};

struct look {
    using response_type = answer;
    static constexpr auto route = cfdns::get("/x");
    CFDNS_FIELDS()
};

auto read(cfdns::response_view const& response) { return cfdns::parse_response<look>(response); }
