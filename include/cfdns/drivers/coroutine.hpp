// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DRIVERS_COROUTINE_HPP
#define CFDNS_DRIVERS_COROUTINE_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/core/machine.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/drivers/event_loop.hpp>
#include <cfdns/drivers/machine_range.hpp>
#include <cfdns/drivers/random_numbers.hpp>

#include <algorithm>
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

/// Machines in coroutines without Asio, on any event loop. Opt-in: not included by cfdns/cfdns.hpp.
namespace cfdns::inline v0_2 {

template <class T = void>
class task;

namespace detail {

struct task_promise_base {
    std::exception_ptr thrown{};
    std::coroutine_handle<> awaiting{std::noop_coroutine()};
    bool started = false;

    struct resume_awaiting {
        bool await_ready() const noexcept { return false; }
        template <class Promise>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> self) const noexcept {
            return self.promise().awaiting;
        }
        void await_resume() const noexcept {}
    };
    std::suspend_always initial_suspend() const noexcept { return {}; }
    resume_awaiting final_suspend() const noexcept { return {}; }
    void unhandled_exception() noexcept { thrown = std::current_exception(); }
    void rethrow() const {
        if (thrown) std::rethrow_exception(thrown);
    }
};

template <class T>
struct task_promise : task_promise_base {
    std::optional<T> value{};

    task<T> get_return_object() { return task<T>{std::coroutine_handle<task_promise>::from_promise(*this)}; }
    void return_value(T returned) { value.emplace(std::move(returned)); }
    T take() {
        rethrow();
        return *std::move(value);
    }
};

template <>
struct task_promise<void> : task_promise_base {
    inline task<void> get_return_object();
    void return_void() const noexcept {}
    void take() const { rethrow(); }
};

}  // namespace detail

/// A lazy coroutine: it runs when it is started or awaited.
///
///     cfdns::task<int> count(auto& loop) { ...; co_return 1; }
///
///     auto counting = count(loop);
///     counting.start();
///     loop.run();
///     int const counted = counting.take();
///
/// A task that was started can be awaited once, by another task. Destroying a task while it is suspended
/// cancels what it awaits. A task can be moved; a moved-from object can only be destroyed. It works without
/// exceptions; with them, an exception is rethrown to the coroutine that awaits the task, or by `take`.
template <class T>
class [[nodiscard]] task {
public:
    /// Required of coroutines.
    using promise_type = detail::task_promise<T>;

    /// Moves the coroutine.
    task(task&& other) noexcept : self_(std::exchange(other.self_, nullptr)) {}
    task& operator=(task&&) = delete;
    /// Destroys the coroutine.
    ~task() {
        if (self_) self_.destroy();
    }

    /// Runs the coroutine until it is first suspended. Has no effect if it was already started.
    void start() {
        if (!std::exchange(self_.promise().started, true)) self_.resume();
    }
    /// Whether the coroutine has finished.
    [[nodiscard]] bool done() const noexcept { return self_.done(); }
    /// Returns the result, once, or rethrows the exception. Requires `done()`.
    [[nodiscard]] T take() { return self_.promise().take(); }

    /// Required of awaitable objects.
    [[nodiscard]] bool await_ready() const noexcept { return done(); }
    /// Required of awaitable objects.
    [[nodiscard]] std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
        self_.promise().awaiting = awaiting;
        if (std::exchange(self_.promise().started, true)) return std::noop_coroutine();
        return self_;
    }
    /// Required of awaitable objects.
    T await_resume() { return take(); }

private:
    friend promise_type;

    explicit task(std::coroutine_handle<promise_type> self) noexcept : self_(self) {}
    std::coroutine_handle<promise_type> self_;
};

namespace detail {

inline task<void> task_promise<void>::get_return_object() {
    return task<void>{std::coroutine_handle<task_promise>::from_promise(*this)};
}

// Awaits a timer.
template <class Loop>
class await_time {
public:
    await_time(Loop& loop, std::chrono::milliseconds delay) : operation_(loop), delay_(delay) {}

    bool await_ready() const noexcept { return delay_.count() <= 0; }
    void await_suspend(std::coroutine_handle<> self) {
        operation_.after(delay_, [self] { self.resume(); });
    }
    void await_resume() const noexcept {}

private:
    pending_operation<Loop> operation_;
    std::chrono::milliseconds delay_;
};

// Awaits a response.
template <class Loop>
class await_response {
public:
    await_response(Loop& loop, attempt const& next) : operation_(loop), next_(next) {}

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> self) {
        operation_.send(next_, [this, self](result<http_response> received) {
            received_.emplace(std::move(received));
            self.resume();
        });
    }
    result<http_response>& await_resume() noexcept { return *received_; }

private:
    pending_operation<Loop> operation_;
    attempt const& next_;
    std::optional<result<http_response>> received_{};
};

