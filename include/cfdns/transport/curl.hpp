// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TRANSPORT_CURL_HPP
#define CFDNS_TRANSPORT_CURL_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/transport/options.hpp>

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>

#include <curl/curl.h>

#include <chrono>
#include <memory>

#if LIBCURL_VERSION_NUM < 0x074a00
#error "cfdns/transport/curl.hpp needs libcurl 7.74 or later"
#endif

/// Transports based on libcurl. Opt-in: the program links libcurl.
namespace cfdns::inline v0_2 {

/// The error category of `CURLcode`, named "curl". Categories compare by id, as for `cfdns_category()`.
/// Codes with an unambiguous meaning map to portable conditions, such as `timed_out`, `host_unreachable`,
/// `connection_reset` and `protocol_error`.
[[nodiscard]] boost::system::error_category const& curl_category() noexcept;

/// Creates an error code in `curl_category()`.
[[nodiscard]] boost::system::error_code make_curl_error_code(CURLcode code) noexcept;

namespace detail {
struct curl_handles;
struct curl_request_state;
}  // namespace detail

/// Sends requests with libcurl, one at a time, over a persistent connection.
///
/// Method, target, header fields and body are sent unchanged; `Host`, `Content-Length` and `Accept-Encoding`
/// (all encodings that this libcurl can decode) are added. TLS is version 1.2 or later, with certificate
/// verification. HTTP/2 is used if the service and libcurl support it, and a proxy if the environment
/// specifies one as documented by libcurl (`https_proxy`, `no_proxy`, ...). Redirects, cookies and .netrc
/// are not supported.
///
/// A persistent connection is reused only if nothing was received on it since the last response: unsolicited
/// data is never mistaken for a response, and a connection closed by the service is replaced. (Unsolicited
/// data in the same segment as the end of a chunked response, or of a response without content, is silently
/// discarded by libcurl.) If a persistent connection is closed during a request, libcurl may send GET, PUT
/// and DELETE again; POST and PATCH are not sent again once a byte of them was sent. (Before libcurl 7.80,
/// POST and PATCH use a new connection.) Over TLS, libcurl treats the end of the connection as the end of a
/// body without a length: such a body may be truncated, but is then not valid JSON.
///
/// Each object must be used by one thread at a time, except for `cancel`. The first object calls
/// `curl_global_init`, once and thread-safely; `curl_global_cleanup` is never called. With libcurl
/// before 7.84, a program that may initialise libcurl concurrently elsewhere must call `curl_global_init`
/// itself first. SIGPIPE is blocked in the calling thread while libcurl runs.
class curl_transport {
public:
    /// Stores the options. Invalid options are reported by each call.
    explicit curl_transport(transport_options options = {});
    /// Moves the connection. A moved-from object returns an error from every call.
    curl_transport(curl_transport&&) noexcept = default;
    /// Move assignment. The connection of this object is closed.
    curl_transport& operator=(curl_transport&&) noexcept = default;
    ~curl_transport() = default;

    /// Sends the request and waits for the complete response. Every status is a success at this level. 1xx
    /// responses and trailers are discarded.
    ///
    /// *Errors:* a code of `curl_category()`; the operating system's code if a connection failed with one;
    /// the generic codes `permission_denied` if a proxy refuses to connect and `host_unreachable` if it
    /// cannot connect; `errc::response_too_large`; `errc::cancelled`; `errc::invalid_parameter`, naming
    /// `origin`, `connect_timeout`, `total_timeout`, `target` or `headers`.
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
        void operator()(detail::curl_handles* handles) const noexcept;
    };

    transport_options options_;
    std::unique_ptr<detail::curl_handles, closer> handles_;
};

/// A single request for programs that run a multi handle of libcurl in their own event loop. It behaves like
/// a request of `curl_transport`, except for connection reuse, because nothing checks idle connections for
/// unsolicited data: the multi handle reuses only HTTP/2 connections, and only for GET, PUT and DELETE; POST
/// and PATCH use a new connection, because the service may have closed an idle one; HTTP/1.1 connections are
/// closed after the response, because libcurl would mistake unsolicited data for the response to the
/// next request.
///
/// Add `handle()` to the multi handle. When the multi handle reports completion, remove the handle and pass
/// the code to `finish`. Before libcurl 7.87 with OpenSSL, the event loop must ignore or block SIGPIPE,
/// including while it cleans up the multi handle, because `CURLOPT_NOSIGNAL` is set.
class curl_request {
public:
    /// Prepares the request. Its timeout starts when the handle is added to the multi handle. `timeout`
    /// replaces `transport_options::total_timeout` if it is shorter.
    ///
    /// *Lifetime:* `request` must outlive this object; `options` does not have to.
    curl_request(transport_options const& options, http_request const& request,
                 std::chrono::milliseconds timeout = (std::chrono::milliseconds::max)());

    /// The easy handle. Null if the request cannot be made; `finish` then returns the error,
    /// regardless of the code passed.
    ///
    /// The caller may set `CURLOPT_PRIVATE` but must not change other options. *Lifetime:* valid as long as
    /// this object. The handle must be removed from the multi handle before this object is destroyed.
    [[nodiscard]] CURL* handle() const noexcept;

    /// Returns the response. Must be called once, with the code that the multi handle reported, or with
    /// `CURLE_ABORTED_BY_CALLBACK` if the caller removed the handle before completion.
    ///
    /// *Errors:* those of `curl_transport`; `errc::cancelled` for `CURLE_ABORTED_BY_CALLBACK`.
    [[nodiscard]] result<http_response> finish(CURLcode code);

private:
    struct closer {
        void operator()(detail::curl_request_state* state) const noexcept;
    };

    std::unique_ptr<detail::curl_request_state, closer> state_;
};

}  // namespace cfdns::inline v0_2

#if CFDNS_HAS_TRANSPORT_DEFINITIONS
#include <cfdns/impl/transport/curl.ipp>
#endif

#endif
