// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_SUPPORT_PROPERTY_CASES_HPP
#define CFDNS_TESTS_SUPPORT_PROPERTY_CASES_HPP

#include <cstdlib>

// How many cases of a property are tested: `usual`, or as many times that as CFDNS_PROPERTY_FACTOR says.
inline unsigned property_cases(unsigned usual) {
    char const* const factor = std::getenv("CFDNS_PROPERTY_FACTOR");
    int const times = factor != nullptr ? std::atoi(factor) : 1;
    return times > 1 ? usual * static_cast<unsigned>(times) : usual;
}

#endif
