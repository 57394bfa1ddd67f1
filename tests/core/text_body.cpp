// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <cfdns/testing/fake_cloudflare.hpp>

#include <doctest/doctest.h>

// Responses that are text, and responses without a result.
namespace {

using cfdns::errc;

struct export_zone {
    cfdns::required<std::string> zone_id;
    std::optional<std::uint32_t> page{};
    using response_type = cfdns::text_body;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/text");
    CFDNS_FIELDS(zone_id, page)
};

struct export_key {
    cfdns::required<cfdns::secret_string> key;
    using response_type = cfdns::text_body;
    static constexpr auto route = cfdns::post("/key");
    CFDNS_FIELDS(key)
};

struct trigger {
    cfdns::required<std::string> zone_id;
    using response_type = cfdns::no_content;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/trigger");
    CFDNS_FIELDS(zone_id)
};

auto read(int status, std::string body, std::optional<std::string> type = {},
          cfdns::response_limits const& limits = {}) {
    std::vector<cfdns::http_header> headers{{"CF-Ray", "8661-IAD"}, {"Retry-After", "7"}};
    if (type) headers.push_back({"content-TYPE", *std::move(type)});
    return cfdns::parse_full_response<export_zone>(response_of(status, std::move(body), std::move(headers)),
                                                   limits);
}

std::string const file = ";; Domain: example.com.\nexample.com.\t3600\tIN\tSOA\ta. b. 1 2 3 4 5\n";
std::string const failure_text =
    R"({"success":false,"errors":[{"code":10000,"message":"Authentication error"}],"messages":[],"result":null})";

cfdns::credentials token() { return cfdns::api_token{cfdns::secret_string{"t"}}; }

}  // namespace

TEST_CASE("an operation with a text response asks for text") {
    export_zone const op{.zone_id = zone, .page = 2};
    auto const made = cfdns::make_request(op);
    CHECK(made->target == "/client/v4/zones/" + zone + "/text?page=2");
    CHECK(cfdns::find_header(made->headers, "Accept") == "text/plain");
    CHECK(cfdns::find_header(cfdns::make_request(trigger{.zone_id = zone})->headers, "Accept") ==
          "application/json");
    cfdns::request_options options;
    options.headers = {{"accept", "text/dns"}};
    auto const other = cfdns::make_request(op, options);
    CHECK(cfdns::find_header(other->headers, "Accept") == "text/dns");
}

TEST_CASE("a successful text response is its content, byte for byte") {
    std::string const texts[] = {file,
                                 "x",
                                 " \n" + file + "\r\n ",
                                 "\xef\xbb\xbf" + file,
                                 "\xff\xfe\x80 no UTF-8",
                                 std::string("a\0b", 3),
                                 "{",
                                 "{ ; 5",
                                 R"({"a":1})",
                                 R"({"a":1,"success":"?"})",
                                 "\"success\":false",
                                 "[1,2]",
                                 "true",
                                 "<",
                                 "<htm",
                                 "<!-- -->",
                                 "; <html>\n"};
    for (std::string const& text : texts)
        for (char const* const type :
             {"", "text/plain", "text/plain; charset=utf-8", "text/dns", "application/octet-stream",
              "nonsense", "text/htmlx", "application/jsonx"})
            for (int const status : {200, 201, 299}) {
                CAPTURE(text);
                CAPTURE(std::string{type});
                auto const got =
                    read(status, text, *type == 0 ? std::nullopt : std::optional<std::string>{type});
                REQUIRE(got.has_value());
                CHECK(got->value.text == text);
                CHECK(got->value.content_type == type);
                CHECK(got->info.http_status == status);
                CHECK(got->info.cf_ray == "8661-IAD");
                CHECK(got->info.mismatches.empty());
                CHECK(got->info.errors.empty());
            }
    CHECK(cfdns::parse_response<export_zone>({200, {}, file})->text == file);
}

