// SPDX-License-Identifier: BSL-1.0
#include "conformance.hpp"

#include <cfdns/transport/curl.hpp>

TEST_CASE("the libcurl transport conforms") {
    cfdns_test::check_conformance(
        "libcurl", [](cfdns::transport_options const& options) { return cfdns::curl_transport{options}; },
        {{"tls_truncated", "libcurl takes the end of the connection for the end of the body"}});
}
