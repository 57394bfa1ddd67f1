// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TRANSPORT_CURL_IPP
#define CFDNS_IMPL_TRANSPORT_CURL_IPP

#include <cfdns/transport/curl.hpp>

#include <cfdns/core/secret.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/impl/transport/posix.ipp>
#include <cfdns/impl/transport/support.ipp>

#include <boost/core/no_exceptions_support.hpp>
#include <boost/system/errc.hpp>

#include <algorithm>
#include <atomic>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#if !defined(_WIN32)
#include <sys/socket.h>
#include <cerrno>
#endif

// g++ warns about the non-virtual destructor of Boost's base class.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#endif

namespace cfdns::inline v0_2 {

namespace detail {

class curl_error_category final : public boost::system::error_category {
public:
    constexpr curl_error_category() noexcept : error_category(0x5c1e'84d7'0fa9'b263) {}

    char const* name() const noexcept override { return "curl"; }
    std::string message(int code) const override { return text(code); }
    char const* message(int code, char*, std::size_t) const noexcept override { return text(code); }

    boost::system::error_condition default_error_condition(int code) const noexcept override {
        namespace errc = boost::system::errc;
        switch (static_cast<CURLcode>(code)) {
            case CURLE_OPERATION_TIMEDOUT: return errc::make_error_condition(errc::timed_out);
            case CURLE_COULDNT_RESOLVE_HOST:
            case CURLE_COULDNT_RESOLVE_PROXY:
            case CURLE_COULDNT_CONNECT: return errc::make_error_condition(errc::host_unreachable);
            case CURLE_SEND_ERROR:
            case CURLE_RECV_ERROR:
            case CURLE_GOT_NOTHING:
            case CURLE_PARTIAL_FILE: return errc::make_error_condition(errc::connection_reset);
            case CURLE_WEIRD_SERVER_REPLY:
            case CURLE_BAD_CONTENT_ENCODING:
            case CURLE_HTTP2:
            case CURLE_HTTP2_STREAM: return errc::make_error_condition(errc::protocol_error);
            case CURLE_UNSUPPORTED_PROTOCOL: return errc::make_error_condition(errc::protocol_not_supported);
            case CURLE_OUT_OF_MEMORY: return errc::make_error_condition(errc::not_enough_memory);
            default: return {code, *this};
        }
    }

private:
    static char const* text(int code) noexcept { return curl_easy_strerror(static_cast<CURLcode>(code)); }
};

inline constexpr curl_error_category curl_category_instance{};

}  // namespace detail

CFDNS_TRANSPORT_DECL boost::system::error_category const& curl_category() noexcept {
    return detail::curl_category_instance;
}

CFDNS_TRANSPORT_DECL boost::system::error_code make_curl_error_code(CURLcode code) noexcept {
    return {static_cast<int>(code), curl_category()};
}

namespace detail {

// The state shared by the callbacks of a call. Exceptions must not propagate through libcurl, which is C
// code.
struct curl_call {
    CURL* handle = nullptr;
    std::size_t limit = 0;
    bool may_resend = false;
    bool checks_idle = false;  // whether the idle connection is checked before the next request

    http_response response{};
    std::size_t header_bytes = 0;
    bool header_done = false;
    bool too_large = false;
    bool no_memory = false;
    bool resend_refused = false;
    bool began = false;     // whether a connection was ready for the request
    long bytes_before = 0;  // bytes sent before the request, for a proxy's CONNECT
    long connections = 0;   // number of new connections
    bool on_new = false;    // whether the request was assigned to a new connection

    long bytes_sent() const noexcept {
        long bytes = 0;
        curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &bytes);
        return bytes;
    }

    long connections_made() const noexcept {
        long count = 0;
        curl_easy_getinfo(handle, CURLINFO_NUM_CONNECTS, &count);
        return count;
    }

    // Based on the number of bytes that libcurl passed to the connection. CURLINFO_PRETRANSFER_TIME is not
    // reliable: a connection may time out between the first byte and that time.
    cfdns::delivery delivery() const noexcept {
#if LIBCURL_VERSION_NUM >= 0x075000
        if (!began) return delivery::not_sent;
#endif
        return bytes_sent() == bytes_before ? delivery::not_sent : delivery::unknown;
    }

