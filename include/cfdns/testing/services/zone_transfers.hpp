// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_SERVICES_ZONE_TRANSFERS_HPP
#define CFDNS_TESTING_SERVICES_ZONE_TRANSFERS_HPP

#include <cfdns/testing/service.hpp>
#include <cfdns/zone_transfers.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Zone transfers in memory. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing::services {

/// A primary server of a secondary zone.
struct primary_server {
    std::uint32_t serial{1};       ///< Serial of the zone's SOA record.
    bool reachable{true};          ///< Whether it responds.
    bool tsig_ok{true};            ///< Whether its TSIG signatures can be verified.
    bool refuses_transfer{false};  ///< Whether it returns its serial but refuses the transfer.
    /// Its IP addresses. A peer with another `ip` does not reach it. If empty, it has every address.
    std::vector<std::string> addresses{};
    /// Its port; a peer without `port` uses 53. If empty, it listens on every port.
    std::optional<std::uint32_t> port{};
    /// The keys that it accepts. If a query is signed with another key, it returns neither its serial nor
    /// the zone. If there are keys and a query is not signed, it returns its serial, but not the zone. If
    /// the optional is empty, it accepts every key, and unsigned queries.
    ///
    /// Source: RFC 8945 section 5, and the observed behaviour of BIND 9.18. Knot 3.2 and PowerDNS 4.7 differ
    /// in the response code only; NSD 4.6 returns its serial if only the algorithm differs.
    std::optional<std::vector<cfdns::zone_transfers::tsigs::tsig>> keys{};
    /// The address ranges, in CIDR notation, that may request transfers; other addresses receive only its
    /// serial. They must contain all `transfer_sources` of the service that have the same IP version as the
    /// address of the peer. If empty, every address may request transfers.
    std::vector<std::string> allowed_ranges{};
};

/// The secondary servers of a primary zone, modelled as a single server.
struct secondary_server {
    std::optional<std::uint32_t> serial{};  ///< Serial of its copy; empty if it has none.
    bool reachable{true};                   ///< Whether it receives NOTIFY and queries the primary.
    bool tsig_ok{true};                     ///< Whether its TSIG signatures can be verified.
    std::chrono::seconds refresh{3600};     ///< How often it queries the primary without NOTIFY.
    /// The IP addresses at which it receives NOTIFY and from which it queries. If empty, those of the peers.
    std::vector<std::string> addresses{};
    /// The keys that it knows. It signs its queries with the one that the peer of its address requires, or
    /// with the first. If the optional is empty, it knows every key.
    std::optional<std::vector<cfdns::zone_transfers::tsigs::tsig>> keys{};
};

/// The outcome of a query to a primary server.
enum class transfer_outcome : unsigned char {
    transferred,    ///< The zone was transferred.
    current,        ///< The serial of the server is not newer.
    refused,        ///< The server returned its serial but refused the transfer: an address or a key.
    bad_signature,  ///< The secret of the key differs.
    bad_key,        ///< The server does not know the name and algorithm of the key.
    no_response,    ///< There is no server at the address and port of the peer, or it does not respond.
};

/// A query to a primary server.
struct transfer_attempt {
    std::chrono::sys_time<std::chrono::microseconds> time{};  ///< Time of the query.
    std::string zone_id{};                                    ///< The secondary zone.
    std::string peer_id{};                  ///< The peer; empty if the configuration has no `peers`.
    transfer_outcome outcome{};             ///< The result.
    std::optional<std::uint32_t> serial{};  ///< The serial of the server, if it returned it.
};

