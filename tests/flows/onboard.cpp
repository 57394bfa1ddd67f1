// SPDX-License-Identifier: BSL-1.0
#include "../support/property_cases.hpp"
#include "fleet_world.hpp"

#include <doctest/doctest.h>

using namespace cfdns_test;
namespace faults = cfdns::testing::faults;

static_assert(cfdns::machine<flows::onboard>);

namespace {

std::size_t fleet_size() { return property_cases(500); }

// The time that the limit implies, if each request takes `latency`.
double seconds_for(std::size_t requests, std::uint32_t quota, std::chrono::seconds window,
                   std::chrono::milliseconds latency) {
    std::size_t const windows = (requests - 1) / quota;
    std::size_t const rest = (requests - 1) % quota + 1;
    return static_cast<double>(windows) * static_cast<double>(window.count()) +
           static_cast<double>(rest) * static_cast<double>(latency.count()) / 1e3;
}

double seconds_since(world const& in, fleet_clock::time_point start) {
    return std::chrono::duration<double>(in.now - start).count();
}

}  // namespace

TEST_CASE("a fleet is onboarded at the speed of the rate limit, without a refused request") {
    std::size_t const zones = fleet_size();
    // As 1200 requests for 5,000 zones.
    auto const quota = static_cast<std::uint32_t>((zones * 24 + 99) / 100);
    struct row {
        std::string what;
        std::size_t existing, configured, requests;
    };
    std::size_t const half = zones / 2, pages = (zones + 49) / 50, half_pages = (half + 49) / 50;
    for (row const& one : {row{"nothing exists", 0, 0, 2 + 2 * zones},
                           row{"half of it exists", half, half, 1 + half_pages + half + 2 * (zones - half)},
                           row{"all zones exist, none configured", zones, 0, 1 + pages + 2 * zones},
                           row{"all of it exists", zones, zones, 1 + pages + zones}}) {
        CAPTURE(one.what);
        world now;
        add_fleet_peer(now.service);
        now.service.rate = cfdns::testing::rate_rule{.quota = quota, .window = 300s};
        for (std::size_t i = 0; i != one.existing; ++i) {
            std::string const id = add_zone(now.service, fleet_zone_name(i));
            if (i < one.configured) add_configuration(now.service, id, fleet_zone_name(i));
        }
        cfdns::rate_budget budget{quota};
        fleet_lane lane{fleet_of(zones), {.budget = &budget}};
        lane.latency = 50ms;
        auto const start = now.now;
        flows::fleet_estimate const before = lane.work.estimate(now.now);
        CHECK(before.min_requests <= one.requests);
        CHECK(before.max_requests >= one.requests);
        std::optional<flows::fleet_estimate> exact;
        std::vector<fleet_clock::time_point> ends;  // as estimated
        traffic const sent = run_lanes(now, {&lane}, 0, [&](traffic const& so_far, bool answered) {
            now.service.log.clear();
            if (answered && so_far.requests == 1 + std::max<std::size_t>(1, (one.existing + 49) / 50))
                exact = lane.work.estimate(now.now);
            if (answered && so_far.requests % (one.requests / 5) == 0)
                ends.push_back(now.now + lane.work.progress(now.now).time_left);
            return false;
        });
        auto const done = lane.work.take();
        REQUIRE_MESSAGE(done.has_value(), done.error().message());
        CHECK(done->complete());
        CHECK(done->created == zones - one.existing);
        CHECK(done->configured == one.existing - one.configured);
        CHECK(done->unchanged == one.configured);
        CHECK(sent.refused == 0);
        CHECK(sent.requests == one.requests);
        // Once the lists are read, the estimate is exact.
        REQUIRE(exact);
        std::size_t const lists = 1 + std::max<std::size_t>(1, (one.existing + 49) / 50);
        CHECK(lists + (one.configured == one.existing ? exact->min_requests : exact->max_requests) ==
              one.requests);
        double const seconds = seconds_since(now, start);
        double const limit = seconds_for(sent.requests, quota, 300s, lane.latency);
        MESSAGE(zones << " zones, " << one.what << ": " << sent.requests << " requests, " << seconds
                      << " s, limit " << limit << " s, ratio " << seconds / limit << "; estimated before: "
                      << flows::to_text(before) << "; after the lists: " << flows::to_text(*exact));
        CHECK(seconds <= 1.02 * limit);
        CHECK(ends.size() >= 5);
        for (auto const end : ends) {
            double const estimated = std::chrono::duration<double>(end - start).count();
            CHECK(estimated > 0.95 * seconds);
            CHECK(estimated < 1.05 * seconds);
        }
        CHECK(now.service.zone_transfers.incoming.size() == zones);
    }
}

