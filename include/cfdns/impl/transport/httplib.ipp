// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TRANSPORT_HTTPLIB_IPP
#define CFDNS_IMPL_TRANSPORT_HTTPLIB_IPP

#include <cfdns/transport/httplib.hpp>

#include <cfdns/core/secret.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/impl/transport/posix.ipp>
#include <cfdns/impl/transport/support.ipp>

#include <boost/core/no_exceptions_support.hpp>
#include <boost/system/errc.hpp>

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#if !defined(_WIN32)
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#endif

#if defined(CPPHTTPLIB_OPENSSL_SUPPORT)
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#endif
#if defined(CPPHTTPLIB_ZLIB_SUPPORT)
#include <zlib.h>
#endif

// g++ warns about the non-virtual destructor of Boost's base class.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#endif

namespace cfdns::inline v0_2 {

namespace detail {

class httplib_error_category final : public boost::system::error_category {
public:
    constexpr httplib_error_category() noexcept : error_category(0x71b3'0c9e'd2f5'4a86) {}

    char const* name() const noexcept override { return "httplib"; }
    std::string message(int code) const override {
        switch (static_cast<httplib::Error>(code)) {
            case httplib::Error::Unknown: return "the request failed";
            case httplib::Error::Connection: return "cannot resolve the host name or connect";
            case httplib::Error::ConnectionTimeout: return "the connection timed out";
            case httplib::Error::Read:
                return "the connection was closed before the end of the response, or the response is not "
                       "HTTP";
            case httplib::Error::Write: return "the connection was closed before the end of the request";
            case httplib::Error::SSLConnection: return "the TLS handshake failed";
            case httplib::Error::SSLLoadingCerts: return "cannot load the trusted certificates";
            case httplib::Error::SSLServerVerification: return "the server's certificate is not trusted";
            default: return httplib::to_string(static_cast<httplib::Error>(code));
        }
    }

    boost::system::error_condition default_error_condition(int code) const noexcept override {
        namespace errc = boost::system::errc;
        switch (static_cast<httplib::Error>(code)) {
            case httplib::Error::ConnectionTimeout: return errc::make_error_condition(errc::timed_out);
            case httplib::Error::Connection: return errc::make_error_condition(errc::host_unreachable);
            case httplib::Error::Read:
            case httplib::Error::Write: return errc::make_error_condition(errc::connection_reset);
            case httplib::Error::Compression: return errc::make_error_condition(errc::protocol_error);
            default: return {code, *this};
        }
    }
};

inline constexpr httplib_error_category httplib_category_instance{};

}  // namespace detail

CFDNS_TRANSPORT_DECL boost::system::error_category const& httplib_category() noexcept {
    return detail::httplib_category_instance;
}

CFDNS_TRANSPORT_DECL boost::system::error_code make_httplib_error_code(httplib::Error code) noexcept {
    return {static_cast<int>(code), httplib_category()};
}

namespace detail {

// Features of some versions. They are templates so that the requirements are dependent expressions.
template <class Client>
concept writes_headers = requires(Client& client) {
    client.set_header_writer(nullptr);
};
template <class Error>
concept may_repeat = requires {
    Error::SSLPeerCouldBeClosed_;
};
static_assert(writes_headers<httplib::ClientImpl> || !may_repeat<httplib::Error>,
              "cpp-httplib 0.12.1 to 0.14.0 may send a POST twice and is not supported");

// The state that outlives a call. httplib's `stop` waits until a connection is established, so connections
// are shut down through their socket. This needs a duplicate of the descriptor, because httplib may close
// its own at any time and the number may then be reused.
struct httplib_state {
    std::unique_ptr<httplib::ClientImpl> client{};

    std::mutex mutex{};
    std::condition_variable changed{};
    bool done = false;
    bool cancelled = false;
#if !defined(_WIN32)
    int socket = -1;
#endif
#if defined(CPPHTTPLIB_OPENSSL_SUPPORT)
    SSL const* tls = nullptr;  // of the newest connection; dangling once that is closed
#endif

