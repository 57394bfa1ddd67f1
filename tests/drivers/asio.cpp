// SPDX-License-Identifier: BSL-1.0
#include <cfdns/transport/beast.hpp>

#include "../../examples/drivers/asio.hpp"
#include "check_driver.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <optional>
#include <utility>

namespace asio = boost::asio;
using namespace cfdns_test;

// What goes into a co_await has a name: a temporary does not compile.
template <class Call>
concept runnable = requires(Call&& call, cfdns::beast_async_transport& transport) {
    drivers::run(static_cast<Call&&>(call), transport);
};
static_assert(runnable<cfdns::exchange<zt::incoming::get>&>);
static_assert(!runnable<cfdns::exchange<zt::incoming::get>>);

namespace {

class harness {
public:
    static constexpr bool keeps_connections = true;

    explicit harness(cfdns::transport_options options) : options_(std::move(options)) {}

    template <cfdns::operation Op>
    std::vector<configuration_or_error> run(std::vector<Op> const& ops, cfdns::call_policy const& policy) {
        asio::io_context context;
        std::vector<configuration_or_error> out;
        for (Op const& op : ops) asio::co_spawn(context, one(op, policy, out), asio::detached);
        context.run();
        return out;
    }

    template <cfdns::operation Op>
    configuration_or_error run_and_cancel(Op const& op, cfdns::call_policy const& policy,
                                          std::function<bool()> when) {
        asio::io_context context;
        asio::cancellation_signal signal;
        std::vector<configuration_or_error> out;
        asio::co_spawn(context, one(op, policy, out),
                       asio::bind_cancellation_slot(signal.slot(), asio::detached));
        auto const watch = [&]() -> asio::awaitable<void> {
            asio::steady_timer timer{co_await asio::this_coro::executor};
            while (!when()) {
                timer.expires_after(std::chrono::milliseconds{5});
                co_await timer.async_wait(asio::use_awaitable);
            }
            signal.emit(asio::cancellation_type::terminal);
        };
        asio::co_spawn(context, watch, asio::detached);
        context.run();
        return out.at(0);
    }

private:
    template <cfdns::operation Op>
    asio::awaitable<void> one(Op const& op, cfdns::call_policy const& policy,
                              std::vector<configuration_or_error>& out) {
        cfdns::beast_async_transport transport{co_await asio::this_coro::executor, options_};
        cfdns::exchange call{op, somebody(), somewhere(), policy};
        co_await drivers::run(call, transport, observed);
        out.push_back(call.take());
    }

    cfdns::transport_options options_;
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
            co_await drivers::run(call, transport);
            good += call.take().has_value() ? 1 : 0;
        }
        co_return good;
    };
    auto good = asio::co_spawn(context, three, asio::use_future);
    context.run();
    CHECK(good.get() == 3);
    CHECK(server.accepted() == 1);
}
