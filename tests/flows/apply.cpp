// SPDX-License-Identifier: BSL-1.0
#include "world.hpp"

#include <cfdns/core/run.hpp>

#include <doctest/doctest.h>

#include <iterator>
#include <set>
#include <string_view>

using namespace cfdns_test;
namespace faults = cfdns::testing::faults;

namespace {

flows::desired one_peer() { return {.account_id = account, .peers = {{.name = "ns1", .ip = "192.0.2.53"}}}; }

flows::desired one_zone() {
    flows::desired want = one_peer();
    want.incoming = {{.zone_id = "z", .name = "example.com.", .peers = {"ns1"}}};
    return want;
}

// "GET peers, POST peers": what was sent, by the last part of the path.
std::string sent(world const& now) {
    std::string out;
    for (auto const& entry : now.service.log) {
        if (!out.empty()) out += ", ";
        out += to_string(entry.method);
        out += ' ';
        out += entry.target.substr(entry.target.rfind('/') + 1);
        if (entry.target.ends_with("/peers") || entry.target.find("/peers/") == std::string::npos) continue;
        out.replace(out.rfind(' '), std::string::npos, " peer");
    }
    return out;
}

// The faults that are met after `count` requests without a fault.
std::deque<cfdns::testing::fault> after(std::size_t count, std::vector<cfdns::testing::fault> then) {
    std::deque<cfdns::testing::fault> out(count);
    out.insert(out.end(), then.begin(), then.end());
    return out;
}

struct timed_run {
    world now{};
    run_outcome outcome{};
    std::chrono::milliseconds took{};
};

timed_run run_with(flows::desired const& want, std::deque<cfdns::testing::fault> met,
                   flows::rules const& rules = {}, std::string const& saved = {}) {
    timed_run out;
    out.now.service.next_faults = std::move(met);
    auto const start = out.now.now;
    out.outcome = run_ensure(out.now, want, {.saved = saved, .rules = rules});
    out.took = std::chrono::duration_cast<std::chrono::milliseconds>(out.now.now - start);
    return out;
}

flows::step_failure const& failure_of(timed_run const& run) {
    static flows::step_failure const none{};
    REQUIRE(run.outcome.result);
    REQUIRE(run.outcome.result->has_value());
    for (auto const& one : (*run.outcome.result)->outcomes)
        if (one.failure) return *one.failure;
    return none;
}

}  // namespace

TEST_CASE("a create of unknown outcome is answered by looks, and repeated only if they show nothing") {
    auto carried_out = faults::status(503);
    carried_out.carried_out = true;
    struct row {
        char const* what;
        std::vector<cfdns::testing::fault> faults;
        char const* sent;
        std::chrono::milliseconds took;
        bool adopted;
    };
    for (row const& one : std::initializer_list<row>{
             {"no fault", {}, "GET peers, POST peers", 0s, false},
             {"the response was lost",
              {faults::lost_response()},
              "GET peers, POST peers, GET peers",
              2s,
              true},
             {"the response was truncated",
              {faults::truncated()},
              "GET peers, POST peers, GET peers",
              2s,
              true},
             {"carried out, with another response",
              {carried_out},
              "GET peers, POST peers, GET peers",
              2s,
              true},
             {"not carried out",
              {faults::status(503)},
              "GET peers, POST peers, GET peers, GET peers, POST peers",
              10s,
              false},
             {"not carried out twice, then the response was lost",
              {faults::status(503), {}, {}, faults::html_page(), {}, {}, faults::lost_response()},
              "GET peers, POST peers, GET peers, GET peers, POST peers, GET peers, GET peers, POST peers, "
              "GET peers",
              22s,
              true},
         }) {
        CAPTURE(one.what);
        timed_run const run = run_with(one_peer(), after(1, one.faults));
        CHECK(run.outcome.complete());
        CHECK(sent(run.now) == one.sent);
        CHECK(run.took == one.took);
        CHECK((*run.outcome.result)->outcomes[0].adopted == one.adopted);
        CHECK(run.now.service.zone_transfers.peers.find(account)->second.size() == 1);
    }
}

