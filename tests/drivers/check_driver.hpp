// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_DRIVERS_CHECK_DRIVER_HPP
#define CFDNS_TESTS_DRIVERS_CHECK_DRIVER_HPP

#include <cfdns/core/call.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/options.hpp>
#include <cfdns/zone_transfers.hpp>

#include <doctest/doctest.h>

#include <boost/system/errc.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cfdns_test {

namespace zt = cfdns::zone_transfers;
using configuration_or_error = cfdns::result<zt::incoming::configuration>;

inline cfdns::credentials const& somebody() {
    static cfdns::credentials const credentials =
        cfdns::api_token{cfdns::secret_string{"a-token-of-the-test"}};
    return credentials;
}

inline cfdns::request_options const& somewhere() {
    static cfdns::request_options const where;
    return where;
}

inline std::string response(std::string const& head, std::string const& body = {}) {
    return "HTTP/1.1 " + head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

inline std::string found(std::string const& name) {
    return response("200 OK", R"({"success":true,"errors":[],"messages":[],"result":{"id":"i","name":")" +
                                  name + R"("}})");
}

// Answers the first request of all with the one, those behind it with the other, on however many
// connections.
inline cfdns::testing::script first_and_then(std::string first, std::string then) {
    return [first = std::move(first), then = std::move(then),
            requests = std::make_shared<std::atomic<int>>(0)](cfdns::testing::connection& client) {
        while (!client.read_request().empty()) client.write(++*requests == 1 ? first : then);
    };
}

// What every driver has to do. A `Harness` is made with `transport_options`, and has
//
// - `run(ops, policy)`, which runs a call of each of the operations, all at the same time, and gives their
// results,
// - `run_and_cancel(op, policy, when)`, which runs one and cancels it once `when()` holds, and
// - `keeps_connections`: whether an HTTP/1.1 connection serves several requests.
//
// Each run calls `observed` with the report after each attempt.
inline std::atomic<int> attempts{0}, retries{0};
inline void observed(cfdns::attempt_report const& report) {
    ++attempts;
    if (report.next_delay) ++retries;
}

