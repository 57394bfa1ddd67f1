// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TRANSPORT_CURL_IPP
#define CFDNS_IMPL_TRANSPORT_CURL_IPP

#include <cfdns/transport/curl.hpp>

#include <cfdns/detail/error_details.hpp>
#include <cfdns/impl/transport/options.ipp>
#include <cfdns/impl/transport/posix.ipp>
#include <cfdns/secret.hpp>

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
#include <cerrno>
#include <sys/socket.h>
#endif

// g++ asks for a virtual destructor where Boost's base class deliberately has none.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#endif

namespace cfdns::inline v1 {

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

inline constexpr curl_error_category the_curl_category{};

}  // namespace detail

inline boost::system::error_category const& curl_category() noexcept { return detail::the_curl_category; }

inline boost::system::error_code make_curl_error_code(CURLcode code) noexcept {
    return {static_cast<int>(code), curl_category()};
}

namespace detail {

// What the callbacks of one call share. Exceptions must not pass through libcurl, which is C.
struct curl_call {
    CURL* handle = nullptr;
    std::size_t limit = 0;
    bool may_resend = false;
    bool watches_kept = false;  // whoever sends the next request looks first at the connection that this one leaves

    http_response reply{};
    std::size_t header_bytes = 0;
    bool header_done = false;
    bool too_large = false;
    bool no_memory = false;
    bool resend_refused = false;
    bool began = false;     // a connection was ready for the request
    long bytes_before = 0;  // what went out before the request did: a proxy's CONNECT
    long connections = 0;   // made so far
    bool on_new = false;    // the newest of them has the request, and not a kept one

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

    // libcurl counts what it hands to the connection. Its times do not tell: a connection may time out between the first
    // byte and CURLINFO_PRETRANSFER_TIME.
    sent request_sent() const noexcept {
#if LIBCURL_VERSION_NUM >= 0x075000
        if (!began) return sent::no;
#endif
        return bytes_sent() == bytes_before ? sent::no : sent::maybe;
    }

