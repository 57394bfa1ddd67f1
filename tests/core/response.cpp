// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>
#include <cfdns/detail/utf8.hpp>

#include <type_traits>

namespace {

namespace mine {

struct strict {
    std::string id{};
    std::optional<std::uint64_t> number{};
    std::vector<std::string> names{};
    CFDNS_FIELDS(id, number, names)
};

template <class Response>
struct asking {
    cfdns::required<std::string> zone_id;
    using response_type = Response;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/x");
    CFDNS_FIELDS(zone_id)
};

struct tsig {
    std::string name{};
    cfdns::secret_string secret{};
    CFDNS_FIELDS(name, secret)
};

struct ported {
    std::vector<std::int32_t> ports{53, 54, 55};
    std::optional<std::vector<std::string>> names{std::vector<std::string>{"a", "b", "c"}};
    CFDNS_FIELDS(ports, names)
};

struct get_ported {
    cfdns::required<std::string> zone_id;
    using response_type = ported;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/ports");
    CFDNS_FIELDS(zone_id)
};

struct innermost {
    std::optional<cfdns::secret_string> secret{};
    CFDNS_FIELDS(secret)
};
struct inner {
    std::optional<innermost> next{};
    CFDNS_FIELDS(next)
};
struct middle {
    std::optional<std::vector<inner>> next{};
    CFDNS_FIELDS(next)
};
struct outer {
    std::optional<middle> next{};
    CFDNS_FIELDS(next)
};

}  // namespace mine

using cfdns::errc;
using get = zt::incoming::get;
using create = zt::incoming::create;

// The reference page's example of a good response.
std::string const page_200 = R"({
  "errors": [
    {
      "code": 1000,
      "message": "message",
      "documentation_url": "documentation_url",
      "source": {
        "pointer": "pointer"
      }
    }
  ],
  "messages": [
    {
      "code": 1000,
      "message": "message",
      "documentation_url": "documentation_url",
      "source": {
        "pointer": "pointer"
      }
    }
  ],
  "success": true,
  "result": {
    "id": "269d8f4853475ca241c4e730be286b20",
    "auto_refresh_seconds": 86400,
    "checked_time": "2019-10-24T17:09:42.883908+01:00",
    "created_time": "2019-10-24T17:09:42.883908+01:00",
    "modified_time": "2019-10-24T17:09:42.883908+01:00",
    "name": "www.example.com.",
    "peers": [
      "23ff594956f20c2a721606e94745a8aa",
      "00920f38ce07c2e2f4df50b1f61d4194"
    ],
    "soa_serial": 2019102400
  }
})";

// And of a failure.
std::string const page_4xx = R"({
  "errors": [
    {
      "code": 7003,
      "message": "No route for the URI"
    }
  ],
  "messages": [],
  "result": null,
  "success": false
})";

void check_page(zt::incoming::configuration const& got) {
    CHECK(got.id == zone);
    CHECK(got.auto_refresh_seconds == 86400s);
    CHECK(got.checked_time.value().text() == "2019-10-24T17:09:42.883908+01:00");
    CHECK(got.created_time.value().time().has_value());
    CHECK(got.modified_time.has_value());
    CHECK(got.name == "www.example.com.");
    CHECK(got.peers == std::vector<std::string>{peer_1, peer_2});
    CHECK(got.soa_serial == 2019102400u);
    CHECK(got.extra.empty());
}

}  // namespace

TEST_CASE("a received list replaces a default of any length") {
    for (int count : {0, 1, 2, 3, 4, 17, 100}) {
        CAPTURE(count);
        std::string numbers, names;
        for (int i = 0; i != count; ++i) {
            numbers += (i == 0 ? "" : ",") + std::to_string(i);
            names += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\"";
        }
        auto const got = cfdns::parse_response<mine::get_ported>(
            {200,
             {},
             R"({"success":true,"result":{"ports":[)" + numbers + R"(],"names":[)" + names + "]}}"});
        REQUIRE(got.has_value());
        CHECK(got->ports.size() == static_cast<std::size_t>(count));
        CHECK(got->names->size() == static_cast<std::size_t>(count));
        if (count != 0) CHECK(got->ports.back() == count - 1);
    }
    auto const one =
        cfdns::parse_response<mine::get_ported>({200, {}, R"({"success":true,"result":{"ports":[1]}})"});
    CHECK(one->ports.size() == 1);
    CHECK(one->names->size() == 3);
}

