// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <iostream>

using namespace std::chrono_literals;

int fail(cfdns::error const& failure) {
    std::cout << failure.message() << '\n';
    return 1;
}

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    cfdns::testing::fake_cloudflare transport;
    cfdns::blocking_runtime runtime;
    // EXAMPLE
    return transport.records.all.begin()->second.size() == 4 ? 0 : 1;
}
