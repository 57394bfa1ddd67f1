// SPDX-License-Identifier: BSL-1.0
// Sets up zone transfers between Cloudflare and name servers as described in a file, and finds out why
// they do not work.
// See `help` for its arguments, environment and exit status.

#include <cfdns/cfdns.hpp>
#include <cfdns/flows.hpp>

#include "support/desired_file.hpp"
#include "support/dig_output.hpp"
#include "support/help.hpp"
#include "support/program.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace flows = cfdns::flows;
using clock_type = std::chrono::steady_clock;

namespace {

constexpr std::string_view help = R"(usage: secondary_dns plan|apply|status FILE
       secondary_dns doctor FILE [QUERIES]
       secondary_dns server-config FILE PEER SOFTWARE [--commands] [--show-secrets]

Sets up zone transfers between Cloudflare and name servers as described in a file, and finds out why they
do not work.

    secondary_dns plan FILE                    shows what would be changed; sends no write
    secondary_dns apply FILE                   changes it, and can be run again at any time
    secondary_dns status FILE                  shows whether the zones are up to date
    secondary_dns doctor FILE [QUERIES]        explains why transfers do not work, and what to do
    secondary_dns server-config FILE PEER SOFTWARE [--commands] [--show-secrets]
                                               writes the configuration of a name server: bind9, knot, nsd
                                               or powerdns; with --commands, the commands to run
                                               afterwards

FILE is a JSON object:

    {"account_id": "01a7362d577a6c3019a474fd6f485823",
     "tsigs": [{"name": "transfer.example.com.", "secret_env": "TRANSFER_SECRET"}],
     "peers": [{"name": "ns1", "ip": "192.0.2.53", "tsig": "transfer.example.com."}],
     "incoming": [{"zone_id": "269d8f4853475ca241c4e730be286b20", "name": "example.com.",
                   "peers": ["ns1"], "auto_refresh_seconds": 3600}]}

It may also have "acls" (name, ip_range), "outgoing" (zone_id, name, peers, enabled), "absent" (kind,
name, id), "max_removals" and "adopt" ("never", "if_same", "take_over"): the members of `flows::desired`
and `flows::rules`. The secret of a TSIG is given as "secret", as the name of an environment variable
("secret_env") or as a file ("secret_file").

QUERIES is a file with commands of kdig or dig, each followed by its output; see
examples/support/dig_output.hpp.
With it, `doctor` knows how the name servers respond.

`apply` stores the state that it needs after a crash in FILE.state, which contains no secrets, and removes
that file when everything is done.

Environment: CLOUDFLARE_API_TOKEN, or one of the other credentials that the official SDKs read, and
optionally CLOUDFLARE_BASE_URL.

Exit status: 0 if everything is as described in FILE, or was made so; 1 after a failure or a conflict; 2
for invalid arguments, settings or files; 3 if `plan` would change something, or if `status` or `doctor`
has found a problem.
)";

int fail(std::string const& what, cfdns::error const& error) {
    std::cerr << what << ": " << error.message() << '\n';
    return support::failure;
}

// Shows the progress of a long run: the number of requests, every second.
class progress {
public:
    explicit progress(std::size_t expected) : expected_(expected) {}
    void request() {
        ++sent_;
        auto const now = clock_type::now();
        if (now - shown_ < std::chrono::seconds{1}) return;
        shown_ = now;
        std::cerr << sent_ << " of " << expected_ << " requests\n";
    }

private:
    std::size_t expected_, sent_{};
    clock_type::time_point shown_{clock_type::now()};
};

// A file that is never left half-written by a crash.
class state_file {
public:
    explicit state_file(std::filesystem::path path) : path_(std::move(path)) {}
    [[nodiscard]] std::string read() const {
        return std::filesystem::exists(path_) ? support::read_text(path_) : "";
    }
    void write(std::string const& text) const {
        std::filesystem::path const part = path_.string() + ".part";
        {
            std::ofstream file{part, std::ios::binary | std::ios::trunc};
            file << text << '\n';
            file.close();
            if (!file) throw std::runtime_error{part.string() + ": cannot be written"};
        }
        std::filesystem::rename(part, path_);
    }
    void remove() const { std::filesystem::remove(path_); }

private:
    std::filesystem::path path_;
};

