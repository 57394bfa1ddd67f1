// SPDX-License-Identifier: BSL-1.0
// Which servers are queried and notified, and what comes of it: addresses, keys and access lists.
#include "fake.hpp"

#include <cfdns/testing/services/zone_transfers.hpp>

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

namespace {

using cfdns::testing::zone_type;
using cfdns::testing::services::primary_server;
using cfdns::testing::services::secondary_server;
using enum cfdns::testing::services::transfer_outcome;
using cfdns::testing::services::transfer_outcome;
using keys = std::vector<zt::tsigs::tsig>;
using texts = std::vector<std::string>;

zt::tsigs::tsig key(char const* name, char const* text = "c2VjcmV0", char const* algo = "hmac-sha256.") {
    return {.id = name, .algo = algo, .name = name, .secret = secret(text)};
}

zt::tsigs::tsig const one = key("one.");
zt::tsigs::tsig const two = key("two.");

// A zone that is linked to the peers "p1" and "p2" of the account "a", of which the first has an address.
struct two_peers : fake_cloudflare {
    two_peers() {
        zone_transfers.tsigs["a"] = {one, two};
        zone_transfers.peers["a"] = {{.id = "p1", .name = "n1", .ip = "192.0.2.1"},
                                     {.id = "p2", .name = "n2"}};
        zone_transfers.incoming["z"] = {.peers = texts{"p1", "p2"}};
        zone_transfers.outgoing["z"] = {.peers = texts{"p1", "p2"}, .soa_serial = 7};
        zone_transfers.transfers_enabled.insert("z");
    }
    zt::peers::peer& p1() { return zone_transfers.peers["a"][0]; }
    zt::peers::peer& p2() { return zone_transfers.peers["a"][1]; }
    zt::incoming::configuration& zone() { return zone_transfers.incoming.at("z"); }
    primary_server& primary() { return zone_transfers.primaries["z"]; }

    // The outcome of each query that `force_axfr` leads to.
    std::vector<transfer_outcome> force() {
        advance(0s);  // the check of a new zone
        zone_transfers.attempts.clear();
        CHECK(cfdns::call(*this, ::token(), zt::force_axfr::create{.zone_id = "z"}).has_value());
        std::vector<transfer_outcome> out;
        for (auto const& attempt : zone_transfers.attempts) out.push_back(attempt.outcome);
        return out;
    }
    transfer_outcome force_one() {
        auto const all = force();
        REQUIRE(all.size() == 1);
        return all[0];
    }
};

}  // namespace

TEST_CASE("a peer without an address is not queried") {
    for (std::optional<std::string> const& none : {std::optional<std::string>{}, {""}}) {
        two_peers service;
        service.primary() = {.serial = 5};
        service.p1().ip = none;
        service.p2().ip = none;
        service.advance(48h);
        CHECK(service.force().empty());
        CHECK_FALSE(service.zone().soa_serial.has_value());
        CHECK_FALSE(service.zone().checked_time.has_value());
        service.p2().ip = "2001:db8::2";  // one is enough
        CHECK(service.force_one() == transferred);
        CHECK(service.zone_transfers.attempts[0].peer_id == "p2");
        CHECK(service.zone().soa_serial == 5u);
    }
}

TEST_CASE("a peer that was created by name only is not queried until it has its address") {
    fake_cloudflare service;
    service.zone_transfers.primaries["z"] = {.serial = 5};
    service.zone_transfers.quirks.peers_are_created_by_name_only = true;
    auto const peer =
        cfdns::call(service, token(), zt::peers::create{.account_id = "a", .name = "p", .ip = "192.0.2.1"})
            .value();
    CHECK(cfdns::call(service, token(),
                      zt::incoming::create{
                          .zone_id = "z", .auto_refresh_seconds = 300s, .name = "z.", .peers = {peer.id}})
              .has_value());
    service.advance(1h);
    CHECK_FALSE(service.zone_transfers.incoming["z"].soa_serial.has_value());
    CHECK(
        cfdns::call(service, token(),
                    zt::peers::update{.account_id = "a", .peer_id = peer.id, .name = "p", .ip = "192.0.2.1"})
            .has_value());
    service.advance(0s);
    CHECK(service.zone_transfers.incoming["z"].soa_serial == 5u);
}

