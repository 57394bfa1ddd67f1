// SPDX-License-Identifier: BSL-1.0
#ifndef SUPPORT_EPOLL_LOOP_HPP
#define SUPPORT_EPOLL_LOOP_HPP

#if !defined(__linux__)
#error "epoll and timerfd require Linux"
#endif

#include <cfdns/transport/curl.hpp>

#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

namespace support {

/// A single-threaded event loop based on epoll, a timerfd and libcurl's multi handle, which sends any number
/// of concurrent requests.
class epoll_loop {
    using clock = std::chrono::steady_clock;  // CLOCK_MONOTONIC

public:
    using timer_callback = std::function<void()>;
    using response_callback = std::function<void(cfdns::result<cfdns::http_response>)>;

    explicit epoll_loop(cfdns::transport_options options) : options_(std::move(options)) {
        curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &on_socket);
        curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &on_timer);
        curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
        watch(alarm_, EPOLLIN);
    }
    epoll_loop(epoll_loop const&) = delete;
    epoll_loop& operator=(epoll_loop const&) = delete;
    /// Cancels all pending operations without calling their callbacks.
    ~epoll_loop() {
        for (auto& [number, one] : requests_) curl_multi_remove_handle(multi_, one.request.handle());
        requests_.clear();
        curl_multi_cleanup(multi_);
        close(alarm_);
        close(epoll_);
    }

    /// Calls `then` after `delay`, from within `run`. Returns an id for `cancel`.
    std::uint64_t after(std::chrono::milliseconds delay, timer_callback then) {
        timers_.emplace(std::pair{clock::now() + delay, ++numbers_}, std::move(then));
        return numbers_;
    }

    /// Sends the request and calls `then` with the response or error, from within `run`. *Lifetime:*
    /// `request` must stay valid until then.
    std::uint64_t send(cfdns::http_request const& request, std::chrono::milliseconds timeout,
                       response_callback then) {
        cfdns::curl_request made{options_, request, timeout};
        CURL* const handle = made.handle();
        if (handle == nullptr)
            return after(std::chrono::milliseconds{0}, [refused = made.finish(CURLE_FAILED_INIT),
                                                        then = std::move(then)] { then(refused); });
        std::uint64_t const number = ++numbers_;
        requests_.emplace(number, sending{std::move(made), std::move(then)});
        by_handle_[handle] = number;
        curl_multi_add_handle(multi_, handle);
        return number;
    }

    /// Cancels a timer or a request without calling its callback. Unknown ids have no effect.
    void cancel(std::uint64_t number) {
        std::erase_if(timers_, [number](auto const& timer) { return timer.first.second == number; });
        if (auto const found = requests_.find(number); found != requests_.end()) {
            curl_multi_remove_handle(multi_, found->second.request.handle());
            by_handle_.erase(found->second.request.handle());
            requests_.erase(found);
        }
    }

    /// Runs until no operation is pending.
    void run() {
        while (!timers_.empty() || !requests_.empty()) run_once();
    }

    /// Waits for the next events and handles them.
    void run_once() {
        set_alarm();
        epoll_event events[64];
        int const count = epoll_wait(epoll_, events, 64, -1);
        for (int i = 0; i < count; ++i) {
            if (events[i].data.fd == alarm_) {
                on_alarm();
                continue;
            }
            unsigned const seen = events[i].events;
            int const what = ((seen & EPOLLIN) != 0 ? CURL_CSELECT_IN : 0) |
                             ((seen & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
                             ((seen & (EPOLLERR | EPOLLHUP)) != 0 ? CURL_CSELECT_ERR : 0);
            curl_multi_socket_action(multi_, events[i].data.fd, what, &running_);
        }
        finish_requests();
    }

private:
    struct sending {
        cfdns::curl_request request;
        response_callback then;
    };

    void watch(int descriptor, std::uint32_t events) {
        epoll_event event{};
        event.events = events;
        event.data.fd = descriptor;
        if (epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor, &event) != 0)
            epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event);
    }

    static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
        auto& loop = *static_cast<epoll_loop*>(self);
        if (what == CURL_POLL_REMOVE) return epoll_ctl(loop.epoll_, EPOLL_CTL_DEL, socket, nullptr), 0;
        std::uint32_t const in = what != CURL_POLL_OUT ? EPOLLIN : 0u,
                            out = what != CURL_POLL_IN ? EPOLLOUT : 0u;
        loop.watch(socket, in | out);
        return 0;
    }

    static int on_timer(CURLM*, long milliseconds, void* self) {
        auto& due = static_cast<epoll_loop*>(self)->curl_due_;
        due.reset();
        if (milliseconds >= 0) due = clock::now() + std::chrono::milliseconds{milliseconds};
        return 0;
    }

    void set_alarm() {
        clock::time_point next = curl_due_.value_or((clock::time_point::max)());
        if (!timers_.empty()) next = (std::min)(next, timers_.begin()->first.first);
        itimerspec when{};  // zero disarms the timer
        if (next != (clock::time_point::max)()) {
            auto const since = (std::max)(next.time_since_epoch(), clock::duration{1});
            auto const seconds = std::chrono::floor<std::chrono::seconds>(since);
            when.it_value.tv_sec = seconds.count();
            when.it_value.tv_nsec = std::chrono::nanoseconds{since - seconds}.count();
        }
        timerfd_settime(alarm_, TFD_TIMER_ABSTIME, &when, nullptr);
    }

    void on_alarm() {
        std::uint64_t times = 0;
        if (read(alarm_, &times, sizeof times) < 0) return;
        clock::time_point const now = clock::now();
        if (curl_due_ && *curl_due_ <= now) {
            curl_due_.reset();
            curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running_);
        }
        while (!timers_.empty() && timers_.begin()->first.first <= now)
            timers_.extract(timers_.begin()).mapped()();
    }

    void finish_requests() {
        int left = 0;
        while (CURLMsg const* const message = curl_multi_info_read(multi_, &left)) {
            CURL* const handle = message->easy_handle;
            CURLcode const code = message->data.result;
            curl_multi_remove_handle(multi_, handle);
            auto one = requests_.extract(by_handle_.extract(handle).mapped());
            one.mapped().then(one.mapped().request.finish(code));
        }
    }

    cfdns::transport_options options_;
    CURLM* multi_ = curl_multi_init();
    int epoll_ = epoll_create1(EPOLL_CLOEXEC);
    int alarm_ = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    int running_ = 0;
    std::uint64_t numbers_ = 0;
    std::optional<clock::time_point> curl_due_{};
    std::map<std::pair<clock::time_point, std::uint64_t>, timer_callback> timers_{};
    std::map<std::uint64_t, sending> requests_{};
    std::map<CURL*, std::uint64_t> by_handle_{};
};

}  // namespace support

#endif
