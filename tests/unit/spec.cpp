// SPDX-License-Identifier: BSL-1.0
// Against facts from elsewhere: what the official TypeScript SDK sends, and what the service was seen to answer.
#include "support.hpp"

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

template <class Op>
int compare(boost::json::value const& recorded, char const* name, Op const& op) {
    int compared = 0;
    for (auto const& entry : recorded.at("operations").as_array()) {
        if (text_of(entry.at("operation")) != name) continue;
        CAPTURE(std::string{name});
        auto request = cfdns::make_request(op).value();
        cfdns::secret_string const token{"Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY"};
        cfdns::secret_string const key{"144c9defac04969c7bfad8efaa8ea194"};
        REQUIRE(cfdns::authorize(request, cfdns::api_token{token}).has_value());
        check_equal(request, entry.at("token"));
        REQUIRE(cfdns::authorize(request, cfdns::api_key{"user@example.com", key}).has_value());
        check_equal(request, entry.at("key"));
        compared += 2;
    }
    return compared;
}

}  // namespace

TEST_CASE("requests equal those that the official TypeScript SDK was recorded to send") {
    auto const recorded = load("ts-sdk-requests.json");
    if (recorded.is_null()) return;
    int compared = compare(recorded, "incoming.create", example_create());
    compared += compare(recorded, "incoming.update", zt::incoming::update{.zone_id = zone, .auto_refresh_seconds = 24h,
                                                                          .name = "www.example.com.", .peers = {peer_1, peer_2}});
    compared += compare(recorded, "incoming.get", zt::incoming::get{.zone_id = zone});
    compared += compare(recorded, "incoming.delete", zt::incoming::delete_{.zone_id = zone});
    CHECK(compared == 8);
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

