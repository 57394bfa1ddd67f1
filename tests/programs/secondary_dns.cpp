// SPDX-License-Identifier: BSL-1.0
// examples/secondary_dns.cpp, run as a process with the in-memory service over HTTP.
#include <cfdns/testing/fake_cloudflare.hpp>

#include "program.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

namespace faults = cfdns::testing::faults;

std::string const account = "01a7362d577a6c3019a474fd6f485823";
std::string const zone_id = "269d8f4853475ca241c4e730be286b20";
std::string const secret = "c2VjcmV0IG9mIHRoZSBrZXk=";

std::string const usual = R"({"account_id": "01a7362d577a6c3019a474fd6f485823",
 "tsigs": [{"name": "transfer.example.com.", "secret_env": "TRANSFER_SECRET"}],
 "peers": [{"name": "ns1", "ip": "192.0.2.53", "tsig": "transfer.example.com."}],
 "incoming": [{"zone_id": "269d8f4853475ca241c4e730be286b20", "name": "example.com.",
               "peers": ["ns1"], "auto_refresh_seconds": 3600}]})";

struct secondary_dns : cfdns_test::program_test {
    secondary_dns() {
        add_zone(zone_id, "example.com");
        service.zones.all[zone_id].type = "secondary";
        service.zones.all[zone_id].account = cfdns::zones::account{.id = account};
        service.zone_transfers.references_must_exist = true;
        service.zone_transfers.primaries[zone_id] = {.serial = 2026112501,
                                                     .addresses = {"192.0.2.53"},
                                                     .keys = std::vector<cfdns::zone_transfers::tsigs::tsig>{
                                                         {.algo = "hmac-sha256.",
                                                          .name = "transfer.example.com.",
                                                          .secret = cfdns::secret_string{secret}}}};
        service.now =
            std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
        variables["TRANSFER_SECRET"] = secret;
        write(usual);
    }

    std::string file() const { return (folder / "dns.json").string(); }
    std::filesystem::path state() const { return folder / "dns.json.state"; }
    void write(std::string const& text) const { std::ofstream{file(), std::ios::binary} << text; }
    cfdns_test::outcome command(std::vector<std::string> words) const {
        words.insert(words.begin() + 1, file());
        auto out = run("secondary_dns", words);
        bool const shows = words.back() == "--show-secrets";
        CHECK((out.out.find(secret) != std::string::npos) == shows);
        CHECK(out.err.find(secret) == std::string::npos);
        return out;
    }
    std::ptrdiff_t writes() const {
        return static_cast<std::ptrdiff_t>(service.log.size()) - count(cfdns::http_method::get);
    }
};

}  // namespace

TEST_CASE_FIXTURE(secondary_dns, "a plan is shown, applied, and then empty") {
    auto const planned = command({"plan"});
    CHECK(planned.err == "");
    CHECK(planned.out ==
          "# account 01a7362d577a6c3019a474fd6f485823: 3 steps in 4 to 5 requests, nothing removed\n"
          "+ 1 tsig     transfer.example.com.  algo hmac-sha256., secret [redacted]\n"
          "+ 2 peer     ns1                    ip 192.0.2.53, tsig transfer.example.com. [1]\n"
          "+ 3 incoming example.com.           auto_refresh_seconds 3600 s, peers ns1 [2]\n");
    CHECK(planned.status == 3);
    CHECK(writes() == 0);
    for (char const* document : {"/README.md", "/docs/workflows.md"}) {
        CAPTURE(document);
        CHECK(cfdns_test::read_file(std::string{CFDNS_SOURCE_DIR} + document).find(planned.out) !=
              std::string::npos);
    }

    auto const applied = command({"apply"});
    CHECK(applied.err == "");
    CHECK(applied.out.find("+ 3 incoming example.com.") != std::string::npos);
    CHECK(applied.out.find("failed") == std::string::npos);
    CHECK(applied.status == 0);
    CHECK(writes() == 3);
    CHECK(!std::filesystem::exists(state()));
    CHECK(service.zone_transfers.incoming.at(zone_id).auto_refresh_seconds == std::chrono::hours{1});

    auto const again = command({"plan"});
    CHECK(again.status == 0);
    CHECK(again.out.find("nothing to do") != std::string::npos);
    CHECK(command({"apply"}).status == 0);
    CHECK(writes() == 3);
}

