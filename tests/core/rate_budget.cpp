// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>
#include <cfdns/drivers/blocking.hpp>

#include <algorithm>
#include <deque>
#include <random>
#include <thread>

namespace {

using time_point = cfdns::rate_budget::time_point;

// A service that allows so many requests in any window, and refuses everything for a window once that is
// exceeded: what Cloudflare documents. Its clock is virtual.
struct limited_service {
    time_point now{};
    std::size_t quota = 1200;
    std::chrono::seconds window{300};
    std::deque<time_point> seen{};
    time_point blocked_until{};
    int refused = 0;
    int served = 0;

    cfdns::result<cfdns::http_response> operator()(cfdns::http_request const&) {
        now += 5ms;  // a round trip
        while (!seen.empty() && now - seen.front() >= window) seen.pop_front();
        if (now >= blocked_until && seen.size() >= quota) blocked_until = now + window;
        if (now < blocked_until) {
            ++refused;
            return cfdns::http_response{
                429, {}, R"({"success":false,"errors":[{"code":10100,"message":"More than 1200"}]})"};
        }
        seen.push_back(now);
        ++served;
        return cfdns::http_response{200, {}, R"({"success":true,"result":{}})"};
    }
};

struct virtual_runtime {
    limited_service& service;
    void sleep(std::chrono::milliseconds delay) const { service.now += delay; }
    time_point now() const { return service.now; }
    double random() const { return 0.5; }
};

struct outcome {
    std::chrono::duration<double> took{};
    int good = 0, refused = 0;
};

outcome simulate(int calls, cfdns::call_policy const& policy) {
    limited_service service;
    service.now += 24h;
    time_point const began = service.now;
    outcome out;
    cfdns::api_token const credentials{cfdns::secret_string{"t"}};
    zt::incoming::get const op{.zone_id = zone};
    for (int i = 0; i != calls; ++i)
        if (cfdns::call(service, credentials, op, {}, virtual_runtime{service}, policy)) ++out.good;
    out.took = service.now - began;
    out.refused = service.refused;
    return out;
}

}  // namespace

TEST_CASE("a budget grants its quota immediately and further requests as the window moves on") {
    cfdns::rate_budget budget{3, 10s};
    time_point const t{};
    CHECK(budget.next_available(t) == t);
    CHECK(budget.reserve(t) == t);
    CHECK(budget.reserve(t + 1s) == t + 1s);
    CHECK(budget.reserve(t + 2s) == t + 2s);
    CHECK(budget.next_available(t + 3s) == t + 10s);
    CHECK(budget.next_available(t + 3s) == t + 10s);  // asking reserves nothing
    CHECK(budget.reserve(t + 3s) == t + 10s);
    CHECK(budget.reserve(t + 3s) == t + 11s);
    CHECK(budget.reserve(t + 3s) == t + 12s);
    CHECK(budget.reserve(t + 3s) == t + 20s);
    CHECK(budget.reserve(t + 60s) == t + 60s);
}

TEST_CASE(
    "no interval of the window's length contains more reservations than the quota, in any order of "
    "requests") {
    cfdns::rate_budget budget{7, 1s};
    std::vector<time_point> granted;
    time_point now{};
    unsigned seed = 1;
    for (int i = 0; i != 2'000; ++i) {
        seed = seed * 1664525 + 1013904223;
        now += std::chrono::milliseconds{seed >> 25};
        granted.push_back(budget.reserve(now));
        CHECK(granted.back() >= now);
    }
    CHECK(std::is_sorted(granted.begin(), granted.end()));
    for (std::size_t i = 7; i != granted.size(); ++i) CHECK(granted[i] - granted[i - 7] >= 1s);
}

TEST_CASE("a budget takes the limits reported by the service into account") {
    time_point const t{};
    cfdns::rate_budget budget;
    budget.update(cfdns::rate_limit{.remaining = 5, .reset_after = 60s}, t);
    CHECK(budget.next_available(t) == t);
    budget.update(cfdns::rate_limit{.remaining = 0}, t);
    CHECK(budget.next_available(t) == t);
    budget.update(cfdns::rate_limit{.remaining = 0, .reset_after = 60s}, t);
    CHECK(budget.next_available(t) == t + 60s);
    CHECK(budget.next_available(t + 61s) == t + 61s);

    auto const refused = [](int status, std::vector<cfdns::http_header> const& headers) {
        return cfdns::parse_response<zt::incoming::get>({status, headers, ""}).error();
    };
    budget.update(refused(500, {{"Retry-After", "100"}}), t);
    CHECK(budget.next_available(t) == t + 60s);
    budget.update(refused(429, {{"Retry-After", "100"}}), t);
    CHECK(budget.next_available(t) == t + 100s);
    budget.update(refused(429, {}), t);
    CHECK(budget.next_available(t) == t + 300s);
    budget.update(refused(429, {{"Retry-After", "1"}}), t);
    CHECK(budget.next_available(t) == t + 300s);
}

