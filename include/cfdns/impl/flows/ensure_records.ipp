// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_ENSURE_RECORDS_IPP
#define CFDNS_IMPL_FLOWS_ENSURE_RECORDS_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/list_position.hpp>
#include <cfdns/detail/page_progress.hpp>
#include <cfdns/flows/ensure_records.hpp>
#include <cfdns/impl/flows/creation.ipp>
#include <cfdns/impl/flows/failure.ipp>
#include <cfdns/impl/flows/flow.ipp>
#include <cfdns/impl/flows/record_plan.ipp>
#include <cfdns/impl/flows/record_plan_text.ipp>
#include <cfdns/impl/flows/record_sets.ipp>
#include <cfdns/impl/flows/report.ipp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

// Members whose values decide what to do. Others may have any type.
CFDNS_DECL bool is_compared_of_record(std::string_view member) noexcept {
    for (std::string_view const name :
         {"content", "data", "priority", "ttl", "proxied", "comment", "tags", "meta"})
        if (member == name) return true;
    return false;
}

CFDNS_DECL bool is_identity_of_record(std::string_view member) noexcept {
    return member == "id" || member == "name" || member == "type";
}

// Reads all pages of a list of records.
class record_looking_flow : public flow_engine {
public:
    record_looking_flow(std::string_view zone_id, cfdns::credentials const& credentials,
                        request_options const& options, call_policy const& policy,
                        std::chrono::milliseconds permission_delay)
        : flow_engine(credentials, options, policy, permission_delay) {
        seen_.zone_id = zone_id;
    }

protected:
    enum class look_state : unsigned char { more, done, failed };

    void begin_look() {
        looks_left_ = 2;
        restart_look();
    }

    void send_look() {
        records::list op{.zone_id = seen_.zone_id};
        op.page = static_cast<std::uint32_t>(pages_->page());
        op.per_page = records_per_page;
        call(op, page_);
    }

    look_state receive_look(error const* failure) {
        if (failure) return look_state::failed;
        std::size_t const kept = pages_->record(schema_of<std::vector<records::record>>, &page_, about());
        add_unreadable();
        ++received_;
        if (auto const& info = about().result_info; info && info->total_count) {
            shrinks_ = shrinks_ || (total_ && *info->total_count < *total_);
            total_ = *info->total_count;
        }
        page_.resize(kept);
        seen_.records.insert(seen_.records.end(), std::make_move_iterator(page_.begin()),
                             std::make_move_iterator(page_.end()));
        page_.clear();
        if (pages_->end() == list_end::none) return look_state::more;
        // A record that is created or removed meanwhile shifts others to another page.
        if (received_ > 1) remove_repeated();
        bool const uncertain = pages_->end() == list_end::repeated_page || pages_->end() == list_end::limit;
        bool const whole = total_ ? seen_.records.size() + left_out_ >= *total_ && !shrinks_ : !uncertain;
        if (whole) return look_state::done;
        if (looks_left_ != 0) {
            --looks_left_;
            restart_look();
            return look_state::more;
        }
        seen_.unreadable.push_back({"", "/result", "the whole list", "a part of the list"});
        return look_state::done;
    }

    flows::observed_records seen_{};

private:
    static constexpr std::uint32_t records_per_page = 5'000;

    void restart_look() {
        pages_.emplace(1, (std::numeric_limits<std::uint32_t>::max)(), page_limits{});
        seen_.records.clear();
        seen_.unreadable.clear();
        total_.reset();
        shrinks_ = false;
        received_ = 0;
        left_out_ = 0;
    }

