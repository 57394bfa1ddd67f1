// SPDX-License-Identifier: BSL-1.0
#ifndef DRIVERS_CALLBACKS_HPP
#define DRIVERS_CALLBACKS_HPP

#include <cfdns/blocking.hpp>
#include <cfdns/exchange.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

namespace drivers {

/// One call under an event loop with callbacks: one that has `after(delay, callback)` and
/// `send(request, at_most, callback)`, which give a number, and `cancel(number)`, as `epoll_loop` has.
template <cfdns::operation Op, class Loop>
class callback_call {
public:
    using done_callback = std::function<void(cfdns::result<typename Op::response_type>)>;
    using observer = std::function<void(cfdns::attempt_report const&)>;

    callback_call(Loop& loop, Op const& op, cfdns::credentials const& who, cfdns::endpoint const& where,
                  cfdns::call_policy const& policy)
        : loop_(loop), call_(op, who, where, policy) {}
    callback_call(callback_call const&) = delete;
    callback_call& operator=(callback_call const&) = delete;
    ~callback_call() { loop_.cancel(pending_); }

    /// The loop calls `done` once, when the call is over; it may destroy this object then.
    void start(done_callback done, observer observe = {}) {
        done_ = std::move(done);
        observe_ = std::move(observe);
        pending_ = loop_.after(std::chrono::milliseconds{0}, [this] { next(call_.start(means_.now())); });
    }

    /// Ends the call with `errc::cancelled`, while it waits and while it sends.
    void cancel() {
        if (!done_) return;
        loop_.cancel(pending_);
        call_.cancel(means_.now());
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
        auto const at_most = step.time_left.value_or((std::chrono::milliseconds::max)());
        pending_ = loop_.send(*step.request, at_most, [this](cfdns::result<cfdns::http_response> const& got) {
            auto const step_after = got.has_value() ? call_.resume(got.value(), means_.dice(), means_.now())
                                                    : call_.resume(got.error(), means_.dice(), means_.now());
            if (observe_) observe_(call_.report());
            next(step_after);
        });
    }

    Loop& loop_;
    cfdns::exchange<Op> call_;
    cfdns::blocking means_{};  // its clock and its dice
    done_callback done_{};
    observer observe_{};
    std::uint64_t pending_{};
};

}  // namespace drivers

#endif
