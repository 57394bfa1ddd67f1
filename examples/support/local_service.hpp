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

/// The in-memory Cloudflare as a server on 127.0.0.1 whose first response is a 503.
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
            std::string const bytes = response_to(*request);
            if (bytes.empty()) return;
            client.write(bytes);
        }
    }

    // Returns the bytes of a response; empty to close the connection without one.
    std::string response_to(cfdns::http_request const& request) {
        std::lock_guard const lock{mutex_};
        if (std::exchange(first_, false))
            return "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
        cfdns::http_response const response = fake_.handle(request);
        if (response.status == 0) return {};
        std::string bytes = "HTTP/1.1 " + std::to_string(response.status) + " \r\n";
        for (auto const& [name, value] : response.headers) bytes += name + ": " + value + "\r\n";
        return bytes + "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n" +
               response.body;
    }

    bool const tls_;
    bool first_ = true;
    std::mutex mutex_{};
    cfdns::testing::fake_cloudflare fake_{};
    cfdns::testing::tls_identity const identity_{};
    cfdns::testing::loopback_server server_{{[this](cfdns::testing::connection& client) { serve(client); }},
                                            true};
};

/// The settings of an example.
struct target {
    cfdns::transport_options transport{};
    cfdns::credentials credentials{cfdns::api_token{cfdns::secret_string{"any-token"}}};
    cfdns::request_options options{};
    std::string zone_id{};
    std::unique_ptr<local_service> local{};
};

/// Settings for the service if the environment has credentials and the first argument is a zone; otherwise
/// for a local service.
inline std::optional<target> find_target(int argc, char** argv, bool with_tls) {
    auto const settings = cfdns::settings_from_environment();
    if (!settings) {
        std::cerr << settings.error().message() << '\n';
        return std::nullopt;
    }
    target out;
    if (settings.value().credentials) {
        if (argc != 2) {
            std::cerr << "usage: " << argv[0] << " ZONE_ID\n";
            return std::nullopt;
        }
        out.transport.origin = settings.value().origin;
        out.credentials = *settings.value().credentials;
        out.options = settings.value().options;
        out.zone_id = argv[1];
        return out;
    }
    out.local = std::make_unique<local_service>(with_tls);
    out.transport.origin = out.local->origin();
    if (with_tls) out.transport.ca_file = out.local->ca_file();
    out.zone_id = "269d8f4853475ca241c4e730be286b20";
    out.local->state().zone_transfers.incoming[out.zone_id].name = "www.example.com.";
    std::cout << "no credentials in the environment: using an in-memory Cloudflare at "
              << out.transport.origin << '\n';
    return out;
}

/// Prints one line per attempt. For the drivers.
inline void print_attempt(cfdns::attempt_report const& report) {
    std::cout << "attempt " << report.number << ": ";
    if (report.failure)
        std::cout << report.failure->message();
    else
        std::cout << "HTTP " << report.http_status;
    if (report.next_delay) std::cout << ", again in " << report.next_delay->count() << " ms";
    std::cout << '\n';
}

/// Prints the outcome of a call. Returns the exit status for `main`.
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
