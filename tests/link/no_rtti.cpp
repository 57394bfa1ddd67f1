// Built with -fno-rtti.
#include <cfdns/cfdns.hpp>

namespace zt = cfdns::zone_transfers;

int main() {
    auto const request = cfdns::make_request(zt::incoming::get{.zone_id = "269d8f4853475ca241c4e730be286b20"});
    if (!request.has_value()) return 1;
    auto const refused = cfdns::parse_response<zt::incoming::get>({502, {}, "<html>bad gateway</html>"});
    try {
        (void)refused.value();
    } catch (cfdns::call_failed const& failed) {
        return failed.code() == cfdns::errc::unexpected_status ? 0 : 2;
    }
    return 3;
}
