// SPDX-License-Identifier: BSL-1.0
#ifndef DRIVERS_COROUTINE_HPP
#define DRIVERS_COROUTINE_HPP

#include <cfdns/core/exchange.hpp>
#include <cfdns/drivers/blocking.hpp>

#include <chrono>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <utility>

namespace drivers {

/// A lazy coroutine, which runs when it is awaited or started. Destroying it while it is suspended cancels
/// the pending operation.
template <class T>
class [[nodiscard]] task {
public:
    struct promise_type {
        std::optional<T> value{};
        std::exception_ptr thrown{};
        std::coroutine_handle<> awaiting{std::noop_coroutine()};

        struct back_to_caller {
            bool await_ready() const noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> self) const noexcept {
                return self.promise().awaiting;
            }
            void await_resume() const noexcept {}
        };
        task get_return_object() { return task{std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        back_to_caller final_suspend() const noexcept { return {}; }
        void return_value(T got) { value.emplace(std::move(got)); }
        void unhandled_exception() { thrown = std::current_exception(); }
    };

    task(task&& other) noexcept : self_(std::exchange(other.self_, nullptr)) {}
    task& operator=(task&&) = delete;
    ~task() {
        if (self_) self_.destroy();
    }

    /// Runs the coroutine until it first suspends.
    void start() { self_.resume(); }
    [[nodiscard]] bool done() const { return self_.done(); }
    /// Returns the result or rethrows the exception. Requires that the coroutine has finished.
    [[nodiscard]] T take() {
        if (self_.promise().thrown) std::rethrow_exception(self_.promise().thrown);
        return std::move(*self_.promise().value);
    }

    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
        self_.promise().awaiting = caller;
        return self_;
    }
    T await_resume() { return take(); }

private:
    explicit task(std::coroutine_handle<promise_type> self) noexcept : self_(self) {}
    std::coroutine_handle<promise_type> self_;
};

/// Awaits a callback: `begin(done)` starts an operation in the loop and returns its id; the loop calls
/// `done(T)` later.
template <class T, class Loop>
class callback_awaiter {
public:
    using starter = std::function<std::uint64_t(std::function<void(T)>)>;
    callback_awaiter(Loop& loop, starter begin) : loop_(loop), begin_(std::move(begin)) {}
    callback_awaiter(callback_awaiter const&) = delete;
    callback_awaiter& operator=(callback_awaiter const&) = delete;
    ~callback_awaiter() {
        if (pending_ != 0) loop_.cancel(pending_);
    }

    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> self) {
        pending_ = begin_([this, self](T got) {
            pending_ = 0;
            value_.emplace(std::move(got));
            self.resume();
        });
    }
    T await_resume() { return std::move(*value_); }

private:
    Loop& loop_;
    starter begin_;
    std::uint64_t pending_ = 0;
    std::optional<T> value_{};
};

/// Runs a call in an event loop such as `epoll_loop`: `co_await drivers::run(call, loop)` returns the
/// result.
///
/// Parameters are references, so that no temporary is destroyed too early or, by g++ 12, twice.
template <cfdns::operation Op, class Loop>
task<cfdns::result<typename Op::response_type>> run(
    cfdns::exchange<Op>& call, Loop& loop, void (*observe)(cfdns::attempt_report const&) = nullptr) {
    using milliseconds = std::chrono::milliseconds;
    cfdns::blocking_runtime runtime;  // only for the clock and random numbers
    for (auto step = call.start(runtime.now()); step;) {
        callback_awaiter<bool, Loop> wait(loop, [&](std::function<void(bool)> done) {
            return loop.after(step->delay, [done = std::move(done)] { done(true); });
        });
        co_await wait;
        callback_awaiter<cfdns::result<cfdns::http_response>, Loop> send(loop, [&](auto done) {
            return loop.send(*step->request, step->time_left.value_or((milliseconds::max)()),
                             std::move(done));
        });
        auto const got = co_await send;
        step = got.has_value() ? call.resume(got.value(), runtime.random(), runtime.now())
                               : call.resume(got.error(), runtime.random(), runtime.now());
        if (observe != nullptr) observe(call.report());
    }
    co_return call.take();
}

}  // namespace drivers

#endif
