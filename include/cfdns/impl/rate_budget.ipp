// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_RATE_BUDGET_IPP
#define CFDNS_IMPL_RATE_BUDGET_IPP

#include <cfdns/core/rate_budget.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/saturating_time.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>

namespace cfdns::inline v0_2 {

CFDNS_DECL rate_budget::rate_budget(std::uint32_t quota, std::chrono::milliseconds window)
    : window_(window.count() > 0 ? window : std::chrono::milliseconds{0}),
      quota_(quota == 0 ? 1 : quota),
      blocked_until_((time_point::min)()) {}

// The window [when, when + window_) must not contain `quota_` reservations. Each run of `quota_`
// reservations that spans less than a window therefore excludes the times from its last reservation minus a
// window to its first plus a window.
CFDNS_DECL rate_budget::time_point rate_budget::earliest(time_point when) const {
    if (when < blocked_until_) when = blocked_until_;
    if (reserved_.size() < quota_) return when;
    auto const run = static_cast<std::ptrdiff_t>(quota_);
    auto const end = reserved_.end() - run + 1;  // past the first reservation of the last run
    auto first = std::partition_point(reserved_.begin(), end, [&](time_point reserved) {
        return detail::saturating_add(reserved, window_) <= when;
    });
    for (; first != end; ++first) {
        time_point const last = *(first + run - 1);
        time_point const available = detail::saturating_add(*first, window_);
        if (last >= detail::saturating_add(when, window_)) break;
        if (last < available && when < available) when = available;
    }
    return when;
}

CFDNS_DECL void rate_budget::insert(time_point when, time_point now) {
    // Threads may call in a different order than they read their clocks, so reservations are kept for twice
    // the window.
    auto const expired = [&](time_point reserved) {
        return detail::saturating_add(detail::saturating_add(reserved, window_), window_) <= now;
    };
    auto const kept = std::partition_point(reserved_.begin(), reserved_.end(), expired);
    // Not one by one, which would move all others each time.
    if (kept - reserved_.begin() > reserved_.end() - kept) reserved_.erase(reserved_.begin(), kept);
    reserved_.insert(std::upper_bound(reserved_.begin(), reserved_.end(), when), when);
}

CFDNS_DECL rate_budget::time_point rate_budget::next_available(time_point when) const {
    std::lock_guard const lock{mutex_};
    return earliest(when);
}

// In the sequence of all requests, each is sent a window after the one `quota_` places before it.
CFDNS_DECL rate_budget::time_point rate_budget::next_available_after(std::uint64_t requests,
                                                                     time_point when) const {
    std::lock_guard const lock{mutex_};
    time_point const first = earliest(when);
    if (requests == 0) return first;
    constexpr auto max_requests = static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::max)() / 2);
    time_point const base = reserved_.empty() ? first : (std::max)(first, reserved_.back());
    std::uint64_t const count = reserved_.size();
    std::uint64_t const place = requests < max_requests ? count + requests : count + max_requests;
    std::uint64_t windows = place / quota_;
    time_point out = base;
    if (std::uint64_t const start = place % quota_; start < count) {
        // The latest reservation in the sequence of the places that are `quota_` apart.
        std::uint64_t const latest = start + (count - 1 - start) / quota_ * quota_;
        out = *(reserved_.begin() + static_cast<std::ptrdiff_t>(latest));
        out = (std::max)(base, detail::saturating_add(out, window_));
        windows = (place - latest) / quota_ - 1;
    }
    using milliseconds = std::chrono::milliseconds;
    if (window_.count() != 0 && windows > max_requests / static_cast<std::uint64_t>(window_.count()))
        return (time_point::max)();
    return detail::saturating_add(out,
                                  milliseconds{window_.count() * static_cast<milliseconds::rep>(windows)});
}

CFDNS_DECL rate_budget::time_point rate_budget::reserve(time_point now, std::chrono::milliseconds delay) {
    std::lock_guard const lock{mutex_};
    time_point const when = earliest(detail::saturating_add(now, delay));
    insert(when, now);
    return when;
}

CFDNS_DECL std::optional<rate_budget::time_point> rate_budget::reserve_before(
    time_point deadline, time_point now, std::chrono::milliseconds delay) {
    std::lock_guard const lock{mutex_};
    time_point const when = earliest(detail::saturating_add(now, delay));
    if (when >= deadline) return std::nullopt;
    insert(when, now);
    return when;
}

CFDNS_DECL void rate_budget::release(time_point when) {
    std::lock_guard const lock{mutex_};
    auto const at = std::lower_bound(reserved_.begin(), reserved_.end(), when);
    if (at != reserved_.end() && *at == when) reserved_.erase(at);
}

CFDNS_DECL void rate_budget::block_until(time_point when) {
    std::lock_guard const lock{mutex_};
    if (when > blocked_until_) blocked_until_ = when;
}

CFDNS_DECL void rate_budget::update(rate_limit const& reported, time_point now,
                                    std::chrono::milliseconds longest) {
    if (!reported.remaining || !reported.reset_after || *reported.remaining != 0) return;
    // Any number of seconds, which may not be one of milliseconds.
    bool const longer = *reported.reset_after > std::chrono::floor<std::chrono::seconds>(longest);
    block_until(detail::saturating_add(now, longer ? longest : *reported.reset_after));
}

CFDNS_DECL void rate_budget::update(error const& failure, time_point now,
                                    std::chrono::milliseconds longest) {
    if (auto const limit = failure.rate_limit()) update(*limit, now, longest);
    if (!failure.is_rate_limited()) return;
    std::chrono::milliseconds const wait = detail::error_details::requested_wait(failure).value_or(window_);
    block_until(detail::saturating_add(now, (std::min)(wait, longest)));
}

}  // namespace cfdns::inline v0_2

#endif
