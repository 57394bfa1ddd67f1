// SPDX-License-Identifier: BSL-1.0
// A single source file that needs no account and no network, for Compiler Explorer (https://godbolt.org):
// the calls go to an in-memory Cloudflare. docs/packaging.md lists the addresses to include there.

#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <chrono>
#include <functional>
#include <iostream>
#include <string>

int main() {
    cfdns::testing::fake_cloudflare service;
    service.zones.all["269d8f4853475ca241c4e730be286b20"].name = "example.com";
    cfdns::client cloudflare{std::ref(service), cfdns::api_token{cfdns::secret_string{"example-token"}}};

    auto const made = cloudflare(cfdns::records::create{
        .zone_id = "269d8f4853475ca241c4e730be286b20",
        .name = "www",
        .data = cfdns::records::a{.content = "192.0.2.1"},
        .ttl = std::chrono::minutes{5},
    });
    if (!made) {
        std::cerr << made.error().message() << '\n';
        return 1;
    }
    for (auto const& record :
         cloudflare.pages(cfdns::records::list{.zone_id = "269d8f4853475ca241c4e730be286b20"})) {
        if (!record) return 1;
        std::cout << record->name << ' ' << record->type << ' ' << record->content.value_or("") << '\n';
    }
    std::cout << service.log.size() << " requests\n";
    return 0;
}
