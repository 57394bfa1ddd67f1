// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TRANSPORT_CURL_HPP
#define CFDNS_TRANSPORT_CURL_HPP

#include <cfdns/error.hpp>
#include <cfdns/http.hpp>
#include <cfdns/transport/options.hpp>

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>

#include <curl/curl.h>

#include <chrono>
#include <memory>

#if LIBCURL_VERSION_NUM < 0x074a00
#error "cfdns/transport/curl.hpp needs libcurl 7.74 or later"
#endif

/// Transports on libcurl. Opt-in: the program links libcurl itself.
namespace cfdns::inline v1 {

/// The category of a `CURLcode`, named "curl". Compares by id, as `cfdns_category()` does. Where libcurl's code has one
/// plain meaning, it has a portable condition: `timed_out`, `host_unreachable`, `connection_reset`, `protocol_error`, ...
[[nodiscard]] boost::system::error_category const& curl_category() noexcept;

/// Makes an error code of `curl_category()`.
[[nodiscard]] boost::system::error_code make_curl_error_code(CURLcode code) noexcept;

namespace detail {
struct curl_handles;
struct curl_single;
}

/// Sends requests with libcurl, one after the other, over a connection that it keeps open in between.
///
/// The request goes out as it is: method, target, header fields and body, with `Host`, `Content-Length` and
/// `Accept-Encoding` (whatever this libcurl can decode) added. TLS 1.2 or later with verification, HTTP/2 where the service
/// and libcurl have it, a proxy if the environment names one as libcurl documents (`https_proxy`, `no_proxy`, ...); never
/// a redirect, a cookie or a .netrc. A kept connection is used only if nothing came on it since the last reply: what came
/// unasked is no reply, and a connection that the service ended is replaced. (What comes unasked in one segment with the
/// end of a chunked reply, or of one without content, is dropped by libcurl, which does not tell.) GET, PUT and DELETE may be sent anew by libcurl
/// where a kept connection dies on the request; POST and PATCH are not, once a byte of them is out (before libcurl 7.80, they
/// get a connection of their own).
/// Over TLS, libcurl takes the mere end of a connection for the end of a body that has no length of its own: such a body
/// may be cut off, and is no JSON then.
///
/// Use one object from one thread at a time; only `cancel` may be called from any. The first object of all runs
/// `curl_global_init`, once and under a lock, and nothing ever undoes it. With a libcurl before 7.84, a program other parts
/// of which may initialise libcurl at the same time calls `curl_global_init` itself before both. SIGPIPE is blocked in the
/// calling thread while libcurl is at work, so that the program never gets it.
class curl_transport {
public:
    /// Keeps the options. Never fails: what is wrong with them is an error of the calls.
    explicit curl_transport(transport_options options = {});
    /// What is moved from answers every call with an error. Its connections go along.
    curl_transport(curl_transport&&) noexcept = default;
    /// As the constructor; what this object had is closed.
    curl_transport& operator=(curl_transport&&) noexcept = default;
    ~curl_transport() = default;

    /// Sends the request and waits for all of the reply; any status is a success here. 1xx replies and trailers are
    /// dropped.
    ///
    /// *Errors:* a code of `curl_category()`, or of the operating system's category where that says why there is no
    /// connection; of the generic category `permission_denied` where a proxy refuses to connect, `host_unreachable` where it
    /// cannot; `errc::response_too_large`; `errc::cancelled`; `errc::invalid_parameter` naming `origin`,
    /// `connect_timeout`, `total_timeout`, `target` or `headers`. `request_sent()` is `no` only if certainly not one byte of
    /// the request left. If a status line had arrived, the error has the status, `cf_ray()` and `retry_after()`, but no
    /// excerpt: a body cut off may hold a secret.
    [[nodiscard]] result<http_response> operator()(http_request const& request) {
        return (*this)(request, options_.total_timeout);
    }

    /// The same, with `at_most` in place of the total timeout if it is shorter.
    [[nodiscard]] result<http_response> operator()(http_request const& request, std::chrono::milliseconds at_most);

    /// Ends the request under way, or else the next one, with `errc::cancelled`. Any thread may call it, as long as the
    /// object is neither moved nor destroyed meanwhile.
    void cancel() noexcept;

private:
    struct closer {
        void operator()(detail::curl_handles* handles) const noexcept;
    };

    transport_options options_;
    std::unique_ptr<detail::curl_handles, closer> handles_;
};

/// One request for programs that run a multi handle of libcurl's in an event loop of their own. It does what a request of
/// `curl_transport` does, but for what nobody looks at: the multi handle keeps HTTP/2 connections for GET, PUT and DELETE;
/// POST and PATCH get a new one, because the service may have ended a kept one; and an HTTP/1.1 connection is closed after
/// the reply, because libcurl would take what comes on it unasked for the reply to the next request.
///
/// Add `handle()` to the multi handle. When that says that it is done, remove it there, and give the code to `finish`.
/// Before libcurl 7.87 with OpenSSL, the loop has to ignore or block SIGPIPE, also while it cleans up the multi handle:
/// `CURLOPT_NOSIGNAL` is set, so that libcurl does not.
class curl_request {
public:
    /// Prepares the request, whose time counts from when the handle is added. `at_most` takes the place of the total
    /// timeout if it is shorter.
    ///
    /// *Lifetime:* `request` must outlive this object; `options` may go.
    curl_request(transport_options const& options, http_request const& request,
                 std::chrono::milliseconds at_most = (std::chrono::milliseconds::max)());

    /// The easy handle. Null if the request cannot be made: `finish` says why, whatever code it is given.
    ///
    /// `CURLOPT_PRIVATE` is the caller's; other options are not to be changed. *Lifetime:* that of this object, at the end
    /// of which it must not be in a multi handle.
    [[nodiscard]] CURL* handle() const noexcept;

    /// The reply, once; `CURLE_ABORTED_BY_CALLBACK` says that the caller removed the handle before the end.
    ///
    /// *Errors:* those of `curl_transport`, with `errc::cancelled` for `CURLE_ABORTED_BY_CALLBACK`.
    [[nodiscard]] result<http_response> finish(CURLcode code);

private:
    struct closer {
        void operator()(detail::curl_single* single) const noexcept;
    };

    std::unique_ptr<detail::curl_single, closer> single_;
};

}  // namespace cfdns::inline v1

#include <cfdns/impl/transport/curl.ipp>

#endif
