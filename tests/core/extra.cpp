// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

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
    for (auto const member : extra)
        walked += std::string{member.name} + '=' + std::string{member.json} + ';';
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

TEST_CASE("set_text stores a JSON string, and a query sends the plain text") {
    cfdns::extra_members extra;
    extra.set_text("a", "prod \"x\"\n\\");
    CHECK(extra.find("a") == R"("prod \"x\"\n\\")");
    zt::acls::list list{.account_id = "a"};
    list.extra.set_text("name", "prod & more");
    list.extra.set_text("empty", "");
    list.extra.set("page", "2");
    CHECK(cfdns::make_request(list).value().target ==
          "/client/v4/accounts/a/secondary_dns/acls?name=prod%20%26%20more&empty=&page=2");
    list.extra.set("name", "prod");
    CHECK(cfdns::make_request(list).error().message().find("set_text") != std::string::npos);
    list.extra.set_text("name", "\xff");
    CHECK(cfdns::make_request(list).error().parameter() == "extra/name");
}

TEST_CASE("erase removes all members of a name") {
    cfdns::extra_members extra;
    extra.set("a", "1");
    extra.set("b", "2");
    extra.set("c", "3");
    CHECK(extra.erase("b"));
    CHECK_FALSE(extra.erase("b"));
    CHECK(extra.size() == 2);
    CHECK(extra.find("a") == "1");
    CHECK(extra.find("c") == "3");
    extra.set("b", "4");
    CHECK(extra[2].name == "b");
}

TEST_CASE("an extra member may be nested as deeply as the reader allows") {
    std::string const deep = std::string(900, '[') + std::string(900, ']');
    cfdns::response_limits limits;
    limits.max_depth = 1000;
    auto const got = cfdns::parse_response<zt::incoming::get>(
        response_of(200, success("{\"new\":" + deep + "}")), limits);
    REQUIRE(got.has_value());
    auto op = example_create();
    op.extra = got.value().extra;
    auto const again = cfdns::make_request(op);
    REQUIRE(again.has_value());
    CHECK(again.value().body.find(deep) != std::string::npos);
    op.extra.set("new", std::string(1100, '[') + std::string(1100, ']'));
    CHECK(cfdns::make_request(op).error().parameter() == "extra/new");
}

TEST_CASE("setting a member that was received twice leaves one") {
    auto const got = cfdns::parse_response<zt::incoming::get>(
        {200, {}, R"({"success":true,"result":{"x":1,"y":2,"x":3}})"});
    auto extra = got.value().extra;
    CHECK(extra.size() == 3);
    CHECK(extra.find("x") == "3");
    extra.set("x", "4");
    CHECK(extra.size() == 2);
    CHECK(extra[0].json == "4");
    CHECK(extra[1].json == "2");
}
