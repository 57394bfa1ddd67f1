// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_FLEET_IPP
#define CFDNS_IMPL_FLOWS_FLEET_IPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/core/fields.hpp>
#include <cfdns/core/response.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/refusal.hpp>
#include <cfdns/detail/schema.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/flows/fleet.hpp>
#include <cfdns/impl/flows/desired.ipp>
#include <cfdns/impl/flows/json.ipp>
#include <cfdns/impl/flows/report.ipp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The names of a fleet, its journal, and texts about it.
namespace cfdns::inline v0_2::detail {

// A name without the final dot. If it has only lower-case ASCII letters, that is its canonical form.
CFDNS_DECL std::string_view without_final_dot(std::string_view name) noexcept {
    if (name.size() > 1 && name.ends_with('.')) name.remove_suffix(1);
    return name;
}

// Finds zones by their names. The names must outlive it, and are not copied if they are in canonical form.
class fleet_index {
public:
    // Returns what is wrong with the names.
    std::optional<refusal> build(std::vector<std::string> const& names) {
        names_ = std::addressof(names);
        order_.resize(names.size());
        for (std::size_t i = 0; i != names.size(); ++i) {
            auto canonical = canonical_name(names[i]);
            if (canonical.has_error() || *canonical == ".")
                return make_refusal(place(i), "is not the name of a zone");
            if (*canonical != without_final_dot(names[i])) unusual_[i] = *std::move(canonical);
            order_[i] = i;
        }
        std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
            int const compared = key(a).compare(key(b));
            return compared != 0 ? compared < 0 : a < b;
        });
        for (std::size_t i = 1; i < order_.size(); ++i)
            if (key(order_[i - 1]) == key(order_[i]))
                return make_refusal(place(order_[i]), "repeats " + place(order_[i - 1]));
        return std::nullopt;
    }

    std::optional<std::size_t> find(std::string_view name) const {
        auto const canonical = canonical_name(name);
        if (canonical.has_error()) return std::nullopt;
        std::string_view const wanted = *canonical;
        auto const at =
            std::lower_bound(order_.begin(), order_.end(), wanted,
                             [&](std::size_t i, std::string_view text) { return key(i) < text; });
        if (at == order_.end() || key(*at) != wanted) return std::nullopt;
        return *at;
    }

private:
    static std::string place(std::size_t index) { return "zones/" + std::to_string(index); }

    std::string_view key(std::size_t index) const {
        if (!unusual_.empty())
            if (auto const at = unusual_.find(index); at != unusual_.end()) return at->second;
        return without_final_dot((*names_)[index]);
    }

    std::vector<std::string> const* names_{};
    std::map<std::size_t, std::string> unusual_{};  // canonical forms
    std::vector<std::size_t> order_{};              // of the canonical forms
};

// Everything but the names.
CFDNS_DECL std::optional<refusal> check_fleet(flows::fleet const& all) {
    if (all.account_id.get().empty()) return make_refusal("account_id", "must not be empty");
    std::vector<std::string> const& peers = all.peers.get();
    if (peers.empty()) return make_refusal("peers", "must not be empty");
    if (peers.size() > max_peers_of_zone) return make_refusal("peers", "must have at most 30 elements");
    for (std::size_t i = 0; i != peers.size(); ++i) {
        std::string const member = "peers/" + std::to_string(i);
        if (peers[i].empty()) return make_refusal(member, "must not be empty");
        if (!is_utf8(peers[i])) return make_refusal(member, "is not valid UTF-8");
        for (std::size_t j = 0; j != i; ++j)
            if (peers[i] == peers[j]) return make_refusal(member, "repeats peers/" + std::to_string(j));
    }
    if (all.auto_refresh_seconds < std::chrono::seconds{300})
        return make_refusal("auto_refresh_seconds", "must be at least 300");
    return std::nullopt;
}

// ---- journal ----

inline constexpr std::string_view fleet_journal_version = "1";
inline constexpr std::array zone_outcomes{flows::zone_outcome::created, flows::zone_outcome::configured,
                                          flows::zone_outcome::changed, flows::zone_outcome::unchanged,
                                          flows::zone_outcome::failed};

// A line: the first members are those of the first line, the others those of a zone.
struct fleet_journal_line {
    std::optional<std::int64_t> cfdns_fleet{};
    std::optional<std::string> account_id{};
    std::optional<std::vector<std::string>> peers{};
    std::optional<std::chrono::seconds> auto_refresh_seconds{};
    std::optional<std::string> zone{};
    std::optional<std::string> outcome{};
    CFDNS_FIELDS(cfdns_fleet, account_id, peers, auto_refresh_seconds, zone, outcome)
};

