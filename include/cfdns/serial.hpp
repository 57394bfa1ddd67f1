// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_SERIAL_HPP
#define CFDNS_SERIAL_HPP

#include <cfdns/detail/config.hpp>

#include <compare>
#include <cstdint>

/// Serial numbers of DNS zones.
namespace cfdns::inline v1 {

/// Compares the serials of two SOA records, which wrap around (RFC 1982 section 3.2): `less` if `a` is the older one.
///
/// Serials that are exactly 2^31 apart are `unordered`: the RFC leaves open which of them is newer.
[[nodiscard]] constexpr std::partial_ordering compare_serials(std::uint32_t a, std::uint32_t b) noexcept {
    constexpr std::uint32_t half = std::uint32_t{1} << 31;
    if (a == b) return std::partial_ordering::equivalent;
    std::uint32_t const ahead = b - a;  // modulo 2^32
    if (ahead == half) return std::partial_ordering::unordered;
    return ahead < half ? std::partial_ordering::less : std::partial_ordering::greater;
}

}  // namespace cfdns::inline v1

#endif
