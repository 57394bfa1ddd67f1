// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>

namespace {

using cfdns::errc;
using time_point = std::chrono::steady_clock::time_point;

cfdns::api_token token() { return {cfdns::secret_string{"t0ken"}}; }

// What a script lets happen to an attempt.
using happening = cfdns::result<cfdns::http_response>;

happening lost(cfdns::delivery request_sent) {
    return cfdns::error{boost::system::errc::make_error_code(boost::system::errc::connection_reset),
                        request_sent};
}

happening answered(int status, std::string body = "", std::vector<cfdns::http_header> headers = {}) {
    return cfdns::http_response{status, std::move(headers), std::move(body)};
}

happening good() { return answered(200, success(R"({"id":"made"})"), {{"cf-ray", "good-ray"}}); }

// Plays a script through an exchange on a virtual clock. A script that ends early repeats its last line.
struct play {
    std::vector<happening> script;
    cfdns::call_policy policy{};
    time_point now{};
    int sent = 0;
    std::vector<std::chrono::milliseconds> delays{};
    std::vector<std::string> reports{};

    template <class Op>
    cfdns::result<cfdns::response<typename Op::response_type>> run(Op const& op) {
        cfdns::exchange one{op, token(), {}, policy};
        for (auto step = one.start(now); step;) {
            delays.push_back(step->delay);
            now += step->delay;
            REQUIRE(sent < 1'000);
            happening const& next = script[std::min(static_cast<std::size_t>(sent++), script.size() - 1)];
            now += 10ms;
            CHECK(step->number == sent);
            step = next ? one.resume(next.value(), 0, now) : one.resume(next.error(), 0, now);
            auto const& report = one.report();
            CHECK(report.number == sent);
            CHECK(report.next_delay.has_value() == step.has_value());
            reports.push_back(std::to_string(report.http_status) + " " + std::string{report.cf_ray} +
                              (report.failure ? " failed" : " good"));
        }
        return one.take_full();
    }
};

}  // namespace

static_assert(!std::is_copy_constructible_v<cfdns::exchange<zt::incoming::get>>,
              "attempt::request points into it");
static_assert(!std::is_move_constructible_v<cfdns::exchange<zt::incoming::get>>);

TEST_CASE("an exchange sends one authorized request and parses the response") {
    cfdns::exchange one{example_create(), token()};
    auto const step = one.start({});
    REQUIRE(step.has_value());
    CHECK(step->delay == 0ms);
    CHECK(step->number == 1);
    CHECK_FALSE(step->time_left.has_value());
    CHECK(step->request->target == "/client/v4/zones/" + zone + "/secondary_dns/incoming");
    CHECK(cfdns::find_header(step->request->headers, "Authorization") == "Bearer t0ken");
    CHECK(one.report().number == 0);
    auto const response = response_of(200, success(R"({"id":"made"})"), {{"cf-ray", "r"}});
    CHECK_FALSE(one.resume(response, 0.5, {}).has_value());
    auto const made = one.take_full();
    CHECK(made.value().value.id == "made");
    CHECK(made.value().info.cf_ray == "r");
    CHECK(one.report().cf_ray == "r");
    CHECK(one.report().request == step->request);
}

TEST_CASE("a repeatable request is retried after each kind of failure, at each attempt") {
    happening const failures[] = {lost(cfdns::delivery::not_sent),
                                  lost(cfdns::delivery::unknown),
                                  lost(cfdns::delivery::answered),
                                  answered(408),
                                  answered(429),
                                  answered(500),
                                  answered(502, "<html>"),
                                  answered(503)};
    for (happening const& first : failures) {
        for (happening const& second : failures) {
            play p{{first, second, good()}};
            CHECK(p.run(zt::incoming::get{.zone_id = zone}).value().value.id == "made");
            CHECK(p.sent == 3);
            CHECK(p.delays == std::vector<std::chrono::milliseconds>{0ms, 500ms, 1000ms});
            CHECK(p.reports.back() == "200 good-ray good");
        }
        play ends{{first}};
        auto const failed = ends.run(zt::incoming::get{.zone_id = zone});
        CHECK(failed.has_error());
        CHECK(ends.sent == 3);
    }
}

TEST_CASE("a create is sent again only if the service cannot have acted") {
    struct {
        happening first;
        int sent;
    } const table[] = {
        {lost(cfdns::delivery::not_sent), 2},
        {answered(429), 2},
        {answered(200, R"({"success":false,"errors":[{"code":971}]})"), 2},
        {lost(cfdns::delivery::unknown), 1},
        {lost(cfdns::delivery::answered), 1},
        {answered(408), 1},
        {answered(500), 1},
        {answered(503, "", {{"Retry-After", "1"}, {"X-Should-Retry", "true"}}), 1},
        {answered(200, "<html>"), 1},
        {answered(204), 1},
        {answered(409), 1},
    };
    for (auto const& row : table) {
        play p{{row.first, good()}};
        auto const got = p.run(example_create());
        CHECK(p.sent == row.sent);
        CHECK(got.has_value() == (row.sent == 2));
    }
}

TEST_CASE("a failed call has the outcome of its last attempt") {
    play p{{answered(500, "", {{"cf-ray", "one"}}),
            answered(404, R"({"success":false,"errors":[]})", {{"cf-ray", "two"}})}};
    auto const got = p.run(zt::incoming::get{.zone_id = zone});
    CHECK(got.error().is_not_found());
    CHECK(got.error().cf_ray() == "two");
    CHECK(p.reports == std::vector<std::string>{"500 one failed", "404 two failed"});
}

TEST_CASE("a requested delay that is too long is reported in the error") {
    play p{{answered(429, "", {{"Retry-After", "3600"}})}};
    auto const got = p.run(zt::incoming::get{.zone_id = zone});
    CHECK(p.sent == 1);
    CHECK(got.error().is_rate_limited());
    CHECK(got.error().retry_after() == 1h);
    play patient{{answered(429, "", {{"Retry-After", "3600"}}), good()}};
    patient.policy.retry.max_retry_after = 2h;
    CHECK(patient.run(zt::incoming::get{.zone_id = zone}).has_value());
    CHECK(patient.delays.at(1) == 1h);
}

TEST_CASE("a timeout ends a call before an attempt that would exceed it, with the previous failure") {
    play p{{answered(503)}};
    p.policy.retry.max_attempts = 100;
    p.policy.timeout = 2s;
    auto const got = p.run(zt::incoming::get{.zone_id = zone});
    CHECK(got.error().http_status() == 503);
    CHECK(p.sent == 3);  // at 0, 0.51 and 1.52 s; the next would be at 3.53 s
    CHECK(p.now <= time_point{} + 2s);

    play none{{good()}};
    none.policy.timeout = 0s;
    auto const never = none.run(zt::incoming::get{.zone_id = zone});
    CHECK(none.sent == 0);
    CHECK(never.error().code() == errc::deadline_exceeded);
    CHECK(never.error().delivery() == cfdns::delivery::not_sent);

    cfdns::call_policy policy;
    policy.timeout = 2s;
    cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token(), {}, policy};
    auto const first = one.start({});
    CHECK(first->time_left == 2s);
    auto const second = one.resume(response_of(500, ""), 0, time_point{} + 300ms);
    CHECK(second->delay == 500ms);
    CHECK(second->time_left == 1200ms);

