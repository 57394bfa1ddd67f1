// SPDX-License-Identifier: BSL-1.0
// What is true of every operation, whatever its product. What an example needs to succeed is in
// tests/api/PRODUCT/prepare.hpp.
#include "fake.hpp"

#include <doctest/doctest.h>

#include <type_traits>

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
    for_each_example([&](std::string const name, auto const& op, answer const& known) {
        CAPTURE(name);
        fake_cloudflare service = prepared_for(name);
        auto const got = cfdns::call_full(service, token(), op);
        auto const again = service.handle(with_token(cfdns::make_request(op).value()));
        if (got.has_error() && got.error().http_status() == 501) {
            CHECK(says_unmounted(again, name));
            ++unmounted;
            return;
        }
        if (got.has_error()) FAIL(got.error().message());
        CHECK(got->info.mismatches.empty());
        CHECK_FALSE(got->info.cf_ray.empty());
        if (name.find("create") == std::string::npos && name.find("delete") == std::string::npos)
            for (std::string const& member : known.required)
                CHECK(again.body.find('"' + member + "\":") != std::string::npos);
        ++served;
    });
    CHECK(served > 0);
    CHECK(served + unmounted == operation_count);
}

TEST_CASE("without the right credentials, no operation does anything") {
    for_each_example([&](std::string const name, auto const& op, answer const&) {
        CAPTURE(name);
        fake_cloudflare service = prepared_for(name);
        fake_cloudflare const untouched = service;
        service.token = secret("right");
        auto const refused = cfdns::call(service, token("wrong"), op);
        REQUIRE(refused.has_error());
        CHECK(refused.error().http_status() == (verifies_token(name) ? 401 : 403));
        CHECK(refused.error().is_authentication());
        // The same request has the same effect then as without the refused one before it.
        fake_cloudflare copy = untouched;
        auto const request = with_token(cfdns::make_request(op).value());
        service.token = {};
        for (int i = 0; i != 2; ++i) {
            auto const after = service.handle(request);
            auto const expected = copy.handle(request);
            CHECK(after.status == expected.status);
            CHECK(after.body == expected.body);
        }
    });
}

TEST_CASE(
    "an operation whose handler is removed is answered with 501, which names it; a handler serves it "
    "again") {
    for_each_example([&](std::string const name, auto const& op, answer const&) {
        CAPTURE(name);
        using operation = std::remove_cvref_t<decltype(op)>;
        fake_cloudflare service = prepared_for(name);
        auto const request = with_token(cfdns::make_request(op).value());
        service.remove_handler<operation>();
        CHECK(says_unmounted(service.handle(request), name));
        service.token = secret("right");
        CHECK(service.handle(request).status == 403);  // credentials first
        service.token = {};
        service.next_faults = {cfdns::testing::faults::status(503)};
        CHECK(service.handle(request).status == 503);
        service.on<operation>([](operation const&) { return cfdns::testing::write_failure(418, {}); });
        CHECK(service.handle(request).status == 418);
        service.remove_handler<operation>();
        CHECK(service.handle(request).status == 501);
    });
}

TEST_CASE("every operation is served under another base path, and under no other then") {
    for_each_example([&](std::string const name, auto const& op, answer const&) {
        CAPTURE(name);
        cfdns::request_options const options{.base_path = "/elsewhere"};
        auto const request = with_token(cfdns::make_request(op, options).value());
        auto const expected = prepared_for(name).handle(with_token(cfdns::make_request(op).value()));
        auto const got = prepared_for(name).handle(request, options);
        CHECK(got.status == expected.status);
        CHECK(got.body == expected.body);
        auto const elsewhere = prepared_for(name).handle(request);
        CHECK(elsewhere.status == 400);
        CHECK(elsewhere.body.find("7003") != std::string::npos);
    });
}
