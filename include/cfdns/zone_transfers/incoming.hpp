// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_INCOMING_HPP
#define CFDNS_ZONE_TRANSFERS_INCOMING_HPP

#include <cfdns/operation.hpp>
#include <cfdns/timestamp.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Incoming zone transfers: Cloudflare as secondary, pulling a zone from its primaries. At most one configuration per zone.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/
namespace cfdns::inline v1::zone_transfers::incoming {

/// The secondary zone configuration of a zone.
struct configuration {
    std::optional<std::string> id{};                             ///< Identifier.
    std::optional<std::chrono::seconds> auto_refresh_seconds{};  ///< How often the zone is refreshed, whatever NOTIFY says.
    std::optional<timestamp> checked_time{};                     ///< When the primary was last asked for its serial.
    std::optional<timestamp> created_time{};                     ///< When the configuration was created.
    std::optional<timestamp> modified_time{};                    ///< When the zone was last changed.
    std::optional<std::string> name{};                           ///< Zone name.
    std::optional<std::vector<std::string>> peers{};             ///< Peer tags (ids), in the service's order.
    std::optional<std::uint32_t> soa_serial{};                   ///< Serial as last transferred; see `compare_serials`.
    extra_members extra{};                                       ///< Members that the library does not know.
    CFDNS_FIELDS(id, auto_refresh_seconds, checked_time, created_time, modified_time, name, peers, soa_serial, extra)
};

/// POST /zones/{zone_id}/secondary_dns/incoming
///
/// Create secondary zone configuration for incoming zone transfers.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/create/
struct create {
    required<std::string> zone_id;                        ///< Path. Zone identifier.
    required<std::chrono::seconds> auto_refresh_seconds;  ///< Body. Refresh period, whatever NOTIFY says; minimum 300.
    required<std::string> name;                           ///< Body. Zone name, such as "www.example.com.".
    required<std::vector<std::string>> peers;             ///< Body. Peer tags (ids), order kept, may be empty.
    extra_members extra{};                                ///< Body. Members that the library does not know.
    using response_type = configuration;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/secondary_dns/incoming");
    static constexpr bound bounds[] = {{"auto_refresh_seconds", 300}};
    CFDNS_FIELDS(zone_id, auto_refresh_seconds, name, peers, extra)
};

/// PUT /zones/{zone_id}/secondary_dns/incoming
///
/// Update secondary zone configuration for incoming zone transfers. It is replaced as a whole: send back `extra` of the
/// configuration that was read, or members that the library does not know may be lost.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/update/
struct update {
    required<std::string> zone_id;                        ///< Path. Zone identifier.
    required<std::chrono::seconds> auto_refresh_seconds;  ///< Body. Refresh period, whatever NOTIFY says; minimum 300.
    required<std::string> name;                           ///< Body. Zone name, such as "www.example.com.".
    required<std::vector<std::string>> peers;             ///< Body. Peer tags (ids), order kept, may be empty.
    extra_members extra{};                                ///< Body. Members that the library does not know.
    using response_type = configuration;
    static constexpr auto route = cfdns::put("/zones/{zone_id}/secondary_dns/incoming");
    static constexpr bound bounds[] = {{"auto_refresh_seconds", 300}};
    CFDNS_FIELDS(zone_id, auto_refresh_seconds, name, peers, extra)
};

/// GET /zones/{zone_id}/secondary_dns/incoming
///
/// Get secondary zone configuration for incoming zone transfers. `error::is_not_found()`: the zone has none.
/// Permissions (one of): Zone Settings Write, Zone Settings Read, DNS Read, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/get/
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters that the library does not know.
    using response_type = configuration;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/secondary_dns/incoming");
    CFDNS_FIELDS(zone_id, extra)
};

/// DELETE /zones/{zone_id}/secondary_dns/incoming
///
/// Delete secondary zone configuration for incoming zone transfers.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/methods/delete/
struct delete_ {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters that the library does not know.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/zones/{zone_id}/secondary_dns/incoming");
    CFDNS_FIELDS(zone_id, extra)
};

}  // namespace cfdns::inline v1::zone_transfers::incoming

#endif
