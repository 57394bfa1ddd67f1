// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_EXCHANGE_HPP
#define CFDNS_EXCHANGE_HPP

#include <cfdns/credentials.hpp>
#include <cfdns/operation.hpp>

#include <chrono>
#include <optional>
#include <utility>

/// One call as a machine that the caller turns: it says what to send and when, and does neither.
namespace cfdns::inline v1 {

/// What to do next: wait for `delay`, send `*request`, and resume the exchange with what came back.
struct attempt {
    http_request const* request{};      ///< *Lifetime:* as long as the exchange.
    std::chrono::milliseconds delay{};  ///< Zero for the first attempt.
};

/// One call of an operation, driven by the caller:
///
///     cfdns::exchange call{op, who};
///     for (auto step = call.start(now()); step;) {
///         wait(step->delay);
///         auto got = send(*step->request);
///         step = got ? call.resume(got.value(), dice(), now()) : call.resume(got.error(), dice(), now());
///     }
///     auto made = call.take();
///
/// It never sends, sleeps or reads a clock, so it serves blocking code, callbacks and coroutines alike. It is neither copied
/// nor moved, because `attempt::request` points into it. At present each call is one attempt.
template <operation Op>
class exchange {
public:
    /// The caller's clock: any monotonic time will do.
    using time_point = std::chrono::steady_clock::time_point;
    /// What the operation answers with.
    using value_type = typename Op::response_type;

    /// Makes the request. *Errors:* what `make_request` or `authorize` refuse comes out of `take`.
    exchange(Op const& params, credentials const& who, endpoint const& where = {})
        : request_(make_request(params, where)) {
        if (request_.has_error()) {
            outcome_ = request_.error();
        } else if (auto authorized = authorize(request_.value(), who); authorized.has_error()) {
            outcome_ = authorized.error();
        }
    }
    exchange(exchange const&) = delete;
    exchange& operator=(exchange const&) = delete;

    /// The first attempt; nothing if the request was refused, see `take`.
    [[nodiscard]] std::optional<attempt> start(time_point /*now*/) {
        if (outcome_) return std::nullopt;
        return attempt{&request_.value(), {}};
    }

    /// Takes a reply. Returns the next attempt, or nothing when the call is over.
    ///
    /// `dice` is a random number, 0 <= dice < 1, that spreads retries; `now` is the time at which the reply was complete.
    [[nodiscard]] std::optional<attempt> resume(response_view const& received, double /*dice*/, time_point /*now*/) {
        outcome_ = parse_reply<Op>(received);
        return std::nullopt;
    }

    /// Takes a transport's failure. Returns the next attempt, or nothing when the call is over.
    [[nodiscard]] std::optional<attempt> resume(error const& failure, double /*dice*/, time_point /*now*/) {
        outcome_ = failure;
        return std::nullopt;
    }

    /// The result with all that came with it, once, when the call is over. *Errors:* `errc::cancelled` before or after that.
    [[nodiscard]] result<reply<value_type>> take_reply() {
        if (!outcome_) return error{make_error_code(errc::cancelled), sent::maybe, "the exchange is not over"};
        result<reply<value_type>> out = std::move(*outcome_);
        outcome_ = error{make_error_code(errc::cancelled), sent::maybe, "the result was taken before"};
        return out;
    }

    /// The result, once, when the call is over. *Errors:* as `take_reply`.
    [[nodiscard]] result<value_type> take() {
        auto full = take_reply();
        if (full.has_error()) return full.error();
        return std::move(full.value().value);
    }

private:
    result<http_request> request_;
    std::optional<result<reply<value_type>>> outcome_{};
};

}  // namespace cfdns::inline v1

#endif
