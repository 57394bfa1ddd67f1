// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_SERIAL_HPP
#define CFDNS_ZONE_TRANSFERS_SERIAL_HPP

#include <cfdns/detail/config.hpp>

#include <compare>
#include <cstdint>

/// Serial numbers of DNS zones.
namespace cfdns::inline v0_2::zone_transfers {

/// Compares the serials of two SOA records using serial number arithmetic (RFC 1982 section 3.2). Returns
/// `less` if `a` is older than `b`, and `unordered` if they are exactly 2^31 apart, which the RFC leaves
/// undefined.
[[nodiscard]] constexpr std::partial_ordering compare_serials(std::uint32_t a, std::uint32_t b) noexcept {
    constexpr std::uint32_t half = std::uint32_t{1} << 31;
    if (a == b) return std::partial_ordering::equivalent;
    std::uint32_t const ahead = b - a;  // modulo 2^32
    if (ahead == half) return std::partial_ordering::unordered;
    return ahead < half ? std::partial_ordering::less : std::partial_ordering::greater;
}

}  // namespace cfdns::inline v0_2::zone_transfers

#endif
