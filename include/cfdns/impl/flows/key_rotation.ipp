// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_KEY_ROTATION_IPP
#define CFDNS_IMPL_FLOWS_KEY_ROTATION_IPP

#include <cfdns/core/fields.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/refusal.hpp>
#include <cfdns/detail/schema.hpp>
#include <cfdns/flows/key_rotation.hpp>
#include <cfdns/flows/serial.hpp>
#include <cfdns/impl/flows/apply.ipp>
#include <cfdns/impl/flows/desired.ipp>
#include <cfdns/impl/flows/json.ipp>
#include <cfdns/impl/flows/line_text.ipp>
#include <cfdns/impl/flows/plan.ipp>
#include <cfdns/impl/flows/saved_state.ipp>
#include <cfdns/zone_transfers/force_axfr.hpp>
#include <cfdns/zone_transfers/incoming.hpp>
#include <cfdns/zone_transfers/outgoing.hpp>
#include <cfdns/zone_transfers/peers.hpp>
#include <cfdns/zone_transfers/tsigs.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

// ---- the rotation as values ----

CFDNS_DECL bool is_same_tsig_name(std::string_view a, std::string_view b) {
    return identity_of(flows::object_kind::tsig, a) == identity_of(flows::object_kind::tsig, b);
}

template <class T>
bool contains_value(std::vector<T> const& all, T const& value) {
    return std::find(all.begin(), all.end(), value) != all.end();
}

CFDNS_DECL flows::tsig const* find_old_key(flows::key_rotation const& rotation) {
    for (flows::tsig const& one : rotation.current.tsigs)
        if (is_same_tsig_name(one.name.get(), rotation.from.get())) return std::addressof(one);
    return nullptr;
}

CFDNS_DECL bool uses_old_key(flows::key_rotation const& rotation, flows::peer const& one) {
    return !one.tsig.empty() && is_same_tsig_name(one.tsig, rotation.from.get());
}

// The names of the peers that change, in the order of `current.peers`.
CFDNS_DECL std::vector<std::string> rotated_peers(flows::key_rotation const& rotation) {
    std::vector<std::string> out;
    for (flows::peer const& one : rotation.current.peers)
        if (uses_old_key(rotation, one) &&
            (rotation.peers.empty() || contains_value(rotation.peers, one.name.get())))
            out.push_back(one.name.get());
    return out;
}

CFDNS_DECL std::vector<std::string> both_keys(flows::key_rotation const& rotation) {
    return {rotation.from.get(), rotation.to.name.get()};
}

CFDNS_DECL std::vector<std::string> new_key_only(flows::key_rotation const& rotation) {
    return {rotation.to.name.get()};
}

CFDNS_DECL std::string listed_names(std::vector<std::string> const& names) {
    std::string out;
    for (std::string const& name : names) append_listed(out, name);
    return out;
}

// The keys that a name server has after a manual step; none for other steps.
CFDNS_DECL std::vector<std::string> keys_after(flows::key_rotation const& rotation,
                                               flows::step const& step) {
    if (step.action != flows::action::manual || step.changes.empty()) return {};
    for (auto const& keys : {both_keys(rotation), new_key_only(rotation)})
        if (step.changes.front().to == listed_names(keys)) return keys;
    return {};
}

class rotation_checker {
public:
    explicit rotation_checker(flows::key_rotation const& rotation) : rotation_(rotation) {}

    std::optional<refusal> check() {
        check_desired(rotation_.current, "current/", "");
        check_desired({.account_id = "any", .tsigs = {rotation_.to}}, "to", "tsigs/0");
        if (refused_) return std::move(refused_);
        if (!find_old_key(rotation_)) refuse("from", "must be the name of an element of current/tsigs");
        auto const& tsigs = rotation_.current.tsigs;
        for (std::size_t i = 0; i != tsigs.size(); ++i)
            if (is_same_tsig_name(tsigs[i].name.get(), rotation_.to.name.get()))
                refuse("to/name", "repeats current/tsigs/" + std::to_string(i));
        check_peers();
        if (rotation_.method > flows::rotation_method::in_place) refuse("method", "is not a method");
        if (rotation_.check_timeout < std::chrono::seconds{1} ||
            rotation_.check_timeout > std::chrono::hours{24})
            refuse("check_timeout", "must be from 1 second to 1 day");
        return std::move(refused_);
    }

private:
    void refuse(std::string_view parameter, std::string_view reason) {
        if (!refused_) refused_ = make_refusal(parameter, reason);
    }

    // Refusals get a prefix in place of another one.
    void check_desired(flows::desired const& want, std::string_view prefix, std::string_view replaced) {
        auto refused = desired_checker{want}.check();
        if (!refused) return;
        refused->parameter.replace(0, replaced.size(), prefix);
        if (!refused_) refused_ = std::move(refused);
    }

