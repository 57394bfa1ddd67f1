// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_URI_HPP
#define CFDNS_DETAIL_URI_HPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/bytes.hpp>
#include <cfdns/detail/text_buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cfdns::inline v0_2::detail {

constexpr bool is_unreserved(char c) noexcept {  // RFC 3986 2.3
    return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// A set of characters as a lookup table.
struct character_set {
    bool contains[256]{};

    constexpr explicit character_set(bool (*predicate)(char) noexcept) {
        for (int i = 0; i != 256; ++i)
            contains[i] = predicate(static_cast<char>(static_cast<unsigned char>(i)));
    }
    [[nodiscard]] constexpr bool operator()(char c) const noexcept {
        return contains[static_cast<unsigned char>(c)];
    }
};

// The length of the longest prefix of letters and digits.
inline std::size_t count_alnum(std::string_view text) noexcept {
    return count_plain(
        text, [](std::uint64_t bytes) { return any_not_alnum(bytes); }, &is_alnum);
}

// Appends the text. Every byte that is not in `keep`, which has all letters and digits, is percent-encoded
// (RFC 3986 2.1).
inline void append_encoded(text_buffer& out, std::string_view text, character_set const& keep) {
    while (!text.empty()) {
        std::size_t kept = count_alnum(text);
        while (kept != text.size() && keep(text[kept])) ++kept;
        out.append(text.substr(0, kept));
        if (kept == text.size()) return;
        auto const byte = static_cast<unsigned char>(text[kept]);
        char const encoded[] = {'%', upper_hex_digits[byte >> 4], upper_hex_digits[byte & 15]};
        out.append({encoded, sizeof encoded});
        text.remove_prefix(kept + 1);
    }
}

inline constexpr character_set pchars{&is_pchar};
inline constexpr character_set unreserved_characters{&is_unreserved};

// A path segment. Like the official TypeScript SDK, this keeps all pchar (RFC 3986 3.3).
inline void append_segment(text_buffer& out, std::string_view text) { append_encoded(out, text, pchars); }

// The name or value of a query parameter. Only unreserved characters are kept, so that '+', '&' and '='
// cannot be misinterpreted.
inline void append_query_text(text_buffer& out, std::string_view text) {
    append_encoded(out, text, unreserved_characters);
}

}  // namespace cfdns::inline v0_2::detail

#endif
