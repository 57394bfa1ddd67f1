// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_URI_HPP
#define CFDNS_DETAIL_URI_HPP

#include <cfdns/detail/operation_info.hpp>
#include <cfdns/detail/text_buffer.hpp>

#include <cstddef>
#include <string_view>

namespace cfdns::inline v1::detail {

constexpr bool is_unreserved(char c) noexcept {  // RFC 3986 2.3
    return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// A class of characters as a table.
struct character_set {
    bool has[256]{};

    constexpr explicit character_set(bool (*contains)(char) noexcept) {
        for (int i = 0; i != 256; ++i) has[i] = contains(static_cast<char>(static_cast<unsigned char>(i)));
    }
    [[nodiscard]] constexpr bool operator()(char c) const noexcept { return has[static_cast<unsigned char>(c)]; }
};

// Appends the characters to be kept as they are, every other byte percent-encoded (RFC 3986 2.1).
inline void append_encoded(text_buffer& out, std::string_view text, character_set const& keep) {
    static constexpr char digits[] = "0123456789ABCDEF";
    while (!text.empty()) {
        std::size_t kept = 0;
        while (kept != text.size() && keep(text[kept])) ++kept;
        out.append(text.substr(0, kept));
        if (kept == text.size()) return;
        auto const byte = static_cast<unsigned char>(text[kept]);
        char const encoded[] = {'%', digits[byte >> 4], digits[byte & 15]};
        out.append({encoded, sizeof encoded});
        text.remove_prefix(kept + 1);
    }
}

inline constexpr character_set pchars{&is_pchar};
inline constexpr character_set unreserved_characters{&is_unreserved};

// One path segment: as the official TypeScript SDK, pchar stays (RFC 3986 3.3).
inline void append_segment(text_buffer& out, std::string_view text) { append_encoded(out, text, pchars); }

// Name or value of a query pair: only unreserved stays, so that no reader takes '+', '&' or '=' amiss.
inline void append_query_text(text_buffer& out, std::string_view text) {
    append_encoded(out, text, unreserved_characters);
}

}  // namespace cfdns::inline v1::detail

#endif
