// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_FLOWS_WORLD_HPP
#define CFDNS_TESTS_FLOWS_WORLD_HPP

#include "../support/values.hpp"

#include <cfdns/cfdns.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Random desired states, random states of the service, and runs that can be cut at any point.
namespace cfdns_test {

namespace flows = cfdns::flows;
using cfdns::testing::fake_cloudflare;
using flows::object_kind;

// Base64 of "canary-1" and "canary-2"; no output may contain them.
inline std::string_view const canaries[] = {"Y2FuYXJ5LTE=", "Y2FuYXJ5LTI="};

inline cfdns::credentials const& program_token() {
    static cfdns::credentials const value = cfdns::api_token{cfdns::secret_string{"t"}};
    return value;
}

inline cfdns::secret_string secret(std::string_view text) { return cfdns::secret_string{text}; }

// The service, its clock and the clock of the program.
struct world {
    fake_cloudflare service{};
    std::chrono::steady_clock::time_point now{std::chrono::hours{1}};

    // Lists show what there was before this time.
    std::chrono::milliseconds lag{};
    std::vector<std::pair<std::chrono::steady_clock::time_point, fake_cloudflare>> history{};

    void sleep(std::chrono::milliseconds time) {
        now += time;
        service.advance(time);
    }

    cfdns::result<cfdns::http_response> send(cfdns::http_request const& request) {
        if (lag.count() == 0) return service(request);
        bool const list = request.method == cfdns::http_method::get &&
                          (request.target.find("/accounts/") != std::string::npos ||
                           request.target.find("/dns_records") != std::string::npos);
        if (!list) {
            history.emplace_back(now, service);
            history.back().second.log.clear();
        }
        auto received = service(request);
        if (!list || !received || received->status != 200 ||
            received->body.find("true") == std::string::npos)
            return received;
        for (auto const& [time, before] : history)
            if (time > now - lag) {
                fake_cloudflare old = before;
                old.chance = {};
                old.next_faults = {};
                old.quirks.forbidden_after_create = 0;
                for (int i = 0; i != 5; ++i) {
                    auto shown = old(request);
                    if (shown->status == 200) return shown;
                }
            }
        return received;
    }
};

// All kinds of faults after which a run can go on.
inline std::vector<cfdns::testing::fault> all_faults() {
    namespace faults = cfdns::testing::faults;
    std::vector<cfdns::testing::fault> out{
        faults::lost_request(), faults::lost_response(),   faults::truncated(),      faults::status(500),
        faults::status(503),    faults::html_page(520),    faults::rate_limited(5s), faults::status(408),
        faults::html_page(502), faults::failure_with_200()};
    // Carried out, although the response says otherwise.
    for (auto one : {faults::status(503), faults::html_page(524), faults::html_page(200)}) {
        one.carried_out = true;
        out.push_back(one);
    }
    return out;
}

enum class cut : unsigned char { none, sent, answered };

struct run_options {
    cut where{cut::none};
    std::size_t after{};  // the number of requests
    cfdns::call_policy policy{};
    std::function<void(cfdns::http_request const&)> observe{};  // after each request
    std::string saved{};
    flows::rules rules{};
};

struct run_outcome {
    std::optional<cfdns::result<flows::report>> result{};  // empty if the run was cut
    std::string saved{};          // as written before the latest request or at the end
    std::string saved_earlier{};  // as written before the one before
    std::size_t requests{};

