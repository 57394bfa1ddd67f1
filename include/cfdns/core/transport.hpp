// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_TRANSPORT_HPP
#define CFDNS_CORE_TRANSPORT_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/http.hpp>

#include <chrono>
#include <concepts>

/// The `transport` concepts: requirements on an HTTP client.
namespace cfdns::inline v0_2 {

/// A function object that sends a request and returns the response or an error. A lambda is sufficient.
///
/// A transport adds the origin, sends the request unchanged, does not follow redirects, and returns every
/// response, regardless of its status. It returns an error only if there is no complete response; the error
/// states whether the service may have received the request (`delivery`).
template <class T>
concept transport = requires(T& send, http_request const& request) {
    { send(request) } -> std::convertible_to<result<http_response>>;  // const: may be sent again
};

/// A transport that also accepts a timeout for a single request. A call with a timeout passes the remaining
/// time.
template <class T>
concept timed_transport = transport<T> &&
    requires(T& send, http_request const& request, std::chrono::milliseconds timeout) {
    { send(request, timeout) } -> std::convertible_to<result<http_response>>;
};

}  // namespace cfdns::inline v0_2

#endif
