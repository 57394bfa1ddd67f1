// The alternatives of an operation are members that can be left out, at least two, each named once.
// expect 1: exactly_one must name at least two optional or nullable members of the operation, each once
// expect 2: exactly_one must name at least two optional or nullable members of the operation, each once
// expect 3: exactly_one must name at least two optional or nullable members of the operation, each once
// expect 4: exactly_one must name at least two optional or nullable members of the operation, each once
// expect 5: exactly_one must name at least two optional or nullable members of the operation, each once
#include <cfdns/core/operation.hpp>

struct edit {
    cfdns::required<std::string> zone_id;
    std::optional<bool> paused{};
    cfdns::nullable<std::string> type{};
    std::vector<std::string> name_servers{};
    cfdns::extra_members extra{};
    using response_type = std::string;
    static constexpr auto route = cfdns::patch("/zones/{zone_id}");
#if MUST_FAIL == 1
    static constexpr std::string_view exactly_one[] = {"paused", "kind"};
#elif MUST_FAIL == 2
    static constexpr std::string_view exactly_one[] = {"paused"};
#elif MUST_FAIL == 3
    static constexpr std::string_view exactly_one[] = {"paused", "type", "paused"};
#elif MUST_FAIL == 4
    static constexpr std::string_view exactly_one[] = {"paused", "name_servers"};
#elif MUST_FAIL == 5
    static constexpr std::string_view exactly_one[] = {"paused", "extra"};
#else
    static constexpr std::string_view exactly_one[] = {"paused", "type"};
#endif
    CFDNS_FIELDS(zone_id, paused, type, name_servers, extra)
};

auto make(edit const& op) { return cfdns::make_request(op); }
