// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_CALL_HPP
#define CFDNS_CORE_CALL_HPP

#include <cfdns/core/exchange.hpp>
#include <cfdns/core/runtime.hpp>
#include <cfdns/core/transport.hpp>

#include <chrono>
#include <utility>

/// Calls an operation through a transport and waits for the result.
namespace cfdns::inline v0_2 {

namespace detail {

template <class Transport>
result<http_response> send_attempt(Transport& send, attempt const& next) {
    if constexpr (timed_transport<Transport>)
        if (next.time_left) return send(*next.request, *next.time_left);
    return send(*next.request);
}

// For a single attempt, which neither waits nor uses random numbers.
struct no_runtime {
    void sleep(std::chrono::milliseconds) const noexcept {}
    [[nodiscard]] std::chrono::steady_clock::time_point now() const noexcept { return {}; }
    [[nodiscard]] double random() const noexcept { return 0; }
};

}  // namespace detail

/// Creates the request, sends it, parses the response, and retries as `policy` allows. Returns the result
/// together with the rest of the response.
///
/// The policy's timeout interrupts a request only if the transport is a `timed_transport`; other transports
/// finish the request first. If `runtime` has `observe`, it is called after each attempt.
///
/// *Errors:* those of `make_request`, `authorize`, the transport and `parse_full_response`, and
/// `errc::deadline_exceeded`.
template <transport Transport, operation Op, runtime Runtime>
[[nodiscard]] result<response<typename Op::response_type>> call_full(
    Transport&& send, credentials const& credentials, Op const& params, request_options const& options,
    Runtime&& runtime, call_policy const& policy = {}) {
    exchange<Op> machine{params, credentials, options, policy};
    for (auto next = machine.start(runtime.now()); next;) {
        if (next->delay.count() > 0) runtime.sleep(next->delay);
        result<http_response> const received = detail::send_attempt(send, *next);
        next = received.has_value() ? machine.resume(received.value(), runtime.random(), runtime.now())
                                    : machine.resume(received.error(), runtime.random(), runtime.now());
        if constexpr (requires { runtime.observe(machine.report()); }) runtime.observe(machine.report());
    }
    return machine.take_full();
}

/// Makes a single attempt, without retries or a timeout. *Errors:* those of `make_request`, `authorize`, the
/// transport and `parse_full_response`.
template <transport Transport, operation Op>
[[nodiscard]] result<response<typename Op::response_type>> call_full(Transport&& send,
                                                                     credentials const& credentials,
                                                                     Op const& params,
                                                                     request_options const& options = {}) {
    call_policy once;
    once.retry.max_attempts = 1;
    return cfdns::call_full(send, credentials, params, options, detail::no_runtime{}, once);
}

/// Like `call_full`, but returns only the result.
template <transport Transport, operation Op, runtime Runtime>
[[nodiscard]] result<typename Op::response_type> call(Transport&& send, credentials const& credentials,
                                                      Op const& params, request_options const& options,
                                                      Runtime&& runtime, call_policy const& policy = {}) {
    auto full = cfdns::call_full(send, credentials, params, options, runtime, policy);
    if (full.has_error()) return full.error();
    return std::move(full.value().value);
}

/// Like `call_full` with a single attempt, but returns only the result.
template <transport Transport, operation Op>
[[nodiscard]] result<typename Op::response_type> call(Transport&& send, credentials const& credentials,
                                                      Op const& params,
                                                      request_options const& options = {}) {
    auto full = cfdns::call_full(send, credentials, params, options);
    if (full.has_error()) return full.error();
    return std::move(full.value().value);
}

}  // namespace cfdns::inline v0_2

#endif
