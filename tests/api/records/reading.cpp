// SPDX-License-Identifier: BSL-1.0
// Records as the service was seen to send them.
#include "../../support/values.hpp"
#include "../operations.hpp"

#include <cfdns/records.hpp>

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

namespace json = boost::json;
namespace records = cfdns::records;

records::record read(std::string const& members) {
    auto got = cfdns::parse_response<records::get>(
        {200, {}, success(R"({"id":"1","name":"n.example.com",)" + members + "}")});
    REQUIRE(got.has_value());
    return *std::move(got);
}

template <records::record_type T>
std::vector<std::string> problems_of(std::string const& members, bool complete) {
    std::vector<cfdns::mismatch> mismatches;
    CHECK(records::as<T>(read(members), &mismatches).has_value() == complete);
    std::vector<std::string> out;
    for (auto const& each : mismatches) out.push_back(each.pointer + " " + each.expected);
    return out;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a record takes at most 700 bytes beside its texts") {
    constexpr std::size_t timestamps = 4 * 40;  // their texts are stored in the record
    CHECK(sizeof(records::record) - timestamps <= 700);
}

TEST_CASE("a record with an ill-typed priority among others leaves them intact, and is reported") {
    auto const got = cfdns::parse_full_response<records::list>(
        {200,
         {},
         success(
             R"([{"id":"1","name":"example.com","type":"MX","content":"a.example","priority":10},)"
             R"({"id":"2","name":"example.com","type":"MX","content":"b.example","priority":"20","ttl":60,)"
             R"("comment":"c"},)"
             R"({"id":"3","name":"example.com","type":"MX","content":"c.example","priority":30}])")});
    REQUIRE(got.has_value());
    REQUIRE(got->value.size() == 3);
    REQUIRE(got->info.mismatches.size() == 1);
    CHECK(got->info.mismatches[0].pointer == "/result/1/priority");
    CHECK(records::as<records::mx>(got->value[0])->priority.get() == 10);
    CHECK(records::as<records::mx>(got->value[2])->priority.get() == 30);

    records::record const& bad = got->value[1];
    CHECK(bad.content == "b.example");
    CHECK_FALSE(bad.priority.has_value());
    CHECK(bad.extra.find("priority") == R"("20")");
    std::vector<cfdns::mismatch> mismatches;
    CHECK_FALSE(records::as<records::mx>(bad, &mismatches).has_value());
    REQUIRE(mismatches.size() == 1);
    CHECK(mismatches[0].pointer == "/priority");

    // Nothing is reset without a word: what could not be read must be assigned.
    auto update = records::to_update(bad, zone);
    CHECK(update.comment == "c");
    auto const refused = cfdns::make_request(update);
    REQUIRE(refused.has_error());
    CHECK(refused.error().parameter() == "extra/priority");
    update.data = records::mx{.content = *bad.content, .priority = 20};
    update.extra.erase("priority");
    CHECK(cfdns::make_request(update).has_value());
}

TEST_CASE("members that would be reset and could not be read make an update invalid") {
    for (auto const& [members, parameter] : std::initializer_list<std::pair<char const*, char const*>>{
             {R"("ttl":"300")", "extra/ttl"},
             {R"("comment":5)", "extra/comment"},
             {R"("tags":"a")", "extra/tags"},
             {R"("settings":[])", "extra/settings"},
             {R"("settings":{"flatten_cname":"yes"})", "settings/extra/flatten_cname"},
             {R"("proxied":"true")", "extra/proxied"},
             {R"("private_routing":1)", "extra/private_routing"}}) {
        std::string const shown = members;
        CAPTURE(shown);
        auto const record = read(R"("type":"A","content":"192.0.2.1",)" + shown);
        auto const request = cfdns::make_request(records::to_update(record, zone));
        REQUIRE(request.has_error());
        CHECK(request.error().parameter() == parameter);
    }
}

