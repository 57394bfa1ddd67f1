// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_MACHINE_HPP
#define CFDNS_CORE_MACHINE_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/detail/config.hpp>

#include <chrono>
#include <concepts>
#include <optional>
#include <string>

/// The `machine` concept: a sequence of one or more requests that decides what to send and when, and leaves
/// sending and waiting to its caller.
namespace cfdns::inline v0_2 {

/// The next step of a machine: wait for `delay`, send `*request`, then call `resume` with the response or
/// the error.
struct attempt {
    /// The request to send. *Lifetime:* valid until the next call of a member function of the machine.
    http_request const* request{};
    /// Time to wait before sending. Zero for the first attempt of a call, unless the machine waits between
    /// calls or the rate budget is exhausted.
    std::chrono::milliseconds delay{};
    /// Number of the attempt, starting at 1 for each call.
    int number{};
    /// Time from the end of `delay` to the deadline of the machine, to be used as the timeout of the
    /// request; `std::nullopt` if there is no deadline.
    std::optional<std::chrono::milliseconds> time_left{};
    /// Whether repeating the request would repeat its effect (`idempotency::none`), as with a create.
    bool creates{};
};

/// The outcome of an attempt, for logs, metrics and traces. It owns everything except the request.
struct attempt_report {
    /// Number of the call that the attempt belongs to, starting at 1; 0 until the first attempt has
    /// completed.
    int call{};
    /// Number of the attempt, starting at 1 for each call; 0 until the first attempt has completed.
    int number{};
    /// The request that was sent. It contains credentials and may contain a secret. *Lifetime:* valid until
    /// the next call of a member function of the machine.
    http_request const* request{};
    /// Status code of the response; 0 if there was no response.
    int http_status{};
    /// The response's `cf-ray`; empty if there was none.
    std::string cf_ray{};
    /// The error; `std::nullopt` if the attempt succeeded.
    std::optional<error> failure{};
    /// Delay before the next attempt of the same call; `std::nullopt` if there is none.
    std::optional<std::chrono::milliseconds> next_delay{};
};

/// A sequence of one or more requests, as an object that its caller drives:
///
///     for (auto next = machine.start(now()); next;) {
///         sleep(next->delay);
///         auto received = send(*next->request);
///         next = received ? machine.resume(received.value(), random(), now())
///                         : machine.resume(received.error(), random(), now());
///     }
///     auto outcome = machine.take();
///
/// An `exchange` makes one call, `pages` retrieves a list one page at a time, and a `workflow` makes any
/// sequence of calls. `run` drives a machine with a blocking transport; cfdns/drivers/ has other drivers.
///
/// A machine never sends, sleeps or reads a clock. Its member functions are:
///
/// - `start(now)` starts it and returns the first attempt.
/// - `resume(response, random, now)` and `resume(error, random, now)` take the outcome of the latest attempt
///   and return the next one. `random` is a random number in [0, 1) for jitter, `now` the time at which the
///   response was complete. Times come from any monotonic clock.
/// - `cancel(now)` ends it, even during an attempt or the delay before it.
/// - `report()` describes the latest completed attempt. Neither `start` nor `cancel` changes it.
/// - `take()` returns the result after completion: a value only once, an error every time.
///
/// `start` and `resume` return `std::nullopt` if nothing remains to be sent; `take` then returns the result
/// or the error. Calls out of order have no effect: `start` while the machine is in progress and after
/// completion, and `resume` before `start` and after completion, return `std::nullopt`; `cancel` after
/// completion does nothing; `take` before completion, and if the value was already taken, returns
/// `errc::cancelled`. These rules apply to every machine of the library.
template <class T>
concept machine = requires(T& object, response_view const& received, error const& failure, double random,
                           std::chrono::steady_clock::time_point now) {
    typename T::value_type;
    { object.start(now) } -> std::same_as<std::optional<attempt>>;
    { object.resume(received, random, now) } -> std::same_as<std::optional<attempt>>;
    { object.resume(failure, random, now) } -> std::same_as<std::optional<attempt>>;
    object.cancel(now);
    { object.report() } -> std::convertible_to<attempt_report const&>;
    { object.take() } -> std::same_as<result<typename T::value_type>>;
};

}  // namespace cfdns::inline v0_2

#endif
