// SPDX-License-Identifier: BSL-1.0
#include "conformance.hpp"

#include <cfdns/transport/httplib.hpp>

TEST_CASE("the cpp-httplib transport conforms") {
    cfdns::testing::unsupported_behaviours lacking{{"interim_replies", "httplib skips a plain 100 Continue only"}};
    if (std::string_view{CPPHTTPLIB_VERSION}.starts_with("0.11.")) {
        lacking["reply_headers"] = "httplib 0.11 drops header fields with an empty value";
        lacking["chunked"] = "httplib 0.11 takes trailers for a broken reply";
    }
    cfdns_test::check_conformance(
        "cpp-httplib " CPPHTTPLIB_VERSION,
        [](cfdns::transport_options const& options) { return cfdns::httplib_transport{options}; }, lacking);
}
