// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <iostream>
#include <string>

namespace flows = cfdns::flows;

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    std::string const zone_id = "z";
    cfdns::testing::fake_cloudflare transport;
    cfdns::blocking_runtime runtime;
    // EXAMPLE
    return record && !work.adopted() ? 0 : 1;
}