/// Behaviour of zone transfers that users have observed and the reference does not document, or that no
/// public source describes. Each member is one behaviour. By default, the service behaves as the sources
/// say; where they say nothing, it behaves in a way that does not contradict the reference.
///
/// `examples/live_check.cpp` finds out which values the real service has. Sources: "alchemy" is
/// https://github.com/alchemy-run/alchemy, `packages/alchemy/src/Cloudflare/DNS`, with tests against the
/// real service; "open" means that no public source is known.
struct zone_transfer_quirks {
    /// POST of a peer stores only its name; address, port, TSIG and IXFR must be set with PUT. Source:
    /// alchemy; the reference declares `name` only, but Terraform's provider sends all.
    bool peers_are_created_by_name_only{false};
    /// Responses contain `ip` "" and `port` 0 for a peer whose address and port were never set. Otherwise
    /// the members are absent. Source: alchemy.
    bool unset_peer_members_are_shown{false};
    /// Peers and TSIGs may share a name. Otherwise a second object with the same name is refused with 409.
    /// Source: alchemy.
    bool names_are_not_unique{true};
    /// ACLs may share a name. Otherwise a second one with the same name is refused with 409. Source:
    /// alchemy, in a comment.
    bool acl_names_are_not_unique{true};
    /// The `ip_range` of an ACL is stored as a network address with a prefix length: "192.0.2.53/28" as
    /// "192.0.2.48/28", and a single address as /32 or /128. Otherwise the text is kept. Source: alchemy;
    /// the reference's example of a response has host bits.
    bool acl_ranges_are_normalised{true};
    /// GET, LIST and PUT of TSIGs include the secret. Otherwise only POST does. Source: alchemy, the
    /// reference.
    bool tsig_secrets_are_shown{true};
    /// An incoming configuration of a zone that is not of type secondary appears to be created, but does not
    /// exist afterwards. Otherwise it is refused with 400. Source: alchemy.
    bool incoming_of_other_zones_vanishes{false};
    /// POST of an incoming or outgoing configuration replaces an existing one, and keeps its `id`. Otherwise
    /// it is refused with 409. Open.
    bool second_create_replaces{false};
    /// A peer to which a zone is linked, and a TSIG that a peer uses, can be deleted. The reference to it
    /// remains, but no longer denotes an object. Otherwise the deletion is refused with 409. Open.
    bool objects_in_use_can_be_deleted{false};
    /// A check of the primary servers to which none returned its serial sets `checked_time`. Open.
    bool failed_checks_set_checked_time{true};
    /// `force_axfr` transfers the zone even if the serial of the primary server is older (RFC 1982). Open;
    /// the reference says that it sends an AXFR request.
    bool force_axfr_takes_older_serials{true};
    /// NOTIFY without a signature is accepted although the peers of the zone have TSIGs. Open; a NOTIFY
    /// leads to no more than a query (RFC 1996 section 3.11), so that servers usually accept it.
    bool unsigned_notify_is_accepted{true};
    /// `status::get` of a zone without an outgoing configuration returns `disabled_text`. Otherwise there is
    /// no such object. Open.
    bool status_exists_without_configuration{false};
    /// If not 0, lists of ACLs, peers and TSIGs have pages of this size, unless the parameter `per_page` is
    /// sent; its range is 1 to 1000. Otherwise a list is a single page, and `page` and `per_page` are
    /// ignored. Open; the reference declares no such parameters, but its responses have `result_info`.
    std::uint32_t list_page_size{0};
    /// Without the entitlement, POST and DELETE of an outgoing configuration are refused with 401 and the
    /// text in `result`, not in `errors`. Otherwise they are refused with 403 and the text in `errors`.
    /// Source: alchemy.
    bool outgoing_is_denied_in_the_result{false};
    /// The result of `enable`, and of `status::get` while transfers are enabled. Clients compare its
    /// beginning case-insensitively. Source: the reference's example of `enable`; alchemy compares it in
    /// this way.
    std::string enabled_text{"Enabled"};
    /// The result of `disable`, and of `status::get` while transfers are disabled. Source: the reference's
    /// example of `disable`.
    std::string disabled_text{"Disabled"};
};

/// The service of `cfdns::zone_transfers`: a member of `fake_cloudflare`.
///
/// **Peers.** A peer without `ip` is neither queried nor notified. An identifier in `peers` or `tsig_id`
/// that no object ever had denotes a suitable object, so that a test without interest in peers needs none;
/// see `references_must_exist`. The identifier of a deleted object denotes nothing: such a peer is not
/// queried, and no server knows such a TSIG. Names and algorithms of keys are compared without regard to
/// case and the final dot, secrets without regard to padding, and addresses by value.
///
/// **Incoming.** The peers of a configuration are queried in order, until one has the zone or a current
/// serial. A zone that is not of type secondary is not queried.
///
/// Assumptions, where no public source describes the service and no member of `quirks` does: code 1000
/// where no code is known; 409 for what is refused because of another object; transfers of a new outgoing
/// configuration are disabled, and it has the serial of its zone immediately; the `ip` of a peer is an IP
/// address or empty, its `port` is any number, and an `ip_range` may be a single address; the order in which
/// peers are queried, and that the others are not if one has a current serial; peers of a zone with
/// different TSIGs are accepted; a configuration remains if the type of its zone changes; NOTIFY from a
/// range of an ACL may be signed with the TSIG of any linked peer, and so may a query.
struct zone_transfers {
    /// Configurations of secondary zones, by zone id.
    by_id<cfdns::zone_transfers::incoming::configuration> incoming{};
    /// Configurations of primary zones, by zone id.
    by_id<cfdns::zone_transfers::outgoing::configuration> outgoing{};
    /// Access control lists, by account id, in the order of creation.
    by_id<std::vector<cfdns::zone_transfers::acls::acl>> acls{};
    /// Peers, by account id, in the order of creation.
    by_id<std::vector<cfdns::zone_transfers::peers::peer>> peers{};
    /// TSIGs, by account id, in the order of creation.
    by_id<std::vector<cfdns::zone_transfers::tsigs::tsig>> tsigs{};

