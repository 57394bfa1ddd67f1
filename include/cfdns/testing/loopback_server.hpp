// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_LOOPBACK_SERVER_HPP
#define CFDNS_TESTING_LOOPBACK_SERVER_HPP

#include <cfdns/http.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

/// A server on 127.0.0.1 that does with each connection what a test tells it to, byte by byte.
///
/// Opt-in: not part of cfdns/cfdns.hpp. Needs Boost.Asio, Boost.Beast, OpenSSL and threads.
namespace cfdns::inline v1::testing {

/// A self-signed certificate, with its key, that is its own issuer: good for an hour.
class tls_identity {
public:
    /// `subject` is the subject alternative name as OpenSSL's configuration writes it, such as "DNS:example.com".
    explicit tls_identity(std::string const& subject = "IP:127.0.0.1") {
        // EVP_EC_gen is a macro that casts const away.
        std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const key{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"),
                                                                      &EVP_PKEY_free};
        std::unique_ptr<X509, decltype(&X509_free)> const made{X509_new(), &X509_free};
        std::random_device random;
        X509_set_version(made.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(made.get()), std::uniform_int_distribution<long>{1, 1L << 30}(random));
        X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
        X509_set_pubkey(made.get(), key.get());
        X509_NAME* const name = X509_get_subject_name(made.get());
        unsigned char const common[] = "cfdns loopback";
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0);
        X509_set_issuer_name(made.get(), name);
        for (auto const& [id, value] : {std::pair{NID_subject_alt_name, subject.c_str()},
                                        std::pair{NID_basic_constraints, "critical,CA:TRUE"}}) {
            X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value);
            X509_add_ext(made.get(), extension, -1);
            X509_EXTENSION_free(extension);
        }
        X509_sign(made.get(), key.get(), EVP_sha256());
        certificate_ = pem([&](BIO* out) { PEM_write_bio_X509(out, made.get()); });
        key_ = pem([&](BIO* out) { PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
        std::uniform_int_distribution<unsigned> digit{0, 0xffff'ffffu};
        file_ = std::filesystem::temp_directory_path() /
                ("cfdns-" + std::to_string(digit(random)) + std::to_string(digit(random)) + ".pem");
        std::ofstream{file_} << certificate_;
    }
    tls_identity(tls_identity const&) = delete;
    tls_identity& operator=(tls_identity const&) = delete;
    /// Removes the file.
    ~tls_identity() {
        std::error_code ignored;
        std::filesystem::remove(file_, ignored);
    }

    /// A PEM file with the certificate, for clients that are to trust it. It is there as long as this object.
    [[nodiscard]] std::string certificate_file() const { return file_.string(); }

    /// Makes a server's context show this certificate.
    void use_in(boost::asio::ssl::context& context) const {
        boost::system::error_code ignored;
        context.use_certificate_chain(boost::asio::buffer(certificate_), ignored);
        context.use_private_key(boost::asio::buffer(key_), boost::asio::ssl::context::pem, ignored);
    }

private:
    template <class Write>
    static std::string pem(Write write) {
        std::unique_ptr<BIO, decltype(&BIO_free)> const out{BIO_new(BIO_s_mem()), &BIO_free};
        write(out.get());
        char* data = nullptr;
        long const size = BIO_get_mem_data(out.get(), &data);
        return {data, static_cast<std::size_t>(size)};
    }

    std::string certificate_, key_;
    std::filesystem::path file_;
};

class loopback_server;

/// One accepted connection. It is closed when its script returns.
class connection {
public:
    /// The server's half of a TLS handshake. False if the client does not want to. `protocol` is what ALPN (RFC 7301) agrees
    /// on, such as "h2", whatever the client offers; empty: nothing.
    bool start_tls(tls_identity const& identity, std::string const& protocol = {}) {
        identity.use_in(tls_context_);
        protocol_ = protocol;
        if (!protocol_.empty())
            SSL_CTX_set_alpn_select_cb(tls_context_.native_handle(), [](SSL*, unsigned char const** out, unsigned char* size,
                                                                        unsigned char const*, unsigned, void* self) {
                auto const& chosen = static_cast<connection*>(self)->protocol_;
                *out = reinterpret_cast<unsigned char const*>(chosen.data());
                *size = static_cast<unsigned char>(chosen.size());
                return SSL_TLSEXT_ERR_OK;
            }, this);
        tls_.emplace(socket_, tls_context_);
        boost::system::error_code failure;
        tls_->handshake(boost::asio::ssl::stream_base::server, failure);
        return !failure;
    }

    /// The bytes of the next request (RFC 9112), to the end of its content. Empty: the client is gone, sends no request, or
    /// the server's patience is over. A client that waits for 100 Continue is not told to go on: `write` that
    /// before.
    std::string read_request();

    /// So many bytes as they are; fewer if the client is gone or the server's patience is over.
    std::string read(std::size_t size) {
        while (buffer_.size() < size && read_some()) {}
        std::string bytes = buffer_.substr(0, size);
        buffer_.erase(0, bytes.size());
        return bytes;
    }

    /// Sends bytes as they are; without effect if the client is gone.
    void write(std::string_view bytes) {
        boost::system::error_code ignored;
        if (tls_)
            boost::asio::write(*tls_, boost::asio::buffer(bytes), ignored);
        else
            boost::asio::write(socket_, boost::asio::buffer(bytes), ignored);
    }

    /// Returns when the client has closed its side, or when the server's patience is over.
    void wait_for_close() {
        while (read_some()) buffer_.clear();
    }

    /// Whether the client has closed its side or sent something unasked.
    [[nodiscard]] bool gone() {
        boost::system::error_code failure;
        socket_.non_blocking(true, failure);
        char byte = 0;
        socket_.receive(boost::asio::buffer(&byte, 1), boost::asio::socket_base::message_peek, failure);
        bool const quiet = failure == boost::asio::error::would_block;
        socket_.non_blocking(false, failure);
        return !quiet;
    }

    /// Ends a TLS connection as RFC 8446 6.1 wants it, so that what was sent is known to be complete.
    void close_tls() {
        boost::system::error_code ignored;
        if (tls_) {
            tls_->async_shutdown([](boost::system::error_code const&) {});
            context_.restart();
            context_.poll();
            socket_.cancel(ignored);  // the client's half of the closure is not waited for
            context_.run();
        }
        socket_.shutdown(boost::asio::socket_base::shutdown_send, ignored);
    }

    /// Closes at once, over TLS without close_notify.
    void close() {
        boost::system::error_code ignored;
        socket_.shutdown(boost::asio::socket_base::shutdown_both, ignored);
        socket_.close(ignored);
    }

    /// Closes with RST instead of FIN.
    void reset() {
        boost::system::error_code ignored;
        socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
        socket_.close(ignored);
    }

private:
    friend class loopback_server;

    explicit connection(loopback_server& server) : server_(server) {}

    // False if the client is gone or nothing arrives before the deadline.
    bool read_some() {
        if (!socket_.is_open()) return false;
        char bytes[4096];
        std::size_t size = 0;
        bool over = false;
        boost::system::error_code failure;
        auto const done = [&](boost::system::error_code const& why, std::size_t count) {
            failure = why;
            size = count;
            over = true;
        };
        if (tls_)
            tls_->async_read_some(boost::asio::buffer(bytes), done);
        else
            socket_.async_read_some(boost::asio::buffer(bytes), done);
        context_.restart();
        while (!over && context_.run_one_until(deadline_) != 0) {}
        if (!over) {
            boost::system::error_code ignored;
            socket_.cancel(ignored);
            context_.run();
        }
        buffer_.append(bytes, size);
        return !failure;
    }

    loopback_server& server_;
    boost::asio::io_context context_{1};
    boost::asio::ip::tcp::socket socket_{context_};
    boost::asio::ssl::context tls_context_{boost::asio::ssl::context::tls_server};
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_{};
    std::chrono::steady_clock::time_point deadline_{};
    std::string buffer_{};
    std::string protocol_{};
};

/// What a server does with one connection.
using script = std::function<void(connection&)>;

/// Runs the first script on the first connection and so on, each in a thread of its own. A further connection gets the last
/// script again if `repeat_last` says so, and is closed at once if not.
class loopback_server {
    template <class F>
    auto locked(F f) const {
        std::lock_guard const lock{mutex_};
        return f();
    }
    template <class F>
    bool wait(F f, std::chrono::milliseconds at_most) const {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, at_most, f);
    }

public:
    /// `patience` is how long a connection waits for bytes in all.
    explicit loopback_server(std::vector<script> scripts, bool repeat_last = false,
                             std::chrono::milliseconds patience = std::chrono::seconds{30})
        : scripts_(std::move(scripts)), repeat_last_(repeat_last), patience_(patience) {
        acceptor_.listen();
        accepting_ = std::thread([this] { accept(); });
    }
    loopback_server(loopback_server const&) = delete;
    loopback_server& operator=(loopback_server const&) = delete;
    /// Waits until all scripts have returned.
    ~loopback_server() {
        stopping_ = true;
        boost::system::error_code ignored;
        boost::asio::ip::tcp::socket waker{context_};
        waker.connect(acceptor_.local_endpoint(), ignored);
        accepting_.join();
        {
            std::unique_lock lock{mutex_};
            changed_.wait(lock, [this] { return running_ == 0; });
        }
        join_finished();
    }

    /// The port, in decimal.
    [[nodiscard]] std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }
    /// For `transport_options::origin`.
    [[nodiscard]] std::string origin(std::string const& scheme = "http") const { return scheme + "://127.0.0.1:" + port(); }

