// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <iostream>
#include <string>
#include <utility>

namespace zt = cfdns::zone_transfers;

namespace {

cfdns::testing::fake_cloudflare service;
cfdns::client cloudflare{std::ref(service), cfdns::api_token{cfdns::secret_string{"any"}}};
std::string const account_id = "my-account";
std::string const zone_id = "my-zone";

int fail(cfdns::error const& e) {
    std::cerr << e.message() << '\n';
    return 1;
}

int make_secondary(cfdns::secret_string secret) {
    // EXAMPLE
    return 0;
}

int allow_notify() {
    // EXAMPLE
    return acl ? 0 : fail(acl.error());
}

int transfer(std::uint32_t primary_serial) {
    // EXAMPLE
    return is_current ? 0 : 2;
}

int make_primary(std::string const& peer_id) {
    // EXAMPLE
    return zt::outgoing::status::is_enabled(*status) ? 0 : 1;
}

int move_peer(std::string const& peer_id) {
    // EXAMPLE
    return changed ? 0 : fail(changed.error());
}

}  // namespace

int main() {
    auto& state = service.zone_transfers;
    state.primaries[zone_id] = {.serial = 7};
    if (make_secondary(cfdns::secret_string{"c2VjcmV0"}) != 0 || allow_notify() != 0) return 1;
    auto const& peers = state.peers[account_id];
    if (peers.size() != 1 || state.acls[account_id].size() != 1) return 1;
    std::string const peer_id = peers.front().id;
    if (peers.front().tsig_id != state.tsigs[account_id].front().id) return 1;
    if (transfer(8) != 2) return 1;
    service.advance(std::chrono::minutes{5});
    if (transfer(7) != 0) return 1;
    if (make_primary(peer_id) != 0 || move_peer(peer_id) != 0) return 1;
    return peers.front().ip == "192.0.2.54" && state.outgoing.contains(zone_id) ? 0 : 1;
}
