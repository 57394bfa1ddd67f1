// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_FORCE_AXFR_HPP
#define CFDNS_ZONE_TRANSFERS_FORCE_AXFR_HPP

#include <cfdns/operation.hpp>

#include <string>

/// Asking for a transfer now.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/force_axfr/
namespace cfdns::inline v1::zone_transfers::force_axfr {

/// POST /zones/{zone_id}/secondary_dns/force_axfr
///
/// Send AXFR zone transfer request to the primaries of a secondary zone. Answers with a text such as "OK", which does not
/// mean that the zone was transferred: watch `soa_serial` of `incoming::get`.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/force_axfr/methods/create/
struct create {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members that the library does not know.
    using response_type = std::string;
    static constexpr auto route = cfdns::repeatable_post("/zones/{zone_id}/secondary_dns/force_axfr");
    CFDNS_FIELDS(zone_id, extra)
};

}  // namespace cfdns::inline v1::zone_transfers::force_axfr

#endif
