// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_SETTINGS_EXAMPLES_HPP
#define CFDNS_TESTS_API_SETTINGS_EXAMPLES_HPP

// The values are those of the official reference's examples, except for some ids.

#include "../../support/values.hpp"
#include "../example.hpp"

namespace results::settings {
inline std::string const reference_zone = "0f4b8c1d2e3f4a5b6c7d8e9f0a1b2c3d";
inline std::string const view_id = "85ecf3fba8e9a7dd4f4a8c8ab7b1c2d3";
inline constexpr char zone[] =
    R"({"flatten_all_cnames":false,"foundation_dns":false,)"
    R"("internal_dns":{"reference_zone_id":"0f4b8c1d2e3f4a5b6c7d8e9f0a1b2c3d"},"multi_provider":false,)"
    R"("nameservers":{"type":"custom.zone","ns_set":1},"ns_ttl":86400,"secondary_overrides":false,)"
    R"("soa":{"expire":604800,"min_ttl":1800,"mname":"kristina.ns.example.net","refresh":10000,)"
    R"("retry":2400,"rname":"first\\.last.example.com","ttl":3600},"zone_mode":"dns_only"})";
inline constexpr char account[] =
    R"({"enforce_dns_only":false,"zone_defaults":{"flatten_all_cnames":false,"foundation_dns":false,)"
    R"("internal_dns":{"reference_zone_id":"0f4b8c1d2e3f4a5b6c7d8e9f0a1b2c3d"},"multi_provider":false,)"
    R"("nameservers":{"type":"custom.tenant"},"ns_ttl":86400,"secondary_overrides":false,)"
    R"("soa":{"expire":604800,"min_ttl":1800,"mname":null,"refresh":10000,"retry":2400,)"
    R"("rname":"admin.example.com","ttl":3600},"zone_mode":"standard"}})";
inline constexpr char view[] =
    R"({"id":"85ecf3fba8e9a7dd4f4a8c8ab7b1c2d3","name":"my view",)"
    R"("zones":["269d8f4853475ca241c4e730be286b20","0f4b8c1d2e3f4a5b6c7d8e9f0a1b2c3d"],)"
    R"("created_time":"2014-01-01T05:20:00.12345Z","modified_time":"2014-01-01T05:20:00.12345Z"})";

inline cfdns::settings::soa soa() {
    return {.expire = std::chrono::seconds{604800},
            .min_ttl = std::chrono::seconds{1800},
            .mname = "kristina.ns.example.net",
            .refresh = std::chrono::seconds{10000},
            .retry = std::chrono::seconds{2400},
            .rname = "admin.example.com",
            .ttl = std::chrono::seconds{3600}};
}
}  // namespace results::settings

template <>
struct example<cfdns::settings::zone::get> {
    static cfdns::settings::zone::get params() { return {.zone_id = zone}; }
    static constexpr auto request = "GET /zones/269d8f4853475ca241c4e730be286b20/dns_settings";
    static constexpr auto result = results::settings::zone;
};

template <>
struct example<cfdns::settings::zone::edit> {
    static cfdns::settings::zone::edit params() {
        return {.zone_id = zone,
                .flatten_all_cnames = false,
                .foundation_dns = false,
                .internal_dns =
                    cfdns::settings::internal_dns{.reference_zone_id = results::settings::reference_zone},
                .multi_provider = false,
                .nameservers = cfdns::settings::zone::nameservers{.type = "custom.zone", .ns_set = 1},
                .ns_ttl = std::chrono::seconds{86400},
                .secondary_overrides = false,
                .soa = results::settings::soa(),
                .zone_mode = "dns_only"};
    }
    static constexpr auto request = "PATCH /zones/269d8f4853475ca241c4e730be286b20/dns_settings";
    static constexpr auto body =
        R"({"flatten_all_cnames":false,"foundation_dns":false,)"
        R"("internal_dns":{"reference_zone_id":"0f4b8c1d2e3f4a5b6c7d8e9f0a1b2c3d"},"multi_provider":false,)"
        R"("nameservers":{"type":"custom.zone","ns_set":1},"ns_ttl":86400,"secondary_overrides":false,)"
        R"("soa":{"expire":604800,"min_ttl":1800,"mname":"kristina.ns.example.net","refresh":10000,)"
        R"("retry":2400,"rname":"admin.example.com","ttl":3600},"zone_mode":"dns_only"})";
    static constexpr auto result = results::settings::zone;
};

template <>
struct example<cfdns::settings::account::get> {
    static cfdns::settings::account::get params() { return {.account_id = account}; }
    static constexpr auto request = "GET /accounts/01a7362d577a6c3019a474fd6f485823/dns_settings";
    static constexpr auto result = results::settings::account;
};