    void check_peers() {
        auto const& named = rotation_.peers;
        for (std::size_t i = 0; i != named.size(); ++i) {
            std::string const path = "peers/" + std::to_string(i);
            auto const& all = rotation_.current.peers;
            auto const at = std::find_if(all.begin(), all.end(),
                                         [&](flows::peer const& one) { return one.name.get() == named[i]; });
            if (at == all.end())
                refuse(path, "must be the name of an element of current/peers");
            else if (!uses_old_key(rotation_, *at))
                refuse(path, "does not use the TSIG");
            for (std::size_t j = 0; j != i; ++j)
                if (named[i] == named[j]) refuse(path, "repeats peers/" + std::to_string(j));
        }
        auto const rotated = rotated_peers(rotation_);
        if (rotated.empty()) refuse("from", "must be used by an element of current/peers");
        bool const in_place = rotation_.method == flows::rotation_method::in_place;
        for (flows::peer const& one : rotation_.current.peers)
            if (in_place && uses_old_key(rotation_, one) && !contains_value(rotated, one.name.get()))
                refuse("peers", "must name all that use the TSIG if it is changed in place");
        auto const& zones = rotation_.current.outgoing;
        for (std::size_t i = 0; i != zones.size(); ++i) {
            auto const& peers = zones[i].peers.get();
            bool const changes = std::any_of(peers.begin(), peers.end(), [&](std::string const& name) {
                return contains_value(rotated, name);
            });
            if (!in_place && changes && peers.size() > 1)
                refuse("method", "must be in_place, because the peers of current/outgoing/" +
                                     std::to_string(i) + " use the same TSIG");
        }
    }

    flows::key_rotation const& rotation_;
    std::optional<refusal> refused_{};
};

// The part of the desired state that the rotation concerns: the peers that change, their zones, and what
// these use.
CFDNS_DECL flows::desired rotation_target(flows::key_rotation const& rotation) {
    flows::desired const after = flows::desired_after(rotation);
    auto const rotated = rotated_peers(rotation);
    std::vector<std::string> names = rotated;
    flows::desired out{.account_id = after.account_id};
    auto const add_zones = [&](auto const& zones, auto& to) {
        for (auto const& zone : zones) {
            auto const& peers = zone.peers.get();
            if (std::none_of(peers.begin(), peers.end(),
                             [&](std::string const& name) { return contains_value(rotated, name); }))
                continue;
            names.insert(names.end(), peers.begin(), peers.end());
            to.push_back(zone);
        }
    };
    add_zones(after.incoming, out.incoming);
    add_zones(after.outgoing, out.outgoing);
    for (flows::peer const& one : after.peers)
        if (contains_value(names, one.name.get())) out.peers.push_back(one);
    for (flows::tsig const& key : after.tsigs)
        if (std::any_of(out.peers.begin(), out.peers.end(), [&](flows::peer const& one) {
                return !one.tsig.empty() && is_same_tsig_name(one.tsig, key.name.get());
            }))
            out.tsigs.push_back(key);
    return out;
}

// ---- the plan ----

// A plan, and what carrying it out needs to know.
struct rotation_plan {
    flows::plan plan{};
    flows::rules rules{};   // with which the part of `make_plan` was made
    flows::desired target;  // and with which desired state
    std::string old_id{};   // of the old TSIG; empty if there is none
    // Of each step: the peers that it concerns.
    std::vector<std::vector<std::string>> peers{};
};

CFDNS_DECL flows::name_server_keys const* find_confirmed(flows::rotation_state const& state,
                                                         std::string const& peer) {
    for (flows::name_server_keys const& one : state.name_servers)
        if (one.peer.get() == peer) return std::addressof(one);
    return nullptr;
}

class rotation_planner {
public:
    rotation_planner(flows::key_rotation const& rotation, flows::observed const& seen,
                     flows::rotation_state const& state)
        : rotation_(rotation),
          seen_(seen),
          state_(state),
          rotated_(rotated_peers(rotation)),
          out_{.target = rotation_target(rotation)} {}

    rotation_plan run() {
        out_.rules.adopt = flows::adoption::if_same;
        out_.rules.creation = rotation_.creation;
        out_.rules.max_removals = 1;
        find_peers();
        find_old_key_id();
        plan_changes();
        if (!out_.plan.has_conflicts()) order_steps();
        return std::move(out_);
    }

private:
    using object_kind = flows::object_kind;
    using action = flows::action;
    using indexes = std::vector<std::size_t>;

    struct rotated_peer {
        std::string name{};
        std::string id{};
        std::string tsig_id{};
    };

    std::string const& old_name() const { return rotation_.from.get(); }
    std::string const& new_name() const { return rotation_.to.name.get(); }
    bool in_place() const { return rotation_.method == flows::rotation_method::in_place; }

    void add_conflict(object_kind kind, std::string_view name, std::string reason,
                      std::vector<std::string> ids = {}) {
        out_.plan.conflicts.push_back({kind, std::string{name}, std::move(reason), std::move(ids)});
    }

