// SPDX-License-Identifier: BSL-1.0
// The official sources disagree with each other in places. Here is what the library does in each.
#include "../any_operation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>

namespace {

std::string body_of(auto const& op, cfdns::request_options const& where = {}) {
    return cfdns::make_request(op, where).value().body;
}

zt::incoming::configuration read(std::string const& result) {
    return cfdns::parse_response<zt::incoming::get>({200, {}, success(result)}).value();
}

}  // namespace

TEST_CASE("the four POSTs without parameters send an empty object, or no content if so configured") {
    auto const check = [](auto const& op) {
        auto const usual = cfdns::make_request(op).value();
        CHECK(usual.body == "{}");
        CHECK(cfdns::find_header(usual.headers, "Content-Type") == "application/json");
        auto const bare = cfdns::make_request(op, {.empty_object = false}).value();
        CHECK(bare.body.empty());
        CHECK_FALSE(cfdns::find_header(bare.headers, "Content-Type").has_value());
        auto extended = op;
        extended.extra.set("reason", "\"why\"");
        CHECK(body_of(extended, {.empty_object = false}) == R"({"reason":"why"})");
    };
    check(zt::force_axfr::create{.zone_id = zone});
    check(zt::outgoing::enable{.zone_id = zone});
    check(zt::outgoing::disable{.zone_id = zone});
    check(zt::outgoing::force_notify{.zone_id = zone});
    CHECK(body_of(example_create(), {.empty_object = false}) == body_of(example_create()));
}

TEST_CASE("no id is part of a body, and one can be sent as an extra member") {
    for (any_operation const& one : all_operations()) {
        if (!one.name.starts_with("dns.zone_transfers.")) continue;
        CAPTURE(one.name);
        CHECK(one.params().request().value().body.find("\"id\":") == std::string::npos);
    }
    auto op = example_create();
    op.extra.set("id", "\"x\"");
    CHECK(body_of(op).find(R"("id":"x")") != std::string::npos);
}

TEST_CASE("a refresh period is required and at least 300 s in a request, and unrestricted in a response") {
    auto op = example_create();
    op.auto_refresh_seconds = 299s;
    CHECK(cfdns::make_request(op).error().parameter() == "auto_refresh_seconds");
    op.auto_refresh_seconds = 300s;
    CHECK(cfdns::make_request(op).has_value());
    CHECK(read(R"({"auto_refresh_seconds":30})").auto_refresh_seconds == 30s);
}

TEST_CASE("creating a peer accepts all of its members and sends those that are set") {
    zt::peers::create op{.account_id = account, .name = "p"};
    CHECK(body_of(op) == R"({"name":"p"})");
    op.ip = "2001:db8::53";
    op.ixfr_enable = true;
    op.port = 5353;
    op.tsig_id = tsig_id;
    CHECK(
        body_of(op) ==
        R"({"name":"p","ip":"2001:db8::53","ixfr_enable":true,"port":5353,"tsig_id":"69cd1e104af3e6ed3cb344f263fd0d5a"})");
    // No bounds are documented, and a fresh peer shows 0.
    for (std::uint32_t port : {0u, 1u, 65535u, 65536u, 4294967295u}) {
        op.port = port;
        CHECK(cfdns::make_request(op).has_value());
        zt::peers::update const changed{.account_id = account, .peer_id = peer_1, .name = "p", .port = port};
        CHECK(body_of(changed) == R"({"name":"p","port":)" + std::to_string(port) + "}");
    }
}

TEST_CASE("integers are read in any spelling") {
    for (char const* json : {"86400", "86400.0", "8.64e4"}) {
        CHECK(read(R"({"auto_refresh_seconds":)" + std::string{json} + "}").auto_refresh_seconds == 86400s);
        CHECK(read(R"({"soa_serial":)" + std::string{json} + "}").soa_serial == 86400u);
    }
    CHECK(read(R"({"soa_serial":4294967295})").soa_serial == 4294967295u);
    auto const peer = cfdns::parse_full_response<zt::peers::get>(
        {200, {}, success(R"({"id":"i","name":"n","port":53.5})")});
    CHECK_FALSE(peer.value().value.port.has_value());
    CHECK(peer.value().info.mismatches.at(0).pointer == "/result/port");
    CHECK(body_of(example_create()).find("86400,") != std::string::npos);
}