    void take_header(std::string_view line) {
        while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
        bool const status_line = line.starts_with("HTTP/");
        if (header_done && !status_line) return;  // a trailer
        if (status_line) {
            if (!checks_idle && line.starts_with("HTTP/1."))
                curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
            response = {};
            header_done = false;
            std::string_view const digits = line.substr((std::min)(line.find(' '), line.size() - 1) + 1);
            for (char const c : digits.substr(0, 3))
                response.status = is_digit(c) ? response.status * 10 + (c - '0') : 0;
        } else if (line.empty()) {
            header_done = response.status >= 200;
            if (!header_done) response = {};  // 1xx
        } else if (line.front() == ' ' || line.front() == '\t') {
            if (!response.headers.empty())
                response.headers.back().value.append(" ").append(trim(line));  // RFC 9112 5.2
        } else if (std::size_t const colon = line.find(':'); colon != std::string_view::npos) {
            http_header& header = response.headers.emplace_back();
            header.name = trim(line.substr(0, colon));
            header.value = trim(line.substr(colon + 1));
        }
    }

    static std::size_t on_header(char* data, std::size_t, std::size_t size, void* self) noexcept {
        auto& call = *static_cast<curl_call*>(self);
        call.too_large = size > max_header_bytes - call.header_bytes;
        if (call.too_large) return 0;
        call.header_bytes += size;
        BOOST_TRY { call.take_header({data, size}); }
        BOOST_CATCH(...) {
            call.no_memory = true;
            return 0;
        }
        BOOST_CATCH_END
        return size;
    }

    static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self) noexcept {
        auto& call = *static_cast<curl_call*>(self);
        call.too_large = size > call.limit - call.response.body.size();
        if (call.too_large) return 0;
        BOOST_TRY { call.response.body.append(data, size); }
        BOOST_CATCH(...) {
            call.no_memory = true;
            return 0;
        }
        BOOST_CATCH_END
        return size;
    }

#if LIBCURL_VERSION_NUM >= 0x075000
    // Called whenever a connection is about to be used for the request, again if libcurl finds that a
    // persistent one was closed.
    static int on_connection(void* self, char*, char*, int, int) noexcept {
        auto& call = *static_cast<curl_call*>(self);
        long const before = std::exchange(call.connections, call.connections_made());
        bool const was_on_new = std::exchange(call.on_new, call.connections != before);
        // libcurl repeats a request from a new connection only if HTTP/2 guarantees that it was not
        // processed: after REFUSED_STREAM, or after GOAWAY with the number of an earlier stream (RFC
        // 9113 8.7).
        if (!call.began || was_on_new) {
            call.began = true;
            call.bytes_before = call.bytes_sent();
        } else if (!call.may_resend && call.bytes_sent() != call.bytes_before) {
            call.resend_refused = true;
            return CURL_PREREQFUNC_ABORT;
        }
        return CURL_PREREQFUNC_OK;
    }
#endif
};

// libcurl's error text, unless it may quote credentials: a proxy's address with a password, or a header
// field.
inline std::string_view curl_text(char const* buffer, http_request const& request) noexcept {
    std::string_view const text{buffer};
    if (text.find('@') != std::string_view::npos || text.starts_with("Unsupported proxy")) return {};
    for (http_header const& header : request.headers) {
        std::string_view value = header.value;
        if (std::size_t const space = value.rfind(' '); space != std::string_view::npos)
            value.remove_prefix(space + 1);
        if (value.size() >= 8 && text.find(value) != std::string_view::npos) return {};
    }
    return text;
}

// The header fields of a request as a libcurl list.
class curl_headers {
public:
    curl_headers() = default;
    curl_headers(curl_headers const&) = delete;
    curl_headers& operator=(curl_headers const&) = delete;
    ~curl_headers() { curl_slist_free_all(list_); }