TEST_CASE("an identifier that no object ever had denotes a suitable one, unless objects must exist") {
    for (bool const must : {false, true}) {
        fake_cloudflare service;
        service.zone_transfers.references_must_exist = must;
        service.zone_transfers.primaries["z"] = {.serial = 5, .addresses = {"192.0.2.1"}, .keys = keys{one}};
        service.zone_transfers.incoming["z"] = {.peers = texts{"unknown"}};
        service.zone_transfers.secondaries["z"] = {.addresses = {"192.0.2.1"}, .keys = keys{one}};
        service.zone_transfers.outgoing["z"] = {.peers = texts{"unknown"}};
        service.zone_transfers.transfers_enabled = {"z"};
        service.advance(0s);
        CHECK(service.zone_transfers.incoming["z"].soa_serial.has_value() != must);
        CHECK(cfdns::call(service, token(), zt::outgoing::force_notify{.zone_id = "z"}).has_value());
        CHECK(service.zone_transfers.secondaries["z"].serial.has_value() != must);

        service.zone_transfers.incoming["z"] = {.peers = texts{"p"}};
        service.zone_transfers.peers["a"] = {
            {.id = "p", .name = "p", .ip = "192.0.2.1", .tsig_id = "unknown"}};
        service.advance(0s);
        CHECK(service.zone_transfers.incoming["z"].soa_serial.has_value() != must);
    }
}

TEST_CASE("the identifier of an object that was deleted leads nowhere") {
    two_peers service;
    service.zone_transfers.quirks.objects_in_use_can_be_deleted = true;
    service.primary() = {.serial = 5};
    auto const made =
        cfdns::call(service, token(), zt::peers::create{.account_id = "a", .name = "p", .ip = "192.0.2.1"})
            .value();
    auto const signing =
        cfdns::call(
            service, token(),
            zt::tsigs::create{
                .account_id = "a", .algo = "hmac-sha256.", .name = "k.", .secret = secret("c2VjcmV0")})
            .value();
    service.p1().tsig_id = signing.id;
    service.zone().peers = texts{made.id, "p1"};
    CHECK(service.force_one() == transferred);
    CHECK(cfdns::call(service, token(), zt::peers::delete_{.account_id = "a", .peer_id = made.id})
              .has_value());
    CHECK(service.force_one() == transferred);
    CHECK(service.zone_transfers.attempts[0].peer_id == "p1");
    CHECK(cfdns::call(service, token(), zt::tsigs::delete_{.account_id = "a", .tsig_id = signing.id})
              .has_value());
    CHECK(service.force_one() == bad_key);
}

TEST_CASE("a primary server is found by the address and the port of the peer") {
    struct row {
        texts addresses;
        std::optional<std::uint32_t> port;
        char const* peer_ip;
        std::optional<std::uint32_t> peer_port;
        transfer_outcome outcome;
    };
    for (row const& one_of : {
             row{{}, {}, "192.0.2.1", {}, transferred},
             row{{}, {}, "192.0.2.1", 5353, transferred},
             row{{"192.0.2.1"}, {}, "192.0.2.1", {}, transferred},
             row{{"192.0.2.2"}, {}, "192.0.2.1", {}, no_response},
             row{{"192.0.2.2", "192.0.2.1"}, {}, "192.0.2.1", {}, transferred},
             row{{"2001:db8::1"}, {}, "2001:DB8:0::1", {}, transferred},
             row{{"2001:db8::1"}, {}, "2001:db8::2", {}, no_response},
             row{{}, 53, "192.0.2.1", {}, transferred},
             row{{}, 53, "192.0.2.1", 0, transferred},
             row{{}, 53, "192.0.2.1", 5353, no_response},
             row{{}, 5353, "192.0.2.1", 5353, transferred},
             row{{}, 5353, "192.0.2.1", {}, no_response},
         }) {
        CAPTURE(one_of.peer_ip);
        CAPTURE(one_of.peer_port.value_or(0));
        CAPTURE(one_of.port.value_or(0));
        two_peers service;
        service.primary() = {.serial = 5, .addresses = one_of.addresses, .port = one_of.port};
        service.p1().ip = one_of.peer_ip;
        service.p1().port = one_of.peer_port;
        CHECK(service.force_one() == one_of.outcome);
        CHECK(service.zone().soa_serial.has_value() == (one_of.outcome == transferred));
        CHECK(service.zone_transfers.attempts[0].serial.has_value() == (one_of.outcome == transferred));
    }
}

