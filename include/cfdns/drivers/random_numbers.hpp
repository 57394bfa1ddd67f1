// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DRIVERS_RANDOM_NUMBERS_HPP
#define CFDNS_DRIVERS_RANDOM_NUMBERS_HPP

#include <cfdns/detail/config.hpp>

#include <random>

/// The random numbers of the drivers.
namespace cfdns::inline v0_2 {

/// Random numbers for the jitter of retries. Not suitable for cryptography. Must be used by one thread at a
/// time.
class random_numbers {
public:
    /// Seeds the generator from `std::random_device`.
    random_numbers() : engine_(std::random_device{}()) {}

    /// A random number, uniform in [0, 1).
    [[nodiscard]] double next() { return std::uniform_real_distribution<double>{}(engine_); }

private:
    std::minstd_rand engine_;
};

}  // namespace cfdns::inline v0_2

#endif
