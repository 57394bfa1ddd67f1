// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TRANSPORT_BEAST_HPP
#define CFDNS_TRANSPORT_BEAST_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/transport/options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>

#if !defined(BOOST_ASIO_HAS_CO_AWAIT)
#error "cfdns/transport/beast.hpp needs a compiler with coroutines that Boost.Asio supports"
#endif

/// Transports based on Boost.Asio, Boost.Beast and OpenSSL. Opt-in: the program links OpenSSL and threads.
namespace cfdns::inline v0_2 {

namespace detail {
struct beast_owner;

struct beast_closer {
    void operator()(beast_owner* owner) const noexcept;
};
}  // namespace detail

/// Sends requests from coroutines, one at a time, over a persistent HTTP/1.1 connection. Several objects can
/// share an `io_context`.
///
/// Method, target, header fields and body are sent unchanged; `Host` and `Content-Length` are added if
/// missing. Compression is not offered, because Beast does not support it. TLS is version 1.2 or later, with
/// certificate verification. Redirects, cookies and proxies are not supported. Over TLS, a response that is
/// delimited by the end of the connection is complete only after a close_notify. If a persistent connection
/// turns out to be closed, GET, PUT and DELETE are sent again once; POST and PATCH are sent again only if no
/// byte of them was sent.
///
/// Each object must be used by one thread at a time, except for `cancel`. If several threads run the
/// execution context, `executor` must be a strand. The operating system resolves host names in a thread of
/// Asio that cannot be interrupted: requests do not wait for it after their timeout, but the destructor of
/// the `io_context` does.
class beast_async_transport {
public:
    /// Stores the options. Invalid options are reported by each call.
    ///
    /// *Lifetime:* the execution context must outlive this object.
    explicit beast_async_transport(boost::asio::any_io_executor executor, transport_options options = {});
    /// Moves the connection and the current request. A moved-from object returns an error from every call.
    beast_async_transport(beast_async_transport&&) noexcept = default;
    /// Move assignment. The current request of this object is cancelled, as in the destructor.
    beast_async_transport& operator=(beast_async_transport&&) noexcept = default;
    /// Cancels the current request, which then fails with `errc::cancelled`.
    ~beast_async_transport() = default;

    /// Sends the request and receives the complete response. Every status is a success at this level. 1xx
    /// responses and trailers are discarded. Nothing is sent before the `co_await`. Only one request may be
    /// in progress.
    ///
    /// Supports terminal and partial per-operation cancellation; the request then fails with
    /// `errc::cancelled`.
    ///
    /// *Lifetime:* `request` must stay valid until the end of the `co_await`; `attempt::request` of an
    /// `exchange` does. Temporaries do not compile: they may be destroyed too early, and g++ 12 may destroy
    /// them twice.
    ///
    /// *Errors:* codes of the operating system and of OpenSSL. Portable conditions are
    /// `boost::system::errc::timed_out`, `connection_refused`, `connection_reset` (any connection that was
    /// closed early), `host_unreachable` (including names that do not resolve), `protocol_error` (invalid
    /// HTTP) and `device_or_resource_busy` (another request is in progress). Also
    /// `errc::response_too_large`; `errc::cancelled`; `errc::invalid_parameter`, naming `origin`,
    /// `connect_timeout`, `total_timeout`, `target` or `headers`.
    ///
    /// `delivery()` is `delivery::not_sent` only if it is certain that no byte of the request was sent. If a
    /// status line was received, the error contains the status, `cf_ray()` and `retry_after()`, but no
    /// excerpt, because a truncated body may contain a secret.
    [[nodiscard]] boost::asio::awaitable<result<http_response>> send(http_request const& request) {
        return send(request, (std::chrono::milliseconds::max)());
    }

    /// As above, with `timeout` instead of `transport_options::total_timeout` if it is shorter.
    [[nodiscard]] boost::asio::awaitable<result<http_response>> send(http_request const& request,
                                                                     std::chrono::milliseconds timeout);
    void send(http_request const&&) = delete;
    void send(http_request const&&, std::chrono::milliseconds) = delete;

    /// Cancels the current request or, if there is none, the next one, which then fails with
    /// `errc::cancelled`. May be called from any thread, but not concurrently with moving or destroying this
    /// object.
    void cancel() noexcept;

private:
    std::unique_ptr<detail::beast_owner, detail::beast_closer> owner_;
};

/// A blocking transport with the properties of `beast_async_transport`. It owns an `io_context`, which runs
/// during requests.
class beast_transport {
public:
    /// Stores the options. Invalid options are reported by each call.
    explicit beast_transport(transport_options options = {});
    /// Moves the connection. A moved-from object returns an error from every call.
    beast_transport(beast_transport&&) noexcept = default;
    /// Move assignment. The connection of this object is closed.
    beast_transport& operator=(beast_transport&&) noexcept = default;
    /// Closes the connection. Waits for a name resolution that timed out in an earlier request.
    ~beast_transport() = default;

    /// Sends the request and waits for the complete response. *Errors:* those of
    /// `beast_async_transport::send`.
    [[nodiscard]] result<http_response> operator()(http_request const& request) {
        return (*this)(request, (std::chrono::milliseconds::max)());
    }

    /// As above, with `timeout` instead of `transport_options::total_timeout` if it is shorter.
    [[nodiscard]] result<http_response> operator()(http_request const& request,
                                                   std::chrono::milliseconds timeout);

    /// Cancels the current request or, if there is none, the next one, which then fails with
    /// `errc::cancelled`. May be called from any thread, but not concurrently with moving or destroying this
    /// object.
    void cancel() noexcept;

private:
    std::unique_ptr<detail::beast_owner, detail::beast_closer> owner_;
};

}  // namespace cfdns::inline v0_2

#if CFDNS_HAS_TRANSPORT_DEFINITIONS
#include <cfdns/impl/transport/beast.ipp>
#endif

#endif
