// SPDX-License-Identifier: BSL-1.0
#include "readme/records_service.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace records = cfdns::records;

bool change(records_service& service, std::string const& zone_id, records::record const& record) {
    cfdns::client cloudflare{std::ref(service), any_credentials()};
    // EXAMPLE
    return edited && updated;
}

int main() {
    std::string const record = R"({"id":"1","name":"www.example.com","type":"A","content":"192.0.2.1",)"
                               R"("proxied":false,"ttl":60,"comment":"kept","tags":["a:b"]})";
    records_service service{{record, record}};
    auto const read =
        cfdns::parse_response<records::get>({200, {}, R"({"success":true,"result":)" + record + "}"});
    bool const changed = change(service, "z", read.value());
    bool const edited = service.sent(0, R"({"content":"192.0.2.7","comment":""})");
    bool const updated = service.sent(1, R"("ttl":300,"comment":"kept","tags":["a:b"]})");
    return changed && edited && updated ? 0 : 1;
}
