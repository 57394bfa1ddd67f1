// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <chrono>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zt = cfdns::zone_transfers;

int fail(cfdns::error const& failure) {
    std::cout << failure.message() << '\n';
    return 1;
}

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    std::string const zone_id = "z";
    cfdns::testing::fake_cloudflare transport;
    transport.zone_transfers.incoming["z"] = {.checked_time = transport.make_timestamp(),
                                              .peers = std::vector<std::string>{"p"},
                                              .soa_serial = 2026112501};
    auto const now = transport.now + std::chrono::minutes{10};
    auto const first_seen = now - std::chrono::minutes{5};
    std::string alerts;
    auto const alert = [&](std::string const& zone, std::string_view verdict) {
        (alerts += zone + ' ') += verdict;
    };
    // EXAMPLE
    return alerts == "z behind" ? 0 : 1;
}
