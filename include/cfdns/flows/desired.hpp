// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_DESIRED_HPP
#define CFDNS_FLOWS_DESIRED_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/required.hpp>
#include <cfdns/core/secret.hpp>
#include <cfdns/detail/config.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The desired state of zone transfers.
namespace cfdns::inline v0_2::flows {

/// The kinds of objects that a desired state consists of.
enum class object_kind : unsigned char {
    tsig,      ///< A TSIG of the account.
    peer,      ///< A peer of the account.
    acl,       ///< An ACL of the account.
    incoming,  ///< The secondary zone configuration of a zone.
    outgoing,  ///< The primary zone configuration of a zone.
};

/// The name of a kind: "tsig", "peer", "acl", "incoming" or "outgoing".
[[nodiscard]] std::string_view to_string(object_kind kind) noexcept;

/// A reference to an object by name.
struct object_ref {
    object_kind kind{};          ///< Kind.
    required<std::string> name;  ///< Name. For a configuration, the name of its zone.
    /// Identifier, or empty. For a configuration, the identifier of its zone.
    std::string id{};
};

/// A TSIG. Its name identifies it, regardless of case and of a final dot.
struct tsig {
    required<std::string> name;        ///< Name of the key: a domain name, the same on both servers.
    std::string algo{"hmac-sha256."};  ///< Algorithm; see `zone_transfers::tsigs::algorithms`.
    required<secret_string> secret;    ///< The shared secret, in Base64.
};

/// A peer. Its name identifies it. All members are part of the desired state: if `tsig` is empty, the peer
/// should not have a TSIG.
struct peer {
    required<std::string> name;  ///< Name.
    std::string ip{};            ///< IPv4 or IPv6 address to transfer from or notify; empty for none.
    std::uint32_t port{53};      ///< DNS port, 1 to 65535.
    bool ixfr_enable{false};     ///< Use IXFR instead of AXFR; secondary zones only.
    std::string tsig{};          ///< Name of a TSIG in `desired::tsigs`; empty for none.
};

/// An ACL. Its name identifies it.
struct acl {
    required<std::string> name;      ///< Name.
    required<std::string> ip_range;  ///< Range in CIDR notation, at most /24 for IPv4 and /64 for IPv6.
};

/// The secondary zone configuration of a zone: Cloudflare transfers the zone from the peers.
struct incoming_zone {
    required<std::string> zone_id;             ///< Zone identifier.
    required<std::string> name;                ///< Zone name, such as "example.com.".
    required<std::vector<std::string>> peers;  ///< Names in `desired::peers`, at most 30; may be empty.
    /// Refresh interval, at least 300 s.
    std::chrono::seconds auto_refresh_seconds{86400};
};

/// The primary zone configuration of a zone: Cloudflare serves the zone to the peers.
struct outgoing_zone {
    required<std::string> zone_id;             ///< Zone identifier.
    required<std::string> name;                ///< Zone name, such as "example.com.".
    required<std::vector<std::string>> peers;  ///< Names in `desired::peers`, at most 30; may be empty.
    bool enabled{true};                        ///< Whether transfers are enabled.
};

/// The desired state of the zone transfers of an account. Objects that are not named here are neither
/// changed nor removed: an empty list means that there is nothing to do, not that there should be no
/// objects.
///
///     flows::desired const want{
///         .account_id = "01a7362d577a6c3019a474fd6f485823",
///         .tsigs = {{.name = "transfer.example.com.", .secret = secret}},
///         .peers = {{.name = "ns1", .ip = "192.0.2.53", .tsig = "transfer.example.com."}},
///         .incoming = {{.zone_id = "269d8f4853475ca241c4e730be286b20",
///                       .name = "example.com.", .peers = {"ns1"}}}};
///
/// Objects refer to each other by name. To remove objects, name them in `absent`, and set
/// `rules::max_removals` to their number.
struct desired {
    required<std::string> account_id;       ///< Account identifier.
    std::vector<tsig> tsigs{};              ///< TSIGs that should exist.
    std::vector<peer> peers{};              ///< Peers that should exist.
    std::vector<acl> acls{};                ///< ACLs that should exist.
    std::vector<incoming_zone> incoming{};  ///< Secondary zone configurations that should exist.
    std::vector<outgoing_zone> outgoing{};  ///< Primary zone configurations that should exist.
    /// Objects that should not exist. A configuration needs the identifier of its zone; of several objects
    /// of the same name, only those whose identifiers are given are removed.
    std::vector<object_ref> absent{};
};

/// Checks everything that can be checked without the service. Every machine that takes a desired state does
/// this before it sends a request.
///
/// *Errors:* `errc::invalid_parameter`, and `parameter()` is the path of the member, such as
/// `incoming/0/peers/1`, for: an empty or repeated name or zone identifier, or one that is not valid UTF-8;
/// a reference to a name that is not in the lists; the name of a TSIG or zone that is not a domain name; a
/// secret that is not Base64; an address, port, ACL or refresh interval outside its documented limits; more
/// than 30 peers of a zone; peers of an outgoing zone that do not use the same TSIG; an object in `absent`
/// that is also desired, that is repeated, or that is a configuration without an identifier.
[[nodiscard]] result<void> check(desired const& want);

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/desired.ipp>
#endif

#endif