    std::vector<std::string> ids_of_tsigs(std::string_view name) const {
        std::vector<std::string> out;
        if (seen_.tsigs)
            for (auto const& one : *seen_.tsigs)
                if (is_same_tsig_name(one.name, name)) out.push_back(one.id);
        return out;
    }

    // The peers that change. Of several of a name, the one that uses one of the keys.
    void find_peers() {
        auto const old_ids = ids_of_tsigs(old_name());
        auto const new_ids = ids_of_tsigs(new_name());
        for (std::string const& name : rotated_) {
            std::vector<rotated_peer> found;
            if (seen_.peers)
                for (auto const& one : *seen_.peers) {
                    std::string const key = one.tsig_id.value_or("");
                    if (one.name == name && (contains_value(old_ids, key) || contains_value(new_ids, key)))
                        found.push_back({name, one.id, key});
                }
            if (found.size() == 1) {
                out_.rules.use.push_back({object_kind::peer, name, found.front().id});
                peers_.push_back(std::move(found.front()));
                continue;
            }
            std::vector<std::string> ids;
            ids.reserve(found.size());
            for (rotated_peer const& one : found) ids.push_back(one.id);
            std::sort(ids.begin(), ids.end());
            add_conflict(object_kind::peer, name,
                         found.empty() ? "uses neither " + old_name() + " nor " + new_name()
                                       : "several peers of this name use one of the keys",
                         std::move(ids));
        }
    }

    // The old TSIG is the one that these peers use. Otherwise one that nobody uses.
    void find_old_key_id() {
        auto ids = ids_of_tsigs(old_name());
        std::sort(ids.begin(), ids.end());
        for (rotated_peer const& one : peers_)
            if (contains_value(ids, one.tsig_id)) {
                if (!out_.old_id.empty() && out_.old_id != one.tsig_id)
                    add_conflict(object_kind::tsig, old_name(), "the peers use several TSIGs of this name",
                                 ids);
                out_.old_id = one.tsig_id;
            }
        if (out_.old_id.empty() && ids.size() == 1) out_.old_id = ids.front();
        if (out_.old_id.empty() && ids.size() > 1 && !in_place())
            add_conflict(object_kind::tsig, old_name(),
                         "several TSIGs have this name: remove those that are not used", std::move(ids));
    }

    bool has_old_key(rotated_peer const& one) const {
        return !out_.old_id.empty() && one.tsig_id == out_.old_id;
    }
    bool any_has_old_key() const {
        return std::any_of(peers_.begin(), peers_.end(),
                           [&](rotated_peer const& one) { return has_old_key(one); });
    }

    // What `make_plan` says about the target must be what the rotation is about.
    void plan_changes() {
        if (any_has_old_key()) check_old_key();
        std::string const others = others_with_old_key();
        if (in_place()) {
            if (any_has_old_key()) {
                if (auto const ids = ids_of_tsigs(new_name()); !ids.empty())
                    add_conflict(object_kind::tsig, new_name(),
                                 "exists already: remove it, or change peer by peer", ids);
                if (!others.empty())
                    add_conflict(object_kind::tsig, old_name(),
                                 "is used by other peers, which would change, too: " + others,
                                 {out_.old_id});
                out_.rules.use.push_back({object_kind::tsig, new_name(), out_.old_id});
            }
        } else if (!out_.old_id.empty() && !target_has_old_key()) {
            if (others.empty())
                out_.target.absent.push_back({object_kind::tsig, old_name(), out_.old_id});
            else
                out_.plan.notes.push_back("kept: tsig " + old_name() + ", which other peers use: " + others);
        }
        flows::plan made = flows::make_plan(out_.target, seen_, out_.rules, state_.objects);
        out_.plan.account_id = std::move(made.account_id);
        out_.plan.existing = std::move(made.existing);
        for (flows::conflict& one : made.conflicts) out_.plan.conflicts.push_back(std::move(one));
        for (std::string& one : made.notes) out_.plan.notes.push_back(std::move(one));
        for (flows::step& one : made.steps) {
            one.after.clear();
            if (one.kind == object_kind::tsig && one.action == action::create && one.name == new_name())
                create_ = std::move(one);
            else if (one.kind == object_kind::tsig && one.action == action::change && in_place() &&
                     one.id == out_.old_id && any_has_old_key())
                change_ = std::move(one);
            else if (one.action == action::remove)
                remove_ = std::move(one);
            else if (is_switch(one))
                switches_.push_back(std::move(one));
            else
                add_conflict(one.kind, one.name,
                             "differs from the current state (" + list_changes(one.changes) +
                                 "): correct either of them first");
        }
    }

    bool is_switch(flows::step const& one) const {
        return one.kind == object_kind::peer && one.action == action::change && !in_place() &&
               one.changes.size() == 1 && one.changes.front().member == "tsig" &&
               std::any_of(peers_.begin(), peers_.end(),
                           [&](rotated_peer const& of) { return of.id == one.id && has_old_key(of); });
    }

