// SPDX-License-Identifier: BSL-1.0
#include "../support/property_cases.hpp"
#include "record_world.hpp"

#include <doctest/doctest.h>

using namespace cfdns_test;

namespace {

// The number of random zones.
std::uint64_t record_states() { return property_cases(60); }

struct record_scenario {
    flows::desired_records want;
    flows::record_rules rules;
    world before;
};

record_scenario make_record_scenario(std::uint64_t seed) {
    record_generator random{seed};
    flows::desired_records want = random.desired();
    world before{random.service(want)};
    flows::record_rules const rules = random.rules(want);
    return {std::move(want), rules, std::move(before)};
}

std::map<std::string, std::string> records_by_id(fake_cloudflare const& service) {
    std::map<std::string, std::string> out;
    auto const at = service.records.all.find(records_zone);
    if (at != service.records.all.end())
        for (records::record const& one : at->second) out[one.id] = json_of(one);
    return out;
}

// "": records that the plan does not name are as they were, octet by octet.
std::string touched_record(flows::record_plan const& plan, fake_cloudflare const& before,
                           fake_cloudflare const& after) {
    auto const now = records_by_id(after);
    for (auto const& [id, json] : records_by_id(before)) {
        flows::action action{flows::action::create};
        for (flows::record_step const& step : plan.steps)
            if (step.id == id) action = step.action;
        auto const at = now.find(id);
        if (at == now.end() ? action != flows::action::remove : action == flows::action::remove)
            return id + " was removed, or was not";
        if (at != now.end() && at->second != json && action != flows::action::change)
            return id + " was changed";
    }
    return "";
}

// Identical SRV records of others may remain.
bool is_there(std::string_view type, std::size_t count) {
    return count == 1 || (type == "SRV" && count > 1);
}

// "": the zone has what is desired, as the library's comparison of records says.
std::string missing_value(flows::desired_records const& want, fake_cloudflare const& service) {
    std::map<std::string, std::size_t> has;
    auto const at = service.records.all.find(records_zone);
    if (at != service.records.all.end())
        for (records::record const& one : at->second) ++has[record_identity(one)];
    for (flows::record_set const& set : want.sets) {
        std::string name = set.name.get() == "@" ? "example.com" : set.name.get();
        if (!name.ends_with('.') && !name.ends_with("example.com")) name += ".example.com";
        std::string type = set.type.get();
        for (char& c : type) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        if (type == "NS" && name == "example.com" && !want.apex_ns) continue;
        for (std::string const& value : set.values.get())
            if (!is_there(type, has[record_identity(record_of(name, type, value))]))
                return name + " " + type + " " + value;
    }
    return "";
}

std::size_t count_records(fake_cloudflare const& service) {
    auto const at = service.records.all.find(records_zone);
    return at == service.records.all.end() ? 0 : at->second.size();
}

}  // namespace

TEST_CASE("records become what is desired, in the planned number of requests, and then nothing is to do") {
    std::size_t complete = 0, conflicts = 0, steps = 0, requests = 0;
    for (std::uint64_t seed = 1; seed <= record_states(); ++seed) {
        CAPTURE(seed);
        record_scenario const one = make_record_scenario(seed);
        CAPTURE(dump_records(one.before.service));
        world now = one.before;
        record_run const first = run_ensure_records(now, one.want, one.rules);
        REQUIRE(first.result);
        REQUIRE_MESSAGE(first.result->has_value(), first.result->error().message());
        flows::record_report const& report = first.result->value();
        CAPTURE(flows::to_text(report));
        if (report.plan.has_conflicts()) {
            ++conflicts;
            CHECK(records_by_id(now.service) == records_by_id(one.before.service));
            CHECK(first.requests == 1);
            continue;
        }
        ++complete;
        steps += report.plan.steps.size();
        requests += report.plan.requests();
        CHECK(report.complete());
        CHECK(first.requests == 1 + report.plan.requests());
        CHECK(touched_record(report.plan, one.before.service, now.service) == "");
        CHECK(missing_value(one.want, now.service) == "");
        for (std::size_t i = 0; i != report.outcomes.size(); ++i)
            CHECK(records_by_id(now.service).contains(report.outcomes[i].id) ==
                  (report.plan.steps[i].action != flows::action::remove));
        std::map<std::size_t, std::size_t> sizes;
        for (flows::record_step const& step : report.plan.steps) ++sizes[step.batch];
        for (auto const& [batch, size] : sizes) CHECK(size <= one.rules.max_batch);

        // However the service spells what it has.
        record_generator random{seed};
        for (int spelling = 0; spelling != 3; ++spelling) {
            world again = now;
            for (records::record& record : again.service.records.all[records_zone])
                if (spelling != 0) random.respell(record, false);
            again.service.log.clear();
            record_run const second = run_ensure_records(again, one.want, one.rules);
            REQUIRE(second.complete());
            CHECK_MESSAGE((*second.result)->plan.empty(), flows::to_text((*second.result)->plan));
            for (auto const& entry : again.service.log) CHECK(entry.method == cfdns::http_method::get);
        }
    }
    MESSAGE(record_states() << " zones: " << complete << " reached with " << steps << " steps in "
                            << requests << " batches, " << conflicts << " with conflicts");
    CHECK(complete > record_states() / 3);
    CHECK(conflicts > 0);
}

