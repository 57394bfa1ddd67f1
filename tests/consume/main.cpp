// A program of somebody else's: two sources, a request and a response.
#include <cfdns/cfdns.hpp>

#include <cstdio>

namespace zt = cfdns::zone_transfers;

cfdns::result<cfdns::http_request> request_of_other_source();

int main() {
    auto request = request_of_other_source();
    if (!request.has_value()) return 1;
    if (request.value().target != "/client/v4/zones/269d8f4853475ca241c4e730be286b20/secondary_dns/incoming")
        return 2;
    auto const response = cfdns::parse_response<zt::incoming::get>({502, {}, "<html>bad gateway</html>"});
    if (response.has_value() || response.error().code() != cfdns::errc::unexpected_status) return 3;
    std::printf("cfdns " CFDNS_VERSION ": %s\n", response.error().message().c_str());
    return 0;
}
