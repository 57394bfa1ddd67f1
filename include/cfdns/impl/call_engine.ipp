// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_CALL_ENGINE_IPP
#define CFDNS_IMPL_CALL_ENGINE_IPP

#include <cfdns/core/idempotency.hpp>
#include <cfdns/detail/assign_text.hpp>
#include <cfdns/detail/call_engine.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/saturating_time.hpp>

#include <algorithm>
#include <chrono>

namespace cfdns::inline v0_2::detail {

CFDNS_DECL void call_engine::end(error const& why) {
    failure_ = why;
    phase_ = phase::failed;
}

CFDNS_DECL void call_engine::prepare(operation_descriptor const& operation, void const* params,
                                     request_options const& options, credentials const& credentials) {
    if (calls_ != 0) request_ = {};
    operation_ = &operation;
    attempts_ = 0;
    known_delivery_ = delivery::not_sent;
    phase_ = phase::prepared;
    ++calls_;
    if (auto const refused = build_request(operation, params, options, request_)) {
        end(invalid_parameter(*refused));
    } else if (auto const authorized = authorize(request_, credentials); authorized.has_error()) {
        end(authorized.error());
    }
}

// The next attempt, after the delay or later if the budget requires it. `std::nullopt` if it would be sent
// after the deadline.
CFDNS_DECL std::optional<attempt> call_engine::next(std::chrono::milliseconds delay, time_point now) {
    std::optional<attempt> out;  // returned by every path, so that it is not copied
    time_point when = saturating_add(now, delay);
    if (deadline_ && when >= *deadline_) return out;
    reserved_.reset();
    if (policy_.budget) {
        if (deadline_)
            reserved_ = policy_.budget->reserve_before(*deadline_, now, delay);
        else
            reserved_ = policy_.budget->reserve(now, delay);
        if (!reserved_) return out;
        when = *reserved_;
    }
    scheduled_ = when;
    phase_ = phase::in_progress;
    attempt& made = out.emplace();
    made.request = &request_;
    // Drivers may convert it to nanoseconds.
    made.delay =
        (std::min)(std::chrono::ceil<std::chrono::milliseconds>(saturating_difference(when, now)),
                   std::chrono::floor<std::chrono::milliseconds>((std::chrono::nanoseconds::max)()));
    made.number = ++attempts_;
    if (deadline_)
        made.time_left =
            std::chrono::floor<std::chrono::milliseconds>(saturating_difference(*deadline_, when));
    made.creates = operation_->route->idempotency == idempotency::none;
    return out;
}

CFDNS_DECL std::optional<attempt> call_engine::start(std::chrono::milliseconds delay, time_point now) {
    if (phase_ != phase::prepared) return std::nullopt;
    if (policy_.timeout && !deadline_) deadline_ = saturating_add(now, *policy_.timeout);
    auto first = next(delay, now);
    if (!first) end(error{make_error_code(errc::deadline_exceeded), delivery::not_sent});
    return first;
}

CFDNS_DECL std::optional<attempt> call_engine::receive(response_view const& received, void* value,
                                                       response_info& about, double random, time_point now) {
    if (auto const failure = operation_->respond(*operation_, received, policy_.limits, value, about)) {
        operation_->result->reset(value);
        about = {};
        return retry(*failure, random, now);
    }
    if (policy_.budget && about.rate_limit)
        policy_.budget->update(*about.rate_limit, now, policy_.retry.max_retry_after);
    phase_ = phase::succeeded;
    report_.call = calls_;
    report_.number = attempts_;
    report_.request = &request_;
    report_.http_status = about.http_status;
    assign_text(report_.cf_ray, about.cf_ray);
    report_.failure.reset();
    report_.next_delay.reset();
    return std::nullopt;
}

// The content of a response that a transport reports as an error may contain a secret.
CFDNS_DECL std::optional<attempt> call_engine::fail(error const& failure, double random, time_point now) {
    return retry(operation_->carries_secret() ? error_details::redact(failure) : failure, random, now);
}

CFDNS_DECL std::optional<attempt> call_engine::retry(error const& failure, double random, time_point now) {
    failure_ = error_details::ensure_code(failure);
    report_.call = calls_;
    report_.number = attempts_;
    report_.request = &request_;
    report_.http_status = failure.http_status();
    report_.cf_ray = failure.cf_ray();
    report_.failure = failure_;
    report_.next_delay.reset();
    if (failure_.delivery() > known_delivery_) known_delivery_ = failure_.delivery();
    if (policy_.budget) policy_.budget->update(failure_, now, policy_.retry.max_retry_after);
    auto const delay =
        retry_delay(policy_.retry, failure_, attempts_, operation_->route->idempotency, random);
    // Without time for a retry, the call ends with this failure, which is more specific than
    // `deadline_exceeded`.
    auto const again = delay ? next(*delay, now) : std::nullopt;
    if (!again)
        end(error_details::raise_delivery(failure_, known_delivery_));
    else
        report_.next_delay = again->delay;
    return again;
}

CFDNS_DECL void call_engine::cancel(std::optional<time_point> now) {
    delivery known = delivery::not_sent;
    if (in_progress()) {
        known = delivery::unknown;
        if (now && *now < scheduled_) {
            if (reserved_) policy_.budget->release(*reserved_);
            known = known_delivery_;
        }
    }
    end(error{make_error_code(errc::cancelled), known});
}

CFDNS_DECL error no_result_available() {
    return error{make_error_code(errc::cancelled), delivery::unknown, "no result is available"};
}

}  // namespace cfdns::inline v0_2::detail

#endif
