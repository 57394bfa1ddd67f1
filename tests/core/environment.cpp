// SPDX-License-Identifier: BSL-1.0
#include <cfdns/environment.hpp>

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace {

using variables = std::map<std::string, std::string>;

cfdns::result<cfdns::environment_settings> read(variables const& set) {
    return cfdns::settings_from_environment([&set](char const* name) -> std::optional<std::string> {
        auto const found = set.find(name);
        if (found == set.end()) return std::nullopt;
        return found->second;
    });
}

std::string token_of(cfdns::environment_settings const& from) {
    return std::string{std::get<cfdns::api_token>(*from.credentials).token.expose()};
}

void refuses(variables const& set, std::string_view name) {
    CAPTURE(name);
    auto const got = read(set);
    REQUIRE(got.has_error());
    CHECK(got.error().code() == cfdns::errc::invalid_parameter);
    CHECK(got.error().parameter() == name);
    CHECK(got.error().delivery() == cfdns::delivery::not_sent);
    CHECK(got.error().message().find("hunter2") == std::string::npos);
}

}  // namespace

TEST_CASE("without variables there are no credentials, and the origin is Cloudflare's") {
    auto const got = read({});
    REQUIRE(got.has_value());
    CHECK_FALSE(got->credentials.has_value());
    CHECK(got->origin == "https://api.cloudflare.com");
    CHECK(got->options.base_path == "/client/v4");
    CHECK(got->options.user_agent == cfdns::request_options{}.user_agent);
}

TEST_CASE("a token is read") {
    auto const got = read({{"CLOUDFLARE_API_TOKEN", "t0"}});
    REQUIRE(got.has_value());
    REQUIRE(got->credentials.has_value());
    CHECK(token_of(*got) == "t0");
}

TEST_CASE("a key is read with its e-mail address") {
    auto const got = read({{"CLOUDFLARE_API_KEY", "k0"}, {"CLOUDFLARE_EMAIL", "user@example.com"}});
    REQUIRE(got.has_value());
    REQUIRE(got->credentials.has_value());
    auto const& key = std::get<cfdns::api_key>(*got->credentials);
    CHECK(key.email == "user@example.com");
    CHECK(key.key.expose() == "k0");
}

TEST_CASE("a user service key is read") {
    auto const got = read({{"CLOUDFLARE_API_USER_SERVICE_KEY", "v1.0-s"}});
    REQUIRE(got.has_value());
    REQUIRE(got->credentials.has_value());
    CHECK(std::get<cfdns::user_service_key>(*got->credentials).key.expose() == "v1.0-s");
}

TEST_CASE("a token takes precedence over a key, complete or not, and a key over a service key") {
    variables set{{"CLOUDFLARE_API_TOKEN", "t0"},
                  {"CLOUDFLARE_API_KEY", "k0"},
                  {"CLOUDFLARE_EMAIL", "user@example.com"},
                  {"CLOUDFLARE_API_USER_SERVICE_KEY", "s0"}};
    CHECK(token_of(read(set).value()) == "t0");
    set.erase("CLOUDFLARE_API_KEY");
    CHECK(token_of(read(set).value()) == "t0");
    set["CLOUDFLARE_API_KEY"] = "k0";
    set.erase("CLOUDFLARE_API_TOKEN");
    CHECK(std::holds_alternative<cfdns::api_key>(*read(set).value().credentials));
}

TEST_CASE("a key without an e-mail address, or the reverse, is an error that names the missing variable") {
    refuses({{"CLOUDFLARE_API_KEY", "hunter2"}}, "CLOUDFLARE_EMAIL");
    refuses({{"CLOUDFLARE_EMAIL", "user@example.com"}}, "CLOUDFLARE_API_KEY");
    refuses({{"CLOUDFLARE_EMAIL", "user@example.com"}, {"CLOUDFLARE_API_KEY", " "}}, "CLOUDFLARE_API_KEY");
    refuses({{"CLOUDFLARE_API_KEY", "hunter2"}, {"CLOUDFLARE_API_USER_SERVICE_KEY", "s0"}},
            "CLOUDFLARE_EMAIL");
}

