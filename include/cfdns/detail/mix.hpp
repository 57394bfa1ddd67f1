// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_MIX_HPP
#define CFDNS_DETAIL_MIX_HPP

#include <cfdns/detail/config.hpp>

#include <cstdint>

namespace cfdns::inline v0_2::detail {

// The bits of a number, mixed (splitmix64).
constexpr std::uint64_t mix(std::uint64_t value) noexcept {
    value += 0x9e37'79b9'7f4a'7c15u;
    value = (value ^ value >> 30) * 0xbf58'476d'1ce4'e5b9u;
    value = (value ^ value >> 27) * 0x94d0'49bb'1331'11ebu;
    return value ^ value >> 31;
}

}  // namespace cfdns::inline v0_2::detail

#endif
