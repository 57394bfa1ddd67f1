// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_EXCHANGE_IPP
#define CFDNS_IMPL_EXCHANGE_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/exchange.hpp>
#include <cfdns/detail/error_details.hpp>

namespace cfdns::inline v1::detail {

CFDNS_DECL error hide_content(error const& failure) { return error_details::without_content(failure); }

CFDNS_DECL exchange_core::exchange_core(result<http_request>&& request, idempotency repeating, credentials const& who,
                                        call_policy const& policy)
    : request_(std::move(request)), repeating_(repeating), policy_(policy) {
    if (request_.has_error()) {
        end(request_.error());
    } else if (auto const authorized = authorize(request_.value(), who); authorized.has_error()) {
        end(authorized.error());
    }
}

CFDNS_DECL std::nullopt_t exchange_core::end(error const& why) {
    failure_ = why;
    over_ = true;
    return std::nullopt;
}

// The next attempt after that delay, or later if the budget says so; the end if the time limit does not allow it.
CFDNS_DECL std::optional<attempt> exchange_core::next(std::chrono::milliseconds delay, time_point now) {
    time_point when = later(now, delay);
    if (deadline_ && when >= *deadline_) return std::nullopt;
    reserved_.reset();
    if (policy_.budget) {
        if (deadline_)
            reserved_ = policy_.budget->take_before(*deadline_, now, delay);
        else
            reserved_ = policy_.budget->take(now, delay);
        if (!reserved_) return std::nullopt;
        when = *reserved_;
    }
    scheduled_ = when;
    attempt out{&request_.value(), std::chrono::ceil<std::chrono::milliseconds>(between(now, when)), ++attempts_, {}};
    if (deadline_) out.time_left = std::chrono::floor<std::chrono::milliseconds>(between(when, *deadline_));
    return out;
}

CFDNS_DECL std::optional<attempt> exchange_core::start(time_point now) {
    if (over_ || attempts_ != 0) return std::nullopt;
    if (policy_.time_limit) deadline_ = later(now, *policy_.time_limit);
    auto const first = next(std::chrono::milliseconds{0}, now);
    if (!first) return end(error{make_error_code(errc::deadline_exceeded), sent::no});
    return first;
}

CFDNS_DECL std::optional<attempt> exchange_core::succeed(reply_info const& info, time_point now) {
    if (policy_.budget && info.rate_limit) policy_.budget->learn(*info.rate_limit, now);
    over_ = true;
    report_ = {attempts_, &request_.value(), info.http_status, info.cf_ray, std::nullopt, std::nullopt};
    return std::nullopt;
}

CFDNS_DECL std::optional<attempt> exchange_core::fail(error const& failure, double dice, time_point now) {
    failure_ = error_details::with_code(failure);
    report_ = {attempts_, &request_.value(), failure.http_status(), std::string{failure.cf_ray()}, failure_, std::nullopt};
    if (failure_.request_sent() > earlier_) earlier_ = failure_.request_sent();
    if (policy_.budget) policy_.budget->learn(failure_, now);
    auto const delay = retry_delay(policy_.retry, failure_, attempts_, repeating_, dice);
    // A retry that the time limit does not allow is none: the failure says more than that time was up.
    auto const again = delay ? next(*delay, now) : std::nullopt;
    if (!again) over_ = true;
    else report_.next_delay = again->delay;
    return again;
}

CFDNS_DECL void exchange_core::cancel(std::optional<time_point> now) {
    if (over_) return;
    sent known = attempts_ == 0 ? sent::no : sent::maybe;
    if (attempts_ != 0 && now && *now < scheduled_) {
        if (reserved_) policy_.budget->give_back(*reserved_);
        known = earlier_;
    }
    end(error{make_error_code(errc::cancelled), known});
}

}  // namespace cfdns::inline v1::detail

#endif
