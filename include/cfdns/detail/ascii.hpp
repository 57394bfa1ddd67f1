// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_ASCII_HPP
#define CFDNS_DETAIL_ASCII_HPP

#include <cfdns/detail/bytes.hpp>
#include <cfdns/detail/codegen.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

// Character classes that do not depend on the locale (RFC 5234 B.1), and case-insensitive comparison.
namespace cfdns::inline v0_2::detail {

inline constexpr char upper_hex_digits[] = "0123456789ABCDEF";
inline constexpr char lower_hex_digits[] = "0123456789abcdef";

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

constexpr bool is_control(char c) noexcept {
    auto const u = static_cast<unsigned char>(c);
    return u < 0x20 || u == 0x7f;
}

constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

constexpr char to_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr bool is_alnum(char c) noexcept {
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z');
}

constexpr bool is_hex_digit(char c) noexcept {
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
}

// For texts of the same size.
constexpr bool iequals(char const* a, char const* b, std::size_t size) noexcept {
    for (std::size_t i = 0; i != size; ++i)
        if (a[i] != b[i] && to_lower(a[i]) != to_lower(b[i])) return false;
    return true;
}
CFDNS_DETAIL_INLINE constexpr bool iequals(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && iequals(a.data(), b.data(), a.size());  // the sizes usually differ
}

constexpr bool is_token(std::string_view text) noexcept {  // RFC 9110 5.6.2
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    for (char const c : text)
        if (!is_alnum(c) && others.find(c) == std::string_view::npos) return false;
    return !text.empty();
}

constexpr bool is_pchar(char c) noexcept {  // RFC 3986 3.3, without the percent sign
    return is_alnum(c) || std::string_view{"-._~!$&'()*+,;=:@"}.find(c) != std::string_view::npos;
}

inline bool has_control(std::string_view text) noexcept {
    // The top bit is set by the subtraction for controls, by the addition for 0x7f, and beyond ASCII.
    auto const may_be_any = [](std::uint64_t bytes) {
        return ((bytes - every_byte * 0x20) | (bytes + every_byte) | bytes) & every_top_bit;
    };
    return count_plain(text, may_be_any, [](char c) { return !is_control(c); }) != text.size();
}

constexpr bool is_blank(std::string_view text) noexcept {
    for (char const c : text)
        if (!is_space(c)) return false;
    return true;
}

constexpr std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace cfdns::inline v0_2::detail

#endif