TEST_CASE("a primary server transfers only with a key that it accepts") {
    struct row {
        char const* what;
        std::optional<keys> accepted;
        std::optional<zt::tsigs::tsig> used;
        transfer_outcome outcome;
        bool serial;
    };
    for (row const& one_of : {
             row{"any key", {}, one, transferred, true},
             row{"no key, any accepted", {}, {}, transferred, true},
             row{"the key", keys{one}, one, transferred, true},
             row{"one of two keys", keys{two, one}, one, transferred, true},
             row{"another name", keys{two}, one, bad_key, false},
             row{"another algorithm", keys{key("one.", "c2VjcmV0", "hmac-sha512.")}, one, bad_key, false},
             row{"another secret", keys{key("one.", "b3RoZXI=")}, one, bad_signature, false},
             row{"no key where one is required", keys{one}, {}, refused, true},
             row{"a key where none is known", keys{}, one, bad_key, false},
             row{"no key where none is known", keys{}, {}, transferred, true},
             row{"case and final dot", keys{key("ONE", "c2VjcmV0", "HMAC-SHA256")}, one, transferred, true},
             row{"the other name of MD5", keys{key("one", "c2VjcmV0", "hmac-md5")},
                 key("one.", "c2VjcmV0", "hmac-md5.sig-alg.reg.int."), transferred, true},
             row{"padding", keys{key("one.", "b3RoZXI")}, key("one.", "b3RoZXI="), transferred, true},
         }) {
        CAPTURE(one_of.what);
        two_peers service;
        service.primary() = {.serial = 5, .keys = one_of.accepted};
        if (one_of.used) {
            service.zone_transfers.tsigs["a"] = {two, *one_of.used};
            service.p1().tsig_id = one_of.used->id;
        }
        CHECK(service.force_one() == one_of.outcome);
        CHECK(service.zone().soa_serial.has_value() == (one_of.outcome == transferred));
        CHECK(service.zone_transfers.attempts[0].serial.has_value() == one_of.serial);
        CHECK(service.zone_transfers.attempts[0].zone_id == "z");
        CHECK(service.zone_transfers.attempts[0].time == service.now);
    }
}

TEST_CASE("a changed TSIG takes effect at once for all peers that use it") {
    two_peers service;
    service.primary() = {.serial = 5, .keys = keys{one}};
    service.p1().tsig_id = one.id;
    CHECK(service.force_one() == transferred);
    CHECK(cfdns::call(service, token(),
                      zt::tsigs::update{.account_id = "a",
                                        .tsig_id = one.id,
                                        .algo = one.algo,
                                        .name = one.name,
                                        .secret = secret("b3RoZXI=")})
              .has_value());
    CHECK(service.force_one() == bad_signature);
}

TEST_CASE("a primary server that allows ranges allows all addresses of the service in them") {
    struct row {
        char const* what;
        texts allowed;
        char const* peer_ip;
        transfer_outcome outcome;
    };
    for (row const& one_of : {
             row{"any", {}, "192.0.2.1", transferred},
             row{"all", {"104.30.167.163", "104.30.167.173"}, "192.0.2.1", transferred},
             row{"a wider range", {"104.30.167.0/24"}, "192.0.2.1", transferred},
             row{"not all", {"104.30.167.163"}, "192.0.2.1", refused},
             row{"former ones", {"198.41.144.240/28", "198.41.150.240/28"}, "192.0.2.1", refused},
             row{"IPv4 for IPv6", {"104.30.167.0/24"}, "2001:db8::1", refused},
             row{"IPv6", {"2a09:bac0:1000:c47::/64"}, "2001:db8::1", transferred},
             row{"a part of IPv6", {"2a09:bac0:1000:c47::/65"}, "2001:db8::1", refused},
         }) {
        CAPTURE(one_of.what);
        two_peers service;
        service.primary() = {.serial = 5, .allowed_ranges = one_of.allowed};
        service.p1().ip = one_of.peer_ip;
        CHECK(service.force_one() == one_of.outcome);
        CHECK(service.zone_transfers.attempts[0].serial == 5u);
        CHECK(service.zone().checked_time.has_value());
    }
    two_peers service;
    service.zone_transfers.transfer_sources = {"198.51.100.1"};
    service.primary() = {.serial = 5, .allowed_ranges = {"198.51.100.1/32"}};
    CHECK(service.force_one() == transferred);
}

