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
#include <vector>

/// Zone transfers in memory. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing::services {

/// The primary servers of a secondary zone, modelled as a single server.
struct primary_server {
    std::uint32_t serial{1};       ///< Serial of the zone's SOA record.
    bool reachable{true};          ///< Whether it responds.
    bool tsig_ok{true};            ///< Whether its TSIG signatures can be verified.
    bool refuses_transfer{false};  ///< Whether it returns its serial but refuses the transfer.
};

/// The secondary servers of a primary zone, modelled as a single server.
struct secondary_server {
    std::optional<std::uint32_t> serial{};  ///< Serial of its copy; empty if it has none.
    bool reachable{true};                   ///< Whether it receives NOTIFY and queries the primary.
    bool tsig_ok{true};                     ///< Whether its TSIG signatures can be verified.
    std::chrono::seconds refresh{3600};     ///< How often it queries the primary without NOTIFY.
};

/// Behaviour of zone transfers that users have observed and the reference does not document. Each member is
/// one observation. By default, the service behaves as the reference says; where the reference says nothing,
/// it behaves in a way that does not contradict the reference.
struct zone_transfer_quirks {
    /// POST of a peer stores only its name; address, port, TSIG and IXFR must be set with PUT.
    bool peers_are_created_by_name_only{false};
    /// Responses contain `ip` "" and `port` 0 for a peer whose address and port were never set. Otherwise
    /// the members are absent.
    bool unset_peer_members_are_shown{false};
    /// Peers and TSIGs may share a name. Otherwise a second object with the same name is refused with 409.
    bool names_are_not_unique{true};
    /// GET, LIST and PUT of TSIGs include the secret. Otherwise only POST does.
    bool tsig_secrets_are_shown{true};
    /// An incoming configuration of a zone that is not of type secondary appears to be created, but does not
    /// exist afterwards. Otherwise it is refused with 400.
    bool incoming_of_other_zones_vanishes{false};
    /// Without the entitlement, POST and DELETE of an outgoing configuration are refused with 401 and the
    /// text in `result`, not in `errors`. Otherwise they are refused with 403 and the text in `errors`.
    bool outgoing_is_denied_in_the_result{false};
    /// The result of `enable`, and of `status::get` while transfers are enabled. Clients compare its
    /// beginning case-insensitively.
    std::string enabled_text{"Enabled"};
    /// The result of `disable`, and of `status::get` while transfers are disabled.
    std::string disabled_text{"Disabled"};
};

/// The service of `cfdns::zone_transfers`: a member of `fake_cloudflare`.
///
/// Assumptions, where no public source describes the service: code 1000 where no code is known; 409 for a
/// second configuration of a zone and for deleting a peer or TSIG that is in use; transfers of a new
/// outgoing configuration are disabled, and it has the serial of its zone immediately; a list is always a
/// single page, as its `result_info` says; the `ip` of a peer is an IP address or empty, its `port` is any
/// number, and an `ip_range` may be a single address.
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

    /// The ids of zones whose outgoing transfers are enabled. `enable` and `disable` change it.
    std::set<std::string, std::less<>> transfers_enabled{};

    /// The primary server of each secondary zone, by zone id. A zone without an entry is never transferred.
    ///
    /// A zone is checked if it was never checked, when `auto_refresh_seconds` have passed since
    /// `checked_time`, and by `force_axfr`. A check sets `checked_time`. If the serial is newer (RFC 1982),
    /// and by `force_axfr` in any case, the zone is transferred, which sets `soa_serial` and
    /// `modified_time`.
    by_id<primary_server> primaries{};
    /// The secondary server of each primary zone, by zone id. A zone without an entry is never transferred.
    ///
    /// While transfers are enabled, the server queries the zone upon `enable` and `force_notify`, and when
    /// `refresh` has passed since `checked_time`. Each query sets `checked_time`. If its copy is older than
    /// the configuration's `soa_serial`, it transfers the zone, which sets `last_transferred_time`. A zone
    /// whose `soa_serial` is not set has serial 1, which is also shown in responses.
    by_id<secondary_server> secondaries{};

    /// Whether peers and TSIGs that a request refers to must exist. Otherwise any text is accepted.
    bool references_must_exist{false};

    zone_transfer_quirks quirks{};  ///< How the service deviates from the reference.

    /// Registers the handlers of all operations.
    static void mount(fake_cloudflare& service);

    /// Carries out the checks and transfers that are due at `service.now`: at most one for each zone, at the
    /// latest time at which it was due.
    void run_pending(fake_cloudflare& service);
};

}  // namespace cfdns::inline v0_2::testing::services

#endif
