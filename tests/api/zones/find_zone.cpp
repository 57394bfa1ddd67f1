// SPDX-License-Identifier: BSL-1.0
#include "../../support/values.hpp"

#include <cfdns/testing/fake_cloudflare.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

namespace zones = cfdns::zones;

static_assert(cfdns::machine<zones::find_zone>);

cfdns::api_token token() { return {cfdns::secret_string{"t0ken"}}; }

void add(cfdns::testing::fake_cloudflare& service, std::string const& id, std::string name,
         std::string account_id = account, std::string type = "full") {
    zones::zone made{.id = id, .name = std::move(name), .status = "active", .type = std::move(type)};
    made.account = zones::account{.id = std::move(account_id)};
    service.zones.all[id] = std::move(made);
}

cfdns::result<std::vector<zones::zone>> find(cfdns::testing::fake_cloudflare& service, std::string_view host,
                                             zones::find_zone_options const& options = {}) {
    return cfdns::run(service, zones::find_zone{host, token(), {}, {}, options},
                      cfdns::runtime_functions{[](std::chrono::milliseconds) {},
                                               [] { return std::chrono::steady_clock::time_point{}; },
                                               [] { return 0.0; }});
}

std::string ids(cfdns::result<std::vector<zones::zone>> const& found) {
    std::string out;
    for (zones::zone const& each : found.value()) out += each.id + " ";
    return out;
}

std::vector<std::string> names_asked_for(cfdns::testing::fake_cloudflare const& service) {
    std::vector<std::string> out;
    for (auto const& record : service.log) {
        std::string const start = "/client/v4/zones?name=";
        REQUIRE(record.target.starts_with(start));
        out.push_back(record.target.substr(start.size(), record.target.find('&') - start.size()));
    }
    return out;
}

}  // namespace

TEST_CASE(
    "the zone of a host name is the one with the longest name, and costs a request for each candidate") {
    struct {
        char const* host;
        char const* found;
        std::vector<std::string> asked;
    } const table[] = {
        {"example.com", "1 ", {"example.com"}},
        {"WWW.Example.com.", "1 ", {"www.example.com", "example.com"}},
        {"a.sub.example.com", "2 ", {"a.sub.example.com", "sub.example.com"}},
        {"*.sub.example.com", "2 ", {"sub.example.com"}},
        {"notexample.com", "", {"notexample.com"}},
        {"www.example.org", "", {"www.example.org", "example.org"}},
        {"localhost", "", {}},
    };
    for (auto const& row : table) {
        CAPTURE(row.host);
        cfdns::testing::fake_cloudflare service;
        add(service, "1", "example.com");
        add(service, "2", "sub.example.com");
        CHECK(ids(find(service, row.host)) == row.found);
        CHECK(names_asked_for(service) == row.asked);
    }
}

TEST_CASE("a zone that the service names in Unicode is found by either form") {
    for (char const* const host : {"www.b\xc3\xbc"
                                   "cher.example",
                                   "www.xn--bcher-kva.example"}) {
        cfdns::testing::fake_cloudflare service;
        // As the service does: it finds the name by its A-labels, and returns it in Unicode.
        service.on<zones::list>([](zones::list const& op) {
            std::vector<zones::zone> out;
            if (op.name == "xn--bcher-kva.example")
                out.push_back({.id = "1",
                               .name = "b\xc3\xbc"
                                       "cher.example"});
            return out;
        });
        CHECK(ids(find(service, host)) == "1 ");
    }
}

TEST_CASE("zones of several accounts and internal zones are told apart by options") {
    cfdns::testing::fake_cloudflare service;
    add(service, "1", "example.com", "a1");
    add(service, "2", "example.com", "a2");
    add(service, "3", "example.com", "a2", "internal");
    add(service, "4", "lan", "a2", "internal");
    CHECK(ids(find(service, "www.example.com")) == "1 2 ");
    CHECK(ids(find(service, "www.example.com", {.account_id = "a2"})) == "2 ");
    CHECK(ids(find(service, "www.example.com", {.account_id = "a3"})) == "");
    CHECK(ids(find(service, "www.example.com", {.type = "internal"})) == "3 ");
    CHECK(ids(find(service, "host.lan", {.type = "internal", .min_labels = 1})) == "4 ");
    CHECK(ids(find(service, "host.lan", {.type = "internal"})) == "");
}

TEST_CASE("a service that ignores the filters does not make another zone the result") {
    cfdns::testing::fake_cloudflare service;
    service.on<zones::list>([](zones::list const&) {
        return std::vector<zones::zone>{
            {.id = "1", .name = "other.com"}, {.id = "2", .name = "example.com"}, {.id = "3", .name = ""}};
    });
    CHECK(ids(find(service, "www.example.com")) == "2 ");
    CHECK(ids(find(service, "www.example.net")) == "");
    CHECK(ids(find(service, "www.example.com", {.account_id = "a1"})) == "");
}

TEST_CASE("an error ends the search, and a name that is not one is refused before anything is sent") {
    cfdns::testing::fake_cloudflare service;
    add(service, "1", "example.com");
    service.next_faults = {{}, cfdns::testing::faults::status(403, 10000, "Authentication error")};
    auto const failed = find(service, "www.example.com");
    REQUIRE(failed.has_error());
    CHECK(failed.error().is_authentication());
    CHECK(service.log.size() == 2);
    auto const refused = find(service, "www..example.com");
    REQUIRE(refused.has_error());
    CHECK(refused.error().parameter() == "name");
    CHECK(service.log.size() == 2);
}
