// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_PLAN_IPP
#define CFDNS_IMPL_FLOWS_PLAN_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/flows/plan.hpp>
#include <cfdns/impl/flows/desired.ipp>
#include <cfdns/impl/flows/line_text.ipp>
#include <cfdns/impl/flows/normalize.ipp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

inline constexpr std::string_view redacted_text = "[redacted]";

CFDNS_DECL void add_change(std::vector<flows::member_change>& to, std::string_view member,
                           std::string_view from, std::string_view value) {
    to.push_back({std::string{member}, std::string{from}, std::string{value}});
}

CFDNS_DECL void append_listed(std::string& to, std::string_view item) {
    if (!to.empty()) to += ", ";
    to += item;
}

CFDNS_DECL std::string_view text_or_none(std::string_view text) noexcept {
    return text.empty() ? std::string_view{"none"} : text;
}

CFDNS_DECL std::string list_changes(std::vector<flows::member_change> const& all) {
    std::string out;
    for (flows::member_change const& one : all) {
        append_listed(out, one.member);
        out += ": ";
        out += text_or_none(one.from);
        out += " -> ";
        out += text_or_none(one.to);
    }
    return out;
}

// The indexes of the keys, in ascending order of the keys.
CFDNS_DECL std::vector<std::size_t> ascending(std::vector<std::string> const& keys) {
    std::vector<std::size_t> out(keys.size());
    std::iota(out.begin(), out.end(), std::size_t{0});
    std::sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
    return out;
}

CFDNS_DECL std::string list_ascending(std::vector<std::string> const& names) {
    std::string out;
    for (std::size_t const i : ascending(names)) append_listed(out, names[i]);
    return out;
}

// Adds a step to those that must have succeeded before another one, which are in ascending order.
CFDNS_DECL void add_before(std::vector<std::size_t>& after, std::size_t step) {
    auto const at = std::lower_bound(after.begin(), after.end(), step);
    if (at == after.end() || *at != step) after.insert(at, step);
}

// An observed TSIG, peer or ACL.
struct account_object {
    flows::object_kind kind{};
    std::string_view id{};
    std::string_view name{};
    std::size_t index{};  // in its list
};

// What distinguishes an existing object of a desired name from the desired one.
struct candidate {
    std::string id{};
    std::size_t index{};                          // in its list
    std::vector<flows::member_change> changes{};  // empty: equal
    bool unset{};                                 // a peer that has nothing but a name
    bool linked{};                                // in use by a desired object
};

// A desired object.
struct planned_object {
    flows::object_kind kind{};
    std::string identity{};
    std::string name{};
    std::string id{};                   // empty: not created yet
    std::optional<std::size_t> step{};  // which creates or changes it
};

class planner {
public:
    planner(flows::desired const& want, flows::observed const& seen, flows::rules const& rules,
            flows::saved_state const& state)
        : want_(want), seen_(seen), rules_(rules), state_(state) {
        out_.account_id = want.account_id.get();
        add_objects(object_kind::tsig, seen.tsigs);
        add_objects(object_kind::peer, seen.peers);
        add_objects(object_kind::acl, seen.acls);
    }

    flows::plan run() {
        plan_each(want_.tsigs, &planner::plan_tsig);
        plan_each(want_.peers, &planner::plan_peer);
        plan_each(want_.acls, &planner::plan_acl);
        plan_each(want_.incoming, &planner::plan_incoming);
        plan_each(want_.outgoing, &planner::plan_outgoing);
        plan_removals();
        check_removals();
        add_summary();
        return std::move(out_);
    }

private:
    using object_kind = flows::object_kind;
    using changes = std::vector<flows::member_change>;

    // ---- order ----

    // A text whose order is that of the objects: by name, and those of a name by identifier.
    static std::string order_of(std::string_view name, std::string_view id) {
        return std::string{name}.append(1, '\0').append(id);
    }

    template <class T>
    static std::string order_of(T const& one) {
        if constexpr (requires { one.zone_id; })
            return order_of(identity_of(object_kind::tsig, one.name.get()), one.zone_id.get());
        else
            return identity_of(std::is_same_v<T, flows::tsig> ? object_kind::tsig : object_kind::peer,
                               one.name.get());
    }