TEST_CASE("result_info accepts numbers in any spelling, and may be missing, null or invalid") {
    for (auto const& [json, total] :
         {std::pair{R"({"total_count":2000.0})", std::optional<std::uint64_t>{2000}},
          {R"({"total_count":"x"})", std::nullopt},
          {"{}", std::nullopt}}) {
        std::string const body = R"({"success":true,"result":[],"result_info":)" + std::string{json} + "}";
        auto const got = cfdns::parse_full_response<zt::acls::list>({200, {}, body});
        CHECK(got.value().info.result_info.value().total_count == total);
    }
    for (char const* json : {"null", "5", "[]"}) {
        std::string const body = R"({"success":true,"result":[],"result_info":)" + std::string{json} + "}";
        CHECK_FALSE(cfdns::parse_full_response<zt::acls::list>({200, {}, body})
                        .value()
                        .info.result_info.has_value());
    }
}

TEST_CASE("codes may be below 1000, spelled as fractions, or missing") {
    auto const code = [](char const* entry) {
        std::string const body = R"({"success":false,"errors":[)" + std::string{entry} + "]}";
        return cfdns::parse_response<zt::acls::list>({400, {}, body}).error().api_errors()[0].code;
    };
    CHECK(code(R"({"code":971})") == 971);
    CHECK(code(R"({"code":1004.0})") == 1004);
    CHECK_FALSE(code(R"({"message":"m"})").has_value());
    CHECK_FALSE(code(R"("m")").has_value());
}

TEST_CASE("peers keep their order and duplicates, and null is an empty list") {
    auto op = example_create();
    op.peers = {"b", "a", "b"};
    CHECK(body_of(op).find(R"("peers":["b","a","b"])") != std::string::npos);
    CHECK(read(R"({"peers":["b","a","b"]})").peers == std::vector<std::string>{"b", "a", "b"});
    CHECK_FALSE(read(R"({"peers":null})").peers.has_value());
    CHECK(read(R"({"peers":[]})").peers.value().empty());
}

TEST_CASE("results that are strings are returned in any spelling") {
    for (char const* word : {"Enabled", "enabled", "active", "notified", "", "OK"})
        CHECK(cfdns::parse_response<zt::outgoing::status::get>(
                  {200, {}, success("\"" + std::string{word} + "\"")})
                  .value() == word);
    auto const object = cfdns::parse_full_response<zt::outgoing::enable>({200, {}, success("{}")});
    CHECK(object.value().value.empty());
    CHECK(object.value().info.mismatches.at(0).found == "object");

    using zt::outgoing::status::is_enabled;
    for (char const* word : {"Enabled", "ENABLED", "enabled", "Enabled (pending)"}) CHECK(is_enabled(word));
    for (char const* word : {"Disabled", "", "Enable", "not enabled", "active"})
        CHECK_FALSE(is_enabled(word));
}

TEST_CASE("times are text, may be parsed as RFC 3339, and may be null") {
    auto const got = read(
        R"({"checked_time":"2019-10-24T17:09:42.883908+01:00","created_time":"soon","modified_time":null})");
    CHECK(got.checked_time.value().time().has_value());
    CHECK(got.created_time.value().text() == "soon");
    CHECK_FALSE(got.created_time.value().time().has_value());
    CHECK_FALSE(got.modified_time.has_value());
    auto const fresh = cfdns::parse_full_response<zt::outgoing::get>(
        {200,
         {},
         success(
             R"({"checked_time":null,"created_time":null,"last_transferred_time":null,"soa_serial":null})")});
    CHECK(fresh.value().info.mismatches.empty());
    CHECK_FALSE(fresh.value().value.soa_serial.has_value());
}

TEST_CASE("a modified_time of an outgoing configuration is kept although the reference has none") {
    auto const got =
        cfdns::parse_response<zt::outgoing::get>({200, {}, success(R"({"modified_time":"t"})")});
    CHECK(got.value().extra.find("modified_time") == "\"t\"");
}

