// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_TRANSPORT_UNSUPPORTED_BY_LIBCURL_HPP
#define CFDNS_TESTS_TRANSPORT_UNSUPPORTED_BY_LIBCURL_HPP

#include <cfdns/testing/transport_conformance.hpp>

#include <curl/curl.h>

namespace cfdns_test {

// What this version of libcurl cannot do, whatever calls it.
inline cfdns::testing::unsupported_behaviours unsupported_by_libcurl() {
    if (curl_version_info(CURLVERSION_NOW)->version_num < 0x080e00)
        return {{"tls_truncated_body", "libcurl takes the end of the connection for the end of the body"}};
    return {{"target", "over http, libcurl changes an empty query or the case of hexadecimal digits"}};
}

}  // namespace cfdns_test

#endif
