// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <functional>
#include <string>
#include <vector>

namespace flows = cfdns::flows;
using namespace std::chrono_literals;

bool wait(cfdns::testing::fake_cloudflare& service, std::string const& zone_id) {
    cfdns::client cloudflare{
        std::ref(service), cfdns::api_token{cfdns::secret_string{"any"}}, {}, cfdns::blocking_runtime{}};
    // EXAMPLE
    return arrived && arrived->serial == 2026112503u;
}

int main() {
    cfdns::testing::fake_cloudflare service;
    service.zone_transfers.incoming["z"] = {.checked_time = service.make_timestamp(),
                                            .peers = std::vector<std::string>{"p"},
                                            .soa_serial = 2026112503};
    return wait(service, "z") ? 0 : 1;
}
