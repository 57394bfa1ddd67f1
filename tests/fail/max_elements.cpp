// A limit of elements names lists of the operation, each once.
// expect 1: max_elements must name lists of the operation, each once
// expect 2: max_elements must name lists of the operation, each once
// expect 3: max_elements must name lists of the operation, each once
#include <cfdns/core/operation.hpp>

struct create {
    cfdns::required<std::string> zone_id;
    std::vector<std::string> names{};
    std::optional<std::vector<std::string>> types{};
    using response_type = std::string;
    static constexpr auto route = cfdns::post("/zones/{zone_id}");
#if MUST_FAIL == 1
    static constexpr cfdns::element_limit<2> max_elements{10, {"names", "kinds"}};
#elif MUST_FAIL == 2
    static constexpr cfdns::element_limit<2> max_elements{10, {"names", "zone_id"}};
#elif MUST_FAIL == 3
    static constexpr cfdns::element_limit<2> max_elements{10, {"names", "names"}};
#else
    static constexpr cfdns::element_limit<2> max_elements{10, {"names", "types"}};
#endif
    CFDNS_FIELDS(zone_id, names, types)
};

auto make(create const& op) { return cfdns::make_request(op); }
