// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TRANSPORT_OPTIONS_HPP
#define CFDNS_TRANSPORT_OPTIONS_HPP

#include <cfdns/detail/config.hpp>

#include <chrono>
#include <cstddef>
#include <string>

/// Options common to all transports of the library.
namespace cfdns::inline v0_2 {

/// Origin, timeouts, size limit and trusted certificates of a transport.
struct transport_options {
    /// An `http` or `https` URL with a host and an optional port, without path and user information. IPv6
    /// addresses are enclosed in brackets.
    std::string origin{"https://api.cloudflare.com"};
    /// Timeout of name resolution, connection and TLS handshake together; at least 1 ms.
    std::chrono::milliseconds connect_timeout{std::chrono::seconds{10}};
    /// Timeout of a whole request, from name resolution to the last byte of the response; at least 1 ms.
    std::chrono::milliseconds total_timeout{std::chrono::seconds{60}};
    /// Maximum size of a response body in bytes, after decompression. The limit for header fields is
    /// separate: 1 MiB or, depending on the HTTP library, less.
    std::size_t max_response_bytes{std::size_t{64} << 20};
    /// PEM file with the certificates to trust; if empty, the system's certificates are used.
    std::string ca_file{};
};

}  // namespace cfdns::inline v0_2

#endif
