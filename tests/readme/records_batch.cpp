// SPDX-License-Identifier: BSL-1.0
#include "readme/records_service.hpp"

#include <chrono>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

namespace records = cfdns::records;

void replace(records_service& service, std::string const& zone_id, std::string const& old_id,
             std::string const& other_id) {
    cfdns::client cloudflare{std::ref(service), any_credentials()};
    // EXAMPLE
}

int main() {
    records_service service{{R"({"posts":[{"id":"3","name":"www.example.com","type":"CNAME"}]})"}};
    replace(service, "z", "1", "2");
    return service.sent(0, R"({"deletes":[{"id":"1"}],"patches":[{"id":"2","ttl":3600}],"posts":[)") ? 0 : 1;
}
