// SPDX-License-Identifier: BSL-1.0
#include <cfdns/core.hpp>

#include <iostream>
#include <sstream>
#include <string>

int main() {
    std::string token = "any token will do";
    std::ostringstream said;
    auto* const before = std::cout.rdbuf(said.rdbuf());
    // EXAMPLE
    std::cout.rdbuf(before);
    return said.str() == "[redacted]\n" && text == "any token will do" && token.empty() ? 0 : 1;
}
