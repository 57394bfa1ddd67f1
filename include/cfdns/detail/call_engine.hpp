// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_CALL_ENGINE_HPP
#define CFDNS_DETAIL_CALL_ENGINE_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/machine.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/core/response.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/operation_descriptor.hpp>

#include <chrono>
#include <optional>

// What all machines have in common: the attempts of one call after another, of any operations.
namespace cfdns::inline v0_2::detail {

// For each call: `prepare` and `start`, then `receive` or `fail` until neither returns an attempt. The call
// has then succeeded, or `failure` is its error.
class call_engine {
public:
    using time_point = std::chrono::steady_clock::time_point;

    explicit call_engine(call_policy const& policy) : policy_(policy) {}

    // Creates the request of the next call.
    void prepare(operation_descriptor const& operation, void const* params, request_options const& options,
                 credentials const& credentials);

    // Starts the prepared call. The deadline counts from the first start.
    std::optional<attempt> start(std::chrono::milliseconds delay, time_point now);

    // A response. Its result is read into `value`, an empty object of the operation's response type, and the
    // rest into `about`. If it is not a good response, both are empty afterwards.
    std::optional<attempt> receive(response_view const& received, void* value, response_info& about,
                                   double random, time_point now);

    // An error of the transport.
    std::optional<attempt> fail(error const& failure, double random, time_point now);

    void cancel(std::optional<time_point> now);

    bool in_progress() const noexcept { return phase_ == phase::in_progress; }
    bool succeeded() const noexcept { return phase_ == phase::succeeded; }
    bool failed() const noexcept { return phase_ == phase::failed; }
    error const& failure() const noexcept { return failure_; }
    attempt_report const& report() const noexcept { return report_; }
    // The time at which the latest attempt was to be sent.
    time_point scheduled() const noexcept { return scheduled_; }

private:
    enum class phase : unsigned char { created, prepared, in_progress, succeeded, failed };

    std::optional<attempt> next(std::chrono::milliseconds delay, time_point now);
    std::optional<attempt> retry(error const& failure, double random, time_point now);
    void end(error const& why);

    operation_descriptor const* operation_{};
    http_request request_{};
    call_policy policy_;
    error failure_{};
    attempt_report report_{};
    std::optional<time_point> deadline_{};
    time_point scheduled_{};                        // send time of the latest attempt
    std::optional<time_point> reserved_{};          // the same, if it is reserved in the budget
    int calls_ = 0;                                 // including the current one
    int attempts_ = 0;                              // of the current call
    delivery known_delivery_ = delivery::not_sent;  // the maximum over the failed attempts of the call
    phase phase_ = phase::created;
};

// A call whose result is stored by its owner; a machine without a result.
class borrowed_call {
public:
    using time_point = call_engine::time_point;

    // `value` is an empty object of the operation's response type.
    borrowed_call(operation_descriptor const& operation, void const* params, credentials const& credentials,
                  request_options const& options, call_policy const& policy, void* value,
                  response_info& about)
        : engine_(policy), value_(value), about_(&about) {
        engine_.prepare(operation, params, options, credentials);
    }

    std::optional<attempt> start(time_point now) { return engine_.start(std::chrono::milliseconds{0}, now); }
    std::optional<attempt> resume(response_view const& received, double random, time_point now) {
        return engine_.in_progress() ? engine_.receive(received, value_, *about_, random, now)
                                     : std::nullopt;
    }
    std::optional<attempt> resume(error const& failure, double random, time_point now) {
        return engine_.in_progress() ? engine_.fail(failure, random, now) : std::nullopt;
    }
    void cancel(std::optional<time_point> now) {
        if (!engine_.succeeded() && !engine_.failed()) engine_.cancel(now);
    }
    attempt_report const& report() const noexcept { return engine_.report(); }
    bool succeeded() const noexcept { return engine_.succeeded(); }
    bool failed() const noexcept { return engine_.failed(); }
    error const& failure() const noexcept { return engine_.failure(); }

private:
    call_engine engine_;
    void* value_;
    response_info* about_;
};

[[nodiscard]] error no_result_available();

}  // namespace cfdns::inline v0_2::detail

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/call_engine.ipp>
#endif

#endif
