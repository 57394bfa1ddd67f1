// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_LIST_GROWTH_HPP
#define CFDNS_DETAIL_LIST_GROWTH_HPP

#include <cfdns/detail/config.hpp>

#include <cstddef>

// How much room a list gets that is full.
namespace cfdns::inline v1::detail {

// For how many elements there should be room when `count` of them have taken `read` bytes of text and `left` bytes follow.
//
// A long list gets room for what the rest of the text may bring if it goes on like this: growing by doubling would move
// every element once more and hold twice the memory. Eight times what has come is the most, in case that it does not. Where
// `read` is 0, nothing is known, and the room is doubled.
constexpr std::size_t list_room(std::size_t count, std::size_t read, std::size_t left) noexcept {
    constexpr std::size_t short_list = 16;
    if (count == 0) return 2;
    if (count < short_list || read == 0) return 2 * count;
    double const factor = 1.02 * (1.0 + static_cast<double>(left) / static_cast<double>(read));
    return static_cast<std::size_t>(static_cast<double>(count) * (factor < 1.25 ? 1.25 : factor < 8.0 ? factor : 8.0));
}

}  // namespace cfdns::inline v1::detail

#endif
