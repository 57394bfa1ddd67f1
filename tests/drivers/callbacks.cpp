// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/callbacks.hpp>
#include <cfdns/drivers/machine_range.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/curl.hpp>

#include <doctest/doctest.h>

#if defined(__linux__)

#include "../../examples/support/epoll_loop.hpp"
#include "../transport/conformance.hpp"
#include "../transport/unsupported_by_libcurl.hpp"
#include "check_driver.hpp"

#include <dirent.h>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

using namespace cfdns_test;
using namespace std::chrono_literals;

namespace {

class harness {
public:
    static constexpr bool keeps_connections = false;  // curl_request

    explicit harness(cfdns::transport_options options) : loop_(std::move(options)) {}

    template <class Machine>
    auto run(Machine& machine) {
        std::optional<cfdns::result<typename Machine::value_type>> out;
        cfdns::callback_run running{loop_, machine};
        running.start([&](auto got) { out = std::move(got); }, observed);
        CHECK_FALSE(out.has_value());
        loop_.run();
        return *std::move(out);
    }

    template <class Machines>
    auto run_all(Machines& machines, std::size_t concurrency) {
        return run_queue(machines, concurrency, {});
    }

    template <class Machine>
    auto run_and_cancel(Machine& machine, std::function<bool()> when) {
        std::optional<cfdns::result<typename Machine::value_type>> out;
        cfdns::callback_run running{loop_, machine};
        running.start([&](auto got) { out = std::move(got); }, observed);
        watch([&] { running.cancel(); }, std::move(when));
        loop_.run();
        running.cancel();  // without effect on a call that is over
        return *std::move(out);
    }

    template <class Machines>
    auto run_all_and_cancel(Machines& machines, std::size_t concurrency, std::function<bool()> when) {
        return run_queue(machines, concurrency, std::move(when));
    }

private:
    template <class Machines>
    cfdns::machine_results<Machines> run_queue(Machines& machines, std::size_t concurrency,
                                               std::function<bool()> when) {
        using result = typename cfdns::machine_results<Machines>::value_type;
        std::vector<std::optional<result>> got(machines.size());
        cfdns::callback_queue queue{loop_, concurrency};
        std::size_t number = 0;
        for (auto& machine : machines)
            queue.add(
                machine, [&, i = number++](result one) { got[i].emplace(std::move(one)); }, observed);
        CHECK(queue.size() == machines.size());
        if (when) watch([&] { queue.cancel(); }, std::move(when));
        loop_.run();
        CHECK(queue.size() == 0);
        cfdns::machine_results<Machines> out;
        for (auto& one : got)
            if (one) out.push_back(*std::move(one));
        return out;
    }

    void watch(std::function<void()> cancel, std::function<bool()> when) {
        loop_.after(5ms, [=, this] { when() ? cancel() : watch(cancel, when); });
    }

    support::epoll_loop loop_;
};

// The loop as a transport that blocks: what it sends, it sends as curl_transport does.
struct blocking_loop {
    std::unique_ptr<support::epoll_loop> loop;

    cfdns::result<cfdns::http_response> operator()(cfdns::http_request const& request) {
        return (*this)(request, (std::chrono::milliseconds::max)());
    }
    cfdns::result<cfdns::http_response> operator()(cfdns::http_request const& request,
                                                   std::chrono::milliseconds timeout) {
        std::optional<cfdns::result<cfdns::http_response>> out;
        loop->send(request, timeout,
                   [&](cfdns::result<cfdns::http_response> got) { out.emplace(std::move(got)); });
        loop->run();
        return *std::move(out);
    }
};

std::size_t open_descriptors() {
    std::size_t count = 0;
    DIR* const folder = opendir("/proc/self/fd");
    while (readdir(folder) != nullptr) ++count;
    closedir(folder);
    return count;
}

}  // namespace

TEST_CASE("the driver for callbacks, on libcurl under epoll") { check_driver<harness>(); }

TEST_CASE("libcurl requests under epoll conform") {
    auto lacking = unsupported_by_libcurl();
    lacking["connection_reuse"] = "an HTTP/1.1 connection serves one request";
    lacking["cancel"] = "nothing is called from other threads";
    check_conformance(
        "libcurl under epoll",
        [](cfdns::transport_options const& options) {
            return blocking_loop{std::make_unique<support::epoll_loop>(options)};
        },
        lacking);
}

TEST_CASE("a call and a loop that are destroyed early release everything") {
    std::size_t const before = open_descriptors();
    {
        using namespace cfdns::testing;
        loopback_server server{{[](connection& client) {
                                   client.read_request();
                                   client.wait_for_close();
                               }},
                               true};
        cfdns::transport_options options;
        options.origin = server.origin();
        zt::incoming::get const op{.zone_id = "z"};
        bool called = false;
        {
            cfdns::http_request const plain{.target = "/"};
            support::epoll_loop loop{options};
            // Once a request has been sent there may be no further event, so the loop needs a timer to
            // return.
            auto const receive = [&](std::size_t count) {
                while (server.requests().size() < count) {
                    loop.after(1ms, [] {});
                    loop.run_once();
                }
            };
            {
                cfdns::exchange call{op, somebody(), somewhere()};
                cfdns::callback_run running{loop, call};
                running.start([&](auto const&) { called = true; });
                receive(1);
            }
            CHECK(server.wait_for_scripts(1));
            loop.send(plain, 10s, [&](cfdns::result<cfdns::http_response> const&) { called = true; });
            receive(2);
        }
        CHECK(server.wait_for_scripts(2));
        CHECK_FALSE(called);
    }
    CHECK(open_descriptors() == before);
}

TEST_CASE("an invalid libcurl request has no handle and returns the error") {
    cfdns::transport_options const options;
    cfdns::http_request request{.target = "no path"};
    cfdns::curl_request refused{options, request};
    CHECK(refused.handle() == nullptr);
    CHECK(refused.finish(CURLE_OK).error().parameter() == "target");
    request.target = "/";
    cfdns::curl_request late{options, request, 0ms};
    CHECK(late.handle() == nullptr);
    CHECK(late.finish(CURLE_OK).error().code() == boost::system::errc::timed_out);
    cfdns::curl_request good{options, request};
    CHECK(good.handle() != nullptr);
    cfdns::curl_request moved = std::move(good);
    CHECK(good.handle() == nullptr);  // NOLINT: on purpose
    CHECK(good.finish(CURLE_OK).error().code() == cfdns::make_curl_error_code(CURLE_FAILED_INIT));
    cfdns::error const cancelled = moved.finish(CURLE_ABORTED_BY_CALLBACK).error();
    CHECK(cancelled.code() == cfdns::errc::cancelled);
    CHECK(cancelled.delivery() == cfdns::delivery::not_sent);
}

#endif
