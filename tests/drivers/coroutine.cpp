// SPDX-License-Identifier: BSL-1.0
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/curl.hpp>

#include <doctest/doctest.h>

#if defined(__linux__)

#include "../../examples/drivers/coroutine.hpp"
#include "../../examples/drivers/epoll_loop.hpp"
#include "check_driver.hpp"

#include <functional>
#include <optional>
#include <stdexcept>
#include <utility>

using namespace cfdns_test;
using namespace std::chrono_literals;

// What goes into a co_await has a name: a temporary does not compile.
template <class Call>
concept runnable = requires(Call&& call, drivers::epoll_loop& loop) {
    drivers::run(static_cast<Call&&>(call), loop);
};
static_assert(runnable<cfdns::exchange<zt::incoming::get>&>);
static_assert(!runnable<cfdns::exchange<zt::incoming::get>>);

namespace {

class harness {
public:
    static constexpr bool keeps_connections = false;  // curl_request

    explicit harness(cfdns::transport_options options) : loop_(std::move(options)) {}

    template <cfdns::operation Op>
    std::vector<configuration_or_error> run(std::vector<Op> const& ops, cfdns::call_policy const& policy) {
        std::vector<drivers::task<configuration_or_error>> tasks;
        for (Op const& op : ops) tasks.push_back(one(op, policy));
        for (auto& task : tasks) task.start();
        loop_.run();
        std::vector<configuration_or_error> out;
        for (auto& task : tasks)
            if (task.done()) out.push_back(task.take());
        return out;
    }

    // To cancel is to destroy the coroutine; the exchange remembers.
    template <cfdns::operation Op>
    configuration_or_error run_and_cancel(Op const& op, cfdns::call_policy const& policy,
                                          std::function<bool()> when) {
        cfdns::exchange call{op, somebody(), somewhere(), policy};
        std::optional task{drivers::run(call, loop_, observed)};
        task->start();
        std::function<void()> const watch = [&] {
            if (when()) {
                task.reset();
                call.cancel();
            } else {
                loop_.after(5ms, watch);
            }
        };
        watch();
        loop_.run();
        return call.take();
    }

private:
    template <cfdns::operation Op>
    drivers::task<configuration_or_error> one(Op const& op, cfdns::call_policy const& policy) {
        cfdns::exchange call{op, somebody(), somewhere(), policy};
        co_return co_await drivers::run(call, loop_, observed);
    }

    drivers::epoll_loop loop_;
};

drivers::task<int> thrower() {
    throw std::runtime_error("thrown");
    co_return 1;
}

drivers::task<int> caller() {
    int sum = 0;
    try {
        sum += co_await thrower();
    } catch (std::runtime_error const&) {
        sum += 41;
    }
    co_return sum + 1;
}

}  // namespace

TEST_CASE("the driver for a coroutine type written by hand") { check_driver<harness>(); }

TEST_CASE("a coroutine propagates exceptions to its caller, and one that was never started is destroyed") {
    auto task = caller();
    task.start();
    REQUIRE(task.done());
    CHECK(task.take() == 42);
    static_cast<void>(caller());
}

#endif
