// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>
#include <cfdns/detail/retry_after.hpp>

TEST_CASE("the requested delay is read from seconds, milliseconds and dates") {
    struct {
        std::vector<cfdns::http_header> headers;
        std::optional<std::chrono::milliseconds> wait;
    } const table[] = {
        {{}, std::nullopt},
        {{{"Retry-After", "120"}}, 120s},
        {{{"retry-after", " 0 "}}, 0s},
        {{{"Retry-After", "0.2"}}, 200ms},
        {{{"Retry-After", "1.0001"}}, 1001ms},
        {{{"Retry-After", "1.00000001"}}, 1001ms},
        {{{"Retry-After", "300"}}, 300s},
        {{{"Retry-After", "99999999999999999999999999"}}, std::chrono::hours{100 * 366 * 24}},
        {{{"Retry-After", "-1"}}, std::nullopt},
        {{{"Retry-After", "abc"}}, std::nullopt},
        {{{"Retry-After", "2 seconds"}}, std::nullopt},
        {{{"Retry-After", "1e3"}}, std::nullopt},
        {{{"Retry-After", "."}}, std::nullopt},
        {{{"Retry-After", ""}}, std::nullopt},
        {{{"Retry-After-Ms", "1500"}, {"Retry-After", "9"}}, 1500ms},
        {{{"Retry-After-Ms", "0.5"}}, 1ms},
        {{{"Retry-After-Ms", "x"}, {"Retry-After", "9"}}, 9s},
        {{{"Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"Date", "Sun, 06 Nov 1994 08:49:07 GMT"}}, 30s},
        {{{"Retry-After", "Sunday, 06-Nov-94 08:49:37 GMT"}, {"Date", "Sun Nov  6 08:49:07 1994"}}, 30s},
        {{{"Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"Date", "Sun, 06 Nov 1994 08:49:38 GMT"}}, 0s},
        {{{"Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"}}, std::nullopt},
        {{{"Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"Date", "now"}}, std::nullopt},
        {{{"Retry-After", "Sun, 31 Feb 1994 08:49:37 GMT"}, {"Date", "Sun, 06 Nov 1994 08:49:07 GMT"}},
         std::nullopt},
        {{{"Retry-After", "Sun, 06 Nov 1994 08:49:37 CET"}, {"Date", "Sun, 06 Nov 1994 08:49:07 GMT"}},
         std::nullopt},
    };
    for (auto const& row : table) {
        CAPTURE(row.headers.empty() ? std::string{} : row.headers.front().value);
        CHECK(cfdns::detail::find_retry_after(row.headers) == row.wait);
    }
}

TEST_CASE("an HTTP-date is read in its three formats, and other text is rejected") {
    using namespace std::chrono;
    sys_seconds const expected = sys_days{1994y / 11 / 6} + 8h + 49min + 37s;
    for (char const* text : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
                             "Sun Nov  6 08:49:37 1994", " Sun, 06 Nov 1994 08:49:37 GMT "}) {
        CAPTURE(std::string{text});
        CHECK(cfdns::detail::parse_http_date(text) == expected);
    }
    // A year of two digits is at most 50 years later.
    struct row {
        char const* text;
        int near_year;
        year expected;
    };
    for (row const& one : {row{"Saturday, 01-Jan-50 00:00:00 GMT", 2026, 2050y},
                           {"Saturday, 01-Jan-76 00:00:00 GMT", 2026, 2076y},
                           {"Saturday, 01-Jan-77 00:00:00 GMT", 2026, 1977y},
                           {"Saturday, 01-Jan-05 00:00:00 GMT", 2090, 2105y},
                           {"Saturday, 01-Jan-40 00:00:00 GMT", 2090, 2140y},
                           {"Saturday, 01-Jan-41 00:00:00 GMT", 2090, 2041y}}) {
        CAPTURE(one.text);
        CHECK(cfdns::detail::parse_http_date(one.text, one.near_year) ==
              sys_days{one.expected / January / 1});
    }
    for (char const* text :
         {"", ",", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 6 Nov 1994 08:49:37 GMT",
          "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 ovD 1994 08:49:37 GMT", "Sun Nov  6 08:49:37 199",
          "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMTx", "Sun Nov 66 08:49:37 1994"}) {
        CAPTURE(std::string{text});
        CHECK_FALSE(cfdns::detail::parse_http_date(text).has_value());
    }
}
