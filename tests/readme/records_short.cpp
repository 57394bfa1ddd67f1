// SPDX-License-Identifier: BSL-1.0
#include "readme/records_service.hpp"

#include <functional>
#include <string>

bool create(records_service& service, std::string const& zone_id) {
    cfdns::client cloudflare{std::ref(service), any_credentials()};
    // EXAMPLE
    return made && made->id == "1";
}

int main() {
    records_service service{{R"({"id":"1","name":"example.com","type":"MX"})"}};
    bool const created = create(service, "z");
    return created && service.sent(0, R"("type":"MX","content":"mail.example.com","priority":10)") ? 0 : 1;
}
