// SPDX-License-Identifier: BSL-1.0
// Runs against Prism, a server that checks requests against the OpenAPI description and answers with its
// examples, or with random responses that fit it.
#define DOCTEST_CONFIG_IMPLEMENT
#include "operations.hpp"
#include "second_reader.hpp"

#include <doctest/doctest.h>

#include <cfdns/transport/curl.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace json = boost::json;

namespace {

std::string origin;
int dynamic_responses = 20;

// Prism ignores the path of the description's server.
cfdns::request_options options_with(std::vector<cfdns::http_header> headers = {}) {
    return {.base_path = "", .headers = std::move(headers)};
}

cfdns::curl_transport connect() {
    return cfdns::curl_transport{{.origin = origin, .total_timeout = std::chrono::seconds{20}}};
}

std::vector<cfdns::credentials> kinds_of_credentials() {
    std::vector<cfdns::credentials> kinds;
    kinds.push_back(cfdns::api_token{cfdns::secret_string{"not-a-real-token"}});
    kinds.push_back(cfdns::api_key{"user@example.com", cfdns::secret_string{"not-a-real-key"}});
    return kinds;
}

// ---- operations as plain values, so that a test is no template over them ----

struct reading {
    std::optional<cfdns::error> failure{};
    std::vector<cfdns::mismatch> mismatches{};
    cfdns::http_response raw{};
};

struct operation_under_test {
    std::string name{};
    std::vector<std::string> required_params{};  // path and body
    std::vector<std::string> required_results{};
    bool lists = false;
    bool is_post_without_parameters = false;
    std::function<cfdns::result<cfdns::http_request>(cfdns::request_options const&)> make{};
    std::function<reading(cfdns::curl_transport&, cfdns::credentials const&, cfdns::request_options const&,
                          second_reader&)>
        call{};
    std::function<std::optional<cfdns::error>(cfdns::response_view const&)> failure_of{};
};

template <class T>
std::vector<std::string> required_members() {
    std::vector<std::string> names;
    if constexpr (requires { typename T::value_type; } && !std::is_same_v<T, std::string>) {
        return required_members<typename T::value_type>();
    } else if constexpr (std::is_class_v<T> && !std::is_same_v<T, std::string>) {
        T value{};
        for_each_member(value, [&]<class M>(std::string_view name, M&) {
            if constexpr (std::is_same_v<M, std::string>) names.emplace_back(name);
        });
    }
    return names;
}

bool has_body_members(cfdns::detail::operation_descriptor const& descriptor) {
    std::uint64_t const all = (std::uint64_t{1} << descriptor.params->field_count) - 1;
    return (all & ~descriptor.path_fields) != 0;
}

template <class Op>
operation_under_test erase(std::string name, Op const& params) {
    using result_type = typename Op::response_type;
    operation_under_test made;
    made.name = std::move(name);
    for_each_member(params, [&]<class M>(std::string_view member, M const&) {
        if constexpr (requires(M const& value) { value.get(); }) made.required_params.emplace_back(member);
    });
    made.is_post_without_parameters =
        Op::route.method == cfdns::http_method::post && !has_body_members(cfdns::detail::descriptor_of<Op>);
    made.required_results = required_members<result_type>();
    made.lists = !std::is_same_v<result_type, std::string> && requires { typename result_type::value_type; };
    made.make = [params](cfdns::request_options const& where) { return cfdns::make_request(params, where); };
    made.call = [params](cfdns::curl_transport& transport, cfdns::credentials const& who,
                         cfdns::request_options const& where, second_reader& second) {
        reading out;
        auto const recording = [&](cfdns::http_request const& request) {
            auto response = transport(request);
            if (response.has_value()) out.raw = *response;
            return response;
        };
        auto const got = cfdns::call_full(recording, who, params, where);
        if (got.has_value()) {
            second.compare(*got, json::parse(out.raw.body));
            out.mismatches = got->info.mismatches;
        } else {
            out.failure = got.error();
        }
        return out;
    };
    made.failure_of = [](cfdns::response_view const& response) -> std::optional<cfdns::error> {
        auto const got = cfdns::parse_response<Op>(response);
        if (got.has_value()) return std::nullopt;
        return got.error();
    };
    return made;
}

std::vector<operation_under_test> const& operations() {
    static auto const all = [] {
        std::vector<operation_under_test> made;
        for_each_operation([&]<class Op>(char const* name, Op const& params) {
            // The description of records is too far from the service: it has no types of records, the
            // deletion without an envelope, and for the usage of a zone that of an account.
            std::string_view const text{name};
            bool const records = text.starts_with("dns.records.") || text.starts_with("dns.usage.");
            if constexpr (is_compared<Op>())
                if (is_described(name) && !records) made.push_back(erase(name, params));
        });
        return made;
    }();
    return all;
}

bool is_one_of(std::vector<std::string> const& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

cfdns::http_request authorized(cfdns::http_request request) {
    REQUIRE(cfdns::authorize(request, kinds_of_credentials().front()).has_value());
    return request;
}

// Also for requests that the library would not make.
cfdns::http_response send(cfdns::curl_transport& transport, cfdns::http_request const& request) {
    auto response = transport(request);
    if (!response.has_value()) FAIL(response.error().message());
    return std::move(*response);
}

}  // namespace

TEST_CASE(
    "every operation is what the description asks for, and its example is read whole and without a "
    "mismatch") {
    for (cfdns::credentials const& who : kinds_of_credentials()) {
        auto transport = connect();
        second_reader second;
        for (auto const& op : operations()) {
            CAPTURE(op.name);
            reading const got = op.call(transport, who, options_with(), second);
            if (got.failure) FAIL(got.failure->message());
            CHECK(second.difference == "");
            CHECK(got.mismatches.empty());
            CHECK(second.members_unknown == 0);
        }
        CHECK(second.members_compared > 100);
    }
}

TEST_CASE("the examples have the values that the reference prints") {
    using namespace std::chrono_literals;
    auto transport = connect();
    auto const who = kinds_of_credentials().front();
    auto const get = [&](auto const& op) {
        auto got = cfdns::call(transport, who, op, options_with());
        if (!got.has_value()) FAIL(got.error().message());
        return std::move(*got);
    };
    auto const incoming = get(zt::incoming::get{.zone_id = "zone"});
    CHECK(incoming.auto_refresh_seconds == 24h);
    CHECK(incoming.soa_serial == 2019102400);
    REQUIRE(incoming.created_time.has_value());
    CHECK(incoming.created_time->time().has_value());
    CHECK(get(zt::outgoing::get{.zone_id = "zone"}).name == "www.example.com.");
    CHECK(get(zt::outgoing::disable{.zone_id = "zone"}) == "Disabled");
    CHECK(zt::outgoing::status::is_enabled(get(zt::outgoing::status::get{.zone_id = "zone"})));
    CHECK(get(zt::acls::get{.account_id = "account", .acl_id = "acl"}).ip_range == "192.0.2.53/28");
    CHECK(get(zt::peers::get{.account_id = "account", .peer_id = "peer"}).port == 53);
    auto const keys = get(zt::tsigs::list{.account_id = "account"});
    REQUIRE(keys.size() == 1);
    CHECK(keys.front().algo == zt::tsigs::algorithms::hmac_sha512);
    CHECK(keys.front().secret.has_value());
    CHECK(get(zt::tsigs::delete_{.account_id = "account", .tsig_id = "tsig"}).id ==
          "69cd1e104af3e6ed3cb344f263fd0d5a");
}

TEST_CASE("ids that need percent-encoding stay in their segment") {
    auto transport = connect();
    auto const who = kinds_of_credentials().front();
    std::string const id = "a/b?c#d%2F e\xc3\xa9;=:@";
    auto const status =
        cfdns::call(transport, who, zt::outgoing::status::get{.zone_id = id}, options_with());
    if (!status.has_value()) FAIL(status.error().message());
    auto const acl =
        cfdns::call(transport, who, zt::acls::get{.account_id = id, .acl_id = id}, options_with());
    if (!acl.has_value()) FAIL(acl.error().message());
}

TEST_CASE("without credentials, every operation is answered with an authentication error") {
    auto transport = connect();
    for (auto const& op : operations()) {
        CAPTURE(op.name);
        auto const failure = op.failure_of(send(transport, op.make(options_with()).value()));
        REQUIRE(failure.has_value());
        CHECK(failure->http_status() == 401);
        CHECK(failure->is_authentication());
        CHECK(failure->delivery() == cfdns::delivery::answered);
    }
}

TEST_CASE("the members that the library requires are those whose lack is answered with 422") {
    auto transport = connect();
    int without = 0;
    for (auto const& op : operations()) {
        auto const request = authorized(op.make(options_with()).value());
        if (request.body.empty() || request.body == "{}") continue;
        json::object const whole = json::parse(request.body).as_object();
        for (auto const& member : whole) {
            std::string const name{member.key()};
            CAPTURE(op.name);
            CAPTURE(name);
            json::object less = whole;
            less.erase(name);
            auto changed = request;
            changed.body = json::serialize(less);
            CHECK(send(transport, changed).status == (is_one_of(op.required_params, name) ? 422 : 200));
            ++without;
        }
    }
    CHECK(without > 0);
}

TEST_CASE("body members of another type are answered with 422 where the description declares them") {
    auto transport = connect();
    for (auto const& op : operations()) {
        auto const request = authorized(op.make(options_with()).value());
        if (request.body.empty() || request.body == "{}") continue;
        json::object const whole = json::parse(request.body).as_object();
        for (auto const& member : whole) {
            std::string const name{member.key()};
            CAPTURE(op.name);
            CAPTURE(name);
            json::object ill = whole;
            ill[name] = member.value().is_object() ? json::value("text") : json::value(json::object{});
            auto changed = request;
            changed.body = json::serialize(ill);
            bool const declared = !op.name.ends_with(".peers.create") || name == "name";
            CHECK(send(transport, changed).status == (declared ? 422 : 200));
        }
    }
}

TEST_CASE("a refresh period below the documented minimum is refused here as there") {
    auto transport = connect();
    using namespace std::chrono_literals;
    zt::incoming::update op{
        .zone_id = "zone", .auto_refresh_seconds = 300s, .name = "a.", .peers = std::vector<std::string>{}};
    auto request = authorized(cfdns::make_request(op, options_with()).value());
    CHECK(send(transport, request).status == 200);
    request.body = R"({"auto_refresh_seconds":299,"name":"a.","peers":[]})";
    CHECK(send(transport, request).status == 422);
    op.auto_refresh_seconds = 299s;
    auto const refused = cfdns::make_request(op, options_with());
    REQUIRE(refused.has_error());
    CHECK(refused.error().parameter() == "auto_refresh_seconds");
}

TEST_CASE("the four POSTs without parameters are accepted with an empty object and without content") {
    auto transport = connect();
    auto without_content = options_with();
    without_content.empty_object = false;
    int found = 0;
    for (auto const& op : operations()) {
        if (!op.is_post_without_parameters) continue;
        ++found;
        CAPTURE(op.name);
        auto const object = authorized(op.make(options_with()).value());
        CHECK(object.body == "{}");
        CHECK(cfdns::find_header(object.headers, "Content-Type") == "application/json");
        auto const nothing = authorized(op.make(without_content).value());
        CHECK(nothing.body == "");
        CHECK_FALSE(cfdns::find_header(nothing.headers, "Content-Type").has_value());
        for (auto const& request : {object, nothing}) {
            auto const response = send(transport, request);
            CHECK(response.status == 200);
            auto const failure = op.failure_of(response);
            if (failure) FAIL_CHECK(failure->message());
        }
    }
    CHECK(found == 4);
}

TEST_CASE("every operation reads the description's failure as what it is: not found") {
    auto transport = connect();
    second_reader second;
    auto const who = kinds_of_credentials().front();
    for (auto const& op : operations()) {
        CAPTURE(op.name);
        reading const got = op.call(transport, who, options_with({{"Prefer", "code=404"}}), second);
        REQUIRE(got.failure.has_value());
        CHECK(got.failure->http_status() == 404);
        CHECK(got.failure->is_not_found());
        CHECK(got.failure->code() == cfdns::errc::api_failure);
        // The description of zones has an empty list as its example.
        bool const empty = op.name.starts_with("zones.");
        REQUIRE(got.failure->api_errors().empty() == empty);
        if (!empty) CHECK(got.failure->api_errors().front().code == 7003);
    }
}

TEST_CASE(
    "a good response whose result lacks a required member, or has it of another type, is an error that "
    "points there") {
    auto transport = connect();
    second_reader second;
    auto const who = kinds_of_credentials().front();
    int broken = 0;
    for (auto const& op : operations()) {
        CAPTURE(op.name);
        cfdns::http_response response = op.call(transport, who, options_with(), second).raw;
        json::value const whole = json::parse(response.body);
        for (std::string const& name : op.required_results) {
            std::string const pointer = (op.lists ? "/result/0/" : "/result/") + name;
            CAPTURE(pointer);
            for (bool const absent : {true, false}) {
                json::value changed = whole;
                json::value& result = changed.at("result");
                json::object& object = (op.lists ? result.at(0) : result).as_object();
                if (absent)
                    object.erase(name);
                else
                    object[name] = 7.5;
                response.body = json::serialize(changed);
                auto const failure = op.failure_of(response);
                REQUIRE(failure.has_value());
                CHECK(failure->code() == cfdns::errc::malformed_response);
                CHECK(failure->message().find(pointer + ": expected string") != std::string::npos);
                ++broken;
            }
        }
    }
    CHECK(broken > 0);
}

TEST_CASE(
    "random responses that fit the description give values, and each member that does not fit is reported, "
    "none else") {
    auto transport = connect();
    auto const who = kinds_of_credentials().front();
    second_reader second;
    int responses = 0, values = 0;
    for (auto const& op : operations()) {
        CAPTURE(op.name);
        for (int i = 0; i != dynamic_responses; ++i) {
            reading const got = op.call(transport, who, options_with({{"Prefer", "dynamic=true"}}), second);
            ++responses;
            if (got.failure) {
                if (got.failure->http_status() == 0) FAIL(got.failure->message());
                // Some descriptions of good responses allow any value of `success`.
                auto const* success = json::parse(got.raw.body).as_object().if_contains("success");
                if (success && *success == false && got.failure->code() == cfdns::errc::api_failure)
                    continue;
                FAIL_CHECK(got.failure->message() << " in " << got.raw.body);
                continue;
            }
            ++values;
            CAPTURE(got.raw.body);
            REQUIRE(second.difference == "");
        }
    }
    CHECK(values > 0);
    CHECK(second.mismatches > 0);
    CHECK(second.members_unknown > 0);
    std::cout << responses << " random responses: " << values << " values, " << responses - values
              << " errors; " << second.members_compared << " members equal, " << second.members_unknown
              << " unknown ones kept, " << second.mismatches << " mismatches\n";
}

int main(int argc, char** argv) {
    char const* const from = std::getenv("CFDNS_PRISM_ORIGIN");
    if (from == nullptr) {
        std::cerr << "CFDNS_PRISM_ORIGIN is not set: run tests/contract/run.sh\n";
        return 2;
    }
    origin = from;
    if (char const* const responses = std::getenv("CFDNS_CONTRACT_DYNAMIC"))
        dynamic_responses = std::atoi(responses);
    doctest::Context context{argc, argv};
    context.setOption("abort-after", 20);
    return context.run();
}
