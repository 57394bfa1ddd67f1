// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <functional>
#include <iostream>
#include <string>

int main() {
    cfdns::testing::fake_cloudflare service;
    cfdns::client cloudflare{std::ref(service), cfdns::api_token{cfdns::secret_string{"any"}}};
    auto const zone = cloudflare(cfdns::zones::create{
        .account = cfdns::zones::account_id{.id = "my-account"}, .name = "example.com"});
    if (!zone) return 1;
    {
        // EXAMPLE
    }
    auto const found = cloudflare(cfdns::records::list{.zone_id = zone->id});
    return found && found->size() == 1 && found->front().name == "www.example.com" ? 0 : 1;
}
