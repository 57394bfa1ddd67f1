// SPDX-License-Identifier: BSL-1.0
// examples/diagnose_zone.cpp, run as a process with the in-memory service over HTTP.
#include "../../examples/support/dig_output.hpp"
#include "program.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using cfdns::flows::dns_observation;
using cfdns::flows::dns_outcome;

std::string const account = "01a7362d577a6c3019a474fd6f485823";
std::string const zone_id = "269d8f4853475ca241c4e730be286b20";
std::string_view const secret = "Y2FuYXJ5LTE=";

// What kdig 3.2.6 and dig 9.18.49 have written.
struct output {
    char const* what;
    char const* text;
    char const* query_type;
    dns_outcome outcome;
    bool is_signed;
    std::optional<std::uint32_t> serial;
    bool tcp;
};

output const outputs[] = {
    {"kdig, all right",
     "+ kdig @127.0.0.1 -p 5453 -y hmac-sha256:transfer.example.com:Y2FuYXJ5LTE= example.com SOA\n"
     ";; ->>HEADER<<- opcode: QUERY; status: NOERROR; id: 35830\n"
     ";; ANSWER SECTION:\n"
     "example.com.        \t300\tIN\tSOA\tns1.example.com. admin.example.com. 2026112502 3600 600 86400 "
     "300\n"
     ";; TSIG PSEUDOSECTION:\n"
     "transfer.example.com.\t0\tANY\tTSIG\thmac-sha256. 1795674983 300 32 iTQd/qC9c+9aQ4= 35830 NOERROR 0\n"
     ";; Time 2026-11-26 06:36:23 UTC\n"
     ";; From 127.0.0.1@5453(UDP) in 0.9 ms\n",
     "SOA", dns_outcome::noerror, true, 2026112502, false},
    {"kdig, another secret",
     "$ kdig @127.0.0.1 -p 5453 -y hmac-sha256:transfer.example.com:Y2FuYXJ5LTI= example.com SOA\n"
     ";; WARNING: reply verification for 127.0.0.1@5453(UDP) (failed to verify TSIG)\n"
     ";; ->>HEADER<<- opcode: QUERY; status: BADSIG; id: 44322\n"
     "transfer.example.com.\t0\tANY\tTSIG\thmac-sha256. 1795674983 300 0 44322 BADSIG 0\n"
     ";; Time 2026-11-26 06:36:23 UTC\n",
     "SOA",
     dns_outcome::badsig,
     false,
     {},
     false},
    {"kdig, transfer refused",
     "+ /usr/bin/kdig @127.0.0.1 -p 5453 -y hmac-sha256:transfer.example.com:Y2FuYXJ5LTE= example.com AXFR\n"
     ";; ERROR: server replied with error 'REFUSED'\n"
     ";; ERROR: failed to query server 127.0.0.1@5453(TCP)\n"
     ";; AXFR for example.com.\n"
     ";; Time 2026-11-26 06:36:23 UTC\n",
     "AXFR",
     dns_outcome::refused,
     false,
     {},
     true},
    {"kdig, incremental transfer",
     "+ kdig @127.0.0.1 -p 5453 -y hmac-sha256:transfer.example.com:Y2FuYXJ5LTE= example.com IXFR=1\n"
     ";; IXFR for example.com.\n"
     "example.com.        \t300\tIN\tSOA\tns1.example.com. admin.example.com. 2026112502 3600 600 86400 "
     "300\n"
     "example.com.        \t300\tIN\tNS\tns1.example.com.\n"
     "transfer.example.com.\t0\tANY\tTSIG\thmac-sha256. 1795674985 300 32 aUQlNU2nOUHX4= 48380 NOERROR 0\n"
     ";; Time 2026-11-26 06:36:23 UTC\n"
     ";; From 127.0.0.1@5453(TCP) in 0.1 ms\n",
     "IXFR", dns_outcome::noerror, true, 2026112502, true},
    {"kdig, no server",
     "+ kdig +retry=0 +tcp @127.0.0.1 -p 5453 -y hmac-sha256:transfer.example.com:Y2FuYXJ5LTE= example.com "
     "SOA\n"
     ";; WARNING: can't connect to 127.0.0.1@5453(TCP)\n"
     ";; ERROR: failed to query server 127.0.0.1@5453(TCP)\n",
     "SOA",
     dns_outcome::connection_refused,
     false,
     {},
     true},
    {"kdig, no response",
     "+ kdig +retry=0 +time=1 @127.0.0.1 -p 5453 -y transfer.example.com:Y2FuYXJ5LTE= example.com SOA\n"
     ";; WARNING: response timeout for 127.0.0.1@5453(UDP)\n"
     ";; ERROR: failed to query server 127.0.0.1@5453(UDP)\n",
     "SOA",
     dns_outcome::no_response,
     false,
     {},
     false},
    {"dig, all right",
     "+ dig @127.0.0.1 -p 5453 -y hmac-sha256:transfer.example.com:Y2FuYXJ5LTE= example.com SOA\n"
     "; <<>> DiG 9.18.49-1~deb12u3-Debian <<>> @127.0.0.1 -p 5453 -y hmac-sha256:a:b= example.com SOA\n"
     ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 23295\n"
     ";; QUESTION SECTION:\n"
     ";example.com.\t\t\tIN\tSOA\n"
     ";; ANSWER SECTION:\n"
     "example.com.\t\t300\tIN\tSOA\tns1.example.com. admin.example.com. 2026112502 3600 600 86400 300\n"
     ";; TSIG PSEUDOSECTION:\n"
     "transfer.example.com.\t0\tANY\tTSIG\thmac-sha256. 1795674985 300 32 eJ5ZlUW+62AbA= 23295 NOERROR 0 \n"
     ";; SERVER: 127.0.0.1#5453(127.0.0.1) (UDP)\n"
     ";; WHEN: Thu Nov 26 06:36:23 UTC 2026\n",
     "SOA", dns_outcome::noerror, true, 2026112502, false},
    {"dig, unknown key",
     "+ dig @127.0.0.1 -p 5453 -y hmac-sha256:transfer.example.com:Y2FuYXJ5LTI= example.com SOA\n"
     ";; Couldn't verify signature: tsig indicates error\n"
     ";; ->>HEADER<<- opcode: QUERY, status: NOTAUTH, id: 12815\n"
     "transfer.example.com.\t\t0\tANY\tTSIG\thmac-sha256. 1795674985 300 0 12815 BADKEY 0 \n"
     ";; WHEN: Thu Nov 26 06:36:23 UTC 2026\n",
     "SOA",
     dns_outcome::badkey,
     false,
     {},
     false},
    {"dig, transfer",
     "+ dig @127.0.0.1 -p 5453 -y hmac-sha256:transfer.example.com:Y2FuYXJ5LTE= example.com AXFR\n"
     "example.com.\t\t300\tIN\tSOA\tns1.example.com. admin.example.com. 2026112502 3600 600 86400 300\n"
     "transfer.example.com.\t0\tANY\tTSIG\thmac-sha256. 1795674985 300 32 dGt9bjSHfA= 18327 NOERROR 0 \n"
     ";; WHEN: Thu Nov 26 06:36:23 UTC 2026\n",
     "AXFR", dns_outcome::noerror, true, 2026112502, true},
    {"dig, transfer with another secret",
     "+ dig @127.0.0.1 -p 5453 -y hmac-sha256:transfer.example.com:Y2FuYXJ5LTI= example.com AXFR\n"
     ";; Couldn't verify signature: tsig indicates error\n"
     "transfer.example.com.\t0\tANY\tTSIG\thmac-sha256. 1795675019 300 0 15917 BADSIG 0 \n"
     "; Transfer failed.\n",
     "AXFR",
     dns_outcome::badsig,
     false,
     {},
     true},
    {"dig, transfer refused",
     "+ dig @127.0.0.1 -p 5453 -y hmac-sha256:transfer.example.com:Y2FuYXJ5LTE= example.com AXFR\n"
     "transfer.example.com.\t0\tANY\tTSIG\thmac-sha256. 1795674985 300 32 W4zfwlnK9zg= 9928 NOERROR 0 \n"
     "; Transfer failed.\n",
     "AXFR",
     dns_outcome::refused,
     true,
     {},
     true},
    {"dig, no server",
     "+ dig +tries=1 @127.0.0.1 -p 5453 -y hmac-sha256:transfer.example.com:Y2FuYXJ5LTE= example.com SOA\n"
     ";; communications error to 127.0.0.1#5453: connection refused\n"
     ";; no servers could be reached\n",
     "SOA",
     dns_outcome::connection_refused,
     false,
     {},
     false},
};

