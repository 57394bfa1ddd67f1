// SPDX-License-Identifier: BSL-1.0
// A hundred calls on one thread with callbacks, ten of them at the same time, using libcurl's multi handle
// under epoll.
//
//     epoll_calls [ZONE_ID]
//
// Without credentials, it uses an in-memory Cloudflare on 127.0.0.1, whose first response is a 503. With
// CLOUDFLARE_API_TOKEN, it gets the secondary zone configuration of the zone from the service, once.

#if defined(__linux__)

#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/callbacks.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/curl.hpp>

#include "support/epoll_loop.hpp"
#include "support/local_service.hpp"

#include <deque>

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

int main(int argc, char** argv) {
    auto const at = support::find_target(argc, argv, false);
    if (!at) return 2;
    zt::incoming::get const op{.zone_id = at->zone_id};
    cfdns::rate_budget budget;  // shared by all calls
    cfdns::call_policy policy;
    policy.timeout = 30s;
    policy.budget = &budget;

    support::epoll_loop loop{at->transport};
    cfdns::callback_queue queue{loop, 10};
    std::deque<cfdns::exchange<zt::incoming::get>> calls;
    int good = 0, retried = 0;
    for (int i = 0; i != (at->local ? 100 : 1); ++i)
        queue.add(
            calls.emplace_back(op, at->credentials, at->options, policy),
            [&](auto const& got) { good += got.has_value() || support::print_result(got) == 0 ? 1 : 0; },
            [&](cfdns::attempt_report const& report) {
                if (!report.next_delay) return;
                support::print_attempt(report);
                ++retried;
            });
    loop.run();
    std::cout << good << " of " << calls.size() << " calls succeeded, " << retried
              << " attempts were repeated\n";
    return good == static_cast<int>(calls.size()) ? 0 : 1;
}

#else

#include <iostream>

int main() { std::cout << "epoll requires Linux\n"; }

#endif
