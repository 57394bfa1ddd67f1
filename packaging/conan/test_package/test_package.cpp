// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>

#include <cstdio>

namespace zt = cfdns::zone_transfers;

int main() {
    auto const request = cfdns::make_request(zt::incoming::get{.zone_id = "269d8f4853475ca241c4e730be286b20"});
    auto const reply = cfdns::parse_response<zt::incoming::get>({502, "<html>bad gateway</html>", {}});
    if (!request || reply) return 1;
    std::printf("cfdns " CFDNS_VERSION ": GET %s: %s\n", request.value().target.c_str(), reply.error().message().c_str());
    return 0;
}
