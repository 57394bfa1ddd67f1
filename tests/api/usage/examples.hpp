// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_USAGE_EXAMPLES_HPP
#define CFDNS_TESTS_API_USAGE_EXAMPLES_HPP

// The values are those of the official reference's examples, except for the ids.

#include "../../support/values.hpp"
#include "../example.hpp"

template <>
struct example<cfdns::usage::zone::get> {
    static cfdns::usage::zone::get params() { return {.zone_id = zone}; }
    static constexpr auto request = "GET /zones/269d8f4853475ca241c4e730be286b20/dns_records/usage";
    static constexpr auto result = R"({"record_quota":200,"record_usage":42})";
};

template <>
struct example<cfdns::usage::account::get> {
    static cfdns::usage::account::get params() { return {.account_id = account}; }
    static constexpr auto request = "GET /accounts/01a7362d577a6c3019a474fd6f485823/dns_records/usage";
    static constexpr auto result =
        R"({"record_quota":1000000,"record_usage":5000,"internal_record_quota":1000000,)"
        R"("internal_record_usage":5000})";
};

#endif
