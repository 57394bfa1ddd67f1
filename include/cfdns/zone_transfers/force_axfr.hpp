// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_FORCE_AXFR_HPP
#define CFDNS_ZONE_TRANSFERS_FORCE_AXFR_HPP

#include <cfdns/core/operation.hpp>

#include <string>

/// Requests an immediate zone transfer.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/force_axfr/
namespace cfdns::inline v0_2::zone_transfers::force_axfr {

/// Sends an AXFR zone transfer request to the primaries of a secondary zone. Returns a string such as "OK",
/// which does not mean that the transfer is complete: poll `soa_serial` of `incoming::get`.
struct create {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members not declared here.
    using response_type = std::string;
    static constexpr auto route =
        cfdns::post("/zones/{zone_id}/secondary_dns/force_axfr", cfdns::idempotency::repeatable);
    static constexpr api_reference reference{
        "Force AXFR", "Zone Settings Write; Zone Write; DNS Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/"
        "force_axfr/methods/create/"};
    CFDNS_FIELDS(zone_id, extra)
};

}  // namespace cfdns::inline v0_2::zone_transfers::force_axfr

#endif