    httplib_state() = default;
    httplib_state(httplib_state const&) = delete;
    httplib_state& operator=(httplib_state const&) = delete;
    ~httplib_state() { disconnect(); }

    void disconnect() noexcept {
        sigpipe_blocked const blocked;
        client.reset();
        forget_socket();
    }

    bool take_cancelled() noexcept {
        std::lock_guard const lock{mutex};
        return std::exchange(cancelled, false);
    }

#if !defined(_WIN32)
    void duplicate_socket(int original) noexcept {
#if defined(SO_NOSIGPIPE)
        int const yes = 1;
        setsockopt(original, SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof yes);
#endif
        std::lock_guard const lock{mutex};
        while (::dup2(original, socket) < 0 && errno == EINTR) {
        }
        fcntl(socket, F_SETFD, FD_CLOEXEC);
    }
    // Reserves a descriptor for the next connection, since none may be available once it is needed.
    bool reserve_socket() noexcept {
        std::lock_guard const lock{mutex};
        if (socket >= 0) return true;
        socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
        if (socket >= 0) fcntl(socket, F_SETFD, FD_CLOEXEC);
        return socket >= 0;
    }
    void forget_socket() noexcept {
        std::lock_guard const lock{mutex};
        if (socket >= 0) ::close(socket);
        socket = -1;
    }
    // Requires the lock.
    void shut_down() noexcept {
        if (socket >= 0) ::shutdown(socket, SHUT_RDWR);
    }
    // Whether the connection is open and no unsolicited data was received.
    bool is_quiet() noexcept {
        std::lock_guard const lock{mutex};
        char byte = 0;
        return socket >= 0 && ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && would_block();
    }
#else
    bool reserve_socket() noexcept { return true; }
    void forget_socket() noexcept {}
    void shut_down() noexcept { client->stop(); }
    bool is_quiet() noexcept { return true; }
#endif

    // For an open connection: whether the TLS buffers contain no data after the last response, which the
    // socket does not show.
    bool all_is_read() const noexcept {
#if defined(CPPHTTPLIB_OPENSSL_SUPPORT)
        return tls == nullptr || SSL_has_pending(tls) == 0;
#else
        return true;
#endif
    }
};

// Shuts the connection down on timeout or cancellation.
class httplib_watchdog {
public:
    httplib_watchdog(httplib_state& state, std::chrono::steady_clock::time_point deadline) : state_(state) {
        state_.done = false;
#if !defined(_WIN32)
        sigset_t all, before;  // leave signals to the program's own threads
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        BOOST_TRY {
            thread_ = std::thread([this, deadline] { run(deadline); });
        }
        BOOST_CATCH(std::system_error const&) {}
        BOOST_CATCH_END
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
#else
        BOOST_TRY {
            thread_ = std::thread([this, deadline] { run(deadline); });
        }
        BOOST_CATCH(std::system_error const&) {}
        BOOST_CATCH_END
#endif
    }
    httplib_watchdog(httplib_watchdog const&) = delete;
    httplib_watchdog& operator=(httplib_watchdog const&) = delete;
    ~httplib_watchdog() { end(); }

    bool running() const noexcept { return thread_.joinable(); }
    void end() noexcept {
        if (!running()) return;
        {
            std::lock_guard const lock{state_.mutex};
            state_.done = true;
        }
        state_.changed.notify_all();
        thread_.join();
    }

private:
    void run(std::chrono::steady_clock::time_point deadline) noexcept {
        std::unique_lock lock{state_.mutex};
        state_.changed.wait_until(lock, deadline, [this] { return state_.done || state_.cancelled; });
        while (!state_.done) {  // the socket may not exist yet or may be replaced
#if defined(_WIN32)
            lock.unlock();
            state_.shut_down();
            lock.lock();
#else
            state_.shut_down();
#endif
            state_.changed.wait_for(lock, std::chrono::milliseconds{10}, [this] { return state_.done; });
        }
    }