TEST_CASE(
    "an object that appears while it is created is adopted if it is the same, and never changed otherwise") {
    for (bool const same : {true, false}) {
        world now;
        now.service.zone_transfers.quirks.names_are_not_unique = false;
        // Another program creates it after the look.
        run_options how;
        how.observe = [&](cfdns::http_request const& request) {
            auto& peers = now.service.zone_transfers.peers[account];
            if (request.method == cfdns::http_method::get && peers.empty())
                peers.push_back({.id = "theirs", .name = "ns1", .ip = same ? "192.0.2.53" : "192.0.2.99"});
        };
        run_outcome const done = run_ensure(now, one_peer(), how);
        REQUIRE(done.result->has_value());
        auto const& outcome = (*done.result)->outcomes[0];
        CHECK(done.complete() == same);
        CHECK(outcome.adopted == same);
        if (!same) {
            REQUIRE(outcome.failure);
            CHECK(outcome.failure->kind == flows::failure_kind::conflict);
            CHECK(outcome.failure->reason.find("exists as theirs") != std::string::npos);
            CHECK(now.service.zone_transfers.peers[account][0].ip == "192.0.2.99");
        }
        CHECK(now.service.zone_transfers.peers[account].size() == 1);
    }
}

TEST_CASE("a failed step is reported with its kind") {
    using flows::failure_kind;
    struct row {
        char const* what;
        std::vector<cfdns::testing::fault> faults;
        failure_kind kind;
    };
    std::vector<cfdns::testing::fault> const always_503(40, faults::status(503));
    std::vector<cfdns::testing::fault> const always_lost(40, faults::lost_request());
    for (row const& one : std::initializer_list<row>{
             {"a refused value",
              {faults::status(400, 9207, "The address must be ...")},
              failure_kind::refused},
             {"refused under status 200", {faults::failure_with_200(1004, "no")}, failure_kind::refused},
             {"422", {faults::status(422)}, failure_kind::refused},
             {"401", {faults::status(401, 10000, "Authentication error")}, failure_kind::no_credentials},
             {"403", std::vector<cfdns::testing::fault>(40, faults::status(403, 1000, "no")),
              failure_kind::no_permission},
             {"not entitled",
              std::vector<cfdns::testing::fault>(
                  40, faults::status(403, 1000, "Not authorized to setup incoming zone transfers")),
              failure_kind::not_entitled},
             {"rate limited for too long", {faults::rate_limited(301s)}, failure_kind::rate_limited},
             {"no answer", always_503, failure_kind::no_answer},
             {"never sent", always_lost, failure_kind::no_answer},
         }) {
        CAPTURE(one.what);
        timed_run const run = run_with(one_peer(), after(1, one.faults));
        flows::step_failure const& failure = failure_of(run);
        CHECK(failure.kind == one.kind);
        CHECK(!run.outcome.complete());
        CHECK(!flows::advice(failure.kind).empty());
        std::string const text = flows::to_text(run.outcome.result->value());
        CHECK(text.find(std::string{"failed, "} + std::string{flows::to_string(one.kind)}) != text.npos);
        CHECK(text.find(flows::advice(one.kind)) != text.npos);
    }
}

TEST_CASE("a look after a create that would have to wait too long ends the run") {
    timed_run const run =
        run_with(one_peer(), after(1, {faults::lost_response(), faults::rate_limited(7200s)}));
    CHECK(failure_of(run).kind == flows::failure_kind::rate_limited);
    CHECK(run.took < 60s);
}

TEST_CASE("every kind of failure has a name and an advice of its own") {
    using flows::failure_kind;
    std::set<std::string_view> names, advices;
    failure_kind const kinds[] = {failure_kind::not_entitled,   failure_kind::no_permission,
                                  failure_kind::no_credentials, failure_kind::wrong_zone_type,
                                  failure_kind::refused,        failure_kind::in_use,
                                  failure_kind::conflict,       failure_kind::no_answer,
                                  failure_kind::rate_limited,   failure_kind::not_reached};
    for (failure_kind const kind : kinds) {
        names.insert(flows::to_string(kind));
        advices.insert(flows::advice(kind));
    }
    CHECK(names.size() == std::size(kinds));
    CHECK(advices.size() == std::size(kinds));
    CHECK(!names.contains("unknown"));
    CHECK(!advices.contains(""));
    auto const none = static_cast<failure_kind>(99);
    CHECK(flows::to_string(none) == "unknown");
    CHECK(flows::advice(none) == "");
}