    template <class T>
    void plan_each(std::vector<T> const& all, void (planner::*plan)(T const&)) {
        std::vector<std::string> keys;
        keys.reserve(all.size());
        for (T const& one : all) keys.push_back(order_of(one));
        for (std::size_t const i : ascending(keys)) (this->*plan)(all[i]);
    }

    // ---- what was found before ----

    static bool is_zone(object_kind kind) noexcept {
        return kind == object_kind::incoming || kind == object_kind::outgoing;
    }

    static bool refers_to(flows::object_ref const& ref, object_kind kind, std::string_view identity) {
        return ref.kind == kind && (is_zone(kind) ? ref.id : identity_of(kind, ref.name.get())) == identity;
    }

    static flows::object_ref const* find_ref(std::vector<flows::object_ref> const& all, object_kind kind,
                                             std::string_view identity) {
        for (flows::object_ref const& ref : all)
            if (refers_to(ref, kind, identity)) return std::addressof(ref);
        return nullptr;
    }

    template <class T>
    static T const* find_by_id(std::vector<T> const& all, object_kind kind, std::string_view id) {
        for (T const& one : all)
            if (one.kind == kind && one.id == id) return std::addressof(one);
        return nullptr;
    }

    // Whether this object should be removed.
    bool is_absent(object_kind kind, std::string_view id) const {
        return find_by_id(want_.absent, kind, id) != nullptr;
    }

    flows::unreadable_value const* find_unreadable(object_kind kind, std::string_view id) const {
        return find_by_id(seen_.unreadable, kind, id);
    }

    // Whether an object of this kind may exist that was not seen.
    flows::unreadable_value const* find_gap(object_kind kind) const { return find_unreadable(kind, ""); }

    template <class T>
    void add_objects(object_kind kind, std::optional<std::vector<T>> const& all) {
        if (!all) return;
        for (std::size_t const i : ascending(identifiers_of(*all)))
            objects_.push_back({kind, (*all)[i].id, (*all)[i].name, i});
    }

    // Whether the list of an account was observed.
    bool is_observed(object_kind kind) const noexcept {
        if (kind == object_kind::tsig) return seen_.tsigs.has_value();
        return kind == object_kind::peer ? seen_.peers.has_value() : seen_.acls.has_value();
    }

    // The identifier if there is no such object.
    std::string_view name_of(object_kind kind, std::string_view id) const {
        account_object const* const found = find_by_id(objects_, kind, id);
        return found ? found->name : id;
    }

    planned_object const* find_planned(object_kind kind, std::string_view identity) const {
        for (planned_object const& one : planned_)
            if (one.kind == kind && one.identity == identity) return std::addressof(one);
        return nullptr;
    }

    // ---- output ----

    void add_conflict(object_kind kind, std::string_view name, std::string reason,
                      std::vector<std::string> ids = {}) {
        out_.conflicts.push_back({kind, std::string{name}, std::move(reason), std::move(ids)});
    }

    void add_unobserved(object_kind kind, std::string_view name) {
        add_conflict(kind, name, "was not observed: observe again");
    }

    void add_unreadable_conflict(object_kind kind, std::string_view name,
                                 flows::unreadable_value const& value) {
        add_conflict(kind, name,
                     "the response could not be read at " + value.pointer + ": expected " + value.expected +
                         ", found " + value.found);
    }

    std::size_t add_step(flows::step step) {
        out_.steps.push_back(std::move(step));
        return out_.steps.size() - 1;
    }

    void add_kept(object_kind kind, std::string_view name) {
        append_listed(kept_, flows::to_string(kind));
        kept_ += ' ';
        kept_ += name;
    }

    // ---- TSIGs, peers and ACLs ----

