// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_RATE_BUDGET_HPP
#define CFDNS_RATE_BUDGET_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/error.hpp>
#include <cfdns/rate_limit.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

/// Keeping under a rate limit before the service enforces it.
namespace cfdns::inline v1 {

namespace detail {

// The time after that wait, or the end of time; a negative wait counts as none.
template <class TimePoint, class Duration>
constexpr TimePoint later(TimePoint now, Duration wait) noexcept {
    if (wait <= Duration::zero()) return now;
    // Of a time before the clock's zero, the distance to the end of time is no number of the clock.
    TimePoint const from = now < TimePoint{} ? TimePoint{} : now;
    return wait < std::chrono::floor<Duration>((TimePoint::max)() - from) ? now + wait : (TimePoint::max)();
}

// The time from one point to a later one, or the longest that the clock can tell.
template <class TimePoint>
constexpr typename TimePoint::duration between(TimePoint from, TimePoint to) noexcept {
    using duration = typename TimePoint::duration;
    bool const fits = from >= TimePoint{} || to <= from + (duration::max)();
    return fits ? to - from : (duration::max)();
}

}  // namespace detail

/// A budget of requests per time, shared by many exchanges. It has no clock of its own.
///
/// By default it is Cloudflare's: 1200 requests in 300 s per user, beyond which every call is refused for the next 300 s. In any
/// stretch of time as long as the window, no more requests are granted than the quota, in whatever order their times were
/// reserved. What the service says of its own limits (`learn`) comes on top. Any number of threads may use one object at
/// the same time; it is neither copied nor moved, because exchanges refer to it.
/// https://developers.cloudflare.com/fundamentals/api/reference/limits/
class rate_budget {
public:
    /// The caller's clock: any monotonic time will do, also before the clock's zero.
    using time_point = std::chrono::steady_clock::time_point;

    /// `quota` requests, at least 1, in any stretch of `window`.
    explicit rate_budget(std::uint32_t quota = 1200, std::chrono::milliseconds window = std::chrono::seconds{300});
    rate_budget(rate_budget const&) = delete;
    rate_budget& operator=(rate_budget const&) = delete;

    /// The earliest time, not before `when`, at which a request may be sent. Reserves nothing.
    [[nodiscard]] time_point next(time_point when) const;

    /// Reserves the place of one request and returns when it may be sent, not before `now + delay`.
    [[nodiscard]] time_point take(time_point now, std::chrono::milliseconds delay = {});

    /// As `take`, but reserves nothing and returns nothing if that time would not be before `deadline`.
    [[nodiscard]] std::optional<time_point> take_before(time_point deadline, time_point now,
                                                        std::chrono::milliseconds delay = {});

    /// Gives back a place, once: `when` is what `take` returned, and the request will not be sent.
    void give_back(time_point when);

    /// Takes in what a response at `now` said of the service's limits: where none is left, nothing is sent before the reset.
    void learn(rate_limit const& said, time_point now);

    /// Takes in a failure at `now`: the rate limit that it reports and, if it is a refusal for the sake of a rate limit, the
    /// wait that the service asked for: `Retry-After`, or else the time until the spent limit is reset, or else one window.
    void learn(error const& failure, time_point now);

private:
    time_point earliest(time_point when) const;
    void reserve(time_point when, time_point now);
    void block_until(time_point when);

    std::chrono::milliseconds window_;
    std::size_t quota_;
    mutable std::mutex mutex_{};
    std::deque<time_point> granted_{};  // in the order of time
    time_point blocked_until_;
};

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/rate_budget.ipp>
#endif

#endif
