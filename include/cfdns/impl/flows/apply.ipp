// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_APPLY_IPP
#define CFDNS_IMPL_FLOWS_APPLY_IPP

#include <cfdns/core/deleted.hpp>
#include <cfdns/core/extra.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/schema.hpp>
#include <cfdns/flows/apply.hpp>
#include <cfdns/impl/flows/creation.ipp>
#include <cfdns/impl/flows/failure.ipp>
#include <cfdns/impl/flows/looking.ipp>
#include <cfdns/impl/flows/plan.ipp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

// Members that the library does not know, to be sent back with a PUT. Declared members are here if their
// values were of the wrong type.
CFDNS_DECL extra_members unknown_members(schema const& type, extra_members const& extra) {
    extra_members out;
    for (extra_member const one : extra)
        if (find_field(type, one.name) < 0) out.set(one.name, one.json);
    return out;
}

template <class T>
extra_members unknown_members(T const& object) {
    return unknown_members(schema_of<T>, object.extra);
}

class applying_flow : public looking_flow {
public:
    // Looks and plans itself if there is no plan.
    applying_flow(flows::desired const& want, cfdns::credentials const& credentials,
                  request_options const& options, call_policy const& policy, flows::rules const& rules,
                  flows::saved_state state, std::optional<error> refused)
        : looking_flow(want, credentials, options, policy, rules.creation.permission_delay),
          rules_(rules),
          state_(std::move(state)),
          refused_(std::move(refused)),
          max_retry_after_(policy.retry.max_retry_after) {
        state_.account_id = want.account_id.get();
    }

    void set_plan(flows::plan const& plan, flows::observed const& seen) {
        report_.plan = plan;
        seen_ = seen;
        planned_ = true;
    }

    flows::saved_state const& state() const noexcept { return state_; }
    flows::report take() { return std::move(report_); }

protected:
    // What a derived class has in addition: its plan, and steps whose requests are of `phase::other`.
    virtual flows::plan plan_steps() { return flows::make_plan(want_, seen_, rules_, state_); }
    virtual void begin_other_step() {
        fail_step(flows::failure_kind::refused, nullptr, "is a step of another machine");
    }
    virtual void send_other() {}
    virtual void receive_other(error const*) {}

    enum class phase {
        look,
        create,
        finish,
        read_back,
        read_back_again,
        settle,
        change,
        remove,
        toggle,
        other
    };

    // ---- order of requests ----

    void begin() override {
        if (refused_) return fail(*refused_);
        if (auto const checked = flows::check(want_); checked.has_error()) return fail(checked.error());
        if (planned_) {
            if (!is_plan_of_desired()) return fail(invalid_parameter("plan", "was made from another state"));
            return begin_steps();
        }
        targets_ = all_targets();
        phase_ = phase::look;
        if (!state_.open.empty()) wait(rules_.creation.first_lookup_after);
        if (targets_.empty()) end_look();
    }

    void end_look() {
        report_.plan = plan_steps();
        planned_ = true;
        begin_steps();
    }

    void begin_steps() {
        report_.outcomes = std::vector<flows::step_outcome>(report_.plan.steps.size());
        if (report_.plan.has_conflicts()) return finish();
        for (flows::object_ref const& one : report_.plan.existing) {
            remember(one.kind, one.name.get(), one.id);
            // An earlier create of unknown outcome has been found.
            std::erase_if(state_.open, [&](flows::object_ref const& open) {
                return open.kind == one.kind &&
                       (is_zone(one.kind) ? open.id == one.id
                                          : identity_of(one.kind, open.name.get()) ==
                                                identity_of(one.kind, one.name.get()));
            });
        }
        begin_step();
    }

    // Whether what the steps write is desired, and each step depends only on earlier ones.
    bool is_plan_of_desired() {
        bool good = true;
        for (index_ = 0; index_ != report_.plan.steps.size(); ++index_) {
            for (std::size_t const before : step().after) good = good && before < index_;
            if (step().action == flows::action::create || step().action == flows::action::change)
                good = good && is_desired();
        }
        index_ = 0;
        return good;
    }

