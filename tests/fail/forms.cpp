// A form consists of scalars and files, and only forms have files.
// expect 1: a form_file needs a route made by post_form
// expect 2: a form consists of text, numbers, booleans and files, which may be optional
// expect 3: a form consists of text, numbers, booleans and files, which may be optional
// expect 4: a form consists of text, numbers, booleans and files, which may be optional
// expect 5: a form consists of text, numbers, booleans and files, which may be optional
// expect 6: a response_type must not contain a form_file
// expect 7: must be a required string or integer member
// expect 8: a form consists of text, numbers, booleans and files, which may be optional
// expect 9: a form_file needs a route made by post_form
#include <cfdns/core/operation.hpp>

#include <variant>

struct point {
    std::optional<double> x{};
    CFDNS_FIELDS(x)
};

struct tagged {
    std::optional<double> x{};
    static constexpr cfdns::alternative_tag alternative{"type", "x"};
    CFDNS_FIELDS(x)
};

struct holder {
    std::optional<cfdns::form_file> file{};
    CFDNS_FIELDS(file)
};

struct upload {
    cfdns::required<std::string> id;
    cfdns::required<cfdns::form_file> file;
#if MUST_FAIL == 2
    std::optional<point> more{};
#elif MUST_FAIL == 3
    std::optional<std::vector<std::string>> more{};
#elif MUST_FAIL == 4
    cfdns::nullable<std::string> more{};
#elif MUST_FAIL == 5
    std::optional<std::variant<tagged>> more{};
#else
    std::optional<std::string> more{};
#endif
#if MUST_FAIL == 6
    using response_type = holder;
#else
    using response_type = std::string;
#endif
#if MUST_FAIL == 1
    static constexpr auto route = cfdns::post("/things/{id}");
#elif MUST_FAIL == 7
    static constexpr auto route = cfdns::post_form("/things/{id}/{file}");
#else
    static constexpr auto route = cfdns::post_form("/things/{id}");
#endif
#if MUST_FAIL == 8
    static constexpr std::string_view in_query[] = {"file"};
#endif
    CFDNS_FIELDS(id, file, more)
};

struct search {
#if MUST_FAIL == 9
    std::optional<holder> filter{};
#else
    std::optional<point> filter{};
#endif
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/search");
    CFDNS_FIELDS(filter)
};

auto make(upload const& op) { return cfdns::make_request(op); }
auto make(search const& op) { return cfdns::make_request(op); }
