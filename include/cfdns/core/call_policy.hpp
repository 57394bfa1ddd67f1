// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_CALL_POLICY_HPP
#define CFDNS_CORE_CALL_POLICY_HPP

#include <cfdns/core/rate_budget.hpp>
#include <cfdns/core/response.hpp>
#include <cfdns/core/retry.hpp>
#include <cfdns/detail/config.hpp>

#include <chrono>
#include <optional>

/// Retries, timeout, rate budget and response limits of a call or of a sequence of calls.
namespace cfdns::inline v0_2 {

/// Retries, timeout, rate budget and response limits of a machine.
struct call_policy {
    /// Whether and when to retry. Applies to each call of the machine separately.
    retry_policy retry{};
    /// Timeout of the whole machine with all its calls and delays, measured from the first `start`;
    /// `std::nullopt` disables it.
    std::optional<std::chrono::milliseconds> timeout{};
    /// Budget in which each attempt is reserved; null disables it. A request that is sent after a delay is
    /// reserved for the time at which it will be sent. *Lifetime:* must outlive the machine.
    rate_budget* budget{};
    /// Limits on the size and nesting depth of responses.
    response_limits limits{};
};

}  // namespace cfdns::inline v0_2

#endif
