// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_SATURATING_TIME_HPP
#define CFDNS_DETAIL_SATURATING_TIME_HPP

#include <cfdns/detail/config.hpp>

#include <chrono>

// Arithmetic on time points that saturates instead of overflowing.
namespace cfdns::inline v0_2::detail {

// `from + wait`, at most `time_point::max()`. A negative wait is treated as zero.
template <class TimePoint, class Duration>
constexpr TimePoint saturating_add(TimePoint from, Duration wait) noexcept {
    if (wait <= Duration::zero()) return from;
    // For a time before the epoch, the distance to `max()` would overflow.
    TimePoint const base = from < TimePoint{} ? TimePoint{} : from;
    return wait < std::chrono::floor<Duration>((TimePoint::max)() - base) ? from + wait : (TimePoint::max)();
}

// `to - from` for `from <= to`, at most `duration::max()`.
template <class TimePoint>
constexpr typename TimePoint::duration saturating_difference(TimePoint to, TimePoint from) noexcept {
    using duration = typename TimePoint::duration;
    bool const fits = from >= TimePoint{} || to <= from + (duration::max)();
    return fits ? to - from : (duration::max)();
}

}  // namespace cfdns::inline v0_2::detail

#endif
