// SPDX-License-Identifier: BSL-1.0
#include <cfdns/testing/fake_cloudflare.hpp>

#include <functional>
#include <iostream>
#include <string>

int fail(cfdns::error const& failure) {
    std::cerr << failure.message() << '\n';
    return 3;
}

int print(cfdns::testing::fake_cloudflare& service) {
    cfdns::client cloudflare{std::ref(service), cfdns::api_token{cfdns::secret_string{"any"}}};
    // EXAMPLE
    return 0;
}

int main() {
    cfdns::testing::fake_cloudflare service;
    for (int i = 0; i != 45; ++i) {
        std::string const id = "id" + std::to_string(i);
        service.zones.all[id] = {.id = id, .name = id + ".example", .status = "active"};
    }
    bool const listed = print(service) == 0 && service.log.size() == 3;
    service.next_faults = {{}, cfdns::testing::faults::status(403)};
    bool const failed = print(service) == 3 && service.log.size() == 5;
    return listed && failed ? 0 : 1;
}
