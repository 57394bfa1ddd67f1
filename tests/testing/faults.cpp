// SPDX-License-Identifier: BSL-1.0
#include "../api/any_operation.hpp"
#include "fake.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace faults = cfdns::testing::faults;
using cfdns::testing::fault;
using cfdns::testing::fault_kind;

namespace {

zt::peers::create const new_peer{.account_id = account, .name = "p"};
zt::peers::list const list_peers{.account_id = account};

}  // namespace

TEST_CASE("the next fault is applied to the next request and to no other") {
    struct row {
        char const* name;
        fault met;
        int status;
        cfdns::errc code;
        bool made;
    };
    using enum cfdns::errc;
    fault late = faults::status(500);
    late.carried_out = true;
    for (row const& one : {
             row{"status", faults::status(503, 1234, "later"), 503, api_failure, false},
             row{"status after the write", late, 500, api_failure, true},
             row{"page", faults::html_page(), 520, unexpected_status, false},
             row{"limit", faults::rate_limited(30s), 429, api_failure, false},
             row{"under 200", faults::failure_with_200(), 200, api_failure, false},
             row{"truncated", faults::truncated(), 200, malformed_response, true},
         }) {
        CAPTURE(one.name);
        fake_cloudflare service;
        service.next_faults = {one.met};
        auto const got = cfdns::call(service, token(), new_peer);
        REQUIRE(got.has_error());
        CHECK(got.error().http_status() == one.status);
        CHECK(got.error().code() == one.code);
        CHECK(got.error().delivery() == cfdns::delivery::answered);
        CHECK((service.zone_transfers.peers[account].size() == 1) == one.made);
        CHECK(service.log.back().status == one.status);
        CHECK(service.log.back().fault == one.met.kind);
        CHECK(cfdns::call(service, token(), new_peer).has_value());
        CHECK(service.next_faults.empty());
    }
}

TEST_CASE("a fault's details are those of the response") {
    fake_cloudflare service;
    service.next_faults = {faults::status(400, 1234, "no \"way\""), faults::rate_limited(30s),
                           faults::failure_with_200(), faults::html_page(522)};
    auto const first = cfdns::call(service, token(), list_peers).error();
    CHECK(first.api_errors()[0].code == 1234);
    CHECK(first.api_errors()[0].message == "no \"way\"");
    CHECK_FALSE(first.cf_ray().empty());
    auto const second = cfdns::call(service, token(), list_peers).error();
    CHECK(second.is_rate_limited());
    CHECK(second.retry_after() == 30s);
    CHECK(cfdns::call(service, token(), list_peers).error().is_rate_limited());
    auto const page = cfdns::call(service, token(), list_peers).error();
    CHECK(page.excerpt().find("<title>api.cloudflare.com | 522") != std::string_view::npos);
}

TEST_CASE(
    "a lost response leaves the write done, a lost request does not; the transport says which may have "
    "happened") {
    fake_cloudflare service;
    service.next_faults = {faults::lost_response(), faults::lost_request()};
    auto const lost = cfdns::call(service, token(), new_peer);
    REQUIRE(lost.has_error());
    CHECK(lost.error().delivery() == cfdns::delivery::unknown);
    CHECK(lost.error().code() == boost::system::errc::connection_reset);
    CHECK(service.zone_transfers.peers[account].size() == 1);
    auto const refused = cfdns::call(service, token(), new_peer);
    CHECK(refused.error().delivery() == cfdns::delivery::not_sent);
    CHECK(service.zone_transfers.peers[account].size() == 1);
    CHECK(service.log.at(0).status == 0);
    service.next_faults = {faults::lost_response()};
    CHECK(service.handle(with_token(cfdns::make_request(list_peers).value())).status == 0);
}

