// SPDX-License-Identifier: BSL-1.0
#include <cfdns/flows.hpp>

#include <iostream>
#include <string>

int main() {
    std::string const named_conf = "acl cloudflare { 198.41.144.240/28; };\n";
    // EXAMPLE
}
