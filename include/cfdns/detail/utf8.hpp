// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_UTF8_HPP
#define CFDNS_DETAIL_UTF8_HPP

#include <cfdns/detail/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cfdns::inline v0_2::detail {

// The length of the well-formed UTF-8 sequence (RFC 3629) at the start of a non-empty text, or 0.
constexpr std::size_t utf8_sequence(std::string_view text) noexcept {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned char const lead = byte(0);
    if (lead < 0x80) return 1;
    std::size_t const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return 0;
    for (std::size_t i = 1; i != size; ++i)
        if ((byte(i) & 0xc0) != 0x80) return 0;
    if (lead == 0xe0 && byte(1) < 0xa0) return 0;  // overlong
    if (lead == 0xed && byte(1) > 0x9f) return 0;  // surrogates
    if (lead == 0xf0 && byte(1) < 0x90) return 0;  // overlong
    if (lead == 0xf4 && byte(1) > 0x8f) return 0;  // above U+10FFFF
    return size;
}

inline bool is_ascii(std::string_view text) noexcept {
    std::uint64_t bytes = 0;
    for (; text.size() >= 32; text.remove_prefix(32)) {
        char const* const at = text.data();
        bytes |= load<std::uint64_t>(at) | load<std::uint64_t>(at + 8) | load<std::uint64_t>(at + 16) |
                 load<std::uint64_t>(at + 24);
    }
    for (; text.size() >= 8; text.remove_prefix(8)) bytes |= load<std::uint64_t>(text.data());
    for (char const c : text) bytes |= static_cast<unsigned char>(c);
    return (bytes & every_top_bit) == 0;
}

inline bool is_utf8(std::string_view text) noexcept {
    for (;;) {
        text.remove_prefix(count_plain(
            text, [](std::uint64_t bytes) { return bytes & every_top_bit; },
            [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
        if (text.empty()) return true;
        std::size_t const size = utf8_sequence(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
}

}  // namespace cfdns::inline v0_2::detail

#endif
