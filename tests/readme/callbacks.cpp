// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/callbacks.hpp>

#include "drivers/manual_loop.hpp"

#include <deque>
#include <iostream>
#include <sstream>

namespace zt = cfdns::zone_transfers;

int main() {
    std::ostringstream said;
    auto* const before = std::cerr.rdbuf(said.rdbuf());
    cfdns::credentials const credentials = cfdns::api_token{cfdns::secret_string{"any"}};
    cfdns_test::manual_loop loop{[](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> {
        return cfdns::http_response{401, {}, {}};
    }};
    std::deque<cfdns::exchange<zt::incoming::get>> calls;
    for (int i = 0; i != 9; ++i) calls.emplace_back(zt::incoming::get{.zone_id = "z"}, credentials);
    // EXAMPLE
    std::cerr.rdbuf(before);
    return loop.sent == 4 && said.str().find("401") != std::string::npos ? 0 : 1;
}
