// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_ZONES_PREPARE_HPP
#define CFDNS_TESTS_API_ZONES_PREPARE_HPP

#include "examples.hpp"

#include <cfdns/testing/fake_cloudflare.hpp>

#include <string_view>

// The zone of the examples exists, unless the example is about to create it. It has no type, so that it
// supports both directions of zone transfers.
inline void prepare_zones(cfdns::testing::fake_cloudflare& service, std::string_view operation) {
    if (operation == "zones.create") return;
    service.zones.all[zone] = {.id = zone, .name = "example.com", .status = "active"};
}

#endif
