// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_RECORD_PLAN_IPP
#define CFDNS_IMPL_FLOWS_RECORD_PLAN_IPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/record_plan.hpp>
#include <cfdns/impl/flows/line_text.ipp>
#include <cfdns/impl/flows/record_sets.ipp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

CFDNS_DECL bool is_set_member(extra_members const& members, std::string_view name) {
    auto const json = members.find(name);
    return json && *json != "false" && *json != "null";
}

// Whether the service or one of its other products has made the record, and will restore or refuse changes.
CFDNS_DECL bool is_managed_by_service(records::record const& record) {
    if (!record.extra.empty() && is_set_member(record.extra, "locked")) return true;
    if (!record.meta || record.meta->extra.empty()) return false;
    for (std::string_view const name :
         {"read_only", "email_routing", "managed_by_apps", "managed_by_argo_tunnel"})
        if (is_set_member(record.meta->extra, name)) return true;
    return false;
}

// Names of tags have no case, and "x" is "x:".
CFDNS_DECL std::vector<std::string> normal_tags(std::vector<std::string> const& tags) {
    std::vector<std::string> out;
    for (std::string const& tag : tags) {
        std::size_t const colon = (std::min)(tag.find(':'), tag.size());
        std::string normal = to_lower_text(std::string_view{tag}.substr(0, colon));
        out.push_back(normal + ":" + tag.substr((std::min)(colon + 1, tag.size())));
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

CFDNS_DECL std::string tags_text(std::vector<std::string> const& tags) {
    std::string out;
    for (std::string const& tag : tags) (out += out.empty() ? "" : ",") += tag;
    return out;
}

CFDNS_DECL std::string ttl_text(std::optional<std::chrono::seconds> ttl) {
    return ttl ? std::to_string(ttl->count()) : std::string{};
}

class record_planner {
public:
    record_planner(flows::desired_records const& want, flows::observed_records const& seen,
                   flows::record_rules const& rules)
        : want_(want), seen_(seen), rules_(rules) {}

    flows::record_plan make() {
        plan_.zone_id = want_.zone_id.get();
        desired_record_reader reader{want_, types_, desired_};
        auto const refused = reader.read();
        zone_ = reader.zone();
        plan_.zone_name = zone_;
        if (refused) {
            add_conflict({}, {}, refused->parameter + " " + refused->reason);
        } else if (is_usable()) {
            read_observed();
            compare();
            check_removals();
            write_steps();
            write_notes();
        }
        return std::move(plan_);
    }

private:
    static constexpr std::uint32_t none = (std::numeric_limits<std::uint32_t>::max)();

    // A step before it is written.
    struct operation {
        flows::action action{};
        std::uint8_t type{};
        std::uint32_t set{none}, value{none};  // of the desired value
        std::uint32_t record{none};            // of the observed record
    };

    // The operations of a name.
    struct unit {
        std::size_t first{}, last{};
        std::size_t name_at{}, name_size{};  // in the texts of the desired or the observed
        bool of_desired{};
        bool removes{};
    };

    // A record that remains as it is, and whether its set is listed.
    struct kept_record {
        record_entry const* entry{};
        bool listed{};
    };

    using iterator = std::vector<record_entry>::const_iterator;

    void add_conflict(std::string_view name, std::string_view type, std::string reason,
                      std::string id = {}) {
        plan_.conflicts.push_back({std::string{name}, std::string{type}, std::move(reason), std::move(id)});
    }

    records::record const& record_of(record_entry const& of) const { return seen_.records[of.index]; }
    flows::record_set const& set_of(std::uint32_t index) const { return want_.sets[index]; }

    // Whether the list is complete and of this zone.
    bool is_usable() {
        if (seen_.zone_id != want_.zone_id.get()) {
            add_conflict({}, {}, "the observed records are of another zone: " + seen_.zone_id);
            return false;
        }
        if (rules_.unlisted == flows::unlisted_records::remove_owned && want_.owner.empty()) {
            add_conflict({}, {}, "unlisted is remove_owned, but there is no owner");
            return false;
        }
        if (seen_.records.size() >= none) {
            add_conflict({}, {}, "there are too many records");
            return false;
        }
        for (flows::unreadable_record const& one : seen_.unreadable) {
            if (one.id.empty()) {
                add_conflict({}, {},
                             "the list of records is incomplete (" + one.pointer + ": expected " +
                                 one.expected + ", found " + one.found +
                                 "): nothing is changed on the basis of it");
                return false;
            }
            unreadable_.push_back(one.id);
        }
        std::sort(unreadable_.begin(), unreadable_.end());
        return true;
    }

    void read_observed() {
        std::size_t octets = 0;
        for (records::record const& one : seen_.records)
            octets += one.name.size() + 16 + (one.content ? one.content->size() : 0);
        observed_.texts.reserve(octets);
        observed_.all.reserve(seen_.records.size());
        for (std::size_t i = 0; i != seen_.records.size(); ++i)
            read_record(seen_.records[i], static_cast<std::uint32_t>(i));
        observed_.sort();
        sort_identical();
    }

    // The order of identical records must not depend on that of the list.
    void sort_identical() {
        auto& all = observed_.all;
        for (std::size_t first = 0, last = 0; first != all.size(); first = last) {
            for (last = first + 1; last != all.size() && is_identical(all[first], all[last]);) ++last;
            if (last - first == 1) continue;
            std::sort(all.begin() + static_cast<std::ptrdiff_t>(first),
                      all.begin() + static_cast<std::ptrdiff_t>(last),
                      [&](record_entry const& a, record_entry const& b) {
                          return record_of(a).id < record_of(b).id;
                      });
        }
    }

    bool is_identical(record_entry const& a, record_entry const& b) const noexcept {
        return a.hash == b.hash && a.type == b.type && observed_.key(a) == observed_.key(b) &&
               observed_.name(a) == observed_.name(b);
    }

    void read_record(records::record const& one, std::uint32_t index) {
        auto const type = types_.find(one.type);
        if (!type) {
            ++unknown_;
            return;
        }
        record_entry entry;
        entry.index = index;
        entry.type = *type;
        entry.ttl = static_cast<std::uint32_t>(
            std::clamp<std::int64_t>(one.ttl.value_or(records::automatic_ttl).count(), 0, none));
        entry.proxied = one.proxied.value_or(false);
        entry.is_locked = is_managed_by_service(one);
        entry.name_at = observed_.texts.size();
        if (!append_host_key(observed_.texts, one.name, zone_)) observed_.texts += one.name;
        entry.name_size = static_cast<std::uint32_t>(observed_.texts.size() - entry.name_at);
        entry.hash = name_hash(observed_.name(entry));
        entry.key_at = observed_.texts.size();
        if (!append_observed_key(observed_.texts, types_[*type], one)) {
            entry.value = none;  // a name with such a record is left alone
            observed_.texts.resize(entry.key_at);
            observed_.texts += one.id;
        }
        entry.key_size = static_cast<std::uint32_t>(observed_.texts.size() - entry.key_at);
        if (!is_in_zone(observed_.name(entry))) ++outside_;
        observed_.all.push_back(entry);
    }

    bool is_in_zone(std::string_view name) const noexcept {
        if (name == zone_ || zone_ == ".") return true;
        return name.size() > zone_.size() && name.ends_with(zone_) &&
               name[name.size() - zone_.size() - 1] == '.';
    }

    bool is_unreadable(record_entry const& of) const {
        return of.value == none ||
               (!unreadable_.empty() && std::binary_search(unreadable_.begin(), unreadable_.end(),
                                                           std::string_view{record_of(of).id}));
    }

    bool is_owned(records::record const& record) const {
        return want_.owner.empty() || (record.comment && has_owner(*record.comment, want_.owner));
    }

    // Whether a record may be changed or removed because of a listed set.
    bool is_movable(record_entry const& of) const {
        return !of.is_locked && (is_owned(record_of(of)) || rules_.adopt == flows::adoption::take_over);
    }

    // ---- comparison ----

    void compare() {
        if (outside_ != 0)
            return add_conflict({}, {},
                                std::to_string(outside_) + " of the records are not in the zone " + zone_ +
                                    ": zone_name is not that of the zone");
        auto d = desired_.all.cbegin();
        auto o = observed_.all.cbegin();
        while (d != desired_.all.cend() || o != observed_.all.cend()) {
            bool const only_observed = d == desired_.all.cend();
            bool const only_desired = o == observed_.all.cend();
            int order = only_observed ? 1 : only_desired ? -1 : 0;
            if (order == 0 && d->hash != o->hash) order = d->hash < o->hash ? -1 : 1;
            if (order == 0) order = desired_.name(*d).compare(observed_.name(*o));
            auto const d_last = order <= 0 ? end_of_name(desired_, d) : d;
            auto const o_last = order >= 0 ? end_of_name(observed_, o) : o;
            compare_name(d, d_last, o, o_last);
            d = d_last;
            o = o_last;
        }
    }

    static iterator end_of_name(record_entries const& of, iterator first) {
        iterator at = first + 1;
        while (at != of.all.cend() && at->hash == first->hash && of.name(*at) == of.name(*first)) ++at;
        return at;
    }

    static iterator end_of_type(iterator first, iterator last) {
        iterator at = first;
        while (at != last && at->type == first->type) ++at;
        return at;
    }

    void compare_name(iterator d, iterator d_last, iterator o, iterator o_last) {
        std::size_t const first = operations_.size();
        std::size_t const conflicts = plan_.conflicts.size();
        bool const of_desired = d != d_last;
        record_entries const& source = of_desired ? desired_ : observed_;
        record_entry const& any = of_desired ? *d : *o;
        name_ = source.name(any);
        apex_ = name_ == zone_;
        kept_.clear();
        wanted_types_ = 0;
        iterator const o_first = o;
        while (d != d_last || o != o_last) {
            bool const both = d != d_last && o != o_last && d->type == o->type;
            bool const from_d = both || o == o_last || (d != d_last && d->type < o->type);
            bool const from_o = both || !from_d;
            auto const d_end = from_d ? end_of_type(d, d_last) : d;
            auto const o_end = from_o ? end_of_type(o, o_last) : o;
            std::uint8_t const type = from_d ? d->type : o->type;
            if (apex_ && !want_.apex_ns && (std::uint32_t{1} << type) == exclusive_.ns)
                apex_ns_listed_ = apex_ns_listed_ || from_d;
            else if (from_d)
                compare_set(d, d_end, o, o_end);
            else
                compare_unlisted(o, o_end);
            d = d_end;
            o = o_end;
        }
        remove_excluded();
        check_delegation(first);
        if (operations_.size() == first) return;
        for (iterator at = o_first; at != o_last; ++at)
            if (is_unreadable(*at)) {
                add_conflict(name_, types_[at->type].name,
                             "a record could not be read: " + unreadable_text(record_of(*at).id),
                             record_of(*at).id);
                break;
            }
        if (plan_.conflicts.size() != conflicts) return operations_.resize(first);
        order_unit(first, {first, operations_.size(), any.name_at, any.name_size, of_desired, false});
    }

    std::string unreadable_text(std::string const& id) const {
        for (flows::unreadable_record const& one : seen_.unreadable)
            if (one.id == id) return one.pointer + ": expected " + one.expected + ", found " + one.found;
        return "its value is not of its type";
    }

    void compare_set(iterator d, iterator d_last, iterator o, iterator o_last) {
        left_desired_.clear();
        left_observed_.clear();
        std::uint32_t const set = d->index;
        if (d->value == no_record_value)
            d = d_last;
        else
            wanted_types_ |= std::uint32_t{1} << d->type;
        while (d != d_last || o != o_last) {
            int const order = d == d_last   ? 1
                              : o == o_last ? -1
                                            : desired_.key(*d).compare(observed_.key(*o));
            if (order < 0) {
                left_desired_.push_back(&*d++);
            } else if (order > 0) {
                left_observed_.push_back(&*o++);
            } else {
                o = compare_same(*d, o, o_last);
                ++d;
            }
        }
        compare_left(set);
    }

    // Records with a desired value; usually one. Returns the first record with another value.
    iterator compare_same(record_entry const& d, iterator o, iterator o_last) {
        iterator last = o + 1;
        while (last != o_last && observed_.key(*last) == observed_.key(*o)) ++last;
        if (last == o + 1 && is_same_by_entry(d, *o)) return last;  // without a look at set and record
        iterator best = o;
        for (iterator at = o; at != last; ++at)
            if (rank_of(*at) < rank_of(*best)) best = at;
        for (iterator at = o; at != last; ++at)
            if (at != best) left_observed_.push_back(&*at);
        records::record const& record = record_of(*best);
        if (best->is_locked) return last;
        if (!is_owned(record) && rules_.adopt == flows::adoption::never)
            add_conflict(
                name_, types_[best->type].name,
                "a record with a desired value does not have the marker of the owner; allow it with adopt = "
                "if_same",
                record.id);
        else if (differs(set_of(d.index), record))
            operations_.push_back({flows::action::change, best->type, d.index, d.value, best->index});
        return last;
    }

    static bool is_same_by_entry(record_entry const& d, record_entry const& o) noexcept {
        bool const proxied = d.proxied_is_managed ? d.proxied : o.proxied;
        return !d.has_notes && proxied == o.proxied && (d.ttl == 0 || proxied || d.ttl == o.ttl);
    }

    // Which of several identical records is kept.
    std::pair<int, std::string_view> rank_of(record_entry const& of) const {
        records::record const& record = record_of(of);
        return {of.is_locked ? 0 : is_owned(record) ? 1 : 2, record.id};
    }

    // Values and records without a counterpart.
    void compare_left(std::uint32_t set) {
        if (left_desired_.empty() && left_observed_.empty()) return;
        auto next = left_desired_.begin();
        for (record_entry const* const one : left_observed_) {
            if (!is_movable(*one)) {
                kept_.push_back({one, true});
                note_left_alone(*one);
            } else if (next != left_desired_.end()) {
                operations_.push_back({flows::action::change, one->type, set, (*next)->value, one->index});
                ++next;
            } else {
                operations_.push_back({flows::action::remove, one->type, none, none, one->index});
            }
        }
        for (; next != left_desired_.end(); ++next)
            operations_.push_back({flows::action::create, (*next)->type, set, (*next)->value, none});
    }

    void note_left_alone(record_entry const& of) {
        records::record const& record = record_of(of);
        plan_.notes.push_back(
            "left alone: " + record.type + " " + record.name + " " + flows::value_text(record) +
            (of.is_locked ? ": managed by the service" : ": it does not have the marker of the owner"));
    }

    void compare_unlisted(iterator o, iterator o_last) {
        for (; o != o_last; ++o) {
            records::record const& record = record_of(*o);
            bool const remove =
                !o->is_locked &&
                (rules_.unlisted == flows::unlisted_records::remove_all ||
                 (rules_.unlisted == flows::unlisted_records::remove_owned && is_owned(record)));
            if (remove) {
                operations_.push_back({flows::action::remove, o->type, none, none, o->index});
                continue;
            }
            kept_.push_back({&*o, false});
        }
    }

    // Records that the service does not accept beside the desired ones.
    void remove_excluded() {
        std::uint32_t excluded = 0;
        for (std::uint32_t types = wanted_types_; types != 0; types &= types - 1)
            excluded |= exclusive_.excluded_by(types & (~types + 1), apex_);
        auto const is_removed = [&](kept_record const& kept) {
            record_entry const& one = *kept.entry;
            if ((excluded >> one.type & 1) == 0) return false;
            records::record const& record = record_of(one);
            if (is_movable(one)) {
                operations_.push_back({flows::action::remove, one.type, none, none, one.index});
                return true;
            }
            add_conflict(
                name_, types_[one.type].name,
                one.is_locked
                    ? "a record that the service manages is in the way"
                    : "a record without the marker of the owner is in the way; allow its replacement with "
                      "adopt = take_over",
                record.id);
            return false;
        };
        if (excluded != 0) std::erase_if(kept_, is_removed);
        for (kept_record const& one : kept_)
            if (!one.listed) ++(one.entry->is_locked ? managed_ : unlisted_);
    }

    // DS records need NS records of their name.
    void check_delegation(std::size_t first) {
        if (apex_ || operations_.size() == first) return;
        std::uint32_t after = wanted_types_;
        for (kept_record const& one : kept_) after |= std::uint32_t{1} << one.entry->type;
        if ((after & exclusive_.ds) != 0 && (after & exclusive_.ns) == 0)
            add_conflict(name_, "DS", "DS records need NS records of the same name");
    }

    // ---- members ----

    bool differs(flows::record_set const& set, records::record const& record) const {
        return find_changes(set, record, {});
    }

    using change_sink = std::function<void(std::string_view member, std::string from, std::string to)>;

    // The differing members besides the value. Without a sink, whether there are any.
    bool find_changes(flows::record_set const& set, records::record const& record,
                      change_sink const& sink) const {
        bool const is_proxied = record.proxied.value_or(false);
        bool const proxied = set.proxied.value_or(is_proxied);
        auto const ttl = record.ttl.value_or(records::automatic_ttl);
        bool any = false;
        auto const found = [&](bool different) {
            any = any || different;
            return different && sink;
        };
        if (found(set.ttl && !proxied && *set.ttl != ttl)) sink("ttl", ttl_text(ttl), ttl_text(set.ttl));
        if (found(proxied != is_proxied))
            sink("proxied", is_proxied ? "true" : "false", proxied ? "true" : "false");
        if (any && !sink) return true;
        static_cast<void>(find_note_changes(set, record, sink, any));
        return any;
    }

    bool find_note_changes(flows::record_set const& set, records::record const& record,
                           change_sink const& sink, bool& any) const {
        if (set.comment || !want_.owner.empty()) {
            std::string_view const has = record.comment ? std::string_view{*record.comment} : "";
            std::string const wanted =
                owned_comment(want_.owner, set.comment ? std::string_view{*set.comment} : has);
            if (wanted != has) {
                any = true;
                if (sink) sink("comment", std::string{has}, wanted);
            }
        }
        if (set.tags) {
            std::vector<std::string> const none_yet;
            auto const& has = record.tags ? *record.tags : none_yet;
            if (!(has.empty() && set.tags->empty()) && normal_tags(has) != normal_tags(*set.tags)) {
                any = true;
                if (sink) sink("tags", tags_text(has), tags_text(*set.tags));
            }
        }
        return any;
    }

    // ---- steps ----

    // Removals before changes before creates, DS before NS and then NS before DS.
    void order_unit(std::size_t first, unit made) {
        auto const weight = [&](operation const& one) {
            bool const ns = (std::uint32_t{1} << one.type) == exclusive_.ns;
            switch (one.action) {
                case flows::action::remove: return ns ? 1 : 0;
                case flows::action::create: return ns ? 3 : 4;
                default: return 2;
            }
        };
        auto const begin = operations_.begin() + static_cast<std::ptrdiff_t>(first);
        std::stable_sort(begin, operations_.end(),
                         [&](operation const& a, operation const& b) { return weight(a) < weight(b); });
        made.removes = begin->action == flows::action::remove;
        for (auto at = begin; at != operations_.end() && at->action == flows::action::remove; ++at)
            ++removals_;
        units_.push_back(made);
    }

    void check_removals() {
        if (removals_ == 0) return;
        if (!seen_.unreadable.empty())
            add_conflict({}, {},
                         "nothing is removed while a record of the zone cannot be read: " +
                             seen_.unreadable.front().id + " " +
                             unreadable_text(seen_.unreadable.front().id));
        std::size_t const records = seen_.records.size();
        std::size_t const share =
            records / 100 * rules_.max_removed_percent + records % 100 * rules_.max_removed_percent / 100;
        if (removals_ <= (std::max)(rules_.max_removals, share)) return;
        add_conflict({}, {},
                     "removes " + std::to_string(removals_) + " of " + std::to_string(records) +
                         " records, more than " + std::to_string(rules_.max_removals) + " and than " +
                         std::to_string(rules_.max_removed_percent) + " % (" + std::to_string(share) +
                         "); allow it with max_removals = " + std::to_string(removals_));
    }

    std::string_view name_of(unit const& of) const noexcept {
        return std::string_view{of.of_desired ? desired_.texts : observed_.texts}.substr(of.name_at,
                                                                                         of.name_size);
    }

    void write_steps() {
        std::sort(units_.begin(), units_.end(), [&](unit const& a, unit const& b) {
            return a.removes != b.removes ? a.removes : name_of(a) < name_of(b);
        });
        std::size_t const limit =
            (std::min)((std::max)(rules_.max_batch, std::size_t{1}), records::max_batch_operations);
        std::size_t batch = 0, used = 0;
        plan_.steps.reserve(operations_.size());
        for (unit const& one : units_) {
            std::size_t const size = one.last - one.first;
            if (used + size > limit && used != 0 && size <= limit) {
                ++batch;
                used = 0;
            }
            for (std::size_t i = one.first; i != one.last; ++i) {
                if (used == limit) {
                    ++batch;
                    used = 0;
                }
                write_step(operations_[i], name_of(one));
                plan_.steps.back().batch = batch;
                ++used;
            }
        }
    }

    void write_step(operation const& of, std::string_view name) {
        flows::record_step& step = plan_.steps.emplace_back();
        step.action = of.action;
        step.name = name;
        step.type = types_[of.type].name;
        if (of.record != none) {
            records::record const& record = seen_.records[of.record];
            step.id = record.id;
            step.value = flows::value_text(record);
        }
        if (of.action == flows::action::remove) return;
        step.set = of.set;
        step.value_index = of.value;
        flows::record_set const& set = set_of(of.set);
        std::string const& value = set.values.get()[of.value];
        if (of.action == flows::action::create) return write_create(step, set, value);
        if (!is_same_value(of, value)) step.changes.push_back({"value", step.value, value});
        static_cast<void>(find_changes(
            set, seen_.records[of.record], [&](std::string_view member, std::string from, std::string to) {
                if (member == "comment" && is_too_long_comment(to))
                    add_conflict(name, step.type,
                                 "with the marker of the owner, its comment would have more than 500 "
                                 "characters; set a shorter one",
                                 step.id);
                step.changes.push_back({std::string{member}, std::move(from), std::move(to)});
            }));
    }

    bool is_same_value(operation const& of, std::string const& value) const {
        std::string has, wanted;
        static_cast<void>(append_observed_key(has, types_[of.type], seen_.records[of.record]));
        static_cast<void>(append_desired_key(wanted, types_[of.type], value, zone_));
        return has == wanted;
    }

    void write_create(flows::record_step& step, flows::record_set const& set,
                      std::string const& value) const {
        step.value = value;
        step.changes.push_back({"value", "", value});
        if (set.ttl && set.proxied != true) step.changes.push_back({"ttl", "", ttl_text(set.ttl)});
        if (set.proxied == true) step.changes.push_back({"proxied", "", "true"});
        std::string comment = owned_comment(want_.owner, set.comment.value_or(""));
        if (!comment.empty()) step.changes.push_back({"comment", "", std::move(comment)});
        if (set.tags && !set.tags->empty()) step.changes.push_back({"tags", "", tags_text(*set.tags)});
    }

    void write_notes() {
        for (std::string& note : plan_.notes) note = line_text(note);
        std::sort(plan_.notes.begin(), plan_.notes.end());
        auto const by_name = [](flows::record_conflict const& a, flows::record_conflict const& b) {
            return std::tie(a.name, a.type, a.id) < std::tie(b.name, b.type, b.id);
        };
        std::stable_sort(plan_.conflicts.begin(), plan_.conflicts.end(), by_name);
        auto const count = [&](std::size_t number, std::string_view what) {
            if (number != 0)
                plan_.notes.push_back(std::to_string(number) + (number == 1 ? " record " : " records ") +
                                      std::string{what});
        };
        if (apex_ns_listed_)
            plan_.notes.push_back("left alone: NS " + zone_ + ": listed, but apex_ns is not set");
        count(managed_, "left alone: managed by the service");
        count(unknown_, "left alone: of a type that the library does not know");
        count(unlisted_, "kept: not listed");
    }

    flows::desired_records const& want_;
    flows::observed_records const& seen_;
    flows::record_rules const& rules_;
    flows::record_plan plan_{};
    record_types types_{};
    exclusive_types exclusive_{types_};
    std::string zone_{};
    record_entries desired_{}, observed_{};
    std::vector<std::string_view> unreadable_{};  // identifiers, sorted
    std::vector<operation> operations_{};
    std::vector<unit> units_{};
    std::size_t removals_{}, managed_{}, unknown_{}, unlisted_{}, outside_{};
    bool apex_ns_listed_{};

    // Of the current name.
    std::string_view name_{};
    bool apex_{};
    std::uint32_t wanted_types_{};
    std::vector<kept_record> kept_{};
    std::vector<record_entry const*> left_desired_{}, left_observed_{};
};

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL std::size_t record_plan::removals() const noexcept {
    return static_cast<std::size_t>(std::count_if(
        steps.begin(), steps.end(), [](record_step const& one) { return one.action == action::remove; }));
}

CFDNS_DECL record_plan make_record_plan(desired_records const& want, observed_records const& seen,
                                        record_rules const& rules) {
    return detail::record_planner{want, seen, rules}.make();
}

}  // namespace cfdns::inline v0_2::flows

#endif
