// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_FLOW_IPP
#define CFDNS_IMPL_FLOWS_FLOW_IPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/operation.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/detail/call_engine.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/flow.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace cfdns::inline v0_2::detail {

// Whether the plan of the account does not include zone transfers.
CFDNS_DECL bool contains_text(std::string_view text, std::string_view part) noexcept {
    return text.find(part) != std::string_view::npos;
}

// The texts of the service are those of public reports.
CFDNS_DECL bool says_not_entitled(error const& failure) noexcept {
    auto const says_so = [](std::string_view text) {
        return contains_text(text, "Not authorized to setup") || contains_text(text, "not entitled") ||
               contains_text(text, "signup not allowed");
    };
    if (failure.http_status() != 401 && failure.http_status() != 403) return false;
    for (api_message const& one : failure.api_errors())
        if (says_so(one.message)) return true;
    return says_so(failure.excerpt());  // it may be in the result
}

// Calls one after another. A derived class says in `send` what to send next, and in `receive` what follows
// from the outcome.
class flow_engine {
public:
    using time_point = std::chrono::steady_clock::time_point;

    flow_engine(cfdns::credentials const& credentials, request_options const& options,
                call_policy const& policy, std::chrono::milliseconds permission_delay)
        : calls_(policy),
          credentials_(credentials),
          options_(options),
          permission_delay_(permission_delay) {}
    flow_engine(flow_engine const&) = delete;
    flow_engine& operator=(flow_engine const&) = delete;
    virtual ~flow_engine() = default;

    std::optional<attempt> start(time_point now) {
        if (started_ || finished_) return std::nullopt;
        started_ = true;
        now_ = now;
        begin();
        return proceed();
    }

    std::optional<attempt> resume(response_view const* received, error const* failure, double random,
                                  time_point now) {
        if (finished_ || !calls_.in_progress()) return std::nullopt;
        now_ = now;
        auto next = received ? calls_.receive(*received, value_, about_, random, now)
                             : calls_.fail(*failure, random, now);
        if (next) return next;
        error const* const why = calls_.failed() ? std::addressof(calls_.failure()) : nullptr;
        if (creates_ && (!why || may_have_created(*why))) created_at_ = now;
        // Permissions for a new object take effect after a delay.
        if (why && why->http_status() == 403 && created_at_ && now - *created_at_ < permission_delay_ &&
            !says_not_entitled(*why)) {
            delay_ = permission_backoff_;
            permission_backoff_ = (std::min)(permission_backoff_ * 2, std::chrono::milliseconds{8'000});
            return proceed();
        }
        permission_backoff_ = std::chrono::milliseconds{1'000};
        delay_ = {};
        receive(why);
        return proceed();
    }

    void cancel(std::optional<time_point> now) {
        if (finished_) return;
        calls_.cancel(now);
        stop(calls_.failure());
    }

    attempt_report const& report() const noexcept { return calls_.report(); }
    bool finished() const noexcept { return finished_; }
    std::optional<error> const& failure() const noexcept { return failure_; }
    // Of a value that was taken.
    void set_taken() { failure_ = no_result_available(); }

protected:
    // Prepares the first request, or finishes.
    virtual void begin() = 0;
    // Calls `call` for the next request. Called again if the same request is to be repeated.
    virtual void send() = 0;
    // The outcome of the request; null for success. Afterwards either finished, or `send` is called.
    virtual void receive(error const* failure) = 0;
    // The machine was cancelled, or its deadline has passed. Returns whether there is a result nevertheless.
    virtual bool stopped(error const&) { return false; }

    // `op` is not needed afterwards, `value` is.
    template <class Op>
    void call(Op const& op, typename Op::response_type& value) {
        prepare(descriptor_of<Op>, std::addressof(op), std::addressof(value));
    }

    void wait(std::chrono::milliseconds delay) noexcept { delay_ = delay; }
    response_info const& about() const noexcept { return about_; }
    // The time of the latest `start` or `resume`.
    time_point now() const noexcept { return now_; }
    // The time at which the latest attempt was to be sent.
    time_point sent_at() const noexcept { return calls_.scheduled(); }
    void finish() noexcept { finished_ = true; }
    void fail(error const& why) {
        failure_ = why;
        finished_ = true;
    }

private:
    void prepare(operation_descriptor const& operation, void const* params, void* value) {
        operation.result->reset(value);
        about_ = {};
        value_ = value;
        creates_ = operation.route->idempotency == idempotency::none;
        calls_.prepare(operation, params, options_, credentials_);
    }

    static bool may_have_created(error const& why) noexcept {
        bool const refused = why.http_status() >= 400 && why.http_status() <= 499;
        return why.delivery() != delivery::not_sent && !refused;
    }

    void stop(error const& why) {
        finished_ = true;
        if (!stopped(why)) failure_ = why;
    }

    std::optional<attempt> proceed() {
        std::optional<attempt> next;
        while (!finished_) {
            send();
            if (finished_) break;
            next = calls_.start(delay_, now_);
            if (next) break;
            // The request could not be created, or would be sent after the deadline.
            error const why = calls_.failure();
            if (why.code() == errc::deadline_exceeded) {
                stop(why);
                break;
            }
            delay_ = {};
            receive(std::addressof(why));
        }
        return next;
    }

    call_engine calls_;
    cfdns::credentials credentials_;
    request_options options_;
    std::chrono::milliseconds permission_delay_;
    void* value_{};
    response_info about_{};
    std::chrono::milliseconds delay_{};
    std::chrono::milliseconds permission_backoff_{1'000};
    std::optional<time_point> created_at_{};
    time_point now_{};
    std::optional<error> failure_{};
    bool creates_ = false;
    bool started_ = false;
    bool finished_ = false;
};

CFDNS_DECL void flow_engine_deleter::operator()(flow_engine* engine) const noexcept { delete engine; }

template <class Engine, class... Arguments>
flow_engine_ptr make_flow(Arguments&&... arguments) {
    return flow_engine_ptr{new Engine(std::forward<Arguments>(arguments)...)};
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL flow::flow(detail::flow_engine_ptr engine) noexcept : engine_(std::move(engine)) {}

CFDNS_DECL flow::~flow() = default;

CFDNS_DECL std::optional<attempt> flow::start(time_point now) { return engine_->start(now); }

CFDNS_DECL std::optional<attempt> flow::resume(response_view const& received, double random,
                                               time_point now) {
    return engine_->resume(std::addressof(received), nullptr, random, now);
}

CFDNS_DECL std::optional<attempt> flow::resume(error const& failure, double random, time_point now) {
    return engine_->resume(nullptr, std::addressof(failure), random, now);
}

CFDNS_DECL void flow::cancel() { engine_->cancel(std::nullopt); }

CFDNS_DECL void flow::cancel(time_point now) { engine_->cancel(now); }

CFDNS_DECL attempt_report const& flow::report() const noexcept { return engine_->report(); }

}  // namespace cfdns::inline v0_2::flows

#endif