struct diagnose_zone : cfdns_test::program_test {
    diagnose_zone() {
        service.now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
        auto& state = service.zone_transfers;
        add_zone(zone_id, "example.com");
        service.zones.all[zone_id].type = "secondary";
        state.tsigs[account] = {{.id = "k1",
                                 .algo = "hmac-sha256.",
                                 .name = "transfer.example.com.",
                                 .secret = cfdns::secret_string{secret}}};
        state.peers[account] = {
            {.id = "p1", .name = "ns1", .ip = "127.0.0.1", .port = 5453, .tsig_id = "k1"}};
        state.incoming[zone_id] = {.auto_refresh_seconds = std::chrono::hours{24},
                                   .created_time = service.make_timestamp(),
                                   .name = "example.com.",
                                   .peers = std::vector<std::string>{"p1"}};
        state.primaries[zone_id] = {.serial = 2026112502};
    }
    std::string write(std::string const& name, std::string_view text) const {
        std::ofstream{folder / name} << text;
        return (folder / name).string();
    }
};

}  // namespace

TEST_CASE("the output of kdig and dig as observations") {
    for (output const& one : outputs) {
        CAPTURE(one.what);
        auto const read = support::read_dig_output(one.text, "Example.com");
        REQUIRE(read.size() == 1);
        dns_observation const& seen = read[0];
        CHECK(seen.server == "127.0.0.1");
        CHECK(seen.port == 5453);
        CHECK(seen.query_type == one.query_type);
        CHECK(seen.key == "transfer.example.com");
        CHECK(seen.outcome == one.outcome);
        CHECK(seen.response_is_signed == one.is_signed);
        CHECK(seen.serial == one.serial);
        CHECK(seen.tcp == one.tcp);
        CHECK(seen.records.empty());
        bool const has_time = std::string_view{one.text}.find("06:36:23") != std::string_view::npos;
        CHECK(seen.at.has_value() == has_time);
        if (seen.at)
            CHECK(*seen.at == std::chrono::sys_days{std::chrono::year{2026} / 11 / 26} +
                                  std::chrono::hours{6} + std::chrono::minutes{36} +
                                  std::chrono::seconds{23});
    }
}