TEST_CASE("peers are queried in order until one has the zone or a current serial") {
    two_peers service;
    service.p2().ip = "192.0.2.2";
    service.primary() = {.serial = 5, .addresses = {"192.0.2.1"}};
    service.zone_transfers.further_primaries["z"] = {{.serial = 6, .addresses = {"192.0.2.2"}}};
    using outcomes = std::vector<transfer_outcome>;
    CHECK(service.force() == outcomes{transferred});
    CHECK(service.zone().soa_serial == 5u);
    service.primary().reachable = false;
    CHECK(service.force() == outcomes{no_response, transferred});
    CHECK(service.zone().soa_serial == 6u);
    service.primary() = {.serial = 5, .addresses = {"192.0.2.1"}, .keys = keys{one}};
    service.p1().tsig_id = two.id;
    CHECK(service.force() == outcomes{bad_key, transferred});
    service.zone().peers = texts{"p2", "p1"};
    CHECK(service.force() == outcomes{transferred});
    service.zone_transfers.attempts.clear();
    service.advance(48h);
    REQUIRE(service.zone_transfers.attempts.size() == 1);
    CHECK(service.zone_transfers.attempts[0].outcome == current);
    CHECK(service.zone_transfers.attempts[0].serial == 6u);
}

TEST_CASE("only secondary zones are transferred") {
    struct row {
        zone_type type;
        bool is_transferred;
    };
    for (row const& one_of :
         {row{zone_type::any, true}, row{zone_type::secondary, true}, row{zone_type::full, false},
          row{zone_type::partial, false}, row{zone_type::internal, false}}) {
        two_peers service;
        service.primary() = {.serial = 5};
        service.options_by_zone["z"].type = one_of.type;
        CHECK(service.force().size() == (one_of.is_transferred ? 1 : 0));
        CHECK(service.zone_transfers.receive_notify(service, "z", "192.0.2.1") == one_of.is_transferred);
        CHECK(service.zone().soa_serial.has_value() == one_of.is_transferred);
    }
}

