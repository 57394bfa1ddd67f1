// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_BASE_URL_HPP
#define CFDNS_DETAIL_BASE_URL_HPP

#include <cfdns/detail/ascii.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

// Base URLs: the subset of RFC 3986 that the library accepts.
namespace cfdns::inline v0_2::detail {

struct base_url {
    std::string_view origin;  // scheme://host[:port]
    std::string_view path;    // empty, or starts with '/'
};

constexpr bool contains_only(std::string_view text, std::string_view others) noexcept {
    for (char const c : text)
        if (!is_alnum(c) && others.find(c) == std::string_view::npos) return false;
    return true;
}

constexpr bool is_port(std::string_view text) noexcept {
    int value = 0;
    for (char const c : text) {
        if (!is_digit(c) || value > 65535) return false;
        value = value * 10 + (c - '0');
    }
    return value >= 1 && value <= 65535;
}

// Rejects user information, queries and fragments, because their delimiters are not in the allowed sets.
constexpr std::optional<base_url> split_base_url(std::string_view text) noexcept {
    std::size_t const colon = text.find("://");
    if (colon == std::string_view::npos) return std::nullopt;
    std::string_view const scheme = text.substr(0, colon);
    if (!iequals(scheme, "https") && !iequals(scheme, "http")) return std::nullopt;

    std::size_t const start = colon + 3;
    std::size_t const slash = text.find('/', start);
    base_url const url{text.substr(0, slash),
                       slash == std::string_view::npos ? std::string_view{} : text.substr(slash)};

    std::string_view rest = url.origin.substr(start);
    bool const literal = !rest.empty() && rest.front() == '[';  // [::1]
    std::size_t const host_size = literal ? rest.find(']') : rest.find(':');
    std::string_view const host = rest.substr(literal ? 1 : 0, literal ? host_size - 1 : host_size);
    if (host.empty() || (literal && host_size == std::string_view::npos)) return std::nullopt;
    bool const known = literal ? host.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos
                               : contains_only(host, "-._~");
    if (!known) return std::nullopt;

    rest = host_size == std::string_view::npos ? std::string_view{}
                                               : rest.substr(host_size + (literal ? 1 : 0));
    if (!rest.empty() && (rest.front() != ':' || !is_port(rest.substr(1)))) return std::nullopt;
    if (!contains_only(url.path, "/-._~!$&'()*+,;=:@%")) return std::nullopt;
    return url;
}

}  // namespace cfdns::inline v0_2::detail

#endif
