// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_ACCOUNTS_EXAMPLES_HPP
#define CFDNS_TESTS_API_ACCOUNTS_EXAMPLES_HPP

// The values are those of the official reference's examples, except for the ids.

#include "../../support/values.hpp"
#include "../example.hpp"

namespace results::accounts {
inline constexpr char account[] =
    R"({"id":"01a7362d577a6c3019a474fd6f485823","name":"Demo Account","type":"standard",)"
    R"("created_on":"2014-03-01T12:21:02.0000Z",)"
    R"("managed_by":{"parent_org_id":"4536bcfad5faccb111b47003c79917fa","parent_org_name":"Demo Parent Org"},)"
    R"("settings":{"abuse_contact_email":"abuse@example.com","enforce_twofactor":true}})";
inline constexpr char list[] =
    R"([{"id":"01a7362d577a6c3019a474fd6f485823","name":"Demo Account","type":"standard",)"
    R"("created_on":"2014-03-01T12:21:02.0000Z",)"
    R"("managed_by":{"parent_org_id":"4536bcfad5faccb111b47003c79917fa","parent_org_name":"Demo Parent Org"},)"
    R"("settings":{"abuse_contact_email":"abuse@example.com","enforce_twofactor":true}},)"
    R"({"id":"01a7362d577a6c3019a474fd6f485823","name":"Demo Account","type":"standard",)"
    R"("created_on":"2014-03-01T12:21:02.0000Z",)"
    R"("managed_by":{"parent_org_id":"4536bcfad5faccb111b47003c79917fa","parent_org_name":"Demo Parent Org"},)"
    R"("settings":{"abuse_contact_email":"abuse@example.com","enforce_twofactor":true}}])";
}  // namespace results::accounts

template <>
struct example<cfdns::accounts::list> {
    static cfdns::accounts::list params() {
        return {.direction = "desc", .name = "example.com", .page = 1, .per_page = 50};
    }
    static constexpr auto request = "GET /accounts?direction=desc&name=example.com&page=1&per_page=50";
    static constexpr auto result = results::accounts::list;
};

template <>
struct example<cfdns::accounts::get> {
    static cfdns::accounts::get params() { return {.account_id = account}; }
    static constexpr auto request = "GET /accounts/01a7362d577a6c3019a474fd6f485823";
    static constexpr auto result = results::accounts::account;
};

template <>
struct example<cfdns::accounts::tokens::verify> {
    static cfdns::accounts::tokens::verify params() { return {.account_id = account}; }
    static constexpr auto request = "GET /accounts/01a7362d577a6c3019a474fd6f485823/tokens/verify";
    static constexpr auto result =
        R"({"id":"ed17574386854bf78a67040be0a770b0","status":"active","expires_on":"2020-01-01T00:00:00Z",)"
        R"("not_before":"2018-07-01T05:20:00Z"})";
};

#endif
