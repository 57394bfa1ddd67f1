// SPDX-License-Identifier: BSL-1.0
#include "support.hpp"

#include <doctest/doctest.h>

namespace {

cfdns::api_token token() { return {cfdns::secret_string{"t0ken"}}; }

}  // namespace

static_assert(!std::is_copy_constructible_v<cfdns::exchange<zt::incoming::get>>, "attempt::request points into it");
static_assert(!std::is_move_constructible_v<cfdns::exchange<zt::incoming::get>>);

TEST_CASE("an exchange asks to send one authorized request and turns the reply into the result") {
    cfdns::exchange one{example_create(), token()};
    auto const step = one.start({});
    REQUIRE(step.has_value());
    CHECK(step->delay == 0ms);
    CHECK(step->request->target == "/client/v4/zones/" + zone + "/secondary_dns/incoming");
    CHECK(cfdns::find_header(step->request->headers, "Authorization") == "Bearer t0ken");
    auto const reply = reply_of(200, success(R"({"id":"made"})"), {{"cf-ray", "r"}});
    CHECK_FALSE(one.resume(reply, 0.5, {}).has_value());
    auto const made = one.take_reply();
    CHECK(made.value().value.id == "made");
    CHECK(made.value().info.cf_ray == "r");
}

TEST_CASE("an exchange hands a transport's failure through") {
    cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token()};
    REQUIRE(one.start({}).has_value());
    namespace errc = boost::system::errc;
    CHECK_FALSE(one.resume(cfdns::error{errc::make_error_code(errc::timed_out), cfdns::sent::maybe}, 0, {}).has_value());
    auto const got = one.take();
    CHECK(got.error().code() == errc::timed_out);
    CHECK(got.error().request_sent() == cfdns::sent::maybe);
}

TEST_CASE("what was refused comes out of take, and nothing is to be sent") {
    cfdns::exchange params{zt::incoming::get{.zone_id = ""}, token()};
    CHECK_FALSE(params.start({}).has_value());
    CHECK(params.take().error().parameter() == "zone_id");
    cfdns::exchange who{zt::incoming::get{.zone_id = zone}, cfdns::api_token{}};
    CHECK_FALSE(who.start({}).has_value());
    CHECK(who.take().error().parameter() == "api_token");
}

TEST_CASE("a result is taken once, and only when the exchange is over") {
    cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token()};
    CHECK(one.take().error().code() == cfdns::errc::cancelled);
    REQUIRE(one.start({}).has_value());
    CHECK(one.take().error().code() == cfdns::errc::cancelled);
    auto const reply = reply_of(200, success("{}"));
    (void)one.resume(reply, 0, {});
    CHECK(one.take().has_value());
    CHECK(one.take().error().code() == cfdns::errc::cancelled);
}

TEST_CASE("call sends once through any transport and gives the result or the error") {
    canned transport;
    transport.answer = reply_of(200, success(R"({"name":"example.com"})"), {{"cf-ray", "r"}});
    auto const got = cfdns::call(transport, token(), zt::incoming::get{.zone_id = zone});
    CHECK(got.value().name == "example.com");
    REQUIRE(transport.seen.size() == 1);
    CHECK(cfdns::find_header(transport.seen[0].headers, "Authorization") == "Bearer t0ken");

    auto const full = cfdns::call_reply(transport, token(), zt::incoming::get{.zone_id = zone}, {.base_path = ""});
    CHECK(full.value().info.cf_ray == "r");
    CHECK(transport.seen[1].target == "/zones/" + zone + "/secondary_dns/incoming");

    transport.answer = reply_of(404, R"({"success":false,"errors":[]})");
    CHECK(cfdns::call(transport, token(), zt::incoming::get{.zone_id = zone}).error().is_not_found());
    CHECK(cfdns::call(transport, token(), zt::incoming::get{.zone_id = ""}).error().parameter() == "zone_id");
    CHECK(transport.seen.size() == 3);

    auto const dead = [](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> {
        return cfdns::error{cfdns::errc::cancelled, cfdns::sent::no};
    };
    CHECK(cfdns::call(dead, token(), zt::incoming::get{.zone_id = zone}).error().code() == cfdns::errc::cancelled);
}

TEST_CASE("a create is sent once, whatever the answer") {
    for (int status : {200, 408, 429, 500, 503}) {
        canned transport;
        transport.answer = reply_of(status, "");
        CHECK(cfdns::call(transport, token(), example_create()).has_error());
        CHECK(transport.seen.size() == 1);
    }
}

TEST_CASE("a transport is anything that takes a request and gives a response") {
    using response = cfdns::result<cfdns::http_response>;
    auto const lambda = [](cfdns::http_request const&) -> response { return cfdns::http_response{}; };
    CHECK(cfdns::transport<decltype(lambda)>);
    CHECK(cfdns::transport<canned>);
    CHECK(cfdns::transport<canned&>);
    CHECK(cfdns::transport<response (*)(cfdns::http_request const&)>);
    auto const changes = [](cfdns::http_request&) -> response { return cfdns::http_response{}; };
    CHECK_FALSE(cfdns::transport<decltype(changes)>);
    auto const tells_nothing = [](cfdns::http_request const&) { return std::string{}; };
    CHECK_FALSE(cfdns::transport<decltype(tells_nothing)>);
    CHECK_FALSE(cfdns::transport<int>);
}