    policy.timeout = std::chrono::milliseconds::max();
    cfdns::exchange endless{zt::incoming::get{.zone_id = zone}, token(), {}, policy};
    CHECK(endless.start(time_point{} + 1h).has_value());
}

TEST_CASE("a call can be cancelled at any point and remains cancelled") {
    for (int after = 0; after != 4; ++after) {
        CAPTURE(after);
        cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token()};
        if (after > 0) REQUIRE(one.start({}).has_value());
        if (after > 1) REQUIRE(one.resume(response_of(500, ""), 0, {}).has_value());
        if (after > 2) REQUIRE(one.resume(response_of(500, ""), 0, {}).has_value());
        one.cancel();
        CHECK_FALSE(one.start({}).has_value());
        CHECK_FALSE(one.resume(response_of(200, success("{}")), 0, {}).has_value());
        CHECK_FALSE(one.resume(lost(cfdns::delivery::not_sent).error(), 0, {}).has_value());
        auto const got = one.take();
        CHECK(got.error().code() == errc::cancelled);
        CHECK(got.error().delivery() == (after == 0 ? cfdns::delivery::not_sent : cfdns::delivery::unknown));
    }
    cfdns::exchange over{zt::incoming::get{.zone_id = zone}, token()};
    REQUIRE(over.start({}).has_value());
    (void)over.resume(response_of(200, success("{}")), 0, {});
    over.cancel();
    CHECK(over.take().has_value());
}

