// SPDX-License-Identifier: BSL-1.0
#include "fake.hpp"

#include <doctest/doctest.h>

namespace {

constexpr std::chrono::sys_seconds start{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

zt::incoming::configuration seen(fake_cloudflare& service) {
    return cfdns::call(service, token(), zt::incoming::get{.zone_id = zone}).value();
}

fake_cloudflare with_secondary_zone() {
    fake_cloudflare service;
    service.zone_transfers.primaries[zone] = {.serial = 5};
    auto op = example_create();
    op.auto_refresh_seconds = 300s;
    auto const made = cfdns::call(service, token(), op).value();
    CHECK_FALSE(made.soa_serial.has_value());
    CHECK_FALSE(made.checked_time.has_value());
    return service;
}

}  // namespace

TEST_CASE(
    "a new secondary zone is transferred, and again when the refresh period is over and the serial is "
    "newer") {
    auto service = with_secondary_zone();
    CHECK(seen(service).soa_serial == 5u);
    CHECK(seen(service).checked_time.value().time() == start);

    service.zone_transfers.primaries[zone].serial = 6;
    service.advance(299s);
    CHECK(seen(service).soa_serial == 5u);
    service.advance(1s);
    CHECK(service.zone_transfers.incoming.at(zone).soa_serial == 6u);
    CHECK(seen(service).checked_time.value().time() == start + 300s);
    CHECK(seen(service).modified_time.value().time() == start + 300s);

    service.advance(450s);  // one check, on time
    CHECK(seen(service).checked_time.value().time() == start + 600s);
    CHECK(seen(service).modified_time.value().time() == start + 300s);

    service.now += 200s;  // the next request sees what is due
    service.zone_transfers.primaries[zone].serial = 7;
    CHECK(seen(service).soa_serial == 7u);
    CHECK(seen(service).checked_time.value().time() == start + 900s);
}

TEST_CASE("serials wrap around, and an older one is transferred only by force") {
    auto service = with_secondary_zone();
    service.advance(0s);
    service.zone_transfers.primaries[zone].serial = 4;
    service.advance(300s);
    CHECK(seen(service).soa_serial == 5u);
    CHECK(cfdns::call(service, token(), zt::force_axfr::create{.zone_id = zone}).value() == "OK");
    CHECK(seen(service).soa_serial == 4u);
    service.zone_transfers.primaries[zone].serial = 4u - 1 + (1u << 31);
    service.advance(300s);
    CHECK(seen(service).soa_serial == 3u + (1u << 31));
    service.zone_transfers.primaries[zone].serial = 1;
    service.advance(300s);
    CHECK(seen(service).soa_serial == 1u);
}

TEST_CASE(
    "a primary that cannot be reached, is not verified or refuses leaves the serial as it is, by force as "
    "well") {
    using cfdns::testing::services::primary_server;
    for (primary_server const& broken :
         {primary_server{.serial = 9, .reachable = false}, primary_server{.serial = 9, .tsig_ok = false},
          primary_server{.serial = 9, .refuses_transfer = true}}) {
        auto service = with_secondary_zone();
        service.advance(0s);
        service.zone_transfers.primaries[zone] = broken;
        service.advance(10s);
        CHECK(cfdns::call(service, token(), zt::force_axfr::create{.zone_id = zone}).value() == "OK");
        CHECK(seen(service).soa_serial == 5u);
        CHECK(seen(service).modified_time.value().time() == start);
        CHECK(seen(service).checked_time.value().time() == start + 10s);
        service.zone_transfers.primaries[zone] = {.serial = 9};
        CHECK(cfdns::call(service, token(), zt::force_axfr::create{.zone_id = zone}).value() == "OK");
        CHECK(seen(service).soa_serial == 9u);
        CHECK(seen(service).modified_time.value().time() == start + 10s);
    }
}

TEST_CASE("without a primary, or without peers to ask, nothing is checked") {
    fake_cloudflare service;
    service.zone_transfers.incoming[zone].soa_serial = 3;
    service.advance(48h);
    CHECK(cfdns::call(service, token(), zt::force_axfr::create{.zone_id = zone}).value() == "OK");
    CHECK(seen(service).soa_serial == 3u);
    CHECK_FALSE(seen(service).checked_time.has_value());
    service.zone_transfers.primaries[zone].serial = 4;
    service.zone_transfers.incoming[zone].peers.emplace();
    CHECK_FALSE(seen(service).checked_time.has_value());
    service.zone_transfers.incoming[zone].peers.reset();
    CHECK(seen(service).soa_serial == 4u);
}

TEST_CASE("odd periods and times do no harm") {
    auto service = with_secondary_zone();
    for (auto const period :
         {std::chrono::seconds{0}, std::chrono::seconds{-5}, std::chrono::seconds::max()}) {
        service.zone_transfers.incoming[zone].auto_refresh_seconds = period;
        for (char const* time : {"", "nonsense", "2020-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
            service.zone_transfers.incoming[zone].checked_time = cfdns::timestamp{time};
            service.advance(1s);
            CHECK(service.zone_transfers.incoming[zone].soa_serial == 5u);
        }
    }
}

TEST_CASE("a primary zone shows its serial although no secondary ever asked") {
    fake_cloudflare service;
    zt::outgoing::get const get{.zone_id = zone};
    zt::outgoing::create const op{.zone_id = zone, .name = "z.", .peers = {peer_1}};
    CHECK(cfdns::call(service, token(), op).value().soa_serial == 1u);
    CHECK(cfdns::call(service, token(), get).value().soa_serial == 1u);
    zt::outgoing::update const changed{.zone_id = zone, .name = "z.", .peers = {peer_2}};
    CHECK(cfdns::call(service, token(), changed).value().soa_serial == 1u);
    service.zone_transfers.outgoing[zone].soa_serial = 7;
    CHECK(cfdns::call(service, token(), get).value().soa_serial == 7u);
    CHECK_FALSE(cfdns::call(service, token(), get).value().checked_time.has_value());

    service.zone_transfers.outgoing[zone].soa_serial.reset();
    service.zone_transfers.secondaries[zone] = {};
    CHECK(cfdns::call(service, token(), zt::outgoing::enable{.zone_id = zone}).has_value());
    CHECK(service.zone_transfers.secondaries[zone].serial == 1u);  // the one that is shown
}

TEST_CASE("a primary zone's secondaries transfer when notified or by themselves, while transfers are on") {
    fake_cloudflare service;
    service.zone_transfers.secondaries[zone] = {.refresh = 600s};
    REQUIRE(
        cfdns::call(service, token(), zt::outgoing::create{.zone_id = zone, .name = "z.", .peers = {peer_1}})
            .has_value());
    auto const ask = [&](auto const& op) { return cfdns::call(service, token(), op).value(); };
    zt::outgoing::status::get const status{.zone_id = zone};
    zt::outgoing::get const get{.zone_id = zone};
    zt::outgoing::force_notify const notify{.zone_id = zone};

    CHECK(ask(status) == "Disabled");
    CHECK(ask(notify) == "OK");
    CHECK_FALSE(ask(get).checked_time.has_value());

    service.zone_transfers.outgoing[zone].soa_serial = 10;
    CHECK(ask(zt::outgoing::enable{.zone_id = zone}) == "Enabled");
    CHECK(zt::outgoing::status::is_enabled(ask(status)));
    CHECK(service.zone_transfers.secondaries[zone].serial == 10u);
    CHECK(ask(get).last_transferred_time.value().time() == start);

    service.zone_transfers.outgoing[zone].soa_serial = 11;
    service.advance(100s);
    CHECK(service.zone_transfers.secondaries[zone].serial == 10u);
    CHECK(ask(notify) == "OK");
    CHECK(service.zone_transfers.secondaries[zone].serial == 11u);
    CHECK(ask(get).last_transferred_time.value().time() == start + 100s);
    CHECK(ask(get).checked_time.value().time() == start + 100s);

    service.advance(600s);  // asked, and had it already
    CHECK(ask(get).checked_time.value().time() == start + 700s);
    CHECK(ask(get).last_transferred_time.value().time() == start + 100s);

    service.zone_transfers.outgoing[zone].soa_serial = 12;
    service.zone_transfers.secondaries[zone].reachable = false;
    CHECK(ask(notify) == "OK");
    service.zone_transfers.secondaries[zone] = {.serial = 11, .tsig_ok = false};
    CHECK(ask(notify) == "OK");
    CHECK(service.zone_transfers.secondaries[zone].serial == 11u);
    service.zone_transfers.secondaries[zone].tsig_ok = true;
    CHECK(ask(zt::outgoing::disable{.zone_id = zone}) == "Disabled");
    CHECK(ask(notify) == "OK");
    service.advance(24h);
    CHECK(service.zone_transfers.secondaries[zone].serial == 11u);
    CHECK(ask(status) == "Disabled");
    CHECK(ask(zt::outgoing::enable{.zone_id = zone}) == "Enabled");
    CHECK(service.zone_transfers.secondaries[zone].serial == 12u);
}
