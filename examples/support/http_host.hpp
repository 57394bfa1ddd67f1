// SPDX-License-Identifier: BSL-1.0
#ifndef SUPPORT_HTTP_HOST_HPP
#define SUPPORT_HTTP_HOST_HPP

#include <cfdns/cfdns.hpp>
#include <cfdns/testing/codec.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace support {

/// An HTTP/1.1 server on 127.0.0.1 with a thread of its own. It takes one request at a time and sends what
/// `handler` gives for it; for a status of 0, it closes the connection without a byte.
///
/// Requests that are malformed, or larger than 16 MiB, are refused here with the envelope of the API, and close
/// the connection. HEAD is answered as GET, without the content.
class http_host {
public:
    /// Answers a request. It is called by the thread of the server.
    using handler = std::function<cfdns::http_response(cfdns::http_request const&)>;

    /// Listens on that port, or on a free one if it is 0. Throws `boost::system::system_error` if it cannot.
    explicit http_host(handler answer, unsigned short port = 0)
        : answer_(std::move(answer)),
          acceptor_(context_, {boost::asio::ip::make_address("127.0.0.1"), port}) {
        accept();
        serving_ = std::thread{[this] { context_.run(); }};
    }
    http_host(http_host const&) = delete;
    http_host& operator=(http_host const&) = delete;
    /// Ends all connections.
    ~http_host() {
        context_.stop();
        serving_.join();
    }

    /// The port that it listens on.
    [[nodiscard]] unsigned short port() const { return acceptor_.local_endpoint().port(); }

private:
    using error_code = boost::system::error_code;
    using tcp = boost::asio::ip::tcp;

    static constexpr std::uint64_t most_content = std::uint64_t{16} << 20;
    static constexpr std::chrono::seconds patience{60};

    // One connection. It lives as long as an operation of it is pending.
    class session : public std::enable_shared_from_this<session> {
    public:
        session(tcp::socket socket, handler const& answer) : stream_(std::move(socket)), answer_(answer) {
            error_code ignored;
            stream_.socket().set_option(tcp::no_delay(true), ignored);
        }

        void read_head() {
            namespace http = boost::beast::http;
            parser_.emplace();
            parser_->body_limit(most_content);
            stream_.expires_after(patience);
            http::async_read_header(
                stream_, received_, *parser_,
                [self = shared_from_this()](error_code failure, std::size_t) { self->on_head(failure); });
        }

    private:
        using parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
        struct refusal {
            int status{};
            std::string text{};
        };

        void on_head(error_code failure) {
            if (failure) return fail(failure);
            auto const refused = refuse_head();
            if (refused) return refuse(*refused);
            if (parser_->is_done()) return on_content({});
            // A client that expects the interim response may send nothing before it; HTTP/1.0 has none
            // (RFC 9110 10.1.1).
            if (parser_->get().version() < 11 || parser_->get().count("Expect") == 0) return read_content();
            static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            boost::asio::async_write(stream_, boost::asio::buffer(go_on),
                                     [self = shared_from_this()](error_code unsent, std::size_t) {
                                         if (!unsent) self->read_content();
                                     });
        }

        // What Beast's parser lets pass. RFC 9112 3.2: Host; 6.1 and 6.3: Transfer-Encoding. RFC 9110 10.1.1: Expect.
        [[nodiscard]] std::optional<refusal> refuse_head() const {
            auto const& head = parser_->get();
            bool const old = head.version() == 10;
            std::size_t const hosts = head.count("Host");
            if (hosts > 1 || (hosts == 0 && !old))
                return refusal{400, "A request has one Host header field."};
            if (head.count("Transfer-Encoding") != 0) {
                if (old) return refusal{400, "HTTP/1.0 has no Transfer-Encoding."};
                if (head.count("Content-Length") != 0)
                    return refusal{400, "Content-Length stands beside Transfer-Encoding."};
                if (!parser_->chunked())
                    return refusal{400, "The last coding in Transfer-Encoding must be chunked."};
                if (!boost::beast::iequals(head["Transfer-Encoding"], "chunked"))
                    return refusal{501, "No other transfer coding than chunked is served here."};
            }
            if (!old && head.count("Expect") != 0 && !boost::beast::iequals(head["Expect"], "100-continue"))
                return refusal{417, "No other expectation than 100-continue can be met."};
            if (!method())
                return refusal{501, "The method " + std::string{head.method_string()} + " is not served here."};
            return std::nullopt;
        }

        [[nodiscard]] std::optional<cfdns::http_method> method() const {
            auto const name = parser_->get().method_string();
            if (name == "HEAD") return cfdns::http_method::get;
            using enum cfdns::http_method;
            for (cfdns::http_method const one : {get, post, put, patch, delete_})
                if (name == to_string(one)) return one;
            return std::nullopt;
        }

