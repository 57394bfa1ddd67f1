// SPDX-License-Identifier: BSL-1.0
// The drivers for event loops, on a loop without a network: what depends on the order of events.
#include <cfdns/drivers/callbacks.hpp>
#include <cfdns/drivers/coroutine.hpp>
#include <cfdns/drivers/machine_range.hpp>

#include "check_driver.hpp"
#include "manual_loop.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace cfdns_test;
using namespace std::chrono_literals;

static_assert(cfdns::machine_range<std::deque<cfdns::exchange<zt::incoming::get>>>);
static_assert(cfdns::machine_range<wait_for_name[2]>);
static_assert(!cfdns::machine_range<std::vector<int>>);
static_assert(!cfdns::machine_range<std::vector<std::unique_ptr<wait_for_name>>>);
static_assert(!cfdns::event_loop<int>);

namespace {

using get_call = cfdns::exchange<zt::incoming::get>;
using get_result = cfdns::result<zt::incoming::configuration>;

cfdns::result<cfdns::http_response> ok(std::string const& name) {
    return cfdns::http_response{200, {}, R"({"success":true,"result":{"name":")" + name + R"("}})"};
}
cfdns::result<cfdns::http_response> always(cfdns::http_request const&) { return ok("n."); }

cfdns::result<cfdns::http_response> items(cfdns::http_request const& request) {
    std::string const bytes = page_of_items(request.target + " ", 6);
    return cfdns::http_response{200, {}, bytes.substr(bytes.find("\r\n\r\n") + 4)};
}

void add_calls(std::deque<get_call>& to, std::size_t count, cfdns::call_policy const& policy = {}) {
    while (to.size() < count)
        to.emplace_back(zt::incoming::get{.zone_id = "z"}, somebody(), somewhere(), policy);
}

// Three failing, from the first second on.
cfdns::call_policy patient() {
    cfdns::call_policy policy;
    policy.retry.initial_backoff = 1s;
    return policy;
}

}  // namespace

TEST_CASE("a callback may start a list again, for its next page, and destroy the run after the last") {
    manual_loop loop{items};
    cfdns::pages<list_items> list{{}, somebody()};
    auto running = std::make_unique<cfdns::callback_run<manual_loop, cfdns::pages<list_items>>>(loop, list);
    std::string ids;
    std::function<void(cfdns::result<cfdns::pages<list_items>::value_type>)> const next = [&](auto page) {
        REQUIRE(page.has_value());
        CHECK_FALSE(running->is_running());
        for (item const& one : page->value) ids += one.id;
        if (list.done())
            running.reset();
        else
            running->start(next);
    };
    running->start(next);
    running->start([](auto) { FAIL("started twice"); });
    loop.run();
    CHECK(ids == "012345");
    CHECK(running == nullptr);
    CHECK(loop.sent == 3);
}

TEST_CASE("no callback is called within start and cancel, and each once") {
    manual_loop loop{always};
    get_call call{{.zone_id = ""}, somebody()};
    cfdns::callback_run running{loop, call};
    int calls = 0;
    running.cancel();
    running.start([&](get_result const& got) {
        ++calls;
        CHECK(got.error().parameter() == "zone_id");
    });
    CHECK(running.is_running());
    CHECK(calls == 0);
    loop.run();
    CHECK(calls == 1);

    get_call other{{.zone_id = "z"}, somebody()};
    cfdns::callback_run cancelled{loop, other};
    cancelled.start([&](get_result const& got) {
        ++calls;
        CHECK(got.error().code() == cfdns::errc::cancelled);
    });
    cancelled.cancel();
    cancelled.cancel();
    CHECK(calls == 1);
    loop.run();
    CHECK(calls == 2);
    CHECK(loop.sent == 1);
    CHECK(loop.cancelled == 2);  // the request, and the first announcement of the end
}

