// SPDX-License-Identifier: BSL-1.0
#include "readme/records_service.hpp"

#include <chrono>
#include <functional>
#include <iostream>
#include <string>

void create_records(records_service& service, std::string const& zone_id) {
    cfdns::client cloudflare{std::ref(service), any_credentials()};
    // EXAMPLE
    static_cast<void>(mail);
}

int main() {
    records_service service{{R"({"id":"1","name":"example.com","type":"MX"})",
                             R"({"id":"2","name":"_sip._tcp.example.com","type":"SRV"})"}};
    create_records(service, "z");
    bool const mail = service.sent(0, R"("type":"MX","content":"mail.example.com","priority":10)");
    bool const sip = service.sent(1, R"("data":{"priority":10,"weight":5,"port":5060,)");
    return mail && sip && service.log.size() == 2 ? 0 : 1;
}
