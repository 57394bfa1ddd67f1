// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>

namespace {

using cfdns::nullable;

struct soa {
    nullable<std::string> mname{};
    nullable<std::uint32_t> refresh{};
    nullable<std::vector<std::string>> names{};
    std::optional<std::string> rname{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(mname, refresh, names, rname, extra)
};

struct edit {
    cfdns::required<std::string> zone_id;
    nullable<std::string> mname{};
    nullable<std::uint32_t> refresh{};
    using response_type = soa;
    static constexpr auto route = cfdns::patch("/zones/{zone_id}/dns_settings");
    static constexpr cfdns::bound bounds[] = {{"refresh", 600, 86400}};
    CFDNS_FIELDS(zone_id, mname, refresh)
};

struct look {
    nullable<std::string> name{};
    using response_type = soa;
    static constexpr auto route = cfdns::get("/soa");
    CFDNS_FIELDS(name)
};

std::string body_of(edit const& op) { return cfdns::make_request(op).value().body; }

}  // namespace

static_assert(!std::is_convertible_v<bool, nullable<std::uint32_t>>);
static_assert(!std::is_convertible_v<char, nullable<std::uint32_t>>);
static_assert(!std::is_convertible_v<char const*, nullable<bool>>);
static_assert(std::is_convertible_v<std::nullptr_t, nullable<bool>>);
static_assert(std::is_convertible_v<std::nullopt_t, nullable<std::string>>);

TEST_CASE("a nullable is absent, null or a value, and the three states are distinguishable") {
    nullable<std::string> const absent;
    nullable<std::string> const null = nullptr;
    nullable<std::string> const value = "a";
    CHECK((absent.is_absent() && !absent.is_null() && !absent.has_value() && !absent));
    CHECK((!null.is_absent() && null.is_null() && !null.has_value() && !null));
    CHECK((!value.is_absent() && !value.is_null() && value.has_value() && value));
    CHECK(*value == "a");
    CHECK(value->size() == 1);
    CHECK(null.value_or("b") == "b");
    CHECK(absent != null);
    CHECK(null != value);
    CHECK(value == nullable<std::string>{std::string_view{"a"}});
    nullable<std::string> changed = value;
    changed = nullptr;
    CHECK(changed == null);
    changed = "c";
    CHECK(*changed == "c");
    changed = std::nullopt;
    CHECK(changed == absent);
}

TEST_CASE("a nullable member is omitted, sent as null or sent with its value") {
    CHECK(body_of({.zone_id = zone}) == "{}");
    CHECK(body_of({.zone_id = zone, .mname = nullptr}) == R"({"mname":null})");
    CHECK(body_of({.zone_id = zone, .mname = "ns1.example.com", .refresh = 10000}) ==
          R"({"mname":"ns1.example.com","refresh":10000})");
    CHECK(body_of({.zone_id = zone, .mname = "", .refresh = nullptr}) == R"({"mname":"","refresh":null})");
}

TEST_CASE("bounds apply to the value of a nullable") {
    CHECK(cfdns::make_request(edit{.zone_id = zone, .refresh = 5}).error().parameter() == "refresh");
    CHECK(cfdns::make_request(edit{.zone_id = zone, .refresh = nullptr}).has_value());
}

TEST_CASE("null is not allowed in a query") {
    CHECK(cfdns::make_request(look{}).value().target == "/client/v4/soa");
    CHECK(cfdns::make_request(look{.name = "a"}).value().target == "/client/v4/soa?name=a");
    auto const refused = cfdns::make_request(look{.name = nullptr});
    CHECK(refused.error().parameter() == "name");
    CHECK(refused.error().message().find("null") != std::string::npos);
}

TEST_CASE(
    "a nullable in a result distinguishes null from absence; a mismatch reads as absent and is reported") {
    auto const read = [](std::string const& json) {
        return cfdns::parse_full_response<edit>(response_of(200, success(json))).value();
    };
    CHECK(read("{}").value.mname.is_absent());
    CHECK(read(R"({"mname":null})").value.mname.is_null());
    CHECK(*read(R"({"mname":"a"})").value.mname == "a");
    CHECK(*read(R"({"mname":null,"mname":"a"})").value.mname == "a");
    CHECK(read(R"({"mname":"a","mname":null})").value.mname.is_null());
    CHECK(read(R"({"names":null})").value.names.is_null());
    CHECK(*read(R"({"names":["a"]})").value.names == std::vector<std::string>{"a"});
    auto const odd = read(R"({"mname":5,"refresh":"soon"})");
    CHECK(odd.value.mname.is_absent());
    CHECK(odd.value.refresh.is_absent());
    REQUIRE(odd.info.mismatches.size() == 2);
    CHECK(odd.info.mismatches[0].pointer == "/result/mname");
    CHECK(odd.info.mismatches[0].expected == "string");
    CHECK(odd.info.mismatches[1].expected == "integer");
    CHECK(odd.value.extra.find("mname") == "5");
}
