// SPDX-License-Identifier: BSL-1.0
// What RFC 8259 demands of a reader, what it forbids and what it leaves open: each case decided, and read
// through parse_response.
#include "../support/values.hpp"

#include <doctest/doctest.h>
#include <boost/version.hpp>

#include <cmath>

#include <chrono>
#include <string>

namespace {

using cfdns::errc;

// Where any JSON value may stand.
struct any_value {
    std::optional<std::string> text{};
    std::optional<double> real{};
    std::optional<std::int64_t> whole{};
    std::vector<std::string> list{};
    std::optional<bool> flag{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(text, real, whole, list, flag, extra)
};
struct probe {
    std::optional<std::string> q{};
    using response_type = std::optional<any_value>;
    static constexpr auto route = cfdns::get("/probe");
    CFDNS_FIELDS(q)
};

struct bare_probe {
    std::optional<std::string> q{};
    using response_type = any_value;
    static constexpr auto route = cfdns::get("/bare");
    CFDNS_FIELDS(q)
};

// Needs one member and has another.
struct needy {
    std::string id{};
    std::optional<std::int32_t> number{};
    CFDNS_FIELDS(id, number)
};
struct needy_probe {
    std::optional<std::string> q{};
    using response_type = needy;
    static constexpr auto route = cfdns::get("/needy");
    CFDNS_FIELDS(q)
};

cfdns::result<std::optional<any_value>> read(std::string const& body,
                                             cfdns::response_limits const& limits = {}) {
    return cfdns::parse_response<probe>({200, {}, body}, limits);
}
bool accepts(std::string const& json) {
    auto const got = read(R"({"success":true,"result":{"list":[],"new":)" + json + "}}");
    if (got.has_error()) CHECK(got.error().code() == errc::malformed_response);
    return got.has_value();
}
// The text that a JSON string stands for, if it is one.
std::optional<std::string> text_of(std::string const& json) {
    auto const got = read(R"({"success":true,"result":{"list":[],"text":)" + json + "}}");
    return got.has_value() && got.value() ? got.value()->text : std::nullopt;
}

std::string repeated(std::string const& text, std::size_t count) {
    std::string out;
    out.reserve(text.size() * count);
    for (; count != 0; --count) out += text;
    return out;
}
// That many values within each other, with nothing in the innermost.
std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

struct json_class {
    std::string name;
    bool accepted;
    std::vector<std::string> texts;
};

std::vector<json_class> classes() {
    using std::string_literals::operator""s;
    return {
        {"literals", true, {"null", "true", "false"}},
        {"other literals",
         false,
         {"nul", "nulll", "True", "FALSE", "NaN", "nan", "Infinity", "-Infinity", "undefined", "t", "yes"}},
        {"numbers",
         true,
         {"0", "-0", "1", "-1", "10", "1.5", "-0.0", "1e5", "1E5", "1e+5", "1e-5", "0e0", "0.1e1",
          "123456789.25"}},
        {"malformed numbers",
         false,
         {"01",    "-01", "+1",  "1.",  ".5",    "-",     "-.5", "1e",           "1e+", "1.e1",  "0x10",
          "1_000", "1,5", "- 1", "--1", "1e1.5", "1.2.3", "00",  "\xef\xbc\x91", "1a",  "1e5e5", "0b1"}},
        {"numbers beyond all types",
         true,
         {"18446744073709551616", "-9223372036854775809", "1e400", "-1e400", "1e-400", "1e999999999",
          std::string(400, '9'), "0." + std::string(400, '0') + "1", "1e-999999999"}},
        {"exponents beyond 32 bits",
         true,
         {"1e2147483648", "1e9999999999", "1e-9999999999", "1.5E+9999999999", "0e99999999999999999999",
          "-0.0e-99999999999999999999", "1e" + std::string(400, '9'), "1e" + std::string(400, '0') + "1",
          R"(["1e9999999999\\\"", {"e9999999999": 1e9999999999}])"}},
        {"strings",
         true,
         {R"("")", R"("a")", "\"\x7f\"", R"("/")", R"("\/")", R"("\\\"\b\f\n\r\t")", "\"'\"", R"("\u0000")",
          R"("\u001f")"}},
        {"malformed strings",
         false,
         {"\"", "\"a", "'a'", "a", R"("\a")", R"("\x41")", R"("\0")", R"("\u12")", R"("\u123g")", R"("\u")",
          R"("\")", R"("\U0041")", R"("\u{41}")", R"("\v")", R"("\')"}},
        {"bare control characters in strings",
         false,
         {"\"\x01\"", "\"a\nb\"", "\"\r\"", "\"\t\"", "\"\x1f\"", "\"a\0b\""s, "\"\b\""}},
        {"surrogates in pairs", true, {R"("\ud83d\ude00")", R"("\uD800\uDC00")", R"("\udbff\udfff")"}},
        {"lone surrogates",
         false,
         {R"("\ud83d")", R"("\ude00")", R"("\ude00\ud83d")", R"("\ud83d\u0041")", R"("\ud83d\ud83d")",
          R"("\ud83dx")", R"("\udfff")", R"("\ud800\n")"}},
        {"UTF-8",
         true,
         {"\"\xc2\x80\"", "\"\xc3\xa9\"", "\"\xdf\xbf\"", "\"\xe0\xa0\x80\"", "\"\xed\x9f\xbf\"",
          "\"\xee\x80\x80\"", "\"\xef\xbf\xbf\"", "\"\xf0\x90\x80\x80\"", "\"\xf4\x8f\xbf\xbf\"",
          "\"\xef\xbb\xbf\""}},
        {"overlong UTF-8",
         false,
         {"\"\xc0\x80\"", "\"\xc1\xbf\"", "\"\xe0\x80\xaf\"", "\"\xe0\x9f\xbf\"", "\"\xf0\x80\x80\xaf\"",
          "\"\xf0\x8f\xbf\xbf\""}},
        {"truncated UTF-8",
         false,
         {"\"\xc3\"", "\"\xe2\x82\"", "\"\xe2\"", "\"\xf0\x9f\x98\"", "\"\xf0\x9f\"", "\"\xf0\"",
          "\"\xc3\x41\"", "\"\xe2\x82\x41\"", "\"\xc3\\u00a9\""}},
        {"other bytes that are no UTF-8",
         false,
         {"\"\x80\"", "\"\xbf\"", "\"\xed\xa0\x80\"", "\"\xed\xbf\xbf\"", "\"\xf4\x90\x80\x80\"",
          "\"\xf5\x80\x80\x80\"", "\"\xf8\x88\x80\x80\x80\"", "\"\xfe\"", "\"\xff\"", "\"a\xc3\xa9\x80\""}},
        {"arrays", true, {"[]", "[ ]", "[1]", "[1,2]", "[[],[[]]]", "[null,true,\"\",{}]", " [ 1 , 2 ] "}},
        {"malformed arrays",
         false,
         {"[", "]", "[1", "[1,]", "[,1]", "[1 2]", "[,]", "[1,,2]", "[1}", "[1:2]", "[\"a\""}},
        {"objects",
         true,
         {"{}", "{ }", R"({"a":1})", R"({"":0})", R"({"a":{"b":[]}})", R"({"a":1,"b":2})",
          R"( { "a" : 1 } )"}},
        {"malformed objects",
         false,
         {"{", "}", R"({"a"})", R"({"a":})", R"({"a":1,})", R"({,"a":1})", "{a:1}", "{1:1}", R"({"a" 1})",
          R"({"a":1 "b":2})", R"({"a":1])", R"({'a':1})", R"({"a"::1})", R"({null:1})",
          R"({"a":1,,"b":2})"}},
        {"white space", true, {" \t\r\n1 \t\r\n", "[\n\t1\r\n,\t2 ]"}},
        {"what is no white space",
         false,
         {"\v1", "\f1",
          "\xc2\xa0"
          "1",
          "\xef\xbb\xbf"
          "1",
          "\xe2\x80\xa8"
          "1",
          "\0"s
          "1"s,
          "1\0"s}},
        {"comments", false, {"1 // one", "/* one */ 1", "# one\n1", "[1 /**/]", "<!-- -->1"}},
        {"members with equal names", true, {R"({"a":1,"a":2})", R"({"a":1,"\u0061":{}})"}},
        {"two values", false, {"1 2", "{} {}", "1]", "[]]", "null null"}},
        {"nothing", false, {"", " ", "\n"}},
        {"deep, within the limit",
         true,
         {nested(1), nested(29), nested(30), repeated("{\"a\":", 30) + "1" + repeated("}", 30)}},
        {"deep, beyond the limit",
         false,
         {nested(31), nested(100), nested(100'000), std::string(100'000, '['),
          repeated("{\"a\":", 31) + "1" + repeated("}", 31), repeated("[{\"a\":", 50'000)}},
    };
}

}  // namespace

TEST_CASE("every class of JSON text is accepted or rejected as documented, in any position") {
    int cases = 0;
    for (json_class const& one : classes()) {
        CAPTURE(one.name);
        for (std::string const& text : one.texts) {
            CAPTURE(text);
            CHECK(accepts(text) == one.accepted);
            ++cases;
        }
        std::string const counted =
            one.name + (one.accepted ? ", accepted: " : ", refused: ") + std::to_string(one.texts.size());
        MESSAGE(counted);
    }
    MESSAGE("cases: " << cases);
}

TEST_CASE("escape sequences in strings are decoded") {
    CHECK(text_of(R"("\u0041\u00e9\u20ac")") == "A\xc3\xa9\xe2\x82\xac");
    CHECK(text_of(R"("\ud83d\ude00")") == "\xf0\x9f\x98\x80");
    CHECK(text_of(R"("\udbff\udfff")") == "\xf4\x8f\xbf\xbf");
    CHECK(text_of(R"("\/\"\\\b\f\n\r\t")") == "/\"\\\b\f\n\r\t");
    CHECK(text_of(R"("a\u0000b")") == std::string("a\0b", 3));
    CHECK(text_of("\"\xef\xbb\xbf\"") == "\xef\xbb\xbf");  // U+FEFF within a string is a character
    CHECK(text_of("\"" + repeated("\\n", 100'000) + "\"") == std::string(100'000, '\n'));
}

TEST_CASE("a number is read by value, however it is spelled, and never rounded to an integer") {
    auto const whole = [](std::string const& json) {
        return read(R"({"success":true,"result":{"list":[],"whole":)" + json + "}}").value()->whole;
    };
    for (char const* same : {"5", "5.0", "5e0", "0.5e1", "50e-1", "5.000000000000000000000000", "5E+0"})
        CHECK(whole(same) == 5);
    CHECK(whole("-0") == 0);
    CHECK(whole("9223372036854775807") == (std::numeric_limits<std::int64_t>::max)());
    CHECK(whole("-9223372036854775808") == (std::numeric_limits<std::int64_t>::min)());
    CHECK(whole("9223372036854775807.0") == (std::numeric_limits<std::int64_t>::max)());
    for (char const* other : {"5.5", "9223372036854775808", "-9223372036854775809", "1e400", "1e-1",
                              "5.00000000000000000000000000001"})
        CHECK_FALSE(whole(other));
    auto const real = [](std::string const& json) {
        return read(R"({"success":true,"result":{"list":[],"real":)" + json + "}}").value()->real;
    };
    CHECK(real("0.1") == 0.1);
    CHECK(real("1.7976931348623157e308") == 1.7976931348623157e308);
    CHECK(real("5e-324") == 5e-324);
    CHECK(real("18446744073709551615") == 18446744073709551615.0);
    CHECK_FALSE(real("1e400"));
    CHECK_FALSE(real("1e-400"));
    for (char const* zero : {"-0", "-0.0", "-0e5", "-0.000e-99999999999"}) {
        CAPTURE(zero);
        REQUIRE(real(zero) == 0.0);
        CHECK(std::signbit(*real(zero)));
    }
    CHECK_FALSE(std::signbit(*real("0")));
}

TEST_CASE("what was read before an exponent of any size is not recorded twice") {
    auto const got = cfdns::parse_response<bare_probe>(
        response_of(200, success(R"({"list":["a"],"new":1,"real":1e9999999999})")));
    CHECK(got.value().list == std::vector<std::string>{"a"});
    CHECK(got.value().extra.find("new") == "1");
    CHECK(got.value().extra.size() == 2);  // and the number that is out of range
}

TEST_CASE("an exponent of any size affects only the member that contains it") {
    for (char const* number : {"1e2147483648", "1e-9999999999", "0.1E+00000000000000000000000099999999999",
                               "9e99999999999999999999"}) {
        CAPTURE(number);
        auto const got = cfdns::parse_full_response<probe>(
            response_of(200, success(R"({"list":["1e9999999999"],"new":[)" + std::string{number} +
                                     R"(],"text":"a","whole":7})")));
        REQUIRE(got.has_value());
        CHECK(got.value().value->text == "a");
        CHECK(got.value().value->list == std::vector<std::string>{"1e9999999999"});
        CHECK(got.value().value->whole == 7);
        CHECK(got.value().value->extra.find("new") ==
              "[" + std::string{number} + "]");  // with all its digits
        CHECK(got.value().info.mismatches.empty());
        auto const read_it = cfdns::parse_full_response<probe>(
            response_of(200, success(R"({"list":[],"real":)" + std::string{number} + R"(,"text":"a"})")));
        CHECK_FALSE(read_it.value().value->real.has_value());
        CHECK(read_it.value().value->text == "a");
        REQUIRE(read_it.value().info.mismatches.size() == 1);
        CHECK(read_it.value().info.mismatches[0].found == "number " + std::string{number}.substr(0, 40));
    }
    auto const zero = cfdns::parse_full_response<probe>(
        response_of(200, success(R"({"list":[],"real":0e9999999999,"whole":-0e9999999999})")));
    CHECK(zero.value().value->real == 0.0);
    CHECK(zero.value().value->whole == 0);
}

TEST_CASE("a single byte order mark may precede a response, and nothing else") {
    std::string const good = R"({"success":true,"result":null})";
    auto const code = [](std::string const& body) {
        return cfdns::parse_response<probe>({200, {}, body}).has_value();
    };
    CHECK(code("\xef\xbb\xbf" + good));
    CHECK(code(" \r\n\t" + good + "\n"));
    CHECK_FALSE(code("\xef\xbb\xbf\xef\xbb\xbf" + good));
    CHECK_FALSE(code("\xef\xbb" + good));
    CHECK_FALSE(code("\xff\xfe" + good));
    CHECK_FALSE(code(std::string("\0", 1) + good));
    CHECK_FALSE(code(")]}'\n" + good));
    std::string wide;  // UTF-16
    for (char const c : good) wide += std::string{c, '\0'};
    CHECK_FALSE(code(wide));
}

TEST_CASE("nothing but white space may follow a response") {
    std::string const good = R"({"success":true,"result":null})";
    for (std::string const after : {"x", "}", "{}", ",", "null", "\v", "//"}) {
        CAPTURE(after);
        auto const got = cfdns::parse_response<probe>({200, {}, good + after});
        REQUIRE(got.has_error());
        CHECK(got.error().code() == errc::malformed_response);
        CHECK(got.error().message().find("not JSON at byte " + std::to_string(good.size())) !=
              std::string::npos);
    }
    CHECK(cfdns::parse_response<probe>({200, {}, good + std::string("\0", 1)}).has_error());
    // Of the response, which a byte order mark is part of.
    auto const marked = cfdns::parse_response<probe>({200, {}, "\xef\xbb\xbf{x"});
    CHECK(marked.error().message().find("not JSON at byte 4") != std::string::npos);
    CHECK(cfdns::parse_response<probe>({200, {}, good + " \t\r\n"}).has_value());
}

TEST_CASE("if a member name is repeated, the last member is used, at every level") {
    auto const got = cfdns::parse_full_response<probe>(response_of(
        200,
        R"({"result":5,"success":false,"errors":[{"code":1}],"errors":[],"result":{"text":"a","list":["x"],"text":"b",)"
        R"("list":["y","z"],"real":1,"real":null,"whole":"no","whole":7,"new":1,"new":2},"success":true})"));
    REQUIRE(got.has_value());
    any_value const& value = *got.value().value;
    CHECK(value.text == "b");
    CHECK(value.list == std::vector<std::string>{"y", "z"});
    CHECK_FALSE(value.real);
    CHECK(value.whole == 7);
    CHECK(value.extra.find("new") == "2");
    CHECK(got.value().info.errors.empty());
    CHECK(got.value().info.mismatches.size() == 2);  // what was ill-typed is told, although another came
}

TEST_CASE(
    "an object with an ill-typed required member is invalid, even if a later duplicate is well-typed") {
    // Two answers to one question: the text contradicts itself where it matters, and readers differ on which
    // one counts.
    for (char const* result : {R"({"id":5,"id":"x"})", R"({"id":null,"id":"x"})", R"({"id":"x","id":[]})",
                               R"({"id":{},"number":1,"id":"x"})"}) {
        CAPTURE(result);
        auto const got = cfdns::parse_response<needy_probe>(response_of(200, success(result)));
        REQUIRE(got.has_error());
        CHECK(got.error().code() == errc::malformed_response);
        CHECK(got.error().message().find("/result/id: expected string") != std::string::npos);
    }
    auto const got = cfdns::parse_response<needy_probe>(
        response_of(200, success(R"({"id":"x","number":"n","id":"y","number":2})")));
    REQUIRE(got.has_value());
    CHECK(got.value().id == "y");
    CHECK(got.value().number == 2);
}

TEST_CASE("the maximum nesting depth of a response is a parameter") {
    std::string const around = R"({"success":true,"result":{"list":[],"new":)";
    for (std::size_t const limit : {3u, 10u, 32u, 100u, 1000u}) {
        CAPTURE(limit);
        CHECK(read(around + nested(limit - 2) + "}}", {.max_depth = limit}).has_value());
        auto const beyond = read(around + nested(limit - 1) + "}}", {.max_depth = limit});
        REQUIRE(beyond.has_error());
        CHECK(beyond.error().code() == errc::malformed_response);
    }
    CHECK(read("{}", {.max_depth = 0}).has_error());
    CHECK(read(around + nested(998) + "}}", {.max_depth = 1'000'000}).has_value());
    CHECK(read(around + nested(999) + "}}", {.max_depth = 1'000'000}).has_error());
}

TEST_CASE("the maximum size of a response is a parameter, also of a call") {
    std::string const good = R"({"success":true,"result":null})";
    CHECK(read(good, {.max_bytes = good.size()}).has_value());
    auto const beyond = read(good, {.max_bytes = good.size() - 1});
    REQUIRE(beyond.has_error());
    CHECK(beyond.error().code() == errc::response_too_large);
    CHECK(beyond.error().http_status() == 200);
    CHECK(beyond.error().delivery() == cfdns::delivery::answered);

    cfdns::call_policy policy;
    policy.limits.max_bytes = 10;
    cfdns::api_token const credentials{cfdns::secret_string{"t"}};
    canned service{.answer = response_of(200, good)};
    cfdns::runtime_functions const runtime{[](std::chrono::milliseconds) {},
                                           [] { return std::chrono::steady_clock::time_point{}; },
                                           [] { return 0.5; }};
    auto const called = cfdns::call(service, credentials, probe{}, {}, runtime, policy);
    REQUIRE(called.has_error());
    CHECK(called.error().code() == errc::response_too_large);
    CHECK(service.seen.size() == 1);
}

TEST_CASE("at most 256 errors and messages are kept, and the excess is reported once") {
    std::string const many = "[" + repeated(R"({"code":7,"message":"m"},)", 999) + R"({"code":8}])";
    auto const got = cfdns::parse_full_response<probe>(response_of(
        200, R"({"success":true,"messages":)" + many + R"(,"errors":)" + many + R"(,"result":null})"));
    REQUIRE(got.has_value());
    CHECK(got.value().info.messages.size() == 256);
    CHECK(got.value().info.errors.size() == 256);
    CHECK(got.value().info.errors.back().code == 7);
    REQUIRE(got.value().info.mismatches.size() == 2);
    CHECK(got.value().info.mismatches[0].pointer == "/messages/256");
    CHECK(got.value().info.mismatches[0].expected == "no more entries");
    CHECK(got.value().info.mismatches[0].found == "object");
    CHECK(got.value().info.mismatches[1].pointer == "/errors/256");

    for (char const* element :
         {"0", "null", "true", "\"text\"", "[]", "{}", "[[{}]]", R"({"error_chain":[0,{},"x"]})", "1.5"}) {
        CAPTURE(element);
        auto const failed = cfdns::parse_full_response<probe>(response_of(
            400, R"({"success":false,"errors":[)" + repeated(element + std::string{","}, 10'000) +
                     R"({"code":1}],"result":null})"));
        REQUIRE(failed.has_error());
        CHECK(failed.error().code() == errc::api_failure);
        CHECK(failed.error().api_errors().size() <= 256);
        CHECK(failed.error().api_errors().size() >= 64);
        std::size_t all = 0;
        cfdns::error const error = failed.error();
        for (cfdns::api_message const& entry : error.api_errors()) all += 1 + entry.error_chain.size();
        CHECK(all <= 256);
    }
    // Entries within entries count as well, or each level would multiply them.
    std::string deep = "[0,0,0,0]";
    for (int i = 0; i != 8; ++i) deep = "[" + repeated(R"({"error_chain":)" + deep + "},", 3) + "0]";
    auto const failed = cfdns::parse_full_response<probe>(response_of(500, R"({"errors":)" + deep + "}"));
    REQUIRE(failed.has_error());
    CHECK(failed.error().code() == errc::api_failure);
    // Exactly as many as are kept are no mismatch.
    auto const full = cfdns::parse_full_response<probe>(
        response_of(200, R"({"success":true,"result":null,"errors":[)" + repeated("{},", 255) + "{}]}"));
    REQUIRE(full.has_value());
    CHECK(full.value().info.mismatches.empty());
}
