// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DRIVERS_BLOCKING_HPP
#define CFDNS_DRIVERS_BLOCKING_HPP

#include <cfdns/core/call.hpp>
#include <cfdns/core/run.hpp>
#include <cfdns/core/runtime.hpp>
#include <cfdns/core/transport.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/drivers/machine_range.hpp>
#include <cfdns/drivers/random_numbers.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <future>
#include <iterator>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

/// Machines in blocking code, with threads of the standard library. Opt-in: not included by
/// cfdns/cfdns.hpp.
namespace cfdns::inline v0_2 {

/// Cancels blocking calls from other threads:
///
///     cfdns::cancellation_source source;  // another thread calls source.cancel()
///     auto zone = cfdns::run(transport, machine, cfdns::blocking_runtime{source});
///
/// All runtimes that refer to the object are cancelled, including those created later. Delays end at once,
/// and so do requests of a transport with a member function `cancel`; other transports finish the request
/// first. The calls return `errc::cancelled`, unless they have just been completed.
///
/// All member functions are thread-safe. *Lifetime:* must outlive the runtimes that refer to it.
class cancellation_source {
public:
    cancellation_source() = default;
    cancellation_source(cancellation_source const&) = delete;
    cancellation_source& operator=(cancellation_source const&) = delete;

    /// Cancels all calls. Calls `cancel` of each transport that is sending a request; that function must not
    /// call this object. If a request is completed at the same moment, its transport may fail the next
    /// request as well.
    void cancel() {
        std::lock_guard const lock{mutex_};
        cancelled_ = true;
        for (scope* one = first_; one != nullptr; one = one->next_) one->cancel_(one->transport_);
        changed_.notify_all();
    }

    /// Whether `cancel` was called.
    [[nodiscard]] bool is_cancelled() const noexcept { return cancelled_; }

    /// Blocks the calling thread for `delay`, or until `cancel` is called.
    void wait_for(std::chrono::milliseconds delay) {
        std::unique_lock lock{mutex_};
        while (delay.count() > 0 && !cancelled_) {
            // The condition variable adds it to the current time, which must not overflow.
            std::chrono::milliseconds const part = (std::min)(delay, std::chrono::milliseconds{3'600'000});
            changed_.wait_for(lock, part, [this] { return cancelled_.load(); });
            delay -= part;
        }
    }

    /// While this object exists, `cancel` also cancels a request of a transport. It cannot be copied or
    /// moved.
    class scope {
    public:
        /// Refers to a transport with a member function `cancel`, which is called at once if `source` has
        /// already been cancelled. Has no effect if `source` is null.
        template <class Transport>
        scope(cancellation_source* source, Transport& transport)
            : source_(source),
              transport_(std::addressof(transport)),
              cancel_([](void* of) { static_cast<Transport*>(of)->cancel(); }) {
            if (source_ == nullptr) return;
            std::lock_guard const lock{source_->mutex_};
            next_ = source_->first_;
            if (next_ != nullptr) next_->previous_ = this;
            source_->first_ = this;
            if (source_->cancelled_) cancel_(transport_);
        }
        scope(scope const&) = delete;
        scope& operator=(scope const&) = delete;
        ~scope() {
            if (source_ == nullptr) return;
            std::lock_guard const lock{source_->mutex_};
            (previous_ != nullptr ? previous_->next_ : source_->first_) = next_;
            if (next_ != nullptr) next_->previous_ = previous_;
        }

    private:
        friend cancellation_source;

        cancellation_source* source_;
        void* transport_;
        void (*cancel_)(void*);
        scope* next_{};
        scope* previous_{};
    };

private:
    std::mutex mutex_{};
    std::condition_variable changed_{};
    std::atomic<bool> cancelled_{false};
    scope* first_{};
};

/// A runtime that blocks the calling thread:
///
///     auto created = cfdns::call(transport, credentials, op, {}, cfdns::blocking_runtime{});
class blocking_runtime {
public:
    /// A runtime that cannot be cancelled.
    blocking_runtime() = default;
    /// A runtime that `source` cancels. *Lifetime:* `source` must outlive this object.
    explicit blocking_runtime(cancellation_source& source) : source_(std::addressof(source)) {}

