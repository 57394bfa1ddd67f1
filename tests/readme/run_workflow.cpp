// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <functional>
#include <string>
#include <utility>

using namespace std::chrono_literals;

class wait_until_active : public cfdns::workflow<wait_until_active, cfdns::zones::zone> {
public:
    wait_until_active(std::string zone_id, cfdns::credentials const& credentials,
                      cfdns::request_options const& options, cfdns::call_policy const& policy)
        : workflow(credentials, options, policy), get_{.zone_id = std::move(zone_id)} {}
    cfdns::workflow_step first_step() { return send<&wait_until_active::received>(get_); }

private:
    cfdns::workflow_step received(cfdns::result<cfdns::zones::zone> zone) {
        if (zone.has_error() || zone->status == "active") return finish(std::move(zone));
        return send<&wait_until_active::received>(get_, 1ms);
    }
    cfdns::zones::get get_;
};

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    std::string const zone_id = "z";
    cfdns::testing::fake_cloudflare service;
    service.zones.all["z"] = {.id = "z", .name = "example.com", .status = "pending"};
    int sent = 0;
    auto const transport = [&](cfdns::http_request const& request) {
        if (++sent == 3) service.zones.all["z"].status = "active";
        return service(request);
    };
    // EXAMPLE
    return zone && zone->status == "active" && sent == 3 ? 0 : 1;
}
