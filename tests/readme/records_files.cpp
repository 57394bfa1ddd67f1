// SPDX-License-Identifier: BSL-1.0
#include "readme/records_service.hpp"

#include <functional>
#include <iostream>
#include <string>

namespace records = cfdns::records;

int copy(records_service& service, std::string const& zone_id) {
    cfdns::client cloudflare{std::ref(service), any_credentials()};
    // EXAMPLE
    return 0;
}

int main() {
    records_service service{
        {"www.example.com.\t1\tIN\tA\t192.0.2.1\n", R"({"recs_added":1,"total_records_parsed":1})"}};
    bool const copied = copy(service, "z") == 0;
    return copied && service.sent(1, "\r\n\r\nwww.example.com.\t1\tIN\tA\t192.0.2.1\n\r\n") ? 0 : 1;
}
