// Maps that cannot be read or sent are named as such.
// expect 1: a map cannot be sent in a query: an operation with GET or DELETE must not have one
// expect 2: a map cannot be sent in a query: an operation with GET or DELETE must not have one
// expect 3: the values of a map must be default-constructible
// expect 4: cfdns cannot read or write a member of this type
// expect 5: cfdns cannot read or write a member of this type
// expect 6: cfdns cannot read or write a member of this type
// expect 7: must be a required string or integer member
#include <cfdns/core/operation.hpp>

#include <map>
#include <unordered_map>

struct window {
    std::optional<std::map<std::string, int>> sizes{};
    CFDNS_FIELDS(sizes)
};

struct entry {
    cfdns::required<std::string> id;
    CFDNS_FIELDS(id)
};

struct change {
    cfdns::required<std::string> id;
#if MUST_FAIL == 2
    std::optional<std::vector<window>> windows{};
#elif MUST_FAIL == 3
    std::map<std::string, entry> sizes{};
#elif MUST_FAIL == 4
    std::map<int, int> sizes{};
#elif MUST_FAIL == 5
    std::unordered_map<std::string, int> sizes{};
#elif MUST_FAIL == 6
    std::map<std::string, char const*> sizes{};
#else
    std::map<std::string, int, std::less<>> sizes{};
#endif
    using response_type = std::map<std::string, window>;
#if MUST_FAIL == 1 || MUST_FAIL == 2
    static constexpr auto route = cfdns::get("/x/{id}");
#elif MUST_FAIL == 7
    static constexpr auto route = cfdns::post("/x/{sizes}");
#else
    static constexpr auto route = cfdns::post("/x/{id}");
#endif
#if MUST_FAIL == 2
    CFDNS_FIELDS(id, windows)
#else
    CFDNS_FIELDS(id, sizes)
#endif
};

auto make(change const& op) { return cfdns::make_request(op); }