TEST_CASE("several outputs in a file, with values of records") {
    auto const read = support::read_dig_output(
        "+ date\n"
        "Thu Nov 26 06:36:24 UTC 2026\n"
        "+ kdig -b 192.0.2.7 @ns1.example.com www.example.com. A\n"
        ";; ->>HEADER<<- opcode: QUERY; status: NOERROR; id: 46632\n"
        ";; ANSWER SECTION:\n"
        "www.example.com.    \t300\tIN\tA\t192.0.2.81\n"
        "www.example.com.    \t300\tIN\tA\t192.0.2.80\n"
        "+ dig @ns1.example.com www.example.com CAA\n"
        ";; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 15194\n"
        ";; AUTHORITY SECTION:\n"
        "example.com.\t\t300\tIN\tSOA\tns1.example.com. admin.example.com. 2026112502 3600 600 86400 300\n"
        "+ dig @ns1.example.com example.com\n"
        "dig: something else went wrong\n"
        "+ dig @ns1.example.com example.com CAA\n"
        ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 15194\n"
        ";; ANSWER SECTION:\n"
        "example.com.\t\t300\tIN\tCAA\t0 issue \"ca.example\"",
        "example.com");
    REQUIRE(read.size() == 3);
    CHECK(read[0].name == "www.example.com");
    CHECK(read[0].from == "192.0.2.7");
    CHECK(read[0].key == "");
    CHECK(read[0].records == std::vector<std::string>{"192.0.2.81", "192.0.2.80"});
    CHECK(read[1].outcome == dns_outcome::other);
    CHECK_FALSE(read[1].serial);
    CHECK(read[1].records.empty());
    CHECK(read[2].name == "");
    CHECK(read[2].records == std::vector<std::string>{"0 issue \"ca.example\""});
    CHECK(support::read_dig_output("", "").empty());
    CHECK(support::read_dig_output("+ kdig -y\n$ dig\nstatus: \n+ ", "").size() == 1);
}

