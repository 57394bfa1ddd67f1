// SPDX-License-Identifier: BSL-1.0
// One table of responses for every operation.
#include "../support/takes.hpp"
#include "any_operation.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <algorithm>

namespace {

namespace json = boost::json;
using cfdns::errc;

any_response read(any_operation const& op, int status, std::string const& body) {
    std::vector<cfdns::http_header> const headers{{"CF-RAY", "ray"}};
    return op.parse({status, headers, body});
}

bool holds_secret(any_operation const& op) {
    return cfdns::detail::holds_secret(*op.info->params) || cfdns::detail::holds_secret(*op.info->result);
}

int cases = 0;

// A failure that lost nothing.
void check_failure(any_operation const& op, any_response const& got, errc code, int status,
                   std::string const& body) {
    ++cases;
    REQUIRE_FALSE(got.good);
    CHECK(got.failure.code() == code);
    CHECK(got.failure.http_status() == status);
    CHECK(got.failure.cf_ray() == "ray");
    CHECK(got.failure.delivery() == cfdns::delivery::answered);
    CHECK(got.failure.excerpt() ==
          (holds_secret(op) ? std::string_view{} : std::string_view{body}.substr(0, 512)));
    CHECK(got.failure.message().find(tsig_secret.substr(0, 16)) == std::string::npos);
}

// Without order, escapes and white space.
void check_same(std::string const& a, std::string const& b) { CHECK(json::parse(a) == json::parse(b)); }

// The object whose members are changed: the result itself, or the last one of a list.
json::object& object_of(json::value& result) {
    return result.is_array() ? result.as_array().back().as_object() : result.as_object();
}

bool is_object(answer const& expected) { return expected.json.front() != '"'; }

}  // namespace

TEST_CASE(
    "every operation reads its response, whatever the order of the envelope and the spelling of the "
    "text") {
    for (any_operation const& op : operations_that(&any_operation::responds_with_json)) {
        CAPTURE(op.name);
        json::value const result = json::parse(op.expected.json);
        std::string const bodies[] = {
            success(op.expected.json),
            R"({"result":)" + op.expected.json + R"(,"success":true,"errors":[],"messages":[]})",
            " { \"success\" : true ,\n\t\"result\" : " + op.expected.json + " } ",
            R"({"success":true,"errors":null,"messages":null,"result_info":null,"result":)" +
                op.expected.json + "}",
            R"({"success":true,"errors":[{"code":1000,"message":"m"}],"messages":["n"],"result":)" +
                op.expected.json + "}",
            "\xef\xbb\xbf" + success(op.expected.json),
            R"({"r\u0065sult":)" + op.expected.json + R"(,"succ\u0065ss":true})",
        };
        for (std::string const& body : bodies) {
            for (int status : {200, 201, 202}) {
                any_response const got = read(op, status, body);
                REQUIRE(got.good);
                CHECK(got.info.mismatches.empty());
                CHECK(got.info.http_status == status);
                CHECK(got.info.cf_ray == "ray");
                check_same(got.result, op.expected.json);
                ++cases;
            }
        }
    }
}

TEST_CASE("every operation reports an API failure, whatever the status") {
    std::string const errors = R"([{"code":1004,"message":"Validation failed","source":{"pointer":"/name"},)"
                               R"("error_chain":[{"code":9005,"message":"why"}]}])";
    for (any_operation const& op : operations_that(&any_operation::responds_with_json)) {
        CAPTURE(op.name);
        for (std::string const& body :
             {R"({"success":false,"errors":)" + errors + R"(,"messages":[],"result":null})",
              R"({"success":false,"errors":)" + errors + "}",
              R"({"result":)" + op.expected.json + R"(,"success":false,"errors":)" + errors + "}",
              R"({"result":"Not authorized to setup outgoing zone transfers","success":false,"errors":)" +
                  errors + "}"}) {
            for (int status :
                 {200, 204, 301, 400, 401, 403, 404, 405, 409, 422, 429, 500, 502, 503, 520, 599}) {
                any_response const got = read(op, status, body);
                check_failure(op, got, errc::api_failure, status, body);
                REQUIRE(got.failure.api_errors().size() == 1);
                cfdns::api_message const& entry = got.failure.api_errors()[0];
                CHECK(entry.code == 1004);
                CHECK(entry.message == "Validation failed");
                CHECK(entry.source.value().pointer == "/name");
                CHECK(entry.error_chain.at(0).code == 9005);
                CHECK(got.failure.is_not_found() == (status == 404));
                CHECK(got.failure.is_rate_limited() == (status == 429));
            }
        }
    }
}

