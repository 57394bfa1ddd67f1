// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_EXCHANGE_HPP
#define CFDNS_CORE_EXCHANGE_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/machine.hpp>
#include <cfdns/core/operation.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/detail/call_engine.hpp>
#include <cfdns/detail/config.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

/// One call as a machine.
namespace cfdns::inline v0_2 {

/// One call of an operation, driven by the caller; a `machine`:
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
        : call_(detail::descriptor_of<Op>, std::addressof(params), credentials, options, policy,
                std::addressof(read_.value), read_.info) {}
    exchange(exchange const&) = delete;
    exchange& operator=(exchange const&) = delete;

    /// Starts the call. Returns the first attempt, or `std::nullopt` if the call has already failed; `take`
    /// then returns the error. Only the first call of `start` has an effect; later ones return
    /// `std::nullopt`.
    [[nodiscard]] std::optional<attempt> start(time_point now) { return call_.start(now); }

    /// Processes a response. Returns the next attempt, or `std::nullopt` if the call is complete. Has no
    /// effect and returns `std::nullopt` before `start` and after completion.
    ///
    /// `random` is a random number in [0, 1) for jitter; `now` is the time at which the response was
    /// complete.
    [[nodiscard]] std::optional<attempt> resume(response_view const& received, double random,
                                                time_point now) {
        return call_.resume(received, random, now);
    }

    /// Processes an error of the transport. Returns the next attempt, or `std::nullopt` if the call is
    /// complete. An error without a code is treated as a generic I/O error; the service may then have
    /// received the request. Has no effect and returns `std::nullopt` before `start` and after completion.
    [[nodiscard]] std::optional<attempt> resume(error const& failure, double random, time_point now) {
        return call_.resume(failure, random, now);
    }

    /// Cancels the call, even during an attempt or the delay before it. Has no effect after completion.
    /// Because the latest attempt may have been sent, its reservation in the budget is kept.
    void cancel() { call_.cancel(std::nullopt); }

    /// Cancels the call at the time `now`. If the delay before the latest attempt has not elapsed, that
    /// attempt was not sent: its reservation is released, and `delivery()` of the resulting error describes
    /// the earlier attempts. The destructor does not release reservations.
    void cancel(time_point now) { call_.cancel(now); }

    /// Report on the latest completed attempt. `cancel` does not change it. *Lifetime:* valid as long as the
    /// exchange; in a copy, only `request` points into the exchange.
    [[nodiscard]] attempt_report const& report() const noexcept { return call_.report(); }

    /// Returns the result and the rest of the response. May be called once, after completion.
    ///
    /// *Errors:* the error of the last attempt; `errc::deadline_exceeded` if the timeout expires before the
    /// first attempt can be sent; `errc::cancelled` after `cancel`, before completion, and if the result has
    /// already been taken.
    [[nodiscard]] result<response<value_type>> take_full() {
        if (!has_result()) return missing();
        result<response<value_type>> out = std::move(read_);
        taken_ = true;
        return out;
    }

    /// Returns the result. May be called once, after completion. *Errors:* those of `take_full`.
    [[nodiscard]] result<value_type> take() {
        if (!has_result()) return missing();
        result<value_type> out = std::move(read_.value);
        taken_ = true;
        return out;
    }

private:
    bool has_result() const noexcept { return call_.succeeded() && !taken_; }
    error missing() const { return call_.failed() ? call_.failure() : detail::no_result_available(); }

    response<value_type> read_{};
    detail::borrowed_call call_;
    bool taken_ = false;
};

}  // namespace cfdns::inline v0_2

#endif