    [[nodiscard]] bool add(std::string const& line) noexcept {
        curl_slist* const longer = curl_slist_append(list_, line.c_str());
        if (longer != nullptr) list_ = longer;
        return longer != nullptr;
    }
    [[nodiscard]] bool add(http_header const& header) {
        // For libcurl, "Name:" removes a field, and "Name;" sends it with an empty value.
        std::string line = header.name;
        line += trim(header.value).empty() ? ";" : ": " + header.value;
        bool const added = add(line);
        wipe(line.data(), line.size());
        return added;
    }
    curl_slist* get() const noexcept { return list_; }

private:
    curl_slist* list_ = nullptr;
};

// The options of a request. The destructor resets them, because they point into the request and the headers.
class curl_setup {
public:
    explicit curl_setup(CURL* handle) noexcept : handle_(handle) { curl_easy_reset(handle_); }
    curl_setup(curl_setup const&) = delete;
    curl_setup& operator=(curl_setup const&) = delete;
    ~curl_setup() { curl_easy_reset(handle_); }

    template <class Value>
    void set(CURLoption option, Value value) noexcept {
        if (failure_ == CURLE_OK) failure_ = curl_easy_setopt(handle_, option, value);
    }
    // For options that this libcurl may not support.
    template <class Value>
    void try_set(CURLoption option, Value value) noexcept {
        curl_easy_setopt(handle_, option, value);
    }
    CURLcode failure() const noexcept { return failure_; }

private:
    CURL* handle_;
    CURLcode failure_ = CURLE_OK;
};

inline long curl_milliseconds(std::chrono::milliseconds value) noexcept {
    return static_cast<long>(
        (std::min<std::chrono::milliseconds::rep>)(value.count(), (std::numeric_limits<int>::max)()));
}

// Whether a receive would block: the connection is open and no data is pending.
inline bool curl_socket_is_quiet(curl_socket_t socket) noexcept {
    char byte = 0;
#if defined(_WIN32)
    return ::recv(socket, &byte, 1, MSG_PEEK) < 0 && WSAGetLastError() == WSAEWOULDBLOCK;
#else
    return ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && would_block();
#endif
}

// Requests run in a multi handle, because only that can be woken from another thread.
struct curl_handles {
    CURL* easy = curl_easy_init();
    CURLM* multi = curl_multi_init();
    std::atomic<bool> cancelled{false};
    curl_socket_t kept = CURL_SOCKET_BAD;  // socket of the persistent connection

    curl_handles() noexcept { curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 1L); }
    curl_handles(curl_handles const&) = delete;
    curl_handles& operator=(curl_handles const&) = delete;
    ~curl_handles() {
        sigpipe_blocked const blocked;
        curl_easy_cleanup(easy);
        curl_multi_cleanup(multi);
    }

    // Whether the persistent connection is open and no unsolicited data was received. libcurl's own check
    // depends on its version; from 8.21 on, it runs only once a second.
    bool is_kept_quiet() const noexcept { return kept != CURL_SOCKET_BAD && curl_socket_is_quiet(kept); }

    // Returns CURLE_ABORTED_BY_CALLBACK if cancelled.
    CURLcode perform() noexcept {
        sigpipe_blocked const blocked;
        kept = CURL_SOCKET_BAD;
        if (curl_multi_add_handle(multi, easy) != CURLM_OK) return CURLE_FAILED_INIT;
        CURLcode code = CURLE_FAILED_INIT;
        int running = 1;
        while (curl_multi_perform(multi, &running) == CURLM_OK) {
            int left = 0;
            if (CURLMsg const* const message = curl_multi_info_read(multi, &left)) {
                code = message->data.result;
                break;
            }
            if (cancelled.exchange(false)) {
                code = CURLE_ABORTED_BY_CALLBACK;
                break;
            }
            if (curl_multi_poll(multi, nullptr, 0, 60'000, nullptr) != CURLM_OK)
                break;  // returns earlier if a timeout expires
        }
        if (code == CURLE_OK && all_is_read()) curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &kept);
        curl_multi_remove_handle(multi, easy);
        return code;
    }

private:
    // Whether the TLS buffers contain no data after the response: libcurl does not read beyond the
    // Content-Length, and the socket does not show buffered data. Not needed for HTTP/2, whose frames
    // identify their request.
    bool all_is_read() const noexcept {
        long version = 0;
        curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version);
        if (version > CURL_HTTP_VERSION_1_1) return true;
        char byte = 0;
        std::size_t size = 0;
        curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);  // required by curl_easy_recv
        CURLcode const code = curl_easy_recv(easy, &byte, 1, &size);
        curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 0L);
        return code == CURLE_AGAIN;
    }
};

