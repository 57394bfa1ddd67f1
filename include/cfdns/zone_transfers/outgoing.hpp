// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_OUTGOING_HPP
#define CFDNS_ZONE_TRANSFERS_OUTGOING_HPP

#include <cfdns/operation.hpp>
#include <cfdns/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Outgoing zone transfers: Cloudflare as primary, serving a zone to secondaries. At most one configuration per zone.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/
namespace cfdns::inline v1::zone_transfers::outgoing {

/// The primary zone configuration of a zone.
struct configuration {
    std::optional<std::string> id{};                   ///< Identifier.
    std::optional<timestamp> checked_time{};           ///< When a secondary last asked for the serial.
    std::optional<timestamp> created_time{};           ///< When the configuration was created.
    std::optional<timestamp> last_transferred_time{};  ///< When the zone was last transferred.
    std::optional<std::string> name{};                 ///< Zone name.
    std::optional<std::vector<std::string>> peers{};   ///< Peer tags (ids), in the service's order.
    std::optional<std::uint32_t> soa_serial{};         ///< Serial of the zone's SOA record; see `compare_serials`.
    extra_members extra{};                             ///< Members that the library does not know.
    CFDNS_FIELDS(id, checked_time, created_time, last_transferred_time, name, peers, soa_serial, extra)
};

/// POST /zones/{zone_id}/secondary_dns/outgoing
///
/// Create primary zone configuration for outgoing zone transfers.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/create/
struct create {
    required<std::string> zone_id;             ///< Path. Zone identifier.
    required<std::string> name;                ///< Body. Zone name, such as "www.example.com.".
    required<std::vector<std::string>> peers;  ///< Body. Peer tags (ids), order kept, may be empty.
    extra_members extra{};                     ///< Body. Members that the library does not know.
    using response_type = configuration;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/secondary_dns/outgoing");
    CFDNS_FIELDS(zone_id, name, peers, extra)
};

/// PUT /zones/{zone_id}/secondary_dns/outgoing
///
/// Update primary zone configuration for outgoing zone transfers. It is replaced as a whole.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/update/
struct update {
    required<std::string> zone_id;             ///< Path. Zone identifier.
    required<std::string> name;                ///< Body. Zone name, such as "www.example.com.".
    required<std::vector<std::string>> peers;  ///< Body. Peer tags (ids), order kept, may be empty.
    extra_members extra{};                     ///< Body. Members that the library does not know.
    using response_type = configuration;
    static constexpr auto route = cfdns::put("/zones/{zone_id}/secondary_dns/outgoing");
    CFDNS_FIELDS(zone_id, name, peers, extra)
};

/// DELETE /zones/{zone_id}/secondary_dns/outgoing
///
/// Delete primary zone configuration for outgoing zone transfers.
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/delete/
struct delete_ {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters that the library does not know.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/zones/{zone_id}/secondary_dns/outgoing");
    CFDNS_FIELDS(zone_id, extra)
};

/// POST /zones/{zone_id}/secondary_dns/outgoing/disable
///
/// Disable outgoing zone transfers for the primary zone and clear its IXFR backlog. Answers with a text such as "Disabled".
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/disable/
struct disable {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members that the library does not know.
    using response_type = std::string;
    static constexpr auto route = cfdns::repeatable_post("/zones/{zone_id}/secondary_dns/outgoing/disable");
    CFDNS_FIELDS(zone_id, extra)
};

/// POST /zones/{zone_id}/secondary_dns/outgoing/enable
///
/// Enable outgoing zone transfers for the primary zone. Answers with a text such as "Enabled".
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/enable/
struct enable {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members that the library does not know.
    using response_type = std::string;
    static constexpr auto route = cfdns::repeatable_post("/zones/{zone_id}/secondary_dns/outgoing/enable");
    CFDNS_FIELDS(zone_id, extra)
};

/// POST /zones/{zone_id}/secondary_dns/outgoing/force_notify
///
/// Notify the secondaries and clear the IXFR backlog of the primary zone. Answers with a text such as "OK".
/// Permissions (one of): Zone Settings Write, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/force_notify/
struct force_notify {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members that the library does not know.
    using response_type = std::string;
    static constexpr auto route = cfdns::repeatable_post("/zones/{zone_id}/secondary_dns/outgoing/force_notify");
    CFDNS_FIELDS(zone_id, extra)
};

/// GET /zones/{zone_id}/secondary_dns/outgoing
///
/// Get primary zone configuration for outgoing zone transfers. `error::is_not_found()`: the zone has none.
/// Permissions (one of): Zone Settings Write, Zone Settings Read, DNS Read, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/methods/get/
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters that the library does not know.
    using response_type = configuration;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/secondary_dns/outgoing");
    CFDNS_FIELDS(zone_id, extra)
};

namespace status {

/// GET /zones/{zone_id}/secondary_dns/outgoing/status
///
/// Get primary zone transfer status: a text such as "Enabled"; see `is_enabled`.
/// Permissions (one of): Zone Settings Write, Zone Settings Read, DNS Read, Zone Write, DNS Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/subresources/status/methods/get/
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters that the library does not know.
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/secondary_dns/outgoing/status");
    CFDNS_FIELDS(zone_id, extra)
};

/// Whether a status, or the answer of `enable` or `disable`, says that transfers are on: any text that starts with
/// "enabled", in any case. The reference gives no list of texts; all others mean that it is not known to be on.
[[nodiscard]] constexpr bool is_enabled(std::string_view text) noexcept {
    return cfdns::detail::iequals(text.substr(0, 7), "enabled");
}

}  // namespace status

}  // namespace cfdns::inline v1::zone_transfers::outgoing

#endif
