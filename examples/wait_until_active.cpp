// SPDX-License-Identifier: BSL-1.0
// A workflow: waits until a zone is active, with retries, a deadline and a rate budget.
//
//     wait_until_active [HOST]
//
// Without credentials, it uses an in-memory Cloudflare, whose clock advances while the program waits. With
// CLOUDFLARE_API_TOKEN, it finds the zone of the host name and waits for it.

#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/blocking.hpp>
#include <cfdns/environment.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>
#include <cfdns/transport/curl.hpp>

#include <functional>
#include <iostream>
#include <string>

namespace zones = cfdns::zones;
using namespace std::chrono_literals;

namespace {

class wait_until_active : public cfdns::workflow<wait_until_active, zones::zone> {
public:
    wait_until_active(std::string zone_id, cfdns::credentials const& credentials,
                      cfdns::request_options const& options, cfdns::call_policy const& policy)
        : workflow(credentials, options, policy), get_{.zone_id = std::move(zone_id)} {}

    cfdns::workflow_step first_step() { return send<&wait_until_active::received>(get_); }

private:
    cfdns::workflow_step received(cfdns::result<zones::zone> zone) {
        if (zone.has_error() || zone->status == zones::statuses::active) return finish(std::move(zone));
        return send<&wait_until_active::received>(get_, 60s);
    }

    zones::get get_;
};

void print(cfdns::attempt_report const& report) {
    std::cout << "call " << report.call << ", attempt " << report.number << ": "
              << (report.failure ? report.failure->message() : "HTTP " + std::to_string(report.http_status))
              << '\n';
}

// Waits by advancing the clock of the in-memory service.
struct simulated_runtime {
    cfdns::testing::fake_cloudflare& service;
    std::chrono::steady_clock::time_point time{};

    void sleep(std::chrono::milliseconds delay) {
        time += delay;
        service.advance(delay);
    }
    [[nodiscard]] std::chrono::steady_clock::time_point now() const { return time; }
    [[nodiscard]] double random() const { return 0.5; }
    void observe(cfdns::attempt_report const& report) const { print(report); }
};

struct talkative_runtime : cfdns::blocking_runtime {
    void observe(cfdns::attempt_report const& report) const { print(report); }
};

template <class Client>
int run(Client&& cloudflare, std::string const& host) {
    auto const found = cloudflare.run(
        zones::find_zone{host, cloudflare.credentials(), cloudflare.options(), cloudflare.policy()});
    if (!found || found->empty()) {
        std::cerr << host << ": " << (found ? "no such zone" : found.error().message()) << '\n';
        return 1;
    }
    auto const zone = cloudflare.run(wait_until_active{found->front().id, cloudflare.credentials(),
                                                       cloudflare.options(), cloudflare.policy()});
    if (!zone) {
        std::cerr << found->front().name << ": " << zone.error().message() << '\n';
        return 1;
    }
    std::cout << zone->name << " is active\n";
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    auto const settings = cfdns::settings_from_environment();
    if (!settings) {
        std::cerr << settings.error().message() << '\n';
        return 2;
    }
    cfdns::rate_budget budget;
    cfdns::call_policy const policy{.timeout = 1h, .budget = &budget};
    if (settings->credentials) {
        if (argc != 2) {
            std::cerr << "usage: wait_until_active HOST\n";
            return 2;
        }
        cfdns::curl_transport transport{{.origin = settings->origin}};
        return run(cfdns::client{std::move(transport), *settings->credentials, settings->options,
                                 talkative_runtime{}, policy},
                   argv[1]);
    }
    std::cout << "no credentials in the environment: using an in-memory Cloudflare\n";
    cfdns::testing::fake_cloudflare service;
    service.zones.all["269d8f4853475ca241c4e730be286b20"] = {
        .id = "269d8f4853475ca241c4e730be286b20", .name = "example.com", .status = "pending"};
    service.zones.all.begin()->second.created_on = service.make_timestamp();
    service.zones.activate_after = 150s;
    service.next_faults = {{}, {}, {}, cfdns::testing::faults::status(503)};
    return run(cfdns::client{std::ref(service),
                             cfdns::api_token{cfdns::secret_string{"any-token"}},
                             {},
                             simulated_runtime{service},
                             policy},
               "www.example.com");
}