TEST_CASE("a fleet and other callers share a rate budget, without a refused request") {
    struct row {
        std::string what;
        std::size_t lanes;
        bool other_caller;
        std::chrono::milliseconds latency;
    };
    std::size_t const zones = fleet_size();
    auto const quota = static_cast<std::uint32_t>((zones * 24 + 99) / 100);
    // Requests take longer than the limit allows, so that one lane could not reach it.
    std::chrono::milliseconds const slow = 900'000ms / quota;
    for (row const& one : {row{"one lane, another caller", 1, true, 50ms}, row{"four lanes", 4, false, slow},
                           row{"three lanes, another caller", 3, true, slow}}) {
        CAPTURE(one.what);
        world now;
        add_fleet_peer(now.service);
        now.service.rate = cfdns::testing::rate_rule{.quota = quota, .window = 300s};
        for (std::size_t i = 0; i < zones; i += 3) add_zone(now.service, fleet_zone_name(i));
        cfdns::rate_budget budget{quota};
        cfdns::call_policy const policy{.budget = &budget};
        std::vector<std::unique_ptr<lane>> lanes;
        for (flows::fleet const& part : flows::slices(fleet_of(zones), one.lanes))
            lanes.push_back(std::make_unique<fleet_lane>(part, policy));
        if (one.other_caller) lanes.push_back(std::make_unique<reading_lane>(policy));
        std::vector<lane*> all;
        for (auto const& each : lanes) {
            each->latency = one.latency;
            all.push_back(each.get());
        }
        auto const start = now.now;
        traffic const sent = run_lanes(now, all, one.other_caller ? 1 : 0, [&](traffic const&, bool) {
            now.service.log.clear();
            return false;
        });
        std::size_t done = 0;
        for (std::size_t i = 0; i != one.lanes; ++i) {
            auto const report = static_cast<fleet_lane&>(*lanes[i]).work.take();
            REQUIRE_MESSAGE(report.has_value(), report.error().message());
            CHECK(report->complete());
            done += report->done();
        }
        CHECK(done == zones);
        CHECK(now.service.zones.all.size() == zones);
        CHECK(now.service.zone_transfers.incoming.size() == zones);
        CHECK(sent.refused == 0);
        double const seconds = seconds_since(now, start);
        double const limit =
            seconds_for(sent.requests, quota, 300s, one.latency / static_cast<int>(all.size()));
        MESSAGE(one.what << ": " << sent.requests << " requests, " << seconds << " s, limit " << limit
                         << " s, ratio " << seconds / limit);
        CHECK(seconds <= 1.02 * limit);
        if (one.other_caller) CHECK(all.back()->requests > 10);
    }
}

TEST_CASE("a zone fails alone, with the kind of the failure") {
    using flows::failure_kind;
    world now;
    add_fleet_peer(now.service);
    flows::fleet all = fleet_of(8);
    auto& names = all.zones.get();
    names[1] = "unregistered.example";
    now.service.zones.unregistered.insert("unregistered.example");
    add_zone(now.service, names[2], "full");
    add_zone(now.service, names[3], "secondary", "another account");
    names[4] = "below." + fleet_zone_name(2);  // a subdomain
    std::string const fourth = add_zone(now.service, names[5]);
    add_configuration(now.service, fourth, names[5]);
    now.service.on<zt::incoming::get>([fourth](fake_cloudflare& service, zt::incoming::get const& op) {
        auto const& known = service.zone_transfers.incoming;
        if (op.zone_id.get() == fourth)
            return response_of(200, success(R"({"id":"x","peers":7})"),
                               {{"Content-Type", "application/json"}});
        return known.contains(op.zone_id.get())
                   ? cfdns::testing::write_response(known.find(op.zone_id.get())->second)
                   : service.not_found("configuration");
    });
    fleet_run const done = run_fleet(now, all);
    REQUIRE_MESSAGE(done.result->has_value(), done.result->error().message());
    flows::fleet_report const& report = done.report();
    CAPTURE(flows::to_text(report));
    CHECK(report.created == 3);
    CHECK(!report.stopped);
    CHECK(!report.complete());
    CHECK(report.left() == 0);
    std::vector<std::pair<std::string, failure_kind>> kinds;
    for (auto const& one : report.failed) kinds.emplace_back(one.name, one.failure.kind);
    CHECK(kinds == decltype(kinds){{names[1], failure_kind::refused},
                                   {names[2], failure_kind::wrong_zone_type},
                                   {names[3], failure_kind::refused},
                                   {names[4], failure_kind::refused},
                                   {names[5], failure_kind::conflict}});
    CHECK(now.service.zones.all.size() == 6);
    // The zone that must not be converted is as it was.
    for (auto const& [id, one] : now.service.zones.all)
        if (one.name + "." == names[2]) CHECK(one.type == "full");
    // Failed zones are tried again, the others are not.
    now.service.zones.unregistered.clear();
    now.service.log.clear();
    fleet_run const again = run_fleet(now, all, {.journal = done.journal});
    CHECK(again.report().created == 4);
    CHECK(again.report().earlier == 3);
    CHECK(again.report().failed.size() == 4);
    CHECK(again.sent.writes == 6);  // two for the new zone, three and one that are refused
    // Nothing is created if that is not allowed.
    all.create_zones = false;
    world empty;
    add_fleet_peer(empty.service);
    fleet_run const none = run_fleet(empty, all);
    CHECK(none.report().failed.size() == 8);
    CHECK(none.report().failed[0].failure.kind == failure_kind::refused);
    CHECK(none.sent.requests == 2);
    CHECK(none.sent.writes == 0);
}

