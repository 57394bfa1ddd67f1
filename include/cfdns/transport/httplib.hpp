// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TRANSPORT_HTTPLIB_HPP
#define CFDNS_TRANSPORT_HTTPLIB_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/transport/options.hpp>

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>

#include <httplib.h>

#include <chrono>
#include <memory>

/// A transport based on cpp-httplib. Opt-in: the program links the libraries that its cpp-httplib needs,
/// OpenSSL if CPPHTTPLIB_OPENSSL_SUPPORT is defined, and zlib if CPPHTTPLIB_ZLIB_SUPPORT is defined.
///
/// These macros must be defined identically in all sources of the program. A compiled cpp-httplib, such as
/// Debian's, requires the macros listed in its pkg-config file.
namespace cfdns::inline v0_2 {

/// The error category of `httplib::Error`, named "httplib". Categories compare by id, as for
/// `cfdns_category()`. Codes with an unambiguous meaning map to portable conditions, such as `timed_out`,
/// `host_unreachable` and `connection_reset`.
[[nodiscard]] boost::system::error_category const& httplib_category() noexcept;

/// Creates an error code in `httplib_category()`.
[[nodiscard]] boost::system::error_code make_httplib_error_code(httplib::Error code) noexcept;

namespace detail {
struct httplib_state;
}

/// Sends requests with cpp-httplib, one at a time, over a persistent HTTP/1.1 connection.
///
/// Method, target, header fields and body are sent unchanged; `Host`, `Content-Length` and, if
/// CPPHTTPLIB_ZLIB_SUPPORT is defined, `Accept-Encoding: gzip` are added. If CPPHTTPLIB_OPENSSL_SUPPORT is
/// defined, TLS is version 1.2 or later, with certificate verification; otherwise each call with an `https`
/// origin fails. Redirects, cookies and proxies are not supported. This class never sends a request twice;
/// cpp-httplib after 0.12 may send GET, PUT and DELETE again over TLS.
///
/// The timeouts of cpp-httplib apply to individual reads and writes. This class therefore starts a thread
/// for each request, which shuts the connection down on timeout and on `cancel`. Neither interrupts name
/// resolution, which can take as long as the resolver of the operating system.
///
/// Limitations of cpp-httplib:
/// - `connect_timeout` applies to each address of a host and to each step of the TLS handshake;
///   `total_timeout` applies to the whole request.
/// - The order of the header fields of a response is lost. From 0.18 on, some versions reverse the order
///   of fields with the same name.
/// - A 1xx response ends the request with an error, except for `100 Continue` without header fields.
/// - Over plain HTTP, unsolicited data in the same segment as the end of a response is silently
///   discarded, and the connection is reused. The data is never mistaken for a response.
/// - An endless status line or header section is read until the timeout and only then rejected.
/// - Before 0.12.1, requests are sent with their fields sorted by name, and with `Accept: */*` and
///   `User-Agent` if these are missing. Responses with trailers are rejected. A chunked response whose
///   line break after a chunk is missing or invalid is treated as complete (the truncated JSON is then
///   rejected). A status line of 50,000 bytes crashes the program.
/// - Before 0.20, header fields with an empty value are dropped, and other values are percent-decoded.
/// - 0.19 rejects responses that are delimited by the end of the connection.
/// - 0.24 to 0.48 rewrite the query of a target: `/x?a=b%20c` is sent as `/x?a=b+c`, and `/x?d` as
///   `/x?d=`; up to 0.28, the query is also sorted by name. From 0.49 on, only an empty query (`?`) is
///   dropped.
class httplib_transport {
public:
    /// Stores the options. Invalid options are reported by each call.
    explicit httplib_transport(transport_options options = {});
    /// Moves the connection. A moved-from object returns an error from every call.
    httplib_transport(httplib_transport&&) noexcept = default;
    /// Move assignment. The connection of this object is closed.
    httplib_transport& operator=(httplib_transport&&) noexcept = default;
    ~httplib_transport() = default;

    /// Sends the request and waits for the complete response. Every status is a success at this level.
    ///
    /// *Errors:* a code of `httplib_category()`; the generic codes `timed_out`, `protocol_error` (the
    /// framing or encoding of the response is not the requested one), `protocol_not_supported` (`https`
    /// without TLS), `connection_reset`, `not_enough_memory`, `too_many_files_open` and
    /// `resource_unavailable_try_again` (no thread can be started); `errc::response_too_large`;
    /// `errc::cancelled`; `errc::invalid_parameter`, naming `origin`, `connect_timeout`, `total_timeout`,
    /// `target` or `headers`.
    ///
    /// `delivery()` is `delivery::not_sent` only if it is certain that no byte of the request was sent. If a
    /// status line was received, the error contains the status, `cf_ray()` and `retry_after()`, but no
    /// excerpt, because a truncated body may contain a secret.
    [[nodiscard]] result<http_response> operator()(http_request const& request) {
        return (*this)(request, options_.total_timeout);
    }

    /// As above, with `timeout` instead of `transport_options::total_timeout` if it is shorter.
    [[nodiscard]] result<http_response> operator()(http_request const& request,
                                                   std::chrono::milliseconds timeout);

    /// Cancels the current request or, if there is none, the next one, which then fails with
    /// `errc::cancelled`. May be called from any thread, but not concurrently with moving or destroying this
    /// object.
    void cancel() noexcept;

private:
    struct closer {
        void operator()(detail::httplib_state* state) const noexcept;
    };

    transport_options options_;
    std::unique_ptr<detail::httplib_state, closer> state_;
};

}  // namespace cfdns::inline v0_2

#if CFDNS_HAS_TRANSPORT_DEFINITIONS
#include <cfdns/impl/transport/httplib.ipp>
#endif

#endif
