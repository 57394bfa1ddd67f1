// SPDX-License-Identifier: BSL-1.0
#include <cfdns/flows.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace flows = cfdns::flows;
using namespace std::chrono_literals;

namespace {

using flows::verdict;
using judged_config = cfdns::zone_transfers::incoming::configuration;
using instant = std::chrono::sys_time<std::chrono::microseconds>;

instant const noon = std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} + 12h;
std::uint32_t const wrap = 0xffffffffu;
std::uint32_t const middle = std::uint32_t{1} << 31;

std::optional<cfdns::timestamp> text_at(std::optional<std::chrono::seconds> ago) {
    if (!ago) return std::nullopt;
    auto const seconds = std::chrono::floor<std::chrono::seconds>(noon - *ago);
    auto const day = std::chrono::floor<std::chrono::days>(seconds);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{seconds - day};
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return cfdns::timestamp{text};
}

// Times are seconds before now. The refresh interval is an hour.
struct row {
    char const* what;
    std::optional<std::chrono::seconds> created, checked;
    std::optional<std::uint32_t> serial;
    struct seen {
        std::uint32_t serial;
        std::chrono::seconds last, first;
    };
    std::optional<seen> primary;
    bool notify;
    verdict expected;
    bool needs_attention;
};

std::optional<std::chrono::seconds> const never{};

row const rows[] = {
    {"new", 10s, never, {}, {}, true, verdict::never_checked, false},
    {"still new", 3900s, never, {}, {}, true, verdict::never_checked, false},
    {"never checked for too long", 3901s, never, {}, {}, true, verdict::never_checked, true},
    {"never checked, age unknown", never, never, {}, {}, true, verdict::never_checked, false},
    {"never checked, primary known", 10s, never, {}, {{7, 0s, 0s}}, true, verdict::never_checked, false},
    {"just checked", 10s, 120s, {}, {}, true, verdict::never_transferred, false},
    {"checked and not transferred", 10s, 121s, {}, {{7, 0s, 0s}}, true, verdict::never_transferred, true},
    {"checked again and not transferred", 3600s, 0s, {}, {}, true, verdict::never_transferred, false},
    {"checked often and not transferred", 3601s, 0s, {}, {}, true, verdict::never_transferred, true},
    {"equal", 1h, 60s, 7, {{7, 0s, 0s}}, true, verdict::current, false},
    {"equal, seen before", 1h, 60s, 7, {{7, 100s, 100s}}, true, verdict::current, false},
    {"newer by a transfer since", 1h, 60s, 8, {{7, 61s, 1h}}, true, verdict::current, false},
    {"newer at the same time", 1h, 60s, 8, {{7, 60s, 1h}}, true, verdict::current, false},
    {"newer across the wrap-around", 1h, 60s, 0, {{wrap, 61s, 1h}}, true, verdict::current, false},
    {"behind", 1h, 60s, 7, {{8, 0s, 0s}}, true, verdict::behind, false},
    {"behind for two minutes", 1h, 60s, 7, {{8, 0s, 120s}}, true, verdict::behind, false},
    {"behind for longer", 1h, 60s, 7, {{8, 0s, 121s}}, true, verdict::behind, true},
    {"behind without NOTIFY", 1h, 60s, 7, {{8, 0s, 3660s}}, false, verdict::behind, false},
    {"behind without NOTIFY for longer", 1h, 60s, 7, {{8, 0s, 3661s}}, false, verdict::behind, true},
    {"behind, and no checks", 9h, 7261s, 7, {{8, 0s, 0s}}, true, verdict::behind, true},
    {"behind across the wrap-around", 1h, 60s, wrap, {{0, 0s, 0s}}, true, verdict::behind, false},
    {"behind by the most", 1h, 60s, 1, {{middle, 0s, 0s}}, true, verdict::behind, false},
    {"back", 1h, 60s, 8, {{7, 59s, 1h}}, true, verdict::primary_went_back, true},
    {"back across the wrap-around", 1h, 60s, 5, {{wrap, 0s, 0s}}, true, verdict::primary_went_back, true},
    {"from a date to a time",
     1h,
     60s,
     2026112501,
     {{1795599492, 0s, 0s}},
     true,
     verdict::primary_went_back,
     true},
    {"2^31 apart", 1h, 60s, 1, {{middle + 1, 0s, 0s}}, true, verdict::incomparable, true},
    {"2^31 apart, and no checks", 1h, 9h, middle, {{0, 0s, 0s}}, true, verdict::incomparable, true},
    {"newer, time of the check unknown", 1h, never, 8, {{7, 0s, 0s}}, true, verdict::unconfirmed, false},
    {"two intervals and a minute", 9h, 7260s, 7, {}, true, verdict::unconfirmed, false},
    {"no checks", 9h, 7261s, 7, {}, true, verdict::checks_stopped, true},
    {"no checks, and equal", 9h, 7261s, 7, {{7, 0s, 0s}}, true, verdict::checks_stopped, true},
    {"primary unknown", 1h, 60s, 7, {}, true, verdict::unconfirmed, false},
    {"0 is a serial", 1h, 60s, 0, {{0, 0s, 0s}}, true, verdict::current, false},
    {"checked in the future", 1h, -3600s, 7, {}, true, verdict::unconfirmed, false},
    {"newer, checked and seen in the future", 1h, -5s, 6, {{5, -10s, -10s}}, true, verdict::current, false},
};

