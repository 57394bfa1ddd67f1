// SPDX-License-Identifier: BSL-1.0
// Each type of record: what is sent, what is read, and that a record that was read can be sent back.
#include "../../support/values.hpp"
#include "../operations.hpp"

#include <cfdns/records.hpp>

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace {

namespace json = boost::json;
namespace records = cfdns::records;

struct type_case {
    records::record_data data;
    std::string_view sent;       // members of the request
    std::string_view generated;  // the content that the service generates; empty if the content is sent
};

std::vector<type_case> const& types() {
    using namespace records;
    static std::vector<type_case> const all{
        {a{.content = "198.51.100.4"}, R"("type":"A","content":"198.51.100.4")", ""},
        {aaaa{.content = "2001:db8::4"}, R"("type":"AAAA","content":"2001:db8::4")", ""},
        {caa{.flags = 128, .tag = "issue", .value = "ca.example.net; a=\"b\""},
         R"("type":"CAA","data":{"flags":128,"tag":"issue","value":"ca.example.net; a=\"b\""})",
         R"(128 issue "ca.example.net; a=\"b\"")"},
        {cert{.type = 1, .key_tag = 12345, .algorithm = 8, .certificate = "MIIBCgKCAQEA"},
         R"("type":"CERT","data":{"type":1,"key_tag":12345,"algorithm":8,"certificate":"MIIBCgKCAQEA"})",
         "1 12345 8 MIIBCgKC AQEA"},
        {cname{.content = "example.com"}, R"("type":"CNAME","content":"example.com")", ""},
        {dnskey{.flags = 257, .protocol = 3, .algorithm = 13, .public_key = "mdsswUyr3DPW=="},
         R"("type":"DNSKEY","data":{"flags":257,"protocol":3,"algorithm":13,"public_key":"mdsswUyr3DPW=="})",
         "257 3 13 mdsswUyr3DPW=="},
        {ds{.key_tag = 2371, .algorithm = 13, .digest_type = 2, .digest = "1F987CC6"},
         R"("type":"DS","data":{"key_tag":2371,"algorithm":13,"digest_type":2,"digest":"1F987CC6"})",
         "2371 13 2 1F98 7CC6"},
        {https{.priority = 1, .target = ".", .value = "alpn=\"h3,h2\" port=\"853\""},
         R"("type":"HTTPS","data":{"priority":1,"target":".","value":"alpn=\"h3,h2\" port=\"853\""})",
         R"(1 . alpn="h3,h2" port="853")"},
        {loc{.lat_degrees = 37,
             .lat_minutes = 46,
             .lat_seconds = 46,
             .lat_direction = "N",
             .long_degrees = 122,
             .long_minutes = 23,
             .long_seconds = 35.5,
             .long_direction = "W",
             .altitude = -2.5,
             .size = 100,
             .precision_horz = 0,
             .precision_vert = 0},
         R"("type":"LOC","data":{"lat_degrees":37,"lat_minutes":46,"lat_seconds":46,"lat_direction":"N",)"
         R"("long_degrees":122,"long_minutes":23,"long_seconds":35.5,"long_direction":"W","altitude":-2.5,)"
         R"("size":100,"precision_horz":0,"precision_vert":0})",
         "37 46 46.000 N 122 23 35.500 W -2.50m 100m 0m 0m"},
        {mx{.content = "mx.example.net", .priority = 10},
         R"("type":"MX","content":"mx.example.net","priority":10)", ""},
        {naptr{.order = 100,
               .preference = 10,
               .flags = "U",
               .service = "E2U+sip",
               .regex = "!^.*$!sip:info@example.com!",
               .replacement = "."},
         R"("type":"NAPTR","data":{"order":100,"preference":10,"flags":"U","service":"E2U+sip",)"
         R"("regex":"!^.*$!sip:info@example.com!","replacement":"."})",
         R"(100 10 "U" "E2U+sip" "!^.*$!sip:info@example.com!" .)"},
        {ns{.content = "ns1.example.net"}, R"("type":"NS","content":"ns1.example.net")", ""},
        {openpgpkey{.content = "mQINBFnY"}, R"("type":"OPENPGPKEY","content":"mQINBFnY")", ""},
        {ptr{.content = "a.example.com"}, R"("type":"PTR","content":"a.example.com")", ""},
        {smimea{.usage = 3, .selector = 0, .matching_type = 1, .certificate = "d2abde24"},
         R"("type":"SMIMEA","data":{"usage":3,"selector":0,"matching_type":1,"certificate":"d2abde24"})",
         "3 0 1 d2abde24"},
        {srv{.priority = 10, .weight = 5, .port = 8806, .target = "sip.example.com"},
         R"("type":"SRV","data":{"priority":10,"weight":5,"port":8806,"target":"sip.example.com"})",
         "5 8806 sip.example.com"},
        {sshfp{.algorithm = 4, .type = 2, .fingerprint = "d2abde24"},
         R"("type":"SSHFP","data":{"algorithm":4,"type":2,"fingerprint":"d2abde24"})", "4 2 d2abde24"},
        {svcb{.priority = 0, .target = "dns.example.net"},
         R"("type":"SVCB","data":{"priority":0,"target":"dns.example.net"})", "0 dns.example.net"},
        {tlsa{.usage = 3, .selector = 1, .matching_type = 1, .certificate = "d2abde24"},
         R"("type":"TLSA","data":{"usage":3,"selector":1,"matching_type":1,"certificate":"d2abde24"})",
         "3 1 1 d2abde24"},
        {txt{.content = "\"say \\\"hi\\\"\""}, R"("type":"TXT","content":"\"say \\\"hi\\\"\"")", ""},
        {uri{.priority = 10, .weight = 5, .target = "https://www.example.com/path?x=1&y=2"},
         R"("type":"URI","priority":10,"data":{"weight":5,"target":"https://www.example.com/path?x=1&y=2"})",
         R"(5 "https://www.example.com/path?x=1&y=2")"},
    };
    return all;
}