    void remove_repeated() {
        std::vector<records::record>& all = seen_.records;
        std::vector<std::size_t> order(all.size());
        for (std::size_t i = 0; i != order.size(); ++i) order[i] = i;
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            int const ids = all[a].id.compare(all[b].id);
            return ids != 0 ? ids < 0 : a > b;  // the one that was read last is kept
        });
        std::vector<char> repeated(all.size());
        for (std::size_t i = 1; i < order.size(); ++i)
            repeated[order[i]] = all[order[i]].id == all[order[i - 1]].id ? 1 : 0;
        std::size_t index = 0;
        std::erase_if(all, [&](records::record const&) { return repeated[index++] != 0; });
    }

    void add_unreadable() {
        auto const& mismatches = about().mismatches;
        schema const& element = schema_of<records::record>;
        std::vector<std::size_t> const left_out = left_out_of(element, mismatches);
        left_out_ += left_out.size();
        for (mismatch const& one : mismatches) {
            auto const at = position_of(element, one.pointer);
            std::size_t const index = at ? index_without(left_out, at->index) : page_.size();
            bool const known = at && is_compared_of_record(at->member) && index < page_.size();
            if (at && !known && !at->member.empty() && !is_identity_of_record(at->member)) continue;
            seen_.unreadable.push_back({known ? page_[index].id : "", one.pointer, one.expected, one.found});
        }
        if (mismatches.size() >= recorded_mismatches)
            seen_.unreadable.push_back({"", "/result", "readable records", "many that are not"});
        for (records::record const& one : page_)
            if (one.id.empty() || one.name.empty() || one.type.empty()) {
                seen_.unreadable.push_back({"", "/result", "records with id, name and type", "one without"});
                break;
            }
    }

    std::optional<page_progress> pages_{};
    std::vector<records::record> page_{};
    std::optional<std::uint64_t> total_{};
    std::size_t received_{}, left_out_{};
    bool shrinks_{};  // from one page to the next
    int looks_left_{};
};

class record_observing_flow final : public record_looking_flow {
public:
    using record_looking_flow::record_looking_flow;
    flows::observed_records take() { return std::move(seen_); }

private:
    void begin() override { begin_look(); }
    void send() override { send_look(); }
    void receive(error const* failure) override {
        switch (receive_look(failure)) {
            case look_state::more: return;
            case look_state::done: return finish();
            case look_state::failed: return fail(*failure);
        }
    }
};

class record_applying_flow final : public record_looking_flow {
public:
    // Looks and plans itself if there is no plan.
    record_applying_flow(flows::desired_records const& want, cfdns::credentials const& credentials,
                         request_options const& options, call_policy const& policy,
                         flows::record_rules const& rules, flows::record_plan const* plan)
        : record_looking_flow(want.zone_id.get(), credentials, options, policy,
                              rules.creation.permission_delay),
          want_(want),
          rules_(rules),
          max_retry_after_(policy.retry.max_retry_after) {
        if (!plan) return;
        report_.plan = *plan;
        planned_ = true;
    }

    flows::record_report take() { return std::move(report_); }

    flows::record_progress progress() const noexcept {
        flows::record_progress out{report_.outcomes.size()};
        for (flows::step_outcome const& one : report_.outcomes) {
            if (one.status == flows::step_status::done) ++out.done;
            if (one.status == flows::step_status::failed) ++out.failed;
        }
        return out;
    }

private:
    enum class phase : unsigned char { first_look, check, batch, look };

    // Consecutive steps that are sent in one request.
    struct part {
        std::size_t first{}, last{};
    };

    // ---- order of requests ----

    void begin() override {
        if (auto const checked = flows::check(want_); checked.has_error()) return fail(checked.error());
        if (!planned_) return begin_look();
        if (!is_plan_of_want())
            return fail(invalid_parameter("plan", "was made from other desired records"));
        if (report_.plan.has_conflicts() || report_.plan.empty()) return begin_steps();
        make_parts();
        phase_ = phase::check;
        begin_look();
    }

    bool is_plan_of_want() const {
        record_entries entries;
        desired_record_reader reader{want_, types_, entries};
        if (reader.read() || report_.plan.zone_id != want_.zone_id.get() ||
            report_.plan.zone_name != reader.zone())
            return false;
        std::vector<std::string_view> names(want_.sets.size());
        for (record_entry const& entry : entries.all) names[entry.index] = entries.name(entry);
        auto const& steps = report_.plan.steps;
        return std::all_of(steps.begin(), steps.end(), [&](flows::record_step const& one) {
            return one.action == flows::action::remove ||
                   (one.set < names.size() && one.name == names[one.set] &&
                    is_step_of(one, want_.sets[one.set]));
        });
    }

    // Whether the step brings a record to what the set says.
    bool is_step_of(flows::record_step const& step, flows::record_set const& set) const {
        auto const& values = set.values.get();
        if (step.value_index >= values.size() || types_.find(set.type.get()) != types_.find(step.type))
            return false;
        return std::all_of(step.changes.begin(), step.changes.end(), [&](flows::member_change const& one) {
            if (one.member == "value") return one.to == values[step.value_index];
            if (one.member == "ttl") return one.to == ttl_text(set.ttl);
            if (one.member == "proxied") return one.to == (set.proxied == true ? "true" : "false");
            if (one.member == "tags") return set.tags && one.to == tags_text(*set.tags);
            return set.comment ? one.to == owned_comment(want_.owner, *set.comment)
                               : has_owner(one.to, want_.owner);
        });
    }

