// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_FLOW_HPP
#define CFDNS_FLOWS_FLOW_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/core/machine.hpp>
#include <cfdns/detail/config.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace cfdns::inline v0_2::detail {

class flow_engine;

struct flow_engine_deleter {
    void operator()(flow_engine* engine) const noexcept;
};

using flow_engine_ptr = std::unique_ptr<flow_engine, flow_engine_deleter>;

}  // namespace cfdns::inline v0_2::detail

/// The base class of the machines in `cfdns::flows`.
namespace cfdns::inline v0_2::flows {

/// The base class of the machines of this namespace. Each of them is a `machine` and cannot be copied or
/// moved.
class flow {
public:
    /// A point in time. The caller may use any monotonic clock.
    using time_point = std::chrono::steady_clock::time_point;

    flow(flow const&) = delete;
    flow& operator=(flow const&) = delete;

    /// Starts the machine: see `machine`.
    [[nodiscard]] std::optional<attempt> start(time_point now);
    /// Processes a response: see `machine`.
    [[nodiscard]] std::optional<attempt> resume(response_view const& received, double random,
                                                time_point now);
    /// Processes an error of the transport: see `machine`.
    [[nodiscard]] std::optional<attempt> resume(error const& failure, double random, time_point now);
    /// Cancels the machine, even during an attempt or the delay before it. Has no effect after completion.
    void cancel();
    /// Cancels the machine at the time `now`. If the delay before the latest attempt has not elapsed, its
    /// reservation in the budget is released.
    void cancel(time_point now);
    /// Report on the latest completed attempt. *Lifetime:* valid as long as the machine.
    [[nodiscard]] attempt_report const& report() const noexcept;

protected:
    /// Runs the engine of a machine of this namespace.
    explicit flow(detail::flow_engine_ptr engine) noexcept;
    ~flow();
    /// The engine.
    detail::flow_engine_ptr engine_;
};

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/flow.ipp>
#endif

#endif
