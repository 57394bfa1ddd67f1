// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>

#include <set>

TEST_CASE("every errc has a text of its own, and codes compare by value") {
    std::set<std::string> texts;
    for (int code = 1; code <= 8; ++code)
        texts.insert(cfdns::make_error_code(static_cast<cfdns::errc>(code)).message());
    CHECK(texts.size() == 8);
    CHECK(texts.count("unknown cfdns error") == 0);
    CHECK(cfdns::cfdns_category().message(9) == "unknown cfdns error");
    CHECK(std::string{cfdns::cfdns_category().name()} == "cfdns");
    char unused[1];
    CHECK(std::string{cfdns::cfdns_category().message(1, unused, sizeof unused)} ==
          cfdns::cfdns_category().message(1));
    boost::system::error_code const code = cfdns::errc::no_result;
    CHECK(code == cfdns::errc::no_result);
    CHECK(code != cfdns::errc::api_failure);
    // Those that transports have codes for, too.
    namespace errc = boost::system::errc;
    CHECK(cfdns::make_error_code(cfdns::errc::deadline_exceeded) == errc::timed_out);
    CHECK(cfdns::make_error_code(cfdns::errc::cancelled) == errc::operation_canceled);
    CHECK(code != errc::timed_out);
    CHECK(code.default_error_condition() == boost::system::error_condition{code.value(), code.category()});
}

TEST_CASE("an error that was moved from does not claim that nothing was sent") {
    cfdns::error from{cfdns::errc::malformed_response, cfdns::delivery::not_sent};
    cfdns::error const to = std::move(from);
    CHECK(to.delivery() == cfdns::delivery::not_sent);
    CHECK(from.delivery() == cfdns::delivery::unknown);  // NOLINT(bugprone-use-after-move)
}

TEST_CASE("a default-constructed error has no code") {
    cfdns::error const none;
    CHECK_FALSE(none.code().failed());
    CHECK(none.http_status() == 0);
    CHECK(none.api_errors().empty());
    CHECK(none.cf_ray().empty());
    CHECK(none.excerpt().empty());
    CHECK(none.parameter().empty());
    CHECK_FALSE(none.retry_after().has_value());
    CHECK(none.delivery() == cfdns::delivery::not_sent);
    for (auto const predicate :
         {&cfdns::error::is_authentication, &cfdns::error::is_permission, &cfdns::error::is_not_found,
          &cfdns::error::is_conflict, &cfdns::error::is_duplicate, &cfdns::error::is_rate_limited})
        CHECK_FALSE((none.*predicate)());
}

TEST_CASE("a transport error keeps its code, its text and the received part of a response") {
    namespace errc = boost::system::errc;
    cfdns::error const lost{errc::make_error_code(errc::connection_reset), cfdns::delivery::unknown,
                            "reading the status line"};
    CHECK(lost.code() == errc::connection_reset);
    CHECK(lost.delivery() == cfdns::delivery::unknown);
    CHECK(lost.http_status() == 0);
    CHECK(lost.message().find("reading the status line") != std::string::npos);

    std::vector<cfdns::http_header> const headers{{"CF-Ray", "abc-FRA"}, {"Retry-After", "7"}};
    cfdns::error const cut{errc::make_error_code(errc::connection_reset),
                           cfdns::delivery::unknown,
                           "",
                           {200, headers, "{\"suc"}};
    CHECK(cut.http_status() == 200);
    CHECK(cut.cf_ray() == "abc-FRA");
    CHECK(cut.excerpt() == "{\"suc");
    CHECK(cut.retry_after() == 7s);
    CHECK(cut.delivery() == cfdns::delivery::answered);
}

TEST_CASE("copies of an error share its details") {
    cfdns::error const copy = [] {
        cfdns::error original{cfdns::errc::response_too_large, cfdns::delivery::answered, "64 MiB"};
        return cfdns::error{original};
    }();
    CHECK(copy.code() == cfdns::errc::response_too_large);
    CHECK(copy.message() == "response too large: 64 MiB");
}

