// SPDX-License-Identifier: BSL-1.0
#include "fake.hpp"

#include <doctest/doctest.h>

TEST_CASE(
    "ACLs, peers and TSIGs live in their account, in the order of creation, with ids of 32 hexadecimal "
    "digits") {
    fake_cloudflare service;
    for (char const* name : {"b", "a", "a"}) {
        auto const made = cfdns::call(service, token(),
                                      zt::peers::create{.account_id = account, .name = name, .port = 53});
        REQUIRE(made.has_value());
        CHECK(made->id.size() == 32);
        CHECK(made->id.find_first_not_of("0123456789abcdef") == std::string::npos);
        CHECK(made->port == 53u);
        CHECK_FALSE(made->ip.has_value());
    }
    auto const listed = cfdns::call(service, token(), zt::peers::list{.account_id = account});
    REQUIRE(listed.value().size() == 3);
    CHECK(listed->at(0).name == "b");
    CHECK(listed->at(1).id != listed->at(2).id);
    CHECK(cfdns::call(service, token(), zt::peers::list{.account_id = "other"}).value().empty());
    CHECK(cfdns::call(service, token(), zt::peers::get{.account_id = "other", .peer_id = listed->at(0).id})
              .error()
              .is_not_found());
    CHECK(cfdns::call(service, token(), zt::peers::get{.account_id = account, .peer_id = listed->at(2).id})
              .value()
              .name == "a");
}

TEST_CASE("PUT replaces the whole: members that it leaves out are gone, undeclared ones too") {
    fake_cloudflare service;
    zt::peers::create op{.account_id = account, .name = "p", .ip = "192.0.2.1", .port = 53};
    op.extra.set("note", "[1]");
    op.extra.set("id", "\"mine\"");
    auto const made = cfdns::call(service, token(), op).value();
    CHECK(made.id != "mine");
    CHECK(made.extra.find("note") == "[1]");
    auto const changed = cfdns::call(
        service, token(),
        zt::peers::update{.account_id = account, .peer_id = made.id, .name = "q", .ixfr_enable = true});
    CHECK(changed.value().id == made.id);
    CHECK(changed->name == "q");
    CHECK(changed->ixfr_enable == true);
    CHECK_FALSE(changed->ip.has_value());
    CHECK_FALSE(changed->port.has_value());
    CHECK(changed->extra.empty());
    CHECK(service.zone_transfers.peers[account].size() == 1);
    CHECK_FALSE(service.zone_transfers.peers[account][0].ip.has_value());
}

TEST_CASE("an ACL and a TSIG are made, changed, shown and deleted") {
    fake_cloudflare service;
    auto const range = cfdns::call(
        service, token(), zt::acls::create{.account_id = "a", .ip_range = "2001:db8::/64", .name = "n"});
    CHECK(range.value().ip_range == "2001:db8::/64");
    zt::acls::update const wider{
        .account_id = "a", .acl_id = range->id, .ip_range = "192.0.2.0/24", .name = "m"};
    CHECK(cfdns::call(service, token(), wider).value().name == "m");
    CHECK(service.zone_transfers.acls["a"][0].ip_range == "192.0.2.0/24");
    zt::acls::update const widest{
        .account_id = "a", .acl_id = range->id, .ip_range = "192.0.0.0/16", .name = "x"};
    CHECK(cfdns::call(service, token(), widest).error().http_status() == 400);
    CHECK(service.zone_transfers.acls["a"][0].name == "m");
    CHECK(cfdns::call(service, token(), zt::acls::delete_{.account_id = "a", .acl_id = range->id})
              .value()
              .id == range->id);
    CHECK(service.zone_transfers.acls["a"].empty());

    auto const key = cfdns::call(
        service, token(),
        zt::tsigs::create{.account_id = "a", .algo = "hmac-sha256.", .name = "k.", .secret = secret("one")});
    CHECK(key.value().secret.value().expose() == "one");
    zt::tsigs::update const rolled{.account_id = "a",
                                   .tsig_id = key->id,
                                   .algo = "hmac-sha512.",
                                   .name = "k.",
                                   .secret = secret("two")};
    CHECK(cfdns::call(service, token(), rolled).value().secret.value().expose() == "two");
    CHECK(
        cfdns::call(service, token(), zt::tsigs::get{.account_id = "a", .tsig_id = key->id}).value().algo ==
        "hmac-sha512.");
    CHECK(cfdns::call(service, token(), zt::tsigs::list{.account_id = "a"})
              .value()
              .at(0)
              .secret.value()
              .expose() == "two");
}