    // Which of the candidates is the desired object; null if there is none or a conflict, which was added.
    candidate const* choose(object_kind kind, std::string_view name, std::string_view identity,
                            std::vector<candidate> const& all, bool& may_change, bool& conflicting) {
        if (auto const* const use = find_ref(rules_.use, kind, identity)) {
            may_change = true;
            for (candidate const& one : all)
                if (one.id == use->id) return std::addressof(one);
            conflicting = true;
            add_conflict(kind, name, "rules.use names " + use->id + ", which does not exist", {use->id});
            return nullptr;
        }
        if (all.empty()) return nullptr;
        if (auto const* const known = find_ref(state_.known, kind, identity)) {
            for (candidate const& one : all)
                if (one.id == known->id) {
                    may_change = true;
                    return std::addressof(one);
                }
        }
        auto const rank = [](candidate const& one) {
            bool const equal = one.changes.empty();
            return one.linked && equal ? 0 : equal ? 1 : one.linked ? 2 : one.unset ? 3 : 4;
        };
        candidate const& best =
            *std::min_element(all.begin(), all.end(),
                              [&](candidate const& a, candidate const& b) { return rank(a) < rank(b); });
        std::vector<std::string> same_rank;
        std::string described;
        for (candidate const& one : all) {
            if (rank(one) != rank(best)) continue;
            same_rank.push_back(one.id);
            append_listed(described, one.id + " (" + list_changes(one.changes) + ')');
        }
        bool const ours = rank(best) < 2 || best.unset;
        if (!ours && same_rank.size() > 1) {
            conflicting = true;
            std::string reason =
                std::to_string(same_rank.size()) + " objects of this name differ, " + described;
            add_conflict(kind, name, reason + ": name one in rules.use", std::move(same_rank));
            return nullptr;
        }
        if (rules_.adopt == flows::adoption::never && !(ours && find_ref(state_.open, kind, identity))) {
            conflicting = true;
            add_conflict(kind, name, "exists as " + best.id + ": name it in rules.use, or allow adoption",
                         {best.id});
            return nullptr;
        }
        may_change = best.unset || rules_.adopt == flows::adoption::take_over;
        return std::addressof(best);
    }

    // Plans a create, a change or nothing.
    void plan_account_object(object_kind kind, std::string_view name, std::vector<candidate> const& all,
                             changes values, std::vector<std::size_t> after, std::size_t max_requests) {
        std::string const identity = identity_of(kind, name);
        planned_object object{kind, identity, std::string{name}};
        if (!is_observed(kind)) {
            add_unobserved(kind, name);
            planned_.push_back(std::move(object));
            return;
        }
        bool may_change = false;
        bool conflicting = false;
        candidate const* const found = choose(kind, name, identity, all, may_change, conflicting);
        if (!found) {
            if (auto const* const gap = find_gap(kind); gap && !conflicting)
                add_unreadable_conflict(kind, name, *gap);
            else if (!conflicting)
                object.step = add_step({.action = flows::action::create,
                                        .kind = kind,
                                        .name = std::string{name},
                                        .changes = std::move(values),
                                        .after = std::move(after),
                                        .max_requests = max_requests});
            planned_.push_back(std::move(object));
            return;
        }
        object.id = found->id;
        out_.existing.push_back({.kind = kind, .name = std::string{name}, .id = found->id});
        std::string others;
        for (candidate const& one : all)
            if (one.id != found->id && same_name_.contains(one.id)) append_listed(others, one.id);
        if (!others.empty())
            surplus_.push_back("surplus: other objects of the name of " +
                               std::string{flows::to_string(kind)} + ' ' + std::string{name} + ": " +
                               others);
        if (auto const* const unreadable = find_unreadable(kind, found->id)) {
            add_unreadable_conflict(kind, name, *unreadable);
        } else if (found->changes.empty()) {
            add_kept(kind, name);
        } else if (!may_change) {
            add_conflict(kind, name,
                         "exists as " + found->id + " with other values (" + list_changes(found->changes) +
                             "): name it in rules.use, or allow take_over",
                         {found->id});
        } else {
            if (found->unset)
                out_.notes.push_back("taken: " + std::string{flows::to_string(kind)} + ' ' +
                                     std::string{name} + " (" + found->id +
                                     "): created earlier and never set up");
            object.step = add_step({.action = flows::action::change,
                                    .kind = kind,
                                    .name = std::string{name},
                                    .id = found->id,
                                    .changes = found->changes,
                                    .after = std::move(after)});
        }
        planned_.push_back(std::move(object));
    }

    // The observed objects that may be the desired one, in the order of their identifiers.
    std::vector<candidate> find_candidates(object_kind kind, std::string_view name) {
        std::string const identity = identity_of(kind, name);
        auto const* const use = find_ref(rules_.use, kind, identity);
        std::vector<candidate> out;
        for (account_object const& one : objects_) {
            if (one.kind != kind || is_absent(kind, one.id)) continue;
            bool const same_name = identity_of(kind, one.name) == identity;
            if (!same_name && !(use && use->id == one.id)) continue;
            candidate& made = out.emplace_back();
            made.id = one.id;
            made.index = one.index;
            if (same_name)
                same_name_.insert(made.id);
            else
                add_change(made.changes, "name", one.name, name);
        }
        return out;
    }

