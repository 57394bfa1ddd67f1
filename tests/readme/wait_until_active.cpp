// SPDX-License-Identifier: BSL-1.0
#include <cfdns/testing/fake_cloudflare.hpp>

#include <string>
#include <utility>

using namespace std::chrono_literals;

// EXAMPLE

struct simulated_runtime {
    cfdns::testing::fake_cloudflare& service;
    std::chrono::steady_clock::time_point time{};

    void sleep(std::chrono::milliseconds delay) {
        time += delay;
        service.advance(delay);
    }
    std::chrono::steady_clock::time_point now() const { return time; }
    double random() const { return 0; }
};

int main() {
    cfdns::testing::fake_cloudflare service;
    service.zones.all["z"] = {.id = "z", .name = "example.com", .status = "pending"};
    service.zones.all["z"].created_on = service.make_timestamp();
    service.zones.activate_after = 150s;
    auto const zone =
        cfdns::run(service, wait_until_active{"z", cfdns::api_token{cfdns::secret_string{"any"}}},
                   simulated_runtime{service});
    return zone && zone->status == "active" && service.log.size() == 4 ? 0 : 1;
}
