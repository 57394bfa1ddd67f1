// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DRIVERS_CALLBACKS_HPP
#define CFDNS_DRIVERS_CALLBACKS_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/core/machine.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/drivers/event_loop.hpp>
#include <cfdns/drivers/random_numbers.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <iterator>
#include <list>
#include <memory>
#include <optional>
#include <utility>

/// Machines in an event loop, with callbacks. Opt-in: not included by cfdns/cfdns.hpp.
namespace cfdns::inline v0_2 {

/// Runs a machine in an event loop:
///
///     cfdns::exchange call{op, credentials, options, policy};
///     cfdns::callback_run running{loop, call};
///     running.start([](cfdns::result<zones::zone> zone) { ... });
///     loop.run();
///
/// All member functions must be called in the thread that uses the loop. Callbacks are called by the loop,
/// never within `start` or `cancel`. They must not throw: the exception would reach the loop, and the
/// machine would not be continued.
///
/// *Lifetime:* the loop and the machine must outlive this object. It cannot be copied or moved.
template <event_loop Loop, machine Machine>
class callback_run {
public:
    /// The type of the result.
    using value_type = typename Machine::value_type;
    /// Receives the result. It may start this object again, and destroy it.
    using done_callback = std::function<void(result<value_type>)>;
    /// Receives a report after each attempt. It may call `cancel`, but must not destroy this object.
    using observer = std::function<void(attempt_report const&)>;

    /// Stores references.
    callback_run(Loop& loop, Machine& machine) : machine_(machine), operation_(loop) {}
    callback_run(callback_run const&) = delete;
    callback_run& operator=(callback_run const&) = delete;
    /// Cancels the machine and its pending operation without calling a callback.
    ~callback_run() {
        operation_.cancel();
        if (running_) machine_.cancel(clock::now());
    }

    /// Starts the machine. `done` is called once, when it is complete. Has no effect while the machine is
    /// running. A machine that can be started again, as `pages` can for its next page, may be started again
    /// here.
    void start(done_callback done, observer observe = {}) {
        if (std::exchange(running_, true)) return;
        done_ = std::move(done);
        observe_ = std::move(observe);
        next_ = machine_.start(clock::now());
        if (next_)
            wait_and_send();
        else
            finish_later();
    }

    /// Cancels the machine, during a request or a delay. `done` is then called with `errc::cancelled`. Has
    /// no effect unless the machine is running.
    void cancel() {
        if (!running_) return;
        operation_.cancel();
        machine_.cancel(clock::now());
        finish_later();
    }

    /// Whether `done` has not yet been called since `start`.
    [[nodiscard]] bool is_running() const noexcept { return running_; }

private:
    using clock = std::chrono::steady_clock;

    void wait_and_send() {
        if (next_->delay.count() > 0)
            operation_.after(next_->delay, [this] { send(); });
        else
            send();
    }

    void send() {
        operation_.send(*next_, [this](result<http_response> received) {
            next_ = received.has_value() ? machine_.resume(received.value(), random_.next(), clock::now())
                                         : machine_.resume(received.error(), random_.next(), clock::now());
            if (observe_) observe_(machine_.report());
            if (operation_.pending()) return;  // cancelled by the observer
            if (next_)
                wait_and_send();
            else
                finish();
        });
    }

    void finish_later() {
        operation_.after(std::chrono::milliseconds{0}, [this] { finish(); });
    }

    void finish() {
        running_ = false;
        done_callback const done = std::exchange(done_, {});
        done(machine_.take());
    }