    void plan_tsig(flows::tsig const& want) {
        std::vector<candidate> all = find_candidates(object_kind::tsig, want.name.get());
        for (candidate& one : all) {
            compare_tsig(want, (*seen_.tsigs)[one.index], one.changes);
            one.linked = is_tsig_in_use(one.id);
        }
        changes values;
        add_change(values, "algo", "", want.algo);
        add_change(values, "secret", "", redacted_text);
        plan_account_object(object_kind::tsig, want.name.get(), all, std::move(values), {}, 1);
        note_tsig(want);
    }

    static void compare_tsig(flows::tsig const& want, zone_transfers::tsigs::tsig const& one, changes& out) {
        if (normalize_algorithm(want.algo) != normalize_algorithm(one.algo))
            add_change(out, "algo", one.algo, want.algo);
        if (one.secret && !is_same_secret(*one.secret, want.secret.get()))
            add_change(out, "secret", redacted_text, redacted_text);
    }

    // Whether a peer of a desired name signs with it.
    bool is_tsig_in_use(std::string_view id) const {
        if (!seen_.peers) return false;
        for (auto const& one : *seen_.peers)
            if (one.tsig_id == id)
                for (flows::peer const& want : want_.peers)
                    if (want.name.get() == one.name) return true;
        return false;
    }

    void note_tsig(flows::tsig const& want) {
        planned_object const& object = planned_.back();
        for (char const c : want.name.get())
            if (c != to_lower(c)) {
                out_.notes.push_back("tsig " + want.name.get() +
                                     ": transfers may fail because the name has upper-case letters");
                break;
            }
        if (object.id.empty() || !seen_.tsigs) return;
        for (auto const& one : *seen_.tsigs)
            if (one.id == object.id && !one.secret)
                out_.notes.push_back("tsig " + want.name.get() +
                                     ": the service does not show the secret, which was not compared");
        if (!object.step || !seen_.peers) return;
        std::vector<std::string> names;
        for (auto const& one : *seen_.peers)
            if (one.tsig_id == object.id) names.push_back(one.name);
        if (!names.empty())
            out_.notes.push_back("tsig " + want.name.get() + ": used by peers " + list_ascending(names));
    }

    void plan_peer(flows::peer const& want) {
        std::vector<std::size_t> after;
        planned_object const* tsig = nullptr;
        if (!want.tsig.empty())
            tsig = find_planned(object_kind::tsig, identity_of(object_kind::tsig, want.tsig));
        if (tsig && tsig->step) after.push_back(*tsig->step);
        std::vector<candidate> all = find_candidates(object_kind::peer, want.name.get());
        for (candidate& one : all) {
            compare_peer(want, (*seen_.peers)[one.index], tsig ? tsig->id : std::string{}, one);
            one.linked = is_peer_in_use(one.id);
        }
        changes values;
        if (!want.ip.empty()) add_change(values, "ip", "", want.ip);
        if (want.port != 53) add_change(values, "port", "", std::to_string(want.port));
        if (want.ixfr_enable) add_change(values, "ixfr_enable", "", "true");
        if (!want.tsig.empty()) add_change(values, "tsig", "", want.tsig);
        std::size_t const max_requests = values.empty() ? 1 : 2;
        plan_account_object(object_kind::peer, want.name.get(), all, std::move(values), std::move(after),
                            max_requests);
        if (!want.ip.empty()) return;
        for (flows::incoming_zone const& zone : want_.incoming)
            if (std::find(zone.peers.get().begin(), zone.peers.get().end(), want.name.get()) !=
                zone.peers.get().end()) {
                out_.notes.push_back("peer " + want.name.get() +
                                     ": has no address, and cannot transfer incoming zones");
                return;
            }
    }