TEST_CASE("an update leaves out what the service sets by itself") {
    auto const record =
        read(R"("type":"A","content":"192.0.2.1","proxiable":true,"proxied":false,"ttl":1,"settings":{},)"
             R"("meta":{"auto_added":false},"comment":null,"tags":[],"created_on":"2026-03-14T09:26:53Z",)"
             R"("modified_on":"2026-03-14T09:26:53Z","private_routing":false,"zone_id":"z","zone_name":"e",)"
             R"("locked":false,"future":1)");
    auto const request = cfdns::make_request(records::to_update(record, zone));
    REQUIRE(request.has_value());
    CHECK(request->body == R"({"name":"n.example.com","type":"A","content":"192.0.2.1","ttl":1})");
}

TEST_CASE("what is missing or ill-typed in a value is reported with its place") {
    CHECK(problems_of<records::srv>(R"("type":"SRV")", false) ==
          texts{"/data/priority integer", "/data/weight integer", "/data/port integer",
                "/data/target string"});
    CHECK(problems_of<records::srv>(
              R"("type":"SRV","data":{"priority":1,"weight":-2,"port":70000,"target":[]})", false) ==
          texts{"/data/weight integer", "/data/port integer", "/data/target string"});
    CHECK(problems_of<records::srv>(R"("type":"SRV","data":"x","content":"1 2 3 a.example")", true) ==
          texts{"/data object"});
    CHECK(problems_of<records::mx>(R"("type":"MX","content":"a.example")", false) ==
          texts{"/priority integer"});
    CHECK(problems_of<records::mx>(R"("type":"MX","priority":1,"content":5)", false) ==
          texts{"/content string"});
    CHECK(problems_of<records::https>(R"("type":"HTTPS","data":{"priority":1,"target":".","value":5})",
                                      true) == texts{"/data/value string"});
    CHECK(problems_of<records::cert>(R"("type":"CERT","content":"PKIX 1 2 MIIB")", false) ==
          texts{"/data/type integer"});
    CHECK(problems_of<records::a>(R"("type":"A","content":null)", false) == texts{"/content string"});
}

TEST_CASE("one list may receive what could not be read of any number of records") {
    std::vector<cfdns::mismatch> all;
    auto const bad = read(R"("type":"SRV","data":{"priority":1,"weight":2,"port":70000,"target":"x"})");
    for (std::size_t i = 1; i != 100; ++i) {
        CHECK_FALSE(records::as<records::srv>(bad, &all).has_value());
        CHECK(all.size() == 2 * i - 1);
        CHECK(std::holds_alternative<records::other>(records::data_of(bad, &all)));
        CHECK(all.size() == 2 * i);
        CHECK(all.back().pointer == "/data/port");
    }
}

TEST_CASE("a value with an ill-typed member stays raw") {
    auto const record =
        read(R"("type":"HTTPS","content":"1 .","data":{"priority":1,"target":".","value":5})");
    auto const data = records::data_of(record);
    REQUIRE(std::holds_alternative<records::other>(data));
    auto const request = cfdns::make_request(records::to_update(record, zone));
    REQUIRE(request.has_value());
    CHECK(request->body ==
          R"({"name":"n.example.com","type":"HTTPS","data":{"priority":1,"target":".","value":5}})");
}

