// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_REQUEST_OPTIONS_HPP
#define CFDNS_CORE_REQUEST_OPTIONS_HPP

#include <cfdns/core/http.hpp>
#include <cfdns/version.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Options shared by all requests of a program.
namespace cfdns::inline v0_2 {

namespace detail {

inline constexpr std::string_view default_base_path = "/client/v4";

}  // namespace detail

/// The parts of a request that depend neither on the operation nor on the credentials. The origin (scheme,
/// host and port) is an option of the transport.
struct request_options {
    /// Prefix of every path: empty, or `/` followed by path segments. No segment may be empty, `.` or `..`,
    /// with or without percent-encoded dots; two hexadecimal digits follow each percent sign.
    std::string base_path{detail::default_base_path};
    /// Value of the `User-Agent` header field; if empty, the field is not sent.
    std::string user_agent{"cfdns/" CFDNS_VERSION};
    /// Additional header fields, sent after the library's own. `Accept` and `User-Agent` replace those of
    /// the library. Credentials do not belong here; see `authorize`. `Content-Type` and fields that the HTTP
    /// client sets (`Host`, `Content-Length`, `Transfer-Encoding`, `Connection`) are rejected.
    std::vector<http_header> headers{};
    /// Whether a POST, PUT or PATCH without body members sends `{}` (true) or no content (false). The
    /// official reference has documented both at different times.
    bool empty_object{true};
};

}  // namespace cfdns::inline v0_2

#endif