    bool target_has_old_key() const {
        return std::any_of(out_.target.tsigs.begin(), out_.target.tsigs.end(), [&](flows::tsig const& one) {
            return is_same_tsig_name(one.name.get(), old_name());
        });
    }

    // Name servers get the secret of `current`, which must be that of the service.
    void check_old_key() {
        flows::tsig const& key = *find_old_key(rotation_);
        flows::desired const want{.account_id = rotation_.current.account_id, .tsigs = {key}};
        flows::rules const rules{.use = {{object_kind::tsig, key.name, out_.old_id}}};
        flows::plan const made = flows::make_plan(want, seen_, rules);
        for (flows::conflict const& one : made.conflicts) out_.plan.conflicts.push_back(one);
        for (flows::step const& one : made.steps)
            add_conflict(one.kind, one.name,
                         "differs from the current state (" + list_changes(one.changes) + ')', {one.id});
    }

    // The peers that use the old key and do not change.
    std::string others_with_old_key() const {
        std::vector<std::string> names;
        if (seen_.peers && !out_.old_id.empty())
            for (auto const& one : *seen_.peers)
                if (one.tsig_id == out_.old_id &&
                    std::none_of(peers_.begin(), peers_.end(),
                                 [&](rotated_peer const& of) { return of.id == one.id; }))
                    names.push_back(one.name);
        std::sort(names.begin(), names.end());
        return listed_names(names);
    }

    // ---- order ----

    std::size_t add_step(flows::step step, std::vector<std::string> peers) {
        std::sort(step.after.begin(), step.after.end());
        out_.plan.steps.push_back(std::move(step));
        out_.peers.push_back(std::move(peers));
        return out_.plan.steps.size() - 1;
    }

    std::size_t add_manual(rotated_peer const& of, std::vector<std::string> const& before,
                           std::vector<std::string> const& after, indexes depends_on) {
        flows::step step{.action = action::manual,
                         .kind = object_kind::peer,
                         .name = of.name,
                         .id = of.id,
                         .after = std::move(depends_on),
                         .requests = 0,
                         .max_requests = 0};
        add_change(step.changes, "keys", listed_names(before), listed_names(after));
        return add_step(std::move(step), {of.name});
    }

    static std::size_t polls_within(std::chrono::milliseconds timeout);

    // One check for each zone of the peers.
    indexes add_checks(std::vector<std::string> const& of, std::string const& key, indexes const& after) {
        indexes out;
        auto const add = [&](object_kind kind, auto const& zone) {
            std::vector<std::string> linked;
            for (std::string const& name : of)
                if (contains_value(zone.peers.get(), name)) linked.push_back(name);
            if (linked.empty()) return;
            flows::step step{.action = action::check,
                             .kind = kind,
                             .name = zone.name.get(),
                             .id = zone.zone_id.get(),
                             .after = after,
                             .requests = 3,
                             .max_requests = 2 + polls_within(rotation_.check_timeout)};
            add_change(step.changes, linked.size() == 1 ? "peer" : "peers", "", listed_names(linked));
            add_change(step.changes, "tsig", "", key);
            out.push_back(add_step(std::move(step), std::move(linked)));
        };
        for (flows::incoming_zone const& zone : out_.target.incoming) add(object_kind::incoming, zone);
        for (flows::outgoing_zone const& zone : out_.target.outgoing)
            if (zone.enabled) add(object_kind::outgoing, zone);
        return out;
    }

    bool has_confirmed(std::string const& peer, std::vector<std::string> const& keys) const {
        auto const* const known = find_confirmed(state_, peer);
        return known && known->keys == keys;
    }
    bool has_checked(std::string const& peer) const {
        auto const* const known = find_confirmed(state_, peer);
        return is_same_tsig_name(state_.to, new_name()) && known && known->checked;
    }

    void order_steps() {
        // Without the old TSIG, the rotation peer by peer is finished.
        if (out_.old_id.empty() && !in_place()) return;
        if (create_) created_ = {add_step(*std::move(create_), {})};
        auto const both = both_keys(rotation_);
        std::vector<std::optional<std::size_t>> prepared;  // by peer
        for (rotated_peer const& one : peers_)
            if (has_old_key(one) && !has_confirmed(one.name, both))
                prepared.emplace_back(add_manual(one, {old_name()}, both, {}));
            else
                prepared.emplace_back();
        std::vector<indexes> before_last;  // by peer: the steps before its old key may go
        if (in_place()) {
            change_in_place(prepared, before_last);
        } else {
            for (std::size_t i = 0; i != peers_.size(); ++i)
                before_last.push_back(change_peer(peers_[i], prepared[i]));
        }
        indexes last;
        for (std::size_t i = 0; i != peers_.size(); ++i)
            if (!has_confirmed(peers_[i].name, new_key_only(rotation_)))
                last.push_back(
                    add_manual(peers_[i], both, new_key_only(rotation_), std::move(before_last[i])));
            else
                last.insert(last.end(), before_last[i].begin(), before_last[i].end());
        if (remove_) {
            remove_->after = std::move(last);
            add_step(*std::move(remove_), rotated_);
        }
        add_notes();
    }

