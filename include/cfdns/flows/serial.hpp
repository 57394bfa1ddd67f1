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
/// exactly 2^31 apart. Prefer this to waiting until they are equal, which never ends if the zone moves on.
[[nodiscard]] constexpr bool has_reached(std::uint32_t seen, std::uint32_t wanted) noexcept {
    return std::is_gteq(zone_transfers::compare_serials(seen, wanted));
}

/// The serials that a zone must have one after the other to get from `from` to `to`, which is the last of
/// them. Every secondary must have transferred the zone with one of them before the next is set:
/// `has_reached` tells.
///
/// A zone whose serial simply goes back is not transferred any more. This is needed, for example, to replace
/// a serial made of a date by one made of the time: from 2026112501 to 1795599492, the result is
/// {4173596148, 1795599492}.
///
/// The result has as few serials as possible: none if `from` is `to`, one if `to` is newer, otherwise two,
/// or three if `to` is just before `from`. A serial of 0 is avoided on the way, because some programs take
/// it for a missing one, even if that needs one more.
[[nodiscard]] std::vector<std::uint32_t> serial_path(std::uint32_t from, std::uint32_t to);

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/serial.ipp>
#endif

#endif
