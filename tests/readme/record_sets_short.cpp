// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <functional>
#include <string>

namespace flows = cfdns::flows;
using namespace std::chrono_literals;

bool ensure(cfdns::testing::fake_cloudflare& service, std::string const& zone_id) {
    cfdns::client cloudflare{
        std::ref(service), cfdns::api_token{cfdns::secret_string{"any"}}, {}, cfdns::blocking_runtime{}};
    // EXAMPLE
    return done && done->complete();
}

int main() {
    cfdns::testing::fake_cloudflare service;
    service.zones.all["z"] = {.id = "z", .name = "example.com", .status = "active"};
    bool const made = ensure(service, "z") && service.records.all["z"].size() == 2;
    std::size_t const sent = service.log.size();
    bool const nothing_to_do = ensure(service, "z") && service.log.size() == sent + 1;
    return made && nothing_to_do ? 0 : 1;
}
