// SPDX-License-Identifier: BSL-1.0
// DNSSEC in memory.
#include "fake.hpp"

#include <doctest/doctest.h>

namespace {

namespace dnssec = cfdns::dnssec;

std::string status(fake_cloudflare& service) {
    return cfdns::call(service, token(), dnssec::get{.zone_id = zone}).value().status.value_or("");
}

std::string set(fake_cloudflare& service, char const* wanted) {
    auto const got = cfdns::call(service, token(), dnssec::edit{.zone_id = zone, .status = wanted});
    if (got.has_value()) return got.value().status.value_or("");
    return std::to_string(got.error().http_status()) + " " +
           std::to_string(got.error().api_errors()[0].code.value());
}

std::string delete_all(fake_cloudflare& service) {
    auto const got = cfdns::call(service, token(), dnssec::delete_{.zone_id = zone});
    return got.has_value() ? "deleted" + got.value() : std::to_string(got.error().http_status());
}

}  // namespace

TEST_CASE("DNSSEC goes from disabled over pending to active, and back when the parent lets it") {
    fake_cloudflare service;
    auto const before = cfdns::call(service, token(), dnssec::get{.zone_id = zone}).value();
    CHECK(before.status == "disabled");
    CHECK_FALSE(before.ds.has_value());
    CHECK_FALSE(before.modified_on.has_value());

    CHECK(set(service, "active") == "pending");
    CHECK(delete_all(service) == "400");
    auto const pending = cfdns::call(service, token(), dnssec::get{.zone_id = zone}).value();
    CHECK(pending.digest->size() == 64);
    CHECK(pending.ds->ends_with(" 13 2 " + *pending.digest));
    CHECK(pending.modified_on.has_value());

    service.dnssec.parents.insert(zone);
    CHECK(status(service) == "active");
    CHECK(set(service, "active") == "active");
    CHECK(delete_all(service) == "400");
    CHECK(set(service, "disabled") == "pending-disabled");
    CHECK(set(service, "disabled") == "pending-disabled");
    CHECK(delete_all(service) == "400");
    service.dnssec.parents.erase(zone);
    CHECK(status(service) == "disabled");
    auto const disabled = cfdns::call(service, token(), dnssec::get{.zone_id = zone}).value();
    CHECK(disabled.digest == pending.digest);  // the key is kept
    CHECK(set(service, "active") == "pending");
    CHECK(set(service, "disabled") == "disabled");
    CHECK(delete_all(service) == "deleted");
    CHECK_FALSE(cfdns::call(service, token(), dnssec::get{.zone_id = zone}).value().modified_on.has_value());
}

TEST_CASE("a parent that has the DS record already makes a zone active at once") {
    fake_cloudflare service;
    service.dnssec.parents.insert(zone);
    CHECK(set(service, "active") == "active");
    CHECK(set(service, "disabled") == "pending-disabled");
    CHECK(set(service, "active") == "active");
}

TEST_CASE("an edit of DNSSEC changes what is sent, and refuses what it must") {
    fake_cloudflare service;
    CHECK(set(service, "pending") == "400 1004");
    CHECK(
        cfdns::call(service, token(), dnssec::edit{.zone_id = zone}).error().api_errors()[0].code.value() ==
        1002);
    auto const got = cfdns::call(service, token(),
                                 dnssec::edit{.zone_id = zone,
                                              .dnssec_multi_signer = true,
                                              .dnssec_presigned = true,
                                              .dnssec_use_nsec3 = true})
                         .value();
    CHECK(got.dnssec_multi_signer == true);
    CHECK(got.dnssec_presigned == true);
    CHECK(got.dnssec_use_nsec3 == true);
    CHECK(got.status == "disabled");
    service.zones.all["full"] = {.id = "full", .name = "example.com", .type = "full"};
    service.zones.all["sec"] = {.id = "sec", .name = "example.net", .type = "secondary"};
    dnssec::edit op{.zone_id = "full", .dnssec_presigned = true};
    CHECK(cfdns::call(service, token(), op).error().http_status() == 400);
    op.zone_id = "sec";
    CHECK(cfdns::call(service, token(), op).has_value());
}

TEST_CASE("zone-signing keys are listed while there is a key, with those of other providers") {
    fake_cloudflare service;
    dnssec::zsk::list const op{.zone_id = zone};
    CHECK(cfdns::call(service, token(), op).value().empty());
    CHECK(set(service, "active") == "pending");
    service.dnssec.zsks[zone].push_back({.Name = "other", .Tag = "external"});
    auto const keys = cfdns::call(service, token(), op).value();
    REQUIRE(keys.size() == 2);
    CHECK(keys[0].DNSKEY->Flags == 256);
    CHECK_FALSE(keys[0].SigningKey->privkey->expose().empty());
    CHECK(keys[1].Tag == "external");
}
