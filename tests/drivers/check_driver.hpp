// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_DRIVERS_CHECK_DRIVER_HPP
#define CFDNS_TESTS_DRIVERS_CHECK_DRIVER_HPP

#include <cfdns/core/exchange.hpp>
#include <cfdns/core/pages.hpp>
#include <cfdns/core/workflow.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/options.hpp>
#include <cfdns/zone_transfers.hpp>

#include <doctest/doctest.h>

#include <boost/system/errc.hpp>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cfdns_test {

namespace zt = cfdns::zone_transfers;

inline cfdns::credentials const& somebody() {
    static cfdns::credentials const credentials =
        cfdns::api_token{cfdns::secret_string{"a-token-of-the-test"}};
    return credentials;
}

inline cfdns::request_options const& somewhere() {
    static cfdns::request_options const where;
    return where;
}

inline std::string response(std::string const& head, std::string const& body = {}) {
    return "HTTP/1.1 " + head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

inline std::string found(std::string const& name) {
    return response("200 OK", R"({"success":true,"errors":[],"messages":[],"result":{"id":"i","name":")" +
                                  name + R"("}})");
}

// Answers the first request of all with the one, those behind it with the other, on however many
// connections.
inline cfdns::testing::script first_and_then(std::string first, std::string then) {
    return [first = std::move(first), then = std::move(then),
            requests = std::make_shared<std::atomic<int>>(0)](cfdns::testing::connection& client) {
        while (!client.read_request().empty()) client.write(++*requests == 1 ? first : then);
    };
}

// A list in pages, and a machine of several calls, as a program declares them.
struct item {
    std::string id{};
    CFDNS_FIELDS(id)
};
struct list_items {
    std::optional<std::uint32_t> page{}, per_page{};
    using response_type = std::vector<item>;
    static constexpr auto route = cfdns::get("/items");
    CFDNS_FIELDS(page, per_page)
};

// Gets the configuration until it has the name, waiting between the calls.
class wait_for_name : public cfdns::workflow<wait_for_name, int> {
public:
    wait_for_name(std::string name, std::chrono::milliseconds interval, cfdns::call_policy const& policy)
        : workflow(somebody(), somewhere(), policy), name_(std::move(name)), interval_(interval) {}

    cfdns::workflow_step first_step() { return send<&wait_for_name::received>(get_); }

private:
    cfdns::workflow_step received(cfdns::result<zt::incoming::configuration> found) {
        ++calls_;
        if (found.has_error()) return finish(found.error());
        if (found->name == name_) return finish(calls_);
        return send<&wait_for_name::received>(get_, interval_);
    }

    zt::incoming::get get_{.zone_id = "z"};
    std::string name_;
    std::chrono::milliseconds interval_;
    int calls_ = 0;
};

