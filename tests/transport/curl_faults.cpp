// SPDX-License-Identifier: BSL-1.0
#include "faults.hpp"

#include <cfdns/transport/curl.hpp>

#include <memory>

TEST_CASE("calls through libcurl handle a server that truncates, stalls and refuses") {
    cfdns_test::check_faults(
        "libcurl", [](cfdns::transport_options const& options) { return cfdns::curl_transport{options}; });
}

TEST_CASE("the same checks detect a transport that always reports not_sent") {
    auto const liar = [](cfdns::transport_options const& options) {
        return [one = std::make_shared<cfdns::curl_transport>(options)](
                   cfdns::http_request const& request) -> cfdns::result<cfdns::http_response> {
            auto got = (*one)(request);
            if (got.has_error()) return cfdns::error{got.error().code(), cfdns::delivery::not_sent};
            return got;
        };
    };
    cfdns_test::findings found;
    cfdns_test::run_calls(found, 200, 1, liar);
    auto const says = [&](char const* text) {
        return std::any_of(found.wrong.begin(), found.wrong.end(),
                           [&](auto const& one) { return one.find(text) != one.npos; });
    };
    CHECK(says("a create was sent again after it may have been done"));
    CHECK(says("an attempt that arrived was said not to have been sent"));
}
