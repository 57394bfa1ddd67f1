// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_OBSERVED_HPP
#define CFDNS_FLOWS_OBSERVED_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/flows/desired.hpp>
#include <cfdns/zone_transfers/acls.hpp>
#include <cfdns/zone_transfers/incoming.hpp>
#include <cfdns/zone_transfers/outgoing.hpp>
#include <cfdns/zone_transfers/peers.hpp>
#include <cfdns/zone_transfers/tsigs.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

/// The observed state of zone transfers.
namespace cfdns::inline v0_2::flows {

/// A value that could not be read: a member of another type, an element that was left out of a list, or a
/// list of which only a part was received. Nothing is created, changed or removed on the basis of it.
struct unreadable_value {
    object_kind kind{};      ///< The kind of the object.
    std::string id{};        ///< Identifier of the object, or of a configuration's zone; empty if unknown.
    std::string pointer{};   ///< JSON pointer relative to the envelope; see `mismatch::pointer`.
    std::string expected{};  ///< The expected JSON type.
    std::string found{};     ///< What was found.
};

/// The primary zone configuration of a zone.
struct observed_outgoing {
    /// The configuration; empty if the zone has none.
    std::optional<zone_transfers::outgoing::configuration> configuration{};
    bool enabled{};  ///< Whether transfers are enabled; false without a configuration.
};

/// The observed state of an account. Lists that the desired state does not need are empty optionals.
struct observed {
    std::string account_id{};                                         ///< Account identifier.
    std::optional<std::vector<zone_transfers::tsigs::tsig>> tsigs{};  ///< All TSIGs of the account.
    std::optional<std::vector<zone_transfers::peers::peer>> peers{};  ///< All peers of the account.
    std::optional<std::vector<zone_transfers::acls::acl>> acls{};     ///< All ACLs of the account.
    /// Secondary zone configurations by zone identifier; an empty optional if the zone has none.
    std::map<std::string, std::optional<zone_transfers::incoming::configuration>> incoming{};
    /// Primary zone configurations by zone identifier.
    std::map<std::string, observed_outgoing> outgoing{};
    /// What could not be read.
    std::vector<unreadable_value> unreadable{};
};

}  // namespace cfdns::inline v0_2::flows

#endif