    void begin_steps() {
        make_parts();
        if (report_.plan.has_conflicts()) return finish();
        begin_part();
    }

    void make_parts() {
        auto const& steps = report_.plan.steps;
        report_.outcomes.assign(steps.size(), {});
        for (std::size_t i = steps.size(); i != 0;) {
            part one{i - 1, i};
            while (one.first != 0 && steps[one.first - 1].batch == steps[i - 1].batch) --one.first;
            parts_.push_back(one);
            i = one.first;
        }
    }

    // The zone may have been changed since the plan was made.
    void check_plan() {
        if (!compare_with_new_plan()) return;
        if (progress().failed != 0 && !rules_.keep_going) return finish();
        begin_part();
    }

    bool is_pending(std::size_t index) const {
        return report_.outcomes[index].status == flows::step_status::skipped;
    }

    std::size_t count_pending(part const& of) const {
        std::size_t count = 0;
        for (std::size_t i = of.first; i != of.last; ++i)
            if (is_pending(i)) ++count;
        return count;
    }

    // Begins the next part that has something to do.
    void begin_part() {
        while (!parts_.empty() && count_pending(parts_.back()) == 0) end_part(true);
        if (parts_.empty()) return finish();
        while (parts_.back().last - parts_.back().first > limit_) {
            std::size_t const at = find_boundary(parts_.back(), parts_.back().first + limit_);
            if (at == parts_.back().first) break;
            divide(at);
        }
        creation_.emplace(rules_.creation, max_retry_after_);
        phase_ = phase::batch;
    }

    void divide(std::size_t at) {
        part const whole = parts_.back();
        parts_.back().first = at;
        parts_.push_back({whole.first, at});
    }

    // If all parts of a batch are accepted that was refused as a whole, it was too large.
    void end_part(bool accepted) {
        part const ended = parts_.back();
        parts_.pop_back();
        if (divided_until_ == 0) return;
        all_accepted_ = all_accepted_ && accepted;
        largest_accepted_ = (std::max)(largest_accepted_, ended.last - ended.first);
        if (ended.last != divided_until_) return;
        if (all_accepted_) limit_ = largest_accepted_;
        divided_until_ = 0;
    }

    void send() override {
        if (phase_ == phase::batch) return send_batch();
        send_look();
    }

    void receive(error const* failure) override {
        if (phase_ == phase::batch) return receive_batch(failure);
        look_state const state = receive_look(failure);
        if (state == look_state::more) return;
        if (phase_ == phase::look)
            return receive_second_look(state == look_state::failed ? failure : nullptr);
        if (state == look_state::failed) return fail(*failure);
        if (phase_ == phase::check) return check_plan();
        report_.plan = flows::make_record_plan(want_, seen_, rules_);
        seen_.records.clear();
        planned_ = true;
        begin_steps();
    }

    bool stopped(error const& why) override {
        if (!planned_ || parts_.empty()) return false;
        bool const open = creation_ && creation_->is_open();
        mark_failed(parts_.back(),
                    open ? flows::failure_kind::no_answer : classify(why, flows::action::change), why, {});
        return true;
    }

    // ---- batches ----

    void send_batch() {
        records::batch op{.zone_id = want_.zone_id};
        for (std::size_t i = parts_.back().first; i != parts_.back().last; ++i) {
            if (!is_pending(i)) continue;
            flows::record_step const& step = report_.plan.steps[i];
            switch (step.action) {
                case flows::action::remove: list(op.deletes).push_back({.id = step.id}); break;
                case flows::action::create: list(op.posts).push_back(make_post(step)); break;
                default: list(op.patches).push_back(make_patch(step)); break;
            }
        }
        call(op, result_);
    }

    template <class T>
    static std::vector<T>& list(std::optional<std::vector<T>>& of) {
        return of ? *of : of.emplace();
    }

    template <class Data>
    void set_value(Data& to, flows::record_step const& step) const {
        record_type const& type = types_[*types_.find(step.type)];
        alternative_type const& choice = *find_alternative(union_of<Data>, type.name);
        static_cast<void>(read_value(type, choice, choice.emplace(&to),
                                     want_.sets[step.set].values.get()[step.value_index],
                                     report_.plan.zone_name));
    }

