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

/// An HTTP/1.1 server on 127.0.0.1 that runs in its own thread. It handles one request at a time and sends
/// the response that `handler` returns. For a status of 0, it closes the connection without a response.
///
/// Requests that are malformed or larger than 16 MiB are rejected with an envelope of the API, and the
/// connection is closed. HEAD is handled like GET, without the content.
class http_host {
public:
    /// Returns the response to a request. Called in the thread of the server.
    using handler = std::function<cfdns::http_response(cfdns::http_request const&)>;

    /// Listens on `port`, or on any free port if it is 0. *Errors:* throws `boost::system::system_error`.
    explicit http_host(handler answer, unsigned short port = 0)
        : answer_(std::move(answer)),
          acceptor_(context_, {boost::asio::ip::make_address("127.0.0.1"), port}) {
        accept();
        serving_ = std::thread{[this] { context_.run(); }};
    }
    http_host(http_host const&) = delete;
    http_host& operator=(http_host const&) = delete;
    /// Closes all connections.
    ~http_host() {
        context_.stop();
        serving_.join();
    }

    /// The port number.
    [[nodiscard]] unsigned short port() const { return acceptor_.local_endpoint().port(); }

private:
    using error_code = boost::system::error_code;
    using tcp = boost::asio::ip::tcp;

    static constexpr std::uint64_t most_content = std::uint64_t{16} << 20;
    static constexpr std::chrono::seconds patience{60};

    // A connection. It lives as long as it has a pending operation.
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
            // A client that expects the interim response may wait for it; HTTP/1.0 has none
            // (RFC 9110 10.1.1).
            if (parser_->get().version() < 11 || parser_->get().count("Expect") == 0) return read_content();
            static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            boost::asio::async_write(stream_, boost::asio::buffer(go_on),
                                     [self = shared_from_this()](error_code unsent, std::size_t) {
                                         if (!unsent) self->read_content();
                                     });
        }

        // Checks that Beast's parser does not do. RFC 9112 3.2: Host; 6.1 and 6.3: Transfer-Encoding. RFC
        // 9110 10.1.1: Expect.
        [[nodiscard]] std::optional<refusal> refuse_head() const {
            auto const& head = parser_->get();
            bool const old = head.version() == 10;
            std::size_t const hosts = head.count("Host");
            if (hosts > 1 || (hosts == 0 && !old))
                return refusal{400, "A request must have exactly one Host header field."};
            if (head.count("Transfer-Encoding") != 0) {
                if (old) return refusal{400, "A request with HTTP/1.0 must not have Transfer-Encoding."};
                if (head.count("Content-Length") != 0)
                    return refusal{400,
                                   "A request must not have both Content-Length and Transfer-Encoding."};
                if (!parser_->chunked())
                    return refusal{400, "The last coding in Transfer-Encoding must be chunked."};
                if (!boost::beast::iequals(head["Transfer-Encoding"], "chunked"))
                    return refusal{501, "The only supported transfer coding is chunked."};
            }
            if (!old && head.count("Expect") != 0 && !boost::beast::iequals(head["Expect"], "100-continue"))
                return refusal{417, "The only supported expectation is 100-continue."};
            if (!method())
                return refusal{501,
                               "The method " + std::string{head.method_string()} + " is not supported."};
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
            cfdns::http_response const response = answer_(request);
            if (response.status == 0)
                return;  // without a pending operation, this object is destroyed and closes the connection
            send(response, read.keep_alive() && read.version() >= 11, read.method_string() == "HEAD");
        }

        // A target may be in absolute-form (RFC 9112 3.2.2).
        static std::string path_and_query(std::string_view target) {
            std::size_t const scheme = target.find("://");
            if (target.starts_with('/') || scheme == std::string_view::npos) return std::string{target};
            std::size_t const path = target.find_first_of("/?", scheme + 3);
            std::string_view const rest = path == std::string_view::npos ? "" : target.substr(path);
            return (rest.starts_with('/') ? "" : "/") + std::string{rest};
        }

        void send(cfdns::http_response const& response, bool keep, bool head_only) {
            namespace http = boost::beast::http;
            auto const status = http::int_to_status(static_cast<unsigned>(response.status));
            bytes_ = "HTTP/1.1 " + std::to_string(response.status) + ' ';
            bytes_ += std::string{http::obsolete_reason(status)} + "\r\n";
            for (auto const& [name, value] : response.headers) {
                bool framing = false;
                for (std::string_view const own : {"Content-Length", "Transfer-Encoding", "Connection"})
                    framing = framing || boost::beast::iequals(name, own);
                if (!framing) bytes_ += name + ": " + value + "\r\n";
            }
            // RFC 9110 6.4.1
            bool const has_content =
                response.status >= 200 && response.status != 204 && response.status != 304;
            if (has_content) bytes_ += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
            if (!keep) bytes_ += "Connection: close\r\n";
            bytes_ += "\r\n";
            if (has_content && !head_only) bytes_ += response.body;
            stream_.expires_after(patience);
            boost::asio::async_write(stream_, boost::asio::buffer(bytes_),
                                     [self = shared_from_this(), keep](error_code failure, std::size_t) {
                                         if (failure) return;
                                         if (keep)
                                             self->read_head();
                                         else
                                             self->finish();
                                     });
        }

        void refuse(refusal const& why) {
            cfdns::api_message entry;
            entry.code = 1000;
            entry.message = why.text;
            // The start of the next request is not known.
            bool const head_only = parser_->get().method_string() == "HEAD";
            send(cfdns::testing::write_failure(why.status, {&entry, 1}), false, head_only);
        }

        // Responds to an invalid request; if the client has closed the connection or sends nothing, just
        // closes it.
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

        // Reads until the client closes the connection: closing earlier could reset it and lose the response
        // (RFC 9112 9.6).
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
