// SPDX-License-Identifier: BSL-1.0
#include <cfdns/records.hpp>

#include <iostream>
#include <string>

namespace records = cfdns::records;

bool split() {
    // EXAMPLE
    return key.content.get().find("\" \"") != std::string::npos &&
           records::txt_octets(key.content.get()).size() == 311;
}

int main() {
    bool const good = split();
    return good ? 0 : 1;
}
