// SPDX-License-Identifier: BSL-1.0
#include "../support/property_cases.hpp"
#include "world.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

using namespace cfdns_test;

namespace {

using zone_key = zt::tsigs::tsig;
using cfdns::testing::services::transfer_outcome;

// Name servers and the service, and what is done on the name servers.
struct rotation_world {
    world in{};
    flows::key_rotation rotation;
    std::map<std::string, std::vector<zone_key>> servers{};  // by peer: the keys that they accept
    std::size_t pulls = 0;
    std::string failed_pulls{};
    bool wrong_secret = false;  // of the new key, on the name servers

    // Gives the name servers of the zones their keys.
    void set_servers() {
        auto& state = in.service.zone_transfers;
        auto const at = [&](std::string const& name) -> flows::peer const& {
            for (flows::peer const& one : rotation.current.peers)
                if (one.name.get() == name) return one;
            std::abort();
        };
        for (auto const& zone : rotation.current.incoming) {
            std::vector<cfdns::testing::services::primary_server> all;
            auto const before = state.primaries.find(zone.zone_id.get());
            for (std::string const& name : zone.peers.get()) {
                cfdns::testing::services::primary_server one;
                if (before != state.primaries.end()) one = before->second;
                one.addresses = {at(name).ip};
                one.keys = servers[name];
                all.push_back(one);
            }
            state.primaries[zone.zone_id.get()] = all.front();
            state.further_primaries[zone.zone_id.get()] = {all.begin() + 1, all.end()};
        }
        for (auto const& zone : rotation.current.outgoing) {
            auto& one = state.secondaries[zone.zone_id.get()];
            one.keys.emplace();
            for (std::string const& name : zone.peers.get())
                one.keys->insert(one.keys->end(), servers[name].begin(), servers[name].end());
        }
    }

    // Transfers every zone from and to every peer, as the service is configured now.
    void pull(std::string const& when) {
        for (auto const& zone : rotation.current.incoming)
            for (std::string const& name : zone.peers.get()) {
                fake_cloudflare now = quiet_copy();
                auto& stored = now.zone_transfers.incoming[zone.zone_id.get()];
                for (std::string const& id : *stored.peers)
                    if (name_of_peer(now, id) == name) {
                        stored.peers = {{id}};
                        break;
                    }
                (void)cfdns::call(now, program_token(),
                                  zt::force_axfr::create{.zone_id = zone.zone_id.get()});
                auto const& attempts = now.zone_transfers.attempts;
                note(attempts.size() == 1 && attempts.front().outcome == transfer_outcome::transferred,
                     when + ": " + zone.name.get() + " from " + name);
            }
        for (auto const& zone : rotation.current.outgoing) {
            fake_cloudflare now = quiet_copy();
            now.zone_transfers.outgoing[zone.zone_id.get()].soa_serial = 2'000'000'000;
            (void)cfdns::call(now, program_token(),
                              zt::outgoing::force_notify{.zone_id = zone.zone_id.get()});
            note(now.zone_transfers.secondaries[zone.zone_id.get()].serial == 2'000'000'000u,
                 when + ": " + zone.name.get());
        }
    }

    fake_cloudflare quiet_copy() const {
        fake_cloudflare out = in.service;
        out.chance = {};
        out.next_faults.clear();
        out.quirks = {};
        out.zone_transfers.attempts.clear();
        return out;
    }

    void note(bool good, std::string const& what) {
        ++pulls;
        if (!good) failed_pulls += what + "\n";
    }

    // The caller carries out a manual step.
    void carry_out(flows::step const& manual) {
        auto const setups = flows::name_server_setups_of(rotation, manual);
        REQUIRE(!setups.empty());
        auto& keys = servers[manual.name];
        keys.clear();
        for (flows::tsig const& key : setups.front().keys) {
            bool const wrong = wrong_secret && key.name.get() == rotation.to.name.get();
            keys.push_back({.algo = key.algo,
                            .name = key.name.get(),
                            .secret = wrong ? secret("d3Jvbmc=") : key.secret.get()});
        }
        set_servers();
        pull("after " + manual.changes.front().to);
    }

    std::size_t count_of_tsig(std::string_view name) const {
        auto const& all = in.service.zone_transfers.tsigs.at(account);
        return static_cast<std::size_t>(
            std::count_if(all.begin(), all.end(), [&](zone_key const& one) { return one.name == name; }));
    }
    std::string tsig_of(std::string_view peer) const {
        for (auto const& one : in.service.zone_transfers.peers.at(account))
            if (one.name == peer) return name_of_tsig(in.service, one.tsig_id.value_or(""));
        return "?";
    }
};

struct rotation_outcome {
    std::optional<cfdns::result<flows::report>> result{};  // empty if the run was cut
    flows::rotation_state state{};
    std::size_t requests{};
    std::string written{};  // everything