    // `tsig_id` is empty if the peer should have none or one that does not exist yet.
    void compare_peer(flows::peer const& want, zone_transfers::peers::peer const& one,
                      std::string const& tsig_id, candidate& out) const {
        std::string const ip = one.ip.value_or("");
        std::uint32_t const port = one.port.value_or(0);
        std::string const has_tsig = one.tsig_id.value_or("");
        bool const ixfr = one.ixfr_enable.value_or(false);
        out.unset = ip.empty() && port == 0 && has_tsig.empty() && !ixfr;
        if (ip.empty() != want.ip.empty() || !is_same_network(ip, want.ip))
            add_change(out.changes, "ip", ip, want.ip);
        if ((port == 0 ? 53 : port) != want.port)
            add_change(out.changes, "port", std::to_string(port == 0 ? 53 : port),
                       std::to_string(want.port));
        if (ixfr != want.ixfr_enable)
            add_change(out.changes, "ixfr_enable", ixfr ? "true" : "false",
                       want.ixfr_enable ? "true" : "false");
        bool const pending = !want.tsig.empty() && tsig_id.empty();
        if (pending || has_tsig != tsig_id)
            add_change(out.changes, "tsig", has_tsig.empty() ? "" : name_of(object_kind::tsig, has_tsig),
                       want.tsig);
    }

    // Whether a desired zone is linked to it.
    bool is_peer_in_use(std::string const& id) const {
        auto const links = [&](auto const& configuration) {
            return configuration && configuration->peers &&
                   std::find(configuration->peers->begin(), configuration->peers->end(), id) !=
                       configuration->peers->end();
        };
        for (flows::incoming_zone const& zone : want_.incoming)
            if (auto const at = seen_.incoming.find(zone.zone_id.get());
                at != seen_.incoming.end() && links(at->second))
                return true;
        for (flows::outgoing_zone const& zone : want_.outgoing)
            if (auto const at = seen_.outgoing.find(zone.zone_id.get());
                at != seen_.outgoing.end() && links(at->second.configuration))
                return true;
        return false;
    }

    void plan_acl(flows::acl const& want) {
        std::vector<candidate> all = find_candidates(object_kind::acl, want.name.get());
        for (candidate& one : all) {
            std::string const& has = (*seen_.acls)[one.index].ip_range;
            if (!is_same_network(has, want.ip_range.get()))
                add_change(one.changes, "ip_range", has, want.ip_range.get());
        }
        changes values;
        add_change(values, "ip_range", "", want.ip_range.get());
        plan_account_object(object_kind::acl, want.name.get(), all, std::move(values), {}, 1);
    }

    // ---- configurations of zones ----

    // Adds the difference between the peers, as sets, and the steps that they depend on. `has` is null if
    // there is no configuration.
    void compare_peers(std::vector<std::string> const& want,
                       std::optional<std::vector<std::string>> const* has, changes& out,
                       std::vector<std::size_t>& after) const {
        std::set<std::string, std::less<>> ids;
        bool pending = false;
        std::string to;
        for (std::string const& name : want) {
            append_listed(to, name);
            planned_object const* const peer = find_planned(object_kind::peer, name);
            if (!peer) continue;
            if (peer->step) add_before(after, *peer->step);
            pending |= peer->id.empty();
            ids.insert(peer->id);
        }
        std::set<std::string, std::less<>> before;
        std::string from;
        if (has && *has)
            for (std::string const& id : **has) {
                append_listed(from, name_of(object_kind::peer, id));
                before.insert(id);
            }
        if (!has ? !want.empty() : pending || ids != before) add_change(out, "peers", from, to);
    }

    // Returns the step that creates or changes the configuration.
    template <class Zone, class Configuration>
    std::optional<std::size_t> plan_zone(object_kind kind, Zone const& want,
                                         std::optional<Configuration> const& has,
                                         std::vector<std::size_t> after, std::size_t requests) {
        changes differences;
        if (has && has->name && !is_same_name(*has->name, want.name.get()))
            add_change(differences, "name", *has->name, want.name.get());
        if constexpr (requires { want.auto_refresh_seconds; }) {
            auto const seconds = [](std::chrono::seconds time) {
                return std::to_string(time.count()) + " s";
            };
            std::chrono::seconds const now =
                has ? has->auto_refresh_seconds.value_or(std::chrono::seconds{86400})
                    : std::chrono::seconds{};
            if (now != want.auto_refresh_seconds)
                add_change(differences, "auto_refresh_seconds", has ? seconds(now) : "",
                           seconds(want.auto_refresh_seconds));
        }
        compare_peers(want.peers.get(), has ? std::addressof(has->peers) : nullptr, differences, after);
        return add_zone_step(kind, want.name.get(), want.zone_id.get(), has.has_value(),
                             std::move(differences), std::move(after), requests);
    }

