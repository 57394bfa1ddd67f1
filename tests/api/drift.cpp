// SPDX-License-Identifier: BSL-1.0
// A service that changes its responses: any optional member of any result may become anything, the others
// stay what they are, and the change is reported.
#include "../support/even_text.hpp"
#include "../support/generator.hpp"
#include "../support/takes.hpp"
#include "any_operation.hpp"

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <algorithm>
#include <map>

namespace {

namespace json = boost::json;

// Members of the kinds that no product may have.
struct own_result {
    std::string id{};
    std::optional<std::map<std::string, double>> totals{};
    std::optional<std::map<std::string, std::map<std::string, std::uint32_t>>> grid{};
    std::optional<std::map<std::string, std::optional<std::string>>> texts{};
    std::optional<std::map<std::string, cfdns::nullable<bool>>> flags{};
    std::optional<std::vector<even_text>> evens{};
    std::optional<std::map<std::string, even_text>> even_map{};
    std::optional<even_text> even{};
    cfdns::nullable<even_text> even_or_null{};
    cfdns::nullable<std::uint16_t> port{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(id, totals, grid, texts, flags, evens, even_map, even, even_or_null, port, extra)
};

struct own_members {
    using response_type = own_result;
    static constexpr auto route = cfdns::get("/own/members");
    CFDNS_FIELDS()
};

char const own_members_json[] =
    R"({"id":"i","totals":{"a":1.5,"b":2},"grid":{"x":{"y":1}},"texts":{"t":"u","n":null},"flags":{"f":true},)"
    R"("evens":["ab","cdef"],"even_map":{"k":"ab"},"even":"","even_or_null":null,"port":53})";

// The response that is read from that body, which must be good.
any_response read(any_operation const& op, std::string const& body) {
    any_response got = op.parse(response_of(200, body));
    REQUIRE_MESSAGE(got.good, got.failure.message());
    CHECK((got.kept.empty() || !got.info.mismatches.empty()));
    return got;
}

// The text of an object, with members replaced by other text.
std::string with(json::object const& original,
                 std::vector<std::pair<std::string, std::string>> const& changes) {
    std::string out = "{";
    for (auto const& member : original) {
        std::string text = json::serialize(member.value());
        for (auto const& change : changes)
            if (change.first == member.key()) text = change.second;
        out += (out.size() == 1 ? "" : ",") + json::serialize(json::value(member.key())) + ":" + text;
    }
    return out + "}";
}

}  // namespace

TEST_CASE(
    "optional members of any result may have any value: the others are intact, and each change is "
    "reported") {
    generator random{7};
    int cases = 0, reported = 0, members = 0;
    auto const check = [&](any_operation const& op) {
        answer const& expected = op.expected;
        json::value const example = json::parse(expected.json);
        if (!example.is_object() && !example.is_array()) return;
        bool const list = example.is_array();
        json::object const original = list ? example.get_array().back().as_object() : example.as_object();
        std::vector<std::string> optional;
        for (auto const& member : original)
            if (std::find(expected.required.begin(), expected.required.end(), member.key()) ==
                expected.required.end())
                optional.emplace_back(member.key());
        members += static_cast<int>(optional.size());
        if (optional.empty()) return;
        CAPTURE(op.name);
        for (int i = 0; i != 300; ++i) {
            std::vector<std::pair<std::string, std::string>> changes;
            for (std::string const& member : optional)
                if (changes.empty() || random.below(3) == 0) changes.emplace_back(member, random.json());
            std::string const object = with(original, changes);
            CAPTURE(object);
            any_response const got = read(
                op, success(list ? "[" + json::serialize(example.get_array().front()) + "," + object + "]"
                                 : object));
            ++cases;

            json::object wanted = original;
            std::vector<std::string> surprising;
            std::size_t mismatches = 0;
            for (auto const& change : changes) {
                boost::system::error_code code;
                json::value const now = json::parse(change.second, code);
                REQUIRE_FALSE(code.failed());
                auto const expected_now =
                    expected_reading_of(type_of_member(*op.info->result, change.first), now);
                if (expected_now.kept)
                    wanted[change.first] = *expected_now.kept;
                else
                    wanted.erase(change.first);
                if (expected_now.mismatches != 0) surprising.push_back(change.first);
                mismatches += expected_now.mismatches;
            }
            json::value const value = json::parse(got.result);
            json::value const seen = list ? value.as_array().back() : value;
            CHECK(seen == wanted);
            if (list) CHECK(value.as_array().front() == example.get_array().front());
            REQUIRE(got.info.mismatches.size() == std::min<std::size_t>(mismatches, 64));
            if (mismatches > 64) continue;  // the rest is not reported
            reported += static_cast<int>(surprising.size());
            for (std::string const& member : surprising) {
                std::string const pointer = (list ? "/result/1/" : "/result/") + member;
                CHECK(std::any_of(got.info.mismatches.begin(), got.info.mismatches.end(),
                                  [&](cfdns::mismatch const& s) {
                                      return s.pointer == pointer || s.pointer.starts_with(pointer + "/");
                                  }));
            }
        }
    };
    for (any_operation const& op : operations_that(&any_operation::responds_with_json)) check(op);
    check(any_operation_of("own.members", own_members{}, {own_members_json, {"id"}}));
    MESSAGE("optional members: " << members << ", cases: " << cases << ", changes reported: " << reported);
    CHECK(cases >= 4'500);
}

TEST_CASE("the members of the envelope other than success may have any value, and the result is intact") {
    generator random{8};
    for (any_operation const& op : operations_that(&any_operation::responds_with_json)) {
        CAPTURE(op.name);
        for (int i = 0; i != 50; ++i) {
            std::string const body = R"({"errors":)" + random.json() + R"(,"messages":)" + random.json() +
                                     R"(,"result_info":)" + random.json() + R"(,"future":)" + random.json() +
                                     R"(,"success":true,"result":)" + op.expected.json + "}";
            CAPTURE(body);
            CHECK(json::parse(read(op, body).result) == json::parse(op.expected.json));
        }
    }
}

TEST_CASE(
    "an operation without a result reads any envelope of a success, and text any of a failure as an error") {
    generator random{9};
    int responses = 0;
    for (any_operation const& op : all_operations()) {
        if (op.responds_with_json) continue;
        bool const text = op.responds_with_text;
        for (int i = 0; i != 200; ++i) {
            std::string const body = R"({"errors":)" + random.json() + R"(,"messages":)" + random.json() +
                                     R"(,"result":)" + random.json() + R"(,"future":)" + random.json() +
                                     R"(,"success":)" + (text ? "false}" : "true}");
            CAPTURE(body);
            any_response const got = op.parse(response_of(200, body));
            REQUIRE(got.good == !text);
            if (text) CHECK(got.failure.code() == cfdns::errc::api_failure);
            ++responses;
        }
    }
    CHECK(responses > 0);
}