TEST_CASE("failures that concern all zones stop the run") {
    using flows::failure_kind;
    struct row {
        std::string what;
        std::vector<cfdns::testing::fault> faults;  // after the lists
        failure_kind kind;
        std::size_t requests;
    };
    auto const often = [](cfdns::testing::fault const& one) {
        return std::vector<cfdns::testing::fault>(200, one);
    };
    auto const limit = "You have exceeded the limit for adding zones. Please activate some zones.";
    for (row const& one :
         {row{"no credentials", often(faults::status(401, 10001, "no")), failure_kind::no_credentials, 3},
          row{"no permission", often(faults::status(403, 9109, "no access")), failure_kind::no_permission,
              3},
          row{"no further zones", {faults::status(400, 1118, limit)}, failure_kind::not_entitled, 3},
          row{"no further zones, without code",
              {faults::status(403, 1000, "You have exceeded the enterprise Org Zone limit.")},
              failure_kind::not_entitled,
              3},
          row{"not entitled to secondary zones",
              {faults::status(403, 1000, "Secondary zone signup not allowed")},
              failure_kind::not_entitled,
              3},
          row{"not entitled to transfers",
              {{}, faults::status(403, 1000, "Not authorized to setup incoming zone transfers")},
              failure_kind::not_entitled,
              4},
          row{"rate limited for long", often(faults::rate_limited(3600s)), failure_kind::rate_limited, 3}}) {
        CAPTURE(one.what);
        world now;
        add_fleet_peer(now.service);
        now.service.next_faults = {{}, {}};
        for (auto const& fault : one.faults) now.service.next_faults.push_back(fault);
        fleet_run const done = run_fleet(now, fleet_of(5));
        REQUIRE(done.result->has_value());
        flows::fleet_report const& report = done.report();
        CAPTURE(flows::to_text(report));
        CHECK(done.sent.requests == one.requests);
        REQUIRE(report.stopped);
        CHECK(report.stopped->kind == one.kind);
        REQUIRE(report.failed.size() == 1);
        CHECK(report.failed[0].failure.kind == one.kind);
        CHECK(report.left() == 4);
        CHECK(!report.complete());
        // A later run goes on.
        now.service.next_faults.clear();
        CHECK(run_fleet(now, fleet_of(5), {.journal = done.journal}).report().complete());
        CHECK(now.service.zones.all.size() == 5);
    }
    // Looks, too; and a create whose outcome remains unknown.
    for (bool const created : {false, true})
        for (auto const& one : {std::pair{faults::rate_limited(3600s), failure_kind::rate_limited},
                                std::pair{faults::status(401), failure_kind::no_credentials}}) {
            failure_kind const kind = one.second;
            CAPTURE(created);
            CAPTURE(flows::to_string(kind));
            world now;
            add_fleet_peer(now.service);
            if (!created) add_zone(now.service, fleet_zone_name(0));
            now.service.next_faults = {{}, {}};
            if (created) now.service.next_faults.push_back(faults::lost_response());
            for (int i = 0; i != 50; ++i) now.service.next_faults.push_back(one.first);
            fleet_run const done = run_fleet(now, fleet_of(5));
            REQUIRE(done.result->has_value());
            REQUIRE(done.report().stopped);
            CHECK(done.report().stopped->kind == kind);
            CHECK(done.sent.requests == (created ? 4 : 3));
            REQUIRE(done.report().failed.size() == 1);
            CHECK(done.report().failed[0].failure.kind == (created ? failure_kind::no_answer : kind));
        }
    // Before the lists are read, there is nothing to report.
    world now;
    now.service.token = secret("another");
    fleet_run const done = run_fleet(now, fleet_of(5));
    REQUIRE(done.result->has_error());
    CHECK(done.result->error().is_authentication());
    CHECK(done.sent.requests == 1);
    // A permission that takes effect late is waited for, up to a minute.
    world late;
    add_fleet_peer(late.service);
    late.service.quirks.forbidden_after_create = 3;
    CHECK(run_fleet(late, fleet_of(3)).report().complete());
}

