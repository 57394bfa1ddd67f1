// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_README_KEY_ROTATION_HPP
#define CFDNS_TESTS_README_KEY_ROTATION_HPP

#include <cfdns/cfdns.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

// What the programs of docs/key_rotation.md have.
namespace key_rotation_example {

inline cfdns::api_token const credentials{cfdns::secret_string{"any"}};
inline cfdns::secret_string const old_secret{"c2VjcmV0"};
inline cfdns::secret_string const new_secret{"YW5vdGhlcg=="};
inline cfdns::flows::desired const want{
    .account_id = "01a7362d577a6c3019a474fd6f485823",
    .tsigs = {{.name = "axfr.example.com.", .secret = old_secret}},
    .peers = {{.name = "ns1", .ip = "192.0.2.53", .tsig = "axfr.example.com."}},
    .incoming = {{.zone_id = "z1", .name = "example.com.", .peers = {"ns1"}}}};

inline cfdns::testing::fake_cloudflare make_service() {
    cfdns::testing::fake_cloudflare out;
    auto& state = out.zone_transfers;
    std::string const& account = want.account_id.get();
    state.tsigs[account] = {
        {.id = "t1", .algo = "hmac-sha256.", .name = "axfr.example.com.", .secret = old_secret}};
    state.peers[account] = {{.id = "p1", .name = "ns1", .ip = "192.0.2.53", .tsig_id = "t1"}};
    state.incoming["z1"] = {.name = "example.com.", .peers = std::vector<std::string>{"p1"}};
    state.primaries["z1"] = {};
    return out;
}

inline cfdns::testing::fake_cloudflare transport = make_service();

// Nothing sleeps: the time of the service passes instead.
struct runtime_of_service {
    std::chrono::steady_clock::time_point time{};

    void sleep(std::chrono::milliseconds delay) {
        time += delay;
        transport.advance(delay);
    }
    std::chrono::steady_clock::time_point now() const { return time; }
    static double random() { return 0.5; }
};
inline runtime_of_service runtime;

inline int deployed = 0;
inline void deploy(std::string const&, cfdns::flows::name_server_configuration const&) { ++deployed; }

inline std::string read_file(char const*) { return {}; }
inline void write_file(char const*, std::string const&) {}

}  // namespace key_rotation_example

#endif
