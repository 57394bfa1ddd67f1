// SPDX-License-Identifier: BSL-1.0
// Creates the secondary zone configuration of a zone.
//
//     create_secondary_zone [ZONE_ID NAME [PEER_ID...]]
//
// Without credentials, it uses an in-memory Cloudflare. With CLOUDFLARE_API_TOKEN (or CLOUDFLARE_API_KEY and
// CLOUDFLARE_EMAIL) it uses the service, or the origin given by CLOUDFLARE_BASE_URL.

#include <cfdns/cfdns.hpp>
#include <cfdns/environment.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>
#include <cfdns/transport/curl.hpp>

#include <iostream>
#include <string>
#include <vector>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

namespace {

void print(zt::incoming::configuration const& made) {
    std::cout << "created secondary zone configuration " << made.id.value_or("(without id)") << '\n'
              << "  name                  " << made.name.value_or("-") << '\n';
    if (made.auto_refresh_seconds)
        std::cout << "  auto_refresh_seconds  " << made.auto_refresh_seconds->count() << '\n';
    if (made.peers)
        for (std::string const& peer : *made.peers) std::cout << "  peer                  " << peer << '\n';
    if (made.created_time) std::cout << "  created_time          " << made.created_time->text() << '\n';
    if (made.soa_serial) std::cout << "  soa_serial            " << *made.soa_serial << '\n';
}

template <cfdns::transport Transport>
int run(Transport& transport, cfdns::credentials const& credentials, zt::incoming::create const& op,
        cfdns::request_options const& where) {
    auto const made = cfdns::call(transport, credentials, op, where);
    if (!made) {
        std::cerr << "not created: " << made.error().message() << '\n';
        if (made.error().is_authentication())
            std::cerr << "Check the credentials in CLOUDFLARE_API_TOKEN.\n";
        return 1;
    }
    print(made.value());
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> const arguments(argv + 1, argv + argc);
    if (arguments.size() == 1) {
        std::cerr << "usage: create_secondary_zone [ZONE_ID NAME [PEER_ID...]]\n";
        return 2;
    }
    zt::incoming::create op{
        .zone_id = "269d8f4853475ca241c4e730be286b20",
        .auto_refresh_seconds = 24h,
        .name = "www.example.com.",
        .peers = {"23ff594956f20c2a721606e94745a8aa", "00920f38ce07c2e2f4df50b1f61d4194"}};
    if (!arguments.empty()) {
        op.zone_id = arguments[0];
        op.name = arguments[1];
        op.peers = std::vector<std::string>(arguments.begin() + 2, arguments.end());
    }

    auto const settings = cfdns::settings_from_environment();
    if (!settings) {
        std::cerr << settings.error().message() << '\n';
        return 2;
    }
    if (!settings.value().credentials) {
        if (settings.value().origin != cfdns::environment_settings{}.origin) {
            std::cerr << "CLOUDFLARE_BASE_URL is set but no credentials are: set CLOUDFLARE_API_TOKEN\n";
            return 2;
        }
        std::cout << "no credentials in the environment: using an in-memory Cloudflare\n";
        cfdns::testing::fake_cloudflare service;
        return run(service, cfdns::api_token{cfdns::secret_string{"any-token"}}, op, {});
    }
    cfdns::curl_transport transport{{.origin = settings.value().origin}};
    return run(transport, *settings.value().credentials, op, settings.value().options);
}
