// A member of a type that JSON text cannot be read into is named as such.
// expect: cfdns cannot read or write a member of this type
#include <cfdns/cfdns.hpp>

struct details {
    cfdns::required<std::string> zone_id;
#ifndef MUST_FAIL
    std::optional<std::string> pointer{};
#else
    std::optional<char const*> pointer{};
#endif
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/zones/{zone_id}");
    CFDNS_FIELDS(zone_id, pointer)
};

auto make(details const& op) { return cfdns::make_request(op); }