TEST_CASE("NOTIFY is accepted from a peer and from the ranges of ACLs, and leads to a check") {
    struct row {
        char const* what;
        char const* from;
        std::optional<std::string> p1_key;
        std::optional<zt::tsigs::tsig> used;
        bool unsigned_is_accepted;
        bool accepted;
    };
    for (row const& one_of : {
             row{"a peer", "192.0.2.1", {}, {}, true, true},
             row{"another address", "192.0.2.2", {}, {}, true, false},
             row{"no address", "", {}, {}, true, false},
             row{"not an address", "ns1", {}, {}, true, false},
             row{"an ACL", "198.51.100.7", {}, {}, true, true},
             row{"beside the ACL", "198.51.100.16", {}, {}, true, false},
             row{"an ACL of IPv6", "2001:db8::1234", {}, {}, true, true},
             row{"an ACL of another account", "203.0.113.1", {}, {}, true, false},
             row{"without a signature", "192.0.2.1", "one.", {}, true, true},
             row{"without a signature, which is required", "192.0.2.1", "one.", {}, false, false},
             row{"without a signature, and none is required", "192.0.2.1", {}, {}, false, true},
             row{"signed", "192.0.2.1", "one.", one, false, true},
             row{"another key", "192.0.2.1", "one.", two, true, false},
             row{"another secret", "192.0.2.1", "one.", key("one.", "b3RoZXI="), true, false},
             row{"signed although the peer has no key", "192.0.2.1", {}, one, true, false},
             row{"signed from an ACL", "198.51.100.7", "one.", one, false, true},
         }) {
        CAPTURE(one_of.what);
        two_peers service;
        service.zone_transfers.quirks.unsigned_notify_is_accepted = one_of.unsigned_is_accepted;
        service.zone_transfers.acls["a"] = {{.id = "1", .ip_range = "198.51.100.5/28", .name = "x"},
                                            {.id = "2", .ip_range = "2001:db8::/64", .name = "y"}};
        service.zone_transfers.acls["b"] = {{.id = "3", .ip_range = "203.0.113.0/24", .name = "z"}};
        service.p1().tsig_id = one_of.p1_key;
        service.p2().tsig_id = one_of.p1_key;
        service.primary() = {.serial = 5};
        service.advance(0s);
        service.primary().serial = 6;
        service.now += 60s;
        CHECK(service.zone_transfers.receive_notify(service, "z", one_of.from, one_of.used) ==
              one_of.accepted);
        CHECK(service.zone().soa_serial == (one_of.accepted ? 6u : 5u));
        CHECK((service.zone().checked_time.value().time() == service.now) == one_of.accepted);
    }
}

TEST_CASE("NOTIFY does not transfer an older serial, nor a zone without a configuration") {
    two_peers service;
    service.primary() = {.serial = 5};
    service.advance(0s);
    service.primary().serial = 4;
    CHECK(service.zone_transfers.receive_notify(service, "z", "192.0.2.1"));
    CHECK(service.zone().soa_serial == 5u);
    CHECK_FALSE(service.zone_transfers.receive_notify(service, "other", "192.0.2.1"));
    service.zone_transfers.incoming.clear();
    CHECK_FALSE(service.zone_transfers.receive_notify(service, "z", "192.0.2.1"));
}

TEST_CASE("the ACLs of a zone are those of its account") {
    two_peers service;
    service.primary() = {.serial = 5};
    service.zone_transfers.acls["b"] = {{.id = "1", .ip_range = "203.0.113.0/24", .name = "z"}};
    CHECK_FALSE(service.zone_transfers.receive_notify(service, "z", "203.0.113.1"));
    service.zone_transfers.acls["a"] = {{.id = "2", .ip_range = "198.51.100.0/24", .name = "y"}};
    CHECK(service.zone_transfers.receive_notify(service, "z", "198.51.100.1"));
    service.zones.all["z"] = {.id = "z", .name = "z", .account = cfdns::zones::account{.id = "b"}};
    CHECK(service.zone_transfers.receive_notify(service, "z", "203.0.113.1"));
    CHECK_FALSE(service.zone_transfers.receive_notify(service, "z", "198.51.100.1"));
    service.zone().peers = texts{};
    CHECK(service.zone_transfers.receive_notify(service, "z", "203.0.113.1"));
    CHECK_FALSE(service.zone_transfers.receive_notify(service, "z", "203.0.113.1", one));
    CHECK_FALSE(service.zone_transfers.receive_notify(service, "z", "192.0.2.1"));
}

