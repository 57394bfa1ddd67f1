// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_REPORT_IPP
#define CFDNS_IMPL_FLOWS_REPORT_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/flows/report.hpp>
#include <cfdns/impl/flows/plan_text.ipp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cfdns::inline v0_2::detail {

CFDNS_DECL std::string_view name_of_status(flows::step_status status) noexcept {
    switch (status) {
        case flows::step_status::done: return "done";
        case flows::step_status::failed: return "failed";
        case flows::step_status::skipped: return "skipped";
        case flows::step_status::waiting: return "waiting";
    }
    return "unknown";
}

// What happened, in one line.
CFDNS_DECL std::string failure_text(flows::step_failure const& failure) {
    std::string out = failure.reason;
    if (failure.error.code().failed()) {
        if (!out.empty()) out += ": ";
        out += failure.error.message();
    }
    return out;
}

CFDNS_DECL void append_failure(std::string& out, flows::step_failure const& failure) {
    out += flows::to_string(failure.kind);
    std::string const text = failure_text(failure);
    if (!text.empty()) append_line_text(out += ": ", text);
    (out += ". ") += flows::advice(failure.kind);
}

CFDNS_DECL void write_failure(json_writer& json, flows::step_failure const& failure) {
    json.member("kind", flows::to_string(failure.kind));
    json.member("reason", failure_text(failure));
    json.member("advice", flows::advice(failure.kind));
}

// After the line of a step.
CFDNS_DECL void append_outcome(std::string& out, flows::step_outcome const& outcome) {
    (out += ": ") += name_of_status(outcome.status);
    if (outcome.adopted) out += ", found to be done already";
    if (outcome.failure) append_failure(out += ", ", *outcome.failure);
}

CFDNS_DECL void write_outcome(json_writer& json, flows::step_outcome const& outcome) {
    json.member("outcome", name_of_status(outcome.status));
    json.name("adopted");
    json.literal(outcome.adopted ? "true" : "false");
    if (!outcome.failure) return;
    json.name("failure");
    json.open('{');
    write_failure(json, *outcome.failure);
    json.close('}');
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL std::string_view to_string(failure_kind kind) noexcept {
    switch (kind) {
        case failure_kind::not_entitled: return "not_entitled";
        case failure_kind::no_permission: return "no_permission";
        case failure_kind::no_credentials: return "no_credentials";
        case failure_kind::wrong_zone_type: return "wrong_zone_type";
        case failure_kind::refused: return "refused";
        case failure_kind::in_use: return "in_use";
        case failure_kind::conflict: return "conflict";
        case failure_kind::no_answer: return "no_answer";
        case failure_kind::rate_limited: return "rate_limited";
        case failure_kind::not_transferred: return "not_transferred";
        case failure_kind::not_reached: return "not_reached";
    }
    return "unknown";
}

CFDNS_DECL std::string_view advice(failure_kind kind) noexcept {
    switch (kind) {
        case failure_kind::not_entitled:
            return "Ask the account team for zone transfers; running again does not help.";
        case failure_kind::no_permission: return "Grant the token the permission, and run again.";
        case failure_kind::no_credentials: return "Replace the credentials, and run again.";
        case failure_kind::wrong_zone_type: return "Make the zone a secondary zone, and run again.";
        case failure_kind::refused: return "Change the desired state as described in the error.";
        case failure_kind::in_use: return "Include what uses it in the desired state, and run again.";
        case failure_kind::conflict: return "Run again: the plan then names the objects.";
        case failure_kind::no_answer: return "Run again: a new run first checks what exists.";
        case failure_kind::rate_limited: return "Run again after the delay that the error says.";
        case failure_kind::not_transferred:
            return "Compare the key on the name server with the account's, and run again.";
        case failure_kind::not_reached: return "Run again.";
    }
    return "";
}

CFDNS_DECL bool report::complete() const noexcept {
    return plan.conflicts.empty() && outcomes.size() == plan.steps.size() &&
           count(step_status::done) == outcomes.size();
}

CFDNS_DECL std::size_t report::count(step_status status) const noexcept {
    return static_cast<std::size_t>(std::count_if(
        outcomes.begin(), outcomes.end(), [&](step_outcome const& one) { return one.status == status; }));
}

CFDNS_DECL std::vector<std::size_t> report::waiting() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i != outcomes.size(); ++i)
        if (outcomes[i].status == step_status::waiting) out.push_back(i);
    return out;
}

CFDNS_DECL std::string to_text(report const& report) {
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

CFDNS_DECL std::string to_json(report const& report) {
    std::string out;
    detail::json_writer json{out};
    json.open('{');
    json.member("account_id", report.plan.account_id);
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

}  // namespace cfdns::inline v0_2::flows

#endif
