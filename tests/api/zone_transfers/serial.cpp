// SPDX-License-Identifier: BSL-1.0
#include "../../support/values.hpp"

#include <doctest/doctest.h>

TEST_CASE("serials compare by RFC 1982, including wrap-around") {
    using order = std::partial_ordering;
    struct {
        std::uint32_t a, b;
        order expected;
    } const table[] = {
        {0, 0, order::equivalent},
        {0, 1, order::less},
        {1, 0, order::greater},
        {0, 44, order::less},
        {44, 100, order::less},
        {2019102400, 2019102401, order::less},
        {4294967295u, 0, order::less},
        {4294967295u, 2147483646u, order::less},
        {4294967295u, 2147483647u, order::unordered},
        {0, 2147483647u, order::less},
        {0, 2147483648u, order::unordered},
        {2147483648u, 0, order::unordered},
        {0, 2147483649u, order::greater},
        {1700000000, 2019102400, order::less},
        {2019102400, 1700000000, order::greater},
        {4000000000u, 100, order::less},
    };
    for (auto const& row : table) {
        CAPTURE(row.a);
        CAPTURE(row.b);
        CHECK((cfdns::zone_transfers::compare_serials(row.a, row.b) == row.expected));
        CHECK(std::is_lt(cfdns::zone_transfers::compare_serials(row.a, row.b)) ==
              std::is_gt(cfdns::zone_transfers::compare_serials(row.b, row.a)));
    }
    static_assert(std::is_lt(cfdns::zone_transfers::compare_serials(1, 2)));
}
