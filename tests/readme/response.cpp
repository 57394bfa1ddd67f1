// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <cstdlib>
#include <iostream>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    zt::incoming::get const op{.zone_id = "z"};
    int shown = 0;
    auto const transport = [&](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> {
        ++shown;
        return cfdns::http_response{200, {}, R"({"success":true,"result":{"soa_serial":"n/a"}})"};
    };
    // EXAMPLE
    return got && got.value().info.mismatches.size() == 1 && shown == 1 ? 0 : 1;
}