    records::record_post make_post(flows::record_step const& step) const {
        records::record_post out{.name = step.name, .data = records::other{.type = step.type}};
        set_value(out.data.get(), step);
        set_members(step, out);
        return out;
    }

    records::record_patch make_patch(flows::record_step const& step) const {
        records::record_patch out{.id = step.id};
        if (!step.changes.empty() && step.changes.front().member == "value")
            set_value(out.data.emplace(records::partial{}), step);
        set_members(step, out);
        return out;
    }

    template <class To>
    void set_members(flows::record_step const& step, To& to) const {
        flows::record_set const& set = want_.sets[step.set];
        for (flows::member_change const& one : step.changes) {
            if (one.member == "ttl") to.ttl = set.ttl;
            if (one.member == "proxied") to.proxied = set.proxied;
            if (one.member == "comment") to.comment = one.to;
            if (one.member == "tags") to.tags = set.tags;
        }
    }

    void receive_batch(error const* failure) {
        if (!failure) {
            mark_done();
            end_part(true);
            return begin_part();
        }
        last_failure_ = *failure;
        if (last_failure_.is_conflict() || last_failure_.is_duplicate()) {
            // The plan may be of an older state.
            if (looked_for_others_) return refuse();
            looked_for_others_ = true;
            unanswered_ = false;
            return look_again();
        }
        switch (creation_->create_failed(last_failure_)) {
            case creation_step::create: return wait(creation_->delay());
            case creation_step::look: unanswered_ = true; return look_again();
            case creation_step::give_up: return refuse();
        }
    }

    void look_again() {
        wait(unanswered_ ? creation_->delay() : std::chrono::milliseconds{0});
        phase_ = phase::look;
        begin_look();
    }

    void mark_done() {
        std::size_t created = 0;
        for (std::size_t i = parts_.back().first; i != parts_.back().last; ++i) {
            if (!is_pending(i)) continue;
            flows::record_step const& step = report_.plan.steps[i];
            flows::step_outcome& outcome = report_.outcomes[i];
            outcome.status = flows::step_status::done;
            outcome.id = step.id;
            if (step.action != flows::action::create) continue;
            if (result_.posts && created < result_.posts->size()) outcome.id = (*result_.posts)[created].id;
            ++created;
        }
        result_ = {};
    }

    void mark_failed(part const& of, flows::failure_kind kind, error const& why, std::string_view reason) {
        for (std::size_t i = of.first; i != of.last; ++i)
            if (is_pending(i)) mark_failed(i, kind, why, reason);
    }

    void mark_failed(std::size_t index, flows::failure_kind kind, error const& why,
                     std::string_view reason) {
        report_.outcomes[index].status = flows::step_status::failed;
        report_.outcomes[index].id = report_.plan.steps[index].id;
        report_.outcomes[index].failure = flows::step_failure{kind, std::string{reason}, why};
    }

    // The steps of the part have failed.
    void fail_part(flows::failure_kind kind, error const& why, std::string_view reason = {}) {
        using flows::failure_kind;
        mark_failed(parts_.back(), kind, why, reason);
        end_part(false);
        bool const ends_all = kind == failure_kind::no_credentials || kind == failure_kind::rate_limited ||
                              kind == failure_kind::not_reached;
        if (!rules_.keep_going || ends_all) return finish();
        begin_part();
    }

    // ---- refused batches ----

    void refuse() {
        flows::failure_kind const kind = classify(last_failure_, flows::action::change);
        part const whole = parts_.back();
        bool const of_a_step = kind == flows::failure_kind::refused || kind == flows::failure_kind::conflict;
        std::size_t const at =
            of_a_step ? find_boundary(whole, whole.first + (whole.last - whole.first + 1) / 2) : whole.first;
        if (at == whole.first) return fail_part(kind, last_failure_);
        if (divided_until_ == 0) {
            divided_until_ = whole.last;
            largest_accepted_ = 0;
            all_accepted_ = true;
        }
        divide(at);
        begin_part();
    }

    // The place nearest to `wanted` at which the steps can be separated; the beginning if there is none.
    std::size_t find_boundary(part const& of, std::size_t wanted) const {
        for (std::size_t at = wanted; at > of.first; --at)
            if (at < of.last && can_separate(of, at)) return at;
        for (std::size_t at = wanted + 1; at < of.last; ++at)
            if (can_separate(of, at)) return at;
        return of.first;
    }

