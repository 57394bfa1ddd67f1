// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <cstdlib>
#include <iostream>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

static std::string try_it(auto&& transport) {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    zt::incoming::get const op{.zone_id = "z"};
    // EXAMPLE
    return "fine";
}

int main() {
    using response = cfdns::result<cfdns::http_response>;
    auto const answer = [](int status, std::string body, std::vector<cfdns::http_header> headers) {
        return [=](cfdns::http_request const&) -> response {
            return cfdns::http_response{status, headers, body};
        };
    };
    auto const lost = [](cfdns::http_request const&) -> response {
        return cfdns::error{cfdns::errc::deadline_exceeded, cfdns::delivery::not_sent};
    };
    std::string const refused = R"({"success":false,"errors":[{"code":1004,"message":"bad"}]})";
    bool const good = try_it(cfdns::testing::fake_cloudflare{}) == "this zone has no configuration" &&
                      try_it(answer(401, "", {})) == "check the token" &&
                      try_it(answer(429, "", {{"Retry-After", "2"}})) == "wait 2000 ms" &&
                      try_it(lost) == "nothing happened, try again" &&
                      try_it(answer(400, refused, {{"cf-ray", "r"}})) ==
                          "HTTP 400: API failure: bad (code 1004) [cf-ray r]";
    return good ? 0 : 1;
}
