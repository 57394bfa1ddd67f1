// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_RECORDS_TEXT_IPP
#define CFDNS_IMPL_RECORDS_TEXT_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/records/text.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cfdns::inline v0_2 {

namespace detail {

inline constexpr std::size_t max_character_string = 255;  // RFC 1035 section 3.3

CFDNS_DECL void append_presentation_octets(std::string& out, std::string_view octets) {
    for (char const c : octets) {
        auto const octet = static_cast<unsigned>(static_cast<unsigned char>(c));
        if (octet < 0x20 || octet > 0x7e) {
            out += '\\';
            for (unsigned const power : {100u, 10u, 1u}) out += static_cast<char>('0' + octet / power % 10);
            continue;
        }
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
}

CFDNS_DECL std::optional<char> take_escape(std::string_view& text) noexcept {
    if (text.size() < 2) return std::nullopt;
    if (!is_digit(text[1])) {
        char const c = text[1];
        text.remove_prefix(2);
        return c;
    }
    unsigned octet = 0;
    if (text.size() < 4) return std::nullopt;
    for (std::size_t i = 1; i != 4; ++i) {
        if (!is_digit(text[i])) return std::nullopt;
        octet = 10 * octet + static_cast<unsigned>(text[i] - '0');
    }
    if (octet > 255) return std::nullopt;
    text.remove_prefix(4);
    return static_cast<char>(static_cast<unsigned char>(octet));
}

CFDNS_DECL std::optional<std::string> take_quoted(std::string_view& text) {
    if (!text.starts_with('"')) return std::nullopt;
    text.remove_prefix(1);
    std::string out;
    while (!text.empty()) {
        char const c = text.front();
        if (c == '\\') {
            auto const octet = take_escape(text);
            if (!octet) return std::nullopt;
            out += *octet;
            continue;
        }
        text.remove_prefix(1);
        if (c == '"') return out;
        out += c;
    }
    return std::nullopt;
}

}  // namespace detail

namespace records {

CFDNS_DECL std::string txt_content(std::string_view octets) {
    std::string out;
    do {
        out += out.empty() ? "\"" : " \"";
        detail::append_presentation_octets(out, octets.substr(0, detail::max_character_string));
        out += '"';
        octets.remove_prefix(octets.size() < detail::max_character_string ? octets.size()
                                                                          : detail::max_character_string);
    } while (!octets.empty());
    return out;
}

CFDNS_DECL std::string txt_octets(std::string_view content) {
    std::string out;
    std::string_view left = detail::trim(content);
    if (left.empty()) return std::string{content};
    while (!left.empty()) {
        auto const next = detail::take_quoted(left);
        if (!next) return std::string{content};
        out += *next;
        std::string_view const after = detail::trim(left);
        left = after;
    }
    return out;
}

}  // namespace records

}  // namespace cfdns::inline v0_2

#endif
