// SPDX-License-Identifier: BSL-1.0
#include "../support/property_cases.hpp"
#include "fleet_world.hpp"

#include <doctest/doctest.h>

using namespace cfdns_test;
namespace faults = cfdns::testing::faults;

namespace {

std::uint64_t fleet_states() { return property_cases(12); }

struct fleet_scenario {
    flows::fleet all;
    world before{};
    std::set<std::string> fail{};  // names that cannot succeed
};

// A service with some of the zones, with configurations that are right, wrong or missing, and with zones
// that are not in the fleet.
fleet_scenario make_fleet_scenario(std::uint64_t seed) {
    state_generator random{seed};
    fleet_scenario out{.all = fleet_of(3 + random.below(4))};
    fake_cloudflare& service = out.before.service;
    add_fleet_peer(service);
    add_fleet_peer(service, "old", "p2");
    service.zone_transfers.quirks.second_create_replaces = random.chance(50);
    service.quirks.absent_is_not_found = random.chance(70);
    service.quirks.put_replaces = random.chance(50);
    for (std::string const& name : out.all.zones.get()) {
        std::size_t const what = random.below(100);
        if (what < 40) continue;
        std::string const id = add_zone(service, name, what < 45 ? "full" : "secondary");
        if (what < 45) out.fail.insert(name);
        if (what < 60) continue;
        auto& has =
            add_configuration(service, id, random.chance(50) ? name : name.substr(0, name.size() - 1));
        if (what >= 80) has.peers = std::vector<std::string>{"p2"};
        if (what >= 90) has.auto_refresh_seconds.reset();
        if (random.chance(50)) has.extra.set("later", R"({"a":[1]})");
    }
    for (std::size_t i = random.below(3); i != 0; --i) {
        std::string const name = "other-" + fleet_zone_name(i);
        std::string const id = add_zone(service, name);
        add_configuration(service, id, name, "p2").extra.set("note", "[]");
    }
    add_zone(service, "foreign.example", "secondary", "another account");
    return out;
}

// What is not in the fleet, as JSON.
std::vector<std::string> others(fleet_scenario const& of, fake_cloudflare const& service) {
    std::vector<std::string> out;
    for (auto const& [id, one] : service.zones.all) {
        auto const& names = of.all.zones.get();
        bool const named = std::find(names.begin(), names.end(), one.name + ".") != names.end();
        if (named && one.type == "secondary") continue;
        out.push_back(json_of(one));
        auto const at = service.zone_transfers.incoming.find(id);
        if (at != service.zone_transfers.incoming.end()) out.push_back(json_of(at->second));
    }
    for (auto const& one : service.zone_transfers.peers.find(account)->second) out.push_back(json_of(one));
    return out;
}

bool may_have_been_carried_out(cfdns::testing::request_record const& one) {
    using cfdns::testing::fault_kind;
    bool const refused = one.status >= 400 && one.status <= 499 && one.status != 408;
    return !refused && one.fault != fault_kind::lost_request &&
           (one.fault == fault_kind::lost_response || one.fault == fault_kind::truncated ||
            one.fault == fault_kind::html_page || one.status != 200);
}

// "": no create whose outcome is unknown was sent again without a look after it.
std::string blind_creates(fake_cloudflare const& service) {
    std::map<std::string, bool> open;  // by target and content
    for (auto const& one : service.log) {
        if (one.method == cfdns::http_method::get)
            for (auto& [request, unknown] : open) unknown = false;
        if (one.method != cfdns::http_method::post) continue;
        std::string const request = one.target + " " + one.body;
        if (open[request]) return request;
        open[request] = may_have_been_carried_out(one);
    }
    return "";
}

// Creates zones without asking whether there is one of that name.
void allow_duplicates(fake_cloudflare& to) {
    to.on<cfdns::zones::create>([](fake_cloudflare& service, cfdns::zones::create const& op) {
        std::string const id =
            add_zone(service, op.name.get(), op.type.value_or("full"), op.account.get().id.value_or(""));
        return service.zones.all.find(id)->second;
    });
}

std::size_t fleet_requests(fleet_scenario const& one) {
    auto const& service = one.before.service;
    std::size_t account_zones = 0;
    for (auto const& [id, each] : service.zones.all)
        if (each.account->id == account) ++account_zones;
    std::size_t count = 1 + (account_zones + 49) / 50 + (account_zones == 0 ? 1 : 0);
    for (std::string const& name : one.all.zones.get()) {
        if (one.fail.contains(name)) continue;
        std::size_t needed = 2;
        for (auto const& [id, each] : service.zones.all) {
            if (each.name + "." != name) continue;
            auto const at = service.zone_transfers.incoming.find(id);
            if (at != service.zone_transfers.incoming.end() && at->second.peers->front() == "p1") needed = 1;
        }
        count += needed;
    }
    return count;
}

}  // namespace