TEST_CASE("what differs is changed, what the desired state leaves empty is cleared, and the rest is kept") {
    timed_run run;
    auto& state = run.now.service.zone_transfers;
    run.now.service.quirks.put_replaces = true;
    state.tsigs[account] = {
        {.id = "k1", .algo = "hmac-sha1.", .name = "k.example.", .secret = secret("b2xk")}};
    state.tsigs[account][0].extra.set("new", "1");
    state.peers[account] = {
        {.id = "p1", .name = "ns1", .ip = "192.0.2.53", .ixfr_enable = true, .port = 5353, .tsig_id = "k1"}};
    state.peers[account][0].extra.set("new", "2");
    state.acls[account] = {{.id = "a1", .ip_range = "192.0.2.0/24", .name = "office"}};
    state.acls[account][0].extra.set("new", "3");
    flows::desired const want{.account_id = account,
                              .tsigs = {{.name = "k.example.", .secret = secret("bmV3")}},
                              .peers = {{.name = "ns1"}},
                              .acls = {{.name = "office", .ip_range = "198.51.100.0/24"}}};
    run.outcome = run_ensure(run.now, want, {.rules = {.adopt = flows::adoption::take_over}});
    CHECK(run.outcome.complete());
    CHECK(joined(dump(run.now.service)) ==
          "acl office|198.51.100.0/24|new=3\n"
          "peer ns1||53|axfr||new=2\n"
          "tsig k.example.|hmac-sha256.|bmV3|new=1\n");
    CHECK(run.outcome.requests == 6);
}

TEST_CASE("an incoming configuration that vanishes is reported after it was read back twice") {
    world now;
    now.service.options_by_zone["z"].type = cfdns::testing::zone_type::full;
    now.service.zone_transfers.quirks.incoming_of_other_zones_vanishes = true;
    timed_run run{std::move(now)};
    run.outcome = run_ensure(run.now, one_zone(), {});
    CHECK(failure_of(run).kind == flows::failure_kind::wrong_zone_type);
    CHECK(sent(run.now) == "GET peers, GET incoming, POST peers, POST incoming, GET incoming, GET incoming");
}

TEST_CASE("without the entitlement, which may be said in the result, the step fails as not entitled") {
    for (bool const in_result : {false, true}) {
        timed_run run;
        run.now.service.options_by_zone["z"].outgoing_allowed = false;
        run.now.service.zone_transfers.quirks.outgoing_is_denied_in_the_result = in_result;
        flows::desired const want{
            .account_id = account,
            .outgoing = {{.zone_id = "z", .name = "example.com.", .peers = std::vector<std::string>{}}}};
        run.outcome = run_ensure(run.now, want, {});
        CHECK(failure_of(run).kind == flows::failure_kind::not_entitled);
    }
}

TEST_CASE("a failed step ends the run, or only what depends on it") {
    flows::desired want = one_zone();
    want.acls = {{.name = "office", .ip_range = "192.0.2.0/24"}};
    for (bool const keep_going : {false, true}) {
        timed_run const run = run_with(want, after(3, {faults::status(400)}), {.keep_going = keep_going});
        flows::report const& report = run.outcome.result->value();
        REQUIRE(report.outcomes.size() == 3);
        CHECK(report.outcomes[0].status == flows::step_status::failed);
        CHECK(report.outcomes[1].status ==
              (keep_going ? flows::step_status::done : flows::step_status::skipped));
        CHECK(report.outcomes[2].status == flows::step_status::skipped);  // the zone needs the peer
    }
    // Rejected credentials end everything.
    timed_run const run = run_with(want, after(3, {faults::status(401)}), {.keep_going = true});
    CHECK(run.outcome.result->value().count(flows::step_status::skipped) == 2);
}

TEST_CASE("a peer that is in use by a zone that is not named is not removed") {
    timed_run run;
    auto& state = run.now.service.zone_transfers;
    state.peers[account] = {{.id = "p1", .name = "old"}};
    state.incoming["other"] = {.name = "other.example.", .peers = std::vector<std::string>{"p1"}};
    flows::desired const want{.account_id = account, .absent = {{.kind = object_kind::peer, .name = "old"}}};
    run.outcome = run_ensure(run.now, want, {.rules = {.max_removals = 1}});
    CHECK(failure_of(run).kind == flows::failure_kind::in_use);
    CHECK(state.peers[account].size() == 1);
}

TEST_CASE("an object that a lost request has removed is removed") {
    for (bool const lost : {false, true}) {
        timed_run run;
        run.now.service.zone_transfers.peers[account] = {{.id = "p1", .name = "old"}};
        run.now.service.zone_transfers.incoming["z"] = {.name = "old.example."};
        flows::desired const want{
            .account_id = account,
            .absent = {{.kind = object_kind::peer, .name = "old"},
                       {.kind = object_kind::incoming, .name = "old.example", .id = "z"}}};
        if (lost)
            run.now.service.next_faults = after(2, {faults::lost_response(), {}, faults::lost_response()});
        run.outcome = run_ensure(run.now, want, {.rules = {.max_removals = 2}});
        CHECK(run.outcome.complete());
        CHECK(run.now.service.zone_transfers.peers[account].empty());
        CHECK(run.now.service.zone_transfers.incoming.empty());
    }
}

