// SPDX-License-Identifier: BSL-1.0
// What is true of zone transfers only.
#include "../api/any_operation.hpp"
#include "fake.hpp"

#include <doctest/doctest.h>

namespace {

auto zone_transfers() {
    return operations_that(
        [](any_operation const& op) { return op.name.starts_with("dns.zone_transfers."); });
}

}  // namespace

TEST_CASE("every operation of zone transfers has a handler") {
    int served = 0;
    for (any_operation const& op : zone_transfers()) {
        CAPTURE(op.name);
        fake_cloudflare service = prepared_for(op.name);
        CHECK(op.params().call(service, token()).good);
        ++served;
    }
    CHECK(served > 0);
}

TEST_CASE(
    "on an empty service, of zone transfers only what creates or lists succeeds; the rest is not found") {
    for (any_operation const& op : zone_transfers()) {
        CAPTURE(op.name);
        fake_cloudflare service;
        any_response const got = op.params().call(service, token());
        bool const creates = op.name.ends_with(".create") && !op.name.ends_with(".force_axfr.create");
        CHECK(got.good == (creates || op.name.ends_with(".list")));
        if (got.good) continue;
        CHECK(got.failure.is_not_found());
        CHECK(got.failure.api_errors().size() == 1);
    }
}

TEST_CASE("without the right credentials, no zone transfer operation changes the state") {
    for (any_operation const& op : zone_transfers()) {
        CAPTURE(op.name);
        fake_cloudflare service = prepared_for("");
        service.token = secret("right");
        CHECK_FALSE(op.params().call(service, token("wrong")).good);
        auto& state = service.zone_transfers;
        CHECK(state.incoming.size() + state.outgoing.size() == 2);
        CHECK(state.acls[account].size() + state.peers[account].size() + state.tsigs[account].size() == 3);
    }
}

TEST_CASE("what is required of a body is refused with a pointer to it, and nothing is stored") {
    struct row {
        cfdns::http_method method;
        char const* path;
        char const* body;
        char const* refusal;
    };
    using enum cfdns::http_method;
    for (row const& one : {
             row{post, "zones/z/secondary_dns/outgoing", "{}", "9207/name"},
             row{post, "zones/z/secondary_dns/outgoing", R"({"name":"n"})", "9207/peers"},
             row{post, "zones/z/secondary_dns/outgoing", R"({"name":"n","peers":{}})", "9207/peers"},
             row{put, "zones/z/secondary_dns/outgoing", R"({"name":null,"peers":[]})", "9207/name"},
             row{post, "zones/z/secondary_dns/incoming",
                 R"({"auto_refresh_seconds":86400.5,"name":"n","peers":[]})", "9207/auto_refresh_seconds"},
             row{post, "accounts/a/secondary_dns/acls", R"({"name":"n"})", "9207/ip_range"},
             row{post, "accounts/a/secondary_dns/acls", R"({"name":"n","ip_range":"10.0.0.0/23"})",
                 "9207/ip_range"},
             row{post, "accounts/a/secondary_dns/acls", R"({"name":"n","ip_range":"10.0.0.0/33"})",
                 "9207/ip_range"},
             row{post, "accounts/a/secondary_dns/acls", R"({"name":"n","ip_range":"2001:db8::/63"})",
                 "9207/ip_range"},
             row{post, "accounts/a/secondary_dns/acls", R"({"name":"n","ip_range":"10.0.0.0/"})",
                 "9207/ip_range"},
             row{post, "accounts/a/secondary_dns/peers", "{}", "9207/name"},
             row{post, "accounts/a/secondary_dns/acls", R"({"name":"n","ip_range":"text"})",
                 "9207/ip_range"},
             row{post, "accounts/a/secondary_dns/peers", R"({"name":"n","ip":"nonsense"})", "9207/ip"},
             row{post, "accounts/a/secondary_dns/peers", R"({"name":"n","port":-1})", "9207/port"},
             row{post, "accounts/a/secondary_dns/peers", R"({"name":"n","port":"53"})", "9207/port"},
             row{post, "accounts/a/secondary_dns/peers", R"({"name":"n","ixfr_enable":0})",
                 "9207/ixfr_enable"},
             row{post, "accounts/a/secondary_dns/tsigs", R"({"name":"n","algo":"a"})", "9207/secret"},
             row{post, "accounts/a/secondary_dns/tsigs", "nonsense", "6007"},
             row{post, "zones/z/secondary_dns/force_axfr", "[]", "6007"},
             row{post, "zones/z/secondary_dns", "{}", "7003"},
             row{get, "accounts/a/secondary_dns/incoming", "", "7003"},
         }) {
        fake_cloudflare service;
        auto const got =
            service.handle(with_token({one.method, std::string{"/client/v4/"} + one.path, {}, one.body}));
        CAPTURE(one.body);
        auto const failure = cfdns::parse_response<zt::tsigs::get>(got).error();
        CHECK(failure.http_status() == 400);
        REQUIRE(failure.api_errors().size() == 1);
        auto const& entry = failure.api_errors()[0];
        CHECK(std::to_string(entry.code.value_or(0)) +
                  (entry.source ? entry.source->pointer.value_or("") : "") ==
              one.refusal);
        CHECK(service.zone_transfers.incoming.size() + service.zone_transfers.outgoing.size() +
                  service.zone_transfers.acls.size() + service.zone_transfers.peers.size() ==
              0);
    }
}

TEST_CASE("content of another type is refused, and so is missing content where a member is required") {
    fake_cloudflare service = prepared_for("");
    auto const status = [&](std::string const& path, std::string body,
                            std::vector<cfdns::http_header> headers) {
        headers.push_back({"Authorization", "Bearer t"});
        auto const got = service.handle(
            {cfdns::http_method::post, "/client/v4/" + path, std::move(headers), std::move(body)});
        if (got.status != 200)
            CHECK(got.body.find("\"code\":9207,\"message\":\"Content-type must be") != std::string::npos);
        return got.status;
    };
    std::string const force = "zones/" + zone + "/secondary_dns/force_axfr";
    std::string const peers = "accounts/a/secondary_dns/peers";
    for (std::string const& path : {force, peers}) {
        CHECK(status(path, R"({"name":"n"})", {{"Content-Type", "application/json"}}) == 200);
        CHECK(status(path, R"({"name":"n"})", {{"content-type", "Application/JSON; charset=utf-8"}}) == 200);
        CHECK(status(path, R"({"name":"n"})", {{"Content-Type", "text/plain"}}) == 400);
    }
    CHECK(status(force, "", {}) == 200);
    CHECK(status(force, "{}", {}) == 200);
    CHECK(status(peers, R"({"name":"n"})", {}) == 400);
}
