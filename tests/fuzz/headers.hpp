// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_FUZZ_HEADERS_HPP
#define CFDNS_TESTS_FUZZ_HEADERS_HPP

#include "support.hpp"

#include <cfdns/detail/rate_limit.hpp>
#include <cfdns/detail/retry_after.hpp>

// The header fields of a response that are more than text, and points in time.
namespace fuzz {

inline void run_headers(std::string_view input) {
    source in{input};
    std::vector<cfdns::http_header> headers;
    for (char const* name : {"Retry-After", "date", "Ratelimit", "Ratelimit-Policy", "CF-Ray",
                             "X-Should-Retry", "Retry-After-Ms"})
        headers.push_back({name, in.part()});
    if (headers.back().value.empty()) headers.pop_back();
    std::string const shown{input};

    auto const delay = cfdns::detail::find_retry_after(headers);
    if (delay) MUST(delay->count() >= 0 && *delay <= std::chrono::hours{24 * 366 * 100 * 100}, shown);
    auto const date = cfdns::detail::parse_http_date(headers[0].value);
    if (date) MUST(*date > std::chrono::sys_seconds{} - std::chrono::hours{24 * 366 * 2000}, shown);

    auto const found = cfdns::detail::find_rate_limit(headers);
    cfdns::rate_limit const limit = found.value_or(cfdns::rate_limit{});
    constexpr std::uint64_t greatest = 999'999'999'999'999;
    for (auto const& number : {limit.remaining, limit.quota})
        if (number) MUST(*number <= greatest, shown);
    for (auto const& time : {limit.reset_after, limit.window})
        if (time) MUST(time->count() >= 0 && static_cast<std::uint64_t>(time->count()) <= greatest, shown);

    // The budget and the decision to retry cope with whatever was said.
    cfdns::rate_budget::time_point const now{std::chrono::hours{1}};
    cfdns::rate_budget budget{2, std::chrono::seconds{1}};
    budget.update(limit, now);
    auto const got = cfdns::parse_full_response<zt::incoming::get>({429, headers, ""});
    MUST(got.has_error() && got.error().is_rate_limited(), shown);
    budget.update(got.error(), now);
    MUST(budget.next_available(now) >= now, shown);
    for (char const c : got.error().message()) MUST(c >= ' ' && c < 127, shown);
    auto const wait = cfdns::retry_delay({}, got.error(), 1, cfdns::idempotency::safe, 0.5);
    if (wait) MUST(wait->count() >= 0 && *wait <= std::chrono::minutes{5}, shown);
    MUST(got.error().retry_after() == delay, shown);
}

inline std::vector<std::string> header_seeds() {
    return {
        "120\x01Sun, 06 Nov 1994 08:49:37 GMT\x01\"default\";r=50;t=30\x01\"default\";q=100;w=60\x01"
        "86610873f8d987a9-IAD\x01true",
        "Sun, 06 Nov 1994 08:49:47 GMT\x01Sun, 06 Nov 1994 08:49:37 "
        "GMT\x01r=1\x01\"a\";q=5;w=1,\"default\";q=1\x01\x01"
        "false",
        "Sunday, 06-Nov-94 08:49:37 GMT\x01Sun Nov  6 08:49:37 1994",
        "1.5\x01\x01\x01\x01\x01\x01"
        "1500",
        "99999999999999999999\x01\x01;r=999999999999999;t=-1",
        "Mon, 29 Feb 2100 00:00:60 GMT\x01Thu Feb 29 23:59:60 2024"};
}

inline void run_times(std::string_view input) {
    cfdns::timestamp const stamp{std::string{input}};
    MUST(stamp.text() == input, stamp.text());
    auto const time = stamp.time();
    if (!time) return;
    MUST(input.size() >= 20, stamp.text());
    MUST(*time >= std::chrono::sys_days{std::chrono::year{-1} / 12 / 30} &&
             *time < std::chrono::sys_days{std::chrono::year{10000} / 1 / 3},
         stamp.text());
    // The same time without its fraction and its offset.
    std::string plain{input.substr(0, 19)};
    auto const whole = cfdns::timestamp{plain + "Z"}.time();
    MUST(whole.has_value(), stamp.text());
    MUST(*time - *whole < std::chrono::hours{24} && *whole - *time < std::chrono::hours{24}, stamp.text());
}

inline std::vector<std::string> time_seeds() {
    return {"2019-10-24T17:09:42.883908+01:00",
            "2019-10-24T17:09:42Z",
            "2016-12-31 23:59:60z",
            "0000-01-01t00:00:00-23:59",
            "9999-12-31T23:59:60.999999999+00:00",
            "2024-02-29T00:00:00.1-00:00"};
}

inline constexpr target headers_target{"headers", &run_headers, &header_seeds};
inline constexpr target times_target{"times", &run_times, &time_seeds};

}  // namespace fuzz

#endif
