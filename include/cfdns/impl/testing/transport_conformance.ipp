// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_TRANSPORT_CONFORMANCE_IPP
#define CFDNS_IMPL_TESTING_TRANSPORT_CONFORMANCE_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/testing/transport_conformance.hpp>

#include <boost/config.hpp>
#include <boost/system/errc.hpp>

#include <algorithm>
#include <atomic>
#include <exception>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>

namespace cfdns::inline v0_2::testing {

namespace detail::conformance {

using cfdns::detail::iequals;
using std::chrono::milliseconds;
using std::chrono::seconds;
using clock = std::chrono::steady_clock;

inline constexpr std::string_view canary = "a-token-that-nobody-may-print";
inline constexpr std::string_view ok_response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
inline constexpr auto short_timeout = milliseconds{400};  // expected to expire
inline constexpr auto long_timeout = seconds{20};         // not expected to expire
inline constexpr auto server_timeout = seconds{5};        // in case the client does not close the connection

inline http_request make(http_method method, std::string body = {}) {
    http_request out;
    out.method = method;
    out.target = "/client/v4/zones/z";
    out.headers.push_back({"Accept", "application/json"});
    out.headers.push_back({"Authorization", "Bearer " + std::string{canary}});
    if (!body.empty()) out.headers.push_back({"Content-Type", "application/json"});
    out.body = std::move(body);
    return out;
}

inline http_request make_get() { return make(http_method::get); }
inline http_request make_post() { return make(http_method::post, "{\"name\":\"www.example.com.\"}"); }

inline std::string every_byte() {
    std::string out;
    for (int i = 0; i != 256; ++i) out += static_cast<char>(static_cast<unsigned char>(i));
    return out;
}

inline std::string to_word(delivery value) {
    return value == delivery::not_sent ? "not_sent" : value == delivery::answered ? "answered" : "unknown";
}

// Responds to every request of a connection.
inline void serve(connection& client) {
    while (!client.read_request().empty()) client.write(ok_response);
}

inline script secured(tls_identity const& identity, script then) {
    return [&identity, then = std::move(then)](connection& client) {
        if (client.start_tls(identity)) then(client);
    };
}

// Collects the findings while a behaviour is checked.
class trial {
public:
    trial(transport_maker const& make) : make_(make) {}

    // Records a failure if the condition is false. Returns the condition.
    bool expect(bool condition, std::string const& otherwise) {
        if (!condition) {
            failed_ = true;
            note(otherwise);
        }
        return condition;
    }
    void unsupported(std::string const& reason) {
        unsupported_ = true;
        note(reason);
    }

    transport_options options_for(loopback_server const& server, std::string const& scheme = "http") const {
        transport_options out;
        out.origin = server.origin(scheme);
        out.connect_timeout = out.total_timeout = long_timeout;
        return out;
    }
    // A transport whose exceptions are recorded as failures. A call that throws returns an error.
    transport_under_test transport(transport_options const& options) {
        transport_under_test made;
        if (!no_exception([&] { made = make_(options); })) made = {};
        transport_under_test out;
        out.send = [this, send = std::move(made.send)](http_request const& request) {
            return sent_by([&] { return send(request); }, send != nullptr);
        };
        if (made.send_with_timeout)
            out.send_with_timeout = [this, send = std::move(made.send_with_timeout)](
                                        http_request const& request, milliseconds timeout) {
                return sent_by([&] { return send(request, timeout); });
            };
        if (made.cancel) out.cancel = [this, cancel = std::move(made.cancel)] { no_exception(cancel); };
        return out;
    }
    transport_under_test transport(loopback_server const& server) { return transport(options_for(server)); }

    // Returns the response, or records a failure.
    http_response const* response(result<http_response> const& got) {
        if (got.has_value()) return &got.value();
        expect(false, "no response: " + got.error().message());
        return nullptr;
    }

    // Returns the error, or records a failure. `expected` are the allowed values of `delivery()`.
    std::optional<error> failure(result<http_response> const& got,
                                 std::initializer_list<delivery> expected) {
        if (got.has_value()) {
            expect(false,
                   "a response with status " + std::to_string(got.value().status) + " instead of an error");
            return std::nullopt;
        }
        error const out = got.error();
        expect(out.code().failed(), "an error whose code does not indicate failure");
        std::string const said = out.message() + std::string{out.excerpt()};
        expect(said.find(canary) == said.npos, "the error contains the credentials");
        expect(std::find(expected.begin(), expected.end(), out.delivery()) != expected.end(),
               "delivery() is " + to_word(out.delivery()) + " (" + out.message() + ")");
        return out;
    }

    // Checks the error of an incomplete response: it contains the status and cf-ray.
    void partial(result<http_response> const& got, int status) {
        std::optional<error> const out = failure(got, {delivery::answered});
        if (!out) return;
        expect(out->http_status() == status, "http_status() is " + std::to_string(out->http_status()));
        expect(out->cf_ray() == "1-A", "cf-ray is missing");
    }

    // Calls `send` and checks that it returns in time and that an error is `timed_out`.
    template <class Send>
    result<http_response> in_time(Send send) {
        auto const start = clock::now();
        result<http_response> got = send();
        auto const took = std::chrono::duration_cast<milliseconds>(clock::now() - start);
        expect(took < short_timeout + seconds{2},
               "it returned only after " + std::to_string(took.count()) + " ms");
        if (got.has_error())
            expect(got.error().code() == boost::system::errc::timed_out,
                   "the error is not equal to timed_out: " + got.error().message());
        return got;
    }