// A request in an easy handle. The handle contains pointers to this object.
class curl_operation {
public:
    // Requires that `check_request` accepts the request and that `timeout` is positive. `kept_is_quiet` is
    // whether the persistent connection is open and idle; `std::nullopt` if this is not known. In that case
    // a request that may not be sent again uses a new connection.
    curl_operation(CURL* handle, transport_options const& options, http_request const& request,
                   std::chrono::milliseconds timeout, std::optional<bool> kept_is_quiet)
        : request_(request), setup_(handle) {
        call_.handle = handle;
        call_.limit = options.max_response_bytes;
        call_.may_resend = may_resend(request.method);
        call_.checks_idle = kept_is_quiet.has_value();

        // A name without a value prevents libcurl from adding the field.
        bool listed = headers_.add("Expect:");
        for (char const* name : {"Accept", "Content-Type"})
            if (!find_header(request.headers, name))
                listed = listed && headers_.add(std::string{name} + ':');
        for (http_header const& header : request.headers) listed = listed && headers_.add(header);
        if (!kept_is_quiet.value_or(call_.may_resend)) setup_.set(CURLOPT_FRESH_CONNECT, 1L);
        failure_ = listed ? set_up(options, timeout) : CURLE_OUT_OF_MEMORY;
    }
    curl_operation(curl_operation const&) = delete;
    curl_operation& operator=(curl_operation const&) = delete;

    // The error of the preparation, or CURLE_OK.
    CURLcode failure() const noexcept { return failure_; }

    // CURLE_ABORTED_BY_CALLBACK means cancellation.
    result<http_response> finish(CURLcode code) {
        if (code == CURLE_OK && call_.header_done) return std::move(call_.response);

        std::string_view what = curl_text(text_, request_);
        if (code == CURLE_OK) code = CURLE_WEIRD_SERVER_REPLY;
        if (call_.no_memory) {
            code = CURLE_OUT_OF_MEMORY;
            what = {};
        }
        if (call_.resend_refused) {
            code = CURLE_GOT_NOTHING;
            what = "the persistent connection was closed before any response; the request was not repeated";
        }
        boost::system::error_code failure = make_curl_error_code(code);
        if (int const status = refused_tunnel(); code != CURLE_OPERATION_TIMEDOUT && status != 0) {
            namespace generic = boost::system::errc;
            std::string const reason =
                "the proxy refused the connection with status " + std::to_string(status);
            auto const condition = status < 500 ? generic::permission_denied : generic::host_unreachable;
            return error(generic::make_error_code(condition), delivery::not_sent, reason);
        }
        if (code == CURLE_COULDNT_CONNECT) {
            long reason = 0;
            if (curl_easy_getinfo(call_.handle, CURLINFO_OS_ERRNO, &reason) == CURLE_OK && reason != 0)
                failure.assign(static_cast<int>(reason), boost::system::system_category());
        }
        if (call_.too_large || is_header_too_large(code)) {
            failure = errc::response_too_large;
            what = {};
        }
        if (code == CURLE_ABORTED_BY_CALLBACK) {
            failure = errc::cancelled;
            what = {};
        }
        if (call_.response.status < 200) return error(failure, call_.delivery(), what);
        return error(failure, call_.delivery(), what, {call_.response.status, call_.response.headers, {}});
    }

private:
    // The status of a proxy's response that refuses a CONNECT, or 0. libcurl's code for this depends on its
    // version.
    int refused_tunnel() const noexcept {
        long status = 0;
        if (call_.response.status == 0) curl_easy_getinfo(call_.handle, CURLINFO_HTTP_CONNECTCODE, &status);
        return status >= 300 ? static_cast<int>(status) : 0;
    }