TEST_CASE("what one call was told to wait for blocks others for a limited time only") {
    cfdns::api_token const credentials{cfdns::secret_string{"t"}};
    zt::incoming::get const op{.zone_id = zone};
    for (cfdns::http_header const& told :
         {cfdns::http_header{"Retry-After", "86400"}, {"Ratelimit", "\"default\";r=0;t=86400"}}) {
        CAPTURE(told.name);
        cfdns::rate_budget budget;
        cfdns::call_policy policy;
        policy.budget = &budget;
        cfdns::exchange first{op, credentials, {}, policy};
        REQUIRE(first.start({}).has_value());
        CHECK_FALSE(first.resume(response_of(429, "", {told}), 0, {}).has_value());
        CHECK(first.take().error().is_rate_limited());
        cfdns::exchange second{op, credentials, {}, policy};
        CHECK(second.start({})->delay == policy.retry.max_retry_after);
        policy.retry.max_retry_after = 1h;
        cfdns::exchange patient{op, credentials, {}, policy};
        REQUIRE(patient.start({}).has_value());
        CHECK_FALSE(patient.resume(response_of(429, "", {told}), 0, {}).has_value());
        CHECK(budget.next_available({}) == time_point{} + 1h);
    }
}

TEST_CASE("of several reported limits, the one closest to exhaustion is used") {
    struct {
        char const* what;
        std::vector<cfdns::http_header> headers;
        char const* policy;
        std::uint64_t remaining;
        std::chrono::seconds reset_after;
    } const table[] = {
        {"one", {{"ratelimit", R"("default";r=0;t=240)"}}, "default", 0, 240s},
        {"the spent one second",
         {{"Ratelimit", R"("burst";r=10;t=1, "default";r=0;t=240)"}},
         "default",
         0,
         240s},
        {"the spent one first",
         {{"Ratelimit", R"("default";r=0;t=240 , "burst";r=10;t=1)"}},
         "default",
         0,
         240s},
        {"on two lines",
         {{"Ratelimit", R"("burst";r=10;t=1)"}, {"Ratelimit", R"("default";r=0;t=240)"}},
         "default",
         0,
         240s},
        {"of equals the longest", {{"Ratelimit", R"("a";r=0;t=5,"b";r=0;t=9,"c";r=0;t=7)"}}, "b", 0, 9s},
        {"one without a count", {{"Ratelimit", R"("a";t=9, "b";r=4;t=5)"}}, "b", 4, 5s},
        {"separators in a name", {{"Ratelimit", R"("a;b,c";r=0;t=240)"}}, "a;b,c", 0, 240s},
        {"escapes in a name", {{"Ratelimit", R"("a\";b,\\";r=0;t=240)"}}, R"(a";b,\)", 0, 240s},
        {"a quoted parameter", {{"Ratelimit", R"("a";pk="x;r=9,";r=1;t=2)"}}, "a", 1, 2s},
        {"a token as name", {{"Ratelimit", R"(default;r=0;t=240)"}}, "default", 0, 240s},
        {"the last of equal parameters", {{"Ratelimit", R"("a";r=50;t=1;r=0;t=2)"}}, "a", 0, 2s},
        {"empty items", {{"Ratelimit", R"(, ,"a";r=2;t=3,)"}, {"Ratelimit", ""}}, "a", 2, 3s},
    };
    for (auto const& row : table) {
        CAPTURE(row.what);
        auto const response =
            cfdns::parse_full_response<zt::incoming::get>({200, row.headers, success("{}")});
        REQUIRE(response.value().info.rate_limit.has_value());
        CHECK(response.value().info.rate_limit->policy == row.policy);
        CHECK(response.value().info.rate_limit->remaining == row.remaining);
        CHECK(response.value().info.rate_limit->reset_after == row.reset_after);
    }
    auto const none = cfdns::parse_full_response<zt::incoming::get>(
        {200, std::vector<cfdns::http_header>{{"Ratelimit", ","}}, success("{}")});
    CHECK_FALSE(none.value().info.rate_limit.has_value());
}

TEST_CASE("the policy of the used limit is found in any field line") {
    std::vector<cfdns::http_header> const headers{
        {"Ratelimit", R"("burst";r=10;t=1, "a;b";r=0;t=240)"},
        {"Ratelimit-Policy", R"("burst";q=200;w=1)"},
        {"Ratelimit-Policy", R"("other";q=5;w=6, "a;b";q=1200;w=300)"}};
    auto const limit =
        cfdns::parse_full_response<zt::incoming::get>({200, headers, success("{}")}).value().info.rate_limit;
    CHECK(limit->policy == "a;b");
    CHECK(limit->quota == 1200u);
    CHECK(limit->window == 300s);
}

TEST_CASE("a reservation expires by its time, whatever the order of reservations") {
    time_point const t{};
    cfdns::rate_budget budget{2, 300s};
    CHECK(budget.reserve(t, 290s) == t + 290s);  // a retry
    CHECK(budget.reserve(t) == t);
    CHECK(budget.reserve(t + 310s) == t + 310s);  // in (10, 310] there is only the retry
    CHECK(budget.reserve(t + 310s) == t + 590s);
    // Between two reservations there is room as well, but not for one more than the quota around it.
    cfdns::rate_budget later{2, 10s};
    CHECK(later.reserve(t, 100s) == t + 100s);
    CHECK(later.reserve(t, 105s) == t + 105s);
    CHECK(later.reserve(t, 94s) == t + 94s);
    CHECK(later.reserve(t, 96s) == t + 110s);
}

TEST_CASE("a released reservation is granted again, and only once") {
    time_point const t{};
    cfdns::rate_budget budget{1, 10s};
    time_point const first = budget.reserve(t), second = budget.reserve(t);
    CHECK(second == t + 10s);
    budget.release(second);
    CHECK(budget.reserve(t) == t + 10s);
    budget.release(t + 5s);  // of nobody
    CHECK(budget.next_available(t) == t + 20s);
    budget.release(first);
    CHECK(budget.next_available(t) == t);
    budget.release(first);
    CHECK(budget.next_available(t) == t);
}

TEST_CASE("a reservation that would not be before the deadline is not made") {
    time_point const t{};
    cfdns::rate_budget budget{1, 10s};
    CHECK(budget.reserve_before(t + 1s, t) == t);
    CHECK_FALSE(budget.reserve_before(t + 10s, t).has_value());
    CHECK_FALSE(budget.reserve_before(t, t, 1s).has_value());
    CHECK(budget.next_available(t) == t + 10s);
    CHECK(budget.reserve_before(t + 11s, t) == t + 10s);
}

TEST_CASE("each request gets the earliest time at which no window is over its quota") {
    unsigned seed = 7;
    auto const random = [&seed](unsigned below) {
        seed = seed * 1664525 + 1013904223;
        return (seed >> 8) % below;
    };
    for (unsigned quota = 1; quota != 5; ++quota) {
        cfdns::rate_budget budget{quota, 20ms};
        std::vector<time_point> granted;  // in the order of time
        // Whether one more request fits among as many before and after it as the quota.
        auto const fits = [&](time_point when) {
            auto const place = std::upper_bound(granted.begin(), granted.end(), when);
            auto const before = std::min<std::ptrdiff_t>(quota, place - granted.begin());
            auto const after = std::min<std::ptrdiff_t>(quota, granted.end() - place);
            std::vector<time_point> near(place - before, place);
            near.push_back(when);
            near.insert(near.end(), place, place + after);
            for (std::size_t i = quota; i < near.size(); ++i)
                if (near[i] - near[i - quota] < 20ms) return false;
            return true;
        };
        time_point now{};
        for (int i = 0; i != 400; ++i) {
            now += std::chrono::milliseconds{random(12)};
            std::chrono::milliseconds const delay{random(3) == 0 ? random(60) : 0};
            time_point expected = now + delay;
            while (!fits(expected)) expected += 1ms;
            CHECK(budget.reserve(now, delay) == expected);
            granted.insert(std::upper_bound(granted.begin(), granted.end(), expected), expected);
            if (random(5) == 0) {
                std::size_t const which = random(static_cast<unsigned>(granted.size()));
                if (granted[which] < now) continue;  // it was sent
                budget.release(granted[which]);
                granted.erase(granted.begin() + static_cast<std::ptrdiff_t>(which));
            }
        }
    }
}

TEST_CASE("threads that share a budget do not exceed its quota together") {
    cfdns::rate_budget budget{10, 1s};
    constexpr int each = 500;
    std::vector<std::vector<time_point>> granted(4);
    {
        std::vector<std::thread> threads;
        for (auto& mine : granted)
            threads.emplace_back([&budget, &mine] {
                for (int i = 0; i != each; ++i) {
                    mine.push_back(budget.reserve(time_point{} + std::chrono::milliseconds{i}));
                    if (i % 7 == 0) {
                        budget.release(mine.back());
                        mine.pop_back();
                    }
                    budget.update(cfdns::rate_limit{.remaining = 1, .reset_after = 1s}, {});
                    (void)budget.next_available({});
                }
            });
        for (std::thread& one : threads) one.join();
    }
    std::vector<time_point> all;
    for (auto const& mine : granted) all.insert(all.end(), mine.begin(), mine.end());
    std::sort(all.begin(), all.end());
    CHECK(all.size() == 4 * (each - each / 7 - 1));
    for (std::size_t i = 10; i < all.size(); ++i) CHECK(all[i] - all[i - 10] >= 1s);
}

TEST_CASE("extreme quotas and windows are handled") {
    time_point const t{};
    cfdns::rate_budget none{0, 10s};
    CHECK(none.reserve(t) == t);
    CHECK(none.reserve(t) == t + 10s);
    cfdns::rate_budget no_window{1, 0s};
    CHECK(no_window.reserve(t) == t);
    CHECK(no_window.reserve(t) == t);
    cfdns::rate_budget negative{1, -5s};
    CHECK(negative.reserve(t) == t);
    CHECK(negative.reserve(t) == t);
    cfdns::rate_budget for_ever{1, std::chrono::milliseconds::max()};
    CHECK(for_ever.reserve(t) == t);
    CHECK(for_ever.reserve(t) == (time_point::max)());
    cfdns::rate_budget told;
    told.update(cfdns::rate_limit{.remaining = 0, .reset_after = std::chrono::seconds::max()}, t,
                std::chrono::milliseconds::max());
    CHECK(told.next_available(t) == (time_point::max)());
}

TEST_CASE("5,000 calls under a budget finish at the allowed rate and are never rate limited") {
    cfdns::rate_budget budget;
    cfdns::call_policy policy;
    policy.budget = &budget;
    outcome const with = simulate(5'000, policy);
    CHECK(with.good == 5'000);
    CHECK(with.refused == 0);
    // 1200 at once, and 1200 more each 300 s: the 5,000th of them may go after four windows.
    double const allowed = 4 * 300;
    CHECK(with.took.count() >= allowed);
    CHECK(with.took.count() <= allowed * 1.01);

    outcome const without = simulate(5'000, {});
    CHECK(without.refused > 0);
    CHECK(without.good < 5'000);
    MESSAGE("5,000 calls, virtual clock: with a budget "
            << with.took.count() << " s, " << with.refused << " refused, " << with.good << " good; without "
            << without.took.count() << " s, " << without.refused << " refused, " << without.good << " good");
}

TEST_CASE("blocking_runtime uses the standard library's") {
    cfdns::blocking_runtime by;
    static_assert(cfdns::runtime<cfdns::blocking_runtime>);
    for (int i = 0; i != 100; ++i) {
        double const random = by.random();
        CHECK((random >= 0 && random < 1));
    }
    auto const before = by.now();
    by.sleep(2ms);
    CHECK(by.now() - before >= 2ms);
}

TEST_CASE("a budget says when a number of further requests can have been sent") {
    std::mt19937_64 random{7};
    for (int round = 0; round != 300; ++round) {
        std::uint32_t const quota = 1 + static_cast<std::uint32_t>(random() % 6);
        cfdns::rate_budget budget{quota, 10s};
        time_point now{};
        for (auto i = random() % 15; i != 0; --i) {
            now += std::chrono::milliseconds{random() % 4000};
            time_point const when = budget.reserve(now);
            now = std::max(now, when);
        }
        if (round % 3 == 0) budget.update({.remaining = 0, .reset_after = 3s}, now);
        CAPTURE(quota);
        CHECK(budget.next_available_after(0, now) == budget.next_available(now));
        std::vector<time_point> expected;
        for (std::uint64_t i = 0; i != 20; ++i) expected.push_back(budget.next_available_after(i, now));
        for (std::uint64_t i = 0; i != 20; ++i) {
            CAPTURE(i);
            CHECK(budget.reserve(now) == expected[i]);
        }
    }
    cfdns::rate_budget budget{1200, 300s};
    time_point const t = time_point{} + 1h;
    CHECK(budget.next_available_after(1199, t) == t);
    CHECK(budget.next_available_after(1200, t) == t + 300s);
    CHECK(budget.next_available_after(1200ull * 1'000'000, t) == t + 300s * 1'000'000);
    CHECK(budget.next_available_after(~0ull, t) == (time_point::max)());
    CHECK(cfdns::rate_budget{1, 0s}.next_available_after(1000, t) == t);
    // Later reservations of others come first.
    CHECK(budget.reserve(t, 8s) == t + 8s);
    CHECK(budget.next_available_after(3, t) == t + 8s);
}