// Answers requests for `list_items`: two items a page, `count` in all.
inline std::string page_of_items(std::string const& request, int count) {
    std::size_t const at = request.find("?page=");
    int page = 1;
    if (at != std::string::npos) std::from_chars(request.data() + at + 6, request.data() + at + 10, page);
    std::string items;
    for (int i = (page - 1) * 2; i < (std::min)(page * 2, count); ++i)
        items += (items.empty() ? "" : ",") + (R"({"id":")" + std::to_string(i)) + R"("})";
    return response("200 OK", R"({"success":true,"errors":[],"messages":[],"result":[)" + items +
                                  R"(],"result_info":{"page":)" + std::to_string(page) +
                                  R"(,"per_page":2,"total_pages":)" + std::to_string((count + 1) / 2) +
                                  "}}");
}

// Counts the requests that are under way at the same time. Answers none before `expected` were.
class crowd {
public:
    explicit crowd(std::size_t expected) : expected_(expected) {}

    void enter() {
        std::unique_lock lock{mutex_};
        most_ = (std::max)(most_, ++inside_);
        changed_.notify_all();
        changed_.wait_for(lock, std::chrono::seconds{10}, [this] { return most_ >= expected_; });
        // One too many would have the time to come in.
        changed_.wait_for(lock, std::chrono::milliseconds{5}, [this] { return most_ > expected_; });
    }
    void leave() {
        std::lock_guard const lock{mutex_};
        --inside_;
    }
    [[nodiscard]] std::size_t most() const {
        std::lock_guard const lock{mutex_};
        return most_;
    }

private:
    std::size_t expected_;
    mutable std::mutex mutex_{};
    std::condition_variable changed_{};
    std::size_t inside_ = 0, most_ = 0;
};

// What every driver has to do. A `Harness` is made with `transport_options`, and has
//
// - `run(machine)`, which runs a machine and gives its result,
// - `run_all(machines, concurrency)`, which runs that many of a range at the same time and gives their
// results,
// - `run_and_cancel(machine, when)` and `run_all_and_cancel(machines, concurrency, when)`, which cancel once
// `when()` holds, and
// - `keeps_connections`: whether an HTTP/1.1 connection serves several requests.
//
// Each run calls `observed` with the report after each attempt.
inline std::atomic<int> attempts{0}, retries{0};
inline void observed(cfdns::attempt_report const& report) {
    ++attempts;
    if (report.next_delay) ++retries;
}

template <class Harness>
void check_driver() {
    using namespace cfdns::testing;
    using namespace std::chrono_literals;
    using clock = std::chrono::steady_clock;

    auto const options_for = [](loopback_server const& server) {
        cfdns::transport_options options;
        options.origin = server.origin();
        return options;
    };
    zt::incoming::get const get{.zone_id = "z"};
    zt::incoming::create const create{
        .zone_id = "z", .auto_refresh_seconds = 24h, .name = "n.", .peers = {"p"}};
    cfdns::call_policy policy;
    policy.retry.initial_backoff = 10ms;
    policy.timeout = 20s;
    attempts = 0;
    retries = 0;
    auto const call = [&]<class Op>(loopback_server const& server, Op const& op) {
        cfdns::exchange machine{op, somebody(), somewhere(), policy};
        return Harness{options_for(server)}.run(machine);
    };
    using calls = std::deque<cfdns::exchange<zt::incoming::get>>;
    auto const add_calls = [&](calls& to, std::size_t count) {
        while (to.size() < count) to.emplace_back(get, somebody(), somewhere(), policy);
    };

    SUBCASE("success") {
        loopback_server server{{respond_with(found("www.example.com."))}};
        auto const got = call(server, get);
        REQUIRE(got.has_value());
        CHECK(got->name == "www.example.com.");
        CHECK(attempts == 1);
        REQUIRE(server.requests().size() == 1);
        CHECK(server.requests()[0].find("\r\nAuthorization: Bearer a-token-of-the-test\r\n") !=
              std::string::npos);
    }
    SUBCASE("a 503 is tried again, and the second response is the result") {
        loopback_server server{
            {first_and_then(response("503 Service Unavailable\r\nRetry-After: 0"), found("second."))}, true};
        auto const got = call(server, get);
        REQUIRE(got.has_value());
        CHECK(got->name == "second.");
        CHECK(attempts == 2);
        CHECK(retries == 1);
        CHECK(server.requests().size() == 2);
        CHECK(server.accepted() == (Harness::keeps_connections ? 1 : 2));
    }
    SUBCASE("what is refused before it is sent is an error") {
        loopback_server server{{}};
        auto const got = call(server, zt::incoming::get{.zone_id = ""});
        REQUIRE(got.has_error());
        CHECK(got.error().parameter() == "zone_id");
        CHECK(attempts == 0);
        CHECK(server.accepted() == 0);
    }
    SUBCASE("a create is not repeated when the connection is cut after the request; a get is") {
        auto const cut = [](connection& client) { client.read_request(); };
        loopback_server server{{cut, cut, respond_with(found("again."))}};
        auto const made = call(server, create);
        REQUIRE(made.has_error());
        CHECK(made.error().delivery() == cfdns::delivery::unknown);
        CHECK(attempts == 1);
        CHECK(server.requests().size() == 1);
        auto const got = call(server, get);
        CHECK(got.has_value());
        CHECK(server.requests().size() == 3);
    }
    SUBCASE("a create is repeated when it was not sent, and when it was too early") {
        loopback_server server{
            {first_and_then(response("429 Too Many Requests\r\nRetry-After: 0"), found("made."))}, true};
        auto const made = call(server, create);
        CHECK(made.has_value());
        CHECK(server.requests().size() == 2);
    }
    SUBCASE("the time limit ends a request that is under way") {
        loopback_server server{{[](connection& client) {
            client.read_request();
            client.wait_for_close();
        }}};
        policy.timeout = 300ms;
        auto const start = clock::now();
        auto const got = call(server, get);
        CHECK(clock::now() - start < 10s);
        REQUIRE(got.has_error());
        CHECK(got.error().code() == boost::system::errc::timed_out);
    }
    SUBCASE("the time limit forbids a wait that is longer") {
        loopback_server server{{respond_with(response("503 Service Unavailable\r\nRetry-After: 60"))}};
        auto const start = clock::now();
        auto const got = call(server, get);
        CHECK(clock::now() - start < 10s);
        REQUIRE(got.has_error());
        CHECK(got.error().http_status() == 503);
        CHECK(got.error().retry_after() == std::chrono::milliseconds{60s});
    }
    SUBCASE("cancellation ends a wait") {
        loopback_server server{{respond_with(response("503 Service Unavailable\r\nRetry-After: 60"))}};
        policy.timeout.reset();
        auto const start = clock::now();
        cfdns::exchange machine{get, somebody(), somewhere(), policy};
        auto const got = Harness{options_for(server)}.run_and_cancel(machine, [] { return retries == 1; });
        CHECK(clock::now() - start < 10s);
        REQUIRE(got.has_error());
        CHECK(got.error().code() == cfdns::errc::cancelled);
        CHECK(server.requests().size() == 1);
    }
    SUBCASE("cancellation ends a request that is under way") {
        loopback_server server{{[](connection& client) {
            client.read_request();
            client.wait_for_close();
        }}};
        auto const start = clock::now();
        cfdns::exchange machine{create, somebody(), somewhere(), policy};
        auto const got = Harness{options_for(server)}.run_and_cancel(
            machine, [&] { return server.requests().size() == 1; });
        CHECK(clock::now() - start < 10s);
        REQUIRE(got.has_error());
        CHECK(got.error().code() == cfdns::errc::cancelled);
        CHECK(got.error().delivery() == cfdns::delivery::unknown);
        CHECK(server.wait_for_scripts(1));
        CHECK(server.requests().size() == 1);
    }
    SUBCASE("many calls run at the same time, each with a retry") {
        constexpr std::size_t count = 30;
        policy.retry.max_attempts = 10;  // one may be refused more than once
        std::atomic<std::size_t> refused{0};
        loopback_server* all = nullptr;
        loopback_server server{
            {[&](connection& client) {
                // No one is answered before all have asked.
                for (std::string request; !(request = client.read_request()).empty();) {
                    if (!all->wait_for_requests(count)) return;
                    if (refused++ < count)
                        client.write(response("503 Service Unavailable\r\nRetry-After: 0"));
                    else
                        client.write(found("n."));
                }
            }},
            true};
        all = &server;
        calls all_calls;
        add_calls(all_calls, count);
        auto const got = Harness{options_for(server)}.run_all(all_calls, count);
        CHECK(got.size() == count);
        auto const good =
            std::count_if(got.begin(), got.end(), [](auto const& each) { return each.has_value(); });
        CHECK(refused == 2 * count);
        CHECK(good == static_cast<std::ptrdiff_t>(count));
        CHECK(retries == static_cast<int>(count));
    }
    SUBCASE("no more machines run at the same time than allowed, and no fewer") {
        constexpr std::size_t count = 7;
        for (std::size_t const concurrency : {std::size_t{1}, std::size_t{3}, count, 2 * count}) {
            CAPTURE(concurrency);
            crowd inside{(std::min)(concurrency, count)};
            loopback_server server{{[&](connection& client) {
                                       while (!client.read_request().empty()) {
                                           inside.enter();
                                           inside.leave();
                                           client.write(found("n."));
                                       }
                                   }},
                                   true};
            calls all;
            add_calls(all, count);
            auto const got = Harness{options_for(server)}.run_all(all, concurrency);
            CHECK(std::count_if(got.begin(), got.end(), [](auto const& each) { return each.has_value(); }) ==
                  static_cast<std::ptrdiff_t>(count));
            CHECK(inside.most() == (std::min)(concurrency, count));
            CHECK(server.requests().size() == count);
        }
    }
    SUBCASE("results are in the order of the machines, and one that fails does not stop the others") {
        loopback_server server{{[](connection& client) {
                                   for (std::string request; !(request = client.read_request()).empty();) {
                                       std::size_t const at = request.find("/zones/") + 7;
                                       std::string const id = request.substr(at, 1);
                                       client.write(id == "3" ? response("404 Not Found") : found(id));
                                   }
                               }},
                               true};
        calls all;
        for (char const* const id : {"0", "", "2", "3", "4"})
            all.emplace_back(zt::incoming::get{.zone_id = id}, somebody(), somewhere(), policy);
        auto const got = Harness{options_for(server)}.run_all(all, 2);
        REQUIRE(got.size() == 5);
        for (std::size_t const i : {0u, 2u, 4u}) {
            REQUIRE(got[i].has_value());
            CHECK(got[i]->name == std::to_string(i));
        }
        REQUIRE(got[1].has_error());
        CHECK(got[1].error().parameter() == "zone_id");
        REQUIRE(got[3].has_error());
        CHECK(got[3].error().http_status() == 404);
        calls none;
        CHECK(Harness{options_for(server)}.run_all(none, 2).empty());
    }
    SUBCASE("a rate budget that the machines share is not exceeded") {
        constexpr std::size_t count = 7, quota = 3;
        constexpr auto window = 150ms;
        for (std::size_t const concurrency : {std::size_t{2}, count}) {
            CAPTURE(concurrency);
            std::mutex mutex;
            std::vector<clock::time_point> arrived;
            loopback_server server{{[&](connection& client) {
                                       while (!client.read_request().empty()) {
                                           {
                                               std::lock_guard const lock{mutex};
                                               arrived.push_back(clock::now());
                                           }
                                           client.write(found("n."));
                                       }
                                   }},
                                   true};
            cfdns::rate_budget budget{quota, window};
            policy.budget = &budget;
            calls all;
            add_calls(all, count);
            auto const start = clock::now();
            auto const got = Harness{options_for(server)}.run_all(all, concurrency);
            CHECK(std::count_if(got.begin(), got.end(), [](auto const& each) { return each.has_value(); }) ==
                  static_cast<std::ptrdiff_t>(count));
            REQUIRE(arrived.size() == count);
            // A slow machine makes it later, never earlier.
            for (std::size_t i = 0; i != count; ++i) CHECK(arrived[i] - start >= window * (i / quota));
        }
    }
    SUBCASE("a list is retrieved page by page to its end") {
        loopback_server server{{[](connection& client) {
                                   for (std::string request; !(request = client.read_request()).empty();)
                                       client.write(page_of_items(request, 5));
                               }},
                               true};
        Harness harness{options_for(server)};
        cfdns::pages<list_items> list{{}, somebody(), somewhere(), policy};
        std::string ids;
        while (!list.done()) {
            auto const page = harness.run(list);
            REQUIRE(page.has_value());
            for (item const& each : page->value) ids += each.id;
        }
        CHECK(ids == "01234");
        CHECK(list.end() == cfdns::list_end::last_page);
        CHECK(attempts == 3);
        CHECK(server.requests().size() == 3);
        CHECK(server.accepted() == (Harness::keeps_connections ? 1 : 3));
    }
    SUBCASE("several lists are retrieved at the same time") {
        crowd inside{2};
        loopback_server server{{[&](connection& client) {
                                   for (std::string request; !(request = client.read_request()).empty();) {
                                       inside.enter();
                                       inside.leave();
                                       client.write(page_of_items(request, 4));
                                   }
                               }},
                               true};
        Harness harness{options_for(server)};
        std::deque<cfdns::pages<list_items>> lists;
        for (int i = 0; i != 3; ++i) lists.emplace_back(list_items{}, somebody(), somewhere(), policy);
        std::size_t items = 0;
        while (!lists.front().done()) {
            auto const got = harness.run_all(lists, 2);
            REQUIRE(got.size() == 3);
            for (auto const& page : got) {
                REQUIRE(page.has_value());
                items += page->value.size();
            }
        }
        CHECK(items == 12);
        CHECK(inside.most() == 2);
        CHECK(server.requests().size() == 6);
    }
    SUBCASE("a workflow makes its calls, with delays and retries between them") {
        loopback_server server{{[requests = std::make_shared<std::atomic<int>>(0)](connection& client) {
                                   while (!client.read_request().empty()) {
                                       int const number = ++*requests;
                                       client.write(number == 2 ? response("503 Service Unavailable\r\n"
                                                                           "Retry-After: 0")
                                                                : found(number < 4 ? "waiting" : "there"));
                                   }
                               }},
                               true};
        wait_for_name machine{"there", 5ms, policy};
        auto const start = clock::now();
        auto const got = Harness{options_for(server)}.run(machine);
        REQUIRE(got.has_value());
        CHECK(got.value() == 3);
        CHECK(clock::now() - start >= 10ms);
        CHECK(attempts == 4);
        CHECK(retries == 1);
        CHECK(machine.report().call == 3);
        CHECK(server.requests().size() == 4);
    }
    SUBCASE("workflows run at the same time, and wait at the same time") {
        crowd inside{2};
        std::atomic<int> answered{0};
        loopback_server server{{[&](connection& client) {
                                   while (!client.read_request().empty()) {
                                       inside.enter();
                                       inside.leave();
                                       client.write(found(++answered > 4 ? "there" : "waiting"));
                                   }
                               }},
                               true};
        std::deque<wait_for_name> machines;
        for (int i = 0; i != 3; ++i) machines.emplace_back("there", 5ms, policy);
        auto const got = Harness{options_for(server)}.run_all(machines, 2);
        REQUIRE(got.size() == 3);
        for (auto const& each : got) CHECK(each.has_value());
        CHECK(inside.most() == 2);
    }
    SUBCASE("the deadline spans the calls of a workflow: no delay that is longer is begun") {
        loopback_server server{{respond_with(found("waiting"))}};
        policy.timeout = 20s;
        wait_for_name machine{"there", 60s, policy};
        auto const start = clock::now();
        auto const got = Harness{options_for(server)}.run(machine);
        CHECK(clock::now() - start < 10s);
        REQUIRE(got.has_error());
        CHECK(got.error().code() == cfdns::errc::deadline_exceeded);
        CHECK(server.requests().size() == 1);
    }
    SUBCASE("the deadline spans the calls of a workflow: a later request has the rest of the time") {
        loopback_server server{{[requests = std::make_shared<std::atomic<int>>(0)](connection& client) {
                                   while (!client.read_request().empty()) {
                                       if (++*requests == 2) return client.wait_for_close();
                                       client.write(found("waiting"));
                                   }
                               }},
                               true};
        policy.timeout = 400ms;
        wait_for_name machine{"there", 100ms, policy};
        auto const start = clock::now();
        auto const got = Harness{options_for(server)}.run(machine);
        CHECK(clock::now() - start < 10s);
        REQUIRE(got.has_error());
        CHECK(got.error().code() == boost::system::errc::timed_out);
        CHECK(server.requests().size() == 2);
    }
    SUBCASE("cancellation ends the delay of a workflow, and releases its place in the rate budget") {
        loopback_server server{{respond_with(found("waiting"))}};
        cfdns::rate_budget budget{2, 1h};
        policy.timeout.reset();
        policy.budget = &budget;
        wait_for_name machine{"there", 60s, policy};
        auto const start = clock::now();
        auto const got = Harness{options_for(server)}.run_and_cancel(machine, [] { return attempts == 1; });
        CHECK(clock::now() - start < 10s);
        REQUIRE(got.has_error());
        CHECK(got.error().code() == cfdns::errc::cancelled);
        CHECK(got.error().delivery() == cfdns::delivery::not_sent);
        CHECK(server.requests().size() == 1);
        auto const now = clock::now();
        CHECK(budget.next_available(now) == now);
    }
    SUBCASE("cancellation ends all machines, those included that were not started") {
        loopback_server server{{[](connection& client) {
                                   client.read_request();
                                   client.wait_for_close();
                               }},
                               true};
        calls all;
        add_calls(all, 5);
        auto const start = clock::now();
        auto const got = Harness{options_for(server)}.run_all_and_cancel(
            all, 2, [&] { return server.requests().size() == 2; });
        CHECK(clock::now() - start < 10s);
        REQUIRE(got.size() == 5);
        for (std::size_t i = 0; i != 5; ++i) {
            CAPTURE(i);
            REQUIRE(got[i].has_error());
            CHECK(got[i].error().code() == cfdns::errc::cancelled);
            CHECK(got[i].error().delivery() ==
                  (i < 2 ? cfdns::delivery::unknown : cfdns::delivery::not_sent));
        }
        CHECK(server.wait_for_scripts(2));
        CHECK(server.requests().size() == 2);
    }
    SUBCASE("cancellation ends the delays of all machines") {
        loopback_server server{{respond_with(response("503 Service Unavailable\r\nRetry-After: 60"))}, true};
        policy.timeout.reset();
        calls all;
        add_calls(all, 3);
        auto const start = clock::now();
        auto const got =
            Harness{options_for(server)}.run_all_and_cancel(all, 3, [] { return retries == 3; });
        CHECK(clock::now() - start < 10s);
        REQUIRE(got.size() == 3);
        for (auto const& each : got) {
            REQUIRE(each.has_error());
            CHECK(each.error().code() == cfdns::errc::cancelled);
        }
        CHECK(server.requests().size() == 3);
    }
}

}  // namespace cfdns_test

#endif
