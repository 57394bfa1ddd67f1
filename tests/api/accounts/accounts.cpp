// SPDX-License-Identifier: BSL-1.0
// What is true of accounts and tokens only: old and null members, and the message of a verification.
#include "../operations.hpp"

#include <doctest/doctest.h>

TEST_CASE("old and null settings of an account are read") {
    auto const got = cfdns::parse_full_response<cfdns::accounts::get>(response_of(
        200,
        success(
            R"({"id":"i","name":"n","type":"standard","settings":{"enforce_twofactor":null,)"
            R"("abuse_contact_email":null,"api_access_enabled":true,)"
            R"("access_approval_expiry":"2026-01-01T00:00:00Z","use_account_custom_ns_by_default":false,)"
            R"("default_nameservers":"cloudflare.standard"},"legacy_flags":{"a":1},)"
            R"("created_on":"2014-03-01T12:21:02.0000Z","managed_by":null})")));
    REQUIRE(got.has_value());
    CHECK(got->info.mismatches.empty());
    auto const& settings = got->value.settings.value();
    CHECK_FALSE(settings.enforce_twofactor.has_value());
    CHECK_FALSE(settings.abuse_contact_email.has_value());
    CHECK(settings.api_access_enabled == true);
    CHECK(settings.access_approval_expiry.value().time().has_value());
    CHECK(settings.use_account_custom_ns_by_default == false);
    CHECK(settings.default_nameservers == "cloudflare.standard");
    CHECK(got->value.created_on.value().time().has_value());
    CHECK_FALSE(got->value.managed_by.has_value());
    CHECK(got->value.extra.find("legacy_flags") == R"({"a":1})");
}

TEST_CASE("an account without an identifier or a name is not a result") {
    for (char const* result : {"{}", R"({"id":"i"})", R"({"name":"n"})", R"({"id":null,"name":"n"})"}) {
        CAPTURE(result);
        CHECK(cfdns::parse_response<cfdns::accounts::get>(response_of(200, success(result))).has_error());
    }
}

TEST_CASE("the message of a verification is available beside the state of the token") {
    std::string const body =
        R"({"success":true,"errors":[],"messages":[{"code":10000,"message":"This API Token is valid and )"
        R"(active","type":null}],"result":{"id":"i","status":"active","expires_on":null}})";
    auto const check = [](auto const& got) {
        REQUIRE(got.has_value());
        CHECK(got->info.mismatches.empty());
        REQUIRE(got->info.messages.size() == 1);
        CHECK(got->info.messages[0].code == 10000);
        CHECK(got->value.status == "active");
        CHECK_FALSE(got->value.expires_on.has_value());
    };
    check(cfdns::parse_full_response<cfdns::user::tokens::verify>(response_of(200, body)));
    check(cfdns::parse_full_response<cfdns::accounts::tokens::verify>(response_of(200, body)));
}

TEST_CASE("a token without a status is not a result") {
    std::string const body = success(R"({"id":"i"})");
    CHECK(cfdns::parse_response<cfdns::user::tokens::verify>(response_of(200, body)).has_error());
    CHECK(cfdns::parse_response<cfdns::accounts::tokens::verify>(response_of(200, body)).has_error());
}
