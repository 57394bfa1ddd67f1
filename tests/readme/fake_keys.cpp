// SPDX-License-Identifier: BSL-1.0
#undef NDEBUG
#include <cassert>
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <string>
#include <vector>

using namespace std::chrono_literals;

int main() {
    cfdns::secret_string const secret{"c2VjcmV0"};
    // EXAMPLE
}
