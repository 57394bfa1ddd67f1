// SPDX-License-Identifier: BSL-1.0
#undef NDEBUG
#include <cassert>
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <optional>
#include <string>

struct zone {
    std::string id{};
    std::optional<std::string> type{};
    CFDNS_FIELDS(id, type)
};

struct zone_details {
    cfdns::required<std::string> zone_id;
    using response_type = zone;
    static constexpr auto route = cfdns::get("/zones/{zone_id}");
    CFDNS_FIELDS(zone_id)
};

int main() {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    cfdns::testing::fake_cloudflare service;
    // EXAMPLE
}
