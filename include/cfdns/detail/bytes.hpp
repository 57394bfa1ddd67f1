// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_BYTES_HPP
#define CFDNS_DETAIL_BYTES_HPP

#include <cfdns/detail/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Operations on eight bytes at a time, independent of byte order. For speed only.
namespace cfdns::inline v0_2::detail {

inline constexpr std::uint64_t every_byte = 0x0101'0101'0101'0101;
inline constexpr std::uint64_t every_top_bit = 0x80 * every_byte;

template <class Word>
Word load(char const* from) noexcept {
    Word out;
    std::memcpy(&out, from, sizeof out);
    return out;
}

// Compares the first and the last word of two texts of at least one word. The words may overlap.
template <class Word>
bool equal_ends(char const* a, char const* b, std::size_t size) noexcept {
    std::size_t const last = size - sizeof(Word);
    return load<Word>(a) == load<Word>(b) && load<Word>(a + last) == load<Word>(b + last);
}

// std::memcmp(a, b, size) == 0 without the call, for short texts.
inline bool equal_bytes(char const* a, char const* b, std::size_t size) noexcept {
    if (size < 4) return size < 2 ? size == 0 || *a == *b : equal_ends<std::uint16_t>(a, b, size);
    if (size < 8) return equal_ends<std::uint32_t>(a, b, size);
    for (; size > 16; size -= 8, a += 8, b += 8)
        if (load<std::uint64_t>(a) != load<std::uint64_t>(b)) return false;
    return equal_ends<std::uint64_t>(a, b, size);
}

template <class Word>
void copy_ends(char* to, char const* from, std::size_t size) noexcept {
    std::size_t const end = size - sizeof(Word);
    Word const first = load<Word>(from), last = load<Word>(from + end);
    std::memcpy(to, &first, sizeof first);
    std::memcpy(to + end, &last, sizeof last);
}

// std::memcpy without the call, for short texts.
inline void copy_bytes(char* to, char const* from, std::size_t size) noexcept {
    if (size >= 8) {
        for (; size > 16; size -= 8, from += 8, to += 8) std::memcpy(to, from, 8);
        copy_ends<std::uint64_t>(to, from, size);
    } else if (size >= 4) {
        copy_ends<std::uint32_t>(to, from, size);
    } else if (size >= 2) {
        copy_ends<std::uint16_t>(to, from, size);
    } else if (size != 0) {
        *to = *from;
    }
}

// Nonzero if a byte is less than `limit`, which is at most 128. Bytes of 128 and above are ignored.
constexpr std::uint64_t any_below(std::uint64_t bytes, unsigned limit) noexcept {
    return (bytes - every_byte * limit) & ~bytes & every_top_bit;
}

constexpr std::uint64_t any_equal(std::uint64_t bytes, unsigned char value) noexcept {
    return any_below(bytes ^ (every_byte * value), 1);
}

// Nonzero if a byte is neither an ASCII letter nor a digit.
constexpr std::uint64_t any_not_alnum(std::uint64_t bytes) noexcept {
    // Each sum sets the top bit of the bytes that are not below a bound, unless a byte is above 127.
    auto const within = [](std::uint64_t ascii, unsigned first, unsigned last) {
        return (ascii + every_byte * (0x80 - first)) & ~(ascii + every_byte * (0x7f - last));
    };
    std::uint64_t const alnum = within(bytes, '0', '9') | within(bytes | every_byte * ('a' - 'A'), 'a', 'z');
    return (bytes | ~alnum) & every_top_bit;
}

// The length of the longest prefix for which `is_plain(char)` holds. `any_special` tests eight bytes at once
// and may have false positives.
template <class AnySpecial, class IsPlain>
std::size_t count_plain(std::string_view text, AnySpecial any_special, IsPlain is_plain) noexcept {
    std::size_t i = 0;
    while (text.size() - i >= 8 && any_special(load<std::uint64_t>(text.data() + i)) == 0) i += 8;
    while (i != text.size() && is_plain(text[i])) ++i;
    return i;
}

// Test the bits of a number, because comparisons with NaN and infinity are not reliable under -ffast-math.
constexpr bool is_finite(double value) noexcept {
    constexpr std::uint64_t exponent = 0x7ff0'0000'0000'0000;
    return (std::bit_cast<std::uint64_t>(value) & exponent) != exponent;
}
constexpr bool is_negative(double value) noexcept { return std::bit_cast<std::uint64_t>(value) >> 63 != 0; }

}  // namespace cfdns::inline v0_2::detail

#endif
