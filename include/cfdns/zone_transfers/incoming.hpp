// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_INCOMING_HPP
#define CFDNS_ZONE_TRANSFERS_INCOMING_HPP

#include <cfdns/core/operation.hpp>
#include <cfdns/core/timestamp.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Incoming zone transfers: Cloudflare is the secondary and transfers a zone from its primaries. A zone has
/// at most one configuration.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/incoming/
namespace cfdns::inline v0_2::zone_transfers::incoming {

/// The secondary zone configuration of a zone.
struct configuration {
    std::optional<std::string> id{};  ///< Identifier.
    /// Refresh interval, independent of NOTIFY.
    std::optional<std::chrono::seconds> auto_refresh_seconds{};
    std::optional<timestamp> checked_time{};          ///< Time of the last serial check at the primary.
    std::optional<timestamp> created_time{};          ///< Time at which the configuration was created.
    std::optional<timestamp> modified_time{};         ///< Time at which the zone was last modified.
    std::optional<std::string> name{};                ///< Zone name.
    std::optional<std::vector<std::string>> peers{};  ///< Peer tags (ids), in the order of the service.
    std::optional<std::uint32_t> soa_serial{};        ///< Last transferred serial; see `compare_serials`.
    extra_members extra{};                            ///< Members not declared here.
    CFDNS_FIELDS(id, auto_refresh_seconds, checked_time, created_time, modified_time, name, peers,
                 soa_serial, extra)
};

/// Creates the secondary zone configuration for incoming zone transfers.
struct create {
    required<std::string> zone_id;                        ///< Path. Zone identifier.
    required<std::chrono::seconds> auto_refresh_seconds;  ///< Body. Refresh interval, at least 300 s.
    required<std::string> name;                           ///< Body. Zone name, such as "www.example.com.".
    required<std::vector<std::string>> peers;             ///< Body. Peer tags (ids), in order; may be empty.
    extra_members extra{};                                ///< Body. Members not declared here.
    using response_type = configuration;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/secondary_dns/incoming");
    static constexpr api_reference reference{
        "Create Secondary Zone Configuration", "Zone Settings Write; Zone Write; DNS Write",
        plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/"
        "incoming/methods/create/"};
    static constexpr bound bounds[] = {{"auto_refresh_seconds", 300}};
    CFDNS_FIELDS(zone_id, auto_refresh_seconds, name, peers, extra)
};

/// Changes the secondary zone configuration for incoming zone transfers. The whole object is replaced: copy
/// `extra` from the current configuration, otherwise members not declared here may be lost.
struct update {
    required<std::string> zone_id;                        ///< Path. Zone identifier.
    required<std::chrono::seconds> auto_refresh_seconds;  ///< Body. Refresh interval, at least 300 s.
    required<std::string> name;                           ///< Body. Zone name, such as "www.example.com.".
    required<std::vector<std::string>> peers;             ///< Body. Peer tags (ids), in order; may be empty.
    extra_members extra{};                                ///< Body. Members not declared here.
    using response_type = configuration;
    static constexpr auto route = cfdns::put("/zones/{zone_id}/secondary_dns/incoming");
    static constexpr api_reference reference{
        "Update Secondary Zone Configuration", "Zone Settings Write; Zone Write; DNS Write",
        plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/"
        "incoming/methods/update/"};
    static constexpr bound bounds[] = {{"auto_refresh_seconds", 300}};
    CFDNS_FIELDS(zone_id, auto_refresh_seconds, name, peers, extra)
};

/// Returns the secondary zone configuration for incoming zone transfers. If the zone has none,
/// `is_not_found()` of the error is true.
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = configuration;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/secondary_dns/incoming");
    static constexpr api_reference reference{
        "Secondary Zone Configuration Details",
        "Zone Settings Write; Zone Settings Read; DNS Read; Zone Write; DNS Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/"
        "incoming/methods/get/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Deletes the secondary zone configuration for incoming zone transfers.
struct delete_ {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/zones/{zone_id}/secondary_dns/incoming");
    static constexpr api_reference reference{
        "Delete Secondary Zone Configuration", "Zone Settings Write; Zone Write; DNS Write",
        plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/"
        "incoming/methods/delete/"};
    CFDNS_FIELDS(zone_id, extra)
};

}  // namespace cfdns::inline v0_2::zone_transfers::incoming

#endif