    // Returns what the removal of the old key from the name server depends on.
    indexes change_peer(rotated_peer const& one, std::optional<std::size_t> prepared) {
        indexes switched;
        auto const at = std::find_if(switches_.begin(), switches_.end(),
                                     [&](flows::step const& step) { return step.id == one.id; });
        if (at != switches_.end()) {
            indexes after;
            if (prepared) after.push_back(*prepared);
            indexes const checks = add_checks({one.name}, old_name(), after);
            at->after = created_;
            at->after.insert(at->after.end(), after.begin(), after.end());
            at->after.insert(at->after.end(), checks.begin(), checks.end());
            switched = {add_step(std::move(*at), {one.name})};
        } else if (has_checked(one.name)) {
            return {};
        }
        indexes checks = add_checks({one.name}, new_name(), switched);
        return checks.empty() ? switched : checks;
    }

    void change_in_place(std::vector<std::optional<std::size_t>> const& prepared,
                         std::vector<indexes>& before_last) {
        indexes switched;
        if (change_) {
            indexes after;
            for (auto const& one : prepared)
                if (one) after.push_back(*one);
            indexes const checks = add_checks(rotated_, old_name(), after);
            change_->after = std::move(after);
            change_->after.insert(change_->after.end(), checks.begin(), checks.end());
            switched = {add_step(*std::move(change_), rotated_)};
        }
        std::vector<std::string> unchecked;
        for (std::string const& name : rotated_)
            if (!switched.empty() || !has_checked(name)) unchecked.push_back(name);
        indexes checks = add_checks(unchecked, new_name(), switched);
        before_last.assign(peers_.size(), checks.empty() ? switched : checks);
    }

    void add_notes() {
        auto const is = [](action value) {
            return [value](flows::step const& one) { return one.action == value; };
        };
        auto const& steps = out_.plan.steps;
        if (std::any_of(steps.begin(), steps.end(), is(action::manual)))
            out_.plan.notes.emplace_back(
                "manual: give the name server these keys; it accepts all of them and signs with the first");
        if (std::any_of(steps.begin(), steps.end(), is(action::check)))
            out_.plan.notes.emplace_back(
                "check: requests a transfer; if one with the new key fails, the change is reverted");
        for (flows::incoming_zone const& zone : out_.target.incoming)
            if (zone.peers.get().size() > 1 && std::any_of(steps.begin(), steps.end(), is(action::check)))
                out_.plan.notes.push_back("incoming " + zone.name.get() +
                                          ": the service does not say which of its peers a check has used");
        for (std::string& note : out_.plan.notes) note = line_text(note);
    }

    flows::key_rotation const& rotation_;
    flows::observed const& seen_;
    flows::rotation_state const& state_;
    std::vector<std::string> rotated_;
    std::vector<rotated_peer> peers_{};
    std::optional<flows::step> create_{}, change_{}, remove_{};
    std::vector<flows::step> switches_{};
    indexes created_{};
    rotation_plan out_;
};

// The times at which a check looks, after the request for a transfer.
class check_schedule {
public:
    explicit check_schedule(std::chrono::milliseconds timeout) : timeout_(timeout) {}

