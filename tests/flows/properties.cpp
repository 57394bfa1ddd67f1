// SPDX-License-Identifier: BSL-1.0
#include "../support/property_cases.hpp"
#include "world.hpp"

#include <doctest/doctest.h>

#include <iterator>
#include <tuple>

using namespace cfdns_test;

namespace {

// The number of random states.
std::uint64_t states() { return property_cases(100); }

struct scenario {
    flows::desired want;
    flows::rules rules;
    world before;
};

scenario make_scenario(std::uint64_t seed) {
    state_generator random{seed};
    flows::desired want = random.desired();
    world before{random.service(want)};
    return {std::move(want), random.rules(), std::move(before)};
}

// Objects by kind and name, and how many there are of each.
std::map<std::string, std::size_t> counts(fake_cloudflare const& service) {
    std::map<std::string, std::size_t> out;
    auto const& state = service.zone_transfers;
    if (auto const at = state.tsigs.find(account); at != state.tsigs.end())
        for (auto const& one : at->second) ++out["tsig " + *cfdns::canonical_name(one.name)];
    if (auto const at = state.peers.find(account); at != state.peers.end())
        for (auto const& one : at->second) ++out["peer " + one.name];
    if (auto const at = state.acls.find(account); at != state.acls.end())
        for (auto const& one : at->second) ++out["acl " + one.name];
    return out;
}

// "": no object was created of which there was one.
std::string duplicates(fake_cloudflare const& before, fake_cloudflare const& after) {
    auto const old = counts(before);
    for (auto const& [name, count] : counts(after)) {
        auto const at = old.find(name);
        if (count > (at == old.end() ? 1 : at->second)) return name;
    }
    return "";
}

// Objects by identifier, as JSON.
std::map<std::string, std::string> objects(fake_cloudflare const& service) {
    std::map<std::string, std::string> out;
    auto const& state = service.zone_transfers;
    auto const add = [&](std::string const& kind, auto const& all) {
        if (auto const at = all.find(account); at != all.end())
            for (auto const& one : at->second) out[kind + one.id] = json_of(one);
    };
    add("tsig ", state.tsigs);
    add("peer ", state.peers);
    add("acl ", state.acls);
    for (auto const& [zone, one] : state.incoming) out["incoming " + zone] = json_of(one);
    for (auto const& [zone, one] : state.outgoing)
        out["outgoing " + zone] = json_of(one) + (state.transfers_enabled.contains(zone) ? "on" : "off");
    return out;
}

// "": what the plan does not name is as it was, and nothing was removed that was not to be removed.
std::string touched(flows::plan const& plan, fake_cloudflare const& before, fake_cloudflare const& after) {
    auto const now = objects(after);
    std::size_t removed = 0;
    for (auto const& [id, json] : objects(before)) {
        flows::step const* planned = nullptr;
        for (flows::step const& one : plan.steps)
            if (id == std::string{flows::to_string(one.kind)} +
                          (one.kind < object_kind::incoming ? " " : " ") + one.id)
                if (!planned || one.action == flows::action::remove) planned = &one;
        auto const at = now.find(id);
        if (at == now.end()) {
            ++removed;
            if (!planned || planned->action != flows::action::remove) return id + " was removed";
        } else if (at->second != json && !planned) {
            return id + " was changed";
        }
    }
    return removed <= plan.removals() ? "" : "more was removed than planned";
}

std::string contains_canary(std::string_view text) {
    for (std::string_view const canary : canaries)
        if (text.find(canary) != text.npos) return std::string{text};
    for (std::string_view const plain : {"canary-1", "canary-2"})
        if (text.find(plain) != text.npos) return std::string{text};
    return "";
}

// "": every link of a desired zone that was written leads to a complete peer, and what is enabled has peers.
std::string misordered(fake_cloudflare const& service, flows::desired const& want,
                       std::set<std::string> const& written) {
    auto const& state = service.zone_transfers;
    auto const find = [](auto const& all, std::string const& id) -> decltype(all.data()) {
        for (auto const& one : all)
            if (one.id == id) return &one;
        return nullptr;
    };
    std::vector<zt::peers::peer> const none;
    std::vector<zt::tsigs::tsig> const no_tsigs;
    auto const& peers = state.peers.contains(account) ? state.peers.find(account)->second : none;
    auto const& tsigs = state.tsigs.contains(account) ? state.tsigs.find(account)->second : no_tsigs;
    for (auto const& one : peers)
        if (one.tsig_id && !one.tsig_id->empty() && !find(tsigs, *one.tsig_id))
            return one.name + " has a missing TSIG";
    auto const check_links = [&](auto const& zone, auto const& links) -> std::string {
        if (!written.contains(zone.zone_id.get())) return "";
        for (std::string const& id : links) {
            auto const* const peer = find(peers, id);
            if (!peer) return zone.zone_id.get() + " is linked to a missing peer";
            for (flows::peer const& one : want.peers) {
                if (one.name.get() != peer->name) continue;
                if (one.ip.empty() != peer->ip.value_or("").empty())
                    return zone.zone_id.get() + " is linked to a peer without address";
                if (one.tsig.empty() != peer->tsig_id.value_or("").empty())
                    return zone.zone_id.get() + " is linked to a peer without TSIG";
            }
        }
        return "";
    };
    std::vector<std::string> const no_links;
    for (auto const& zone : want.incoming)
        if (auto const at = state.incoming.find(zone.zone_id.get()); at != state.incoming.end())
            if (auto text = check_links(zone, at->second.peers.value_or(no_links)); !text.empty())
                return text;
    for (auto const& zone : want.outgoing)
        if (auto const at = state.outgoing.find(zone.zone_id.get()); at != state.outgoing.end()) {
            if (auto text = check_links(zone, at->second.peers.value_or(no_links)); !text.empty())
                return text;
            if (written.contains("on " + zone.zone_id.get()) && !zone.peers.get().empty() &&
                at->second.peers.value_or(no_links).empty())
                return zone.zone_id.get() + " is enabled without peers";
        }
    return "";
}

// "/zones/ID/secondary_dns/...": the zone.
std::string zone_of(std::string_view target) {
    std::size_t const at = target.find("/zones/");
    if (at == target.npos) return "";
    target.remove_prefix(at + 7);
    return std::string{target.substr(0, target.find('/'))};
}

bool is_write(cfdns::http_method method) { return method != cfdns::http_method::get; }

std::size_t look_requests(scenario const& one) {
    auto const& want = one.want;
    auto const absent = [&](object_kind kind) {
        return static_cast<std::size_t>(std::count_if(want.absent.begin(), want.absent.end(),
                                                      [&](auto const& ref) { return ref.kind == kind; }));
    };
    bool const tsigs = !want.tsigs.empty() || absent(object_kind::tsig) != 0;
    bool const peers =
        !want.peers.empty() || absent(object_kind::peer) != 0 || absent(object_kind::tsig) != 0;
    bool const acls = !want.acls.empty() || absent(object_kind::acl) != 0;
    std::size_t count = std::size_t{tsigs} + std::size_t{peers} + std::size_t{acls} + want.incoming.size() +
                        absent(object_kind::incoming) + want.outgoing.size() + absent(object_kind::outgoing);
    auto const& outgoing = one.before.service.zone_transfers.outgoing;
    for (auto const& zone : want.outgoing) count += outgoing.contains(zone.zone_id.get()) ? 1u : 0u;
    for (auto const& ref : want.absent)
        if (ref.kind == object_kind::outgoing) count += outgoing.contains(ref.id) ? 1u : 0u;
    return count;
}

// A run after another one, whose creates may still be without permissions.
run_outcome run_again(world& now, flows::desired const& want, run_options const& how) {
    run_outcome out = run_ensure(now, want, how);
    for (int i = 0; i != now.service.quirks.forbidden_after_create && out.result->has_error(); ++i) {
        CHECK(out.result->error().is_permission());
        out = run_ensure(now, want, how);
    }
    return out;
}

}  // namespace