// Cancels a machine, or those of a queue, that a coroutine leaves unfinished when it is destroyed.
template <class Machine>
class unfinished_machine {
public:
    explicit unfinished_machine(Machine& machine) : machine_(machine) {}
    unfinished_machine(unfinished_machine const&) = delete;
    unfinished_machine& operator=(unfinished_machine const&) = delete;
    ~unfinished_machine() {
        if (!finished_) machine_.cancel(std::chrono::steady_clock::now());
    }
    void finish() noexcept { finished_ = true; }

private:
    Machine& machine_;
    bool finished_ = false;
};

template <class Queue>
class unfinished_queue {
public:
    explicit unfinished_queue(Queue queue) : machines(std::move(queue)) {}
    unfinished_queue(unfinished_queue const&) = delete;
    unfinished_queue& operator=(unfinished_queue const&) = delete;
    ~unfinished_queue() { machines.cancel(); }

    Queue machines;
};

// Runs machines one after the other. Awaited objects have names, because g++ 12 destroys temporaries twice.
template <class Loop, class Queue, class Observer>
task<void> loop_drive(Loop& loop, Queue& machines, Observer& observe) {
    using clock = std::chrono::steady_clock;
    random_numbers random;
    while (auto* const machine = machines.next()) {
        unfinished_machine running{*machine};
        for (auto next = machine->start(clock::now()); next;) {
            await_time delay{loop, next->delay};
            co_await delay;
            await_response response{loop, *next};
            result<http_response> const& received = co_await response;
            next = received.has_value() ? machine->resume(received.value(), random.next(), clock::now())
                                        : machine->resume(received.error(), random.next(), clock::now());
            observe(machine->report());
        }
        running.finish();
    }
}

}  // namespace detail

/// Runs a machine in an event loop and returns its result:
///
///     cfdns::exchange call{op, credentials, options, policy};
///     auto zone = co_await cfdns::async_run(loop, call);
///
/// Destroying the task, or the one that awaits it, cancels the machine; `take` of the machine then returns
/// `errc::cancelled`. `observe(attempt_report const&)` is called after each attempt.
///
/// *Lifetime:* the arguments must outlive the task. Temporaries do not compile: they may be destroyed too
/// early, and g++ 12 may destroy them twice.
///
/// *Errors:* those of the machine and of the loop.
template <event_loop Loop, machine Machine, class Observer>
task<result<typename Machine::value_type>> async_run(Loop& loop, Machine& machine, Observer& observe) {
    auto only = detail::queue_of_one(machine);
    task<void> driving = detail::loop_drive(loop, only, observe);
    co_await driving;
    co_return machine.take();
}

/// Runs a machine in an event loop, without an observer.
template <event_loop Loop, machine Machine>
task<result<typename Machine::value_type>> async_run(Loop& loop, Machine& machine) {
    return cfdns::async_run(loop, machine, detail::no_observer);
}

/// Runs any number of machines in an event loop, at most `concurrency` (at least one) at the same time, and
/// returns the results in the order of the machines:
///
///     auto zones = co_await cfdns::async_run_all(loop, calls, 4);
///
/// A machine that is running keeps its place while it waits between two attempts: its request is reserved in
/// the rate budget for a point in time at which it must be able to send. Timeouts count from the start of
/// each machine.
///
/// Destroying the task cancels all machines that have not been completed, including those that have not been
/// started. *Lifetime:* as for `async_run`.
template <event_loop Loop, machine_range Machines, class Observer>
task<machine_results<Machines>> async_run_all(Loop& loop, Machines& machines, std::size_t concurrency,
                                              Observer& observe) {
    detail::unfinished_queue waiting{detail::queue_of(machines)};
    std::size_t const count =
        (std::min)((std::max)(concurrency, std::size_t{1}), detail::count_machines(machines));
    std::vector<task<void>> all;
    for (std::size_t i = 0; i != count; ++i) {
        all.push_back(detail::loop_drive(loop, waiting.machines, observe));
        all.back().start();
    }
    for (task<void>& one : all) co_await one;
    co_return detail::take_all(machines);
}

/// Runs any number of machines in an event loop, without an observer.
template <event_loop Loop, machine_range Machines>
task<machine_results<Machines>> async_run_all(Loop& loop, Machines& machines,
                                              std::size_t concurrency = unlimited_concurrency) {
    return cfdns::async_run_all(loop, machines, concurrency, detail::no_observer);
}

}  // namespace cfdns::inline v0_2

#endif
