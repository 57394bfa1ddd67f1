// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_URI_HPP
#define CFDNS_DETAIL_URI_HPP

#include <cfdns/detail/operation_info.hpp>

#include <string>
#include <string_view>

namespace cfdns::inline v1::detail {

constexpr bool is_unreserved(char c) noexcept {  // RFC 3986 2.3
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
}

// Appends the characters to be kept as they are, every other byte percent-encoded (RFC 3986 2.1).
inline void append_encoded(std::string& out, std::string_view text, bool (*keep)(char) noexcept) {
    static constexpr char digits[] = "0123456789ABCDEF";
    for (char const c : text) {
        if (keep(c)) {
            out += c;
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
}

// One path segment: as the official TypeScript SDK, pchar stays (RFC 3986 3.3).
inline void append_segment(std::string& out, std::string_view text) { append_encoded(out, text, &is_pchar); }

// Name or value of a query pair: only unreserved stays, so that no reader takes '+', '&' or '=' amiss.
inline void append_query_text(std::string& out, std::string_view text) { append_encoded(out, text, &is_unreserved); }

}  // namespace cfdns::inline v1::detail

#endif
