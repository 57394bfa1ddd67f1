// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/coroutine.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/curl.hpp>

#include <doctest/doctest.h>

#if defined(__linux__)

#include "../../examples/support/epoll_loop.hpp"
#include "check_driver.hpp"

#include <functional>
#include <optional>
#include <utility>

using namespace cfdns_test;
using namespace std::chrono_literals;

// What goes into a co_await has a name: a temporary does not compile.
template <class Call>
concept runnable = requires(Call&& call, support::epoll_loop& loop) {
    cfdns::async_run(loop, static_cast<Call&&>(call));
};
static_assert(runnable<cfdns::exchange<zt::incoming::get>&>);
static_assert(!runnable<cfdns::exchange<zt::incoming::get>>);

namespace {

class harness {
public:
    static constexpr bool keeps_connections = false;  // curl_request

    explicit harness(cfdns::transport_options options) : loop_(std::move(options)) {}

    template <class Machine>
    auto run(Machine& machine) {
        return finish(cfdns::async_run(loop_, machine, observed));
    }

    template <class Machines>
    auto run_all(Machines& machines, std::size_t concurrency) {
        return finish(cfdns::async_run_all(loop_, machines, concurrency, observed));
    }

    // To cancel is to destroy the task; the machine has the result.
    template <class Machine>
    auto run_and_cancel(Machine& machine, std::function<bool()> when) {
        destroy(cfdns::async_run(loop_, machine, observed), std::move(when));
        return machine.take();
    }

    template <class Machines>
    auto run_all_and_cancel(Machines& machines, std::size_t concurrency, std::function<bool()> when) {
        destroy(cfdns::async_run_all(loop_, machines, concurrency, observed), std::move(when));
        cfdns::machine_results<Machines> out;
        for (auto& machine : machines) out.push_back(machine.take());
        return out;
    }

private:
    template <class T>
    T finish(cfdns::task<T> running) {
        running.start();
        loop_.run();
        REQUIRE(running.done());
        return running.take();
    }

    template <class T>
    void destroy(cfdns::task<T> running, std::function<bool()> when) {
        std::optional task{std::move(running)};
        task->start();
        std::function<void()> const watch = [&] {
            if (when())
                task.reset();
            else
                loop_.after(5ms, watch);
        };
        watch();
        loop_.run();
    }

    support::epoll_loop loop_;
};

}  // namespace

TEST_CASE("the driver for a coroutine type written by hand") { check_driver<harness>(); }

#endif
