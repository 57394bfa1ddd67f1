// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_RATE_BUDGET_IPP
#define CFDNS_IMPL_RATE_BUDGET_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/rate_budget.hpp>

#include <algorithm>
#include <iterator>

namespace cfdns::inline v1 {

CFDNS_DECL rate_budget::rate_budget(std::uint32_t quota, std::chrono::milliseconds window)
    : window_(window.count() > 0 ? window : std::chrono::milliseconds{0}), quota_(quota == 0 ? 1 : quota),
      blocked_until_((time_point::min)()) {}

// Where a window holds the whole quota, nothing fits less than a window before its last or after its first request.
CFDNS_DECL rate_budget::time_point rate_budget::earliest(time_point when) const {
    if (when < blocked_until_) when = blocked_until_;
    if (granted_.size() < quota_) return when;
    auto const full = granted_.end() - static_cast<std::ptrdiff_t>(quota_) + 1;  // past the first of the last full window
    auto first = std::partition_point(granted_.begin(), full,
                                      [&](time_point granted) { return detail::later(granted, window_) <= when; });
    for (; first != full; ++first) {
        time_point const last = *(first + static_cast<std::ptrdiff_t>(quota_) - 1);
        time_point const free = detail::later(*first, window_);
        if (last >= detail::later(when, window_)) break;
        if (last < free && when < free) when = free;
    }
    return when;
}

CFDNS_DECL void rate_budget::reserve(time_point when, time_point now) {
    // Clocks of several threads may be read in another order than they are told here: hence twice the window.
    while (!granted_.empty() && detail::later(detail::later(granted_.front(), window_), window_) <= now) granted_.pop_front();
    granted_.insert(std::upper_bound(granted_.begin(), granted_.end(), when), when);
}

CFDNS_DECL rate_budget::time_point rate_budget::next(time_point when) const {
    std::lock_guard const lock{mutex_};
    return earliest(when);
}

CFDNS_DECL rate_budget::time_point rate_budget::take(time_point now, std::chrono::milliseconds delay) {
    std::lock_guard const lock{mutex_};
    time_point const when = earliest(detail::later(now, delay));
    reserve(when, now);
    return when;
}

CFDNS_DECL std::optional<rate_budget::time_point> rate_budget::take_before(time_point deadline, time_point now,
                                                                           std::chrono::milliseconds delay) {
    std::lock_guard const lock{mutex_};
    time_point const when = earliest(detail::later(now, delay));
    if (when >= deadline) return std::nullopt;
    reserve(when, now);
    return when;
}

CFDNS_DECL void rate_budget::give_back(time_point when) {
    std::lock_guard const lock{mutex_};
    auto const at = std::lower_bound(granted_.begin(), granted_.end(), when);
    if (at != granted_.end() && *at == when) granted_.erase(at);
}

CFDNS_DECL void rate_budget::block_until(time_point when) {
    std::lock_guard const lock{mutex_};
    if (when > blocked_until_) blocked_until_ = when;
}

CFDNS_DECL void rate_budget::learn(rate_limit const& said, time_point now) {
    if (!said.remaining || !said.reset_after) return;
    if (*said.remaining == 0) block_until(detail::later(now, *said.reset_after));
}

CFDNS_DECL void rate_budget::learn(error const& failure, time_point now) {
    if (auto const limit = failure.rate_limit()) learn(*limit, now);
    if (failure.is_rate_limited()) block_until(detail::later(now, detail::requested_wait(failure).value_or(window_)));
}

}  // namespace cfdns::inline v1

#endif
