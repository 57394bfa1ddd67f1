// SPDX-License-Identifier: BSL-1.0
#include "conformance.hpp"

#include <cfdns/transport/httplib.hpp>

#include <cstdlib>
#include <string_view>

namespace {

// What a range of minor versions of httplib 0.x lacks, the second one not included.
struct limit {
    int from;
    int until;
    char const* behaviour;
    char const* reason;
};

constexpr int newest = 1000;
constexpr limit limits[] = {
    {11, 13, "chunked", "httplib before 0.12.1 takes trailers for a broken response"},
    {11, 18, "response_headers", "httplib before 0.18 drops header fields with an empty value"},
    {18, 52, "response_headers", "httplib from 0.18 to 0.51 turns the order of fields of equal names round"},
    {19, 20, "close_delimited", "httplib 0.19 refuses a response that the end of the connection ends"},
    {24, 49, "target", "httplib from 0.24 to 0.48 rewrites queries"},
    {24, 49, "tls", "the query of its target is rewritten"},
    {49, newest, "target", "httplib from 0.49 on drops a ? without a query"},
};

int minor_version() { return std::atoi(CPPHTTPLIB_VERSION + 2); }

}  // namespace

TEST_CASE("the cpp-httplib transport conforms") {
    REQUIRE(std::string_view{CPPHTTPLIB_VERSION}.starts_with("0."));
    cfdns::testing::unsupported_behaviours lacking{
        {"interim_responses", "httplib skips a plain 100 Continue only"}};
    for (auto const& [from, until, behaviour, reason] : limits)
        if (from <= minor_version() && minor_version() < until) lacking[behaviour] = reason;
    if (!cfdns::detail::httplib_unpacks) lacking["gzip"] = "CPPHTTPLIB_ZLIB_SUPPORT is not defined";
    cfdns_test::check_conformance(
        "cpp-httplib " CPPHTTPLIB_VERSION,
        [](cfdns::transport_options const& options) { return cfdns::httplib_transport{options}; }, lacking);
}
