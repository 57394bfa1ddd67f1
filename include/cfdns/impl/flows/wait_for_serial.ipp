// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_WAIT_FOR_SERIAL_IPP
#define CFDNS_IMPL_FLOWS_WAIT_FOR_SERIAL_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/saturating_time.hpp>
#include <cfdns/flows/serial.hpp>
#include <cfdns/flows/wait_for_serial.hpp>
#include <cfdns/impl/flows/creation.ipp>
#include <cfdns/impl/flows/flow.ipp>
#include <cfdns/zone_transfers/force_axfr.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace cfdns::inline v0_2::detail {

class waiting_flow : public flow_engine {
public:
    waiting_flow(std::string&& zone_id, std::uint32_t serial, cfdns::credentials const& credentials,
                 flows::wait_options const& wait, request_options const& options, call_policy const& policy)
        : flow_engine(credentials, options, policy, {}),
          zone_id_(std::move(zone_id)),
          serial_(serial),
          wait_(wait),
          timeout_(policy.timeout),
          max_retry_after_(policy.retry.max_retry_after),
          next_delay_(wait.initial_delay) {}

    flows::wait_status const& status() const noexcept { return status_; }

    bool note(std::uint32_t serial, std::optional<time_point> now) {
        if (finished()) return status_.arrived;
        status_.noted = true;
        see(serial);
        if (status_.arrived) cancel(now);
        return status_.arrived;
    }

private:
    void begin() override {
        using std::chrono::milliseconds;
        if (wait_.initial_delay < milliseconds{1})
            return fail(invalid_parameter("initial_delay", "must be at least 1 ms"));
        if (!(wait_.multiplier >= 1)) return fail(invalid_parameter("multiplier", "must be at least 1"));
        if (wait_.max_delay < wait_.initial_delay)
            return fail(invalid_parameter("max_delay", "must not be less than initial_delay"));
        if (wait_.max_failures < 1) return fail(invalid_parameter("max_failures", "must be at least 1"));
        if (timeout_) deadline_ = saturating_add(now(), *timeout_);
    }

    void send() override {
        if (forcing_)
            call(zone_transfers::force_axfr::create{.zone_id = zone_id_}, text_);
        else
            call(zone_transfers::incoming::get{.zone_id = zone_id_}, configuration_);
    }

    void receive(error const* failure) override {
        if (forcing_) {
            forcing_ = false;
            status_.axfr_requested = !failure;
            if (failure) status_.refused = *failure;
            return wait(delay());
        }
        ++status_.polls;
        status_.poll_error.reset();
        if (failure) {
            status_.poll_error = *failure;
            auto const requested =
                error_details::requested_wait(*failure).value_or(std::chrono::milliseconds{0});
            if (!is_worth_repeating(*failure) || requested > max_retry_after_ ||
                ++failures_ >= wait_.max_failures)
                return fail(*failure);
            return wait((std::max)(delay(), requested));
        }
        failures_ = 0;
        status_.configuration = std::move(configuration_);
        if (status_.configuration->soa_serial) {
            status_.noted = false;
            see(*status_.configuration->soa_serial);
        }
        if (status_.arrived) return finish();
        if (!std::exchange(forced_, true) && wait_.force_axfr)
            forcing_ = true;
        else
            wait(delay());
    }

    bool stopped(error const&) override { return status_.arrived; }

    void see(std::uint32_t serial) {
        status_.serial = serial;
        status_.arrived = flows::has_reached(serial, serial_);
    }

    // The delay before the next look. The last one is early enough for its response to arrive in time.
    std::chrono::milliseconds delay() {
        using std::chrono::milliseconds;
        milliseconds out = next_delay_;
        double const grown = static_cast<double>(next_delay_.count()) * wait_.multiplier;
        next_delay_ = grown < static_cast<double>(wait_.max_delay.count())
                          ? milliseconds{static_cast<milliseconds::rep>(grown)}
                          : wait_.max_delay;
        if (!deadline_ || *deadline_ <= now()) return out;
        auto const left = std::chrono::floor<milliseconds>(saturating_difference(*deadline_, now()));
        if (last_) return left + milliseconds{1};
        if (out < left) return out;
        last_ = true;
        return left - (std::min)(left / 2, milliseconds{5'000});
    }

    std::string zone_id_;
    std::uint32_t serial_;
    flows::wait_options wait_;
    std::optional<std::chrono::milliseconds> timeout_;
    std::chrono::milliseconds max_retry_after_;
    std::optional<time_point> deadline_{};
    std::chrono::milliseconds next_delay_;
    flows::wait_status status_{};
    zone_transfers::incoming::configuration configuration_{};
    std::string text_{};
    int failures_ = 0;
    bool forced_ = false;   // or never to be
    bool forcing_ = false;  // with the current request
    bool last_ = false;     // the current look
};

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL wait_for_serial::wait_for_serial(std::string zone_id, std::uint32_t serial,
                                            cfdns::credentials const& credentials, wait_options const& wait,
                                            request_options const& options, call_policy const& policy)
    : flow(detail::make_flow<detail::waiting_flow>(std::move(zone_id), serial, credentials, wait, options,
                                                   policy)) {}

CFDNS_DECL bool wait_for_serial::note(std::uint32_t serial) {
    return static_cast<detail::waiting_flow&>(*engine_).note(serial, std::nullopt);
}

CFDNS_DECL bool wait_for_serial::note(std::uint32_t serial, time_point now) {
    return static_cast<detail::waiting_flow&>(*engine_).note(serial, now);
}

CFDNS_DECL wait_status const& wait_for_serial::status() const noexcept {
    return static_cast<detail::waiting_flow const&>(*engine_).status();
}

CFDNS_DECL result<wait_status> wait_for_serial::take() {
    auto& engine = static_cast<detail::waiting_flow&>(*engine_);
    if (!engine.finished()) return detail::no_result_available();
    if (engine.failure()) return *engine.failure();
    engine.set_taken();
    return engine.status();
}

}  // namespace cfdns::inline v0_2::flows

#endif
