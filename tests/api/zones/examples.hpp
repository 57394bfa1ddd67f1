// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_ZONES_EXAMPLES_HPP
#define CFDNS_TESTS_API_ZONES_EXAMPLES_HPP

// The values are those of the official reference's examples, except for the ids.

#include "../../support/values.hpp"
#include "../example.hpp"

namespace results::zones {
inline constexpr char zone[] =
    R"({"id":"269d8f4853475ca241c4e730be286b20","name":"example.com","status":"active","type":"full",)"
    R"("paused":true,"development_mode":7200,"name_servers":["bob.ns.cloudflare.com","lola.ns.cloudflare.com"],)"
    R"("original_name_servers":["ns1.originaldnshost.com","ns2.originaldnshost.com"],)"
    R"("original_registrar":"GoDaddy","original_dnshost":"NameCheap",)"
    R"("created_on":"2014-01-01T05:20:00.12345Z","modified_on":"2014-01-01T05:20:00.12345Z",)"
    R"("activated_on":"2014-01-02T00:01:00.12345Z",)"
    R"("account":{"id":"01a7362d577a6c3019a474fd6f485823","name":"Example Account Name"},)"
    R"("owner":{"id":"023e105f4ecef8ad9ca31a8372d0c353","name":"Example Org","type":"organization"},)"
    R"("meta":{"step":2,"cdn_only":true,"dns_only":true,"foundation_dns":true,"phishing_detected":false,)"
    R"("custom_certificate_quota":1,"page_rule_quota":100},)"
    R"("plan":{"id":"023e105f4ecef8ad9ca31a8372d0c353","name":"Example Org","price":10,"currency":"USD",)"
    R"("frequency":"monthly","legacy_id":"free","is_subscribed":false,"can_subscribe":false,)"
    R"("legacy_discount":false,"externally_managed":false},"permissions":["#worker:read"],)"
    R"("vanity_name_servers":["ns1.example.com","ns2.example.com"],"cname_suffix":"cdn.cloudflare.com",)"
    R"("verification_key":"284344499-1084221259","tenant":{"id":"023e105f4ecef8ad9ca31a8372d0c353",)"
    R"("name":"Example Account Name"},"tenant_unit":{"id":"023e105f4ecef8ad9ca31a8372d0c353"}})";
inline constexpr char list[] =
    R"([{"id":"269d8f4853475ca241c4e730be286b20","name":"example.com","status":"active","type":"full",)"
    R"("paused":true,"development_mode":7200,"name_servers":["bob.ns.cloudflare.com","lola.ns.cloudflare.com"],)"
    R"("original_name_servers":["ns1.originaldnshost.com","ns2.originaldnshost.com"],)"
    R"("original_registrar":"GoDaddy","original_dnshost":"NameCheap",)"
    R"("created_on":"2014-01-01T05:20:00.12345Z","modified_on":"2014-01-01T05:20:00.12345Z",)"
    R"("activated_on":"2014-01-02T00:01:00.12345Z",)"
    R"("account":{"id":"01a7362d577a6c3019a474fd6f485823","name":"Example Account Name"},)"
    R"("owner":{"id":"023e105f4ecef8ad9ca31a8372d0c353","name":"Example Org","type":"organization"},)"
    R"("meta":{"step":2,"cdn_only":true,"dns_only":true,"foundation_dns":true,"phishing_detected":false,)"
    R"("custom_certificate_quota":1,"page_rule_quota":100},)"
    R"("plan":{"id":"023e105f4ecef8ad9ca31a8372d0c353","name":"Example Org","price":10,"currency":"USD",)"
    R"("frequency":"monthly","legacy_id":"free","is_subscribed":false,"can_subscribe":false,)"
    R"("legacy_discount":false,"externally_managed":false},"permissions":["#worker:read"],)"
    R"("vanity_name_servers":["ns1.example.com","ns2.example.com"],"cname_suffix":"cdn.cloudflare.com",)"
    R"("verification_key":"284344499-1084221259","tenant":{"id":"023e105f4ecef8ad9ca31a8372d0c353",)"
    R"("name":"Example Account Name"},"tenant_unit":{"id":"023e105f4ecef8ad9ca31a8372d0c353"}},)"
    R"({"id":"269d8f4853475ca241c4e730be286b20","name":"example.com","status":"active","type":"full",)"
    R"("paused":true,"development_mode":7200,"name_servers":["bob.ns.cloudflare.com","lola.ns.cloudflare.com"],)"
    R"("original_name_servers":["ns1.originaldnshost.com","ns2.originaldnshost.com"],)"
    R"("original_registrar":"GoDaddy","original_dnshost":"NameCheap",)"
    R"("created_on":"2014-01-01T05:20:00.12345Z","modified_on":"2014-01-01T05:20:00.12345Z",)"
    R"("activated_on":"2014-01-02T00:01:00.12345Z",)"
    R"("account":{"id":"01a7362d577a6c3019a474fd6f485823","name":"Example Account Name"},)"
    R"("owner":{"id":"023e105f4ecef8ad9ca31a8372d0c353","name":"Example Org","type":"organization"},)"
    R"("meta":{"step":2,"cdn_only":true,"dns_only":true,"foundation_dns":true,"phishing_detected":false,)"
    R"("custom_certificate_quota":1,"page_rule_quota":100},)"
    R"("plan":{"id":"023e105f4ecef8ad9ca31a8372d0c353","name":"Example Org","price":10,"currency":"USD",)"
    R"("frequency":"monthly","legacy_id":"free","is_subscribed":false,"can_subscribe":false,)"
    R"("legacy_discount":false,"externally_managed":false},"permissions":["#worker:read"],)"
    R"("vanity_name_servers":["ns1.example.com","ns2.example.com"],"cname_suffix":"cdn.cloudflare.com",)"
    R"("verification_key":"284344499-1084221259","tenant":{"id":"023e105f4ecef8ad9ca31a8372d0c353",)"
    R"("name":"Example Account Name"},"tenant_unit":{"id":"023e105f4ecef8ad9ca31a8372d0c353"}}])";
}  // namespace results::zones