    void take_header(std::string_view line) {
        while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
        bool const status_line = line.starts_with("HTTP/");
        if (header_done && !status_line) return;  // a trailer
        if (status_line) {
            if (!watches_kept && line.starts_with("HTTP/1.")) curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
            reply = {};
            header_done = false;
            std::string_view const digits = line.substr((std::min)(line.find(' '), line.size() - 1) + 1);
            for (char const c : digits.substr(0, 3)) reply.status = is_digit(c) ? reply.status * 10 + (c - '0') : 0;
        } else if (line.empty()) {
            header_done = reply.status >= 200;
            if (!header_done) reply = {};  // 1xx
        } else if (line.front() == ' ' || line.front() == '\t') {
            if (!reply.headers.empty()) reply.headers.back().value.append(" ").append(trim(line));  // RFC 9112 5.2
        } else if (std::size_t const colon = line.find(':'); colon != std::string_view::npos) {
            http_header& header = reply.headers.emplace_back();
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
        call.too_large = size > call.limit - call.reply.body.size();
        if (call.too_large) return 0;
        BOOST_TRY { call.reply.body.append(data, size); }
        BOOST_CATCH(...) {
            call.no_memory = true;
            return 0;
        }
        BOOST_CATCH_END
        return size;
    }

#if LIBCURL_VERSION_NUM >= 0x075000
    // Called whenever a connection is about to get the request: a second time where libcurl found a kept one dead.
    static int on_connection(void* self, char*, char*, int, int) noexcept {
        auto& call = *static_cast<curl_call*>(self);
        long const before = std::exchange(call.connections, call.connections_made());
        bool const was_on_new = std::exchange(call.on_new, call.connections != before);
        // From a new connection, libcurl takes a request back only where HTTP/2 says that it was not processed: by
        // REFUSED_STREAM, or by a GOAWAY with the number of an earlier stream (RFC 9113 8.7).
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

// libcurl's text says more than the code does, but it may quote a proxy's address with its password.
inline std::string_view curl_text(char const* buffer, http_request const& request) noexcept {
    std::string_view const text{buffer};
    if (text.find('@') != std::string_view::npos || text.starts_with("Unsupported proxy")) return {};
    for (http_header const& header : request.headers) {
        std::string_view value = header.value;
        if (std::size_t const space = value.rfind(' '); space != std::string_view::npos) value.remove_prefix(space + 1);
        if (value.size() >= 8 && text.find(value) != std::string_view::npos) return {};
    }
    return text;
}

// The fields of one request as libcurl wants them.
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
        // A name with an empty value tells libcurl to leave the field out; with a semicolon it sends it.
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

// Options of one request, until the end of the call: libcurl forgets its pointers into the request and the headers.
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
    // For what this libcurl may lack.
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
    return static_cast<long>((std::min<std::chrono::milliseconds::rep>)(value.count(), (std::numeric_limits<int>::max)()));
}

// Whether a receive would block: the connection has not ended, and no bytes are waiting.
inline bool curl_socket_is_quiet(curl_socket_t socket) noexcept {
    char byte = 0;
#if defined(_WIN32)
    return ::recv(socket, &byte, 1, MSG_PEEK) < 0 && WSAGetLastError() == WSAEWOULDBLOCK;
#else
    return ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && would_block();
#endif
}

// A request runs in a multi handle because only that can be woken from another thread.
struct curl_handles {
    CURL* easy = curl_easy_init();
    CURLM* multi = curl_multi_init();
    std::atomic<bool> cancelled{false};
    curl_socket_t kept = CURL_SOCKET_BAD;  // of the connection that may be used again

    curl_handles() noexcept { curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, 1L); }
    curl_handles(curl_handles const&) = delete;
    curl_handles& operator=(curl_handles const&) = delete;
    ~curl_handles() {
        sigpipe_blocked const blocked;
        curl_easy_cleanup(easy);
        curl_multi_cleanup(multi);
    }

    // Whether nothing happened on the kept connection since the last reply. What came there before a request is no reply to
    // it, and after an end of the connection there will be none; libcurl's own check depends on its version, and from 8.21 on
    // it looks once a second.
    bool is_kept_quiet() const noexcept { return kept != CURL_SOCKET_BAD && curl_socket_is_quiet(kept); }

    // Also gives CURLE_ABORTED_BY_CALLBACK when cancelled.
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
            if (curl_multi_poll(multi, nullptr, 0, 60'000, nullptr) != CURLM_OK) break;  // no longer than a timeout is due
        }
        if (code == CURLE_OK && all_is_read()) curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &kept);
        curl_multi_remove_handle(multi, easy);
        return code;
    }

private:
    // Whether no byte behind the reply is left in the buffers of TLS, where the socket does not show it: libcurl reads a
    // Content-Length and no further. HTTP/2 has no such byte, as each frame names its request.
    bool all_is_read() const noexcept {
        long version = 0;
        curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version);
        if (version > CURL_HTTP_VERSION_1_1) return true;
        char byte = 0;
        std::size_t size = 0;
        curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);  // what curl_easy_recv asks for
        CURLcode const code = curl_easy_recv(easy, &byte, 1, &size);
        curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 0L);
        return code == CURLE_AGAIN;
    }
};

