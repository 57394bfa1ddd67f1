// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>

namespace {

cfdns::secret_string secret(char const* text) { return cfdns::secret_string{text}; }

std::string shown(cfdns::http_request const& request) {
    std::string out;
    for (auto const& header : request.headers) out += header.name + ": " + header.value + "\n";
    return out;
}

}  // namespace

TEST_CASE("each kind of credentials has its header fields") {
    struct {
        cfdns::credentials credentials;
        char const* headers;
    } const table[] = {
        {cfdns::api_token{secret("t0k-en_")}, "Authorization: Bearer t0k-en_\n"},
        {cfdns::api_key{"user@example.com", secret("144c9d")},
         "X-Auth-Email: user@example.com\nX-Auth-Key: 144c9d\n"},
        {cfdns::user_service_key{secret("v1.0-x")}, "X-Auth-User-Service-Key: v1.0-x\n"},
    };
    for (auto const& row : table) {
        cfdns::http_request request;
        REQUIRE(cfdns::authorize(request, row.credentials).has_value());
        CHECK(shown(request) == row.headers);
    }
}

TEST_CASE("authorize replaces existing credentials and leaves other fields unchanged") {
    cfdns::http_request request;
    request.headers = {{"Accept", "application/json"}, {"authorization", "Bearer old"}};
    REQUIRE(cfdns::authorize(request, cfdns::api_key{"a@b", secret("k")}).has_value());
    REQUIRE(cfdns::authorize(request, cfdns::api_token{secret("new")}).has_value());
    CHECK(shown(request) == "Accept: application/json\nAuthorization: Bearer new\n");
}

TEST_CASE("credentials that would break the header section are rejected and change nothing") {
    struct {
        cfdns::credentials credentials;
        char const* parameter;
    } const table[] = {
        {cfdns::api_token{}, "api_token"},
        {cfdns::api_token{secret("a\nb")}, "api_token"},
        {cfdns::api_token{secret("a\r\nX-Injected: 1")}, "api_token"},
        {cfdns::api_token{cfdns::secret_string{std::string{"a\0b", 3}}}, "api_token"},
        {cfdns::api_token{secret("a\x7f")}, "api_token"},
        {cfdns::api_key{"", secret("k")}, "email"},
        {cfdns::api_key{"a\r\n@b", secret("k")}, "email"},
        {cfdns::api_key{"a@b", {}}, "api_key"},
        {cfdns::api_key{"a@b", secret("k\t")}, "api_key"},
        {cfdns::user_service_key{}, "user_service_key"},
        {cfdns::user_service_key{secret("\n")}, "user_service_key"},
    };
    for (auto const& row : table) {
        cfdns::http_request request;
        request.headers = {{"Authorization", "Bearer before"}};
        auto const refused = cfdns::authorize(request, row.credentials);
        REQUIRE(refused.has_error());
        CHECK(refused.error().code() == cfdns::errc::invalid_parameter);
        CHECK(refused.error().parameter() == row.parameter);
        CHECK(refused.error().delivery() == cfdns::delivery::not_sent);
        CHECK(shown(request) == "Authorization: Bearer before\n");
    }
}

TEST_CASE("the error of a rejected credential does not show it") {
    cfdns::http_request request;
    auto const refused = cfdns::authorize(request, cfdns::api_token{secret("canary-value\n")});
    CHECK(refused.error().message().find("canary") == std::string::npos);
}