// The members that the service adds to those that were sent. SRV records also have their priority outside.
std::string response_members(type_case const& one, bool with_data = true) {
    json::object members = json::parse("{" + std::string{one.sent} + "}").as_object();
    if (members.contains("data") && members["data"].as_object().contains("priority"))
        members["priority"] = members["data"].at("priority");
    if (!one.generated.empty()) members["content"] = json::string{one.generated};
    if (!with_data) members.erase("data");
    std::string const text = json::serialize(members);
    return text.substr(1, text.size() - 2);
}

// The rest of a record with nothing by default.
constexpr std::string_view rest =
    R"(,"proxiable":true,"proxied":true,"ttl":300,"settings":{"ipv4_only":true,"future":1},)"
    R"("meta":{"source":"x"},"comment":"kept","tags":["a:b"],"created_on":"2026-03-14T09:26:53.589793Z",)"
    R"("modified_on":"2026-03-14T09:26:53.589793Z","comment_modified_on":"2026-03-14T09:26:53.589793Z",)"
    R"("tags_modified_on":"2026-03-14T09:26:53.589793Z","private_routing":true,"zone_id":"z",)"
    R"("locked":false)";
constexpr std::string_view kept = R"(,"ttl":300,"comment":"kept","private_routing":true,"proxied":true,)"
                                  R"("settings":{"ipv4_only":true,"future":1},"tags":["a:b"]})";

cfdns::response<records::record> read(std::string const& members) {
    auto got = cfdns::parse_full_response<records::get>(
        {200, {}, success(R"({"id":"1","name":"n.example.com",)" + members + "}")});
    REQUIRE(got.has_value());
    return *std::move(got);
}

std::string body_of(records::record_data const& data) {
    auto const request =
        cfdns::make_request(records::create{.zone_id = "z", .name = "n.example.com", .data = data});
    REQUIRE(request.has_value());
    return request->body;
}

std::string expected_body(type_case const& one) {
    return R"({"name":"n.example.com",)" + std::string{one.sent} + "}";
}

}  // namespace

TEST_CASE("the 21 types of the reference have a struct each, and others have an open alternative") {
    std::set<std::size_t> indexes;
    for (type_case const& one : types()) indexes.insert(one.data.index());
    CHECK(indexes.size() == 21);
    CHECK(std::variant_size_v<records::record_data> == 22);
    CHECK(std::variant_size_v<records::record_data_changes> == 22);
}

TEST_CASE("a record of each type is sent with its members in the places of its type") {
    for (type_case const& one : types()) {
        CAPTURE(std::string{one.sent});
        CHECK(body_of(one.data) == expected_body(one));
    }
}

TEST_CASE("a record of each type is read into its struct") {
    for (type_case const& one : types()) {
        CAPTURE(std::string{one.sent});
        auto const got = read(response_members(one));
        CHECK(got.info.mismatches.empty());
        CHECK(got.value.extra.empty());
        std::visit(
            [&]<class T>(T const&) {
                if constexpr (records::record_type<T>) {
                    std::vector<cfdns::mismatch> mismatches;
                    auto const view = records::as<T>(got.value, &mismatches);
                    REQUIRE(view.has_value());
                    CHECK(mismatches.empty());
                    CHECK(body_of(*view) == expected_body(one));
                }
            },
            one.data);
        CHECK(records::data_of(got.value).index() == one.data.index());
    }
}

