// SPDX-License-Identifier: BSL-1.0
// examples/zone_backup.cpp, run as a process with the in-memory service over HTTP.
#include <cfdns/testing/fake_cloudflare.hpp>

#include "program.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

namespace records = cfdns::records;
namespace faults = cfdns::testing::faults;

std::string const zone_id = "269d8f4853475ca241c4e730be286b20";

struct zone_backup : cfdns_test::program_test {
    zone_backup() {
        add_zone(zone_id, "example.com");
        add({.zone_id = zone_id,
             .name = "www.example.com",
             .data = records::a{.content = "192.0.2.1"},
             .comment = "web; server",
             .proxied = true,
             .tags = std::vector<std::string>{"owner:me"}});
        add({.zone_id = zone_id,
             .name = "example.com",
             .data = records::mx{.content = "mail.example.com", .priority = 10},
             .ttl = std::chrono::hours{1}});
        add({.zone_id = zone_id,
             .name = "_sip._tcp.example.com",
             .data = records::srv{.priority = 1, .weight = 2, .port = 5060, .target = "sip.example.com"}});
        add({.zone_id = zone_id,
             .name = "example.com",
             .data = records::txt{.content =
                                      records::txt_content("v=spf1 \"-all\"; " + std::string(300, 'x'))}});
    }

    std::string add(records::create const& op) { return add_record(op); }
    std::vector<records::record>& all() { return records(zone_id); }
    records::record& www() { return all().at(0); }

    std::string file() const { return (folder / "example.com.zone").string(); }
    void write(std::string const& text) const { std::ofstream{file(), std::ios::binary} << text; }
    cfdns_test::outcome command(std::string const& name, std::string const& zone = "example.com") const {
        return run("zone_backup", {name, zone, file()});
    }
    // The records without what differs between two that are the same.
    std::vector<std::string> contents() {
        std::vector<std::string> out;
        for (records::record const& one : all()) {
            std::string text = one.name + ' ' + one.type + ' ' + one.content.value_or("") + ' ' +
                               std::to_string(one.priority.value_or(0)) + ' ' + one.comment.value_or("") +
                               ' ' + std::to_string(one.ttl.value_or(records::automatic_ttl).count()) +
                               (one.proxied.value_or(false) ? " proxied" : "");
            for (std::string const& tag : one.tags.value_or(std::vector<std::string>{})) text += ' ' + tag;
            out.push_back(std::move(text));
        }
        std::sort(out.begin(), out.end());
        return out;
    }
};

}  // namespace

TEST_CASE_FIXTURE(zone_backup, "a zone that was saved and lost is restored, and then equal to the file") {
    auto const before_it = contents();
    auto const saved = command("backup");
    CHECK(saved.err == "");
    CHECK(saved.out == "example.com: 4 records in " + file() + "\n");
    CHECK(saved.status == 0);
    CHECK(cfdns_test::read_file(file()).find("www.example.com.\t1\tIN\tA\t192.0.2.1") != std::string::npos);

    all().clear();
    CHECK(command("compare").status == 3);
    auto const restored = command("restore");
    CHECK(restored.err == "");
    CHECK(restored.out ==
          "example.com: 4 records in " + file() + ", 4 added, 0 skipped, of which 0 exist\n");
    CHECK(restored.status == 0);
    CHECK(contents() == before_it);

    auto const compared = command("compare");
    CHECK(compared.out == "example.com: 4 records, 0 only in " + file() + ", 0 only in the zone\n");
    CHECK(compared.status == 0);
}

