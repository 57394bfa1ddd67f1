// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <vector>

using namespace std::chrono_literals;

// Waits by advancing the clock of the service.
struct simulated_runtime {
    cfdns::testing::fake_cloudflare& service;
    std::chrono::steady_clock::time_point time{};

    void sleep(std::chrono::milliseconds delay) {
        time += delay;
        service.advance(delay);
        // The primary has become reachable.
        service.zone_transfers.primaries["z"].reachable = true;
        service.zone_transfers.receive_notify(service, "z", "192.0.2.53");
    }
    std::chrono::steady_clock::time_point now() const { return time; }
    double random() const { return 0.5; }
};

int wait_for_serial(cfdns::testing::fake_cloudflare& transport) {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    std::string const zone_id = "z";
    simulated_runtime runtime{transport};
    // EXAMPLE
    return end->polls == 2 ? 0 : 1;
}

int main() {
    cfdns::testing::fake_cloudflare service;
    service.zone_transfers.incoming["z"] = {.checked_time = service.make_timestamp(),
                                            .peers = std::vector<std::string>{"p"},
                                            .soa_serial = 2026112501};
    service.zone_transfers.primaries["z"] = {.serial = 2026112503, .reachable = false};
    return wait_for_serial(service);
}