TEST_CASE("a record of each type is not taken for one of another type") {
    for (type_case const& one : types()) {
        auto const got = read(response_members(one));
        for (type_case const& other : types())
            std::visit(
                [&]<class T>(T const&) {
                    if constexpr (records::record_type<T>) {
                        std::vector<cfdns::mismatch> mismatches;
                        bool const same = one.data.index() == other.data.index();
                        CHECK(records::as<T>(got.value, &mismatches).has_value() == same);
                        CHECK(mismatches.size() == (same ? 0 : 1));
                        if (!same) CHECK(mismatches.at(0).pointer == "/type");
                    }
                },
                other.data);
    }
}

TEST_CASE("replacing a record of each type by itself sends everything that would be reset") {
    for (type_case const& one : types()) {
        CAPTURE(std::string{one.sent});
        auto const got = read(response_members(one) + std::string{rest});
        REQUIRE(got.info.mismatches.empty());
        std::string const expected =
            R"({"name":"n.example.com",)" + std::string{one.sent} + std::string{kept};

        auto const update = cfdns::make_request(records::to_update(got.value, zone));
        REQUIRE(update.has_value());
        CHECK(update->method == cfdns::http_method::put);
        CHECK(update->target == "/client/v4/zones/" + std::string{zone} + "/dns_records/1");
        CHECK(update->body == expected);

        auto const batch = cfdns::make_request(
            records::batch{.zone_id = zone,
                           .puts = std::vector<records::record_put>{records::to_put(got.value)},
                           .posts = std::vector<records::record_post>{records::to_post(got.value)}});
        REQUIRE(batch.has_value());
        CHECK(batch->body ==
              R"({"puts":[{"id":"1",)" + expected.substr(1) + R"(],"posts":[)" + expected + "]}");
    }
}

TEST_CASE("members missing from data are taken from the content") {
    int completed = 0;
    for (type_case const& one : types()) {
        if (one.generated.empty()) continue;
        CAPTURE(std::string{one.sent});
        auto const got = read(response_members(one, false));
        CHECK(body_of(records::data_of(got.value)) == expected_body(one));
        ++completed;
        // One member at a time.
        json::object const whole = json::parse("{" + response_members(one) + "}").as_object();
        for (auto const& member : whole.at("data").as_object()) {
            json::object less = whole;
            less["data"].as_object().erase(member.key());
            std::string const text = json::serialize(less);
            auto const partly = read(text.substr(1, text.size() - 2));
            CHECK(body_of(records::data_of(partly.value)) == expected_body(one));
        }
    }
    CHECK(completed == 13);
}

TEST_CASE("a record of an unknown type is sent back with the members that are not generated") {
    auto const spf = read(R"("type":"SPF","content":"v=spf1 -all","ttl":600)");
    CHECK(body_of(records::data_of(spf.value)) ==
          R"({"name":"n.example.com","type":"SPF","content":"v=spf1 -all"})");
    auto const future =
        read(R"("type":"FUTURE","content":"generated","priority":7,"data":{"a":[1,{"b":null}],"c":"d"})");
    CHECK(body_of(records::data_of(future.value)) ==
          R"({"name":"n.example.com","type":"FUTURE","priority":7,"data":{"a":[1,{"b":null}],"c":"d"}})");
    CHECK(body_of(records::other{.type = "SPF", .content = "x"}) ==
          R"({"name":"n.example.com","type":"SPF","content":"x"})");
}

TEST_CASE("members of data that are not declared are sent back, except those that are no longer accepted") {
    auto const got = read(R"("type":"SRV","content":"5 8806 a.example","priority":10,)"
                          R"("data":{"service":"_sip","proto":"_tcp","name":"n","priority":10,"weight":5,)"
                          R"("port":8806,"target":"a.example","future":[1]})");
    CHECK(body_of(records::data_of(got.value)) ==
          R"({"name":"n.example.com","type":"SRV","data":{"priority":10,"weight":5,"port":8806,)"
          R"("target":"a.example","future":[1]}})");
    CHECK(records::as<records::srv>(got.value)->extra.find("future") == "[1]");
}

