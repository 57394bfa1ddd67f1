// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <iostream>
#include <optional>
#include <string>
#include <utility>

namespace flows = cfdns::flows;
using namespace std::chrono_literals;

int fail(cfdns::error const& failure) {
    std::cout << failure.message() << '\n';
    return 1;
}

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    std::string const zone_id = "269d8f4853475ca241c4e730be286b20";
    cfdns::testing::fake_cloudflare transport;
    auto const add = [&](std::string name, cfdns::records::record_data data, std::string comment) {
        cfdns::records::create op{.zone_id = zone_id, .name = std::move(name), .data = std::move(data)};
        op.comment = std::move(comment);
        return cfdns::call(transport, credentials, op).has_value();
    };
    bool const made = add("www", cfdns::records::cname{.content = "web.example.net"}, "cfdns:site") &&
                      add("@", cfdns::records::mx{.content = "mail.example.com", .priority = 10}, "") &&
                      add("@", cfdns::records::txt{.content = "\"v=spf1\" \" mx -all\""}, "cfdns:site") &&
                      add("old", cfdns::records::a{.content = "192.0.2.1"}, "cfdns:site") &&
                      add("vpn", cfdns::records::a{.content = "192.0.2.9"}, "by hand");
    flows::desired_records const want{
        .zone_id = zone_id,
        .zone_name = "example.com",
        .sets = {{.name = "www", .type = "A", .values = {"192.0.2.80", "192.0.2.81"}, .ttl = 300s},
                 {.name = "@", .type = "MX", .values = {"20 mail.example.com."}},
                 {.name = "@", .type = "TXT", .values = {"v=spf1 mx -all"}, .ttl = 1h}},
        .owner = "cfdns:site"};
    cfdns::blocking_runtime runtime;
    // EXAMPLE
    return made && done && done->complete() ? 0 : 1;
}