TEST_CASE("403 shortly after a create is retried, for a minute") {
    world now;
    now.service.quirks.forbidden_after_create = 3;
    CHECK(run_ensure(now, one_zone(), {}).complete());

    timed_run const run =
        run_with(one_zone(), after(3, std::vector<cfdns::testing::fault>(99, faults::status(403))));
    CHECK(failure_of(run).kind == flows::failure_kind::no_permission);
    CHECK(run.took >= 60s);
    CHECK(run.took < 80s);
    // Without a create before it, 403 is an answer.
    timed_run const first = run_with(one_zone(), {faults::status(403)});
    REQUIRE(first.outcome.result->has_error());
    CHECK(first.outcome.result->error().is_permission());
    CHECK(first.outcome.requests == 1);
}

TEST_CASE("a saved state makes the next run wait before it looks, and look again before it creates") {
    std::string const saved = R"({"cfdns_flows":1,"account_id":")" + account +
                              R"(","known":[],"open":[{"kind":"peer","name":"ns1"}]})";
    timed_run const run = run_with(one_peer(), {}, {}, saved);
    CHECK(run.outcome.complete());
    CHECK(run.took == 10s);
    CHECK(sent(run.now) == "GET peers, GET peers, POST peers");
    CHECK(flows::parse_saved_state(run.outcome.saved)->open.empty());
    // What is known but not seen may be hidden by a list that lags behind.
    std::string const known = R"({"cfdns_flows":1,"account_id":")" + account +
                              R"(","known":[{"kind":"peer","name":"ns1","id":"p1"}],"open":[]})";
    timed_run const again = run_with(one_peer(), {}, {}, known);
    CHECK(again.outcome.complete());
    CHECK(again.took == 10s);
    CHECK(sent(again.now) == "GET peers, GET peers, POST peers");
}

TEST_CASE("an object that was found is no longer one of unknown outcome, whether it changes or not") {
    std::string const saved = R"({"cfdns_flows":1,"account_id":")" + account +
                              R"(","known":[],"open":[{"kind":"peer","name":"ns1"}]})";
    for (char const* const ip : {"192.0.2.53", "192.0.2.1"}) {
        timed_run run;
        run.now.service.zone_transfers.peers[account] = {{.id = "p1", .name = "ns1", .ip = ip}};
        run.outcome = run_ensure(run.now, one_peer(),
                                 {.saved = saved, .rules = {.adopt = flows::adoption::take_over}});
        CHECK(run.outcome.complete());
        auto const state = flows::parse_saved_state(run.outcome.saved);
        CHECK(state->open.empty());
        CHECK(state->known.size() == 1);
    }
}

TEST_CASE("a zone that the credentials have no access to is not one without a configuration") {
    auto const hidden = cfdns::testing::faults::status(403, 9109, "Invalid zone identifier");
    auto const malformed = cfdns::testing::faults::status(
        404, 7003, "Could not route to /zones/z, perhaps your object identifier is invalid?");
    for (auto const& met : {hidden, malformed}) {
        for (auto const kind : {object_kind::incoming, object_kind::outgoing}) {
            flows::desired const absent{.account_id = account,
                                        .absent = {{.kind = kind, .name = "example.com.", .id = "z"}}};
            timed_run const run = run_with(absent, {met}, {.max_removals = 1});
            REQUIRE(run.outcome.result->has_error());
            CHECK(run.outcome.result->error().is_not_found());
        }
        timed_run const run = run_with(one_zone(), after(1, {met}));
        REQUIRE(run.outcome.result->has_error());
        CHECK(sent(run.now) == "GET peers, GET incoming");
    }
    // When it is removed.
    timed_run run;
    run.now.service.zone_transfers.incoming["z"] = {.name = "example.com."};
    run.now.service.next_faults = after(1, {hidden});
    run.outcome =
        run_ensure(run.now,
                   {.account_id = account,
                    .absent = {{.kind = object_kind::incoming, .name = "example.com.", .id = "z"}}},
                   {.rules = {.max_removals = 1}});
    CHECK(failure_of(run).error.http_status() == 403);
}

