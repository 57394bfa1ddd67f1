// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_OUTGOING_HPP
#define CFDNS_ZONE_TRANSFERS_OUTGOING_HPP

#include <cfdns/core/operation.hpp>
#include <cfdns/core/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Outgoing zone transfers: Cloudflare is the primary and serves a zone to secondaries. A zone has at most
/// one configuration.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/outgoing/
namespace cfdns::inline v0_2::zone_transfers::outgoing {

/// The primary zone configuration of a zone.
struct configuration {
    std::optional<std::string> id{};                   ///< Identifier.
    std::optional<timestamp> checked_time{};           ///< Time of the last serial check by a secondary.
    std::optional<timestamp> created_time{};           ///< Time at which the configuration was created.
    std::optional<timestamp> last_transferred_time{};  ///< Time of the last transfer.
    std::optional<std::string> name{};                 ///< Zone name.
    std::optional<std::vector<std::string>> peers{};   ///< Peer tags (ids), in the order of the service.
    std::optional<std::uint32_t> soa_serial{};         ///< Serial of the SOA record; see `compare_serials`.
    extra_members extra{};                             ///< Members not declared here.
    CFDNS_FIELDS(id, checked_time, created_time, last_transferred_time, name, peers, soa_serial, extra)
};

/// Creates the primary zone configuration for outgoing zone transfers.
struct create {
    required<std::string> zone_id;             ///< Path. Zone identifier.
    required<std::string> name;                ///< Body. Zone name, such as "www.example.com.".
    required<std::vector<std::string>> peers;  ///< Body. Peer tags (ids), in order; may be empty.
    extra_members extra{};                     ///< Body. Members not declared here.
    using response_type = configuration;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/secondary_dns/outgoing");
    static constexpr api_reference reference{
        "Create Primary Zone Configuration", "Zone Settings Write; Zone Write; DNS Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/"
        "outgoing/methods/create/"};
    CFDNS_FIELDS(zone_id, name, peers, extra)
};

/// Changes the primary zone configuration for outgoing zone transfers. The whole object is replaced.
struct update {
    required<std::string> zone_id;             ///< Path. Zone identifier.
    required<std::string> name;                ///< Body. Zone name, such as "www.example.com.".
    required<std::vector<std::string>> peers;  ///< Body. Peer tags (ids), in order; may be empty.
    extra_members extra{};                     ///< Body. Members not declared here.
    using response_type = configuration;
    static constexpr auto route = cfdns::put("/zones/{zone_id}/secondary_dns/outgoing");
    static constexpr api_reference reference{
        "Update Primary Zone Configuration", "Zone Settings Write; Zone Write; DNS Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/"
        "outgoing/methods/update/"};
    CFDNS_FIELDS(zone_id, name, peers, extra)
};

/// Deletes the primary zone configuration for outgoing zone transfers.
struct delete_ {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/zones/{zone_id}/secondary_dns/outgoing");
    static constexpr api_reference reference{
        "Delete Primary Zone Configuration", "Zone Settings Write; Zone Write; DNS Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/"
        "outgoing/methods/delete/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Disables outgoing zone transfers for the primary zone and clears its IXFR backlog. Returns a string such
/// as "Disabled".
struct disable {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members not declared here.
    using response_type = std::string;
    static constexpr auto route =
        cfdns::post("/zones/{zone_id}/secondary_dns/outgoing/disable", cfdns::idempotency::repeatable);
    static constexpr api_reference reference{
        "Disable Outgoing Zone Transfers", "Zone Settings Write; Zone Write; DNS Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/"
        "outgoing/methods/disable/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Enables outgoing zone transfers for the primary zone. Returns a string such as "Enabled".
struct enable {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members not declared here.
    using response_type = std::string;
    static constexpr auto route =
        cfdns::post("/zones/{zone_id}/secondary_dns/outgoing/enable", cfdns::idempotency::repeatable);
    static constexpr api_reference reference{
        "Enable Outgoing Zone Transfers", "Zone Settings Write; Zone Write; DNS Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/"
        "outgoing/methods/enable/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Notifies the secondaries and clears the IXFR backlog of the primary zone. Returns a string such as "OK".
struct force_notify {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members not declared here.
    using response_type = std::string;
    static constexpr auto route =
        cfdns::post("/zones/{zone_id}/secondary_dns/outgoing/force_notify", cfdns::idempotency::repeatable);
    static constexpr api_reference reference{
        "Force DNS NOTIFY", "Zone Settings Write; Zone Write; DNS Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/"
        "outgoing/methods/force_notify/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Returns the primary zone configuration for outgoing zone transfers. If the zone has none,
/// `is_not_found()` of the error is true.
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = configuration;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/secondary_dns/outgoing");
    static constexpr api_reference reference{
        "Primary Zone Configuration Details",
        "Zone Settings Write; Zone Settings Read; DNS Read; Zone Write; DNS Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/"
        "outgoing/methods/get/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Whether outgoing zone transfers are enabled.
namespace status {

/// Returns the status of outgoing zone transfers: a string such as "Enabled"; see `is_enabled`.
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/secondary_dns/outgoing/status");
    static constexpr api_reference reference{
        "Get Outgoing Zone Transfer Status",
        "Zone Settings Write; Zone Settings Read; DNS Read; Zone Write; DNS Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/"
        "outgoing/subresources/status/methods/get/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Whether the result of `status::get`, `enable` or `disable` means that outgoing transfers are enabled:
/// whether it starts with "enabled", ignoring case. The reference does not list the possible values; any
/// other value is treated as not enabled.
[[nodiscard]] constexpr bool is_enabled(std::string_view text) noexcept {
    return cfdns::detail::iequals(text.substr(0, 7), "enabled");
}

}  // namespace status

}  // namespace cfdns::inline v0_2::zone_transfers::outgoing

#endif