TEST_CASE("predicates look at the status and at the service's codes") {
    using f = bool (cfdns::error::*)() const noexcept;
    f const authentication = &cfdns::error::is_authentication;
    f const permission = &cfdns::error::is_permission;
    f const not_found = &cfdns::error::is_not_found;
    f const conflict = &cfdns::error::is_conflict;
    f const duplicate = &cfdns::error::is_duplicate;
    f const limited = &cfdns::error::is_rate_limited;
    struct {
        int status;
        char const* errors;
        std::vector<f> expected;
    } const table[] = {
        {401, "[]", {authentication}},
        {400, R"([{"code":9106,"message":"Missing headers"}])", {authentication}},
        {400, R"([{"code":6003,"message":"Invalid request headers"}])", {authentication}},
        {400, R"([{"code":6003,"error_chain":[{"code":6111}]}])", {authentication}},
        {400, R"([{"code":6003,"error_chain":[{"code":6103}]}])", {authentication}},
        {400, R"([{"code":6003,"error_chain":[{"code":6105}]}])", {}},
        {403, R"([{"code":9103,"message":"Unknown X-Auth-Key"}])", {authentication, permission}},
        {403, R"([{"code":9109,"message":"Invalid access token"}])", {authentication, permission}},
        {403, R"([{"code":10000,"message":"Authentication error"}])", {authentication, permission}},
        {403, R"([{"code":1,"message":"no"}])", {permission}},
        {404, "[]", {not_found}},
        {403,
         R"([{"code":9109,"message":"Cannot use the access token from location: 203.0.113.99"}])",
         {authentication, permission}},
        {403,
         R"([{"code":9109,"message":"Max auth failures reached, please check your Authorization header."}])",
         {authentication, permission}},
        {403, R"([{"code":9109}])", {authentication, permission}},
        {403, R"([{"code":9109,"message":"Invalid zone identifier"}])", {permission, not_found}},
        {403, R"([{"code":9109,"message":"Error: INVALID ZONE IDENTIFIER."}])", {permission, not_found}},
        {403, R"([{"code":9109,"message":"Invalid zone identifie"}])", {authentication, permission}},
        {400, R"([{"code":9109,"message":"invalid zone identifier"}])", {not_found}},
        {403, R"([{"code":1,"message":"Invalid zone identifier"}])", {permission}},
        {403,
         R"([{"code":9109,"message":"Invalid zone identifier"},{"code":10000}])",
         {authentication, permission, not_found}},
        {400, R"([{"code":1001,"message":"Invalid zone identifier"}])", {}},
        {404, R"([{"code":81044,"message":"Record does not exist."}])", {not_found}},
        {400, R"([{"code":81044,"message":"Record does not exist."}])", {not_found}},
        {400, R"([{"code":1004,"error_chain":[{"code":81044}]}])", {not_found}},
        {400,
         R"([{"code":1},{"code":1004,"error_chain":[{"code":2,"error_chain":[{"code":81044}]}]}])",
         {not_found}},
        {404, R"([{"code":7003,"message":"No route for the URI"}])", {not_found}},
        {400, R"([{"code":7003,"message":"No route for the URI"}])", {}},
        {400, R"([{"code":7000,"message":"No route for that URI"}])", {}},
        {400,
         R"([{"code":7003,"message":"Could not route to \/zones\/z, perhaps your )"
         R"(object identifier is invalid?"},)"
         R"({"code":7000,"message":"No route for that URI"}])",
         {not_found}},
        {404, R"([{"code":1015,"message":"View not found."}])", {not_found}},
        {400, R"([{"code":1015,"message":"View not found."}])", {not_found}},
        {400, R"([{"code":1015,"message":"You are being rate limited"}])", {}},
        {429, R"([{"code":1015,"message":"You are being rate limited"}])", {limited}},
        {400, R"([{"code":1004,"error_chain":[{"code":10000}]}])", {authentication}},
        {400, R"([{"code":81057,"message":"The record already exists."}])", {duplicate}},
        {400, R"([{"code":81058,"message":"An identical record already exists."}])", {duplicate}},
        {409, R"([{"code":81058}])", {conflict, duplicate}},
        {400, R"([{"code":1004,"error_chain":[{"code":9005},{"code":81057}]}])", {duplicate}},
        {400, R"([{"code":1061,"message":"example.com already exists"}])", {duplicate}},
        {400, R"([{"code":81053}])", {}},
        {400, R"([{"code":81054}])", {}},
        {400, R"([{"code":81056}])", {}},
        {409, "[]", {conflict}},
        {429, "[]", {limited}},
        {200, R"([{"code":971,"message":"Please wait"}])", {limited}},
        {200, R"([{"code":10100,"message":"More than 1200"}])", {limited}},
        {400, R"([{"message":"no code"}])", {}},
        {400, R"([{"message":"Invalid zone identifier, object identifier, not found"}])", {}},
        {500, "[]", {}},
    };
    for (auto const& row : table) {
        CAPTURE(row.status);
        CAPTURE(std::string{row.errors});
        std::string const body = std::string{R"({"success":false,"errors":)"} + row.errors + "}";
        auto const got = cfdns::parse_response<zt::incoming::get>({row.status, {}, body});
        REQUIRE(got.has_error());
        for (f predicate : {authentication, permission, not_found, conflict, duplicate, limited}) {
            bool const expected =
                std::find(row.expected.begin(), row.expected.end(), predicate) != row.expected.end();
            CHECK((got.error().*predicate)() == expected);
        }
    }
}