TEST_CASE("ranges of ACLs are IPv4 or IPv6 in CIDR notation, not wider than /24 and /64") {
    fake_cloudflare service;
    service.zone_transfers.quirks.acl_ranges_are_normalised = false;
    auto const problem = [&](std::string const& range) -> std::string {
        zt::acls::create const op{.account_id = "a", .ip_range = range, .name = "n"};
        auto const made = cfdns::call(service, token(), op);
        if (made.has_value()) return made->ip_range == range ? "" : "changed";
        CHECK(made.error().http_status() == 400);
        CHECK(made.error().api_errors()[0].source.value().pointer == "/ip_range");
        return made.error().api_errors()[0].message;
    };
    for (char const* good :
         {"192.0.2.53/28", "192.0.2.0/24", "192.0.2.1/32", "0.0.0.0/24", "255.255.255.255/32", "192.0.2.1",
          "2001:db8::/64", "2001:db8::1/128", "2001:DB8::1", "::/64", "::1/128", "1::/64",
          "1:2:3:4:5:6:7:8/65", "1:2:3:4:5:6:7::/64", "::2:3:4:5:6:7:8/64", "::ffff:192.0.2.1/120",
          "1:2:3:4:5:6:192.0.2.1/100"}) {
        CAPTURE(good);
        CHECK(problem(good) == "");
    }
    for (char const* wide : {"192.0.2.0/23", "0.0.0.0/0", "2001:db8::/63", "::/0"}) {
        CAPTURE(wide);
        CHECK(problem(wide) == "The range must be at most /24 for IPv4 and /64 for IPv6.");
    }
    for (char const* bad : {"",
                            "/",
                            "/24",
                            "nonsense",
                            "nonsense/24",
                            "example.com/32",
                            "192.0.2/24",
                            "192.0.2.1.5/24",
                            "192.0.2.256/24",
                            "192.0.2.01/24",
                            "192.0.2./24",
                            ".0.2.1/24",
                            "192.0.2.1 /24",
                            " 192.0.2.1/24",
                            "-1.0.2.1/24",
                            "192.0.2.0/",
                            "192.0.2.0/33",
                            "192.0.2.0/64",
                            "192.0.2.0/024",
                            "192.0.2.0/+24",
                            "192.0.2.0/24/24",
                            "192.0.2.0/2x",
                            "192.0.2.0/255.255.255.0",
                            "2001:db8::/129",
                            "2001:db8::/1000",
                            "2001:db8::/",
                            ":/64",
                            ":::/64",
                            "1:/64",
                            ":1/64",
                            "1:::2/64",
                            "1::2::3/64",
                            "1:2:3:4:5:6:7/64",
                            "1:2:3:4:5:6:7:8:9/64",
                            "1:2:3:4:5:6:7:8::/64",
                            "12345::/64",
                            "g::/64",
                            "fe80::1%eth0/64",
                            "[::1]/128",
                            "::192.0.2.1:1/64",
                            "::1.2.3/64",
                            "1:2:3:4:5:6:7:192.0.2.1/64"}) {
        CAPTURE(bad);
        CHECK(problem(bad) == "The range must be an IPv4 or IPv6 range in CIDR notation.");
    }
}

TEST_CASE("the address of a peer is an IP address or empty, and any port is taken") {
    fake_cloudflare service;
    auto const status = [&](char const* body) {
        std::string const path = "/client/v4/accounts/a/secondary_dns/peers";
        return service.handle(with_token({cfdns::http_method::post, path, {}, body})).status;
    };
    for (char const* good :
         {R"({"name":"p","ip":"192.0.2.1","port":53})", R"({"name":"p"})",
          R"({"name":"p","ip":"2001:db8::53","port":65535})", R"({"name":"p","ip":"","port":0})"})
        CHECK(status(good) == 200);
    for (char const* bad :
         {R"({"name":"p","ip":"nonsense"})", R"({"name":"p","ip":"192.0.2.1/32"})",
          R"({"name":"p","ip":"[::1]"})", R"({"name":"p","port":-1})", R"({"name":"p","port":4294967296})"})
        CHECK(status(bad) == 400);
    CHECK(service.zone_transfers.peers["a"].size() == 4);
}

