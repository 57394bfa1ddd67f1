// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_RECORD_PLAN_TEXT_IPP
#define CFDNS_IMPL_FLOWS_RECORD_PLAN_TEXT_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/flows/record_plan.hpp>
#include <cfdns/impl/flows/json.ipp>
#include <cfdns/impl/flows/plan_text.ipp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

// The value and what is set or changed.
CFDNS_DECL void append_record_changes(std::string& out, flows::record_step const& step) {
    bool const create = step.action == flows::action::create;
    bool const same_value = step.changes.empty() || step.changes.front().member != "value";
    if (create || same_value) append_line_text(out, step.value);
    bool first = !create && !same_value;
    for (flows::member_change const& one : step.changes) {
        if (create && one.member == "value") continue;
        if (!first) out += create ? ", " : "; ";
        first = false;
        out += one.member;
        out += create ? " " : ": ";
        if (!create) {
            append_line_text(out, one.from.empty() ? "none" : one.from);
            out += " -> ";
        }
        append_line_text(out, one.to.empty() ? "none" : one.to);
    }
}

// The lines of the steps, in columns.
CFDNS_DECL std::vector<std::string> step_lines(flows::record_plan const& plan) {
    constexpr std::size_t widest_name = 40, widest_type = 10;
    std::size_t name_width = 0, type_width = 0;
    for (flows::record_step const& step : plan.steps) {
        name_width = (std::max)(name_width, line_text(step.name).size());
        type_width = (std::max)(type_width, step.type.size());
    }
    name_width = (std::min)(name_width, widest_name);
    type_width = (std::min)(type_width, widest_type);
    std::size_t const number_width = std::to_string(plan.steps.size()).size();
    std::vector<std::string> lines;
    lines.reserve(plan.steps.size());
    for (std::size_t i = 0; i != plan.steps.size(); ++i) {
        flows::record_step const& step = plan.steps[i];
        std::string line(1, symbol_of(step.action));
        std::string const number = std::to_string(i + 1);
        line.append(1 + number_width - number.size(), ' ') += number;
        line += ' ';
        std::string const type = line_text(step.type), name = line_text(step.name);
        (line += type).append(type.size() < type_width ? type_width - type.size() : 0, ' ') += ' ';
        (line += name).append(name.size() < name_width ? name_width - name.size() : 0, ' ') += "  ";
        append_record_changes(line, step);
        lines.push_back(std::move(line));
    }
    return lines;
}

CFDNS_DECL void append_plan_summary(std::string& out, flows::record_plan const& plan) {
    out += "# zone ";
    append_line_text(out, plan.zone_name);
    out += " (";
    append_line_text(out, plan.zone_id);
    out += "): ";
    if (plan.empty()) out += "nothing to do";
    if (!plan.steps.empty()) {
        append_count(out, plan.steps.size(), "step");
        out += " in ";
        append_count(out, plan.requests(), "request");
        std::size_t const removals = plan.removals();
        out += removals == 0 ? ", nothing removed" : ", " + std::to_string(removals) + " removed";
    }
    if (!plan.conflicts.empty()) {
        if (!plan.steps.empty()) out += ", ";
        append_count(out, plan.conflicts.size(), "conflict");
    }
    out += '\n';
}

CFDNS_DECL void append_conflicts_and_notes(std::string& out, flows::record_plan const& plan) {
    for (flows::record_conflict const& one : plan.conflicts) {
        out += "? ";
        if (!one.name.empty()) {
            append_line_text(out, one.type);
            out += ' ';
            append_line_text(out, one.name);
            out += ": ";
        }
        append_line_text(out, one.reason);
        if (!one.id.empty()) {
            out += " (";
            append_line_text(out, one.id);
            out += ')';
        }
        out += '\n';
    }
    for (std::string const& note : plan.notes) {
        out += "# ";
        append_line_text(out, note);
        out += '\n';
    }
}

CFDNS_DECL void write_step(json_writer& json, flows::record_step const& step) {
    json.member("action", flows::to_string(step.action));
    json.member("name", step.name);
    json.member("type", step.type);
    if (!step.id.empty()) json.member("id", step.id);
    json.member("value", step.value);
    json.name("changes");
    json.open('[');
    for (flows::member_change const& one : step.changes) {
        json.open('{');
        json.member("member", one.member);
        json.member("from", one.from);
        json.member("to", one.to);
        json.close('}');
    }
    json.close(']');
    json.name("request");
    json.literal(std::to_string(step.batch + 1));
}

CFDNS_DECL void write_conflicts_and_notes(json_writer& json, flows::record_plan const& plan) {
    json.name("conflicts");
    json.open('[');
    for (flows::record_conflict const& one : plan.conflicts) {
        json.open('{');
        if (!one.name.empty()) {
            json.member("name", one.name);
            json.member("type", one.type);
        }
        json.member("reason", one.reason);
        if (!one.id.empty()) json.member("id", one.id);
        json.close('}');
    }
    json.close(']');
    json.name("notes");
    json.open('[');
    for (std::string const& note : plan.notes) json.text(note);
    json.close(']');
}

CFDNS_DECL void write_plan_head(json_writer& json, flows::record_plan const& plan) {
    json.member("zone_id", plan.zone_id);
    json.member("zone_name", plan.zone_name);
    json.name("requests");
    json.literal(std::to_string(plan.requests()));
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL std::string to_text(record_plan const& plan) {
    std::string out;
    detail::append_plan_summary(out, plan);
    for (std::string const& line : detail::step_lines(plan)) (out += line) += '\n';
    detail::append_conflicts_and_notes(out, plan);
    return out;
}

CFDNS_DECL std::string to_json(record_plan const& plan) {
    std::string out;
    detail::json_writer json{out};
    json.open('{');
    detail::write_plan_head(json, plan);
    json.name("steps");
    json.open('[');
    for (record_step const& one : plan.steps) {
        json.open('{');
        detail::write_step(json, one);
        json.close('}');
    }
    json.close(']');
    detail::write_conflicts_and_notes(json, plan);
    json.close('}');
    return out;
}

}  // namespace cfdns::inline v0_2::flows

#endif
