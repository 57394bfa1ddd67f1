// SPDX-License-Identifier: BSL-1.0
#include "world.hpp"

#include <doctest/doctest.h>

using namespace cfdns_test;

namespace {

flows::desired valid() {
    return {.account_id = account,
            .tsigs = {{.name = "k.example.", .secret = secret("c2VjcmV0")},
                      {.name = "l.example.", .secret = secret("c2VjcmV0")}},
            .peers = {{.name = "ns1", .ip = "192.0.2.53", .tsig = "K.example"},
                      {.name = "ns2", .ip = "2001:db8::53", .tsig = "l.example."}},
            .acls = {{.name = "office", .ip_range = "192.0.2.0/24"}},
            .incoming = {{.zone_id = "z1", .name = "example.com.", .peers = {"ns1", "ns2"}}},
            .outgoing = {{.zone_id = "z2", .name = "example.net.", .peers = {"ns1"}}},
            .absent = {{.kind = object_kind::peer, .name = "old"}}};
}

struct row {
    char const* parameter;
    void (*spoil)(flows::desired&);
};

row const rows[] = {
    {"account_id", [](auto& d) { d.account_id = ""; }},
    {"tsigs/0/name", [](auto& d) { d.tsigs[0].name = ""; }},
    {"tsigs/0/name", [](auto& d) { d.tsigs[0].name = "a..b"; }},
    {"tsigs/1/name", [](auto& d) { d.tsigs[1].name = "\xff.example."; }},
    {"tsigs/1/name", [](auto& d) { d.tsigs[1].name = "K.Example"; }},
    {"tsigs/0/algo", [](auto& d) { d.tsigs[0].algo = ""; }},
    {"tsigs/0/secret", [](auto& d) { d.tsigs[0].secret = secret(""); }},
    {"tsigs/0/secret", [](auto& d) { d.tsigs[0].secret = secret("not base64!"); }},
    {"tsigs/0/secret", [](auto& d) { d.tsigs[0].secret = secret("AAAAA"); }},
    {"peers/0/name", [](auto& d) { d.peers[0].name = ""; }},
    {"peers/1/name", [](auto& d) { d.peers[1].name = "ns1"; }},
    {"peers/0/ip", [](auto& d) { d.peers[0].ip = "192.0.2.053"; }},
    {"peers/0/ip", [](auto& d) { d.peers[0].ip = "192.0.2.53/32"; }},
    {"peers/0/ip", [](auto& d) { d.peers[0].ip = "ns1.example.com"; }},
    {"peers/0/ip", [](auto& d) { d.peers[0].ip = "2001:db8:::1"; }},
    {"peers/0/port", [](auto& d) { d.peers[0].port = 0; }},
    {"peers/0/port", [](auto& d) { d.peers[0].port = 65536; }},
    {"peers/0/tsig", [](auto& d) { d.peers[0].tsig = "m.example."; }},
    {"acls/0/name", [](auto& d) { d.acls[0].name = ""; }},
    {"acls/0/ip_range", [](auto& d) { d.acls[0].ip_range = "192.0.2.0/23"; }},
    {"acls/0/ip_range", [](auto& d) { d.acls[0].ip_range = "2001:db8::/63"; }},
    {"acls/0/ip_range", [](auto& d) { d.acls[0].ip_range = "192.0.2.0/33"; }},
    {"acls/0/ip_range", [](auto& d) { d.acls[0].ip_range = "everybody"; }},
    {"incoming/0/zone_id", [](auto& d) { d.incoming[0].zone_id = ""; }},
    {"incoming/0/name", [](auto& d) { d.incoming[0].name = "a..b"; }},
    {"incoming/0/peers/1",
     [](auto& d) {
         d.incoming[0].peers = {"ns1", "ns3"};
     }},
    {"incoming/0/peers/1",
     [](auto& d) {
         d.incoming[0].peers = {"ns1", "ns1"};
     }},
    {"incoming/0/auto_refresh_seconds", [](auto& d) { d.incoming[0].auto_refresh_seconds = 299s; }},
    {"incoming/0/peers", [](auto& d) { d.incoming[0].peers = std::vector<std::string>(31, "ns1"); }},
    {"incoming/1/zone_id",
     [](auto& d) { d.incoming.push_back({.zone_id = "z1", .name = "b.example.", .peers = {"ns1"}}); }},
    {"outgoing/0/peers/1",
     [](auto& d) {
         d.outgoing[0].peers = {"ns1", "ns2"};
     }},
    {"absent/0/name", [](auto& d) { d.absent[0].name = "ns1"; }},
    {"absent/0/name", [](auto& d) { d.absent[0].name = ""; }},
    {"absent/1/name", [](auto& d) { d.absent.push_back({.kind = object_kind::peer, .name = "old"}); }},
    {"absent/1/id",
     [](auto& d) { d.absent.push_back({.kind = object_kind::incoming, .name = "b.example."}); }},
    {"absent/1/name",
     [](auto& d) {
         d.absent.push_back({.kind = object_kind::incoming, .name = "example.com.", .id = "z1"});
     }},
    {"absent/1/name", [](auto& d) { d.absent.push_back({.kind = object_kind::tsig, .name = "K.EXAMPLE"}); }},
};

}  // namespace

TEST_CASE("a desired state is checked, and the error names the member") {
    REQUIRE(flows::check(valid()).has_value());
    for (row const& one : rows) {
        flows::desired want = valid();
        one.spoil(want);
        auto const checked = flows::check(want);
        CAPTURE(one.parameter);
        REQUIRE(checked.has_error());
        CHECK(checked.error().code() == cfdns::errc::invalid_parameter);
        CHECK(checked.error().parameter() == one.parameter);
    }
}

TEST_CASE("machines send nothing for an invalid desired state") {
    for (row const& one : rows) {
        flows::desired want = valid();
        one.spoil(want);
        world now;
        flows::observe look_first{want, program_token()};
        CHECK(!look_first.start(now.now));
        auto const seen = look_first.take();
        REQUIRE(seen.has_error());
        CHECK(seen.error().parameter() == one.parameter);
        flows::ensure work{want, {}, program_token()};
        CHECK(!work.start(now.now));
        auto const done = work.take();
        REQUIRE(done.has_error());
        CHECK(done.error().parameter() == one.parameter);
        flows::apply carry_out{flows::plan{}, want, flows::observed{}, program_token()};
        CHECK(!carry_out.start(now.now));
        auto const applied = carry_out.take();
        REQUIRE(applied.has_error());
        CHECK(applied.error().parameter() == one.parameter);
    }
}

TEST_CASE("surplus objects of a desired name can be named with their identifiers") {
    flows::desired want = valid();
    want.absent.push_back({.kind = object_kind::peer, .name = "ns1", .id = "p7"});
    CHECK(flows::check(want).has_value());
}