TEST_CASE("ensure reaches the desired state, and then has nothing to do") {
    std::size_t requests = 0, complete = 0, conflicts = 0, steps = 0;
    for (std::uint64_t seed = 1; seed <= states(); ++seed) {
        CAPTURE(seed);
        scenario const one = make_scenario(seed);
        CAPTURE(joined(dump(one.before.service)));
        world now = one.before;
        std::set<std::string> written;
        std::string order;
        run_options how{.rules = one.rules};
        how.observe = [&](cfdns::http_request const& request) {
            if (is_write(request.method) && now.service.log.back().status == 200) {
                if (request.target.ends_with("coming") || request.target.ends_with("going"))
                    written.insert(zone_of(request.target));
                if (request.target.ends_with("/enable")) written.insert("on " + zone_of(request.target));
            }
            if (order.empty()) order = misordered(now.service, one.want, written);
        };
        run_outcome const first = run_ensure(now, one.want, how);
        requests += first.requests;
        REQUIRE(first.result);
        REQUIRE_MESSAGE(first.result->has_value(), first.result->error().message());
        flows::report const& report = first.result->value();
        CAPTURE(flows::to_text(report));
        CHECK(order == "");
        CHECK(touched(report.plan, one.before.service, now.service) == "");
        CHECK(duplicates(one.before.service, now.service) == "");
        CHECK(report.plan.removals() <= (report.plan.has_conflicts() ? 99 : one.rules.max_removals));
        for (std::string const& text : {flows::to_text(report.plan), flows::to_json(report.plan),
                                        flows::to_text(report), flows::to_json(report), first.saved})
            CHECK(contains_canary(text) == "");
        if (report.plan.has_conflicts()) {
            ++conflicts;
            CHECK(joined(dump(now.service)) == joined(dump(one.before.service)));
            CHECK(first.requests == look_requests(one));
            CHECK(report.count(flows::step_status::skipped) == report.plan.steps.size());
            continue;
        }
        ++complete;
        steps += report.plan.steps.size();
        CHECK(report.complete());
        CHECK(report.outcomes.size() == report.plan.steps.size());
        // Honest: what was done is there.
        auto const there = objects(now.service);
        for (std::size_t i = 0; i != report.outcomes.size(); ++i) {
            flows::step const& step = report.plan.steps[i];
            if (step.action == flows::action::disable) continue;  // a configuration to be removed
            std::string const id = std::string{flows::to_string(step.kind)} + " " + report.outcomes[i].id;
            CHECK(there.contains(id) == (step.action != flows::action::remove));
        }
        // Minimal.
        if (one.before.service.quirks.forbidden_after_create == 0) {
            std::size_t const looks = look_requests(one);
            CHECK(first.requests >= looks + report.plan.requests());
            CHECK(first.requests <= looks + report.plan.max_requests());
            std::set<std::string> targets;
            for (std::size_t i = 0; i != looks; ++i) targets.insert(now.service.log[i].target);
            CHECK(targets.size() == looks);
        }
        // Idempotent, with and without what was saved.
        for (std::string const& saved : {std::string{}, first.saved}) {
            world again = now;
            again.service.log.clear();
            run_outcome const second = run_again(again, one.want, {.saved = saved, .rules = one.rules});
            REQUIRE(second.complete());
            CHECK_MESSAGE((*second.result)->plan.empty(), flows::to_text((*second.result)->plan));
            for (auto const& entry : again.service.log) CHECK(entry.method == cfdns::http_method::get);
            CHECK(joined(dump(again.service)) == joined(dump(now.service)));
        }
    }
    MESSAGE(states() << " states: " << complete << " reached in " << requests << " requests and " << steps
                     << " steps, " << conflicts << " with conflicts");
    CHECK(complete > states() / 3);
    CHECK(conflicts > 0);
}

