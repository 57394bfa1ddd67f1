// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DRIVERS_BLOCKING_HPP
#define CFDNS_DRIVERS_BLOCKING_HPP

#include <cfdns/core/call.hpp>

#include <chrono>
#include <random>
#include <thread>

/// A blocking runtime based on the standard library. Opt-in: not included by cfdns/cfdns.hpp.
namespace cfdns::inline v0_2 {

/// A runtime that blocks the calling thread:
///
///     auto created = cfdns::call(transport, credentials, op, {}, cfdns::blocking_runtime{});
class blocking_runtime {
public:
    /// Seeds the random number generator from `std::random_device`.
    blocking_runtime() : engine_(std::random_device{}()) {}

    /// Blocks the calling thread for `delay`.
    void sleep(std::chrono::milliseconds delay) const { std::this_thread::sleep_for(delay); }
    /// The current time of `std::chrono::steady_clock`.
    [[nodiscard]] std::chrono::steady_clock::time_point now() const noexcept {
        return std::chrono::steady_clock::now();
    }
    /// A random number, uniform in [0, 1).
    [[nodiscard]] double random() { return std::uniform_real_distribution<double>{}(engine_); }

private:
    std::minstd_rand engine_;
};

}  // namespace cfdns::inline v0_2

#endif