TEST_CASE("a report owns its data") {
    std::string const ray = "86610873f8d987a9-IAD-longer-than-any-small-buffer";
    cfdns::attempt_report kept;
    {
        cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token()};
        REQUIRE(one.start({}).has_value());
        REQUIRE(one.resume(response_of(503, "", {{"cf-ray", ray}}), 0, {}).has_value());
        kept = one.report();
        one.cancel();
        CHECK(one.report().cf_ray == ray);
        REQUIRE(one.report().failure.has_value());
        CHECK(one.report().failure->http_status() == 503);
        CHECK(one.report().failure->cf_ray() == ray);
        CHECK(one.take().error().code() == errc::cancelled);
        CHECK(one.report().cf_ray == ray);
    }
    CHECK(kept.cf_ray == ray);
    CHECK(kept.failure->cf_ray() == ray);
    CHECK(kept.next_delay == 500ms);
}

TEST_CASE("a call cancelled during its delay was not sent, and its reservation is released") {
    cfdns::rate_budget budget{1, 10s};
    cfdns::call_policy policy;
    policy.budget = &budget;
    CHECK(budget.reserve({}) == time_point{});
    struct {
        std::chrono::milliseconds cancelled_at;
        cfdns::delivery request_sent;
        std::chrono::milliseconds free_again;
    } const table[] = {{4s, cfdns::delivery::not_sent, 10s},
                       {9'999ms, cfdns::delivery::not_sent, 10s},
                       {10s, cfdns::delivery::unknown, 20s}};
    for (auto const& row : table) {
        CAPTURE(row.cancelled_at.count());
        cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token(), {}, policy};
        CHECK(one.start({})->delay == 10s);
        CHECK(budget.next_available({}) == time_point{} + 20s);
        one.cancel(time_point{} + row.cancelled_at);
        CHECK(one.take().error().code() == errc::cancelled);
        CHECK(one.take().error().delivery() == row.request_sent);
        CHECK(budget.next_available({}) == time_point{} + row.free_again);
    }
}

TEST_CASE("a call cancelled before a retry has the delivery of the previous attempt") {
    for (cfdns::delivery const before :
         {cfdns::delivery::not_sent, cfdns::delivery::unknown, cfdns::delivery::answered}) {
        cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token()};
        REQUIRE(one.start({}).has_value());
        CHECK(one.resume(lost(before).error(), 0, {})->delay == 500ms);
        one.cancel(time_point{} + 100ms);
        CHECK(one.take().error().delivery() == before);
    }
    // What an earlier attempt may have done is not undone by a later one that was not sent.
    cfdns::call_policy patient;
    patient.retry.max_attempts = 9;
    cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token(), {}, patient};
    REQUIRE(one.start({}).has_value());
    REQUIRE(one.resume(lost(cfdns::delivery::unknown).error(), 0, {}).has_value());
    REQUIRE(one.resume(lost(cfdns::delivery::not_sent).error(), 0, {}).has_value());
    one.cancel(time_point{} + 1ms);
    CHECK(one.take().error().delivery() == cfdns::delivery::unknown);
}

