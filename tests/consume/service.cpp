// A test of somebody else's: the in-memory service, with a handler that replaces one of the library's.
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <cstdio>

namespace zt = cfdns::zone_transfers;

int main() {
    cfdns::testing::fake_cloudflare service;
    auto const credentials = cfdns::api_token{cfdns::secret_string{"token"}};
    zt::peers::create const op{.account_id = "01a7362d577a6c3019a474fd6f485823", .name = "primary"};
    if (!cfdns::call(service, credentials, op)) return 1;
    if (service.zone_transfers.peers.size() != 1) return 2;
    service.on<zt::peers::create>([](zt::peers::create const&) {
        return cfdns::testing::write_failure(403, 10000, "Authentication error");
    });
    auto const refused = cfdns::call(service, credentials, op);
    if (refused || refused.error().http_status() != 403) return 3;
    std::printf("%s\n", refused.error().message().c_str());
    return 0;
}
