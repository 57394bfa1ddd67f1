// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_EXCHANGE_HPP
#define CFDNS_CORE_EXCHANGE_HPP

#include <cfdns/core/credentials.hpp>
#include <cfdns/core/operation.hpp>
#include <cfdns/core/rate_budget.hpp>
#include <cfdns/core/retry.hpp>
#include <cfdns/detail/config.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// One call as a state machine: it decides what to send and when, and leaves sending and waiting to the
/// caller.
namespace cfdns::inline v0_2 {

/// The next step of an exchange: wait for `delay`, send `*request`, then call `resume` with the response or
/// error.
struct attempt {
    /// The request to send. *Lifetime:* valid as long as the exchange.
    http_request const* request{};
    /// Time to wait before sending. Zero for the first attempt, unless the rate budget is exhausted.
    std::chrono::milliseconds delay{};
    /// Number of the attempt, starting at 1.
    int number{};
    /// Time from the end of `delay` to the deadline of the call, to be used as the timeout of the request;
    /// `std::nullopt` if the call has no timeout.
    std::optional<std::chrono::milliseconds> time_left{};
};

/// Retries, timeout, rate budget and response limits of a call.
struct call_policy {
    /// Whether and when to retry.
    retry_policy retry{};
    /// Timeout of the whole call, measured from `start`; `std::nullopt` disables it.
    std::optional<std::chrono::milliseconds> timeout{};
    /// Budget to reserve each attempt in; null disables it. *Lifetime:* must outlive the call.
    rate_budget* budget{};
    /// Limits on the size and nesting depth of responses.
    response_limits limits{};
};

/// The outcome of an attempt, for logs, metrics and traces. It owns everything except the request.
struct attempt_report {
    /// Number of the attempt, starting at 1; 0 until the first attempt has completed.
    int number{};
    /// The request that was sent. It contains credentials and may contain a secret. *Lifetime:* valid as
    /// long as the exchange.
    http_request const* request{};
    /// Status code of the response; 0 if there was no response.
    int http_status{};
    /// The response's `cf-ray`; empty if there was none.
    std::string cf_ray{};
    /// The error; `std::nullopt` if the attempt succeeded.
    std::optional<error> failure{};
    /// Delay before the next attempt; `std::nullopt` if there is no further attempt.
    std::optional<std::chrono::milliseconds> next_delay{};
};

namespace detail {

// Removes response content from a transport's error, because it may contain a secret.
[[nodiscard]] error hide_content(error const& failure);

// The part of an exchange that does not depend on the operation.
class exchange_core {
public:
    using time_point = std::chrono::steady_clock::time_point;

    exchange_core(result<http_request>&& request, idempotency idempotency, credentials const& credentials,
                  call_policy const& policy);

    std::optional<attempt> start(time_point now);
    std::optional<attempt> succeed(response_info const& info, time_point now);
    std::optional<attempt> fail(error const& failure, double random, time_point now);
    void cancel(std::optional<time_point> now);

    response_limits const& limits() const noexcept { return policy_.limits; }
    bool in_progress() const noexcept { return attempts_ != 0 && !done_; }
    error const& failure() const noexcept { return failure_; }
    attempt_report const& report() const noexcept { return report_; }

private:
    std::optional<attempt> next(std::chrono::milliseconds delay, time_point now);
    std::nullopt_t end(error const& why);

    result<http_request> request_;
    idempotency idempotency_;
    call_policy policy_;
    error failure_{};
    attempt_report report_{};
    std::optional<time_point> deadline_{};
    time_point scheduled_{};                        // send time of the latest attempt
    std::optional<time_point> reserved_{};          // the same, if it is reserved in the budget
    delivery known_delivery_ = delivery::not_sent;  // the maximum over the failed attempts
    int attempts_ = 0;
    bool done_ = false;
};

}  // namespace detail

/// One call of an operation, driven by the caller:
///
///     cfdns::exchange call{op, credentials};
///     for (auto next = call.start(now()); next;) {
///         sleep(next->delay);
///         auto received = send(*next->request);
///         next = received ? call.resume(received.value(), random(), now())
///                         : call.resume(received.error(), random(), now());
///     }
///     auto created = call.take();
///
/// An exchange never sends, sleeps or reads a clock, so it works with blocking code, callbacks and
/// coroutines. It cannot be copied or moved, because `attempt::request` points into it.
template <operation Op>
class exchange {
public:
    /// A point in time. The caller may use any monotonic clock.
    using time_point = std::chrono::steady_clock::time_point;
    /// The result type of the operation.
    using value_type = typename Op::response_type;

