// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_TRANSPORT_FAULTS_HPP
#define CFDNS_TESTS_TRANSPORT_FAULTS_HPP

#include <cfdns/core/run.hpp>
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/flows/create_once.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/options.hpp>
#include <cfdns/zone_transfers.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

/// Many calls through one transport against a server that cuts, stalls, truncates and refuses at random.
namespace cfdns_test {

namespace zt = cfdns::zone_transfers;
using namespace std::chrono_literals;

/// What happens to a request that has arrived.
enum class fate : unsigned {
    good,
    good_and_close,
    good_late,
    good_after_103,
    limited,
    refused,
    success_false,
    html_500,
    html_200,
    bare_503,
    empty_204,
    redirect,
    not_http,
    fin,
    reset,
    stall,
    fin_in_headers,
    stall_in_headers,
    fin_in_body,
    fin_in_chunks,
    reset_in_body,
    stall_in_body,
    count
};

constexpr std::string_view name_of(fate value) {
    constexpr std::string_view names[] = {"good",
                                          "good, then closed",
                                          "good, but late",
                                          "good after a 103",
                                          "429",
                                          "400",
                                          "success:false under 200",
                                          "500 HTML",
                                          "200 HTML",
                                          "503 without content",
                                          "204",
                                          "302",
                                          "no HTTP",
                                          "closed",
                                          "reset",
                                          "stalled",
                                          "closed in the headers",
                                          "stalled in the headers",
                                          "closed in the body",
                                          "closed between chunks",
                                          "reset in the body",
                                          "stalled in the body"};
    return names[static_cast<unsigned>(value)];
}

/// What the server remembers: the fates of each call's requests, in the order of arrival.
class fates {
public:
    explicit fates(std::uint64_t seed) : engine_(seed) {}

    fate draw(std::string const& call) {
        std::lock_guard const lock{mutex_};
        constexpr auto count = static_cast<unsigned>(fate::count);
        unsigned const random = std::uniform_int_distribution<unsigned>{0, 2 * count - 1}(engine_);
        fate const drawn = random < count ? static_cast<fate>(random) : fate::good;
        of_call_[call].push_back(drawn);
        return drawn;
    }
    // What happens to a connection before any request.
    unsigned draw_start() {
        std::lock_guard const lock{mutex_};
        return std::uniform_int_distribution<unsigned>{0, 19}(engine_);
    }
    std::vector<fate> of(std::string const& call) const {
        std::lock_guard const lock{mutex_};
        auto const at = of_call_.find(call);
        return at == of_call_.end() ? std::vector<fate>{} : at->second;
    }
    // Of calls of `create_once`: whether the object exists, and how often it was created.
    bool exists(std::string const& call) const {
        std::lock_guard const lock{mutex_};
        return created_.contains(call);
    }
    void create(std::string const& call) {
        std::lock_guard const lock{mutex_};
        ++created_[call];
    }
    int created(std::string const& call) const {
        std::lock_guard const lock{mutex_};
        auto const at = created_.find(call);
        return at == created_.end() ? 0 : at->second;
    }
    std::map<fate, int> totals() const {
        std::lock_guard const lock{mutex_};
        std::map<fate, int> out;
        for (auto const& [call, list] : of_call_)
            for (fate const one : list) ++out[one];
        return out;
    }

private:
    mutable std::mutex mutex_;
    std::mt19937_64 engine_;
    std::map<std::string, std::vector<fate>> of_call_;
    std::map<std::string, int> created_;
};

/// The call that a request belongs to: its zone id.
inline std::string call_of(std::string_view request) {
    std::size_t const at = request.find("/zones/");
    if (at == request.npos) return {};
    std::string_view const rest = request.substr(at + 7);
    return std::string{rest.substr(0, rest.find('/'))};
}

inline std::string good_content(std::string const& call) {
    return R"({"success":true,"errors":[],"messages":[],"result":{"id":")" + call +
           R"(","auto_refresh_seconds":300,"name":"example.com","peers":[]}})";
}

