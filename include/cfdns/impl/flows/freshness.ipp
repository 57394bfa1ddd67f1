// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_FRESHNESS_IPP
#define CFDNS_IMPL_FLOWS_FRESHNESS_IPP

#include <cfdns/core/timestamp.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/freshness.hpp>
#include <cfdns/zone_transfers/serial.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace cfdns::inline v0_2::detail {

using judged_time = std::chrono::sys_time<std::chrono::microseconds>;

CFDNS_DECL std::optional<judged_time> time_of(std::optional<timestamp> const& text) noexcept {
    return text ? text->time() : std::nullopt;
}

// Time from `from` to `to`; zero if that is negative. Times far from any real one do not overflow.
CFDNS_DECL std::chrono::seconds elapsed(judged_time from, judged_time to) noexcept {
    constexpr judged_time limit{std::chrono::microseconds{INT64_MAX / 2}};
    constexpr judged_time lower{-limit.time_since_epoch()};
    auto const span = std::clamp(to, lower, limit) - std::clamp(from, lower, limit);
    return (std::max)(std::chrono::floor<std::chrono::seconds>(span), std::chrono::seconds{0});
}

// A century is long enough not to matter, and short enough not to overflow.
CFDNS_DECL std::chrono::seconds refresh_interval(
    zone_transfers::incoming::configuration const& config) noexcept {
    constexpr std::chrono::seconds day{86'400};
    return std::clamp(config.auto_refresh_seconds.value_or(day), std::chrono::seconds{0}, day * 36'525);
}

CFDNS_DECL bool have_checks_stopped(zone_transfers::incoming::configuration const& config,
                                    std::optional<std::chrono::seconds> age) noexcept {
    return age && *age > 2 * refresh_interval(config) + std::chrono::seconds{60};
}

CFDNS_DECL flows::verdict verdict_of(zone_transfers::incoming::configuration const& config, judged_time now,
                                     std::optional<flows::primary_serial> const& primary,
                                     std::optional<std::chrono::seconds> age) noexcept {
    using flows::verdict;
    if (config.peers && config.peers->empty()) return verdict::no_peer;
    auto const checked = time_of(config.checked_time);
    if (!config.soa_serial) return checked ? verdict::never_transferred : verdict::never_checked;
    bool confirmed = false;
    if (primary) {
        auto const order = zone_transfers::compare_serials(*config.soa_serial, primary->serial);
        if (std::is_lt(order)) return verdict::behind;
        if (order == std::partial_ordering::unordered) return verdict::incomparable;
        // Cloudflare may have transferred a newer version since.
        if (std::is_gt(order) && checked && (std::min)(primary->seen, now) > (std::min)(*checked, now))
            return verdict::primary_went_back;
        confirmed = std::is_eq(order) || checked;
    }
    if (have_checks_stopped(config, age)) return verdict::checks_stopped;
    return confirmed ? verdict::current : verdict::unconfirmed;
}

CFDNS_DECL bool is_trouble(zone_transfers::incoming::configuration const& config, flows::verdict verdict,
                           judged_time now, std::optional<flows::primary_serial> const& primary,
                           std::optional<std::chrono::seconds> age, bool notify) noexcept {
    auto const interval = refresh_interval(config);
    switch (verdict) {
        case flows::verdict::current:
        case flows::verdict::unconfirmed: return false;
        case flows::verdict::behind:
            return have_checks_stopped(config, age) ||
                   elapsed(primary->since.value_or(primary->seen), now) >
                       (notify ? flows::transfer_time : interval + std::chrono::seconds{60});
        case flows::verdict::never_checked: {
            auto const created = time_of(config.created_time);
            return created && elapsed(*created, now) > interval + std::chrono::seconds{300};
        }
        case flows::verdict::never_transferred: {
            // A check may have taken place just now; others must have been before.
            auto const created = time_of(config.created_time);
            return (age && *age > flows::transfer_time) || (created && elapsed(*created, now) > interval);
        }
        case flows::verdict::not_configured:
        case flows::verdict::no_peer:
        case flows::verdict::peer_without_address:
        case flows::verdict::primary_went_back:
        case flows::verdict::incomparable:
        case flows::verdict::checks_stopped: return true;
    }
    return true;
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL std::string_view to_string(verdict verdict) noexcept {
    switch (verdict) {
        case verdict::not_configured: return "not_configured";
        case verdict::no_peer: return "no_peer";
        case verdict::peer_without_address: return "peer_without_address";
        case verdict::never_checked: return "never_checked";
        case verdict::never_transferred: return "never_transferred";
        case verdict::current: return "current";
        case verdict::behind: return "behind";
        case verdict::primary_went_back: return "primary_went_back";
        case verdict::incomparable: return "incomparable";
        case verdict::checks_stopped: return "checks_stopped";
        case verdict::unconfirmed: return "unconfirmed";
    }
    return "unknown";
}

CFDNS_DECL freshness
freshness_of(std::optional<zone_transfers::incoming::configuration> const& configuration,
             std::chrono::sys_time<std::chrono::microseconds> now,
             std::optional<primary_serial> const& primary, bool notify) {
    if (!configuration) return {verdict::not_configured, true, {}};
    freshness out;
    if (auto const checked = detail::time_of(configuration->checked_time))
        out.age = detail::elapsed(*checked, now);
    out.verdict = detail::verdict_of(*configuration, now, primary, out.age);
    out.needs_attention = detail::is_trouble(*configuration, out.verdict, now, primary, out.age, notify);
    return out;
}

}  // namespace cfdns::inline v0_2::flows

#endif
