// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_FLEET_HPP
#define CFDNS_FLOWS_FLEET_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/required.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/plan.hpp>
#include <cfdns/flows/report.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Many secondary zones with the same settings, and the outcome of setting them up.
namespace cfdns::inline v0_2::flows {

/// Zones of an account that Cloudflare transfers from the same peers.
///
///     flows::fleet const all{.account_id = "01a7362d577a6c3019a474fd6f485823",
///                            .zones = names, .peers = {"ns1"}, .create_zones = true};
///
/// Zones that are not named here are neither changed nor removed.
struct fleet {
    required<std::string> account_id;  ///< Account identifier.
    /// Zone names, such as "example.com."; no limit on their number.
    required<std::vector<std::string>> zones;
    /// Peers to transfer from, in order: 1 to 30 names or identifiers of peers that exist and have an
    /// address. If several peers have the same name, use an identifier instead. `ensure` creates peers.
    required<std::vector<std::string>> peers;
    /// Refresh interval, at least 300 s.
    std::chrono::seconds auto_refresh_seconds{86400};
    /// Whether to create zones that do not exist, with the type "secondary". Otherwise they fail.
    bool create_zones{false};
    creation_policy creation{};  ///< How creates with an unknown outcome are treated.
};

/// Checks everything that can be checked without the service. `onboard` does this before it sends a request.
///
/// *Errors:* `errc::invalid_parameter`, and `parameter()` is the path of the member, such as `zones/17`,
/// for: an empty account identifier; a zone name that is not a domain name, or repeated regardless of case
/// and of the final dot; no peers, more than 30, or an empty or repeated one; a refresh interval below 300
/// s.
[[nodiscard]] result<void> check(fleet const& all);

/// Divides the zones of a fleet into at most `count` parts of about the same size, in order, for `onboard`
/// machines that run at the same time. No part is empty.
[[nodiscard]] std::vector<fleet> slices(fleet const& all, std::size_t count);

/// The outcome for a zone.
enum class zone_outcome : unsigned char {
    created,     ///< The zone and its configuration were created.
    configured,  ///< The zone existed; its configuration was created.
    changed,     ///< The configuration differed and was replaced.
    unchanged,   ///< The configuration was as it should be.
    failed,      ///< The zone is not as it should be, or it is not known whether it is.
};

/// The name of an outcome, such as "created".
[[nodiscard]] std::string_view to_string(zone_outcome outcome) noexcept;

/// A zone that failed.
struct failed_zone {
    std::string name{};      ///< Name, as in `fleet::zones`.
    std::string id{};        ///< Identifier, if it is known.
    step_failure failure{};  ///< Why it failed.
};

/// The outcome for a fleet. It contains no secrets, and lists only the zones that failed.
struct fleet_report {
    std::string account_id{};  ///< Account identifier.
    std::size_t zones{};       ///< Number of zones of the fleet.
    std::size_t created{};     ///< Zones with the outcome `zone_outcome::created`.
    std::size_t configured{};  ///< Zones with the outcome `zone_outcome::configured`.
    std::size_t changed{};     ///< Zones with the outcome `zone_outcome::changed`.
    std::size_t unchanged{};   ///< Zones with the outcome `zone_outcome::unchanged`.
    std::size_t earlier{};     ///< How many zones of these four outcomes are known from the journal.
    std::vector<failed_zone> failed{};  ///< Zones that failed, in the order of `fleet::zones`.
    /// Why the run ended before the last zone; empty if it did not.
    std::optional<step_failure> stopped{};

    /// Number of zones that are as they should be.
    [[nodiscard]] std::size_t done() const noexcept { return created + configured + changed + unchanged; }
    /// Number of zones that were not begun.
    [[nodiscard]] std::size_t left() const noexcept { return zones - done() - failed.size(); }
    /// Whether all zones are as they should be.
    [[nodiscard]] bool complete() const noexcept { return done() == zones; }
};

/// Writes a report as text: a line with the numbers, a line for each outcome that occurred and for each zone
/// that failed, and why the run stopped. The first character of a line is as in plans.
[[nodiscard]] std::string to_text(fleet_report const& report);

/// Writes a report as a JSON object.
[[nodiscard]] std::string to_json(fleet_report const& report);

/// How many requests remain, and how long they take.
struct fleet_estimate {
    std::uint64_t min_requests{};  ///< Requests if all existing zones are as they should be.
    std::uint64_t max_requests{};  ///< Requests if none of them is.
    /// Time for `min_requests`: at the rate of the budget and at the speed of the responses so far.
    std::chrono::milliseconds min_time{};
    std::chrono::milliseconds max_time{};  ///< Time for `max_requests`.
};

/// Writes an estimate as text: "5102 to 10101 requests in 20 to 40 min".
[[nodiscard]] std::string to_text(fleet_estimate const& estimate);

/// The progress of a run.
struct fleet_progress {
    std::size_t zones{};                    ///< Number of zones of the fleet.
    std::size_t done{};                     ///< Zones that are as they should be, earlier runs included.
    std::size_t failed{};                   ///< Zones that failed in this run.
    std::size_t left{};                     ///< Zones that remain.
    std::chrono::milliseconds time_left{};  ///< Estimated time until the end; zero after it.
};

/// Writes the progress as text: "1200 of 5000 zones done, 3 failed, 3797 left, about 32 min".
[[nodiscard]] std::string to_text(fleet_progress const& progress);

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/fleet.ipp>
#endif

#endif