TEST_CASE_FIXTURE(secondary_dns, "after a failure, the next run continues") {
    service.next_faults = {{}, {}, {}, {}, faults::status(400, 1004, "no")};
    auto const first = command({"apply"});
    CHECK(first.status == 1);
    CHECK(first.out.find("failed, refused") != std::string::npos);
    CHECK(cfdns_test::read_file(state()).find("\"ns1\"") == std::string::npos);
    CHECK(cfdns_test::read_file(state()).find("transfer.example.com.") != std::string::npos);
    CHECK(command({"apply"}).status == 0);
    CHECK(!std::filesystem::exists(state()));
    CHECK(service.zone_transfers.tsigs[account].size() == 1);
}

TEST_CASE_FIXTURE(secondary_dns, "status says whether zones are up to date") {
    auto const before_it = command({"status"});
    CHECK(before_it.out == "! incoming example.com.         no serial, never checked: not_configured\n");
    CHECK(before_it.status == 3);
    CHECK(command({"apply"}).status == 0);
    auto const after = command({"status"});
    CHECK(after.out.find("  incoming example.com.         serial 2026112501, checked ") == 0);
    CHECK(after.out.find("unconfirmed\n") != std::string::npos);
    CHECK(after.status == 0);
}

TEST_CASE_FIXTURE(secondary_dns, "the doctor finds what is wrong, and nothing if all is well") {
    CHECK(command({"apply"}).status == 0);
    auto const well = command({"doctor"});
    CHECK(well.out == "example.com.\nnothing found\n");
    CHECK(well.status == 0);
    service.zone_transfers.peers[account][0].ip = "";
    auto const ill = command({"doctor"});
    CHECK(ill.out.find("certain") != std::string::npos);
    CHECK(ill.out.find("ns1") != std::string::npos);
    CHECK(ill.status == 3);

    service.zone_transfers.peers[account][0].ip = "192.0.2.53";
    service.zone_transfers.primaries[zone_id].tsig_ok = false;
    std::ofstream{folder / "queries"}
        << "$ kdig @192.0.2.53 -y hmac-sha256:transfer.example.com:b3RoZXI= example.com SOA\n"
           ";; WARNING: reply verification for 192.0.2.53@53(UDP) (failed to verify TSIG)\n"
           ";; ->>HEADER<<- opcode: QUERY; status: BADSIG; id: 44322\n"
           "transfer.example.com.\t0\tANY\tTSIG\thmac-sha256. 1795674983 300 0 44322 BADSIG 0\n";
    auto const asked = command({"doctor", (folder / "queries").string()});
    CHECK(asked.out.find("likely    the secret of the key differs\n") != std::string::npos);
    CHECK(asked.status == 3);
}

TEST_CASE_FIXTURE(secondary_dns, "the configuration of a name server shows secrets only if asked") {
    auto const hidden = command({"server-config", "ns1", "knot"});
    CHECK(hidden.out == "[redacted]\n");
    CHECK(hidden.err.find("--show-secrets") != std::string::npos);
    CHECK(hidden.status == 0);
    auto const shown = command({"server-config", "ns1", "knot", "--show-secrets"});
    CHECK(shown.out.find("id: transfer.example.com\n") != std::string::npos);
    CHECK(shown.out.find("acl:") != std::string::npos);
    CHECK(shown.status == 0);
    auto const commands = command({"server-config", "ns1", "powerdns", "--commands", "--show-secrets"});
    CHECK(commands.out.find("pdnsutil import-tsig-key") != std::string::npos);
    CHECK(command({"server-config", "ns1", "powerdns"}).err.find("--commands") != std::string::npos);
    CHECK(command({"server-config", "ns1", "knot", "--all"}).status == 2);
    CHECK(command({"server-config", "ns1", "moon"}).status == 2);
    CHECK(command({"server-config", "ns9", "knot"}).status == 1);
    CHECK(service.log.empty());
}

