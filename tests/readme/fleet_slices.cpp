// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace flows = cfdns::flows;

namespace {

std::mutex mutex;
cfdns::testing::fake_cloudflare service;

struct locked {
    cfdns::result<cfdns::http_response> operator()(cfdns::http_request const& request) const {
        std::lock_guard const lock{mutex};
        return service(request);
    }
};

locked make_transport() { return {}; }

}  // namespace

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    service.zone_transfers.peers["a"] = {{.id = "p1", .name = "ns1", .ip = "192.0.2.53"}};
    std::vector<std::string> names;
    for (int i = 1; i <= 30; ++i) names.push_back("zone-" + std::to_string(i) + ".example");
    flows::fleet const all{.account_id = "a", .zones = names, .peers = {"ns1"}, .create_zones = true};
    std::size_t done = 0;
    auto const add = [&](cfdns::result<flows::fleet_report> const& report) {
        std::lock_guard const lock{mutex};
        if (report) done += report->done();
    };
    // EXAMPLE
    return done == 30 && service.zone_transfers.incoming.size() == 30 ? 0 : 1;
}
