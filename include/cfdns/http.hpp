// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_HTTP_HPP
#define CFDNS_HTTP_HPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/version.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// HTTP as plain values: what the library gives to an HTTP client and what it takes back.
namespace cfdns::inline v1 {

/// The request methods that the API uses (RFC 9110 section 9, RFC 5789 for PATCH).
enum class http_method : unsigned char { get, post, put, patch, delete_ };

/// The method as it stands in a request line: "GET", "POST", "PUT", "PATCH" or "DELETE".
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

/// One header field (RFC 9110 section 5). Names compare without case.
struct http_header {
    std::string name{};   ///< Field name, as sent.
    std::string value{};  ///< Field value, without leading and trailing white space.
};

/// A reply that is only borrowed: any HTTP client can fill one without copying.
///
/// *Lifetime:* `body` and `headers` must outlive the call that they are passed to; nothing is kept beyond it.
struct response_view {
    int status{};                            ///< Status code, 100 to 599.
    std::string_view body{};                 ///< Content after all content and transfer codings were undone.
    std::span<http_header const> headers{};  ///< May stay empty; then cf-ray, Retry-After and rate limits are unknown.
};

/// A reply that owns its bytes: what a transport returns.
struct http_response {
    int status{};                        ///< Status code, 100 to 599.
    std::vector<http_header> headers{};  ///< All header fields, in the order of arrival.
    std::string body{};                  ///< Content after all content and transfer codings were undone.

    /// Borrows this reply. *Lifetime:* the view is valid as long as this object is unchanged.
    operator response_view() const noexcept { return {status, body, {headers.data(), headers.size()}}; }
};

/// A request, ready to be sent by any HTTP client to the origin of the caller's choice.
///
/// It holds credentials only after `authorize`; its body may hold TSIG secrets. Host, Content-Length and what concerns the
/// connection belong to the HTTP client.
struct http_request {
    http_method method{http_method::get};  ///< The method.
    std::string target{};                ///< Origin-form, percent-encoded: path and query (RFC 9112 section 3.2.1).
    std::vector<http_header> headers{};  ///< Header fields to be sent as they are.
    std::string body{};                  ///< UTF-8 JSON, or empty: then there is no content.
};

/// The value of the first header field of that name, compared without case; nothing if there is none.
///
/// *Lifetime:* the view points into `headers`.
[[nodiscard]] constexpr std::optional<std::string_view> find_header(std::span<http_header const> headers,
                                                                    std::string_view name) noexcept {
    for (http_header const& header : headers)
        if (detail::iequals(header.name, name)) return std::string_view{header.value};
    return std::nullopt;
}

}  // namespace cfdns::inline v1

#endif