    httplib_state& state_;
    std::thread thread_{};
};

#if defined(CPPHTTPLIB_ZLIB_SUPPORT)
inline constexpr bool httplib_unpacks = true;

// httplib's own decompression accepts truncated streams.
class httplib_gunzip {
public:
    httplib_gunzip() noexcept {
        ready_ = inflateInit2_(&stream_, 15 + 16, ZLIB_VERSION, int{sizeof stream_}) == Z_OK;
    }
    httplib_gunzip(httplib_gunzip const&) = delete;
    httplib_gunzip& operator=(httplib_gunzip const&) = delete;
    ~httplib_gunzip() {
        if (ready_) inflateEnd(&stream_);
    }

    bool complete() const noexcept { return complete_; }

    // Passes the decompressed data to `take` until that returns false. Returns false if the data is not
    // gzip.
    template <class Take>
    bool unpack(char const* data, std::size_t size, Take take) {
        if (!ready_) return false;
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data));
        stream_.avail_in = static_cast<uInt>(size);  // httplib reads a few kilobytes at a time
        char unpacked[16384];
        do {
            if (complete_ && stream_.avail_in != 0) {  // RFC 1952 2.2: there may be several members
                inflateReset(&stream_);
                complete_ = false;
            }
            stream_.next_out = reinterpret_cast<Bytef*>(unpacked);
            stream_.avail_out = sizeof unpacked;
            int const result = inflate(&stream_, Z_NO_FLUSH);
            if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) return false;
            complete_ = result == Z_STREAM_END;
            if (!take(unpacked, sizeof unpacked - stream_.avail_out)) return true;
        } while (stream_.avail_in != 0 || stream_.avail_out == 0);
        return true;
    }

private:
    z_stream stream_{};
    bool ready_ = false;
    bool complete_ = true;  // an empty stream is complete: a response without content
};
#else
inline constexpr bool httplib_unpacks = false;

struct httplib_gunzip {
    bool complete() const noexcept { return true; }
    template <class Take>
    bool unpack(char const*, std::size_t, Take) {
        return false;
    }
};
#endif

// The state shared by the callbacks of a call.
struct httplib_call {
    http_request const& request;
    transport_options const& options;
    std::chrono::steady_clock::time_point deadline;

    std::string body{};
    std::optional<httplib_gunzip> gunzip{};
    bool began = false;  // httplib was about to write; not reported by all versions
    bool head_taken = false;
    bool complete = false;  // complete although httplib reports an error
    bool too_large = false;
    bool no_memory = false;
    bool resend_refused = false;
    std::string_view violation{};  // of the protocol

    bool expired() const noexcept { return std::chrono::steady_clock::now() >= deadline; }

    // Called once for every connection that the request is written to. Returns false to end the call.
    bool begin() noexcept {
        resend_refused = began && !may_resend(request.method);
        began = true;
        return !resend_refused;
    }

    // Returns whether the body of the response is to be read.
    bool take_head(httplib::Response const& response) {
        head_taken = true;
        if (response.status < 200) return refuse("unsupported 1xx response");
        std::size_t bytes = 0;
        std::string_view length, coding, encoding;
        for (auto const& [name, value] : response.headers) {
            bytes += name.size() + value.size() + 4;
            if (iequals(name, "Content-Length")) {
                bool const number =
                    std::all_of(value.begin(), value.end(), is_digit) && value.size() - 1 < 18;
                if (!number || (!length.empty() && length != value)) return refuse("invalid Content-Length");
                length = value;
            } else if (iequals(name, "Transfer-Encoding")) {
                if (!coding.empty() || !iequals(value, "chunked"))
                    return refuse("unsupported Transfer-Encoding");
                coding = value;
            } else if (iequals(name, "Content-Encoding") && !value.empty() && !iequals(value, "identity")) {
                bool const known = httplib_unpacks && (iequals(value, "gzip") || iequals(value, "x-gzip"));
                if (!encoding.empty() || !known) return refuse("unsupported Content-Encoding");
                encoding = value;
            }
        }
        too_large = bytes > max_header_bytes;
        complete = !too_large && (response.status == 204 || response.status == 304);
        if (too_large || complete) return false;  // some versions would wait for the content of a 304
        // httplib does not distinguish the end of a TLS connection from truncation.
        if (length.empty() && coding.empty() && split_origin(options.origin).tls)
            return refuse("response without a length over TLS");
        if (!encoding.empty()) gunzip.emplace();
        return true;
    }

