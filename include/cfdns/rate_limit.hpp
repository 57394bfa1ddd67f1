// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_RATE_LIMIT_HPP
#define CFDNS_RATE_LIMIT_HPP

#include <cfdns/detail/config.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

/// The rate limits that the service reports.
namespace cfdns::inline v1 {

/// What the `Ratelimit` and `Ratelimit-Policy` header fields say. Both are lists, which may be spread over several
/// lines: this is the item of `Ratelimit` with the fewest requests left, and of equals the one with the longest time
/// until its reset, with the first policy of its name. Without a `Ratelimit` field, it is the first policy.
/// https://developers.cloudflare.com/fundamentals/api/reference/limits/
struct rate_limit {
    std::string policy{};                                ///< Name of the policy that is closest to its limit.
    std::optional<std::uint64_t> remaining{};            ///< Requests left in the window (`r`).
    std::optional<std::chrono::seconds> reset_after{};   ///< Time until the window is reset (`t`).
    std::optional<std::uint64_t> quota{};                ///< Requests allowed per window (`q`).
    std::optional<std::chrono::seconds> window{};        ///< Length of the window (`w`).
};

}  // namespace cfdns::inline v1

#endif