    /// Connections so far.
    [[nodiscard]] std::size_t accepted() const { return locked([this] { return accepted_; }); }
    /// All requests so far, byte by byte.
    [[nodiscard]] std::vector<std::string> requests() const { return locked([this] { return requests_; }); }

    /// Waits until so many requests were read; false if that takes longer.
    bool wait_for_requests(std::size_t count, std::chrono::milliseconds at_most = std::chrono::seconds{10}) const {
        return wait([=, this] { return requests_.size() >= count; }, at_most);
    }
    /// Waits until so many scripts have returned; false if that takes longer.
    bool wait_for_ends(std::size_t count, std::chrono::milliseconds at_most = std::chrono::seconds{10}) const {
        return wait([=, this] { return ended_ >= count; }, at_most);
    }

private:
    friend class connection;

    void accept() {
        for (;;) {
            auto accepted = std::unique_ptr<connection>(new connection{*this});
            boost::system::error_code failure;
            acceptor_.accept(accepted->socket_, failure);
            if (stopping_ || failure) return;
            accepted->socket_.set_option(boost::asio::ip::tcp::no_delay(true), failure);  // what is written is on its way
            accepted->deadline_ = std::chrono::steady_clock::now() + patience_;
            std::size_t index = locked([this] { return accepted_++; });
            if (repeat_last_ && index >= scripts_.size()) index = scripts_.size() - 1;
            if (index >= scripts_.size()) continue;
            join_finished();
            std::lock_guard const started{mutex_};
            ++running_;
            auto const mine = threads_.emplace(threads_.end());
            *mine = std::thread{[this, index, mine, moved = std::move(accepted)]() mutable {
                scripts_[index](*moved);
                moved.reset();
                std::lock_guard const lock{mutex_};
                --running_;
                ++ended_;
                finished_.push_back(mine);
                changed_.notify_all();
            }};
        }
    }

