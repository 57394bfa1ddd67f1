// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <iostream>
#include <string>

int fail(cfdns::error const& failure) {
    std::cerr << failure.message() << '\n';
    return 3;
}

int print(cfdns::testing::fake_cloudflare& transport, cfdns::credentials const& credentials) {
    cfdns::blocking_runtime runtime;
    // EXAMPLE
    return 0;
}

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    cfdns::testing::fake_cloudflare service;
    for (int i = 0; i != 120; ++i) {
        std::string const id = "id" + std::to_string(i);
        service.zones.all[id] = {.id = id, .name = id + ".example", .status = "active"};
    }
    bool const listed = print(service, credentials) == 0 && service.log.size() == 3;
    service.next_faults = {{}, cfdns::testing::faults::status(403)};
    return listed && print(service, credentials) == 3 ? 0 : 1;
}
