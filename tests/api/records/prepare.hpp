// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_RECORDS_PREPARE_HPP
#define CFDNS_TESTS_API_RECORDS_PREPARE_HPP

#include "examples.hpp"

#include <cfdns/testing/fake_cloudflare.hpp>

#include <string_view>

// The records that the examples name exist.
inline void prepare_records(cfdns::testing::fake_cloudflare& service, std::string_view operation) {
    auto& state = service.records;
    auto& all = state.all[zone];
    all.push_back(
        {.id = values::records::id, .name = "old.example.com", .type = "A", .content = "192.0.2.1"});
    all.push_back(
        {.id = values::records::other_id, .name = "p.example.com", .type = "A", .content = "192.0.2.2"});
    all.push_back(
        {.id = values::records::third_id, .name = "t.example.com", .type = "TXT", .content = "\"x\""});
    if (operation.find("scan") != std::string_view::npos)
        state.reviews[zone] = {{.id = values::records::other_id,
                                .name = "mail.example.com",
                                .type = "A",
                                .content = "192.0.2.25"}};
}

#endif
