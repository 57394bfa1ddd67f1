// SPDX-License-Identifier: BSL-1.0
// What is true of zones only: filters, the one property of an edit, and members that may be null.
#include "../operations.hpp"

#include <doctest/doctest.h>

namespace {

namespace zones = cfdns::zones;

std::string target_of(zones::list const& op) {
    return cfdns::make_request(op).value().target.substr(std::string_view{"/client/v4/zones"}.size());
}

zones::zone read(std::string const& result) {
    auto const got = cfdns::parse_full_response<zones::get>(response_of(200, success(result)));
    REQUIRE(got.has_value());
    CHECK(got->info.mismatches.empty());
    return got->value;
}

}  // namespace

TEST_CASE("each filter of a list of zones becomes one query parameter") {
    struct row {
        zones::list op;
        char const* query;
    };
    std::string const equal{zones::operators::equal};
    for (row const& one : std::vector<row>{
             {{}, ""},
             {{.account = {.id = account}}, "?account.id=01a7362d577a6c3019a474fd6f485823"},
             {{.account = {.name = "not_equal:A & B"}}, "?account.name=not_equal%3AA%20%26%20B"},
             {{.account = {.id = "1", .name = "2"}}, "?account.id=1&account.name=2"},
             {{.direction = "asc"}, "?direction=asc"},
             {{.match = "any"}, "?match=any"},
             {{.name = "xn--bcher-kva.example"}, "?name=xn--bcher-kva.example"},
             {{.name = equal + ":example.com"}, "?name=equal%3Aexample.com"},
             {{.name = ""}, "?name="},
             {{.order = "account.name"}, "?order=account.name"},
             {{.page = 2}, "?page=2"},
             {{.per_page = 5}, "?per_page=5"},
             {{.status = "pending"}, "?status=pending"},
             {{.type = "full,internal"}, "?type=full%2Cinternal"},
         })
        CHECK(target_of(one.op) == one.query);
}

TEST_CASE("pages of zones and of accounts start at 1, and have 1 to 50 elements") {
    for (std::uint32_t const size : {0u, 1u, 4u, 5u, 50u, 51u}) {
        bool const valid = size >= 1 && size <= 50;
        auto const of_zones = cfdns::make_request(zones::list{.per_page = size});
        auto const of_accounts = cfdns::make_request(cfdns::accounts::list{.per_page = size});
        CHECK(of_zones.has_value() == valid);
        CHECK(of_accounts.has_value() == valid);
        if (!valid) CHECK(of_zones.error().parameter() == "per_page");
        if (!valid) CHECK(of_accounts.error().parameter() == "per_page");
    }
    CHECK(cfdns::make_request(zones::list{.page = 0}).error().parameter() == "page");
    CHECK(cfdns::make_request(cfdns::accounts::list{.page = 0}).error().parameter() == "page");
}

TEST_CASE("an edit of a zone changes exactly one property") {
    auto const body = [](zones::edit const& op) { return cfdns::make_request(op).value().body; };
    CHECK(body({.zone_id = zone, .paused = false}) == R"({"paused":false})");
    CHECK(body({.zone_id = zone, .type = "partial"}) == R"({"type":"partial"})");
    CHECK(body({.zone_id = zone, .vanity_name_servers = std::vector<std::string>{"ns1.example.com"}}) ==
          R"({"vanity_name_servers":["ns1.example.com"]})");
    CHECK(body({.zone_id = zone, .vanity_name_servers = std::vector<std::string>{}}) ==
          R"({"vanity_name_servers":[]})");

    struct row {
        zones::edit op;
        char const* parameter;
    };
    std::vector<std::string> const none;
    for (row const& one : std::vector<row>{
             {{.zone_id = zone}, "paused"},
             {{.zone_id = zone, .paused = true, .type = "full"}, "type"},
             {{.zone_id = zone, .type = "full", .vanity_name_servers = none}, "vanity_name_servers"},
             {{.zone_id = zone, .paused = false, .type = "full", .vanity_name_servers = none}, "type"}}) {
        auto const refused = cfdns::make_request(one.op);
        REQUIRE(refused.has_error());
        CHECK(refused.error().code() == cfdns::errc::invalid_parameter);
        CHECK(refused.error().parameter() == one.parameter);
    }

    zones::edit old{.zone_id = zone};
    old.extra.set("plan", R"({"id":"p"})");
    CHECK(body(old) == R"({"plan":{"id":"p"}})");
}