TEST_CASE("values are trimmed, and an empty value is treated as not set") {
    CHECK(token_of(read({{"CLOUDFLARE_API_TOKEN", " \tt0\r\n"}}).value()) == "t0");
    CHECK_FALSE(read({{"CLOUDFLARE_API_TOKEN", ""}}).value().credentials.has_value());
    CHECK_FALSE(
        read({{"CLOUDFLARE_API_TOKEN", " \n"}, {"CLOUDFLARE_EMAIL", ""}}).value().credentials.has_value());
    CHECK(read({{"CLOUDFLARE_BASE_URL", "  "}}).value().origin == "https://api.cloudflare.com");
    CHECK(read({{"CLOUDFLARE_BASE_URL", " http://h \n"}}).value().origin == "http://h");
}

TEST_CASE("the base URL is the origin and the base path in one") {
    struct {
        char const *url, *origin, *base_path;
    } const cases[] = {
        {"https://api.cloudflare.com/client/v4", "https://api.cloudflare.com", "/client/v4"},
        {"https://api.cloudflare.com/client/v4/", "https://api.cloudflare.com", "/client/v4"},
        {"http://127.0.0.1:4010", "http://127.0.0.1:4010", ""},
        {"http://127.0.0.1:4010/", "http://127.0.0.1:4010", ""},
        {"http://[::1]:8080//a//b///", "http://[::1]:8080", "//a//b"},
        {"HTTPS://Example.COM:65535/%7Ex;y=1,2", "HTTPS://Example.COM:65535", "/%7Ex;y=1,2"},
        {"https://[2001:db8::1]", "https://[2001:db8::1]", ""},
    };
    for (auto const& one : cases) {
        CAPTURE(one.url);
        auto const got = read({{"CLOUDFLARE_BASE_URL", one.url}});
        REQUIRE(got.has_value());
        CHECK(got->origin == one.origin);
        CHECK(got->options.base_path == one.base_path);
    }
}

TEST_CASE(
    "a base URL with another scheme, user information, a query or a fragment is an error, and so is other "
    "text") {
    for (char const* url : {"api.cloudflare.com",
                            "/client/v4",
                            "ftp://h/",
                            "file:///etc",
                            "https://",
                            "https:///client",
                            "https://user:hunter2@h/client/v4",
                            "https://h?q",
                            "https://h/p?q",
                            "https://h/p#f",
                            "https://h:/",
                            "https://h:0",
                            "https://h:65536",
                            "https://h:-1",
                            "https://h/a b",
                            "https://h/a\nb",
                            "https://h\\p",
                            "https://[::1",
                            "https://[x]",
                            "https://h/\xc3\xa9",
                            "https://h/\"",
                            "://h"}) {
        CAPTURE(url);
        refuses({{"CLOUDFLARE_BASE_URL", url}}, "CLOUDFLARE_BASE_URL");
    }
}

TEST_CASE("a getter may return a pointer, or an optional string") {
    auto const got = cfdns::settings_from_environment([](std::string_view name) {
        return std::optional<std::string>{name == "CLOUDFLARE_API_TOKEN" ? "t0" : ""};
    });
    CHECK(token_of(got.value()) == "t0");
    // As std::getenv returns it: null if the variable is not set.
    char token[] = "t1";
    auto const pointer = cfdns::settings_from_environment([&](char const* name) -> char* {
        return std::string_view{name} == "CLOUDFLARE_API_TOKEN" ? token : nullptr;
    });
    CHECK(token_of(pointer.value()) == "t1");
}

TEST_CASE("the process's environment can be read") {
    // Whatever is set where the tests run: it is read without a crash, and no secret is in the message.
    auto const got = cfdns::settings_from_environment();
    CHECK((got.has_value() || !got.error().parameter().empty()));
}
