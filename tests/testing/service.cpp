// SPDX-License-Identifier: BSL-1.0
#include "fake.hpp"

#include <doctest/doctest.h>

TEST_CASE("a configuration is created, read, updated and deleted in memory") {
    fake_cloudflare service;
    auto op = example_create();
    op.extra.set("future", "[1]");
    auto const made = cfdns::call(service, token(), op);
    REQUIRE(made.has_value());
    CHECK(made.value().id.value().size() == 32);
    CHECK(made.value().auto_refresh_seconds == 24h);
    CHECK(made.value().name == "www.example.com.");
    CHECK(made.value().peers == std::vector<std::string>{peer_1, peer_2});
    CHECK(made.value().created_time.value().time() == service.now);
    CHECK_FALSE(made.value().soa_serial.has_value());
    CHECK(made.value().extra.find("future") == "[1]");

    CHECK(cfdns::call(service, token(), op).error().is_conflict());

    service.now += 90s;
    service.zone_transfers.incoming.at(zone).soa_serial = 2019102400;
    auto const changed = cfdns::call(
        service, token(),
        zt::incoming::update{
            .zone_id = zone, .auto_refresh_seconds = 300s, .name = "example.com", .peers = {peer_2}});
    CHECK(changed.value().name == "example.com");
    CHECK(changed.value().soa_serial == 2019102400u);
    CHECK(changed.value().extra.empty());
    CHECK(changed.value().modified_time.value().text() == "2026-01-01T00:01:30.000000Z");

    auto const read = cfdns::call(service, token(), zt::incoming::get{.zone_id = zone});
    CHECK(read.value().id == made.value().id);
    CHECK(read.value().created_time == made.value().created_time);
    CHECK(read.value().peers == std::vector<std::string>{peer_2});

    CHECK(cfdns::call(service, token(), zt::incoming::delete_{.zone_id = zone}).value().id ==
          made.value().id);
    CHECK(cfdns::call(service, token(), zt::incoming::get{.zone_id = zone}).error().is_not_found());
    CHECK(cfdns::call(service, token(), zt::incoming::delete_{.zone_id = zone}).error().is_not_found());
    CHECK(cfdns::call(service, token(),
                      zt::incoming::update{
                          .zone_id = zone, .auto_refresh_seconds = 300s, .name = "x", .peers = {peer_1}})
              .error()
              .is_not_found());
}

TEST_CASE("zones are independent of each other, also if their ids need encoding") {
    fake_cloudflare service;
    for (char const* id : {"a", "a/b", "a%2Fb", "\xc3\xa9 ?#", "..a"}) {
        auto op = example_create();
        op.zone_id = id;
        op.name = id;
        REQUIRE(cfdns::call(service, token(), op).has_value());
    }
    CHECK(service.zone_transfers.incoming.size() == 5);
    CHECK(service.zone_transfers.incoming.count("a%2Fb") == 1);
    CHECK(cfdns::call(service, token(), zt::incoming::get{.zone_id = "a/b"}).value().name == "a/b");
}

TEST_CASE("credentials are checked as the service does") {
    fake_cloudflare service;
    service.token = cfdns::secret_string{"right"};
    zt::incoming::get const op{.zone_id = zone};
    auto const wrong = cfdns::call(service, token("wrong"), op);
    CHECK(wrong.error().http_status() == 403);
    CHECK(wrong.error().is_authentication());
    CHECK(cfdns::call(service, token("right"), op).error().is_not_found());
    CHECK(cfdns::call(service, cfdns::api_key{"a@b", cfdns::secret_string{"k"}}, op).error().is_not_found());
    CHECK(
        cfdns::call(service, cfdns::user_service_key{cfdns::secret_string{"k"}}, op).error().is_not_found());

    auto const with = [&](std::vector<cfdns::http_header> headers) {
        auto request = cfdns::make_request(op).value();
        request.headers.insert(request.headers.end(), headers.begin(), headers.end());
        return cfdns::parse_response<zt::incoming::get>(service.handle(request)).error();
    };
    for (auto const& failure :
         {with({}), with({{"Authorization", "right"}}), with({{"Authorization", "Bearer "}}),
          with({{"X-Auth-Email", "a@b"}}), with({{"X-Auth-Key", "k"}})}) {
        CHECK(failure.http_status() == 400);
        CHECK(failure.is_authentication());
    }
}