TEST_CASE("onboard reaches the state of the fleet, and then has nothing to do") {
    std::size_t requests = 0, zones = 0;
    for (std::uint64_t seed = 1; seed <= fleet_states(); ++seed) {
        CAPTURE(seed);
        fleet_scenario const one = make_fleet_scenario(seed);
        world now = one.before;
        fleet_run const done = run_fleet(now, one.all);
        REQUIRE_MESSAGE(done.result->has_value(), done.result->error().message());
        CAPTURE(flows::to_text(done.report()));
        CHECK(done.report().done() == one.all.zones.get().size() - one.fail.size());
        CHECK(done.report().failed.size() == one.fail.size());
        CHECK(!done.report().stopped);
        CHECK(done.sent.requests == fleet_requests(one));
        CHECK(others(one, now.service) == others(one, one.before.service));
        requests += done.sent.requests;
        zones += done.report().zones;
        for (std::string const& name : one.all.zones.get()) {
            if (one.fail.contains(name)) continue;
            std::string const line = name.substr(0, name.size() - 1) + "|secondary|" + account + "|";
            auto const all = dump_zones(now.service);
            CHECK(std::count_if(all.begin(), all.end(), [&](std::string const& each) {
                      return each.starts_with(line) && each.find("|3600|ns1") != each.npos;
                  }) == 1);
        }
        // Idempotent, with and without the journal.
        world again = now;
        CHECK(run_fleet(again, one.all).sent.writes == 0);
        fleet_run const spared = run_fleet(again, one.all, {.journal = done.journal});
        CHECK(spared.sent.writes == 0);
        CHECK(spared.report().done() == done.report().done());
        CHECK(spared.report().created == done.report().created);
        CHECK(dump_zones(again.service) == dump_zones(now.service));
    }
    MESSAGE(fleet_states() << " states, " << zones << " zones, " << requests << " requests");
}

TEST_CASE("onboard can crash after every request and every response, with any part of the journal") {
    std::size_t cuts = 0, requests = 0;
    for (std::uint64_t seed = 1; seed <= fleet_states(); ++seed) {
        fleet_scenario const one = make_fleet_scenario(seed);
        world undisturbed = one.before;
        fleet_run const whole = run_fleet(undisturbed, one.all);
        auto const expected = dump_zones(undisturbed.service);
        for (std::size_t after = 1; after <= whole.sent.requests; ++after)
            for (cut const where : {cut::sent, cut::answered})
                for (std::size_t kept = 0; kept != 3; ++kept) {
                    CAPTURE(seed);
                    CAPTURE(after);
                    CAPTURE(static_cast<int>(where));
                    CAPTURE(kept);
                    world now = one.before;
                    fleet_run const first = run_fleet(now, one.all, {.where = where, .after = after});
                    // All of it, without the last bytes, or none.
                    std::string journal = kept == 0 ? first.journal : "";
                    if (kept == 1)
                        journal = first.journal.substr(0, first.journal.size() - (after % 40 + 1));
                    fleet_run const second = run_fleet(now, one.all, {.journal = journal});
                    ++cuts;
                    requests += first.sent.requests + second.sent.requests;
                    REQUIRE_MESSAGE(second.result->has_value(), second.result->error().message());
                    CHECK(second.report().done() == whole.report().done());
                    CHECK(dump_zones(now.service) == expected);
                    CHECK(second.journal.starts_with(journal));
                    // The journal is whole again.
                    fleet_run const third = run_fleet(now, one.all, {.journal = second.journal});
                    CHECK(third.report().earlier == whole.report().done());
                    CHECK(third.sent.writes == 0);
                }
    }
    MESSAGE(fleet_states() << " states, " << cuts << " cut points, " << requests << " requests");
    CHECK(cuts > 0);
}

TEST_CASE("a journal that is torn at any place is continued") {
    fleet_scenario const one = make_fleet_scenario(3);
    world now = one.before;
    fleet_run const whole = run_fleet(now, one.all);
    for (std::size_t size = 0; size <= whole.journal.size(); size += 3) {
        CAPTURE(size);
        std::string const journal = whole.journal.substr(0, size);
        world again = now;
        fleet_run const next = run_fleet(again, one.all, {.journal = journal});
        REQUIRE_MESSAGE(next.result->has_value(), next.result->error().message());
        CHECK(next.sent.writes == 0);
        CHECK(next.report().done() == whole.report().done());
        fleet_run const last = run_fleet(again, one.all, {.journal = next.journal});
        REQUIRE(last.result->has_value());
        CHECK(last.report().earlier == whole.report().done());
    }
}

