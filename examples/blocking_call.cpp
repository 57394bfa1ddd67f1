// SPDX-License-Identifier: BSL-1.0
// A blocking call with retries: cfdns::call with the clock, sleep and random numbers of the standard
// library.
//
//     blocking_call [ZONE_ID]
//
// Without credentials, it uses an in-memory Cloudflare on 127.0.0.1, whose first response is a 503. With
// CLOUDFLARE_API_TOKEN, it gets the secondary zone configuration of the zone from the service.

#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/beast.hpp>

#include "support/local_service.hpp"

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

namespace {

struct talkative : cfdns::blocking_runtime {
    void observe(cfdns::attempt_report const& report) const { support::print_attempt(report); }
};

}  // namespace

int main(int argc, char** argv) {
    auto const at = support::find_target(argc, argv, true);
    if (!at) return 2;
    cfdns::beast_transport transport{at->transport};
    zt::incoming::get const op{.zone_id = at->zone_id};
    cfdns::call_policy policy;
    policy.timeout = 30s;
    return support::print_result(
        cfdns::call(transport, at->credentials, op, at->options, talkative{}, policy));
}