    flows::report const& report() const { return result->value(); }
    bool complete() const { return result && result->has_value() && report().complete(); }
};

// As `run_ensure`.
rotation_outcome run_rotation(rotation_world& at, flows::rotation_state const& state,
                              run_options const& how = {}) {
    rotation_outcome out{.state = state};
    // What another process would read.
    auto const read = flows::parse_rotation_state(flows::to_json(state));
    REQUIRE(read.has_value());
    CHECK(flows::to_json(*read) == flows::to_json(state));
    flows::rotate_key work{at.rotation, program_token(), {}, how.policy, *read};
    for (auto next = work.start(at.in.now); next;) {
        out.state = work.state();
        if (next->delay.count() > 0) at.in.sleep(next->delay);
        auto const received = at.in.send(*next->request);
        if (++out.requests > 5'000) return out;
        at.pull("after " + next->request->target);
        if (how.where == cut::sent && out.requests == how.after) return out;
        next = received ? work.resume(received.value(), 0.5, at.in.now)
                        : work.resume(received.error(), 0.5, at.in.now);
        if (how.where == cut::answered && out.requests == how.after) {
            out.state = work.state();
            return out;
        }
    }
    out.state = work.state();
    out.written = flows::to_json(out.state);
    out.result = work.take();
    if (*out.result)
        out.written += flows::to_text(out.report()) + flows::to_json(out.report()) +
                       flows::to_text(out.report().plan) + flows::to_json(out.report().plan);
    return out;
}

// Runs until the rotation is complete; carries out the manual steps in between.
std::string rotate(rotation_world& at, flows::rotation_state state = {}) {
    std::string out;
    for (int run = 0; run != 9; ++run) {
        auto const done = run_rotation(at, state);
        if (!done.result || !*done.result) return out + "failed";
        out += flows::to_text(done.report()) + "\n";
        state = done.state;
        if (done.complete() || done.report().waiting().empty()) return out;
        for (std::size_t const i : done.report().waiting()) {
            at.carry_out(done.report().plan.steps[i]);
            flows::confirm(state, at.rotation, done.report().plan.steps[i]);
        }
    }
    return out + "does not end";
}

enum class links { one, two_peers, shared_zone, outgoing, both };

rotation_world make_world(links how, flows::rotation_method method) {
    flows::tsig const old{.name = "transfer.example.com.", .secret = secret(canaries[0])};
    flows::desired want{.account_id = account,
                        .tsigs = {old},
                        .peers = {{.name = "ns1", .ip = "192.0.2.53", .tsig = old.name.get()}},
                        .incoming = {{.zone_id = "z1", .name = "example.com.", .peers = {"ns1"}}}};
    if (how == links::outgoing) want.incoming.clear();
    if (how == links::two_peers || how == links::shared_zone || how == links::outgoing)
        want.peers.push_back({.name = "ns2", .ip = "192.0.2.54", .port = 5353, .tsig = old.name.get()});
    if (how == links::two_peers)
        want.incoming.push_back({.zone_id = "z2", .name = "example.net.", .peers = {"ns2"}});
    if (how == links::shared_zone)
        want.incoming.push_back({.zone_id = "z2", .name = "example.net.", .peers = {"ns2", "ns1"}});
    if (how == links::outgoing)
        want.outgoing.push_back({.zone_id = "z3", .name = "example.org.", .peers = {"ns1", "ns2"}});
    if (how == links::both)
        want.outgoing.push_back({.zone_id = "z3", .name = "example.org.", .peers = {"ns1"}});
    rotation_world out{
        .rotation = {
            .current = std::move(want),
            .from = "transfer.example.com.",
            .to = {.name = "transfer-2.example.com.", .algo = "hmac-sha512.", .secret = secret(canaries[1])},
            .method = method}};
    out.in.service.zone_transfers.references_must_exist = true;
    REQUIRE(run_ensure(out.in, out.rotation.current, {}).complete());
    for (flows::peer const& one : out.rotation.current.peers)
        out.servers[one.name.get()] = {
            {.algo = old.algo, .name = old.name.get(), .secret = old.secret.get()}};
    out.set_servers();
    // What nobody has named.
    auto& state = out.in.service.zone_transfers;
    state.tsigs[account].push_back(
        {.id = "t9", .algo = "hmac-sha256.", .name = "other.example.", .secret = secret("b3RoZXI=")});
    state.peers[account].push_back({.id = "p9", .name = "other", .ip = "198.51.100.1", .tsig_id = "t9"});
    state.peers[account].front().extra.set("later", "[1]");
    for (auto const& zone : out.rotation.current.incoming)
        (void)cfdns::call(out.in.service, program_token(),
                          zt::force_axfr::create{.zone_id = zone.zone_id.get()});
    out.in.service.log.clear();
    out.pull("before");
    return out;
}

struct rotation_case {
    links how;
    flows::rotation_method method;
};

std::vector<rotation_case> const rotation_cases{{links::one, flows::rotation_method::peer_by_peer},
                                                {links::one, flows::rotation_method::in_place},
                                                {links::two_peers, flows::rotation_method::peer_by_peer},
                                                {links::shared_zone, flows::rotation_method::peer_by_peer},
                                                {links::shared_zone, flows::rotation_method::in_place},
                                                {links::outgoing, flows::rotation_method::in_place},
                                                {links::both, flows::rotation_method::peer_by_peer},
                                                {links::both, flows::rotation_method::in_place}};

bool contains_secret(std::string const& text) {
    return std::any_of(std::begin(canaries), std::end(canaries),
                       [&](std::string_view one) { return text.find(one) != std::string::npos; });
}

// The service is as `ensure` would make it, and the name servers have the new key only.
void check_rotated(rotation_world& at) {
    CHECK(at.failed_pulls == "");
    CHECK(at.count_of_tsig("transfer-2.example.com.") == 1);
    CHECK(at.count_of_tsig("transfer.example.com.") == 0);
    CHECK(at.count_of_tsig("other.example.") == 1);
    for (flows::peer const& one : at.rotation.current.peers) {
        CHECK(at.tsig_of(one.name.get()) == "transfer-2.example.com.");
        CHECK(at.servers[one.name.get()].size() == 1);
    }
    CHECK(at.in.service.zone_transfers.peers.at(account).front().extra.find("later") == "[1]");
    flows::desired const after = flows::desired_after(at.rotation);
    CHECK(flows::make_plan(after, look(at.in, after)).empty());
}

// What goes wrong, once, with the request of that number.
struct disturbance {
    std::size_t request{};
    cut where{cut::none};
    std::optional<cfdns::testing::fault> fault{};
    enum { latest, older, none } state{latest};  // that is there afterwards
    bool unconfirmed{};                          // the first confirmations are lost
};

// Returns the number of requests, or an empty optional if the rotation does not end.
std::optional<std::size_t> rotate_disturbed(rotation_world& at, disturbance const& what) {
    std::size_t requests = 0;
    bool happened = what.where == cut::none && !what.fault;
    bool lose_confirmations = what.unconfirmed;
    flows::rotation_state state, before;
    for (int run = 0; run != 14; ++run) {
        run_options how;
        // Without retries, most faults end a run.
        how.policy.retry.max_attempts = 1;
        bool const now = !happened && what.request > requests;
        if (now) how.where = what.where;
        how.after = what.request - requests;
        if (now && what.fault) {
            at.in.service.next_faults.assign(how.after - 1, {});
            at.in.service.next_faults.push_back(*what.fault);
        }
        auto const done = run_rotation(at, state, how);
        CHECK(!contains_secret(done.written));
        requests += done.requests;
        at.in.service.next_faults.clear();
        if (now && requests >= what.request) {
            happened = true;
            flows::rotation_state const old = before;
            before = state;
            state = done.state;
            if (what.state == disturbance::older) state = old;
            if (what.state == disturbance::none) state = {};
        } else {
            before = state;
            state = done.state;
        }
        if (done.complete()) return requests;
        if (!done.result || done.result->has_error()) continue;  // it was cut, or could not look
        REQUIRE(!done.report().plan.has_conflicts());
        for (std::size_t const i : done.report().waiting()) {
            at.carry_out(done.report().plan.steps[i]);
            if (!lose_confirmations) flows::confirm(state, at.rotation, done.report().plan.steps[i]);
        }
        if (!done.report().waiting().empty()) lose_confirmations = false;
    }
    return std::nullopt;
}

std::vector<cfdns::testing::fault> rotation_faults() {
    namespace faults = cfdns::testing::faults;
    auto carried_out = faults::status(503);
    carried_out.carried_out = true;
    return {faults::lost_request(),
            faults::lost_response(),
            faults::status(500),
            faults::rate_limited(),
            carried_out,
            faults::truncated()};
}

// All disturbances if more cases are wanted than usual, otherwise one of them for every other request.
bool is_used(std::size_t request, std::size_t kind) {
    static bool const all = property_cases(1) > 1;
    return all || kind * 2 == request * 7 % 24;
}

flows::failure_kind kind_of_failure(flows::report const& report) {
    for (flows::step_outcome const& one : report.outcomes)
        if (one.failure) return one.failure->kind;
    return {};
}

std::string reason_of_failure(flows::report const& report) {
    for (flows::step_outcome const& one : report.outcomes)
        if (one.failure) return one.failure->reason;
    return {};
}

// A rotation up to its second stop: the name servers accept both keys, and the service has changed.
struct half_rotation {
    flows::rotation_state state{};
    rotation_outcome last{};
};

half_rotation run_and_confirm(rotation_world& at, flows::rotation_state state = {}) {
    auto const first = run_rotation(at, state);
    REQUIRE(first.result.has_value());
    REQUIRE(first.result->has_value());
    state = first.state;
    for (std::size_t const i : first.report().waiting()) {
        at.carry_out(first.report().plan.steps[i]);
        flows::confirm(state, at.rotation, first.report().plan.steps[i]);
    }
    half_rotation out{.last = run_rotation(at, state)};
    out.state = out.last.state;
    return out;
}

}  // namespace

TEST_CASE("a rotation changes the key of peers and name servers, and no transfer fails") {
    for (rotation_case const& one : rotation_cases) {
        CAPTURE(static_cast<int>(one.how));
        CAPTURE(flows::to_string(one.method));
        auto at = make_world(one.how, one.method);
        std::string const written = rotate(at);
        CAPTURE(written);
        CHECK(!contains_secret(written));
        CHECK(written.find("failed") == std::string::npos);
        check_rotated(at);
        // Nothing is left to do for a run without state, except what the caller alone knows.
        auto const again = run_rotation(at, {});
        CHECK(again.result->has_value());
        CHECK(again.complete() == (one.method == flows::rotation_method::peer_by_peer));
        check_rotated(at);
    }
}

TEST_CASE("a rotation that is interrupted at any request continues, and no transfer fails") {
    std::size_t runs = 0, pulls = 0;
    for (rotation_case const& one : rotation_cases) {
        CAPTURE(static_cast<int>(one.how));
        CAPTURE(flows::to_string(one.method));
        rotation_world const before = make_world(one.how, one.method);
        rotation_world undisturbed = before;
        auto const requests = rotate_disturbed(undisturbed, {});
        REQUIRE(requests);
        for (std::size_t number = 1; number <= *requests; ++number)
            for (std::size_t kind = 0; kind != 12; ++kind) {
                if (!is_used(number, kind)) continue;
                CAPTURE(number);
                CAPTURE(kind);
                rotation_world at = before;
                disturbance what{.request = number,
                                 .where = kind % 2 == 0 ? cut::sent : cut::answered,
                                 .unconfirmed = kind >= 6};
                what.state = kind % 3 == 0   ? disturbance::latest
                             : kind % 3 == 1 ? disturbance::older
                                             : disturbance::none;
                CHECK(rotate_disturbed(at, what).has_value());
                check_rotated(at);
                ++runs;
                pulls += at.pulls;
            }
    }
    MESSAGE(runs << " rotations, " << pulls << " transfers");
}

TEST_CASE("a rotation continues after a fault of any request, with one new key, and no transfer fails") {
    std::size_t runs = 0, pulls = 0;
    auto const faults = rotation_faults();
    for (rotation_case const& one : rotation_cases) {
        CAPTURE(static_cast<int>(one.how));
        CAPTURE(flows::to_string(one.method));
        rotation_world const before = make_world(one.how, one.method);
        rotation_world undisturbed = before;
        auto const requests = rotate_disturbed(undisturbed, {});
        REQUIRE(requests);
        for (std::size_t number = 1; number <= *requests; ++number)
            for (std::size_t kind = 0; kind != faults.size() * 2; ++kind) {
                if (!is_used(number, kind)) continue;
                CAPTURE(number);
                CAPTURE(kind);
                rotation_world at = before;
                disturbance what{.request = number, .fault = faults[kind % faults.size()]};
                if (kind >= faults.size()) what.state = disturbance::none;
                CHECK(rotate_disturbed(at, what).has_value());
                check_rotated(at);
                ++runs;
                pulls += at.pulls;
            }
    }
    MESSAGE(runs << " rotations, " << pulls << " transfers");
}

TEST_CASE("if zones are not transferred with the new key, the change is reverted at once") {
    for (rotation_case const& one : rotation_cases) {
        for (bool const recorded : {true, false}) {
            CAPTURE(static_cast<int>(one.how));
            CAPTURE(flows::to_string(one.method));
            CAPTURE(recorded);
            auto at = make_world(one.how, one.method);
            at.in.service.zone_transfers.quirks.failed_checks_set_checked_time = recorded;
            at.wrong_secret = true;
            auto const half = run_and_confirm(at);
            REQUIRE(half.last.result->has_value());
            CHECK(kind_of_failure(half.last.report()) == flows::failure_kind::not_transferred);
            CHECK(reason_of_failure(half.last.report()).ends_with("; reverted to transfer.example.com."));
            CHECK(at.tsig_of("ns1") == "transfer.example.com.");
            CHECK(at.count_of_tsig("transfer.example.com.") == 1);
            CHECK(at.failed_pulls.find("example") != std::string::npos);
            at.failed_pulls.clear();
            at.pull("afterwards");
            CHECK(at.failed_pulls == "");
            // The name server is asked for again, and with the right secret the rotation succeeds.
            at.wrong_secret = false;
            for (auto& [name, keys] : at.servers) keys.back().secret = at.rotation.to.secret.get();
            at.set_servers();
            auto const written = rotate(at, half.state);
            CAPTURE(written);
            CHECK(written.find("1 manual") != std::string::npos);
            check_rotated(at);
        }
    }
}

TEST_CASE("a peer whose transfers fail does not stop those that have changed before") {
    auto at = make_world(links::two_peers, flows::rotation_method::peer_by_peer);
    auto const first = run_rotation(at, {});
    flows::rotation_state state = first.state;
    for (std::size_t const i : first.report().waiting()) {
        at.wrong_secret = first.report().plan.steps[i].name == "ns2";
        at.carry_out(first.report().plan.steps[i]);
        flows::confirm(state, at.rotation, first.report().plan.steps[i]);
    }
    auto const second = run_rotation(at, state);
    CHECK(kind_of_failure(second.report()) == flows::failure_kind::not_transferred);
    CHECK(at.tsig_of("ns1") == "transfer-2.example.com.");
    CHECK(at.tsig_of("ns2") == "transfer.example.com.");
    at.failed_pulls.clear();
    at.wrong_secret = false;
    CHECK(second.state.name_servers.size() == 1);
    CHECK(rotate(at, second.state).find("not_transferred") == std::string::npos);
    check_rotated(at);
}

TEST_CASE("nothing is changed if zones are not transferred with the old key") {
    for (bool const recorded : {true, false}) {
        auto at = make_world(links::one, flows::rotation_method::peer_by_peer);
        at.in.service.zone_transfers.quirks.failed_checks_set_checked_time = recorded;
        auto const first = run_rotation(at, {});
        flows::rotation_state state = first.state;
        at.carry_out(first.report().plan.steps[1]);
        flows::confirm(state, at.rotation, first.report().plan.steps[1]);
        at.in.service.zone_transfers.primaries.begin()->second.reachable = false;
        auto const second = run_rotation(at, state);
        if (recorded) continue;  // a failed check looks like one that found nothing new
        CHECK(kind_of_failure(second.report()) == flows::failure_kind::not_transferred);
        CHECK(reason_of_failure(second.report()) == "no check was recorded; nothing was changed");
        CHECK(at.tsig_of("ns1") == "transfer.example.com.");
        CHECK(second.state.name_servers.empty());
    }
}

TEST_CASE("a check that was not carried out sets nothing back") {
    auto at = make_world(links::one, flows::rotation_method::peer_by_peer);
    auto const first = run_rotation(at, {});
    flows::rotation_state state = first.state;
    at.carry_out(first.report().plan.steps[1]);
    flows::confirm(state, at.rotation, first.report().plan.steps[1]);
    at.in.service.on<zt::peers::update>([](fake_cloudflare& service, zt::peers::update const& op) {
        auto& one = service.zone_transfers.peers[account].front();
        one.tsig_id = op.tsig_id;
        service.chance = {.seed = 1, .probability = 1, .faults = {cfdns::testing::faults::status(500)}};
        return cfdns::testing::write_response(one);
    });
    auto const second = run_rotation(at, state);
    CHECK(kind_of_failure(second.report()) == flows::failure_kind::no_answer);
    CHECK(at.tsig_of("ns1") == "transfer-2.example.com.");
    at.in.service.chance = {};
    rotate(at, second.state);
    check_rotated(at);
}

TEST_CASE("nothing is set back if the name server may have the new key only") {
    auto at = make_world(links::one, flows::rotation_method::peer_by_peer);
    auto const half = run_and_confirm(at);
    REQUIRE(half.last.report().waiting().size() == 1);
    at.carry_out(half.last.report().plan.steps[half.last.report().waiting().front()]);
    // Without state, the peer is checked again, while its name server does not respond.
    at.in.service.zone_transfers.quirks.failed_checks_set_checked_time = false;
    at.in.service.zone_transfers.primaries.begin()->second.reachable = false;
    auto const unknown = run_rotation(at, {});
    CHECK(kind_of_failure(unknown.report()) == flows::failure_kind::not_transferred);
    CHECK(reason_of_failure(unknown.report()).starts_with("no check was recorded; not reverted"));
    CHECK(at.tsig_of("ns1") == "transfer-2.example.com.");
    // With state, the check was done.
    auto const known = run_rotation(at, half.state);
    CHECK(known.report().waiting().size() == 1);
    CHECK(at.tsig_of("ns1") == "transfer-2.example.com.");
    // In place, the name servers of all peers matter.
    auto two = make_world(links::two_peers, flows::rotation_method::in_place);
    auto changed = run_and_confirm(two);
    REQUIRE(two.tsig_of("ns2") == "transfer-2.example.com.");
    for (auto& one : changed.state.name_servers) one.checked = false;
    changed.state.name_servers.back().keys = {"transfer-2.example.com."};
    two.servers["ns1"].back().secret = secret("d3Jvbmc=");
    two.set_servers();
    auto const failed = run_rotation(two, changed.state);
    CHECK(kind_of_failure(failed.report()) == flows::failure_kind::not_transferred);
    CHECK(two.tsig_of("ns2") == "transfer-2.example.com.");
}

TEST_CASE("all zones of a peer are checked, except those whose transfers are disabled") {
    auto at = make_world(links::shared_zone, flows::rotation_method::peer_by_peer);
    at.rotation.current.peers.pop_back();
    at.rotation.current.incoming.back().peers = {"ns1"};
    at.rotation.current.outgoing = {
        {.zone_id = "z3", .name = "example.org.", .peers = {"ns1"}, .enabled = false}};
    REQUIRE(run_ensure(at.in, at.rotation.current, {}).complete());
    at.set_servers();
    auto const first = run_rotation(at, {});
    flows::rotation_state state = first.state;
    for (flows::step const& step : first.report().plan.steps)
        CHECK((step.action != flows::action::check || step.name != "example.org."));
    auto const& manual = first.report().plan.steps[first.report().waiting().at(0)];
    at.carry_out(manual);
    flows::confirm(state, at.rotation, manual);
    at.in.service.zone_transfers.primaries["z2"].keys->pop_back();  // the new key
    auto const second = run_rotation(at, state);
    CHECK(kind_of_failure(second.report()) == flows::failure_kind::not_transferred);
    CHECK(at.tsig_of("ns1") == "transfer.example.com.");
}

TEST_CASE("a peer that somebody has set back is changed and checked again") {
    for (bool const wrong : {false, true}) {
        auto at = make_world(links::one, flows::rotation_method::peer_by_peer);
        auto const half = run_and_confirm(at);
        REQUIRE(half.state.name_servers.at(0).checked);
        std::string const old_id = at.in.service.zone_transfers.tsigs[account].front().id;
        at.in.service.zone_transfers.peers[account].front().tsig_id = old_id;
        if (wrong) at.servers["ns1"].back().secret = secret("d3Jvbmc=");
        at.set_servers();
        auto const again = run_rotation(at, half.state);
        CHECK(again.report().count(flows::step_status::failed) == (wrong ? 1 : 0));
        CHECK(at.tsig_of("ns1") == (wrong ? "transfer.example.com." : "transfer-2.example.com."));
    }
    // Also by another run, if the first was interrupted.
    auto cut_off = make_world(links::one, flows::rotation_method::peer_by_peer);
    auto const checked = run_and_confirm(cut_off);
    auto& state = cut_off.in.service.zone_transfers;
    state.peers[account].front().tsig_id = state.tsigs[account].front().id;
    cut_off.servers["ns1"].back().secret = secret("d3Jvbmc=");
    cut_off.set_servers();
    auto const interrupted = run_rotation(cut_off, checked.state, {.where = cut::answered, .after = 8});
    CHECK(cut_off.tsig_of("ns1") == "transfer-2.example.com.");
    CHECK(run_rotation(cut_off, interrupted.state).report().count(flows::step_status::failed) == 1);
    CHECK(cut_off.tsig_of("ns1") == "transfer.example.com.");
    // What is known of another rotation does not count as a check.
    auto at = make_world(links::one, flows::rotation_method::peer_by_peer);
    auto half = run_and_confirm(at);
    auto const seen = look(at.in, flows::desired_after(at.rotation));
    CHECK(flows::make_plan(at.rotation, seen, half.state).steps.front().action == flows::action::manual);
    half.state.to = "transfer-1.example.com.";
    CHECK(flows::make_plan(at.rotation, seen, half.state).steps.front().action == flows::action::check);
}

TEST_CASE("the key of a peer without zones is changed between the manual steps") {
    for (auto const method : {flows::rotation_method::peer_by_peer, flows::rotation_method::in_place}) {
        auto at = make_world(links::one, method);
        at.rotation.current.incoming.clear();
        flows::rotation_state state;
        for (char const* const key : {"transfer.example.com.", "transfer-2.example.com."}) {
            auto const done = run_rotation(at, state);
            REQUIRE(done.report().waiting().size() == 1);
            CHECK(at.tsig_of("ns1") == key);
            auto const& step = done.report().plan.steps[done.report().waiting()[0]];
            CHECK(flows::name_server_setups_of(at.rotation, step).empty());
            state = done.state;
            flows::confirm(state, at.rotation, step);
        }
        CHECK(run_rotation(at, state).complete());
        CHECK(at.count_of_tsig("transfer.example.com.") == 0);
    }
}

TEST_CASE("an older serial fails the check") {
    auto at = make_world(links::one, flows::rotation_method::peer_by_peer);
    auto const first = run_rotation(at, {});
    flows::rotation_state state = first.state;
    at.carry_out(first.report().plan.steps[1]);
    flows::confirm(state, at.rotation, first.report().plan.steps[1]);
    at.in.service.zone_transfers.incoming["z1"].soa_serial = 7;  // the primary server has 1
    auto const second = run_rotation(at, state);
    CHECK(kind_of_failure(second.report()) == flows::failure_kind::not_transferred);
    CHECK(reason_of_failure(second.report()) == "the serial is older than before; nothing was changed");
}

TEST_CASE("whatever differs from the current state is a conflict, and nothing is sent") {
    struct conflict_case {
        char const* what;
        void (*change)(rotation_world&);
        char const* reason;
    };
    auto const zone_transfers_of = [](rotation_world & at) -> auto& { return at.in.service.zone_transfers; };
    (void)zone_transfers_of;
    conflict_case const cases[] = {
        {"address",
         [](rotation_world& at) { at.in.service.zone_transfers.peers[account].front().ip = "192.0.2.99"; },
         "differs from the current state (ip: 192.0.2.99 -> 192.0.2.53, tsig: transfer.example.com. -> "
         "transfer-2.example.com.): correct either of them first"},
        {"key of the peer",
         [](rotation_world& at) { at.in.service.zone_transfers.peers[account].front().tsig_id = "t9"; },
         "uses neither transfer.example.com. nor transfer-2.example.com."},
        {"no peer", [](rotation_world& at) { at.in.service.zone_transfers.peers[account].clear(); },
         "uses neither transfer.example.com. nor transfer-2.example.com."},
        {"old secret",
         [](rotation_world& at) {
             at.in.service.zone_transfers.tsigs[account].front().secret = secret("b3RoZXI=");
         },
         "differs from the current state (secret: [redacted] -> [redacted])"},
        {"links", [](rotation_world& at) { at.in.service.zone_transfers.incoming["z1"].peers->clear(); },
         "differs from the current state (peers: none -> ns1): correct either of them first"},
        {"no configuration", [](rotation_world& at) { at.in.service.zone_transfers.incoming.clear(); },
         "differs from the current state (auto_refresh_seconds: none -> 86400 s, peers: none -> ns1): "
         "correct "
         "either of them first"},
        {"new name is taken",
         [](rotation_world& at) {
             at.in.service.zone_transfers.tsigs[account].push_back({.id = "t8",
                                                                    .algo = "hmac-sha512.",
                                                                    .name = "Transfer-2.example.com",
                                                                    .secret = secret("b3RoZXI=")});
         },
         "exists as t8 with other values (secret: [redacted] -> [redacted]): name it in rules.use, or allow "
         "take_over"},
        {"two peers",
         [](rotation_world& at) {
             auto& all = at.in.service.zone_transfers.peers[account];
             all.push_back(all.front());
             all.back().id = "p8";
         },
         "several peers of this name use one of the keys"},
    };
    for (conflict_case const& one : cases) {
        CAPTURE(one.what);
        auto at = make_world(links::one, flows::rotation_method::peer_by_peer);
        one.change(at);
        at.in.service.log.clear();
        auto const done = run_rotation(at, {});
        REQUIRE(done.result->has_value());
        REQUIRE(done.report().plan.has_conflicts());
        CHECK(done.report().plan.conflicts.front().reason == one.reason);
        CHECK(!contains_secret(done.written));
        for (auto const& entry : at.in.service.log) CHECK(entry.method == cfdns::http_method::get);
    }
}

TEST_CASE("conflicts of a change in place") {
    auto at = make_world(links::one, flows::rotation_method::in_place);
    auto& state = at.in.service.zone_transfers;
    std::string const id = state.tsigs[account].front().id;
    state.peers[account].push_back({.id = "p8", .name = "foreign", .tsig_id = id});
    auto const used = run_rotation(at, {});
    REQUIRE(used.report().plan.conflicts.size() == 1);
    CHECK(used.report().plan.conflicts.front().reason ==
          "is used by other peers, which would change, too: foreign");
    state.peers[account].pop_back();
    state.tsigs[account].push_back({.id = "t8",
                                    .algo = "hmac-sha512.",
                                    .name = "transfer-2.example.com.",
                                    .secret = secret(canaries[1])});
    auto const taken = run_rotation(at, {});
    REQUIRE(taken.report().plan.has_conflicts());
    CHECK(taken.report().plan.conflicts.front().reason ==
          "exists already: remove it, or change peer by peer");
}

TEST_CASE("the old key remains if other peers use it") {
    auto at = make_world(links::one, flows::rotation_method::peer_by_peer);
    auto& state = at.in.service.zone_transfers;
    state.peers[account].push_back(
        {.id = "p8", .name = "foreign", .tsig_id = state.tsigs[account].front().id});
    std::string const written = rotate(at);
    CHECK(written.find("# kept: tsig transfer.example.com., which other peers use: foreign") !=
          std::string::npos);
    CHECK(written.find("- ") == std::string::npos);
    CHECK(at.failed_pulls == "");
    CHECK(at.tsig_of("ns1") == "transfer-2.example.com.");
    CHECK(at.count_of_tsig("transfer.example.com.") == 1);
    // Some of the peers only.
    at = make_world(links::two_peers, flows::rotation_method::peer_by_peer);
    at.rotation.peers = {"ns2"};
    rotate(at);
    CHECK(at.failed_pulls == "");
    CHECK(at.tsig_of("ns1") == "transfer.example.com.");
    CHECK(at.tsig_of("ns2") == "transfer-2.example.com.");
    CHECK(flows::make_plan(flows::desired_after(at.rotation), look(at.in, flows::desired_after(at.rotation)))
              .empty());
}

TEST_CASE("what a rotation refuses") {
    auto const parameter_of = [](auto change) {
        auto at = make_world(links::two_peers, flows::rotation_method::peer_by_peer);
        change(at.rotation);
        auto const checked = flows::check(at.rotation);
        std::size_t const before = at.in.service.log.size();
        auto const done = run_rotation(at, {});
        CHECK(at.in.service.log.size() == before);
        REQUIRE(checked.has_error());
        REQUIRE(done.result->has_error());
        CHECK(done.result->error().message() == checked.error().message());
        return std::string{checked.error().parameter()};
    };
    using rotation = flows::key_rotation;
    std::pair<char const*, void (*)(rotation&)> const cases[] = {
        {"current/account_id", [](rotation& of) { of.current.account_id = ""; }},
        {"current/peers/1/ip", [](rotation& of) { of.current.peers[1].ip = "x"; }},
        {"from", [](rotation& of) { of.from = "unknown."; }},
        {"from", [](rotation& of) { for (auto& one : of.current.peers) one.tsig = ""; }},
        {"to/name", [](rotation& of) { of.to.name = "a..b"; }},
        {"to/name", [](rotation& of) { of.to.name = "TRANSFER.example.com"; }},
        {"to/secret", [](rotation& of) { of.to.secret = secret("!"); }},
        {"peers/1", [](rotation& of) { of.peers = {"ns1", "ns3"}; }},
        {"peers/1", [](rotation& of) { of.peers = {"ns1", "ns1"}; }},
        {"peers/0",
         [](rotation& of) {
             of.current.peers.push_back({.name = "ns3"});
             of.peers = {"ns3"};
         }},
        {"peers",
         [](rotation& of) {
             of.peers = {"ns1"};
             of.method = flows::rotation_method::in_place;
         }},
        {"method",
         [](rotation& of) {
             of.current.outgoing.push_back(
                 {.zone_id = "z9", .name = "example.org.", .peers = {"ns1", "ns2"}});
         }},
        {"method", [](rotation& of) { of.method = static_cast<flows::rotation_method>(2); }},
        {"check_timeout", [](rotation& of) { of.check_timeout = 999ms; }},
        {"check_timeout", [](rotation& of) { of.check_timeout = std::chrono::milliseconds::max(); }}};
    for (auto const& [parameter, change] : cases) CHECK(parameter_of(change) == parameter);
    auto at = make_world(links::one, flows::rotation_method::peer_by_peer);
    auto const other = run_rotation(at, {.objects = {.account_id = "another"}});
    REQUIRE(other.result->has_error());
    CHECK(other.result->error().parameter() == "rotation_state");
}

TEST_CASE("the state of a rotation as JSON") {
    auto at = make_world(links::one, flows::rotation_method::peer_by_peer);
    auto half = run_and_confirm(at);
    half.state.objects.known.clear();
    std::string const json = flows::to_json(half.state);
    CHECK(json ==
          R"({"cfdns_rotation":1,"account_id":")" + account +
              R"(","known":[],"open":[],"to":"transfer-2.example.com.","name_servers":[{"peer":"ns1",)"
              R"("keys":["transfer.example.com.","transfer-2.example.com."],"checked":true}],)"
              R"("visible_zones":["z1"]})");
    CHECK(flows::to_json(*flows::parse_rotation_state(json)) == json);
    CHECK(flows::parse_rotation_state("")->name_servers.empty());
    for (char const* const bad : {"[]", "{}", "x", R"({"cfdns_rotation":2,"account_id":""})"})
        CHECK(flows::parse_rotation_state(bad).error().parameter() == "rotation_state");
    // Of another rotation, only the objects matter.
    at.rotation.to.name = "transfer-3.example.com.";
    auto const other = run_rotation(at, half.state);
    CHECK(other.state.name_servers.empty());
    CHECK(other.state.to == "transfer-3.example.com.");
    flows::confirm(half.state, at.rotation,
                   other.report().plan.steps.empty() ? flows::step{} : other.report().plan.steps[0]);
    CHECK(half.state.to == "transfer-2.example.com.");
}

TEST_CASE("the setups of the name server of a peer that is a primary and a secondary") {
    auto at = make_world(links::both, flows::rotation_method::peer_by_peer);
    auto const done = run_rotation(at, {});
    REQUIRE(done.report().waiting().size() == 1);
    auto const setups =
        flows::name_server_setups_of(at.rotation, done.report().plan.steps[done.report().waiting()[0]]);
    REQUIRE(setups.size() == 2);
    CHECK(setups[0].role == flows::name_server_role::primary);
    CHECK(setups[0].zones == std::vector<std::string>{"example.com."});
    CHECK(setups[1].role == flows::name_server_role::secondary);
    CHECK(setups[1].zones == std::vector<std::string>{"example.org."});
    for (auto const& setup : setups) {
        REQUIRE(setup.keys.size() == 2);
        CHECK(setup.keys[0].name.get() == "transfer.example.com.");
        CHECK(setup.keys[1].name.get() == "transfer-2.example.com.");
        CHECK(setup.addresses == std::vector<std::string>{"192.0.2.53"});
        using enum flows::name_server_software;
        for (auto const software : {bind9, knot, nsd, powerdns})
            CHECK(flows::configure_name_server(software, setup).has_value());
    }
    CHECK(flows::name_server_setups_of(at.rotation, done.report().plan.steps[0]).empty());
}

TEST_CASE("a plan with manual steps is not for `apply`") {
    auto at = make_world(links::one, flows::rotation_method::peer_by_peer);
    flows::desired const after = flows::desired_after(at.rotation);
    auto const seen = look(at.in, after);
    flows::plan const plan = flows::make_plan(at.rotation, seen);
    CHECK(flows::to_text(plan) == "# account " + account +
                                      R"(: 7 steps in 9 to 23 requests, 1 removed
+ 1 tsig     transfer-2.example.com.  algo hmac-sha512., secret [redacted]
  2 manual   ns1                      keys: transfer.example.com. -> )"
                                      R"(transfer.example.com., transfer-2.example.com.
  3 check    example.com.             peer ns1, tsig transfer.example.com. [2]
! 4 peer     ns1                      tsig: transfer.example.com. -> transfer-2.example.com. [1, 2, 3]
  5 check    example.com.             peer ns1, tsig transfer-2.example.com. [4]
  6 manual   ns1                      keys: transfer.example.com., transfer-2.example.com. -> )"
                                      R"(transfer-2.example.com. [5]
- 7 tsig     transfer.example.com.    )" +
                                      plan.steps[6].id + R"( [6]
