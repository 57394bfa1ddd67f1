// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <iostream>

int main() {
    cfdns::testing::fake_cloudflare transport;
    cfdns::credentials const credentials = cfdns::api_token{cfdns::secret_string{"any"}};
    cfdns::zone_transfers::incoming::get const op{.zone_id = "z"};
    // EXAMPLE
    return config.has_error() && config.error().is_not_found() ? 0 : 1;
}
