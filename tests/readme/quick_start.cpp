// SPDX-License-Identifier: BSL-1.0
#include "support/http_host.hpp"

#include <cfdns/testing/fake_cloudflare.hpp>

#include <cstdlib>
#include <string>

#define main quick_start
// EXAMPLE
#undef main

// The program, with the in-memory service over HTTP.
int main() {
    cfdns::testing::fake_cloudflare service;
    support::http_host const host{
        [&](cfdns::http_request const& request) { return service.handle(request); }};
    std::string const base = "http://127.0.0.1:" + std::to_string(host.port()) + "/client/v4";
    setenv("CLOUDFLARE_BASE_URL", base.c_str(), 1);
    bool const without_token = quick_start() == 2;
    setenv("CLOUDFLARE_API_TOKEN", "any", 1);
    bool const created = quick_start() == 0;
    bool const once = quick_start() == 1;
    return without_token && created && once && service.zone_transfers.incoming.size() == 1 ? 0 : 1;
}