# kept: incoming example.com.
# left alone: 1 peer, 1 tsig
# manual: give the name server these keys; it accepts all of them and signs with the first
# check: requests a transfer; if one with the new key fails, the change is reverted
)");
    CHECK(flows::to_json(plan).find(R"({"action":"manual","kind":"peer","name":"ns1","id":")") !=
          std::string::npos);
    CHECK(flows::to_json(plan).find(
              R"({"action":"check","kind":"incoming","name":"example.com.","id":"z1")") !=
          std::string::npos);
    flows::apply work{plan, after, seen, program_token()};
    for (auto next = work.start(at.in.now); next;) {
        auto const received = at.in.service(*next->request);
        next = work.resume(received.value(), 0.5, at.in.now);
    }
    auto const report = work.take();
    REQUIRE(report.has_value());
    CHECK(report->outcomes[0].status == flows::step_status::done);
    CHECK(report->outcomes[1].status == flows::step_status::failed);
    CHECK(report->outcomes[2].status == flows::step_status::skipped);
    CHECK(at.tsig_of("ns1") == "transfer.example.com.");
}

TEST_CASE("a rotation that is cancelled during a check reports it, and continues") {
    auto at = make_world(links::one, flows::rotation_method::peer_by_peer);
    auto const first = run_rotation(at, {});
    flows::rotation_state state = first.state;
    at.carry_out(first.report().plan.steps[1]);
    flows::confirm(state, at.rotation, first.report().plan.steps[1]);
    flows::rotate_key work{at.rotation, program_token(), {}, {}, state};
    int writes = 0;
    for (auto next = work.start(at.in.now); next;) {
        if (next->request->method == cfdns::http_method::put) ++writes;
        if (writes == 1 && next->request->method == cfdns::http_method::post) break;
        if (next->delay.count() > 0) at.in.sleep(next->delay);
        next = work.resume(at.in.send(*next->request).value(), 0.5, at.in.now);
    }
    work.cancel(at.in.now);
    auto const report = work.take();
    REQUIRE(report.has_value());
    CHECK(kind_of_failure(*report) == flows::failure_kind::not_reached);
    CHECK(at.tsig_of("ns1") == "transfer-2.example.com.");
    rotate(at, work.state());
    check_rotated(at);
}
