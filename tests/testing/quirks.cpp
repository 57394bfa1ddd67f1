// SPDX-License-Identifier: BSL-1.0
// Each observation of users is a switch: what is so without it, and what with it.
#include "fake.hpp"

#include <doctest/doctest.h>

namespace {

zt::tsigs::create const new_key{.account_id = "a", .algo = "x", .name = "k", .secret = secret("s")};
zt::incoming::create const new_incoming{
    .zone_id = "z", .auto_refresh_seconds = 300s, .name = "z.", .peers = {"p"}};
zt::outgoing::create const new_outgoing{.zone_id = "z", .name = "z.", .peers = {"p"}};

}  // namespace

TEST_CASE("quirk: peers are created by name only") {
    zt::peers::create const op{
        .account_id = "a", .name = "p", .ip = "192.0.2.1", .ixfr_enable = true, .port = 53, .tsig_id = "k"};
    for (bool const on : {false, true}) {
        fake_cloudflare service;
        service.zone_transfers.quirks.peers_are_created_by_name_only = on;
        auto const made = cfdns::call(service, token(), op).value();
        CHECK(made.ip.has_value() != on);
        CHECK(made.port.has_value() != on);
        CHECK(made.tsig_id.has_value() != on);
        CHECK(made.ixfr_enable.has_value() != on);
        zt::peers::update const more{.account_id = "a", .peer_id = made.id, .name = "p", .ip = "192.0.2.1"};
        CHECK(cfdns::call(service, token(), more).value().ip == "192.0.2.1");
    }
}

TEST_CASE("quirk: unset members of peers are shown") {
    for (bool const on : {false, true}) {
        fake_cloudflare service;
        service.zone_transfers.quirks.unset_peer_members_are_shown = on;
        auto const made =
            cfdns::call(service, token(), zt::peers::create{.account_id = "a", .name = "p"}).value();
        CHECK(made.ip == (on ? std::optional<std::string>{""} : std::nullopt));
        CHECK(made.port == (on ? std::optional<std::uint32_t>{0} : std::nullopt));
        CHECK(cfdns::call(service, token(), zt::peers::list{.account_id = "a"}).value().at(0).port ==
              made.port);
        CHECK_FALSE(service.zone_transfers.peers["a"][0].port.has_value());
    }
}

TEST_CASE("quirk: names of peers and TSIGs are not unique") {
    for (bool const on : {true, false}) {
        fake_cloudflare service;
        service.zone_transfers.quirks.names_are_not_unique = on;
        zt::peers::create const peer{.account_id = "a", .name = "p"};
        zt::acls::create const acl{.account_id = "a", .ip_range = "192.0.2.1/32", .name = "n"};
        auto const first = cfdns::call(service, token(), peer).value();
        CHECK(cfdns::call(service, token(), peer).has_value() == on);
        CHECK(cfdns::call(service, token(), new_key).has_value());
        CHECK(cfdns::call(service, token(), new_key).has_value() == on);
        CHECK(cfdns::call(service, token(), acl).has_value());
        CHECK(cfdns::call(service, token(), acl).has_value());
        zt::peers::update const same{.account_id = "a", .peer_id = first.id, .name = "p"};
        CHECK(cfdns::call(service, token(), same).has_value());
    }
}

TEST_CASE("quirk: TSIG secrets are shown") {
    for (bool const on : {true, false}) {
        fake_cloudflare service;
        service.zone_transfers.quirks.tsig_secrets_are_shown = on;
        auto const made = cfdns::call(service, token(), new_key).value();
        CHECK(made.secret.has_value());
        CHECK(cfdns::call(service, token(), zt::tsigs::get{.account_id = "a", .tsig_id = made.id})
                  .value()
                  .secret.has_value() == on);
        CHECK(cfdns::call(service, token(), zt::tsigs::list{.account_id = "a"})
                  .value()
                  .at(0)
                  .secret.has_value() == on);
        CHECK(service.zone_transfers.tsigs["a"][0].secret.value().expose() == "s");
    }
}

