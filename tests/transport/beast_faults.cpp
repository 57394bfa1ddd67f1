// SPDX-License-Identifier: BSL-1.0
#include "awaited.hpp"
#include "faults.hpp"

#include <cfdns/transport/beast.hpp>

TEST_CASE("calls through Beast handle a server that truncates, stalls and refuses") {
    cfdns_test::check_faults(
        "Beast", [](cfdns::transport_options const& options) { return cfdns::beast_transport{options}; });
}

TEST_CASE("awaited calls through Beast handle a server that truncates, stalls and refuses") {
    cfdns_test::check_faults("Beast, awaited", [](cfdns::transport_options const& options) {
        return cfdns_test::awaited{options};
    });
}
