// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TRANSPORT_BEAST_IPP
#define CFDNS_IMPL_TRANSPORT_BEAST_IPP

#include <cfdns/transport/beast.hpp>

#include <cfdns/core/secret.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/impl/transport/support.ipp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/core/no_exceptions_support.hpp>
#include <boost/system/errc.hpp>
#include <boost/version.hpp>

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <exception>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

// Builds a response from the events of Beast's parser. Beast's own message does not keep the order of header
// fields.
class beast_parser final : public boost::beast::http::basic_parser<false> {
    using error_code = boost::beast::error_code;
    using text = boost::beast::string_view;

public:
    beast_parser(http_response& response, std::size_t max_body) : response_(response) {
        eager(true);
        header_limit((std::numeric_limits<std::uint32_t>::max)());  // checked by the caller
        body_limit(std::uint64_t{max_body});
    }

private:
    void on_request_impl(boost::beast::http::verb, text, text, int, error_code&) override {}
    void on_response_impl(int code, text, int, error_code&) override { response_.status = code; }
    void on_field_impl(boost::beast::http::field, text name, text value, error_code&) override {
        if (header_done_) return;  // a trailer
        http_header& header = response_.headers.emplace_back();
        header.name.assign(name.data(), name.size());
        header.value = trim({value.data(), value.size()});
    }
#if BOOST_VERSION >= 109000
    void on_trailer_field_impl(boost::beast::http::field, text, text, error_code&) override {}
#endif
    void on_header_impl(error_code& failure) override {
        header_done_ = true;
        header_limit(
            std::uint32_t{max_header_bytes});  // of trailers, which Boost 1.90 and later parse one by one
        // With an unknown coding, not even the end of the content is known.
        auto const coding = find_header(response_.headers, "Transfer-Encoding");
        if (coding && !iequals(*coding, "chunked"))
            failure = boost::beast::http::error::bad_transfer_encoding;
    }
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
    std::size_t on_body_impl(text part, error_code&) override {
        response_.body.append(part.data(), part.size());
        return part.size();
    }
    void on_chunk_header_impl(std::uint64_t, text, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, text part, error_code& failure) override {
        return on_body_impl(part, failure);
    }
    void on_finish_impl(error_code&) override {}

    http_response& response_;
    bool header_done_ = false;
};

// The outcome of a request on a connection.
struct beast_outcome {
    boost::system::error_code failure{};
    std::string what{};  // details of the failure
    http_response response{};
    bool bytes_out = false;  // a byte of the request may have been sent
    bool bytes_in = false;   // a byte of the response was received
    bool keep = false;       // the connection can be reused

    beast_outcome& fail(boost::system::error_code code, std::string_view text = {}) {
        failure = code;
        what = text;
        return *this;
    }
    beast_outcome& fail_protocol(std::string_view text) {
        return fail(boost::system::errc::make_error_code(boost::system::errc::protocol_error), text);
    }
};

// The request line and header section. It contains credentials and is therefore wiped.
struct beast_head {
    std::string text{};

    beast_head(std::string_view authority, http_request const& request) {
        std::string const length = std::to_string(request.body.size());
        std::size_t size = request.target.size() + authority.size() + length.size() + 64;
        for (http_header const& header : request.headers)
            size += header.name.size() + header.value.size() + 4;
        text.reserve(size);  // so that no copy is left in memory
        text.append(to_string(request.method)).append(" ").append(request.target).append(" HTTP/1.1\r\n");
        if (!find_header(request.headers, "Host")) add("Host", authority);
        for (http_header const& header : request.headers) add(header.name, trim(header.value));
        if (sends_content(request) && !find_header(request.headers, "Content-Length"))
            add("Content-Length", length);
        text.append("\r\n");
    }
    beast_head(beast_head const&) = delete;
    beast_head& operator=(beast_head const&) = delete;
    ~beast_head() { wipe(text.data(), text.size()); }

private:
    void add(std::string_view name, std::string_view value) {
        text.append(name).append(value.empty() ? ":" : ": ").append(value).append("\r\n");
    }
};

