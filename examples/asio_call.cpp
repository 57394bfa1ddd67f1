// SPDX-License-Identifier: BSL-1.0
// A call in a Boost.Asio coroutine over TLS, which awaits the Beast transport and a timer.
//
//     asio_call [ZONE_ID]
//
// Without credentials, it uses an in-memory Cloudflare on 127.0.0.1, whose first response is a 503. With
// CLOUDFLARE_API_TOKEN, it gets the secondary zone configuration of the zone from the service.

#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/asio.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/beast.hpp>

#include "support/local_service.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

namespace {

boost::asio::awaitable<void> ask(support::target const& at, int& status) {
    cfdns::beast_async_transport transport{co_await boost::asio::this_coro::executor, at.transport};
    zt::incoming::get const op{.zone_id = at.zone_id};
    cfdns::call_policy policy;
    policy.timeout = 30s;
    cfdns::exchange call{op, at.credentials, at.options, policy};
    status = support::print_result(co_await cfdns::async_run(transport, call, support::print_attempt));
}

}  // namespace

int main(int argc, char** argv) {
    auto const at = support::find_target(argc, argv, true);
    if (!at) return 2;
    int status = 1;
    boost::asio::io_context context;
    boost::asio::co_spawn(context, ask(*at, status), boost::asio::detached);
    context.run();
    return status;
}