    bool complete() const { return result && result->has_value() && (*result)->complete(); }
    bool has_conflicts() const { return result && result->has_value() && (*result)->plan.has_conflicts(); }
};

// Runs `ensure` until it is complete, or until it crashes after a request was sent or answered.
inline run_outcome run_ensure(world& in, flows::desired const& want, run_options const& how) {
    run_outcome out;
    flows::ensure work{want, how.rules, program_token(), {}, how.policy, how.saved};
    for (auto next = work.start(in.now); next;) {
        out.saved_earlier = std::exchange(out.saved, work.save());
        if (next->delay.count() > 0) in.sleep(next->delay);
        cfdns::result<cfdns::http_response> const received = in.send(*next->request);
        if (++out.requests > 20'000) return out;  // it does not end
        if (how.observe) how.observe(*next->request);
        if (how.where == cut::sent && out.requests == how.after) return out;
        next = received ? work.resume(received.value(), 0.5, in.now)
                        : work.resume(received.error(), 0.5, in.now);
        if (how.where == cut::answered && out.requests == how.after) {
            out.saved_earlier = std::exchange(out.saved, work.save());
            return out;
        }
    }
    out.saved = work.save();
    out.result = work.take();
    return out;
}

inline flows::observed look(world& in, flows::desired const& want) {
    flows::observe work{want, program_token()};
    for (auto next = work.start(in.now); next;) {
        auto const received = in.service(*next->request);
        next = received ? work.resume(received.value(), 0.5, in.now)
                        : work.resume(received.error(), 0.5, in.now);
    }
    auto out = work.take();
    return out ? *std::move(out) : flows::observed{};
}

// ---- the state of the service as text ----

template <class T>
std::string json_of(T const& object) {
    return cfdns::testing::write_response(object).body;
}

inline std::string name_of_peer(fake_cloudflare const& service, std::string const& id) {
    auto const at = service.zone_transfers.peers.find(account);
    if (at != service.zone_transfers.peers.end())
        for (auto const& one : at->second)
            if (one.id == id) return one.name;
    return "?" + id;
}

inline std::string name_of_tsig(fake_cloudflare const& service, std::string const& id) {
    auto const at = service.zone_transfers.tsigs.find(account);
    if (at != service.zone_transfers.tsigs.end())
        for (auto const& one : at->second)
            if (one.id == id) return one.name;
    return id.empty() ? "" : "?" + id;
}

// All objects, sorted, with names in place of identifiers, and without times.
inline std::vector<std::string> dump(fake_cloudflare const& service) {
    auto const& state = service.zone_transfers;
    std::vector<std::string> out;
    auto const extra = [](cfdns::extra_members const& of) {
        std::string text;
        for (cfdns::extra_member const one : of)
            (text += '|') += std::string{one.name} + "=" + std::string{one.json};
        return text;
    };
    if (auto const at = state.tsigs.find(account); at != state.tsigs.end())
        for (auto const& one : at->second)
            out.push_back("tsig " + one.name + "|" + one.algo + "|" +
                          std::string{one.secret ? one.secret->expose() : ""} + extra(one.extra));
    if (auto const at = state.peers.find(account); at != state.peers.end())
        for (auto const& one : at->second)
            out.push_back("peer " + one.name + "|" + one.ip.value_or("") + "|" +
                          std::to_string(one.port.value_or(0) == 0 ? 53 : one.port.value_or(0)) + "|" +
                          (one.ixfr_enable.value_or(false) ? "ixfr" : "axfr") + "|" +
                          name_of_tsig(service, one.tsig_id.value_or("")) + extra(one.extra));
    if (auto const at = state.acls.find(account); at != state.acls.end())
        for (auto const& one : at->second)
            out.push_back("acl " + one.name + "|" + one.ip_range + extra(one.extra));
    auto const peers = [&](std::optional<std::vector<std::string>> const& ids) {
        std::vector<std::string> names;
        for (std::string const& id : ids.value_or(std::vector<std::string>{}))
            names.push_back(name_of_peer(service, id));
        std::sort(names.begin(), names.end());
        std::string text;
        for (std::string const& name : names) text += "," + name;
        return text;
    };
    for (auto const& [zone, one] : state.incoming)
        out.push_back("incoming " + zone + "|" + one.name.value_or("") + "|" +
                      std::to_string(one.auto_refresh_seconds.value_or(86400s).count()) + peers(one.peers) +
                      extra(one.extra));
    for (auto const& [zone, one] : state.outgoing)
        out.push_back("outgoing " + zone + "|" + one.name.value_or("") + peers(one.peers) +
                      (state.transfers_enabled.contains(zone) ? "|enabled" : "|disabled") +
                      extra(one.extra));
    std::sort(out.begin(), out.end());
    return out;
}

inline std::string joined(std::vector<std::string> const& lines) {
    std::string out;
    for (std::string const& line : lines) (out += line) += '\n';
    return out;
}

// ---- random states ----

class random_source {
public:
    explicit random_source(std::uint64_t seed) : random_(seed) {}

    std::size_t below(std::size_t count) { return static_cast<std::size_t>(random_() % count); }
    bool chance(std::size_t percent) { return below(100) < percent; }
    template <class T>
    T const& pick(std::vector<T> const& from) {
        return from[below(from.size())];
    }
    template <class T>
    void shuffle(std::vector<T>& all) {
        for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[below(i)]);
    }

private:
    std::mt19937_64 random_;
};

class state_generator : public random_source {
public:
    using random_source::random_source;