// A connection and the request that uses it. Everything except `start` and `cancel` runs sequentially on its
// executor.
class beast_core : public std::enable_shared_from_this<beast_core> {
    using clock = std::chrono::steady_clock;
    using error_code = boost::system::error_code;
    using tcp = boost::asio::ip::tcp;
    // Identifies an operation. The value is true if the caller cancelled it.
    using operation_id = std::shared_ptr<std::atomic<bool>>;

    static constexpr auto token() noexcept { return boost::asio::as_tuple(boost::asio::use_awaitable); }

    struct link {
        explicit link(boost::asio::any_io_executor const& executor) : socket(executor) {}
        tcp::socket socket;
        std::optional<boost::asio::ssl::stream<tcp::socket&>> tls{};
    };

    // Outlives a request that stopped waiting for it.
    struct name_lookup {
        explicit name_lookup(boost::asio::any_io_executor const& executor)
            : resolver(executor), over(executor, (clock::time_point::max)()) {}
        tcp::resolver resolver;
        boost::asio::steady_timer over;
        std::vector<tcp::endpoint> found{};
        error_code failure{boost::asio::error::operation_aborted};
    };

public:
    beast_core(boost::asio::any_io_executor executor, transport_options options)
        : executor_(std::move(executor)), options_(std::move(options)), watchdog_(executor_) {}

    // Calls `handler` with the result on its associated executor.
    template <class Handler>
    void start(http_request const& request, std::chrono::milliseconds timeout, Handler handler) {
        auto const id = std::make_shared<std::atomic<bool>>(false);
        auto slot = boost::asio::get_associated_cancellation_slot(handler);
        if (slot.is_connected())
            slot.assign([weak = weak_from_this(), id](boost::asio::cancellation_type type) {
                using boost::asio::cancellation_type;
                if ((type & (cancellation_type::terminal | cancellation_type::partial)) ==
                    cancellation_type::none)
                    return;
                *id = true;
                if (auto const self = weak.lock())
                    boost::asio::post(self->executor_, [self, id] {
                        if (self->running_ == id) self->interrupt(make_error_code(errc::cancelled));
                    });
            });
        auto const where = boost::asio::get_associated_executor(handler, executor_);
        boost::asio::co_spawn(executor_, guarded(shared_from_this(), id, request, timeout),
                              boost::asio::bind_executor(
                                  where, [slot, handler = std::move(handler)](
                                             std::exception_ptr thrown, result<http_response> got) mutable {
                                      slot.clear();
                                      if (thrown)  // only memory allocation can throw
                                          got = error(boost::system::errc::make_error_code(
                                              boost::system::errc::not_enough_memory));
                                      std::move(handler)(std::move(got));
                                  }));
    }

    // May be called from any thread.
    void cancel() noexcept {
        cancelled_ = true;
        BOOST_TRY {
            boost::asio::post(executor_, [weak = weak_from_this()] {
                auto const self = weak.lock();
                if (self && self->running_ && self->cancelled_.exchange(false))
                    self->interrupt(make_error_code(errc::cancelled));
            });
        }
        BOOST_CATCH(...) {}
        BOOST_CATCH_END
    }

private:
    // Ends all pending operations.
    void interrupt(error_code why) {
        if (!interrupted_) interrupted_ = why;
        if (lookup_) lookup_->over.cancel();
        drop_socket();
    }

    void drop_socket() noexcept {
        error_code ignored;
        if (link_) link_->socket.close(ignored);
    }

    void set_deadline(clock::time_point when) {
        watchdog_.expires_at(when);
        watchdog_.async_wait([weak = weak_from_this(), number = ++deadlines_](error_code) {
            auto const self = weak.lock();
            if (self && number == self->deadlines_) self->interrupt(boost::asio::error::timed_out);
        });
    }
    void clear_deadline() {
        ++deadlines_;
        watchdog_.cancel();
    }

