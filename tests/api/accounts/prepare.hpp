// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_ACCOUNTS_PREPARE_HPP
#define CFDNS_TESTS_API_ACCOUNTS_PREPARE_HPP

#include "examples.hpp"

#include <cfdns/testing/fake_cloudflare.hpp>

#include <string_view>

// The account of the examples exists; its name is the one that the example lists.
inline void prepare_accounts(cfdns::testing::fake_cloudflare& service, std::string_view) {
    service.accounts.all[account] = {.id = account, .name = "example.com"};
}

#endif
