// SPDX-License-Identifier: BSL-1.0
// examples/acme_dns01_hook.cpp, run as certbot runs it, with the in-memory service over HTTP.
#include <cfdns/testing/fake_cloudflare.hpp>

#include "program.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

namespace records = cfdns::records;
namespace faults = cfdns::testing::faults;
using cfdns::http_method;

std::string const zone_id = "269d8f4853475ca241c4e730be286b20";
std::string const challenge = "_acme-challenge.example.com";
std::string const one = "gfj9Xq-Rg85nM_LoqBcd1234567890abcdefghijklm";
std::string const two = "AAAAXq-Rg85nM_LoqBcd1234567890abcdefghijklm";

struct acme_hook : cfdns_test::program_test {
    acme_hook() { add_zone(zone_id, "example.com"); }

    cfdns_test::outcome auth(std::string const& domain, std::string const& validation,
                             std::string const& seconds = "0") {
        variables["CERTBOT_DOMAIN"] = domain;
        variables["CERTBOT_VALIDATION"] = validation;
        variables.erase("CERTBOT_AUTH_OUTPUT");
        return run("acme_dns01_hook", {"auth", seconds});
    }
    // Output: without its final line feed, as certbot passes it.
    cfdns_test::outcome cleanup(std::string const& domain, std::string const& validation,
                                std::string output) {
        while (output.ends_with('\n')) output.pop_back();
        variables["CERTBOT_DOMAIN"] = domain;
        variables["CERTBOT_VALIDATION"] = validation;
        variables["CERTBOT_AUTH_OUTPUT"] = output;
        return run("acme_dns01_hook", {"cleanup"});
    }
    std::vector<records::record>& all() { return records(zone_id); }
    std::string add_text(std::string const& content, std::string const& name = challenge) {
        return add_record(
            records::create{.zone_id = zone_id, .name = name, .data = records::txt{.content = content}});
    }
};

}  // namespace

TEST_CASE_FIXTURE(acme_hook, "auth creates the record and prints its identifier; cleanup deletes it") {
    auto const made = auth("example.com", one);
    CHECK(made.err == "");
    CHECK(made.status == 0);
    REQUIRE(all().size() == 1);
    CHECK(made.out == all()[0].id + "\n");
    CHECK(all()[0].type == "TXT");
    CHECK(all()[0].name == challenge);
    CHECK(all()[0].content == '"' + one + '"');
    auto const removed = cleanup("example.com", one, made.out);
    CHECK(removed.err == challenge + ": deleted " + made.out);
    CHECK(removed.out == "");
    CHECK(removed.status == 0);
    CHECK(all().empty());
}

TEST_CASE_FIXTURE(acme_hook, "a name below the zone is found by walking up its labels") {
    auto const made = auth("www.dev.example.com", one);
    CHECK(made.status == 0);
    REQUIRE(all().size() == 1);
    CHECK(all()[0].name == "_acme-challenge.www.dev.example.com");
    add_zone("00000000000000000000000000000002", "dev.example.com");
    CHECK(auth("www.dev.example.com", two).status == 0);
    CHECK(all().size() == 1);
    CHECK(records("00000000000000000000000000000002").size() == 1);
}

TEST_CASE_FIXTURE(acme_hook, "a domain and its wildcard are validated at the same time") {
    std::string const spf = add_text("\"something else\"");
    auto const first = auth("example.com", one);
    auto const second = auth("*.example.com", two);
    CHECK(first.status == 0);
    CHECK(second.status == 0);
    CHECK(first.out != second.out);
    REQUIRE(all().size() == 3);
    CHECK(all()[1].name == all()[2].name);

    CHECK(cleanup("example.com", one, first.out).status == 0);
    REQUIRE(all().size() == 2);
    CHECK(all()[0].id == spf);
    CHECK(all()[1].id + "\n" == second.out);
    CHECK(cleanup("*.example.com", two, second.out).status == 0);
    REQUIRE(all().size() == 1);
    CHECK(all()[0].id == spf);
}

TEST_CASE_FIXTURE(acme_hook, "auth uses a record with the same text") {
    SUBCASE("of an earlier run") {
        auto const first = auth("example.com", one);
        service.log.clear();
        auto const second = auth("example.com", one);
        CHECK(second.status == 0);
        CHECK(second.out == first.out);
        CHECK(count(http_method::post) == 0);
    }
    SUBCASE("written in another way") {
        std::string const id = add_text("\"" + one.substr(0, 9) + "\" \"" + one.substr(9) + "\"");
        service.log.clear();
        CHECK(auth("example.com", one).out == id + "\n");
        CHECK(count(http_method::post) == 0);
    }
    SUBCASE("that another program creates at the same time") {
        std::string id;
        before = [&](cfdns::http_request const& request) {
            if (request.method == http_method::post && id.empty()) id = add_text('"' + one + '"');
        };
        auto const made = auth("example.com", one);
        CHECK(made.err == "");
        CHECK(made.status == 0);
        CHECK(made.out == id + "\n");
    }
    SUBCASE("whose creation had no response") {
        service.next_faults = {{}, {}, {}, faults::lost_response()};
        auto const made = auth("example.com", one);
        CHECK(made.err == "");
        CHECK(made.status == 0);
        CHECK(count(http_method::post) == 1);
    }
    REQUIRE(all().size() == 1);
    CHECK(records::txt_octets(all()[0].content.value_or("")) == one);
}