cfdns::result<flows::observed> look(support::client& cloudflare, flows::desired const& want) {
    return cloudflare.run(
        flows::observe{want, cloudflare.credentials(), cloudflare.options(), cloudflare.policy()});
}

int plan(support::client& cloudflare, support::desired_file const& file, state_file const& remembered) {
    auto const state = flows::parse_saved_state(remembered.read());
    if (!state) return fail("plan", state.error());
    auto const seen = look(cloudflare, file.want);
    if (!seen) return fail("plan", seen.error());
    flows::plan const plan = flows::make_plan(file.want, *seen, file.rules, *state);
    std::cout << to_text(plan);
    if (plan.has_conflicts()) return support::failure;
    return plan.empty() ? support::success : support::differs;
}

int apply(support::client& cloudflare, support::desired_file const& file, state_file const& remembered) {
    auto const state = flows::parse_saved_state(remembered.read());
    if (!state) return fail("apply", state.error());
    auto const seen = look(cloudflare, file.want);
    if (!seen) return fail("apply", seen.error());
    flows::plan const plan = flows::make_plan(file.want, *seen, file.rules, *state);
    flows::apply work{
        plan,       file.want, *seen, cloudflare.credentials(), cloudflare.options(), cloudflare.policy(),
        file.rules, *state};
    progress shown{plan.requests()};
    for (auto next = work.start(clock_type::now()); next;) {
        if (next->creates) remembered.write(to_json(work.state()));
        std::this_thread::sleep_for(next->delay);
        shown.request();
        auto const received = cloudflare.transport()(*next->request);
        double const random = cloudflare.runtime().random();
        next = received ? work.resume(received.value(), random, clock_type::now())
                        : work.resume(received.error(), random, clock_type::now());
    }
    auto const done = work.take();
    if (!done) return fail("apply", done.error());
    std::cout << to_text(*done);
    if (done->complete()) {
        remembered.remove();
        return support::success;
    }
    if (!done->plan.has_conflicts()) remembered.write(to_json(work.state()));
    return support::failure;
}

std::string ago(std::optional<std::chrono::seconds> age) {
    return age ? "checked " + std::to_string(age->count()) + " s ago" : "never checked";
}

int status(support::client& cloudflare, support::desired_file const& file, state_file const&) {
    auto const seen = look(cloudflare, file.want);
    if (!seen) return fail("status", seen.error());
    bool attention = false;
    for (flows::incoming_zone const& zone : file.want.incoming) {
        auto const& has = seen->incoming.at(zone.zone_id.get());
        flows::freshness const judged = flows::freshness_of(
            has, std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()));
        attention = attention || judged.needs_attention;
        std::cout << (judged.needs_attention ? "! " : "  ") << "incoming " << std::left << std::setw(20)
                  << zone.name.get();
        std::string const serial =
            has && has->soa_serial ? "serial " + std::to_string(*has->soa_serial) : "no serial";
        std::cout << ' ' << serial << ", " << ago(judged.age) << ": " << to_string(judged.verdict) << '\n';
    }
    for (flows::outgoing_zone const& zone : file.want.outgoing) {
        auto const& has = seen->outgoing.at(zone.zone_id.get());
        bool const good = has.configuration && has.enabled == zone.enabled;
        attention = attention || !good;
        std::cout << (good ? "  " : "! ") << "outgoing " << std::left << std::setw(20) << zone.name.get()
                  << ' '
                  << (!has.configuration ? "not configured"
                      : has.enabled      ? "transfers enabled"
                                         : "transfers disabled")
                  << '\n';
    }
    return attention ? support::differs : support::success;
}

