// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <cstdlib>
#include <iostream>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

// EXAMPLE

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    std::string target;
    auto const transport = [&](cfdns::http_request const& request) -> cfdns::result<cfdns::http_response> {
        target = request.target;
        return cfdns::http_response{200, {}, R"({"success":true,"result":{"id":"i","type":"secondary"}})"};
    };
    std::string const id = "a b";
    auto const got = cfdns::call(transport, credentials, zone_details{.zone_id = id});
    return got && got.value().type == "secondary" && target == "/client/v4/zones/a%20b" ? 0 : 1;
}
