// SPDX-License-Identifier: BSL-1.0
// Explains why the zone transfers of a zone do not work.
// See `help` for its arguments, environment and exit status.

#include "support/dig_output.hpp"
#include "support/help.hpp"

#include <cfdns/drivers/blocking.hpp>
#include <cfdns/environment.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/transport/curl.hpp>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flows = cfdns::flows;

namespace {

constexpr std::string_view help =
    R"(usage: diagnose_zone [--json] ACCOUNT_ID ZONE_ID [QUERIES [CONFIGURATION]]

Explains why the zone transfers of a zone do not work.

QUERIES is a file with commands of kdig or dig, each followed by its output; see
examples/support/dig_output.hpp:

    kdig @192.0.2.53 -y hmac-sha256:transfer.example.com:SECRET example.com SOA
    kdig @192.0.2.53 -y hmac-sha256:transfer.example.com:SECRET example.com AXFR

CONFIGURATION is the configuration of the primary, which is searched for Cloudflare's addresses.

Environment: CLOUDFLARE_API_TOKEN, with read permissions, or one of the other credentials that the
official SDKs read, and optionally CLOUDFLARE_BASE_URL.

Exit status: 0 if no problem was found; 1 if one was found; 2 if the program could not find out, or for
invalid arguments or settings.
)";

std::optional<std::string> read_file(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        std::cerr << "cannot read " << path << '\n';
        return std::nullopt;
    }
    return std::string{std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace

int main(int argc, char** argv) {
    if (support::printed_help(argc, argv, help)) return 0;
    std::vector<std::string> arguments(argv + 1, argv + argc);
    bool const json = !arguments.empty() && arguments[0] == "--json";
    if (json) arguments.erase(arguments.begin());
    if (arguments.size() < 2 || arguments.size() > 4) {
        support::print_usage(help);
        return 2;
    }
    auto const settings = cfdns::settings_from_environment();
    if (!settings || !settings->credentials) {
        std::cerr << (settings ? "set CLOUDFLARE_API_TOKEN" : settings.error().message()) << '\n';
        return 2;
    }

    cfdns::rate_budget budget;
    cfdns::curl_transport transport{{.origin = settings->origin}};
    cfdns::blocking_runtime runtime;
    flows::examine look{arguments[1],
                        arguments[0],
                        *settings->credentials,
                        settings->options,
                        {.timeout = std::chrono::minutes{5}, .budget = &budget}};
    auto examined = cfdns::run(transport, look, runtime);
    if (!examined) {
        std::cerr << examined.error().message() << '\n';
        return 2;
    }
    flows::facts& facts = *examined;
    if (arguments.size() > 2) {
        auto const queries = read_file(arguments[2]);
        if (!queries) return 2;
        facts.dns = support::read_dig_output(*queries, facts.zone ? facts.zone->name : "");
    }
    if (arguments.size() > 3) {
        auto configuration = read_file(arguments[3]);
        if (!configuration) return 2;
        facts.name_server_configuration = cfdns::secret_string{std::move(*configuration)};
    }

    auto const now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    std::vector<flows::finding> const found = flows::diagnose(facts, now);
    if (json) {
        std::cout << flows::to_json(found) << '\n';
    } else {
        if (facts.state.incoming.contains(facts.zone_id) && facts.state.incoming[facts.zone_id])
            std::cout << "verdict: " << flows::to_string(flows::freshness_of(facts, now).verdict) << '\n';
        std::cout << flows::to_text(found);
    }
    return found.empty() ? 0 : 1;
}
