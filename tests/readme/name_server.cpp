// SPDX-License-Identifier: BSL-1.0
#include <cfdns/flows.hpp>

#include <iostream>
#include <sstream>
#include <string>

int fail(cfdns::error const& failure) {
    std::cout << failure.message() << '\n';
    return 1;
}

int main() {
    cfdns::secret_string const secret{"c2VjcmV0"};
    std::ostringstream file;
    // EXAMPLE
    std::cout << file.str();
    return 0;
}