    /// Blocks the calling thread for `delay`, or until the runtime is cancelled.
    void sleep(std::chrono::milliseconds delay) const {
        if (source_ != nullptr)
            source_->wait_for(delay);
        else
            std::this_thread::sleep_for(delay);
    }
    /// The current time of `std::chrono::steady_clock`.
    [[nodiscard]] std::chrono::steady_clock::time_point now() const noexcept {
        return std::chrono::steady_clock::now();
    }
    /// A random number, uniform in [0, 1).
    [[nodiscard]] double random() { return random_.next(); }
    /// Whether the runtime was cancelled.
    [[nodiscard]] bool is_cancelled() const noexcept {
        return source_ != nullptr && source_->is_cancelled();
    }
    /// While the returned object exists, cancellation also cancels a request of the transport.
    template <class Transport>
        requires requires(Transport& transport) { transport.cancel(); }
    [[nodiscard]] cancellation_source::scope cancellation_scope(Transport& transport) const {
        return {source_, transport};
    }
    /// As above, for a `std::reference_wrapper` of a transport.
    template <class Transport>
        requires requires(Transport& transport) { transport.cancel(); }
    [[nodiscard]] cancellation_source::scope cancellation_scope(
        std::reference_wrapper<Transport>& transport) const {
        return {source_, transport.get()};
    }

private:
    random_numbers random_{};
    cancellation_source* source_{};
};

/// Runs any number of machines concurrently, each transport in its own thread, and returns the results in
/// the order of the machines:
///
///     std::vector<cfdns::curl_transport> transports(4);
///     auto zones = cfdns::run_all(transports, calls, [&] { return cfdns::blocking_runtime{source}; });
///
/// The number of transports is the maximum number of machines that run at the same time. One of the threads
/// is the calling thread; no more threads are used than there are machines. A thread runs one machine after
/// the other until none is left. A machine keeps its thread while it waits: its request is reserved in the
/// rate budget for a point in time at which the thread must be available. Timeouts count from the start of
/// each machine.
///
/// `make_runtime` is called once for each thread, by one thread at a time. If the runtimes are cancelled,
/// the machines that have not been started are cancelled as well, and nothing is sent for them.
///
/// *Lifetime:* the transports and machines must stay valid until the function returns. Afterwards,
/// `report()` of the machines describes their latest attempts.
///
/// *Errors:* throws `std::system_error` if a thread cannot be started, and the exceptions of the transports,
/// after all threads have ended. Machines that were not completed then return `errc::cancelled`.
template <class Transports, machine_range Machines, class MakeRuntime>
    requires transport<std::remove_reference_t<decltype(*std::begin(std::declval<Transports&>()))>> &&
        runtime<std::invoke_result_t<MakeRuntime&>>
[[nodiscard]] machine_results<Machines> run_all(Transports& transports, Machines& machines,
                                                MakeRuntime make_runtime) {
    std::mutex mutex;
    auto waiting = detail::queue_of(machines);
    auto const locked = [&mutex](auto const& get) {
        std::lock_guard const lock{mutex};
        return get();
    };
    auto const drive_some = [&](auto& send) {
        auto runtime = locked([&] { return make_runtime(); });
        while (auto* const machine = locked([&] { return waiting.next(); }))
            detail::drive(send, *machine, runtime);
    };
    std::size_t const count = detail::count_machines(machines);
    std::vector<std::future<void>> threads;  // their destructors wait
    auto const first = std::begin(transports);
    auto at = first;
    while (at != std::end(transports) && ++at != std::end(transports) && threads.size() + 1 < count)
        threads.push_back(std::async(std::launch::async, [&drive_some, &send = *at] { drive_some(send); }));
    if (first != std::end(transports)) drive_some(*first);
    for (auto& thread : threads) thread.get();
    return detail::take_all(machines);
}

/// Runs any number of machines concurrently, with `blocking_runtime`.
template <class Transports, machine_range Machines>
[[nodiscard]] machine_results<Machines> run_all(Transports& transports, Machines& machines) {
    return cfdns::run_all(transports, machines, [] { return blocking_runtime{}; });
}

}  // namespace cfdns::inline v0_2

#endif