TEST_CASE("ensure can crash after every request and every response, with any saved state") {
    std::size_t cuts = 0, requests = 0, used = 0;
    for (std::uint64_t seed = 1; seed <= property_cases(30); ++seed) {
        scenario const one = make_scenario(seed);
        world undisturbed = one.before;
        run_outcome const whole = run_ensure(undisturbed, one.want, {.rules = one.rules});
        if (!whole.complete()) continue;
        ++used;
        std::string const expected = joined(dump(undisturbed.service));
        for (std::size_t after = 1; after <= whole.requests; ++after)
            for (cut const where : {cut::sent, cut::answered})
                for (int state = 0; state != 3; ++state) {
                    CAPTURE(seed);
                    CAPTURE(after);
                    CAPTURE(static_cast<int>(where));
                    CAPTURE(state);
                    world now = one.before;
                    run_outcome const first =
                        run_ensure(now, one.want, {.where = where, .after = after, .rules = one.rules});
                    std::string const saved = state == 0   ? first.saved
                                              : state == 1 ? first.saved_earlier
                                                           : "";
                    run_outcome const second =
                        run_again(now, one.want, {.saved = saved, .rules = one.rules});
                    ++cuts;
                    requests += first.requests + second.requests;
                    REQUIRE_MESSAGE(second.complete(),
                                    (second.result->has_value() ? flows::to_text(second.result->value())
                                                                : second.result->error().message()));
                    CHECK(joined(dump(now.service)) == expected);
                    CHECK(duplicates(one.before.service, now.service) == "");
                }
    }
    MESSAGE(used << " states, " << cuts << " cut points, " << requests << " requests");
    CHECK(cuts > 0);
}

