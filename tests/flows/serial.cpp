// SPDX-License-Identifier: BSL-1.0
#include <cfdns/flows.hpp>

#include <doctest/doctest.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

namespace flows = cfdns::flows;
using cfdns::zone_transfers::compare_serials;

namespace {

std::uint32_t const half = std::uint32_t{1} << 31;
std::uint32_t const last = 0xffffffffu;

struct sum {
    std::uint32_t serial, increment;
    std::optional<std::uint32_t> expected;
};

sum const sums[] = {
    {0, 0, 0},
    {2026112501, 1, 2026112502},
    {last, 1, 0},
    {last, 2, 1},
    {0, half - 1, half - 1},
    {half, half - 1, last},
    {half + 1, half - 1, 0},
    {last, half - 1, half - 2},
    {0, half, std::nullopt},
    {1, half, std::nullopt},
    {0, last, std::nullopt},
};

struct reach {
    std::uint32_t seen, wanted;
    bool expected;
};

reach const reaches[] = {
    {5, 5, true},
    {6, 5, true},
    {4, 5, false},
    {0, last, true},
    {last, 0, false},
    {half - 1, 0, true},
    {half, 0, false},
    {0, half, false},
    {half + 1, 0, false},
    {0, half + 1, true},
    {2026112501, 1795599492, true},
    {1795599492, 2026112501, false},
};

struct path {
    std::uint32_t from, to;
    std::vector<std::uint32_t> expected;
};

path const paths[] = {
    {7, 7, {}},
    {0, 0, {}},
    {1, 2, {2}},
    {last, 0, {0}},
    {last, 1, {1}},
    {0, half - 1, {half - 1}},
    {2026112501, 1795599492, {4173596148, 1795599492}},
    {0, half, {half - 1, half}},                       // undefined in one step
    {half, 0, {last, 0}},                              // undefined in one step
    {2, 1, {half + 1, last, 1}},                       // avoids 0
    {half + 1, half - 1, {last, half - 2, half - 1}},  // avoids 0 with one more
    {half + 1, 2, {last, 2}},                          // avoids 0
    {5, 4, {half + 4, 3, 4}},                          // three steps
    {5, 3, {half + 4, 3}},                             // the longest of two
    {0, last, {half - 1, last - 1, last}},
    {1, 0, {half, last, 0}},
};

// Whether each serial is newer than the one before, and the last one is `to`.
void check_path(std::uint32_t from, std::uint32_t to) {
    CAPTURE(from);
    CAPTURE(to);
    std::vector<std::uint32_t> const seen = flows::serial_path(from, to);
    std::uint32_t at = from;
    for (std::size_t i = 0; i != seen.size(); ++i) {
        CHECK(compare_serials(at, seen[i]) == std::partial_ordering::less);
        CHECK((seen[i] != 0 || i + 1 == seen.size()));
        at = seen[i];
    }
    CHECK(at == to);
    std::uint32_t const distance = to - from;
    std::size_t const least = distance == 0 ? 0 : distance < half ? 1 : distance < last ? 2 : 3;
    CHECK(seen.size() >= least);
    bool const meets_zero = from == half + 1 || from == 2;  // on the way by the largest steps
    CHECK(seen.size() <= least + (meets_zero ? 1 : 0));
}

}  // namespace

TEST_CASE("serials are added modulo 2^32, and by less than 2^31") {
    for (auto const& row : sums) {
        CAPTURE(row.serial);
        CAPTURE(row.increment);
        CHECK(flows::add_to_serial(row.serial, row.increment) == row.expected);
    }
    static_assert(flows::add_to_serial(0xffffffffu, 1) == 0u);
}

TEST_CASE("a version is reached by itself and by newer ones, also across the wrap-around") {
    for (auto const& row : reaches) {
        CAPTURE(row.seen);
        CAPTURE(row.wanted);
        CHECK(flows::has_reached(row.seen, row.wanted) == row.expected);
    }
    static_assert(flows::has_reached(0, 0xffffffffu));
}

TEST_CASE("a serial gets anywhere by steps that secondaries follow") {
    for (auto const& row : paths) {
        CAPTURE(row.from);
        CAPTURE(row.to);
        CHECK(flows::serial_path(row.from, row.to) == row.expected);
    }
}

TEST_CASE("every step of a path is newer than the one before") {
    std::mt19937 random{20261126};
    std::uint32_t const edges[] = {0, 1, 2, 3, half - 2, half - 1, half, half + 1, half + 2, last - 1, last};
    for (std::uint32_t const from : edges)
        for (std::uint32_t const to : edges) check_path(from, to);
    for (int i = 0; i != 3000; ++i) {
        std::uint32_t const from = static_cast<std::uint32_t>(random());
        check_path(from, static_cast<std::uint32_t>(random()));
        for (std::uint32_t const edge : edges) check_path(from, from + edge);
    }
}

TEST_CASE("adding makes a serial newer") {
    std::mt19937 random{1982};
    for (int i = 0; i != 3000; ++i) {
        std::uint32_t const serial = static_cast<std::uint32_t>(random());
        std::uint32_t const increment =
            1 + static_cast<std::uint32_t>(random()) % flows::max_serial_increment;
        auto const sum = flows::add_to_serial(serial, increment);
        REQUIRE(sum.has_value());
        CHECK(compare_serials(serial, *sum) == std::partial_ordering::less);
        CHECK(flows::has_reached(*sum, serial));
        CHECK_FALSE(flows::has_reached(serial, *sum));
    }
}
