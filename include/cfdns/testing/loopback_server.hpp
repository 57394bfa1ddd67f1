// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_LOOPBACK_SERVER_HPP
#define CFDNS_TESTING_LOOPBACK_SERVER_HPP

#include <cfdns/core/http.hpp>
#include <cfdns/detail/config.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

/// A server on 127.0.0.1 whose behaviour on each connection is scripted by a test, byte by byte.
///
/// Opt-in: not included by cfdns/cfdns.hpp. Requires Boost.Asio, Boost.Beast, OpenSSL and threads.
namespace cfdns::inline v0_2::testing {

/// A self-signed certificate and its key, valid for one hour.
class tls_identity {
public:
    /// Creates the certificate and writes it to a temporary file. `subject` is the subject alternative name
    /// in the syntax of OpenSSL, such as "DNS:example.com".
    explicit tls_identity(std::string const& subject = "IP:127.0.0.1");
    tls_identity(tls_identity const&) = delete;
    tls_identity& operator=(tls_identity const&) = delete;
    /// Removes the file.
    ~tls_identity();

    /// The path of a PEM file with the certificate, for clients that should trust it. *Lifetime:* the file
    /// exists as long as this object.
    [[nodiscard]] std::string certificate_file() const { return file_.string(); }

    /// Makes a server context use this certificate.
    void apply_to(boost::asio::ssl::context& context) const;

private:
    std::string certificate_, key_;
    std::filesystem::path file_;
};

class loopback_server;

/// An accepted connection. It is closed when its script returns.
class connection {
public:
    /// Performs the server's part of a TLS handshake. Returns false if the handshake fails. If `protocol` is
    /// not empty, it is selected by ALPN (RFC 7301), for example "h2", even if the client does not offer it.
    bool start_tls(tls_identity const& identity, std::string const& protocol = {});

    /// Reads a request (RFC 9112), including its content, and returns its bytes. Returns an empty string if
    /// the client closes the connection, sends an invalid request, or the server's timeout expires. A client
    /// that expects 100 Continue must be sent one with `write` first.
    std::string read_request();

    /// Reads `size` bytes; fewer if the client closes the connection or the server's timeout expires.
    std::string read(std::size_t size);

    /// Sends bytes unchanged. Has no effect if the client has closed the connection.
    void write(std::string_view bytes);

    /// Waits until the client closes its side of the connection or the server's timeout expires.
    void wait_for_close();

    /// Whether a read would return at once: the client has closed its side or has sent unread data.
    [[nodiscard]] bool is_readable();

    /// Ends the connection gracefully: over TLS with close_notify (RFC 8446 section 6.1), then with FIN.
    void shutdown();

    /// Closes the connection immediately, over TLS without close_notify.
    void close();

    /// Closes the connection with RST instead of FIN.
    void reset();

private:
    friend class loopback_server;

    explicit connection(loopback_server& server) : server_(server) {}

    // Returns false if the client has closed the connection or the deadline has passed.
    bool read_some();

    loopback_server& server_;
    boost::asio::io_context context_{1};
    boost::asio::ip::tcp::socket socket_{context_};
    boost::asio::ssl::context tls_context_{boost::asio::ssl::context::tls_server};
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_{};
    std::chrono::steady_clock::time_point deadline_{};
    std::string buffer_{};
    std::string protocol_{};
};

/// Handles one connection.
using script = std::function<void(connection&)>;

/// A server that runs the first script on the first connection, the second script on the second connection,
/// and so on, each in its own thread. Further connections run the last script if `repeat_last` is true, and
/// are closed immediately otherwise.
class loopback_server {
public:
    /// Starts the server. `timeout` limits the total time that a connection waits for data.
    explicit loopback_server(std::vector<script> scripts, bool repeat_last = false,
                             std::chrono::milliseconds timeout = std::chrono::seconds{30});
    loopback_server(loopback_server const&) = delete;
    loopback_server& operator=(loopback_server const&) = delete;
    /// Waits until all scripts have returned.
    ~loopback_server();

    /// The port number, in decimal.
    [[nodiscard]] std::string port() const;
    /// The origin, for `transport_options::origin`.
    [[nodiscard]] std::string origin(std::string const& scheme = "http") const;

    /// The number of connections accepted so far.
    [[nodiscard]] std::size_t accepted() const;
    /// The bytes of all requests received so far, in order.
    [[nodiscard]] std::vector<std::string> requests() const;

    /// Waits until `count` requests have been received. Returns false if the timeout expires first.
    bool wait_for_requests(std::size_t count,
                           std::chrono::milliseconds timeout = std::chrono::seconds{10}) const;
    /// Waits until `count` scripts have returned. Returns false if the timeout expires first.
    bool wait_for_scripts(std::size_t count,
                          std::chrono::milliseconds timeout = std::chrono::seconds{10}) const;

private:
    friend class connection;

    void accept();
    void join_finished();
    void record(std::string const& request);

    std::vector<script> scripts_;
    bool repeat_last_;
    std::chrono::milliseconds timeout_;
    boost::asio::io_context context_{};
    boost::asio::ip::tcp::acceptor acceptor_{context_, {boost::asio::ip::make_address("127.0.0.1"), 0}};
    std::atomic<bool> stopping_{false};
    mutable std::mutex mutex_{};
    mutable std::condition_variable changed_{};
    std::size_t accepted_{}, running_{}, returned_{};
    std::vector<std::string> requests_{};
    std::list<std::thread> threads_{};
    std::vector<std::list<std::thread>::iterator> finished_{};
    std::thread accepting_{};
};

/// Parses the bytes of a request, as returned by `connection::read_request`. Returns `std::nullopt` if it is
/// not a valid request with a known method.
[[nodiscard]] std::optional<http_request> parse_request(std::string_view bytes);

/// The usual script: reads a request, sends the given bytes, and waits until the client closes the
/// connection.
[[nodiscard]] script respond_with(std::string bytes);

}  // namespace cfdns::inline v0_2::testing

#if CFDNS_HAS_TRANSPORT_DEFINITIONS
#include <cfdns/impl/testing/loopback_server.ipp>
#endif

#endif
