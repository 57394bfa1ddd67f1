// A name in a route is a member of the operation.
// expect: a \{name\} in the route is not a member of the operation
#include <cfdns/cfdns.hpp>

struct details {
    cfdns::required<std::string> zone_id;
    using response_type = std::string;
#ifndef MUST_FAIL
    static constexpr auto route = cfdns::get("/zones/{zone_id}");
#else
    static constexpr auto route = cfdns::get("/zones/{zone}");
#endif
    CFDNS_FIELDS(zone_id)
};

auto make(details const& op) { return cfdns::make_request(op); }
