// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>

TEST_CASE("a timestamp keeps its text and reads RFC 3339") {
    using std::chrono::sys_days;
    using namespace std::chrono;
    struct {
        char const* text;
        sys_time<microseconds> time;
    } const good[] = {
        {"2019-10-24T17:09:42.883908+01:00", sys_days{2019y / 10 / 24} + 16h + 9min + 42s + 883908us},
        {"2019-10-24T16:09:42Z", sys_days{2019y / 10 / 24} + 16h + 9min + 42s},
        {"2019-10-24t16:09:42z", sys_days{2019y / 10 / 24} + 16h + 9min + 42s},
        {"2019-10-24 16:09:42Z", sys_days{2019y / 10 / 24} + 16h + 9min + 42s},
        {"2019-10-24T16:09:42.5Z", sys_days{2019y / 10 / 24} + 16h + 9min + 42s + 500ms},
        {"2019-10-24T16:09:42.123456789Z", sys_days{2019y / 10 / 24} + 16h + 9min + 42s + 123456us},
        {"2019-12-31T23:30:00-01:00", sys_days{2020y / 1 / 1} + 30min},
        {"2020-02-29T00:00:00-00:00", sys_days{2020y / 2 / 29}},
        {"2016-12-31T23:59:60Z", sys_days{2017y / 1 / 1}},
        {"0001-01-01T00:00:00Z", sys_days{1y / 1 / 1}},
        {"9999-12-31T23:59:59Z", sys_days{9999y / 12 / 31} + 23h + 59min + 59s},
    };
    for (auto const& row : good) {
        CAPTURE(std::string{row.text});
        cfdns::timestamp const stamp{row.text};
        CHECK(stamp.text() == row.text);
        REQUIRE(stamp.time().has_value());
        CHECK(*stamp.time() == row.time);
    }
}

TEST_CASE("text that is not an RFC 3339 date-time is kept but has no time") {
    char const* const bad[] = {"",
                               "yesterday",
                               "2019-10-24",
                               "2019-10-24T17:09:42",
                               "2019-10-24T17:09:42+0100",
                               "2019-10-24T17:09:42+24:00",
                               "2019-10-24T17:09:42+01:60",
                               "2019-10-24T17:09:42.Z",
                               "2019-10-24T17:09:42.88x",
                               "2019-13-24T17:09:42Z",
                               "2019-02-29T17:09:42Z",
                               "2019-10-00T17:09:42Z",
                               "2019-10-24T24:00:00Z",
                               "2019-10-24T17:60:42Z",
                               "2019-10-24T17:09:61Z",
                               "19-10-24T17:09:42Z",
                               "2019-10-24T17:09:42Z ",
                               " 2019-10-24T17:09:42Z",
                               "2019-10-24X17:09:42Z",
                               "+019-10-24T17:09:42Z",
                               "2019-10-24T17:09:42Z2"};
    for (char const* text : bad) {
        CAPTURE(std::string{text});
        CHECK_FALSE(cfdns::timestamp{text}.time().has_value());
        CHECK(cfdns::timestamp{text}.text() == text);
    }
}

TEST_CASE("timestamps of any length are copied, moved and assigned") {
    auto const same = [](cfdns::timestamp const& stamp, std::string const& text) {
        return stamp.text() == text && stamp == cfdns::timestamp{text} &&
               stamp != cfdns::timestamp{text + "x"};
    };
    for (std::size_t const size : {0u, 1u, 38u, 39u, 40u, 41u, 1000u})
        for (std::size_t const old_size : {0u, 39u, 40u, 1000u}) {
            CAPTURE(size);
            CAPTURE(old_size);
            std::string const text(size, 't'), old(old_size, 'o');
            cfdns::timestamp original{text};
            cfdns::timestamp copy{original}, assigned{old}, moved_to{old};
            assigned = original;
            auto const& itself = assigned;
            assigned = itself;
            CHECK(same(original, text));
            CHECK(same(copy, text));
            CHECK(same(assigned, text));
            cfdns::timestamp moved{std::move(original)};
            moved_to = std::move(copy);
            CHECK(same(moved, text));
            CHECK(same(moved_to, text));
            original = cfdns::timestamp{old};
            copy = moved;
            CHECK(same(original, old));
            CHECK(same(copy, text));
        }
}

TEST_CASE("timestamps compare by their text") {
    CHECK(cfdns::timestamp{"a"} == cfdns::timestamp{"a"});
    CHECK(cfdns::timestamp{"a"} != cfdns::timestamp{"b"});
    CHECK(cfdns::timestamp{}.text().empty());
}