    // How long to wait before the next look; empty if there is none.
    std::optional<std::chrono::milliseconds> next() {
        if (waited_ >= timeout_) return std::nullopt;
        auto const delay = (std::min)(delay_, timeout_ - waited_);
        delay_ = (std::min)(delay_ * 2, std::chrono::milliseconds{30'000});
        waited_ += delay;
        return delay;
    }
    std::chrono::milliseconds waited() const noexcept { return waited_; }

private:
    std::chrono::milliseconds timeout_;
    std::chrono::milliseconds waited_{};
    std::chrono::milliseconds delay_{1'000};
};

CFDNS_DECL std::size_t rotation_planner::polls_within(std::chrono::milliseconds timeout) {
    std::size_t count = 0;
    for (check_schedule times{timeout}; times.next();) ++count;
    return count;
}

// ---- carrying it out ----

// What a configuration says about transfers of its zone.
struct transfer_sample {
    std::optional<timestamp> checked{};
    std::optional<timestamp> transferred{};
    std::optional<std::uint32_t> serial{};
};

CFDNS_DECL bool is_later(std::optional<timestamp> const& a, std::optional<timestamp> const& than) {
    if (!a || !than) return a.has_value();
    auto const first = a->time();
    auto const second = than->time();
    return first && second ? *first > *second : a->text() != than->text();
}

class rotating_flow final : public applying_flow {
public:
    rotating_flow(flows::key_rotation const& rotation, cfdns::credentials const& credentials,
                  request_options const& options, call_policy const& policy,
                  flows::rotation_state const& state, std::optional<error> refused)
        : applying_flow(refused ? flows::desired{.account_id = ""} : rotation_target(rotation), credentials,
                        options, policy, flows::rules{.creation = rotation.creation}, state.objects,
                        std::move(refused)),
          rotation_(rotation),
          progress_(state) {
        std::string const& to = rotation.to.name.get();
        if (is_same_tsig_name(progress_.to, to)) return;
        progress_ = {.to = to};
    }

    flows::rotation_state progress() const {
        flows::rotation_state out = progress_;
        out.objects = state_;
        return out;
    }

private:
    enum class mode { baseline, request, poll, set_back };

    flows::plan plan_steps() override {
        progress_.objects = state_;
        rotation_plan made = rotation_planner{rotation_, seen_, progress_}.run();
        rules_ = std::move(made.rules);
        want_ = std::move(made.target);
        old_id_ = std::move(made.old_id);
        peers_ = std::move(made.peers);
        return std::move(made.plan);
    }

    void begin_other_step() override {
        if (step().action == flows::action::check) {
            mode_ = mode::baseline;
            return;
        }
        outcome().status = flows::step_status::waiting;
        // The new key works, and the old one may be gone from now on.
        if (keys_after(rotation_, step()) == new_key_only(rotation_)) set_checked(step().name);
        ++index_;
        begin_step();
    }

    void set_checked(std::string const& peer) {
        for (flows::name_server_keys& one : progress_.name_servers)
            if (one.peer.get() == peer) {
                one.checked = true;
                return;
            }
        progress_.name_servers.push_back({.peer = peer, .checked = true});
    }

    void send_other() override {
        bool const incoming = step().kind == object_kind::incoming;
        std::string const& zone = step().id;
        switch (mode_) {
            case mode::baseline:
            case mode::poll:
                return incoming ? call(zone_transfers::incoming::get{.zone_id = zone}, incoming_)
                                : call(zone_transfers::outgoing::get{.zone_id = zone}, outgoing_);
            case mode::request:
                return incoming ? call(zone_transfers::force_axfr::create{.zone_id = zone}, text_)
                                : call(zone_transfers::outgoing::force_notify{.zone_id = zone}, text_);
            case mode::set_back: return send_set_back();
        }
    }

    void receive_other(error const* failure) override {
        if (mode_ == mode::set_back) return receive_set_back(failure);
        if (failure)
            return fail_step(classify(*failure, step().action), failure, "the check was not carried out");
        switch (mode_) {
            case mode::baseline:
                baseline_ = sample();
                mode_ = mode::request;
                // So that the time of the check is later, even in whole seconds.
                return wait(std::chrono::milliseconds{1'000});
            case mode::request:
                schedule_.emplace(rotation_.check_timeout);
                mode_ = mode::poll;
                return wait(schedule_->next().value_or(std::chrono::milliseconds{}));
            case mode::poll: return evaluate();
            case mode::set_back: break;
        }
    }

    transfer_sample sample() const {
        if (step().kind == object_kind::incoming)
            return {incoming_.checked_time, incoming_.modified_time, incoming_.soa_serial};
        // The serial is the service's own.
        return {outgoing_.checked_time, outgoing_.last_transferred_time, {}};
    }

    bool has_new_key() const {
        auto const& changes = step().changes;
        return changes.back().to == rotation_.to.name.get();
    }

    void evaluate() {
        transfer_sample const now = sample();
        bool const incoming = step().kind == object_kind::incoming;
        bool const has_serial =
            !incoming ||
            (now.serial && (!baseline_.serial || flows::has_reached(*now.serial, *baseline_.serial)));
        bool const newer =
            now.serial && (!baseline_.serial || !flows::has_reached(*baseline_.serial, *now.serial));
        bool const checked = is_later(now.checked, baseline_.checked);
        bool const again = is_later(now.transferred, baseline_.transferred);
        bool const visible = again || newer;
        bool const good = checked && has_serial;
        // A moment for what the service records later than the check.
        constexpr std::chrono::seconds patience{8};
        bool const enough = has_new_key() ? visible || !contains_value(progress_.visible_zones, step().id)
                                          : visible || schedule_->waited() >= patience;
        if (good && enough) {
            // A secondary server transfers the zone only if it is newer.
            bool const shown = incoming && again && baseline_.serial && !newer;
            return has_new_key() ? end_step() : end_first_check(shown);
        }
        if (auto const delay = schedule_->next()) return wait(*delay);
        if (good && !has_new_key()) return end_first_check(false);
        fail_check(!checked     ? "no check was recorded"
                   : has_serial ? "no transfer was recorded"
                                : "the serial is older than before");
    }

    // The zone was transferred with the old key.
    void end_first_check(bool visible) {
        std::erase(progress_.visible_zones, step().id);
        if (visible) progress_.visible_zones.push_back(step().id);
        auto const names = concerned();
        for (flows::name_server_keys& one : progress_.name_servers)
            if (contains_value(names, one.peer.get())) one.checked = false;
        end_step();
    }

    void fail_check(std::string reason) {
        reason_ = std::move(reason);
        auto const both = both_keys(rotation_);
        bool may_set_back = true;
        for (std::string const& peer : concerned()) {
            auto const* const known = find_confirmed(progress_, peer);
            may_set_back = may_set_back && known && known->keys == both;
        }
        if (!has_new_key()) {
            forget_confirmations();
            return fail_step(flows::failure_kind::not_transferred, nullptr,
                             reason_ + "; nothing was changed");
        }
        if (!may_set_back || old_id_of_set_back().empty())
            return fail_step(flows::failure_kind::not_transferred, nullptr,
                             reason_ +
                                 "; not reverted, because it is not known whether the name server still "
                                 "accepts the old key");
        mode_ = mode::set_back;
    }

    bool in_place() const { return rotation_.method == flows::rotation_method::in_place; }

    // In place, the key of all peers changes, not only of those of the zone.
    std::vector<std::string> concerned() const {
        return in_place() ? rotated_peers(rotation_) : peers_[index_];
    }

    void forget_confirmations() {
        auto const names = concerned();
        std::erase_if(progress_.name_servers, [&](flows::name_server_keys const& one) {
            return contains_value(names, one.peer.get());
        });
    }

    std::string old_id_of_set_back() const {
        return in_place() ? id_of(object_kind::tsig, rotation_.to.name.get()) : old_id_;
    }

    void send_set_back() {
        std::string const& account = want_.account_id.get();
        if (in_place()) {
            flows::tsig const& old = *find_old_key(rotation_);
            std::string const id = old_id_of_set_back();
            return call(
                zone_transfers::tsigs::update{.account_id = account,
                                              .tsig_id = id,
                                              .algo = old.algo,
                                              .name = old.name,
                                              .secret = old.secret,
                                              .extra = unknown_members(find_object(seen_.tsigs, id))},
                tsig_);
        }
        std::string const id = id_of(object_kind::peer, concerned().front());
        auto const has = find_object(seen_.peers, id);
        return call(zone_transfers::peers::update{.account_id = account,
                                                  .peer_id = id,
                                                  .name = concerned().front(),
                                                  .ip = has.ip,
                                                  .ixfr_enable = has.ixfr_enable,
                                                  .port = has.port,
                                                  .tsig_id = old_id_,
                                                  .extra = unknown_members(has)},
                    peer_);
    }

    void receive_set_back(error const* failure) {
        if (failure)
            return fail_step(flows::failure_kind::not_transferred, failure,
                             reason_ + "; reverting has failed");
        forget_confirmations();
        fail_step(flows::failure_kind::not_transferred, nullptr,
                  reason_ + "; reverted to " + rotation_.from.get());
    }

    flows::key_rotation rotation_;
    flows::rotation_state progress_;
    std::string old_id_{};
    std::vector<std::vector<std::string>> peers_{};

    // Of the current check.
    mode mode_ = mode::baseline;
    transfer_sample baseline_{};
    std::optional<check_schedule> schedule_{};
    std::string reason_{};
};

// ---- the state as JSON ----

inline constexpr std::string_view rotation_state_version = "1";

struct saved_name_server {
    std::string peer{};
    std::vector<std::string> keys{};
    bool checked{};
    CFDNS_FIELDS(peer, keys, checked)
};

struct rotation_document {
    std::int64_t cfdns_rotation{};
    std::string account_id{};
    std::vector<saved_object> known{};
    std::vector<saved_object> open{};
    std::string to{};
    std::vector<saved_name_server> name_servers{};
    std::vector<std::string> visible_zones{};
    CFDNS_FIELDS(cfdns_rotation, account_id, known, open, to, name_servers, visible_zones)
};

CFDNS_DECL void write_texts(json_writer& json, std::string_view name,
                            std::vector<std::string> const& texts) {
    json.name(name);
    json.open('[');
    for (std::string const& text : texts) json.text(text);
    json.close(']');
}

CFDNS_DECL flow_engine_ptr make_rotating_flow(flows::key_rotation const& rotation,
                                              cfdns::credentials const& credentials,
                                              request_options const& options, call_policy const& policy,
                                              flows::rotation_state const& state) {
    std::optional<error> refused;
    std::string const& account = state.objects.account_id;
    if (auto const checked = flows::check(rotation); checked.has_error())
        refused = checked.error();
    else if (!account.empty() && account != rotation.current.account_id.get())
        refused = invalid_parameter("rotation_state", "belongs to another account");
    return make_flow<rotating_flow>(rotation, credentials, options, policy, state, std::move(refused));
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL std::string_view to_string(rotation_method method) noexcept {
    switch (method) {
        case rotation_method::peer_by_peer: return "peer_by_peer";
        case rotation_method::in_place: return "in_place";
    }
    return "unknown";
}

CFDNS_DECL result<void> check(key_rotation const& rotation) {
    if (auto const refused = detail::rotation_checker{rotation}.check())
        return detail::invalid_parameter(*refused);
    return {};
}

CFDNS_DECL desired desired_after(key_rotation const& rotation) {
    desired out = rotation.current;
    auto const rotated = detail::rotated_peers(rotation);
    bool used = false;
    for (peer& one : out.peers)
        if (detail::contains_value(rotated, one.name.get()))
            one.tsig = rotation.to.name.get();
        else
            used = used || detail::uses_old_key(rotation, one);
    if (!used)
        std::erase_if(out.tsigs, [&](tsig const& one) {
            return detail::is_same_tsig_name(one.name.get(), rotation.from.get());
        });
    out.tsigs.push_back(rotation.to);
    return out;
}

CFDNS_DECL std::string to_json(rotation_state const& state) {
    std::string out;
    detail::json_writer json{out};
    json.open('{');
    json.name("cfdns_rotation");
    json.literal(detail::rotation_state_version);
    json.member("account_id", state.objects.account_id);
    detail::write_saved_objects(json, "known", state.objects.known);
    detail::write_saved_objects(json, "open", state.objects.open);
    json.member("to", state.to);
    json.name("name_servers");
    json.open('[');
    for (name_server_keys const& one : state.name_servers) {
        json.open('{');
        json.member("peer", one.peer.get());
        detail::write_texts(json, "keys", one.keys);
        json.name("checked");
        json.literal(one.checked ? "true" : "false");
        json.close('}');
    }
    json.close(']');
    detail::write_texts(json, "visible_zones", state.visible_zones);
    json.close('}');
    return out;
}

CFDNS_DECL result<rotation_state> parse_rotation_state(std::string_view json) {
    rotation_state out;
    if (json.empty()) return out;
    auto const refuse = [](std::string_view reason) {
        return detail::invalid_parameter("rotation_state", reason);
    };
    detail::rotation_document read;
    std::vector<mismatch> mismatches;
    auto const summary =
        detail::read_json(detail::schema_of<detail::rotation_document>, &read, json, mismatches);
    if (summary.code.failed() || !summary.object || !mismatches.empty())
        return refuse("is not a rotation state");
    if (std::to_string(read.cfdns_rotation) != detail::rotation_state_version)
        return refuse("has a different version");
    out.objects.account_id = std::move(read.account_id);
    if (!detail::read_saved_objects(read.known, out.objects.known) ||
        !detail::read_saved_objects(read.open, out.objects.open))
        return refuse("names an unknown kind of object");
    out.to = std::move(read.to);
    for (detail::saved_name_server& one : read.name_servers)
        out.name_servers.push_back(
            {.peer = std::move(one.peer), .keys = std::move(one.keys), .checked = one.checked});
    out.visible_zones = std::move(read.visible_zones);
    return out;
}

CFDNS_DECL void confirm(rotation_state& state, key_rotation const& rotation, step const& manual) {
    auto keys = detail::keys_after(rotation, manual);
    if (keys.empty()) return;
    std::string const& to = rotation.to.name.get();
    if (!detail::is_same_tsig_name(state.to, to)) {
        state.name_servers.clear();
        state.visible_zones.clear();
    }
    state.to = to;
    for (name_server_keys& one : state.name_servers)
        if (one.peer.get() == manual.name) {
            one.keys = std::move(keys);
            return;
        }
    state.name_servers.push_back({.peer = manual.name, .keys = std::move(keys)});
}

CFDNS_DECL std::vector<name_server_setup> name_server_setups_of(key_rotation const& rotation,
                                                                step const& manual) {
    std::vector<name_server_setup> out;
    auto const names = detail::keys_after(rotation, manual);
    tsig const* const old = detail::find_old_key(rotation);
    if (names.empty() || !old) return out;
    for (auto const role : {name_server_role::primary, name_server_role::secondary}) {
        auto setup = name_server_setup_of(rotation.current, manual.name, role);
        if (setup.has_error() || setup->zones.empty()) continue;
        setup->keys.clear();
        if (names.size() > 1) setup->keys.push_back(*old);
        setup->keys.push_back(rotation.to);
        out.push_back(*std::move(setup));
    }
    return out;
}

CFDNS_DECL plan make_plan(key_rotation const& rotation, observed const& seen, rotation_state const& state) {
    return detail::rotation_planner{rotation, seen, state}.run().plan;
}

CFDNS_DECL rotate_key::rotate_key(key_rotation const& rotation, cfdns::credentials const& credentials,
                                  request_options const& options, call_policy const& policy,
                                  rotation_state const& state)
    : flow(detail::make_rotating_flow(rotation, credentials, options, policy, state)) {}

CFDNS_DECL rotation_state rotate_key::state() const {
    return static_cast<detail::rotating_flow const&>(*engine_).progress();
}

CFDNS_DECL result<flows::report> rotate_key::take() {
    auto& engine = static_cast<detail::rotating_flow&>(*engine_);
    if (!engine.finished()) return detail::no_result_available();
    if (engine.failure()) return *engine.failure();
    engine.set_taken();
    return engine.take();
}

}  // namespace cfdns::inline v0_2::flows

#endif