TEST_CASE("a result can be sent back unchanged, and nothing changes") {
    fake_cloudflare service;
    service.zone_transfers.references_must_exist = true;
    service.zone_transfers.quirks.unset_peer_members_are_shown = true;
    service.zone_transfers.quirks.peers_are_created_by_name_only = true;
    std::string const base = "/client/v4/";
    auto const result_of = [&](cfdns::http_method method, std::string const& path, std::string body) {
        auto const got = service.handle(with_token({method, base + path, {}, std::move(body)}));
        CAPTURE(got.body);
        REQUIRE(got.status == 200);
        std::size_t const begin = got.body.find("\"result\":") + 9;
        std::size_t const end = got.body.find(",\"result_info\":");  // of a list
        return got.body.substr(begin, (end == std::string::npos ? got.body.size() - 1 : end) - begin);
    };
    auto const round = [&](std::string const& path, std::string const& body) {
        CAPTURE(path);
        using enum cfdns::http_method;
        bool const of_zone = path.starts_with("zones");
        std::string const made = result_of(post, path, body);
        std::string const id = made.substr(made.find("\"id\":\"") + 6, 32);
        std::string const place = of_zone ? path : path + '/' + id;
        std::string const shown = result_of(get, place, "");
        CHECK(shown == made);
        CHECK(result_of(put, place, shown) == shown);
        CHECK(result_of(get, place, "") == shown);
        if (!of_zone) CHECK(result_of(get, path, "") == '[' + shown + ']');
        return id;
    };
    std::string const account_path = "accounts/a/secondary_dns/";
    round(account_path + "acls", R"({"name":"n","ip_range":"192.0.2.53/28","note":[1]})");
    std::string const key =
        round(account_path + "tsigs", R"({"name":"k.","algo":"hmac-sha1.","secret":"s"})");
    std::string const peer = round(account_path + "peers", R"({"name":"p"})");
    CHECK(service.zone_transfers.peers["a"][0].ip == "");
    CHECK(service.zone_transfers.peers["a"][0].port == 0u);
    service.zone_transfers.peers["a"].clear();
    service.zone_transfers.quirks.peers_are_created_by_name_only = false;
    std::string const whole =
        R"({"name":"p","ip":"192.0.2.53","port":53,"ixfr_enable":true,"tsig_id":")" + key + "\"}";
    std::string const peers = "[\"" + round(account_path + "peers", whole) + "\"]";
    round("zones/z/secondary_dns/incoming",
          R"({"name":"z.","auto_refresh_seconds":300,"peers":)" + peers + "}");
    round("zones/z/secondary_dns/outgoing", R"({"name":"z.","peers":)" + peers + "}");
}

TEST_CASE("a list is one page, and says so") {
    fake_cloudflare service;
    auto const page = [&](auto const& op) {
        auto const got = cfdns::call_full(service, token(), op);
        REQUIRE(got.has_value());
        cfdns::page_info const info = got->info.result_info.value();
        CHECK(info.page == 1u);
        CHECK(info.count == got->value.size());
        CHECK(info.total_count == info.count);
        CHECK(info.total_pages == (got->value.empty() ? 0u : 1u));
        return info.per_page.value();
    };
    zt::peers::list const peers{.account_id = "a"};
    CHECK(page(zt::acls::list{.account_id = "a"}) == 20);
    CHECK(page(zt::tsigs::list{.account_id = "a"}) == 20);
    CHECK(page(peers) == 20);
    service.zone_transfers.peers["a"].resize(1);
    service.zone_transfers.peers["a"][0].id = "i";
    CHECK(page(peers) == 20);
    service.zone_transfers.peers["a"].resize(21);
    CHECK(page(peers) == 21);
    zt::peers::get const one{.account_id = "a", .peer_id = "i"};
    CHECK_FALSE(cfdns::call_full(service, token(), one).value().info.result_info.has_value());
}

