// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_USER_EXAMPLES_HPP
#define CFDNS_TESTS_API_USER_EXAMPLES_HPP

// The values are those of the official reference's examples.

#include "../../support/values.hpp"
#include "../example.hpp"

template <>
struct example<cfdns::user::tokens::verify> {
    static cfdns::user::tokens::verify params() { return {}; }
    static constexpr auto request = "GET /user/tokens/verify";
    static constexpr auto result =
        R"({"id":"ed17574386854bf78a67040be0a770b0","status":"active","expires_on":"2020-01-01T00:00:00Z",)"
        R"("not_before":"2018-07-01T05:20:00Z"})";
};

#endif
