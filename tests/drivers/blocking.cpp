// SPDX-License-Identifier: BSL-1.0
#include <cfdns/core/client.hpp>
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/transport/beast.hpp>

#include "check_driver.hpp"

#include <functional>
#include <stdexcept>
#include <thread>
#include <utility>

using namespace cfdns_test;
using namespace std::chrono_literals;

namespace {

struct observing : cfdns::blocking_runtime {
    using blocking_runtime::blocking_runtime;
    void observe(cfdns::attempt_report const& report) const { observed(report); }
};

class harness {
public:
    static constexpr bool keeps_connections = true;

    explicit harness(cfdns::transport_options options) : options_(std::move(options)), one_(options_) {}

    template <class Machine>
    auto run(Machine& machine) {
        return cfdns::run(one_, machine, observing{});
    }

    template <class Machines>
    auto run_all(Machines& machines, std::size_t concurrency) {
        auto all = transports(concurrency);
        return cfdns::run_all(all, machines, [] { return observing{}; });
    }

    template <class Machine>
    auto run_and_cancel(Machine& machine, std::function<bool()> when) {
        cfdns::cancellation_source source;
        std::jthread const watcher{[&] { cancel(source, when); }};
        return cfdns::run(one_, machine, observing{source});
    }

    template <class Machines>
    auto run_all_and_cancel(Machines& machines, std::size_t concurrency, std::function<bool()> when) {
        cfdns::cancellation_source source;
        std::jthread const watcher{[&] { cancel(source, when); }};
        auto all = transports(concurrency);
        return cfdns::run_all(all, machines, [&] { return observing{source}; });
    }

private:
    std::vector<cfdns::beast_transport> transports(std::size_t count) const {
        std::vector<cfdns::beast_transport> out;
        while (out.size() < count) out.emplace_back(options_);
        return out;
    }

    static void cancel(cfdns::cancellation_source& source, std::function<bool()> const& when) {
        while (!when()) std::this_thread::sleep_for(5ms);
        source.cancel();
    }

    cfdns::transport_options options_;
    cfdns::beast_transport one_;
};

// Succeeds without a network, and may be cancelled.
struct local {
    int* sent;
    std::function<void()> meanwhile{};
    int* cancelled{};

    cfdns::result<cfdns::http_response> operator()(cfdns::http_request const&) const {
        ++*sent;
        if (meanwhile) meanwhile();
        return cfdns::http_response{503, {}, {}};
    }
    void cancel() const { ++*cancelled; }
};

}  // namespace

TEST_CASE("the blocking driver") { check_driver<harness>(); }

TEST_CASE("a blocking runtime that is already cancelled sends nothing") {
    cfdns::cancellation_source source;
    CHECK_FALSE(source.is_cancelled());
    source.cancel();
    CHECK(source.is_cancelled());
    int sent = 0, cancelled = 0;
    cfdns::client client{local{&sent, {}, &cancelled}, somebody(), {}, cfdns::blocking_runtime{source}};
    auto const got = client(zt::incoming::get{.zone_id = "z"});
    REQUIRE(got.has_error());
    CHECK(got.error().code() == cfdns::errc::cancelled);
    CHECK(got.error().delivery() == cfdns::delivery::not_sent);
    CHECK(sent == 0);
}

TEST_CASE("a source cancels the transports that send, and no others") {
    cfdns::cancellation_source source;
    int sent = 0, cancelled = 0, others = 0;
    local other{&sent, {}, &others};
    local transport{&sent, [&] { source.cancel(); }, &cancelled};
    zt::incoming::get const op{.zone_id = "z"};
    cfdns::call_policy policy;
    policy.retry.initial_backoff = 60s;
    { cfdns::cancellation_source::scope const before{&source, other}; }
    auto reference = std::ref(transport);
    auto const got = cfdns::call(reference, somebody(), op, {}, cfdns::blocking_runtime{source}, policy);
    REQUIRE(got.has_error());
    CHECK(got.error().code() == cfdns::errc::cancelled);
    CHECK(got.error().delivery() != cfdns::delivery::not_sent);  // the 503 was a response
    CHECK(sent == 1);
    CHECK(cancelled == 1);
    CHECK(others == 0);
    cfdns::cancellation_source::scope const late{&source, other};
    CHECK(others == 1);
}

TEST_CASE("the exception of a transport leaves run_all after all threads have ended") {
    std::atomic<int> sent{0};
    auto fail = [&](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> {
        if (++sent == 1) throw std::runtime_error("thrown");
        return cfdns::http_response{204, {}, {}};
    };
    std::vector<decltype(fail)> transports(2, fail);
    std::deque<cfdns::exchange<zt::incoming::get>> calls;
    for (int i = 0; i != 5; ++i) calls.emplace_back(zt::incoming::get{.zone_id = "z"}, somebody());
    CHECK_THROWS_AS(static_cast<void>(cfdns::run_all(transports, calls)), std::runtime_error);
    CHECK(sent == 5);
    std::vector<decltype(fail)> none;
    auto const left = cfdns::run_all(none, calls);
    CHECK(left.size() == 5);
}
