// SPDX-License-Identifier: BSL-1.0
// A call that blocks the thread, with retries: cfdns::call with the standard library's clock, sleep and dice.
//
//     blocking_call [ZONE_ID]
//
// Without settings it talks to an in-memory Cloudflare on 127.0.0.1, whose first answer is a 503. With
// CLOUDFLARE_API_TOKEN it asks the service for the secondary zone configuration of the zone.

#include <cfdns/blocking.hpp>
#include <cfdns/cfdns.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/beast.hpp>

#include "support/local_service.hpp"

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

namespace {

struct talkative : cfdns::blocking {
    void observe(cfdns::attempt_report const& report) const { support::print_attempt(report); }
};

}  // namespace

int main(int argc, char** argv) {
    auto const at = support::find_target(argc, argv, true);
    if (!at) return 2;
    cfdns::beast_transport transport{at->options};
    zt::incoming::get const op{.zone_id = at->zone_id};
    cfdns::call_policy policy;
    policy.time_limit = 30s;
    return support::print_result(cfdns::call(transport, at->who, op, at->where, talkative{}, policy));
}
