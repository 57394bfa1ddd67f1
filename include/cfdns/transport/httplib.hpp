// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TRANSPORT_HTTPLIB_HPP
#define CFDNS_TRANSPORT_HTTPLIB_HPP

#include <cfdns/error.hpp>
#include <cfdns/http.hpp>
#include <cfdns/transport/options.hpp>

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>

#include <httplib.h>

#include <chrono>
#include <memory>

/// A transport on cpp-httplib, for programs that have it anyway. Opt-in: the program links what its cpp-httplib needs, and
/// OpenSSL and zlib themselves where CPPHTTPLIB_OPENSSL_SUPPORT and CPPHTTPLIB_ZLIB_SUPPORT are defined.
///
/// These macros belong to the program, which defines them alike in all of its sources; Debian's library needs those that
/// its pkg-config file names.
namespace cfdns::inline v1 {

/// The category of an `httplib::Error`, named "httplib". Compares by id, as `cfdns_category()` does. Where httplib's code
/// has one plain meaning, it has a portable condition: `timed_out`, `host_unreachable`, `connection_reset`, ...
[[nodiscard]] boost::system::error_category const& httplib_category() noexcept;

/// Makes an error code of `httplib_category()`.
[[nodiscard]] boost::system::error_code make_httplib_error_code(httplib::Error code) noexcept;

namespace detail {
struct httplib_state;
}

/// Sends requests with cpp-httplib, one after the other, over an HTTP/1.1 connection that it keeps open in between.
///
/// The request goes out as it is: method, target, header fields and body, with `Host`, `Content-Length` and, where
/// CPPHTTPLIB_ZLIB_SUPPORT is defined, `Accept-Encoding: gzip` added. TLS 1.2 or later with verification where
/// CPPHTTPLIB_OPENSSL_SUPPORT is defined; without it, an `https` origin is an error of the calls. Never a proxy, a redirect
/// or a cookie. No request is sent twice by this class but GET, PUT and DELETE by an httplib after 0.12, over TLS.
///
/// httplib's timeouts are those of single reads and writes. Therefore a thread of this class watches over each request and
/// shuts its connection down when the time is up, or on `cancel`. Neither ends the resolution of a name, which may take as
/// long as the system's resolver does.
///
/// What httplib does not offer:
/// - `connect_timeout` holds for each address of a name and each step of the TLS handshake, the total timeout for all.
/// - The fields of a reply come apart, but without their order; from 0.18 on, some versions turn that of equal names round.
/// - 1xx replies end the request with an error, unless they are a `100 Continue` without fields.
/// - Over plain HTTP, what comes unasked in one segment with the end of a reply is dropped without a word: it is no reply,
///   but the connection is used again.
/// - A status line or header fields without end are taken until the time is up, and only then refused.
/// - Before 0.12.1, httplib sends fields sorted by name, and adds `Accept: */*` and `User-Agent` to a request without
///   these. Of a reply it refuses trailers; takes chunks for complete where the line break after one is cut off or is
///   something else (then the JSON is cut off as well, and refused as such); and dies of a status line of 50,000 bytes.
/// - Before 0.20, it drops fields with an empty value, and undoes percent-encoding in the others.
/// - 0.19 refuses a reply that ends with its connection.
/// - From 0.24 to 0.48, it rewrites the query of a target: `/x?a=b%20c` arrives as `/x?a=b+c`, up to 0.28
///   also sorted by name, and `/x?d` as `/x?d=`. From 0.49 on, it only drops a lone `?`.
class httplib_transport {
public:
    /// Keeps the options. Never fails: what is wrong with them is an error of the calls.
    explicit httplib_transport(transport_options options = {});
    /// What is moved from answers every call with an error. Its connection goes along.
    httplib_transport(httplib_transport&&) noexcept = default;
    /// As the constructor; what this object had is closed.
    httplib_transport& operator=(httplib_transport&&) noexcept = default;
    ~httplib_transport() = default;

    /// Sends the request and waits for all of the reply; any status is a success here.
    ///
    /// *Errors:* a code of `httplib_category()`; of the generic category `timed_out`, `protocol_error` (a reply that is not
    /// framed or encoded as asked for), `protocol_not_supported` (`https` without TLS), `connection_reset`,
    /// `not_enough_memory`, `too_many_files_open` and `resource_unavailable_try_again` (no thread);
    /// `errc::response_too_large`; `errc::cancelled`;
    /// `errc::invalid_parameter` naming `origin`, `connect_timeout`, `total_timeout`, `target` or `headers`.
    /// `request_sent()` is `no` only if certainly not one byte of the request left. If a status line had arrived, the error
    /// has the status, `cf_ray()` and `retry_after()`, but no excerpt: a body cut off may hold a secret.
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
        void operator()(detail::httplib_state* state) const noexcept;
    };

    transport_options options_;
    std::unique_ptr<detail::httplib_state, closer> state_;
};

}  // namespace cfdns::inline v1

#include <cfdns/impl/transport/httplib.ipp>

#endif
