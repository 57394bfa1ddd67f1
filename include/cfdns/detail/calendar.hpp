// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_CALENDAR_HPP
#define CFDNS_DETAIL_CALENDAR_HPP

#include <cfdns/detail/ascii.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

// Parsing of dates and times, shared by RFC 3339 (timestamps) and RFC 9110 5.6.7 (HTTP-date).
namespace cfdns::inline v0_2::detail {

// A cursor over text. Each take_* consumes the named element or sets `ok` to false permanently.
struct text_cursor {
    std::string_view rest;
    bool ok = true;

    constexpr char peek() const noexcept { return rest.empty() ? '\0' : rest.front(); }

    constexpr void take(char c) noexcept {
        if (ok && peek() == c && !rest.empty())
            rest.remove_prefix(1);
        else
            ok = false;
    }

    // Exactly `digits` decimal digits.
    constexpr int take_number(std::size_t digits) noexcept {
        int value = 0;
        if (rest.size() < digits) ok = false;
        for (std::size_t i = 0; ok && i != digits; ++i) {
            if (is_digit(rest[i]))
                value = value * 10 + (rest[i] - '0');
            else
                ok = false;
        }
        if (ok) rest.remove_prefix(digits);
        return value;
    }

    // hh:mm:ss; ss may be 60 (a leap second).
    constexpr std::chrono::seconds take_time_of_day() noexcept {
        int const hour = take_number(2);
        take(':');
        int const minute = take_number(2);
        take(':');
        int const second = take_number(2);
        if (hour > 23 || minute > 59 || second > 60) ok = false;
        return std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
    }
};

inline std::optional<std::chrono::sys_days> to_days(int year, int month, int day) noexcept {
    std::chrono::year_month_day const date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days{date};
}

}  // namespace cfdns::inline v0_2::detail

#endif