        void read_content() {
            boost::beast::http::async_read(
                stream_, received_, *parser_,
                [self = shared_from_this()](error_code failure, std::size_t) { self->on_content(failure); });
        }

        void on_content(error_code failure) {
            if (failure) return fail(failure);
            auto& read = parser_->get();
            cfdns::http_request request{*method(), path_and_query(read.target()), {}, read.body()};
            for (auto const& field : read)
                request.headers.push_back({std::string{field.name_string()}, std::string{field.value()}});
            cfdns::http_response const reply = answer_(request);
            if (reply.status == 0) return;  // with nothing pending, this object goes, and closes the connection
            send(reply, read.keep_alive() && read.version() >= 11, read.method_string() == "HEAD");
        }

        // A target may be a whole URI (RFC 9112 3.2.2).
        static std::string path_and_query(std::string_view target) {
            std::size_t const scheme = target.find("://");
            if (target.starts_with('/') || scheme == std::string_view::npos) return std::string{target};
            std::size_t const path = target.find_first_of("/?", scheme + 3);
            std::string_view const rest = path == std::string_view::npos ? "" : target.substr(path);
            return (rest.starts_with('/') ? "" : "/") + std::string{rest};
        }

        void send(cfdns::http_response const& reply, bool keep, bool head_only) {
            namespace http = boost::beast::http;
            auto const status = http::int_to_status(static_cast<unsigned>(reply.status));
            bytes_ = "HTTP/1.1 " + std::to_string(reply.status) + ' ';
            bytes_ += std::string{http::obsolete_reason(status)} + "\r\n";
            for (auto const& [name, value] : reply.headers) {
                bool framing = false;
                for (std::string_view const own : {"Content-Length", "Transfer-Encoding", "Connection"})
                    framing = framing || boost::beast::iequals(name, own);
                if (!framing) bytes_ += name + ": " + value + "\r\n";
            }
            // RFC 9110 6.4.1
            bool const has_content = reply.status >= 200 && reply.status != 204 && reply.status != 304;
            if (has_content) bytes_ += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
            if (!keep) bytes_ += "Connection: close\r\n";
            bytes_ += "\r\n";
            if (has_content && !head_only) bytes_ += reply.body;
            stream_.expires_after(patience);
            boost::asio::async_write(stream_, boost::asio::buffer(bytes_),
                                     [self = shared_from_this(), keep](error_code failure, std::size_t) {
                                         if (failure) return;
                                         if (keep) self->read_head();
                                         else self->finish();
                                     });
        }

        void refuse(refusal const& why) {
            cfdns::api_message entry;
            entry.code = 1000;
            entry.message = why.text;
            // Where the next request begins is not known.
            bool const head_only = parser_->get().method_string() == "HEAD";
            send(cfdns::testing::write_failure(why.status, {&entry, 1}), false, head_only);
        }

        // A request that is none is told so; where the client is gone or silent, the connection just ends.
        void fail(error_code const& failure) {
            namespace http = boost::beast::http;
            static error_code const of_http = http::make_error_code(http::error::end_of_stream);
            if (failure.category() != of_http.category() || failure == http::error::end_of_stream ||
                failure == http::error::partial_message)
                return;
            int status = 400;
            if (failure == http::error::body_limit) status = 413;
            if (failure == http::error::header_limit) status = 431;
            if (failure == http::error::bad_version) status = 505;
            refuse({status, "The request cannot be read: " + failure.message() + '.'});
        }

        // What still arrives is read: closing before that could reset the connection, and the answer would be lost
        // with it (RFC 9112 9.6).
        void finish() {
            error_code ignored;
            stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
            stream_.expires_after(std::chrono::seconds{2});
            drain();
        }
        void drain() {
            stream_.async_read_some(boost::asio::buffer(rest_),
                                    [self = shared_from_this()](error_code failure, std::size_t) {
                                        if (!failure) self->drain();
                                    });
        }

        boost::beast::tcp_stream stream_;
        handler const& answer_;
        boost::beast::flat_buffer received_{};
        std::optional<parser> parser_{};
        std::string bytes_{};
        char rest_[4096]{};
    };

    void accept() {
        acceptor_.async_accept([this](error_code failure, tcp::socket socket) {
            if (!failure) std::make_shared<session>(std::move(socket), answer_)->read_head();
            accept();
        });
    }

    handler answer_;
    boost::asio::io_context context_{1};
    tcp::acceptor acceptor_;
    std::thread serving_{};
};

}  // namespace support

#endif
