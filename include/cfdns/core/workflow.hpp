// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_WORKFLOW_HPP
#define CFDNS_CORE_WORKFLOW_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/machine.hpp>
#include <cfdns/core/operation.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/detail/call_engine.hpp>
#include <cfdns/detail/config.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

/// A base class for machines that consist of several calls.
namespace cfdns::inline v0_2 {

template <class Derived, class Value>
class workflow;

/// What a workflow does next: the return value of its steps. Created only by `workflow::send` and
/// `workflow::finish`.
class workflow_step {
    template <class, class>
    friend class workflow;
    workflow_step() = default;
};

/// The base class of a machine that makes several calls, one after another:
///
///     class wait_until_active : public cfdns::workflow<wait_until_active, zones::zone> {
///     public:
///         wait_until_active(std::string id, cfdns::credentials const& credentials)
///             : workflow(credentials), get_{.zone_id = std::move(id)} {}
///
///         cfdns::workflow_step first_step() { return send<&wait_until_active::received>(get_); }
///
///     private:
///         cfdns::workflow_step received(cfdns::result<zones::zone> zone) {
///             if (zone.has_error() || zone->status == "active") return finish(std::move(zone));
///             return send<&wait_until_active::received>(get_, 60s);
///         }
///
///         zones::get get_;
///     };
///
/// `Derived` has a public member function `first_step`, which `start` calls once, and a member function for
/// the result of each call. Each of them returns `send(...)` or `finish(...)`; if it calls more than one of
/// these, the last call takes effect. The base class handles retries, the rate budget, the deadline and
/// cancellation: the steps receive the outcome of a call, not of an attempt.
///
/// The workflow ends without another step if it is cancelled, if the next request would be sent after the
/// deadline, or if a request cannot be created; `take` then returns the error.
///
/// A workflow is a `machine`. It cannot be copied or moved, because `attempt::request` points into it.
template <class Derived, class Value>
class workflow {
public:
    /// A point in time. The caller may use any monotonic clock.
    using time_point = std::chrono::steady_clock::time_point;
    /// The type of the result.
    using value_type = Value;

    workflow(workflow const&) = delete;
    workflow& operator=(workflow const&) = delete;

    /// Starts the workflow: see `machine`.
    [[nodiscard]] std::optional<attempt> start(time_point now) {
        if (started_ || outcome_) return std::nullopt;
        started_ = true;
        now_ = now;
        return proceed(self().first_step());
    }

    /// Processes a response: see `machine`.
    [[nodiscard]] std::optional<attempt> resume(response_view const& received, double random,
                                                time_point now) {
        if (!engine_.in_progress()) return std::nullopt;
        now_ = now;
        return resume_(*this, std::addressof(received), nullptr, random);
    }

    /// Processes an error of the transport: see `machine`.
    [[nodiscard]] std::optional<attempt> resume(error const& failure, double random, time_point now) {
        if (!engine_.in_progress()) return std::nullopt;
        now_ = now;
        return resume_(*this, nullptr, std::addressof(failure), random);
    }

    /// Cancels the workflow, even during an attempt or the delay before it. Has no effect after completion.
    /// Because the latest attempt may have been sent, its reservation in the budget is kept. `delivery()` of
    /// the resulting error describes the current call only.
    void cancel() { stop(std::nullopt); }

    /// Cancels the workflow at the time `now`. If the delay before the latest attempt has not elapsed, that
    /// attempt was not sent, and its reservation in the budget is released.
    void cancel(time_point now) { stop(now); }

    /// Report on the latest completed attempt. *Lifetime:* valid as long as the workflow.
    [[nodiscard]] attempt_report const& report() const noexcept { return engine_.report(); }

    /// Returns the result after completion; a value only once.
    ///
    /// *Errors:* the error passed to `finish`; `errc::deadline_exceeded`; `errc::invalid_parameter` and the
    /// other errors of `make_request` and `authorize`; `errc::cancelled` after `cancel`, before completion,
    /// and if the value has already been taken.
    [[nodiscard]] result<Value> take() {
        if (!outcome_ || engine_.in_progress()) return detail::no_result_available();
        if (outcome_->has_error()) return *outcome_;
        result<Value> out = *std::move(outcome_);
        outcome_ = detail::no_result_available();
        return out;
    }

protected:
    /// The credentials, options and policy of all calls.
    explicit workflow(cfdns::credentials const& credentials, request_options const& options = {},
                      call_policy const& policy = {})
        : engine_(policy), credentials_(credentials), options_(options) {}
    ~workflow() = default;

    /// Sends the request of `op` after `delay`, and then calls `Step` with the outcome. `Step` is a pointer
    /// to a member function of `Derived` that takes a `result<response<T>>` or a `result<T>`, where `T` is
    /// the response type of `Op`.
    template <auto Step, operation Op>
    [[nodiscard]] workflow_step send(Op const& op, std::chrono::milliseconds delay = {}) {
        outcome_.reset();
        engine_.prepare(detail::descriptor_of<Op>, std::addressof(op), options_, credentials_);
        delay_ = delay;
        resume_ = &workflow::template complete<Op, Step>;
        return {};
    }

    /// Ends the workflow with a value or an error.
    [[nodiscard]] workflow_step finish(result<Value> outcome) {
        outcome_ = std::move(outcome);
        return {};
    }

    /// The time that was passed to the current `start` or `resume`.
    [[nodiscard]] time_point now() const noexcept { return now_; }

private:
    Derived& self() noexcept { return static_cast<Derived&>(*this); }

    std::optional<attempt> proceed(workflow_step) {
        if (outcome_) return std::nullopt;
        auto const first = engine_.start(delay_, now_);
        if (!first) outcome_ = engine_.failure();
        return first;
    }

    template <class Op, auto Step>
    static std::optional<attempt> complete(workflow& of, response_view const* received, error const* failure,
                                           double random) {
        using type = typename Op::response_type;
        auto read = detail::empty_result<response<type>>();
        auto next = received ? of.engine_.receive(*received, std::addressof(read->value), read->info, random,
                                                  of.now_)
                             : of.engine_.fail(*failure, random, of.now_);
        if (next) return next;
        if (of.engine_.failed()) read = of.engine_.failure();
        if constexpr (std::is_invocable_v<decltype(Step), Derived&, result<response<type>>>) {
            return of.proceed(std::invoke(Step, of.self(), std::move(read)));
        } else if (read.has_error()) {
            return of.proceed(std::invoke(Step, of.self(), result<type>{read.error()}));
        } else {
            return of.proceed(std::invoke(Step, of.self(), result<type>{std::move(read->value)}));
        }
    }

    void stop(std::optional<time_point> now) {
        if (outcome_) return;
        engine_.cancel(now);
        outcome_ = engine_.failure();
    }

    using resume_function = std::optional<attempt> (*)(workflow&, response_view const*, error const*,
                                                       double);

    detail::call_engine engine_;
    cfdns::credentials credentials_;
    request_options options_;
    std::optional<result<Value>> outcome_{};
    resume_function resume_{};
    std::chrono::milliseconds delay_{};
    time_point now_{};
    bool started_ = false;
};

}  // namespace cfdns::inline v0_2

#endif
