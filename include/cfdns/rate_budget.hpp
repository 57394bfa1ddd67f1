// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_RATE_BUDGET_HPP
#define CFDNS_RATE_BUDGET_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/error.hpp>
#include <cfdns/reply.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

/// Keeping under a rate limit before the service enforces it.
namespace cfdns::inline v1 {

namespace detail {

// The time after that wait, or the end of time.
template <class TimePoint, class Duration>
constexpr TimePoint later(TimePoint now, Duration wait) noexcept {
    auto const room = std::chrono::floor<Duration>((TimePoint::max)() - now);
    return wait < room ? now + wait : (TimePoint::max)();
}

}  // namespace detail

/// A budget of requests per time, shared by many exchanges; a value without a clock of its own.
///
/// By default it is Cloudflare's: 1200 requests in 300 s per user, over which every call is refused for the next 300 s. In any
/// stretch of time as long as the window, no more requests are granted than the quota. What the service says of its own
/// limits (`learn`) comes on top. Use one object from one thread at a time.
/// https://developers.cloudflare.com/fundamentals/api/reference/limits/
class rate_budget {
public:
    /// The caller's clock: any monotonic time will do.
    using time_point = std::chrono::steady_clock::time_point;

    /// `quota` requests, at least 1, in any stretch of `window`.
    explicit rate_budget(std::uint32_t quota = 1200, std::chrono::milliseconds window = std::chrono::seconds{300});

    /// When the next request may go, not before `now`.
    [[nodiscard]] time_point next(time_point now) const noexcept;

    /// Reserves the place of one request and returns when it may go, not before `now`.
    [[nodiscard]] time_point take(time_point now);

    /// Takes in what a reply at `now` said of the service's limits: where none is left, nothing goes before the reset.
    void learn(rate_limit const& said, time_point now);

    /// Takes in a refusal at `now`: if a rate limit was the reason, nothing goes before the wait is over that the service
    /// asked for, or one window if it named none.
    void learn(error const& failure, time_point now);

private:
    void block_until(time_point when) noexcept {
        if (when > blocked_until_) blocked_until_ = when;
    }

    std::chrono::milliseconds window_;
    std::vector<time_point> granted_;  // a ring: when each of the last requests went
    std::size_t oldest_{};
    std::size_t used_{};
    time_point blocked_until_{};
};

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/rate_budget.ipp>
#endif

#endif
