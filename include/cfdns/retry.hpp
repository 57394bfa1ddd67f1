// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_RETRY_HPP
#define CFDNS_RETRY_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/error.hpp>
#include <cfdns/idempotency.hpp>

#include <chrono>
#include <optional>

/// Whether and when to try again: a decision without clock and dice of its own.
namespace cfdns::inline v1 {

/// The numbers of the decision. The waits between attempts grow from `first_wait` by `factor` up to `longest_wait`, and each
/// is shortened at random by up to `jitter` of itself, so that clients that failed together do not come back together.
struct retry_policy {
    int max_attempts{3};                                        ///< In all, the first one included; 1 or less: no retry.
    std::chrono::milliseconds first_wait{500};                  ///< Before the second attempt.
    double factor{2};                                           ///< From one wait to the next; less than 1 counts as 1.
    std::chrono::milliseconds longest_wait{8'000};              ///< What the waits grow to.
    double jitter{0.25};                                        ///< 0: none, to 1: any wait down to nothing.
    std::chrono::milliseconds longest_retry_after{300'000};     ///< A longer `Retry-After` ends the call.
    bool obey_should_retry{true};                               ///< Whether the service's `X-Should-Retry` counts.
};

/// How long to wait before the next attempt, or nothing: then `failure` is the call's outcome.
///
/// `attempt` is the number of the attempt that failed, from 1; `dice` is random, 0 <= dice < 1.
///
/// A request is repeated after 408, 429 and 5xx, and where there was no response, unless the transport's code is
/// `permission_denied`, by which a proxy refuses to connect. An operation that may not be repeated blindly
/// (`idempotency::none`, a create) is repeated only if the service cannot have acted on it: it was not sent, or a
/// rate limit refused it.
///
/// `Retry-After` is obeyed in full, and where a refused request has none, the reset of the spent `Ratelimit`. A wait
/// longer than `longest_retry_after` ends the call and is found in the error. `X-Should-Retry: false` forbids and
/// `true` forces a retry, except of a create.
[[nodiscard]] std::optional<std::chrono::milliseconds> retry_delay(retry_policy const& policy, error const& failure, int attempt,
                                                                   idempotency repeating, double dice) noexcept;

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/retry.ipp>
#endif

#endif