TEST_CASE("a plan that was made from another desired state, or was changed, is refused") {
    world now;
    cfdns::runtime_functions const runtime{[&](std::chrono::milliseconds time) { now.sleep(time); },
                                           [&] { return now.now; }, [] { return 0.5; }};
    flows::desired const want = one_zone();
    flows::observe look{want, program_token()};
    auto const seen = cfdns::run(now.service, look, runtime);
    REQUIRE(seen.has_value());
    flows::plan const plan = flows::make_plan(want, *seen);
    REQUIRE(plan.steps.size() == 2);
    auto other_name = want, other_zone = want;
    other_name.peers[0].name = "ns2";
    other_name.incoming[0].peers = std::vector<std::string>{"ns2"};
    other_zone.incoming[0].zone_id = "another";
    flows::plan without_first = plan;
    without_first.steps.erase(without_first.steps.begin());
    for (auto const& [made, of] : {std::pair{plan, other_name}, {plan, other_zone}, {without_first, want}}) {
        flows::apply work{made, of, *seen, program_token()};
        auto const done = cfdns::run(now.service, work, runtime);
        REQUIRE(done.has_error());
        CHECK(done.error().parameter() == "plan");
        CHECK(sent(now) == "GET peers, GET incoming");
    }
}

TEST_CASE("a saved state is read as it was written, or refused") {
    flows::saved_state const state{
        .account_id = account,
        .known = {{object_kind::peer, "ns1", "p1"}, {object_kind::tsig, "a\"\n\xc3\xa9.", "k1"}},
        .open = {{object_kind::incoming, "example.com.", "z1"}, {object_kind::acl, "office"}}};
    std::string const text = flows::to_json(state);
    auto const read = flows::parse_saved_state(text);
    REQUIRE(read.has_value());
    CHECK(flows::to_json(*read) == text);
    CHECK(read->known.size() == 2);
    CHECK(read->open[1].id == "z1");
    CHECK(flows::parse_saved_state("").value().known.empty());
    for (std::string const& bad :
         {std::string{"{"}, std::string{"[]"}, std::string{"{}"}, std::string{R"({"cfdns_flows":2})"},
          std::string{R"({"cfdns_flows":"1"})"},
          std::string{R"({"cfdns_flows":1,"known":[{"kind":"moon","name":"x"}]})"},
          std::string{R"({"cfdns_flows":1,"known":[{"kind":"peer"}]})"},
          std::string{R"({"cfdns_flows":1,"open":7})"}, text + "x", text.substr(0, text.size() / 2)}) {
        CAPTURE(bad);
        auto const refused = flows::parse_saved_state(bad);
        REQUIRE(refused.has_error());
        CHECK(refused.error().parameter() == "saved_state");
        timed_run const run = run_with(one_peer(), {}, {}, bad);
        CHECK(run.outcome.result->error().parameter() == "saved_state");
        CHECK(run.outcome.requests == 0);
    }
    struct row {
        char const* saved;
        char const* reason;
    };
    for (row const& one : std::initializer_list<row>{
             {R"({"cfdns_flows":1,"account_id":"other","known":[],"open":[]})",
              "belongs to another account"},
             {R"({"cfdns_flows":2,"account_id":"other","known":[],"open":[]})", "has a different version"},
             {R"({"cfdns_flows":1,"account_id":"a","known":[{"kind":"moon","name":"x","id":""}],"open":[]})",
              "names an unknown kind of object"},
             {R"({"cfdns_flows":1,"account_id":"a"})", "is not a saved state"},
         }) {
        timed_run const run = run_with(one_peer(), {}, {}, one.saved);
        CHECK(run.outcome.result->error().message().find(one.reason) != std::string::npos);
    }
}

TEST_CASE("the state before a run is what was loaded") {
    flows::saved_state const state{.account_id = account, .known = {{object_kind::peer, "ns1", "p1"}}};
    flows::ensure const work{one_peer(), {}, program_token(), {}, {}, flows::to_json(state)};
    CHECK(work.save() == flows::to_json(state));
}

TEST_CASE("observe, make_plan and apply are the parts of ensure") {
    world now;
    now.service.zone_transfers.quirks.peers_are_created_by_name_only = true;
    flows::desired const want = one_zone();
    cfdns::runtime_functions const runtime{[&](std::chrono::milliseconds time) { now.sleep(time); },
                                           [&] { return now.now; }, [] { return 0.5; }};
    flows::observe first{want, program_token()};
    auto const seen = cfdns::run(now.service, first, runtime);
    REQUIRE(seen.has_value());
    flows::plan const plan = flows::make_plan(want, *seen);
    flows::apply work{plan, want, *seen, program_token()};
    auto const done = cfdns::run(now.service, work, runtime);
    REQUIRE(done.has_value());
    CHECK(done->complete());
    CHECK(work.state().known.size() == 1);
    CHECK(sent(now) == "GET peers, GET incoming, POST peers, PUT peer, POST incoming, GET incoming");
    // Each result can be taken once.
    CHECK(first.take().has_error());
    CHECK(work.take().has_error());
}
