// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_RATE_LIMIT_HPP
#define CFDNS_DETAIL_RATE_LIMIT_HPP

#include <cfdns/reply.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

// Reading `Ratelimit: "default";r=50;t=30` and `Ratelimit-Policy: "default";q=100;w=60`.
namespace cfdns::inline v1::detail {

// The first item counts; parameters that are no plain integers count as absent.
inline std::optional<std::uint64_t> item_parameter(std::string_view item, char key) noexcept {
    item = item.substr(0, item.find(','));
    for (std::size_t at = item.find(';'); at != std::string_view::npos; at = item.find(';')) {
        item.remove_prefix(at + 1);
        std::string_view const pair = trim(item.substr(0, item.find(';')));
        if (pair.size() < 3 || pair.size() > 17 || to_lower(pair[0]) != key || pair[1] != '=') continue;
        std::uint64_t number = 0;
        bool digits = true;
        for (char const c : pair.substr(2)) {
            digits = digits && is_digit(c);
            number = number * 10 + static_cast<std::uint64_t>(static_cast<unsigned char>(c) & 15);
        }
        if (digits) return number;
    }
    return std::nullopt;
}

inline std::optional<std::chrono::seconds> item_seconds(std::string_view item, char key) noexcept {
    auto const number = item_parameter(item, key);
    if (!number) return std::nullopt;
    return std::chrono::seconds{static_cast<std::int64_t>(*number)};
}

// The name of an item, without its quotes.
inline std::string_view item_name(std::string_view item) noexcept {
    std::string_view const name = trim(item.substr(0, item.find_first_of(";,")));
    return name.size() >= 2 && name.front() == '"' && name.back() == '"' ? name.substr(1, name.size() - 2) : name;
}

// From the item of that name on; empty if there is none.
inline std::string_view find_item(std::string_view list, std::string_view name) noexcept {
    while (!list.empty() && item_name(list) != name) {
        std::size_t const comma = list.find(',');
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    return list;
}

inline std::optional<rate_limit> find_rate_limit(std::span<http_header const> headers) {
    auto const state = find_header(headers, "Ratelimit");
    auto const policy = find_header(headers, "Ratelimit-Policy");
    if (!state && !policy) return std::nullopt;
    rate_limit out;
    out.policy = item_name(state ? *state : *policy);
    if (state) {
        out.remaining = item_parameter(*state, 'r');
        out.reset_after = item_seconds(*state, 't');
    }
    if (policy) {
        std::string_view const item = find_item(*policy, out.policy);
        out.quota = item_parameter(item, 'q');
        out.window = item_seconds(item, 'w');
    }
    return out;
}

}  // namespace cfdns::inline v1::detail

#endif
