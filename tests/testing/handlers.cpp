// SPDX-License-Identifier: BSL-1.0
// Handlers of the program: their forms, which one is taken, and what copies share.
#include "fake.hpp"

#include <doctest/doctest.h>

#include <memory>

namespace {

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

struct zone_list {
    cfdns::extra_members extra{};
    using response_type = std::vector<zone_info>;
    static constexpr auto route = cfdns::get("/zones");
    CFDNS_FIELDS(extra)
};
// Text in the place of the id of zone_details.
struct zone_summary {
    using response_type = zone_info;
    static constexpr auto route = cfdns::get("/zones/summary");
    cfdns::extra_members extra{};
    CFDNS_FIELDS(extra)
};
struct same_route {
    cfdns::required<std::string> id;
    using response_type = zone_info;
    static constexpr auto route = cfdns::get("/zones/{id}");
    CFDNS_FIELDS(id)
};
struct new_zone {
    std::string name{};
    using response_type = zone_info;
    static constexpr auto route = cfdns::post("/zones");
    CFDNS_FIELDS(name)
};

struct owner {
    std::optional<std::string> id{};
    std::optional<cfdns::secret_string> key{};
    CFDNS_FIELDS(id, key)
};
struct zone_search {
    std::optional<owner> account{};
    std::optional<std::vector<std::string>> name{};
    using response_type = zone_info;
    static constexpr auto route = cfdns::get("/zones/search");
    cfdns::extra_members extra{};
    CFDNS_FIELDS(account, name, extra)
};

zone_info by_function(zone_details const& op) { return {"function " + op.zone_id.get()}; }

struct by_object {
    std::string prefix;
    zone_info operator()(fake_cloudflare& service, zone_details const& op) const {
        return {prefix + op.zone_id.get() + " of " + std::to_string(service.log.size())};
    }
};

std::string authorization_of(cfdns::http_request const& request) {
    return std::string{cfdns::find_header(request.headers, "Authorization").value_or("none")};
}

struct with_request {
    zone_info operator()(fake_cloudflare&, zone_details const&, cfdns::http_request const& request) const {
        return {authorization_of(request)};
    }
};

struct with_state {
    static constexpr bool checks_credentials = true;
    int refused_status;
    cfdns::http_response operator()(fake_cloudflare& service, zone_details const&,
                                    cfdns::http_request const& request) const {
        if (service.refuse_credentials(request))
            return cfdns::testing::write_failure(refused_status, 1, "refused here");
        return cfdns::testing::write_response(zone_info{authorization_of(request)});
    }
};

std::string id_of_zone(fake_cloudflare& service, std::string const& zone_id = "z") {
    auto const got = cfdns::call(service, token(), zone_details{.zone_id = zone_id});
    return got.has_value() ? got->id : std::to_string(got.error().http_status());
}

}  // namespace

TEST_CASE("a program's handler serves its own operation, or replaces the one of a product") {
    fake_cloudflare service;
    service.on<zone_details>([](zone_details const& op) { return zone_info{op.zone_id.get()}; });
    CHECK(cfdns::call(service, token(), zone_details{.zone_id = "z"}).value().id == "z");
    service.on<zt::outgoing::status::get>(
        [](zt::outgoing::status::get const& op) { return "status of " + op.zone_id.get(); });
    CHECK(cfdns::call(service, token(), zt::outgoing::status::get{.zone_id = "z"}).value() == "status of z");
    service.on<zt::outgoing::status::get>(
        [](auto const&) { return cfdns::testing::write_failure(418, {}); });
    CHECK(cfdns::call(service, token(), zt::outgoing::status::get{.zone_id = "z"}).error().http_status() ==
          418);
    service.on<zt::acls::list>([](auto const&) {
        return std::vector{zt::acls::acl{"id", "range", "name", {}}};
    });
    auto const listed = cfdns::call_full(service, token(), zt::acls::list{.account_id = account}).value();
    CHECK(listed.value.size() == 1);
    CHECK(listed.info.result_info.value().total_count == 1u);
    service.on<zt::acls::create>([&](auto const&) { return zt::acls::acl{"id", "range", "name", {}}; });
    CHECK(service
              .handle(with_token(
                  {cfdns::http_method::post, "/client/v4/accounts/a/secondary_dns/acls", {}, "{}"}))
              .status == 400);
    CHECK(service.zone_transfers.acls.empty());
}
TEST_CASE("a request below another base path is served there and nowhere else") {
    fake_cloudflare service;
    cfdns::request_options const options{.base_path = ""};
    auto const request =
        with_token(cfdns::make_request(zt::acls::list{.account_id = account}, options).value());
    CHECK(service.handle(request, options).status == 200);
    CHECK(service.handle(request).status == 400);
}