TEST_CASE("quirk: an incoming configuration of a zone of another type vanishes") {
    for (bool const on : {false, true}) {
        fake_cloudflare service;
        service.options_by_zone["z"].type = cfdns::testing::zone_type::full;
        service.zone_transfers.quirks.incoming_of_other_zones_vanishes = on;
        auto const made = cfdns::call(service, token(), new_incoming);
        CHECK(made.has_value() == on);
        if (made.has_error()) CHECK(made.error().http_status() == 400);
        CHECK(cfdns::call(service, token(), zt::incoming::get{.zone_id = "z"}).error().is_not_found());
    }
}

TEST_CASE("quirk: without the entitlement, outgoing is denied with 401 and the text in the result") {
    for (bool const on : {false, true}) {
        fake_cloudflare service;
        service.options_by_zone["z"].outgoing_allowed = false;
        service.zone_transfers.quirks.outgoing_is_denied_in_the_result = on;
        auto const check = [&](cfdns::error const& denied) {
            CHECK(denied.http_status() == (on ? 401 : 403));
            CHECK(denied.api_errors().empty() == on);
            CHECK(denied.excerpt().find("Not authorized to setup outgoing zone transfers") !=
                  std::string_view::npos);
        };
        check(cfdns::call(service, token(), new_outgoing).error());
        check(cfdns::call(service, token(), zt::outgoing::delete_{.zone_id = "z"}).error());
        CHECK(service.zone_transfers.outgoing.empty());
    }
}

TEST_CASE("quirk: POSTs without parameters require content, and statuses are arbitrary text") {
    for (bool const on : {false, true}) {
        fake_cloudflare service;
        service.zone_transfers.incoming["z"];
        service.zone_transfers.outgoing["z"];
        service.quirks.parameterless_posts_want_content = on;
        service.zone_transfers.quirks.enabled_text = "enabled since today";
        service.zone_transfers.quirks.disabled_text = "off";
        auto const both = [&](auto const& op) {
            CHECK(cfdns::call(service, token(), op).has_value());
            CHECK(cfdns::call(service, token(), op, {.empty_object = false}).has_value() != on);
        };
        both(zt::force_axfr::create{.zone_id = "z"});
        both(zt::outgoing::force_notify{.zone_id = "z"});
        both(zt::outgoing::disable{.zone_id = "z"});
        CHECK(cfdns::call(service, token(), zt::outgoing::status::get{.zone_id = "z"}).value() == "off");
        both(zt::outgoing::enable{.zone_id = "z"});
        CHECK(zt::outgoing::status::is_enabled(
            cfdns::call(service, token(), zt::outgoing::status::get{.zone_id = "z"}).value()));
    }
}

TEST_CASE("quirk: requests after a create are forbidden for a while") {
    fake_cloudflare service;
    service.quirks.forbidden_after_create = 2;
    zt::peers::list const list{.account_id = "a"};
    CHECK(cfdns::call(service, token(), list).has_value());
    CHECK(cfdns::call(service, token(), new_key).has_value());
    CHECK(cfdns::call(service, token(), list).error().is_permission());
    CHECK(cfdns::call(service, token(), new_key).error().is_permission());
    CHECK(cfdns::call(service, token(), list).has_value());
    CHECK(cfdns::call(service, token(), new_incoming).has_value());
    CHECK(cfdns::call(service, token(), list).error().is_permission());
    CHECK(service.zone_transfers.tsigs["a"].size() == 1);
}

TEST_CASE("quirk: PUT replaces") {
    for (bool const on : {true, false}) {
        fake_cloudflare service;
        service.quirks.put_replaces = on;
        service.zone_transfers.peers["a"].push_back({.id = "i", .name = "p", .ip = "192.0.2.1", .port = 53});
        service.zone_transfers.peers["a"][0].extra.set("note", "1");
        zt::peers::update const op{.account_id = "a", .peer_id = "i", .name = "q", .port = 54};
        auto const got = cfdns::call(service, token(), op).value();
        CHECK(got.name == "q");
        CHECK(got.port == 54u);
        CHECK(got.ip.has_value() != on);
        CHECK(got.extra.empty() == on);
    }
}

TEST_CASE("quirk: a missing object gives 404") {
    for (bool const on : {true, false}) {
        fake_cloudflare service;
        service.quirks.absent_is_not_found = on;
        auto const got = cfdns::call(service, token(), zt::incoming::delete_{.zone_id = "z"}).error();
        CHECK(got.http_status() == (on ? 404 : 400));
        CHECK(got.api_errors()[0].code == (on ? 1000 : 1001));
    }
}
