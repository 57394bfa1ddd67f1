// What goes into the path must be given.
// expect: a \{name\} in the route must be a required string or integer member
#include <cfdns/cfdns.hpp>

struct details {
#ifndef MUST_FAIL
    cfdns::required<std::string> zone_id;
#else
    std::optional<std::string> zone_id{};
#endif
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/zones/{zone_id}");
    CFDNS_FIELDS(zone_id)
};

auto make(details const& op) { return cfdns::make_request(op); }
