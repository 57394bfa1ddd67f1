// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_LOOPBACK_SERVER_IPP
#define CFDNS_IMPL_TESTING_LOOPBACK_SERVER_IPP

#include <cfdns/testing/loopback_server.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <fstream>
#include <memory>
#include <random>
#include <system_error>
#include <utility>

namespace cfdns::inline v0_2::testing {

namespace detail {

template <class Write>
std::string write_pem(Write write) {
    std::unique_ptr<BIO, decltype(&BIO_free)> const out{BIO_new(BIO_s_mem()), &BIO_free};
    write(out.get());
    char* data = nullptr;
    long const size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace detail

CFDNS_TRANSPORT_DECL tls_identity::tls_identity(std::string const& subject) {
    // EVP_EC_gen is a macro that casts const away.
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const key{
        EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), &EVP_PKEY_free};
    std::unique_ptr<X509, decltype(&X509_free)> const made{X509_new(), &X509_free};
    std::random_device random;
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()),
                     std::uniform_int_distribution<long>{1, 1L << 30}(random));
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
    certificate_ = detail::write_pem([&](BIO* out) { PEM_write_bio_X509(out, made.get()); });
    key_ = detail::write_pem(
        [&](BIO* out) { PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    std::uniform_int_distribution<unsigned> digit{0, 0xffff'ffffu};
    file_ = std::filesystem::temp_directory_path() /
            ("cfdns-" + std::to_string(digit(random)) + std::to_string(digit(random)) + ".pem");
    std::ofstream{file_} << certificate_;
}

CFDNS_TRANSPORT_DECL tls_identity::~tls_identity() {
    std::error_code ignored;
    std::filesystem::remove(file_, ignored);
}

CFDNS_TRANSPORT_DECL void tls_identity::apply_to(boost::asio::ssl::context& context) const {
    boost::system::error_code ignored;
    context.use_certificate_chain(boost::asio::buffer(certificate_), ignored);
    context.use_private_key(boost::asio::buffer(key_), boost::asio::ssl::context::pem, ignored);
}

CFDNS_TRANSPORT_DECL bool connection::start_tls(tls_identity const& identity, std::string const& protocol) {
    identity.apply_to(tls_context_);
    protocol_ = protocol;
    if (!protocol_.empty())
        SSL_CTX_set_alpn_select_cb(
            tls_context_.native_handle(),
            [](SSL*, unsigned char const** out, unsigned char* size, unsigned char const*, unsigned,
               void* self) {
                auto const& chosen = static_cast<connection*>(self)->protocol_;
                *out = reinterpret_cast<unsigned char const*>(chosen.data());
                *size = static_cast<unsigned char>(chosen.size());
                return SSL_TLSEXT_ERR_OK;
            },
            this);
    tls_.emplace(socket_, tls_context_);
    boost::system::error_code failure;
    tls_->handshake(boost::asio::ssl::stream_base::server, failure);
    return !failure;
}

CFDNS_TRANSPORT_DECL std::string connection::read_request() {
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

CFDNS_TRANSPORT_DECL std::string connection::read(std::size_t size) {
    while (buffer_.size() < size && read_some()) {
    }
    std::string bytes = buffer_.substr(0, size);
    buffer_.erase(0, bytes.size());
    return bytes;
}

CFDNS_TRANSPORT_DECL void connection::write(std::string_view bytes) {
    boost::system::error_code ignored;
    if (tls_)
        boost::asio::write(*tls_, boost::asio::buffer(bytes), ignored);
    else
        boost::asio::write(socket_, boost::asio::buffer(bytes), ignored);
}

CFDNS_TRANSPORT_DECL void connection::wait_for_close() {
    while (read_some()) buffer_.clear();
}

CFDNS_TRANSPORT_DECL bool connection::is_readable() {
    boost::system::error_code failure;
    socket_.non_blocking(true, failure);
    char byte = 0;
    socket_.receive(boost::asio::buffer(&byte, 1), boost::asio::socket_base::message_peek, failure);
    bool const quiet = failure == boost::asio::error::would_block;
    socket_.non_blocking(false, failure);
    return !quiet;
}

CFDNS_TRANSPORT_DECL void connection::shutdown() {
    boost::system::error_code ignored;
    if (tls_) {
        tls_->async_shutdown([](boost::system::error_code const&) {});
        context_.restart();
        context_.poll();
        socket_.cancel(ignored);  // do not wait for the client's close_notify
        context_.run();
    }
    socket_.shutdown(boost::asio::socket_base::shutdown_send, ignored);
}

CFDNS_TRANSPORT_DECL void connection::close() {
    boost::system::error_code ignored;
    socket_.shutdown(boost::asio::socket_base::shutdown_both, ignored);
    socket_.close(ignored);
}

CFDNS_TRANSPORT_DECL void connection::reset() {
    boost::system::error_code ignored;
    socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
}

CFDNS_TRANSPORT_DECL bool connection::read_some() {
    if (!socket_.is_open()) return false;
    char bytes[4096];
    std::size_t size = 0;
    bool done = false;
    boost::system::error_code failure;
    auto const handler = [&](boost::system::error_code const& why, std::size_t count) {
        failure = why;
        size = count;
        done = true;
    };
    if (tls_)
        tls_->async_read_some(boost::asio::buffer(bytes), handler);
    else
        socket_.async_read_some(boost::asio::buffer(bytes), handler);
    context_.restart();
    while (!done && context_.run_one_until(deadline_) != 0) {
    }
    if (!done) {
        boost::system::error_code ignored;
        socket_.cancel(ignored);
        context_.run();
    }
    buffer_.append(bytes, size);
    return !failure;
}

CFDNS_TRANSPORT_DECL loopback_server::loopback_server(std::vector<script> scripts, bool repeat_last,
                                                      std::chrono::milliseconds timeout)
    : scripts_(std::move(scripts)), repeat_last_(repeat_last), timeout_(timeout) {
    acceptor_.listen();
    accepting_ = std::thread([this] { accept(); });
}

CFDNS_TRANSPORT_DECL loopback_server::~loopback_server() {
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

CFDNS_TRANSPORT_DECL std::string loopback_server::port() const {
    return std::to_string(acceptor_.local_endpoint().port());
}

CFDNS_TRANSPORT_DECL std::string loopback_server::origin(std::string const& scheme) const {
    return scheme + "://127.0.0.1:" + port();
}

CFDNS_TRANSPORT_DECL std::size_t loopback_server::accepted() const {
    std::lock_guard const lock{mutex_};
    return accepted_;
}

CFDNS_TRANSPORT_DECL std::vector<std::string> loopback_server::requests() const {
    std::lock_guard const lock{mutex_};
    return requests_;
}

CFDNS_TRANSPORT_DECL bool loopback_server::wait_for_requests(std::size_t count,
                                                             std::chrono::milliseconds timeout) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, timeout, [&] { return requests_.size() >= count; });
}

CFDNS_TRANSPORT_DECL bool loopback_server::wait_for_scripts(std::size_t count,
                                                            std::chrono::milliseconds timeout) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, timeout, [&] { return returned_ >= count; });
}

CFDNS_TRANSPORT_DECL void loopback_server::accept() {
    for (;;) {
        auto accepted = std::unique_ptr<connection>(new connection{*this});
        boost::system::error_code failure;
        acceptor_.accept(accepted->socket_, failure);
        if (stopping_ || failure) return;
        accepted->socket_.set_option(boost::asio::ip::tcp::no_delay(true), failure);
        accepted->deadline_ = std::chrono::steady_clock::now() + timeout_;
        std::size_t index = 0;
        {
            std::lock_guard const lock{mutex_};
            index = accepted_++;
        }
        if (repeat_last_ && index >= scripts_.size()) index = scripts_.size() - 1;
        if (index >= scripts_.size()) continue;
        join_finished();
        std::lock_guard const started{mutex_};
        ++running_;
        auto const self = threads_.emplace(threads_.end());
        *self = std::thread{[this, index, self, moved = std::move(accepted)]() mutable {
            scripts_[index](*moved);
            moved.reset();
            std::lock_guard const lock{mutex_};
            --running_;
            ++returned_;
            finished_.push_back(self);
            changed_.notify_all();
        }};
    }
}

// Threads are joined instead of detached, because OpenSSL frees its thread-local data only when a thread
// ends.
CFDNS_TRANSPORT_DECL void loopback_server::join_finished() {
    std::list<std::thread> finished;
    {
        std::lock_guard const lock{mutex_};
        for (auto const& each : finished_) finished.splice(finished.end(), threads_, each);
        finished_.clear();
    }
    for (std::thread& each : finished) each.join();
}

CFDNS_TRANSPORT_DECL void loopback_server::record(std::string const& request) {
    {
        std::lock_guard const lock{mutex_};
        requests_.push_back(request);
    }
    changed_.notify_all();
}

CFDNS_TRANSPORT_DECL std::optional<http_request> parse_request(std::string_view bytes) {
    boost::beast::http::request_parser<boost::beast::http::string_body> parser;
    parser.eager(true);
    parser.body_limit(boost::none);
    boost::system::error_code failure;
    parser.put(boost::asio::buffer(bytes), failure);
    if (failure || !parser.is_done()) return std::nullopt;
    http_request out;
    auto const& read = parser.get();
    for (http_method const method :
         {http_method::get, http_method::post, http_method::put, http_method::patch, http_method::delete_})
        if (read.method_string() == to_string(method)) out.method = method;
    if (read.method_string() != to_string(out.method)) return std::nullopt;
    out.target = read.target();
    for (auto const& field : read)
        out.headers.push_back({std::string{field.name_string()}, std::string{field.value()}});
    out.body = read.body();
    return out;
}

CFDNS_TRANSPORT_DECL script respond_with(std::string bytes) {
    return [bytes = std::move(bytes)](connection& client) {
        client.read_request();
        client.write(bytes);
        client.wait_for_close();
    };
}

}  // namespace cfdns::inline v0_2::testing

#endif