template <class Harness>
void check_driver() {
    using namespace cfdns::testing;
    using namespace std::chrono_literals;
    using clock = std::chrono::steady_clock;

    auto const options_for = [](loopback_server const& server) {
        cfdns::transport_options options;
        options.origin = server.origin();
        return options;
    };
    zt::incoming::get const get{.zone_id = "z"};
    zt::incoming::create const create{
        .zone_id = "z", .auto_refresh_seconds = 24h, .name = "n.", .peers = {"p"}};
    std::vector<zt::incoming::get> const one_get{get};
    std::vector<zt::incoming::create> const one_create{create};
    cfdns::call_policy policy;
    policy.retry.initial_backoff = 10ms;
    policy.timeout = 20s;
    attempts = 0;
    retries = 0;

    SUBCASE("success") {
        loopback_server server{{respond_with(found("www.example.com."))}};
        auto const got = Harness{options_for(server)}.run(one_get, policy);
        REQUIRE(got.size() == 1);
        REQUIRE(got[0].has_value());
        CHECK(got[0]->name == "www.example.com.");
        CHECK(attempts == 1);
        REQUIRE(server.requests().size() == 1);
        CHECK(server.requests()[0].find("\r\nAuthorization: Bearer a-token-of-the-test\r\n") !=
              std::string::npos);
    }
    SUBCASE("a 503 is tried again, and the second response is the result") {
        loopback_server server{
            {first_and_then(response("503 Service Unavailable\r\nRetry-After: 0"), found("second."))}, true};
        auto const got = Harness{options_for(server)}.run(one_get, policy);
        REQUIRE(got.size() == 1);
        REQUIRE(got[0].has_value());
        CHECK(got[0]->name == "second.");
        CHECK(attempts == 2);
        CHECK(retries == 1);
        CHECK(server.requests().size() == 2);
        CHECK(server.accepted() == (Harness::keeps_connections ? 1 : 2));
    }
    SUBCASE("what is refused before it is sent is an error") {
        loopback_server server{{}};
        auto const got =
            Harness{options_for(server)}.run(std::vector<zt::incoming::get>{{.zone_id = ""}}, policy);
        REQUIRE(got.size() == 1);
        REQUIRE(got[0].has_error());
        CHECK(got[0].error().parameter() == "zone_id");
        CHECK(attempts == 0);
        CHECK(server.accepted() == 0);
    }
    SUBCASE("a create is not repeated when the connection is cut after the request; a get is") {
        auto const cut = [](connection& client) { client.read_request(); };
        loopback_server server{{cut, cut, respond_with(found("again."))}};
        auto const made = Harness{options_for(server)}.run(one_create, policy);
        REQUIRE(made.size() == 1);
        REQUIRE(made[0].has_error());
        CHECK(made[0].error().delivery() == cfdns::delivery::unknown);
        CHECK(attempts == 1);
        CHECK(server.requests().size() == 1);
        auto const got = Harness{options_for(server)}.run(one_get, policy);
        REQUIRE(got.size() == 1);
        CHECK(got[0].has_value());
        CHECK(server.requests().size() == 3);
    }
    SUBCASE("a create is repeated when it was not sent, and when it was too early") {
        loopback_server server{
            {first_and_then(response("429 Too Many Requests\r\nRetry-After: 0"), found("made."))}, true};
        auto const made = Harness{options_for(server)}.run(one_create, policy);
        REQUIRE(made.size() == 1);
        CHECK(made[0].has_value());
        CHECK(server.requests().size() == 2);
    }
    SUBCASE("the time limit ends a request that is under way") {
        loopback_server server{{[](connection& client) {
            client.read_request();
            client.wait_for_close();
        }}};
        policy.timeout = 300ms;
        auto const start = clock::now();
        auto const got = Harness{options_for(server)}.run(one_get, policy);
        CHECK(clock::now() - start < 10s);
        REQUIRE(got.size() == 1);
        REQUIRE(got[0].has_error());
        CHECK(got[0].error().code() == boost::system::errc::timed_out);
    }
    SUBCASE("the time limit forbids a wait that is longer") {
        loopback_server server{{respond_with(response("503 Service Unavailable\r\nRetry-After: 60"))}};
        auto const start = clock::now();
        auto const got = Harness{options_for(server)}.run(one_get, policy);
        CHECK(clock::now() - start < 10s);
        REQUIRE(got.size() == 1);
        REQUIRE(got[0].has_error());
        CHECK(got[0].error().http_status() == 503);
        CHECK(got[0].error().retry_after() == std::chrono::milliseconds{60s});
    }
    SUBCASE("cancellation ends a wait") {
        loopback_server server{{respond_with(response("503 Service Unavailable\r\nRetry-After: 60"))}};
        policy.timeout.reset();
        auto const start = clock::now();
        auto const got =
            Harness{options_for(server)}.run_and_cancel(get, policy, [] { return retries == 1; });
        CHECK(clock::now() - start < 10s);
        REQUIRE(got.has_error());
        CHECK(got.error().code() == cfdns::errc::cancelled);
        CHECK(server.requests().size() == 1);
    }
    SUBCASE("cancellation ends a request that is under way") {
        loopback_server server{{[](connection& client) {
            client.read_request();
            client.wait_for_close();
        }}};
        auto const start = clock::now();
        auto const got = Harness{options_for(server)}.run_and_cancel(
            create, policy, [&] { return server.requests().size() == 1; });
        CHECK(clock::now() - start < 10s);
        REQUIRE(got.has_error());
        CHECK(got.error().code() == cfdns::errc::cancelled);
        CHECK(got.error().delivery() == cfdns::delivery::unknown);
        CHECK(server.wait_for_scripts(1));
        CHECK(server.requests().size() == 1);
    }
    SUBCASE("many calls run at the same time, each with a retry") {
        constexpr std::size_t count = 30;
        policy.retry.max_attempts = 10;  // one may be refused more than once
        std::atomic<std::size_t> refused{0};
        loopback_server* all = nullptr;
        loopback_server server{
            {[&](connection& client) {
                // No one is answered before all have asked.
                for (std::string request; !(request = client.read_request()).empty();) {
                    if (!all->wait_for_requests(count)) return;
                    if (refused++ < count)
                        client.write(response("503 Service Unavailable\r\nRetry-After: 0"));
                    else
                        client.write(found("n."));
                }
            }},
            true};
        all = &server;
        auto const got =
            Harness{options_for(server)}.run(std::vector<zt::incoming::get>(count, get), policy);
        CHECK(got.size() == count);
        auto const good =
            std::count_if(got.begin(), got.end(), [](auto const& each) { return each.has_value(); });
        CHECK(refused == 2 * count);
        CHECK(good == static_cast<std::ptrdiff_t>(count));
        CHECK(retries == static_cast<int>(count));
    }
}

}  // namespace cfdns_test

#endif
