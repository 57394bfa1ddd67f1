// SPDX-License-Identifier: BSL-1.0
// What is true of every operation, whatever its product. What an example needs to succeed is in
// tests/api/PRODUCT/prepare.hpp.
#include "../api/any_operation.hpp"
#include "fake.hpp"

#include <doctest/doctest.h>

namespace {

// Whether the response says that the operation has no handler, and how to register one.
bool says_unmounted(cfdns::http_response const& response, std::string const& name) {
    return response.status == 501 && response.body.find("operation " + name + ":") != std::string::npos &&
           response.body.find("on<Op>") != std::string::npos;
}

// A token that is not accepted is what these operations tell.
bool verifies_token(std::string_view name) { return name.ends_with(".tokens.verify"); }

}  // namespace

TEST_CASE("each example succeeds without a mismatch, or the response says that there is no handler") {
    int served = 0;
    int unmounted = 0;
    for (any_operation const& op : all_operations()) {
        std::string const& name = op.name;
        CAPTURE(name);
        fake_cloudflare service = prepared_for(name);
        any_response const got = op.params().call(service, token());
        auto const again = service.handle(with_token(op.params().request().value()));
        if (!got.good && got.failure.http_status() == 501) {
            CHECK(says_unmounted(again, name));
            ++unmounted;
            continue;
        }
        REQUIRE_MESSAGE(got.good, got.failure.message());
        CHECK(got.info.mismatches.empty());
        CHECK_FALSE(got.info.cf_ray.empty());
        if (name.find("create") == std::string::npos && name.find("delete") == std::string::npos)
            for (std::string const& member : op.expected.required)
                CHECK(again.body.find('"' + member + "\":") != std::string::npos);
        ++served;
    }
    CHECK(served > 0);
    CHECK(served + unmounted == operation_count);
}

TEST_CASE("without the right credentials, no operation does anything") {
    for (any_operation const& op : all_operations()) {
        CAPTURE(op.name);
        fake_cloudflare service = prepared_for(op.name);
        fake_cloudflare const untouched = service;
        service.token = secret("right");
        any_response const refused = op.params().call(service, token("wrong"));
        REQUIRE_FALSE(refused.good);
        CHECK(refused.failure.http_status() == (verifies_token(op.name) ? 401 : 403));
        CHECK(refused.failure.is_authentication());
        // The same request has the same effect then as without the refused one before it.
        fake_cloudflare copy = untouched;
        auto const request = with_token(op.params().request().value());
        service.token = {};
        for (int i = 0; i != 2; ++i) {
            auto const after = service.handle(request);
            auto const expected = copy.handle(request);
            CHECK(after.status == expected.status);
            CHECK(after.body == expected.body);
        }
    }
}

TEST_CASE(
    "an operation whose handler is removed is answered with 501, which names it; a handler serves it "
    "again") {
    for (any_operation const& op : all_operations()) {
        CAPTURE(op.name);
        fake_cloudflare service = prepared_for(op.name);
        auto const request = with_token(op.params().request().value());
        op.remove_handler(service);
        CHECK(says_unmounted(service.handle(request), op.name));
        service.token = secret("right");
        CHECK(service.handle(request).status == 403);  // credentials first
        service.token = {};
        service.next_faults = {cfdns::testing::faults::status(503)};
        CHECK(service.handle(request).status == 503);
        op.handle_with(service, 418);
        CHECK(service.handle(request).status == 418);
        op.remove_handler(service);
        CHECK(service.handle(request).status == 501);
    }
}

TEST_CASE("every operation is served under another base path, and under no other then") {
    for (any_operation const& op : all_operations()) {
        CAPTURE(op.name);
        cfdns::request_options const options{.base_path = "/elsewhere"};
        auto const request = with_token(op.params().request(options).value());
        auto const expected = prepared_for(op.name).handle(with_token(op.params().request().value()));
        auto const got = prepared_for(op.name).handle(request, options);
        CHECK(got.status == expected.status);
        CHECK(got.body == expected.body);
        auto const elsewhere = prepared_for(op.name).handle(request);
        CHECK(elsewhere.status == 400);
        CHECK(elsewhere.body.find("7003") != std::string::npos);
    }
}
