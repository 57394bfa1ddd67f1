// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TRANSPORT_BEAST_HPP
#define CFDNS_TRANSPORT_BEAST_HPP

#include <cfdns/error.hpp>
#include <cfdns/http.hpp>
#include <cfdns/transport/options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>

#if !defined(BOOST_ASIO_HAS_CO_AWAIT)
#error "cfdns/transport/beast.hpp needs a compiler whose coroutines Boost.Asio knows"
#endif

/// Transports on Boost.Asio, Boost.Beast and OpenSSL. Opt-in: the program links OpenSSL and threads itself.
namespace cfdns::inline v1 {

namespace detail {
struct beast_owner;

struct beast_closer {
    void operator()(beast_owner* owner) const noexcept;
};
}  // namespace detail

/// Sends requests from coroutines, one after the other, over a connection that it keeps open in between. Many objects share
/// one `io_context`.
///
/// HTTP/1.1. The request goes out as it is: method, target, header fields and body, with `Host` and `Content-Length` added
/// where they are not there; no compression is offered, for Beast cannot undo any. TLS 1.2 or later with verification,
/// never a redirect, a cookie or a proxy. Over TLS, a reply that ends with the connection is complete only if the service
/// said so (close_notify). GET, PUT and DELETE are sent anew, once, where a kept connection turns out to be dead; POST and
/// PATCH are not, once a byte of them may be out.
///
/// Use one object from one thread at a time; only `cancel` may be called from any. Where several threads run the
/// executor's context, `executor` is a strand. Names are resolved by the operating system in a thread of Asio's, which
/// nothing can interrupt: a request does not wait for it beyond its time, but the end of the `io_context` does.
class beast_async_transport {
public:
    /// Keeps the options. Never fails: what is wrong with them is an error of the calls.
    ///
    /// *Lifetime:* the executor's context must outlive this object.
    explicit beast_async_transport(boost::asio::any_io_executor executor, transport_options options = {});
    /// What is moved from answers every call with an error. The connection goes along, and so does a request under way.
    beast_async_transport(beast_async_transport&&) noexcept = default;
    /// Ends a request under way as the destructor does.
    beast_async_transport& operator=(beast_async_transport&&) noexcept = default;
    /// A request under way ends with `errc::cancelled`.
    ~beast_async_transport() = default;

    /// Sends the request, one at a time, and gives all of the reply; any status is a success here. 1xx replies and trailers
    /// are dropped. Nothing happens before the `co_await`.
    ///
    /// It supports terminal and partial per-operation cancellation, with `errc::cancelled` as the result.
    ///
    /// *Lifetime:* `request` must be there until the end of the `co_await`; `attempt::request` of an `exchange` is. A
    /// temporary does not compile: it may be gone by then, and g++ 12 may free it twice.
    ///
    /// *Errors:* codes of the operating system and of OpenSSL. Portable are `boost::system::errc::timed_out`,
    /// `connection_refused`, `connection_reset` (for any connection that ended early), `host_unreachable` (also for a
    /// name that does not resolve), `protocol_error` (what came is no HTTP) and `device_or_resource_busy` (a request is
    /// under way). Further `errc::response_too_large`; `errc::cancelled`; `errc::invalid_parameter` naming `origin`,
    /// `connect_timeout`, `total_timeout`, `target` or `headers`. `request_sent()` is `no` only if certainly not one byte
    /// of the request left. If a status line had arrived, the error has the status, `cf_ray()` and `retry_after()`, but no
    /// excerpt: a body cut off may hold a secret.
    [[nodiscard]] boost::asio::awaitable<result<http_response>> send(http_request const& request) {
        return send(request, (std::chrono::milliseconds::max)());
    }

    /// The same, with `at_most` in place of the total timeout if it is shorter.
    [[nodiscard]] boost::asio::awaitable<result<http_response>> send(http_request const& request,
                                                                     std::chrono::milliseconds at_most);
    void send(http_request const&&) = delete;
    void send(http_request const&&, std::chrono::milliseconds) = delete;

    /// Ends the request under way, or else the next one, with `errc::cancelled`. Any thread may call it, as long as the
    /// object is neither moved nor destroyed meanwhile.
    void cancel() noexcept;

private:
    std::unique_ptr<detail::beast_owner, detail::beast_closer> owner_;
};

/// The same for code that blocks: it owns an `io_context`, which runs as long as a request does.
class beast_transport {
public:
    /// Keeps the options. Never fails: what is wrong with them is an error of the calls.
    explicit beast_transport(transport_options options = {});
    /// What is moved from answers every call with an error. The connection goes along.
    beast_transport(beast_transport&&) noexcept = default;
    /// As the constructor; what this object had is closed.
    beast_transport& operator=(beast_transport&&) noexcept = default;
    /// Waits for the operating system's resolver if a request did not.
    ~beast_transport() = default;

    /// Sends the request and waits for all of the reply. *Errors:* those of `beast_async_transport::send`.
    [[nodiscard]] result<http_response> operator()(http_request const& request) {
        return (*this)(request, (std::chrono::milliseconds::max)());
    }

    /// The same, with `at_most` in place of the total timeout if it is shorter.
    [[nodiscard]] result<http_response> operator()(http_request const& request, std::chrono::milliseconds at_most);

    /// Ends the request under way, or else the next one, with `errc::cancelled`. Any thread may call it, as long as the
    /// object is neither moved nor destroyed meanwhile.
    void cancel() noexcept;

private:
    std::unique_ptr<detail::beast_owner, detail::beast_closer> owner_;
};

}  // namespace cfdns::inline v1

#include <cfdns/impl/transport/beast.ipp>

#endif
