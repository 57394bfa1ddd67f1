// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/asio.hpp>
#include <cfdns/transport/beast.hpp>

#include "check_driver.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <stdexcept>
#include <utility>

namespace asio = boost::asio;
using namespace cfdns_test;

// What goes into a co_await has a name: a temporary does not compile.
template <class Call>
concept runnable = requires(Call&& call, cfdns::beast_async_transport& transport) {
    cfdns::async_run(transport, static_cast<Call&&>(call));
};
static_assert(runnable<cfdns::exchange<zt::incoming::get>&>);
static_assert(!runnable<cfdns::exchange<zt::incoming::get>>);

namespace {

class harness {
public:
    static constexpr bool keeps_connections = true;

    explicit harness(cfdns::transport_options options) : options_(std::move(options)) {}

    template <class Machine>
    auto run(Machine& machine) {
        return finish(cfdns::async_run(one_, machine, observed), {});
    }

    template <class Machines>
    auto run_all(Machines& machines, std::size_t concurrency) {
        auto all = transports(concurrency);
        return finish(cfdns::async_run_all(all, machines, observed), {});
    }

    template <class Machine>
    auto run_and_cancel(Machine& machine, std::function<bool()> when) {
        return finish(cfdns::async_run(one_, machine, observed), std::move(when));
    }

    template <class Machines>
    auto run_all_and_cancel(Machines& machines, std::size_t concurrency, std::function<bool()> when) {
        auto all = transports(concurrency);
        return finish(cfdns::async_run_all(all, machines, observed), std::move(when));
    }

private:
    std::vector<cfdns::beast_async_transport> transports(std::size_t count) {
        std::vector<cfdns::beast_async_transport> out;
        while (out.size() < count) out.emplace_back(context_.get_executor(), options_);
        return out;
    }

    template <class T>
    T finish(asio::awaitable<T> running, std::function<bool()> when) {
        asio::cancellation_signal signal;
        auto got = asio::co_spawn(context_, std::move(running),
                                  asio::bind_cancellation_slot(signal.slot(), asio::use_future));
        auto const watch = [&]() -> asio::awaitable<void> {
            asio::steady_timer timer{co_await asio::this_coro::executor};
            while (!when()) {
                timer.expires_after(std::chrono::milliseconds{5});
                co_await timer.async_wait(asio::use_awaitable);
            }
            signal.emit(asio::cancellation_type::terminal);
        };
        if (when) asio::co_spawn(context_, watch, asio::detached);
        context_.restart();
        context_.run();
        return got.get();
    }

    cfdns::transport_options options_;
    asio::io_context context_{};
    cfdns::beast_async_transport one_{context_.get_executor(), options_};
};

}  // namespace

TEST_CASE("the driver for Asio") { check_driver<harness>(); }

TEST_CASE("the driver for Asio, over TLS, with several calls one after the other on one connection") {
    using namespace cfdns::testing;
    tls_identity const identity;
    loopback_server server{{[&](connection& client) {
        if (!client.start_tls(identity)) return;
        while (!client.read_request().empty()) client.write(found("n."));
    }}};
    cfdns::transport_options options;
    options.origin = server.origin("https");
    options.ca_file = identity.certificate_file();
    asio::io_context context;
    auto const three = [&]() -> asio::awaitable<int> {
        cfdns::beast_async_transport transport{context.get_executor(), options};
        zt::incoming::get const op{.zone_id = "z"};
        int good = 0;
        for (int i = 0; i != 3; ++i) {
            cfdns::exchange call{op, somebody()};
            auto const got = co_await cfdns::async_run(transport, call);
            good += got.has_value() ? 1 : 0;
        }
        co_return good;
    };
    auto good = asio::co_spawn(context, three, asio::use_future);
    context.run();
    CHECK(good.get() == 3);
    CHECK(server.accepted() == 1);
}

TEST_CASE("a cancelled coroutine learns of it as usual after its machines have ended") {
    asio::io_context context;
    std::vector<cfdns::beast_async_transport> transports;
    transports.emplace_back(context.get_executor());
    std::deque<cfdns::exchange<zt::incoming::get>> calls;
    for (int i = 0; i != 2; ++i) calls.emplace_back(zt::incoming::get{.zone_id = "z"}, somebody());
    asio::cancellation_signal signal;
    std::size_t cancelled = 0;
    auto const run = [&]() -> asio::awaitable<void> {
        signal.emit(asio::cancellation_type::terminal);
        co_await asio::this_coro::throw_if_cancelled(false);
        auto const got = co_await cfdns::async_run_all(transports, calls);
        for (auto const& one : got) cancelled += one.error().code() == cfdns::errc::cancelled ? 1u : 0u;
        CHECK_FALSE(co_await asio::this_coro::throw_if_cancelled());
        co_await asio::this_coro::throw_if_cancelled(true);
        auto const state = co_await asio::this_coro::cancellation_state;
        CHECK(state.cancelled() == asio::cancellation_type::terminal);
    };
    asio::co_spawn(context, run, asio::bind_cancellation_slot(signal.slot(), asio::detached));
    context.run();
    CHECK(cancelled == 2);
}

TEST_CASE("an io_context that is destroyed before its machines have ended frees them") {
    using namespace cfdns::testing;
    loopback_server server{{[](connection& client) {
                               client.read_request();
                               client.wait_for_close();
                           }},
                           true};
    cfdns::transport_options options;
    options.origin = server.origin();
    asio::io_context context;
    auto const run = [&]() -> asio::awaitable<void> {
        std::vector<cfdns::beast_async_transport> transports;
        for (int i = 0; i != 2; ++i) transports.emplace_back(context.get_executor(), options);
        std::deque<cfdns::exchange<zt::incoming::get>> calls;
        for (int i = 0; i != 5; ++i) calls.emplace_back(zt::incoming::get{.zone_id = "z"}, somebody());
        static_cast<void>(co_await cfdns::async_run_all(transports, calls));
        FAIL_CHECK("not destroyed");
    };
    asio::co_spawn(context, run, asio::detached);
    while (server.requests().size() != 2) context.run_one_for(std::chrono::milliseconds{5});
}

// Throws, or succeeds without a network.
struct throwing_transport {
    int* sent;
    asio::awaitable<cfdns::result<cfdns::http_response>> send(cfdns::http_request const&,
                                                              std::chrono::milliseconds) const {
        if (++*sent == 1) throw std::runtime_error("thrown");
        co_return cfdns::http_response{204, {}, {}};
    }
};
static_assert(cfdns::async_transport<throwing_transport>);
static_assert(cfdns::async_transport<cfdns::beast_async_transport>);
static_assert(!cfdns::async_transport<cfdns::beast_transport>);

TEST_CASE("the exception of a transport leaves async_run_all after the others have finished") {
    asio::io_context context;
    int sent = 0;
    std::vector<throwing_transport> transports(2, {&sent});
    std::deque<cfdns::exchange<zt::incoming::get>> calls;
    for (int i = 0; i != 5; ++i) calls.emplace_back(zt::incoming::get{.zone_id = "z"}, somebody());
    auto got = asio::co_spawn(context, cfdns::async_run_all(transports, calls), asio::use_future);
    context.run();
    CHECK_THROWS_AS(static_cast<void>(got.get()), std::runtime_error);
    CHECK(sent == 5);
}