    /// Creates the request. *Errors:* those of `make_request` and `authorize`; `take` reports them.
    exchange(Op const& params, credentials const& credentials, request_options const& options = {},
             call_policy const& policy = {})
        : core_(cfdns::make_request(params, options), Op::route.idempotency, credentials, policy) {}
    exchange(exchange const&) = delete;
    exchange& operator=(exchange const&) = delete;

    /// Starts the call. Returns the first attempt, or `std::nullopt` if the call has already failed; `take`
    /// then returns the error. Only the first call of `start` has an effect; later ones return
    /// `std::nullopt`.
    [[nodiscard]] std::optional<attempt> start(time_point now) { return core_.start(now); }

    /// Processes a response. Returns the next attempt, or `std::nullopt` if the call is complete. Has no
    /// effect and returns `std::nullopt` before `start` and after completion.
    ///
    /// `random` is a random number in [0, 1) for jitter; `now` is the time at which the response was
    /// complete.
    [[nodiscard]] std::optional<attempt> resume(response_view const& received, double random,
                                                time_point now) {
        if (!core_.in_progress()) return std::nullopt;
        auto outcome = cfdns::parse_full_response<Op>(received, core_.limits());
        if (outcome.has_error()) return core_.fail(outcome.error(), random, now);
        value_ = std::move(outcome.value());
        return core_.succeed(value_->info, now);
    }

    /// Processes an error of the transport. Returns the next attempt, or `std::nullopt` if the call is
    /// complete. An error without a code is treated as a generic I/O error; the service may then have
    /// received the request. Has no effect and returns `std::nullopt` before `start` and after completion.
    [[nodiscard]] std::optional<attempt> resume(error const& failure, double random, time_point now) {
        if (!core_.in_progress()) return std::nullopt;
        if (detail::may_carry_secret(detail::descriptor_of<Op>))
            return core_.fail(detail::hide_content(failure), random, now);
        return core_.fail(failure, random, now);
    }

    /// Cancels the call, even during an attempt or the delay before it. Has no effect after completion.
    /// Because the latest attempt may have been sent, its reservation in the budget is kept.
    void cancel() { core_.cancel(std::nullopt); }

    /// Cancels the call at the time `now`. If the delay before the latest attempt has not elapsed, that
    /// attempt was not sent: its reservation is released, and `delivery()` of the resulting error describes
    /// the earlier attempts. The destructor does not release reservations.
    void cancel(time_point now) { core_.cancel(now); }

    /// Report on the latest completed attempt. `cancel` does not change it. *Lifetime:* valid as long as the
    /// exchange; in a copy, only `request` points into the exchange.
    [[nodiscard]] attempt_report const& report() const noexcept { return core_.report(); }

    /// Returns the result and the rest of the response. To be called once, after completion.
    ///
    /// *Errors:* the error of the last attempt; `errc::deadline_exceeded` if the timeout expires before the
    /// first attempt can be sent; `errc::cancelled` after `cancel`, before completion, and if the result was
    /// already taken.
    [[nodiscard]] result<response<value_type>> take_full() {
        if (!value_.has_value()) {
            if (core_.failure().code().failed()) return core_.failure();
            return error{make_error_code(errc::cancelled), delivery::unknown, "no result is available"};
        }
        result<response<value_type>> out = std::move(*value_);
        value_.reset();
        return out;
    }

    /// Returns the result. To be called once, after completion. *Errors:* those of `take_full`.
    [[nodiscard]] result<value_type> take() {
        auto full = take_full();
        if (full.has_error()) return full.error();
        return std::move(full.value().value);
    }

private:
    detail::exchange_core core_;
    std::optional<response<value_type>> value_{};
};

}  // namespace cfdns::inline v0_2

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/exchange.ipp>
#endif

#endif
