// SPDX-License-Identifier: BSL-1.0
// A secret in every place that a secret can be, and a look at everything that can be printed, thrown or
// logged.
#include "operations.hpp"

#include <cfdns/environment.hpp>
#include <cfdns/testing/codec.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <doctest/doctest.h>

#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

std::string const canary = "c4n4ry0123456789abcdefc4n4ry0123456789abcdef";
std::string const mark = "c4n4ry";  // also of what was cut

cfdns::secret_string const secret{canary};

int places = 0;

// All that an error says.
std::string shown(cfdns::error const& e) {
    std::ostringstream out;
    out << e.code() << e.code().message() << e.message() << e.excerpt() << e.parameter() << e.cf_ray()
        << doctest::toString(e);
    try {
        throw_exception_from_error(e, BOOST_CURRENT_LOCATION);
    } catch (cfdns::call_failed const& thrown) {
        out << thrown.what() << thrown.code() << doctest::toString(thrown) << thrown.error().message();
    }
    return out.str();
}

// All that a good response says, apart from the value and the service's own notes, which the caller takes by
// name.
std::string shown(cfdns::response_info const& info) {
    std::ostringstream out;
    out << info.http_status << info.cf_ray << doctest::toString(info);
    for (cfdns::mismatch const& s : info.mismatches)
        out << s.pointer << ' ' << s.expected << ' ' << s.found << doctest::toString(s) << '\n';
    return out.str();
}

template <class T>
std::string shown(cfdns::result<T> const& got) {
    return got.has_error() ? shown(got.error()) : std::string{doctest::toString(got.value()).c_str()};
}

void check_hidden(std::string const& text) {
    CAPTURE(places);
    ++places;
    CHECK_FALSE(text.empty());
    CHECK(text.find(mark) == std::string::npos);
}

void check_hidden(doctest::String const& text) { check_hidden(std::string{text.c_str()}); }

cfdns::credentials all_credentials(int which) {
    if (which == 0) return cfdns::api_token{secret};
    if (which == 1) return cfdns::api_key{"a@b.example", secret};
    return cfdns::user_service_key{secret};
}

// The names of the members of a type that are secrets. No type contains itself.
void collect_secrets(cfdns::detail::schema const& type, std::set<std::string>& names) {
    if (type.element) collect_secrets(*type.element, names);
    for (std::size_t i = 0; i != type.field_count; ++i) {
        cfdns::detail::field const& f = type.fields[i];
        cfdns::detail::schema const* value = f.type;
        while (value->element) value = value->element;
        if (value->what == cfdns::detail::kind::secret) names.emplace(f.name);
        collect_secrets(*value, names);
    }
}

// Replaces the strings that are values of that member.
void put_canary(std::string& json, std::string const& name) {
    std::string const key = "\"" + name + "\":\"";
    for (std::size_t at = json.find(key); at != std::string::npos; at = json.find(key, at)) {
        at += key.size();
        json.replace(at, json.find('"', at) - at, canary);
    }
}

// Not every version of the service keeps a log.
template <class Service>
void check_log(Service const& service) {
    if constexpr (requires { service.log; }) {
        CHECK_FALSE(service.log.empty());
        for (auto const& record : service.log) {
            std::string text = record.target + "\n" + record.body + "\n";
            for (auto const& header : record.headers) text += header.name + ": " + header.value + "\n";
            check_hidden(text + doctest::toString(record).c_str());
        }
    }
}

}  // namespace