// One request in an easy handle, which points into it.
class curl_operation {
public:
    // The request must have been accepted by `refuse_request`, and `at_most` be positive.
    // `kept_is_quiet`, of somebody who looks at kept connections: nothing came on the one that may be used. Where nobody
    // looks, it may have ended, which a request that cannot be sent anew does not survive.
    curl_operation(CURL* handle, transport_options const& options, http_request const& request,
                   std::chrono::milliseconds at_most, std::optional<bool> kept_is_quiet)
        : request_(request), setup_(handle) {
        call_.handle = handle;
        call_.limit = options.max_response_bytes;
        call_.may_resend = may_resend(request.method);
        call_.watches_kept = kept_is_quiet.has_value();

        // What libcurl would add by itself is turned off by a name without a value.
        bool listed = headers_.add("Expect:");
        for (char const* name : {"Accept", "Content-Type"})
            if (!find_header(request.headers, name)) listed = listed && headers_.add(std::string{name} + ':');
        for (http_header const& header : request.headers) listed = listed && headers_.add(header);
        if (!kept_is_quiet.value_or(call_.may_resend)) setup_.set(CURLOPT_FRESH_CONNECT, 1L);
        failure_ = listed ? set_up(options, at_most) : CURLE_OUT_OF_MEMORY;
    }
    curl_operation(curl_operation const&) = delete;
    curl_operation& operator=(curl_operation const&) = delete;

    // Why it cannot even begin; CURLE_OK: it can.
    CURLcode failure() const noexcept { return failure_; }