    // libcurl limits header fields and trailers to 100 KiB each and, since 8.3, to 300 KiB in total. The
    // code for this depends on its version; before 8.6 it is CURLE_OUT_OF_MEMORY.
    bool is_header_too_large(CURLcode code) const noexcept {
        if (call_.no_memory || call_.delivery() == delivery::not_sent) return false;
        constexpr auto too_large = static_cast<CURLcode>(100);  // CURLE_TOO_LARGE, since 8.6
        if (code == too_large || code == CURLE_OUT_OF_MEMORY) return true;
        constexpr std::string_view texts[] = {"Too large response headers", "Too many response headers",
                                              "Out of memory in chunked-encoding"};
        return std::any_of(std::begin(texts), std::end(texts), [this](std::string_view text) {
            return std::string_view{text_}.starts_with(text);
        });
    }

    CURLcode set_up(transport_options const& options, std::chrono::milliseconds timeout) {
        std::string const url = options.origin + request_.target;
        std::string const method{to_string(request_.method)};
        setup_.set(CURLOPT_ERRORBUFFER, text_);
        setup_.set(CURLOPT_NOSIGNAL, 1L);
        setup_.set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        setup_.set(CURLOPT_FOLLOWLOCATION, 0L);
#if LIBCURL_VERSION_NUM >= 0x075500
        setup_.set(CURLOPT_PROTOCOLS_STR, "http,https");
#else
        setup_.set(CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
        setup_.set(CURLOPT_CONNECTTIMEOUT_MS, curl_milliseconds(options.connect_timeout));
        setup_.set(CURLOPT_TIMEOUT_MS, curl_milliseconds(timeout));

        setup_.set(CURLOPT_SSL_VERIFYPEER, 1L);
        setup_.set(CURLOPT_SSL_VERIFYHOST, 2L);
        setup_.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (!options.ca_file.empty()) {
            setup_.set(CURLOPT_CAINFO, options.ca_file.c_str());
            setup_.try_set(
                CURLOPT_CAPATH,
                static_cast<char const*>(nullptr));  // do not trust the system's certificates as well
        }

        setup_.set(CURLOPT_URL, url.c_str());
        setup_.set(CURLOPT_PATH_AS_IS, 1L);
        // libcurl 8.20 and later normalise %2f to %2F. Over plain HTTP, libcurl must build the target,
        // because there may be a proxy.
        if (split_origin(options.origin).tls) setup_.set(CURLOPT_REQUEST_TARGET, request_.target.c_str());
        setup_.try_set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
        setup_.try_set(CURLOPT_ACCEPT_ENCODING, "");
        setup_.set(CURLOPT_HTTPHEADER, headers_.get());
        setup_.set(CURLOPT_HEADEROPT,
                   static_cast<long>(CURLHEADER_SEPARATE));  // do not send the fields in a proxy's CONNECT
        setup_.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
        if (sends_content(request_)) {
            setup_.set(CURLOPT_POST, 1L);
            setup_.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
            setup_.set(CURLOPT_POSTFIELDS, request_.body.c_str());
        } else {
            setup_.set(CURLOPT_HTTPGET, 1L);
        }
        setup_.set(CURLOPT_CUSTOMREQUEST, method.c_str());
#if LIBCURL_VERSION_NUM >= 0x075000
        setup_.set(CURLOPT_PREREQFUNCTION, &curl_call::on_connection);
        setup_.set(CURLOPT_PREREQDATA, &call_);
#else
        if (!call_.may_resend)
            setup_.set(CURLOPT_FRESH_CONNECT,
                       1L);  // libcurl repeats requests only on persistent connections
#endif

        setup_.set(CURLOPT_HEADERFUNCTION, &curl_call::on_header);
        setup_.set(CURLOPT_HEADERDATA, &call_);
        setup_.set(CURLOPT_WRITEFUNCTION, &curl_call::on_body);
        setup_.set(CURLOPT_WRITEDATA, &call_);
        return setup_.failure();
    }

    http_request const& request_;
    char text_[CURL_ERROR_SIZE] = {};
    curl_call call_{};
    curl_headers headers_{};
    curl_setup setup_;
    CURLcode failure_ = CURLE_OK;
};

inline bool curl_initialised() noexcept {
    static CURLcode const code = curl_global_init(CURL_GLOBAL_DEFAULT);
    return code == CURLE_OK;
}

inline error curl_unavailable() {
    return error(make_curl_error_code(CURLE_FAILED_INIT), delivery::not_sent,
                 "libcurl cannot be initialised, or the object was moved from");
}

// A request with its own easy handle.
struct curl_request_state {
    CURL* easy = curl_easy_init();
    std::optional<curl_operation> operation{};
    std::optional<error> refused{};