TEST_CASE("members that are not set are not sent, but false is") {
    zt::peers::update op{.account_id = account, .peer_id = peer_1, .name = "p"};
    CHECK(body_of(op) == R"({"name":"p"})");
    op.ixfr_enable = false;
    CHECK(body_of(op) == R"({"name":"p","ixfr_enable":false})");
}

TEST_CASE("algorithms, key names and zone names are sent unchanged; the constants have a trailing dot") {
    CHECK(zt::tsigs::algorithms::hmac_sha512 == "hmac-sha512.");
    for (std::string_view algo : {zt::tsigs::algorithms::hmac_sha256, std::string_view{"hmac-sha512"},
                                  std::string_view{"private."}}) {
        zt::tsigs::create const op{.account_id = account,
                                   .algo = algo,
                                   .name = "TSIG.Customer.cf",
                                   .secret = cfdns::secret_string{"s"}};
        CHECK(body_of(op) ==
              R"({"algo":")" + std::string{algo} + R"(","name":"TSIG.Customer.cf","secret":"s"})");
    }
    auto op = example_create();
    for (char const* name : {"example.com", "example.com.", "EXAMPLE.com"}) {
        op.name = name;
        CHECK(body_of(op).find("\"" + std::string{name} + "\"") != std::string::npos);
    }
}

TEST_CASE("the secret of a TSIG may be missing or null in a response") {
    for (char const* secret : {"", R"(,"secret":null)"}) {
        auto const got = cfdns::parse_full_response<zt::tsigs::get>(
            {200, {}, success(R"({"id":"i","algo":"a","name":"n")" + std::string{secret} + "}")});
        CHECK_FALSE(got.value().value.secret.has_value());
        CHECK(got.value().info.mismatches.empty());
    }
}

TEST_CASE("no path member may be empty or leave its segment, in any operation") {
    for (any_operation const& op : all_operations()) {
        CAPTURE(op.name);
        if (op.info->path_fields == 0) continue;
        cfdns::detail::field const& f = op.info->params->fields[std::bit_width(op.info->path_fields) - 1];
        REQUIRE(f.type->what == cfdns::detail::kind::string);
        any_params const params = op.params();
        auto& last = *static_cast<std::string*>(f.locate(params.get()));
        auto const slashes = [&] {
            std::string const target = params.request().value().target;
            return std::count(target.begin(), target.end(), '/');
        };
        auto const delimiters = [&] {
            std::string const target = params.request().value().target;
            return std::count(target.begin(), target.end(), '?') +
                   std::count(target.begin(), target.end(), '#');
        };
        auto const usual = slashes(), usual_delimiters = delimiters();
        for (char const* bad : {"", ".", ".."}) {
            last = bad;
            CHECK(params.request().error().code() == cfdns::errc::invalid_parameter);
        }
        for (char const* odd : {"a/b", "../../x", "/", "a?b", "a#b", "%2f", "..%2f"}) {
            last = odd;
            CHECK(slashes() == usual);
            CHECK(delimiters() == usual_delimiters);
        }
    }
}

TEST_CASE("legacy paths are not offered") {
    for (cfdns::operation_metadata const& row : cfdns::operations) {
        CAPTURE(std::string{row.name.view()});
        CHECK(row.route.path.find("primaries") == std::string_view::npos);
        CHECK_FALSE(row.route.path.ends_with("/secondary_dns"));
    }
}

TEST_CASE("a failure is read although its official schema is contradictory") {
    auto const got = cfdns::parse_response<zt::acls::get>(
        {404,
         {},
         R"({"success":false,"errors":[{"code":7003,"message":"No route for the URI"}],"messages":[],"result":null})"});
    CHECK(got.error().code() == cfdns::errc::api_failure);
    CHECK(got.error().is_not_found());
    CHECK(got.error().api_errors()[0].code == 7003);
}

TEST_CASE("status and codes let callers treat 404, or 400 with 1001, as already deleted") {
    auto const got = cfdns::parse_response<zt::incoming::delete_>(
        {400, {}, R"({"success":false,"errors":[{"code":1001,"message":"Invalid zone identifier"}]})"});
    CHECK(got.error().http_status() == 400);
    CHECK(got.error().api_errors()[0].code == 1001);
    CHECK_FALSE(got.error().is_not_found());
}