TEST_CASE_FIXTURE(zone_backup, "compare shows what was removed, added and changed") {
    REQUIRE(command("backup").status == 0);
    std::string minus, plus;
    SUBCASE("removed") {
        minus = "- example.com.\t3600\tIN\tMX\t10 mail.example.com.\n";
        std::erase_if(all(), [](records::record const& one) { return one.type == "MX"; });
    }
    SUBCASE("added") {
        plus = "+ new.example.com.\t1\tIN\tAAAA\t2001:db8::1 ; cf_tags=cf-proxied:false\n";
        add({.zone_id = zone_id, .name = "new", .data = records::aaaa{.content = "2001:db8::1"}});
    }
    SUBCASE("TTL") {
        minus = "- example.com.\t3600\tIN\tMX\t10 mail.example.com.\n";
        plus = "+ example.com.\t60\tIN\tMX\t10 mail.example.com.\n";
        all().at(1).ttl = std::chrono::minutes{1};
    }
    SUBCASE("proxied, comment and tags") {
        minus = "- www.example.com.\t1\tIN\tA\t192.0.2.1 ; web; server cf_tags=owner:me,cf-proxied:true\n";
        SUBCASE("proxied") {
            plus =
                "+ www.example.com.\t1\tIN\tA\t192.0.2.1 ; web; server cf_tags=owner:me,cf-proxied:false\n";
            www().proxied = false;
        }
        SUBCASE("comment") {
            plus = "+ www.example.com.\t1\tIN\tA\t192.0.2.1 ; cf_tags=owner:me,cf-proxied:true\n";
            www().comment.reset();
        }
        SUBCASE("tags") {
            plus = "+ www.example.com.\t1\tIN\tA\t192.0.2.1 ; web; server cf_tags=cf-proxied:true\n";
            www().tags.reset();
        }
    }
    auto const run = command("compare");
    CHECK(run.out.find(minus + plus + "example.com: ") == 0);
    CHECK(run.status == 3);
}

TEST_CASE_FIXTURE(zone_backup,
                  "the order of the records, the time and the zone's own name servers do not count") {
    REQUIRE(command("backup").status == 0);
    std::reverse(all().begin(), all().end());
    service.now += std::chrono::hours{24};
    service.zones.all[zone_id].name_servers = std::vector<std::string>{"new.ns.example.net"};
    CHECK(command("compare").status == 0);
    add({.zone_id = zone_id, .name = "sub", .data = records::ns{.content = "ns.example.net"}});
    CHECK(command("compare").status == 3);
}

TEST_CASE_FIXTURE(zone_backup, "restore reports skipped records") {
    REQUIRE(command("backup").status == 0);
    SUBCASE("those that exist are no failure") {
        std::erase_if(all(),
                      [](records::record const& one) { return one.type == "MX" || one.type == "SRV"; });
        auto const run = command("restore");
        CHECK(run.status == 0);
        CHECK(run.out.find("skipped: www.example.com: ") != std::string::npos);
        CHECK(run.out.find("skipped: example.com: ") != std::string::npos);
        CHECK(run.out.find("4 records in " + file() + ", 2 added, 2 skipped, of which 2 exist\n") !=
              std::string::npos);
        CHECK(all().size() == 4);
    }
    SUBCASE("those that conflict are") {
        all().clear();
        add({.zone_id = zone_id, .name = "www", .data = records::cname{.content = "example.net"}});
        auto const run = command("restore");
        CHECK(run.status == 3);
        CHECK(run.out.find("skipped: www.example.com: ") == 0);
        CHECK(run.out.find("3 added, 1 skipped, of which 0 exist\n") != std::string::npos);
        CHECK(all().size() == 4);
    }
    SUBCASE("those without a message as well") {
        service.on<records::import_>([](records::import_ const&) {
            return records::import_result{.recs_added = 1, .total_records_parsed = 4};
        });
        auto const run = command("restore");
        CHECK(run.status == 3);
        CHECK(run.out.find("skipped: 3 more, without a message\n") == 0);
    }
}

TEST_CASE_FIXTURE(zone_backup, "a file from elsewhere can be restored") {
    all().clear();
    write(
        "$ORIGIN example.com.\n$TTL 600\n"
        "@ IN MX 5 mail\n"
        "www IN A 192.0.2.7\n"
        "    IN AAAA 2001:db8::7\n");
    CHECK(command("restore").out.find("3 added") != std::string::npos);
    CHECK(all().size() == 3);
}

TEST_CASE_FIXTURE(zone_backup, "a file that is too large for one import is sent in parts") {
    std::string text;
    int lines = 0;
    while (text.size() <= records::max_import_bytes)
        text +=
            "h" + std::to_string(++lines) + ".example.com.\t1\tIN\tTXT\t\"" + std::string(200, 'x') + "\"\n";
    all().clear();
    SUBCASE("at the ends of lines") {
        write(text);
        auto const run = command("restore");
        CHECK(run.err == "");
        CHECK(run.status == 0);
        CHECK(all().size() == static_cast<std::size_t>(lines));
        CHECK(count(cfdns::http_method::post) - 4 == 2);
    }
    SUBCASE("unless its lines depend on others") {
        write("$ORIGIN example.com.\n" + text);
        auto const run = command("restore");
        CHECK(run.status == 1);
        CHECK(run.err.find("is too large") != std::string::npos);
        CHECK(all().empty());
    }
}

