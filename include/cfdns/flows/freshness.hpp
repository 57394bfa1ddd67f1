// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_FRESHNESS_HPP
#define CFDNS_FLOWS_FRESHNESS_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/zone_transfers/incoming.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

/// Whether a secondary zone is up to date.
namespace cfdns::inline v0_2::flows {

/// Whether Cloudflare's copy of a secondary zone is up to date.
enum class verdict : unsigned char {
    not_configured,        ///< The zone has no secondary zone configuration.
    no_peer,               ///< No peer is linked to the zone, or none of those linked exists.
    peer_without_address,  ///< None of the linked peers has an address.
    never_checked,         ///< Cloudflare has never checked the primary.
    never_transferred,     ///< Cloudflare has checked the primary, but has never transferred the zone.
    behind,                ///< The serial of the copy is older than that of the primary.
    primary_went_back,     ///< The serial of the copy is newer, so the zone is not transferred (RFC 1982).
    incomparable,          ///< The serials are exactly 2^31 apart, which RFC 1982 leaves undefined.
    checks_stopped,        ///< The last check is longer ago than two refresh intervals and a minute.
    current,               ///< The copy has the serial that was seen at the primary, or a newer one.
    unconfirmed,           ///< The last check is recent, but the serial of the primary is not known.
};

/// The name of a verdict, such as "current".
[[nodiscard]] std::string_view to_string(verdict verdict) noexcept;

/// A serial that was seen at the primary, for instance with a DNS query.
struct primary_serial {
    std::uint32_t serial{};                                   ///< Serial of the SOA record.
    std::chrono::sys_time<std::chrono::microseconds> seen{};  ///< When it was last seen.
    /// When it was first seen; if empty, it was seen only once. The earlier the time, the more can be
    /// concluded.
    std::optional<std::chrono::sys_time<std::chrono::microseconds>> since{};
};

/// How up to date a secondary zone is.
struct freshness {
    flows::verdict verdict{};  ///< The verdict.
    /// Whether something is wrong: waiting longer is not expected to help. Never true for `current` and
    /// `unconfirmed`; true for `behind`, `never_checked` and `never_transferred` only after the time within
    /// which Cloudflare should have acted.
    bool needs_attention{};
    /// Time since the last check of the primary; not negative. Empty if there was none.
    std::optional<std::chrono::seconds> age{};
};

/// How long Cloudflare may take to transfer a zone after NOTIFY, or after a check, before `freshness_of`
/// sets `freshness::needs_attention`.
inline constexpr std::chrono::seconds transfer_time{120};

/// Whether a secondary zone is up to date, from its configuration, the time `now`, and the serial of the
/// primary if it is known. Without the latter, the best verdict is `unconfirmed`. An empty configuration
/// means that the zone has none. If `notify` is true, the primary sends NOTIFY, so that a new serial should
/// be transferred within `transfer_time`; otherwise within a refresh interval.
///
///     auto const config = cfdns::call(transport, credentials, incoming::get{.zone_id = id});
///     auto const now = std::chrono::system_clock::now();
///     if (flows::freshness_of(*config, now, {{2026112502, seen_at}}).needs_attention) ...
///
/// If several verdicts apply, the first in the order of `verdict` is returned. A pure function, defined for
/// all values: an invalid time is treated as unknown, and a time after `now` as `now`. It never returns
/// `peer_without_address`: for that, see `freshness_of(facts const&, ...)`.
[[nodiscard]] freshness freshness_of(
    std::optional<zone_transfers::incoming::configuration> const& configuration,
    std::chrono::sys_time<std::chrono::microseconds> now, std::optional<primary_serial> const& primary = {},
    bool notify = true);

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/freshness.ipp>
#endif

#endif
