// SPDX-License-Identifier: BSL-1.0
#include <cfdns/testing/transport_conformance.hpp>
#include <cfdns/transport/curl.hpp>

#include "transport/unsupported_by_libcurl.hpp"

#include <iostream>

using my_transport = cfdns::curl_transport;

int main() {
    // EXAMPLE
    for (auto const& one : results)
        if (one.outcome == cfdns::testing::verdict::failed &&
            !cfdns_test::unsupported_by_libcurl().contains(one.name))
            return 1;
    return results.size() == cfdns::testing::transport_behaviours().size() ? 0 : 1;
}
