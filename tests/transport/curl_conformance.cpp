// SPDX-License-Identifier: BSL-1.0
#include "conformance.hpp"

#include <cfdns/transport/curl.hpp>

TEST_CASE("the libcurl transport conforms") {
    unsigned const version = curl_version_info(CURLVERSION_NOW)->version_num;
    cfdns::testing::unsupported_behaviours lacking;
    if (version < 0x075000)
        lacking["connection_reuse"] = "before 7.80, POST and PATCH get a connection of their own";
    if (version < 0x080e00)
        lacking["tls_truncated_body"] = "libcurl takes the end of the connection for the end of the body";
    else
        lacking["target"] = "over http, libcurl changes an empty query or the case of hexadecimal digits";
    cfdns_test::check_conformance(
        "libcurl", [](cfdns::transport_options const& options) { return cfdns::curl_transport{options}; },
        lacking);
}