    flows::desired desired() {
        for (;;) {
            flows::desired out = any_desired();
            if (flows::check(out)) return out;
        }
    }

    // What the service has before: often parts of what is desired.
    fake_cloudflare service(flows::desired const& want) {
        fake_cloudflare out;
        auto& state = out.zone_transfers;
        state.references_must_exist = true;
        set_quirks(out);
        auto& tsigs = state.tsigs[account];
        auto& peers = state.peers[account];
        auto& acls = state.acls[account];
        auto const add_tsig = [&](std::string name, std::string algo, std::string_view value) {
            if (!state.quirks.names_are_not_unique &&
                std::any_of(tsigs.begin(), tsigs.end(), [&](auto const& one) { return one.name == name; }))
                return;
            tsigs.push_back({.id = out.make_id(),
                             .algo = std::move(algo),
                             .name = std::move(name),
                             .secret = secret(value)});
            if (chance(30)) tsigs.back().extra.set_text("note", "kept");
        };
        auto const add_peer = [&](zt::peers::peer peer) {
            if (!state.quirks.names_are_not_unique &&
                std::any_of(peers.begin(), peers.end(),
                            [&](auto const& one) { return one.name == peer.name; }))
                return;
            peer.id = out.make_id();
            if (chance(30)) peer.extra.set("later", R"({"a":[1]})");
            peers.push_back(std::move(peer));
        };
        for (flows::tsig const& one : want.tsigs) {
            std::size_t const what = below(100);
            if (what < 30)
                add_tsig(spelled(one.name.get()), chance(50) ? one.algo : "HMAC-SHA256",
                         one.secret.get().expose());
            else if (what < 36)
                add_tsig(one.name.get(), "hmac-sha1.", canaries[0]);
            if (what < 5) add_tsig(one.name.get(), one.algo, one.secret.get().expose());
        }
        for (std::size_t i = below(2); i != 0; --i) add_tsig("foreign.", "hmac-sha512.", canaries[1]);
        auto const id_of_tsig = [&](std::string const& name) -> std::string {
            for (auto const& one : tsigs)
                if (*cfdns::canonical_name(one.name) == *cfdns::canonical_name(name)) return one.id;
            return "";
        };
        for (flows::peer const& one : want.peers) {
            std::size_t const what = below(100);
            zt::peers::peer same{.name = one.name.get()};
            if (!one.ip.empty())
                same.ip = one.ip == "2001:db8::53" && chance(50) ? "2001:0DB8:0::53" : one.ip;
            if (one.port != 53 || chance(50)) same.port = one.port;
            if (one.ixfr_enable || chance(50)) same.ixfr_enable = one.ixfr_enable;
            if (!one.tsig.empty()) same.tsig_id = id_of_tsig(one.tsig);
            if (what < 30) add_peer(same);
            if (what >= 25 && what < 45) add_peer({.name = one.name.get()});  // never set up
            if (what >= 45 && what < 52) add_peer({.name = one.name.get(), .ip = "198.51.100.77"});
            if (what < 6) add_peer(same);
        }
        for (std::size_t i = below(3); i != 0; --i)
            add_peer({.name = chance(50) ? "foreign" : "old",
                      .ip = "198.51.100.1",
                      .tsig_id = tsigs.empty() ? "" : pick(tsigs).id});
        for (flows::acl const& one : want.acls)
            if (chance(50))
                acls.push_back({.id = out.make_id(),
                                .ip_range = chance(80) ? one.ip_range.get() : "203.0.113.0/28",
                                .name = one.name.get()});
        for (std::size_t i = below(2); i != 0; --i)
            acls.push_back({.id = out.make_id(), .ip_range = "203.0.113.0/24", .name = "old"});
        auto const links = [&] {
            std::vector<std::string> ids;
            for (auto const& one : peers)
                if (chance(40)) ids.push_back(one.id);
            return ids;
        };
        auto const add_zones = [&](auto const& zones, auto& all, bool outgoing) {
            for (auto const& one : zones) {
                if (!chance(50)) continue;
                auto& made = all[one.zone_id.get()];
                made.name = chance(50) ? one.name.get() : spelled(one.name.get());
                made.peers = links();
                if (chance(30)) made.extra.set("later", "[true]");
                if (outgoing && chance(50)) state.transfers_enabled.insert(one.zone_id.get());
            }
        };
        add_zones(want.incoming, state.incoming, false);
        add_zones(want.outgoing, state.outgoing, true);
        for (flows::object_ref const& one : want.absent) {
            if (one.kind == object_kind::incoming && chance(80))
                state.incoming[one.id] = {.name = one.name.get(), .peers = links()};
            if (one.kind == object_kind::outgoing && chance(80)) {
                state.outgoing[one.id] = {.name = one.name.get(), .peers = links()};
                if (chance(50)) state.transfers_enabled.insert(one.id);
            }
        }
        // Of nobody.
        state.incoming["foreign-zone"] = {.auto_refresh_seconds = 600s, .name = "foreign.example."};
        return out;
    }

