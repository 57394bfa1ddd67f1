// SPDX-License-Identifier: BSL-1.0
// DNS settings, views and statistics in memory.
#include "fake.hpp"

#include <doctest/doctest.h>

namespace {

namespace settings = cfdns::settings;
namespace views = cfdns::settings::account::views;
using std::chrono::seconds;

// "STATUS CODE POINTER" of a refusal; empty if there is none.
template <class Op>
std::string refusal(fake_cloudflare& service, Op const& op) {
    auto const got = cfdns::call(service, token(), op);
    if (got.has_value()) return {};
    cfdns::error const error = got.error();
    REQUIRE(error.api_errors().size() == 1);
    cfdns::api_message const& entry = error.api_errors()[0];
    return std::to_string(error.http_status()) + " " + std::to_string(entry.code.value()) + " " +
           (entry.source ? entry.source->pointer.value_or("") : "");
}

std::string names(fake_cloudflare& service, views::list const& op) {
    std::string out;
    for (views::view const& one : cfdns::call(service, token(), op).value()) out += one.name + " ";
    return out;
}

}  // namespace

TEST_CASE("settings of a zone: defaults, and an edit changes only what is sent") {
    fake_cloudflare service;
    auto const before = cfdns::call(service, token(), settings::zone::get{.zone_id = zone}).value();
    CHECK(before.ns_ttl == seconds{86400});
    CHECK(before.zone_mode == "standard");
    CHECK(before.soa->mname.is_null());
    CHECK(before.nameservers->ns_set == 1);

    settings::zone::edit op{.zone_id = zone, .flatten_all_cnames = true};
    op.soa.emplace();
    op.soa->mname = "ns1.example.net";
    op.soa->ttl = seconds{1800};
    op.nameservers = settings::zone::nameservers{.type = "custom.zone"};
    op.extra.set("later", "[1]");
    auto const changed = cfdns::call(service, token(), op).value();
    CHECK(changed.flatten_all_cnames == true);
    CHECK(changed.soa->mname == "ns1.example.net");
    CHECK(changed.soa->ttl == seconds{1800});
    CHECK(changed.soa->expire == before.soa->expire);
    CHECK(changed.nameservers->type == "custom.zone");
    CHECK(changed.nameservers->ns_set == 1);
    CHECK(changed.extra.empty());
    CHECK(changed.ns_ttl == before.ns_ttl);
    auto const again = cfdns::call(service, token(), settings::zone::get{.zone_id = zone}).value();
    CHECK(again.soa->mname == "ns1.example.net");

    // Null restores the assigned name server; an absent member changes nothing.
    settings::zone::edit reset{.zone_id = zone};
    reset.soa.emplace().ttl = seconds{3600};
    CHECK(cfdns::call(service, token(), reset).value().soa->mname == "ns1.example.net");
    reset.soa->mname = nullptr;
    CHECK(cfdns::call(service, token(), reset).value().soa->mname.is_null());
    CHECK(cfdns::call(service, token(), settings::zone::get{.zone_id = "other"}).value().ns_ttl ==
          seconds{86400});
}

TEST_CASE("the SOA members are checked together, with the current values of the others") {
    struct {
        int refresh, retry, expire;
        char const* refused;
    } const table[] = {{10000, 2400, 604800, ""},
                       {10000, 10000, 604800, ""},
                       {10000, 10001, 604800, "400 1003 /soa/retry"},
                       {600, 0, 0, "400 1003 /soa/retry"},  // the current retry is 2400
                       {0, 20000, 0, "400 1003 /soa/retry"},
                       {86400, 600, 86400, ""},
                       {0, 0, 86400, ""}};
    for (auto const& row : table) {
        CAPTURE(row.refresh);
        CAPTURE(row.retry);
        fake_cloudflare service;
        settings::soa soa;
        if (row.refresh != 0) soa.refresh = seconds{row.refresh};
        if (row.retry != 0) soa.retry = seconds{row.retry};
        if (row.expire != 0) soa.expire = seconds{row.expire};
        CHECK(refusal(service, settings::zone::edit{.zone_id = zone, .soa = soa}) == row.refused);
        CHECK(service.settings.zones.empty() == (*row.refused != 0));
    }
}