TEST_CASE("an edit of a zone may be repeated, its creation may not") {
    CHECK(zones::edit::route.idempotency == cfdns::idempotency::repeatable);
    CHECK(zones::create::route.idempotency == cfdns::idempotency::none);
}

TEST_CASE("an empty identifier of a zone is refused, since the request would concern all zones") {
    CHECK(cfdns::make_request(zones::delete_{.zone_id = ""}).error().parameter() == "zone_id");
    CHECK(cfdns::make_request(zones::get{.zone_id = ".."}).error().parameter() == "zone_id");
    CHECK(cfdns::make_request(zones::edit{.zone_id = "", .paused = true}).error().parameter() == "zone_id");
}

TEST_CASE("null members of a zone are read as empty, at every depth") {
    zones::zone const got =
        read(R"({"id":"i","name":"corp","type":"internal","name_servers":[],"original_name_servers":null,)"
             R"("original_registrar":null,"original_dnshost":null,"activated_on":null,"plan":null,)"
             R"("owner":{"id":null,"name":null,"type":"user","email":null},)"
             R"("tenant":{"id":null,"name":null},"tenant_unit":{"id":null}})");
    CHECK(got.name_servers == std::vector<std::string>{});
    CHECK_FALSE(got.original_name_servers.has_value());
    CHECK_FALSE(got.activated_on.has_value());
    CHECK_FALSE(got.plan.has_value());
    CHECK(got.owner.value().type == "user");
    CHECK_FALSE(got.owner.value().id.has_value());
    CHECK_FALSE(got.owner.value().email.has_value());
    CHECK_FALSE(got.tenant.value().name.has_value());
    CHECK_FALSE(got.account.has_value());
}

TEST_CASE("members of a zone that only the service shows are read") {
    zones::zone const got = read(
        "{\"id\":\"i\",\"name\":\"b\xc3\xbc"
        "cher.example\",\"development_mode\":-7200,"
        R"("owner":{"email":"user@example.com"},"meta":{"step":4,"wildcard_proxiable":false,)"
        R"("multiple_railguns_allowed":true},"plan":{"price":0.5},"status":"deactivated","later":{"a":1}})");
    CHECK(got.name ==
          "b\xc3\xbc"
          "cher.example");
    CHECK(got.development_mode == std::chrono::seconds{-7200});
    CHECK(got.owner.value().email == "user@example.com");
    CHECK(got.meta.value().step == 4);
    CHECK(got.meta.value().wildcard_proxiable == false);
    CHECK(got.meta.value().multiple_railguns_allowed == true);
    CHECK(got.plan.value().price == 0.5);
    CHECK(got.status == zones::statuses::deactivated);
    CHECK(got.extra.find("later") == R"({"a":1})");
}

TEST_CASE("a zone without an identifier or a name is dropped from a list, and reported") {
    auto const got = cfdns::parse_full_response<zones::list>(
        response_of(200, success(R"([{"id":"i","name":"n"},{"id":"i"},{"name":"n"}])")));
    REQUIRE(got.has_value());
    CHECK(got->value.size() == 1);
    CHECK(got->info.mismatches.size() == 2);
    CHECK(cfdns::parse_response<zones::get>(response_of(200, success(R"({"id":"i"})"))).has_error());
}

TEST_CASE("deleting a zone succeeds with its identifier, without it and with null") {
    auto const read_deleted = [](std::string const& result) {
        return cfdns::parse_response<zones::delete_>(response_of(200, success(result))).value().id;
    };
    CHECK(read_deleted(R"({"id":"i"})") == "i");
    CHECK_FALSE(read_deleted("{}").has_value());
    CHECK_FALSE(read_deleted("null").has_value());
}
