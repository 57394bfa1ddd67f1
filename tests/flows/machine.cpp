// SPDX-License-Identifier: BSL-1.0
#include "world.hpp"

#include <doctest/doctest.h>

using namespace cfdns_test;

static_assert(cfdns::machine<flows::observe>);
static_assert(cfdns::machine<flows::apply>);
static_assert(cfdns::machine<flows::ensure>);
static_assert(cfdns::machine<flows::create_once<zt::peers::create>>);

namespace {

flows::desired several() {
    return {.account_id = account,
            .tsigs = {{.name = "k.example.", .secret = secret(canaries[0])}},
            .peers = {{.name = "ns1", .ip = "192.0.2.53", .tsig = "k.example."}},
            .incoming = {{.zone_id = "in", .name = "a.example.", .peers = {"ns1"}}},
            .outgoing = {{.zone_id = "out", .name = "b.example.", .peers = {"ns1"}}}};
}

}  // namespace

TEST_CASE("ensure can be cancelled at every point, and reports what was done") {
    for (std::size_t after = 0; after != 20; ++after) {
        CAPTURE(after);
        world now;
        flows::ensure work{several(), {}, program_token()};
        CHECK(!work.resume(cfdns::http_response{}, 0.5, now.now));  // before the start
        auto next = work.start(now.now);
        CHECK(!work.start(now.now));
        for (std::size_t i = 0; i != after && next; ++i) {
            auto const received = now.service(*next->request);
            next = work.resume(received.value(), 0.5, now.now);
        }
        bool const finished = !next;
        work.cancel(now.now);
        CHECK(!work.resume(cfdns::http_response{}, 0.5, now.now));
        CHECK(!work.resume(cfdns::error{cfdns::make_error_code(cfdns::errc::cancelled)}, 0.5, now.now));
        auto const out = work.take();
        std::size_t const looks = 4;
        CHECK(out.has_value() == (after >= looks));
        if (out.has_error()) {
            CHECK(out.error().code() == cfdns::errc::cancelled);
        } else {
            CHECK(out->complete() == finished);
            CHECK(out->count(flows::step_status::done) <= after - looks);
            CHECK(out->count(flows::step_status::failed) == (finished ? 0 : 1));
            for (auto const& one : out->outcomes)
                if (one.failure) CHECK(one.failure->kind == flows::failure_kind::no_answer);
            CHECK(work.take().has_error());
        }
        // The next run continues.
        CHECK(run_ensure(now, several(), {.saved = work.save()}).complete());
        CHECK(now.service.zone_transfers.peers[account].size() == 1);
    }
}

TEST_CASE("ensure reports on the latest attempt, and can be cancelled without the time") {
    world now;
    flows::ensure work{several(), {}, program_token()};
    auto next = work.start(now.now);
    auto const received = now.service(*next->request);
    next = work.resume(received.value(), 0.5, now.now);
    CHECK(work.report().number == 1);
    work.cancel();
    CHECK(!work.resume(cfdns::http_response{}, 0.5, now.now));
    CHECK(work.take().error().code() == cfdns::errc::cancelled);
}

TEST_CASE("the deadline spans looks, steps and delays") {
    for (auto const timeout : {0s, 1s, 5s, 11s, 300s}) {
        CAPTURE(timeout.count());
        world now;
        std::deque<cfdns::testing::fault> met(6, cfdns::testing::fault{});
        met[4] = cfdns::testing::faults::status(503);  // the first create: looks after 2 s and 10 s
        now.service.next_faults = met;
        auto const start = now.now;
        run_outcome const done = run_ensure(now, several(), {.policy = {.timeout = timeout}});
        CHECK(now.now - start <= timeout);
        if (timeout == 0s) {
            REQUIRE(done.result->has_error());
            CHECK(done.result->error().code() == cfdns::errc::deadline_exceeded);
            CHECK(done.requests == 0);
        } else {
            REQUIRE(done.result->has_value());
            CHECK(done.complete() == (timeout > 10s));
            if (!done.complete()) {
                flows::report const& report = done.result->value();
                REQUIRE(report.outcomes[0].failure);
                // It is not known whether the create was carried out.
                CHECK(report.outcomes[0].failure->kind == flows::failure_kind::no_answer);
                CHECK(report.count(flows::step_status::skipped) == report.outcomes.size() - 1);
                CHECK(flows::parse_saved_state(done.saved)->open.size() == 1);
            }
        }
    }
}

TEST_CASE("a rate budget is kept, and the service never refuses a request") {
    for (std::uint32_t quota = 1; quota != 8; ++quota) {
        world now;
        now.service.rate = cfdns::testing::rate_rule{.quota = quota, .window = 60s};
        cfdns::rate_budget budget{quota, 60s};
        CHECK(run_ensure(now, several(), {.policy = {.budget = &budget}}).complete());
        for (auto const& entry : now.service.log) CHECK(entry.status != 429);
    }
}

TEST_CASE("requests that create are announced, and the saved state names what they create") {
    world now;
    flows::ensure work{several(), {}, program_token()};
    std::size_t creates = 0;
    for (auto next = work.start(now.now); next;) {
        auto const state = flows::parse_saved_state(work.save());
        CHECK(next->creates == !state->open.empty());
        if (next->creates) ++creates;
        auto const received = now.service(*next->request);
        next = work.resume(received.value(), 0.5, now.now);
    }
    CHECK(creates == 4);
    CHECK(work.take()->complete());
}

TEST_CASE("a run without anything to do sends nothing") {
    world now;
    run_outcome const done = run_ensure(now, {.account_id = account}, {});
    CHECK(done.complete());
    CHECK(done.requests == 0);
    CHECK(!look(now, {.account_id = account}).tsigs);
    CHECK(now.service.log.empty());
}
