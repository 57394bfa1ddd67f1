// SPDX-License-Identifier: BSL-1.0
#include "awaited.hpp"
#include "conformance.hpp"

#include <cfdns/transport/beast.hpp>

namespace {

cfdns::testing::unsupported_behaviours const lacking{{"gzip", "Beast cannot undo it"}};

}  // namespace

TEST_CASE("the blocking Beast transport conforms") {
    cfdns_test::check_conformance(
        "Beast", [](cfdns::transport_options const& options) { return cfdns::beast_transport{options}; },
        lacking);
}

TEST_CASE("the awaitable Beast transport conforms") {
    cfdns_test::check_conformance(
        "Beast, awaited",
        [](cfdns::transport_options const& options) { return cfdns_test::awaited{options}; }, lacking);
}