/// One connection of the unreliable server.
inline void misbehave(cfdns::testing::connection& client, fates& all,
                      cfdns::testing::tls_identity const* identity) {
    unsigned const start = all.draw_start();
    if (start == 0) return client.reset();
    if (start == 1) return;
    if (identity != nullptr && !client.start_tls(*identity)) return;
    if (start == 2) return;
    for (std::string request; !(request = client.read_request()).empty();) {
        std::string const call = call_of(request);
        bool const once = call.starts_with("once-");
        bool const absent = once && request.starts_with("GET") && !all.exists(call);
        std::string const content =
            absent
                ? R"({"success":false,"errors":[{"code":1000,"message":"none"}],"messages":[],"result":null})"
                : good_content(call);
        auto const response = [](std::string const& status, std::string const& body,
                                 std::string const& more = {}) {
            return "HTTP/1.1 " + status + "\r\nCF-RAY: 1-A\r\n" + more +
                   "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
        };
        std::string const good =
            response(absent ? "404 Not Found" : "200 OK", content, "Content-Type: application/json\r\n");
        std::string const refusal =
            R"({"success":false,"errors":[{"code":1004,"message":"no"}],"messages":[],"result":null})";
        std::string const html = "<!DOCTYPE html><html><body>Error</body></html>";
        std::string const chunked =
            "HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"su\r\n";
        std::string const half = good.substr(0, good.size() - content.size() / 2);
        std::string const quarter = good.substr(0, 30);
        fate drawn = all.draw(call);
        // A refusal is an answer, after which nothing is created.
        if (once && (drawn == fate::refused || drawn == fate::success_false)) drawn = fate::limited;
        if (once && request.starts_with("POST") && drawn != fate::limited) all.create(call);
        switch (drawn) {
            case fate::good: client.write(good); break;
            case fate::good_and_close: return client.write(good);
            case fate::good_late:
                std::this_thread::sleep_for(20ms);
                client.write(good);
                break;
            case fate::good_after_103: client.write("HTTP/1.1 103 Early Hints\r\n\r\n" + good); break;
            case fate::limited:
                client.write(response("429 Too Many Requests", refusal, "Retry-After-Ms: 5\r\n"));
                break;
            case fate::refused: client.write(response("400 Bad Request", refusal)); break;
            case fate::success_false: client.write(response("200 OK", refusal)); break;
            case fate::html_500:
                client.write(response("500 Internal Server Error", html, "Content-Type: text/html\r\n"));
                break;
            case fate::html_200:
                client.write(response("200 OK", html, "Content-Type: text/html\r\n"));
                break;
            case fate::bare_503: client.write(response("503 Service Unavailable", "")); break;
            case fate::empty_204: client.write("HTTP/1.1 204 No Content\r\n\r\n"); break;
            case fate::redirect:
                client.write(response("302 Found", "", "Location: http://127.0.0.1:1/\r\n"));
                break;
            case fate::not_http: return client.write("220 mail.example.com ESMTP\r\n");
            case fate::fin: return;
            case fate::reset: return client.reset();
            case fate::stall: return client.wait_for_close();
            case fate::fin_in_headers: return client.write(quarter);
            case fate::stall_in_headers: client.write(quarter); return client.wait_for_close();
            case fate::fin_in_body: return client.write(half);
            case fate::fin_in_chunks: return client.write(chunked);
            case fate::reset_in_body: client.write(half); return client.reset();
            case fate::stall_in_body: client.write(half); return client.wait_for_close();
            case fate::count: break;
        }
    }
}

/// Standard means that also note what each attempt said of itself.
struct noting : cfdns::blocking_runtime {
    int attempts = 0;
    int perhaps_sent = 0;
    void observe(cfdns::attempt_report const& report) {
        ++attempts;
        if (!report.failure || report.failure->delivery() != cfdns::delivery::not_sent) ++perhaps_sent;
    }
};

/// What was wrong, and what happened how often.
struct findings {
    std::mutex mutex{};
    std::vector<std::string> wrong{};
    std::map<std::string, int> outcomes{};
    int creates = 0, limited_creates = 0, repeated_creates = 0, once = 0;
    std::chrono::milliseconds longest{};
    bool closed_all = false;  // no descriptor is left
    std::string table{};
};