    bool is_desired() const {
        switch (step().kind) {
            case object_kind::tsig: return find_named(want_.tsigs) != nullptr;
            case object_kind::peer: return find_named(want_.peers) != nullptr;
            case object_kind::acl: return find_named(want_.acls) != nullptr;
            case object_kind::incoming: return find_zone(want_.incoming) != nullptr;
            case object_kind::outgoing: return find_zone(want_.outgoing) != nullptr;
        }
        return false;
    }

    flows::step const& step() const { return report_.plan.steps[index_]; }
    flows::step_outcome& outcome() { return report_.outcomes[index_]; }

    // Begins the step at `index_`, or the next one that can be carried out.
    void begin_step() {
        for (; index_ != report_.plan.steps.size(); ++index_) {
            auto const is_done = [&](std::size_t before) {
                return report_.outcomes[before].status == flows::step_status::done;
            };
            if (!std::all_of(step().after.begin(), step().after.end(), is_done)) continue;
            outcome().id = step().id;
            switch (step().action) {
                case flows::action::create: return begin_create();
                case flows::action::change: phase_ = phase::change; return;
                case flows::action::remove: phase_ = phase::remove; return;
                case flows::action::enable:
                case flows::action::disable: phase_ = phase::toggle; return;
                case flows::action::manual:
                case flows::action::check: phase_ = phase::other; return begin_other_step();
            }
        }
        finish();
    }

    void end_step() {
        outcome().status = flows::step_status::done;
        close();
        ++index_;
        begin_step();
    }

    void fail_step(flows::failure_kind kind, error const* why, std::string_view reason = {}) {
        using flows::failure_kind;
        outcome().status = flows::step_status::failed;
        outcome().failure = flows::step_failure{kind, std::string{reason}, why ? *why : error{}};
        bool const ends_all = kind == failure_kind::no_credentials || kind == failure_kind::rate_limited ||
                              kind == failure_kind::not_reached;
        if (!rules_.keep_going || ends_all) return finish();
        ++index_;
        begin_step();
    }

    bool stopped(error const& why) override {
        if (!planned_ || finished_steps()) return false;
        outcome().status = flows::step_status::failed;
        bool const unanswered = step().action == flows::action::create && creation_ && creation_->is_open();
        outcome().failure = flows::step_failure{
            unanswered ? flows::failure_kind::no_answer : classify(why, step().action), {}, why};
        return true;
    }

    bool finished_steps() const noexcept { return index_ >= report_.outcomes.size(); }

    void send() override {
        switch (phase_) {
            case phase::look: return send_look(targets_.back());
            case phase::create: return send_create();
            case phase::finish:
            case phase::change: return send_change();
            case phase::read_back:
            case phase::read_back_again:
            case phase::settle: return send_look({step().kind, step().id});
            case phase::remove: return send_remove();
            case phase::toggle:
                if (step().action == flows::action::enable)
                    return call(zone_transfers::outgoing::enable{.zone_id = step().id}, text_);
                return call(zone_transfers::outgoing::disable{.zone_id = step().id}, text_);
            case phase::other: return send_other();
        }
    }

    void receive(error const* failure) override {
        switch (phase_) {
            case phase::look: return receive_first_look(failure);
            case phase::create: return receive_create(failure);
            case phase::read_back:
            case phase::read_back_again: return receive_read_back(failure);
            case phase::settle: return receive_settle(failure);
            case phase::finish:
                if (failure) return repeat_or_fail(*failure, "it was created, but not completed");
                store_object(outcome().id);
                return end_step();
            case phase::change:
                if (failure) return fail_step(classify(*failure, step().action), failure);
                store_object(outcome().id);
                return end_step();
            case phase::remove:
                // After a request that was repeated, too.
                if (failure && !says_it_is_gone(*failure))
                    return fail_step(classify(*failure, step().action), failure);
                forget_object();
                return end_step();
            case phase::toggle:
                if (failure) return fail_step(classify(*failure, step().action), failure);
                seen_.outgoing[step().id].enabled = step().action == flows::action::enable;
                return end_step();
            case phase::other: return receive_other(failure);
        }
    }