TEST_CASE("settings that the plan does not include, and unknown values, are refused") {
    struct {
        void (*change)(settings::zone::edit& op);
        bool cfdns::testing::services::settings_entitlements::*needed;
        char const* refused;
    } const table[] = {
        {[](settings::zone::edit& op) { op.foundation_dns = true; },
         &cfdns::testing::services::settings_entitlements::foundation_dns, "400 1003 /foundation_dns"},
        {[](settings::zone::edit& op) { op.ns_ttl = seconds{300}; },
         &cfdns::testing::services::settings_entitlements::ns_ttl, "400 1003 /ns_ttl"},
        {[](settings::zone::edit& op) { op.soa.emplace().ttl = seconds{300}; },
         &cfdns::testing::services::settings_entitlements::soa, "400 1003 /soa"},
        {[](settings::zone::edit& op) { op.zone_mode = "dns_only"; },
         &cfdns::testing::services::settings_entitlements::zone_mode, "400 1003 /zone_mode"},
    };
    for (auto const& row : table) {
        CAPTURE(std::string{row.refused});
        fake_cloudflare service;
        settings::zone::edit op{.zone_id = zone};
        row.change(op);
        CHECK(refusal(service, op).empty());
        service.settings.entitlements.*row.needed = false;
        CHECK(refusal(service, op) == row.refused);
    }
    fake_cloudflare service;
    CHECK(refusal(service, settings::zone::edit{.zone_id = zone, .foundation_dns = false}).empty());
    CHECK(refusal(service, settings::zone::edit{.zone_id = zone, .zone_mode = "fast"}) ==
          "400 1003 /zone_mode");
    CHECK(refusal(service, settings::zone::edit{.zone_id = zone,
                                                .nameservers = settings::zone::nameservers{.type = "x"}}) ==
          "400 1003 /nameservers/type");
}

TEST_CASE("settings of an account: defaults for new zones, without flattening of CNAME records") {
    fake_cloudflare service;
    auto const edit = [&](settings::account::zone_defaults const& defaults) {
        return settings::account::edit{.account_id = account, .zone_defaults = defaults};
    };
    CHECK(refusal(service, edit({.flatten_all_cnames = true})) ==
          "400 1003 /zone_defaults/flatten_all_cnames");
    CHECK(refusal(service, edit({.zone_mode = "x"})) == "400 1003 /zone_defaults/zone_mode");
    CHECK(refusal(service, edit({.nameservers = settings::account::nameservers{.type = "custom.zone"}})) ==
          "400 1003 /zone_defaults/nameservers/type");
    CHECK(service.settings.accounts.empty());
    auto op = edit({.flatten_all_cnames = false, .ns_ttl = seconds{3600}});
    op.enforce_dns_only = true;
    auto const changed = cfdns::call(service, token(), op).value();
    CHECK(changed.enforce_dns_only == true);
    CHECK(changed.zone_defaults->ns_ttl == seconds{3600});
    CHECK(changed.zone_defaults->zone_mode == "standard");
    CHECK(cfdns::call(service, token(), settings::account::get{.account_id = account})
              .value()
              .enforce_dns_only == true);
    CHECK(cfdns::call(service, token(), settings::account::get{.account_id = "other"})
              .value()
              .enforce_dns_only == false);
}

TEST_CASE("views: created, changed, listed with filters, deleted") {
    fake_cloudflare service;
    service.zones.all["i1"] = {.id = "i1", .name = "corp.internal", .type = "internal"};
    service.zones.all["i2"] = {.id = "i2", .name = "lab.internal", .type = "internal"};
    service.zones.all["f"] = {.id = "f", .name = "example.com", .type = "full"};
    auto const create = [&](std::string const& name, std::vector<std::string> const& zones) {
        service.advance(seconds{1});
        return views::create{.account_id = account, .name = name, .zones = zones};
    };
    auto const west = cfdns::call(service, token(), create("West", {"i1"})).value();
    auto const east = cfdns::call(service, token(), create("east", {"i1", "i2"})).value();
    CHECK(cfdns::call(service, token(), create("west", {})).has_value());  // names need not be unique
    CHECK(refusal(service, create("", {})) == "400 1004 /name");
    CHECK(refusal(service, create(std::string(256, 'a'), {})) == "400 1004 /name");
    CHECK(refusal(service, create("x", {"i1", "f"})) == "400 1004 /zones/1");

    struct {
        void (*change)(views::list& op);
        char const* found;
    } const table[] = {
        {[](views::list& op) { op.order = "name"; }, "West east west "},
        {[](views::list& op) { op.direction = "desc", op.order = "name"; }, "west east West "},
        {[](views::list& op) { op.order = "created_on"; }, "West east west "},
        {[](views::list& op) { op.direction = "desc", op.order = "created_on"; }, "west east West "},
        {[](views::list& op) { op.order = "name", op.name.emplace().exact = "west"; }, "West west "},
        {[](views::list& op) { op.order = "name", op.name.emplace().startswith = "E"; }, "east "},
        {[](views::list& op) { op.order = "name", op.name.emplace().endswith = "ST"; }, "West east west "},
        {[](views::list& op) { op.order = "name", op.name.emplace().contains = "a"; }, "east "},
        {[](views::list& op) { op.order = "name", op.zone_id = "i1"; }, "West east "},
        {[](views::list& op) { op.zone_name = "LAB.internal"; }, "east "},
        {[](views::list& op) { op.zone_id = "i1", op.zone_name = "lab.internal"; }, "east "},
        {[](views::list& op) { op.zone_id = "i2", op.name.emplace().exact = "west"; }, ""},
        {[](views::list& op) {
             op.order = "created_on", op.match = "any", op.zone_id = "i2", op.name.emplace().exact = "west";
         },
         "West east west "},
        {[](views::list& op) { op.order = "created_on", op.page = 2, op.per_page = 2; }, "west "},
        {[](views::list& op) { op.page = 3, op.per_page = 2; }, ""},
    };
    for (auto const& row : table) {
        views::list op{.account_id = account};
        row.change(op);
        CAPTURE(cfdns::make_request(op).value().target);
        CHECK(names(service, op) == row.found);
    }
    CHECK(names(service, {.account_id = "other"}).empty());

    service.advance(seconds{1});
    views::edit const rename{.account_id = account, .view_id = west.id, .name = "North"};
    auto const renamed = cfdns::call(service, token(), rename).value();
    CHECK(renamed.name == "North");
    CHECK(renamed.zones == west.zones);
    CHECK(renamed.created_time == west.created_time);
    CHECK(renamed.modified_time != west.modified_time);
    views::edit const emptied{
        .account_id = account, .view_id = west.id, .zones = std::vector<std::string>{}};
    CHECK(cfdns::call(service, token(), emptied).value().zones->empty());
    CHECK(refusal(service, views::edit{.account_id = account, .view_id = west.id, .name = ""}) ==
          "400 1004 /name");

    CHECK(cfdns::call(service, token(), views::delete_{.account_id = account, .view_id = east.id})
              .value()
              .id == east.id);
    CHECK(refusal(service, views::get{.account_id = account, .view_id = east.id}) == "404 1015 ");
    CHECK(refusal(service, views::delete_{.account_id = account, .view_id = east.id}) == "404 1015 ");
    CHECK(refusal(service, views::edit{.account_id = account, .view_id = east.id, .name = "x"}) ==
          "404 1015 ");

    service.settings.entitlements.internal_dns = false;
    CHECK(refusal(service, create("new", {})) == "400 1029 ");
    CHECK(names(service, {.account_id = account, .order = "name"}) == "North west ");
}