TEST_CASE("what is in use is not deleted: peers of zones, TSIGs of peers") {
    fake_cloudflare service;
    auto const key =
        cfdns::call(service, token(),
                    zt::tsigs::create{.account_id = "a", .algo = "x", .name = "k", .secret = secret("s")})
            .value();
    auto const peer =
        cfdns::call(service, token(), zt::peers::create{.account_id = "a", .name = "p", .tsig_id = key.id})
            .value();
    zt::tsigs::delete_ const delete_key{.account_id = "a", .tsig_id = key.id};
    zt::peers::delete_ const delete_peer{.account_id = "a", .peer_id = peer.id};

    service.zone_transfers.incoming["in"].peers = {peer.id};
    CHECK(cfdns::call(service, token(), delete_peer).error().is_conflict());
    service.zone_transfers.incoming.clear();
    service.zone_transfers.outgoing["out"].peers = {"other", peer.id};
    CHECK(cfdns::call(service, token(), delete_peer).error().is_conflict());
    CHECK(cfdns::call(service, token(), delete_key).error().is_conflict());
    service.zone_transfers.outgoing.clear();
    CHECK(cfdns::call(service, token(), delete_peer).has_value());
    CHECK(cfdns::call(service, token(), delete_key).has_value());
    CHECK(cfdns::call(service, token(), delete_key).error().is_not_found());
}

TEST_CASE("references may be checked: peers of zones and TSIGs of peers must exist then") {
    fake_cloudflare service;
    service.zone_transfers.references_must_exist = true;
    auto const pointer = [](auto const& got) {
        REQUIRE(got.has_error());
        return got.error().api_errors()[0].source.value().pointer.value();
    };
    CHECK(pointer(cfdns::call(service, token(),
                              zt::peers::create{.account_id = "a", .name = "p", .tsig_id = "k"})) ==
          "/tsig_id");
    service.zone_transfers.tsigs["a"].push_back({.id = "k"});
    CHECK(cfdns::call(service, token(), zt::peers::create{.account_id = "a", .name = "p", .tsig_id = "k"})
              .has_value());

    zt::outgoing::create op{
        .zone_id = "z", .name = "z.", .peers = {service.zone_transfers.peers["a"][0].id, "nobody"}};
    CHECK(pointer(cfdns::call(service, token(), op)) == "/peers/1");
    op.peers.get().pop_back();
    CHECK(cfdns::call(service, token(), op).has_value());
}

TEST_CASE("a zone has at most 30 peers and one configuration of each kind") {
    fake_cloudflare service;
    zt::outgoing::create op{.zone_id = "z", .name = "z.", .peers = std::vector<std::string>(31, "p")};
    CHECK(cfdns::call(service, token(), op).error().api_errors()[0].source.value().pointer == "/peers");
    op.peers.get().pop_back();
    auto const made = cfdns::call(service, token(), op);
    CHECK(made.value().created_time.value().time() == service.now);
    CHECK(made->soa_serial == 1u);
    CHECK(cfdns::call(service, token(), op).error().is_conflict());

    service.zone_transfers.outgoing["z"].soa_serial = 7;
    auto const changed =
        cfdns::call(service, token(), zt::outgoing::update{.zone_id = "z", .name = "y.", .peers = {"q"}});
    CHECK(changed.value().name == "y.");
    CHECK(changed->soa_serial == 7u);
    CHECK(changed->created_time == made->created_time);
    CHECK(cfdns::call(service, token(), zt::outgoing::delete_{.zone_id = "z"}).value().id == made->id);
    CHECK(service.zone_transfers.outgoing.empty());
}

TEST_CASE("zones refuse what their type or plan does not have") {
    using cfdns::testing::zone_type;
    fake_cloudflare service;
    zt::incoming::create const pull{
        .zone_id = "z", .auto_refresh_seconds = 300s, .name = "z.", .peers = {"p"}};
    zt::outgoing::create const push{.zone_id = "z", .name = "z.", .peers = {"p"}};
    for (zone_type const type : {zone_type::full, zone_type::partial, zone_type::secondary}) {
        service.options_by_zone["z"].type = type;
        CHECK(cfdns::call(service, token(), pull).has_value() == (type == zone_type::secondary));
        CHECK(cfdns::call(service, token(), push).has_value() == (type != zone_type::secondary));
        service.zone_transfers.incoming.clear();
        service.zone_transfers.outgoing.clear();
    }
    service.options_by_zone["z"] = {.incoming_allowed = false, .outgoing_allowed = false};
    CHECK(cfdns::call(service, token(), pull).error().is_permission());
    auto const denied = cfdns::call(service, token(), push);
    CHECK(denied.error().is_permission());
    CHECK(denied.error().api_errors()[0].message == "Not authorized to setup outgoing zone transfers");
    CHECK(service.zone_transfers.incoming.size() + service.zone_transfers.outgoing.size() == 0);
}