    std::optional<std::size_t> add_zone_step(object_kind kind, std::string const& name,
                                             std::string const& zone_id, bool exists, changes differences,
                                             std::vector<std::size_t> after, std::size_t requests) {
        if (exists) out_.existing.push_back({.kind = kind, .name = name, .id = zone_id});
        if (exists && differences.empty()) return std::nullopt;
        if (auto const* const unreadable = find_unreadable(kind, zone_id)) {
            add_unreadable_conflict(kind, name, *unreadable);
            return std::nullopt;
        }
        flows::step step{.action = exists ? flows::action::change : flows::action::create,
                         .kind = kind,
                         .name = name,
                         .id = zone_id,
                         .changes = std::move(differences),
                         .after = std::move(after)};
        if (!exists) step.requests = step.max_requests = requests;
        return add_step(std::move(step));
    }

    void plan_incoming(flows::incoming_zone const& want) {
        auto const at = seen_.incoming.find(want.zone_id.get());
        if (at == seen_.incoming.end()) return add_unobserved(object_kind::incoming, want.name.get());
        std::size_t const before = out_.steps.size() + out_.conflicts.size();
        auto const step = plan_zone(object_kind::incoming, want, at->second, {}, 2);
        if (out_.steps.size() + out_.conflicts.size() == before)
            add_kept(object_kind::incoming, want.name.get());
        if (step) steps_.push_back({object_kind::incoming, want.zone_id.get(), *step});
    }

    void plan_outgoing(flows::outgoing_zone const& want) {
        auto const at = seen_.outgoing.find(want.zone_id.get());
        if (at == seen_.outgoing.end()) return add_unobserved(object_kind::outgoing, want.name.get());
        std::size_t const before = out_.steps.size() + out_.conflicts.size();
        std::vector<std::size_t> after;
        if (!want.enabled && at->second.enabled) after.push_back(add_switch(want, false, {}));
        auto const step = plan_zone(object_kind::outgoing, want, at->second.configuration, after, 1);
        if (step) steps_.push_back({object_kind::outgoing, want.zone_id.get(), *step});
        if (want.enabled && !at->second.enabled && (step || at->second.configuration)) {
            after = peer_steps(want.peers.get());
            if (step) add_before(after, *step);
            add_switch(want, true, std::move(after));
        }
        if (out_.steps.size() + out_.conflicts.size() == before)
            add_kept(object_kind::outgoing, want.name.get());
    }

    std::vector<std::size_t> peer_steps(std::vector<std::string> const& names) const {
        std::vector<std::size_t> out;
        for (std::string const& name : names)
            if (auto const* const peer = find_planned(object_kind::peer, name); peer && peer->step)
                add_before(out, *peer->step);
        return out;
    }

    std::size_t add_switch(flows::outgoing_zone const& want, bool on, std::vector<std::size_t> after) {
        flows::step step{.action = on ? flows::action::enable : flows::action::disable,
                         .kind = object_kind::outgoing,
                         .name = want.name.get(),
                         .id = want.zone_id.get(),
                         .after = std::move(after)};
        add_change(step.changes, "enabled", on ? "false" : "true", on ? "true" : "false");
        return add_step(std::move(step));
    }

    // ---- removals ----

    void plan_removals() {
        std::vector<std::string> keys;
        for (flows::object_ref const& one : want_.absent) keys.push_back(order_of(one.name.get(), one.id));
        std::vector<std::size_t> const order = ascending(keys);
        // Zones first, because they use peers, which use TSIGs.
        for (auto const kind : {object_kind::outgoing, object_kind::incoming, object_kind::peer,
                                object_kind::tsig, object_kind::acl})
            for (std::size_t const i : order)
                if (want_.absent[i].kind == kind) remove(want_.absent[i]);
    }

    void remove(flows::object_ref const& ref) {
        if (ref.kind == object_kind::outgoing) return remove_outgoing(ref);
        if (ref.kind == object_kind::incoming) return remove_incoming(ref);
        remove_account_object(ref);
    }

    void add_removal(flows::object_ref const& ref, std::string const& name, std::string const& id,
                     std::vector<std::size_t> after) {
        std::size_t const step = add_step({.action = flows::action::remove,
                                           .kind = ref.kind,
                                           .name = name,
                                           .id = id,
                                           .after = std::move(after)});
        steps_.push_back({ref.kind, id, step});
    }

