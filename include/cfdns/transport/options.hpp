// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TRANSPORT_OPTIONS_HPP
#define CFDNS_TRANSPORT_OPTIONS_HPP

#include <cfdns/detail/config.hpp>

#include <chrono>
#include <cstddef>
#include <string>

/// What the ready-made transports have in common.
namespace cfdns::inline v1 {

/// Where a transport connects to, and how much it puts up with.
struct transport_options {
    /// `http` or `https`, host and perhaps a port: no path, no user information. An IPv6 address stands in brackets.
    std::string origin{"https://api.cloudflare.com"};
    /// For resolving, connecting and the TLS handshake; at least 1 ms.
    std::chrono::milliseconds connect_timeout{std::chrono::seconds{10}};
    /// For a whole request, from resolving to the last byte of the reply; at least 1 ms.
    std::chrono::milliseconds total_timeout{std::chrono::seconds{60}};
    /// The largest body of a reply, after decompression. Its header fields may take 1 MiB besides, or less.
    std::size_t max_response_bytes{std::size_t{64} << 20};
    /// PEM file of the certificates to trust, in place of the system's; empty: the system's.
    std::string ca_file{};
};

}  // namespace cfdns::inline v1

#endif