    bool refuse(std::string_view why) noexcept {
        violation = why;
        return false;
    }

    bool append(char const* data, std::size_t size) {
        too_large = size > options.max_response_bytes - body.size();
        if (too_large) return false;
        body.append(data, size);
        return true;
    }

    bool take_body(char const* data, std::size_t size) {
        if (expired()) return false;
        if (!gunzip) return append(data, size);
        bool const packed = gunzip->unpack(
            data, size, [this](char const* out, std::size_t count) { return append(out, count); });
        return packed ? !too_large : refuse("invalid gzip content");
    }
};

// Wraps a callback so that no exception propagates through httplib, which would be left in an inconsistent
// state.
template <class F>
auto httplib_guarded(httplib_call& call, F callback) {
    return [&call, callback](auto&&... arguments) {
        BOOST_TRY { return callback(arguments...); }
        BOOST_CATCH(std::bad_alloc const&) { call.no_memory = true; }
        BOOST_CATCH_END
        return decltype(callback(arguments...)){};
    };
}

// Writes the header fields directly if httplib allows it. Nothing is then added, sorted or copied.
template <class Client, class Request>
void httplib_headers(Client& client, Request& sending, httplib_state& state, httplib_call& call) {
    std::string_view const origin = call.options.origin;
    std::string_view const authority = origin.substr(origin.find("://") + 3);
    auto const each = [authority, &request = call.request](auto add) {
        if (!find_header(request.headers, "Host")) add("Host", authority);
        if (httplib_unpacks && !find_header(request.headers, "Accept-Encoding"))
            add("Accept-Encoding", "gzip");
        for (auto const& [name, value] : request.headers) add(name, value);
        if (sends_content(request) && !find_header(request.headers, "Content-Length"))
            add("Content-Length", std::to_string(request.body.size()));
    };
    if constexpr (writes_headers<Client>) {
        sending.headers.emplace("Expect", "");  // newer versions would wait for a 100 before a large body
        client.set_header_writer(
            httplib_guarded(call, [each, &state, &call](httplib::Stream& out, httplib::Headers&) {
                std::string lines;
                if (call.begin()) {
                    each([&lines](std::string_view name, std::string_view value) {
                        lines.append(name).append(": ").append(value).append("\r\n");
                    });
                    lines.append("\r\n");
                } else {
                    std::lock_guard const lock{state.mutex};
#if !defined(_WIN32)
                    state.shut_down();
#endif
                }
                auto const written = lines.empty() ? -1 : out.write(lines.data(), lines.size());
                wipe(lines.data(), lines.size());
                return written;
            }));
    } else {
        each([&sending](std::string_view name, std::string_view value) {
            sending.headers.emplace(std::string{name}, std::string{value});
        });
    }
}

template <class Client>
void httplib_targets(Client& client) {
    if constexpr (requires { client.set_path_encode(false); })
        client.set_path_encode(false);
    else
        client.set_url_encode(false);
}

#if defined(CPPHTTPLIB_OPENSSL_SUPPORT)
template <class Client>
SSL_CTX* httplib_tls_context(Client& client) {
    if constexpr (requires { client.tls_context(); })
        return static_cast<SSL_CTX*>(client.tls_context());
    else
        return client.ssl_context();
}

inline std::unique_ptr<httplib::ClientImpl> make_httplib_tls_client(std::string const& host, int port,
                                                                    std::string const& ca_file,
                                                                    httplib_state& state) {
    auto client = std::make_unique<httplib::SSLClient>(host, port);
    if (!client->is_valid()) return nullptr;
    SSL_CTX* const context = httplib_tls_context(*client);
    if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1) return nullptr;
    // httplib's own check accepts common names and certain partial matches.
    X509_VERIFY_PARAM* const checks = SSL_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_hostflags(
        checks, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    if (X509_VERIFY_PARAM_set1_ip_asc(checks, host.c_str()) != 1 &&
        X509_VERIFY_PARAM_set1_host(checks, host.c_str(), host.size()) != 1)
        return nullptr;
    // httplib does not expose the SSL object of the connection.
    SSL_CTX_set_ex_data(context, 0, &state);
    SSL_CTX_set_info_callback(context, [](SSL const* tls, int, int) {
        static_cast<httplib_state*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(tls), 0))->tls = tls;
    });
    client->enable_server_certificate_verification(true);
    if (!ca_file.empty()) client->set_ca_cert_path(ca_file);
    return client;
}
#endif

