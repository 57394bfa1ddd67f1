// SPDX-License-Identifier: BSL-1.0
#undef NDEBUG
#include <cassert>
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <string>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

auto make_secondary_zone(auto& transport, std::string zone) {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    zt::incoming::create const op{
        .zone_id = zone, .auto_refresh_seconds = 24h, .name = "example.com", .peers = {"peer"}};
    return cfdns::call(transport, credentials, op);
}

int main() {
    // EXAMPLE
}
