// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_FACTS_HPP
#define CFDNS_FLOWS_FACTS_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/secret.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/freshness.hpp>
#include <cfdns/flows/name_server.hpp>
#include <cfdns/flows/observed.hpp>
#include <cfdns/records/operations.hpp>
#include <cfdns/settings.hpp>
#include <cfdns/zones/operations.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is known about the zone transfers of a zone.
namespace cfdns::inline v0_2::flows {

/// The outcome of a DNS query: a response code (RFC 9499 section 4), a TSIG error (RFC 8945 section 3), or
/// no response.
enum class dns_outcome : unsigned char {
    noerror,             ///< NOERROR without a TSIG error.
    refused,             ///< REFUSED.
    notauth,             ///< NOTAUTH without a TSIG error.
    badsig,              ///< TSIG: the signature is invalid, because the secrets differ.
    badkey,              ///< TSIG: the key is not known.
    badtime,             ///< TSIG: the clocks differ by more than 300 s.
    no_response,         ///< No response was received in time.
    connection_refused,  ///< The connection was refused or reset.
    other,               ///< Any other response code, such as SERVFAIL or NOTIMP.
};

/// The usual name of an outcome, such as "REFUSED" or "BADSIG".
[[nodiscard]] std::string_view to_string(dns_outcome outcome) noexcept;

/// A DNS query about the zone that the program has sent, and its outcome. The library itself sends no DNS
/// queries. `examples/diagnose_zone.cpp` reads observations from the output of `kdig` and `dig`.
struct dns_observation {
    /// The server that was queried: the address of a peer, `cloudflare_addresses::transfer_address`, or the
    /// name of a Cloudflare name server, which ends with "cloudflare.com".
    std::string server{};
    std::uint32_t port{53};         ///< Its port.
    std::string query_type{"SOA"};  ///< Type of the query, such as "SOA", "AXFR", "IXFR", "A" or "NS".
    std::string name{};             ///< Name of the query; empty for the zone.
    std::string key{};          ///< Name of the TSIG key that signed the query; empty if it was not signed.
    std::string from{};         ///< Address from which it was sent; empty if it is not known.
    bool tcp{};                 ///< Whether it was sent over TCP. Queries for transfers always are.
    dns_outcome outcome{};      ///< Outcome of the query.
    bool response_is_signed{};  ///< Whether the response had a valid signature.
    std::optional<std::uint32_t> serial{};  ///< Serial of the SOA record of the response.
    /// Values of the records in the answer section, in presentation format (RFC 9499 section 5). Not needed
    /// for SOA, AXFR and IXFR.
    std::vector<std::string> records{};
    /// When it was sent; empty for the time of the diagnosis. Keep earlier observations: they show how long
    /// a server has had its serial.
    std::optional<std::chrono::sys_time<std::chrono::microseconds>> at{};
};

/// A request that failed.
struct failed_request {
    std::string what{};    ///< What was requested, such as "zone", "peers" or "incoming".
    cfdns::error error{};  ///< The error.
};

/// What is known about the zone transfers of a zone.
struct facts {
    std::string zone_id{};  ///< Zone identifier.
    /// The zone; empty if it could not be read.
    std::optional<zones::zone> zone{};
    /// The configurations of the zone, and the peers, TSIGs and ACLs of the account. Those that are missing
    /// could not be read.
    observed state{};
    /// DNS settings of the zone. Only read if it has a primary zone configuration.
    std::optional<settings::zone::details> settings{};
    /// Records of the zone that are not transferred to secondaries as they are: NS, CAA, and those that are
    /// proxied, at most 100 of each. Only read if the zone has a primary zone configuration.
    std::optional<std::vector<records::record>> records{};
    /// Requests that failed with a status 4xx. The program may add its own, such as a refused create.
    std::vector<failed_request> failures{};

    /// The role that Cloudflare should have. If empty, the role is that of the existing configurations.
    std::optional<name_server_role> role{};
    /// DNS queries that the program has sent, in any order.
    std::vector<dns_observation> dns{};
    /// The configuration of the primary, or the part of it that specifies the addresses and keys for which
    /// transfers are allowed. It is searched only for addresses.
    secret_string name_server_configuration{};
    /// Software of the peers, if it is known.
    std::optional<name_server_software> software{};
    bool notify{true};                  ///< Whether the primary of a secondary zone sends NOTIFY.
    cloudflare_addresses cloudflare{};  ///< Cloudflare's addresses.
};

/// The serial of the primary of a secondary zone, from the observations of the linked peers: the newest (RFC
/// 1982) of the latest serials of all servers.
[[nodiscard]] std::optional<primary_serial> primary_serial_of(
    facts const& of, std::chrono::sys_time<std::chrono::microseconds> now);

/// Whether a secondary zone is up to date, from all facts: like `freshness_of` for a configuration, but with
/// the peers and `primary_serial_of`. If the configuration could not be read, the verdict is `unconfirmed`.
[[nodiscard]] freshness freshness_of(facts const& of, std::chrono::sys_time<std::chrono::microseconds> now);

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/facts.ipp>
#endif

#endif