    void receive_first_look(error const* failure) {
        look_target const target = std::move(targets_.back());
        targets_.pop_back();
        if (!receive_look(target, failure, targets_)) return fail(*failure);
        if (targets_.empty()) end_look();
    }

    // ---- creates ----

    void begin_create() {
        creation_.emplace(rules_.creation, max_retry_after_);
        phase_ = phase::create;
        // An object that is known but was not seen may have been removed, or the list may lag behind.
        bool const is_open = find_open() != state_.open.end();
        if (!is_open && id_of(step().kind, step().name).empty()) return;
        creation_->reopen(is_open ? rules_.creation.first_lookup_after : std::chrono::milliseconds{0});
        phase_ = phase::settle;
        wait(creation_->delay());
    }

    std::vector<flows::object_ref>::iterator find_open() {
        return std::find_if(state_.open.begin(), state_.open.end(), [&](flows::object_ref const& one) {
            return one.kind == step().kind &&
                   (is_zone(step().kind) ? one.id == step().id : one.name.get() == step().name);
        });
    }

    // The outcome of the create is known.
    void close() {
        if (auto const at = find_open(); at != state_.open.end()) state_.open.erase(at);
    }

    static bool is_zone(object_kind kind) noexcept {
        return kind == object_kind::incoming || kind == object_kind::outgoing;
    }

    void send_create() {
        if (find_open() == state_.open.end())
            state_.open.push_back({.kind = step().kind,
                                   .name = step().name,
                                   .id = is_zone(step().kind) ? step().id : std::string{}});
        std::string const& account = want_.account_id.get();
        switch (step().kind) {
            case object_kind::tsig: {
                flows::tsig const& want = *find_named(want_.tsigs);
                return call(
                    zone_transfers::tsigs::create{
                        .account_id = account, .algo = want.algo, .name = want.name, .secret = want.secret},
                    tsig_);
            }
            case object_kind::peer: {
                flows::peer const& want = *find_named(want_.peers);
                zone_transfers::peers::create op{.account_id = account, .name = want.name};
                if (!want.ip.empty()) op.ip = want.ip;
                if (!want.ip.empty() || want.port != 53) op.port = want.port;
                if (want.ixfr_enable) op.ixfr_enable = true;
                if (!want.tsig.empty()) op.tsig_id = id_of(object_kind::tsig, want.tsig);
                return call(op, peer_);
            }
            case object_kind::acl: {
                flows::acl const& want = *find_named(want_.acls);
                return call(
                    zone_transfers::acls::create{
                        .account_id = account, .ip_range = want.ip_range, .name = want.name},
                    acl_);
            }
            case object_kind::incoming: {
                flows::incoming_zone const& want = *find_zone(want_.incoming);
                return call(
                    zone_transfers::incoming::create{.zone_id = want.zone_id,
                                                     .auto_refresh_seconds = want.auto_refresh_seconds,
                                                     .name = want.name,
                                                     .peers = ids_of(want.peers.get())},
                    incoming_);
            }
            case object_kind::outgoing: {
                flows::outgoing_zone const& want = *find_zone(want_.outgoing);
                return call(
                    zone_transfers::outgoing::create{
                        .zone_id = want.zone_id, .name = want.name, .peers = ids_of(want.peers.get())},
                    outgoing_);
            }
        }
    }

    void receive_create(error const* failure) {
        if (failure) {
            error const why = *failure;
            auto const next = creation_->create_failed(why);
            if (!creation_->is_open()) close();
            return continue_creation(next, why);
        }
        store_object(step().id);
        close();
        if (step().kind == object_kind::incoming) {
            phase_ = phase::read_back;
            return;
        }
        // What the service has made is ours, and may lack members.
        remember(step().kind, step().name, outcome().id);
        replan();
        if (replanned_ != flows::action::change) return end_step();
        phase_ = phase::finish;
    }

    void continue_creation(creation_step next, error const& why) {
        wait(creation_->delay());
        switch (next) {
            case creation_step::create: phase_ = phase::create; return;
            case creation_step::look: phase_ = phase::settle; return;
            case creation_step::give_up: return fail_step(classify(why, step().action), std::addressof(why));
        }
    }

