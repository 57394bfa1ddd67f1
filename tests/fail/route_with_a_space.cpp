// A route holds only what a path may hold.
// expect: a route contains a character that is not allowed in a path
#include <cfdns/cfdns.hpp>

struct details {
    cfdns::required<std::string> zone_id;
    using response_type = std::string;
#ifndef MUST_FAIL
    static constexpr auto route = cfdns::get("/zones/{zone_id}");
#else
    static constexpr auto route = cfdns::get("/zones/{zone_id} ");
#endif
    CFDNS_FIELDS(zone_id)
};

auto make(details const& op) { return cfdns::make_request(op); }