template <>
struct example<cfdns::settings::account::edit> {
    static cfdns::settings::account::edit params() {
        return {.account_id = account,
                .enforce_dns_only = false,
                .zone_defaults = cfdns::settings::account::zone_defaults{
                    .flatten_all_cnames = false,
                    .foundation_dns = false,
                    .internal_dns = cfdns::settings::internal_dns{.reference_zone_id =
                                                                      results::settings::reference_zone},
                    .multi_provider = false,
                    .nameservers = cfdns::settings::account::nameservers{.type = "custom.tenant"},
                    .ns_ttl = std::chrono::seconds{86400},
                    .secondary_overrides = false,
                    .soa = results::settings::soa(),
                    .zone_mode = "standard"}};
    }
    static constexpr auto request = "PATCH /accounts/01a7362d577a6c3019a474fd6f485823/dns_settings";
    static constexpr auto body =
        R"({"enforce_dns_only":false,"zone_defaults":{"flatten_all_cnames":false,"foundation_dns":false,)"
        R"("internal_dns":{"reference_zone_id":"0f4b8c1d2e3f4a5b6c7d8e9f0a1b2c3d"},"multi_provider":false,)"
        R"("nameservers":{"type":"custom.tenant"},"ns_ttl":86400,"secondary_overrides":false,)"
        R"("soa":{"expire":604800,"min_ttl":1800,"mname":"kristina.ns.example.net","refresh":10000,)"
        R"("retry":2400,"rname":"admin.example.com","ttl":3600},"zone_mode":"standard"}})";
    static constexpr auto result = results::settings::account;
};

template <>
struct example<cfdns::settings::account::views::list> {
    static cfdns::settings::account::views::list params() {
        return {.account_id = account,
                .direction = "asc",
                .match = "any",
                .name =
                    cfdns::settings::account::views::name_filter{
                        .contains = "view", .endswith = "ew", .exact = "my view", .startswith = "my"},
                .order = "created_on",
                .page = 1,
                .per_page = 100,
                .zone_id = zone,
                .zone_name = "www.example.com"};
    }
    static constexpr auto request =
        "GET /accounts/01a7362d577a6c3019a474fd6f485823/dns_settings/views"
        "?direction=asc&match=any&name.contains=view&name.endswith=ew&name.exact=my%20view"
        "&name.startswith=my&order=created_on&page=1&per_page=100"
        "&zone_id=269d8f4853475ca241c4e730be286b20&zone_name=www.example.com";
    static constexpr auto result =
        R"([{"id":"0f4b8c1d2e3f4a5b6c7d8e9f0a1b2c3d","name":"west","zones":[],)"
        R"("created_time":"2014-01-01T05:20:00.12345Z","modified_time":"2014-01-01T05:20:00.12345Z"},)"
        R"({"id":"85ecf3fba8e9a7dd4f4a8c8ab7b1c2d3","name":"my view",)"
        R"("zones":["269d8f4853475ca241c4e730be286b20","0f4b8c1d2e3f4a5b6c7d8e9f0a1b2c3d"],)"
        R"("created_time":"2014-01-01T05:20:00.12345Z","modified_time":"2014-01-01T05:20:00.12345Z"}])";
};

template <>
struct example<cfdns::settings::account::views::create> {
    static cfdns::settings::account::views::create params() {
        return {.account_id = account,
                .name = "my view",
                .zones = std::vector<std::string>{zone, results::settings::reference_zone}};
    }
    static constexpr auto request = "POST /accounts/01a7362d577a6c3019a474fd6f485823/dns_settings/views";
    static constexpr auto body = R"({"name":"my view","zones":["269d8f4853475ca241c4e730be286b20",)"
                                 R"("0f4b8c1d2e3f4a5b6c7d8e9f0a1b2c3d"]})";
    static constexpr auto result = results::settings::view;
};

template <>
struct example<cfdns::settings::account::views::get> {
    static cfdns::settings::account::views::get params() {
        return {.account_id = account, .view_id = results::settings::view_id};
    }
    static constexpr auto request =
        "GET /accounts/01a7362d577a6c3019a474fd6f485823/dns_settings/views/"
        "85ecf3fba8e9a7dd4f4a8c8ab7b1c2d3";
    static constexpr auto result = results::settings::view;
};

template <>
struct example<cfdns::settings::account::views::edit> {
    static cfdns::settings::account::views::edit params() {
        return {.account_id = account,
                .view_id = results::settings::view_id,
                .name = "my view",
                .zones = std::vector<std::string>{zone}};
    }
    static constexpr auto request =
        "PATCH "
        "/accounts/01a7362d577a6c3019a474fd6f485823/dns_settings/views/"
        "85ecf3fba8e9a7dd4f4a8c8ab7b1c2d3";
    static constexpr auto body = R"({"name":"my view","zones":["269d8f4853475ca241c4e730be286b20"]})";
    static constexpr auto result = results::settings::view;
};

template <>
struct example<cfdns::settings::account::views::delete_> {
    static cfdns::settings::account::views::delete_ params() {
        return {.account_id = account, .view_id = results::settings::view_id};
    }
    static constexpr auto request =
        "DELETE "
        "/accounts/01a7362d577a6c3019a474fd6f485823/dns_settings/views/"
        "85ecf3fba8e9a7dd4f4a8c8ab7b1c2d3";
    static constexpr auto result = R"({"id":"85ecf3fba8e9a7dd4f4a8c8ab7b1c2d3"})";
};

#endif
