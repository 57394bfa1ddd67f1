// SPDX-License-Identifier: BSL-1.0
// A call in a coroutine without Asio, on an event loop that the program provides.
//
//     coroutine_call [ZONE_ID]
//
// Without credentials, it uses an in-memory Cloudflare on 127.0.0.1, whose first response is a 503. With
// CLOUDFLARE_API_TOKEN, it gets the secondary zone configuration of the zone from the service.

#if defined(__linux__)

#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/coroutine.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/curl.hpp>

#include "support/epoll_loop.hpp"
#include "support/local_service.hpp"

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

namespace {

cfdns::task<int> ask(support::target const& at, support::epoll_loop& loop) {
    zt::incoming::get const op{.zone_id = at.zone_id};
    cfdns::call_policy policy;
    policy.timeout = 30s;
    cfdns::exchange call{op, at.credentials, at.options, policy};
    auto running = cfdns::async_run(loop, call, support::print_attempt);
    co_return support::print_result(co_await running);
}

}  // namespace

int main(int argc, char** argv) {
    auto const at = support::find_target(argc, argv, true);
    if (!at) return 2;
    support::epoll_loop loop{at->transport};
    auto asking = ask(*at, loop);
    asking.start();
    loop.run();
    return asking.take();
}

#else

#include <iostream>

int main() { std::cout << "epoll requires Linux\n"; }

#endif
