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

TEST_CASE("quirk: names of ACLs are not unique") {
    for (bool const on : {true, false}) {
        fake_cloudflare service;
        service.zone_transfers.quirks.acl_names_are_not_unique = on;
        zt::acls::create const acl{.account_id = "a", .ip_range = "192.0.2.1/32", .name = "n"};
        CHECK(cfdns::call(service, token(), acl).has_value());
        auto const second = cfdns::call(service, token(), acl);
        CHECK(second.has_value() == on);
        if (second.has_error()) CHECK(second.error().http_status() == 409);
        CHECK(service.zone_transfers.acls["a"].size() == (on ? 2 : 1));
    }
}

TEST_CASE("quirk: ranges of ACLs are normalised") {
    struct row {
        char const* sent;
        char const* stored;
    };
    for (row const& one : {
             row{"192.0.2.53/28", "192.0.2.48/28"},
             row{"192.0.2.255/24", "192.0.2.0/24"},
             row{"192.0.2.53/31", "192.0.2.52/31"},
             row{"192.0.2.53/32", "192.0.2.53/32"},
             row{"192.0.2.53", "192.0.2.53/32"},
             row{"255.255.255.255/25", "255.255.255.128/25"},
             row{"2001:DB8:0:0::1", "2001:db8::1/128"},
             row{"2001:db8:1:2:3:4:5:6/64", "2001:db8:1:2::/64"},
             row{"2001:db8:1:2:ffff::/65", "2001:db8:1:2:8000::/65"},
             row{"::ffff:192.0.2.1/120", "::ffff:c000:200/120"},
             row{"::1/64", "::/64"},
         })
        for (bool const on : {true, false}) {
            CAPTURE(one.sent);
            fake_cloudflare service;
            service.zone_transfers.quirks.acl_ranges_are_normalised = on;
            auto const made = cfdns::call(
                service, token(), zt::acls::create{.account_id = "a", .ip_range = one.sent, .name = "n"});
            CHECK(made.value().ip_range == (on ? one.stored : one.sent));
            CHECK(service.zone_transfers.acls["a"][0].ip_range == made.value().ip_range);
            auto const changed = cfdns::call(
                service, token(),
                zt::acls::update{.account_id = "a", .acl_id = made->id, .ip_range = one.sent, .name = "m"});
            CHECK(changed.value().ip_range == made.value().ip_range);
        }
}

TEST_CASE("quirk: a second create replaces the configuration") {
    for (bool const on : {false, true}) {
        fake_cloudflare service;
        service.zone_transfers.quirks.second_create_replaces = on;
        auto const check = [&](auto op) {
            auto const first = cfdns::call(service, token(), op).value();
            op.name = "other.";
            auto const second = cfdns::call(service, token(), op);
            CHECK(second.has_value() == on);
            if (second.has_value()) CHECK(second.value().id == first.id);
            if (second.has_error()) CHECK(second.error().is_conflict());
        };
        check(new_incoming);
        check(new_outgoing);
        CHECK(service.zone_transfers.incoming.at("z").name == (on ? "other." : "z."));
        CHECK(service.zone_transfers.outgoing.at("z").name == (on ? "other." : "z."));
    }
}

TEST_CASE("quirk: peers and TSIGs in use can be deleted") {
    for (bool const on : {false, true}) {
        fake_cloudflare service;
        service.zone_transfers.quirks.objects_in_use_can_be_deleted = on;
        auto const key = cfdns::call(service, token(), new_key).value();
        auto const peer =
            cfdns::call(
                service, token(),
                zt::peers::create{.account_id = "a", .name = "p", .ip = "192.0.2.1", .tsig_id = key.id})
                .value();
        auto linked = new_incoming;
        linked.peers = {peer.id};
        CHECK(cfdns::call(service, token(), linked).has_value());
        auto const key_gone =
            cfdns::call(service, token(), zt::tsigs::delete_{.account_id = "a", .tsig_id = key.id});
        auto const peer_gone =
            cfdns::call(service, token(), zt::peers::delete_{.account_id = "a", .peer_id = peer.id});
        CHECK(key_gone.has_value() == on);
        CHECK(peer_gone.has_value() == on);
        if (!on) CHECK((key_gone.error().is_conflict() && peer_gone.error().is_conflict()));
        auto const left = cfdns::call(service, token(), zt::incoming::get{.zone_id = "z"}).value();
        CHECK(left.peers == std::vector<std::string>{peer.id});
    }
}

TEST_CASE("quirk: a failed check sets the time of the check") {
    for (bool const on : {true, false}) {
        fake_cloudflare service;
        service.zone_transfers.quirks.failed_checks_set_checked_time = on;
        service.zone_transfers.incoming["z"] = {.peers = std::vector<std::string>{"p"}};
        auto const is_checked = [&] {
            return cfdns::call(service, token(), zt::incoming::get{.zone_id = "z"})
                .value()
                .checked_time.has_value();
        };
        service.zone_transfers.primaries["z"] = {.reachable = false};
        CHECK(is_checked() == on);
        service.zone_transfers.primaries["z"] = {.refuses_transfer = true};  // returns its serial
        CHECK(is_checked());
        CHECK_FALSE(service.zone_transfers.incoming["z"].soa_serial.has_value());
    }
}