TEST_CASE(
    "a handler is a lambda, a function or an object, with or without the service as its first parameter") {
    fake_cloudflare service;
    CHECK(id_of_zone(service) == "400");  // an unknown route
    service.on<zone_details>(by_function);
    CHECK(id_of_zone(service) == "function z");
    service.on<zone_details>(&by_function);
    CHECK(id_of_zone(service) == "function z");
    service.on<zone_details>(by_object{"object "});
    CHECK(id_of_zone(service) == "object z of 3");
    service.on<zone_details>([](zone_details op) { return zone_info{"value " + op.zone_id.get()}; });
    CHECK(id_of_zone(service) == "value z");
    service.on<zone_details>([](auto const& op) { return zone_info{"generic " + op.zone_id.get()}; });
    CHECK(id_of_zone(service) == "generic z");
    service.on<zone_details>(
        [](fake_cloudflare& self, auto const&) { return zone_info{std::to_string(self.log.size())}; });
    CHECK(id_of_zone(service) == "6");
    auto const owned = std::make_unique<std::string>("owned");
    service.on<zone_details>([pointer = owned.get()](zone_details const&) { return zone_info{*pointer}; });
    CHECK(id_of_zone(service) == "owned");
    service.on<zone_details>([text = std::make_unique<std::string>("move-only")](zone_details const&) {
        return zone_info{*text};
    });
    CHECK(id_of_zone(service) == "move-only");
}

TEST_CASE("a handler returns a result, a list, which is one page, or a whole response") {
    fake_cloudflare service;
    service.on<zone_list>([](fake_cloudflare&, zone_list const&) {
        return std::vector<zone_info>{{"a"}, {"b"}};
    });
    auto const listed = cfdns::call_full(service, token(), zone_list{}).value();
    CHECK(listed.value.size() == 2);
    CHECK(listed.info.result_info.value().total_count == 2u);
    service.on<zone_list>([](fake_cloudflare& self, zone_list const&) { return self.not_found("list"); });
    auto const absent = cfdns::call(service, token(), zone_list{});
    REQUIRE(absent.has_error());
    CHECK(absent.error().is_not_found());
    CHECK(absent.error().api_errors()[0].message == "There is no such list");
    service.on<zone_details>([](fake_cloudflare&, zone_details const&) {
        return cfdns::testing::write_failure(409, 1061, "It exists", "/zone_id");
    });
    auto const refused = cfdns::call(service, token(), zone_details{.zone_id = "z"}).error();
    CHECK(refused.http_status() == 409);
    CHECK(refused.api_errors()[0].code == 1061);
    CHECK(refused.api_errors()[0].message == "It exists");
    CHECK(refused.api_errors()[0].source.value().pointer == "/zone_id");
    service.on<zone_details>([](zone_details const&) {
        return cfdns::http_response{200, {}, R"({"success":true,"result":{"id":"raw"}})"};
    });
    CHECK(id_of_zone(service) == "raw");
}

TEST_CASE("the program's handler replaces the product's, and the last one is used") {
    fake_cloudflare service;
    zt::peers::list const list{.account_id = account};
    CHECK(cfdns::call(service, token(), list).value().empty());
    for (std::size_t count : {std::size_t{2}, std::size_t{1}, std::size_t{3}}) {
        service.on<zt::peers::list>(
            [count](zt::peers::list const&) { return std::vector<zt::peers::peer>(count); });
        CHECK(cfdns::call(service, token(), list).value().size() == count);
    }
    // Others of the product are as before.
    CHECK(cfdns::call(service, token(), zt::peers::create{.account_id = account, .name = "p"}).has_value());
    CHECK(service.zone_transfers.peers[account].size() == 1);
}

