// SPDX-License-Identifier: BSL-1.0
#include <cfdns/testing/fake_cloudflare.hpp>

#include <functional>
#include <iostream>
#include <string>

// EXAMPLE

int main() {
    cfdns::testing::fake_cloudflare service;
    bool const created = create(std::ref(service), "any") == 0;
    bool const once = create(std::ref(service), "any") == 1;
    return created && once && service.zone_transfers.incoming.size() == 1 ? 0 : 1;
}
