// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_RETRY_HPP
#define CFDNS_CORE_RETRY_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/idempotency.hpp>
#include <cfdns/detail/config.hpp>

#include <chrono>
#include <optional>

/// Retry decisions, as a pure function.
namespace cfdns::inline v0_2 {

/// Retry policy: exponential backoff with jitter. The delay between attempts starts at `initial_backoff`, is
/// multiplied by `multiplier` after each attempt, and is capped at `max_backoff`. Each delay is then reduced
/// by a random fraction of up to `jitter`, so that clients do not retry in lockstep.
struct retry_policy {
    int max_attempts{3};  ///< Maximum number of attempts, including the first; 1 or less disables retries.
    std::chrono::milliseconds initial_backoff{500};  ///< Delay before the second attempt.
    double multiplier{2};                            ///< Growth per attempt; less than 1 is treated as 1.
    std::chrono::milliseconds max_backoff{8'000};    ///< Maximum delay.
    double jitter{0.25};                             ///< 0 = no jitter, 1 = full jitter.
    std::chrono::milliseconds max_retry_after{300'000};  ///< A longer requested delay ends the call.
    bool obey_should_retry{true};                        ///< Whether `X-Should-Retry` is taken into account.
};

/// Returns the delay before the next attempt, or `std::nullopt` if the request must not be retried;
/// `failure` is then the outcome of the call.
///
/// `attempt` is the number of the failed attempt, starting at 1; `random` is a random number in [0, 1).
///
/// A request is retried after status 408, 429 or 5xx, and after a missing or incomplete response. It is not
/// retried after `permission_denied`, the code of a transport whose proxy refuses to connect. A request that
/// is not idempotent (`idempotency::none`) is retried only if the service cannot have acted on it: if it was
/// not sent, or if it was rate limited.
///
/// `Retry-After` replaces the computed delay. If a rate-limited response has none, the time until the
/// exhausted `Ratelimit` is reset is used. If that delay exceeds `max_retry_after`, the call ends; the error
/// contains the delay. `X-Should-Retry: false` prevents a retry; `true` forces one, subject to the rule for
/// requests that are not idempotent.
[[nodiscard]] std::optional<std::chrono::milliseconds> retry_delay(retry_policy const& policy,
                                                                   error const& failure, int attempt,
                                                                   idempotency idempotency,
                                                                   double random) noexcept;

}  // namespace cfdns::inline v0_2

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/retry.ipp>
#endif

#endif
