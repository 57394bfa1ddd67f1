// SPDX-License-Identifier: BSL-1.0
#include "readme/records_service.hpp"

#include <functional>
#include <iostream>
#include <string>

namespace records = cfdns::records;

int print(records_service& service, std::string const& zone_id) {
    cfdns::client cloudflare{std::ref(service), any_credentials()};
    // EXAMPLE
    return 0;
}

int main() {
    records_service service{{R"([{"id":"1","name":"_sip._tcp.example.com","type":"SRV",)"
                             R"("content":"5 5060 sip.example.com","priority":10}])",
                             "[]"}};
    bool const printed = print(service, "z") == 0;
    return printed && service.sent(0, "name.endswith=._tcp.example.com") ? 0 : 1;
}