TEST_CASE("the peers of a fleet must exist once, and have an address") {
    struct row {
        std::vector<std::string> peers;
        std::string parameter, reason;
    };
    for (row const& one : {row{{"ns1"}, "", ""}, row{{"p1"}, "", ""}, row{{"ns1", "p3"}, "", ""},
                           row{{"ns1", "gone"}, "peers/1", "is not a peer of the account"},
                           row{{"twice"}, "peers/0", "is the name of several peers: use an identifier"},
                           row{{"ns1", "bare"}, "peers/1", "is a peer without an address"},
                           row{{"ns1", "p1"}, "peers/1", "repeats another element"}}) {
        CAPTURE(one.peers.back());
        world now;
        add_fleet_peer(now.service);
        add_fleet_peer(now.service, "twice", "p2");
        add_fleet_peer(now.service, "twice", "p3");
        now.service.zone_transfers.peers[account].push_back({.id = "p4", .name = "bare", .ip = ""});
        flows::fleet all = fleet_of(2);
        all.peers = one.peers;
        fleet_run const done = run_fleet(now, all);
        CHECK(done.result->has_value() == one.parameter.empty());
        if (done.result->has_value()) {
            CHECK(done.report().complete());
            CHECK(now.service.zone_transfers.incoming.begin()->second.peers->size() == one.peers.size());
        } else {
            CHECK(done.result->error().parameter() == one.parameter);
            CHECK(done.result->error().message().find(one.reason) != std::string::npos);
            CHECK(done.sent.requests == 1);
            CHECK(done.journal.find("zone") == std::string::npos);
        }
    }
    world now;
    add_fleet_peer(now.service, "other");
    now.service.on<zt::peers::list>([](zt::peers::list const&) {
        return response_of(200, success(R"([{"id":"p1","name":"other","ip":"192.0.2.1"},7])"),
                           {{"Content-Type", "application/json"}});
    });
    fleet_run const unreadable = run_fleet(now, fleet_of(2));
    REQUIRE(unreadable.result->has_error());
    CHECK(unreadable.result->error().code() == flows::errc::unreadable);
}

TEST_CASE("a fleet is checked before anything is sent") {
    struct row {
        std::string parameter;
        std::function<void(flows::fleet&)> spoil;
    };
    std::vector<row> const rows{
        {"account_id", [](auto& all) { all.account_id = ""; }},
        {"zones/2", [](auto& all) { all.zones.get()[2] = "a..b"; }},
        {"zones/0", [](auto& all) { all.zones.get()[0] = "."; }},
        {"zones/1", [](auto& all) { all.zones.get()[1] = ""; }},
        {"zones/1", [](auto& all) { all.zones.get()[1] = "a\xff.example"; }},
        {"zones/2", [](auto& all) { all.zones.get()[2] = "ZONE-00000.example"; }},
        {"peers", [](auto& all) { all.peers = std::vector<std::string>{}; }},
        {"peers", [](auto& all) { all.peers = std::vector<std::string>(31, "x"); }},
        {"peers/1",
         [](auto& all) {
             all.peers = std::vector<std::string>{"a", ""};
         }},
        {"peers/1",
         [](auto& all) {
             all.peers = std::vector<std::string>{"a", "a"};
         }},
        {"peers/0", [](auto& all) { all.peers = std::vector<std::string>{"\xff"}; }},
        {"auto_refresh_seconds", [](auto& all) { all.auto_refresh_seconds = 299s; }}};
    for (row const& one : rows) {
        CAPTURE(one.parameter);
        flows::fleet all = fleet_of(3);
        one.spoil(all);
        REQUIRE(flows::check(all).has_error());
        CHECK(flows::check(all).error().parameter() == one.parameter);
        world now;
        fleet_run const done = run_fleet(now, all);
        REQUIRE(done.result->has_error());
        CHECK(done.result->error().parameter() == one.parameter);
        CHECK(done.sent.requests == 0);
        CHECK(flows::onboard{all, program_token()}.estimate(now.now).max_requests == 0);
    }
    CHECK(flows::check(fleet_of(3)).has_value());
    // The budget is blocked for longer than times can be apart.
    cfdns::rate_budget blocked;
    blocked.update(cfdns::rate_limit{.remaining = 0, .reset_after = 999'999'999'999'999s}, {},
                   std::chrono::milliseconds::max());
    cfdns::call_policy slow;
    slow.budget = &blocked;
    flows::onboard const waiting{fleet_of(3), program_token(), {}, slow};
    CHECK(waiting.estimate(std::chrono::steady_clock::time_point{-5s}).min_time > 24h * 365 * 100);
    // A fleet without zones needs no request.
    world now;
    fleet_run const none = run_fleet(now, fleet_of(0));
    CHECK(none.report().complete());
    CHECK(none.sent.requests == 0);
}