TEST_CASE("statistics are those that the test provides, with the parameters of the query") {
    namespace reports = cfdns::analytics::reports;
    fake_cloudflare service;
    auto const none = cfdns::call(service, token(), reports::get{.zone_id = zone}).value();
    CHECK(none.rows == 0);
    CHECK(none.data->empty());
    CHECK(none.query->metrics == std::vector<std::string>{"queryCount"});
    CHECK(none.query->since->text() == "2025-12-31T18:00:00.000000Z");
    CHECK(none.query->limit == 100000);

    service.analytics.tables[zone].data = {
        {.dimensions = std::vector<std::string>{"A"}, .metrics = std::vector{2.5}}};
    service.analytics.tables[zone].totals = {{"queryCount", 2.5}};
    auto const one =
        cfdns::call(service, token(),
                    reports::get{.zone_id = zone, .dimensions = "queryType,tcp", .sort = "-queryCount"})
            .value();
    CHECK(one.rows == 1);
    CHECK(one.data->at(0).metrics == std::vector{2.5});
    CHECK(one.totals->at("queryCount") == 2.5);
    CHECK(one.query->dimensions == std::vector<std::string>{"queryType", "tcp"});
    CHECK(one.query->sort == std::vector<std::string>{"-queryCount"});

    service.analytics.by_time[zone].time_intervals = {
        {cfdns::timestamp{"2026-01-01T00:00:00Z"}, cfdns::timestamp{"2026-01-01T01:00:00Z"}}};
    auto const by_time =
        cfdns::call(service, token(), reports::bytimes::get{.zone_id = zone, .time_delta = "hour"}).value();
    CHECK(by_time.query->time_delta == "hour");
    REQUIRE(by_time.time_intervals->size() == 1);
    CHECK(by_time.time_intervals->at(0).at(1).text() == "2026-01-01T01:00:00Z");
}

TEST_CASE("the records of an account are those of its public and of its internal zones") {
    fake_cloudflare service;
    auto const add = [&](char const* id, char const* type, char const* owner, std::size_t count) {
        service.zones.all[id] = {
            .id = id, .name = id, .type = type, .account = cfdns::zones::account{.id = owner}};
        service.records.all[id].resize(count);
    };
    add("a", "full", "one", 3);
    add("b", "secondary", "one", 2);
    add("c", "full", "two", 7);
    cfdns::usage::account::get const op{.account_id = "one"};
    auto got = cfdns::call(service, token(), op).value();
    CHECK(got.record_usage == 5);
    CHECK_FALSE(got.record_quota.has_value());
    CHECK_FALSE(got.internal_record_usage.has_value());
    add("d", "internal", "one", 4);
    got = cfdns::call(service, token(), op).value();
    CHECK(got.record_usage == 5);
    CHECK(got.internal_record_usage == 4);
}
