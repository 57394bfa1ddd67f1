// Bounds name a number among the members.
// expect: bounds must name integer or seconds members of their struct
#include <cfdns/cfdns.hpp>

struct details {
    cfdns::required<std::string> zone_id;
    std::optional<std::uint32_t> page{};
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/zones/{zone_id}");
#ifndef MUST_FAIL
    static constexpr cfdns::bound bounds[] = {{"page", 1}};
#else
    static constexpr cfdns::bound bounds[] = {{"pages", 1}};
#endif
    CFDNS_FIELDS(zone_id, page)
};

auto make(details const& op) { return cfdns::make_request(op); }