CFDNS_DECL std::string first_journal_line(flows::fleet const& all) {
    std::string out;
    json_writer json{out};
    json.open('{');
    json.name("cfdns_fleet");
    json.literal(fleet_journal_version);
    json.member("account_id", all.account_id.get());
    json.name("peers");
    json.open('[');
    for (std::string const& peer : all.peers.get()) json.text(peer);
    json.close(']');
    json.name("auto_refresh_seconds");
    json.literal(std::to_string(all.auto_refresh_seconds.count()));
    json.close('}');
    return out += '\n';
}

CFDNS_DECL std::string journal_line(std::string_view zone, flows::zone_outcome outcome, std::string_view id,
                                    flows::step_failure const* failure) {
    std::string out;
    json_writer json{out};
    json.open('{');
    json.member("zone", zone);
    json.member("outcome", flows::to_string(outcome));
    if (!id.empty()) json.member("id", id);
    if (failure) {
        json.member("kind", flows::to_string(failure->kind));
        json.member("reason", failure_text(*failure));
    }
    json.close('}');
    return out += '\n';
}

// Reads a journal. `record(index, outcome)` is called for each zone of the fleet, in the order of the lines.
// Lines that are incomplete because a program has crashed are ignored.
template <class Record>
std::optional<refusal> read_journal(flows::fleet const& all, fleet_index const& index, std::string_view text,
                                    bool& has_first_line, Record record) {
    bool other_text = false;
    std::string const first_line = first_journal_line(all);
    while (!text.empty()) {
        std::string_view const line = text.substr(0, text.find('\n'));
        text.remove_prefix((std::min)(line.size() + 1, text.size()));
        fleet_journal_line read;
        std::vector<mismatch> mismatches;
        auto const summary =
            read_json(schema_of<fleet_journal_line>, std::addressof(read), line, mismatches);
        if (summary.code.failed() || !summary.object || !mismatches.empty()) {
            other_text = other_text || !first_line.starts_with(line);
            continue;
        }
        if (read.cfdns_fleet) {
            if (std::to_string(*read.cfdns_fleet) != fleet_journal_version)
                return make_refusal("journal", "has a different version");
            if (read.account_id != all.account_id.get())
                return make_refusal("journal", "belongs to another account");
            if (read.peers != all.peers.get() || read.auto_refresh_seconds != all.auto_refresh_seconds)
                return make_refusal("journal",
                                    "belongs to a fleet with other peers or another refresh interval");
            has_first_line = true;
            continue;
        }
        other_text = true;
        if (!has_first_line || !read.zone || !read.outcome) continue;
        auto const zone = index.find(*read.zone);
        auto const outcome = std::find_if(zone_outcomes.begin(), zone_outcomes.end(), [&](auto const one) {
            return flows::to_string(one) == *read.outcome;
        });
        if (zone && outcome != zone_outcomes.end()) record(*zone, *outcome);
    }
    if (!has_first_line && other_text) return make_refusal("journal", "is not the journal of a fleet");
    return std::nullopt;
}

// ---- texts ----

// Rounded up.
struct duration_text {
    std::string number{};
    std::string_view unit{};
};

CFDNS_DECL duration_text describe_duration(std::chrono::milliseconds time) {
    using std::chrono::ceil;
    using std::chrono::minutes;
    using std::chrono::seconds;
    if (time < seconds{100}) return {std::to_string(ceil<seconds>(time).count()), " s"};
    auto const whole = ceil<minutes>(time).count();
    if (whole < 100) return {std::to_string(whole), " min"};
    auto const rest = std::to_string(whole % 60);
    return {std::to_string(whole / 60) + (rest.size() == 1 ? ":0" : ":") + rest, " h"};
}

