// SPDX-License-Identifier: BSL-1.0
#ifndef SUPPORT_LOCAL_SERVICE_HPP
#define SUPPORT_LOCAL_SERVICE_HPP

#include <cfdns/cfdns.hpp>
#include <cfdns/environment.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/options.hpp>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace support {

/// The in-memory Cloudflare as a server on 127.0.0.1 that has a bad start: its first answer is a 503.
class local_service {
public:
    explicit local_service(bool with_tls) : tls_(with_tls) {}

    [[nodiscard]] std::string origin() const { return server_.origin(tls_ ? "https" : "http"); }
    [[nodiscard]] std::string ca_file() const { return identity_.certificate_file(); }
    [[nodiscard]] cfdns::testing::fake_cloudflare& state() { return fake_; }

private:
    void serve(cfdns::testing::connection& client) {
        if (tls_ && !client.start_tls(identity_)) return;
        while (auto const request = cfdns::testing::parse_request(client.read_request())) {
            std::string const bytes = reply_to(*request);
            if (bytes.empty()) return;
            client.write(bytes);
        }
    }

    // Empty: there is no answer, and the connection closes.
    std::string reply_to(cfdns::http_request const& request) {
        std::lock_guard const lock{mutex_};
        if (std::exchange(first_, false))
            return "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
        cfdns::http_response const reply = fake_.handle(request);
        if (reply.status == 0) return {};
        std::string bytes = "HTTP/1.1 " + std::to_string(reply.status) + " \r\n";
        for (auto const& [name, value] : reply.headers) bytes += name + ": " + value + "\r\n";
        return bytes + "Content-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n" + reply.body;
    }

    bool const tls_;
    bool first_ = true;
    std::mutex mutex_{};
    cfdns::testing::fake_cloudflare fake_{};
    cfdns::testing::tls_identity const identity_{};
    cfdns::testing::loopback_server server_{{[this](cfdns::testing::connection& client) { serve(client); }}, true};
};

/// What an example needs to know for a call.
struct target {
    cfdns::transport_options options{};
    cfdns::credentials who{cfdns::api_token{cfdns::secret_string{"any token will do"}}};
    cfdns::endpoint where{};
    std::string zone_id{};
    std::unique_ptr<local_service> local{};
};

/// The service, if the environment has credentials and the first argument names a zone; else a local one.
inline std::optional<target> find_target(int argc, char** argv, bool with_tls) {
    auto const settings = cfdns::settings_from_environment();
    if (!settings) {
        std::cerr << settings.error().message() << '\n';
        return std::nullopt;
    }
    target out;
    if (settings.value().who) {
        if (argc != 2) {
            std::cerr << "usage: " << argv[0] << " ZONE_ID\n";
            return std::nullopt;
        }
        out.options.origin = settings.value().origin;
        out.who = *settings.value().who;
        out.where = settings.value().where;
        out.zone_id = argv[1];
        return out;
    }
    out.local = std::make_unique<local_service>(with_tls);
    out.options.origin = out.local->origin();
    if (with_tls) out.options.ca_file = out.local->ca_file();
    out.zone_id = "269d8f4853475ca241c4e730be286b20";
    out.local->state().incoming[out.zone_id].name = "www.example.com.";
    std::cout << "no credentials in the environment: using an in-memory Cloudflare at " << out.options.origin << '\n';
    return out;
}

/// For the drivers: one line for each attempt.
inline void print_attempt(cfdns::attempt_report const& report) {
    std::cout << "attempt " << report.number << ": ";
    if (report.failure)
        std::cout << report.failure->message();
    else
        std::cout << "HTTP " << report.http_status;
    if (report.next_delay) std::cout << ", again in " << report.next_delay->count() << " ms";
    std::cout << '\n';
}

/// Prints what a call gave. For `main` to return.
inline int print_result(cfdns::result<cfdns::zone_transfers::incoming::configuration> const& got) {
    if (!got) {
        std::cerr << got.error().message() << '\n';
        return 1;
    }
    std::cout << "the zone " << got.value().name.value_or("(without a name)") << " is a secondary zone\n";
    return 0;
}

}  // namespace support

#endif
