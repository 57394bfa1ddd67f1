// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_EXCHANGE_IPP
#define CFDNS_IMPL_EXCHANGE_IPP

#include <cfdns/core/exchange.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/saturating_time.hpp>

namespace cfdns::inline v0_2::detail {

CFDNS_DECL error hide_content(error const& failure) { return error_details::redact(failure); }

CFDNS_DECL exchange_core::exchange_core(result<http_request>&& request, idempotency idempotency,
                                        credentials const& credentials, call_policy const& policy)
    : request_(std::move(request)), idempotency_(idempotency), policy_(policy) {
    if (request_.has_error()) {
        end(request_.error());
    } else if (auto const authorized = authorize(request_.value(), credentials); authorized.has_error()) {
        end(authorized.error());
    }
}

CFDNS_DECL std::nullopt_t exchange_core::end(error const& why) {
    failure_ = why;
    done_ = true;
    return std::nullopt;
}

// The next attempt, after the delay or later if the budget requires it. `std::nullopt` if it would be sent
// after the deadline.
CFDNS_DECL std::optional<attempt> exchange_core::next(std::chrono::milliseconds delay, time_point now) {
    time_point when = saturating_add(now, delay);
    if (deadline_ && when >= *deadline_) return std::nullopt;
    reserved_.reset();
    if (policy_.budget) {
        if (deadline_)
            reserved_ = policy_.budget->reserve_before(*deadline_, now, delay);
        else
            reserved_ = policy_.budget->reserve(now, delay);
        if (!reserved_) return std::nullopt;
        when = *reserved_;
    }
    scheduled_ = when;
    attempt out{&request_.value(),
                std::chrono::ceil<std::chrono::milliseconds>(saturating_difference(when, now)),
                ++attempts_,
                {}};
    if (deadline_)
        out.time_left =
            std::chrono::floor<std::chrono::milliseconds>(saturating_difference(*deadline_, when));
    return out;
}

CFDNS_DECL std::optional<attempt> exchange_core::start(time_point now) {
    if (done_ || attempts_ != 0) return std::nullopt;
    if (policy_.timeout) deadline_ = saturating_add(now, *policy_.timeout);
    auto const first = next(std::chrono::milliseconds{0}, now);
    if (!first) return end(error{make_error_code(errc::deadline_exceeded), delivery::not_sent});
    return first;
}

CFDNS_DECL std::optional<attempt> exchange_core::succeed(response_info const& info, time_point now) {
    if (policy_.budget && info.rate_limit) policy_.budget->update(*info.rate_limit, now);
    done_ = true;
    report_ = {attempts_, &request_.value(), info.http_status, info.cf_ray, std::nullopt, std::nullopt};
    return std::nullopt;
}

CFDNS_DECL std::optional<attempt> exchange_core::fail(error const& failure, double random, time_point now) {
    failure_ = error_details::ensure_code(failure);
    report_ = {attempts_, &request_.value(), failure.http_status(), std::string{failure.cf_ray()},
               failure_,  std::nullopt};
    if (failure_.delivery() > known_delivery_) known_delivery_ = failure_.delivery();
    if (policy_.budget) policy_.budget->update(failure_, now);
    auto const delay = retry_delay(policy_.retry, failure_, attempts_, idempotency_, random);
    // Without time for a retry, the call ends with this failure, which is more specific than
    // `deadline_exceeded`.
    auto const again = delay ? next(*delay, now) : std::nullopt;
    if (!again)
        done_ = true;
    else
        report_.next_delay = again->delay;
    return again;
}

CFDNS_DECL void exchange_core::cancel(std::optional<time_point> now) {
    if (done_) return;
    delivery known = attempts_ == 0 ? delivery::not_sent : delivery::unknown;
    if (attempts_ != 0 && now && *now < scheduled_) {
        if (reserved_) policy_.budget->release(*reserved_);
        known = known_delivery_;
    }
    end(error{make_error_code(errc::cancelled), known});
}

}  // namespace cfdns::inline v0_2::detail

#endif
