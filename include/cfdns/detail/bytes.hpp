// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_BYTES_HPP
#define CFDNS_DETAIL_BYTES_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Eight bytes at a time, in whatever order the machine has them.
namespace cfdns::inline v1::detail {

inline constexpr std::uint64_t every_byte = 0x0101'0101'0101'0101;
inline constexpr std::uint64_t every_top_bit = 0x80 * every_byte;

inline std::uint64_t load_eight(char const* from) noexcept {
    std::uint64_t out;
    std::memcpy(&out, from, sizeof out);
    return out;
}

// As std::memcmp(a, b, size) == 0, without the call; for short texts.
inline bool equal_bytes(char const* a, char const* b, std::size_t size) noexcept {
    if (size < 8) {
        for (; size != 0; --size)
            if (*a++ != *b++) return false;
        return true;
    }
    std::size_t i = 0;
    for (; size - i > 8; i += 8)
        if (load_eight(a + i) != load_eight(b + i)) return false;
    return load_eight(a + size - 8) == load_eight(b + size - 8);  // some of it for the second time
}

// Not zero if a byte is less than `limit`, which is at most 128; bytes from 128 on do not count.
constexpr std::uint64_t any_below(std::uint64_t bytes, unsigned limit) noexcept {
    return (bytes - every_byte * limit) & ~bytes & every_top_bit;
}

constexpr std::uint64_t any_equal(std::uint64_t bytes, unsigned char value) noexcept {
    return any_below(bytes ^ (every_byte * value), 1);
}

// Length of the text's start that `is_plain(char)` accepts; `any_special` tells it of eight bytes, and may err on the safe side.
template <class AnySpecial, class IsPlain>
std::size_t count_plain(std::string_view text, AnySpecial any_special, IsPlain is_plain) noexcept {
    std::size_t i = 0;
    while (text.size() - i >= 8 && any_special(load_eight(text.data() + i)) == 0) i += 8;
    while (i != text.size() && is_plain(text[i])) ++i;
    return i;
}

}  // namespace cfdns::inline v1::detail

#endif