    // Not if the name would be without records in between, because one excludes the other.
    bool can_separate(part const& of, std::size_t at) const {
        auto const& steps = report_.plan.steps;
        if (steps[at - 1].name != steps[at].name) return true;
        std::uint32_t removed = 0, excluded = 0;
        auto const add = [&](flows::record_step const& one) {
            std::uint32_t const bit = types_.bit(one.type);
            if (one.action == flows::action::remove) removed |= bit;
            if (one.action == flows::action::create)
                excluded |= exclusive_.excluded_by(bit, one.name == report_.plan.zone_name);
        };
        for (std::size_t i = at; i != of.first && steps[i - 1].name == steps[at].name; --i)
            add(steps[i - 1]);
        for (std::size_t i = at; i != of.last && steps[i].name == steps[at].name; ++i) add(steps[i]);
        return (removed & excluded) == 0;
    }

    // ---- looks after a batch ----

    void receive_second_look(error const* failure) {
        if (failure) {
            error const why = *failure;
            if (creation_->look_failed(why) == creation_step::give_up)
                return fail_part(why.is_rate_limited() ? flows::failure_kind::rate_limited
                                                       : flows::failure_kind::no_answer,
                                 why, "it is not known whether the request was carried out");
            wait(creation_->delay());
            return begin_look();
        }
        std::size_t const failed = progress().failed;
        if (!compare_with_new_plan()) return;
        if (progress().failed != failed && !rules_.keep_going) return finish();
        if (count_pending(parts_.back()) == 0) return begin_part();
        phase_ = phase::batch;
        if (!unanswered_) return refuse();
        auto const next = creation_->found_none();
        wait(creation_->delay());
        if (next == creation_step::give_up)
            return fail_part(flows::failure_kind::no_answer, last_failure_,
                             "repeated requests had no effect");
        if (next == creation_step::look) look_again();
    }

    // A step and what it is about: a desired value, or for a removal a record.
    using step_target = std::tuple<std::string_view, std::size_t, std::size_t, std::size_t>;

    static step_target target_of(flows::record_step const& step, std::size_t index) {
        bool const removes = step.action == flows::action::remove;
        return {removes ? std::string_view{step.id} : std::string_view{}, removes ? 0 : step.set,
                removes ? 0 : step.value_index, index};
    }

    static bool is_same_step(flows::record_step const& a, flows::record_step const& b) {
        auto const same = [](flows::member_change const& one, flows::member_change const& other) {
            return one.member == other.member && one.from == other.from && one.to == other.to;
        };
        return a.action == b.action && a.id == b.id && a.value == b.value &&
               std::equal(a.changes.begin(), a.changes.end(), b.changes.begin(), b.changes.end(), same);
    }

    // Which steps are still to be carried out. Returns false if the machine has finished.
    bool compare_with_new_plan() {
        flows::record_plan const now = flows::make_record_plan(want_, seen_, rules_);
        if (now.has_conflicts()) {
            fail_part(flows::failure_kind::conflict, {}, now.conflicts.front().reason);
            finish();
            return false;
        }
        std::vector<step_target> targets;
        for (std::size_t i = 0; i != now.steps.size(); ++i) targets.push_back(target_of(now.steps[i], i));
        std::sort(targets.begin(), targets.end());
        std::vector<std::string_view> ids;
        for (records::record const& one : seen_.records) ids.push_back(one.id);
        std::sort(ids.begin(), ids.end());
        for (std::size_t i = 0; i != report_.plan.steps.size(); ++i) {
            if (!is_pending(i)) continue;
            flows::record_step const& step = report_.plan.steps[i];
            step_target const wanted = target_of(step, 0);
            auto const at = std::lower_bound(targets.begin(), targets.end(), wanted);
            flows::record_step const* same = at == targets.end() ? nullptr : &now.steps[std::get<3>(*at)];
            if (same && target_of(*same, 0) != wanted) same = nullptr;
            if (same && is_same_step(*same, step)) continue;
            bool const remains = step.action == flows::action::remove &&
                                 std::binary_search(ids.begin(), ids.end(), std::string_view{step.id});
            if (same || remains) {
                mark_failed(i, flows::failure_kind::conflict, {}, "the zone was changed by someone else");
                continue;
            }
            report_.outcomes[i].status = flows::step_status::done;
            report_.outcomes[i].id = step.id;
            report_.outcomes[i].adopted = true;
        }
        seen_.records.clear();
        return true;
    }

