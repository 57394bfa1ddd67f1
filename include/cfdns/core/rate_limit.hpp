// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_RATE_LIMIT_HPP
#define CFDNS_CORE_RATE_LIMIT_HPP

#include <cfdns/detail/config.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

/// Rate limits reported by the service.
namespace cfdns::inline v0_2 {

/// The limit reported by the `Ratelimit` and `Ratelimit-Policy` header fields. Both fields are lists and may
/// occur several times. The item of `Ratelimit` with the fewest remaining requests is used, or the one with
/// the latest reset among equals, combined with the first policy of the same name. Without a `Ratelimit`
/// field, the first policy is used.
///
/// https://developers.cloudflare.com/fundamentals/api/reference/limits/
struct rate_limit {
    std::string policy{};                               ///< Name of the policy.
    std::optional<std::uint64_t> remaining{};           ///< Remaining requests in the window (`r`).
    std::optional<std::chrono::seconds> reset_after{};  ///< Time until the window resets (`t`).
    std::optional<std::uint64_t> quota{};               ///< Requests allowed per window (`q`).
    std::optional<std::chrono::seconds> window{};       ///< Length of the window (`w`).
};

}  // namespace cfdns::inline v0_2

#endif
