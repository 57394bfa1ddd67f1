// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_PLAN_TEXT_IPP
#define CFDNS_IMPL_FLOWS_PLAN_TEXT_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/flows/plan.hpp>
#include <cfdns/impl/flows/json.ipp>
#include <cfdns/impl/flows/line_text.ipp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

CFDNS_DECL void append_count(std::string& out, std::size_t count, std::string_view singular) {
    out += std::to_string(count);
    out += ' ';
    out += singular;
    if (count != 1) out += 's';
}

// Steps that change nothing in the service.
CFDNS_DECL bool is_of_caller_or_check(flows::action action) noexcept {
    return action == flows::action::manual || action == flows::action::check;
}

CFDNS_DECL char symbol_of(flows::action action) noexcept {
    if (is_of_caller_or_check(action)) return ' ';
    if (action == flows::action::create) return '+';
    return action == flows::action::remove ? '-' : '!';
}

// "old -> new"; only the new value if there was none.
CFDNS_DECL void append_changes(std::string& out, flows::step const& step) {
    bool const values = step.action == flows::action::create || step.action == flows::action::check;
    std::string listed;
    for (flows::member_change const& one : step.changes) {
        if (!listed.empty()) listed += values ? ", " : "; ";
        listed += one.member;
        if (values) {
            listed += ' ';
        } else {
            listed += ": ";
            append_line_text(listed, one.from.empty() ? "none" : one.from);
            listed += " -> ";
        }
        append_line_text(listed, one.to.empty() ? "none" : one.to);
    }
    out += listed;
}

// The lines of the steps, in columns.
CFDNS_DECL std::vector<std::string> step_lines(flows::plan const& plan) {
    constexpr std::size_t widest_name = 40;
    std::size_t name_width = 0;
    for (flows::step const& step : plan.steps)
        name_width = (std::max)(name_width, line_text(step.name).size());
    name_width = (std::min)(name_width, widest_name);
    std::size_t const number_width = std::to_string(plan.steps.size()).size();
    std::vector<std::string> lines;
    for (std::size_t i = 0; i != plan.steps.size(); ++i) {
        flows::step const& step = plan.steps[i];
        std::string line(1, symbol_of(step.action));
        std::string const number = std::to_string(i + 1);
        line.append(1 + number_width - number.size(), ' ') += number;
        line += ' ';
        std::string_view const kind =
            is_of_caller_or_check(step.action) ? flows::to_string(step.action) : flows::to_string(step.kind);
        (line += kind).append(9 - kind.size(), ' ');
        std::string const name = line_text(step.name);
        line += name;
        if (!step.changes.empty() || step.action == flows::action::remove) {
            line.append(name.size() < name_width ? name_width - name.size() : 0, ' ') += "  ";
            if (step.action == flows::action::remove)
                append_line_text(line, step.id);
            else
                append_changes(line, step);
        }
        if (!step.after.empty()) {
            line += " [";
            for (std::size_t j = 0; j != step.after.size(); ++j) {
                if (j != 0) line += ", ";
                line += std::to_string(step.after[j] + 1);
            }
            line += ']';
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

CFDNS_DECL void append_plan_summary(std::string& out, flows::plan const& plan) {
    out += "# account ";
    append_line_text(out, plan.account_id);
    out += ": ";
    if (plan.empty()) {
        out += "nothing to do\n";
        return;
    }
    std::size_t const removals = plan.removals();
    if (!plan.steps.empty()) {
        append_count(out, plan.steps.size(), "step");
        out += " in ";
        if (plan.requests() != plan.max_requests()) out += std::to_string(plan.requests()) + " to ";
        append_count(out, plan.max_requests(), "request");
        out +=
            removals == 0 ? std::string{", nothing removed"} : ", " + std::to_string(removals) + " removed";
    }
    if (!plan.conflicts.empty()) {
        if (!plan.steps.empty()) out += ", ";
        append_count(out, plan.conflicts.size(), "conflict");
    }
    out += '\n';
}

CFDNS_DECL void append_conflicts_and_notes(std::string& out, flows::plan const& plan) {
    for (flows::conflict const& one : plan.conflicts) {
        out += "? ";
        if (!one.name.empty()) {
            out += flows::to_string(one.kind);
            out += ' ';
            append_line_text(out, one.name);
            out += ": ";
        }
        append_line_text(out, one.reason);
        out += '\n';
    }
    for (std::string const& note : plan.notes) {
        out += "# ";
        append_line_text(out, note);
        out += '\n';
    }
}

CFDNS_DECL void write_step(json_writer& json, flows::step const& step) {
    json.member("action", flows::to_string(step.action));
    json.member("kind", flows::to_string(step.kind));
    json.member("name", step.name);
    if (!step.id.empty()) json.member("id", step.id);
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
    json.name("after");
    json.open('[');
    for (std::size_t const before : step.after) json.literal(std::to_string(before + 1));
    json.close(']');
    json.name("requests");
    json.literal(std::to_string(step.requests));
    json.name("max_requests");
    json.literal(std::to_string(step.max_requests));
}

CFDNS_DECL void write_conflicts_and_notes(json_writer& json, flows::plan const& plan) {
    json.name("conflicts");
    json.open('[');
    for (flows::conflict const& one : plan.conflicts) {
        json.open('{');
        if (!one.name.empty()) {
            json.member("kind", flows::to_string(one.kind));
            json.member("name", one.name);
        }
        json.member("reason", one.reason);
        json.name("ids");
        json.open('[');
        for (std::string const& id : one.ids) json.text(id);
        json.close(']');
        json.close('}');
    }
    json.close(']');
    json.name("notes");
    json.open('[');
    for (std::string const& note : plan.notes) json.text(note);
    json.close(']');
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL std::string to_text(plan const& plan) {
    std::string out;
    detail::append_plan_summary(out, plan);
    for (std::string const& line : detail::step_lines(plan)) (out += line) += '\n';
    detail::append_conflicts_and_notes(out, plan);
    return out;
}

CFDNS_DECL std::string to_json(plan const& plan) {
    std::string out;
    detail::json_writer json{out};
    json.open('{');
    json.member("account_id", plan.account_id);
    json.name("steps");
    json.open('[');
    for (step const& one : plan.steps) {
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
