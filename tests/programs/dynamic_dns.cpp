// SPDX-License-Identifier: BSL-1.0
// examples/dynamic_dns.cpp, run as a process with the in-memory service over HTTP.
#include <cfdns/testing/fake_cloudflare.hpp>

#include "program.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace records = cfdns::records;
namespace faults = cfdns::testing::faults;
using cfdns::http_method;

std::string const zone_id = "269d8f4853475ca241c4e730be286b20";
std::string const host = "www.example.com";

struct dynamic_dns : cfdns_test::program_test {
    dynamic_dns() { add_zone(zone_id, "example.com"); }

    cfdns_test::outcome update(std::vector<std::string> const& arguments) const {
        return run("dynamic_dns", arguments);
    }
    std::vector<records::record>& all() { return records(zone_id); }
    std::string add(records::record_data data, std::string const& name = host) {
        return add_record(records::create{.zone_id = zone_id, .name = name, .data = data});
    }
};

}  // namespace

TEST_CASE_FIXTURE(dynamic_dns, "the first run creates a record, and the second one changes nothing") {
    auto const first = update({host, "192.0.2.1"});
    CHECK(first.err == "");
    CHECK(first.out == "www.example.com A 192.0.2.1: created\n");
    CHECK(first.status == 0);
    REQUIRE(all().size() == 1);
    CHECK(all()[0].name == host);
    CHECK(all()[0].content == "192.0.2.1");
    CHECK(all()[0].ttl == records::automatic_ttl);
    CHECK_FALSE(all()[0].proxied.value_or(false));

    service.log.clear();
    auto const second = update({host, "192.0.2.1"});
    CHECK(second.out == "www.example.com A 192.0.2.1: unchanged\n");
    CHECK(second.status == 0);
    CHECK(count(http_method::get) == std::ssize(service.log));
    CHECK(all().size() == 1);
}

TEST_CASE_FIXTURE(dynamic_dns,
                  "a changed address is edited in place, and everything else of the record is kept") {
    std::string const id = add_record(records::create{.zone_id = zone_id,
                                                      .name = host,
                                                      .data = records::a{.content = "192.0.2.1"},
                                                      .comment = "at home",
                                                      .proxied = true,
                                                      .tags = std::vector<std::string>{"owner:me"}});
    add(records::a{.content = "192.0.2.77"}, "other.example.com");
    add(records::txt{.content = "\"text\""});
    all()[0].ttl = std::chrono::hours{1};
    auto const before_it = all();

    auto const run = update({host, "192.0.2.9"});
    CHECK(run.err == "");
    CHECK(run.out == "www.example.com A 192.0.2.9: changed from 192.0.2.1\n");
    CHECK(run.status == 0);
    REQUIRE(all().size() == 3);
    CHECK(all()[0].id == id);
    CHECK(all()[0].content == "192.0.2.9");
    CHECK(all()[0].comment == "at home");
    CHECK(all()[0].proxied == true);
    CHECK(all()[0].tags == std::vector<std::string>{"owner:me"});
    CHECK(all()[1].content == before_it[1].content);
    CHECK(all()[2].content == before_it[2].content);
    REQUIRE(count(http_method::patch) == 1);
    CHECK(service.log.back().body == R"({"content":"192.0.2.9"})");
}

TEST_CASE_FIXTURE(dynamic_dns, "the TTL of a record is kept") {
    add_record(records::create{.zone_id = zone_id,
                               .name = host,
                               .data = records::a{.content = "192.0.2.1"},
                               .ttl = std::chrono::minutes{5}});
    CHECK(update({host, "192.0.2.9"}).status == 0);
    REQUIRE(all().size() == 1);
    CHECK(all()[0].content == "192.0.2.9");
    CHECK(all()[0].ttl == std::chrono::minutes{5});
}

TEST_CASE_FIXTURE(dynamic_dns, "an IPv4 and an IPv6 address are two records, in any order") {
    add(records::aaaa{.content = "2001:db8::1"});
    auto const run = update({host, "2001:DB8:0:0::1", "192.0.2.1"});
    CHECK(run.out ==
          "www.example.com A 192.0.2.1: created\n"
          "www.example.com AAAA 2001:DB8:0:0::1: unchanged\n");
    CHECK(run.status == 0);
    REQUIRE(all().size() == 2);
    CHECK(update({host, "192.0.2.1", "2001:db8::2"}).out ==
          "www.example.com A 192.0.2.1: unchanged\n"
          "www.example.com AAAA 2001:db8::2: changed from 2001:db8::1\n");
    CHECK(all().size() == 2);
}

