// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>

TEST_CASE("methods are spelled as in a request line") {
    struct {
        cfdns::http_method method;
        char const* text;
    } const table[] = {{cfdns::http_method::get, "GET"},
                       {cfdns::http_method::post, "POST"},
                       {cfdns::http_method::put, "PUT"},
                       {cfdns::http_method::patch, "PATCH"},
                       {cfdns::http_method::delete_, "DELETE"}};
    for (auto const& row : table) CHECK(to_string(row.method) == row.text);
    CHECK(to_string(static_cast<cfdns::http_method>(99)).empty());
}

TEST_CASE("header fields are found case-insensitively, and the first of several is used") {
    std::vector<cfdns::http_header> const headers{{"CF-RAY", "1"}, {"x", ""}, {"cf-ray", "2"}};
    CHECK(cfdns::find_header(headers, "Cf-Ray") == "1");
    CHECK(cfdns::find_header(headers, "X") == "");
    CHECK_FALSE(cfdns::find_header(headers, "cf-ra").has_value());
    CHECK_FALSE(cfdns::find_header({}, "x").has_value());
}

TEST_CASE("a response can be viewed without copying") {
    cfdns::http_response const owned = response_of(201, "body", {{"a", "b"}});
    cfdns::response_view const view = owned;
    CHECK(view.status == 201);
    CHECK(view.body.data() == owned.body.data());
    CHECK(view.headers.data() == owned.headers.data());
}
