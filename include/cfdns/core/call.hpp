// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_CALL_HPP
#define CFDNS_CORE_CALL_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/operation.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/core/run.hpp>
#include <cfdns/core/runtime.hpp>
#include <cfdns/core/transport.hpp>
#include <cfdns/detail/call_engine.hpp>

#include <memory>

/// Calls an operation through a transport and waits for the result.
namespace cfdns::inline v0_2 {

namespace detail {

inline constexpr call_policy single_attempt{.retry = {.max_attempts = 1}};

}  // namespace detail

/// Creates the request, sends it, parses the response, and retries as `policy` allows. Returns the result
/// together with the rest of the response.
///
/// The policy's timeout interrupts a request only if the transport is a `timed_transport`; other transports
/// finish the request first. The optional member functions of `runtime` report each attempt and cancel the
/// call.
///
/// *Errors:* those of `make_request`, `authorize`, the transport and `parse_full_response`, and
/// `errc::deadline_exceeded`.
template <transport Transport, operation Op, runtime Runtime>
[[nodiscard]] result<response<typename Op::response_type>> call_full(
    Transport&& send, credentials const& credentials, Op const& params, request_options const& options,
    Runtime&& runtime, call_policy const& policy = {}) {
    auto out = detail::empty_result<response<typename Op::response_type>>();
    detail::borrowed_call call{detail::descriptor_of<Op>,
                               std::addressof(params),
                               credentials,
                               options,
                               policy,
                               std::addressof(out->value),
                               out->info};
    detail::drive(send, call, runtime);
    if (call.failed()) out = call.failure();
    return out;
}

/// Makes a single attempt, without retries or a timeout. *Errors:* those of `make_request`, `authorize`, the
/// transport and `parse_full_response`.
template <transport Transport, operation Op>
[[nodiscard]] result<response<typename Op::response_type>> call_full(Transport&& send,
                                                                     credentials const& credentials,
                                                                     Op const& params,
                                                                     request_options const& options = {}) {
    return cfdns::call_full(send, credentials, params, options, detail::no_runtime{},
                            detail::single_attempt);
}

/// Like `call_full`, but returns only the result.
template <transport Transport, operation Op, runtime Runtime>
[[nodiscard]] result<typename Op::response_type> call(Transport&& send, credentials const& credentials,
                                                      Op const& params, request_options const& options,
                                                      Runtime&& runtime, call_policy const& policy = {}) {
    auto out = detail::empty_result<typename Op::response_type>();
    response_info about;
    detail::borrowed_call call{detail::descriptor_of<Op>,
                               std::addressof(params),
                               credentials,
                               options,
                               policy,
                               std::addressof(*out),
                               about};
    detail::drive(send, call, runtime);
    if (call.failed()) out = call.failure();
    return out;
}

/// Like `call_full` with a single attempt, but returns only the result.
template <transport Transport, operation Op>
[[nodiscard]] result<typename Op::response_type> call(Transport&& send, credentials const& credentials,
                                                      Op const& params,
                                                      request_options const& options = {}) {
    return cfdns::call(send, credentials, params, options, detail::no_runtime{}, detail::single_attempt);
}

}  // namespace cfdns::inline v0_2

#endif