TEST_CASE("the error of a call has the highest delivery of its attempts, and its report that of the last") {
    using cfdns::delivery;
    struct row {
        delivery first, second, whole;
    };
    for (row const& one : {row{delivery::not_sent, delivery::not_sent, delivery::not_sent},
                           {delivery::not_sent, delivery::unknown, delivery::unknown},
                           {delivery::unknown, delivery::not_sent, delivery::unknown},
                           {delivery::answered, delivery::not_sent, delivery::answered},
                           {delivery::answered, delivery::unknown, delivery::answered}}) {
        cfdns::call_policy twice;
        twice.retry.max_attempts = 2;
        cfdns::exchange call{zt::incoming::delete_{.zone_id = zone}, token(), {}, twice};
        REQUIRE(call.start({}).has_value());
        REQUIRE(call.resume(lost(one.first).error(), 0, {}).has_value());
        CHECK_FALSE(call.resume(lost(one.second).error(), 0, {}).has_value());
        CHECK(call.report().failure->delivery() == one.second);
        cfdns::error const failure = call.take().error();
        CHECK(failure.delivery() == one.whole);
        CHECK(failure.code() == lost(one.second).error().code());
        CHECK(failure.message() == lost(one.second).error().message());
    }
}

TEST_CASE("resuming a call that was not started has no effect") {
    cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token()};
    CHECK_FALSE(one.resume(response_of(200, success(R"({"id":"early"})")), 0, {}).has_value());
    CHECK_FALSE(one.resume(lost(cfdns::delivery::not_sent).error(), 0, {}).has_value());
    CHECK(one.report().number == 0);
    CHECK(one.take().has_error());
    CHECK(one.start({})->number == 1);
    CHECK_FALSE(one.resume(response_of(200, success(R"({"id":"good"})")), 0, {}).has_value());
    CHECK(one.take().value().id == "good");
}

TEST_CASE("a transport error without a code is treated as unknown delivery") {
    play create{{happening{cfdns::error{}}}};
    auto const once = create.run(example_create());
    CHECK(create.sent == 1);
    CHECK(once.error().code() == boost::system::errc::io_error);
    CHECK(once.error().delivery() == cfdns::delivery::unknown);
    CHECK(once.error().message().find("without a code") != std::string::npos);
    play get{{happening{cfdns::error{}}, good()}};
    CHECK(get.run(zt::incoming::get{.zone_id = zone}).value().value.id == "made");
    CHECK(get.sent == 2);
    play partial{{happening{
        cfdns::error{boost::system::error_code{}, cfdns::delivery::not_sent, "", {502, {}, ""}}}}};
    auto const cut = partial.run(example_create());
    CHECK(partial.sent == 1);
    CHECK(cut.error().http_status() == 502);
    CHECK(cut.error().delivery() == cfdns::delivery::answered);
}

TEST_CASE("any monotonic clock is accepted, also before its epoch") {
    time_point const clocks[] = {(time_point::min)(), time_point{} - 1h, time_point{} - 1ns,
                                 time_point{},        time_point{} + 1h, (time_point::max)() - 1h};
    for (time_point const now : clocks) {
        CAPTURE(now.time_since_epoch().count());
        cfdns::rate_budget budget{1, 10s};
        cfdns::call_policy policy;
        policy.budget = &budget;
        policy.timeout = 30s;
        cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token(), {}, policy};
        auto const first = one.start(now);
        REQUIRE(first.has_value());
        CHECK(first->delay == 0ms);
        CHECK(first->time_left == 30s);
        auto const second = one.resume(response_of(500, ""), 0, now + 1s);
        REQUIRE(second.has_value());
        CHECK(second->delay == 9s);
        CHECK(second->time_left == 20s);
    }
    for (auto const limit : {(std::chrono::milliseconds::min)(), -1ms, 0ms}) {
        cfdns::call_policy policy;
        policy.timeout = limit;
        cfdns::exchange over{zt::incoming::get{.zone_id = zone}, token(), {}, policy};
        CHECK_FALSE(over.start(time_point{} - 1h).has_value());
        CHECK(over.take().error().code() == errc::deadline_exceeded);
    }
    cfdns::call_policy policy;
    policy.timeout = (std::chrono::milliseconds::max)();
    cfdns::exchange endless{zt::incoming::get{.zone_id = zone}, token(), {}, policy};
    CHECK(endless.start((time_point::min)())->time_left > 1h);
}

