// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/coroutine.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include "drivers/manual_loop.hpp"

#include <string>

namespace zt = cfdns::zone_transfers;

cfdns::task<bool> ask(auto& loop, cfdns::credentials const& credentials, std::string zone_id) {
    // EXAMPLE
    co_return config.has_error() && config.error().is_not_found();
}

int main() {
    cfdns::testing::fake_cloudflare service;
    cfdns_test::manual_loop loop{[&](cfdns::http_request const& request) { return service(request); }};
    cfdns::credentials const credentials = cfdns::api_token{cfdns::secret_string{"any"}};
    auto asking = ask(loop, credentials, "z");
    asking.start();
    loop.run();
    return asking.done() && asking.take() ? 0 : 1;
}
