// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_RATE_LIMIT_HPP
#define CFDNS_DETAIL_RATE_LIMIT_HPP

#include <cfdns/core/http.hpp>
#include <cfdns/core/rate_limit.hpp>
#include <cfdns/detail/ascii.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

// Parsing of `Ratelimit: "default";r=50;t=30` and `Ratelimit-Policy: "default";q=100;w=60`: lists of items
// with parameters (RFC 9651 section 3.1), parsed leniently.
namespace cfdns::inline v0_2::detail {

// Removes and returns the text before the first separator outside a quoted string. The separator is removed
// too.
inline std::string_view take_until(std::string_view& text, char separator) noexcept {
    bool quoted = false;
    std::size_t end = 0;
    for (; end < text.size() && (quoted || text[end] != separator); ++end) {
        if (text[end] == '"') quoted = !quoted;
        if (text[end] == '\\' && quoted) ++end;
    }
    std::string_view const taken = text.substr(0, end);
    text.remove_prefix(end < text.size() ? end + 1 : text.size());
    return taken;
}

// The value of a parameter of an item; the last one if it is repeated; `std::nullopt` if it is absent or not
// an unsigned integer.
inline std::optional<std::uint64_t> item_parameter(std::string_view item, char key) noexcept {
    std::optional<std::uint64_t> found;
    for (take_until(item, ';'); !item.empty();) {
        std::string_view const pair = trim(take_until(item, ';'));
        if (pair.size() < 3 || pair.size() > 17 || to_lower(pair[0]) != key || pair[1] != '=') continue;
        std::uint64_t number = 0;
        bool digits = true;
        for (char const c : pair.substr(2)) {
            digits = digits && is_digit(c);
            number = number * 10 + static_cast<std::uint64_t>(static_cast<unsigned char>(c) & 15);
        }
        if (digits) found = number;
    }
    return found;
}

inline std::optional<std::chrono::seconds> item_seconds(std::string_view item, char key) noexcept {
    auto const number = item_parameter(item, key);
    if (!number) return std::nullopt;
    return std::chrono::seconds{static_cast<std::int64_t>(*number)};
}

inline std::string_view item_name(std::string_view item) noexcept { return trim(take_until(item, ';')); }

// The name of an item, without the quotes and escapes of a string.
inline std::string unquoted(std::string_view name) {
    if (name.size() < 2 || name.front() != '"' || name.back() != '"') return std::string{name};
    std::string out;
    for (std::size_t i = 1; i + 1 < name.size(); ++i) {
        if (name[i] == '\\' && i + 2 < name.size()) ++i;
        out += name[i];
    }
    return out;
}

// Calls `visit` with each item of the list formed by all header fields of that name.
template <class Visitor>
void for_each_item(std::span<http_header const> headers, std::string_view name, Visitor visit) {
    for (http_header const& header : headers) {
        if (!iequals(header.name, name)) continue;
        for (std::string_view rest = header.value; !rest.empty();) {
            std::string_view const item = trim(take_until(rest, ','));
            if (!item.empty()) visit(item);
        }
    }
}

// Whether `find_rate_limit` is worth a call.
inline bool has_rate_limit(std::span<http_header const> headers) noexcept {
    for (http_header const& header : headers)
        if (iequals(header.name, "Ratelimit") || iequals(header.name, "Ratelimit-Policy")) return true;
    return false;
}

inline std::optional<rate_limit> find_rate_limit(std::span<http_header const> headers) {
    std::optional<rate_limit> out;
    std::string_view name;
    for_each_item(headers, "Ratelimit", [&](std::string_view item) {
        auto const remaining = item_parameter(item, 'r');
        auto const reset_after = item_seconds(item, 't');
        bool const first = !out;
        bool const closer = !first && remaining && (!out->remaining || *remaining < *out->remaining);
        bool const longer = !first && remaining == out->remaining && reset_after > out->reset_after;
        if (!first && !closer && !longer) return;
        if (first) out.emplace();
        name = item_name(item);
        out->remaining = remaining;
        out->reset_after = reset_after;
    });
    bool found = false;
    for_each_item(headers, "Ratelimit-Policy", [&](std::string_view item) {
        if (found || (out && unquoted(item_name(item)) != unquoted(name))) return;
        found = true;
        if (!out) out.emplace();
        name = item_name(item);
        out->quota = item_parameter(item, 'q');
        out->window = item_seconds(item, 'w');
    });
    if (out) out->policy = unquoted(name);
    return out;
}

}  // namespace cfdns::inline v0_2::detail

#endif
