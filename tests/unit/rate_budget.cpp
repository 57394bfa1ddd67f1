// SPDX-License-Identifier: BSL-1.0
#include "support.hpp"

#include <cfdns/blocking.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <deque>

namespace {

using time_point = cfdns::rate_budget::time_point;

// A service that allows so many requests in any window, and refuses everything for a window once that is exceeded: what
// Cloudflare documents. Its clock is virtual.
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
            return cfdns::http_response{429, {}, R"({"success":false,"errors":[{"code":10100,"message":"More than 1200"}]})"};
        }
        seen.push_back(now);
        ++served;
        return cfdns::http_response{200, {}, R"({"success":true,"result":{}})"};
    }
};

struct virtual_means {
    limited_service& service;
    void pause(std::chrono::milliseconds delay) const { service.now += delay; }
    time_point now() const { return service.now; }
    double dice() const { return 0.5; }
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
    cfdns::api_token const who{cfdns::secret_string{"t"}};
    zt::incoming::get const op{.zone_id = zone};
    for (int i = 0; i != calls; ++i)
        if (cfdns::call(service, who, op, {}, virtual_means{service}, policy)) ++out.good;
    out.took = service.now - began;
    out.refused = service.refused;
    return out;
}

}  // namespace

TEST_CASE("a budget grants its quota at once and the next one when the window has moved on") {
    cfdns::rate_budget budget{3, 10s};
    time_point const t{};
    CHECK(budget.next(t) == t);
    CHECK(budget.take(t) == t);
    CHECK(budget.take(t + 1s) == t + 1s);
    CHECK(budget.take(t + 2s) == t + 2s);
    CHECK(budget.next(t + 3s) == t + 10s);
    CHECK(budget.next(t + 3s) == t + 10s);  // asking reserves nothing
    CHECK(budget.take(t + 3s) == t + 10s);
    CHECK(budget.take(t + 3s) == t + 11s);
    CHECK(budget.take(t + 3s) == t + 12s);
    CHECK(budget.take(t + 3s) == t + 20s);
    CHECK(budget.take(t + 60s) == t + 60s);
}

TEST_CASE("no stretch as long as the window holds more than the quota, whatever is asked when") {
    cfdns::rate_budget budget{7, 1s};
    std::vector<time_point> granted;
    time_point now{};
    unsigned seed = 1;
    for (int i = 0; i != 2'000; ++i) {
        seed = seed * 1664525 + 1013904223;
        now += std::chrono::milliseconds{seed >> 25};
        granted.push_back(budget.take(now));
        CHECK(granted.back() >= now);
    }
    CHECK(std::is_sorted(granted.begin(), granted.end()));
    for (std::size_t i = 7; i != granted.size(); ++i) CHECK(granted[i] - granted[i - 7] >= 1s);
}

TEST_CASE("a budget learns from the service") {
    time_point const t{};
    cfdns::rate_budget budget;
    budget.learn(cfdns::rate_limit{.remaining = 5, .reset_after = 60s}, t);
    CHECK(budget.next(t) == t);
    budget.learn(cfdns::rate_limit{.remaining = 0}, t);
    CHECK(budget.next(t) == t);
    budget.learn(cfdns::rate_limit{.remaining = 0, .reset_after = 60s}, t);
    CHECK(budget.next(t) == t + 60s);
    CHECK(budget.next(t + 61s) == t + 61s);

    auto const refused = [](int status, std::vector<cfdns::http_header> const& headers) {
        return cfdns::parse_response<zt::incoming::get>({status, "", headers}).error();
    };
    budget.learn(refused(500, {{"Retry-After", "100"}}), t);
    CHECK(budget.next(t) == t + 60s);
    budget.learn(refused(429, {{"Retry-After", "100"}}), t);
    CHECK(budget.next(t) == t + 100s);
    budget.learn(refused(429, {}), t);
    CHECK(budget.next(t) == t + 300s);
    budget.learn(refused(429, {{"Retry-After", "1"}}), t);
    CHECK(budget.next(t) == t + 300s);
}

TEST_CASE("odd budgets do no harm") {
    time_point const t{};
    cfdns::rate_budget none{0, 10s};
    CHECK(none.take(t) == t);
    CHECK(none.take(t) == t + 10s);
    cfdns::rate_budget no_window{1, 0s};
    CHECK(no_window.take(t) == t);
    CHECK(no_window.take(t) == t);
    cfdns::rate_budget negative{1, -5s};
    CHECK(negative.take(t) == t);
    CHECK(negative.take(t) == t);
    cfdns::rate_budget for_ever{1, std::chrono::milliseconds::max()};
    CHECK(for_ever.take(t) == t);
    CHECK(for_ever.take(t) == (time_point::max)());
    cfdns::rate_budget told;
    told.learn(cfdns::rate_limit{.remaining = 0, .reset_after = std::chrono::seconds::max()}, t);
    CHECK(told.next(t) == (time_point::max)());
}

TEST_CASE("5,000 calls under a budget finish at the allowed rate and are never refused") {
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
    MESSAGE("5,000 calls, virtual clock: with a budget " << with.took.count() << " s, " << with.refused << " refused, "
            << with.good << " good; without " << without.took.count() << " s, " << without.refused << " refused, " << without.good
            << " good");
}

TEST_CASE("blocking means are the standard library's") {
    cfdns::blocking by;
    static_assert(cfdns::call_means<cfdns::blocking>);
    for (int i = 0; i != 100; ++i) {
        double const dice = by.dice();
        CHECK((dice >= 0 && dice < 1));
    }
    auto const before = by.now();
    by.pause(2ms);
    CHECK(by.now() - before >= 2ms);
}
