// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#ifdef WITH_TESTING
#include <cfdns/testing/fake_cloudflare.hpp>
#endif
#ifdef WITH_BEAST
#include <cfdns/transport/beast.hpp>
#endif
#ifdef WITH_CURL
#include <cfdns/transport/curl.hpp>
#endif
#ifdef WITH_HTTPLIB
#include <cfdns/transport/httplib.hpp>
#endif

#include <cstdio>

namespace zt = cfdns::zone_transfers;

int main() {
    auto const request =
        cfdns::make_request(zt::incoming::get{.zone_id = "269d8f4853475ca241c4e730be286b20"});
    auto const response = cfdns::parse_response<zt::incoming::get>({502, {}, "<html>bad gateway</html>"});
    if (!request || response) return 1;
    std::printf("cfdns " CFDNS_VERSION ": GET %s: %s\n", request.value().target.c_str(),
                response.error().message().c_str());
#if defined(WITH_COMPILED) && !defined(CFDNS_SEPARATE_COMPILATION)
    return 1;
#endif
#ifdef WITH_TESTING
    cfdns::testing::fake_cloudflare service;
    if (!service(request.value())) return 1;
#endif
        // What is linked is run, and nothing is sent: no transport speaks this.
#ifdef WITH_BEAST
    if (cfdns::beast_transport{{.origin = "ftp://127.0.0.1"}}(request.value())) return 1;
#endif
#ifdef WITH_CURL
    if (cfdns::curl_transport{{.origin = "ftp://127.0.0.1"}}(request.value())) return 1;
#endif
#ifdef WITH_HTTPLIB
    if (cfdns::httplib_transport{{.origin = "ftp://127.0.0.1"}}(request.value())) return 1;
#endif
    return 0;
}
