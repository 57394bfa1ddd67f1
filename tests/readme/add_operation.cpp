// SPDX-License-Identifier: BSL-1.0
// The core alone: the operation that the document adds may be one that the library has by now.
#include <cfdns/core.hpp>

#include "api/example.hpp"

// EXAMPLE

static std::string const zone = "269d8f4853475ca241c4e730be286b20";

// EXAMPLE

int main() {
    using op = cfdns::dnssec::get;
    auto const request = cfdns::make_request(example<op>::params());
    if (!request ||
        "GET " + request.value().target.substr(11) != "GET " + std::string{example<op>::request}.substr(5))
        return 1;
    std::string const body = std::string{R"({"success":true,"result":)"} + example<op>::result + "}";
    auto const got = cfdns::parse_full_response<op>({200, {}, body});
    return got && got.value().info.mismatches.empty() && got.value().value.key_tag == 42 ? 0 : 2;
}
