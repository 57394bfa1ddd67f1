// in_query names members of a POST, PUT or PATCH that are not in its path, each once.
// expect 1: in_query must name members of the operation that are not in its path, each once
// expect 2: in_query must name members of the operation that are not in its path, each once
// expect 3: in_query must name members of the operation that are not in its path, each once
// expect 4: in_query is for POST, PUT and PATCH: a GET or DELETE sends all members in its query
// expect 5: in_query is for POST, PUT and PATCH: a GET or DELETE sends all members in its query
// expect 6: in_query must name members of the operation that are not in its path, each once
// expect 7: bounds must name integer or seconds members of their struct
// expect 8: a member in in_query must not contain a map or a union
// expect 9: a member in in_query must not contain a map or a union
#include <cfdns/core/operation.hpp>

#include <map>
#include <variant>

struct one {
    std::optional<std::string> text{};
    static constexpr cfdns::alternative_tag alternative{"type", "one"};
#if MUST_FAIL == 7
    static constexpr cfdns::bound bounds[] = {{"text", 1, 2}};
#endif
    CFDNS_FIELDS(text)
};

struct holder {
    std::optional<std::variant<one>> what{};
    CFDNS_FIELDS(what)
};

struct edit {
    cfdns::required<std::string> id;
#if MUST_FAIL == 8
    std::optional<std::map<std::string, int>> dry_run{};
#elif MUST_FAIL == 9
    std::optional<holder> dry_run{};
#else
    std::optional<bool> dry_run{};
#endif
    std::optional<std::variant<one>> what{};
    using response_type = std::string;
#if MUST_FAIL == 4
    static constexpr auto route = cfdns::get("/things/{id}");
#elif MUST_FAIL == 5
    static constexpr auto route = cfdns::delete_("/things/{id}");
#else
    static constexpr auto route = cfdns::put("/things/{id}");
#endif
#if MUST_FAIL == 1
    static constexpr std::string_view in_query[] = {"dryrun"};
#elif MUST_FAIL == 2
    static constexpr std::string_view in_query[] = {"id"};
#elif MUST_FAIL == 3
    static constexpr std::string_view in_query[] = {"dry_run", "dry_run"};
#elif MUST_FAIL == 6
    static constexpr std::string_view in_query[] = {"what"};
#else
    static constexpr std::string_view in_query[] = {"dry_run"};
#endif
    CFDNS_FIELDS(id, dry_run, what)
};

auto make(edit const& op) { return cfdns::make_request(op); }
