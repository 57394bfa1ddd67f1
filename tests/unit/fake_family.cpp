// SPDX-License-Identifier: BSL-1.0
#include "fake.hpp"

#include <doctest/doctest.h>

namespace {

// A service in which all of the reference's examples exist, so that each example operation succeeds.
fake_cloudflare populated() {
    fake_cloudflare service;
    service.incoming[zone] = {.id = zone, .name = "www.example.com.", .peers = std::vector<std::string>{}};
    service.outgoing[zone] = {.id = zone, .name = "www.example.com.", .peers = std::vector<std::string>{}};
    service.acls[account].push_back({.id = acl_id, .ip_range = "192.0.2.53/28", .name = "my-acl-1"});
    service.peers[account].push_back({.id = peer_1, .name = "my-peer-1"});
    service.tsigs[account].push_back({.id = tsig_id, .algo = "hmac-sha512.", .name = "t.", .secret = secret("s")});
    return service;
}

struct zone_info {
    std::string id{};
    CFDNS_FIELDS(id)
};
struct zone_details {
    cfdns::required<std::string> zone_id;
    using response_type = zone_info;
    static constexpr auto route = cfdns::get("/zones/{zone_id}");
    CFDNS_FIELDS(zone_id)
};

}  // namespace

TEST_CASE("all 28 operations are served, and each of their examples succeeds without a surprise") {
    int served = 0;
    visit_family([&](std::string const name, auto const& op, answer const& known) {
        CAPTURE(name);
        fake_cloudflare service = populated();
        if (name == "incoming.create") service.incoming.clear();
        if (name == "outgoing.create") service.outgoing.clear();
        auto const got = cfdns::call_reply(service, token(), op);
        if (got.has_error()) FAIL(got.error().message());
        CHECK(got->info.surprises.empty());
        CHECK_FALSE(got->info.cf_ray.empty());
        std::string const& body = service.handle(with_token(cfdns::make_request(op).value())).body;
        if (name.find("create") == std::string::npos && name.find("delete") == std::string::npos)
            for (std::string const& member : known.required) CHECK(body.find('"' + member + "\":") != std::string::npos);
        ++served;
    });
    CHECK(served == 28);
}

TEST_CASE("on an empty service, only what creates or lists succeeds; the rest is not found") {
    visit_family([&](std::string const name, auto const& op, answer const&) {
        CAPTURE(name);
        fake_cloudflare service;
        auto const got = cfdns::call(service, token(), op);
        bool const makes = name.ends_with(".create") && name != "force_axfr.create";
        bool const good = makes || name.ends_with(".list");
        CHECK(got.has_value() == good);
        if (got.has_error()) CHECK(got.error().is_not_found());
        if (got.has_error()) CHECK(got.error().api_errors().size() == 1);
    });
}

