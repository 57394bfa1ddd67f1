// SPDX-License-Identifier: BSL-1.0
#include <cfdns/testing/fake_cloudflare.hpp>

#include <iostream>
#include <optional>
#include <string>

// EXAMPLE

int main() {
    cfdns::testing::fake_cloudflare service;
    auto const made = create(service, "any");
    return made && made->name == "www.example.com." && !create(service, "any") ? 0 : 1;
}