inline std::unique_ptr<httplib::ClientImpl> make_httplib_client(transport_options const& options,
                                                                httplib_state& state) {
    auto const where = split_origin(options.origin);
    int port = 0;
    for (char const digit : where.port) port = port * 10 + (digit - '0');
    std::string const host{where.host};
    std::unique_ptr<httplib::ClientImpl> client;
#if defined(CPPHTTPLIB_OPENSSL_SUPPORT)
    if (where.tls) client = make_httplib_tls_client(host, port, options.ca_file, state);
#endif
    if (!where.tls) client = std::make_unique<httplib::ClientImpl>(host, port);
    if (!client) return nullptr;
    client->set_keep_alive(true);
    client->set_follow_location(false);
    client->set_decompress(false);
    client->set_compress(false);
    client->set_tcp_nodelay(true);
    httplib_targets(*client);
#if !defined(_WIN32)
    client->set_socket_options([&state](auto socket) { state.duplicate_socket(socket); });
#else
    static_cast<void>(state);
#endif
    return client;
}

// Errors that occur before the first write, for versions that do not report it.
inline bool httplib_has_not_sent(httplib::Error code) noexcept {
    switch (code) {
        case httplib::Error::Connection:
        case httplib::Error::ConnectionTimeout:
        case httplib::Error::BindIPAddress:
        case httplib::Error::SSLConnection:
        case httplib::Error::SSLLoadingCerts:
        case httplib::Error::SSLServerVerification: return true;
        default: return false;
    }
}

}  // namespace detail

CFDNS_TRANSPORT_DECL void httplib_transport::closer::operator()(
    detail::httplib_state* state) const noexcept {
    delete state;
}

CFDNS_TRANSPORT_DECL httplib_transport::httplib_transport(transport_options options)
    : options_(std::move(options)), state_(new detail::httplib_state) {}

CFDNS_TRANSPORT_DECL void httplib_transport::cancel() noexcept {
    if (!state_) return;
    {
        std::lock_guard const lock{state_->mutex};
        state_->cancelled = true;
    }
    state_->changed.notify_all();
}