TEST_CASE("the text of the edge's rate limit is not an API code") {
    auto const page = cfdns::parse_response<zt::incoming::get>({429, {}, "error code: 1015"});
    CHECK(page.error().is_rate_limited());
    CHECK_FALSE(page.error().is_not_found());
}

TEST_CASE("message is one bounded line of printable ASCII") {
    std::string text = "line\nbreak\r\x1b[31m\x7f\xc3\xa9 end";
    text += std::string(5000, 'x');
    std::string body = R"({"success":false,"errors":[)";
    for (int i = 0; i != 50; ++i) {
        body += i == 0 ? "" : ",";
        body +=
            R"({"code":1,"message":"line\nbreak\u001b[31m\u007f\u00e9 end )" + std::string(300, 'x') + "\"}";
    }
    body += "]}";
    std::vector<cfdns::http_header> const headers{{"cf-ray", "ray\n" + std::string(500, 'r')}};
    auto const got = cfdns::parse_response<zt::incoming::get>({400, headers, body});
    cfdns::error const shown[] = {
        got.error(), cfdns::error{cfdns::errc::cancelled, cfdns::delivery::not_sent, text},
        cfdns::error{cfdns::errc::cancelled, cfdns::delivery::not_sent, "", {500, headers, text}}};
    for (auto const& failure : shown) {
        std::string const line = failure.message();
        CAPTURE(line);
        CHECK(line.size() <= 600);
        for (char c : line) CHECK((c >= ' ' && c <= '~'));
    }
}

TEST_CASE("the text of another category is shown as one bounded line of printable ASCII") {
    struct noisy : boost::system::error_category {
        char const* name() const noexcept override { return "noisy"; }
        std::string message(int) const override {
            return "ung\xc3\xbcltig\nforged: line\x1b[31m" + std::string(2000, 'x');
        }
    };
    static noisy const category;
    std::string const line = cfdns::error{{1, category}, cfdns::delivery::unknown, "text"}.message();
    CAPTURE(line);
    CHECK(line.find("forged: line") != std::string::npos);
    CHECK(line.size() <= 600);
    for (char const c : line) CHECK((c >= ' ' && c <= '~'));
}

TEST_CASE("message contains status, text, code and cf-ray") {
    std::vector<cfdns::http_header> const headers{{"cf-ray", "86610873f8d987a9-IAD"}};
    auto const refused = cfdns::parse_response<zt::incoming::get>(
        {403, headers, R"({"success":false,"errors":[{"code":10000,"message":"Authentication error"}]})"});
    CHECK(refused.error().message() ==
          "HTTP 403: API failure: Authentication error (code 10000) [cf-ray 86610873f8d987a9-IAD]");
    auto const page = cfdns::parse_response<zt::incoming::get>({502, headers, "<html>Bad gateway</html>"});
    CHECK(page.error().message() ==
          "HTTP 502: unexpected status: not JSON at byte 0: syntax error: \"<html>Bad gateway</html>\" "
          "[cf-ray 86610873f8d987a9-IAD]");
    auto op = example_create();
    op.auto_refresh_seconds = 299s;
    CHECK(cfdns::make_request(op).error().message() ==
          "invalid parameter auto_refresh_seconds: must be at least 300");
}

TEST_CASE("value() throws call_failed, which contains the error") {
    auto const got = cfdns::parse_response<zt::incoming::get>({404, {}, R"({"success":false,"errors":[]})"});
    try {
        (void)got.value();
        FAIL("value() must throw");
    } catch (cfdns::call_failed const& failed) {
        CHECK(failed.error().is_not_found());
        CHECK(failed.code() == cfdns::errc::api_failure);
        CHECK(std::string{failed.what()}.find(failed.error().message()) != std::string::npos);
    }
}

// Trap: a result is only implicitly made of a value if the error is not constructible from that.
static_assert(std::is_convertible_v<std::string, cfdns::result<std::string>>);
static_assert(std::is_convertible_v<int, cfdns::result<int>>);
static_assert(
    std::is_convertible_v<zt::incoming::configuration, cfdns::result<zt::incoming::configuration>>);
static_assert(!std::is_aggregate_v<cfdns::error>);
static_assert(std::is_nothrow_copy_constructible_v<cfdns::error>);
