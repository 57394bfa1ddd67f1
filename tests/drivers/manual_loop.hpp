// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_DRIVERS_MANUAL_LOOP_HPP
#define CFDNS_TESTS_DRIVERS_MANUAL_LOOP_HPP

#include <cfdns/drivers/event_loop.hpp>

#include <algorithm>
#include <chrono>
#include <compare>
#include <cstddef>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace cfdns_test {

// An event loop without a network and a clock: operations end in the order of their delays and starts. Its
// ids are not numbers.
class manual_loop {
public:
    struct id {
        std::chrono::milliseconds due{};
        int number{};
        friend auto operator<=>(id const&, id const&) = default;
    };
    using answer = std::function<cfdns::result<cfdns::http_response>(cfdns::http_request const&)>;

    explicit manual_loop(answer respond) : respond_(std::move(respond)) {}

    id after(std::chrono::milliseconds delay, std::function<void()> callback) {
        id const out{now_ + delay, ++numbers_};
        pending_.emplace(out, std::move(callback));
        return out;
    }

    id send(cfdns::http_request const& request, std::chrono::milliseconds timeout,
            std::function<void(cfdns::result<cfdns::http_response>)> callback) {
        ++sent;
        most_sending = (std::max)(most_sending, ++sending_);
        timeouts.push_back(timeout);
        id const out{now_ + std::chrono::milliseconds{1}, ++numbers_};
        pending_.emplace(out, [this, &request, callback = std::move(callback)] {
            --sending_;
            callback(respond_(request));
        });
        return out;
    }

    void cancel(id const& one) { cancelled += pending_.erase(one); }

    void run() {
        while (run_once()) {
        }
    }
    // Whether there was an operation.
    bool run_once() {
        if (pending_.empty()) return false;
        auto one = pending_.extract(pending_.begin());
        now_ = one.key().due;
        one.mapped()();
        return true;
    }
    [[nodiscard]] bool idle() const { return pending_.empty(); }

    int sent = 0, most_sending = 0;
    std::size_t cancelled = 0;
    std::vector<std::chrono::milliseconds> timeouts{};

private:
    answer respond_;
    std::chrono::milliseconds now_{};
    int numbers_ = 0, sending_ = 0;
    std::map<id, std::function<void()>> pending_{};
};
static_assert(cfdns::event_loop<manual_loop>);

}  // namespace cfdns_test

#endif
