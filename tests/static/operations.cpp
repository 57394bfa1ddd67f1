// SPDX-License-Identifier: BSL-1.0
// What the static analysers look at: the public headers, and the templates that an operation brings.
#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/drivers/callbacks.hpp>
#include <cfdns/drivers/coroutine.hpp>
#include <cfdns/environment.hpp>
#include <cfdns/flows.hpp>
#include <cfdns/testing/codec.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <vector>

namespace zt = cfdns::zone_transfers;

bool use_everything() {
    cfdns::testing::fake_cloudflare service;
    auto const set = cfdns::settings_from_environment();
    if (set.has_error() || !set.value().credentials) return false;
    zt::tsigs::create const made{
        .account_id = "a", .algo = "hmac-sha512.", .name = "n", .secret = cfdns::secret_string{"s"}};
    zt::peers::list const listed{.account_id = "a"};
    bool const first =
        cfdns::call(service, *set.value().credentials, made, set.value().options, cfdns::blocking_runtime{})
            .has_value();
    return first && cfdns::call_full(service, *set.value().credentials, listed).has_value();
}

class some_loop {
public:
    int after(std::chrono::milliseconds delay, std::function<void()> callback);
    int send(cfdns::http_request const& request, std::chrono::milliseconds timeout,
             std::function<void(cfdns::result<cfdns::http_response>)> callback);
    void cancel(int id);
};

std::size_t use_drivers(cfdns::testing::fake_cloudflare& service, some_loop& loop,
                        std::deque<cfdns::exchange<zt::peers::list>>& calls) {
    cfdns::cancellation_source source;
    std::vector<std::reference_wrapper<cfdns::testing::fake_cloudflare>> transports{std::ref(service)};
    auto const first = cfdns::run_all(transports, calls, [&] { return cfdns::blocking_runtime{source}; });
    cfdns::callback_queue queue{loop, 2};
    for (auto& call : calls) queue.add(call, [](auto const&) {});
    auto task = cfdns::async_run_all(loop, calls, 2);
    task.start();
    return first.size() + queue.size();
}