TEST_CASE("a secondary server is notified and admitted by address and key") {
    struct row {
        char const* what;
        secondary_server server;
        std::optional<std::string> peer_key;
        bool notified;
        bool admitted;
        bool is_transferred;
    };
    for (row const& one_of : {
             row{"the address of a peer", {.addresses = {"192.0.2.1"}}, {}, true, true, true},
             row{"any address", {}, {}, true, true, true},
             row{"another address", {.addresses = {"192.0.2.9"}}, {}, false, false, false},
             row{"an ACL", {.addresses = {"198.51.100.7"}}, {}, false, true, true},
             row{"the key of the peer", {.keys = keys{one}}, "one.", true, true, true},
             row{"two keys", {.keys = keys{two, one}}, "one.", true, true, true},
             row{"any key", {}, "one.", true, true, true},
             row{"another key", {.keys = keys{two}}, "one.", false, true, false},
             row{"another secret", {.keys = keys{key("one.", "b3RoZXI=")}}, "one.", false, true, false},
             row{"no key where one is required", {.keys = keys{}}, "one.", false, true, false},
             row{"a key that Cloudflare does not know", {.keys = keys{one}}, {}, true, true, false},
             row{"an ACL, with the key of a peer",
                 {.addresses = {"198.51.100.7"}, .keys = keys{one}},
                 "one.",
                 false,
                 true,
                 true},
             row{"an ACL, without the key",
                 {.addresses = {"198.51.100.7"}, .keys = keys{}},
                 "one.",
                 false,
                 true,
                 false},
         }) {
        CAPTURE(one_of.what);
        two_peers service;
        service.zone_transfers.acls["a"] = {{.id = "1", .ip_range = "198.51.100.5/28", .name = "x"}};
        service.p1().tsig_id = one_of.peer_key;
        service.p2().tsig_id = one_of.peer_key;
        service.zone_transfers.secondaries["z"] = one_of.server;
        auto& stored = service.zone_transfers.outgoing["z"];
        CHECK(cfdns::call(service, token(), zt::outgoing::force_notify{.zone_id = "z"}).has_value());
        CHECK(stored.checked_time.has_value() == (one_of.notified && one_of.admitted));
        CHECK(stored.last_transferred_time.has_value() == (one_of.notified && one_of.is_transferred));

        stored.checked_time = service.make_timestamp();  // it queried earlier
        stored.last_transferred_time.reset();
        service.advance(3600s);
        CHECK((stored.checked_time.value().time() == service.now) == one_of.admitted);
        bool const has_it = one_of.notified && one_of.is_transferred;
        CHECK(stored.last_transferred_time.has_value() == (one_of.is_transferred && !has_it));
        CHECK(service.zone_transfers.secondaries["z"].serial.has_value() == one_of.is_transferred);
    }
}

TEST_CASE("a secondary server of a zone without peers is not notified, but may query from an ACL") {
    two_peers service;
    service.zone_transfers.acls["a"] = {{.id = "1", .ip_range = "198.51.100.5/28", .name = "x"}};
    service.zones.all["z"] = {.id = "z", .name = "z", .account = cfdns::zones::account{.id = "a"}};
    auto& stored = service.zone_transfers.outgoing["z"];
    stored.peers = texts{};
    stored.checked_time = service.make_timestamp();
    service.zone_transfers.secondaries["z"] = {.addresses = {"198.51.100.7"}};
    CHECK(cfdns::call(service, token(), zt::outgoing::force_notify{.zone_id = "z"}).has_value());
    CHECK_FALSE(service.zone_transfers.secondaries["z"].serial.has_value());
    service.advance(3600s);
    CHECK(service.zone_transfers.secondaries["z"].serial == 7u);

    service.zone_transfers.secondaries["z"] = {.addresses = {"198.51.100.99"}};
    service.advance(3600s);
    CHECK_FALSE(service.zone_transfers.secondaries["z"].serial.has_value());
}

TEST_CASE("a key is replaced peer by peer without a failed query") {
    two_peers service;
    service.p2().ip = "192.0.2.2";
    service.p1().tsig_id = one.id;
    service.p2().tsig_id = one.id;
    service.primary() = {.serial = 1, .keys = keys{one}};
    auto const pull = [&] {
        for (char const* id : {"p1", "p2"}) {
            ++service.primary().serial;
            service.zone().peers = texts{id};
            CHECK(service.force_one() == transferred);
            CHECK(service.zone().soa_serial == service.primary().serial);
        }
    };
    pull();
    service.primary().keys = keys{one, two};
    pull();
    for (char const* id : {"p1", "p2"}) {
        CHECK(cfdns::call(
                  service, token(),
                  zt::peers::update{
                      .account_id = "a", .peer_id = id, .name = "n", .ip = "192.0.2.1", .tsig_id = two.id})
                  .has_value());
        pull();
    }
    service.primary().keys = keys{two};
    pull();
    service.primary().keys = keys{one};  // as if the last step had been the first
    CHECK(service.force_one() == bad_key);
}
