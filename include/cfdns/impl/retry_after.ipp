// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_RETRY_AFTER_IPP
#define CFDNS_IMPL_RETRY_AFTER_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/retry_after.hpp>

#include <cstdint>

namespace cfdns::inline v0_2::detail {

CFDNS_DECL std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text,
                                                                   int near_year) noexcept {
    static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    auto const take_month = [](text_cursor& in) {
        std::size_t const at = months.find(in.rest.substr(0, 3));
        if (in.rest.size() < 3 || at == std::string_view::npos || at % 3 != 0) {
            in.ok = false;
            return 0;
        }
        in.rest.remove_prefix(3);
        return static_cast<int>(at / 3) + 1;
    };

    // The name of the day is redundant; the comma distinguishes the formats.
    text_cursor in{trim(text)};
    std::size_t const comma = in.rest.find(',');
    int year = 0, month = 0, day = 0;
    std::chrono::seconds of_day{};
    if (comma == std::string_view::npos) {  // asctime: Sun Nov  6 08:49:37 1994
        in.rest.remove_prefix(in.rest.size() < 4 ? in.rest.size() : 4);
        month = take_month(in);
        in.take(' ');
        if (in.peek() == ' ') {
            in.take(' ');
            day = in.take_number(1);
        } else {
            day = in.take_number(2);
        }
        in.take(' ');
        of_day = in.take_time_of_day();
        in.take(' ');
        year = in.take_number(4);
    } else {
        in.rest.remove_prefix(comma + 1);
        in.take(' ');
        day = in.take_number(2);
        bool const rfc850 = in.peek() == '-';  // Sunday, 06-Nov-94 08:49:37 GMT
        in.take(rfc850 ? '-' : ' ');
        month = take_month(in);
        in.take(rfc850 ? '-' : ' ');
        year = in.take_number(rfc850 ? 2 : 4);
        if (rfc850) {
            year += near_year - near_year % 100;
            if (year > near_year + 50) year -= 100;
            if (year <= near_year - 50) year += 100;
        }
        in.take(' ');
        of_day = in.take_time_of_day();
        if (in.rest != " GMT") in.ok = false;
        in.rest = {};
    }
    auto const days = to_days(year, month, day);
    if (!in.ok || !in.rest.empty() || !days) return std::nullopt;
    return std::chrono::sys_seconds{*days + of_day};
}

CFDNS_DECL std::optional<std::chrono::milliseconds> parse_delay(std::string_view text,
                                                                std::chrono::milliseconds unit) noexcept {
    constexpr std::int64_t cap = std::int64_t{100} * 366 * 24 * 3600 * 1000;
    text = trim(text);
    std::size_t i = 0;
    std::int64_t total = 0;
    for (; i != text.size() && is_digit(text[i]); ++i)
        total = total > cap ? total : total * 10 + (text[i] - '0') * unit.count();
    if (i == 0) return std::nullopt;
    if (i != text.size()) {
        if (text[i++] != '.') return std::nullopt;
        std::int64_t fraction = 0, scale = 1;
        bool rest = false;  // whether any of the ignored digits is nonzero
        for (; i != text.size(); ++i) {
            if (!is_digit(text[i])) return std::nullopt;
            if (scale < 1'000'000) {
                fraction = fraction * 10 + (text[i] - '0');
                scale *= 10;
            } else {
                rest = rest || text[i] != '0';
            }
        }
        fraction *= unit.count();
        total += fraction / scale + (fraction % scale != 0 || rest ? 1 : 0);
    }
    return std::chrono::milliseconds{total > cap ? cap : total};
}

CFDNS_DECL std::optional<std::chrono::milliseconds> find_retry_after(
    std::span<http_header const> headers) noexcept {
    if (auto const value = find_header(headers, "Retry-After-Ms"))
        if (auto const delay = parse_delay(*value, std::chrono::milliseconds{1})) return delay;
    auto const value = find_header(headers, "Retry-After");
    if (!value) return std::nullopt;
    if (auto const delay = parse_delay(*value, std::chrono::seconds{1})) return delay;
    auto const sent_at = find_header(headers, "Date");
    auto const now = sent_at ? parse_http_date(*sent_at) : std::nullopt;
    if (!now) return std::nullopt;
    auto const near_year = static_cast<int>(1970 + now->time_since_epoch() / std::chrono::years{1});
    auto const until = parse_http_date(*value, near_year);
    if (!until) return std::nullopt;
    return *until > *now ? std::chrono::milliseconds{*until - *now} : std::chrono::milliseconds{0};
}

}  // namespace cfdns::inline v0_2::detail

#endif
