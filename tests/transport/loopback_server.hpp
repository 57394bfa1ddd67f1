// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_TRANSPORT_LOOPBACK_SERVER_HPP
#define CFDNS_TESTS_TRANSPORT_LOOPBACK_SERVER_HPP

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

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
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

/// A server on 127.0.0.1 that does with each connection what a test tells it to, byte by byte.
namespace cfdns_test {

namespace asio = boost::asio;

/// A self-signed certificate for one subject alternative name ("IP:127.0.0.1"), with its key, both as PEM.
class tls_identity {
public:
    explicit tls_identity(std::string const& subject = "IP:127.0.0.1") {
        std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const key{EVP_EC_gen("P-256"), &EVP_PKEY_free};
        std::unique_ptr<X509, decltype(&X509_free)> const made{X509_new(), &X509_free};
        X509_set_version(made.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(made.get()), std::uniform_int_distribution<long>{1, 1L << 30}(random()));
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
        if (X509_sign(made.get(), key.get(), EVP_sha256()) == 0) throw std::runtime_error("no certificate");
        certificate_ = pem([&](BIO* out) { PEM_write_bio_X509(out, made.get()); });
        key_ = pem([&](BIO* out) { PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
        std::uniform_int_distribution<unsigned> digit{0, 0xffff'ffffu};
        file_ = std::filesystem::temp_directory_path() /
                ("cfdns-" + std::to_string(digit(random())) + std::to_string(digit(random())) + ".pem");
        std::ofstream{file_} << certificate_;
    }
    tls_identity(tls_identity const&) = delete;
    tls_identity& operator=(tls_identity const&) = delete;
    ~tls_identity() {
        std::error_code ignored;
        std::filesystem::remove(file_, ignored);
    }

    std::string certificate_file() const { return file_.string(); }

    void use_in(asio::ssl::context& context) const {
        context.use_certificate_chain(asio::buffer(certificate_));
        context.use_private_key(asio::buffer(key_), asio::ssl::context::pem);
    }

private:
    static std::random_device& random() {
        static std::random_device device;
        return device;
    }
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
    connection(asio::ip::tcp::socket socket, loopback_server& server) : socket_(std::move(socket)), server_(server) {}

    /// The server's half of a TLS handshake. False if the client does not want to.
    bool start_tls(tls_identity const& identity) {
        identity.use_in(context_);
        tls_.emplace(socket_, context_);
        boost::system::error_code failure;
        tls_->handshake(asio::ssl::stream_base::server, failure);
        return !failure;
    }

    /// The bytes of the next request: header section and as much content as Content-Length says. Empty: the client is gone.
    std::string read_request();

    void write(std::string_view bytes) {
        boost::system::error_code ignored;
        if (tls_)
            asio::write(*tls_, asio::buffer(bytes), ignored);
        else
            asio::write(socket_, asio::buffer(bytes), ignored);
    }

    /// Returns when the client has closed its side.
    void wait_for_close() {
        while (read_some()) buffer_.clear();
    }

    /// Closes with RST instead of FIN.
    void reset() {
        boost::system::error_code ignored;
        socket_.set_option(asio::socket_base::linger(true, 0), ignored);
        socket_.close(ignored);
    }

private:
    bool read_some() {
        char bytes[4096];
        boost::system::error_code failure;
        std::size_t const size = tls_ ? tls_->read_some(asio::buffer(bytes), failure)
                                      : socket_.read_some(asio::buffer(bytes), failure);
        buffer_.append(bytes, size);
        return !failure;
    }

    asio::ip::tcp::socket socket_;
    asio::ssl::context context_{asio::ssl::context::tls_server};
    std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> tls_{};
    loopback_server& server_;
    std::string buffer_{};
};

using script = std::function<void(connection&)>;

/// Runs the first script on the first connection and so on; further connections are closed at once.
class loopback_server {
    template <class F>
    auto locked(F f) const {
        std::lock_guard const lock{mutex_};
        return f();
    }
    template <class F>
    bool wait(F f) const {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, std::chrono::seconds{10}, f);
    }

public:
    explicit loopback_server(std::vector<script> scripts) : scripts_(std::move(scripts)) {
        acceptor_.listen();
        accepting_ = std::thread([this] { accept(); });
    }
    loopback_server(loopback_server const&) = delete;
    loopback_server& operator=(loopback_server const&) = delete;
    ~loopback_server() {
        stopping_ = true;
        boost::system::error_code ignored;
        asio::ip::tcp::socket waker{context_};
        waker.connect(acceptor_.local_endpoint(), ignored);
        accepting_.join();
        for (std::thread& worker : workers_) worker.join();
    }

    std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }
    std::string origin(std::string const& scheme = "http") const { return scheme + "://127.0.0.1:" + port(); }

    /// Connections so far.
    std::size_t accepted() const { return locked([this] { return accepted_; }); }
    /// All requests so far, byte by byte.
    std::vector<std::string> requests() const { return locked([this] { return requests_; }); }

    /// Waits until so many requests were read or so many scripts have returned; false after ten seconds.
    bool wait_for_requests(std::size_t count) const { return wait([=, this] { return requests_.size() >= count; }); }
    bool wait_for_ends(std::size_t count) const { return wait([=, this] { return ended_ >= count; }); }

private:
    friend class connection;

    void accept() {
        for (;;) {
            boost::system::error_code failure;
            asio::ip::tcp::socket socket = acceptor_.accept(failure);
            if (stopping_ || failure) return;
            std::size_t const index = locked([this] { return accepted_++; });
            if (index >= scripts_.size()) continue;
            workers_.emplace_back([this, index, moved = std::move(socket)]() mutable {
                {
                    connection accepted{std::move(moved), *this};
                    scripts_[index](accepted);
                }
                locked([this] { return ++ended_; });
                changed_.notify_all();
            });
        }
    }

    void record(std::string const& request) {
        locked([&] {
            requests_.push_back(request);
            return 0;
        });
        changed_.notify_all();
    }

    std::vector<script> scripts_;
    asio::io_context context_{};
    asio::ip::tcp::acceptor acceptor_{context_, {asio::ip::make_address("127.0.0.1"), 0}};
    std::atomic<bool> stopping_{false};
    mutable std::mutex mutex_{};
    mutable std::condition_variable changed_{};
    std::size_t accepted_{}, ended_{};
    std::vector<std::string> requests_{};
    std::vector<std::thread> workers_{};
    std::thread accepting_{};
};

inline std::string connection::read_request() {
    std::size_t size = std::string::npos;
    for (;;) {
        if (std::size_t const end = buffer_.find("\r\n\r\n"); end != std::string::npos) {
            std::string_view const head = std::string_view{buffer_}.substr(0, end);
            std::size_t const field = head.find("\r\nContent-Length: ");
            size = end + 4;
            if (field != std::string_view::npos) size += std::stoul(buffer_.substr(field + 18));
        }
        if (size != std::string::npos && buffer_.size() >= size) break;
        if (!read_some()) return {};
    }
    std::string request = buffer_.substr(0, size);
    buffer_.erase(0, size);
    server_.record(request);
    return request;
}

/// The usual script: one request, these bytes as the answer, then wait for the client to close.
inline script answer(std::string bytes) {
    return [bytes = std::move(bytes)](connection& client) {
        client.read_request();
        client.write(bytes);
        client.wait_for_close();
    };
}

}  // namespace cfdns_test

#endif
