// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <cstdlib>
#include <iostream>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

namespace my_http {

using headers = std::vector<std::pair<std::string, std::string>>;

struct outcome {
    std::string error;
    bool connected;
    int status;
    my_http::headers headers;
    std::string body;
};

struct client {
    std::string origin;
    cfdns::testing::fake_cloudflare service{};
    bool broken{};

    outcome send(std::string const& method, std::string const& target, headers const& fields,
                 std::string const& body) {
        if (broken) return {"no route to host", false, 0, {}, {}};
        cfdns::http_request request{cfdns::http_method::get, target, {}, body};
        for (auto const& [name, value] : fields) request.headers.push_back({name, value});
        if (method != "GET") std::abort();
        auto const got = service.handle(request);
        return {{}, true, got.status, {{"cf-ray", "r"}}, got.body};
    }
};

}  // namespace my_http

// EXAMPLE

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    my_transport transport;
    transport.client.service.zone_transfers.incoming["z"].name = "found";
    auto const got = cfdns::call_full(transport, credentials, zt::incoming::get{.zone_id = "z"});
    if (!got || got.value().value.name != "found" || got.value().info.cf_ray != "r") return 1;
    transport.client.broken = true;
    auto const failed = cfdns::call(transport, credentials, zt::incoming::get{.zone_id = "z"});
    return failed.has_error() && failed.error().delivery() == cfdns::delivery::not_sent ? 0 : 1;
}
