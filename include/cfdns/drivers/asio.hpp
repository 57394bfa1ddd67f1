// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DRIVERS_ASIO_HPP
#define CFDNS_DRIVERS_ASIO_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/core/machine.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/drivers/machine_range.hpp>
#include <cfdns/drivers/random_numbers.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <exception>
#include <iterator>
#include <list>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#if !defined(BOOST_ASIO_HAS_CO_AWAIT)
#error "cfdns/drivers/asio.hpp needs a compiler with coroutines that Boost.Asio supports"
#endif

/// Machines in coroutines of Boost.Asio. Opt-in: not included by cfdns/cfdns.hpp.
namespace cfdns::inline v0_2 {

/// A transport for coroutines of Boost.Asio, such as `beast_async_transport`: `send(request, timeout)` sends
/// a request like a `timed_transport`. If the coroutine is cancelled, the request fails with
/// `errc::cancelled`. The timeout may be `std::chrono::milliseconds::max()`.
template <class T>
concept async_transport = requires(T& object, http_request const& request,
                                   std::chrono::milliseconds timeout) {
    { object.send(request, timeout) } -> std::same_as<boost::asio::awaitable<result<http_response>>>;
};

namespace detail {

inline bool is_cancellation_requested(boost::asio::cancellation_state const& state) noexcept {
    return state.cancelled() != boost::asio::cancellation_type::none;
}

// Runs machines one after the other. A cancelled coroutine must not await: Asio would throw.
template <class Transport, class Queue, class Observer>
boost::asio::awaitable<void> async_drive(Transport& transport, Queue& machines, Observer& observe) {
    namespace asio = boost::asio;
    using clock = std::chrono::steady_clock;
    random_numbers random;
    asio::steady_timer timer{co_await asio::this_coro::executor};
    while (auto* const machine = machines.next()) {
        bool cancelled = detail::is_cancellation_requested(co_await asio::this_coro::cancellation_state);
        if (cancelled) machine->cancel(clock::now());
        for (auto next = machine->start(clock::now()); next;) {
            if (next->delay.count() > 0 && !cancelled) {
                timer.expires_after(next->delay);
                co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
                cancelled = detail::is_cancellation_requested(co_await asio::this_coro::cancellation_state);
            }
            if (cancelled) {
                machine->cancel(clock::now());
                break;
            }
            auto const timeout = next->time_left.value_or((std::chrono::milliseconds::max)());
            result<http_response> const received = co_await transport.send(*next->request, timeout);
            next = received.has_value() ? machine->resume(received.value(), random.next(), clock::now())
                                        : machine->resume(received.error(), random.next(), clock::now());
            observe(machine->report());
            cancelled = detail::is_cancellation_requested(co_await asio::this_coro::cancellation_state);
        }
    }
}

// The coroutines of `async_run_all` share it, because the execution context may be destroyed before they are
// completed.
template <class Queue>
struct async_runs {
    async_runs(Queue queue, boost::asio::any_io_executor const& executor)
        : machines(std::move(queue)), all_done(executor) {}

    void cancel(boost::asio::cancellation_type type) {
        for (auto& one : signals) one.emit(type);
    }

