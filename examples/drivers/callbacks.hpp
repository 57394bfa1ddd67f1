// SPDX-License-Identifier: BSL-1.0
#ifndef DRIVERS_CALLBACKS_HPP
#define DRIVERS_CALLBACKS_HPP

#include <cfdns/core/exchange.hpp>
#include <cfdns/drivers/blocking.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

namespace drivers {

/// A call in an event loop with callbacks. Like `epoll_loop`, the loop has `after(delay, callback)` and
/// `send(request, timeout, callback)`, which return an id, and `cancel(id)`.
template <cfdns::operation Op, class Loop>
class callback_call {
public:
    using done_callback = std::function<void(cfdns::result<typename Op::response_type>)>;
    using observer = std::function<void(cfdns::attempt_report const&)>;

    callback_call(Loop& loop, Op const& op, cfdns::credentials const& credentials,
                  cfdns::request_options const& where, cfdns::call_policy const& policy)
        : loop_(loop), call_(op, credentials, where, policy) {}
    callback_call(callback_call const&) = delete;
    callback_call& operator=(callback_call const&) = delete;
    ~callback_call() { loop_.cancel(pending_); }

    /// The loop calls `done` once, after the call; `done` may destroy this object.
    void start(done_callback done, observer observe = {}) {
        done_ = std::move(done);
        observe_ = std::move(observe);
        pending_ = loop_.after(std::chrono::milliseconds{0}, [this] { next(call_.start(runtime_.now())); });
    }

    /// Ends the call with `errc::cancelled`, while it waits or sends.
    void cancel() {
        if (!done_) return;
        loop_.cancel(pending_);
        call_.cancel(runtime_.now());
        pending_ = loop_.after(std::chrono::milliseconds{0}, [this] { next(std::nullopt); });
    }

private:
    void next(std::optional<cfdns::attempt> step) {
        if (step)
            pending_ = loop_.after(step->delay, [this, step] { send(*step); });
        else
            std::exchange(done_, nullptr)(call_.take());
    }

    void send(cfdns::attempt const& step) {
        auto const timeout = step.time_left.value_or((std::chrono::milliseconds::max)());
        pending_ =
            loop_.send(*step.request, timeout, [this](cfdns::result<cfdns::http_response> const& got) {
                auto const step_after = got.has_value()
                                            ? call_.resume(got.value(), runtime_.random(), runtime_.now())
                                            : call_.resume(got.error(), runtime_.random(), runtime_.now());
                if (observe_) observe_(call_.report());
                next(step_after);
            });
    }

    Loop& loop_;
    cfdns::exchange<Op> call_;
    cfdns::blocking_runtime runtime_{};  // only for the clock and random numbers
    done_callback done_{};
    observer observe_{};
    std::uint64_t pending_{};
};

}  // namespace drivers

#endif