CFDNS_DECL void append_outcomes(std::string& out, std::string_view symbol, std::size_t count,
                                flows::zone_outcome outcome) {
    if (count == 0) return;
    (out += symbol) += ' ';
    append_count(out, count, "zone");
    ((out += ' ') += flows::to_string(outcome)) += '\n';
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL std::string_view to_string(zone_outcome outcome) noexcept {
    switch (outcome) {
        case zone_outcome::created: return "created";
        case zone_outcome::configured: return "configured";
        case zone_outcome::changed: return "changed";
        case zone_outcome::unchanged: return "unchanged";
        case zone_outcome::failed: return "failed";
    }
    return "unknown";
}

CFDNS_DECL result<void> check(fleet const& all) {
    if (auto const refused = detail::check_fleet(all)) return detail::invalid_parameter(*refused);
    if (auto const refused = detail::fleet_index{}.build(all.zones.get()))
        return detail::invalid_parameter(*refused);
    return {};
}

CFDNS_DECL std::vector<fleet> slices(fleet const& all, std::size_t count) {
    std::vector<std::string> const& names = all.zones.get();
    std::vector<fleet> out;
    count = (std::min)(count, names.size());
    for (std::size_t i = 0, first = 0; i != count; ++i) {
        std::size_t const last = first + (names.size() - first) / (count - i);
        out.push_back({.account_id = all.account_id,
                       .zones = std::vector<std::string>(names.begin() + static_cast<std::ptrdiff_t>(first),
                                                         names.begin() + static_cast<std::ptrdiff_t>(last)),
                       .peers = all.peers,
                       .auto_refresh_seconds = all.auto_refresh_seconds,
                       .create_zones = all.create_zones,
                       .creation = all.creation});
        first = last;
    }
    return out;
}

CFDNS_DECL std::string to_text(fleet_report const& report) {
    std::string out = "# account ";
    detail::append_line_text(out, report.account_id);
    out += ": " + std::to_string(report.done()) + " of ";
    detail::append_count(out, report.zones, "zone");
    out += " done, " + std::to_string(report.failed.size()) + " failed, " + std::to_string(report.left()) +
           " left\n";
    detail::append_outcomes(out, "+", report.created, zone_outcome::created);
    detail::append_outcomes(out, "+", report.configured, zone_outcome::configured);
    detail::append_outcomes(out, "!", report.changed, zone_outcome::changed);
    detail::append_outcomes(out, "#", report.unchanged, zone_outcome::unchanged);
    for (failed_zone const& one : report.failed) {
        detail::append_line_text(out += "? ", one.name);
        detail::append_failure(out += ": failed, ", one.failure);
        out += '\n';
    }
    if (report.stopped) {
        detail::append_failure(out += "? stopped, ", *report.stopped);
        out += '\n';
    }
    return out;
}

CFDNS_DECL std::string to_json(fleet_report const& report) {
    std::string out;
    detail::json_writer json{out};
    auto const number = [&](std::string_view name, std::size_t value) {
        json.name(name);
        json.literal(std::to_string(value));
    };
    json.open('{');
    json.member("account_id", report.account_id);
    number("zones", report.zones);
    number("created", report.created);
    number("configured", report.configured);
    number("changed", report.changed);
    number("unchanged", report.unchanged);
    number("earlier", report.earlier);
    number("left", report.left());
    json.name("failed");
    json.open('[');
    for (failed_zone const& one : report.failed) {
        json.open('{');
        json.member("name", one.name);
        if (!one.id.empty()) json.member("id", one.id);
        detail::write_failure(json, one.failure);
        json.close('}');
    }
    json.close(']');
    if (report.stopped) {
        json.name("stopped");
        json.open('{');
        detail::write_failure(json, *report.stopped);
        json.close('}');
    }
    json.close('}');
    return out;
}

CFDNS_DECL std::string to_text(fleet_estimate const& estimate) {
    std::string out;
    if (estimate.min_requests != estimate.max_requests)
        out += std::to_string(estimate.min_requests) + " to ";
    detail::append_count(out, static_cast<std::size_t>(estimate.max_requests), "request");
    auto const least = detail::describe_duration(estimate.min_time);
    auto const most = detail::describe_duration(estimate.max_time);
    out += " in ";
    if (least.number != most.number || least.unit != most.unit) {
        out += least.number;
        if (least.unit != most.unit) out += least.unit;
        out += " to ";
    }
    return (out += most.number) += most.unit;
}

CFDNS_DECL std::string to_text(fleet_progress const& progress) {
    std::string out = std::to_string(progress.done) + " of ";
    detail::append_count(out, progress.zones, "zone");
    out +=
        " done, " + std::to_string(progress.failed) + " failed, " + std::to_string(progress.left) + " left";
    if (progress.left == 0) return out;
    auto const time = detail::describe_duration(progress.time_left);
    return (out += ", about " + time.number) += time.unit;
}

}  // namespace cfdns::inline v0_2::flows

#endif
