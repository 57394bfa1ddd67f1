// SPDX-License-Identifier: BSL-1.0
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <chrono>
#include <string>

namespace flows = cfdns::flows;

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    cfdns::testing::fake_cloudflare send;
    flows::desired const want{.account_id = "a", .peers = {{.name = "ns1", .ip = "192.0.2.53"}}};
    flows::rules const rules;
    std::string file;
    int written = 0;
    auto const read_file = [&](char const*) { return file; };
    auto const write_file = [&](char const*, std::string const& text) {
        file = text;
        ++written;
    };
    std::chrono::steady_clock::time_point time{};
    auto const now = [&] { return time; };
    auto const sleep = [&](std::chrono::milliseconds delay) { time += delay; };
    auto const random = [] { return 0.5; };
    // EXAMPLE
    return done && done->complete() && written == 2 && file.find("ns1") != file.npos ? 0 : 1;
}