    Queue machines;
    boost::asio::steady_timer all_done;
    std::list<boost::asio::cancellation_signal> signals{};
    std::size_t running = 0;
    std::exception_ptr thrown{};
};

}  // namespace detail

/// Runs a machine with Boost.Asio and returns its result:
///
///     cfdns::exchange call{op, credentials, options, policy};
///     auto zone = co_await cfdns::async_run(transport, call);
///
/// Terminal cancellation of the coroutine cancels the machine, during a request or a delay; the result is
/// then `errc::cancelled`, and not an exception. `observe(attempt_report const&)` is called after each
/// attempt.
///
/// *Lifetime:* the arguments must stay valid until the end of the `co_await`. Temporaries do not compile:
/// they may be destroyed too early, and g++ 12 may destroy them twice.
///
/// *Errors:* those of the machine and of the transport.
template <async_transport Transport, machine Machine, class Observer>
[[nodiscard]] boost::asio::awaitable<result<typename Machine::value_type>> async_run(Transport& transport,
                                                                                     Machine& machine,
                                                                                     Observer& observe) {
    auto only = detail::queue_of_one(machine);
    co_await detail::async_drive(transport, only, observe);
    co_return machine.take();
}

/// Runs a machine with Boost.Asio, without an observer.
template <async_transport Transport, machine Machine>
[[nodiscard]] boost::asio::awaitable<result<typename Machine::value_type>> async_run(Transport& transport,
                                                                                     Machine& machine) {
    return cfdns::async_run(transport, machine, detail::no_observer);
}

/// Runs any number of machines concurrently, and returns the results in the order of the machines:
///
///     std::vector<cfdns::beast_async_transport> transports;
///     for (int i = 0; i != 4; ++i) transports.emplace_back(executor, options);
///     auto zones = co_await cfdns::async_run_all(transports, calls);
///
/// The number of transports is the maximum number of machines that run at the same time; each transport runs
/// one machine after the other until none is left. A machine keeps its transport while it waits: its request
/// is reserved in the rate budget for a point in time at which the transport must be available. Timeouts
/// count from the start of each machine.
///
/// Terminal cancellation of the coroutine cancels all machines, including those that have not been started;
/// the results are then `errc::cancelled`. Everything runs on the executor of the coroutine, which must be a
/// strand if several threads run the execution context.
///
/// *Lifetime:* as for `async_run`. If the execution context is destroyed before the end of the `co_await`,
/// the transports must be valid until then, or allow being destroyed while they send, as
/// `beast_async_transport` does.
///
/// *Errors:* throws the exceptions of the transports, after all transports have finished.
template <class Transports, machine_range Machines, class Observer>
    requires async_transport<std::remove_reference_t<decltype(*std::begin(std::declval<Transports&>()))>>
[[nodiscard]] boost::asio::awaitable<machine_results<Machines>> async_run_all(Transports& transports,
                                                                              Machines& machines,
                                                                              Observer& observe) {
    namespace asio = boost::asio;
    using state = detail::async_runs<decltype(detail::queue_of(machines))>;
    auto const executor = co_await asio::this_coro::executor;
    auto const shared = std::make_shared<state>(detail::queue_of(machines), executor);
    std::size_t const count = detail::count_machines(machines);
    for (auto& transport : transports) {
        if (shared->signals.size() == count) break;
        auto& signal = shared->signals.emplace_back();
        ++shared->running;
        asio::co_spawn(executor, detail::async_drive(transport, shared->machines, observe),
                       asio::bind_cancellation_slot(signal.slot(), [shared](std::exception_ptr thrown) {
                           if (thrown) shared->thrown = thrown;
                           if (--shared->running == 0) shared->all_done.cancel();
                       }));
    }
    // Waits for all of them even if this coroutine is cancelled.
    bool const throws = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    for (bool passed_on = false; true;) {
        asio::cancellation_state const cancellation = co_await asio::this_coro::cancellation_state;
        if (detail::is_cancellation_requested(cancellation) && !std::exchange(passed_on, true))
            shared->cancel(cancellation.cancelled());
        if (shared->running == 0) break;
        shared->all_done.expires_at((std::chrono::steady_clock::time_point::max)());
        co_await shared->all_done.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    co_await asio::this_coro::throw_if_cancelled(throws);
    if (shared->thrown) std::rethrow_exception(shared->thrown);
    co_return detail::take_all(machines);
}

/// Runs any number of machines concurrently, without an observer.
template <class Transports, machine_range Machines>
    requires async_transport<std::remove_reference_t<decltype(*std::begin(std::declval<Transports&>()))>>
[[nodiscard]] boost::asio::awaitable<machine_results<Machines>> async_run_all(Transports& transports,
                                                                              Machines& machines) {
    return cfdns::async_run_all(transports, machines, detail::no_observer);
}

}  // namespace cfdns::inline v0_2

#endif
