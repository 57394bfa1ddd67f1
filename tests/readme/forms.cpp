// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>

#include <utility>

// EXAMPLE

int main() {
    auto const made = upload_request("z", "www 300 IN A 192.0.2.1\n");
    return made && made->body.find("\r\n\r\nwww 300 IN A 192.0.2.1\n\r\n--") != std::string::npos ? 0 : 1;
}