TEST_CASE("names in any spelling are those of the service") {
    world now;
    add_fleet_peer(now.service);
    flows::fleet all = fleet_of(0);
    all.zones = std::vector<std::string>{"UPPER.example.",
                                         "b\xc3\xbc"
                                         "cher.example",
                                         "plain.example"};
    std::string const upper = add_zone(now.service, "upper.example");
    add_configuration(now.service, upper, "Upper.Example").extra.set("later", "[1]");
    now.service.zone_transfers.incoming[upper].auto_refresh_seconds = 600s;
    add_configuration(now.service, add_zone(now.service, "xn--bcher-kva.example"), "xn--bcher-kva.example");
    fleet_run const done = run_fleet(now, all);
    REQUIRE(done.result->has_value());
    CHECK(done.report().complete());
    CHECK(done.report().created == 1);
    CHECK(done.report().changed == 1);
    CHECK(done.report().unchanged == 1);
    // What replaces the configuration keeps the spelling and unknown members.
    CHECK(joined(dump_zones(now.service)) ==
          "plain.example|secondary|" + account + "|plain.example|3600|ns1\n" + "upper.example|secondary|" +
              account + "|Upper.Example|3600|ns1|later=[1]\n" + "xn--bcher-kva.example|secondary|" +
              account + "|xn--bcher-kva.example|3600|ns1\n");
}

TEST_CASE("a few zones in a large account are looked up by name") {
    struct row {
        std::size_t others, zones, existing;
        std::size_t requests;
    };
    for (row const& one : {row{400, 3, 0, 2 + 3 * 3}, row{400, 3, 2, 2 + 2 * 2 + 3},
                           row{160, 3, 0, 1 + 4 + 2 * 3}, row{0, 3, 3, 2 + 3}}) {
        CAPTURE(one.others);
        CAPTURE(one.existing);
        world now;
        add_fleet_peer(now.service);
        for (std::size_t i = 0; i != one.others; ++i) add_zone(now.service, "other-" + fleet_zone_name(i));
        for (std::size_t i = 0; i != one.existing; ++i)
            add_configuration(now.service, add_zone(now.service, fleet_zone_name(i)), fleet_zone_name(i));
        fleet_run const done = run_fleet(now, fleet_of(one.zones));
        REQUIRE(done.result->has_value());
        CHECK(done.report().created == one.zones - one.existing);
        CHECK(done.report().unchanged == one.existing);
        CHECK(done.sent.requests == one.requests);
    }
}

TEST_CASE("a zone without a type is read back") {
    for (std::string const type : {"secondary", "full"}) {
        CAPTURE(type);
        world now;
        add_fleet_peer(now.service);
        now.service.zone_transfers.quirks.incoming_of_other_zones_vanishes = true;
        std::string const id = add_zone(now.service, fleet_zone_name(0), type);
        now.service.on<cfdns::zones::list>([](fake_cloudflare& service, cfdns::zones::list const&) {
            std::vector<cfdns::zones::zone> all;
            for (auto const& [of, one] : service.zones.all) {
                all.push_back(one);
                all.back().type.reset();
            }
            return all;
        });
        fleet_run const done = run_fleet(now, fleet_of(1));
        REQUIRE(done.result->has_value());
        CHECK(done.report().configured == (type == "full" ? 0 : 1));
        CHECK(done.sent.requests == (type == "full" ? 6 : 5));
        if (type == "full") {
            REQUIRE(done.report().failed.size() == 1);
            CHECK(done.report().failed[0].failure.kind == flows::failure_kind::wrong_zone_type);
            CHECK(done.report().failed[0].id == id);
        }
    }
}