TEST_CASE("a secret is not shown by itself or by objects that contain it") {
    std::ostringstream out;
    out << secret;
    check_hidden(out.str());
    check_hidden(doctest::toString(secret));
    check_hidden(doctest::toString(std::optional<cfdns::secret_string>{secret}));
    check_hidden(doctest::toString(cfdns::api_token{secret}));
    check_hidden(doctest::toString(cfdns::api_key{"a@b.example", secret}));
    check_hidden(doctest::toString(cfdns::user_service_key{secret}));
    check_hidden(doctest::toString(all_credentials(0)));
    check_hidden(doctest::toString(
        zt::tsigs::create{.account_id = account, .algo = "a", .name = "n", .secret = secret}));
    zt::tsigs::tsig stored;
    stored.secret = secret;
    check_hidden(doctest::toString(stored));
    check_hidden(doctest::toString(std::vector<zt::tsigs::tsig>{stored}));
    cfdns::http_request request =
        cfdns::make_request(
            zt::tsigs::create{.account_id = account, .algo = "a", .name = "n", .secret = secret})
            .value();
    REQUIRE(cfdns::authorize(request, all_credentials(0)).has_value());
    REQUIRE(request.body.find(mark) != std::string::npos);
    check_hidden(doctest::toString(request));
    check_hidden(doctest::toString(cfdns::testing::write_response(stored)));
    check_hidden(doctest::toString(cfdns::response_view{200, {}, canary}));
    cfdns::extra_members extra;
    extra.set("secret", "\"" + canary + "\"");
    check_hidden(doctest::toString(extra));
}

TEST_CASE("a rejected credential is not shown") {
    for (std::string const& bad : {canary + "\r\n", canary + std::string("\0", 1), "\x7f" + canary}) {
        cfdns::secret_string const broken{std::string_view{bad}};
        cfdns::http_request request = cfdns::make_request(example_create()).value();
        check_hidden(shown(cfdns::authorize(request, cfdns::api_token{broken}).error()));
        check_hidden(shown(cfdns::authorize(request, cfdns::api_key{"a@b.example", broken}).error()));
        check_hidden(shown(cfdns::authorize(request, cfdns::api_key{bad, secret}).error()));
        check_hidden(shown(cfdns::authorize(request, cfdns::user_service_key{broken}).error()));
        cfdns::exchange call{example_create(), cfdns::api_token{broken}};
        CHECK_FALSE(call.start({}).has_value());
        check_hidden(shown(call.take()));
    }
    auto const get = [](char const* name) -> std::optional<std::string> {
        return std::string_view{name} == "CLOUDFLARE_EMAIL"
                   ? std::nullopt
                   : std::optional{"https://" + canary + "@h/?" + canary};
    };
    check_hidden(shown(cfdns::settings_from_environment(get)));
    auto const key = [](char const* name) -> std::optional<std::string> {
        if (std::string_view{name} == "CLOUDFLARE_API_KEY") return canary;
        return std::nullopt;
    };
    check_hidden(shown(cfdns::settings_from_environment(key)));
}

TEST_CASE("a secret in params is not shown, whatever else is invalid") {
    zt::tsigs::create op{.account_id = account, .algo = "a", .name = "\xff", .secret = secret};
    check_hidden(shown(cfdns::make_request(op)));
    op.name = "n";
    op.account_id = "..";
    check_hidden(shown(cfdns::make_request(op)));
    op.account_id = account;
    op.secret = cfdns::secret_string{canary + "\xff"};
    check_hidden(shown(cfdns::make_request(op)));
    op.secret = secret;
    op.extra.set("more", "\"" + canary);  // no JSON
    check_hidden(shown(cfdns::make_request(op)));
    op.extra.set("more", "1");
    op.extra.set("secret", "\"" + canary + "\"");  // repeats a member
    check_hidden(shown(cfdns::make_request(op)));
    zt::peers::create peer{.account_id = account, .name = "n"};
    peer.extra.set("x", canary);
    check_hidden(shown(cfdns::make_request(peer)));
    cfdns::request_options where;
    where.headers = {{"X-Token", canary + "\n"}};
    check_hidden(shown(cfdns::make_request(example_create(), where)));
    where.headers = {{"Host", canary}};
    check_hidden(shown(cfdns::make_request(example_create(), where)));
    where = {};
    where.base_path = "/" + canary + "/..";
    check_hidden(shown(cfdns::make_request(example_create(), where)));
    where = {};
    where.user_agent = canary + "\n";
    check_hidden(shown(cfdns::make_request(example_create(), where)));
}