    // CURLE_ABORTED_BY_CALLBACK stands for a cancellation.
    result<http_response> finish(CURLcode code) {
        if (code == CURLE_OK && call_.header_done) return std::move(call_.reply);

        std::string_view what = curl_text(text_, request_);
        if (code == CURLE_OK) code = CURLE_WEIRD_SERVER_REPLY;
        if (call_.no_memory) {
            code = CURLE_OUT_OF_MEMORY;
            what = {};
        }
        if (call_.resend_refused) {
            code = CURLE_GOT_NOTHING;
            what = "a kept connection closed before any reply; the request is not sent twice";
        }
        boost::system::error_code failure = make_curl_error_code(code);
        if (int const status = refused_tunnel(); code != CURLE_OPERATION_TIMEDOUT && status != 0) {
            namespace generic = boost::system::errc;
            std::string const said = "the proxy did not connect: status " + std::to_string(status);
            auto const why = status < 500 ? generic::permission_denied : generic::host_unreachable;
            return error(generic::make_error_code(why), sent::no, said);
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
        if (call_.reply.status < 200) return error(failure, call_.request_sent(), what);
        return error(failure, call_.request_sent(), what, {call_.reply.status, {}, call_.reply.headers});
    }

private:
    // The status by which a proxy refused a CONNECT, or 0. libcurl's code for it depends on its version.
    int refused_tunnel() const noexcept {
        long status = 0;
        if (call_.reply.status == 0) curl_easy_getinfo(call_.handle, CURLINFO_HTTP_CONNECTCODE, &status);
        return status >= 300 ? static_cast<int>(status) : 0;
    }

    // libcurl has limits of its own for header fields and trailers: 100 KiB for each and, since 8.3, 300 KiB for all. What it
    // says then depends on its version; before 8.6 it is out of memory.
    bool is_header_too_large(CURLcode code) const noexcept {
        if (call_.no_memory || call_.request_sent() == sent::no) return false;
        constexpr auto too_large = static_cast<CURLcode>(100);  // CURLE_TOO_LARGE, since 8.6
        if (code == too_large || code == CURLE_OUT_OF_MEMORY) return true;
        constexpr std::string_view texts[] = {"Too large response headers", "Too many response headers",
                                              "Out of memory in chunked-encoding"};
        return std::any_of(std::begin(texts), std::end(texts),
                           [this](std::string_view text) { return std::string_view{text_}.starts_with(text); });
    }

    CURLcode set_up(transport_options const& options, std::chrono::milliseconds at_most) {
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
        setup_.set(CURLOPT_TIMEOUT_MS, curl_milliseconds(at_most));

        setup_.set(CURLOPT_SSL_VERIFYPEER, 1L);
        setup_.set(CURLOPT_SSL_VERIFYHOST, 2L);
        setup_.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (!options.ca_file.empty()) {
            setup_.set(CURLOPT_CAINFO, options.ca_file.c_str());
            setup_.try_set(CURLOPT_CAPATH, static_cast<char const*>(nullptr));  // or the system's would count as well
        }

        setup_.set(CURLOPT_URL, url.c_str());
        setup_.set(CURLOPT_PATH_AS_IS, 1L);
        // libcurl 8.20 and later turn %2f into %2F. Over http it must make the target itself, as there may be a proxy.
        if (split_origin(options.origin).tls) setup_.set(CURLOPT_REQUEST_TARGET, request_.target.c_str());
        setup_.try_set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
        setup_.try_set(CURLOPT_ACCEPT_ENCODING, "");
        setup_.set(CURLOPT_HTTPHEADER, headers_.get());
        setup_.set(CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));  // a proxy's CONNECT gets none of them
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
        if (!call_.may_resend) setup_.set(CURLOPT_FRESH_CONNECT, 1L);  // libcurl repeats requests on kept connections only
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

inline bool curl_started() noexcept {
    static CURLcode const initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    return initialised == CURLE_OK;
}

inline error curl_not_started() {
    return error(make_curl_error_code(CURLE_FAILED_INIT), sent::no, "libcurl did not start, or was moved elsewhere");
}

// A request that has a handle of its own.
struct curl_single {
    CURL* easy = curl_easy_init();
    std::optional<curl_operation> operation{};
    std::optional<error> refused{};

    curl_single() noexcept = default;
    curl_single(curl_single const&) = delete;
    curl_single& operator=(curl_single const&) = delete;
    ~curl_single() {
        operation.reset();
        curl_easy_cleanup(easy);
    }
};

}  // namespace detail

inline void curl_transport::closer::operator()(detail::curl_handles* handles) const noexcept { delete handles; }

inline curl_transport::curl_transport(transport_options options) : options_(std::move(options)) {
    if (detail::curl_started()) handles_.reset(new detail::curl_handles);
}

inline void curl_transport::cancel() noexcept {
    if (!handles_ || !handles_->multi) return;
    handles_->cancelled = true;
    curl_multi_wakeup(handles_->multi);
}

inline result<http_response> curl_transport::operator()(http_request const& request, std::chrono::milliseconds at_most) {
    if (!handles_ || !handles_->easy || !handles_->multi) return detail::curl_not_started();
    if (auto refused = detail::refuse_request(options_, request)) return *std::move(refused);
    if (handles_->cancelled.exchange(false)) return error(errc::cancelled, sent::no);
    at_most = (std::min)(at_most, options_.total_timeout);
    if (at_most.count() < 1) return error(make_curl_error_code(CURLE_OPERATION_TIMEDOUT), sent::no);

    detail::curl_operation one{handles_->easy, options_, request, at_most, handles_->is_kept_quiet()};
    if (one.failure() != CURLE_OK) return error(make_curl_error_code(one.failure()), sent::no);
    return one.finish(handles_->perform());
}

inline void curl_request::closer::operator()(detail::curl_single* single) const noexcept { delete single; }

inline curl_request::curl_request(transport_options const& options, http_request const& request,
                                      std::chrono::milliseconds at_most)
    : single_(detail::curl_started() ? new detail::curl_single : nullptr) {
    if (!single_) return;
    at_most = (std::min)(at_most, options.total_timeout);
    if (!single_->easy)
        single_->refused = detail::curl_not_started();
    else if (auto refused = detail::refuse_request(options, request))
        single_->refused = std::move(refused);
    else if (at_most.count() < 1)
        single_->refused = error(make_curl_error_code(CURLE_OPERATION_TIMEDOUT), sent::no);
    else if (auto const& made = single_->operation.emplace(single_->easy, options, request, at_most, std::nullopt);
             made.failure() != CURLE_OK)
        single_->refused = error(make_curl_error_code(made.failure()), sent::no);
}

inline CURL* curl_request::handle() const noexcept {
    return single_ && !single_->refused ? single_->easy : nullptr;
}

inline result<http_response> curl_request::finish(CURLcode code) {
    if (!single_) return detail::curl_not_started();
    if (single_->refused) return *single_->refused;
    return single_->operation->finish(code);
}

}  // namespace cfdns::inline v1

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif
