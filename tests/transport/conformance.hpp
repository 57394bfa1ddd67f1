// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_TRANSPORT_CONFORMANCE_HPP
#define CFDNS_TESTS_TRANSPORT_CONFORMANCE_HPP

#include <cfdns/testing/transport_conformance.hpp>

#include <doctest/doctest.h>

#include <string>

namespace cfdns_test {

/// Prints the table of a transport and checks that it has every behaviour except those that it is said to
/// lack, which it must really lack.
template <class Make>
void check_conformance(std::string const& name, Make make,
                       cfdns::testing::unsupported_behaviours const& lacking = {}) {
    namespace testing = cfdns::testing;
    auto const results = testing::check_transport(make, lacking);
    MESSAGE(name << "\n" << testing::to_text(results));
    CHECK(results.size() == testing::transport_behaviours().size());
    for (testing::behaviour_result const& one : results) {
        bool const lacks = lacking.find(one.name) != lacking.end();
        CAPTURE(one.name);
        CHECK_MESSAGE(one.outcome == (lacks ? testing::verdict::unsupported : testing::verdict::passed),
                      one.detail);
    }
}

}  // namespace cfdns_test

#endif
