// SPDX-License-Identifier: BSL-1.0
// The exact bytes of every operation's request.
#include "operations.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <type_traits>

TEST_CASE("the request of every operation equals its example, byte for byte") {
    cfdns::for_each_type(cfdns::operation_list{}, []<class Op>() {
        CAPTURE(std::string{cfdns::metadata_of<Op>().name.view()});
        auto const request = cfdns::make_request(example<Op>::params()).value();
        std::string_view const target = request.target;
        REQUIRE(target.starts_with("/client/v4/"));
        CHECK(std::string{to_string(request.method)} + " " + std::string{target.substr(10)} ==
              example<Op>::request);
        CHECK(request.body == body_of<Op>());
        bool const text = std::is_same_v<typename Op::response_type, cfdns::text_body>;
        CHECK(cfdns::find_header(request.headers, "Accept") == (text ? "text/plain" : "application/json"));
        CHECK(cfdns::find_header(request.headers, "User-Agent") == "cfdns/" CFDNS_VERSION);
        CHECK(cfdns::find_header(request.headers, "Content-Type").has_value() == !request.body.empty());
        CHECK(request.headers.size() == (request.body.empty() ? 2 : 3));
    });
}

TEST_CASE("the successful response of every operation is read without a mismatch") {
    cfdns::for_each_type(cfdns::operation_list{}, []<class Op>() {
        CAPTURE(std::string{cfdns::metadata_of<Op>().name.view()});
        bool const text = std::is_same_v<typename Op::response_type, cfdns::text_body>;
        std::string const body = text ? std::string{example<Op>::result} : success(example<Op>::result);
        auto const got = cfdns::parse_full_response<Op>({200, {}, body});
        REQUIRE(got.has_value());
        CHECK(got.value().info.mismatches.empty());
    });
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
