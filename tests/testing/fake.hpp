// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_TESTING_FAKE_HPP
#define CFDNS_TESTS_TESTING_FAKE_HPP

#include "../api/operations.hpp"
#include "../api/prepare.hpp"

#include <cfdns/testing/fake_cloudflare.hpp>

// What the tests of the in-memory service share.
using cfdns::testing::fake_cloudflare;

inline cfdns::secret_string secret(char const* text) { return cfdns::secret_string{text}; }

inline cfdns::credentials token(char const* text = "t") { return cfdns::api_token{secret(text)}; }

// With its content's type, unless that is given.
inline cfdns::http_request with_token(cfdns::http_request request) {
    if (!request.body.empty() && !cfdns::find_header(request.headers, "Content-Type"))
        request.headers.push_back({"Content-Type", "application/json"});
    request.headers.push_back({"Authorization", "Bearer t"});
    return request;
}

// A service in which the example of that operation succeeds; without a name, all that examples need exists.
inline fake_cloudflare prepared_for(std::string_view operation) {
    fake_cloudflare service;
    prepare_service(service, operation);
    return service;
}

#endif
