// SPDX-License-Identifier: BSL-1.0
#include <cfdns/transport/httplib.hpp>

#include "conformance.hpp"

#include <doctest/doctest.h>

TEST_CASE("the conformance kit on cpp-httplib") {
    cfdns_test::check_conformance(
        "cfdns::httplib_transport", [](cfdns::transport_options const& options) { return cfdns::httplib_transport{options}; });
}
