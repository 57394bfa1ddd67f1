// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <cstdlib>
#include <iostream>
#include <string>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    std::string const zone_id = "z";
    int sent = 0;
    auto const transport = [&](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> {
        if (++sent < 3) return cfdns::http_response{503, {{"Retry-After-Ms", "1"}}, ""};
        return cfdns::http_response{200, {}, R"({"success":true,"result":{}})"};
    };
    // EXAMPLE
    return config && sent == 3 ? 0 : 1;
}
