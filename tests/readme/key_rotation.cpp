// SPDX-License-Identifier: BSL-1.0
#include "readme/key_rotation.hpp"

using namespace key_rotation_example;

int fail(cfdns::error const& failure) {
    std::cout << failure.message() << '\n';
    return 1;
}

int main() {
    // EXAMPLE
    return deployed == 2 && transport.zone_transfers.tsigs[want.account_id.get()].size() == 1 &&
                   transport.zone_transfers.tsigs[want.account_id.get()][0].name == "axfr-2.example.com."
               ? 0
               : 1;
}
