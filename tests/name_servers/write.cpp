// SPDX-License-Identifier: BSL-1.0
// Writes configurations of name servers for tests/name_servers/prove.py.
//
//   write FOLDER PORT     FOLDER/SOFTWARE/NAME.conf and NAME.commands, for each software and each of the
//   setups
//
// The names are "ROLE-N-keys-M-zones" and "ROLE-odd" with the addresses of Cloudflare, and "ROLE-run-N-keys"
// with loopback addresses in their place, and the port.
#include <cfdns/flows/name_server.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace flows = cfdns::flows;

namespace {

// Only for these tests; prove.py has them, too.
flows::tsig const first{.name = "transfer.example.com.",
                        .algo = "hmac-sha256.",
                        .secret = cfdns::secret_string{"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}};
flows::tsig const second{.name = "Next.Example.com",
                         .algo = "hmac-sha512.",
                         .secret = cfdns::secret_string{"ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM"}};

std::vector<std::pair<std::string, flows::name_server_setup>> setups(flows::name_server_role role,
                                                                     std::uint32_t port) {
    std::vector<std::pair<std::string, flows::name_server_setup>> out;
    std::string const prefix = std::string{to_string(role)} + "-";
    std::vector<flows::tsig> const two{first, second};
    for (std::size_t keys = 0; keys != 3; ++keys) {
        flows::name_server_setup setup{.role = role, .zones = {"example.com."}};
        setup.keys.assign(two.begin(), two.begin() + static_cast<std::ptrdiff_t>(keys));
        std::string const name = prefix + std::to_string(keys) + "-keys-";
        out.emplace_back(name + "1-zones", setup);
        setup.zones.emplace_back("Example.NET");
        setup.addresses = {"192.0.2.53"};
        out.emplace_back(name + "2-zones", setup);
        setup.addresses = {"127.0.0.2"};
        setup.cloudflare = {.sources = {"127.0.0.11", "127.0.0.12/31"},
                            .notify_targets = {"127.0.0.21"},
                            .transfer_address = "127.0.0.31",
                            .port = port};
        out.emplace_back(prefix + "run-" + std::to_string(keys) + "-keys", setup);
    }
    // Values that could have a meaning in one of the languages.
    flows::name_server_setup odd{
        .role = role, .addresses = {"192.0.2.53", "2001:db8::53"}, .prefix = "0_any"};
    for (char const* const zone : {"m\xc3\xbcller.example", "1.0.0.127.in-addr.arpa", "_x.example", "zone",
                                   "any", "none", "yes", "null", "0", "1e3", "server", "include"})
        odd.zones.emplace_back(zone);
    char const* const names[] = {"nokey", "blocked", "none", "any", "key", "1"};
    char const* const algorithms[] = {"hmac-md5.sig-alg.reg.int.",
                                      "HMAC-SHA1",
                                      "hmac-sha224.",
                                      "hmac-sha256",
                                      "hmac-sha384.",
                                      "hmac-sha512."};
    for (std::size_t i = 0; i != 6; ++i)
        odd.keys.push_back({.name = names[i],
                            .algo = algorithms[i],
                            .secret = cfdns::secret_string{i == 5 ? std::string(684, '/') : "+/+/"}});
    odd.cloudflare.sources.emplace_back("198.51.100.77/28");
    odd.cloudflare.sources.emplace_back("::ffff:192.0.2.9");
    out.emplace_back(prefix + "odd", std::move(odd));
    return out;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    auto const port = static_cast<std::uint32_t>(std::stoul(argv[2]));
    using enum flows::name_server_software;
    for (auto const software : {bind9, knot, nsd, powerdns}) {
        auto const folder = std::filesystem::path{argv[1]} / to_string(software);
        std::filesystem::create_directories(folder);
        for (auto const role : {flows::name_server_role::primary, flows::name_server_role::secondary})
            for (auto const& [name, setup] : setups(role, port)) {
                auto const made = flows::configure_name_server(software, setup);
                if (made.has_error()) {
                    std::cerr << name << ": " << made.error().message() << "\n";
                    return 1;
                }
                std::ofstream{folder / (name + ".conf")} << made->text.expose();
                if (!made->commands.empty())
                    std::ofstream{folder / (name + ".commands")} << made->commands.expose();
            }
    }
}