judged_config config_of(row const& one) {
    return {.auto_refresh_seconds = 3600s,
            .checked_time = text_at(one.checked),
            .created_time = text_at(one.created),
            .peers = std::vector<std::string>{"p"},
            .soa_serial = one.serial};
}

flows::freshness judge_row(row const& one, judged_config const& config) {
    std::optional<flows::primary_serial> primary;
    if (one.primary) primary = {one.primary->serial, noon - one.primary->last, noon - one.primary->first};
    return flows::freshness_of(config, noon, primary, one.notify);
}

}  // namespace

TEST_CASE("verdicts on a secondary zone") {
    for (row const& one : rows) {
        CAPTURE(one.what);
        auto const out = judge_row(one, config_of(one));
        CHECK(flows::to_string(out.verdict) == flows::to_string(one.expected));
        CHECK(out.needs_attention == one.needs_attention);
        CHECK(out.age.has_value() == one.checked.has_value());
        if (out.age) CHECK(*out.age == (std::max)(*one.checked, 0s));
    }
}

TEST_CASE("a zone without a configuration, and one without peers") {
    auto const none = flows::freshness_of(std::nullopt, noon);
    CHECK(none.verdict == verdict::not_configured);
    CHECK(none.needs_attention);
    for (row const& one : rows) {
        auto config = config_of(one);
        config.peers->clear();
        auto const out = judge_row(one, config);
        CHECK(out.verdict == verdict::no_peer);
        CHECK(out.needs_attention);
        // Peers that are not known are not none.
        config.peers.reset();
        CHECK(judge_row(one, config).verdict == one.expected);
    }
}

TEST_CASE("a serial that was seen once was seen at that time") {
    row const one{"", 1h, 10min, 7, {}, true, {}, false};
    CHECK_FALSE(flows::freshness_of(config_of(one), noon, {{8, noon}}).needs_attention);
    CHECK(flows::freshness_of(config_of(one), noon, {{8, noon - 3min}}).needs_attention);
}

TEST_CASE("the refresh interval is a day unless the configuration says otherwise") {
    row const one{"", 48h, 47h, 7, {}, true, {}, false};
    auto config = config_of(one);
    CHECK(flows::freshness_of(config, noon).verdict == verdict::checks_stopped);
    config.auto_refresh_seconds.reset();
    CHECK(flows::freshness_of(config, noon).verdict == verdict::unconfirmed);
}

TEST_CASE("a time that cannot be read is not known") {
    judged_config config = config_of(rows[0]);
    config.checked_time = cfdns::timestamp{"garbage"};
    CHECK(flows::freshness_of(config, noon).verdict == verdict::never_checked);
    config.soa_serial = 8;
    CHECK(flows::freshness_of(config, noon, {{7, noon}}).verdict == verdict::unconfirmed);
}

TEST_CASE("freshness_of is defined for all values") {
    std::mt19937 random{4};
    auto const any = [&](auto const& from) { return from[random() % std::size(from)]; };
    std::optional<cfdns::timestamp> const times[] = {{},
                                                     cfdns::timestamp{""},
                                                     cfdns::timestamp{"yesterday"},
                                                     text_at(0s),
                                                     text_at(-1h),
                                                     text_at(10h),
                                                     cfdns::timestamp{"0000-01-01T00:00:00Z"},
                                                     cfdns::timestamp{"9999-12-31T23:59:59Z"}};
    std::optional<std::chrono::seconds> const intervals[] = {
        {}, 0s, -1s, 300s, std::chrono::seconds::max(), std::chrono::seconds::min()};
    std::optional<std::uint32_t> const serials[] = {{}, 0, 1, middle - 1, middle, middle + 1, wrap};
    instant const instants[] = {instant{}, noon, instant::min(), instant::max()};
    std::size_t seen[16]{};
    for (int i = 0; i != 5000; ++i) {
        judged_config const config{.auto_refresh_seconds = any(intervals),
                                   .checked_time = any(times),
                                   .created_time = any(times),
                                   .soa_serial = any(serials)};
        std::optional<flows::primary_serial> primary;
        if (random() % 3 != 0)
            primary = {static_cast<std::uint32_t>(random()), any(instants),
                       random() % 2 == 0 ? std::optional{any(instants)} : std::nullopt};
        if (auto const serial = any(serials); primary && serial) primary->serial = *serial;
        auto const out = flows::freshness_of(config, any(instants), primary, random() % 2 == 0);
        CHECK(flows::to_string(out.verdict) != "unknown");
        if (out.age) CHECK(*out.age >= 0s);
        if (!config.soa_serial || !primary)
            CHECK((out.verdict != verdict::current && out.verdict != verdict::behind));
        if (out.verdict == verdict::current || out.verdict == verdict::unconfirmed)
            CHECK_FALSE(out.needs_attention);
        ++seen[static_cast<std::size_t>(out.verdict)];
    }
    CHECK(seen[static_cast<std::size_t>(verdict::primary_went_back)] != 0);
    CHECK(seen[static_cast<std::size_t>(verdict::checks_stopped)] != 0);
    CHECK(flows::to_string(static_cast<verdict>(200)) == "unknown");
}