    void remove_outgoing(flows::object_ref const& ref) {
        auto const at = seen_.outgoing.find(ref.id);
        if (at == seen_.outgoing.end()) return add_unobserved(ref.kind, ref.name.get());
        auto const& configuration = at->second.configuration;
        if (!configuration || !is_named(ref, configuration->name)) return;
        std::vector<std::size_t> after;
        if (at->second.enabled) {
            flows::step step{
                .action = flows::action::disable, .kind = ref.kind, .name = ref.name.get(), .id = ref.id};
            add_change(step.changes, "enabled", "true", "false");
            after.push_back(add_step(std::move(step)));
        }
        add_removal(ref, ref.name.get(), ref.id, std::move(after));
    }

    void remove_incoming(flows::object_ref const& ref) {
        auto const at = seen_.incoming.find(ref.id);
        if (at == seen_.incoming.end()) return add_unobserved(ref.kind, ref.name.get());
        if (!at->second || !is_named(ref, at->second->name)) return;
        add_removal(ref, ref.name.get(), ref.id, {});
    }

    // Whether what is to be removed has the name by which it was called.
    bool is_named(flows::object_ref const& ref, std::optional<std::string> const& name) {
        if (auto const* const unreadable = find_unreadable(ref.kind, ref.id)) {
            add_unreadable_conflict(ref.kind, ref.name.get(), *unreadable);
            return false;
        }
        bool const same = !name || (is_zone(ref.kind) ? is_same_name(*name, ref.name.get())
                                                      : identity_of(ref.kind, *name) ==
                                                            identity_of(ref.kind, ref.name.get()));
        if (!same)
            add_conflict(ref.kind, ref.name.get(), "the object to be removed has another name: " + *name,
                         {ref.id});
        return same;
    }

    void remove_account_object(flows::object_ref const& ref) {
        if (!is_observed(ref.kind)) return add_unobserved(ref.kind, ref.name.get());
        std::string const identity = identity_of(ref.kind, ref.name.get());
        account_object const* found = nullptr;
        std::vector<std::string> ids;
        for (account_object const& one : objects_) {
            if (one.kind != ref.kind) continue;
            if (ref.id.empty() ? identity_of(ref.kind, one.name) != identity : one.id != ref.id) continue;
            found = std::addressof(one);
            ids.emplace_back(one.id);
        }
        if (auto const* const gap = find_gap(ref.kind))
            return add_unreadable_conflict(ref.kind, ref.name.get(), *gap);
        if (!found) return;
        if (ids.size() > 1) {
            std::string reason =
                std::to_string(ids.size()) + " objects have this name: give the identifiers";
            return add_conflict(ref.kind, ref.name.get(), std::move(reason), std::move(ids));
        }
        std::string const& id = ids.front();
        if (!is_named({ref.kind, ref.name, id}, std::string{found->name})) return;
        if (auto const* const desired = find_by_id(planned_, ref.kind, id))
            return add_conflict(ref.kind, ref.name.get(),
                                "is to be removed, but desired as " + desired->name, {id});
        std::vector<std::size_t> after;
        std::string users;
        bool const known = ref.kind == object_kind::acl ||
                           (ref.kind == object_kind::peer ? find_users_of_peer(id, ref, after)
                                                          : find_users_of_tsig(id, ref, after, users));
        if (!known) return;
        if (!users.empty())
            return add_conflict(ref.kind, ref.name.get(), "is to be removed, but in use by peers " + users,
                                {id});
        add_removal(ref, std::string{found->name}, id, std::move(after));
    }

    // The steps that end the use of an object. Zones that are not named are not observed: the service
    // refuses to remove a peer that they use.
    bool find_users_of_peer(std::string const& id, flows::object_ref const& ref,
                            std::vector<std::size_t>& after) {
        for (flows::unreadable_value const& one : seen_.unreadable)
            if (is_zone(one.kind)) {
                add_unreadable_conflict(ref.kind, ref.name.get(), one);
                return false;
            }
        auto const uses = [&](auto const& configuration) {
            return configuration && configuration->peers &&
                   std::find(configuration->peers->begin(), configuration->peers->end(), id) !=
                       configuration->peers->end();
        };
        for (auto const& [zone, configuration] : seen_.incoming)
            if (uses(configuration)) add_steps_of(object_kind::incoming, zone, after);
        for (auto const& [zone, one] : seen_.outgoing)
            if (uses(one.configuration)) add_steps_of(object_kind::outgoing, zone, after);
        return true;
    }

