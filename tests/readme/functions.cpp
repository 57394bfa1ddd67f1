// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <cstdlib>
#include <iostream>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

static cfdns::http_response send_somehow(cfdns::http_request const& request) {
    cfdns::testing::fake_cloudflare service;
    service.zone_transfers.incoming["269d8f4853475ca241c4e730be286b20"].name = "found";
    return service.handle(request);
}

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    // EXAMPLE
    return authorized && config && config.value().name == "found" ? 0 : 1;
}