template <>
struct example<cfdns::zones::list> {
    static cfdns::zones::list params() {
        return {.account = {.id = account, .name = "contains:Dev"},
                .direction = "desc",
                .match = "any",
                .name = "starts_with:exam",
                .order = "status",
                .page = 1,
                .per_page = 50,
                .status = "active"};
    }
    static constexpr auto request =
        "GET /zones?account.id=01a7362d577a6c3019a474fd6f485823&account.name=contains%3ADev&direction=desc"
        "&match=any&name=starts_with%3Aexam&order=status&page=1&per_page=50&status=active";
    static constexpr auto result = results::zones::list;
};

template <>
struct example<cfdns::zones::create> {
    static cfdns::zones::create params() {
        return {.account = cfdns::zones::account_id{.id = account}, .name = "example.com", .type = "full"};
    }
    static constexpr auto request = "POST /zones";
    static constexpr auto body =
        R"({"account":{"id":"01a7362d577a6c3019a474fd6f485823"},"name":"example.com","type":"full"})";
    static constexpr auto result = results::zones::zone;
};

template <>
struct example<cfdns::zones::get> {
    static cfdns::zones::get params() { return {.zone_id = zone}; }
    static constexpr auto request = "GET /zones/269d8f4853475ca241c4e730be286b20";
    static constexpr auto result = results::zones::zone;
};

template <>
struct example<cfdns::zones::edit> {
    static cfdns::zones::edit params() { return {.zone_id = zone, .paused = true}; }
    static constexpr auto request = "PATCH /zones/269d8f4853475ca241c4e730be286b20";
    static constexpr auto body = R"({"paused":true})";
    static constexpr auto result = results::zones::zone;
};

template <>
struct example<cfdns::zones::delete_> {
    static cfdns::zones::delete_ params() { return {.zone_id = zone}; }
    static constexpr auto request = "DELETE /zones/269d8f4853475ca241c4e730be286b20";
    static constexpr auto result = R"({"id":"269d8f4853475ca241c4e730be286b20"})";
};

#endif
