// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_HTTP_HPP
#define CFDNS_CORE_HTTP_HPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/version.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// HTTP requests and responses as plain values, exchanged between the library and an HTTP client.
namespace cfdns::inline v0_2 {

/// The request methods that the API uses (RFC 9110 section 9, RFC 5789 for PATCH).
enum class http_method : unsigned char { get, post, put, patch, delete_ };

/// The method as spelled in a request line: "GET", "POST", "PUT", "PATCH" or "DELETE".
constexpr std::string_view to_string(http_method method) noexcept {
    switch (method) {
        case http_method::get: return "GET";
        case http_method::post: return "POST";
        case http_method::put: return "PUT";
        case http_method::patch: return "PATCH";
        case http_method::delete_: return "DELETE";
    }
    return {};
}

/// A header field (RFC 9110 section 5). Names are case-insensitive.
struct http_header {
    std::string name{};   ///< Field name, as sent.
    std::string value{};  ///< Field value, without leading and trailing white space.
};

/// A non-owning view of a response, which any HTTP client can provide without copying.
///
/// *Lifetime:* `headers` and `body` must stay valid during the call that the view is passed to. The library
/// keeps no references to them.
struct response_view {
    /// Status code, 100 to 599.
    int status{};
    /// Header fields. If empty, `cf-ray`, `Retry-After` and rate limits are not available.
    std::span<http_header const> headers{};
    /// Content, with all content and transfer codings decoded.
    std::string_view body{};
};

/// A response that owns its data, as returned by a transport.
struct http_response {
    int status{};                        ///< Status code, 100 to 599.
    std::vector<http_header> headers{};  ///< All header fields, in the order received.
    std::string body{};                  ///< Content, with all content and transfer codings decoded.

    /// A view of this response. *Lifetime:* the view is valid until this object is modified or destroyed.
    operator response_view() const noexcept { return {status, {headers.data(), headers.size()}, body}; }
};

/// A request that any HTTP client can send to an origin of the caller's choice.
///
/// It contains credentials only after `authorize`; its body may contain secrets. The HTTP client adds
/// `Host`, `Content-Length` and connection-specific fields.
struct http_request {
    http_method method{http_method::get};  ///< Request method.
    /// Request target in origin-form: percent-encoded path and query (RFC 9112 section 3.2.1).
    std::string target{};
    std::vector<http_header> headers{};  ///< Header fields, to be sent unchanged.
    /// Content, in the format that `Content-Type` states (JSON in UTF-8, or a form); empty if there is none.
    std::string body{};
};

/// Returns the value of the first header field named `name` (case-insensitive), or `std::nullopt` if there
/// is none.
///
/// *Lifetime:* the view points into `headers`.
[[nodiscard]] constexpr std::optional<std::string_view> find_header(std::span<http_header const> headers,
                                                                    std::string_view name) noexcept {
    for (http_header const& header : headers)
        if (detail::iequals(header.name, name)) return std::string_view{header.value};
    return std::nullopt;
}

}  // namespace cfdns::inline v0_2

#endif
