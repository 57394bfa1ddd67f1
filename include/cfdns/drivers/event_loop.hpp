// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DRIVERS_EVENT_LOOP_HPP
#define CFDNS_DRIVERS_EVENT_LOOP_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/core/machine.hpp>
#include <cfdns/detail/config.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <utility>

/// The `event_loop` concept: timers and requests with callbacks.
namespace cfdns::inline v0_2 {

/// An event loop with callbacks, as required by the drivers for callbacks and coroutines. libuv, libevent,
/// GLib and Qt are easily adapted to it. examples/support/epoll_loop.hpp implements it with libcurl.
///
/// - `after(delay, callback)` calls `callback()` after `delay`, which may be zero.
/// - `send(request, timeout, callback)` sends a request like a `transport`, and calls
///   `callback(result<http_response>)`. The timeout may be `std::chrono::milliseconds::max()`. *Lifetime:*
///   `request` is valid until the callback is called or the operation is cancelled.
/// - Both return the id of the operation. `cancel(id)` cancels it without calling the callback.
///
/// A callback is called at most once, in the thread that uses the loop, and never before `after` or `send`
/// has returned. It may start other operations and cancel them. Functions are passed as `std::function`.
template <class T>
concept event_loop = requires(T& loop, std::chrono::milliseconds delay, http_request const& request,
                              std::function<void()> on_time,
                              std::function<void(result<http_response>)> on_response) {
    { loop.after(delay, on_time) } -> std::same_as<decltype(loop.send(request, delay, on_response))>;
    loop.cancel(loop.after(delay, on_time));
};

/// No limit on the number of machines that run at the same time.
inline constexpr std::size_t unlimited_concurrency = (std::numeric_limits<std::size_t>::max)();

namespace detail {

// The pending operation of a driver, if there is one; the destructor cancels it.
template <class Loop>
class pending_operation {
public:
    explicit pending_operation(Loop& loop) : loop_(loop) {}
    pending_operation(pending_operation const&) = delete;
    pending_operation& operator=(pending_operation const&) = delete;
    ~pending_operation() { cancel(); }

    template <class Callback>
    void after(std::chrono::milliseconds delay, Callback callback) {
        id_ = loop_.after(delay, std::function<void()>{[this, callback] {
                              id_.reset();
                              callback();
                          }});
    }

    template <class Callback>
    void send(attempt const& next, Callback callback) {
        using function = std::function<void(result<http_response>)>;
        id_ = loop_.send(*next.request, next.time_left.value_or((std::chrono::milliseconds::max)()),
                         function{[this, callback](result<http_response> received) {
                             id_.reset();
                             callback(std::move(received));
                         }});
    }

    void cancel() {
        if (id_) loop_.cancel(*std::exchange(id_, std::nullopt));
    }

    [[nodiscard]] bool pending() const noexcept { return id_.has_value(); }

private:
    Loop& loop_;
    std::optional<decltype(std::declval<Loop&>().after(std::chrono::milliseconds{},
                                                       std::function<void()>{}))>
        id_{};
};

}  // namespace detail

}  // namespace cfdns::inline v0_2

#endif