    curl_request_state() noexcept = default;
    curl_request_state(curl_request_state const&) = delete;
    curl_request_state& operator=(curl_request_state const&) = delete;
    ~curl_request_state() {
        operation.reset();
        curl_easy_cleanup(easy);
    }
};

}  // namespace detail

CFDNS_TRANSPORT_DECL void curl_transport::closer::operator()(detail::curl_handles* handles) const noexcept {
    delete handles;
}

CFDNS_TRANSPORT_DECL curl_transport::curl_transport(transport_options options)
    : options_(std::move(options)) {
    if (detail::curl_initialised()) handles_.reset(new detail::curl_handles);
}

CFDNS_TRANSPORT_DECL void curl_transport::cancel() noexcept {
    if (!handles_ || !handles_->multi) return;
    handles_->cancelled = true;
    curl_multi_wakeup(handles_->multi);
}

CFDNS_TRANSPORT_DECL result<http_response> curl_transport::operator()(http_request const& request,
                                                                      std::chrono::milliseconds timeout) {
    if (!handles_ || !handles_->easy || !handles_->multi) return detail::curl_unavailable();
    if (auto const refused = detail::check_request(options_, request))
        return detail::invalid_parameter(*refused);
    if (handles_->cancelled.exchange(false)) return error(errc::cancelled, delivery::not_sent);
    timeout = (std::min)(timeout, options_.total_timeout);
    if (timeout.count() < 1)
        return error(make_curl_error_code(CURLE_OPERATION_TIMEDOUT), delivery::not_sent);

    detail::curl_operation one{handles_->easy, options_, request, timeout, handles_->is_kept_quiet()};
    if (one.failure() != CURLE_OK) return error(make_curl_error_code(one.failure()), delivery::not_sent);
    return one.finish(handles_->perform());
}

CFDNS_TRANSPORT_DECL void curl_request::closer::operator()(
    detail::curl_request_state* state) const noexcept {
    delete state;
}

CFDNS_TRANSPORT_DECL curl_request::curl_request(transport_options const& options,
                                                http_request const& request,
                                                std::chrono::milliseconds timeout)
    : state_(detail::curl_initialised() ? new detail::curl_request_state : nullptr) {
    if (!state_) return;
    timeout = (std::min)(timeout, options.total_timeout);
    if (!state_->easy)
        state_->refused = detail::curl_unavailable();
    else if (auto const refused = detail::check_request(options, request))
        state_->refused = detail::invalid_parameter(*refused);
    else if (timeout.count() < 1)
        state_->refused = error(make_curl_error_code(CURLE_OPERATION_TIMEDOUT), delivery::not_sent);
    else if (auto const& made =
                 state_->operation.emplace(state_->easy, options, request, timeout, std::nullopt);
             made.failure() != CURLE_OK)
        state_->refused = error(make_curl_error_code(made.failure()), delivery::not_sent);
}

CFDNS_TRANSPORT_DECL CURL* curl_request::handle() const noexcept {
    return state_ && !state_->refused ? state_->easy : nullptr;
}

CFDNS_TRANSPORT_DECL result<http_response> curl_request::finish(CURLcode code) {
    if (!state_) return detail::curl_unavailable();
    if (state_->refused) return *state_->refused;
    return state_->operation->finish(code);
}

}  // namespace cfdns::inline v0_2

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif
