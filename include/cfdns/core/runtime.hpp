// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_RUNTIME_HPP
#define CFDNS_CORE_RUNTIME_HPP

#include <cfdns/detail/config.hpp>

#include <chrono>
#include <concepts>

/// The `runtime` concept: sleep, clock and random numbers.
namespace cfdns::inline v0_2 {

/// Sleep, clock and random numbers for `call`. `blocking_runtime` of cfdns/drivers/blocking.hpp is a model.
///
/// Optional member functions:
///
/// - `observe(attempt_report const&)` is called after each attempt.
/// - `is_cancelled()` is called before the machine is started and before each attempt. If it returns true,
///   the machine is cancelled, and nothing more is sent. `sleep` should then return early.
/// - `cancellation_scope(transport)` is called before each attempt. The object that it returns is destroyed
///   after the attempt; it can cancel the request during the attempt.
template <class T>
concept runtime = requires(T& object, std::chrono::milliseconds delay) {
    object.sleep(delay);                                                             // returns after `delay`
    { object.now() } -> std::convertible_to<std::chrono::steady_clock::time_point>;  // monotonic
    { object.random() } -> std::convertible_to<double>;                              // uniform in [0, 1)
};

/// Adapts three functions to the `runtime` concept.
template <class Sleep, class Now, class Random>
struct runtime_functions {
    Sleep sleep;    ///< Takes a `std::chrono::milliseconds` and returns after that time.
    Now now;        ///< Returns a `std::chrono::steady_clock::time_point`.
    Random random;  ///< Returns a random number, uniform in [0, 1).
};
/// Stores the three function objects by value.
template <class Sleep, class Now, class Random>
runtime_functions(Sleep, Now, Random) -> runtime_functions<Sleep, Now, Random>;

}  // namespace cfdns::inline v0_2

#endif