TEST_CASE(
    "the 200 response of the reference is a configuration, and its errors and messages are not fatal") {
    auto const got = cfdns::parse_full_response<create>({200, {}, page_200});
    REQUIRE(got.has_value());
    check_page(got.value().value);
    cfdns::response_info const& info = got.value().info;
    REQUIRE(info.errors.size() == 1);
    REQUIRE(info.messages.size() == 1);
    CHECK(info.messages[0].code == 1000);
    CHECK(info.messages[0].message == "message");
    CHECK(info.messages[0].documentation_url == "documentation_url");
    CHECK(info.messages[0].source.value().pointer == "pointer");
    CHECK(info.mismatches.empty());
    CHECK(info.http_status == 200);
}

TEST_CASE("the 4XX response of the reference is an api_failure with its code and text") {
    for (int status : {400, 401, 403, 404, 409, 422, 429, 500, 200}) {
        auto const got = cfdns::parse_response<create>({status, {}, page_4xx});
        REQUIRE(got.has_error());
        CHECK(got.error().code() == errc::api_failure);
        CHECK(got.error().http_status() == status);
        REQUIRE(got.error().api_errors().size() == 1);
        CHECK(got.error().api_errors()[0].code == 7003);
        CHECK(got.error().api_errors()[0].message == "No route for the URI");
        CHECK(got.error().delivery() == cfdns::delivery::answered);
    }
}

