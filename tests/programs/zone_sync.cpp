// SPDX-License-Identifier: BSL-1.0
// examples/zone_sync.cpp, run as a process with the in-memory service over HTTP.
#include <cfdns/testing/fake_cloudflare.hpp>

#include "program.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace records = cfdns::records;

std::string const sync_zone_id = "269d8f4853475ca241c4e730be286b20";

struct zone_sync : cfdns_test::program_test {
    zone_sync() {
        add_zone(sync_zone_id, "example.com");
        add_record(records::create{.zone_id = sync_zone_id,
                                   .name = "www.example.com",
                                   .data = records::a{.content = "192.0.2.1"},
                                   .ttl = std::chrono::seconds{300}});
        add_record(records::create{.zone_id = sync_zone_id,
                                   .name = "old.example.com",
                                   .data = records::cname{.content = "www.example.com"},
                                   .comment = "me"});
        service.log.clear();
    }

    std::string file() const { return (folder / "records").string(); }
    cfdns_test::outcome sync(std::string const& text, std::vector<std::string> options = {}) const {
        std::ofstream{file(), std::ios::binary} << text;
        options.insert(options.end(), {"example.com", file()});
        return run("zone_sync", options);
    }
};

std::string const sync_file = R"($TTL 1h
$ORIGIN example.com.
@       IN SOA ns1 hostmaster ( 2026112601 ; serial
                3600 900 604800 300 )
        IN NS  ns1.example.net.
        IN MX  10 mail
mail    300 IN A 192.0.2.25
www     IN 300 A 192.0.2.80
        IN TXT "v=spf1 -all" ; not a comment of the record
_sip._tcp SRV 1 0 5060 sip.example.net.
)";

}  // namespace

TEST_CASE_FIXTURE(zone_sync,
                  "a zone file is shown as a plan, carried out, and then there is nothing to do") {
    std::string const head = "# zone example.com (" + sync_zone_id + "): ";
    std::string const notes =
        "# left alone: NS example.com: listed, but apex_ns is not set\n# 1 record kept: not listed\n";
    auto const shown = sync(sync_file);
    CHECK(shown.err == "");
    CHECK(shown.out == head +
                           "5 steps in 1 request, nothing removed\n"
                           "+ 1 SRV _sip._tcp.example.com  1 0 5060 sip.example.net., ttl 3600\n"
                           "+ 2 MX  example.com            10 mail.example.com., ttl 3600\n"
                           "+ 3 A   mail.example.com       192.0.2.25, ttl 300\n"
                           "! 4 A   www.example.com        value: 192.0.2.1 -> 192.0.2.80\n"
                           "+ 5 TXT www.example.com        \"v=spf1 -all\", ttl 3600\n" +
                           notes);
    CHECK(shown.status == 2);
    CHECK(count(cfdns::http_method::post) == 0);

    auto const done = sync(sync_file, {"--apply"});
    CHECK(done.err == "5 of 5 steps done\n");
    CHECK(done.out.find("! 4 A   www.example.com        value: 192.0.2.1 -> 192.0.2.80: done\n") !=
          std::string::npos);
    CHECK(done.status == 0);
    CHECK(count(cfdns::http_method::post) == 1);
    CHECK(records(sync_zone_id).size() == 6);

    auto const again = sync(sync_file, {"--apply"});
    CHECK(again.out == head + "nothing to do\n" + notes);
    CHECK(again.status == 0);
    CHECK(count(cfdns::http_method::post) == 1);
}

TEST_CASE_FIXTURE(zone_sync,
                  "a TTL that is left out is that of $TTL, of the record before, or is not managed") {
    auto const shown =
        sync("www IN A 192.0.2.1\nb 3600 IN A 192.0.2.2\nc IN A 192.0.2.3\n$TTL 60\nd IN A 192.0.2.4\n");
    CHECK(shown.err == "");
    CHECK(shown.out.find("  192.0.2.2, ttl 3600\n") != std::string::npos);
    CHECK(shown.out.find("  192.0.2.3, ttl 3600\n") != std::string::npos);
    CHECK(shown.out.find("  192.0.2.4, ttl 60\n") != std::string::npos);
    CHECK(shown.out.find("www") == std::string::npos);
}