    // `self` keeps the object alive.
    static boost::asio::awaitable<result<http_response>> guarded(std::shared_ptr<beast_core> self,
                                                                 operation_id id,
                                                                 http_request const& request,
                                                                 std::chrono::milliseconds timeout) {
        if (self->running_)
            co_return error(
                boost::system::errc::make_error_code(boost::system::errc::device_or_resource_busy),
                delivery::not_sent, "another request is in progress");
        if (auto const refused = check_request(self->options_, request))
            co_return invalid_parameter(*refused);
        if (self->cancelled_.exchange(false) || *id) co_return error(errc::cancelled, delivery::not_sent);
        timeout = (std::min)(timeout, self->options_.total_timeout);
        if (timeout.count() < 1)
            co_return error(error_code(boost::asio::error::timed_out), delivery::not_sent);

        struct running {
            beast_core& core;
            ~running() {
                core.running_ = nullptr;
                core.clear_deadline();
                if (!core.keep_) core.link_.reset();
            }
        };
        self->running_ = id;
        self->keep_ = false;
        self->interrupted_ = {};
        running const guard{*self};
        co_return co_await self->run(request, timeout);
    }

    boost::asio::awaitable<result<http_response>> run(http_request const& request,
                                                      std::chrono::milliseconds timeout) {
        clock::time_point const start = clock::now();
        clock::time_point const deadline = start + bounded(timeout);
        std::string_view const origin = options_.origin;
        beast_head const head{origin.substr(origin.find("://") + 3), request};
        bool bytes_out = false;
        for (;;) {
            bool const kept = is_usable();
            beast_outcome outcome;
            if (!kept) {
                set_deadline(deadline);
                link_.reset();
                co_await connect((std::min)(deadline, clock::now() + bounded(options_.connect_timeout)),
                                 outcome);
            }
            if (!outcome.failure) {
                set_deadline(deadline);
                co_await transfer(head.text, request.body, outcome);
            }
            bytes_out = bytes_out || outcome.bytes_out;
            if (!outcome.failure) {
                keep_ = outcome.keep;
                co_return std::move(outcome.response);
            }
            bool const died = outcome.failure == boost::system::errc::connection_reset && !outcome.bytes_in;
            if (kept && died && (!bytes_out || may_resend(request.method))) continue;
            delivery const out = bytes_out ? delivery::unknown : delivery::not_sent;
            if (outcome.response.status < 200) co_return error(outcome.failure, out, outcome.what);
            co_return error(outcome.failure, out, outcome.what,
                            {outcome.response.status, outcome.response.headers, {}});
        }
    }

    // Limits a timeout to a year, so that deadlines do not overflow.
    static clock::duration bounded(std::chrono::milliseconds time) noexcept {
        return (std::min<std::chrono::milliseconds>)(time, std::chrono::hours{24 * 365});
    }

    // Whether there is an idle connection that was neither closed nor received unsolicited data.
    bool is_usable() {
        if (!link_ || !link_->socket.is_open()) return false;
        if (link_->tls) {
            SSL* const tls = link_->tls->native_handle();
            if (SSL_has_pending(tls) != 0 || BIO_ctrl_pending(SSL_get_rbio(tls)) != 0) return false;
        }
        char byte = 0;
        error_code failure;
        link_->socket.receive(boost::asio::buffer(&byte, 1), tcp::socket::message_peek, failure);
        return failure == boost::asio::error::would_block || failure == boost::asio::error::try_again;
    }

    boost::asio::awaitable<void> connect(clock::time_point deadline, beast_outcome& outcome) {
        origin_parts const where = split_origin(options_.origin);
        if (where.tls && !tls_context_) {
            make_tls_context(outcome);
            if (outcome.failure) co_return;
        }
        set_deadline(deadline);
        std::vector<tcp::endpoint> endpoints;
        error_code no_address;
        auto const address = boost::asio::ip::make_address(where.host, no_address);
        std::uint16_t port = 0;
        for (char const c : where.port) port = static_cast<std::uint16_t>(port * 10 + (c - '0'));
        if (!no_address)
            endpoints.emplace_back(address, port);
        else
            co_await resolve(where, endpoints, outcome);
        if (outcome.failure) co_return;

        // Divides the time, so that an address that does not respond leaves time for the others.
        for (std::size_t left = endpoints.size(); left != 0; --left) {
            clock::time_point const now = clock::now();
            set_deadline(now + (deadline - now) / static_cast<int>(left));
            link_.emplace(executor_);
            auto [failure] =
                co_await link_->socket.async_connect(endpoints[endpoints.size() - left], token());
            outcome.fail(interrupted_ ? interrupted_ : failure);
            if (!outcome.failure) break;
            if (interrupted_ && interrupted_ != boost::asio::error::timed_out) co_return;
            if (clock::now() < deadline && left != 1) interrupted_ = {};
            if (interrupted_) co_return;
        }
        if (outcome.failure) co_return;
        error_code ignored;
        link_->socket.set_option(tcp::no_delay(true), ignored);
        link_->socket.non_blocking(true, ignored);
        if (where.tls) {
            set_deadline(deadline);
            co_await handshake(where.host, outcome);
        }
    }

