// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_JSON_STRING_HPP
#define CFDNS_DETAIL_JSON_STRING_HPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/bytes.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

// JSON strings (RFC 8259 section 7).
namespace cfdns::inline v0_2::detail {

// The length of the longest prefix that needs no escape.
[[nodiscard]] inline std::size_t count_unescaped(std::string_view text) noexcept {
    return count_plain(
        text,
        [](std::uint64_t bytes) {
            return any_below(bytes, 0x20) | any_equal(bytes, '"') | any_equal(bytes, '\\');
        },
        [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; });
}

template <class Out>
void append_escape(Out& out, char c) {
    out.push_back('\\');
    switch (c) {
        case '"':
        case '\\': out.push_back(c); break;
        case '\b': out.push_back('b'); break;
        case '\f': out.push_back('f'); break;
        case '\n': out.push_back('n'); break;
        case '\r': out.push_back('r'); break;
        case '\t': out.push_back('t'); break;
        default:
            out.append("u00");
            out.push_back(lower_hex_digits[static_cast<unsigned char>(c) >> 4]);
            out.push_back(lower_hex_digits[static_cast<unsigned char>(c) & 15]);
    }
}

// Appends the content of a JSON string. The text must be UTF-8. `Out` is std::string or text_buffer.
template <class Out>
void append_escaped(Out& out, std::string_view text) {
    for (;;) {
        std::size_t const plain = count_unescaped(text);
        out.append(text.substr(0, plain));
        if (plain == text.size()) return;
        append_escape(out, text[plain]);
        text.remove_prefix(plain + 1);
    }
}

// Appends a JSON string. The text must be UTF-8.
template <class Out>
void append_string(Out& out, std::string_view text) {
    out.push_back('"');
    append_escaped(out, text);
    out.push_back('"');
}

}  // namespace cfdns::inline v0_2::detail

#endif