TEST_CASE("an envelope in place of the text is an error, whatever its media type") {
    for (char const* const type : {"", "application/json", "Application/JSON ; charset=utf-8", "text/plain",
                                   "text/html-not", "application/problem+json"})
        for (std::string const before : {"", " \r\n", "\xef\xbb\xbf"}) {
            CAPTURE(std::string{type});
            auto const t = *type == 0 ? std::nullopt : std::optional<std::string>{type};
            auto const failed = read(200, before + failure_text, t);
            REQUIRE(failed.has_error());
            CHECK(failed.error().code() == errc::api_failure);
            CHECK(failed.error().http_status() == 200);
            CHECK(failed.error().cf_ray() == "8661-IAD");
            CHECK(failed.error().retry_after() == 7s);
            CHECK(failed.error().delivery() == cfdns::delivery::answered);
            REQUIRE(failed.error().api_errors().size() == 1);
            CHECK(failed.error().api_errors()[0].code == 10000);
            CHECK(failed.error().excerpt() == before + failure_text);

            for (char const* const body :
                 {R"({"success":true,"errors":[],"messages":[],"result":null})", R"({"success":true})",
                  R"({"result":"text"})", R"({"messages":[],"x":1})", R"({"x":1,"success":true})",
                  R"({"x":1,"result":{}})", R"({"success":fal)", R"({ "errors" )", R"({"result")"}) {
                CAPTURE(std::string{body});
                auto const got = read(200, before + body, t);
                REQUIRE(got.has_error());
                CHECK(got.error().code() == errc::malformed_response);
                CHECK(got.error().cf_ray() == "8661-IAD");
            }
            for (char const* const body : {R"({"errors":[{"code":5}]})", R"({"a":{},"errors":[{"code":5}]})",
                                           R"({"a":1,"succ\u0065ss":false,"errors":[{"code":5}]})"}) {
                CAPTURE(std::string{body});
                auto const got = read(200, before + body, t);
                REQUIRE(got.has_error());
                CHECK(got.error().code() == errc::api_failure);
                CHECK(got.error().api_errors()[0].code == 5);
            }
        }
    for (char const* const body : {"[]", "5", "{}", "{\"a\":1}", "zone text", "\"text\""})
        CHECK(read(200, body, "application/json").error().code() == errc::malformed_response);
}

TEST_CASE("an HTML page instead of the text is an error, whatever its media type") {
    for (std::string const page : {"<!DOCTYPE html><title>520</title>", "<!doctype HTML>",
                                   " \n<html lang=en>", "<HTML>", "\xef\xbb\xbf<html>"})
        for (char const* const type :
             {"", "text/plain", "text/html; charset=UTF-8", "application/octet-stream"}) {
            CAPTURE(page);
            auto const got = read(200, page, *type == 0 ? std::nullopt : std::optional<std::string>{type});
            REQUIRE(got.has_error());
            CHECK(got.error().code() == errc::malformed_response);
            CHECK(got.error().message().find("HTML") != std::string::npos);
            CHECK(got.error().excerpt() == page);
        }
    CHECK(read(200, "maintenance", "text/html").error().code() == errc::malformed_response);
    CHECK(read(200, file, "application/xhtml+xml").error().code() == errc::malformed_response);
}

TEST_CASE("other statuses of a text operation are errors as for other operations") {
    struct {
        int status;
        std::string body;
        errc code;
    } const rows[] = {
        {403, failure_text, errc::api_failure},
        {404, file, errc::unexpected_status},
        {500, "", errc::unexpected_status},
        {503, "<html>", errc::unexpected_status},
        {302, file, errc::unexpected_status},
        {304, "", errc::unexpected_status},
        {429, "{\"x\":1}", errc::unexpected_status},
        {500, R"({"success":true})", errc::unexpected_status},
        {204, "", errc::no_result},
        {200, "", errc::no_result},
        {200, " \r\n", errc::no_result},
        {200, "\xef\xbb\xbf", errc::no_result},
    };
    for (auto const& row : rows)
        for (char const* const type : {"text/plain", "application/json"}) {
            CAPTURE(row.status);
            CAPTURE(row.body);
            auto const got = read(row.status, row.body, type);
            REQUIRE(got.has_error());
            CHECK(got.error().code() == row.code);
            CHECK(got.error().http_status() == row.status);
            CHECK(got.error().cf_ray() == "8661-IAD");
            CHECK(got.error().retry_after() == 7s);
        }
    CHECK(read(404, file).error().is_not_found());
}

