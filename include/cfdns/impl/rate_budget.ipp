// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_RATE_BUDGET_IPP
#define CFDNS_IMPL_RATE_BUDGET_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/rate_budget.hpp>

namespace cfdns::inline v1 {

CFDNS_DECL rate_budget::rate_budget(std::uint32_t quota, std::chrono::milliseconds window)
    : window_(window.count() > 0 ? window : std::chrono::milliseconds{0}), granted_(quota == 0 ? 1 : quota),
      blocked_until_((time_point::min)()) {}

CFDNS_DECL rate_budget::time_point rate_budget::next(time_point now) const noexcept {
    time_point when = now > blocked_until_ ? now : blocked_until_;
    if (used_ != granted_.size()) return when;
    time_point const free = detail::later(granted_[oldest_], window_);
    return when > free ? when : free;
}

CFDNS_DECL rate_budget::time_point rate_budget::take(time_point now) {
    time_point const when = next(now);
    if (used_ == granted_.size()) {
        granted_[oldest_] = when;
        oldest_ = (oldest_ + 1) % granted_.size();
    } else {
        granted_[(oldest_ + used_++) % granted_.size()] = when;
    }
    return when;
}

CFDNS_DECL void rate_budget::learn(rate_limit const& said, time_point now) {
    if (!said.remaining || !said.reset_after) return;
    if (*said.remaining == 0) block_until(detail::later(now, *said.reset_after));
}

CFDNS_DECL void rate_budget::learn(error const& failure, time_point now) {
    if (failure.is_rate_limited()) block_until(detail::later(now, failure.retry_after().value_or(window_)));
}

}  // namespace cfdns::inline v1

#endif
