// SPDX-License-Identifier: BSL-1.0
#include "../support/own_scalars.hpp"
#include "../support/values.hpp"

#include <cfdns/testing/codec.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <doctest/doctest.h>

#include <map>

// Members of a program's own scalar types.
namespace {

using cfdns::errc;
using own_scalars::address;
using own_scalars::color;
using own_scalars::label;
using strings = std::vector<std::string>;

address const one{0x01020304}, local{0x7f000001};

struct host {
    address ip{};  // required
    std::optional<color> paint{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(ip, paint, extra)
};

struct all {
    std::optional<address> maybe{};
    cfdns::nullable<address> null{};
    std::vector<address> list{};
    std::optional<std::map<std::string, address>> map{};
    std::optional<std::vector<std::optional<color>>> paints{};
    std::optional<std::vector<host>> hosts{};
    std::optional<label> text{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(maybe, null, list, map, paints, hosts, text, extra)
};

struct set {
    cfdns::required<address> ip;
    cfdns::required<color> paint;
    std::optional<address> other{};
    cfdns::nullable<color> clear{};
    std::vector<address> list{};
    std::map<std::string, color> map{};
    using response_type = all;
    static constexpr auto route = cfdns::put("/hosts/{ip}");
    CFDNS_FIELDS(ip, paint, other, clear, list, map)
};

struct filter {
    std::optional<label> exact{};
    std::optional<color> paint{};
    CFDNS_FIELDS(exact, paint)
};

struct find {
    cfdns::required<label> zone;
    std::optional<address> ip{};
    std::vector<color> paint{};
    std::optional<filter> name{};
    using response_type = std::vector<address>;
    static constexpr auto route = cfdns::get("/zones/{zone}/hosts");
    CFDNS_FIELDS(zone, ip, paint, name)
};

auto read(std::string const& json) {
    return cfdns::parse_full_response<set>(response_of(200, success(json)));
}

}  // namespace

TEST_CASE("a program's own scalars are sent as text") {
    set op{.ip = one, .paint = color::red};
    auto made = cfdns::make_request(op);
    CHECK(made->target == "/client/v4/hosts/1.2.3.4");
    CHECK(made->body == R"({"paint":"red","list":[],"map":{}})");
    op.other = local;
    op.clear = nullptr;
    op.list = {one, local};
    op.map = {{"x", color::blue}};
    CHECK(cfdns::make_request(op)->body ==
          R"({"paint":"red","other":"127.0.0.1","clear":null,"list":["1.2.3.4","127.0.0.1"],)"
          R"("map":{"x":"blue"}})");
    op.clear = color::blue;
    CHECK(cfdns::make_request(op)->body.find(R"("clear":"blue")") != std::string::npos);

    find const search{.zone = label{"a/b \"c\""},
                      .ip = one,
                      .paint = {color::red, color::blue},
                      .name = filter{.exact = label{"&=\xc3\xa9"}, .paint = color::red}};
    CHECK(cfdns::make_request(search)->target ==
          "/client/v4/zones/a%2Fb%20%22c%22/hosts?ip=1.2.3.4&paint=red&paint=blue&name.exact=%26%3D%C3%A9"
          "&name.paint=red");
}

TEST_CASE("text of a program's own scalar that cannot be sent is refused, and the parameter is named") {
    set op{.ip = one, .paint = color::odd};
    CHECK(cfdns::make_request(op).error().parameter() == "paint");
    op.paint = color::red;
    op.list = {one};
    op.map["k"] = color::odd;
    CHECK(cfdns::make_request(op).error().parameter() == "map/k");
    for (char const* const bad : {"", ".", "..", "\xff"}) {
        find const search{.zone = label{bad}};
        CHECK(cfdns::make_request(search).error().code() == errc::invalid_parameter);
        CHECK(cfdns::make_request(search).error().parameter() == "zone");
    }
    find search{.zone = label{"z"}, .paint = {color::red, color::odd}};
    CHECK(cfdns::make_request(search).error().parameter() == "paint");
    search.paint.clear();
    search.name = filter{.exact = label{"\xff"}};
    CHECK(cfdns::make_request(search).error().parameter() == "name.exact");
}

TEST_CASE("a program's own scalars are read wherever a string is") {
    auto const got = read(
        R"({"maybe":"1.2.3.4","null":"127.0.0.1","list":["127.0.0.1","\u0031.2.3.4"],"map":{"a":"1.2.3.4"},)"
        R"("paints":["red",null,"blue"],"hosts":[{"ip":"1.2.3.4","paint":"red"},{"ip":"127.0.0.1"}],)"
        R"("text":"\ud83d\ude00"})");
    REQUIRE(got.has_value());
    CHECK(got->info.mismatches.empty());
    all const& value = got->value;
    CHECK(value.maybe == one);
    CHECK(*value.null == local);
    CHECK(value.list == std::vector<address>{local, one});
    CHECK(value.map->at("a") == one);
    CHECK(value.paints == std::vector<std::optional<color>>{color::red, std::nullopt, color::blue});
    CHECK(value.hosts->at(0).paint == color::red);
    CHECK(value.hosts->at(1).ip == local);
    CHECK(value.text->text == "\xf0\x9f\x98\x80");
    CHECK(read(R"({"list":[],"null":null})")->value.null.is_null());
    CHECK(read(R"({"list":[],"maybe":null})")->value.maybe == std::nullopt);
    auto const list = cfdns::parse_response<find>({200, {}, success(R"(["1.2.3.4"])")});
    CHECK(*list == std::vector<address>{one});
}

TEST_CASE("text that a program's own scalar does not accept is a mismatch with the name of the traits") {
    auto const got = read(
        R"({"maybe":"1.2.3","null":"256.1.1.1","list":["x","1.2.3.4",5,null],"map":{"a":"1.2.3.4","b/":"y"},)"
        R"("paints":["red","green"],"hosts":[{"ip":"bad"},{"ip":"1.2.3.4","paint":"pink"}],"text":5})");
    REQUIRE(got.has_value());
    std::vector<std::string> described;
    for (cfdns::mismatch const& m : got->info.mismatches)
        described.push_back(m.pointer + ": " + m.expected + ", " + m.found);
    CHECK(described ==
          strings{"/result/maybe: IPv4 address, string \"1.2.3\"",
                  "/result/null: IPv4 address, string \"256.1.1.1\"",
                  "/result/list/0: IPv4 address, string \"x\"", "/result/list/2: IPv4 address, number 5",
                  "/result/list/3: IPv4 address, null", "/result/map/b~1: IPv4 address, string \"y\"",
                  "/result/paints/1: valid text, string \"green\"",
                  "/result/hosts/0/ip: IPv4 address, string \"bad\"",
                  "/result/hosts/1/paint: valid text, string \"pink\"",
                  "/result/text: valid text, number 5"});
    all const& value = got->value;
    CHECK_FALSE(value.maybe.has_value());
    CHECK(value.null.is_absent());
    CHECK(value.list == std::vector<address>{one});
    CHECK(value.map->size() == 1);
    CHECK(value.paints == std::vector<std::optional<color>>{color::red, std::nullopt});
    REQUIRE(value.hosts->size() == 1);
    CHECK(value.hosts->at(0).extra.find("paint") == "\"pink\"");
    CHECK(value.extra.find("maybe") == "\"1.2.3\"");
    CHECK(read(R"({"list":["x"]})").error().code() == errc::malformed_response);
}

TEST_CASE("the in-memory service reads a program's own scalars, and names a parameter that is not one") {
    using cfdns::testing::read_request;
    set op{.ip = one, .paint = color::red, .other = local, .clear = color::blue, .list = {one}};
    op.map["x"] = color::red;
    auto const request = cfdns::make_request(op).value();
    auto const back = read_request<set>(request).value();
    REQUIRE(back.has_value());
    CHECK(back->ip.get() == one);
    CHECK(back->other == local);
    CHECK(cfdns::make_request(*back)->body == request.body);

    find const search{
        .zone = label{"a/b"}, .ip = local, .paint = {color::blue}, .name = filter{.exact = label{""}}};
    auto const found = read_request<find>(cfdns::make_request(search).value()).value();
    REQUIRE(found.has_value());
    CHECK(found->zone.get().text == "a/b");
    CHECK(cfdns::make_request(*found)->target == cfdns::make_request(search)->target);

    struct {
        char const *target, *body, *parameter;
    } const rows[] = {
        {"/client/v4/hosts/1.2.3", R"({"paint":"red","list":[],"map":{}})", "ip"},
        {"/client/v4/hosts/1.2.3.4", R"({"paint":"pink","list":[],"map":{}})", "paint"},
        {"/client/v4/hosts/1.2.3.4", R"({"list":[],"map":{}})", "paint"},
        {"/client/v4/hosts/1.2.3.4", R"({"paint":"red","list":["a"],"map":{}})", "list/0"},
        {"/client/v4/hosts/1.2.3.4", R"({"paint":"red","list":[],"map":{"k":"x"}})", "map/k"},
    };
    cfdns::testing::fake_cloudflare service;
    service.token = cfdns::secret_string{"t"};
    service.on<set>([](set const& received) { return all{.maybe = received.ip.get()}; });
    for (auto const& row : rows) {
        CAPTURE(std::string{row.body});
        cfdns::http_request bad{cfdns::http_method::put, row.target, {}, row.body};
        auto const refused = read_request<set>(bad).value();
        REQUIRE(refused.has_error());
        CHECK(refused.error().code() == errc::invalid_parameter);
        CHECK(refused.error().parameter() == row.parameter);
        CHECK(refused.error().message().find(row.parameter) != std::string::npos);
        bad.headers = {{"Authorization", "Bearer t"}, {"Content-Type", "application/json"}};
        auto const answer = service.handle(bad);
        CHECK(answer.status == 400);
        CHECK(answer.body.find("\"/" + std::string{row.parameter} + "\"") != std::string::npos);
    }
    auto const bad_query =
        read_request<find>({cfdns::http_method::get, "/client/v4/zones/z/hosts?ip=1.2", {}, ""}).value();
    CHECK(bad_query.error().parameter() == "ip");
    CHECK(bad_query.error().message().find("IPv4 address") != std::string::npos);
    auto const good =
        cfdns::call(service, cfdns::api_token{service.token}, set{.ip = one, .paint = color::red});
    CHECK(good->maybe == one);
}
