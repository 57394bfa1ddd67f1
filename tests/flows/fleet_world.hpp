// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_FLOWS_FLEET_WORLD_HPP
#define CFDNS_TESTS_FLOWS_FLEET_WORLD_HPP

#include "world.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Fleets, and runs of several machines at the same time with a virtual clock.
namespace cfdns_test {

using fleet_clock = std::chrono::steady_clock;

inline std::string fleet_zone_name(std::size_t number) {
    std::string const digits = std::to_string(number);
    return "zone-" + std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits + ".example.";
}

// With the peer ns1, which `add_fleet_peer` creates.
inline flows::fleet fleet_of(std::size_t zones) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i != zones; ++i) names.push_back(fleet_zone_name(i));
    return {.account_id = account,
            .zones = std::move(names),
            .peers = {"ns1"},
            .auto_refresh_seconds = 3600s,
            .create_zones = true};
}

inline void add_fleet_peer(fake_cloudflare& service, std::string name = "ns1", std::string id = "p1") {
    service.zone_transfers.peers[account].push_back(
        {.id = std::move(id), .name = std::move(name), .ip = "192.0.2.53", .port = 53});
    service.zone_transfers.references_must_exist = true;
}

// A zone of the account as the service has it: without the final dot.
inline std::string add_zone(fake_cloudflare& service, std::string name, std::string type = "secondary",
                            std::string of_account = account) {
    cfdns::zones::zone made;
    made.id = service.make_id();
    if (name.ends_with('.')) name.pop_back();
    made.name = std::move(name);
    made.type = std::move(type);
    made.account = cfdns::zones::account{.id = std::move(of_account)};
    return service.zones.all.emplace(made.id, made).first->first;
}

inline zt::incoming::configuration& add_configuration(fake_cloudflare& service, std::string const& zone_id,
                                                      std::string name, std::string peer = "p1") {
    auto& made = service.zone_transfers.incoming[zone_id];
    made = {.id = service.make_id(), .auto_refresh_seconds = 3600s, .name = std::move(name)};
    made.peers = std::vector<std::string>{std::move(peer)};
    return made;
}

// The requests of all lanes.
struct traffic {
    std::size_t requests{};
    std::size_t writes{};
    std::size_t refused{};  // 429
};

// Something that sends one request at a time.
struct lane {
    virtual ~lane() = default;
    virtual std::optional<cfdns::attempt> start(fleet_clock::time_point now) = 0;
    virtual std::optional<cfdns::attempt> resume(cfdns::result<cfdns::http_response> const& received,
                                                 fleet_clock::time_point now) = 0;

    std::chrono::milliseconds latency{200};
    std::size_t requests{};
    fleet_clock::time_point ended{};
};

struct fleet_lane : lane {
    fleet_lane(flows::fleet const& all, cfdns::call_policy const& policy, std::string_view before = {})
        : journal(before), work(all, program_token(), {}, policy, before) {}

    std::optional<cfdns::attempt> start(fleet_clock::time_point now) override {
        return keep(work.start(now));
    }
    std::optional<cfdns::attempt> resume(cfdns::result<cfdns::http_response> const& received,
                                         fleet_clock::time_point now) override {
        return keep(received ? work.resume(received.value(), 0.5, now)
                             : work.resume(received.error(), 0.5, now));
    }

    std::optional<cfdns::attempt> keep(std::optional<cfdns::attempt> next) {
        journal += work.take_lines();
        return next;
    }

    std::string journal;
    flows::onboard work;
};

// Another caller: reads a list again and again while there are other lanes.
struct reading_lane : lane {
    explicit reading_lane(cfdns::call_policy const& of) : policy(of) {}

    std::optional<cfdns::attempt> start(fleet_clock::time_point now) override {
        call = std::make_unique<cfdns::exchange<zt::acls::list>>(
            zt::acls::list{.account_id = account}, program_token(), cfdns::request_options{}, policy);
        return call->start(now);
    }
    std::optional<cfdns::attempt> resume(cfdns::result<cfdns::http_response> const& received,
                                         fleet_clock::time_point now) override {
        auto next =
            received ? call->resume(received.value(), 0.5, now) : call->resume(received.error(), 0.5, now);
        return next ? next : start(now);
    }

