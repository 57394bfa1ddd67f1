// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_BLOCKING_HPP
#define CFDNS_BLOCKING_HPP

#include <cfdns/call.hpp>

#include <chrono>
#include <random>
#include <thread>

/// The standard library's clock, sleep and dice for `call`. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v1 {

/// Means of a call that simply blocks the thread:
///
///     auto made = cfdns::call(transport, who, op, {}, cfdns::blocking{});
class blocking {
public:
    /// Seeds the dice by `std::random_device`.
    blocking() : engine_(std::random_device{}()) {}

    /// Sleeps.
    void pause(std::chrono::milliseconds delay) const { std::this_thread::sleep_for(delay); }
    /// The time of `std::chrono::steady_clock`.
    [[nodiscard]] std::chrono::steady_clock::time_point now() const noexcept { return std::chrono::steady_clock::now(); }
    /// A random number, 0 <= dice < 1.
    [[nodiscard]] double dice() { return std::uniform_real_distribution<double>{}(engine_); }

private:
    std::minstd_rand engine_;
};

}  // namespace cfdns::inline v1

#endif
