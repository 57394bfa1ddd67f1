// SPDX-License-Identifier: BSL-1.0
#include <cfdns/testing/transport_conformance.hpp>
#include <cfdns/transport/curl.hpp>

#include <iostream>

using my_transport = cfdns::curl_transport;

int main() {
    // EXAMPLE
    for (auto const& one : results)
        if (one.outcome == cfdns::testing::verdict::failed && one.name != "tls_truncated_body") return 1;
    return results.size() == cfdns::testing::transport_behaviours().size() ? 0 : 1;
}
