// SPDX-License-Identifier: BSL-1.0
// What the static analysers look at: the public headers, and the templates that an operation brings.
#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/environment.hpp>
#include <cfdns/testing/codec.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

namespace zt = cfdns::zone_transfers;

bool use_everything() {
    cfdns::testing::fake_cloudflare service;
    auto const set = cfdns::settings_from_environment();
    if (set.has_error() || !set.value().credentials) return false;
    zt::tsigs::create const made{
        .account_id = "a", .algo = "hmac-sha512.", .name = "n", .secret = cfdns::secret_string{"s"}};
    zt::peers::list const listed{.account_id = "a"};
    bool const first =
        cfdns::call(service, *set.value().credentials, made, set.value().options, cfdns::blocking_runtime{})
            .has_value();
    return first && cfdns::call_full(service, *set.value().credentials, listed).has_value();
}