TEST_CASE("malformed requests are refused") {
    fake_cloudflare service;
    auto const refused = [&](cfdns::http_request request) {
        auto const got = service.handle(with_token(std::move(request)));
        auto const parsed = cfdns::parse_response<zt::incoming::create>(got);
        REQUIRE(parsed.has_error());
        cfdns::error const error = parsed.error();
        REQUIRE(error.api_errors().size() == 1);
        auto const& entry = error.api_errors()[0];
        return std::to_string(entry.code.value_or(0)) +
               (entry.source ? entry.source->pointer.value_or("") : "");
    };
    std::string const path = "/client/v4/zones/z/secondary_dns/incoming";
    using cfdns::http_method;
    CHECK(refused({http_method::get, "/client/v4/nowhere", {}, ""}) == "7003");
    CHECK(refused({http_method::patch, path, {}, "{}"}) == "7003");
    CHECK(refused({http_method::get, path + "/x", {}, ""}) == "7003");
    CHECK(refused({http_method::get, "/client/v4/zones//secondary_dns/incoming", {}, ""}) == "7003");
    CHECK(refused({http_method::get, "/client/v4/zones/%zz/secondary_dns/incoming", {}, ""}) == "7003");
    CHECK(refused({http_method::get, "/zones/z/secondary_dns/incoming", {}, ""}) == "7003");
    CHECK(refused({http_method::post, path, {}, ""}) == "6007");
    CHECK(refused({http_method::post, path, {}, "{"}) == "6007");
    CHECK(refused({http_method::post, path, {}, "[]"}) == "6007");
    CHECK(refused({http_method::post, path, {}, "{}"}) == "9207/auto_refresh_seconds");
    CHECK(refused({http_method::post, path, {}, R"({"auto_refresh_seconds":300,"name":"n"})"}) ==
          "9207/peers");
    CHECK(refused({http_method::post, path, {}, R"({"auto_refresh_seconds":299,"name":"n","peers":[]})"}) ==
          "9207/auto_refresh_seconds");
    CHECK(refused({http_method::post, path, {}, R"({"auto_refresh_seconds":300,"name":5,"peers":[]})"}) ==
          "9207/name");
    CHECK(refused({http_method::post, path, {}, R"({"auto_refresh_seconds":300,"name":"n","peers":[1]})"}) ==
          "9207/peers/0");
    CHECK(service.zone_transfers.incoming.empty());
}

TEST_CASE(
    "what was not sent is absent in params that are read back, and known members are not stored twice") {
    zt::peers::create const op{.account_id = "a", .name = "p"};
    auto const request = cfdns::make_request(op).value();
    auto const back = cfdns::testing::read_request<zt::peers::create>(request);
    REQUIRE(back.has_value());
    REQUIRE(back->has_value());
    CHECK(back->value().account_id.get() == "a");
    CHECK(back->value().name.get() == "p");
    CHECK_FALSE(back->value().ip.has_value());
    CHECK_FALSE(back->value().ixfr_enable.has_value());
    CHECK_FALSE(back->value().port.has_value());
    CHECK(cfdns::make_request(back->value()).value().body == request.body);

    fake_cloudflare service;
    auto extended = example_create();
    extended.extra.set("created_time", "\"mine\"");
    auto const made = cfdns::call(service, token(), extended);
    CHECK(made.value().created_time.value().text() == "2026-01-01T00:00:00.000000Z");
}

TEST_CASE("the same requests give the same responses") {
    auto const run = [] {
        fake_cloudflare service;
        std::string out;
        for (char const* id : {"a", "b", "c"}) {
            auto op = example_create();
            op.zone_id = id;
            out += *cfdns::call(service, token(), op).value().id + " ";
        }
        return out;
    };
    CHECK(run() == run());
    CHECK(run().substr(0, 32) != run().substr(33, 32));
}

TEST_CASE("an e-mail address and a key, or a service key, may be the only ones accepted") {
    fake_cloudflare service;
    service.email = "a@b";
    service.key = secret("k");
    service.service_key = secret("s");
    zt::acls::list const op{.account_id = account};
    CHECK(cfdns::call(service, cfdns::api_key{"a@b", secret("k")}, op).has_value());
    CHECK(cfdns::call(service, cfdns::user_service_key{secret("s")}, op).has_value());
    CHECK(cfdns::call(service, token(), op).has_value());
    for (auto const& credentials :
         {cfdns::api_key{"a@c", secret("k")}, cfdns::api_key{"a@b", secret("x")}}) {
        auto const wrong = cfdns::call(service, credentials, op);
        REQUIRE(wrong.has_error());
        CHECK(wrong.error().http_status() == 403);
        CHECK(wrong.error().api_errors()[0].code == 9103);
    }
    CHECK(cfdns::call(service, cfdns::user_service_key{secret("x")}, op).error().api_errors()[0].code ==
          10000);
}

TEST_CASE("a malformed credential is named in the chain of the error") {
    fake_cloudflare service;
    auto const chain = [&](std::vector<cfdns::http_header> headers) {
        cfdns::http_request request = cfdns::make_request(zt::acls::list{.account_id = account}).value();
        request.headers.insert(request.headers.end(), headers.begin(), headers.end());
        auto const failure = cfdns::parse_response<zt::acls::list>(service.handle(request)).error();
        CHECK(failure.http_status() == 400);
        CHECK(failure.is_authentication());
        CHECK(failure.api_errors()[0].code == 6003);
        return failure.api_errors()[0].error_chain.at(0).code;
    };
    CHECK(chain({{"Authorization", "Basic x"}}) == 6111);
    CHECK(chain({{"X-Auth-Email", ""}, {"X-Auth-Key", "k"}}) == 6102);
    CHECK(chain({{"X-Auth-Email", "a@b"}, {"X-Auth-Key", ""}}) == 6103);
}
