// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_RATE_BUDGET_HPP
#define CFDNS_CORE_RATE_BUDGET_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/rate_limit.hpp>
#include <cfdns/detail/config.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

/// Client-side rate limiting.
namespace cfdns::inline v0_2 {

/// A budget of requests per time window, shared by any number of exchanges. It does not read a clock.
///
/// The default is Cloudflare's limit: 1200 requests per 300 s per user; once it is exceeded, the service
/// rejects all calls for the next 300 s. No interval of the window's length contains more reserved requests
/// than the quota, regardless of the order in which they were reserved. Limits reported by the service
/// (`update`) apply in addition. All member functions are thread-safe. The object cannot be copied or moved,
/// because exchanges refer to it.
///
/// https://developers.cloudflare.com/fundamentals/api/reference/limits/
class rate_budget {
public:
    /// A point in time. The caller may use any monotonic clock, including times before its epoch.
    using time_point = std::chrono::steady_clock::time_point;

    /// Allows `quota` requests (at least 1) per `window`.
    explicit rate_budget(std::uint32_t quota = 1200,
                         std::chrono::milliseconds window = std::chrono::seconds{300});
    rate_budget(rate_budget const&) = delete;
    rate_budget& operator=(rate_budget const&) = delete;

    /// Returns the earliest time, not before `when`, at which a request may be sent. Does not make a
    /// reservation.
    [[nodiscard]] time_point next_available(time_point when) const;

    /// Returns the earliest time, not before `when`, at which a request may be sent if `requests` other
    /// requests are sent before it, each as early as possible. Does not make a reservation. If there are
    /// reservations after `when`, the result may be later than necessary.
    [[nodiscard]] time_point next_available_after(std::uint64_t requests, time_point when) const;

    /// Reserves one request. Returns the time at which it may be sent, not before `now + delay`.
    [[nodiscard]] time_point reserve(time_point now, std::chrono::milliseconds delay = {});

    /// Like `reserve`, but returns `std::nullopt` without a reservation if that time is not before
    /// `deadline`.
    [[nodiscard]] std::optional<time_point> reserve_before(time_point deadline, time_point now,
                                                           std::chrono::milliseconds delay = {});

    /// Releases a reservation whose request will not be sent. `when` is the time that `reserve` returned.
    /// Must be called at most once per reservation.
    void release(time_point when);

    /// Applies a rate limit that the service reported at `now`: if no requests remain, none may be sent
    /// until the reset, but for at most `longest`.
    void update(rate_limit const& reported, time_point now, std::chrono::milliseconds longest = max_block);

    /// Applies an error received at `now`: the rate limit that it reports and, if the request was rate
    /// limited, the delay requested by the service, but at most `longest` of it. That delay is
    /// `Retry-After`; without it, the time until the exhausted limit is reset; without both, one window.
    /// Machines pass `retry_policy::max_retry_after`: later requests are delayed no longer than that, and
    /// then receive a response of their own.
    void update(error const& failure, time_point now, std::chrono::milliseconds longest = max_block);

    /// The default of `longest`: the time for which Cloudflare rejects calls.
    static constexpr std::chrono::milliseconds max_block{300'000};

private:
    time_point earliest(time_point when) const;
    void insert(time_point when, time_point now);
    void block_until(time_point when);

    std::chrono::milliseconds window_;
    std::size_t quota_;
    mutable std::mutex mutex_{};
    std::vector<time_point> reserved_{};  // sorted
    time_point blocked_until_;
};

}  // namespace cfdns::inline v0_2

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/rate_budget.ipp>
#endif

#endif