TEST_CASE("a delay is recorded, and nothing sleeps") {
    fake_cloudflare service;
    fault slow_failure = faults::status(504);
    slow_failure.delay = 90s;
    service.next_faults = {faults::delayed(24h), slow_failure};
    auto const before = std::chrono::steady_clock::now();
    CHECK(cfdns::call(service, token(), list_peers).has_value());
    CHECK(service.log.back().delay == 24h);
    CHECK(cfdns::call(service, token(), list_peers).error().http_status() == 504);
    CHECK(service.log.back().delay == 90s);
    CHECK(std::chrono::steady_clock::now() - before < 1h);
}

TEST_CASE("faults by chance are the same for a seed, others for another, and as frequent as asked") {
    auto const run = [](std::uint64_t seed, double probability) {
        fake_cloudflare service;
        service.chance = {.seed = seed,
                          .probability = probability,
                          .faults = {faults::status(500), faults::lost_response()}};
        std::string met;
        for (int i = 0; i != 1000; ++i) {
            static_cast<void>(cfdns::call(service, token(), list_peers));
            met += service.log.back().fault == fault_kind::none     ? '.'
                   : service.log.back().fault == fault_kind::status ? 's'
                                                                    : 'l';
        }
        return met;
    };
    auto const of = [](std::string const& met, char what) {
        return std::count(met.begin(), met.end(), what);
    };
    std::string const one = run(1, 0.2);
    CHECK(one == run(1, 0.2));
    CHECK(one != run(2, 0.2));
    CHECK(of(one, '.') > 740);
    CHECK(of(one, '.') < 860);
    CHECK(of(one, 's') > 50);
    CHECK(of(one, 'l') > 50);
    CHECK(of(run(1, 0), '.') == 1000);
    CHECK(of(run(1, 1), '.') == 0);
}

TEST_CASE("a retrying call gets through a service that fails by chance") {
    fake_cloudflare service;
    service.chance = {.seed = 7,
                      .probability = 0.5,
                      .faults = {faults::status(503), faults::html_page(), faults::lost_request()}};
    auto time = std::chrono::steady_clock::time_point{};
    struct {
        std::chrono::steady_clock::time_point* time;
        void sleep(std::chrono::milliseconds delay) { *time += delay; }
        std::chrono::steady_clock::time_point now() { return *time; }
        double random() { return 0.5; }
    } runtime{&time};
    cfdns::call_policy policy;
    policy.retry.max_attempts = 20;
    for (int i = 0; i != 50; ++i)
        CHECK(cfdns::call(service, token(), list_peers, {}, runtime, policy).has_value());
    CHECK(service.log.size() > 70);
}

TEST_CASE(
    "1200 requests pass in 300 s; then all are refused with 429 for 300 s, and every response shows where "
    "it stands") {
    fake_cloudflare service;
    service.rate.emplace();
    auto const limit_of = [&] {
        auto const got = cfdns::call_full(service, token(), list_peers);
        if (got.has_error()) FAIL(got.error().message());
        return got->info.rate_limit.value();
    };
    auto const first = limit_of();
    CHECK(first.policy == "default");
    CHECK(first.quota == 1200u);
    CHECK(first.window == 300s);
    CHECK(first.remaining == 1199u);
    CHECK(first.reset_after == 300s);
    service.advance(100s);
    for (int i = 1; i != 1199; ++i) limit_of();
    CHECK(limit_of().remaining == 0u);
    auto const refused = cfdns::call(service, token(), new_peer).error();
    CHECK(refused.http_status() == 429);
    CHECK(refused.is_rate_limited());
    CHECK(refused.retry_after() == 300s);
    CHECK(service.zone_transfers.peers.empty());
    service.advance(250s);  // the window is over, the block is not
    CHECK(cfdns::call(service, token(), list_peers).error().retry_after() == 50s);
    service.advance(50s);
    auto const anew = limit_of();
    CHECK(anew.remaining == 1199u);
    CHECK(anew.reset_after == 300s);

    service.rate = {.quota = 1, .window = 10s};
    service.advance(300s);
    CHECK(limit_of().remaining == 0u);
    service.advance(10s);
    CHECK(limit_of().remaining == 0u);
    CHECK(cfdns::call(service, token(), list_peers).error().is_rate_limited());
}

