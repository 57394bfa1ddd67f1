#include <cfdns/cfdns.hpp>

#include <string>

namespace zt = cfdns::zone_transfers;

std::string other_source(zt::incoming::create const& op) {
    auto const request = cfdns::make_request(op);
    return request ? request.value().target : request.error().message();
}

cfdns::error other_failure() {
    return cfdns::parse_response<zt::incoming::create>({502, {}, "<html>bad gateway</html>"}).error();
}