TEST_CASE("take returns the error of an invalid request, and nothing is sent") {
    cfdns::exchange params{zt::incoming::get{.zone_id = ""}, token()};
    CHECK_FALSE(params.start({}).has_value());
    CHECK(params.take().error().parameter() == "zone_id");
    cfdns::exchange credentials{zt::incoming::get{.zone_id = zone}, cfdns::api_token{}};
    CHECK_FALSE(credentials.start({}).has_value());
    CHECK(credentials.take().error().parameter() == "api_token");
}

TEST_CASE("an exchange is started once, and its result is taken once, after completion") {
    cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token()};
    CHECK(one.take().error().code() == errc::cancelled);
    REQUIRE(one.start({}).has_value());
    CHECK_FALSE(one.start({}).has_value());
    CHECK(one.take().error().code() == errc::cancelled);
    auto const response = response_of(200, success("{}"));
    CHECK_FALSE(one.resume(response, 0, {}).has_value());
    CHECK_FALSE(one.resume(response, 0, {}).has_value());
    CHECK(one.take().has_value());
    CHECK(one.take().error().code() == errc::cancelled);
}

TEST_CASE("exchanges that share an exhausted budget are sent one after the other") {
    cfdns::rate_budget budget{2, 10s};
    cfdns::call_policy policy;
    policy.budget = &budget;
    std::vector<std::chrono::milliseconds> delays;
    for (int i = 0; i != 5; ++i) {
        cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token(), {}, policy};
        delays.push_back(one.start({})->delay);
    }
    CHECK(delays == std::vector<std::chrono::milliseconds>{0ms, 0ms, 10s, 10s, 20s});

    policy.timeout = 15s;
    cfdns::exchange hasty{zt::incoming::get{.zone_id = zone}, token(), {}, policy};
    CHECK_FALSE(hasty.start({}).has_value());
    CHECK(hasty.take().error().code() == errc::deadline_exceeded);
    CHECK(budget.next_available({}) == time_point{} + 20s);  // what was not sent has no place
}

TEST_CASE("exchanges update their budget from responses") {
    cfdns::rate_budget budget;
    cfdns::call_policy policy;
    policy.budget = &budget;
    cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token(), {}, policy};
    REQUIRE(one.start({}).has_value());
    auto const again = one.resume(response_of(429, "", {{"Retry-After", "7"}}), 0, {});
    CHECK(again->delay == 7s);
    CHECK(budget.next_available({}) == time_point{} + 7s);
    (void)one.resume(response_of(200, success("{}"), {{"Ratelimit", "\"default\";r=0;t=30"}}), 0,
                     time_point{} + 8s);
    CHECK(budget.next_available({}) == time_point{} + 38s);
}

TEST_CASE("the longest delay can be converted to nanoseconds") {
    cfdns::rate_budget budget;
    budget.update(
        cfdns::rate_limit{.remaining = 0, .reset_after = std::chrono::seconds{999'999'999'999'999}},
        time_point{}, (std::chrono::milliseconds::max)());
    cfdns::call_policy policy;
    policy.budget = &budget;
    cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token(), {}, policy};
    auto const first = one.start(time_point{} - 5s);
    REQUIRE(first);
    constexpr auto longest = (std::chrono::nanoseconds::max)();
    CHECK(first->delay == std::chrono::floor<std::chrono::milliseconds>(longest));
}