TEST_CASE("a secret in a response is not shown, in any position and with any error") {
    std::string const c = "\"" + canary + "\"";
    std::string const good = R"({"id":"i","algo":"a","name":"n","secret":)" + c + "}";
    std::vector<std::string> bodies{
        success(good),
        success("[" + good + "]"),
        success("[" + good + ",5]"),
        success("[" + good + R"(,{"name":1}])"),
        success(c),
        success("[" + c + "]"),
        success("{" + c + ":1}"),
        success(R"({"secret":[)" + c + "]}"),
        success(R"({"secret":{"value":)" + c + "}}"),
        success(R"({"id":[)" + c + "]}"),
        success(R"({"id":{"x":)" + c + "}}"),
        success(R"({"id":"i","algo":"a","name":"n","new":)" + c + "}"),
        R"({"success":)" + c + R"(,"result":)" + good + "}",
        R"({"success":[)" + c + R"(],"result":)" + good + "}",
        R"({"success":false,"errors":[{"code":1004,"message":"bad secret )" + canary +
            R"("}],"result":null})",
        R"({"success":false,"errors":)" + c + "}",
        R"({"success":false,"errors":[)" + c + R"(],"result":)" + good + "}",
        R"({"success":false,"errors":[{"code":)" + c + R"(,"documentation_url":)" + c +
            R"(,"source":{"pointer":)" + c + "}}]}",
        R"({"success":false,"errors":[{"message":"m","error_chain":[{"message":)" + c + "}]}]}",
        R"({"success":true,"result_info":{"page":)" + c + R"(},"result":)" + good + "}",
        R"({"success":true,"result_info":)" + c + R"(,"messages":)" + c + R"(,"result":)" + good + "}",
        R"({"success":true,"messages":[{"code":)" + c + R"(}],"errors":[{"source":)" + c +
            R"(}],"result":)" + good + "}",
        R"({"success":true,"errors":[)" + c + "]}",
        R"({"success":true,"errors":[)" + c + R"(],"result":null})",
        canary,
        "<p>" + canary + "</p>",
        c,
        "[" + c + "]",
        "{" + c,
        "{" + c + ":",
        good.substr(0, good.size() - 3),
        success(good) + canary,
        success(good.substr(0, good.size() - 8)),
        "{\"success\":tru" + canary,
        "\xef\xbb\xbf" + canary};
    auto const check = [](auto const& got) {
        if (got.has_error()) {
            check_hidden(shown(got.error()));
        } else {
            check_hidden(shown(got.value().info) + doctest::toString(got.value().value).c_str());
        }
    };
    int with_secret = 0;
    cfdns::for_each_type(cfdns::operation_list{}, [&]<class Op>() {
        if constexpr (cfdns::detail::descriptor_of<Op>.carries_secret()) {
            std::set<std::string> names;
            collect_secrets(*cfdns::detail::descriptor_of<Op>.result, names);
            if (names.empty()) return;
            ++with_secret;
            std::string own{example<Op>::result};
            for (std::string const& name : names) put_canary(own, name);
            REQUIRE(own.find(canary) != std::string::npos);
            std::vector<std::string> all{bodies};
            all.push_back(success(own));
            for (std::size_t size = 1; size < all.back().size(); size += 7)
                all.push_back(success(own).substr(0, size));
            for (std::string const& body : all) {
                CAPTURE(body);
                for (int status : {200, 201, 204, 400, 403, 500})
                    check(cfdns::parse_full_response<Op>({status, {}, body}));
                check(cfdns::parse_full_response<Op>({200, {}, body}, {.max_bytes = 5}));
                check(cfdns::parse_full_response<Op>({200, {}, body}, {.max_depth = 1}));
            }
        }
    });
    CHECK(with_secret != 0);
}

TEST_CASE("errors of an operation without secrets contain the service's text") {
    std::string const body = R"({"success":false,"errors":[{"code":1004,"message":"Validation failed"}]})";
    CHECK(cfdns::parse_response<zt::peers::get>(response_of(400, body))
              .error()
              .message()
              .find("Validation failed") != std::string::npos);
    std::string const hidden =
        cfdns::parse_response<zt::tsigs::get>(response_of(400, body)).error().message();
    CHECK(hidden == "HTTP 400: API failure: [redacted] (code 1004)");
    CHECK(cfdns::parse_response<zt::tsigs::get>(response_of(400, body)).error().api_errors()[0].message ==
          "Validation failed");
}