TEST_CASE_FIXTURE(dynamic_dns, "the failure of one address does not keep the other from being updated") {
    auto const run = update({host, "192.0.2.256", "2001:db8::1"});
    CHECK(run.status == 1);
    CHECK(run.err.find("www.example.com A 192.0.2.256: ") == 0);
    CHECK(run.err.find("must be a valid IPv4 address") != std::string::npos);
    CHECK(run.out == "www.example.com AAAA 2001:db8::1: created\n");
}

TEST_CASE_FIXTURE(dynamic_dns, "several records are refused and none is changed") {
    std::string const first = add(records::a{.content = "192.0.2.1"});
    std::string const second = add(records::a{.content = "192.0.2.2"});
    service.log.clear();
    for (std::string const address : {"192.0.2.2", "192.0.2.3"}) {
        auto const run = update({host, address});
        CHECK(run.status == 1);
        CHECK(run.out == "");
        CHECK(run.err == "www.example.com A " + address + ": refused, because there are 2 records: " +
                             first + " (192.0.2.1), " + second + " (192.0.2.2)\n");
    }
    CHECK(count(http_method::get) == std::ssize(service.log));
}

TEST_CASE_FIXTURE(dynamic_dns, "names are compared without case and final dot, and may be in Unicode") {
    add(records::a{.content = "192.0.2.1"});
    CHECK(update({"WWW.Example.COM.", "192.0.2.1"}).out == "www.example.com A 192.0.2.1: unchanged\n");
    CHECK(update({"b\xc3\xbc.example.com", "192.0.2.1"}).out ==
          "xn--b-eha.example.com A 192.0.2.1: created\n");
    CHECK(all().size() == 2);
}

TEST_CASE_FIXTURE(dynamic_dns, "a filter that the service ignores does not lead to another record") {
    service.on<records::list>([](cfdns::testing::fake_cloudflare& of, records::list const& op) {
        return of.records.all[op.zone_id.get()];
    });
    add(records::a{.content = "192.0.2.77"}, "other.example.com");
    add(records::txt{.content = "\"text\""});
    CHECK(update({host, "192.0.2.1"}).out == "www.example.com A 192.0.2.1: created\n");
    REQUIRE(all().size() == 3);
    CHECK(all()[0].content == "192.0.2.77");
}

TEST_CASE_FIXTURE(dynamic_dns, "a record that the list does not show yet has been created") {
    service.on<records::list>([](records::list const&) { return std::vector<records::record>{}; });
    CHECK(update({host, "192.0.2.1"}).out == "www.example.com A 192.0.2.1: created\n");
    CHECK(all().size() == 1);
}

TEST_CASE_FIXTURE(dynamic_dns, "a create whose response is lost is not repeated") {
    SUBCASE("it was carried out") {
        service.next_faults = {{}, {}, {}, faults::lost_response()};
        auto const run = update({host, "192.0.2.1"});
        CHECK(run.err == "");
        CHECK(run.out == "www.example.com A 192.0.2.1: created\n");
        CHECK(run.status == 0);
        CHECK(all().size() == 1);
    }
    SUBCASE("it was not") {
        service.next_faults = {{}, {}, {}, faults::lost_request()};
        auto const run = update({host, "192.0.2.1"});
        CHECK(run.status == 1);
        CHECK(run.out == "");
        CHECK(run.err.find("www.example.com A 192.0.2.1: ") == 0);
        CHECK(all().empty());
    }
    CHECK(count(http_method::post) == 1);
}

TEST_CASE_FIXTURE(dynamic_dns, "of two programs that create a record at the same time, one record remains") {
    std::string address;
    bool first = true;
    before = [&](cfdns::http_request const& request) {
        if (request.method != http_method::post || !first) return;
        first = false;
        service.now -= std::chrono::seconds{1};
        add(records::a{.content = address});
        service.now += std::chrono::seconds{1};
    };
    SUBCASE("with the same address") {
        address = "192.0.2.1";
        CHECK(update({host, "192.0.2.1"}).out == "www.example.com A 192.0.2.1: unchanged\n");
    }
    SUBCASE("with another address") {
        address = "192.0.2.2";
        CHECK(update({host, "192.0.2.1"}).out == "www.example.com A 192.0.2.1: changed from 192.0.2.2\n");
    }
    CHECK_FALSE(first);
    REQUIRE(all().size() == 1);
    CHECK(all()[0].content == "192.0.2.1");
}

