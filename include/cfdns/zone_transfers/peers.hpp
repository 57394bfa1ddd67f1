// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_PEERS_HPP
#define CFDNS_ZONE_TRANSFERS_PEERS_HPP

#include <cfdns/operation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Peers: the name servers on the other side. For a secondary zone, the primary to pull from; for a primary zone, the
/// secondary to notify.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/
namespace cfdns::inline v1::zone_transfers::peers {

/// A peer. A fresh one may come back with an empty `ip` and `port` 0 for what was never set.
struct peer {
    std::string id{};                      ///< Identifier.
    std::string name{};                    ///< Name; several peers may share one.
    std::optional<std::string> ip{};       ///< IPv4 or IPv6 address.
    std::optional<bool> ixfr_enable{};     ///< Transfers by IXFR in place of AXFR; of secondary zones only.
    std::optional<std::uint32_t> port{};   ///< DNS port.
    std::optional<std::string> tsig_id{};  ///< Identifier of the TSIG that signs.
    extra_members extra{};                 ///< Members that the library does not know.
    CFDNS_FIELDS(id, name, ip, ixfr_enable, port, tsig_id, extra)
};

/// POST /accounts/{account_id}/secondary_dns/peers
///
/// Create Peer. The reference names `name` alone; the others are known to be sent as well. If they do not come back,
/// send them with `update`.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/create/
struct create {
    required<std::string> account_id;      ///< Path. Account identifier.
    required<std::string> name;            ///< Body. Name of the peer.
    std::optional<std::string> ip{};       ///< Body. IPv4 or IPv6 address, to pull from or to notify.
    std::optional<bool> ixfr_enable{};     ///< Body. IXFR in place of AXFR; of secondary zones only.
    std::optional<std::uint32_t> port{};   ///< Body. DNS port.
    std::optional<std::string> tsig_id{};  ///< Body. TSIG that signs transfers and NOTIFY.
    extra_members extra{};                 ///< Body. Members that the library does not know.
    using response_type = peer;
    static constexpr auto route = cfdns::post("/accounts/{account_id}/secondary_dns/peers");
    CFDNS_FIELDS(account_id, name, ip, ixfr_enable, port, tsig_id, extra)
};

/// PUT /accounts/{account_id}/secondary_dns/peers/{peer_id}
///
/// Modify Peer. It is replaced as a whole: what is left out may be lost.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/update/
struct update {
    required<std::string> account_id;      ///< Path. Account identifier.
    required<std::string> peer_id;         ///< Path. Identifier of the peer.
    required<std::string> name;            ///< Body. Name of the peer.
    std::optional<std::string> ip{};       ///< Body. IPv4 or IPv6 address, to pull from or to notify.
    std::optional<bool> ixfr_enable{};     ///< Body. IXFR in place of AXFR; of secondary zones only.
    std::optional<std::uint32_t> port{};   ///< Body. DNS port.
    std::optional<std::string> tsig_id{};  ///< Body. TSIG that signs transfers and NOTIFY.
    extra_members extra{};                 ///< Body. Members that the library does not know.
    using response_type = peer;
    static constexpr auto route = cfdns::put("/accounts/{account_id}/secondary_dns/peers/{peer_id}");
    CFDNS_FIELDS(account_id, peer_id, name, ip, ixfr_enable, port, tsig_id, extra)
};

/// GET /accounts/{account_id}/secondary_dns/peers
///
/// List Peers. The service is not known to page; `reply_info::result_info` says if it does.
/// Permissions (one of): Account Settings Write, Account Settings Read. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/list/
struct list {
    required<std::string> account_id;  ///< Path. Account identifier.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = std::vector<peer>;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/peers");
    CFDNS_FIELDS(account_id, extra)
};

/// DELETE /accounts/{account_id}/secondary_dns/peers/{peer_id}
///
/// Delete Peer.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/delete/
struct delete_ {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> peer_id;     ///< Path. Identifier of the peer.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/accounts/{account_id}/secondary_dns/peers/{peer_id}");
    CFDNS_FIELDS(account_id, peer_id, extra)
};

/// GET /accounts/{account_id}/secondary_dns/peers/{peer_id}
///
/// Get Peer.
/// Permissions (one of): Account Settings Write, Account Settings Read. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/peers/methods/get/
struct get {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> peer_id;     ///< Path. Identifier of the peer.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = peer;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/peers/{peer_id}");
    CFDNS_FIELDS(account_id, peer_id, extra)
};

}  // namespace cfdns::inline v1::zone_transfers::peers

#endif