    void add_steps_of(object_kind kind, std::string_view id, std::vector<std::size_t>& after) const {
        for (step_of const& one : steps_)
            if (one.kind == kind && one.id == id) add_before(after, one.step);
    }

    bool find_users_of_tsig(std::string const& id, flows::object_ref const& ref,
                            std::vector<std::size_t>& after, std::string& users) {
        if (!seen_.peers) {
            add_conflict(ref.kind, ref.name.get(), "the peers were not observed: observe again");
            return false;
        }
        for (flows::unreadable_value const& one : seen_.unreadable)
            if (one.kind == object_kind::peer) {
                add_unreadable_conflict(ref.kind, ref.name.get(), one);
                return false;
            }
        std::vector<std::string> names;
        for (auto const& peer : *seen_.peers) {
            if (peer.tsig_id != id) continue;
            std::size_t const before = after.size();
            add_steps_of(object_kind::peer, peer.id, after);
            for (planned_object const& one : planned_)
                if (one.kind == object_kind::peer && one.id == peer.id && one.step)
                    add_before(after, *one.step);
            if (after.size() == before) names.push_back(peer.name);
        }
        users = list_ascending(names);
        return true;
    }

    void check_removals() {
        std::size_t const count = out_.removals();
        if (count <= rules_.max_removals) return;
        add_conflict({}, "",
                     std::to_string(count) + (count == 1 ? " removal" : " removals") +
                         ", but rules.max_removals is " + std::to_string(rules_.max_removals));
    }

    // ---- notes ----

    void count_others(object_kind kind, std::string& out) const {
        std::size_t count = 0;
        for (account_object const& one : objects_) {
            if (one.kind != kind) continue;
            bool const ours = same_name_.contains(one.id) || find_by_id(planned_, kind, one.id) ||
                              find_by_id(steps_, kind, one.id);
            if (!ours) ++count;
        }
        if (count == 0) return;
        append_listed(out, std::to_string(count));
        out += ' ';
        out += flows::to_string(kind);
        if (count != 1) out += 's';
    }

    void add_summary() {
        for (std::string& note : surplus_) out_.notes.push_back(std::move(note));
        if (!kept_.empty()) out_.notes.push_back("kept: " + kept_);
        std::string others;
        count_others(object_kind::peer, others);
        count_others(object_kind::tsig, others);
        count_others(object_kind::acl, others);
        if (!others.empty()) out_.notes.push_back("left alone: " + others);
        for (std::string& note : out_.notes) note = line_text(note);
    }

    struct step_of {
        object_kind kind;
        std::string id;
        std::size_t step;
    };

    flows::desired const& want_;
    flows::observed const& seen_;
    flows::rules const& rules_;
    flows::saved_state const& state_;
    flows::plan out_{};
    std::vector<account_object> objects_{};  // of each kind, in the order of the identifiers
    std::vector<planned_object> planned_{};
    std::vector<step_of> steps_{};                    // of desired zones, and removals
    std::vector<std::string> surplus_{};              // notes
    std::set<std::string, std::less<>> same_name_{};  // identifiers of objects that have a desired name
    std::string kept_{};
};

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL std::string_view to_string(action value) noexcept {
    switch (value) {
        case action::create: return "create";
        case action::change: return "change";
        case action::enable: return "enable";
        case action::disable: return "disable";
        case action::remove: return "remove";
        case action::manual: return "manual";
        case action::check: return "check";
    }
    return "unknown";
}

CFDNS_DECL std::size_t plan::removals() const noexcept {
    return static_cast<std::size_t>(std::count_if(
        steps.begin(), steps.end(), [](step const& one) { return one.action == action::remove; }));
}

CFDNS_DECL std::size_t plan::requests() const noexcept {
    std::size_t count = 0;
    for (step const& one : steps) count += one.requests;
    return count;
}

CFDNS_DECL std::size_t plan::max_requests() const noexcept {
    std::size_t count = 0;
    for (step const& one : steps) count += one.max_requests;
    return count;
}

CFDNS_DECL plan make_plan(desired const& want, observed const& seen, rules const& rules,
                          saved_state const& state) {
    return detail::planner{want, seen, rules, state}.run();
}

}  // namespace cfdns::inline v0_2::flows

#endif