TEST_CASE("bounds of numbers are checked, also within a batch") {
    using std::chrono::seconds;
    auto const refused = [](auto const& op) {
        auto const request = cfdns::make_request(op);
        return request.has_error() ? std::string{request.error().parameter()} : "";
    };
    records::create create{.zone_id = zone, .name = "n", .data = records::a{.content = "192.0.2.1"}};
    for (auto const& [value, good] : {std::pair{0, false},
                                      {1, true},
                                      {2, false},
                                      {29, false},
                                      {30, true},
                                      {60, true},
                                      {86400, true},
                                      {86401, false},
                                      {-1, false}}) {
        int const ttl = value;  // a structured binding cannot be captured
        CAPTURE(ttl);
        create.ttl = seconds{ttl};
        CHECK(refused(create) == (good ? "" : "ttl"));
        records::batch batch{.zone_id = zone};
        batch.posts = std::vector<records::record_post>{
            {.name = "n", .data = records::a{.content = "192.0.2.1"}},
            {.name = "n", .data = records::a{.content = "192.0.2.1"}, .ttl = seconds{ttl}}};
        CHECK(refused(batch).empty() == good);
        CHECK((good || refused(batch).find("ttl") != std::string::npos));
        batch.posts.reset();
        batch.patches = std::vector<records::record_patch>{{.id = "1", .ttl = seconds{ttl}}};
        CHECK(refused(batch).empty() == good);
    }
    create.ttl.reset();
    create.data =
        records::loc{.lat_degrees = 91, .lat_direction = "N", .long_degrees = 0, .long_direction = "E"};
    CHECK(refused(create).find("lat_degrees") != std::string::npos);
    create.data =
        records::loc{.lat_degrees = 90, .lat_direction = "N", .long_degrees = 180, .long_direction = "E"};
    CHECK(refused(create).empty());
}

TEST_CASE("the operations of a batch are counted") {
    records::batch batch{.zone_id = zone};
    CHECK(records::operation_count(batch) == 0);
    batch.deletes = std::vector<records::record_id>{{.id = "1"}, {.id = "2"}};
    batch.patches = std::vector<records::record_patch>{{.id = "3"}};
    batch.puts = std::vector<records::record_put>{};
    batch.posts =
        std::vector<records::record_post>{{.name = "n", .data = records::a{.content = "192.0.2.1"}}};
    CHECK(records::operation_count(batch) == 4);
    static_assert(records::max_batch_operations_free < records::max_batch_operations);
}

TEST_CASE("a batch has at most as many operations as the most generous plan allows, whatever they are") {
    struct row {
        std::size_t deletes, patches, puts, posts;
        std::string_view refused, together;
    };
    constexpr std::size_t most = records::max_batch_operations;
    row const rows[] = {
        {most, 0, 0, 0, {}, {}},
        {most - 3, 1, 1, 1, {}, {}},
        {0, 0, 0, most, {}, {}},
        {most + 1, 0, 0, 0, "deletes", {}},
        {most, 1, 0, 0, "patches", "deletes"},
        {0, 0, most + 1, 0, "puts", "deletes, patches"},
        {most - 3, 1, 1, 2, "posts", "deletes, patches, puts"},
    };
    records::record_post const post{.name = "n", .data = records::a{.content = "192.0.2.1"}};
    records::record_put const put{.id = "1", .name = "n", .data = records::a{.content = "192.0.2.1"}};
    for (row const& each : rows) {
        records::batch batch{.zone_id = zone};
        if (each.deletes != 0) batch.deletes.emplace(each.deletes, records::record_id{.id = "1"});
        if (each.patches != 0) batch.patches.emplace(each.patches, records::record_patch{.id = "1"});
        if (each.puts != 0) batch.puts.emplace(each.puts, put);
        if (each.posts != 0) batch.posts.emplace(each.posts, post);
        auto const made = cfdns::make_request(batch);
        CAPTURE(each.refused);
        REQUIRE(made.has_value() == each.refused.empty());
        if (each.refused.empty()) continue;
        CHECK(made.error().parameter() == each.refused);
        std::string const with = each.together.empty() ? "" : " together with " + std::string{each.together};
        CHECK(made.error().message().find("must have at most 3500 elements" + with) != std::string::npos);
        if (each.together.empty()) CHECK(made.error().message().find("together") == std::string::npos);
    }
}

TEST_CASE("the text of a zone file is imported as a file of UTF-8") {
    auto const request = cfdns::make_request(cfdns::records::import_{
        .zone_id = zone, .file = cfdns::records::zone_file("www 300 IN A 192.0.2.1\n")});
    CHECK(request->body.find("Content-Disposition: form-data; name=\"file\"; filename=\"zone.txt\"\r\n"
                             "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                             "www 300 IN A 192.0.2.1\n\r\n") != std::string::npos);
}