    /// When ACLs, peers and TSIGs were created by requests, by the object's id. Those that were deleted are
    /// included.
    by_id<std::chrono::sys_time<std::chrono::microseconds>> creation_times{};

    /// The ids of zones whose outgoing transfers are enabled. `enable` and `disable` change it.
    std::set<std::string, std::less<>> transfers_enabled{};

    /// A primary server of each secondary zone, by zone id. A zone without an entry is never transferred.
    ///
    /// A zone is checked if it was never checked, when `auto_refresh_seconds` have passed since
    /// `checked_time`, by `force_axfr`, and by `receive_notify`. A check sets `checked_time`. If the serial
    /// is newer (RFC 1982), and by `force_axfr` in any case, the zone is transferred, which sets
    /// `soa_serial` and `modified_time`.
    by_id<primary_server> primaries{};
    /// Further primary servers of zones that have an entry in `primaries`, by zone id: at other addresses,
    /// with other serials or keys.
    by_id<std::vector<primary_server>> further_primaries{};
    /// The addresses and ranges from which the service queries primary servers.
    ///
    /// https://developers.cloudflare.com/dns/zone-setups/zone-transfers/access-control-lists/
    std::vector<std::string> transfer_sources{"104.30.167.163", "104.30.167.173", "2a09:bac0:1000:c47::/64"};
    /// All queries to primary servers, oldest first.
    std::vector<transfer_attempt> attempts{};

    /// The secondary server of each primary zone, by zone id. A zone without an entry is never transferred.
    ///
    /// While transfers are enabled, the server queries the zone upon `enable` and `force_notify`, and when
    /// `refresh` has passed since `checked_time`. NOTIFY is sent to the addresses of the peers, and signed
    /// with their TSIGs; without a peer, no NOTIFY is sent. A query is accepted from the address of a linked
    /// peer with its TSIG, and from a range of an ACL. Each query from such an address sets `checked_time`,
    /// whatever its key. If the query is accepted and the copy of the server is older than the
    /// configuration's `soa_serial`, it transfers the zone, which sets `last_transferred_time`. A zone whose
    /// `soa_serial` is not set has serial 1, which is also shown in responses.
    by_id<secondary_server> secondaries{};

    /// Whether peers and TSIGs that a request refers to must exist. Otherwise any text is accepted, and
    /// denotes a suitable object if no such object ever existed.
    bool references_must_exist{false};

    zone_transfer_quirks quirks{};  ///< How the service deviates from the reference.

    /// Registers the handlers of all operations.
    static void mount(fake_cloudflare& service);

    /// Carries out the checks and transfers that are due at `service.now`: at most one for each zone, at the
    /// latest time at which it was due.
    void run_pending(fake_cloudflare& service);

    /// Receives NOTIFY (RFC 1996) for a secondary zone at `service.now`, from an IP address and signed with
    /// `key`, if any. Returns whether it is accepted; the primary servers are then checked at once.
    ///
    /// It is accepted from the `ip` of a linked peer and from the ranges of the ACLs of the account: that of
    /// the zone in `service.zones`, or those of the linked peers. A signature must be that of a TSIG of a
    /// linked peer; without a signature, see `quirks.unsigned_notify_is_accepted`.
    ///
    /// https://developers.cloudflare.com/dns/zone-setups/zone-transfers/access-control-lists/
    bool receive_notify(fake_cloudflare& service, std::string_view zone_id, std::string_view from,
                        std::optional<cfdns::zone_transfers::tsigs::tsig> const& key = {});
};

}  // namespace cfdns::inline v0_2::testing::services

#endif