    void receive_settle(error const* failure) {
        std::vector<look_target> status;
        if (!receive_look({step().kind, step().id}, failure, status)) {
            error const why = *failure;
            auto const next = creation_->look_failed(why);
            if (next != creation_step::give_up) return continue_creation(next, why);
            bool const unknown = creation_->is_open() && !why.is_rate_limited();
            return fail_step(unknown ? flows::failure_kind::no_answer : classify(why, step().action),
                             std::addressof(why), "it is not known whether the object was created");
        }
        replan();
        if (!conflict_.empty()) return fail_step(flows::failure_kind::conflict, nullptr, conflict_);
        if (replanned_ == flows::action::create) {
            auto const next = creation_->found_none();
            if (!creation_->is_open()) close();
            wait(creation_->delay());
            if (next == creation_step::give_up)
                return fail_step(flows::failure_kind::no_answer, nullptr, "repeated creates had no effect");
            phase_ = next == creation_step::create ? phase::create : phase::settle;
            return;
        }
        outcome().adopted = true;
        outcome().id = is_zone(step().kind) ? step().id : existing_id_;
        remember(step().kind, step().name, outcome().id);
        close();
        if (!replanned_) return end_step();
        phase_ = phase::finish;
    }

    // A request that follows a create has failed.
    void repeat_or_fail(error const& failure, std::string_view reason) {
        if (creation_->look_failed(failure) == creation_step::give_up)
            return fail_step(classify(failure, step().action), std::addressof(failure), reason);
        wait(creation_->delay());
    }

    // The service accepts configurations of zones of another type, which then do not exist.
    void receive_read_back(error const* failure) {
        std::vector<look_target> status;
        if (!receive_look({step().kind, step().id}, failure, status))
            return repeat_or_fail(*failure, "it was created, but could not be read back");
        if (!seen_.incoming[step().id]) {
            if (phase_ == phase::read_back_again)
                return fail_step(flows::failure_kind::wrong_zone_type, nullptr,
                                 "the configuration vanished after it was created");
            phase_ = phase::read_back_again;
            return wait(rules_.creation.first_lookup_after);
        }
        replan();
        if (!replanned_) return end_step();
        phase_ = phase::finish;
    }

    // What the plan would now say about the object of this step.
    void replan() {
        flows::plan const plan = flows::make_plan(want_, seen_, rules_, state_);
        flows::step const& current = step();
        replanned_.reset();
        conflict_.clear();
        existing_id_.clear();
        auto const same = [&](auto const& one) {
            return one.kind == current.kind && one.name == current.name;
        };
        for (flows::step const& one : plan.steps) {
            bool const writes = one.action == flows::action::create || one.action == flows::action::change;
            if (writes && same(one) && (!is_zone(current.kind) || one.id == current.id))
                replanned_ = one.action;
        }
        for (flows::conflict const& one : plan.conflicts)
            if (same(one)) conflict_ = one.reason;
        for (flows::object_ref const& one : plan.existing)
            if (one.kind == current.kind && one.name.get() == current.name) existing_id_ = one.id;
    }

    // ---- changes and removals ----