TEST_CASE_FIXTURE(zone_backup, "an import whose response is lost is not repeated") {
    REQUIRE(command("backup").status == 0);
    all().clear();
    service.next_faults = {{}, faults::lost_response()};
    service.log.clear();
    auto const run = command("restore");
    CHECK(run.status == 1);
    CHECK(run.err.find("It is not known whether this import had an effect.") == 0);
    CHECK(run.err.find("0 records had been added before\nexample.com: ") != std::string::npos);
    CHECK(count(cfdns::http_method::post) == 1);
    CHECK(command("compare").status == 0);
}

TEST_CASE_FIXTURE(zone_backup, "a failed export leaves the old file as it is") {
    write("old");
    service.next_faults = {{}, faults::status(403, 10000, "No permission")};
    auto const run = command("backup");
    CHECK(run.status == 1);
    CHECK(run.err.find("example.com: ") == 0);
    CHECK(run.err.find("No permission") != std::string::npos);
    CHECK(cfdns_test::read_file(file()) == "old");
    CHECK(command("backup").status == 0);
    CHECK(cfdns_test::read_file(file()) != "old");
    CHECK(std::distance(std::filesystem::directory_iterator{folder}, {}) == 1);
}

TEST_CASE_FIXTURE(zone_backup, "a zone is given by its name or its identifier") {
    add_zone("00000000000000000000000000000002", "example.com");
    auto const ambiguous = command("backup");
    CHECK(ambiguous.status == 1);
    CHECK(ambiguous.err.find("example.com: 2 zones have the name example.com") == 0);
    CHECK(command("backup", zone_id).status == 0);
    CHECK(command("compare", zone_id).status == 0);
    CHECK(command("compare", "00000000000000000000000000000002").status == 3);
}

TEST_CASE_FIXTURE(zone_backup, "failures have a message and exit status 1") {
    SUBCASE("wrong token") {
        variables["CLOUDFLARE_API_TOKEN"] = "wrong-token";
        auto const run = command("backup");
        CHECK(run.status == 1);
        CHECK(run.err.find("HTTP 403") != std::string::npos);
    }
    SUBCASE("no zone") {
        CHECK(command("backup", "example.org").err ==
              "example.org: these credentials have no zone that contains this name\n");
    }
    SUBCASE("no zone with this identifier") {
        auto const run = command("backup", "00000000000000000000000000000009");
        CHECK(run.status == 1);
        CHECK(run.err.find("Invalid zone identifier") != std::string::npos);
    }
    SUBCASE("a name in a zone") {
        auto const run = command("backup", "www.example.com");
        CHECK(run.status == 1);
        CHECK(run.err == "www.example.com: is in the zone example.com, but is not a zone\n");
    }
    SUBCASE("no file") {
        CHECK(command("restore").err == file() + ": cannot be read\n");
        CHECK(command("compare").status == 1);
    }
    SUBCASE("no folder") {
        auto const run_it =
            run("zone_backup", {"backup", "example.com", (folder / "none" / "file").string()});
        CHECK(run_it.status == 1);
        CHECK(run_it.err.find(": cannot be written\n") != std::string::npos);
    }
    CHECK_FALSE(std::filesystem::exists(file()));
    CHECK(all().size() == 4);
}

TEST_CASE_FIXTURE(zone_backup, "wrong arguments and settings have exit status 2, and nothing is sent") {
    service.log.clear();
    CHECK(has_help("zone_backup"));
    CHECK(run("zone_backup", {}).status == 2);
    CHECK(run("zone_backup", {"backup", "example.com"}).status == 2);
    CHECK(run("zone_backup", {"delete", "example.com", file()}).err.find("usage: zone_backup backup") == 0);
    variables.erase("CLOUDFLARE_API_TOKEN");
    CHECK(command("backup").err == "no credentials: set CLOUDFLARE_API_TOKEN\n");
    CHECK(command("backup").status == 2);
    CHECK(service.log.empty());
}
