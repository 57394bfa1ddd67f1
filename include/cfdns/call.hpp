// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CALL_HPP
#define CFDNS_CALL_HPP

#include <cfdns/exchange.hpp>

#include <concepts>

/// The blocking convenience for those who have a function from request to response.
namespace cfdns::inline v1 {

/// Anything that can be called with a request and gives a response or an error; a lambda will do.
///
/// A transport adds the origin, sends the request as it is, does not follow redirects, and returns every response with
/// whatever status. It fails only where there is no complete response, saying whether the request may have been sent.
template <class T>
concept transport = requires(T& send, http_request const& request) {
    { send(request) } -> std::convertible_to<result<http_response>>;  // may not change the request: it may be sent again
};

/// Makes the request, sends it and reads the reply; gives the result with all that came with it. One attempt.
///
/// *Errors:* those of `make_request`, `authorize`, the transport and `parse_reply`.
template <transport Transport, operation Op>
[[nodiscard]] result<reply<typename Op::response_type>> call_reply(Transport&& send, credentials const& who, Op const& params,
                                                                   endpoint const& where = {}) {
    exchange<Op> one{params, who, where};
    for (auto step = one.start({}); step;) {
        result<http_response> const got = send(*step->request);
        step = got.has_value() ? one.resume(got.value(), 0, {}) : one.resume(got.error(), 0, {});
    }
    return one.take_reply();
}

/// Makes the request, sends it and reads the reply; gives the result. *Errors:* as `call_reply`.
template <transport Transport, operation Op>
[[nodiscard]] result<typename Op::response_type> call(Transport&& send, credentials const& who, Op const& params,
                                                      endpoint const& where = {}) {
    auto full = call_reply(send, who, params, where);
    if (full.has_error()) return full.error();
    return std::move(full.value().value);
}

}  // namespace cfdns::inline v1

#endif