TEST_CASE(
    "of routes that match the same request the more literal one is taken, else the one registered last") {
    auto const details = [](zone_details const&) { return zone_info{"details"}; };
    auto const summary = [](zone_summary const&) { return zone_info{"summary"}; };
    auto const same = [](same_route const&) { return zone_info{"same"}; };
    for (bool const first : {false, true}) {
        fake_cloudflare service;
        if (first) service.on<zone_summary>(summary);
        service.on<zone_details>(details);
        if (!first) service.on<zone_summary>(summary);
        CHECK(id_of_zone(service, "summary") == "summary");
        CHECK(id_of_zone(service, "z") == "details");
        service.on<same_route>(same);
        CHECK(id_of_zone(service, "summary") == "summary");
        CHECK(id_of_zone(service, "z") == "same");
        service.on<zone_details>(details);
        CHECK(id_of_zone(service, "z") == "details");
        service.remove_handler<zone_details>();
        CHECK(id_of_zone(service, "z") == "same");
        service.remove_handler<same_route>();
        service.remove_handler<same_route>();
        CHECK(id_of_zone(service, "z") == "400");
    }
}

TEST_CASE("a handler may replace itself, remove itself and assign the service while it runs") {
    fake_cloudflare service;
    std::string const text(100, 'x');
    service.on<zone_details>([text](fake_cloudflare& self, zone_details const&) {
        self.on<zone_details>([](zone_details const&) { return zone_info{"second"}; });
        return zone_info{text};
    });
    CHECK(id_of_zone(service) == text);
    CHECK(id_of_zone(service) == "second");
    service.on<zone_details>([text](fake_cloudflare& self, zone_details const&) {
        self.remove_handler<zone_details>();
        self.on<zone_list>([](zone_list const&) { return std::vector<zone_info>(1); });
        return zone_info{text};
    });
    CHECK(id_of_zone(service) == text);
    CHECK(id_of_zone(service) == "400");
    CHECK(cfdns::call(service, token(), zone_list{}).value().size() == 1);
    service.on<zone_details>([text](fake_cloudflare& self, zone_details const&) {
        self = fake_cloudflare{};
        return zone_info{text};
    });
    CHECK(id_of_zone(service) == text);
    CHECK(service.log.size() == 1);
}

TEST_CASE("handlers see the params, and what the service refuses does not reach them") {
    fake_cloudflare service;
    std::vector<std::string> names;
    service.on<new_zone>([&](new_zone const& op) {
        names.push_back(op.name);
        return zone_info{"i"};
    });
    auto const status = [&](std::string body) {
        return service
            .handle(with_token({cfdns::http_method::post, "/client/v4/zones", {}, std::move(body)}))
            .status;
    };
    CHECK(status(R"({"name":"a"})") == 200);
    CHECK(status(R"({"name":1})") == 400);
    CHECK(status("{}") == 400);
    CHECK(status("") == 400);
    service.token = secret("right");
    CHECK(status(R"({"name":"b"})") == 403);
    service.token = {};
    service.next_faults = {cfdns::testing::faults::status(500), cfdns::testing::faults::lost_request()};
    CHECK(status(R"({"name":"c"})") == 500);
    CHECK(status(R"({"name":"d"})") == 0);
    service.quirks.forbidden_after_create = 1;
    CHECK(status(R"({"name":"e"})") == 200);
    CHECK(status(R"({"name":"f"})") == 403);
    CHECK(status(R"({"name":"g"})") == 200);
    CHECK(names == std::vector<std::string>{"a", "e", "g"});
}

TEST_CASE("a handler receives the structs of a query, and the log shows all of them but secrets") {
    fake_cloudflare service;
    service.on<zone_search>([](zone_search const& op) {
        return zone_info{op.account->id.value() + " " + std::string{op.account->key->expose()} + " " +
                         op.name->at(0) + " " + op.name->at(1)};
    });
    zone_search op{.account = owner{.id = "a", .key = cfdns::secret_string{"hush"}}};
    op.name = {"x", "y"};
    CHECK(cfdns::call(service, token(), op).value().id == "a hush x y");
    op.extra.set("account.other", "1");
    CHECK(cfdns::call(service, token(), op).has_value());
    std::string const shown = "/client/v4/zones/search?account.id=a&account.key=[redacted]&name=x&name=y";
    CHECK(service.log.at(0).target == shown);
    CHECK(service.log.at(1).target == shown + "&account.other=[redacted]");
}

