// SPDX-License-Identifier: BSL-1.0
// The exact bytes of every operation's request.
#include "any_operation.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

TEST_CASE("the request of every operation equals its example, byte for byte") {
    for (any_operation const& op : all_operations()) {
        CAPTURE(op.name);
        auto const request = op.params().request().value();
        std::string_view const target = request.target;
        REQUIRE(target.starts_with("/client/v4/"));
        CHECK(std::string{to_string(request.method)} + " " + std::string{target.substr(10)} == op.request);
        CHECK(request.body == op.body);
        CHECK(cfdns::find_header(request.headers, "Accept") ==
              (op.responds_with_text ? "text/plain" : "application/json"));
        CHECK(cfdns::find_header(request.headers, "User-Agent") == "cfdns/" CFDNS_VERSION);
        CHECK(cfdns::find_header(request.headers, "Content-Type").has_value() == !request.body.empty());
        CHECK(request.headers.size() == (request.body.empty() ? 2 : 3));
    }
}

TEST_CASE("the successful response of every operation is read without a mismatch") {
    for (any_operation const& op : all_operations()) {
        CAPTURE(op.name);
        std::string const body = op.responds_with_text ? op.expected.json : success(op.expected.json);
        any_response const got = op.parse({200, {}, body});
        REQUIRE(got.good);
        CHECK(got.info.mismatches.empty());
    }
}

TEST_CASE("no two operations have the same name or the same method and path") {
    std::set<std::string> names, routes;
    for (cfdns::operation_metadata const& row : cfdns::operations) {
        names.emplace(row.name.view());
        routes.insert(std::string{to_string(row.route.method)} + " " + std::string{row.route.path});
    }
    CHECK(names.size() == cfdns::operations.size());
    CHECK(routes.size() == cfdns::operations.size());
}