    void send_change() {
        std::string const& account = want_.account_id.get();
        std::string const& id = outcome().id;
        switch (step().kind) {
            case object_kind::tsig: {
                flows::tsig const& want = *find_named(want_.tsigs);
                auto const has = find_object(seen_.tsigs, id);
                return call(zone_transfers::tsigs::update{.account_id = account,
                                                          .tsig_id = id,
                                                          .algo = want.algo,
                                                          .name = kept_name(has.name, want.name.get()),
                                                          .secret = want.secret,
                                                          .extra = unknown_members(has)},
                            tsig_);
            }
            case object_kind::peer: {
                flows::peer const& want = *find_named(want_.peers);
                auto const has = find_object(seen_.peers, id);
                zone_transfers::peers::update op{.account_id = account,
                                                 .peer_id = id,
                                                 .name = want.name,
                                                 .ixfr_enable = want.ixfr_enable,
                                                 .extra = unknown_members(has)};
                // Empty values clear what is set.
                if (!want.ip.empty() || (has.ip && !has.ip->empty())) op.ip = want.ip;
                if (!want.ip.empty() || want.port != 53 || has.port.value_or(0) != 0) op.port = want.port;
                if (!want.tsig.empty())
                    op.tsig_id = id_of(object_kind::tsig, want.tsig);
                else if (has.tsig_id && !has.tsig_id->empty())
                    op.tsig_id = "";
                return call(op, peer_);
            }
            case object_kind::acl: {
                flows::acl const& want = *find_named(want_.acls);
                auto const has = find_object(seen_.acls, id);
                return call(zone_transfers::acls::update{.account_id = account,
                                                         .acl_id = id,
                                                         .ip_range = want.ip_range,
                                                         .name = want.name,
                                                         .extra = unknown_members(has)},
                            acl_);
            }
            case object_kind::incoming: {
                flows::incoming_zone const& want = *find_zone(want_.incoming);
                auto const has =
                    seen_.incoming[step().id].value_or(zone_transfers::incoming::configuration{});
                return call(
                    zone_transfers::incoming::update{
                        .zone_id = want.zone_id,
                        .auto_refresh_seconds = want.auto_refresh_seconds,
                        .name = kept_name(has.name.value_or(""), want.name.get()),
                        .peers = ids_of(want.peers.get()),
                        .extra = unknown_members(has)},
                    incoming_);
            }
            case object_kind::outgoing: {
                flows::outgoing_zone const& want = *find_zone(want_.outgoing);
                auto const has = seen_.outgoing[step().id].configuration.value_or(
                    zone_transfers::outgoing::configuration{});
                return call(zone_transfers::outgoing::update{.zone_id = want.zone_id,
                                                             .name = kept_name(has.name.value_or(""),
                                                                               want.name.get()),
                                                             .peers = ids_of(want.peers.get()),
                                                             .extra = unknown_members(has)},
                            outgoing_);
            }
        }
    }

    // The spelling of the service, if only that differs.
    static std::string kept_name(std::string const& has, std::string const& want) {
        return !has.empty() && is_same_name(has, want) ? has : want;
    }

    void send_remove() {
        std::string const& account = want_.account_id.get();
        std::string const& id = step().id;
        switch (step().kind) {
            case object_kind::tsig:
                return call(zone_transfers::tsigs::delete_{.account_id = account, .tsig_id = id}, deleted_);
            case object_kind::peer:
                return call(zone_transfers::peers::delete_{.account_id = account, .peer_id = id}, deleted_);
            case object_kind::acl:
                return call(zone_transfers::acls::delete_{.account_id = account, .acl_id = id}, deleted_);
            case object_kind::incoming:
                return call(zone_transfers::incoming::delete_{.zone_id = id}, deleted_);
            case object_kind::outgoing:
                return call(zone_transfers::outgoing::delete_{.zone_id = id}, deleted_);
        }
    }

    // ---- what is known of the service ----

    // Stores the object of a response to a create or change. `id` is the expected identifier, if known.
    void store_object(std::string const& id) {
        switch (step().kind) {
            case object_kind::tsig: return store_in(seen_.tsigs, tsig_);
            case object_kind::peer: return store_in(seen_.peers, peer_);
            case object_kind::acl: return store_in(seen_.acls, acl_);
            case object_kind::incoming: seen_.incoming[id] = std::move(incoming_); return;
            case object_kind::outgoing: seen_.outgoing[id].configuration = std::move(outgoing_); return;
        }
    }

    template <class T>
    void store_in(std::optional<std::vector<T>>& all, T& object) {
        outcome().id = object.id;
        if (!all) all.emplace();
        if (T* const has = find_in(*all, object.id))
            *has = std::move(object);
        else
            all->push_back(std::move(object));
    }

    template <class T>
    void erase_from(std::optional<std::vector<T>>& all) {
        if (!all) return;
        if (T* const gone = find_in(*all, step().id)) all->erase(all->begin() + (gone - all->data()));
    }

