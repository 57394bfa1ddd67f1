// SPDX-License-Identifier: BSL-1.0
#undef NDEBUG
#include <cassert>
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <cstdlib>
#include <iostream>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

int main() {
    cfdns::api_token const who{cfdns::secret_string{"any"}};
    // README
}
