// SPDX-License-Identifier: BSL-1.0
// Runs against Prism, a server that checks requests against the OpenAPI description and answers with its examples.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cfdns/cfdns.hpp>
#include <cfdns/transport/curl.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace incoming = cfdns::zone_transfers::incoming;
using namespace std::chrono_literals;

namespace {

std::string origin;
cfdns::endpoint const where{.base_path = ""};  // Prism ignores the path of the description's server

cfdns::curl_transport connect() { return cfdns::curl_transport{{.origin = origin}}; }

std::vector<cfdns::credentials> kinds_of_credentials() {
    std::vector<cfdns::credentials> kinds;
    kinds.push_back(cfdns::api_token{cfdns::secret_string{"not-a-real-token"}});
    kinds.push_back(cfdns::api_key{"user@example.com", cfdns::secret_string{"not-a-real-key"}});
    return kinds;
}

constexpr char zone[] = "269d8f4853475ca241c4e730be286b20";

incoming::create example() {
    return {.zone_id = zone,
            .auto_refresh_seconds = 24h,
            .name = "www.example.com.",
            .peers = {"23ff594956f20c2a721606e94745a8aa", "00920f38ce07c2e2f4df50b1f61d4194"}};
}

void check(cfdns::result<incoming::configuration> const& made) {
    if (!made.has_value()) FAIL(made.error().message());
    CHECK(made->id == zone);
    CHECK(made->auto_refresh_seconds == 24h);
    CHECK(made->name == "www.example.com.");
    REQUIRE(made->peers.has_value());
    CHECK(made->peers->size() == 2);
    CHECK(made->soa_serial == 2019102400);
    REQUIRE(made->created_time.has_value());
    CHECK(made->created_time->time().has_value());
    CHECK(made->extra.empty());
}

template <class Op>
cfdns::error failure_of(cfdns::http_request const& request) {
    auto const reply = connect()(request);
    if (!reply.has_value()) FAIL(reply.error().message());
    auto const made = cfdns::parse_response<Op>(*reply);
    REQUIRE(made.has_error());
    return made.error();
}

// An authorised create with another body: the library itself refuses to make some of them.
cfdns::http_request create_with(std::string body) {
    auto request = cfdns::make_request(example(), where).value();
    REQUIRE(cfdns::authorize(request, kinds_of_credentials().front()).has_value());
    request.body = std::move(body);
    return request;
}

}  // namespace

TEST_CASE("incoming.create is what the description asks for, with a token and with e-mail and key") {
    for (cfdns::credentials const& who : kinds_of_credentials()) check(cfdns::call(connect(), who, example(), where));
}

TEST_CASE("incoming.update is what the description asks for, with a token and with e-mail and key") {
    incoming::update const op{
        .zone_id = zone, .auto_refresh_seconds = 300s, .name = "www.example.com.", .peers = std::vector<std::string>{}};
    for (cfdns::credentials const& who : kinds_of_credentials()) check(cfdns::call(connect(), who, op, where));
}

TEST_CASE("incoming.get is what the description asks for, with a token and with e-mail and key") {
    for (cfdns::credentials const& who : kinds_of_credentials())
        check(cfdns::call(connect(), who, incoming::get{.zone_id = zone}, where));
}

TEST_CASE("incoming.delete_ is what the description asks for, with a token and with e-mail and key") {
    for (cfdns::credentials const& who : kinds_of_credentials()) {
        auto const gone = cfdns::call(connect(), who, incoming::delete_{.zone_id = zone}, where);
        if (!gone.has_value()) FAIL(gone.error().message());
        CHECK(gone->id == zone);
    }
}

TEST_CASE("four calls go over one connection") {
    auto transport = connect();
    auto const who = kinds_of_credentials().front();
    check(cfdns::call(transport, who, example(), where));
    check(cfdns::call(transport, who, incoming::get{.zone_id = zone}, where));
    CHECK(cfdns::call(transport, who, incoming::delete_{.zone_id = zone}, where).has_value());
    check(cfdns::call(transport, who, incoming::get{.zone_id = zone}, where));
}

TEST_CASE("a request without credentials is answered with an authentication error") {
    cfdns::error const failure = failure_of<incoming::create>(cfdns::make_request(example(), where).value());
    CHECK(failure.http_status() == 401);
    CHECK(failure.is_authentication());
    CHECK(failure.request_sent() == cfdns::sent::yes);
}

TEST_CASE("bodies that lack a member or are out of range or ill-typed are answered with 422") {
    for (char const* body : {
             R"({"name":"www.example.com.","peers":[]})",
             R"({"auto_refresh_seconds":86400,"peers":[]})",
             R"({"auto_refresh_seconds":86400,"name":"www.example.com."})",
             R"({"auto_refresh_seconds":299,"name":"www.example.com.","peers":[]})",
             R"({"auto_refresh_seconds":"86400","name":"www.example.com.","peers":[]})",
             R"({"auto_refresh_seconds":86400,"name":"www.example.com.","peers":"23ff594956f20c2a721606e94745a8aa"})",
         }) {
        CAPTURE(body);
        CHECK(failure_of<incoming::create>(create_with(body)).http_status() == 422);
    }
}

TEST_CASE("the body that the library makes is not among those") {
    auto const request = create_with(cfdns::make_request(example(), where).value().body);
    auto const reply = connect()(request);
    REQUIRE(reply.has_value());
    check(cfdns::parse_response<incoming::create>(*reply));
}

TEST_CASE("the description's failure is read as one: not found") {
    auto request = create_with(cfdns::make_request(example(), where).value().body);
    request.headers.push_back({"Prefer", "code=404"});
    cfdns::error const failure = failure_of<incoming::create>(request);
    CHECK(failure.http_status() == 404);
    CHECK(failure.is_not_found());
    CHECK(failure.code() == cfdns::errc::api_failure);
    REQUIRE_FALSE(failure.api_errors().empty());
    CHECK(failure.api_errors().front().code == 7003);
}

int main(int argc, char** argv) {
    char const* const from = std::getenv("CFDNS_PRISM_ORIGIN");
    if (from == nullptr) {
        std::cerr << "CFDNS_PRISM_ORIGIN is not set: run tests/contract/run.sh\n";
        return 2;
    }
    origin = from;
    return doctest::Context(argc, argv).run();
}
