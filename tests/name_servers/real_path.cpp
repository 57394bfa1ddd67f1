// SPDX-License-Identifier: BSL-1.0
// The parts of tests/name_servers/real_path.py that need the library.
//
//   real_path serve SOURCE
//       Serves the in-memory service on 127.0.0.1 until standard input is closed; the first line of output
//       is its URL. Before it transfers a zone, it asks the peer of the zone by kdig, from SOURCE and with
//       the peer's TSIG, so that it only has what a real zone transfer returned.
//
// The others send requests to the service of CLOUDFLARE_BASE_URL:
//
//   real_path wait SERIAL SECONDS               requests transfers until the zones have the serial, and
//                                               prints whether they are up to date
//   real_path rotate SOFTWARE PORT FOLDER FROM  replaces key number FROM by the next one, up to what has to
//                                               be done on the name server: server.conf, server.commands,
//                                               and FOLDER/confirmed.json to replace state.json afterwards
//
// The result is 0 if it is complete, 3 if the name server is next, and 1 otherwise.
#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/environment.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>
#include <cfdns/transport/curl.hpp>

#include "../../examples/support/http_host.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace flows = cfdns::flows;
namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;
using cfdns::testing::fake_cloudflare;

namespace {

std::string const account = "01a7362d577a6c3019a474fd6f485823";

// ---- the service ----

std::string output_of(std::string const& command) {
    std::string out;
    std::array<char, 4096> part{};
    std::unique_ptr<FILE, int (*)(FILE*)> const pipe{popen(command.c_str(), "r"), pclose};
    while (pipe) {
        std::size_t const read = fread(part.data(), 1, part.size(), pipe.get());
        if (read == 0) break;
        out.append(part.data(), read);
    }
    return out;
}

// The serial of a zone that is transferred from a peer, as the service knows both.
std::optional<std::uint32_t> transfer(fake_cloudflare const& service, std::string const& name,
                                      zt::peers::peer const& peer, std::string const& source) {
    std::string command = "kdig +time=3 +retry=0 @" + peer.ip.value_or("") + " -p " +
                          std::to_string(peer.port.value_or(53)) + " -b " + source;
    for (zt::tsigs::tsig const& key : service.zone_transfers.tsigs.at(account))
        if (key.id == peer.tsig_id) {
            std::string algo = key.algo;
            if (algo.ends_with('.')) algo.pop_back();
            command += " -y " + algo + ":" + key.name + ":" + std::string{key.secret->expose()};
        }
    std::istringstream lines{output_of(command + " " + name + " AXFR 2>&1")};
    std::optional<std::uint32_t> serial;
    int records = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(";; WARNING") || line.starts_with(";; ERROR")) return std::nullopt;
        std::istringstream words{line};
        std::string owner, ttl, in, type, mname, rname;
        std::uint32_t found{};
        if (words >> owner >> ttl >> in >> type >> mname >> rname >> found && type == "SOA") {
            serial = found;
            ++records;
        }
    }
    return records == 2 ? serial : std::nullopt;
}

void ask_name_server(fake_cloudflare& service, std::string const& zone, std::string const& source) {
    auto& state = service.zone_transfers;
    cfdns::testing::services::primary_server seen{.reachable = false};
    if (auto const at = state.incoming.find(zone); at != state.incoming.end())
        for (zt::peers::peer const& peer : state.peers[account])
            for (std::string const& id : at->second.peers.value_or(std::vector<std::string>{}))
                if (peer.id == id && !seen.reachable)
                    if (auto const serial = transfer(service, at->second.name.value_or(""), peer, source))
                        seen = {.serial = *serial};
    state.primaries[zone] = seen;
}

int serve(std::string const& source) {
    fake_cloudflare service;
    service.zone_transfers.references_must_exist = true;
    service.zone_transfers.quirks.peers_are_created_by_name_only = true;
    service.zone_transfers.quirks.unset_peer_members_are_shown = true;
    auto const answer = [&](cfdns::http_request const& request) {
        service.now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
        std::string_view target = request.target;
        constexpr std::string_view before = "/client/v4/zones/", after = "/secondary_dns/force_axfr";
        if (target.starts_with(before) && target.ends_with(after)) {
            target.remove_prefix(before.size());
            target.remove_suffix(after.size());
            ask_name_server(service, std::string{target}, source);
        }
        return service.handle(request);
    };
    support::http_host const host{answer};
    std::cout << "http://127.0.0.1:" << host.port() << "/client/v4" << std::endl;
    while (std::cin.get() != std::char_traits<char>::eof()) {
    }
    return 0;
}

// ---- its clients ----

struct client {
    cfdns::curl_transport transport;
    cfdns::api_token credentials{cfdns::secret_string{"any"}};
    cfdns::request_options options;
    cfdns::blocking_runtime runtime{};

    explicit client(cfdns::environment_settings const& settings)
        : transport([&] {
              cfdns::transport_options out;
              out.origin = settings.origin;
              return out;
          }()),
          options(settings.options) {}
};

