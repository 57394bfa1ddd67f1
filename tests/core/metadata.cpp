// SPDX-License-Identifier: BSL-1.0
#include <cfdns/core/metadata.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::vector<std::string> names_of(cfdns::permission_list const& list) { return {list.begin(), list.end()}; }

static_assert(std::forward_iterator<cfdns::permission_list::iterator>);
static_assert(std::ranges::forward_range<cfdns::permission_list>);

}  // namespace

TEST_CASE("permission groups are a range of the names between semicolons") {
    struct row {
        cfdns::permission_list list;
        std::vector<std::string> names;
    };
    row const rows[] = {
        {{}, {}},
        {"", {}},
        {"DNS Read", {"DNS Read"}},
        {"DNS Read; DNS Write", {"DNS Read", "DNS Write"}},
        {"Access: Organizations, Identity Providers, and Groups Write; Zone Read; Zone Write",
         {"Access: Organizations, Identity Providers, and Groups Write", "Zone Read", "Zone Write"}},
    };
    for (row const& each : rows) {
        CAPTURE(each.names.size());
        CHECK(names_of(each.list) == each.names);
        CHECK(each.list.size() == each.names.size());
        CHECK(std::ranges::equal(each.list, each.names));
    }
}

TEST_CASE("a position in a list of permission groups is kept while another one advances") {
    cfdns::permission_list const list{"DNS Read; DNS Write"};
    auto at = list.begin();
    auto const before = at++;
    CHECK(*before == "DNS Read");
    CHECK(*at == "DNS Write");
    CHECK(before != at);
    CHECK(++at == list.end());
}