TEST_CASE("a run for records can crash after every request and every response") {
    std::size_t cuts = 0, used = 0;
    for (std::uint64_t seed = 1; seed <= record_states(); ++seed) {
        record_scenario const one = make_record_scenario(seed);
        world undisturbed = one.before;
        record_run const whole = run_ensure_records(undisturbed, one.want, one.rules);
        if (!whole.complete()) continue;
        ++used;
        std::string const expected = dump_records(undisturbed.service);
        for (std::size_t after = 1; after <= whole.requests; ++after)
            for (cut const where : {cut::sent, cut::answered}) {
                CAPTURE(seed);
                CAPTURE(after);
                CAPTURE(static_cast<int>(where));
                world now = one.before;
                static_cast<void>(run_ensure_records(now, one.want, one.rules, where, after));
                record_run const second = run_ensure_records(now, one.want, one.rules);
                ++cuts;
                REQUIRE_MESSAGE(second.complete(),
                                (second.result->has_value() ? flows::to_text(second.result->value())
                                                            : second.result->error().message()));
                CHECK(dump_records(now.service) == expected);
            }
    }
    MESSAGE(used << " zones, " << cuts << " cut points");
    CHECK(cuts > 0);
}

TEST_CASE("records converge under all faults, without duplicates") {
    std::size_t runs = 0, requests = 0, used = 0, adopted = 0;
    for (std::uint64_t seed = 1; seed <= record_states(); ++seed) {
        record_scenario const one = make_record_scenario(seed);
        world undisturbed = one.before;
        record_run const whole = run_ensure_records(undisturbed, one.want, one.rules);
        if (!whole.complete()) continue;
        ++used;
        CAPTURE(seed);
        world now = one.before;
        now.service.chance = {
            .seed = seed, .probability = seed % 2 == 0 ? 0.15 : 0.4, .faults = all_faults()};
        record_generator random{seed};
        bool reached = false;
        std::size_t const most =
            (std::max)(count_records(one.before.service), count_records(undisturbed.service)) +
            whole.requests * one.rules.max_batch;
        for (int run = 0; run != 60 && !reached; ++run) {
            bool const cut_short = random.chance(20);
            record_run const done =
                run_ensure_records(now, one.want, one.rules, cut_short ? cut::answered : cut::none,
                                   1 + random.below(whole.requests + 3));
            ++runs;
            requests += done.requests;
            CHECK(count_records(now.service) <= most);
            if (!done.result || !done.result->has_value()) continue;
            flows::record_report const& report = done.result->value();
            CHECK_MESSAGE(!report.plan.has_conflicts(), flows::to_text(report));
            CHECK(report.outcomes.size() == report.plan.steps.size());
            for (auto const& outcome : report.outcomes) {
                CHECK(outcome.failure.has_value() == (outcome.status == flows::step_status::failed));
                adopted += outcome.adopted ? 1u : 0u;
            }
            reached = report.complete();
        }
        CHECK(reached);
        CHECK(dump_records(now.service) == dump_records(undisturbed.service));
    }
    MESSAGE(used << " zones, " << runs << " runs, " << requests << " requests, " << adopted
                 << " steps found to be done");
    CHECK(adopted > 0);
}

TEST_CASE("lists of records may lag behind by the time of the second lookup") {
    std::size_t used = 0, adopted = 0, sent_again = 0;
    for (std::uint64_t seed = 1; seed <= record_states(); ++seed) {
        record_scenario const one = make_record_scenario(seed);
        world undisturbed = one.before;
        record_run const whole = run_ensure_records(undisturbed, one.want, one.rules);
        if (!whole.complete() || whole.requests == 1) continue;
        ++used;
        CAPTURE(seed);
        world now = one.before;
        now.lag = std::chrono::milliseconds{1 + record_generator{seed}.below(9'999)};
        // One of the batches is not answered.
        auto unanswered =
            seed % 2 == 0 ? cfdns::testing::faults::lost_response() : cfdns::testing::faults::status(502);
        now.service.next_faults.assign(whole.requests, {});
        now.service.next_faults[1 + seed % (whole.requests - 1)] = unanswered;
        record_run const done = run_ensure_records(now, one.want, one.rules);
        REQUIRE(done.result);
        REQUIRE(done.result->has_value());
        for (auto const& outcome : (*done.result)->outcomes) adopted += outcome.adopted ? 1u : 0u;
        sent_again += done.log.ends_with("look ") ? 0u : 1u;
        CHECK_MESSAGE(done.complete(), flows::to_text(done.result->value()));
        CHECK(dump_records(now.service) == dump_records(undisturbed.service));
    }
    MESSAGE(used << " zones, " << adopted << " steps found to be done");
    CHECK(adopted > 0);
    CHECK(sent_again > 0);
}

TEST_CASE("plans for records do not depend on the order of lists") {
    for (std::uint64_t seed = 1; seed <= record_states(); ++seed) {
        CAPTURE(seed);
        record_scenario const one = make_record_scenario(seed);
        flows::observed_records seen = look_at_records(one.before);
        flows::record_plan const plan = flows::make_record_plan(one.want, seen, one.rules);
        record_generator random{seed};
        flows::desired_records want = one.want;
        random.shuffle(want.sets);
        for (flows::record_set& set : want.sets) random.shuffle(set.values.get());
        random.shuffle(seen.records);
        flows::record_plan const again = flows::make_record_plan(want, seen, one.rules);
        CHECK(flows::to_text(again) == flows::to_text(plan));
        CHECK(flows::to_json(again) == flows::to_json(plan));
    }
}