TEST_CASE("exchanges report an exhausted limit from every response, successful or not") {
    for (int const status : {200, 400, 403, 404, 429, 500, 503}) {
        CAPTURE(status);
        cfdns::rate_budget budget;
        cfdns::call_policy policy;
        policy.budget = &budget;
        policy.retry.max_attempts = 1;
        cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token(), {}, policy};
        REQUIRE(one.start({}).has_value());
        (void)one.resume(response_of(status, status == 200 ? success("{}") : "",
                                     {{"Ratelimit", R"("default";r=0;t=240)"}}),
                         0, {});
        CHECK(budget.next_available({}) == time_point{} + 240s);
    }
    // A transport's failure after the header fields had come.
    cfdns::rate_budget budget;
    cfdns::call_policy policy;
    policy.budget = &budget;
    cfdns::exchange one{zt::incoming::get{.zone_id = zone}, token(), {}, policy};
    REQUIRE(one.start({}).has_value());
    std::vector<cfdns::http_header> const headers{{"Ratelimit", R"("default";r=0;t=60)"}};
    cfdns::error const cut{boost::system::errc::make_error_code(boost::system::errc::connection_reset),
                           cfdns::delivery::answered,
                           "",
                           {200, headers, ""}};
    CHECK(cut.rate_limit()->remaining == 0u);
    CHECK(one.resume(cut, 0, {})->delay == 60s);
}

TEST_CASE("a rate-limited response without Retry-After is retried when the exhausted limit is reset") {
    play p{{answered(429, "", {{"Ratelimit", R"("burst";r=3;t=1, "default";r=0;t=30)"}}), good()}};
    CHECK(p.run(zt::incoming::get{.zone_id = zone}).has_value());
    CHECK(p.delays.at(1) == 30s);
    play both{{answered(429, "", {{"Ratelimit", R"("default";r=0;t=30)"}, {"Retry-After", "2"}}), good()}};
    CHECK(both.run(zt::incoming::get{.zone_id = zone}).has_value());
    CHECK(both.delays.at(1) == 2s);
    play other{
        {answered(429, "", {{"Ratelimit", R"("default";r=9;t=30)"}}), good()}};  // another limit refused
    CHECK(other.run(zt::incoming::get{.zone_id = zone}).has_value());
    CHECK(other.delays.at(1) == 500ms);
    play failed{
        {answered(500, "", {{"Ratelimit", R"("default";r=0;t=30)"}}), good()}};  // not refused for it
    CHECK(failed.run(zt::incoming::get{.zone_id = zone}).has_value());
    CHECK(failed.delays.at(1) == 500ms);
}

TEST_CASE("call makes one attempt without a runtime, and as many as the policy allows with one") {
    canned transport;
    transport.answer = response_of(503, "");
    zt::incoming::get const op{.zone_id = zone};
    CHECK(cfdns::call(transport, token(), op).error().http_status() == 503);
    CHECK(transport.seen.size() == 1);

    time_point now{};
    std::chrono::milliseconds waited{};
    cfdns::runtime_functions const runtime{[&](std::chrono::milliseconds delay) { waited += delay; },
                                           [&] { return now; }, [] { return 0.0; }};
    CHECK(cfdns::call(transport, token(), op, {}, runtime).error().http_status() == 503);
    CHECK(transport.seen.size() == 4);
    CHECK(waited == 1500ms);

    cfdns::call_policy five;
    five.retry.max_attempts = 5;
    five.retry.jitter = 0;
    CHECK(cfdns::call_full(transport, token(), op, {}, runtime, five).error().http_status() == 503);
    CHECK(transport.seen.size() == 9);

    // Means may observe.
    struct watching {
        std::string& seen;
        void sleep(std::chrono::milliseconds) {}
        time_point now() { return {}; }
        double random() { return 0; }
        void observe(cfdns::attempt_report const& report) {
            seen += std::to_string(report.number) + ":" + std::to_string(report.http_status) +
                    (report.next_delay ? " then " + std::to_string(report.next_delay->count()) : "") + ";";
        }
    };
    std::string seen;
    (void)cfdns::call(transport, token(), op, {}, watching{seen});
    CHECK(seen == "1:503 then 500;2:503 then 1000;3:503;");
}

