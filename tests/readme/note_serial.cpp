// SPDX-License-Identifier: BSL-1.0
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    std::string const zone_id = "z";
    cfdns::testing::fake_cloudflare send;
    send.zone_transfers.incoming["z"] = {.peers = std::vector<std::string>{"p"}, .soa_serial = 2026112501};
    std::chrono::steady_clock::time_point time{};
    auto const now = [&] { return time; };
    auto const sleep = [&](std::chrono::milliseconds delay) { time += delay; };
    auto const random = [] { return 0.5; };
    auto const query_soa = [&](char const*) -> std::uint32_t {
        return time < std::chrono::steady_clock::time_point{std::chrono::seconds{5}} ? 2026112501
                                                                                     : 2026112502;
    };
    // EXAMPLE
    return end && end->noted && end->polls == 3 ? 0 : 1;
}