    flows::desired_records want_;
    flows::record_rules rules_;
    std::chrono::milliseconds max_retry_after_;
    record_types types_{};
    exclusive_types exclusive_{types_};
    flows::record_report report_{};
    bool planned_ = false;
    phase phase_ = phase::first_look;
    std::vector<part> parts_{};  // the next one is the last
    records::batch_result result_{};
    std::optional<creation_rule> creation_{};
    error last_failure_{};
    bool unanswered_ = false;         // the reason for the look
    bool looked_for_others_ = false;  // because the service knows of records that the plan does not
    // Of a refused batch that is divided.
    std::size_t limit_ = records::max_batch_operations;
    std::size_t divided_until_ = 0;
    std::size_t largest_accepted_ = 0;
    bool all_accepted_ = true;
};

template <class Engine>
auto take_from(flow_engine& of) -> result<decltype(std::declval<Engine&>().take())> {
    auto& engine = static_cast<Engine&>(of);
    if (!engine.finished()) return no_result_available();
    if (engine.failure()) return *engine.failure();
    engine.set_taken();
    return engine.take();
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL bool record_report::complete() const noexcept {
    return plan.conflicts.empty() && outcomes.size() == plan.steps.size() &&
           count(step_status::done) == outcomes.size();
}

CFDNS_DECL std::size_t record_report::count(step_status status) const noexcept {
    return static_cast<std::size_t>(std::count_if(
        outcomes.begin(), outcomes.end(), [&](step_outcome const& one) { return one.status == status; }));
}

CFDNS_DECL std::string to_text(record_report const& report) {
    std::string out;
    detail::append_plan_summary(out, report.plan);
    auto const lines = detail::step_lines(report.plan);
    for (std::size_t i = 0; i != lines.size(); ++i) {
        out += lines[i];
        if (i < report.outcomes.size()) detail::append_outcome(out, report.outcomes[i]);
        out += '\n';
    }
    detail::append_conflicts_and_notes(out, report.plan);
    return out;
}

CFDNS_DECL std::string to_json(record_report const& report) {
    std::string out;
    detail::json_writer json{out};
    json.open('{');
    detail::write_plan_head(json, report.plan);
    json.name("steps");
    json.open('[');
    for (std::size_t i = 0; i != report.plan.steps.size(); ++i) {
        json.open('{');
        detail::write_step(json, report.plan.steps[i]);
        if (i < report.outcomes.size()) detail::write_outcome(json, report.outcomes[i]);
        json.close('}');
    }
    json.close(']');
    detail::write_conflicts_and_notes(json, report.plan);
    json.close('}');
    return out;
}

CFDNS_DECL observe_records::observe_records(std::string_view zone_id, cfdns::credentials const& credentials,
                                            request_options const& options, call_policy const& policy)
    : flow(detail::make_flow<detail::record_observing_flow>(zone_id, credentials, options, policy,
                                                            std::chrono::milliseconds{0})) {}

CFDNS_DECL result<observed_records> observe_records::take() {
    return detail::take_from<detail::record_observing_flow>(*engine_);
}

CFDNS_DECL apply_records::apply_records(record_plan const& plan, desired_records const& want,
                                        cfdns::credentials const& credentials,
                                        request_options const& options, call_policy const& policy,
                                        record_rules const& rules)
    : flow(detail::make_flow<detail::record_applying_flow>(want, credentials, options, policy, rules,
                                                           &plan)) {}

CFDNS_DECL record_progress apply_records::progress() const noexcept {
    return static_cast<detail::record_applying_flow const&>(*engine_).progress();
}

CFDNS_DECL result<record_report> apply_records::take() {
    return detail::take_from<detail::record_applying_flow>(*engine_);
}

CFDNS_DECL ensure_records::ensure_records(desired_records const& want, record_rules const& rules,
                                          cfdns::credentials const& credentials,
                                          request_options const& options, call_policy const& policy)
    : flow(detail::make_flow<detail::record_applying_flow>(want, credentials, options, policy, rules,
                                                           nullptr)) {}

CFDNS_DECL record_progress ensure_records::progress() const noexcept {
    return static_cast<detail::record_applying_flow const&>(*engine_).progress();
}

CFDNS_DECL result<record_report> ensure_records::take() {
    return detail::take_from<detail::record_applying_flow>(*engine_);
}

}  // namespace cfdns::inline v0_2::flows

#endif