    void forget_object() {
        switch (step().kind) {
            case object_kind::tsig: erase_from(seen_.tsigs); break;
            case object_kind::peer: erase_from(seen_.peers); break;
            case object_kind::acl: erase_from(seen_.acls); break;
            case object_kind::incoming: seen_.incoming[step().id].reset(); break;
            case object_kind::outgoing: seen_.outgoing[step().id] = {}; break;
        }
        std::erase_if(state_.known, [&](flows::object_ref const& one) {
            return one.kind == step().kind && one.id == step().id;
        });
    }

    // Only TSIGs, peers and ACLs need to be remembered: a zone identifies its configurations.
    void remember(object_kind kind, std::string const& name, std::string const& id) {
        if (is_zone(kind)) return;
        std::string const identity = identity_of(kind, name);
        for (flows::object_ref& one : state_.known)
            if (one.kind == kind && identity_of(kind, one.name.get()) == identity) {
                one.id = id;
                return;
            }
        state_.known.push_back({.kind = kind, .name = name, .id = id});
    }

    std::string id_of(object_kind kind, std::string const& name) const {
        std::string const identity = identity_of(kind, name);
        for (flows::object_ref const& one : state_.known)
            if (one.kind == kind && identity_of(kind, one.name.get()) == identity) return one.id;
        return {};
    }

    std::vector<std::string> ids_of(std::vector<std::string> const& peers) const {
        std::vector<std::string> out;
        out.reserve(peers.size());
        for (std::string const& name : peers) out.push_back(id_of(object_kind::peer, name));
        return out;
    }

    bool is_name_in_step(std::string_view name) const {
        return identity_of(step().kind, name) == identity_of(step().kind, step().name);
    }

    template <class T>
    T const* find_named(std::vector<T> const& all) const {
        for (T const& one : all)
            if (is_name_in_step(one.name.get())) return std::addressof(one);
        return nullptr;
    }

    template <class T>
    T const* find_zone(std::vector<T> const& all) const {
        for (T const& one : all)
            if (one.zone_id.get() == step().id) return std::addressof(one);
        return nullptr;
    }

    template <class T>
    static T* find_in(std::vector<T>& all, std::string_view id) {
        for (T& one : all)
            if (one.id == id) return std::addressof(one);
        return nullptr;
    }

    // An empty one if it has disappeared; changing it then fails.
    template <class T>
    static T find_object(std::optional<std::vector<T>> const& all, std::string const& id) {
        if (all)
            for (T const& one : *all)
                if (one.id == id) return one;
        return {};
    }

    flows::rules rules_;
    flows::saved_state state_;
    std::optional<error> refused_;
    std::chrono::milliseconds max_retry_after_;
    flows::report report_{};
    std::vector<look_target> targets_{};
    std::size_t index_ = 0;  // of the current step
    phase phase_ = phase::look;
    bool planned_ = false;
    std::optional<creation_rule> creation_{};

    // Of `replan`.
    std::optional<flows::action> replanned_{};
    std::string conflict_{};
    std::string existing_id_{};

    // Results of the latest request.
    zone_transfers::tsigs::tsig tsig_{};
    zone_transfers::peers::peer peer_{};
    zone_transfers::acls::acl acl_{};
    deleted deleted_{};
};

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL apply::apply(flows::plan const& plan, desired const& want, observed const& seen,
                        cfdns::credentials const& credentials, request_options const& options,
                        call_policy const& policy, flows::rules const& rules, saved_state const& state)
    : flow(detail::make_flow<detail::applying_flow>(want, credentials, options, policy, rules, state,
                                                    std::nullopt)) {
    static_cast<detail::applying_flow&>(*engine_).set_plan(plan, seen);
}

CFDNS_DECL saved_state const& apply::state() const noexcept {
    return static_cast<detail::applying_flow const&>(*engine_).state();
}

CFDNS_DECL result<flows::report> apply::take() {
    auto& engine = static_cast<detail::applying_flow&>(*engine_);
    if (!engine.finished()) return detail::no_result_available();
    if (engine.failure()) return *engine.failure();
    engine.set_taken();
    return engine.take();
}

}  // namespace cfdns::inline v0_2::flows

#endif
