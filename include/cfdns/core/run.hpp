// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_RUN_HPP
#define CFDNS_CORE_RUN_HPP

#include <cfdns/core/machine.hpp>
#include <cfdns/core/runtime.hpp>
#include <cfdns/core/transport.hpp>
#include <cfdns/detail/config.hpp>

#include <chrono>
#include <optional>
#include <type_traits>

/// Drives a machine with a transport and waits for the result.
namespace cfdns::inline v0_2 {

namespace detail {

template <class Transport>
result<http_response> send_attempt(Transport& send, attempt const& next) {
    if constexpr (timed_transport<Transport>)
        if (next.time_left) return send(*next.request, *next.time_left);
    return send(*next.request);
}

template <class Runtime>
bool is_cancelled(Runtime& runtime) {
    if constexpr (requires { runtime.is_cancelled(); })
        return runtime.is_cancelled();
    else
        return false;
}

template <class Transport, class Runtime>
result<http_response> send_attempt(Transport& send, attempt const& next, Runtime& runtime) {
    if constexpr (requires { runtime.cancellation_scope(send); }) {
        [[maybe_unused]] auto const scope = runtime.cancellation_scope(send);
        return detail::send_attempt(send, next);
    } else {
        return detail::send_attempt(send, next);
    }
}

template <class Transport, class Machine, class Runtime>
void drive(Transport& send, Machine& machine, Runtime& runtime) {
    if (detail::is_cancelled(runtime)) {
        machine.cancel(runtime.now());
        return;
    }
    for (std::optional<attempt> next = machine.start(runtime.now()); next;) {
        if (next->delay.count() > 0) runtime.sleep(next->delay);
        if (detail::is_cancelled(runtime)) {
            machine.cancel(runtime.now());
            return;
        }
        result<http_response> const received = detail::send_attempt(send, *next, runtime);
        next = received.has_value() ? machine.resume(received.value(), runtime.random(), runtime.now())
                                    : machine.resume(received.error(), runtime.random(), runtime.now());
        if constexpr (requires { runtime.observe(machine.report()); }) runtime.observe(machine.report());
    }
}

// For machines that neither wait nor retry.
struct no_runtime {
    void sleep(std::chrono::milliseconds) const noexcept {}
    [[nodiscard]] std::chrono::steady_clock::time_point now() const noexcept { return {}; }
    [[nodiscard]] double random() const noexcept { return 0; }
};

}  // namespace detail

/// Sends the requests of a machine through a blocking transport until the machine is complete, and returns
/// its result.
///
/// The deadline of the machine interrupts a request only if the transport is a `timed_transport`; other
/// transports finish the request first. The optional member functions of `runtime` report each attempt and
/// cancel the machine.
///
/// *Errors:* those of the machine and of the transport.
template <transport Transport, class Machine, runtime Runtime>
    requires machine<std::remove_reference_t<Machine>>
[[nodiscard]] auto run(Transport&& send, Machine&& machine, Runtime&& runtime) {
    detail::drive(send, machine, runtime);
    return machine.take();
}

}  // namespace cfdns::inline v0_2

#endif
