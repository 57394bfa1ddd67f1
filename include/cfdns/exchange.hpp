// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_EXCHANGE_HPP
#define CFDNS_EXCHANGE_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/credentials.hpp>
#include <cfdns/operation.hpp>
#include <cfdns/rate_budget.hpp>
#include <cfdns/retry.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// One call as a machine that the caller turns: it says what to send and when, and does neither.
namespace cfdns::inline v1 {

/// What to do next: wait for `delay`, send `*request`, and resume the exchange with what came back.
struct attempt {
    http_request const* request{};      ///< *Lifetime:* as long as the exchange.
    std::chrono::milliseconds delay{};  ///< Zero for the first attempt, unless a rate budget is spent.
    int number{};                       ///< Of this attempt, from 1.
    /// Time from the end of `delay` to the call's time limit, for the timeout of whoever sends; nothing: no limit.
    std::optional<std::chrono::milliseconds> time_left{};
};

/// How a call behaves over its attempts.
struct call_policy {
    retry_policy retry{};                                    ///< Whether and when to try again.
    std::optional<std::chrono::milliseconds> time_limit{};   ///< For the whole call, from `start`; nothing: none.
    rate_budget* budget{};                                   ///< Asked before each attempt; null: none. Must outlive the call.
    reply_limits limits{};                                   ///< How much of a reply is put up with.
};

/// What became of an attempt: for logs, metrics and traces. It owns what it shows, but for the request.
struct attempt_report {
    int number{};                                            ///< Of the attempt, from 1; 0 before the first came back.
    /// What was sent. It holds credentials and perhaps a secret. *Lifetime:* as long as the exchange.
    http_request const* request{};
    int http_status{};                                       ///< Status of the response; 0: there was none.
    std::string cf_ray{};                                    ///< The response's `cf-ray`.
    std::optional<error> failure{};                          ///< Nothing if the attempt was a success.
    std::optional<std::chrono::milliseconds> next_delay{};   ///< The wait before the next attempt; nothing: the call is over.
};

namespace detail {

// A transport's failure may hold the start of a reply, and that a secret.
[[nodiscard]] error hide_content(error const& failure);

// All of an exchange that does not depend on the operation.
class exchange_core {
public:
    using time_point = std::chrono::steady_clock::time_point;

    exchange_core(result<http_request>&& request, idempotency repeating, credentials const& who, call_policy const& policy);

    std::optional<attempt> start(time_point now);
    std::optional<attempt> succeed(reply_info const& info, time_point now);
    std::optional<attempt> fail(error const& failure, double dice, time_point now);
    void cancel(std::optional<time_point> now);

    reply_limits const& limits() const noexcept { return policy_.limits; }
    bool under_way() const noexcept { return attempts_ != 0 && !over_; }
    error const& failure() const noexcept { return failure_; }
    attempt_report const& report() const noexcept { return report_; }

private:
    std::optional<attempt> next(std::chrono::milliseconds delay, time_point now);
    std::nullopt_t end(error const& why);

    result<http_request> request_;
    idempotency repeating_;
    call_policy policy_;
    error failure_{};
    attempt_report report_{};
    std::optional<time_point> deadline_{};
    std::optional<time_point> reserved_{};  // when the attempt goes that was asked for last, if a budget has its place
    time_point scheduled_{};                // the same, budget or not
    sent earlier_ = sent::no;               // the most that is known of the attempts that failed
    int attempts_ = 0;
    bool over_ = false;
};

}  // namespace detail

/// One call of an operation, driven by the caller:
///
///     cfdns::exchange call{op, who};
///     for (auto step = call.start(now()); step;) {
///         wait(step->delay);
///         auto got = send(*step->request);
///         step = got ? call.resume(got.value(), dice(), now()) : call.resume(got.error(), dice(), now());
///     }
///     auto made = call.take();
///
/// It never sends, sleeps or reads a clock, so it serves blocking code, callbacks and coroutines alike. It is neither
/// copied nor moved, because `attempt::request` points into it.
template <operation Op>
class exchange {
public:
    /// The caller's clock: any monotonic time will do.
    using time_point = std::chrono::steady_clock::time_point;
    /// What the operation answers with.
    using value_type = typename Op::response_type;