TEST_CASE("every kind of response has its outcome") {
    std::string const bom = "\xef\xbb\xbf";
    constexpr int value = 0;
    struct row {
        char const* what;
        int status;
        std::string body;
        int outcome;  // 0: a value; else an errc
    };
    auto const is = [](errc code) { return static_cast<int>(code); };
    row const table[] = {
        {"good", 200, success("{}"), value},
        {"201", 201, success("{}"), value},
        {"202", 202, success("{}"), value},
        {"success missing: the status decides", 200, R"({"result":{}})", value},
        {"success null counts as missing", 200, R"({"success":null,"result":{}})", value},
        {"errors and messages null", 200, R"({"success":true,"errors":null,"messages":null,"result":{}})",
         value},
        {"errors beside success", 200,
         R"({"success":true,"errors":[{"code":1,"message":"note"}],"result":{}})", value},
        {"result first, as the DNS service writes it", 200,
         R"({"result":{},"success":true,"errors":[],"messages":[]})", value},
        {"byte order mark", 200, bom + success("{}"), value},
        {"white space around", 200, " \r\n\t" + success("{}") + "\n ", value},
        {"result_info null", 200, R"({"success":true,"result":{},"result_info":null})", value},
        {"unknown members of the envelope", 200, R"({"success":true,"x":[{"y":[]}],"result":{}})", value},

        {"success false under 200", 200,
         R"({"success":false,"errors":[{"code":971,"message":"wait"}],"result":null})",
         is(errc::api_failure)},
        {"success false, short form", 403,
         R"({"success":false,"errors":[{"code":10000,"message":"Authentication error"}]})",
         is(errc::api_failure)},
        {"success false after a result", 200, R"({"result":{"id":"x"},"success":false,"errors":[]})",
         is(errc::api_failure)},
        {"success false with text as result", 401,
         R"({"success":false,"result":"Not authorized to setup","errors":[]})", is(errc::api_failure)},
        {"success missing, 4xx, errors", 400, R"({"errors":[{"code":1,"message":"m"}]})",
         is(errc::api_failure)},
        {"success missing, errors and no result", 200,
         R"({"errors":[{"code":10000,"message":"m"}],"result":null})", is(errc::api_failure)},
        {"success null, errors and no result", 200, R"({"success":null,"errors":[{"message":"m"}]})",
         is(errc::api_failure)},
        {"success true under 500 with errors", 500,
         R"({"success":true,"errors":[{"message":"m"}],"result":{}})", is(errc::api_failure)},

        {"success true under 500", 500, success("{}"), is(errc::unexpected_status)},
        {"3xx", 302, "", is(errc::unexpected_status)},
        {"304", 304, "", is(errc::unexpected_status)},
        {"3xx with an envelope", 301, success("{}"), is(errc::unexpected_status)},
        {"1xx", 100, "", is(errc::unexpected_status)},
        {"no status at all", 0, "", is(errc::unexpected_status)},
        {"HTML under 502", 502, "<!DOCTYPE html><title>502</title>", is(errc::unexpected_status)},
        {"text under 429", 429, "error code: 1015", is(errc::unexpected_status)},
        {"JSON of somebody else under 404", 404, R"({"message":"nope"})", is(errc::unexpected_status)},
        {"a JSON string under 500", 500, "\"oops\"", is(errc::unexpected_status)},
        {"empty under 500", 500, "", is(errc::unexpected_status)},
        {"truncated under 500", 500, R"({"success":fal)", is(errc::unexpected_status)},

        {"HTML under 200", 200, "<html>login</html>", is(errc::malformed_response)},
        {"text under 200", 200, "OK", is(errc::malformed_response)},
        {"null", 200, "null", is(errc::malformed_response)},
        {"an array", 200, "[]", is(errc::malformed_response)},
        {"a string", 200, "\"x\"", is(errc::malformed_response)},
        {"a number", 200, "1", is(errc::malformed_response)},
        {"JSON of somebody else", 200, R"({"login":"required"})", is(errc::malformed_response)},
        {"an empty object", 200, "{}", is(errc::malformed_response)},
        {"success is text", 200, R"({"success":"false","result":{}})", is(errc::malformed_response)},
        {"success is a number", 200, R"({"success":1,"result":{}})", is(errc::malformed_response)},
        {"truncated", 200, R"({"success":true,"result":{"id":"x)", is(errc::malformed_response)},
        {"trailing text", 200, success("{}") + "x", is(errc::malformed_response)},
        {"two documents", 200, success("{}") + success("{}"), is(errc::malformed_response)},
        {"invalid UTF-8", 200, success("{\"id\":\"\xff\"}"), is(errc::malformed_response)},
        {"a lone surrogate", 200, success(R"({"id":"\ud800"})"), is(errc::malformed_response)},
        {"a control character", 200, success("{\"id\":\"\n\"}"), is(errc::malformed_response)},
        {"a comment", 200, "/**/" + success("{}"), is(errc::malformed_response)},
        {"a trailing comma", 200, R"({"success":true,"result":{},})", is(errc::malformed_response)},
        {"NaN", 200, success(R"({"soa_serial":NaN})"), is(errc::malformed_response)},
        {"too deep", 200, success(std::string(40, '[') + std::string(40, ']')),
         is(errc::malformed_response)},
        {"far too deep", 200, success("{\"x\":" + std::string(100'000, '[')), is(errc::malformed_response)},
        {"result is a list", 200, success("[{}]"), is(errc::malformed_response)},
        {"result is text", 200, success("\"OK\""), is(errc::malformed_response)},
        {"result is false", 200, success("false"), is(errc::malformed_response)},

        {"204", 204, "", is(errc::no_result)},
        {"205", 205, "", is(errc::no_result)},
        {"empty 200", 200, "", is(errc::no_result)},
        {"white space only", 200, " \n", is(errc::no_result)},
        {"byte order mark only", 200, bom, is(errc::no_result)},
        {"result null", 200, success("null"), is(errc::no_result)},
        {"result missing", 200, R"({"success":true,"errors":[],"messages":[]})", is(errc::no_result)},
    };
    for (row const& r : table) {
        CAPTURE(std::string{r.what});
        std::vector<cfdns::http_header> const headers{{"CF-RAY", "ray-1"}, {"Retry-After", "3"}};
        auto const got = cfdns::parse_full_response<create>({r.status, headers, r.body});
        if (r.outcome == value) {
            CHECK(got.has_value());
            if (got.has_error()) MESSAGE(got.error().message());
            if (got.has_value()) CHECK(got.value().info.cf_ray == "ray-1");
            continue;
        }
        REQUIRE(got.has_error());
        CHECK(got.error().code() == static_cast<errc>(r.outcome));
        // Nothing is lost.
        CHECK(got.error().http_status() == r.status);
        CHECK(got.error().cf_ray() == "ray-1");
        CHECK(got.error().retry_after() == 3s);
        CHECK(got.error().excerpt() == std::string_view{r.body}.substr(0, 512));
        CHECK(got.error().delivery() == cfdns::delivery::answered);
        CHECK_FALSE(got.error().message().empty());
    }
}

TEST_CASE("a response is judged by its content, not by its media type") {
    for (char const* type : {"application/json", "APPLICATION/JSON", "application/problem+json", "text/html",
                             "text/plain", ""}) {
        CAPTURE(std::string{type});
        std::vector<cfdns::http_header> const headers{{"Content-Type", type}};
        CHECK(cfdns::parse_response<get>({200, headers, success("{}")}).has_value());
        CHECK(cfdns::parse_response<get>({200, headers, "<html>"}).error().code() ==
              errc::malformed_response);
    }
}

TEST_CASE("an error for a missing result of a write says that the write may have taken effect") {
    auto const made = cfdns::parse_response<create>({204, {}, ""});
    CHECK(made.error().message().find("may have taken effect") != std::string::npos);
    auto const read = cfdns::parse_response<get>({204, {}, ""});
    CHECK(read.error().message().find("may have taken effect") == std::string::npos);
}

TEST_CASE("operations that return only a string or an id accept a missing result") {
    struct {
        int status;
        char const* body;
    } const table[] = {
        {204, ""}, {205, " "}, {200, R"({"success":true})"}, {200, R"({"success":true,"result":null})"}};
    for (auto const& row : table) {
        auto const gone = cfdns::parse_response<zt::incoming::delete_>({row.status, {}, row.body});
        REQUIRE(gone.has_value());
        CHECK_FALSE(gone.value().id.has_value());
        auto const text = cfdns::parse_response<mine::asking<std::string>>({row.status, {}, row.body});
        REQUIRE(text.has_value());
        CHECK(text.value().empty());
        auto const maybe =
            cfdns::parse_response<mine::asking<std::optional<mine::strict>>>({row.status, {}, row.body});
        REQUIRE(maybe.has_value());
        CHECK_FALSE(maybe.value().has_value());
    }
    CHECK(cfdns::parse_response<zt::incoming::delete_>({200, {}, success(R"({"id":"x"})")}).value().id ==
          "x");
    CHECK(cfdns::parse_response<mine::asking<std::string>>({200, {}, success("\"OK\"")}).value() == "OK");
    auto const failed =
        cfdns::parse_response<zt::incoming::delete_>({200, {}, R"({"success":false,"errors":[]})"});
    CHECK(failed.error().code() == errc::api_failure);
}

TEST_CASE("a list that is null is empty; one that is absent is no_result") {
    using list = mine::asking<std::vector<mine::strict>>;
    CHECK(cfdns::parse_response<list>({200, {}, success("null")}).value().empty());
    CHECK(cfdns::parse_response<list>({200, {}, success("[]")}).value().empty());
    CHECK(cfdns::parse_response<list>({200, {}, R"({"success":true})"}).error().code() == errc::no_result);
    CHECK(cfdns::parse_response<list>({200, {}, R"({"success":false,"result":[]})"}).error().code() ==
          errc::api_failure);
    auto const two = cfdns::parse_response<list>(
        {200, {}, success(R"([{"id":"a","names":[]},{"id":"b","names":["n"]}])")});
    REQUIRE(two.value().size() == 2);
    CHECK(two.value()[1].names == std::vector<std::string>{"n"});
}

TEST_CASE("errors of any shape are read") {
    auto const errors_of = [](std::string const& json) {
        auto const got = cfdns::parse_response<get>({400, {}, R"({"success":false,"errors":)" + json + "}"});
        CHECK(got.error().code() == errc::api_failure);
        return std::vector<cfdns::api_message>(got.error().api_errors().begin(),
                                               got.error().api_errors().end());
    };
    CHECK(errors_of("null").empty());
    CHECK(errors_of("[]").empty());
    CHECK(errors_of("5").empty());

    auto const text = errors_of(R"(["first",{"message":"second"}])");
    REQUIRE(text.size() == 2);
    CHECK(text[0].message == "first");
    CHECK_FALSE(text[0].code.has_value());
    CHECK(text[1].message == "second");

    auto const bare = errors_of(R"("only")");
    REQUIRE(bare.size() == 1);
    CHECK(bare[0].message == "only");

    auto const object = errors_of(R"({"code":7,"message":"m"})");
    REQUIRE(object.size() == 1);
    CHECK(object[0].code == 7);

    auto const chain = errors_of(
        R"([{"code":6003,"message":"Invalid request headers","error_chain":[{"code":6111,"message":)"
        R"("Invalid format for Authorization header"}],"meta":{"x":[1]},"type":null}])");
    REQUIRE(chain.size() == 1);
    REQUIRE(chain[0].error_chain.size() == 1);
    CHECK(chain[0].error_chain[0].code == 6111);
    CHECK(chain[0].error_chain[0].message == "Invalid format for Authorization header");

    auto const odd =
        errors_of(R"([{"code":"1001","message":5,"source":"x"},null,7,{"code":1004.0,"message":"kept"}])");
    REQUIRE(odd.size() == 4);
    CHECK_FALSE(odd[0].code.has_value());
    CHECK(odd[0].message.empty());
    CHECK(odd[3].code == 1004);
    CHECK(odd[3].message == "kept");
}

TEST_CASE("null, absent and ill-typed optional members read as empty, the others are intact") {
    char const* const members[] = {"id",
                                   "auto_refresh_seconds",
                                   "checked_time",
                                   "created_time",
                                   "modified_time",
                                   "name",
                                   "peers",
                                   "soa_serial"};
    char const* const values[] = {"null",     "true",       "5.5",           "-1",
                                  "\"text\"", "{}",         R"({"a":[{}]})", "[]",
                                  "[null]",   R"([["x"]])", "1e400",         "18446744073709551616"};
    std::string const good[] = {"\"i\"", "300", "\"t1\"", "\"t2\"", "\"t3\"", "\"n\"", "[\"p\"]", "7"};
    int cases = 0, mismatches = 0;
    for (std::size_t bad = 0; bad != std::size(members); ++bad) {
        for (std::size_t v = 0; v <= std::size(values); ++v) {
            std::string body = "{";
            for (std::size_t i = 0; i != std::size(members); ++i) {
                if (i == bad && v == std::size(values)) continue;  // absent
                if (body.size() != 1) body += ',';
                body += '"' + std::string{members[i]} + "\":" + (i == bad ? values[v] : good[i]);
            }
            body += ",\"unknown\":1}";
            CAPTURE(body);
            auto const got = cfdns::parse_full_response<get>({200, {}, success(body)});
            REQUIRE(got.has_value());
            auto const& c = got.value().value;
            auto const intact = [&](std::size_t i, bool present) { CHECK((i == bad || present)); };
            intact(0, c.id == "i");
            intact(1, c.auto_refresh_seconds == 300s);
            intact(2, c.checked_time == cfdns::timestamp{"t1"});
            intact(3, c.created_time == cfdns::timestamp{"t2"});
            intact(4, c.modified_time == cfdns::timestamp{"t3"});
            intact(5, c.name == "n");
            intact(6, c.peers == std::vector<std::string>{"p"});
            intact(7, c.soa_serial == 7u);
            CHECK(c.extra.find("unknown") == "1");
            for (auto const& s : got.value().info.mismatches) {
                CHECK(s.pointer.starts_with("/result/" + std::string{members[bad]}));
                CHECK_FALSE(s.expected.empty());
                CHECK_FALSE(s.found.empty());
            }
            mismatches += static_cast<int>(got.value().info.mismatches.size());
            ++cases;
        }
    }
    CHECK(cases == 104);
    // Each value fits some members: null and absence fit all 8, text fits 5, an empty list 1, -1 the
    // seconds.
    CHECK(mismatches == 8 * 11 - 5 - 1 - 1);
}

TEST_CASE("a mismatch contains the pointer, the expected type and the value found") {
    auto const got = cfdns::parse_full_response<get>(
        {200,
         {},
         success(R"({"id":7,"soa_serial":"2019","peers":["a",{"id":1}],"name":)" + std::string{"\""} +
                 std::string(99, 'n') + R"(","auto_refresh_seconds":")" + std::string(99, 's') + R"("})")});
    auto const& s = got.value().info.mismatches;
    REQUIRE(s.size() == 4);
    CHECK((s[0].pointer == "/result/id" && s[0].expected == "string" && s[0].found == "number 7"));
    CHECK((s[1].pointer == "/result/soa_serial" && s[1].expected == "integer" &&
           s[1].found == "string \"2019\""));
    CHECK((s[2].pointer == "/result/peers/1" && s[2].expected == "string" && s[2].found == "object"));
    CHECK(s[3].pointer == "/result/auto_refresh_seconds");
    CHECK(s[3].found.size() < 60);
    CHECK(got.value().value.name == std::string(99, 'n'));
}

TEST_CASE("mismatches are bounded") {
    std::string list = "[";
    for (int i = 0; i != 1000; ++i) list += R"({"id":"a","names":[],"number":"x"},)";
    list.back() = ']';
    auto const got =
        cfdns::parse_full_response<mine::asking<std::vector<mine::strict>>>({200, {}, success(list)});
    CHECK(got.value().value.size() == 1000);
    CHECK(got.value().info.mismatches.size() == 64);
}

TEST_CASE("a required member that is missing, null or ill-typed makes the response malformed and is named") {
    struct {
        char const* result;
        char const* what;
    } const table[] = {
        {R"({"names":[]})", "/result/id: expected string, found nothing"},
        {R"({"id":null,"names":[]})", "/result/id: expected string, found null"},
        {R"({"id":[],"names":[]})", "/result/id: expected string, found array"},
        {R"({"id":"x"})", "/result/names: expected array, found nothing"},
        {R"({"id":"x","names":[2,1]})", "/result/names/1: expected string, found number 1"},
        {R"({"number":"n","id":5,"names":[]})", "/result/id: expected string, found number 5"},
        {R"([1])", "/result: expected object, found array"},
    };
    for (auto const& row : table) {
        CAPTURE(std::string{row.result});
        auto const got = cfdns::parse_response<mine::asking<mine::strict>>({200, {}, success(row.result)});
        REQUIRE(got.has_error());
        CHECK(got.error().code() == errc::malformed_response);
        CHECK(got.error().message().find(row.what) != std::string::npos);
    }
    auto const list = cfdns::parse_response<mine::asking<std::vector<mine::strict>>>(
        {200, {}, success(R"([{"id":1,"names":[]},{"names":[]}])")});
    CHECK(list.error().message().find("/result/1/id: expected string, found nothing") != std::string::npos);
}

TEST_CASE("integers are taken from every spelling of a whole number, exactly") {
    struct {
        char const* json;
        std::optional<std::uint32_t> serial;
    } const table[] = {
        {"2019102400", 2019102400u},
        {"2019102400.0", 2019102400u},
        {"2.0191024e9", 2019102400u},
        {"20191024E2", 2019102400u},
        {"2019102400000e-3", 2019102400u},
        {"4294967295", 4294967295u},
        {"4294967295.000", 4294967295u},
        {"0", 0u},
        {"-0", 0u},
        {"0e99", 0u},
        {"0.0", 0u},
        {"1e0", 1u},
        {"1E+1", 10u},
        {"4294967296", std::nullopt},
        {"-1", std::nullopt},
        {"1.5", std::nullopt},
        {"1e-1", std::nullopt},
        {"1e10", std::nullopt},
        {"18446744073709551615", std::nullopt},
        {"1e300", std::nullopt},
        {"0.1e-5", std::nullopt},
    };
    for (auto const& row : table) {
        CAPTURE(std::string{row.json});
        auto const got = cfdns::parse_full_response<get>(
            {200, {}, success(R"({"soa_serial":)" + std::string{row.json} + "}")});
        REQUIRE(got.has_value());
        CHECK(got.value().value.soa_serial == row.serial);
        CHECK(got.value().info.mismatches.size() == (row.serial ? 0 : 1));
    }
}

TEST_CASE("if a member name is repeated, the last member is used") {
    auto const got = cfdns::parse_response<get>(
        {200,
         {},
         R"({"result":{"id":"a","peers":["x"]},"success":false,"success":true,"result":{"id":"b","peers":["y","z"],)"
         R"("id":"c","peers":["w"],"name":"n","name":null}})"});
    REQUIRE(got.has_value());
    CHECK(got.value().id == "c");
    CHECK(got.value().peers == std::vector<std::string>{"w"});
    CHECK_FALSE(got.value().name.has_value());
    CHECK(cfdns::parse_response<get>({200, {}, R"({"success":true,"success":false,"result":{}})"})
              .has_error());
    CHECK(cfdns::parse_response<get>({200, {}, R"({"success":true,"result":{},"result":null})"})
              .error()
              .code() == errc::no_result);
    CHECK(cfdns::parse_response<get>({200, {}, R"({"success":true,"result":5,"result":{"id":"i"}})"})
              .value()
              .id == "i");
}

TEST_CASE("escapes are undone, in names and in values, of any length") {
    std::string const plain(10'000, 'a');
    auto const got = cfdns::parse_response<get>(
        {200,
         {},
         success(R"({"\u0069d":"\"\\\/\b\f\n\r\t\u00e9\ud83c\udf0d\u0000","name":")" + plain + "\\n" +
                 plain + "\"}")});
    REQUIRE(got.has_value());
    CHECK(got.value().id == std::string{"\"\\/\b\f\n\r\t\xc3\xa9\xf0\x9f\x8c\x8d\0", 15});
    CHECK(got.value().name == plain + "\n" + plain);
}

TEST_CASE("unknown members are kept as JSON text and come back in an update") {
    auto const got = cfdns::parse_response<get>(
        {200,
         {},
         success(
             R"({"id":"x","a":  [1, 2.50, "\u00e9\/", {"b" : null, "c":true}, [], {}],"d":{"e":[[]]},"f":-0.0e1,)"
             R"("g\n":"h\"i","extra":1,"name":"n"})")});
    REQUIRE(got.has_value());
    auto const& extra = got.value().extra;
    REQUIRE(extra.size() == 5);
    CHECK(extra.find("a") == "[1,2.50,\"\xc3\xa9/\",{\"b\":null,\"c\":true},[],{}]");
    CHECK(extra.find("d") == R"({"e":[[]]})");
    CHECK(extra.find("f") == "-0.0e1");
    CHECK(extra.find("g\n") == R"("h\"i")");
    CHECK(extra.find("extra") == "1");

    auto const with_zone = cfdns::parse_response<get>({200, {}, success(R"({"name":"n","zone_id":"z"})")});
    zt::incoming::update const back{.zone_id = zone,
                                    .auto_refresh_seconds = 300s,
                                    .name = "n",
                                    .peers = std::vector<std::string>{},
                                    .extra = with_zone.value().extra};
    CHECK(cfdns::make_request(back).value().body ==
          R"({"auto_refresh_seconds":300,"name":"n","peers":[],"zone_id":"z"})");

    zt::incoming::update op{.zone_id = zone,
                            .auto_refresh_seconds = 300s,
                            .name = *got.value().name,
                            .peers = std::vector<std::string>{},
                            .extra = extra};
    CHECK(cfdns::make_request(op).value().body ==
          "{\"auto_refresh_seconds\":300,\"name\":\"n\",\"peers\":[],\"a\":[1,2.50,\"\xc3\xa9/"
          "\",{\"b\":null,\"c\":true},[],{}],"
          R"("d":{"e":[[]]},"f":-0.0e1,"g\n":"h\"i","extra":1})");
}

TEST_CASE("a response truncated at any point is an error, never a value") {
    std::string const whole =
        R"({"success":true,"errors":[{"code":1,"message":"m"}],"messages":["x"],"result":{"id":"\u00e9",)"
        R"("soa_serial":2.0191024e9,"peers":["a","b"],"u":{"v":[1,true,null]}}})";
    REQUIRE(cfdns::parse_response<create>({200, {}, whole}).has_value());
    for (std::size_t size = 0; size != whole.size(); ++size) {
        CAPTURE(size);
        auto const got = cfdns::parse_response<create>({200, {}, std::string_view{whole}.substr(0, size)});
        REQUIRE(got.has_error());
        CHECK(got.error().code() == (size == 0 ? errc::no_result : errc::malformed_response));
    }
}

TEST_CASE("a response that is changed anywhere neither throws nor loses its status") {
    for (std::string const& whole : {page_200, page_4xx}) {
        for (std::size_t at = 0; at != whole.size(); ++at) {
            for (char const c :
                 {'\0', '"', '{', '}', '[', ']', ',', ':', '9', '-', 'e', '\\', '\x80', ' '}) {
                std::string changed = whole;
                changed[at] = c;
                auto const got = cfdns::parse_full_response<create>({299, {}, changed});
                CHECK((got.has_value() ? got.value().info.http_status : got.error().http_status()) == 299);
            }
        }
    }
}

TEST_CASE("paging and rate limits are part of the response") {
    std::vector<cfdns::http_header> const headers{
        {"Ratelimit", "\"default\";r=50;t=30"},
        {"Ratelimit-Policy", "\"burst\";q=1;w=1, \"default\";q=1200;w=300"}};
    auto const got = cfdns::parse_full_response<mine::asking<std::vector<std::string>>>(
        {200, headers,
         R"({"success":true,"result":["a"],"result_info":{"page":1,"per_page":20.0,"count":1,"total_count":2000,)"
         R"("total_pages":100,"cursor":"x"}})"});
    REQUIRE(got.has_value());
    auto const& page = got.value().info.result_info.value();
    CHECK(page.page == 1);
    CHECK(page.per_page == 20);
    CHECK(page.count == 1);
    CHECK(page.total_count == 2000);
    CHECK(page.total_pages == 100);
    auto const& limit = got.value().info.rate_limit.value();
    CHECK(limit.policy == "default");
    CHECK(limit.remaining == 50);
    CHECK(limit.reset_after == 30s);
    CHECK(limit.quota == 1200);
    CHECK(limit.window == 300s);
}

TEST_CASE("invalid rate limit fields are treated as absent") {
    struct {
        char const* field;
        char const* policy;
        std::optional<std::uint64_t> remaining;
    } const table[] = {{"\"default\";r=50;t=30", "default", 50},
                       {"burst;R=7", "burst", 7},
                       {"\"x\";r=-1", "x", std::nullopt},
                       {"\"x\";r=1e9", "x", std::nullopt},
                       {"\"x\"; r=3 ;t", "x", 3},
                       {"\"x\";r=99999999999999999999", "x", std::nullopt},
                       {";;;=;r=", "", std::nullopt},
                       {"\"a\", \"b\";r=1", "b", 1}};
    for (auto const& row : table) {
        CAPTURE(std::string{row.field});
        std::vector<cfdns::http_header> const headers{{"Ratelimit", row.field}};
        auto const got = cfdns::parse_full_response<get>({200, headers, success("{}")});
        REQUIRE(got.value().info.rate_limit.has_value());
        CHECK(got.value().info.rate_limit->policy == row.policy);
        CHECK(got.value().info.rate_limit->remaining == row.remaining);
        CHECK_FALSE(got.value().info.rate_limit->quota.has_value());
    }
    CHECK_FALSE(
        cfdns::parse_full_response<get>({200, {}, success("{}")}).value().info.rate_limit.has_value());
}

TEST_CASE("no failure of an operation that carries a secret shows any of its content") {
    using op = mine::asking<mine::tsig>;
    std::string const canary = "canary-1234567890";
    std::string const bodies[] = {
        success(R"({"name":"n","secret":")" + canary + "\""),         // cut
        success(R"({"name":5,"secret":")" + canary + "\"}"),          // ill-typed beside it
        success(R"({"name":"n","secret":["x",")" + canary + "\"]}"),  // ill-typed itself
        success("\"" + canary + "\""),                                // in place of the whole
        success(R"({"secret":")" + canary + "\"}"),                   // a required member missing
        "<html>" + canary + "</html>",
    };
    for (std::string const& body : bodies) {
        CAPTURE(body);
        for (int status : {200, 502}) {
            auto const got = cfdns::parse_response<op>({status, {}, body});
            REQUIRE(got.has_error());
            CHECK(got.error().excerpt().empty());
            CHECK(got.error().message().find("canary") == std::string::npos);
        }
    }
    auto const good =
        cfdns::parse_response<op>({200, {}, success(R"({"name":"n","secret":"a\/)" + canary + "\"}")});
    CHECK(good.value().secret.expose() == "a/" + canary);
}

TEST_CASE("a secret is found at any depth of a result, also in types that contain themselves") {
    auto const got = cfdns::parse_response<mine::asking<std::vector<mine::outer>>>(
        {200, {}, R"({"result":[{"next":{"next":[{"next":{"secret":"canary"}}]}}],"success":"x"})"});
    CHECK(got.error().excerpt().empty());
    CHECK(cfdns::detail::holds_secret(cfdns::detail::schema_of<std::vector<mine::outer>>));
    CHECK_FALSE(cfdns::detail::holds_secret(cfdns::detail::schema_of<std::vector<cfdns::api_message>>));
}

TEST_CASE(
    "the mismatch that invalidates a result is named even after many others, and its text stays UTF-8") {
    std::string object = R"({"names":[])";
    for (int i = 0; i != 100; ++i) object += R"(,"number":"x")";
    auto const got =
        cfdns::parse_response<mine::asking<mine::strict>>({200, {}, success(object + ",\"id\":7}")});
    CHECK(got.error().message().find("/result/id: expected string, found number 7") != std::string::npos);

    for (std::size_t size = 36; size != 40; ++size) {
        std::string const text = std::string(size, 'a') + "\xc3\xa9\xf0\x9f\x8c\x8d";
        auto const odd =
            cfdns::parse_full_response<get>({200, {}, success(R"({"soa_serial":")" + text + "\"}")});
        CHECK(cfdns::detail::is_utf8(odd.value().info.mismatches.at(0).found));
    }
}

