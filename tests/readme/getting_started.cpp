// SPDX-License-Identifier: BSL-1.0
#include "support/http_host.hpp"

#include <cfdns/testing/fake_cloudflare.hpp>

#include <cstdlib>
#include <string>

#define main list_zones
// EXAMPLE
#undef main

// What the program prints is compared by follow.py.
int main() {
    cfdns::testing::fake_cloudflare service;
    support::http_host const host{
        [&](cfdns::http_request const& request) { return service.handle(request); }};
    std::string const base = "http://127.0.0.1:" + std::to_string(host.port()) + "/client/v4";
    setenv("CLOUDFLARE_BASE_URL", base.c_str(), 1);
    bool const without_token = list_zones() == 2;
    setenv("CLOUDFLARE_API_TOKEN", "any", 1);
    bool const listed = list_zones() == 0;
    service.next_faults = {cfdns::testing::faults::lost_response()};
    bool const lost = list_zones() == 1;
    return without_token && listed && lost ? 0 : 1;
}
