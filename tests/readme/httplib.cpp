// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <cstdlib>
#include <iostream>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

#include <cfdns/transport/httplib.hpp>

int main() {
    // EXAMPLE
    return cfdns::transport<decltype(transport)> ? 0 : 1;
}