TEST_CASE("a partial response with a secret is not shown, nor by the report of an exchange") {
    std::string const half = R"({"success":true,"result":[{"id":"i","secret":")" + canary;
    for (int which = 0; which != 3; ++which) {
        cfdns::error const lost{boost::system::errc::make_error_code(boost::system::errc::connection_reset),
                                cfdns::delivery::unknown,
                                "reset",
                                {200, {}, half}};
        std::string logged;
        struct {
            std::string* log;
            void sleep(std::chrono::milliseconds) const {}
            std::chrono::steady_clock::time_point now() const { return {}; }
            double random() const { return 0.5; }
            void observe(cfdns::attempt_report const& report) const {
                std::ostringstream out;
                out << report.number << report.http_status << report.cf_ray << doctest::toString(report)
                    << doctest::toString(*report.request);
                if (report.failure) out << shown(*report.failure);
                *log += out.str();
            }
        } by{&logged};
        auto const send = [&](cfdns::http_request const& request) -> cfdns::result<cfdns::http_response> {
            CHECK(request.headers.back().value.find(canary) != std::string::npos);
            return lost;
        };
        check_hidden(shown(
            cfdns::call_full(send, all_credentials(which), zt::tsigs::list{.account_id = account}, {}, by)));
        check_hidden(logged);
        check_hidden(shown(cfdns::call(send, all_credentials(which),
                                       zt::tsigs::get{.account_id = account, .tsig_id = tsig_id})));
        zt::tsigs::create const op{.account_id = account, .algo = "a", .name = "n", .secret = secret};
        check_hidden(shown(cfdns::call(send, all_credentials(which), op)));
    }
    // Elsewhere the start of what came helps.
    auto const send = [](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> {
        return cfdns::error{boost::system::errc::make_error_code(boost::system::errc::timed_out),
                            cfdns::delivery::unknown,
                            "",
                            {200, {}, "{\"half"}};
    };
    CHECK(cfdns::call(send, all_credentials(0), zt::peers::list{.account_id = account}).error().excerpt() ==
          "{\"half");
}

TEST_CASE("the in-memory service repeats no credential and no secret") {
    for (int which = 0; which != 3; ++which) {
        cfdns::testing::fake_cloudflare service;
        service.token = cfdns::secret_string{"another"};
        cfdns::error const refused =
            cfdns::call(service, cfdns::api_token{secret}, example_create()).error();
        check_hidden(shown(refused));
        service.token = secret;
        check_hidden(doctest::toString(service.token));
        check_hidden(doctest::toString(service));
        check_hidden(
            shown(cfdns::call(service, cfdns::api_token{cfdns::secret_string{"wrong"}}, example_create())));
        auto const handled = [&](cfdns::http_request request) {
            REQUIRE(cfdns::authorize(request, all_credentials(which)).has_value());
            return service.handle(request);
        };
        // A refusal, also of a broken request, quotes none of it.
        cfdns::http_request broken =
            cfdns::make_request(
                zt::tsigs::create{.account_id = account, .algo = "a", .name = "n", .secret = secret})
                .value();
        broken.body = "{\"secret\":[\"" + canary + "\"],\"algo\":\"" + canary;
        check_hidden(handled(broken).body);
        broken.body = "{\"secret\":[\"" + canary + "\"]}";
        check_hidden(handled(broken).body);
        broken.target += "/a/b";  // no route
        check_hidden(handled(broken).body);
        handled(cfdns::make_request(
                    zt::tsigs::create{.account_id = account, .algo = "a", .name = "n", .secret = secret})
                    .value());
        check_log(service);
    }
}

TEST_CASE("a failed assertion of doctest does not show a secret") {
    // What a failing assertion prints is the text that doctest makes of both sides.
    cfdns::secret_string const* const pointer = &secret;
    check_hidden(doctest::toString(*pointer));
    cfdns::result<zt::tsigs::tsig> const got = cfdns::parse_response<zt::tsigs::get>(
        response_of(200, success(R"({"id":"i","algo":"a","name":"n","secret":")" + canary + "\"}")));
    REQUIRE(got.has_value());
    REQUIRE(got.value().secret.value().expose() == canary);
    check_hidden(doctest::toString(got.value()));
    check_hidden(doctest::toString(got.value().secret));
    MESSAGE("looked at " << places << " places");
}