TEST_CASE("big responses are read") {
    std::string list = "[";
    for (int i = 0; i != 20'000; ++i)
        list += R"({"id":"0123456789abcdef0123456789abcdef","number":5,"names":["a","b","c"]},)";
    list.back() = ']';
    auto const got =
        cfdns::parse_response<mine::asking<std::vector<mine::strict>>>({200, {}, success(list)});
    REQUIRE(got.has_value());
    CHECK(got.value().size() == 20'000);
    CHECK(got.value().back().names.size() == 3);

    std::string members = "{";
    for (int i = 0; i != 20'000; ++i) members += "\"m" + std::to_string(i) + "\":[],";
    members += "\"id\":\"x\"}";
    auto const many = cfdns::parse_response<get>({200, {}, success(members)});
    CHECK(many.value().id == "x");
    CHECK(many.value().extra.size() == 20'000);
}

namespace {

// Its default values may throw, so a value that is read again is assigned.
struct long_default {
    std::optional<std::string> text{"a default value that needs memory"};
    std::optional<std::string> other{};
    CFDNS_FIELDS(text, other)
};
struct with_default {
    long_default inner{};
    CFDNS_FIELDS(inner)
};

}  // namespace

TEST_CASE("a struct that is repeated starts from its default values again") {
    auto const got = cfdns::parse_response<mine::asking<with_default>>(
        {200, {}, success(R"({"inner":{"text":"a","other":"b"},"inner":{}})")});
    REQUIRE(got.has_value());
    CHECK(got->inner.text == "a default value that needs memory");
    CHECK(!got->inner.other);
}