TEST_CASE("the log has every request, and no credential, no secret and nothing that is not declared") {
    fake_cloudflare service;
    std::vector<cfdns::credentials> const everybody{cfdns::api_token{secret("hush-1")},
                                                    cfdns::api_key{"hush-2", secret("hush-3")},
                                                    cfdns::user_service_key{secret("hush-4")}};
    for (any_operation const& op : all_operations()) {
        any_params const params = op.params();
        params.extra().set("password", "\"hush-5\"");
        for (auto const& credentials : everybody)
            static_cast<void>(params.call(service, credentials, {.headers = {{"X-Trace", "hush-6"}}}));
    }
    CHECK(service.log.size() == operation_count * 3);
    auto const send = [&](char const* target, char const* body) {
        static_cast<void>(
            service.handle(with_token({cfdns::http_method::post, target, {{"Cookie", "hush-7"}}, body})));
    };
    char const* const tsigs = "/client/v4/accounts/a/secondary_dns/tsigs";
    send(tsigs, R"({"name":"n","algo":"a","s\u0065cret":"hush-8"})");
    send(tsigs, R"({"name":"n","algo":"a","secret":{"deeper":"hush-9"}})");
    send(tsigs, R"({"name":{"secret":"hush-10"},"Secret":"hush-11")");
    send(tsigs, R"({"name":{"secret":"hush-10"},"Secret":"hush-11"})");
    send(tsigs, R"("hush-12")");
    send("/client/v4/zones/z/secondary_dns/outgoing", R"({"name":"n","peers":[{"secret":"hush-16"}]})");
    send("/client/v4/accounts/a/secondary_dns/tsig?secret=hush-13", R"({"secret":"hush-14"})");
    send("/client/v4/accounts/a/secondary_dns/tsigs?secret=hush-15", "");
    for (auto const& entry : service.log) {
        std::string all = entry.target + entry.body;
        for (auto const& header : entry.headers) all += header.name + header.value;
        CAPTURE(all);
        CHECK(all.find("hush") == std::string::npos);
        CHECK(all.find(tsig_secret) == std::string::npos);
    }
}

TEST_CASE("the log shows what was asked and answered") {
    fake_cloudflare service;
    REQUIRE(
        cfdns::call(service, token(),
                    zt::tsigs::create{.account_id = "a", .algo = "x", .name = "n", .secret = secret("s")})
            .has_value());
    zt::peers::list paged{.account_id = "b"};
    paged.extra.set("page", "2");
    REQUIRE(cfdns::call(service, token(), paged).has_value());
    CHECK(cfdns::call(service, token(), zt::incoming::get{.zone_id = "c"}).has_error());
    REQUIRE(service.log.size() == 3);
    CHECK(service.log[0].method == cfdns::http_method::post);
    CHECK(service.log[0].target == "/client/v4/accounts/a/secondary_dns/tsigs");
    CHECK(service.log[0].body == R"({"algo":"x","name":"n","secret":"[redacted]"})");
    CHECK(service.log[0].status == 200);
    CHECK(cfdns::find_header(service.log[0].headers, "Content-Type") == "application/json");
    CHECK(cfdns::find_header(service.log[0].headers, "Authorization") == "[redacted]");
    CHECK(service.log[1].target == "/client/v4/accounts/b/secondary_dns/peers?page=[redacted]");
    CHECK(service.log[1].body.empty());
    CHECK(service.log[2].status == 404);
}

TEST_CASE("a copy is a snapshot") {
    fake_cloudflare service;
    REQUIRE(cfdns::call(service, token(), new_peer).has_value());
    fake_cloudflare copy = service;
    auto const a = cfdns::call(service, token(), new_peer).value();
    auto const b = cfdns::call(copy, token(), new_peer).value();
    CHECK(a.id == b.id);
    copy.zone_transfers.peers.clear();
    CHECK(service.zone_transfers.peers[account].size() == 2);
}
