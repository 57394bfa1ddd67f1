// SPDX-License-Identifier: BSL-1.0
#include "readme/key_rotation.hpp"

using namespace key_rotation_example;

namespace flows = cfdns::flows;

int fail(cfdns::error const& failure) {
    std::cout << failure.message() << '\n';
    return 1;
}

int main() {
    flows::key_rotation const rotation{.current = want,
                                       .from = "axfr.example.com.",
                                       .to = {.name = "axfr-2.example.com.", .secret = new_secret}};
    // EXAMPLE
    return 0;
}