TEST_CASE("a list of zones that cannot be read completely leads to no blind create") {
    world now;
    add_fleet_peer(now.service);
    add_configuration(now.service, add_zone(now.service, fleet_zone_name(0)), fleet_zone_name(0));
    // The list of the account lacks the zone, the one by name does not.
    now.service.on<cfdns::zones::list>([](fake_cloudflare& service, cfdns::zones::list const& op) {
        if (!op.name)
            return response_of(200, success(R"([7,{"id":"z","name":"other.example"}])"),
                               {{"Content-Type", "application/json"}});
        std::vector<cfdns::zones::zone> found;
        for (auto const& [id, one] : service.zones.all)
            if (one.name == *op.name) found.push_back(one);
        return cfdns::testing::write_response(found);
    });
    fleet_run const done = run_fleet(now, fleet_of(2));
    REQUIRE_MESSAGE(done.result->has_value(), done.result->error().message());
    CHECK(done.report().unchanged == 1);
    CHECK(done.report().created == 1);
    CHECK(now.service.zones.all.size() == 2);
    CHECK(done.sent.writes == 2);
}

TEST_CASE("zones of another account are not used, even if the service ignores filters") {
    world now;
    add_fleet_peer(now.service);
    std::string const theirs = add_zone(now.service, fleet_zone_name(0), "secondary", "another account");
    now.service.on<cfdns::zones::list>([](fake_cloudflare& service, cfdns::zones::list const&) {
        std::vector<cfdns::zones::zone> all;
        for (auto const& [id, one] : service.zones.all) all.push_back(one);
        return all;
    });
    fleet_run const done = run_fleet(now, fleet_of(2));
    REQUIRE(done.result->has_value());
    CHECK(done.report().created == 1);
    CHECK(done.report().failed.size() == 1);
    CHECK(!now.service.zone_transfers.incoming.contains(theirs));
}

TEST_CASE("what an unanswered create has made is found, and counts as created") {
    struct row {
        std::string what;
        bool exists;
        std::size_t request;  // that has the fault
        cfdns::testing::fault fault;
        std::size_t requests;
    };
    for (row const& one :
         {row{"zone, response lost", false, 3, faults::lost_response(), 6},
          row{"zone, 503", false, 3, faults::status(503), 7},
          row{"zone, not sent", false, 3, faults::lost_request(), 5},
          row{"configuration, response lost", false, 4, faults::lost_response(), 5},
          row{"configuration, 503", false, 4, faults::status(503), 7},
          row{"configuration of a zone, response lost", true, 4, faults::lost_response(), 5}}) {
        CAPTURE(one.what);
        world now;
        add_fleet_peer(now.service);
        if (one.exists) add_zone(now.service, fleet_zone_name(0));
        now.service.next_faults.resize(one.request - 1);
        now.service.next_faults.push_back(one.fault);
        fleet_run const done = run_fleet(now, fleet_of(1));
        REQUIRE(done.result->has_value());
        CHECK(done.report().created == (one.exists ? 0 : 1));
        CHECK(done.report().configured == (one.exists ? 1 : 0));
        CHECK(done.sent.requests == one.requests);
        CHECK(now.service.zones.all.size() == 1);
    }
}

TEST_CASE("a fleet can be cancelled, and has a deadline") {
    for (bool const cancel : {true, false}) {
        for (std::size_t after = 0; after != 12; ++after) {
            CAPTURE(cancel);
            CAPTURE(after);
            world now;
            add_fleet_peer(now.service);
            cfdns::call_policy policy;
            if (!cancel) policy.timeout = after * 200ms + 100ms;
            fleet_lane lane{fleet_of(3), policy};
            bool const finished = after >= 8;
            traffic const sent = run_lanes(now, {&lane}, 0, [&](traffic const& so_far, bool) {
                return cancel && so_far.requests > after;
            });
            if (cancel) lane.work.cancel(now.now);
            auto const done = lane.work.take();
            CHECK(done.has_value() == (after >= (cancel ? 2 : 1)));
            CHECK(sent.requests == (finished ? 8 : after + 1));
            if (done.has_error()) continue;
            CHECK(done->complete() == (cancel ? finished : after >= 7));
            CHECK(done->done() + done->failed.size() + done->left() == 3);
            CHECK(done->stopped.has_value() == !done->complete());
            if (!done->stopped) continue;
            CHECK(done->stopped->kind == flows::failure_kind::not_reached);
            for (auto const& one : done->failed) CHECK(one.failure.kind == flows::failure_kind::no_answer);
            CHECK(done->failed.size() == (cancel ? 1 : 0));
            CHECK(run_fleet(now, fleet_of(3), {.journal = lane.journal + lane.work.take_lines()})
                      .report()
                      .complete());
            CHECK(now.service.zones.all.size() == 3);
        }
    }
}