TEST_CASE("every operation reports a response that is not the API's envelope") {
    for (any_operation const& op : operations_that(&any_operation::responds_with_json)) {
        CAPTURE(op.name);
        for (char const* body :
             {"<!DOCTYPE html><title>520: Web server is returning an unknown error</title>",
              "error code: 1015", "{\"success\":fal", "[]", "null", "\"text\"",
              "{\"message\":\"somebody else's\"}"}) {
            CAPTURE(std::string{body});
            for (int status : {400, 404, 429, 500, 502, 520})
                check_failure(op, read(op, status, body), errc::unexpected_status, status, body);
            check_failure(op, read(op, 200, body), errc::malformed_response, 200, body);
        }
        for (int status : {302, 400, 403, 500, 503})
            check_failure(op, read(op, status, ""), errc::unexpected_status, status, "");
        check_failure(op, read(op, 500, success(op.expected.json)), errc::unexpected_status, 500,
                      success(op.expected.json));
    }
}

TEST_CASE("every operation defines whether a success without a result is valid") {
    for (any_operation const& op : operations_that(&any_operation::responds_with_json)) {
        CAPTURE(op.name);
        bool const list = op.expected.json.front() == '[';
        std::pair<int, char const*> const responses[] = {
            {204, ""},
            {205, ""},
            {200, ""},
            {200, " \n"},
            {200, R"({"success":true})"},
            {200, R"({"success":true,"errors":[],"messages":[],"result":null})"}};
        for (auto const& response : responses) {
            int const status = response.first;
            char const* const body = response.second;
            CAPTURE(std::string{body});
            any_response const got = read(op, status, body);
            bool const empty_list = list && std::string_view{body}.find("null") != std::string_view::npos;
            bool const no_content = body[0] != '{';
            bool const allowed = op.expected.may_be_absent && (!no_content || status != 200);
            if (allowed || empty_list) {
                CHECK(got.good);
                CHECK(got.info.mismatches.empty());
                ++cases;
            } else {
                check_failure(op, got, errc::no_result, status, body);
            }
        }
    }
}

TEST_CASE("every operation reports a response truncated at any point as malformed") {
    for (any_operation const& op : operations_that(&any_operation::responds_with_json)) {
        CAPTURE(op.name);
        std::string const whole = success(op.expected.json);
        for (std::size_t size = 1; size != whole.size(); ++size)
            check_failure(op, read(op, 200, whole.substr(0, size)), errc::malformed_response, 200,
                          whole.substr(0, size));
    }
}

TEST_CASE(
    "every operation reads a result of another type as malformed, or as empty if the result is optional") {
    for (any_operation const& op : operations_that(&any_operation::responds_with_json)) {
        CAPTURE(op.name);
        for (char const* other : {"true", "5", "\"text\"", "[5]", "[[]]", "[null]", "{}"}) {
            CAPTURE(std::string{other});
            bool const object = op.expected.json.front() == '{', list = op.expected.json.front() == '[';
            bool const fits = (!object && !list && other[0] == '"') ||
                              (object && other[0] == '{' && op.expected.required.empty());
            any_response const got = read(op, 200, success(other));
            if (fits || op.expected.may_be_absent) {
                REQUIRE(got.good);
                CHECK(got.info.mismatches.size() == (fits ? 0 : 1));
                if (!fits) CHECK(got.info.mismatches[0].pointer == "/result");
                ++cases;
            } else {
                check_failure(op, got, errc::malformed_response, 200, success(other));
                CHECK(got.failure.message().find("/result") != std::string::npos);
            }
        }
    }
}