TEST_CASE("the priority is read from either of its places") {
    CHECK(records::as<records::srv>(
              read(R"("type":"SRV","priority":7,"data":{"weight":1,"port":2,"target":"t"})"))
              ->priority.get() == 7);
    CHECK(
        records::as<records::srv>(read(R"("type":"SRV","priority":7,"content":"1 2 t")"))->priority.get() ==
        7);
    CHECK(records::as<records::srv>(read(R"("type":"SRV","content":"8 1 2 t")"))->priority.get() == 8);
    CHECK(records::as<records::mx>(read(R"("type":"MX","content":"m","data":{"priority":7})"))
              ->priority.get() == 7);
    CHECK(records::as<records::uri>(read(R"("type":"URI","data":{"priority":7,"weight":1,"target":"t"})"))
              ->priority.get() == 7);
    CHECK(records::as<records::uri>(read(R"("type":"URI","content":"9 1 \"t\"","priority":9)"))
              ->weight.get() == 1);
}

TEST_CASE("text after the value in the content counts only if the content is needed") {
    CHECK(
        problems_of<records::srv>(
            R"("type":"SRV","content":"1 2 3 t junk","data":{"port":3,"priority":1,"target":"t","weight":2})",
            true)
            .empty());
    CHECK(problems_of<records::srv>(R"("type":"SRV","content":"1 2 3 t junk")", false).front() ==
          "/data/priority integer");
    CHECK(problems_of<records::loc>(R"("type":"LOC","content":"52 N 4 E 0m junk")", false) ==
          texts{"/content a value of type LOC"});
    CHECK(problems_of<records::ds>(R"("type":"DS","content":"1 8 2 aa bb")", true).empty());
}

TEST_CASE("the target false of an SRV record is the root") {
    auto const record =
        read(R"("type":"SRV","content":"0 0 .","data":{"port":0,"priority":0,"target":false,"weight":0})");
    CHECK(records::as<records::srv>(record)->target.get() == ".");
}

TEST_CASE("metadata of shadowed records is read") {
    auto const record =
        read(R"("type":"NS","content":"a","meta":{"shadowed_by":["1","2"],"is_glue":true,"dead_glue":true,)"
             R"("shadowed_records_count":10000,"auto_added":true})");
    REQUIRE(record.meta.has_value());
    CHECK(record.meta->shadowed_by.value().size() == 2);
    CHECK(record.meta->is_glue == true);
    CHECK(record.meta->dead_glue == true);
    CHECK(record.meta->shadowed_records_count == 10000);
    CHECK(record.meta->extra.find("auto_added") == "true");
}

TEST_CASE("every record of the public responses is read and can be sent back, and equals itself") {
    std::ifstream file{CFDNS_SPEC_DIR "/public-responses-dns.json"};
    if (!file) {
        MESSAGE("skipped: no " CFDNS_SPEC_DIR "/public-responses-dns.json");
        return;
    }
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    int sent = 0, typed = 0;
    auto const check = [&](records::record const& record) {
        CAPTURE(record.type);
        CAPTURE(record.name);
        auto const request = cfdns::make_request(records::to_update(record, zone));
        REQUIRE(request.has_value());
        ++sent;
        auto const data = records::data_of(record);
        typed += std::holds_alternative<records::other>(data) ? 0 : 1;
        CHECK(records::is_same_record(record, record));
        CHECK(records::is_same_record(record, records::to_post(record)));
        // A record that was sent back is read as the same.
        json::object again = json::parse(request->body).as_object();
        again["id"] = "1";
        auto const read_again =
            cfdns::parse_response<records::get>({200, {}, success(json::serialize(again))});
        REQUIRE(read_again.has_value());
        CHECK(records::is_same_record(record, *read_again));
        CHECK(read_again->comment.value_or("") == record.comment.value_or(""));
        CHECK(read_again->ttl == record.ttl);
        CHECK(read_again->proxied.value_or(false) == record.proxied.value_or(false));
    };
    json::value const all = json::parse(text);
    for (auto const& entry : all.at("responses").as_array()) {
        auto const* body = entry.as_object().if_contains("body");
        if (!body || !body->is_object()) continue;
        if (!entry.at("operation").as_string().starts_with("dns.records.")) continue;
        auto const* result = body->as_object().if_contains("result");
        if (!result) continue;
        auto const each = [&](json::value const& one) {
            if (!one.is_object() || !one.as_object().contains("type")) return;
            auto const got =
                cfdns::parse_full_response<records::get>({200, {}, success(json::serialize(one))});
            REQUIRE(got.has_value());
            CHECK(got->info.mismatches.empty());
            check(got->value);
        };
        if (result->is_array())
            for (auto const& one : result->as_array()) each(one);
        else
            each(*result);
    }
    MESSAGE("records of public responses: " << sent << " sent back, " << typed << " of a known type");
    CHECK(typed > 40);
    CHECK(sent > typed);
}