TEST_CASE_FIXTURE(diagnose_zone, "a zone that works") {
    auto const done = run("diagnose_zone", {account, zone_id});
    CHECK(done.err == "");
    CHECK(done.out == "verdict: unconfirmed\nnothing found\n");
    CHECK(done.status == 0);
    auto const json = run("diagnose_zone", {"--json", account, zone_id});
    CHECK(json.out == "[]\n");
}

TEST_CASE_FIXTURE(diagnose_zone, "the cause is found from the output of kdig") {
    service.zone_transfers.primaries[zone_id].tsig_ok = false;
    auto const done = run("diagnose_zone", {account, zone_id, write("queries", outputs[1].text)});
    CHECK(done.err == "");
    CHECK(done.out ==
          "verdict: never_transferred\n"
          "likely    the secret of the key differs\n"
          "          peer ns1 (p1), 127.0.0.1 port 5453: BADSIG to SOA, signed with transfer.example.com\n"
          "          Compare the secrets of both sides: both are Base64, without white space at the end.\n");
    CHECK(done.status == 1);
    auto const json = run("diagnose_zone", {"--json", account, zone_id, write("queries", outputs[1].text)});
    CHECK(json.out.starts_with("[{\"certainty\":\"likely\",\"cause\":\"secret_differs\","));
    CHECK((done.out + json.out).find(secret) == std::string::npos);
}

TEST_CASE_FIXTURE(diagnose_zone, "addresses in the configuration of the primary") {
    service.zone_transfers.primaries[zone_id].refuses_transfer = true;
    auto const done =
        run("diagnose_zone", {account, zone_id, write("queries", ""),
                              write("named.conf", "allow-transfer { 198.41.144.240/28; };\n")});
    CHECK(
        done.out.find("only addresses that Cloudflare has replaced\n          line 1: 198.41.144.240/28") !=
        std::string::npos);
    CHECK(done.status == 1);
}

TEST_CASE_FIXTURE(diagnose_zone, "wrong arguments, files and credentials") {
    CHECK(has_help("diagnose_zone"));
    CHECK(run("diagnose_zone", {}).status == 2);
    CHECK(run("diagnose_zone", {account}).err.starts_with("usage: "));
    CHECK(run("diagnose_zone", {account, zone_id, "/nonexistent"}).err == "cannot read /nonexistent\n");
    CHECK(run("diagnose_zone", {account, ""}).err.find("zone_id") != std::string::npos);
    variables["CLOUDFLARE_API_TOKEN"] = "bad-token";
    auto const rejected = run("diagnose_zone", {account, zone_id});
    CHECK(rejected.out.starts_with("certain   the credentials are rejected"));
    CHECK(rejected.status == 1);
    variables.erase("CLOUDFLARE_API_TOKEN");
    auto const none = run("diagnose_zone", {account, zone_id});
    CHECK(none.err == "set CLOUDFLARE_API_TOKEN\n");
    CHECK(none.status == 2);
}
