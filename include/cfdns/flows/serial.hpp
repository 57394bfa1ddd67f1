// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_SERIAL_HPP
#define CFDNS_FLOWS_SERIAL_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/zone_transfers/serial.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

/// Serial number arithmetic (RFC 1982); see also `zone_transfers::compare_serials`.
namespace cfdns::inline v0_2::flows {

/// The largest number that may be added to a serial: 2^31 - 1 (RFC 1982 section 3.1).
inline constexpr std::uint32_t max_serial_increment = (std::uint32_t{1} << 31) - 1;

/// Adds to a serial, modulo 2^32. The result is newer than `serial` unless `increment` is 0. Returns
/// `std::nullopt` if `increment` is more than `max_serial_increment`, which the RFC leaves undefined.
[[nodiscard]] constexpr std::optional<std::uint32_t> add_to_serial(std::uint32_t serial,
                                                                   std::uint32_t increment) noexcept {
    if (increment > max_serial_increment) return std::nullopt;
    return serial + increment;
}

/// Whether a secondary that has the serial `seen` has the version `wanted` or a newer one. False if they are
/// exactly 2^31 apart. Prefer this to waiting until the serials are equal, which never ends if the zone is
/// changed again in the meantime.
[[nodiscard]] constexpr bool has_reached(std::uint32_t seen, std::uint32_t wanted) noexcept {
    return std::is_gteq(zone_transfers::compare_serials(seen, wanted));
}

/// Returns the serials that a zone must have, one after another, to get from `from` to `to`, which is the
/// last of them. Every secondary must have transferred the zone with one serial before the next one is set;
/// see `has_reached`.
///
/// If the serial of a zone is simply set to an older one, the zone is no longer transferred. This function
/// is needed, for example, to replace a serial based on the date by one based on the time: from 2026112501
/// to 1795599492, the result is {4173596148, 1795599492}.
///
/// The result has as few serials as possible: none if `from` is `to`, one if `to` is newer, otherwise two,
/// or three if `to` is just before `from`. An intermediate serial of 0 is avoided, even if that requires one
/// more serial, because some programs treat 0 as a missing serial.
[[nodiscard]] std::vector<std::uint32_t> serial_path(std::uint32_t from, std::uint32_t to);

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/serial.ipp>
#endif

#endif