    verdict outcome() const {
        return failed_ ? verdict::failed : unsupported_ ? verdict::unsupported : verdict::passed;
    }
    std::string const& detail() const { return detail_; }

private:
    template <class F>
    bool no_exception(F const& call) {
#if defined(BOOST_NO_EXCEPTIONS)
        call();
        return true;
#else
        std::string said;
        try {
            call();
            return true;
        } catch (std::exception const& thrown) {
            said = thrown.what();
        } catch (...) {
            said = "an object that is not a std::exception";
        }
        return expect(false, "it threw: " + said);
#endif
    }

    template <class F>
    result<http_response> sent_by(F const& call, bool made = true) {
        result<http_response> got =
            error(boost::system::errc::make_error_code(boost::system::errc::not_supported));
        if (made) no_exception([&] { got = call(); });
        return got;
    }

    void note(std::string const& text) {
        std::lock_guard const lock{mutex_};  // cancel() is called from another thread
        if (detail_.size() > 400) return;
        if (!detail_.empty()) detail_ += "; ";
        detail_ += text;
    }

    transport_maker const& make_;
    std::atomic<bool> failed_{false};
    bool unsupported_ = false;
    std::mutex mutex_{};
    std::string detail_{};
};

// A server for one request, and what that was.
struct one_request {
    loopback_server server{{&serve}, true};

