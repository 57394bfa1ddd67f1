// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_LIST_GROWTH_HPP
#define CFDNS_DETAIL_LIST_GROWTH_HPP

#include <cfdns/detail/config.hpp>

#include <cstddef>

// The growth of lists while they are read.
namespace cfdns::inline v0_2::detail {

// The new capacity of a full list whose `count` elements took `read` bytes of text, with `left` bytes
// remaining.
//
// For a long list, the capacity is extrapolated from the remaining text: doubling would move every element
// once more and use twice the memory. The growth is at most eightfold, in case the rest of the text is
// something else. If `read` is 0, the capacity is doubled.
constexpr std::size_t grown_capacity(std::size_t count, std::size_t read, std::size_t left) noexcept {
    constexpr std::size_t short_list = 16;
    if (count == 0) return 2;
    if (count < short_list || read == 0) return 2 * count;
    double const factor = 1.02 * (1.0 + static_cast<double>(left) / static_cast<double>(read));
    return static_cast<std::size_t>(static_cast<double>(count) * (factor < 1.25  ? 1.25
                                                                  : factor < 8.0 ? factor
                                                                                 : 8.0));
}

}  // namespace cfdns::inline v0_2::detail

#endif