TEST_CASE_FIXTURE(dynamic_dns, "the program that was first leaves the record of the other one to it") {
    bool created = false;
    before = [&](cfdns::http_request const& request) {
        if (request.method == http_method::post) {
            created = true;
        } else if (std::exchange(created, false)) {
            service.now += std::chrono::seconds{1};
            add(records::a{.content = "192.0.2.2"});
        }
    };
    auto const run = update({host, "192.0.2.1"});
    CHECK(run.status == 1);
    CHECK(run.err.find("refused, because there are 2 records") != std::string::npos);
    CHECK(count(http_method::delete_) == 0);
}

TEST_CASE_FIXTURE(dynamic_dns, "failures have the message of the service and exit status 1") {
    SUBCASE("wrong token") {
        variables["CLOUDFLARE_API_TOKEN"] = "wrong-token";
        auto const run = update({host, "192.0.2.1"});
        CHECK(run.status == 1);
        CHECK(run.err.find("www.example.com: cannot find the zone: ") == 0);
        CHECK(run.err.find("HTTP 403") != std::string::npos);
        CHECK(run.err.find("wrong-token") == std::string::npos);
    }
    SUBCASE("no zone") {
        auto const run = update({"www.example.org", "192.0.2.1"});
        CHECK(run.status == 1);
        CHECK(run.err == "www.example.org: these credentials have no zone that contains this name\n");
    }
    SUBCASE("several zones") {
        add_zone("00000000000000000000000000000002", "example.com");
        auto const run = update({host, "192.0.2.1"});
        CHECK(run.status == 1);
        CHECK(run.err == "www.example.com: 2 zones have the name example.com: set CLOUDFLARE_ZONE_ID\n");
    }
    SUBCASE("an alias of that name") {
        add(records::cname{.content = "example.net"});
        auto const run = update({host, "192.0.2.1"});
        CHECK(run.status == 1);
        CHECK(run.err.find("81054") != std::string::npos);
        CHECK(all().size() == 1);
    }
    CHECK(count(http_method::patch) == 0);
}

TEST_CASE_FIXTURE(dynamic_dns, "CLOUDFLARE_ZONE_ID is used instead of looking for the zone") {
    add_zone("00000000000000000000000000000002", "example.com");
    variables["CLOUDFLARE_ZONE_ID"] = zone_id;
    CHECK(update({host, "192.0.2.1"}).status == 0);
    CHECK(all().size() == 1);
    CHECK(service.log.size() == 3);
}

TEST_CASE_FIXTURE(dynamic_dns, "a temporary failure is retried") {
    service.next_faults = {faults::status(503)};
    CHECK(update({host, "192.0.2.1"}).out == "www.example.com A 192.0.2.1: created\n");
}

TEST_CASE_FIXTURE(dynamic_dns, "wrong arguments and settings have exit status 2, and nothing is sent") {
    CHECK(has_help("dynamic_dns"));
    CHECK(update({}).status == 2);
    CHECK(update({host}).status == 2);
    CHECK(update({host, ""}).status == 2);
    CHECK(update({host, "192.0.2.1", "192.0.2.2"}).status == 2);
    CHECK(update({host, "2001:db8::1", "2001:db8::2"}).status == 2);
    CHECK(update({host, "192.0.2.1", "2001:db8::2", "192.0.2.1"}).err.find("usage: dynamic_dns HOST") == 0);
    auto const bad_name = update({"www..example.com", "192.0.2.1"});
    CHECK(bad_name.status == 2);
    CHECK(bad_name.err.find("www..example.com: ") == 0);
    variables["CLOUDFLARE_BASE_URL"] = "ftp://example.com";
    CHECK(update({host, "192.0.2.1"}).status == 2);
    variables.erase("CLOUDFLARE_API_TOKEN");
    variables.erase("CLOUDFLARE_BASE_URL");
    auto const no_token = update({host, "192.0.2.1"});
    CHECK(no_token.status == 2);
    CHECK(no_token.err == "no credentials: set CLOUDFLARE_API_TOKEN\n");
    CHECK(service.log.empty());
}