TEST_CASE("every member of every result may be absent, null or ill-typed without affecting the others") {
    char const* const values[] = {"(absent)", "null",
                                  "true",     "5",
                                  "5.5",      "-1",
                                  "1e400",    "99999999999999999999",
                                  "\"text\"", "[]",
                                  "[5]",      "[null]",
                                  "{}",       R"({"a":[{"b":1}]})"};
    for (any_operation const& op : operations_that(&any_operation::responds_with_json)) {
        if (!is_object(op.expected)) continue;
        CAPTURE(op.name);
        json::value const original = json::parse(op.expected.json);
        json::value probe = original;
        for (auto const& member : json::object{object_of(probe)}) {
            std::string const name{member.key()};
            bool const required = std::find(op.expected.required.begin(), op.expected.required.end(),
                                            name) != op.expected.required.end();
            for (char const* value : values) {
                std::string_view const text{value};
                bool const absent = text == "(absent)";
                // The changed member goes to the end, as text, so that every spelling of a number can be
                // used.
                json::value changed = original;
                object_of(changed).erase(name);
                std::string body = json::serialize(changed);
                std::size_t const end = body.rfind('}');
                if (!absent) body.insert(end, (body[end - 1] == '{' ? "\"" : ",\"") + name + "\":" + value);
                CAPTURE(body);
                auto const reading = expected_reading_of(type_of_member(*op.info->result, name),
                                                         json::parse(absent ? "null" : value));
                bool const fits =
                    !absent && takes(type_of_member(*op.info->result, name), json::parse(value));
                any_response const got = read(op, 200, success(body));
                std::string const pointer = (original.is_array() ? "/result/1/" : "/result/") + name;
                if (!fits && required && original.is_array()) {
                    REQUIRE(got.good);  // the entry is left out, and the other stays
                    REQUIRE(got.info.mismatches.size() == 1);
                    CHECK(got.info.mismatches[0].pointer == pointer);
                    CHECK(json::parse(got.result).as_array() == json::array({original.as_array().front()}));
                    continue;
                }
                if (!fits && required) {
                    check_failure(op, got, errc::malformed_response, 200, success(body));
                    CHECK(got.failure.message().find(pointer + ": expected") != std::string::npos);
                    continue;
                }
                REQUIRE(got.good);
                ++cases;
                bool const silent = fits || absent || text == "null";
                CHECK(got.info.mismatches.size() == (silent ? 0 : 1));
                for (cfdns::mismatch const& s : got.info.mismatches) {
                    CHECK(s.pointer.starts_with(pointer));
                    if (name == "secret") CHECK(s.found.find("text") == std::string::npos);
                }
                if (silent || name == "secret" ||
                    op.expected.may_be_absent)  // `deleted` has no extra members
                    CHECK(got.kept.empty());
                else
                    CHECK(got.kept == std::vector<std::string>{name + ": " + value});
                json::value expected = changed;
                if (!absent && reading.kept) object_of(expected)[name] = *reading.kept;
                CHECK(json::parse(got.result) == expected);
            }
        }
    }
}

TEST_CASE("every result keeps unknown members") {
    std::string const unknown =
        R"("future":{"a":[1,2.50,"\u00e9",null,true,{}],"b":"c"},"x\n":"y","twice":1,"twice":2)";
    for (any_operation const& op : operations_that(&any_operation::responds_with_json)) {
        if (!is_object(op.expected) || op.expected.may_be_absent) continue;
        CAPTURE(op.name);
        std::string body = op.expected.json;
        body.insert(body.rfind('}'), "," + unknown);
        any_response const got = read(op, 200, success(body));
        REQUIRE(got.good);
        CHECK(got.info.mismatches.empty());
        check_same(got.result, body);
        ++cases;
    }
}

TEST_CASE("every result uses the last of repeated members, and decodes escapes") {
    for (any_operation const& op : operations_that(&any_operation::responds_with_json)) {
        if (!is_object(op.expected)) continue;
        CAPTURE(op.name);
        json::value probe = json::parse(op.expected.json);
        // All members twice, the first time as something else.
        std::string body = "{";
        // g++ 12 warns of "..." + std::string at -O3.
        for (auto const& member : object_of(probe))
            body.append("\"").append(std::string{member.key()}).append("\":[[5]],");
        body += json::serialize(object_of(probe)).substr(1);
        if (probe.is_array()) body = "[" + body + "]";
        any_response const got = read(op, 200, success(body));
        if (op.expected.required.empty()) {
            REQUIRE(got.good);
            std::string const once =
                json::serialize(probe.is_array() ? json::value(json::array({object_of(probe)})) : probe);
            check_same(got.result, once);
            ++cases;
        } else {
            // A required member that was ill-typed once has already sunk its object.
            check_failure(op, got, errc::malformed_response, 200, success(body));
        }

        std::string escaped = op.expected.json;
        for (std::size_t at = escaped.find("\"name\":\""); at != std::string::npos;
             at = escaped.find("\"name\":\"", at + 1))
            escaped.replace(at, 8, R"("n\u0061me":"\u00e9\ud83c\udf0d\/)");
        any_response const read_escaped = read(op, 200, success(escaped));
        REQUIRE(read_escaped.good);
        check_same(read_escaped.result, escaped);
        ++cases;
    }
    MESSAGE("response cases: " << cases);
}