TEST_CASE_FIXTURE(secondary_dns, "a file that is not as it should be is refused, with the place") {
    struct row {
        char const* text;
        char const* reason;
    };
    for (row const& one : std::initializer_list<row>{
             {"{", "the file is not JSON"},
             {"[]", "the file is not an object"},
             {"{}", "/account_id is missing"},
             {R"({"account_id": 7})", "/account_id is not a string"},
             {R"({"account_id": "a", "peer": []})", "/peer is not known"},
             {R"({"account_id": "a", "peers": {}})", "/peers is not a list"},
             {R"({"account_id": "a", "peers": [7]})", "/peers/0 is not an object"},
             {R"({"account_id": "a", "peers": [{"name": "n", "port": -1}]})", "/peers/0/port is not"},
             {R"({"account_id": "a", "peers": [{"name": "n", "ixfr_enable": 1}]})",
              "/peers/0/ixfr_enable is not true or false"},
             {R"({"account_id": "a", "peers": [{"name": "n", "tsig": "k."}]})", "peers/0/tsig"},
             {R"({"account_id": "a", "tsigs": [{"name": "k."}]})", "/tsigs/0 needs exactly one of"},
             {R"({"account_id": "a", "tsigs": [{"name": "k.", "secret_env": "NO_SUCH_VARIABLE"}]})",
              "/tsigs/0/secret_env names a variable that is not set"},
             {R"({"account_id": "a", "tsigs": [{"name": "k.", "secret_file": "none.key"}]})",
              "none.key: cannot be read"},
             {R"({"account_id": "a", "absent": [{"kind": "moon", "name": "n"}]})", "/absent/0/kind is not"},
             {R"({"account_id": "a", "adopt": "maybe"})", "/adopt is not"},
             {R"({"account_id": "a", "cloudflare_addresses": {"source": []}})",
              "/cloudflare_addresses/source is not known"},
             {R"({"account_id": "a", "incoming": [{"zone_id": "z", "name": "a.", "peers": [1]}]})",
              "/incoming/0/peers/0 is not a string"},
         }) {
        CAPTURE(one.text);
        write(one.text);
        auto const refused = command({"plan"});
        CHECK(refused.status == 2);
        CHECK(refused.err.find(file() + ": ") == 0);
        CHECK(refused.err.find(one.reason) != std::string::npos);
    }
    CHECK(run("secondary_dns", {"plan", (folder / "none").string()}).status == 2);
    CHECK(run("secondary_dns", {"plan"}).status == 2);
    CHECK(has_help("secondary_dns"));
    CHECK(service.log.empty());
}

TEST_CASE_FIXTURE(secondary_dns, "all members of the file are read") {
    std::ofstream{folder / "k.key"} << secret << "\n";
    write(R"({"account_id": "01a7362d577a6c3019a474fd6f485823", "adopt": "take_over", "max_removals": 1,
      "tsigs": [{"name": "k.example.", "algo": "hmac-sha512.", "secret_file": "k.key"}],
      "peers": [{"name": "ns2", "ip": "2001:db8::53", "port": 5353, "ixfr_enable": true, "tsig": "k.example."}],
      "acls": [{"name": "office", "ip_range": "192.0.2.0/24"}],
      "outgoing": [{"zone_id": "out", "name": "example.net.", "peers": ["ns2"], "enabled": false}],
      "absent": [{"kind": "peer", "name": "old", "id": "p1"}],
      "cloudflare_addresses": {"sources": ["198.51.100.1"], "notify_targets": ["2001:db8::1"],
                               "transfer_address": "2001:db8::2", "port": 5300}})");
    service.zone_transfers.peers[account] = {{.id = "p1", .name = "old"}};
    auto const applied = command({"apply"});
    CHECK(applied.status == 0);
    auto const& state = service.zone_transfers;
    REQUIRE(state.peers.at(account).size() == 1);
    auto const& peer = state.peers.at(account)[0];
    CHECK(peer.name == "ns2");
    CHECK(peer.port == 5353u);
    CHECK(peer.ixfr_enable == true);
    CHECK(state.tsigs.at(account).at(0).algo == "hmac-sha512.");
    CHECK(state.tsigs.at(account).at(0).secret->expose() == secret);
    CHECK(state.acls.at(account).size() == 1);
    CHECK(state.outgoing.at("out").name == "example.net.");
    CHECK(state.transfers_enabled.empty());
    CHECK(command({"status"}).out == "  outgoing example.net.         transfers disabled\n");
    auto const text = command({"server-config", "ns2", "knot", "--show-secrets"}).out;
    CHECK(text.find("2001:db8::2@5300") != std::string::npos);
}
