// SPDX-License-Identifier: BSL-1.0
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <chrono>
#include <cstddef>
#include <iostream>
#include <sstream>
#include <streambuf>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

// The document shows what the program prints.
constexpr char const* expected =
    R"(1225 to 2425 requests in 5 to 10 min
295 of 1200 zones done, 0 failed, 905 left, about 10 min
595 of 1200 zones done, 1 failed, 604 left, about 9 min
596 of 1200 zones done, 1 failed, 603 left, about 5 min
896 of 1200 zones done, 1 failed, 303 left, about 5 min
1196 of 1200 zones done, 1 failed, 3 left, about 1 s
# account 01a7362d577a6c3019a474fd6f485823: 1199 of 1200 zones done, 1 failed, 0 left
+ 800 zones created
+ 399 zones configured
? z301.example: failed, wrong_zone_type: it is of type full. Make the zone a secondary zone, and run again.
)";

// What is printed while it exists.
struct printed {
    printed() : before(std::cout.rdbuf(text.rdbuf())) {}
    ~printed() { std::cout.rdbuf(before); }
    std::ostringstream text{};
    std::streambuf* before;
};

cfdns::testing::fake_cloudflare service;

}  // namespace

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    std::string const account_id = "01a7362d577a6c3019a474fd6f485823";
    service.zone_transfers.peers[account_id] = {{.id = "p1", .name = "ns1", .ip = "192.0.2.53"}};
    service.rate = cfdns::testing::rate_rule{};
    std::vector<std::string> names;
    for (int i = 1; i <= 1200; ++i) names.push_back("z" + std::to_string(i) + ".example");
    for (std::size_t i = 0; i < 1200; i += 3) {
        cfdns::zones::zone zone{.id = service.make_id(), .name = names[i]};
        zone.type = i == 300 ? "full" : "secondary";
        zone.account = cfdns::zones::account{.id = account_id};
        service.zones.all.emplace(zone.id, zone);
    }
    std::string journal;
    auto const read_lines = [&](char const*) { return names; };
    auto const read_file = [&](char const*) { return journal; };
    auto const append_file = [&](char const*, std::string const& text) { journal += text; };
    std::chrono::steady_clock::time_point time{};
    auto const now = [&] { return time; };
    auto const sleep = [&](std::chrono::milliseconds delay) {
        time += delay;
        service.advance(delay);
    };
    auto const send = [&](cfdns::http_request const& request) {
        auto received = service(request);
        sleep(100ms);
        service.log.clear();
        return received;
    };
    auto const random = [] { return 0.5; };
    auto shown = time;
    auto const minute_has_passed = [&] {
        if (time - shown < 1min) return false;
        shown = time;
        return true;
    };
    auto const fail = [](cfdns::error const& failure) {
        std::cerr << failure.message() << '\n';
        return 1;
    };
    printed const output;
    // EXAMPLE
    if (output.text.str() == expected) return 0;
    std::cerr << output.text.str();
    return 1;
}
