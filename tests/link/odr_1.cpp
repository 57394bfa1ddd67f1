#include <cfdns/cfdns.hpp>

#include <string>

namespace zt = cfdns::zone_transfers;

std::string other_source(zt::incoming::create const& op);
cfdns::error other_failure();

namespace {

std::string target_of(zt::incoming::create const& op) {
    auto const request = cfdns::make_request(op);
    return request ? request.value().target : request.error().message();
}

cfdns::error failure() {
    return cfdns::parse_response<zt::incoming::create>({502, {}, "<html>bad gateway</html>"}).error();
}

}  // namespace

int main() {
    zt::incoming::create const op{
        .zone_id = "269d8f4853475ca241c4e730be286b20",
        .auto_refresh_seconds = std::chrono::hours{24},
        .name = "www.example.com.",
        .peers = {"23ff594956f20c2a721606e94745a8aa"},
    };
    return target_of(op) == other_source(op) && failure().code() == other_failure().code() ? 0 : 1;
}
