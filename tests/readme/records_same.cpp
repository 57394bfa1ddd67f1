// SPDX-License-Identifier: BSL-1.0
#include <cfdns/records.hpp>

#include <iostream>
#include <set>
#include <string>
#include <vector>

namespace records = cfdns::records;

bool compare(std::vector<records::record_post> const& desired,
             std::vector<records::record> const& existing) {
    // EXAMPLE
    return wanted.size() == 1 && wanted.contains(records::comparison_key(existing.at(0)));
}

int main() {
    std::vector<records::record_post> const desired{
        {.name = "www.example.com", .data = records::aaaa{.content = "2001:DB8:0:0::1"}}};
    records::record same{.id = "1", .name = "WWW.example.com", .type = "AAAA"};
    same.content = "2001:db8::1";
    bool const good = compare(desired, {same});
    return good ? 0 : 1;
}
