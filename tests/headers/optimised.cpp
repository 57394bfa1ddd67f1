// SPDX-License-Identifier: BSL-1.0
// g++ finds null pointers only in code that it optimises, and nothing is left of functions that nobody
// calls.
#include <cfdns/testing/fake_cloudflare.hpp>

cfdns::http_response handle(cfdns::testing::fake_cloudflare& service, cfdns::http_request const& request);

cfdns::http_response handle(cfdns::testing::fake_cloudflare& service, cfdns::http_request const& request) {
    return service.handle(request);
}