    std::optional<http_request> of(trial& t, http_request const& request) {
        auto const before = server.requests().size();
        if (!t.response(t.transport(server).send(request))) return std::nullopt;
        if (!t.expect(server.requests().size() == before + 1, "not exactly one request arrived"))
            return std::nullopt;
        auto parsed = parse_request(server.requests().back());
        t.expect(parsed.has_value(), "the server did not receive an HTTP/1.1 request");
        return parsed;
    }
};

inline void try_methods(trial& t) {
    one_request seen;
    for (http_method const method :
         {http_method::get, http_method::post, http_method::put, http_method::patch, http_method::delete_})
        if (auto const got = seen.of(t, make(method)))
            t.expect(got->method == method,
                     std::string{to_string(method)} + " arrived as " + std::string{to_string(got->method)});
}

inline void try_target(trial& t) {
    one_request seen;
    for (char const* target :
         {"/", "/client/v4/zones/a%2Fb%2fc%C3%A9", "/a//b/./c/../d", "/a;b=c,d/@:!$&'()*+~", "/%zz%",
          "/x?a=b%20c&d=%26&e", "/x?", "/%2e%2e/y?q=a+b"}) {
        http_request request = make_get();
        request.target = target;
        if (auto const got = seen.of(t, request))
            t.expect(got->target == target, std::string{target} + " arrived as " + got->target);
    }
}

inline void try_request_headers(trial& t) {
    one_request seen;
    http_request request = make_get();
    request.headers.push_back({"X-Empty", ""});
    request.headers.push_back({"X-Colon", "a: b, \"c\""});
    request.headers.push_back({"x-lower", "1"});
    request.headers.push_back({"X-Twice", "1"});
    request.headers.push_back({"X-Twice", "2"});
    request.headers.push_back({"User-Agent", "kit/1"});
    request.headers.push_back({"X-Long", std::string(4000, 'v')});
    auto const got = seen.of(t, request);
    if (!got) return;
    auto const of_name = [](std::vector<http_header> const& headers, std::string_view name) {
        std::string out;
        for (http_header const& header : headers)
            if (iequals(header.name, name)) out += "[" + header.value + "]";
        return out;
    };
    for (http_header const& header : request.headers)
        t.expect(of_name(got->headers, header.name) == of_name(request.headers, header.name),
                 header.name + " arrived as " + of_name(got->headers, header.name).substr(0, 60));
}

inline void try_no_added_headers(trial& t) {
    one_request seen;
    http_request request;
    request.target = "/x";
    auto const got = seen.of(t, request);
    if (!got) return;
    for (char const* name : {"Authorization", "Cookie", "Content-Type", "Expect", "Referer", "Origin"})
        t.expect(!find_header(got->headers, name), std::string{name} + " was added");
    for (http_header const& header : got->headers)
        t.expect(iequals(header.name, "Host") ? header.value == seen.server.origin().substr(7) : true,
                 "Host is " + header.value);
    t.expect(find_header(got->headers, "Host").has_value(), "Host is missing");
}

inline void try_request_body(trial& t) {
    one_request seen;
    std::string large;
    for (int i = 0; i != 4096; ++i) large += every_byte();
    for (std::string const& body : {every_byte(), std::string{"\r\n\r\n"}, large})
        for (http_method const method : {http_method::post, http_method::put, http_method::patch})
            if (auto const got = seen.of(t, make(method, body)))
                t.expect(got->body == body, std::to_string(body.size()) + " bytes arrived as other " +
                                                std::to_string(got->body.size()));
}

inline void try_request_without_body(trial& t) {
    one_request seen;
    for (http_method const method : {http_method::post, http_method::put, http_method::patch})
        if (auto const got = seen.of(t, make(method))) {
            std::string const name{to_string(method)};
            t.expect(find_header(got->headers, "Content-Length") == "0",
                     name + " without content does not have Content-Length: 0");
            t.expect(!find_header(got->headers, "Content-Type"),
                     name + " without content has a Content-Type");
        }
    for (http_method const method : {http_method::get, http_method::delete_})
        if (auto const got = seen.of(t, make(method)))
            t.expect(!find_header(got->headers, "Transfer-Encoding") &&
                         find_header(got->headers, "Content-Length").value_or("0") == "0",
                     std::string{to_string(method)} + " announces content");
}

inline void try_any_status(trial& t) {
    for (int const status : {200, 202, 304, 400, 401, 403, 404, 407, 409, 429, 500, 503, 599}) {
        std::string const content = status == 304 ? "" : "hello";
        std::string head =
            "HTTP/1.1 " + std::to_string(status) + " Reason\r\nWWW-Authenticate: Basic realm=x\r\n";
        if (status != 304) head += "Content-Length: 5\r\n";
        loopback_server server{{respond_with(head + "\r\n" + content)}};
        auto const got = t.transport(server).send(make_get());
        if (auto const* response = t.response(got)) {
            t.expect(response->status == status,
                     std::to_string(status) + " came as " + std::to_string(response->status));
            t.expect(response->body == content, "the content of " + std::to_string(status) + " is missing");
        }
        t.expect(server.requests().size() == 1, std::to_string(status) + " caused another request");
    }
}

inline void try_response_without_body(trial& t) {
    loopback_server server{{respond_with("HTTP/1.1 204 No Content\r\nCF-RAY: 1-A\r\n\r\n"),
                            respond_with("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")}};
    for (int const status : {204, 200}) {
        auto const got = t.transport(server).send(make(http_method::delete_));
        if (auto const* response = t.response(got)) {
            t.expect(response->status == status, "the status is " + std::to_string(response->status));
            t.expect(response->body.empty(), "the body is not empty");
        }
    }
}

inline void try_response_headers(trial& t) {
    loopback_server server{{respond_with(
        "HTTP/1.1 200 OK\r\nCF-Ray: 1-A\r\nX-Space:  \t two words\t \r\nx-twice: 1\r\nX-Empty:\r\n"
        "X-Twice: a:b\r\nContent-Length: 0\r\n\r\n")}};
    auto const got = t.transport(server).send(make_get());
    auto const* response = t.response(got);
    if (!response) return;
    for (auto const& [name, value] :
         {std::pair{"cf-ray", "1-A"}, std::pair{"x-space", "two words"}, std::pair{"x-empty", ""}}) {
        auto const found = find_header(response->headers, name);
        t.expect(found.has_value(), std::string{name} + " is missing");
        t.expect(!found || *found == value,
                 std::string{name} + " is \"" + std::string{found.value_or("")} + "\"");
    }
    std::string twice;
    for (http_header const& header : response->headers)
        if (iequals(header.name, "x-twice")) twice += twice.empty() ? header.value : ", " + header.value;
    t.expect(twice == "1, a:b", "a repeated field is \"" + twice + "\"");
}

inline void try_response_body(trial& t) {
    std::string large;
    for (int i = 0; i != 4096; ++i) large += every_byte();
    for (std::string const& body : {every_byte(), large}) {
        loopback_server server{
            {respond_with("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=latin1\r\nContent-Length: " +
                          std::to_string(body.size()) + "\r\n\r\n" + body)}};
        auto const got = t.transport(server).send(make_get());
        if (auto const* response = t.response(got)) t.expect(response->body == body, "the body was changed");
    }
}

inline void try_interim_responses(trial& t) {
    loopback_server server{
        {respond_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"
                      "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")}};
    auto const got = t.transport(server).send(make_post());
    auto const* response = t.response(got);
    if (!response) return;
    t.expect(response->status == 201, "the status is " + std::to_string(response->status));
    t.expect(response->body == "{}", "the body is wrong");
    t.expect(!find_header(response->headers, "x-early"),
             "a header field of the interim response is in the response");
}

inline void try_chunked(trial& t) {
    loopback_server server{
        {[](connection& client) {
             client.read_request();
             client.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\n{\"a\r\n");
             client.write("0A\r\n\":\"bcdefgh\r\n2\r\n\"}\r\n0\r\nX-Trailer: 1\r\n\r\n");
             serve(client);
         },
         &serve}};
    auto const one = t.transport(server);
    auto const got = one.send(make_get());
    if (auto const* response = t.response(got))
        t.expect(response->body == "{\"a\":\"bcdefgh\"}", "the body is " + response->body);
    auto const next = one.send(make_get());
    if (auto const* response = t.response(next))
        t.expect(response->body == "{}", "the end of one response is in the next");
}

inline void try_close_delimited(trial& t) {
    loopback_server server{{[](connection& client) {
        client.read_request();
        client.write("HTTP/1.1 200 OK\r\n\r\nto the ");
        client.write("end");
    }}};
    auto const got = t.transport(server).send(make_get());
    if (auto const* response = t.response(got))
        t.expect(response->body == "to the end", "the body is " + response->body);
}

// 20 times {"success":true}.
inline constexpr std::string_view packed_body{
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x2a\x2e\x4d\x4e\x4e\x2d\x2e\x56\xb2\x2a\x29\x2a\x4d"
    "\xad\xad\x1e\xe5"
    "\x93\xc4\x07\x00\x12\xa3\x1a\x12\x40\x01\x00\x00",
    41};

inline void try_gzip(trial& t) {
    auto const answer_packed = [](std::string_view content) {
        return respond_with("HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nContent-Encoding: gzip\r\nContent-Length: " +
                            std::to_string(content.size()) + "\r\n\r\n" + std::string{content});
    };
    {
        one_request probe;
        auto const got = probe.of(t, make_get());
        if (!got) return;
        if (find_header(got->headers, "Accept-Encoding").value_or("").find("gzip") == std::string_view::npos)
            return t.unsupported("it does not accept gzip");
    }
    std::string unpacked;
    for (int i = 0; i != 20; ++i) unpacked += "{\"success\":true}";
    loopback_server server{
        {answer_packed(packed_body), answer_packed("not gzip at all"), answer_packed(packed_body)}};
    auto const got = t.transport(server).send(make_get());
    if (auto const* response = t.response(got))
        t.expect(response->body == unpacked, "the body is not decompressed");
    t.partial(t.transport(server).send(make_get()), 200);
    transport_options small = t.options_for(server);
    small.max_response_bytes = 100;
    if (auto const failure = t.failure(t.transport(small).send(make_get()), {delivery::answered}))
        t.expect(failure->code() == errc::response_too_large,
                 "max_response_bytes applies to the compressed size");
}

inline void try_body_limit(trial& t) {
    for (bool const chunked : {false, true}) {
        auto const sized = [chunked](std::size_t size) {
            std::string out = "HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\n";
            if (!chunked)
                return respond_with(out + "Content-Length: " + std::to_string(size) + "\r\n\r\n" +
                                    std::string(size, 'x'));
            out += "Transfer-Encoding: chunked\r\n\r\n";
            for (std::size_t i = 0; i != size; ++i) out += "1\r\nx\r\n";
            return respond_with(out + "0\r\n\r\n");
        };
        loopback_server server{{sized(100), sized(101)}};
        transport_options options = t.options_for(server);
        options.max_response_bytes = 100;
        auto const got = t.transport(options).send(make_get());
        if (auto const* response = t.response(got))
            t.expect(response->body.size() == 100, "the body is wrong");
        auto const refused = t.transport(options).send(make_get());
        t.partial(refused, 200);
        if (refused.has_error())
            t.expect(refused.error().code() == errc::response_too_large,
                     "another error: " + refused.error().message());
    }
}

inline void try_header_limit(trial& t) {
    loopback_server server{{[](connection& client) {
        client.read_request();
        client.write("HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\n");
        std::string const field = "X-Field: " + std::string(4000, 'v') + "\r\n";
        for (int i = 0; i != 2000; ++i) client.write(field);
        client.write("\r\n");
    }}};
    t.failure(t.transport(server).send(make_get()), {delivery::unknown, delivery::answered});
}

inline void try_connection_refused(trial& t) {
    transport_options options;
    {
        loopback_server gone{{}};
        options = t.options_for(gone);
    }
    t.failure(t.transport(options).send(make_post()), {delivery::not_sent});
}

inline void try_connect_timeout(trial& t) {
#if defined(__linux__)
    // Linux drops what does not fit into the queue of a server that does not accept; the client goes on
    // trying.
    namespace asio = boost::asio;
    asio::io_context context;
    asio::ip::tcp::acceptor acceptor{context, {asio::ip::make_address("127.0.0.1"), 0}};
    acceptor.listen(0);
    std::vector<asio::ip::tcp::socket> fillers;
    for (int i = 0; i != 8; ++i) {
        asio::ip::tcp::socket& filler = fillers.emplace_back(context, asio::ip::tcp::v4());
        filler.async_connect(acceptor.local_endpoint(), [](boost::system::error_code const&) {});
    }
    transport_options options;
    options.origin = "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
    options.connect_timeout = short_timeout;
    options.total_timeout = long_timeout;
    t.failure(t.in_time([&] { return t.transport(options).send(make_post()); }), {delivery::not_sent});
#else
    t.unsupported("not checked: simulating an unresponsive host requires Linux");
#endif
}

inline void try_handshake_timeout(trial& t) {
    loopback_server server{{[](connection& client) { client.wait_for_close(); }}, false, server_timeout};
    transport_options options = t.options_for(server, "https");
    options.connect_timeout = short_timeout;
    t.failure(t.in_time([&] { return t.transport(options).send(make_post()); }), {delivery::not_sent});
}

// Sends a byte from time to time.
inline void trickle(connection& client, std::string_view before, char byte) {
    client.read_request();
    client.write(before);
    for (auto const until = clock::now() + server_timeout; clock::now() < until && !client.is_readable();) {
        std::this_thread::sleep_for(milliseconds{20});
        client.write({&byte, 1});
    }
}

inline void try_response_timeout(trial& t) {
    loopback_server server{{[](connection& client) {
                               client.read_request();
                               client.wait_for_close();
                           }},
                           false,
                           server_timeout};
    transport_options options = t.options_for(server);
    options.total_timeout = short_timeout;
    t.failure(t.in_time([&] { return t.transport(options).send(make_post()); }), {delivery::unknown});
}

inline void try_header_timeout(trial& t) {
    loopback_server server{
        {[](connection& client) { trickle(client, "HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nX-Trickle: ", 'x'); }}};
    transport_options options = t.options_for(server);
    options.total_timeout = short_timeout;
    t.failure(t.in_time([&] { return t.transport(options).send(make_post()); }),
              {delivery::unknown, delivery::answered});
}

inline void try_body_timeout(trial& t) {
    loopback_server server{{[](connection& client) {
        trickle(client, "HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nContent-Length: 100000\r\n\r\n", 'x');
    }}};
    transport_options options = t.options_for(server);
    options.total_timeout = short_timeout;
    t.partial(t.in_time([&] { return t.transport(options).send(make_get()); }), 200);
}

inline void try_send_timeout(trial& t) {
    std::atomic<bool> done{false};
    loopback_server server{{[&done](connection&) {
        for (auto const until = clock::now() + server_timeout; clock::now() < until && !done;)
            std::this_thread::sleep_for(milliseconds{10});
    }}};
    transport_options options = t.options_for(server);
    options.total_timeout = short_timeout;
    auto const large = make(http_method::post, std::string(std::size_t{32} << 20, 'x'));
    t.failure(t.in_time([&] { return t.transport(options).send(large); }), {delivery::unknown});
    done = true;
}

inline void try_request_timeout(trial& t) {
    loopback_server server{{[](connection& client) {
                               client.read_request();
                               client.wait_for_close();
                           }},
                           false,
                           server_timeout};
    auto const one = t.transport(server);
    if (!one.send_with_timeout) return t.unsupported("it is not a timed_transport");
    t.failure(t.in_time([&] { return one.send_with_timeout(make_post(), short_timeout); }),
              {delivery::unknown});
    t.failure(t.in_time([&] { return one.send_with_timeout(make_post(), milliseconds{0}); }),
              {delivery::not_sent});
}

inline void try_cancel(trial& t) {
    loopback_server server{{[](connection& client) {
                                client.read_request();
                                client.wait_for_close();
                            },
                            &serve},
                           false,
                           server_timeout};
    auto const one = t.transport(server);
    if (!one.cancel) return t.unsupported("it does not have cancel()");
    std::atomic<bool> returned{false};
    std::thread other{[&] {
        for (auto const until = clock::now() + server_timeout; clock::now() < until && !returned;)
            if (server.wait_for_requests(1, milliseconds{20})) break;
        one.cancel();
    }};
    auto const start = clock::now();
    auto const got = one.send(make_post());
    auto const took = clock::now() - start;
    returned = true;
    other.join();
    t.expect(took < seconds{2}, "it did not return immediately");
    if (auto const failure = t.failure(got, {delivery::unknown}))
        t.expect(failure->code() == errc::cancelled, "another error: " + failure->message());
    t.response(one.send(make_get()));
    one.cancel();
    if (auto const failure = t.failure(one.send(make_post()), {delivery::not_sent}))
        t.expect(failure->code() == errc::cancelled, "another error: " + failure->message());
    t.expect(server.requests().size() == 2, "a request that was already cancelled was sent");
}

inline void try_no_redirects(trial& t) {
    loopback_server other{{&serve}, true};
    for (int const status : {301, 302, 303, 307, 308})
        for (std::string const& where : {other.origin() + "/elsewhere", std::string{"/elsewhere"}})
            for (http_request const& request : {make_get(), make_post()}) {
                loopback_server server{
                    {respond_with("HTTP/1.1 " + std::to_string(status) + " Moved\r\nLocation: " + where +
                                  "\r\nContent-Length: 0\r\n\r\n")},
                    true};
                auto const got = t.transport(server).send(request);
                if (auto const* response = t.response(got)) {
                    t.expect(response->status == status,
                             std::to_string(status) + " came as " + std::to_string(response->status));
                    t.expect(find_header(response->headers, "location") == where, "Location is missing");
                }
                t.expect(server.requests().size() == 1, std::to_string(status) + " caused another request");
            }
    t.expect(other.accepted() == 0, "another origin received a request");
}

inline void try_no_shared_state(trial& t) {
    loopback_server server{{[](connection& client) {
                                client.read_request();
                                client.write(
                                    "HTTP/1.1 400 Bad Request\r\nSet-Cookie: a=b\r\nX-First: "
                                    "1\r\nContent-Length: 3\r\n\r\nabc");
                                serve(client);
                            },
                            &serve},
                           true};
    auto const one = t.transport(server);
    if (!t.response(one.send(make_post()))) return;
    http_request plain;
    plain.target = "/plain";
    auto const got = one.send(plain);
    auto const* response = t.response(got);
    if (!response) return;
    t.expect(response->status == 200 && response->body == "{}", "it is not the second response");
    t.expect(!find_header(response->headers, "x-first"),
             "a header field of the first response is in the second");
    auto const second = server.requests().size() == 2 ? parse_request(server.requests()[1]) : std::nullopt;
    if (!t.expect(second.has_value(), "two requests did not arrive")) return;
    for (char const* name : {"Authorization", "Content-Type", "Cookie"})
        t.expect(!find_header(second->headers, name),
                 "it contains " + std::string{name} + " of the first request");
    t.expect(second->body.empty(), "it contains the body of the first request");
}

inline void try_tls(trial& t) {
    tls_identity const identity;
    loopback_server server{{secured(identity, &serve)}, true};
    transport_options options = t.options_for(server, "https");
    options.ca_file = identity.certificate_file();
    auto const one = t.transport(options);
    for (http_request request : {make_post(), make_get()}) {
        request.target = "/%2e%2E/../%2f?q=%c3%A9";
        auto const got = one.send(request);
        if (auto const* response = t.response(got)) t.expect(response->body == "{}", "the body is wrong");
    }
    for (std::string const& bytes : server.requests())
        if (auto const got = parse_request(bytes))
            t.expect(got->target == "/%2e%2E/../%2f?q=%c3%A9", "the target arrived as " + got->target);
}

inline void try_tls_trust(trial& t) {
    tls_identity const identity, other, elsewhere{"IP:127.0.0.2"};
    struct {
        tls_identity const* shown;
        tls_identity const* trusted;
        char const* what;
    } const cases[] = {{&identity, nullptr, "a certificate of an unknown issuer"},
                       {&identity, &other, "a certificate of another issuer"},
                       {&elsewhere, &elsewhere, "a certificate for another host"}};
    for (auto const& one : cases) {
        loopback_server server{{secured(*one.shown, [](connection& client) { client.read_request(); })},
                               true};
        transport_options options = t.options_for(server, "https");
        if (one.trusted) options.ca_file = one.trusted->certificate_file();
        t.failure(t.transport(options).send(make_post()), {delivery::not_sent});
        server.wait_for_scripts(1, seconds{1});
        t.expect(server.requests().empty(), "a request was sent despite " + std::string{one.what});
    }
}

inline void try_no_plaintext_fallback(trial& t) {
    loopback_server server{{[](connection& client) { client.write("HTTP/1.1 400 Bad Request\r\n\r\n"); }},
                           true};
    t.failure(t.transport(t.options_for(server, "https")).send(make_post()), {delivery::not_sent});
    transport_options options = t.options_for(server, "https");
    options.ca_file = "/no/such/file.pem";
    t.failure(t.transport(options).send(make_post()), {delivery::not_sent});
    t.expect(server.requests().empty(), "a request was sent without TLS");
}

// Ends a TLS connection after that response, without the alert that says so (RFC 8446 6.1).
inline result<http_response> get_cut_over_tls(trial& t, std::string const& response) {
    tls_identity const identity;
    loopback_server server{{secured(identity, [&response](connection& client) {
        client.read_request();
        client.write(response);
    })}};
    transport_options options = t.options_for(server, "https");
    options.ca_file = identity.certificate_file();
    return t.transport(options).send(make_post());
}

inline void try_tls_closed_abruptly(trial& t) {
    t.failure(get_cut_over_tls(t, ""), {delivery::unknown});
    t.partial(get_cut_over_tls(t, "HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nContent-Length: 10\r\n\r\n{\"a\":"),
              200);
    t.partial(get_cut_over_tls(
                  t, "HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"),
              200);
}

inline void try_tls_truncated_body(trial& t) {
    t.partial(get_cut_over_tls(t, "HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\n\r\n{\"a\":"), 200);
}

inline void try_closed_before_response(trial& t) {
    for (bool const reset : {false, true}) {
        loopback_server server{{[reset](connection& client) {
            client.read_request();
            if (reset) client.reset();
        }}};
        t.failure(t.transport(server).send(make_post()), {delivery::unknown});
        t.expect(server.requests().size() <= 1, "a POST was sent twice");
    }
    loopback_server at_once{{[](connection& client) { client.reset(); }}};
    t.failure(t.transport(at_once).send(make_post()), {delivery::not_sent, delivery::unknown});
}

inline void try_closed_in_headers(trial& t) {
    for (std::string const response :
         {"HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nContent-Ty", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\n",
          "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n", "HTTP/1.1 100 Continue\r\n\r\n"}) {
        loopback_server server{{[&response](connection& client) {
            client.read_request();
            client.write(response);
        }}};
        t.failure(t.transport(server).send(make_post()), {delivery::unknown, delivery::answered});
    }
}

inline void try_closed_in_body(trial& t) {
    for (std::string const rest :
         {"Content-Length: 10\r\n\r\n{\"a\":", "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
          "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"a\":"})
        for (bool const reset : {false, true}) {
            loopback_server server{{[&](connection& client) {
                client.read_request();
                client.write("HTTP/1.1 502 Bad Gateway\r\nCF-RAY: 1-A\r\n" + rest);
                if (reset)
                    std::this_thread::sleep_for(milliseconds{50});  // or the reset overtakes the bytes
                if (reset) client.reset();
            }}};
            t.partial(t.transport(server).send(make_post()), 502);
        }
}

inline void try_not_http(trial& t) {
    for (std::string const bytes : {"SSH-2.0-OpenSSH_9.2\r\n", "<html>hello</html>", "HTTP/1.1 abc\r\n\r\n",
                                    "\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}"}) {
        loopback_server server{{[&bytes](connection& client) {
            client.read_request();
            client.write(bytes);
        }}};
        t.failure(t.transport(server).send(make_post()), {delivery::unknown, delivery::answered});
    }
}

inline void try_connection_reuse(trial& t) {
    tls_identity const identity;
    for (bool const tls : {false, true}) {
        loopback_server server{{tls ? secured(identity, &serve) : script{&serve}}, true};
        {
            transport_options options = t.options_for(server, tls ? "https" : "http");
            if (tls) options.ca_file = identity.certificate_file();
            auto const one = t.transport(options);
            for (http_request const& request :
                 {make_get(), make_post(), make(http_method::delete_), make_post()})
                t.response(one.send(request));
        }
        if (server.accepted() != 1)
            t.unsupported("4 requests used " + std::to_string(server.accepted()) + " connections" +
                          (tls ? " with TLS" : ""));
    }
}

inline constexpr std::string_view unsolicited_response =
    "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nunasked";

// Sends a response and then acts on the idle connection. Returns true if it closes the connection.
using idle_action = std::function<bool(connection&)>;

// After an action on the idle connection, each request must receive its own response, whatever its method,
// and must not be sent on a closed connection.
inline void try_while_idle(trial& t, bool tls, idle_action const& action) {
    tls_identity const identity;
    for (http_request const& request : {make_get(), make_post()}) {
        std::string const before =
            (tls ? " (TLS, before a " : " (before a ") + std::string{to_string(request.method)} + ")";
        std::atomic<bool> done{false}, late{false};
        auto const first = [&](connection& client) {
            client.read_request();
            bool const ended = action(client);
            done = true;
            done.notify_all();
            while (!client.read_request().empty()) {
                late = late || ended;
                client.write(ok_response);
            }
        };
        auto const maybe_secured = [&](script then) {
            return tls ? secured(identity, std::move(then)) : then;
        };
        loopback_server server{{maybe_secured(first), maybe_secured(&serve)}, true, server_timeout};
        transport_options options = t.options_for(server, tls ? "https" : "http");
        if (tls) options.ca_file = identity.certificate_file();
        auto const one = t.transport(options);
        auto const kept = one.send(make_get());
        if (auto const* response = t.response(kept))
            t.expect(response->body == "{}", "the first body is wrong" + before);
        if (server.accepted() != 0) done.wait(false);
        std::this_thread::sleep_for(milliseconds{50});  // until the data arrives
        for (http_request const& next : {request, make_get()}) {
            auto const got = one.send(next);
            if (got.has_error())
                t.expect(false, "no response: " + got.error().message() + before);
            else
                t.expect(got->status == 200 && got->body == "{}",
                         "a response with status " + std::to_string(got->status) +
                             " that belongs to no request" + before);
        }
        t.expect(!late, "a request was sent on a closed connection" + before);
    }
}

inline void try_while_idle(trial& t, idle_action const& action) {
    for (bool const tls : {false, true}) try_while_idle(t, tls, action);
}

inline void try_closed_while_idle(trial& t) {
    try_while_idle(t, [](connection& client) {
        client.write(ok_response);
        client.close();
        return true;
    });
}

inline void try_reset_while_idle(trial& t) {
    try_while_idle(t, [](connection& client) {
        client.write(ok_response);
        std::this_thread::sleep_for(milliseconds{50});  // otherwise the reset may overtake the response
        client.reset();
        return true;
    });
}

inline void try_tls_closed_while_idle(trial& t) {
    try_while_idle(t, true, [](connection& client) {
        client.write(ok_response);
        std::this_thread::sleep_for(milliseconds{50});
        client.shutdown();
        return true;
    });
}

inline void try_unsolicited_408(trial& t) {
    try_while_idle(t, [](connection& client) {
        client.write(ok_response);
        std::this_thread::sleep_for(milliseconds{50});
        client.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        client.shutdown();
        return true;
    });
}

inline void try_unsolicited_200(trial& t) {
    try_while_idle(t, [](connection& client) {
        client.write(ok_response);
        std::this_thread::sleep_for(milliseconds{50});
        client.write(unsolicited_response);
        return false;
    });
}

// In the same segment and TLS record as the response, or as its end.
inline void try_unsolicited_data(trial& t) {
    for (std::string_view const framing :
         {"Content-Length: 2\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"})
        for (bool const apart : {false, true})
            try_while_idle(t, [&](connection& client) {
                std::string const head = "HTTP/1.1 200 OK\r\n" + std::string{framing};
                std::string const end = (framing.starts_with('C') ? "{}" : "2\r\n{}\r\n0\r\n\r\n") +
                                        std::string{unsolicited_response};
                client.write(apart ? head : head + end);
                if (!apart) return false;
                std::this_thread::sleep_for(milliseconds{50});
                client.write(end);
                return false;
            });
}

inline void try_no_duplicate_writes(trial& t) {
    for (http_method const method : {http_method::post, http_method::patch})
        for (std::string const body : {"", "{}"})
            for (bool const reset : {false, true}) {
                loopback_server server{{[reset](connection& client) {
                                            client.read_request();
                                            client.write(ok_response);
                                            client.read_request();
                                            if (reset) client.reset();
                                        },
                                        &serve},
                                       true};
                auto const one = t.transport(server);
                if (!t.response(one.send(make_get()))) continue;
                auto const got = one.send(make(method, body));
                t.expect(server.requests().size() == 2, std::string{to_string(method)} + " was sent " +
                                                            std::to_string(server.requests().size() - 1) +
                                                            " times");
                if (server.accepted() == 1)
                    t.failure(got, {delivery::unknown});  // otherwise it used a new connection
                t.response(one.send(make(method, body)));
            }
}

struct trial_entry {
    behaviour info;
    void (*run)(trial&);
};

inline constexpr trial_entry trials[] = {
    {{"methods", "GET, POST, PUT, PATCH and DELETE are sent unchanged"}, &try_methods},
    {{"target", "the target is sent unchanged"}, &try_target},
    {{"request_headers", "all header fields are sent unchanged, including empty and repeated ones"},
     &try_request_headers},
    {{"no_added_headers", "no Authorization, Cookie, Content-Type, Expect or similar fields are added"},
     &try_no_added_headers},
    {{"request_body", "a body may contain any bytes and be large"}, &try_request_body},
    {{"request_without_body",
      "POST, PUT and PATCH without a body have Content-Length: 0; other methods announce no body"},
     &try_request_without_body},
    {{"any_status", "every status is a response, including its content"}, &try_any_status},
    {{"response_without_body", "a 204 or empty response ends without waiting for content"},
     &try_response_without_body},
    {{"response_headers", "all header fields of a response are returned, trimmed"}, &try_response_headers},
    {{"response_body", "the body of a response may contain any bytes and be large"}, &try_response_body},
    {{"interim_responses", "1xx responses are discarded"}, &try_interim_responses},
    {{"chunked", "a chunked body is decoded; extensions and trailers are discarded"}, &try_chunked},
    {{"close_delimited", "a body without a length ends with the connection"}, &try_close_delimited},
    {{"gzip", "gzip, if accepted, is decoded, and limits apply to the decoded size"}, &try_gzip},
    {{"body_limit", "a body of max_response_bytes is accepted; a larger one is response_too_large"},
     &try_body_limit},
    {{"header_limit", "an endless header section is an error"}, &try_header_limit},
    {{"connection_refused", "a refused connection is an error; nothing was sent"}, &try_connection_refused},
    {{"connect_timeout", "connecting to an unresponsive host times out; nothing was sent"},
     &try_connect_timeout},
    {{"handshake_timeout", "a TLS handshake without a response times out; nothing was sent"},
     &try_handshake_timeout},
    {{"send_timeout", "sending to a server that does not read times out"}, &try_send_timeout},
    {{"response_timeout", "waiting for a response times out"}, &try_response_timeout},
    {{"header_timeout", "a slow header section times out"}, &try_header_timeout},
    {{"body_timeout", "a slow body times out; the error has the status"}, &try_body_timeout},
    {{"request_timeout", "the timeout of a single request is respected"}, &try_request_timeout},
    {{"cancel", "cancel() ends the current request or, if there is none, the next one"}, &try_cancel},
    {{"no_redirects", "a redirect is returned as a response; no other server receives the request"},
     &try_no_redirects},
    {{"no_shared_state", "requests and responses contain nothing of earlier ones"}, &try_no_shared_state},
    {{"tls", "TLS works with a certificate of ca_file"}, &try_tls},
    {{"tls_trust", "certificates of other issuers or for other hosts are not trusted; nothing was sent"},
     &try_tls_trust},
    {{"no_plaintext_fallback", "a server without TLS or a missing ca_file is an error; nothing was sent"},
     &try_no_plaintext_fallback},
    {{"tls_closed_abruptly",
      "a TLS connection closed without close_notify is an error in any part of a response"},
     &try_tls_closed_abruptly},
    {{"tls_truncated_body", "over TLS, a truncated body without a length is an error"},
     &try_tls_truncated_body},
    {{"closed_before_response", "a connection closed before the response is an error; delivery is unknown"},
     &try_closed_before_response},
    {{"closed_in_headers", "a connection closed in the header section is an error"}, &try_closed_in_headers},
    {{"closed_in_body", "a connection closed in the body is an error with status and cf-ray"},
     &try_closed_in_body},
    {{"not_http", "a response that is not HTTP is an error"}, &try_not_http},
    {{"connection_reuse", "the connection is reused, with and without TLS"}, &try_connection_reuse},
    {{"closed_while_idle", "an idle connection that was closed is replaced"}, &try_closed_while_idle},
    {{"reset_while_idle", "an idle connection that was reset is replaced"}, &try_reset_while_idle},
    {{"tls_closed_while_idle", "an idle connection that received close_notify is replaced"},
     &try_tls_closed_while_idle},
    {{"unsolicited_408",
      "a 408 on an idle connection is not taken for a response, and the connection is replaced"},
     &try_unsolicited_408},
    {{"unsolicited_200", "a response received before the request is not taken for its response"},
     &try_unsolicited_200},
    {{"unsolicited_data", "data after a response is not taken for the next response"},
     &try_unsolicited_data},
    {{"no_duplicate_writes", "POST and PATCH are not repeated if a persistent connection is closed"},
     &try_no_duplicate_writes},
};

inline constexpr auto all_behaviours = [] {
    struct {
        behaviour list[std::size(trials)];
    } out{};
    for (std::size_t i = 0; i != std::size(trials); ++i) out.list[i] = trials[i].info;
    return out;
}();

CFDNS_TRANSPORT_DECL std::vector<behaviour_result> run_behaviours(transport_maker const& make,
                                                                  unsupported_behaviours const& unsupported,
                                                                  std::string_view only) {
    std::vector<behaviour_result> out;
    unsupported_behaviours left = unsupported;
    for (trial_entry const& entry : trials) {
        if (!only.empty() && entry.info.name != only) continue;
        trial t{make};
        entry.run(t);
        behaviour_result& made = out.emplace_back(
            behaviour_result{entry.info.name, entry.info.description, t.outcome(), t.detail()});
        auto const declared = left.find(entry.info.name);
        if (declared == left.end()) continue;
        if (made.outcome == verdict::passed) {
            made.detail = "it works, although declared as unsupported: " + declared->second;
        } else {
            made.outcome = verdict::unsupported;
            made.detail = declared->second + " (" + made.detail + ")";
        }
        left.erase(declared);
    }
    if (only.empty())
        for (auto const& entry : left)
            out.push_back({{}, {}, verdict::failed, "there is no behaviour named " + entry.first});
    return out;
}

}  // namespace detail::conformance

CFDNS_TRANSPORT_DECL std::span<behaviour const> transport_behaviours() noexcept {
    return detail::conformance::all_behaviours.list;
}

CFDNS_TRANSPORT_DECL std::string to_text(std::span<behaviour_result const> results) {
    std::string out;
    for (behaviour_result const& one : results) {
        out.append(one.name)
            .append(one.name.size() < 24 ? 24 - one.name.size() : 1, ' ')
            .append(to_string(one.outcome));
        if (!one.detail.empty()) out.append(": ").append(one.detail);
        out += '\n';
    }
    return out;
}

}  // namespace cfdns::inline v0_2::testing

#endif