    boost::asio::awaitable<void> resolve(origin_parts const& where, std::vector<tcp::endpoint>& endpoints,
                                         beast_outcome& outcome) {
        auto const lookup = std::make_shared<name_lookup>(executor_);
        lookup->resolver.async_resolve(
            where.host, where.port, [lookup](error_code failure, tcp::resolver::results_type const& found) {
                lookup->failure = failure;
                for (auto const& entry : found) lookup->found.push_back(entry.endpoint());
                lookup->over.cancel();
            });
        lookup_ = lookup.get();
        auto const [ignored] = co_await lookup->over.async_wait(token());
        lookup_ = nullptr;
        static_cast<void>(ignored);
        endpoints = std::move(lookup->found);
        if (interrupted_)
            outcome.fail(interrupted_);
        else if (lookup->failure || endpoints.empty())
            outcome.fail(boost::system::errc::make_error_code(boost::system::errc::host_unreachable),
                         lookup->failure.message());
    }

    void make_tls_context(beast_outcome& outcome) {
        namespace ssl = boost::asio::ssl;
        error_code failure;
        ssl::context context{ssl::context::tls_client};
        SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
        context.set_verify_mode(ssl::verify_peer, failure);
        if (options_.ca_file.empty()) {
            context.set_default_verify_paths(failure);
            if (failure) outcome.fail(failure, "cannot load the system's certificates");
        } else {
            context.load_verify_file(options_.ca_file, failure);
            if (failure) outcome.fail(failure, "cannot load ca_file");
        }
        if (!failure) tls_context_.emplace(std::move(context));
    }