TEST_CASE("a journal has a line for each zone that has ended, and spares requests") {
    world now;
    add_fleet_peer(now.service);
    std::string const first = add_zone(now.service, fleet_zone_name(0));
    add_zone(now.service, fleet_zone_name(1), "full");
    fleet_run const done = run_fleet(now, fleet_of(3));
    std::string third;
    for (auto const& [id, one] : now.service.zones.all)
        if (one.name + "." == fleet_zone_name(2)) third = id;
    CHECK(done.journal ==
          R"({"cfdns_fleet":1,"account_id":")" + account +
              R"(","peers":["ns1"],"auto_refresh_seconds":3600})" + "\n" +
              R"({"zone":"zone-00000.example.","outcome":"configured","id":")" + first + "\"}\n" +
              R"({"zone":"zone-00001.example.","outcome":"failed","id":")" + done.report().failed[0].id +
              R"(","kind":"wrong_zone_type","reason":"it is of type full"})" + "\n" +
              R"({"zone":"zone-00002.example.","outcome":"created","id":")" + third + "\"}\n");
    // Zones may be added, and journals of slices be put together.
    flows::fleet more = fleet_of(5);
    std::string both = done.journal + done.journal;
    fleet_run const again = run_fleet(now, more, {.journal = both});
    CHECK(again.report().earlier == 2);
    CHECK(again.report().done() == 4);
    CHECK(again.sent.requests == 2 + 2 * 2);
    CHECK(again.journal.find("cfdns_fleet", both.size()) == std::string::npos);
    // If all is done, nothing is sent.
    more.zones.get().erase(more.zones.get().begin() + 1);
    fleet_run const nothing = run_fleet(now, more, {.journal = again.journal});
    CHECK(nothing.report().complete());
    CHECK(nothing.report().created == 3);
    CHECK(nothing.report().configured == 1);
    CHECK(nothing.sent.requests == 0);
}

TEST_CASE("a text that is not the journal of the fleet is refused") {
    flows::fleet const all = fleet_of(2);
    world now;
    add_fleet_peer(now.service);
    std::string const journal = run_fleet(now, all).journal;
    std::string const first = journal.substr(0, journal.find('\n') + 1);
    auto const with = [&](std::string const& from, std::string const& to) {
        std::string out = journal;
        return out.replace(out.find(from), from.size(), to);
    };
    struct row {
        std::string what, journal, reason;
        std::size_t earlier;
    };
    std::size_t const last = journal.size() - 1;
    std::vector<row> rows{
        {"empty", "", "", 0},
        {"whole", journal, "", 2},
        {"without the last line break", journal.substr(0, last), "", 2},
        {"torn in the last line", journal.substr(0, last - 9), "", 1},
        {"torn in the first line", journal.substr(0, 20), "", 0},
        {"torn twice in the first line", journal.substr(0, 20) + "\n" + journal.substr(0, 4), "", 0},
        {"torn in the first line, then whole", journal.substr(0, 20) + "\n" + journal, "", 2},
        {"torn in the middle", first + "{\"zone\":\"zone-0\n" + journal.substr(first.size()), "", 2},
        {"blank lines", "\n" + journal + "\n\n", "", 2},
        {"line breaks of Windows", with("}\n", "}\r\n"), "", 2},
        {"an unknown outcome", with("created", "painted"), "", 1},
        {"a zone that is not in the fleet", with("zone-00001", "zone-77777"), "", 1},
        {"failed later", journal + "{\"zone\":\"zone-00000.example\",\"outcome\":\"failed\"}\n", "", 1},
        {"another account", with(account, "other"), "belongs to another account", 0},
        {"another version", with(":1,", ":2,"), "has a different version", 0},
        {"other peers", with("ns1", "ns2"),
         "belongs to a fleet with other peers or another refresh interval", 0},
        {"another interval", with("3600", "600"),
         "belongs to a fleet with other peers or another refresh interval", 0},
        {"no first line", journal.substr(first.size()), "is not the journal of a fleet", 0},
        {"another file", "name,id\nexample.com,1\n", "is not the journal of a fleet", 0},
        {"a part of another line", "{\"zone\":", "is not the journal of a fleet", 0}};
    for (row const& one : rows) {
        CAPTURE(one.what);
        world again = now;
        fleet_run const done = run_fleet(again, all, {.journal = one.journal});
        CHECK(done.result->has_value() == one.reason.empty());
        if (done.result->has_error()) {
            CHECK(done.result->error().parameter() == "journal");
            CHECK(done.result->error().message().find(one.reason) != std::string::npos);
            CHECK(done.sent.requests == 0);
            continue;
        }
        CHECK(done.report().complete());
        CHECK(done.report().earlier == one.earlier);
        CHECK(done.sent.writes == 0);
        // What was appended makes it whole.
        fleet_run const next = run_fleet(again, all, {.journal = done.journal});
        REQUIRE(next.result->has_value());
        CHECK(next.report().earlier == 2);
        CHECK(next.sent.requests == 0);
    }
}

