// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_SUPPORT_VALUES_HPP
#define CFDNS_TESTS_SUPPORT_VALUES_HPP

#include <cfdns/cfdns.hpp>

#include <string>
#include <utility>
#include <vector>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

// The values of the reference page's examples.
inline std::string const zone = "269d8f4853475ca241c4e730be286b20";
inline std::string const account = "01a7362d577a6c3019a474fd6f485823";
inline std::string const peer_1 = "23ff594956f20c2a721606e94745a8aa";
inline std::string const peer_2 = "00920f38ce07c2e2f4df50b1f61d4194";

inline zt::incoming::create example_create() {
    return {
        .zone_id = zone, .auto_refresh_seconds = 24h, .name = "www.example.com.", .peers = {peer_1, peer_2}};
}

// A response of the service, as a value that outlives the view of it.
inline cfdns::http_response response_of(int status, std::string body,
                                        std::vector<cfdns::http_header> headers = {}) {
    return {status, std::move(headers), std::move(body)};
}

inline std::string success(std::string const& result) {
    return R"({"success":true,"errors":[],"messages":[],"result":)" + result + "}";
}

// A transport that answers the same to everything and remembers what it was sent.
struct canned {
    cfdns::http_response answer{};
    std::vector<cfdns::http_request> seen{};

    cfdns::result<cfdns::http_response> operator()(cfdns::http_request const& request) {
        seen.push_back(request);
        return answer;
    }
};

#endif