TEST_CASE("the limits apply to text, and excerpts of it are bounded") {
    cfdns::response_limits limits;
    limits.max_bytes = 10;
    CHECK(read(200, std::string(10, 'x'), {}, limits).has_value());
    CHECK(read(200, std::string(11, 'x'), {}, limits).error().code() == errc::response_too_large);
    CHECK(read(200, std::string(11, ' '), {}, limits).error().code() == errc::response_too_large);
    CHECK(read(404, std::string(11, 'x'), {}, limits).error().code() == errc::response_too_large);
    auto const page = read(200, "<html>" + std::string(100'000, 'x'));
    CHECK(page.error().excerpt().size() == 512);
    CHECK(page.error().message().size() < 800);
    std::string const deep = "{\"a\":" + std::string(100'000, '[');
    CHECK(read(200, deep)->value.text == deep);
}

TEST_CASE("text of an operation that carries a secret is not shown in errors") {
    std::string const hush = "<html>hush</html>";
    auto const got = cfdns::parse_full_response<export_key>({200, {}, hush});
    REQUIRE(got.has_error());
    CHECK(got.error().excerpt().empty());
    CHECK(got.error().message().find("hush") == std::string::npos);
    auto const failed = cfdns::parse_full_response<export_key>(
        {200, {}, R"({"success":false,"errors":[{"code":1,"message":"hush"}]})"});
    CHECK(failed.error().message().find("hush") == std::string::npos);
    CHECK(failed.error().excerpt().empty());
}

TEST_CASE("a call retries a text operation and leaves no text of a failed attempt behind") {
    cfdns::testing::fake_cloudflare service;
    int calls = 0;
    service.on<export_zone>([&calls](export_zone const& op) {
        return cfdns::text_body{.text = file + op.zone_id.get() + std::to_string(++calls)};
    });
    service.next_faults.push_back({.kind = cfdns::testing::fault_kind::html_page, .status = 503});
    service.next_faults.push_back({.kind = cfdns::testing::fault_kind::lost_response});
    service.next_faults.push_back({.kind = cfdns::testing::fault_kind::truncated});
    struct {
        void sleep(std::chrono::milliseconds) {}
        std::chrono::steady_clock::time_point now() { return {}; }
        double random() { return 0.5; }
    } runtime;
    auto const got = cfdns::call(service, token(), export_zone{.zone_id = "z"}, {}, runtime);
    REQUIRE(got.has_value());
    CHECK(service.log.size() == 3);
    CHECK((file + "z2").starts_with(got->text));  // nothing tells that it is truncated
    CHECK(got->text.size() == (file.size() + 2) / 2);
    CHECK(got->content_type == "text/plain");
    service.on<export_zone>(
        [](export_zone const&) { return cfdns::text_body{.text = "x", .content_type = "text/dns"}; });
    CHECK(cfdns::call(service, token(), export_zone{.zone_id = "z"})->content_type == "text/dns");
    service.on<export_zone>([](export_zone const&) { return cfdns::testing::write_failure(200, 7, "no"); });
    CHECK(cfdns::call(service, token(), export_zone{.zone_id = "z"}).error().code() == errc::api_failure);
    service.on<export_zone>([](export_zone const&) { return cfdns::text_body{}; });
    CHECK(cfdns::call(service, token(), export_zone{.zone_id = "z"}).error().code() == errc::no_result);
}

TEST_CASE("an operation without a result succeeds with or without one, and fails as others do") {
    struct {
        int status;
        char const* body;
        errc code;
        std::size_t mismatches = 0;
    } const rows[] = {
        {200, R"({"success":true,"errors":[],"messages":[]})", {}},
        {200, R"({"success":true,"result":null})", {}},
        {200, R"({"success":true,"result":{}})", {}},
        {200, R"({"success":true,"result":{"id":"later"}})", {}},
        {202, R"({"success":true})", {}},
        {204, "", {}},
        {205, "", {}},
        {200, R"({"success":true,"result":"OK"})", {}, 1},
        {200, "", errc::no_result},
        {200, "{}", errc::malformed_response},
        {200, "OK", errc::malformed_response},
        {200, R"({"success":"yes"})", errc::malformed_response},
        {200, R"({"success":false})", errc::api_failure},
        {200, R"({"success":false,"result":{}})", errc::api_failure},
        {200, R"({"errors":[{"code":1}]})", errc::api_failure},
        {403, R"({"success":false,"errors":[{"code":1}]})", errc::api_failure},
        {500, R"({"success":true})", errc::unexpected_status},
        {500, "<html>", errc::unexpected_status},
    };
    for (auto const& row : rows) {
        CAPTURE(row.status);
        CAPTURE(std::string{row.body});
        auto const got = cfdns::parse_full_response<trigger>({row.status, {}, row.body});
        REQUIRE(got.has_error() == (row.code != errc{}));
        if (got.has_error())
            CHECK(got.error().code() == row.code);
        else
            CHECK(got->info.mismatches.size() == row.mismatches);
    }
}

TEST_CASE("the in-memory service responds without a result") {
    cfdns::testing::fake_cloudflare service;
    service.on<trigger>([](trigger const&) { return cfdns::no_content{}; });
    CHECK(cfdns::call(service, token(), trigger{.zone_id = "z"}).has_value());
    CHECK(cfdns::testing::write_response(cfdns::no_content{}).body ==
          R"({"success":true,"errors":[],"messages":[]})");
    service.on<trigger>([](trigger const&) { return cfdns::testing::write_failure(200, 7, "no"); });
    CHECK(cfdns::call(service, token(), trigger{.zone_id = "z"}).has_error());
}
