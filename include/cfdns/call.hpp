// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CALL_HPP
#define CFDNS_CALL_HPP

#include <cfdns/exchange.hpp>

#include <chrono>
#include <concepts>
#include <utility>

/// The blocking convenience for those who have a function from request to response.
namespace cfdns::inline v1 {

/// Anything that can be called with a request and gives a response or an error; a lambda will do.
///
/// A transport adds the origin, sends the request as it is, does not follow redirects, and returns every response with
/// whatever status. It fails only where there is no complete response, saying whether the request may have been sent.
template <class T>
concept transport = requires(T& send, http_request const& request) {
    { send(request) } -> std::convertible_to<result<http_response>>;  // may not change the request: it may be sent again
};

/// A transport that also takes the longest time that a request may take. Where a call has a time limit, `call` gives it
/// the time that is left.
template <class T>
concept timed_transport = transport<T> && requires(T& send, http_request const& request, std::chrono::milliseconds at_most) {
    { send(request, at_most) } -> std::convertible_to<result<http_response>>;
};

/// What `call` needs to try again: a way to wait, a clock and dice. `blocking` of cfdns/blocking.hpp is one.
///
/// If it also has `observe(attempt_report const&)`, that is called after each attempt.
template <class T>
concept call_means = requires(T& means, std::chrono::milliseconds delay) {
    means.pause(delay);                                                            // returns when that time has passed
    { means.now() } -> std::convertible_to<std::chrono::steady_clock::time_point>; // any monotonic time
    { means.dice() } -> std::convertible_to<double>;                               // random, 0 <= dice < 1
};

/// Three functions as the means of a call.
template <class Pause, class Now, class Dice>
struct means {
    Pause pause;  ///< Takes `std::chrono::milliseconds` and returns when they have passed.
    Now now;      ///< Gives a `std::chrono::steady_clock::time_point`.
    Dice dice;    ///< Gives a random number, 0 <= dice < 1.
};
/// Keeps the three as they are.
template <class Pause, class Now, class Dice>
means(Pause, Now, Dice) -> means<Pause, Now, Dice>;

namespace detail {

template <class Transport>
result<http_response> send_attempt(Transport& send, attempt const& step) {
    if constexpr (timed_transport<Transport>)
        if (step.time_left) return send(*step.request, *step.time_left);
    return send(*step.request);
}

}  // namespace detail

/// Makes the request, sends it and reads the reply, again where `policy` allows; gives the result with all that came with it.
///
/// The policy's time limit ends a request that is under way only if the transport is a `timed_transport`.
///
/// *Errors:* those of `make_request`, `authorize`, the transport and `parse_reply`, and `errc::deadline_exceeded`.
template <transport Transport, operation Op, call_means Means>
[[nodiscard]] result<reply<typename Op::response_type>> call_reply(Transport&& send, credentials const& who,
                                                                   Op const& params, endpoint const& where, Means&& by,
                                                                   call_policy const& policy = {}) {
    exchange<Op> one{params, who, where, policy};
    for (auto step = one.start(by.now()); step;) {
        if (step->delay.count() > 0) by.pause(step->delay);
        result<http_response> const got = detail::send_attempt(send, *step);
        step = got.has_value() ? one.resume(got.value(), by.dice(), by.now()) : one.resume(got.error(), by.dice(), by.now());
        if constexpr (requires { by.observe(one.report()); }) by.observe(one.report());
    }
    return one.take_reply();
}

/// The same with one attempt, which needs no means. *Errors:* those of `make_request`, `authorize`, the transport and
/// `parse_reply`.
template <transport Transport, operation Op>
[[nodiscard]] result<reply<typename Op::response_type>> call_reply(Transport&& send, credentials const& who,
                                                                   Op const& params, endpoint const& where = {}) {
    struct {
        void pause(std::chrono::milliseconds) const noexcept {}
        std::chrono::steady_clock::time_point now() const noexcept { return {}; }
        double dice() const noexcept { return 0; }
    } none;
    call_policy once;
    once.retry.max_attempts = 1;
    return cfdns::call_reply(send, who, params, where, none, once);
}

/// As `call_reply`, and gives the result alone.
template <transport Transport, operation Op, call_means Means>
[[nodiscard]] result<typename Op::response_type> call(Transport&& send, credentials const& who, Op const& params,
                                                      endpoint const& where, Means&& by, call_policy const& policy = {}) {
    auto full = cfdns::call_reply(send, who, params, where, by, policy);
    if (full.has_error()) return full.error();
    return std::move(full.value().value);
}

/// As `call_reply` with one attempt, and gives the result alone.
template <transport Transport, operation Op>
[[nodiscard]] result<typename Op::response_type> call(Transport&& send, credentials const& who, Op const& params,
                                                      endpoint const& where = {}) {
    auto full = cfdns::call_reply(send, who, params, where);
    if (full.has_error()) return full.error();
    return std::move(full.value().value);
}

}  // namespace cfdns::inline v1

#endif
