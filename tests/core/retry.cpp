// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>

#include <limits>

namespace {

using cfdns::idempotency;
using cfdns::retry_policy;
using wait = std::optional<std::chrono::milliseconds>;

cfdns::error answered(int status, std::vector<cfdns::http_header> headers = {},
                      std::string const& body = "") {
    return cfdns::parse_response<zt::incoming::get>({status, headers, body}).error();
}

cfdns::error lost(cfdns::delivery request_sent) {
    return cfdns::error{boost::system::errc::make_error_code(boost::system::errc::connection_reset),
                        request_sent};
}

constexpr idempotency kinds[] = {idempotency::safe, idempotency::idempotent, idempotency::repeatable,
                                 idempotency::none};

}  // namespace

TEST_CASE("which failures are retried depends on status and idempotency") {
    // Retried for operations that may be repeated, and for a create.
    struct {
        cfdns::error failure;
        bool repeatable, create;
    } const table[] = {
        {lost(cfdns::delivery::not_sent), true, true},
        {lost(cfdns::delivery::unknown), true, false},
        {lost(cfdns::delivery::answered), true, false},
        {answered(408), true, false},
        {answered(429), true, true},
        {answered(500), true, false},
        {answered(501), true, false},
        {answered(502), true, false},
        {answered(503), true, false},
        {answered(504), true, false},
        {answered(520), true, false},
        {answered(599), true, false},
        {answered(200, {}, R"({"success":false,"errors":[{"code":971}]})"), true, true},
        {answered(200, {}, R"({"success":false,"errors":[{"code":10100}]})"), true, true},
        {answered(500, {}, R"({"success":false,"errors":[{"code":1}]})"), true, false},
        {answered(200, {}, "<html>"), false, false},
        {answered(204), false, false},
        {answered(301), false, false},
        {answered(400), false, false},
        {answered(401), false, false},
        {answered(403), false, false},
        {answered(404), false, false},
        {answered(409), false, false},
        {answered(422), false, false},
        {cfdns::error{boost::system::errc::make_error_code(boost::system::errc::timed_out),
                      cfdns::delivery::unknown,
                      "",
                      {200, {}, ""}},
         true, false},
        {cfdns::error{cfdns::errc::cancelled, cfdns::delivery::not_sent}, false, false},
        {cfdns::error{cfdns::errc::deadline_exceeded, cfdns::delivery::not_sent}, false, false},
        {cfdns::error{boost::system::errc::make_error_code(boost::system::errc::permission_denied),
                      cfdns::delivery::not_sent},
         false, false},
        {cfdns::error{boost::system::errc::make_error_code(boost::system::errc::host_unreachable),
                      cfdns::delivery::not_sent},
         true, true},
        {cfdns::error{cfdns::errc::response_too_large, cfdns::delivery::answered}, false, false},
        {cfdns::make_request(zt::incoming::get{.zone_id = ""}).error(), false, false},
    };
    for (auto const& row : table) {
        CAPTURE(row.failure.message());
        for (idempotency kind : kinds) {
            for (int attempt : {1, 2}) {
                bool const expected = kind == idempotency::none ? row.create : row.repeatable;
                CHECK(cfdns::retry_delay({}, row.failure, attempt, kind, 0.5).has_value() == expected);
            }
            for (int attempt : {3, 4, 1'000, (std::numeric_limits<int>::max)()})
                CHECK_FALSE(cfdns::retry_delay({}, row.failure, attempt, kind, 0.5).has_value());
        }
    }
}

TEST_CASE("delays double up to the maximum, minus a random part") {
    retry_policy const policy{.max_attempts = (std::numeric_limits<int>::max)(),
                              .initial_backoff = 500ms,
                              .max_backoff = 8s,
                              .jitter = 0.25};
    struct {
        int attempt;
        double random;
        wait expected;
    } const table[] = {
        {1, 0, 500ms},
        {1, 0.5, 438ms},
        {1, 0.999999, 376ms},
        {2, 0, 1s},
        {3, 0, 2s},
        {4, 0, 4s},
        {5, 0, 8s},
        {6, 0, 8s},
        {64, 0, 8s},
        {1'000'000, 0, 8s},
        {6, 0.5, 7s},
        {6, 0.999999, 6001ms},
        {(std::numeric_limits<int>::max)() - 1, 0, 8s},
        {0, 0, 500ms},
        {-7, 0, 500ms},
        {1, -1, 500ms},
        {1, 2, 375ms},
        {1, std::numeric_limits<double>::quiet_NaN(), 500ms},
    };
    for (auto const& row : table) {
        CAPTURE(row.attempt);
        CAPTURE(row.random);
        CHECK(cfdns::retry_delay(policy, answered(500), row.attempt, idempotency::safe, row.random) ==
              row.expected);
    }
}

TEST_CASE("every member of the policy has an effect, and extreme values are handled") {
    auto const delay = [](retry_policy const& policy, int attempt, double random = 0) {
        return cfdns::retry_delay(policy, answered(500), attempt, idempotency::safe, random);
    };
    CHECK(delay({.max_attempts = 1}, 1) == std::nullopt);
    CHECK(delay({.max_attempts = 0}, 1) == std::nullopt);
    CHECK(delay({.max_attempts = -1}, 1) == std::nullopt);
    CHECK(delay({.max_attempts = 2}, 1) == 500ms);
    CHECK(delay({.max_attempts = 9, .initial_backoff = 10ms, .multiplier = 3}, 3) == 90ms);
    CHECK(delay({.max_attempts = 9, .multiplier = 0}, 3) == 500ms);
    CHECK(delay({.max_attempts = 9, .multiplier = -1}, 3) == 500ms);
    CHECK(delay({.max_attempts = 9, .initial_backoff = 0ms}, 3) == 0ms);
    CHECK(delay({.max_attempts = 9, .initial_backoff = -5ms}, 3) == 0ms);
    CHECK(delay({.max_attempts = 9, .max_backoff = 100ms}, 1) == 100ms);
    CHECK(delay({.max_attempts = 9, .max_backoff = -1ms}, 1) == 0ms);
    CHECK(delay({.max_attempts = 9, .jitter = 0}, 1, 0.9) == 500ms);
    CHECK(delay({.max_attempts = 9, .jitter = 1}, 1, 0.5) == 250ms);
    CHECK(delay({.max_attempts = 9, .jitter = 7}, 1, 0.5) == 250ms);
    CHECK(delay({.max_attempts = 9, .jitter = -7}, 1, 0.5) == 500ms);
    CHECK(delay({.max_attempts = 9, .multiplier = 1e300, .max_backoff = std::chrono::milliseconds::max()}, 8)
              .has_value());
}

TEST_CASE("Retry-After is obeyed in full up to the limit; a longer delay is in the error") {
    struct {
        std::vector<cfdns::http_header> headers;
        wait expected;
    } const table[] = {
        {{{"Retry-After", "1"}}, 1s},
        {{{"Retry-After", "120"}}, 120s},
        {{{"Retry-After", "300"}}, 300s},
        {{{"Retry-After", "301"}}, std::nullopt},
        {{{"Retry-After", "99999999999999999999"}}, std::nullopt},
        {{{"Retry-After", "0.2"}}, 200ms},
        {{{"Retry-After-Ms", "50"}}, 50ms},
        {{{"Retry-After", "Sun, 06 Nov 1994 08:50:07 GMT"}, {"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}}, 30s},
        // No wait that was asked for, or none that can be read: our own.
        {{{"Retry-After", "0"}}, 500ms},
        {{{"Retry-After", "-5"}}, 500ms},
        {{{"Retry-After", "soon"}}, 500ms},
        {{{"Retry-After", "Sun, 06 Nov 1994 08:50:07 GMT"}}, 500ms},
        {{}, 500ms},
    };
    for (auto const& row : table) {
        CAPTURE(row.headers.empty() ? std::string{} : row.headers.front().value);
        for (int status : {429, 503}) {
            auto const failure = answered(status, row.headers);
            CHECK(cfdns::retry_delay({}, failure, 1, idempotency::safe, 0) == row.expected);
            if (!row.expected) CHECK(failure.retry_after() > 300s);
        }
    }
    CHECK(cfdns::retry_delay({.max_retry_after = 10min}, answered(429, {{"Retry-After", "301"}}), 1,
                             idempotency::none, 0) == 301s);
}

TEST_CASE("X-Should-Retry prevents a retry, or forces one unless the request is a create") {
    auto const with = [](int status, char const* wish) {
        return answered(status, {{"X-Should-Retry", wish}});
    };
    for (idempotency kind : kinds) {
        bool const create = kind == idempotency::none;
        CHECK_FALSE(cfdns::retry_delay({}, with(500, "false"), 1, kind, 0).has_value());
        CHECK_FALSE(cfdns::retry_delay({}, with(429, "False"), 1, kind, 0).has_value());
        CHECK(cfdns::retry_delay({}, with(400, "true"), 1, kind, 0).has_value() == !create);
        CHECK(cfdns::retry_delay({}, with(409, " TRUE "), 1, kind, 0).has_value() == !create);
        CHECK(cfdns::retry_delay({}, with(429, "true"), 1, kind, 0).has_value());
        CHECK_FALSE(cfdns::retry_delay({}, with(400, "maybe"), 1, kind, 0).has_value());
        CHECK_FALSE(cfdns::retry_delay({}, with(400, "true"), 3, kind, 0).has_value());
        CHECK_FALSE(
            cfdns::retry_delay({.obey_should_retry = false}, with(400, "true"), 1, kind, 0).has_value());
        CHECK(cfdns::retry_delay({.obey_should_retry = false}, with(500, "false"), 1, kind, 0).has_value() ==
              !create);
    }
}
