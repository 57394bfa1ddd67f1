// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_DIAGNOSE_HPP
#define CFDNS_FLOWS_DIAGNOSE_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/flows/facts.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

/// Finds out why zone transfers do not work.
namespace cfdns::inline v0_2::flows {

/// How certain a finding is.
enum class certainty : unsigned char {
    certain,   ///< The facts prove it.
    likely,    ///< It explains the facts, and there is hardly any other explanation.
    possible,  ///< It is one possible explanation of the facts.
};

/// The name of a certainty: "certain", "likely" or "possible".
[[nodiscard]] std::string_view to_string(certainty certainty) noexcept;

/// The cause of a problem. `explanation` describes it in words.
enum class cause : unsigned char {
    // The account and the zone.
    credentials_rejected,  ///< The credentials are invalid.
    not_entitled,          ///< The plan of the account does not include zone transfers.
    permission_pending,    ///< Permissions for a new object have not taken effect yet.
    no_permission,         ///< The credentials lack a permission.
    wrong_zone_type,       ///< The zone is not of type secondary.
    not_configured,        ///< The zone has no configuration for zone transfers.
    // Peers and keys.
    no_peer,               ///< No peer is linked to the zone.
    peer_missing,          ///< A linked peer does not exist.
    peer_without_address,  ///< A linked peer has no address, or port 0.
    tsig_missing,          ///< The TSIG of a linked peer does not exist.
    keys_differ,           ///< The peers of a zone use different keys.
    // The primary.
    secret_differs,       ///< The secret of the key differs.
    clock_differs,        ///< The clocks differ by more than 300 s.
    key_unknown,          ///< The primary does not know the key.
    key_rejected,         ///< The primary rejects the key without saying why.
    zone_unknown,         ///< The primary does not have the zone.
    tcp_blocked,          ///< The primary responds over UDP, but not over TCP.
    unreachable,          ///< The primary does not respond.
    transfer_refused,     ///< The primary responds to queries, but refuses the transfer.
    addresses_outdated,   ///< The primary allows only addresses that Cloudflare has replaced.
    sources_not_allowed,  ///< The primary does not allow Cloudflare's addresses.
    ixfr_fails,           ///< IXFR fails.
    // Serials.
    primary_went_back,     ///< The serial of the primary is older than that of the copy.
    serials_incomparable,  ///< The serials are exactly 2^31 apart.
    serial_not_raised,     ///< The zone was changed without a new serial.
    // Cloudflare as a primary.
    transfers_disabled,           ///< Outgoing transfers are not enabled.
    secondary_not_allowed,        ///< Cloudflare does not know the address of the secondary.
    secondary_key_differs,        ///< Cloudflare does not accept the key of the secondary.
    retrieve_needed,              ///< PowerDNS does not retry a failed transfer before the next refresh.
    notify_refused,               ///< The secondary does not accept NOTIFY.
    multi_provider_off,           ///< NS records of the zone are ignored.
    proxied_records_differ,       ///< Proxied records are transferred with Cloudflare's addresses.
    caa_records_not_transferred,  ///< CAA records are not transferred.
    // Symptoms whose cause is not known.
    notify_ineffective,  ///< NOTIFY does not lead to a check.
    checks_stopped,      ///< Cloudflare does not check the primary.
    transfers_fail,      ///< Cloudflare checks the primary, but does not transfer the zone.
    stale_copy_served,   ///< Cloudflare's name servers return an old version.
    // Not a problem yet.
    duplicate_names,  ///< Several peers or TSIGs have the same name.
};

/// The name of a cause, such as "secret_differs".
[[nodiscard]] std::string_view to_string(cause cause) noexcept;

/// A description of the cause: a clause such as "the credentials are rejected".
[[nodiscard]] std::string_view explanation(cause cause) noexcept;

/// A finding. It contains no secrets.
struct finding {
    flows::certainty certainty{};  ///< How certain it is.
    flows::cause cause{};          ///< What is wrong, as a value for programs.
    std::string evidence{};        ///< The observations that support it.
    std::string next_step{};       ///< What to do: one or more sentences.
};

/// Explains why the zone transfers of a zone do not work. The most helpful findings come first: causes
/// before symptoms, and certain findings before likely ones. The result is empty if the facts do not show
/// any problem.
///
/// A pure function, defined for all values: missing or contradictory facts lead to fewer or less certain
/// findings. Without `facts::dns`, it finds only what the service reports; to find out why a primary refuses
/// a transfer, it needs a query that was signed with the key of the peer.
[[nodiscard]] std::vector<finding> diagnose(facts const& of,
                                            std::chrono::sys_time<std::chrono::microseconds> now);

/// Writes a finding as three lines of text: what is wrong, what was observed, and what to do.
[[nodiscard]] std::string to_text(finding const& one);

/// Writes findings as text; "nothing found" if there are none.
[[nodiscard]] std::string to_text(std::vector<finding> const& all);

/// Writes findings as a JSON array of objects with the members `certainty`, `cause`, `explanation`,
/// `evidence` and `next_step`.
[[nodiscard]] std::string to_json(std::vector<finding> const& all);

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/diagnose.ipp>
#endif

#endif
