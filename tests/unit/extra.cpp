// SPDX-License-Identifier: BSL-1.0
#include "support.hpp"

#include <doctest/doctest.h>

TEST_CASE("extra members are set, replaced, found and walked in order") {
    cfdns::extra_members extra;
    CHECK(extra.empty());
    extra.set("a", "1");
    extra.set("b", "[true]");
    extra.set("a", "{}");
    CHECK(extra.size() == 2);
    CHECK(extra.find("a") == "{}");
    CHECK(extra.find("b") == "[true]");
    CHECK_FALSE(extra.find("c").has_value());

    std::string walked;
    for (auto const member : extra) walked += std::string{member.name} + '=' + std::string{member.json} + ';';
    CHECK(walked == "a={};b=[true];");
    CHECK(extra[1].name == "b");

    extra.clear();
    CHECK(extra.empty());
    CHECK_FALSE(extra.find("a").has_value());
}

TEST_CASE("extra members compare by names, values and order") {
    cfdns::extra_members a, b;
    a.set("x", "1");
    CHECK_FALSE(a == b);
    b.set("x", "1");
    CHECK(a == b);
    b.set("y", "2");
    a.set("y", "3");
    CHECK_FALSE(a == b);
    cfdns::extra_members c, d;
    c.set("xy", "1");
    d.set("x", "y1");
    CHECK_FALSE(c == d);
}

TEST_CASE("setting a member that arrived twice leaves one") {
    auto const got = cfdns::parse_response<zt::incoming::get>(
        {200, R"({"success":true,"result":{"x":1,"y":2,"x":3}})", {}});
    auto extra = got.value().extra;
    CHECK(extra.size() == 3);
    CHECK(extra.find("x") == "3");
    extra.set("x", "4");
    CHECK(extra.size() == 2);
    CHECK(extra[0].json == "4");
    CHECK(extra[1].json == "2");
}
