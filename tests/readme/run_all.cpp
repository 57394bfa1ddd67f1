// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/blocking.hpp>

#include <deque>
#include <iostream>
#include <sstream>
#include <vector>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

namespace {

cfdns::result<cfdns::http_response> respond(cfdns::http_request const& request) {
    std::string const name = request.target.find("/zones/a/") != std::string::npos ? "first" : "second";
    return cfdns::http_response{200, {}, R"({"success":true,"result":{"name":")" + name + R"("}})"};
}

}  // namespace

int main() {
    std::ostringstream said;
    auto* const before = std::cout.rdbuf(said.rdbuf());
    cfdns::credentials const credentials = cfdns::api_token{cfdns::secret_string{"any"}};
    std::vector<decltype(&respond)> transports(2, &respond);
    std::vector<std::string> const zone_ids{"a", "b"};
    // EXAMPLE
    std::cout.rdbuf(before);
    return said.str() == "first\nsecond\n" ? 0 : 1;
}