    boost::asio::awaitable<void> handshake(std::string_view host, beast_outcome& outcome) {
        link_->tls.emplace(link_->socket, *tls_context_);
        SSL* const tls = link_->tls->native_handle();
        if (host.ends_with('.')) host.remove_suffix(1);
        std::string name{host};
        error_code no_address;
        boost::asio::ip::make_address(name, no_address);
        bool set = false;
        if (no_address)  // SSL_set_tlsext_host_name is a macro with an old-style cast
            set = SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) == 1 &&
                  SSL_set1_host(tls, name.c_str()) == 1;
        else
            set = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), name.c_str()) == 1;
        SSL_set_hostflags(tls, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        if (!set) {
            outcome.fail(boost::system::errc::make_error_code(boost::system::errc::not_enough_memory));
            co_return;
        }
        auto [failure] =
            co_await link_->tls->async_handshake(boost::asio::ssl::stream_base::client, token());
        if (interrupted_)
            outcome.fail(interrupted_);
        else if (long const verdict = SSL_get_verify_result(tls); failure && verdict != X509_V_OK)
            outcome.fail(failure, X509_verify_cert_error_string(verdict));
        else if (failure)
            fail_io(failure, outcome);
    }

    // Maps the various errors for a closed connection to `connection_reset`.
    void fail_io(error_code failure, beast_outcome& outcome) {
        namespace error = boost::asio::error;
        if (interrupted_)
            outcome.fail(interrupted_);
        else if (failure == boost::asio::ssl::error::stream_truncated)
            outcome.fail(error::connection_reset, "TLS ended without a close_notify");
        else if (failure == error::eof || failure == error::broken_pipe ||
                 failure == error::connection_aborted)
            outcome.fail(error::connection_reset, "the connection was closed");
        else
            outcome.fail(failure);
    }

    // Sends the request and receives the response.
    boost::asio::awaitable<void> transfer(std::string const& head, std::string const& body,
                                          beast_outcome& outcome) {
        std::array<boost::asio::const_buffer, 2> const request{boost::asio::buffer(head),
                                                               boost::asio::buffer(body)};
        error_code not_written;
        if (link_->tls) {
            outcome.bytes_out = true;  // Asio does not report the number of encrypted bytes
            auto [failure, size] = co_await boost::asio::async_write(*link_->tls, request, token());
            static_cast<void>(size);
            not_written = failure;
        } else {
            auto [failure, size] = co_await boost::asio::async_write(link_->socket, request, token());
            outcome.bytes_out = size != 0;
            not_written = failure;
        }
        // A service may respond and close the connection before it has read the whole request.
        if (interrupted_ || (not_written && !outcome.bytes_out)) {
            fail_io(not_written, outcome);
            co_return;
        }
        in_.clear();
        co_await read_response(outcome);
        if (outcome.failure && outcome.response.status < 200 && !interrupted_ && not_written)
            fail_io(not_written, outcome);
        outcome.keep = outcome.keep && !not_written;
    }

    boost::asio::awaitable<void> read_response(beast_outcome& outcome) {
        http_response& response = outcome.response;
        std::optional<beast_parser> parser;
        std::size_t header_left = max_header_bytes;
        error_code failure;
        while (response.status < 200) {
            response = {};
            std::size_t end = 0;
            for (std::size_t searched = 0; (end = in_.find("\r\n\r\n", searched)) == std::string::npos;) {
                if (in_.size() > header_left) {
                    take_partial_header(response);
                    outcome.fail(make_error_code(errc::response_too_large));
                    co_return;
                }
                if (!std::string_view{"HTTP/"}.starts_with(std::string_view{in_}.substr(0, 5))) {
                    outcome.fail_protocol("the response is not HTTP");
                    co_return;
                }
                searched = (std::max)(in_.size(), std::size_t{3}) - 3;
                co_await read_some(failure);
                outcome.bytes_in = outcome.bytes_in || !in_.empty();
                if (failure) {
                    take_partial_header(response);
                    fail_io(failure, outcome);
                    co_return;
                }
            }
            end += 4;
            if (end > header_left) {
                take_partial_header(response);
                outcome.fail(make_error_code(errc::response_too_large));
                co_return;
            }
            header_left -= end;
            add_missing_space();
            parser.emplace(response, options_.max_response_bytes);
            if (!parse(*parser, outcome)) co_return;
            if (response.status < 200 && (response.status < 100 || response.status == 101)) {
                outcome.fail_protocol("unexpected 1xx status");
                co_return;
            }
        }
        while (!parser->is_done()) {
            co_await read_some(failure);
            if (failure == boost::asio::error::eof && parser->need_eof() && !interrupted_) {
                parser->put_eof(failure);
                if (!failure) co_return;
            }
            if (failure) {
                fail_io(failure, outcome);
                co_return;
            }
            if (!parse(*parser, outcome)) co_return;
        }
        outcome.keep = parser->keep_alive() && in_.empty();
    }

    // Returns false if the response is invalid.
    bool parse(beast_parser& parser, beast_outcome& outcome) {
        namespace http = boost::beast::http;
        error_code failure;
        if (!in_.empty()) in_.erase(0, parser.put(boost::asio::buffer(in_), failure));
        if (failure == http::error::need_more) failure = {};
        // Boost 1.92 limits chunk extensions to 8 KiB.
        bool const long_extension =
            failure == http::error::bad_chunk_extension && in_.find("\r\n", 2) == std::string::npos;
        if (failure == http::error::body_limit || failure == http::error::header_limit || long_extension ||
            (!failure && !parser.is_done() && in_.size() > max_header_bytes))
            outcome.fail(make_error_code(errc::response_too_large));
        else if (failure)
            outcome.fail_protocol(failure.message());
        return !outcome.failure;
    }

    // RFC 9112 4 and Beast require a space after the status code even if the reason phrase is empty; some
    // servers omit it.
    void add_missing_space() {
        if (in_.find("\r\n") == 12) in_.insert(12, 1, ' ');
    }

    // Parses the received part of a truncated header section.
    void take_partial_header(http_response& response) {
        response = {};
        std::size_t const end = in_.rfind("\r\n");
        if (end == std::string::npos) return;
        in_.erase(end + 2).append("\r\n");
        add_missing_space();
        error_code ignored;
        beast_parser parser{response, 0};
        parser.put(boost::asio::buffer(in_), ignored);
    }

    boost::asio::awaitable<void> read_some(error_code& failure) {
        std::size_t const before = in_.size();
        if (chunk_.empty()) chunk_.resize(16384);
        std::size_t size = 0;
        if (link_->tls) {
            auto [why, count] = co_await link_->tls->async_read_some(boost::asio::buffer(chunk_), token());
            failure = why;
            size = count;
        } else {
            auto [why, count] = co_await link_->socket.async_read_some(boost::asio::buffer(chunk_), token());
            failure = why;
            size = count;
        }
        in_.append(chunk_.data(), size);
        if (in_.size() == before && !failure) failure = boost::asio::error::eof;
        if (interrupted_) failure = interrupted_;
    }

    boost::asio::any_io_executor executor_;
    transport_options options_;
    boost::asio::steady_timer watchdog_;
    std::uint64_t deadlines_ = 0;  // number of the current deadline
    std::optional<boost::asio::ssl::context> tls_context_{};
    std::optional<link> link_{};
    bool keep_ = false;
    std::string in_{};  // received, but not parsed yet
    std::vector<char> chunk_{};
    name_lookup* lookup_ = nullptr;
    operation_id running_{};
    error_code interrupted_{};
    std::atomic<bool> cancelled_{false};
};

