// SPDX-License-Identifier: BSL-1.0
#include "conformance.hpp"
#include "unsupported_by_libcurl.hpp"

#include <cfdns/transport/curl.hpp>

TEST_CASE("the libcurl transport conforms") {
    auto lacking = cfdns_test::unsupported_by_libcurl();
    if (curl_version_info(CURLVERSION_NOW)->version_num < 0x075000)
        lacking["connection_reuse"] = "before 7.80, POST and PATCH get a connection of their own";
    cfdns_test::check_conformance(
        "libcurl", [](cfdns::transport_options const& options) { return cfdns::curl_transport{options}; },
        lacking);
}
