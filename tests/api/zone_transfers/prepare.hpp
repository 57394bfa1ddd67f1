// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_ZONE_TRANSFERS_PREPARE_HPP
#define CFDNS_TESTS_API_ZONE_TRANSFERS_PREPARE_HPP

#include "examples.hpp"

#include <cfdns/testing/fake_cloudflare.hpp>

#include <string>
#include <string_view>
#include <vector>

// What the examples name exists, unless the example is about to create it.
inline void prepare_zone_transfers(cfdns::testing::fake_cloudflare& service, std::string_view operation) {
    auto& state = service.zone_transfers;
    if (!operation.ends_with("zone_transfers.incoming.create"))
        state.incoming[zone] = {.id = zone, .name = "www.example.com.", .peers = std::vector<std::string>{}};
    if (!operation.ends_with("zone_transfers.outgoing.create"))
        state.outgoing[zone] = {.id = zone, .name = "www.example.com.", .peers = std::vector<std::string>{}};
    state.acls[account].push_back({.id = acl_id, .ip_range = "192.0.2.53/28", .name = "my-acl-1"});
    state.peers[account].push_back({.id = peer_1, .name = "my-peer-1"});
    state.tsigs[account].push_back(
        {.id = tsig_id, .algo = "hmac-sha512.", .name = "t.", .secret = cfdns::secret_string{"s"}});
}

#endif