    flows::rules rules() {
        flows::rules out;
        out.adopt = chance(40) ? flows::adoption::take_over : flows::adoption::if_same;
        out.max_removals = chance(90) ? 9 : 0;
        out.keep_going = chance(30);
        return out;
    }

private:
    std::string spelled(std::string name) {
        if (chance(40) && name.ends_with('.')) name.pop_back();
        if (chance(40))
            for (char& c : name)
                if (c >= 'a' && c <= 'z' && chance(30)) c = static_cast<char>(c - 'a' + 'A');
        return name;
    }

    flows::desired any_desired() {
        flows::desired out{.account_id = account};
        for (char const* const name : {"k1.example.", "k2.example."})
            if (chance(60)) out.tsigs.push_back({.name = name, .secret = secret(canaries[below(2)])});
        for (char const* const name : {"ns1", "ns2", "ns3"}) {
            if (!chance(60)) continue;
            flows::peer peer{.name = name};
            if (chance(85)) peer.ip = chance(70) ? "192.0.2.53" : "2001:db8::53";
            if (chance(30)) peer.port = 5353;
            peer.ixfr_enable = chance(30);
            if (chance(60) && !out.tsigs.empty())
                peer.tsig = chance(70) ? out.tsigs[0].name.get() : pick(out.tsigs).name.get();
            out.peers.push_back(std::move(peer));
        }
        for (char const* const name : {"office", "lab"})
            if (chance(30))
                out.acls.push_back(
                    {.name = name, .ip_range = chance(50) ? "198.51.100.0/24" : "2001:db8::/64"});
        auto const names = [&] {
            std::vector<std::string> some;
            for (flows::peer const& one : out.peers)
                if (chance(60)) some.push_back(one.name.get());
            shuffle(some);
            return some;
        };
        for (char const* const zone : {"a", "b"})
            if (chance(50))
                out.incoming.push_back({.zone_id = std::string{"in-"} + zone,
                                        .name = std::string{zone} + ".example.",
                                        .peers = names(),
                                        .auto_refresh_seconds = chance(50) ? 86400s : 3600s});
        for (char const* const zone : {"c", "d"})
            if (chance(50))
                out.outgoing.push_back({.zone_id = std::string{"out-"} + zone,
                                        .name = std::string{zone} + ".example.",
                                        .peers = names(),
                                        .enabled = chance(70)});
        if (chance(30)) out.absent.push_back({.kind = object_kind::peer, .name = "old"});
        if (chance(20)) out.absent.push_back({.kind = object_kind::acl, .name = "old"});
        if (chance(20)) out.absent.push_back({.kind = object_kind::tsig, .name = "foreign."});
        if (chance(20))
            out.absent.push_back({.kind = object_kind::incoming, .name = "gone.example.", .id = "in-gone"});
        if (chance(20))
            out.absent.push_back({.kind = object_kind::outgoing, .name = "gone.example.", .id = "out-gone"});
        return out;
    }

    void set_quirks(fake_cloudflare& service) {
        auto& quirks = service.zone_transfers.quirks;
        quirks.peers_are_created_by_name_only = chance(40);
        quirks.unset_peer_members_are_shown = chance(50);
        quirks.names_are_not_unique = chance(80);
        quirks.tsig_secrets_are_shown = chance(80);
        quirks.enabled_text = chance(50) ? "Enabled" : "enabled zone transfers";
        service.quirks.put_replaces = chance(80);
        service.quirks.absent_is_not_found = chance(80);
        service.quirks.parameterless_posts_want_content = chance(30);
        service.quirks.forbidden_after_create = chance(25) ? static_cast<int>(1 + below(3)) : 0;
    }
};

}  // namespace cfdns_test

#endif