TEST_CASE("ensure converges under all faults, with one object of each name") {
    std::size_t runs = 0, requests = 0, used = 0, at_once = 0, creates = 0, creates_done = 0;
    for (std::uint64_t seed = 1; seed <= states(); ++seed) {
        scenario const one = make_scenario(seed);
        world undisturbed = one.before;
        run_outcome const whole = run_ensure(undisturbed, one.want, {.rules = one.rules});
        if (!whole.complete()) continue;
        ++used;
        CAPTURE(seed);
        world now = one.before;
        now.service.chance = {
            .seed = seed, .probability = seed % 2 == 0 ? 0.15 : 0.4, .faults = all_faults()};
        state_generator random{seed};
        std::string saved;
        bool reached = false;
        for (int run = 0; run != 60 && !reached; ++run) {
            run_options how{.saved = saved, .rules = one.rules};
            if (random.chance(20)) {
                how.where = random.chance(50) ? cut::sent : cut::answered;
                how.after = 1 + random.below(whole.requests + 3);
            }
            run_outcome const done = run_ensure(now, one.want, how);
            ++runs;
            requests += done.requests;
            CHECK(duplicates(one.before.service, now.service) == "");
            // Old, new or no state; then also after a time.
            std::size_t const which = random.below(3);
            saved = which == 0 ? done.saved : which == 1 ? done.saved_earlier : "";
            if (!done.result || !done.result->has_value()) continue;
            flows::report const& report = done.result->value();
            CHECK(contains_canary(flows::to_text(report) + flows::to_json(report) + done.saved) == "");
            CHECK_MESSAGE(!report.plan.has_conflicts(), flows::to_text(report));
            bool const whole_run = how.where == cut::none;
            for (std::size_t i = 0; i != report.outcomes.size(); ++i) {
                if (report.plan.steps[i].action != flows::action::create || !whole_run) continue;
                if (report.outcomes[i].status == flows::step_status::skipped) continue;
                ++creates;
                if (report.outcomes[i].status == flows::step_status::done) ++creates_done;
            }
            CHECK(report.outcomes.size() == report.plan.steps.size());
            for (auto const& outcome : report.outcomes)
                CHECK(outcome.failure.has_value() == (outcome.status == flows::step_status::failed));
            reached = report.complete();
            if (reached && run == 0) ++at_once;
        }
        CHECK(reached);
        CHECK(joined(dump(now.service)) == joined(dump(undisturbed.service)));
    }
    MESSAGE(used << " states, " << runs << " runs, " << requests << " requests; " << at_once
                 << " reached in one run; creates " << creates << ", of these done " << creates_done);
    CHECK(creates_done == creates);
}

TEST_CASE("lists may lag behind by the time of the second lookup, if the state is saved") {
    std::size_t runs = 0, requests = 0, used = 0;
    for (std::uint64_t seed = 1; seed <= states(); ++seed) {
        scenario const one = make_scenario(seed);
        world undisturbed = one.before;
        run_outcome const whole = run_ensure(undisturbed, one.want, {.rules = one.rules});
        if (!whole.complete()) continue;
        ++used;
        CAPTURE(seed);
        state_generator random{seed};
        world now = one.before;
        now.lag = std::chrono::milliseconds{1 + random.below(9'999)};
        now.service.chance = {.seed = seed, .probability = 0.25, .faults = all_faults()};
        std::string saved;
        bool reached = false;
        for (int run = 0; run != 60 && !reached; ++run) {
            run_options how{.saved = saved, .rules = one.rules};
            how.where = random.chance(50) ? cut::none : random.chance(50) ? cut::sent : cut::answered;
            how.after = 1 + random.below(whole.requests + 3);
            run_outcome const done = run_ensure(now, one.want, how);
            ++runs;
            requests += done.requests;
            CHECK(duplicates(one.before.service, now.service) == "");
            saved = done.saved;
            reached = done.complete();
            // What was seen too late may be a conflict, such as a peer that uses a TSIG no longer.
            if (done.has_conflicts()) now.sleep(10s);
        }
        CHECK(reached);
        CHECK(joined(dump(now.service)) == joined(dump(undisturbed.service)));
    }
    MESSAGE(used << " states, " << runs << " runs, " << requests << " requests");
}

TEST_CASE("plans do not depend on the order of lists") {
    for (std::uint64_t seed = 1; seed <= states(); ++seed) {
        CAPTURE(seed);
        scenario one = make_scenario(seed);
        flows::observed seen = look(one.before, one.want);
        state_generator random{seed};
        flows::saved_state state{.account_id = account};
        if (seen.peers)
            for (zt::peers::peer const& peer : *seen.peers)
                if (random.chance(30))
                    state.known.push_back({.kind = object_kind::peer, .name = peer.name, .id = peer.id});
        flows::plan const plan = flows::make_plan(one.want, seen, one.rules, state);
        random.shuffle(one.want.tsigs);
        random.shuffle(one.want.peers);
        random.shuffle(one.want.acls);
        random.shuffle(one.want.incoming);
        random.shuffle(one.want.outgoing);
        random.shuffle(one.want.absent);
        if (seen.tsigs) random.shuffle(*seen.tsigs);
        if (seen.peers) random.shuffle(*seen.peers);
        if (seen.acls) random.shuffle(*seen.acls);
        flows::plan const again = flows::make_plan(one.want, seen, one.rules, state);
        CHECK(flows::to_text(again) == flows::to_text(plan));
        CHECK(flows::to_json(again) == flows::to_json(plan));
    }
}