TEST_CASE("a copy has the handlers of the original, and its own state") {
    fake_cloudflare service;
    service.on<zone_details>([](fake_cloudflare& self, zone_details const& op) {
        self.options_by_zone[op.zone_id.get()].incoming_allowed = false;
        return zone_info{std::to_string(self.options_by_zone.size())};
    });
    zt::peers::create const peer{.account_id = account, .name = "p"};
    REQUIRE(cfdns::call(service, token(), peer).has_value());
    CHECK(id_of_zone(service, "a") == "1");

    fake_cloudflare copy = service;
    CHECK(id_of_zone(copy, "b") == "2");
    CHECK(service.options_by_zone.size() == 1);
    CHECK(id_of_zone(service, "c") == "2");
    CHECK(copy.options_by_zone.count("c") == 0);

    // The product's handlers as well.
    REQUIRE(cfdns::call(copy, token(), peer).has_value());
    CHECK(copy.zone_transfers.peers[account].size() == 2);
    CHECK(service.zone_transfers.peers[account].size() == 1);
    copy.remove_handler<zt::peers::create>();
    CHECK(cfdns::call(copy, token(), peer).error().http_status() == 501);
    CHECK(cfdns::call(service, token(), peer).has_value());
    copy.on<zone_details>([](zone_details const&) { return zone_info{"copy"}; });
    CHECK(id_of_zone(copy) == "copy");
    CHECK(id_of_zone(service) == "3");

    // It outlives the original.
    auto original = std::make_unique<fake_cloudflare>(service);
    fake_cloudflare const snapshot = *original;
    original.reset();
    service = snapshot;
    CHECK(cfdns::call(service, token(), zt::peers::list{.account_id = account}).value().size() == 2);
    CHECK(id_of_zone(service, "z") == "3");
}

TEST_CASE("two services side by side know nothing of each other") {
    fake_cloudflare one, other;
    one.on<zone_details>([](zone_details const&) { return zone_info{"one"}; });
    CHECK(id_of_zone(one) == "one");
    CHECK(id_of_zone(other) == "400");
    other.zone_transfers.primaries[zone] = {.serial = 7};
    for (fake_cloudflare* service : {&one, &other})
        CHECK(cfdns::call(*service, token(), example_create()).has_value());
    one.advance(std::chrono::hours{1});
    CHECK_FALSE(one.zone_transfers.incoming.at(zone).soa_serial.has_value());
    other.advance(std::chrono::seconds{1});
    CHECK(other.zone_transfers.incoming.at(zone).soa_serial == 7u);
    CHECK(one.now - other.now == std::chrono::seconds{3599});
    other.remove_handler<zt::incoming::get>();
    CHECK(cfdns::call(one, token(), zt::incoming::get{.zone_id = zone}).has_value());
    CHECK(cfdns::call(other, token(), zt::incoming::get{.zone_id = zone}).error().http_status() == 501);
    CHECK(one.log.size() == 3);
    CHECK(other.log.size() == 3);
}

TEST_CASE("what handlers are given: new ids, the time as the API writes it, and the options of zones") {
    fake_cloudflare service;
    std::string const id = service.make_id();
    CHECK(id.size() == 32);
    CHECK(service.make_id() != id);
    CHECK(fake_cloudflare{}.make_id() == id);
    CHECK(service.make_timestamp().time() == service.now);
    CHECK(service.make_timestamp().text() == "2026-01-01T00:00:00.000000Z");
    service.options_by_zone["z"].type = cfdns::testing::zone_type::partial;
    CHECK(service.zone("z").type == cfdns::testing::zone_type::partial);
    CHECK(service.zone("other").type == cfdns::testing::zone_type::any);
    CHECK(service.options_by_zone.size() == 1);
}

TEST_CASE("a handler may take the request as well, and may check its credentials itself") {
    fake_cloudflare service;
    service.on<zone_details>(with_request{});
    CHECK(id_of_zone(service) == "Bearer t");
    service.token = secret("right");
    CHECK(id_of_zone(service) == "403");
    service.on<zone_details>(with_state{418});
    CHECK(id_of_zone(service) == "418");
    service.token = {};
    CHECK(id_of_zone(service) == "Bearer t");
    service.token = secret("right");
    service.on<zone_details>([](zone_details const&) { return zone_info{"x"}; });
    CHECK(id_of_zone(service) == "403");
}

TEST_CASE("a response may have messages") {
    cfdns::api_message message;
    message.code = 7;
    message.message = "a \"word\"";
    auto const written = cfdns::testing::write_response(zone_info{"i"}, {}, {&message, 1});
    auto const got = cfdns::parse_full_response<zone_details>(written);
    REQUIRE(got.has_value());
    REQUIRE(got->info.messages.size() == 1);
    CHECK(got->info.messages[0].code == 7);
    CHECK(got->info.messages[0].message == "a \"word\"");
}
