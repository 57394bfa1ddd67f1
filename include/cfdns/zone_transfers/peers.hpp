// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_PEERS_HPP
#define CFDNS_ZONE_TRANSFERS_PEERS_HPP

#include <cfdns/core/operation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Peers: external name servers. For a secondary zone, the primary to transfer from; for a primary zone, the
/// secondary to notify.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/
namespace cfdns::inline v0_2::zone_transfers::peers {

/// A peer. The service may return an empty `ip` and `port` 0 for values that were never set.
struct peer {
    std::string id{};                      ///< Identifier.
    std::string name{};                    ///< Name; not necessarily unique.
    std::optional<std::string> ip{};       ///< IPv4 or IPv6 address.
    std::optional<bool> ixfr_enable{};     ///< Use IXFR instead of AXFR; secondary zones only.
    std::optional<std::uint32_t> port{};   ///< DNS port.
    std::optional<std::string> tsig_id{};  ///< Identifier of the TSIG used to sign.
    extra_members extra{};                 ///< Members not declared here.
    CFDNS_FIELDS(id, name, ip, ixfr_enable, port, tsig_id, extra)
};

/// Creates a peer. The reference lists only `name`, but clients are known to send the other members as well.
/// If the response does not contain them, set them with `update`.
struct create {
    required<std::string> account_id;      ///< Path. Account identifier.
    required<std::string> name;            ///< Body. Name of the peer.
    std::optional<std::string> ip{};       ///< Body. IPv4 or IPv6 address to transfer from or notify.
    std::optional<bool> ixfr_enable{};     ///< Body. Use IXFR instead of AXFR; secondary zones only.
    std::optional<std::uint32_t> port{};   ///< Body. DNS port.
    std::optional<std::string> tsig_id{};  ///< Body. TSIG used to sign transfers and NOTIFY.
    extra_members extra{};                 ///< Body. Members not declared here.
    using response_type = peer;
    static constexpr auto route = cfdns::post("/accounts/{account_id}/secondary_dns/peers");
    static constexpr api_reference reference{
        "Create Peer", "Account Settings Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/"
        "methods/create/"};
    CFDNS_FIELDS(account_id, name, ip, ixfr_enable, port, tsig_id, extra)
};

/// Changes a peer. The whole object is replaced: omitted members may be lost.
struct update {
    required<std::string> account_id;      ///< Path. Account identifier.
    required<std::string> peer_id;         ///< Path. Identifier of the peer.
    required<std::string> name;            ///< Body. Name of the peer.
    std::optional<std::string> ip{};       ///< Body. IPv4 or IPv6 address to transfer from or notify.
    std::optional<bool> ixfr_enable{};     ///< Body. Use IXFR instead of AXFR; secondary zones only.
    std::optional<std::uint32_t> port{};   ///< Body. DNS port.
    std::optional<std::string> tsig_id{};  ///< Body. TSIG used to sign transfers and NOTIFY.
    extra_members extra{};                 ///< Body. Members not declared here.
    using response_type = peer;
    static constexpr auto route = cfdns::put("/accounts/{account_id}/secondary_dns/peers/{peer_id}");
    static constexpr api_reference reference{
        "Update Peer", "Account Settings Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/"
        "methods/update/"};
    CFDNS_FIELDS(account_id, peer_id, name, ip, ixfr_enable, port, tsig_id, extra)
};

/// Lists the peers of an account. Not paginated, as far as is known; see `response_info::result_info`.
struct list {
    required<std::string> account_id;  ///< Path. Account identifier.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = std::vector<peer>;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/peers");
    static constexpr api_reference reference{"List Peers", "Account Settings Write; Account Settings Read",
                                             plans::enterprise,
                                             "https://developers.cloudflare.com/api/resources/dns/"
                                             "subresources/zone_transfers/subresources/peers/methods/list/"};
    CFDNS_FIELDS(account_id, extra)
};

/// Deletes a peer.
struct delete_ {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> peer_id;     ///< Path. Identifier of the peer.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/accounts/{account_id}/secondary_dns/peers/{peer_id}");
    static constexpr api_reference reference{
        "Delete Peer", "Account Settings Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/"
        "methods/delete/"};
    CFDNS_FIELDS(account_id, peer_id, extra)
};

/// Returns a peer.
struct get {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> peer_id;     ///< Path. Identifier of the peer.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = peer;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/peers/{peer_id}");
    static constexpr api_reference reference{"Peer Details", "Account Settings Write; Account Settings Read",
                                             plans::enterprise,
                                             "https://developers.cloudflare.com/api/resources/dns/"
                                             "subresources/zone_transfers/subresources/peers/methods/get/"};
    CFDNS_FIELDS(account_id, peer_id, extra)
};

}  // namespace cfdns::inline v0_2::zone_transfers::peers

#endif
