// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/blocking.hpp>

#include <iostream>
#include <sstream>

namespace zt = cfdns::zone_transfers;

// EXAMPLE

int main() {
    std::ostringstream said;
    auto* const before = std::clog.rdbuf(said.rdbuf());
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    int sent = 0;
    auto const transport = [&](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> {
        if (++sent < 2) return cfdns::http_response{503, {{"Retry-After-Ms", "1"}}, ""};
        return cfdns::http_response{200, {}, R"({"success":true,"result":{}})"};
    };
    auto const got =
        cfdns::call(transport, credentials, zt::incoming::get{.zone_id = "z"}, {}, logging_runtime{});
    std::clog.rdbuf(before);
    return got && said.str().find("attempt 1: status 503") == 0 &&
                   said.str().find("next in 1 ms\nattempt 2: status 200\n") != std::string::npos
               ? 0
               : 1;
}