int doctor(support::client& cloudflare, support::desired_file const& file, std::string const& queries) {
    bool found = false;
    auto const examine = [&](std::string const& zone_id, std::string const& name,
                             flows::name_server_role role) {
        auto facts =
            cloudflare.run(flows::examine{zone_id, file.want.account_id.get(), cloudflare.credentials(),
                                          cloudflare.options(), cloudflare.policy()});
        if (!facts) return fail(name, facts.error());
        facts->role = role;
        facts->cloudflare = file.cloudflare;
        facts->dns = support::read_dig_output(queries, name);
        auto const findings = flows::diagnose(
            *facts,
            std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()));
        std::cout << name << '\n' << to_text(findings);
        found = found || !findings.empty();
        return int{support::success};
    };
    for (flows::incoming_zone const& zone : file.want.incoming)
        if (int const failed =
                examine(zone.zone_id.get(), zone.name.get(), flows::name_server_role::secondary))
            return failed;
    for (flows::outgoing_zone const& zone : file.want.outgoing)
        if (int const failed =
                examine(zone.zone_id.get(), zone.name.get(), flows::name_server_role::primary))
            return failed;
    return found ? support::differs : support::success;
}

int server_config(support::desired_file const& file, std::vector<std::string> const& words) {
    std::string const &peer = words[2], &software = words[3];
    bool show_secrets = false, commands = false;
    for (std::size_t i = 4; i != words.size(); ++i) {
        show_secrets = show_secrets || words[i] == "--show-secrets";
        commands = commands || words[i] == "--commands";
        if (words[i] != "--show-secrets" && words[i] != "--commands") {
            std::cerr << words[i] << ": must be --show-secrets or --commands\n";
            return support::usage;
        }
    }
    std::optional<flows::name_server_software> which;
    for (auto const one : {flows::name_server_software::bind9, flows::name_server_software::knot,
                           flows::name_server_software::nsd, flows::name_server_software::powerdns})
        if (to_string(one) == software) which = one;
    if (!which) {
        std::cerr << software << ": must be bind9, knot, nsd or powerdns\n";
        return support::usage;
    }
    bool any = false;
    for (auto const role : {flows::name_server_role::primary, flows::name_server_role::secondary}) {
        auto setup = flows::name_server_setup_of(file.want, peer, role);
        if (!setup) return fail(peer, setup.error());
        if (setup->zones.empty()) continue;
        setup->cloudflare = file.cloudflare;
        auto const made = flows::configure_name_server(*which, *setup);
        if (!made) return fail(peer, made.error());
        any = true;
        cfdns::secret_string const& text = commands ? made->commands : made->text;
        // A secret prints as [redacted].
        if (show_secrets)
            std::cout << text.expose();
        else
            std::cout << text << '\n';
        if (commands) continue;
        for (std::string const& note : made->notes) std::cerr << "# " << note << '\n';
        if (!made->commands.expose().empty())
            std::cerr << "# There are also commands: --commands prints them.\n";
    }
    if (!any) {
        std::cerr << peer << ": no zone is transferred to or from this peer\n";
        return support::failure;
    }
    if (!show_secrets) std::cerr << "# The output contains secrets: --show-secrets prints them.\n";
    return support::success;
}

}  // namespace

int main(int argc, char** argv) {
    if (support::printed_help(argc, argv, help)) return 0;
    std::vector<std::string> const words(argv + 1, argv + argc);
    std::string const command = words.empty() ? "" : words[0];
    auto const run = command == "plan"     ? plan
                     : command == "apply"  ? apply
                     : command == "status" ? status
                                           : nullptr;
    bool const examines = command == "doctor" && (words.size() == 2 || words.size() == 3);
    bool const configures = command == "server-config" && words.size() >= 4 && words.size() <= 6;
    if (!examines && !configures && (run == nullptr || words.size() != 2)) {
        support::print_usage(help);
        return support::usage;
    }
    try {
        support::desired_file const file = support::read_desired_file(words[1]);
        if (configures) return server_config(file, words);
        auto cloudflare = support::client_from_environment();
        if (!cloudflare) return support::usage;
        if (examines)
            return doctor(*cloudflare, file, words.size() == 3 ? support::read_text(words[2]) : "");
        return run(*cloudflare, file, state_file{words[1] + ".state"});
    } catch (std::runtime_error const& error) {
        std::cerr << error.what() << '\n';
        return support::usage;
    }
}