TEST_CASE("quirk: force_axfr transfers an older serial") {
    for (bool const on : {true, false}) {
        fake_cloudflare service;
        service.zone_transfers.quirks.force_axfr_takes_older_serials = on;
        service.zone_transfers.incoming["z"] = {.soa_serial = 5};
        auto const after = [&](std::uint32_t serial) {
            service.zone_transfers.primaries["z"].serial = serial;
            service.advance(10s);
            CHECK(cfdns::call(service, token(), zt::force_axfr::create{.zone_id = "z"}).value() == "OK");
            return service.zone_transfers.incoming["z"].soa_serial.value();
        };
        CHECK(after(4) == (on ? 4u : 5u));
        CHECK(after(6) == 6u);
        CHECK(after(6) == 6u);  // the same serial is transferred again
        CHECK(service.zone_transfers.incoming["z"].modified_time.value().time() == service.now);
        CHECK(after(6u + (1u << 31)) == (on ? 6u + (1u << 31) : 6u));  // neither newer nor older
    }
}

TEST_CASE("quirk: the status exists without a configuration") {
    for (bool const on : {false, true}) {
        fake_cloudflare service;
        service.zone_transfers.quirks.status_exists_without_configuration = on;
        auto const got = cfdns::call(service, token(), zt::outgoing::status::get{.zone_id = "z"});
        CHECK(got.has_value() == on);
        if (got.has_value()) CHECK(got.value() == "Disabled");
        if (got.has_error()) CHECK(got.error().is_not_found());
        CHECK(cfdns::call(service, token(), zt::outgoing::get{.zone_id = "z"}).error().is_not_found());
        CHECK(cfdns::call(service, token(), zt::outgoing::enable{.zone_id = "z"}).error().is_not_found());
    }
}

TEST_CASE("quirk: lists have pages") {
    for (std::uint32_t const size : {0u, 2u}) {
        fake_cloudflare service;
        service.zone_transfers.quirks.list_page_size = size;
        for (int i = 0; i != 5; ++i) {
            CHECK(cfdns::call(service, token(), new_key).has_value());
            CHECK(cfdns::call(service, token(), zt::peers::create{.account_id = "a", .name = "p"})
                      .has_value());
            CHECK(cfdns::call(service, token(),
                              zt::acls::create{.account_id = "a", .ip_range = "192.0.2.1/32", .name = "n"})
                      .has_value());
        }
        auto const check = [&](auto op) {
            struct row {
                char const* page;
                char const* per_page;
                std::size_t found;
                std::uint64_t pages;
            };
            for (row const& one :
                 {row{"", "", 2, 3}, row{"2", "", 2, 3}, row{"3", "", 1, 3}, row{"4", "", 0, 3},
                  row{"1", "1", 1, 5}, row{"1", "100", 5, 1}, row{"x", "-1", 2, 3}, row{"0", "0", 1, 5}}) {
                CAPTURE(one.page);
                CAPTURE(one.per_page);
                op.extra.clear();
                if (*one.page != 0) op.extra.set_text("page", one.page);
                if (*one.per_page != 0) op.extra.set_text("per_page", one.per_page);
                auto const got = cfdns::call_full(service, token(), op).value();
                CHECK(got.value.size() == (size == 0 ? 5 : one.found));
                CHECK(got.info.result_info.value().total_pages == (size == 0 ? 1 : one.pages));
            }
        };
        check(zt::acls::list{.account_id = "a"});
        check(zt::peers::list{.account_id = "a"});
        check(zt::tsigs::list{.account_id = "a"});
    }
}

TEST_CASE("quirk: lists lag behind creates") {
    for (auto const lag : {0s, 10s}) {
        fake_cloudflare service;
        service.quirks.lists_lag_by = lag;
        service.zone_transfers.peers["a"] = {{.id = "old", .name = "old"}};
        auto const count = [&](auto const& op) { return cfdns::call(service, token(), op).value().size(); };
        auto const listed = [&] {
            return std::vector<std::size_t>{
                count(zt::acls::list{.account_id = "a"}), count(zt::peers::list{.account_id = "a"}),
                count(zt::tsigs::list{.account_id = "a"}), count(cfdns::zones::list{})};
        };
        CHECK(cfdns::call(service, token(), new_key).has_value());
        auto const peer =
            cfdns::call(service, token(), zt::peers::create{.account_id = "a", .name = "p"}).value();
        CHECK(cfdns::call(service, token(),
                          zt::acls::create{.account_id = "a", .ip_range = "192.0.2.1/32", .name = "n"})
                  .has_value());
        CHECK(cfdns::call(service, token(),
                          cfdns::zones::create{.account = cfdns::zones::account_id{.id = "a"},
                                               .name = "example.com"})
                  .has_value());
        using counts = std::vector<std::size_t>;
        CHECK(listed() == (lag == 0s ? counts{1, 2, 1, 1} : counts{0, 1, 0, 0}));
        CHECK(cfdns::call(service, token(), zt::peers::get{.account_id = "a", .peer_id = peer.id})
                  .has_value());
        service.advance(9s);
        CHECK(listed() == (lag == 0s ? counts{1, 2, 1, 1} : counts{0, 1, 0, 0}));
        service.advance(1s);
        CHECK(listed() == counts{1, 2, 1, 1});
    }
}

TEST_CASE("zones that requests create have the default type and entitlements") {
    fake_cloudflare service;
    service.default_options.incoming_allowed = false;
    service.options_by_zone["entitled"] = {};
    CHECK(cfdns::call(service, token(), new_incoming).error().is_permission());
    auto entitled = new_incoming;
    entitled.zone_id = "entitled";
    CHECK(cfdns::call(service, token(), entitled).has_value());
}
