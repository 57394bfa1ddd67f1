// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <iostream>
#include <string>
#include <vector>

int fail(cfdns::error const& failure) {
    std::cout << failure.message() << '\n';
    return 1;
}

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    std::string const account_id = "01a7362d577a6c3019a474fd6f485823";
    std::string const zone_id = "z";
    cfdns::testing::fake_cloudflare transport;
    auto& state = transport.zone_transfers;
    state.tsigs[account_id] = {{.id = "k1", .algo = "hmac-sha256.", .name = "transfer.example.com."}};
    state.peers[account_id] = {{.id = "p1", .name = "ns1", .ip = "192.0.2.53", .port = 53, .tsig_id = "k1"}};
    state.incoming["z"] = {.name = "example.com.", .peers = std::vector<std::string>{"p1"}};
    cfdns::secret_string const named_conf{"allow-transfer { 198.41.144.240/28; };"};
    cfdns::blocking_runtime runtime;
    auto const now = transport.now;
    // EXAMPLE
    return flows::diagnose(facts, now).empty() ? 1 : 0;
}