TEST_CASE("call sends through any transport and returns the result or the error") {
    canned transport;
    transport.answer = response_of(200, success(R"({"name":"example.com"})"), {{"cf-ray", "r"}});
    auto const got = cfdns::call(transport, token(), zt::incoming::get{.zone_id = zone});
    CHECK(got.value().name == "example.com");
    REQUIRE(transport.seen.size() == 1);
    CHECK(cfdns::find_header(transport.seen[0].headers, "Authorization") == "Bearer t0ken");

    auto const full =
        cfdns::call_full(transport, token(), zt::incoming::get{.zone_id = zone}, {.base_path = ""});
    CHECK(full.value().info.cf_ray == "r");
    CHECK(transport.seen[1].target == "/zones/" + zone + "/secondary_dns/incoming");

    transport.answer = response_of(404, R"({"success":false,"errors":[]})");
    CHECK(cfdns::call(transport, token(), zt::incoming::get{.zone_id = zone}).error().is_not_found());
    CHECK(cfdns::call(transport, token(), zt::incoming::get{.zone_id = ""}).error().parameter() ==
          "zone_id");
    CHECK(transport.seen.size() == 3);

    auto const dead = [](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> {
        return cfdns::error{errc::cancelled, cfdns::delivery::not_sent};
    };
    CHECK(cfdns::call(dead, token(), zt::incoming::get{.zone_id = zone}).error().code() == errc::cancelled);
}

TEST_CASE("call passes the remaining time to a timed transport") {
    struct timed {
        std::vector<long long> limits{};
        int untimed = 0;
        time_point* now{};
        happening operator()(cfdns::http_request const&) {
            ++untimed;
            return good();
        }
        happening operator()(cfdns::http_request const&, std::chrono::milliseconds at_most) {
            limits.push_back(at_most.count());
            *now += 100ms;
            return answered(503);
        }
    };
    static_assert(cfdns::timed_transport<timed>);
    static_assert(!cfdns::timed_transport<happening (*)(cfdns::http_request const&)>);

    time_point now{};
    timed transport{.now = &now};
    cfdns::runtime_functions const runtime{[&](std::chrono::milliseconds delay) { now += delay; },
                                           [&] { return now; }, [] { return 0.0; }};
    cfdns::call_policy policy{.timeout = 2s};
    policy.retry = {.max_attempts = 3, .initial_backoff = 500ms, .multiplier = 1.0};
    CHECK(cfdns::call(transport, token(), zt::incoming::get{.zone_id = zone}, {}, runtime, policy)
              .error()
              .http_status() == 503);
    CHECK(transport.limits == std::vector<long long>{2000, 1400, 800});
    CHECK(transport.untimed == 0);

    policy.timeout.reset();
    CHECK(cfdns::call(transport, token(), zt::incoming::get{.zone_id = zone}, {}, runtime, policy)
              .has_value());
    CHECK(cfdns::call(transport, token(), zt::incoming::get{.zone_id = zone}).has_value());
    CHECK(transport.untimed == 2);
}

TEST_CASE("a transport is anything that takes a request and returns a response") {
    using response = cfdns::result<cfdns::http_response>;
    auto const lambda = [](cfdns::http_request const&) -> response { return cfdns::http_response{}; };
    CHECK(cfdns::transport<decltype(lambda)>);
    CHECK(cfdns::transport<canned>);
    CHECK(cfdns::transport<canned&>);
    CHECK(cfdns::transport<response (*)(cfdns::http_request const&)>);
    auto const changes = [](cfdns::http_request&) -> response { return cfdns::http_response{}; };
    CHECK_FALSE(cfdns::transport<decltype(changes)>);
    auto const tells_nothing = [](cfdns::http_request const&) { return std::string{}; };
    CHECK_FALSE(cfdns::transport<decltype(tells_nothing)>);
    CHECK_FALSE(cfdns::transport<int>);
}
