// SPDX-License-Identifier: BSL-1.0
// Against facts from elsewhere: what the official TypeScript SDK sends, and what the service was seen to answer.
#include "family.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace {

// Null if the file is not there; CFDNS_SPEC_DIR comes from the build.
boost::json::value load(std::string const& name) {
    std::ifstream file{std::string{CFDNS_SPEC_DIR} + "/" + name};
    if (!file) {
        std::string const skipped = "skipped: no " CFDNS_SPEC_DIR "/" + name;
        MESSAGE(skipped);
        return nullptr;
    }
    std::ostringstream text;
    text << file.rdbuf();
    return boost::json::parse(text.str());
}

std::string text_of(boost::json::value const& value) { return std::string{value.as_string()}; }

// What the recorded request and ours must have in common.
void check_equal(cfdns::http_request const& ours, boost::json::value const& theirs) {
    CHECK(to_string(ours.method) == text_of(theirs.at("method")));
    CHECK(ours.target == text_of(theirs.at("target")));
    CHECK(ours.body == text_of(theirs.at("body")));
    std::vector<cfdns::http_header> recorded;
    for (auto const& line : theirs.at("headers").as_array()) {
        std::string const header = text_of(line);
        std::size_t const colon = header.find(": ");
        recorded.push_back({header.substr(0, colon), header.substr(colon + 2)});
    }
    for (char const* name : {"Accept", "Content-Type", "Authorization", "X-Auth-Email", "X-Auth-Key"}) {
        CAPTURE(std::string{name});
        CHECK(cfdns::find_header(ours.headers, name) == cfdns::find_header(recorded, name));
    }
}

boost::json::value const& entry_of(boost::json::value const& recorded, std::string_view name) {
    for (auto const& entry : recorded.at("operations").as_array())
        if (text_of(entry.at("operation")) == name) return entry;
    FAIL("not recorded");
    return recorded;
}

cfdns::http_request authorized(cfdns::http_request request, cfdns::credentials const& who) {
    REQUIRE(cfdns::authorize(request, who).has_value());
    return request;
}

}  // namespace

TEST_CASE("requests equal those that the official TypeScript SDK was recorded to send") {
    auto const recorded = load("ts-sdk-requests.json");
    if (recorded.is_null()) return;
    cfdns::api_token const token{cfdns::secret_string{"Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY"}};
    cfdns::api_key const key{"user@example.com", cfdns::secret_string{"144c9defac04969c7bfad8efaa8ea194"}};
    int operations = 0, equal = 0, on_purpose = 0;
    visit_family([&](char const* name, auto const& op, answer const&) {
        CAPTURE(std::string{name});
        auto const& theirs = entry_of(recorded, name);
        // The SDK sends no content where there are no parameters; here that is a choice.
        auto const request = cfdns::make_request(op, {.empty_object = false}).value();
        check_equal(authorized(request, token), theirs.at("token"));
        check_equal(authorized(request, key), theirs.at("key"));
        equal += 2;
        if (auto const usual = cfdns::make_request(op).value(); usual.body != request.body) {
            CHECK(usual.body == "{}");
            CHECK(cfdns::find_header(usual.headers, "Content-Type") == "application/json");
            CHECK(request.body.empty());
            ++on_purpose;
        }
        ++operations;
    });
    CHECK(operations == 28);
    CHECK(recorded.at("operations").as_array().size() == 28);
    CHECK(on_purpose == 4);
    MESSAGE("operations: " << operations << ", requests equal: " << equal << ", default differs on purpose: " << on_purpose);
}

TEST_CASE("the table of operations is that of the official description") {
    auto const openapi = load("secondary_dns.openapi.json");
    if (openapi.is_null()) return;
    std::size_t described = 0;
    for (auto const& path : openapi.at("paths").as_object())
        for (char const* method : {"get", "post", "put", "patch", "delete"}) described += path.value().as_object().contains(method);
    CHECK(described == std::size(zt::operations));
    for (cfdns::operation_facts const& row : zt::operations) {
        CAPTURE(std::string{row.name});
        std::string method{to_string(row.method)};
        for (char& c : method) c = cfdns::detail::to_lower(c);
        auto const* path = openapi.at("paths").as_object().if_contains(row.path);
        REQUIRE(path);
        auto const* operation = path->as_object().if_contains(method);
        REQUIRE(operation);
        std::string permissions;
        for (auto const& group : operation->at("x-api-token-group").as_array())
            permissions += (permissions.empty() ? "" : ", ") + text_of(group);
        CHECK(row.permissions == permissions);
        auto const& plans = operation->at("x-cfPlanAvailability").as_object();
        CHECK(row.plan == "Enterprise");
        CHECK((plans.at("enterprise").as_bool() && !plans.at("business").as_bool() && !plans.at("pro").as_bool() &&
               !plans.at("free").as_bool()));
    }
}

TEST_CASE("every public response body gives a value or an error that lost nothing") {
    auto const public_responses = load("public-responses.json");
    if (public_responses.is_null()) return;
    int read = 0;
    for (auto const& entry : public_responses.at("responses").as_array()) {
        auto const* body = entry.as_object().if_contains("body_raw");
        auto const* status = entry.as_object().if_contains("http_status");
        if (!body || !body->is_string()) continue;
        int const code = status && status->is_int64() ? static_cast<int>(status->as_int64()) : 200;
        std::string const text = text_of(*body);
        CAPTURE(text);
        auto const got = cfdns::parse_reply<zt::incoming::get>({code, text, {}});
        ++read;

        boost::system::error_code ec;
        auto const parsed = boost::json::parse(text, ec);
        auto const* object = ec ? nullptr : parsed.if_object();
        auto const* success = object ? object->if_contains("success") : nullptr;
        auto const* errors = object ? object->if_contains("errors") : nullptr;
        bool const refused = (success && success->is_bool() && !success->as_bool()) || code >= 400;
        if (refused) {
            REQUIRE(got.has_error());
            CHECK(got.error().http_status() == code);
            CHECK(got.error().excerpt() == std::string_view{text}.substr(0, 512));
            if (errors && errors->is_array()) CHECK(got.error().api_errors().size() == errors->as_array().size());
        } else if (got.has_error()) {
            // This operation's result is one object; bodies of other operations are lists, strings or nothing.
            bool const other = got.error().code() == cfdns::errc::malformed_response ||
                               got.error().code() == cfdns::errc::no_result;
            CHECK(other);
        }
    }
    CHECK(read > 50);
}