// Owned by a transport. The core is shared with the coroutine of the current request.
struct beast_owner {
    std::unique_ptr<boost::asio::io_context> context;  // of a blocking transport
    std::shared_ptr<beast_core> core;

    beast_owner(boost::asio::any_io_executor executor, transport_options options)
        : core(std::make_shared<beast_core>(std::move(executor), std::move(options))) {}
    explicit beast_owner(transport_options options)
        : context(std::make_unique<boost::asio::io_context>(1)),
          core(std::make_shared<beast_core>(context->get_executor(), std::move(options))) {}
    beast_owner(beast_owner const&) = delete;
    beast_owner& operator=(beast_owner const&) = delete;
    ~beast_owner() {
        if (!context && core.use_count() > 1) core->cancel();
    }
};

inline error beast_gone() {
    return error(boost::system::errc::make_error_code(boost::system::errc::not_connected),
                 delivery::not_sent, "the transport was moved from");
}

CFDNS_TRANSPORT_DECL void beast_closer::operator()(beast_owner* owner) const noexcept { delete owner; }

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2 {

CFDNS_TRANSPORT_DECL beast_async_transport::beast_async_transport(boost::asio::any_io_executor executor,
                                                                  transport_options options)
    : owner_(new detail::beast_owner{std::move(executor), std::move(options)}) {}

CFDNS_TRANSPORT_DECL boost::asio::awaitable<result<http_response>> beast_async_transport::send(
    http_request const& request, std::chrono::milliseconds timeout) {
    // The operation holds the core instead of this object, which may be moved in the meantime.
    return boost::asio::async_initiate<boost::asio::use_awaitable_t<> const, void(result<http_response>)>(
        [core = owner_ ? owner_->core : nullptr, &request, timeout](auto handler) {
            if (core) {
                core->start(request, timeout, std::move(handler));
                return;
            }
            auto const where = boost::asio::get_associated_executor(handler);
            boost::asio::post(where, [handler = std::move(handler)]() mutable {
                std::move(handler)(detail::beast_gone());
            });
        },
        boost::asio::use_awaitable);
}

CFDNS_TRANSPORT_DECL void beast_async_transport::cancel() noexcept {
    if (owner_) owner_->core->cancel();
}

CFDNS_TRANSPORT_DECL beast_transport::beast_transport(transport_options options)
    : owner_(new detail::beast_owner{std::move(options)}) {}

CFDNS_TRANSPORT_DECL result<http_response> beast_transport::operator()(http_request const& request,
                                                                       std::chrono::milliseconds timeout) {
    if (!owner_) return detail::beast_gone();
    std::optional<result<http_response>> got;
    owner_->core->start(request, timeout,
                        [&got](result<http_response>&& done) { got.emplace(std::move(done)); });
    owner_->context->restart();
    while (!got) owner_->context->run_one();
    return *std::move(got);
}

CFDNS_TRANSPORT_DECL void beast_transport::cancel() noexcept {
    if (owner_) owner_->core->cancel();
}

}  // namespace cfdns::inline v0_2

#endif