    cfdns::call_policy policy;
    std::unique_ptr<cfdns::exchange<zt::acls::list>> call{};
};

// Runs the lanes until all but those that never end have ended. `stop` is asked before each request is sent
// and after each response.
inline traffic run_lanes(world& in, std::vector<lane*> const& lanes, std::size_t endless = 0,
                         std::function<bool(traffic const&, bool answered)> const& stop = {}) {
    struct state {
        lane* of{};
        std::optional<cfdns::attempt> next{};
        fleet_clock::time_point due{};
        std::optional<cfdns::result<cfdns::http_response>> received{};
    };
    traffic out;
    std::vector<state> all;
    std::size_t running = 0;
    auto const plan = [&](state& one) {
        one.received.reset();
        if (one.next) {
            one.due = in.now + one.next->delay;
        } else {
            one.of->ended = in.now;
            --running;
        }
    };
    for (lane* each : lanes) all.push_back({each, each->start(in.now), in.now});
    running = all.size();
    for (state& one : all) plan(one);
    while (running > endless && out.requests < 1'000'000) {
        state* first = nullptr;
        for (state& one : all)
            if (one.next && (!first || one.due < first->due)) first = &one;
        if (first->due > in.now) in.sleep(std::chrono::ceil<std::chrono::milliseconds>(first->due - in.now));
        if (!first->received) {
            first->received = in.send(*first->next->request);
            ++out.requests;
            ++first->of->requests;
            if (first->next->request->method != cfdns::http_method::get) ++out.writes;
            if (*first->received && (*first->received)->status == 429) ++out.refused;
            first->due = in.now + first->of->latency;
            if (stop && stop(out, false)) return out;
        } else {
            first->next = first->of->resume(*first->received, in.now);
            plan(*first);
            if (stop && stop(out, true)) return out;
        }
    }
    return out;
}

struct fleet_run {
    std::optional<cfdns::result<flows::fleet_report>> result{};  // empty if it was cut
    std::string journal{};
    traffic sent{};

    flows::fleet_report const& report() const { return result->value(); }
};

struct fleet_options {
    std::string journal{};
    cfdns::call_policy policy{};
    cut where{cut::none};
    std::size_t after{};  // the number of requests
};

inline fleet_run run_fleet(world& in, flows::fleet const& all, fleet_options const& how = {}) {
    fleet_lane one{all, how.policy, how.journal};
    fleet_run out;
    bool stopped = false;
    out.sent = run_lanes(in, {&one}, 0, [&](traffic const& sent, bool answered) {
        stopped =
            how.where != cut::none && sent.requests == how.after && answered == (how.where == cut::answered);
        return stopped;
    });
    out.journal = one.journal;
    if (!stopped) out.result = one.work.take();
    return out;
}

// Zones and configurations by name, with names in place of identifiers, and without times.
inline std::vector<std::string> dump_zones(fake_cloudflare const& service) {
    std::vector<std::string> out;
    for (auto const& [id, one] : service.zones.all) {
        std::string line =
            one.name + "|" + one.type.value_or("") + "|" + (one.account ? one.account->id.value_or("") : "");
        if (auto const at = service.zone_transfers.incoming.find(id);
            at != service.zone_transfers.incoming.end()) {
            auto const& has = at->second;
            line += "|" + has.name.value_or("") + "|" +
                    std::to_string(has.auto_refresh_seconds.value_or(0s).count());
            for (std::string const& peer : has.peers.value_or(std::vector<std::string>{}))
                line += "|" + name_of_peer(service, peer);
            for (cfdns::extra_member const extra : has.extra)
                (line += "|" + std::string{extra.name} + "=") += extra.json;
        }
        out.push_back(std::move(line));
    }
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace cfdns_test

#endif