TEST_CASE("fleets are divided into slices") {
    flows::fleet const all = fleet_of(10);
    for (std::size_t const count : {1u, 3u, 10u, 11u}) {
        CAPTURE(count);
        auto const parts = flows::slices(all, count);
        CHECK(parts.size() == std::min<std::size_t>(count, 10));
        std::vector<std::string> names;
        for (flows::fleet const& part : parts) {
            CHECK(part.zones.get().size() >= 10 / count);
            CHECK(part.zones.get().size() <= 10 / count + 1);
            CHECK(part.create_zones);
            CHECK(part.auto_refresh_seconds == 3600s);
            CHECK(part.peers.get() == all.peers.get());
            names.insert(names.end(), part.zones.get().begin(), part.zones.get().end());
        }
        CHECK(names == all.zones.get());
    }
    CHECK(flows::slices(all, 0).empty());
    CHECK(flows::slices(fleet_of(0), 3).empty());
}

TEST_CASE("reports, estimates and progress as text") {
    flows::fleet_report report{
        .account_id = "a", .zones = 9, .created = 1, .changed = 2, .unchanged = 3, .earlier = 1};
    report.failed.push_back({"x\n.example", "z1", {flows::failure_kind::conflict, "the name is taken", {}}});
    report.stopped = flows::step_failure{flows::failure_kind::no_credentials, {}, {}};
    CHECK(flows::to_text(report) ==
          "# account a: 6 of 9 zones done, 1 failed, 2 left\n"
          "+ 1 zone created\n"
          "! 2 zones changed\n"
          "# 3 zones unchanged\n"
          "? x\\u000a.example: failed, conflict: the name is taken. Run again: the plan then names the "
          "objects.\n"
          "? stopped, no_credentials. Replace the credentials, and run again.\n");
    CHECK(
        flows::to_json(report) ==
        R"({"account_id":"a","zones":9,"created":1,"configured":0,"changed":2,"unchanged":3,"earlier":1,)"
        R"("left":2,"failed":[{"name":"x\n.example","id":"z1","kind":"conflict","reason":"the name is taken",)"
        R"("advice":"Run again: the plan then names the objects."}],"stopped":{"kind":"no_credentials",)"
        R"("reason":"","advice":"Replace the credentials, and run again."}})");
    CHECK(flows::to_text(flows::fleet_estimate{1, 1, 0s, 0s}) == "1 request in 0 s");
    CHECK(flows::to_text(flows::fleet_estimate{5101, 10101, 1200s, 2400s}) ==
          "5101 to 10101 requests in 20 to 40 min");
    CHECK(flows::to_text(flows::fleet_estimate{5, 9, 1100ms, 100s}) == "5 to 9 requests in 2 s to 2 min");
    CHECK(flows::to_text(flows::fleet_estimate{5, 9, 6061s, 7260s}) == "5 to 9 requests in 1:42 to 2:01 h");
    CHECK(flows::to_text(flows::fleet_progress{5000, 1200, 3, 3797, 1900s}) ==
          "1200 of 5000 zones done, 3 failed, 3797 left, about 32 min");
    CHECK(flows::to_text(flows::fleet_progress{5, 4, 1, 0, 0s}) == "4 of 5 zones done, 1 failed, 0 left");
}