// Only for these tests; real_path.py has them, too.
flows::tsig key(unsigned number) {
    constexpr char const* secrets[] = {
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM=",
        "yMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5uc="};
    return {.name = "transfer-" + std::to_string(number) + ".example.com.",
            .algo = number % 2 == 0 ? "hmac-sha512." : "hmac-sha256.",
            .secret = cfdns::secret_string{secrets[number - 1]}};
}

flows::desired desired_with(flows::tsig const& used, std::uint32_t port) {
    return {.account_id = account,
            .tsigs = {used},
            .peers = {{.name = "ns1", .ip = "127.0.0.1", .port = port, .tsig = used.name.get()}},
            .incoming = {{.zone_id = "z1", .name = "example.com.", .peers = {"ns1"}},
                         {.zone_id = "z2", .name = "example.net.", .peers = {"ns1"}}}};
}

bool write_configuration(std::string const& software, flows::name_server_setup setup, std::uint32_t port,
                         std::filesystem::path const& folder) {
    setup.cloudflare = {.sources = {"127.0.0.11"},
                        .notify_targets = {"127.0.0.21"},
                        .transfer_address = "127.0.0.31",
                        .port = port};
    using enum flows::name_server_software;
    for (auto const one : {bind9, knot, nsd, powerdns}) {
        if (to_string(one) != software) continue;
        auto const made = flows::configure_name_server(one, setup);
        if (!made) return false;
        std::ofstream{folder / "server.conf"} << made->text.expose();
        std::ofstream{folder / "server.commands"} << made->commands.expose();
        return true;
    }
    return false;
}

int fail(cfdns::error const& failure) {
    std::cout << failure.message() << '\n';
    return 1;
}

int wait(client& of, std::uint32_t serial, std::chrono::seconds limit) {
    auto const end = std::chrono::steady_clock::now() + limit;
    for (char const* const zone : {"z1", "z2"}) {
        for (;;) {
            flows::wait_for_serial until{
                zone,           serial,
                of.credentials, {.force_axfr = true, .initial_delay = 100ms, .max_delay = 200ms},
                of.options,     {.timeout = 1s}};
            auto const got = cfdns::run(of.transport, until, of.runtime);
            if (got && got->arrived) {
                auto const now =
                    std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
                std::cout << zone << " has serial " << got->serial.value_or(0) << ": "
                          << to_string(flows::freshness_of(got->configuration, now,
                                                           {{.serial = serial, .seen = now}})
                                           .verdict)
                          << '\n';
                break;
            }
            // The name server may not have had the version yet when it was asked.
            if (!got && got.error().code() != cfdns::errc::deadline_exceeded) return fail(got.error());
            if (std::chrono::steady_clock::now() > end) {
                std::cout << zone << " does not have serial " << serial << '\n';
                return 1;
            }
        }
    }
    return 0;
}

std::string content_of(std::filesystem::path const& file) {
    std::ifstream in{file};
    return {std::istreambuf_iterator<char>{in}, {}};
}

int rotate(client& of, std::string const& software, std::uint32_t port, std::filesystem::path const& folder,
           unsigned from) {
    flows::key_rotation const rotation{.current = desired_with(key(from), port),
                                       .from = key(from).name.get(),
                                       .to = key(from + 1),
                                       .check_timeout = 4s};
    auto state = flows::parse_rotation_state(content_of(folder / "state.json"));
    if (!state) return fail(state.error());
    flows::rotate_key work{rotation, of.credentials, of.options, {}, *state};
    auto const done = cfdns::run(of.transport, work, of.runtime);
    *state = work.state();
    std::ofstream{folder / "state.json"} << to_json(*state);
    if (!done) return fail(done.error());
    std::cout << to_text(*done);
    if (done->complete()) return 0;
    if (done->count(flows::step_status::failed) != 0 || done->waiting().empty()) return 1;
    for (std::size_t const i : done->waiting()) {
        flows::step const& step = done->plan.steps[i];
        for (flows::name_server_setup const& setup : flows::name_server_setups_of(rotation, step))
            if (!write_configuration(software, setup, port, folder)) return 1;
        flows::confirm(*state, rotation, step);
    }
    std::ofstream{folder / "confirmed.json"} << to_json(*state);
    return 3;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> const words{argv + 1, argv + argc};
    auto const number = [&](std::size_t i) { return static_cast<std::uint32_t>(std::stoul(words[i])); };
    if (words.size() == 2 && words[0] == "serve") return serve(words[1]);
    auto const settings = cfdns::settings_from_environment();
    if (!settings) return fail(settings.error());
    client of{*settings};
    if (words.size() == 3 && words[0] == "wait") return wait(of, number(1), std::chrono::seconds{number(2)});
    if (words.size() == 5 && words[0] == "rotate")
        return rotate(of, words[1], number(2), words[3], number(4));
    return 2;
}