namespace {

std::string const some_errors =
    R"([{"code":1004,"message":"Validation failed","source":{"pointer":"/name"},)"
    R"("error_chain":[{"code":9005,"message":"why"}]}])";

// An API failure with these errors, whatever the operation responds with.
void check_api_failure(any_operation const& op, int status, std::string const& body) {
    any_response const got = read(op, status, body);
    check_failure(op, got, errc::api_failure, status, body);
    REQUIRE(got.failure.api_errors().size() == 1);
    cfdns::api_message const& entry = got.failure.api_errors()[0];
    CHECK(entry.code == 1004);
    CHECK(entry.message == "Validation failed");
    CHECK(entry.source.value().pointer == "/name");
    CHECK(entry.error_chain.at(0).code == 9005);
}

}  // namespace

TEST_CASE("an operation without a result reads an envelope without one, and ignores any that is sent") {
    for (any_operation const& op : operations_that(&any_operation::responds_with_nothing)) {
        CAPTURE(op.name);
        for (char const* result : {"", R"(,"result":null)", R"(,"result":{"a":[1,{}]})", R"(,"result":[5])",
                                   R"(,"result":"text")", R"(,"result":1e400)"})
            for (int status : {200, 201, 202}) {
                std::string const body =
                    R"({"success":true,"errors":[],"messages":[{"code":1000,"message":"m"}])" +
                    std::string{result} + "}";
                CAPTURE(body);
                any_response const got = read(op, status, body);
                REQUIRE(got.good);
                std::string_view const sent{result};
                bool const other = !sent.empty() && !sent.ends_with('}') && !sent.ends_with("null");
                REQUIRE(got.info.mismatches.size() == (other ? 1 : 0));
                if (other) CHECK(got.info.mismatches[0].pointer == "/result");
                CHECK(got.info.http_status == status);
                CHECK(got.info.cf_ray == "ray");
                ++cases;
                REQUIRE(got.info.messages.size() == 1);
                CHECK(got.info.messages[0].message == "m");
            }
        CHECK(read(op, 200, R"({"result":{}})").good);
        for (int status : {204, 205}) CHECK(read(op, status, "").good);
        for (char const* body : {"", " \n"})
            check_failure(op, read(op, 200, body), errc::no_result, 200, body);
    }
}

TEST_CASE("an operation without a result reports failures and what is not the envelope") {
    std::string const whole = R"({"success":true,"errors":[],"messages":[]})";
    for (any_operation const& op : operations_that(&any_operation::responds_with_nothing)) {
        CAPTURE(op.name);
        for (int status : {200, 204, 301, 400, 401, 403, 404, 409, 422, 429, 500, 503, 520}) {
            check_api_failure(op, status, R"({"success":false,"errors":)" + some_errors + "}");
            check_api_failure(op, status,
                              R"({"result":{},"success":false,"messages":[],"errors":)" + some_errors + "}");
        }
        for (std::string const body : {"<!DOCTYPE html><title>520</title>", "error code: 1015", "[]", "null",
                                       "\"text\"", "5", "{}", R"({"success":"true"})"}) {
            CAPTURE(body);
            check_failure(op, read(op, 200, body), errc::malformed_response, 200, body);
            for (int status : {302, 400, 404, 502})
                check_failure(op, read(op, status, body), errc::unexpected_status, status, body);
        }
        for (int status : {302, 400, 503})
            check_failure(op, read(op, status, ""), errc::unexpected_status, status, "");
        check_failure(op, read(op, 500, whole), errc::unexpected_status, 500, whole);
        for (std::size_t size = 1; size != whole.size(); ++size)
            check_failure(op, read(op, 200, whole.substr(0, size)), errc::malformed_response, 200,
                          whole.substr(0, size));
    }
}

