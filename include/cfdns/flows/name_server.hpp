// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_NAME_SERVER_HPP
#define CFDNS_FLOWS_NAME_SERVER_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/secret.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/desired.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Configuration of the name servers that transfer zones to or from Cloudflare.
namespace cfdns::inline v0_2::flows {

/// Name server software.
enum class name_server_software : unsigned char {
    bind9,     ///< BIND 9.18 or later.
    knot,      ///< Knot DNS 3.2 or later.
    nsd,       ///< NSD 4.6 or later.
    powerdns,  ///< PowerDNS Authoritative Server 4.7 or later, with a database as its backend.
};

/// The name of the software: "bind9", "knot", "nsd" or "powerdns".
[[nodiscard]] std::string_view to_string(name_server_software software) noexcept;

/// The role of a name server in zone transfers (RFC 9499 section 6). Cloudflare has the other role.
enum class name_server_role : unsigned char {
    primary,    ///< Cloudflare transfers the zones from it; see `incoming_zone`.
    secondary,  ///< It transfers the zones from Cloudflare; see `outgoing_zone`.
};

/// The name of the role: "primary" or "secondary".
[[nodiscard]] std::string_view to_string(name_server_role role) noexcept;

/// The day on which the default values of `cloudflare_addresses` were published.
inline constexpr std::chrono::sys_days cloudflare_addresses_published{
    std::chrono::year_month_day{std::chrono::year{2026}, std::chrono::month{4}, std::chrono::day{15}}};

/// Cloudflare's addresses for zone transfers. The default values are those published on
/// `cloudflare_addresses_published`; replace them if there are newer ones.
///
/// https://developers.cloudflare.com/dns/zone-setups/zone-transfers/access-control-lists/cloudflare-ip-addresses/
struct cloudflare_addresses {
    /// Addresses and ranges in CIDR notation from which Cloudflare sends requests for zone transfers, and
    /// NOTIFY.
    std::vector<std::string> sources{"104.30.167.163", "104.30.167.173", "2a09:bac0:1000:c47::/64"};
    /// Addresses at which Cloudflare receives NOTIFY.
    std::vector<std::string> notify_targets{"172.65.30.82", "172.65.50.145",
                                            "2606:4700:60:0:317:26ee:3bdf:5774",
                                            "2606:4700:60:0:35a:4be3:4144:c5ee"};
    /// Address from which secondaries transfer zones.
    std::string transfer_address{"172.65.64.6"};
    /// Port of `notify_targets` and `transfer_address`, 1 to 65535. Values other than 53 are for tests.
    std::uint32_t port{53};
};

/// An address or range that Cloudflare has replaced.
struct outdated_address {
    std::string address{};          ///< The address or range, as found.
    std::size_t line{};             ///< Number of the line, starting at 1.
    std::chrono::sys_days until{};  ///< The day on which Cloudflare stops using it.
};

/// Finds the addresses and ranges in a configuration, or in any other text, that Cloudflare has replaced by
/// those of `cloudflare_addresses`, in the order of their positions. Until the given day, Cloudflare uses
/// both the old and the new ones, and a name server should accept both.
[[nodiscard]] std::vector<outdated_address> find_outdated_addresses(std::string_view text);

/// The input for the configuration of a name server. All zones share the keys and addresses.
///
///     flows::name_server_setup const ns1{
///         .role = flows::name_server_role::primary,
///         .zones = {"example.com."},
///         .keys = {{.name = "transfer.example.com.", .secret = secret}},
///         .addresses = {"192.0.2.53"}};
struct name_server_setup {
    name_server_role role{};           ///< The role of the name server.
    std::vector<std::string> zones{};  ///< Names of the zones; at least one.
    /// TSIG keys, as in the account. Without keys, transfers are allowed by address only. The name server
    /// accepts all of the keys, and signs with the first; to replace a key, list the old one and the new
    /// one.
    std::vector<tsig> keys{};
    /// The addresses of the name server that Cloudflare knows as `peer::ip`, at most one IPv4 and one IPv6
    /// address. The name server sends NOTIFY and requests for zone transfers from them, and NOTIFY only to
    /// addresses of the same version. Empty if the operating system should choose.
    std::vector<std::string> addresses{};
    cloudflare_addresses cloudflare{};  ///< Cloudflare's addresses.
    /// The prefix of the identifiers in the configuration: a label of a domain name. Two setups for the same
    /// name server need different prefixes, unless their roles differ; a key that both have must be in the
    /// configuration only once.
    std::string prefix{"cloudflare"};
};

/// Returns the setup of a name server that is a peer in a desired state: the zones of which it is the
/// primary or the secondary, its TSIG and its address.
///
/// *Errors:* those of `check`; `errc::invalid_parameter` with the parameter `peer` if there is no peer of
/// that name.
[[nodiscard]] result<name_server_setup> name_server_setup_of(desired const& want, std::string_view peer,
                                                             name_server_role role);

/// The configuration of a name server.
struct name_server_configuration {
    /// Text to be included in the configuration file of the software. It contains the secrets of the keys.
    secret_string text{};
    /// Shell commands, one per line, to be run afterwards; empty unless the software is PowerDNS, which
    /// stores zones and keys in its database. They contain the secrets of the keys.
    secret_string commands{};
    /// Notes for the operator, one sentence each: where to put the text, how to make it take effect, and
    /// what the software does differently from the others. They contain no secrets.
    std::vector<std::string> notes{};
};

/// Writes the configuration of a name server that transfers zones to or from Cloudflare. A pure function:
/// the same setup gives the same text.
///
/// If there are keys, zone transfers require both one of Cloudflare's addresses and a key; PowerDNS checks
/// only the key. The files of zones are named after them, such as "example.com.zone". For a zone that the
/// name server already has, only the options of the zone are needed.
///
/// The setup cannot inject anything into the configuration: names are written in canonical form
/// (`canonical_name`), and addresses, ranges and secrets are parsed and written in their usual form.
///
/// *Errors:* `errc::invalid_parameter`, and `parameter()` is the path of the member, such as `keys/0/name`,
/// for: no zones; the name of a zone or a key that is not a domain name of letters, digits, hyphens and
/// underscores, or is repeated; the name of a key with letters other than those of ASCII; an algorithm that
/// the software does not support (all of them support only HMAC with MD5, SHA-1, SHA-224, SHA-256, SHA-384
/// and SHA-512, without truncation); a secret that is not Base64; an invalid address, range or port; a range
/// of all addresses; a `prefix` that is not a label; a role or software that does not exist; empty `sources`
/// or `notify_targets`; several `addresses` of the same version, or none of the version of
/// `transfer_address` or of any of `notify_targets`.
[[nodiscard]] result<name_server_configuration> configure_name_server(name_server_software software,
                                                                      name_server_setup const& setup);

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/name_server.ipp>
#endif

#endif
