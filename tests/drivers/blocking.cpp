// SPDX-License-Identifier: BSL-1.0
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/transport/beast.hpp>

#include "check_driver.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

using namespace cfdns_test;

namespace {

class harness {
    struct observing : cfdns::blocking_runtime {
        void observe(cfdns::attempt_report const& report) const { observed(report); }
    };

    // A sleep that can be ended; the transport's next request is then cancelled.
    struct stoppable : observing {
        std::mutex mutex{};
        std::condition_variable changed{};
        bool stopped = false;

        void sleep(std::chrono::milliseconds delay) {
            std::unique_lock lock{mutex};
            changed.wait_for(lock, delay, [this] { return stopped; });
        }
        void stop() {
            std::lock_guard const lock{mutex};
            stopped = true;
            changed.notify_all();
        }
    };

public:
    static constexpr bool keeps_connections = true;

    explicit harness(cfdns::transport_options options) : options_(std::move(options)) {}

    template <cfdns::operation Op>
    std::vector<configuration_or_error> run(std::vector<Op> const& ops, cfdns::call_policy const& policy) {
        std::vector<configuration_or_error> out(ops.size());
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i != ops.size(); ++i)
                threads.emplace_back([&, i] {
                    cfdns::beast_transport transport{options_};
                    out[i] = cfdns::call(transport, somebody(), ops[i], somewhere(), observing{}, policy);
                });
        }
        return out;
    }

    template <cfdns::operation Op>
    configuration_or_error run_and_cancel(Op const& op, cfdns::call_policy const& policy,
                                          std::function<bool()> when) {
        cfdns::beast_transport transport{options_};
        stoppable runtime;
        std::jthread const watcher{[&] {
            while (!when()) std::this_thread::sleep_for(std::chrono::milliseconds{5});
            transport.cancel();
            runtime.stop();
        }};
        return cfdns::call(transport, somebody(), op, somewhere(), runtime, policy);
    }

private:
    cfdns::transport_options options_;
};

}  // namespace

TEST_CASE("the blocking driver") { check_driver<harness>(); }