    /// Makes the request. *Errors:* what `make_request` or `authorize` refuse comes out of `take`.
    exchange(Op const& params, credentials const& who, endpoint const& where = {}, call_policy const& policy = {})
        : core_(cfdns::make_request(params, where), Op::route.repeating, who, policy) {}
    exchange(exchange const&) = delete;
    exchange& operator=(exchange const&) = delete;

    /// The first attempt; nothing if the call is over before it began, see `take`. Only the first `start` has an effect: every
    /// further one returns nothing.
    [[nodiscard]] std::optional<attempt> start(time_point now) { return core_.start(now); }

    /// Takes a reply. Returns the next attempt, or nothing when the call is over. Before `start`, and when the call is over,
    /// it has no effect and returns nothing.
    ///
    /// `dice` is a random number, 0 <= dice < 1, that spreads retries; `now` is the time at which the reply was complete.
    [[nodiscard]] std::optional<attempt> resume(response_view const& received, double dice, time_point now) {
        if (!core_.under_way()) return std::nullopt;
        auto outcome = cfdns::parse_reply<Op>(received, core_.limits());
        if (outcome.has_error()) return core_.fail(outcome.error(), dice, now);
        value_ = std::move(outcome.value());
        return core_.succeed(value_->info, now);
    }

    /// Takes a transport's failure. Returns the next attempt, or nothing when the call is over. An error without a code counts
    /// as one of the transport after which nothing is known. Before `start`, and when the call is over, it has no effect.
    [[nodiscard]] std::optional<attempt> resume(error const& failure, double dice, time_point now) {
        if (!core_.under_way()) return std::nullopt;
        if (detail::may_carry_secret(detail::info_of<Op>)) return core_.fail(detail::hide_content(failure), dice, now);
        return core_.fail(failure, dice, now);
    }

    /// Gives up, also while an attempt is under way or waited for; without effect on a call that is over. Whether the
    /// latest attempt was sent is not known here: a budget keeps its place.
    void cancel() { core_.cancel(std::nullopt); }

    /// The same at `now`. If the wait before the latest attempt is not over by then, that attempt was not sent: its place
    /// goes back to the budget, and `request_sent()` of the outcome is the most that is known of the attempts before. To
    /// destroy an exchange that waits gives no place back.
    void cancel(time_point now) { core_.cancel(now); }

    /// What became of the latest attempt that came back; `cancel` leaves it as it is. *Lifetime:* as long as the
    /// exchange; in a copy, only `request` still points into it.
    [[nodiscard]] attempt_report const& report() const noexcept { return core_.report(); }

    /// The result with all that came with it, once, when the call is over. *Errors:* that of the last attempt; or
    /// `errc::deadline_exceeded` if the time limit was up before one could be made; or `errc::cancelled` after `cancel`,
    /// before the call is over, and when the result was taken before.
    [[nodiscard]] result<reply<value_type>> take_reply() {
        if (!value_.has_value()) {
            if (core_.failure().code().failed()) return core_.failure();
            return error{make_error_code(errc::cancelled), sent::maybe, "there is no result to take"};
        }
        result<reply<value_type>> out = std::move(*value_);
        value_.reset();
        return out;
    }

    /// The result, once, when the call is over. *Errors:* as `take_reply`.
    [[nodiscard]] result<value_type> take() {
        auto full = take_reply();
        if (full.has_error()) return full.error();
        return std::move(full.value().value);
    }

private:
    detail::exchange_core core_;
    std::optional<reply<value_type>> value_{};
};

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/exchange.ipp>
#endif

#endif
