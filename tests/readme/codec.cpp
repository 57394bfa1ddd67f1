// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/codec.hpp>

#include <vector>

namespace zt = cfdns::zone_transfers;

// EXAMPLE

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    auto const transport = [](cfdns::http_request const& request) -> cfdns::result<cfdns::http_response> {
        return answer(request);
    };
    auto const got = cfdns::call(transport, credentials, zt::incoming::get{.zone_id = "z"});
    auto const refused = cfdns::call(transport, credentials, zt::outgoing::get{.zone_id = "z"});
    return got && got.value().name == "example.com." && refused.has_error() && refused.error().is_not_found()
               ? 0
               : 1;
}
