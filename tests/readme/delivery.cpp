// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    cfdns::testing::fake_cloudflare transport;
    transport.next_faults = {cfdns::testing::faults::lost_response()};
    zt::incoming::create const op{
        .zone_id = "z", .auto_refresh_seconds = 24h, .name = "example.com", .peers = {"peer"}};
    // EXAMPLE
    return made && made.value().name == "example.com" && transport.log.size() == 2 ? 0 : 1;
}
