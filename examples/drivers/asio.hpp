// SPDX-License-Identifier: BSL-1.0
#ifndef DRIVERS_ASIO_HPP
#define DRIVERS_ASIO_HPP

#include <cfdns/blocking.hpp>
#include <cfdns/exchange.hpp>
#include <cfdns/transport/beast.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>

namespace drivers {

/// Turns a call under Boost.Asio: `co_await drivers::run(call, transport)`, then `call.take()`.
///
/// Terminal cancellation of the coroutine ends the call with `errc::cancelled`, while it waits and while it sends. Only
/// references go in, so that no temporary can be freed twice by g++ 12 or be gone too early.
template <cfdns::operation Op>
boost::asio::awaitable<void> run(cfdns::exchange<Op>& call, cfdns::beast_async_transport& transport,
                                 void (*observe)(cfdns::attempt_report const&) = nullptr) {
    cfdns::blocking means;  // its clock and its dice
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor};
    for (auto step = call.start(means.now()); step;) {
        if (step->delay.count() > 0) {
            timer.expires_after(step->delay);
            auto const [stopped] = co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
            if (stopped) {
                call.cancel(means.now());
                break;
            }
        }
        auto const at_most = step->time_left.value_or((std::chrono::milliseconds::max)());
        auto const got = co_await transport.send(*step->request, at_most);
        step = got.has_value() ? call.resume(got.value(), means.dice(), means.now())
                               : call.resume(got.error(), means.dice(), means.now());
        if (observe != nullptr) observe(call.report());
    }
}

}  // namespace drivers

#endif
