// SPDX-License-Identifier: BSL-1.0
#ifndef DRIVERS_ASIO_HPP
#define DRIVERS_ASIO_HPP

#include <cfdns/core/exchange.hpp>
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/transport/beast.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace drivers {

/// Runs a call with Boost.Asio: `co_await drivers::run(call, transport)`, then `call.take()`.
///
/// Terminal cancellation of the coroutine ends the call with `errc::cancelled`, while it waits and while it
/// sends. Parameters are references, so that no temporary is destroyed too early or, by g++ 12, twice.
template <cfdns::operation Op>
boost::asio::awaitable<void> run(cfdns::exchange<Op>& call, cfdns::beast_async_transport& transport,
                                 void (*observe)(cfdns::attempt_report const&) = nullptr) {
    cfdns::blocking_runtime runtime;  // only for the clock and random numbers
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor};
    for (auto step = call.start(runtime.now()); step;) {
        if (step->delay.count() > 0) {
            timer.expires_after(step->delay);
            auto const [stopped] =
                co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
            if (stopped) {
                call.cancel(runtime.now());
                break;
            }
        }
        auto const timeout = step->time_left.value_or((std::chrono::milliseconds::max)());
        auto const got = co_await transport.send(*step->request, timeout);
        step = got.has_value() ? call.resume(got.value(), runtime.random(), runtime.now())
                               : call.resume(got.error(), runtime.random(), runtime.now());
        if (observe != nullptr) observe(call.report());
    }
}

}  // namespace drivers

#endif
