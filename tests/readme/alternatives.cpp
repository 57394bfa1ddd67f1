// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>

#include <variant>

// EXAMPLE

int main() {
    auto const made = create_request("z");
    return made && made->body == R"({"name":"www","type":"A","content":"192.0.2.1","ttl":1})" ? 0 : 1;
}
