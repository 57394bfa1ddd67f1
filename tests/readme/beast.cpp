// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>

using namespace std::chrono_literals;

#include <cfdns/transport/beast.hpp>

int main() {
    // EXAMPLE
    return cfdns::timed_transport<decltype(transport)> ? 0 : 1;
}