TEST_CASE("an observer may cancel") {
    manual_loop loop{[](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> {
        return cfdns::http_response{503, {}, {}};
    }};
    get_call call{{.zone_id = "z"}, somebody(), {}, patient()};
    cfdns::callback_run running{loop, call};
    std::optional<get_result> out;
    running.start([&](get_result got) { out.emplace(std::move(got)); },
                  [&](cfdns::attempt_report const& report) {
                      if (report.number == 2) running.cancel();
                  });
    loop.run();
    REQUIRE(out.has_value());
    CHECK(out->error().code() == cfdns::errc::cancelled);
    CHECK(loop.sent == 2);
}

TEST_CASE("destroying a run or a task releases the place in the rate budget") {
    auto const busy = [](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> {
        return cfdns::http_response{503, {}, {}};
    };
    for (bool const with_callbacks : {true, false}) {
        CAPTURE(with_callbacks);
        manual_loop loop{busy};
        cfdns::rate_budget budget{2, 1h};
        cfdns::call_policy policy = patient();
        policy.retry.initial_backoff = 60s;
        policy.budget = &budget;
        get_call call{{.zone_id = "z"}, somebody(), {}, policy};
        if (with_callbacks) {
            cfdns::callback_run running{loop, call};
            running.start([](get_result const&) { FAIL("not cancelled"); });
            loop.run_once();
        } else {
            auto running = cfdns::async_run(loop, call);
            running.start();
            loop.run_once();
        }
        CHECK(loop.sent == 1);
        CHECK(loop.cancelled == 1);
        CHECK(loop.idle());
        auto const now = std::chrono::steady_clock::now();
        CHECK(budget.next_available(now) == now);
        CHECK(call.take().error().code() == cfdns::errc::cancelled);
    }
}

TEST_CASE("the timeout of a request is the time left; without a timeout it is unlimited") {
    for (bool const limited : {true, false}) {
        CAPTURE(limited);
        manual_loop loop{always};
        cfdns::call_policy policy;
        if (limited) policy.timeout = 60s;
        std::deque<get_call> calls;
        add_calls(calls, 2, policy);
        cfdns::callback_run running{loop, calls.front()};
        running.start([](get_result const&) {});
        auto task = cfdns::async_run(loop, calls.back());
        task.start();
        loop.run();
        CHECK(loop.timeouts ==
              std::vector<std::chrono::milliseconds>(2, limited ? 60s : (std::chrono::milliseconds::max)()));
    }
}

TEST_CASE("a queue takes machines of several types, also in callbacks, and runs them in order") {
    manual_loop loop{[](cfdns::http_request const& request) {
        return request.target.find("/items") != std::string::npos ? items(request) : ok("there");
    }};
    cfdns::callback_queue queue{loop, 2};
    get_call call{{.zone_id = "z"}, somebody()}, later{{.zone_id = "z"}, somebody()};
    wait_for_name workflow{"there", 1s, {}};
    cfdns::pages<list_items> list{{}, somebody()};
    std::string order;
    std::function<void(cfdns::result<cfdns::pages<list_items>::value_type>)> const next = [&](auto page) {
        REQUIRE(page.has_value());
        order += 'p';
        if (!list.done()) queue.add(list, next);
    };
    queue.add(call, [&](get_result const& got) {
        CHECK(got.has_value());
        order += 'c';
        queue.add(later, [&](get_result const&) { order += 'l'; });
    });
    queue.add(list, next);
    queue.add(workflow, [&](cfdns::result<int> const& calls) {
        CHECK(calls.value() == 1);
        order += 'w';
    });
    CHECK(queue.size() == 3);
    loop.run();
    CHECK(order == "cpwlpp");
    CHECK(queue.size() == 0);
    CHECK(loop.most_sending == 2);
}

TEST_CASE("a callback may destroy the queue; the other machines are cancelled") {
    manual_loop loop{always};
    std::deque<get_call> calls;
    add_calls(calls, 5);
    auto queue = std::make_unique<cfdns::callback_queue<manual_loop>>(loop, 2);
    int done = 0;
    for (auto& call : calls)
        queue->add(call, [&](get_result const&) {
            ++done;
            queue.reset();
        });
    loop.run();
    CHECK(done == 1);
    CHECK(loop.sent == 2);
    CHECK(loop.cancelled == 1);
    for (auto& call : calls) CHECK(call.take().error().code() == cfdns::errc::cancelled);
}

TEST_CASE("a concurrency of zero counts as one") {
    std::deque<get_call> calls;
    add_calls(calls, 6);
    manual_loop loop{always};
    cfdns::callback_queue queue{loop, 0};
    for (std::size_t i = 0; i != 3; ++i) queue.add(calls[i], [](get_result const&) {});
    loop.run();
    CHECK(loop.sent == 3);
    CHECK(loop.most_sending == 1);
    std::deque<get_call> others;
    add_calls(others, 3);
    auto all = cfdns::async_run_all(loop, others, 0);
    all.start();
    loop.run();
    CHECK(all.take().size() == 3);
    CHECK(loop.most_sending == 1);
}

TEST_CASE("many machines that fail at once do not exhaust the stack") {
    manual_loop loop{always};
    std::deque<get_call> calls;
    while (calls.size() < 20'000) calls.emplace_back(zt::incoming::get{.zone_id = ""}, somebody());
    auto all = cfdns::async_run_all(loop, calls, 2);
    all.start();
    REQUIRE(all.done());
    CHECK(all.take().size() == calls.size());
    CHECK(loop.idle());
    std::deque<get_call> others;
    while (others.size() < 20'000) others.emplace_back(zt::incoming::get{.zone_id = ""}, somebody());
    cfdns::callback_queue queue{loop, 2};
    std::size_t done = 0;
    for (auto& call : others) queue.add(call, [&](get_result const&) { ++done; });
    loop.run();
    CHECK(done == others.size());
}

namespace {

cfdns::task<int> thrower() {
    throw std::runtime_error("thrown");
    co_return 1;
}

cfdns::task<> nothing(int& count) {
    ++count;
    co_return;
}

cfdns::task<int> caller() {
    int sum = 0;
    auto throwing = thrower();
    try {
        sum += co_await throwing;
    } catch (std::runtime_error const&) {
        sum += 40;
    }
    auto first = nothing(sum);
    first.start();
    first.start();
    co_await first;
    auto second = nothing(sum);
    co_await second;
    co_return sum;
}

}  // namespace

TEST_CASE("a task runs once, when it is started or awaited, and passes on results and exceptions") {
    auto task = caller();
    CHECK_FALSE(task.done());
    auto moved = std::move(task);
    moved.start();
    REQUIRE(moved.done());
    CHECK(moved.take() == 42);
    auto throwing = thrower();
    throwing.start();
    CHECK_THROWS_AS(static_cast<void>(throwing.take()), std::runtime_error);
    static_cast<void>(caller());  // never started
}
