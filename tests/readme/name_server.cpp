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
    return file.str().find("provide-xfr: 104.30.167.163 transfer.example.com\n") == std::string::npos;
}