TEST_CASE("an operation that responds with text returns it byte for byte") {
    for (any_operation const& op : operations_that(&any_operation::responds_with_text)) {
        CAPTURE(op.name);
        for (std::string const& text :
             {op.expected.json, std::string{"\xff\x00\x80", 3}, std::string{" x \r\n"}, std::string{"{"},
              std::string{"{}"}, std::string{"null"}, std::string{"[1]"}, std::string{"\"text\""},
              std::string{R"({"a":{"success":true}})"}, std::string{"a < b <html>"}}) {
            CAPTURE(text);
            for (int status : {200, 201, 203}) {
                any_response const got = read(op, status, text);
                REQUIRE(got.good);
                CHECK(got.result == text);
                CHECK(got.info.http_status == status);
                CHECK(got.info.cf_ray == "ray");
                CHECK(got.info.mismatches.empty());
                ++cases;
            }
            for (int status : {302, 400, 404, 429, 500, 520})
                check_failure(op, read(op, status, text), errc::unexpected_status, status, text);
        }
    }
}

TEST_CASE("an envelope in place of the text is an error with all it says, whole or not") {
    for (any_operation const& op : operations_that(&any_operation::responds_with_text)) {
        CAPTURE(op.name);
        for (std::string const& body :
             {R"({"success":false,"errors":)" + some_errors + R"(,"messages":[],"result":null})",
              R"({"errors":)" + some_errors + R"(,"messages":[],"success":false})",
              R"({"future":1,"success":false,"errors":)" + some_errors + "}"})
            for (int status : {200, 201, 301, 400, 401, 403, 404, 409, 422, 429, 500, 503, 520})
                check_api_failure(op, status, body);
        std::string const whole = success("\"" + op.expected.json.substr(0, 5) + "\"");
        check_failure(op, read(op, 200, whole), errc::malformed_response, 200, whole);
        // From where its first member can be recognised.
        for (std::size_t size = whole.find(':') + 1; size != whole.size(); ++size)
            check_failure(op, read(op, 200, whole.substr(0, size)), errc::malformed_response, 200,
                          whole.substr(0, size));
        for (std::string const body : {"<!DOCTYPE html><title>520</title>", "<html><body>", " \n<HTML>"})
            check_failure(op, read(op, 200, body), errc::malformed_response, 200, body);
        for (char const* body : {"", " \r\n\t"}) {
            for (int status : {200, 204})
                check_failure(op, read(op, status, body), errc::no_result, status, body);
            check_failure(op, read(op, 500, body), errc::unexpected_status, 500, body);
        }
    }
}

TEST_CASE("the secret of a TSIG is returned and shown nowhere else") {
    std::string const canary = "c4n4ry" + tsig_secret;
    std::string const one = R"({"id":"i","algo":"hmac-sha512.","name":"n","secret":")" + canary + "\"}";
    auto const got = cfdns::parse_full_response<zt::tsigs::list>({200, {}, success("[" + one + "]")});
    REQUIRE(got.has_value());
    CHECK(got.value().value.at(0).secret.value().expose() == canary);

    for (std::string const& body :
         {success("[" + one), success("[" + one + ",5]"), success("[" + one + R"(,{"name":1}])"),
          success(R"([{"id":"i","algo":"a","name":"n","secret":{"value":")" + canary + "\"}}]"),
          success("\"" + canary + "\""), success("{\"x\":\"" + canary + "\"}"), "<p>" + canary + "</p>"}) {
        for (int status : {200, 500}) {
            auto const read = cfdns::parse_full_response<zt::tsigs::list>({status, {}, body});
            std::string shown;
            if (read.has_error()) {
                shown = read.error().message() + std::string{read.error().excerpt()};
            } else {
                for (auto const& s : read.value().info.mismatches) shown += s.pointer + s.expected + s.found;
            }
            CHECK_FALSE(shown.empty());
            CHECK(shown.find("c4n4ry") == std::string::npos);
        }
    }
    zt::tsigs::create op{
        .account_id = account, .algo = "\xff", .name = "n", .secret = cfdns::secret_string{canary}};
    CHECK(cfdns::make_request(op).error().message().find("c4n4ry") == std::string::npos);
}