    Machine& machine_;
    detail::pending_operation<Loop> operation_;
    random_numbers random_{};
    done_callback done_{};
    observer observe_{};
    std::optional<attempt> next_{};
    bool running_ = false;
};

/// Runs any number of machines, which may be of different types, in an event loop. A limited number of them
/// run at the same time; the others wait, in the order in which they were added:
///
///     cfdns::callback_queue queue{loop, 4};
///     for (auto& call : calls) queue.add(call, [](auto zone) { ... });
///     loop.run();
///
/// A machine that is running keeps its place while it waits between two attempts: its request is reserved in
/// the rate budget for a point in time at which it must be able to send. Timeouts count from the start of
/// each machine.
///
/// All member functions must be called in the thread that uses the loop. Callbacks are called by the loop,
/// never within `add` or `cancel`, and must not throw. *Lifetime:* the loop and the machines must outlive
/// this object. It cannot be copied or moved.
template <event_loop Loop>
class callback_queue {
public:
    /// Runs at most `concurrency` machines at the same time, at least one.
    explicit callback_queue(Loop& loop, std::size_t concurrency = unlimited_concurrency)
        : loop_(loop), concurrency_((std::max)(concurrency, std::size_t{1})) {}
    callback_queue(callback_queue const&) = delete;
    callback_queue& operator=(callback_queue const&) = delete;
    /// Cancels the running machines and their pending operations without calling a callback.
    ~callback_queue() = default;

    /// Adds a machine, which is started as soon as fewer than `concurrency` are running. `done` is called
    /// once, with its result; it may add machines, including this one, and destroy this object. `observe` is
    /// called after each attempt.
    template <machine Machine>
    void add(Machine& machine, std::function<void(result<typename Machine::value_type>)> done,
             std::function<void(attempt_report const&)> observe = {}) {
        waiting_.push_back(
            std::make_unique<job_of<Machine>>(loop_, machine, std::move(done), std::move(observe)));
        start_waiting();
    }

    /// Cancels all machines. `done` of each of them is then called, with `errc::cancelled`.
    void cancel() {
        for (auto& one : running_) one->cancel();
        for (auto& one : waiting_) one->cancel();
        while (!waiting_.empty()) start_first();
    }

    /// The number of machines whose `done` has not yet been called.
    [[nodiscard]] std::size_t size() const noexcept { return running_.size() + waiting_.size(); }

private:
    class job;
    using jobs = std::list<std::unique_ptr<job>>;

    class job {
    public:
        job() = default;
        job(job const&) = delete;
        job& operator=(job const&) = delete;
        virtual ~job() = default;
        virtual void start(callback_queue& queue, typename jobs::iterator self) = 0;
        virtual void cancel() = 0;
    };

    template <class Machine>
    class job_of final : public job {
    public:
        using done_callback = typename callback_run<Loop, Machine>::done_callback;
        using observer = typename callback_run<Loop, Machine>::observer;

        job_of(Loop& loop, Machine& machine, done_callback done, observer observe)
            : machine_(machine), run_(loop, machine), done_(std::move(done)), observe_(std::move(observe)) {}

        void start(callback_queue& queue, typename jobs::iterator self) override {
            run_.start(
                [this, &queue, self](result<typename Machine::value_type> outcome) {
                    done_callback const done = std::move(done_);
                    std::weak_ptr<void> const alive = queue.alive_;
                    queue.running_.erase(self);
                    done(std::move(outcome));
                    if (!alive.expired()) queue.start_waiting();
                },
                std::move(observe_));
        }

        void cancel() override {
            if (run_.is_running())
                run_.cancel();
            else
                machine_.cancel(std::chrono::steady_clock::now());
        }

    private:
        Machine& machine_;
        callback_run<Loop, Machine> run_;
        done_callback done_;
        observer observe_;
    };

    void start_waiting() {
        while (!waiting_.empty() && running_.size() < concurrency_) start_first();
    }

    void start_first() {
        running_.splice(running_.end(), waiting_, waiting_.begin());
        auto const last = std::prev(running_.end());
        (*last)->start(*this, last);
    }

    Loop& loop_;
    std::size_t concurrency_;
    jobs running_{};
    jobs waiting_{};
    std::shared_ptr<void> alive_ = std::make_shared<char>();
};

}  // namespace cfdns::inline v0_2

#endif
