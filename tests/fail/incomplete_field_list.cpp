// A field list that forgets a member does not compile: the member would silently not be sent.
// expect: the field list \(CFDNS_FIELDS\) must name every member of its struct, once
#include <cfdns/cfdns.hpp>

struct details {
    cfdns::required<std::string> zone_id;
    std::optional<bool> verbose{};
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/zones/{zone_id}");
#ifndef MUST_FAIL
    CFDNS_FIELDS(zone_id, verbose)
#else
    CFDNS_FIELDS(zone_id)
#endif
};

auto make(details const& op) { return cfdns::make_request(op); }
