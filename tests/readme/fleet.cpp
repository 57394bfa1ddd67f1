// SPDX-License-Identifier: BSL-1.0
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <chrono>
#include <cstddef>
#include <iostream>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

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
    // EXAMPLE
    return 0;
}