TEST_CASE_FIXTURE(acme_hook, "a create that was lost is a failure and not repeated") {
    service.next_faults = {{}, {}, {}, faults::lost_request()};
    auto const made = auth("example.com", one);
    CHECK(made.status == 1);
    CHECK(made.out == "");
    CHECK(made.err.find(challenge + ": ") == 0);
    CHECK(count(http_method::post) == 1);
}

TEST_CASE_FIXTURE(acme_hook,
                  "cleanup deletes nothing but the record of the name, the text and the identifier") {
    std::string const mine = add_text('"' + one + '"');
    std::string const other_text = add_text('"' + two + '"');
    std::string const other_name = add_text('"' + one + '"', "_acme-challenge.www.example.com");
    std::string output, deleted;
    SUBCASE("identifier") {
        output = mine;
        deleted = mine;
    }
    SUBCASE("identifier after other lines") {
        output = "some wrapper\n" + mine;
        deleted = mine;
    }
    SUBCASE("no output: by the text") { deleted = mine; }
    SUBCASE("the identifier of a record with another text") { output = other_text; }
    SUBCASE("the identifier of a record with another name") { output = other_name; }
    SUBCASE("a part of an identifier") { output = mine.substr(1); }
    SUBCASE("unknown identifier") { output = "00000000000000000000000000000009"; }
    auto const run = cleanup("example.com", one, output);
    CHECK(run.status == 0);
    CHECK(run.err ==
          challenge + (deleted.empty() ? ": no record to delete\n" : ": deleted " + deleted + "\n"));
    CHECK(all().size() == (deleted.empty() ? 3 : 2));
    CHECK(count(http_method::delete_) == (deleted.empty() ? 0 : 1));
}

TEST_CASE_FIXTURE(acme_hook, "a record that was deleted meanwhile is not a failure of cleanup") {
    std::string const id = add_text('"' + one + '"');
    before = [&](cfdns::http_request const& request) {
        if (request.method == http_method::delete_) all().clear();
    };
    CHECK(cleanup("example.com", one, id).status == 0);
}

TEST_CASE_FIXTURE(acme_hook, "filters that the service ignores do not endanger other records") {
    service.on<records::list>([](cfdns::testing::fake_cloudflare& of, records::list const& op) {
        return of.records.all[op.zone_id.get()];
    });
    add_text('"' + one + '"', "_acme-challenge.www.example.com");
    CHECK(cleanup("example.com", one, "").status == 0);
    CHECK(all().size() == 1);
}

TEST_CASE_FIXTURE(acme_hook, "only the last of several challenges waits") {
    variables["CERTBOT_REMAINING_CHALLENGES"] = "1";
    CHECK(auth("example.com", one, "3600").err == "");
    variables["CERTBOT_REMAINING_CHALLENGES"] = "0";
    CHECK(auth("example.com", two, "1").err == "waiting 1 s\n");
    CHECK(auth("example.com", two, "0").err == "");
}

TEST_CASE_FIXTURE(acme_hook, "failures have the message of the service and exit status 1") {
    SUBCASE("wrong token") {
        variables["CLOUDFLARE_API_TOKEN"] = "wrong-token";
        auto const run = auth("example.com", one);
        CHECK(run.status == 1);
        CHECK(run.out == "");
        CHECK(run.err.find("HTTP 403") != std::string::npos);
    }
    SUBCASE("no zone") {
        auto const run = auth("example.org", one);
        CHECK(run.status == 1);
        CHECK(run.err ==
              "_acme-challenge.example.org: these credentials have no zone that contains this name\n");
    }
    SUBCASE("the service refuses to delete") {
        std::string const id = add_text('"' + one + '"');
        service.next_faults = {{}, {}, {}, faults::status(403, 10000, "No permission")};
        auto const run = cleanup("example.com", one, id);
        CHECK(run.status == 1);
        CHECK(run.err.find("No permission") != std::string::npos);
        CHECK(all().size() == 1);
    }
}

TEST_CASE_FIXTURE(acme_hook, "wrong arguments and settings have exit status 2, and nothing is sent") {
    CHECK(auth("", one).status == 2);
    CHECK(auth("example.com", "").status == 2);
    CHECK(auth("example..com", one).status == 2);
    CHECK(auth("example.com", one, "-1").status == 2);
    CHECK(auth("example.com", one, "1s").status == 2);
    CHECK(has_help("acme_dns01_hook"));
    CHECK(run("acme_dns01_hook", {}).status == 2);
    CHECK(run("acme_dns01_hook", {"create"}).err.find("usage: acme_dns01_hook auth") == 0);
    CHECK(run("acme_dns01_hook", {"cleanup", "0"}).status == 2);
    variables.erase("CLOUDFLARE_API_TOKEN");
    CHECK(auth("example.com", one).err == "no credentials: set CLOUDFLARE_API_TOKEN\n");
    CHECK(service.log.empty());
}