TEST_CASE("without the right credentials, no operation does anything") {
    visit_family([&](std::string const name, auto const& op, answer const&) {
        CAPTURE(name);
        fake_cloudflare service = populated();
        service.token = secret("right");
        auto const refused = cfdns::call(service, token("wrong"), op);
        REQUIRE(refused.has_error());
        CHECK(refused.error().http_status() == 403);
        CHECK(refused.error().is_authentication());
        CHECK(service.incoming.size() + service.outgoing.size() == 2);
        CHECK(service.acls[account].size() + service.peers[account].size() + service.tsigs[account].size() == 3);
    });
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
    for (auto const& who : {cfdns::api_key{"a@c", secret("k")}, cfdns::api_key{"a@b", secret("x")}}) {
        auto const wrong = cfdns::call(service, who, op);
        REQUIRE(wrong.has_error());
        CHECK(wrong.error().http_status() == 403);
        CHECK(wrong.error().api_errors()[0].code == 9103);
    }
    CHECK(cfdns::call(service, cfdns::user_service_key{secret("x")}, op).error().api_errors()[0].code == 10000);
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
             row{post, "zones/z/secondary_dns/incoming", R"({"auto_refresh_seconds":86400.5,"name":"n","peers":[]})",
                 "9207/auto_refresh_seconds"},
             row{post, "accounts/a/secondary_dns/acls", R"({"name":"n"})", "9207/ip_range"},
             row{post, "accounts/a/secondary_dns/acls", R"({"name":"n","ip_range":"10.0.0.0/23"})", "9207/ip_range"},
             row{post, "accounts/a/secondary_dns/acls", R"({"name":"n","ip_range":"10.0.0.0/33"})", "9207/ip_range"},
             row{post, "accounts/a/secondary_dns/acls", R"({"name":"n","ip_range":"2001:db8::/63"})", "9207/ip_range"},
             row{post, "accounts/a/secondary_dns/acls", R"({"name":"n","ip_range":"10.0.0.0/"})", "9207/ip_range"},
             row{post, "accounts/a/secondary_dns/peers", "{}", "9207/name"},
             row{post, "accounts/a/secondary_dns/acls", R"({"name":"n","ip_range":"text"})", "9207/ip_range"},
             row{post, "accounts/a/secondary_dns/peers", R"({"name":"n","ip":"nonsense"})", "9207/ip"},
             row{post, "accounts/a/secondary_dns/peers", R"({"name":"n","port":-1})", "9207/port"},
             row{post, "accounts/a/secondary_dns/peers", R"({"name":"n","port":"53"})", "9207/port"},
             row{post, "accounts/a/secondary_dns/peers", R"({"name":"n","ixfr_enable":0})", "9207/ixfr_enable"},
             row{post, "accounts/a/secondary_dns/tsigs", R"({"name":"n","algo":"a"})", "9207/secret"},
             row{post, "accounts/a/secondary_dns/tsigs", "nonsense", "6007"},
             row{post, "zones/z/secondary_dns/force_axfr", "[]", "6007"},
             row{post, "zones/z/secondary_dns", "{}", "7003"},
             row{get, "accounts/a/secondary_dns/incoming", "", "7003"},
         }) {
        fake_cloudflare service;
        auto const got = service.handle(with_token({one.method, std::string{"/client/v4/"} + one.path, {}, one.body}));
        CAPTURE(one.body);
        auto const failure = cfdns::parse_response<zt::tsigs::get>(got).error();
        CHECK(failure.http_status() == 400);
        REQUIRE(failure.api_errors().size() == 1);
        auto const& entry = failure.api_errors()[0];
        CHECK(std::to_string(entry.code.value_or(0)) + (entry.source ? entry.source->pointer.value_or("") : "") == one.refusal);
        CHECK(service.incoming.size() + service.outgoing.size() + service.acls.size() + service.peers.size() == 0);
    }
}

TEST_CASE("content of another type is refused, and of none where something is required") {
    fake_cloudflare service = populated();
    auto const status = [&](std::string const& path, std::string body, std::vector<cfdns::http_header> headers) {
        headers.push_back({"Authorization", "Bearer t"});
        auto const got = service.handle({cfdns::http_method::post, "/client/v4/" + path, std::move(headers), std::move(body)});
        if (got.status != 200) CHECK(got.body.find("\"code\":9207,\"message\":\"Content-type must be") != std::string::npos);
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

TEST_CASE("an endpoint with another path is served there and nowhere else") {
    fake_cloudflare service;
    cfdns::endpoint const where{.base_path = ""};
    auto const request = with_token(cfdns::make_request(zt::acls::list{.account_id = account}, where).value());
    CHECK(service.handle(request, where).status == 200);
    CHECK(service.handle(request).status == 400);
}

TEST_CASE("a program's own operation is served by what the program says, and may stand in for one of the library's") {
    fake_cloudflare service;
    service.on<zone_details>([](zone_details const& op) { return zone_info{op.zone_id.get()}; });
    CHECK(cfdns::call(service, token(), zone_details{.zone_id = "z"}).value().id == "z");
    service.on<zt::outgoing::status::get>([](zt::outgoing::status::get const& op) { return "status of " + op.zone_id.get(); });
    CHECK(cfdns::call(service, token(), zt::outgoing::status::get{.zone_id = "z"}).value() == "status of z");
    service.on<zt::outgoing::status::get>([](auto const&) { return cfdns::testing::write_failure(418, {}); });
    CHECK(cfdns::call(service, token(), zt::outgoing::status::get{.zone_id = "z"}).error().http_status() == 418);
    service.on<zt::acls::list>([](auto const&) { return std::vector{zt::acls::acl{"id", "range", "name", {}}}; });
    auto const listed = cfdns::call_reply(service, token(), zt::acls::list{.account_id = account}).value();
    CHECK(listed.value.size() == 1);
    CHECK(listed.info.result_info.value().total_count == 1u);
    service.on<zt::acls::create>([&](auto const&) { return zt::acls::acl{"id", "range", "name", {}}; });
    CHECK(service.handle(with_token({cfdns::http_method::post, "/client/v4/accounts/a/secondary_dns/acls", {}, "{}"})).status ==
          400);
    CHECK(service.acls.empty());
}