TEST_CASE("under all faults, onboard makes one zone and one configuration of each name") {
    std::size_t runs = 0, requests = 0, at_once = 0, used = 0, failed = 0;
    for (std::uint64_t seed = 1; seed <= 4 * fleet_states(); ++seed) {
        CAPTURE(seed);
        fleet_scenario const one = make_fleet_scenario(seed);
        world undisturbed = one.before;
        fleet_run const whole = run_fleet(undisturbed, one.all);
        auto const expected = dump_zones(undisturbed.service);
        state_generator random{seed};
        world now = one.before;
        if (random.chance(50)) allow_duplicates(now.service);
        now.service.quirks.forbidden_after_create = random.chance(30) ? 2 : 0;
        now.service.chance = {
            .seed = seed, .probability = seed % 2 == 0 ? 0.15 : 0.4, .faults = all_faults()};
        std::string journal;
        bool reached = false;
        ++used;
        for (int run = 0; run != 40 && !reached; ++run) {
            fleet_options how{.journal = journal};
            if (random.chance(20)) {
                how.where = random.chance(50) ? cut::sent : cut::answered;
                how.after = 1 + random.below(whole.sent.requests + 3);
            }
            now.service.log.clear();
            fleet_run const done = run_fleet(now, one.all, how);
            ++runs;
            requests += done.sent.requests;
            CHECK(blind_creates(now.service) == "");
            CHECK(others(one, now.service) == others(one, one.before.service));
            if (random.chance(70)) journal = done.journal;
            // The next run is not within the minute in which permissions take effect.
            if (!done.result) now.sleep(60s);
            if (!done.result || done.result->has_error()) continue;
            flows::fleet_report const& report = done.report();
            CAPTURE(flows::to_text(report));
            CHECK(report.done() + report.failed.size() + report.left() == report.zones);
            for (auto const& each : report.failed)
                if (!one.fail.contains(each.name)) ++failed;
            reached = report.done() == whole.report().done();
            if (reached && run == 0) ++at_once;
        }
        CHECK(reached);
        CHECK(dump_zones(now.service) == expected);
    }
    MESSAGE(used << " states, " << runs << " runs, " << requests << " requests; " << at_once
                 << " reached in one run; " << failed << " failures of zones that later succeeded");
    CHECK(at_once > used / 3);
}

TEST_CASE("lists may lag behind creates") {
    for (auto const lag : {1s, 5s, 9s}) {
        CAPTURE(lag.count());
        world now;
        add_fleet_peer(now.service);
        now.service.quirks.lists_lag_by = lag;
        flows::fleet const all = fleet_of(4);
        // The response to the creation of a zone is lost, and then the program crashes and starts again.
        now.service.next_faults = {{}, {}, faults::lost_response()};
        fleet_run const cut_run = run_fleet(now, all, {.where = cut::answered, .after = 3});
        fleet_run const done = run_fleet(now, all, {.journal = cut_run.journal});
        REQUIRE(done.result->has_value());
        CAPTURE(flows::to_text(done.report()));
        CHECK(done.report().complete());
        CHECK(now.service.zones.all.size() == 4);
    }
}

TEST_CASE("the estimate bounds the requests at any time") {
    for (std::uint64_t seed = 1; seed <= fleet_states(); ++seed) {
        CAPTURE(seed);
        fleet_scenario const one = make_fleet_scenario(seed);
        world now = one.before;
        fleet_lane lane{one.all, {}};
        std::vector<flows::fleet_estimate> estimates{lane.work.estimate(now.now)};
        std::vector<std::size_t> sent_before{0};
        traffic const sent = run_lanes(now, {&lane}, 0, [&](traffic const& so_far, bool answered) {
            if (!answered) return false;
            estimates.push_back(lane.work.estimate(now.now));
            sent_before.push_back(so_far.requests);
            auto const progress = lane.work.progress(now.now);
            CHECK(progress.done + progress.failed + progress.left == progress.zones);
            return false;
        });
        for (std::size_t i = 0; i != estimates.size(); ++i) {
            CAPTURE(i);
            CHECK(estimates[i].min_requests <= estimates[i].max_requests);
            CHECK(estimates[i].max_requests >= sent.requests - sent_before[i]);
            // Zones that cannot have a configuration need no requests; the lists tell.
            if (one.fail.empty() || i >= 2)
                CHECK(estimates[i].min_requests <= sent.requests - sent_before[i]);
        }
        CHECK(estimates.back().max_requests == 0);
        auto const progress = lane.work.progress(now.now);
        CHECK(progress.left == 0);
        CHECK(progress.failed == one.fail.size());
        CHECK(progress.time_left == 0s);
    }
}