TEST_CASE_FIXTURE(zone_sync, "what zone_backup has saved is what the zone has") {
    add_record(records::create{.zone_id = sync_zone_id,
                               .name = "www.example.com",
                               .data = records::a{.content = "192.0.2.2"},
                               .comment = "second; server",
                               .tags = std::vector<std::string>{"team:web"}});
    add_record(records::create{.zone_id = sync_zone_id,
                               .name = "p.example.com",
                               .data = records::aaaa{.content = "2001:db8::1"},
                               .proxied = true});
    add_record(records::create{
        .zone_id = sync_zone_id,
        .name = "t.example.com",
        .data = records::txt{.content = records::txt_content("a \"b\"; " + std::string(300, 'x'))}});
    REQUIRE(run("zone_backup", {"backup", "example.com", file()}).status == 0);
    auto const same = sync(cfdns_test::read_file(file()), {"--remove-unlisted"});
    CHECK(same.out.find("nothing to do") != std::string::npos);
    CHECK(same.status == 0);
    CHECK(same.err == file() + ": www.example.com. A: records differ in TTL, which is left as it is\n" +
                          file() +
                          ": www.example.com. A: records differ in comment, which is left as it is\n" +
                          file() + ": www.example.com. A: records differ in tags, which is left as it is\n");
}

TEST_CASE_FIXTURE(zone_sync, "a JSON file with an owner, removals and a limit") {
    std::string const text =
        R"([{"name":"new","type":"A","values":["192.0.2.9"],"ttl":60,"proxied":false,"comment":"x",)"
        R"("tags":["a:b"]}])";
    auto const refused = sync(text, {"--owner=me", "--remove-unlisted", "--max-removals=0", "--apply"});
    CHECK(refused.out.find(
              "? removes 1 of 2 records, more than 0 and than 30 % (0); allow it with max_removals = 1") !=
          std::string::npos);
    CHECK(refused.status == 1);
    auto const shown = sync(text, {"--owner=me", "--remove-unlisted", "--json"});
    CHECK(shown.out.find(R"("comment","from":"","to":"me x")") != std::string::npos);
    CHECK(shown.status == 2);
    CHECK(count(cfdns::http_method::post) == 0);
    auto const done = sync(text, {"--owner=me", "--remove-unlisted", "--max-batch=1", "--apply"});
    CHECK(done.err == "1 of 2 steps done\n2 of 2 steps done\n");
    CHECK(done.status == 0);
    CHECK(records(sync_zone_id).size() == 2);
}

TEST_CASE_FIXTURE(zone_sync, "a record that the service refuses fails, and the rest is done if asked") {
    service.records.limits[sync_zone_id] = {.minimum_ttl = std::chrono::seconds{60}};
    std::string const text = R"([{"name":"a","type":"A","values":["192.0.2.9"],"ttl":30},
                                 {"name":"b","type":"A","values":["192.0.2.9"]}])";
    auto const done = sync(text, {"--apply", "--keep-going"});
    CHECK(done.out.find("refused: HTTP 400") != std::string::npos);
    CHECK(done.status == 1);
    CHECK(records(sync_zone_id).size() == 3);
}

TEST_CASE_FIXTURE(zone_sync, "files and arguments that are wrong are refused before the zone is read") {
    std::pair<char const*, char const*> const files[] = {
        {"$INCLUDE other", "line 1: $INCLUDE is not supported, or malformed"},
        {"a IN A", "line 1: a record needs owner, type and value"},
        {"\na IN ( A 192.0.2.1", "line 2: parentheses are not balanced"},
        {"a TXT \"x\n", "line 1: a quotation mark is not closed"},
        {"a CH TXT x\n", "line 1: the class must be IN"},
        {"a..b A 192.0.2.1\n", "line 1: a..b.example.com. is not a domain name"},
        {"www.example.net. A 192.0.2.1\n", "sets/0/name: is not in the zone"},
        {"a A 192.0.2.300\n", "sets/0/values/0: is not a value of type A"},
        {"[1]", "/0: a member has the wrong type"},
        {"[{\"name\":\"a\",\"type\":\"A\",\"values\":[\"192.0.2.1\"],\"tll\":60}]",
         "/0: unknown member tll"},
        {"[{\"name\":\"a\",\"type\":\"A\"}]", "/0: values are missing"},
        {"[", "is not JSON: "},
    };
    for (auto const& [text, message] : files) {
        CAPTURE(text);
        auto const refused = sync(text);
        CHECK(refused.status == 1);
        CHECK_MESSAGE(refused.err.find(message) != std::string::npos, refused.err);
    }
    for (auto const& one : service.log) CHECK(one.target.find("dns_records") == std::string::npos);
    CHECK(has_help("zone_sync"));
    CHECK(run("zone_sync", {"--wrong", "example.com", file()}).status == 1);
    CHECK(run("zone_sync", {"example.com"}).err.starts_with("usage: "));
    CHECK(run("zone_sync", {"example.com", (folder / "none").string()}).err ==
          (folder / "none").string() + ": cannot be read\n");
}