CFDNS_TRANSPORT_DECL result<http_response> httplib_transport::operator()(http_request const& request,
                                                                         std::chrono::milliseconds timeout) {
    namespace generic = boost::system::errc;
    auto const not_sent = [](generic::errc_t why, std::string_view what) {
        return error(generic::make_error_code(why), delivery::not_sent, what);
    };
    if (!state_) return not_sent(generic::not_connected, "the transport was moved from");
    if (auto const refused = detail::check_request(options_, request))
        return detail::invalid_parameter(*refused);
#if !defined(CPPHTTPLIB_OPENSSL_SUPPORT)
    if (detail::split_origin(options_.origin).tls)
        return not_sent(generic::protocol_not_supported, "https requires CPPHTTPLIB_OPENSSL_SUPPORT");
#endif
    detail::httplib_state& state = *state_;
    if (state.take_cancelled()) return error(errc::cancelled, delivery::not_sent);
    timeout = (std::min)(
        {timeout, options_.total_timeout, std::chrono::milliseconds{(std::numeric_limits<int>::max)()}});
    if (timeout.count() < 1) return not_sent(generic::timed_out, {});
    if (!state.reserve_socket()) return not_sent(generic::too_many_files_open, {});

    auto const start = std::chrono::steady_clock::now();
    auto const connect_timeout = (std::min)(timeout, options_.connect_timeout);
    detail::httplib_call call{.request = request, .options = options_, .deadline = start + timeout};
    httplib::Response response;
    auto code = httplib::Error::Success;
    bool received = false;
    bool thrown = false;

    detail::sigpipe_blocked const blocked;
    BOOST_TRY {
        if (!state.client) state.client = detail::make_httplib_client(options_, state);
        if (!state.client) return not_sent(generic::protocol_not_supported, "OpenSSL cannot be initialised");
        httplib::ClientImpl& client = *state.client;
        if (client.is_socket_open() && !(state.is_quiet() && state.all_is_read())) client.stop();
        client.set_connection_timeout(connect_timeout);
        client.set_read_timeout(timeout + std::chrono::milliseconds{1});
        client.set_write_timeout(timeout + std::chrono::milliseconds{1});

        httplib::Request sending;
        sending.method = to_string(request.method);
        sending.path = request.target;
        if (detail::sends_content(request)) {
            // Avoids a copy of the body and a default Content-Type.
            sending.content_length_ = request.body.size();
            sending.content_provider_ = [&call](std::size_t offset, std::size_t, httplib::DataSink& sink) {
                if (!detail::writes_headers<httplib::ClientImpl> && offset == 0 && !call.begin())
                    return false;
                return !call.expired() &&
                       sink.write(call.request.body.data() + offset, call.request.body.size() - offset);
            };
        }
        sending.response_handler = detail::httplib_guarded(
            call, [&call](httplib::Response const& head) { return call.take_head(head); });
        sending.content_receiver = detail::httplib_guarded(
            call,
            [&call](char const* data, std::size_t size, auto, auto) { return call.take_body(data, size); });
        detail::httplib_headers(client, sending, state, call);

        detail::httplib_watchdog watchdog{state, call.deadline};
        if (!watchdog.running())
            return not_sent(generic::resource_unavailable_try_again, "cannot start a thread");
        received = client.send(sending, response, code);
        watchdog.end();
        if (!client.is_socket_open()) state.forget_socket();
        if (received && !call.head_taken) call.take_head(response);
    }
    BOOST_CATCH(std::bad_alloc const&) {
        call.no_memory = true;
        thrown = true;
    }
    BOOST_CATCH(std::exception const&) {
        code = httplib::Error::Unknown;
        thrown = true;
    }
    BOOST_CATCH_END
    if (thrown) state.disconnect();

    boost::system::error_code failure;
    std::string_view what;
    bool const timed_out = call.expired() || (code == httplib::Error::SSLConnection &&
                                              std::chrono::steady_clock::now() - start >= connect_timeout);
    if (call.no_memory) {
        failure = generic::make_error_code(generic::not_enough_memory);
    } else if (call.too_large) {
        failure = errc::response_too_large;
    } else if (!call.violation.empty()) {
        failure = generic::make_error_code(generic::protocol_error);
        what = call.violation;
    } else if ((!received || thrown) && !call.complete) {
        if (state.take_cancelled()) {
            failure = errc::cancelled;
        } else if (call.resend_refused) {
            failure = generic::make_error_code(generic::connection_reset);
            what = "the connection was closed before any response; the request was not repeated";
        } else if (timed_out) {
            failure = generic::make_error_code(generic::timed_out);
        } else {
            failure =
                make_httplib_error_code(code == httplib::Error::Success ? httplib::Error::Unknown : code);
        }
    } else if (call.gunzip && !call.gunzip->complete()) {
        failure = generic::make_error_code(generic::connection_reset);
        what = "truncated gzip stream";
    }

    std::vector<http_header> headers;
    for (auto const& [name, value] : response.headers) headers.push_back({name, value});
    if (!failure) return http_response{response.status, std::move(headers), std::move(call.body)};
    if (response.status >= 200)
        return error(failure, delivery::answered, what, {response.status, headers, {}});
    bool const none_left =
        detail::writes_headers<httplib::ClientImpl> ? !call.began : detail::httplib_has_not_sent(code);
    return error(failure, none_left && !thrown ? delivery::not_sent : delivery::unknown, what);
}

}  // namespace cfdns::inline v0_2

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif
