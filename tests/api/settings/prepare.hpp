// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_SETTINGS_PREPARE_HPP
#define CFDNS_TESTS_API_SETTINGS_PREPARE_HPP

#include "examples.hpp"

#include <cfdns/testing/fake_cloudflare.hpp>

#include <string_view>

// The view of the examples exists.
inline void prepare_settings(cfdns::testing::fake_cloudflare& service, std::string_view) {
    std::string const& id = results::settings::view_id;
    service.settings.views[account][id] = {.id = id, .name = "my view", .zones = std::vector{zone}};
}

#endif