inline std::size_t open_descriptors() {
    std::error_code none;
    auto const entries = std::filesystem::directory_iterator{"/proc/self/fd", none};
    return none ? 0 : static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

template <class Transport, class Op>
void make_one_call(Transport& transport, Op const& op, std::string const& id, bool creates, fates const& all,
                   findings& found) {
    constexpr auto limit = 3s;
    cfdns::call_policy policy{.timeout = limit};
    policy.retry = {.max_attempts = 4, .initial_backoff = 2ms, .max_backoff = 20ms};
    noting runtime;
    auto const start = runtime.now();
    auto const got = cfdns::call_full(transport, cfdns::api_token{cfdns::secret_string{"a-secret-token"}},
                                      op, {}, runtime, policy);
    auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(runtime.now() - start);
    std::vector<fate> const arrived = all.of(id);

    std::lock_guard const lock{found.mutex};
    auto const expect = [&](bool holds, std::string const& otherwise) {
        if (holds) return;
        std::string text = id + ": " + otherwise + " (";
        for (fate const one : arrived) text.append(name_of(one)) += ", ";
        found.wrong.push_back(text + std::to_string(runtime.attempts) + " attempts)");
    };
    found.longest = (std::max)(found.longest, took);
    expect(took < limit + 3s, "took " + std::to_string(took.count()) + " ms");
    expect(runtime.attempts >= 1 && runtime.attempts <= 4, "a wrong number of attempts");
    if (got.has_value()) {
        ++found.outcomes["a value"];
        expect(!arrived.empty() && arrived.back() <= fate::good_after_103, "a value that was not sent");
        expect(got.value().info.http_status == 200 && got.value().info.cf_ray == "1-A",
               "the response's status or cf-ray is lost");
    } else {
        cfdns::error const failure = got.error();
        std::string const said = failure.message();
        expect(failure.code().failed() && !said.empty(), "an error that says nothing");
        expect(said.find("a-secret-token") == said.npos, "the token is in the error");
        expect(failure.delivery() != cfdns::delivery::not_sent || runtime.perhaps_sent < runtime.attempts,
               "attempts do not add up");
        ++found.outcomes[failure.http_status() != 0 ? "status " + std::to_string(failure.http_status())
                         : failure.code() == boost::system::errc::timed_out ? "timed out"
                                                                            : "no response"];
    }
    if (!creates) return;
    ++found.creates;
    // The service cannot have acted on what it limited; everything else that arrived may have made
    // something.
    auto const acted =
        std::count_if(arrived.begin(), arrived.end(), [](fate one) { return one != fate::limited; });
    if (!arrived.empty() && arrived.front() == fate::limited) ++found.limited_creates;
    if (arrived.size() > 1) ++found.repeated_creates;
    expect(acted <= 1, "a create was sent again after it may have been done");
    expect(static_cast<int>(arrived.size()) <= runtime.perhaps_sent,
           "an attempt that arrived was said not to have been sent");
}

// A create that is neither repeated blindly nor given up.
template <class Transport>
void create_once(Transport& transport, std::string const& id, fates const& all, findings& found) {
    cfdns::call_policy policy;
    policy.retry = {.max_attempts = 4, .initial_backoff = 2ms, .max_backoff = 20ms};
    std::vector<std::string> const none;
    cfdns::flows::create_once work{
        zt::incoming::create{
            .zone_id = id, .auto_refresh_seconds = 300s, .name = "example.com", .peers = none},
        cfdns::api_token{cfdns::secret_string{"a-secret-token"}},
        {},
        policy,
        {.first_lookup_after = 5ms, .second_lookup_after = 20ms}};
    auto const got = cfdns::run(transport, work, cfdns::blocking_runtime{});
    std::lock_guard const lock{found.mutex};
    ++found.once;
    ++found.outcomes[got ? "a value" : "an error of create_once"];
    if (got.has_error()) found.wrong.push_back(id + ": " + got.error().message());
    if (all.created(id) != 1)
        found.wrong.push_back(id + ": created " + std::to_string(all.created(id)) + " times");
}

/// Makes `calls` calls through transports that `make(transport_options)` gives, half of them over TLS, in
/// several threads.
template <class Make>
void run_calls(findings& found, int calls, std::uint64_t seed, Make make) {
    constexpr int threads = 8;
    fates all{seed};
    auto const began = std::chrono::steady_clock::now();
    std::size_t connections = 0;
    std::size_t descriptors = 0;
    {
        cfdns::testing::tls_identity const identity;
        static_cast<void>(make(cfdns::transport_options{}));  // what a library opens once and for all
        descriptors = open_descriptors();
        cfdns::testing::loopback_server plain{
            {[&](auto& client) { misbehave(client, all, nullptr); }}, true, 5s};
        cfdns::testing::loopback_server secure{
            {[&](auto& client) { misbehave(client, all, &identity); }}, true, 5s};
        std::vector<std::thread> running;
        for (int t = 0; t != threads; ++t)
            running.emplace_back([&, t] {
                cfdns::transport_options options;
                options.origin = t % 2 == 0 ? plain.origin() : secure.origin("https");
                options.ca_file = t % 2 == 0 ? std::string{} : identity.certificate_file();
                options.connect_timeout = 1s;
                options.total_timeout = 300ms;
                auto transport = make(options);
                for (int i = t; i < calls; i += threads) {
                    std::string const id = "call-" + std::to_string(i);
                    std::vector<std::string> const none;
                    switch (i / threads % 4) {
                        case 0:
                            make_one_call(transport, zt::incoming::get{.zone_id = id}, id, false, all,
                                          found);
                            break;
                        case 1:
                            make_one_call(transport,
                                          zt::incoming::update{.zone_id = id,
                                                               .auto_refresh_seconds = 300s,
                                                               .name = "example.com",
                                                               .peers = none},
                                          id, false, all, found);
                            break;
                        case 2: create_once(transport, "once-" + std::to_string(i), all, found); break;
                        default:
                            make_one_call(transport,
                                          zt::incoming::create{.zone_id = id,
                                                               .auto_refresh_seconds = 300s,
                                                               .name = "example.com",
                                                               .peers = none},
                                          id, true, all, found);
                    }
                }
            });
        for (std::thread& one : running) one.join();
        connections = plain.accepted() + secure.accepted();
    }
    auto const took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);

    found.closed_all = open_descriptors() <= descriptors;
    found.table = std::to_string(calls) + " calls (seed " + std::to_string(seed) + ") in " +
                  std::to_string(took.count()) + " ms over " + std::to_string(connections) +
                  " connections; creates " + std::to_string(found.creates) +
                  ", of these sent again after a 429 " + std::to_string(found.repeated_creates) +
                  "; create_once " + std::to_string(found.once) + "; longest call " +
                  std::to_string(found.longest.count()) + " ms\n";
    for (auto const& [outcome, count] : found.outcomes)
        found.table += "  " + outcome + ": " + std::to_string(count) + '\n';
    found.table += "what happened to the requests:\n";
    for (auto const& [one, count] : all.totals())
        found.table += "  " + std::string{name_of(one)} + ": " + std::to_string(count) + '\n';
}

/// CFDNS_FAULT_CALLS calls (500), with CFDNS_FAULT_SEED as the seed (1).
template <class Make>
void check_faults(std::string const& name, Make make) {
    char const* const wanted = std::getenv("CFDNS_FAULT_CALLS");
    int const calls = wanted != nullptr ? std::atoi(wanted) : 500;
    char const* const seeded = std::getenv("CFDNS_FAULT_SEED");
    findings found;
    run_calls(found, calls, seeded != nullptr ? std::strtoull(seeded, nullptr, 10) : 1, make);
    MESSAGE(name << ": " << found.table);
    for (std::size_t i = 0; i != (std::min)(found.wrong.size(), std::size_t{20}); ++i)
        MESSAGE(found.wrong[i]);
    CHECK(found.wrong.size() == 0);
    int ended = 0;
    for (auto const& [outcome, count] : found.outcomes) ended += count;
    CHECK(ended == calls);
    CHECK(found.outcomes["a value"] > calls / 4);
    // Which calls are limited depends on the threads.
    CHECK((found.repeated_creates > 0 || found.limited_creates == 0));
    CHECK(found.closed_all);
}

}  // namespace cfdns_test

#endif
