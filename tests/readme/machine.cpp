// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <cstdlib>
#include <iostream>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    cfdns::testing::fake_cloudflare service;
    service.zone_transfers.incoming["z"].name = "found";
    zt::incoming::get const op{.zone_id = "z"};
    auto const now = [] { return std::chrono::steady_clock::time_point{}; };
    auto const random = [] { return 0.5; };
    auto const wait = [](std::chrono::milliseconds) {};
    auto const send = [&](cfdns::http_request const& request) { return service(request); };
    // EXAMPLE
    return config && config.value().name == "found" ? 0 : 1;
}
