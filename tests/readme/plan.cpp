// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <iostream>
#include <string>
#include <vector>

namespace flows = cfdns::flows;
using namespace std::chrono_literals;

int fail(cfdns::error const& failure) {
    std::cout << failure.message() << '\n';
    return 1;
}

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    cfdns::secret_string const secret{"c2VjcmV0"};
    std::string const account_id = "01a7362d577a6c3019a474fd6f485823";
    cfdns::testing::fake_cloudflare transport;
    auto& state = transport.zone_transfers;
    state.peers[account_id] = {{.id = "p9", .name = "old-ns", .ip = "192.0.2.1"},
                               {.id = "p2", .name = "ns2"}};
    state.acls[account_id] = {{.id = "a1", .ip_range = "198.51.100.0/24", .name = "office"}};
    state.incoming["z1"] = {.name = "example.com.", .peers = std::vector<std::string>{"p9"}};
    state.outgoing["z2"] = {.name = "example.net.", .peers = std::vector<std::string>{}};
    flows::desired const want{.account_id = account_id,
                              .tsigs = {{.name = "transfer.example.com.", .secret = secret}},
                              .peers = {{.name = "ns1", .ip = "192.0.2.53", .tsig = "transfer.example.com."},
                                        {.name = "ns2", .ip = "192.0.2.54"}},
                              .acls = {{.name = "office", .ip_range = "198.51.100.0/24"}},
                              .incoming = {{.zone_id = "z1",
                                            .name = "example.com.",
                                            .peers = {"ns1"},
                                            .auto_refresh_seconds = 1h}},
                              .outgoing = {{.zone_id = "z2", .name = "example.net.", .peers = {"ns1"}}},
                              .absent = {{flows::object_kind::peer, "old-ns"}}};
    cfdns::blocking_runtime runtime;
    // EXAMPLE
    return done && done->complete() && plan.steps.size() == 7 ? 0 : 1;
}