    // Joined, not detached: what OpenSSL keeps for a thread is only gone when the thread is.
    void join_finished() {
        std::list<std::thread> done;
        {
            std::lock_guard const lock{mutex_};
            for (auto const& each : finished_) done.splice(done.end(), threads_, each);
            finished_.clear();
        }
        for (std::thread& each : done) each.join();
    }

    void record(std::string const& request) {
        locked([&] {
            requests_.push_back(request);
            return 0;
        });
        changed_.notify_all();
    }

    std::vector<script> scripts_;
    bool repeat_last_;
    std::chrono::milliseconds patience_;
    boost::asio::io_context context_{};
    boost::asio::ip::tcp::acceptor acceptor_{context_, {boost::asio::ip::make_address("127.0.0.1"), 0}};
    std::atomic<bool> stopping_{false};
    mutable std::mutex mutex_{};
    mutable std::condition_variable changed_{};
    std::size_t accepted_{}, running_{}, ended_{};
    std::vector<std::string> requests_{};
    std::list<std::thread> threads_{};
    std::vector<std::list<std::thread>::iterator> finished_{};
    std::thread accepting_{};
};

/// The parts of a request that `connection::read_request` gave; nothing if it is none.
[[nodiscard]] inline std::optional<http_request> parse_request(std::string_view bytes) {
    boost::beast::http::request_parser<boost::beast::http::string_body> parser;
    parser.eager(true);
    parser.body_limit(boost::none);
    boost::system::error_code failure;
    parser.put(boost::asio::buffer(bytes), failure);
    if (failure || !parser.is_done()) return std::nullopt;
    http_request out;
    auto const& read = parser.get();
    for (http_method const method : {http_method::get, http_method::post, http_method::put, http_method::patch,
                                     http_method::delete_})
        if (read.method_string() == to_string(method)) out.method = method;
    if (read.method_string() != to_string(out.method)) return std::nullopt;
    out.target = read.target();
    for (auto const& field : read) out.headers.push_back({std::string{field.name_string()}, std::string{field.value()}});
    out.body = read.body();
    return out;
}

inline std::string connection::read_request() {
    boost::beast::http::request_parser<boost::beast::http::string_body> parser;
    parser.eager(true);
    parser.body_limit(boost::none);
    parser.header_limit(1 << 20);
    std::size_t size = 0;
    do {
        boost::system::error_code failure;
        size += parser.put(boost::asio::buffer(buffer_) + size, failure);
        if (failure && failure != boost::beast::http::error::need_more) return {};
    } while (!parser.is_done() && read_some());
    if (!parser.is_done()) return {};
    std::string request = buffer_.substr(0, size);
    buffer_.erase(0, size);
    server_.record(request);
    return request;
}

/// The usual script: one request, these bytes as the answer, then wait for the client to close.
[[nodiscard]] inline script answer(std::string bytes) {
    return [bytes = std::move(bytes)](connection& client) {
        client.read_request();
        client.write(bytes);
        client.wait_for_close();
    };
}

}  // namespace cfdns::inline v1::testing

#endif
