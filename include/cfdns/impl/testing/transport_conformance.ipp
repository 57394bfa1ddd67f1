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

namespace cfdns::inline v1::testing {

namespace detail::conformance {

using namespace std::chrono_literals;
using cfdns::detail::iequals;
using clock = std::chrono::steady_clock;

inline constexpr std::string_view canary = "a-token-that-nobody-may-print";
inline constexpr std::string_view ok_reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
inline constexpr auto short_timeout = 400ms;  // of what is to run out
inline constexpr auto long_timeout = 20s;     // of what is not
inline constexpr auto patience = 5s;          // of a server whose client does not give up

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

inline std::string word(sent value) { return value == sent::no ? "no" : value == sent::yes ? "yes" : "maybe"; }

// Answers every request of a connection.
inline void serve(connection& client) {
    while (!client.read_request().empty()) client.write(ok_reply);
}

inline script secured(tls_identity const& identity, script then) {
    return [&identity, then = std::move(then)](connection& client) {
        if (client.start_tls(identity)) then(client);
    };
}

// What one behaviour has seen so far.
class trial {
public:
    trial(transport_maker const& make) : make_(make) {}

    // False, and a finding, if it does not hold.
    bool expect(bool holds, std::string const& otherwise) {
        if (!holds) {
            failed_ = true;
            note(otherwise);
        }
        return holds;
    }
    void cannot(std::string const& why) {
        lacking_ = true;
        note(why);
    }

    transport_options options_for(loopback_server const& server, std::string const& scheme = "http") const {
        transport_options out;
        out.origin = server.origin(scheme);
        out.connect_timeout = out.total_timeout = long_timeout;
        return out;
    }
    // A transport whose exceptions are findings. Where a call throws, it gives an error.
    transport_under_test transport(transport_options const& options) {
        transport_under_test made;
        if (!no_exception([&] { made = make_(options); })) made = {};
        transport_under_test out;
        out.send = [this, send = std::move(made.send)](http_request const& request) {
            return sent_by([&] { return send(request); }, send != nullptr);
        };
        if (made.send_at_most)
            out.send_at_most = [this, send = std::move(made.send_at_most)](http_request const& request,
                                                                           std::chrono::milliseconds at_most) {
                return sent_by([&] { return send(request, at_most); });
            };
        if (made.cancel) out.cancel = [this, cancel = std::move(made.cancel)] { no_exception(cancel); };
        return out;
    }
    transport_under_test transport(loopback_server const& server) { return transport(options_for(server)); }

    // The reply, or a finding.
    http_response const* reply(result<http_response> const& got) {
        if (got.has_value()) return &got.value();
        expect(false, "no reply: " + got.error().message());
        return nullptr;
    }

    // The error, or a finding. `in_doubt` is what it has to say about the request.
    std::optional<error> failure(result<http_response> const& got, std::initializer_list<sent> in_doubt) {
        if (got.has_value()) {
            expect(false, "a reply with status " + std::to_string(got.value().status) + " in place of an error");
            return std::nullopt;
        }
        error const out = got.error();
        expect(out.code().failed(), "an error whose code says success");
        std::string const said = out.message() + std::string{out.excerpt()};
        expect(said.find(canary) == said.npos, "the error's text shows the credentials");
        expect(std::find(in_doubt.begin(), in_doubt.end(), out.request_sent()) != in_doubt.end(),
               "request_sent() is " + word(out.request_sent()) + " (" + out.message() + ")");
        return out;
    }

    // The error with all that had arrived: status and cf-ray.
    void partial(result<http_response> const& got, int status) {
        std::optional<error> const out = failure(got, {sent::yes});
        if (!out) return;
        expect(out->http_status() == status, "http_status() is " + std::to_string(out->http_status()));
        expect(out->cf_ray() == "1-A", "cf-ray is lost");
    }

    // Sends, and wants the end after about that time.
    template <class Send>
    result<http_response> in_time(Send send) {
        auto const start = clock::now();
        result<http_response> got = send();
        auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - start);
        expect(took < short_timeout + 2s, "it ended only after " + std::to_string(took.count()) + " ms");
        if (got.has_error())
            expect(got.error().code() == boost::system::errc::timed_out,
                   "the error is not equal to timed_out: " + got.error().message());
        return got;
    }

    verdict outcome() const { return failed_ ? verdict::failed : lacking_ ? verdict::unsupported : verdict::passed; }
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
            said = "something that is no std::exception";
        }
        return expect(false, "it threw: " + said);
#endif
    }

    template <class F>
    result<http_response> sent_by(F const& call, bool made = true) {
        result<http_response> got = error(boost::system::errc::make_error_code(boost::system::errc::not_supported));
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
    bool lacking_ = false;
    std::mutex mutex_{};
    std::string detail_{};
};

// A server for one request, and what that was.
struct one_request {
    loopback_server server{{&serve}, true};

    std::optional<http_request> of(trial& t, http_request const& request) {
        auto const before = server.requests().size();
        if (!t.reply(t.transport(server).send(request))) return std::nullopt;
        if (!t.expect(server.requests().size() == before + 1, "not one request arrived")) return std::nullopt;
        auto parsed = parse_request(server.requests().back());
        t.expect(parsed.has_value(), "what arrived is no HTTP/1.1 request");
        return parsed;
    }
};

inline void try_methods(trial& t) {
    one_request seen;
    for (http_method const method : {http_method::get, http_method::post, http_method::put, http_method::patch,
                                     http_method::delete_})
        if (auto const got = seen.of(t, make(method)))
            t.expect(got->method == method, std::string{to_string(method)} + " arrived as " + std::string{to_string(got->method)});
}

inline void try_target(trial& t) {
    one_request seen;
    for (char const* target : {"/", "/client/v4/zones/a%2Fb%2fc%C3%A9", "/a//b/./c/../d", "/a;b=c,d/@:!$&'()*+~", "/%zz%",
                               "/x?a=b%20c&d=%26&e", "/x?", "/%2e%2e/y?q=a+b"}) {
        http_request request = make_get();
        request.target = target;
        if (auto const got = seen.of(t, request)) t.expect(got->target == target, std::string{target} + " arrived as " + got->target);
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

inline void try_nothing_added(trial& t) {
    one_request seen;
    http_request request;
    request.target = "/x";
    auto const got = seen.of(t, request);
    if (!got) return;
    for (char const* name : {"Authorization", "Cookie", "Content-Type", "Expect", "Referer", "Origin"})
        t.expect(!find_header(got->headers, name), std::string{name} + " was added");
    for (http_header const& header : got->headers)
        t.expect(iequals(header.name, "Host") ? header.value == seen.server.origin().substr(7) : true, "Host is " + header.value);
    t.expect(find_header(got->headers, "Host").has_value(), "there is no Host");
}

inline void try_request_body(trial& t) {
    one_request seen;
    std::string large;
    for (int i = 0; i != 4096; ++i) large += every_byte();
    for (std::string const& body : {every_byte(), std::string{"\r\n\r\n"}, large})
        for (http_method const method : {http_method::post, http_method::put, http_method::patch})
            if (auto const got = seen.of(t, make(method, body)))
                t.expect(got->body == body, std::to_string(body.size()) + " bytes arrived as other " + std::to_string(got->body.size()));
}

inline void try_no_content(trial& t) {
    one_request seen;
    for (http_method const method : {http_method::post, http_method::put, http_method::patch})
        if (auto const got = seen.of(t, make(method))) {
            std::string const name{to_string(method)};
            t.expect(find_header(got->headers, "Content-Length") == "0", name + " without content does not say Content-Length: 0");
            t.expect(!find_header(got->headers, "Content-Type"), name + " without content has a Content-Type");
        }
    for (http_method const method : {http_method::get, http_method::delete_})
        if (auto const got = seen.of(t, make(method)))
            t.expect(!find_header(got->headers, "Transfer-Encoding") && find_header(got->headers, "Content-Length").value_or("0") == "0",
                     std::string{to_string(method)} + " announces content");
}

inline void try_any_status(trial& t) {
    for (int const status : {200, 202, 304, 400, 401, 403, 404, 407, 409, 429, 500, 503, 599}) {
        std::string const content = status == 304 ? "" : "hello";
        std::string head = "HTTP/1.1 " + std::to_string(status) + " Reason\r\nWWW-Authenticate: Basic realm=x\r\n";
        if (status != 304) head += "Content-Length: 5\r\n";
        loopback_server server{{answer(head + "\r\n" + content)}};
        auto const got = t.transport(server).send(make_get());
        if (auto const* reply = t.reply(got)) {
            t.expect(reply->status == status, std::to_string(status) + " came as " + std::to_string(reply->status));
            t.expect(reply->body == content, "the content of " + std::to_string(status) + " is lost");
        }
        t.expect(server.requests().size() == 1, std::to_string(status) + " made it ask again");
    }
}

inline void try_no_reply_content(trial& t) {
    loopback_server server{{answer("HTTP/1.1 204 No Content\r\nCF-RAY: 1-A\r\n\r\n"),
                            answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")}};
    for (int const status : {204, 200}) {
        auto const got = t.transport(server).send(make(http_method::delete_));
        if (auto const* reply = t.reply(got)) {
            t.expect(reply->status == status, "the status is " + std::to_string(reply->status));
            t.expect(reply->body.empty(), "there is a body");
        }
    }
}

inline void try_reply_headers(trial& t) {
    loopback_server server{{answer("HTTP/1.1 200 OK\r\nCF-Ray: 1-A\r\nX-Space:  \t two words\t \r\nx-twice: 1\r\nX-Empty:\r\n"
                                   "X-Twice: a:b\r\nContent-Length: 0\r\n\r\n")}};
    auto const got = t.transport(server).send(make_get());
    auto const* reply = t.reply(got);
    if (!reply) return;
    for (auto const& [name, value] : {std::pair{"cf-ray", "1-A"}, std::pair{"x-space", "two words"}, std::pair{"x-empty", ""}}) {
        auto const found = find_header(reply->headers, name);
        t.expect(found.has_value(), std::string{name} + " is lost");
        t.expect(!found || *found == value, std::string{name} + " is \"" + std::string{found.value_or("")} + "\"");
    }
    std::string twice;
    for (http_header const& header : reply->headers)
        if (iequals(header.name, "x-twice")) twice += twice.empty() ? header.value : ", " + header.value;
    t.expect(twice == "1, a:b", "a repeated field is \"" + twice + "\"");
}

inline void try_reply_body(trial& t) {
    std::string large;
    for (int i = 0; i != 4096; ++i) large += every_byte();
    for (std::string const& body : {every_byte(), large}) {
        loopback_server server{{answer("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=latin1\r\nContent-Length: " +
                                       std::to_string(body.size()) + "\r\n\r\n" + body)}};
        auto const got = t.transport(server).send(make_get());
        if (auto const* reply = t.reply(got)) t.expect(reply->body == body, "the body came back changed");
    }
}

inline void try_interim_replies(trial& t) {
    loopback_server server{{answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"
                                   "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")}};
    auto const got = t.transport(server).send(make_post());
    auto const* reply = t.reply(got);
    if (!reply) return;
    t.expect(reply->status == 201, "the status is " + std::to_string(reply->status));
    t.expect(reply->body == "{}", "the body is another");
    t.expect(!find_header(reply->headers, "x-early"), "a header field of the interim reply is in the reply");
}

inline void try_chunked(trial& t) {
    loopback_server server{{[](connection& client) {
        client.read_request();
        client.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\n{\"a\r\n");
        client.write("0A\r\n\":\"bcdefgh\r\n2\r\n\"}\r\n0\r\nX-Trailer: 1\r\n\r\n");
        serve(client);
    }, &serve}};
    auto const one = t.transport(server);
    auto const got = one.send(make_get());
    if (auto const* reply = t.reply(got)) t.expect(reply->body == "{\"a\":\"bcdefgh\"}", "the body is " + reply->body);
    auto const next = one.send(make_get());
    if (auto const* reply = t.reply(next)) t.expect(reply->body == "{}", "the end of one reply is in the next");
}

inline void try_close_delimited(trial& t) {
    loopback_server server{{[](connection& client) {
        client.read_request();
        client.write("HTTP/1.1 200 OK\r\n\r\nto the ");
        client.write("end");
    }}};
    auto const got = t.transport(server).send(make_get());
    if (auto const* reply = t.reply(got)) t.expect(reply->body == "to the end", "the body is " + reply->body);
}

// 20 times {"success":true}.
inline constexpr std::string_view packed_body{
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x2a\x2e\x4d\x4e\x4e\x2d\x2e\x56\xb2\x2a\x29\x2a\x4d\xad\xad\x1e\xe5"
    "\x93\xc4\x07\x00\x12\xa3\x1a\x12\x40\x01\x00\x00", 41};

inline void try_gzip(trial& t) {
    auto const answer_packed = [](std::string_view content) {
        return answer("HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nContent-Encoding: gzip\r\nContent-Length: " +
                      std::to_string(content.size()) + "\r\n\r\n" + std::string{content});
    };
    {
        one_request probe;
        auto const got = probe.of(t, make_get());
        if (!got) return;
        if (find_header(got->headers, "Accept-Encoding").value_or("").find("gzip") == std::string_view::npos)
            return t.cannot("it does not ask for gzip, so that it is not sent any");
    }
    std::string unpacked;
    for (int i = 0; i != 20; ++i) unpacked += "{\"success\":true}";
    loopback_server server{{answer_packed(packed_body), answer_packed("not gzip at all"), answer_packed(packed_body)}};
    auto const got = t.transport(server).send(make_get());
    if (auto const* reply = t.reply(got)) t.expect(reply->body == unpacked, "the body is not unpacked");
    t.partial(t.transport(server).send(make_get()), 200);
    transport_options small = t.options_for(server);
    small.max_response_bytes = 100;
    if (auto const failure = t.failure(t.transport(small).send(make_get()), {sent::yes}))
        t.expect(failure->code() == errc::response_too_large, "the size cap counts packed bytes");
}

inline void try_size_cap(trial& t) {
    for (bool const chunked : {false, true}) {
        auto const sized = [chunked](std::size_t size) {
            std::string out = "HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\n";
            if (!chunked) return answer(out + "Content-Length: " + std::to_string(size) + "\r\n\r\n" + std::string(size, 'x'));
            out += "Transfer-Encoding: chunked\r\n\r\n";
            for (std::size_t i = 0; i != size; ++i) out += "1\r\nx\r\n";
            return answer(out + "0\r\n\r\n");
        };
        loopback_server server{{sized(100), sized(101)}};
        transport_options options = t.options_for(server);
        options.max_response_bytes = 100;
        auto const got = t.transport(options).send(make_get());
        if (auto const* reply = t.reply(got)) t.expect(reply->body.size() == 100, "the body is another");
        auto const refused = t.transport(options).send(make_get());
        t.partial(refused, 200);
        if (refused.has_error())
            t.expect(refused.error().code() == errc::response_too_large, "another error: " + refused.error().message());
    }
}

inline void try_header_cap(trial& t) {
    loopback_server server{{[](connection& client) {
        client.read_request();
        client.write("HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\n");
        std::string const field = "X-Field: " + std::string(4000, 'v') + "\r\n";
        for (int i = 0; i != 2000; ++i) client.write(field);
        client.write("\r\n");
    }}};
    t.failure(t.transport(server).send(make_get()), {sent::maybe, sent::yes});
}

inline void try_refused(trial& t) {
    transport_options options;
    {
        loopback_server gone{{}};
        options = t.options_for(gone);
    }
    t.failure(t.transport(options).send(make_post()), {sent::no});
}

inline void try_connect_timeout(trial& t) {
#if defined(__linux__)
    // Linux drops what does not fit into the queue of a server that does not accept; the client goes on trying.
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
    t.failure(t.in_time([&] { return t.transport(options).send(make_post()); }), {sent::no});
#else
    t.cannot("not tried: only on Linux is it known how to leave a connection without an answer");
#endif
}

inline void try_handshake_timeout(trial& t) {
    loopback_server server{{[](connection& client) { client.wait_for_close(); }}, false, patience};
    transport_options options = t.options_for(server, "https");
    options.connect_timeout = short_timeout;
    t.failure(t.in_time([&] { return t.transport(options).send(make_post()); }), {sent::no});
}

// Keeps a client waiting with a byte every now and then.
inline void trickle(connection& client, std::string_view before, char byte) {
    client.read_request();
    client.write(before);
    for (auto const until = clock::now() + patience; clock::now() < until && !client.gone();) {
        std::this_thread::sleep_for(20ms);
        client.write({&byte, 1});
    }
}

inline void try_reply_timeout(trial& t) {
    loopback_server server{{[](connection& client) {
        client.read_request();
        client.wait_for_close();
    }}, false, patience};
    transport_options options = t.options_for(server);
    options.total_timeout = short_timeout;
    t.failure(t.in_time([&] { return t.transport(options).send(make_post()); }), {sent::maybe});
}

inline void try_header_timeout(trial& t) {
    loopback_server server{{[](connection& client) {
        trickle(client, "HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nX-Trickle: ", 'x');
    }}};
    transport_options options = t.options_for(server);
    options.total_timeout = short_timeout;
    t.failure(t.in_time([&] { return t.transport(options).send(make_post()); }), {sent::maybe, sent::yes});
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
        for (auto const until = clock::now() + patience; clock::now() < until && !done;) std::this_thread::sleep_for(10ms);
    }}};
    transport_options options = t.options_for(server);
    options.total_timeout = short_timeout;
    auto const large = make(http_method::post, std::string(std::size_t{32} << 20, 'x'));
    t.failure(t.in_time([&] { return t.transport(options).send(large); }), {sent::maybe});
    done = true;
}

inline void try_time_limit(trial& t) {
    loopback_server server{{[](connection& client) {
        client.read_request();
        client.wait_for_close();
    }}, false, patience};
    auto const one = t.transport(server);
    if (!one.send_at_most) return t.cannot("it is no timed_transport");
    t.failure(t.in_time([&] { return one.send_at_most(make_post(), short_timeout); }), {sent::maybe});
    t.failure(t.in_time([&] { return one.send_at_most(make_post(), 0ms); }), {sent::no});
}

inline void try_cancel(trial& t) {
    loopback_server server{{[](connection& client) {
                                client.read_request();
                                client.wait_for_close();
                            },
                            &serve}, false, patience};
    auto const one = t.transport(server);
    if (!one.cancel) return t.cannot("it has no cancel()");
    std::atomic<bool> returned{false};
    std::thread other{[&] {
        for (auto const until = clock::now() + patience; clock::now() < until && !returned;)
            if (server.wait_for_requests(1, 20ms)) break;
        one.cancel();
    }};
    auto const start = clock::now();
    auto const got = one.send(make_post());
    auto const took = clock::now() - start;
    returned = true;
    other.join();
    t.expect(took < 2s, "it did not end at once");
    if (auto const failure = t.failure(got, {sent::maybe}))
        t.expect(failure->code() == errc::cancelled, "another error: " + failure->message());
    t.reply(one.send(make_get()));
    one.cancel();
    if (auto const failure = t.failure(one.send(make_post()), {sent::no}))
        t.expect(failure->code() == errc::cancelled, "another error: " + failure->message());
    t.expect(server.requests().size() == 2, "a request that was cancelled before was sent");
}

inline void try_no_redirects(trial& t) {
    loopback_server other{{&serve}, true};
    for (int const status : {301, 302, 303, 307, 308})
        for (std::string const& where : {other.origin() + "/elsewhere", std::string{"/elsewhere"}})
            for (http_request const& request : {make_get(), make_post()}) {
                loopback_server server{{answer("HTTP/1.1 " + std::to_string(status) + " Moved\r\nLocation: " + where +
                                               "\r\nContent-Length: 0\r\n\r\n")}, true};
                auto const got = t.transport(server).send(request);
                if (auto const* reply = t.reply(got)) {
                    t.expect(reply->status == status, std::to_string(status) + " came as " + std::to_string(reply->status));
                    t.expect(find_header(reply->headers, "location") == where, "Location is lost");
                }
                t.expect(server.requests().size() == 1, std::to_string(status) + " made it ask again");
            }
    t.expect(other.accepted() == 0, "another origin got a request");
}

inline void try_nothing_left(trial& t) {
    loopback_server server{{[](connection& client) {
        client.read_request();
        client.write("HTTP/1.1 400 Bad Request\r\nSet-Cookie: a=b\r\nX-First: 1\r\nContent-Length: 3\r\n\r\nabc");
        serve(client);
    }, &serve}, true};
    auto const one = t.transport(server);
    if (!t.reply(one.send(make_post()))) return;
    http_request plain;
    plain.target = "/plain";
    auto const got = one.send(plain);
    auto const* reply = t.reply(got);
    if (!reply) return;
    t.expect(reply->status == 200 && reply->body == "{}", "it is not the second reply");
    t.expect(!find_header(reply->headers, "x-first"), "a header field of the first reply is in the second");
    auto const second = server.requests().size() == 2 ? parse_request(server.requests()[1]) : std::nullopt;
    if (!t.expect(second.has_value(), "two requests did not arrive")) return;
    for (char const* name : {"Authorization", "Content-Type", "Cookie"})
        t.expect(!find_header(second->headers, name), std::string{name} + " came along");
    t.expect(second->body.empty(), "the first body came along");
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
        if (auto const* reply = t.reply(got)) t.expect(reply->body == "{}", "the body is another");
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
        loopback_server server{{secured(*one.shown, [](connection& client) { client.read_request(); })}, true};
        transport_options options = t.options_for(server, "https");
        if (one.trusted) options.ca_file = one.trusted->certificate_file();
        t.failure(t.transport(options).send(make_post()), {sent::no});
        server.wait_for_ends(1, 1s);
        t.expect(server.requests().empty(), "a request went to the holder of " + std::string{one.what});
    }
}

inline void try_tls_absent(trial& t) {
    loopback_server server{{[](connection& client) { client.write("HTTP/1.1 400 Bad Request\r\n\r\n"); }}, true};
    t.failure(t.transport(t.options_for(server, "https")).send(make_post()), {sent::no});
    transport_options options = t.options_for(server, "https");
    options.ca_file = "/no/such/file.pem";
    t.failure(t.transport(options).send(make_post()), {sent::no});
    t.expect(server.requests().empty(), "a request went out unprotected");
}

// Ends a TLS connection after that reply, without the alert that says so (RFC 8446 6.1).
inline result<http_response> get_cut_over_tls(trial& t, std::string const& reply) {
    tls_identity const identity;
    loopback_server server{{secured(identity, [&reply](connection& client) {
        client.read_request();
        client.write(reply);
    })}};
    transport_options options = t.options_for(server, "https");
    options.ca_file = identity.certificate_file();
    return t.transport(options).send(make_post());
}

inline void try_tls_cut(trial& t) {
    t.failure(get_cut_over_tls(t, ""), {sent::maybe});
    t.partial(get_cut_over_tls(t, "HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nContent-Length: 10\r\n\r\n{\"a\":"), 200);
    t.partial(get_cut_over_tls(t, "HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"), 200);
}

inline void try_tls_truncated(trial& t) {
    t.partial(get_cut_over_tls(t, "HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\n\r\n{\"a\":"), 200);
}

inline void try_cut_before_reply(trial& t) {
    for (bool const reset : {false, true}) {
        loopback_server server{{[reset](connection& client) {
            client.read_request();
            if (reset) client.reset();
        }}};
        t.failure(t.transport(server).send(make_post()), {sent::maybe});
        t.expect(server.requests().size() <= 1, "a POST was sent twice");
    }
    loopback_server at_once{{[](connection& client) { client.reset(); }}};
    t.failure(t.transport(at_once).send(make_post()), {sent::no, sent::maybe});
}

inline void try_cut_in_headers(trial& t) {
    for (std::string const reply : {"HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nContent-Ty", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\n",
                                    "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n", "HTTP/1.1 100 Continue\r\n\r\n"}) {
        loopback_server server{{[&reply](connection& client) {
            client.read_request();
            client.write(reply);
        }}};
        t.failure(t.transport(server).send(make_post()), {sent::maybe, sent::yes});
    }
}

inline void try_cut_in_body(trial& t) {
    for (std::string const rest : {"Content-Length: 10\r\n\r\n{\"a\":", "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
                                   "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"a\":"})
        for (bool const reset : {false, true}) {
            loopback_server server{{[&](connection& client) {
                client.read_request();
                client.write("HTTP/1.1 502 Bad Gateway\r\nCF-RAY: 1-A\r\n" + rest);
                if (reset) std::this_thread::sleep_for(50ms);  // or the reset overtakes the bytes
                if (reset) client.reset();
            }}};
            t.partial(t.transport(server).send(make_post()), 502);
        }
}

inline void try_not_http(trial& t) {
    for (std::string const bytes : {"SSH-2.0-OpenSSH_9.2\r\n", "<html>hello</html>", "HTTP/1.1 abc\r\n\r\n", "\r\n\r\n",
                                    "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}"}) {
        loopback_server server{{[&bytes](connection& client) {
            client.read_request();
            client.write(bytes);
        }}};
        t.failure(t.transport(server).send(make_post()), {sent::maybe, sent::yes});
    }
}

inline void try_reuse(trial& t) {
    tls_identity const identity;
    for (bool const tls : {false, true}) {
        loopback_server server{{tls ? secured(identity, &serve) : script{&serve}}, true};
        {
            transport_options options = t.options_for(server, tls ? "https" : "http");
            if (tls) options.ca_file = identity.certificate_file();
            auto const one = t.transport(options);
            for (http_request const& request : {make_get(), make_post(), make(http_method::delete_), make_post()})
                t.reply(one.send(request));
        }
        if (server.accepted() != 1)
            t.cannot("4 requests took " + std::to_string(server.accepted()) + " connections" + (tls ? " with TLS" : ""));
    }
}

inline constexpr std::string_view unasked_reply = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nunasked";

// What a server does of its own accord on a connection, a good reply included; true if it ends the connection with that.
using unasked_deed = std::function<bool(connection&)>;

// A request on a kept connection on which something happened meanwhile has the reply that was sent to it, whatever its
// method, and so has the next; on a connection that was ended it does not go out.
inline void try_meanwhile(trial& t, bool tls, unasked_deed const& deed) {
    tls_identity const identity;
    for (http_request const& request : {make_get(), make_post()}) {
        std::string const before = (tls ? " (TLS, before a " : " (before a ") + std::string{to_string(request.method)} + ")";
        std::atomic<bool> done{false}, late{false};
        auto const first = [&](connection& client) {
            client.read_request();
            bool const ended = deed(client);
            done = true;
            done.notify_all();
            while (!client.read_request().empty()) {
                late = late || ended;
                client.write(ok_reply);
            }
        };
        auto const secured_or_not = [&](script then) { return tls ? secured(identity, std::move(then)) : then; };
        loopback_server server{{secured_or_not(first), secured_or_not(&serve)}, true, patience};
        transport_options options = t.options_for(server, tls ? "https" : "http");
        if (tls) options.ca_file = identity.certificate_file();
        auto const one = t.transport(options);
        auto const kept = one.send(make_get());
        if (auto const* reply = t.reply(kept)) t.expect(reply->body == "{}", "the first body is another" + before);
        if (server.accepted() != 0) done.wait(false);
        std::this_thread::sleep_for(50ms);  // what was sent arrives
        for (http_request const& next : {request, make_get()}) {
            auto const got = one.send(next);
            if (got.has_error())
                t.expect(false, "no reply: " + got.error().message() + before);
            else
                t.expect(got->status == 200 && got->body == "{}",
                         "a reply with status " + std::to_string(got->status) + " that nobody asked for" + before);
        }
        t.expect(!late, "a request went out on a connection that had ended" + before);
    }
}

inline void try_meanwhile(trial& t, unasked_deed const& deed) {
    for (bool const tls : {false, true}) try_meanwhile(t, tls, deed);
}

inline void try_closed_meanwhile(trial& t) {
    try_meanwhile(t, [](connection& client) {
        client.write(ok_reply);
        client.close();
        return true;
    });
}

inline void try_reset_meanwhile(trial& t) {
    try_meanwhile(t, [](connection& client) {
        client.write(ok_reply);
        std::this_thread::sleep_for(50ms);  // or the reset overtakes the reply
        client.reset();
        return true;
    });
}

inline void try_tls_closed_meanwhile(trial& t) {
    try_meanwhile(t, true, [](connection& client) {
        client.write(ok_reply);
        std::this_thread::sleep_for(50ms);
        client.close_tls();
        return true;
    });
}

inline void try_unasked_408(trial& t) {
    try_meanwhile(t, [](connection& client) {
        client.write(ok_reply);
        std::this_thread::sleep_for(50ms);
        client.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        client.close_tls();
        return true;
    });
}

inline void try_unasked_200(trial& t) {
    try_meanwhile(t, [](connection& client) {
        client.write(ok_reply);
        std::this_thread::sleep_for(50ms);
        client.write(unasked_reply);
        return false;
    });
}

// In the same segment and TLS record as the reply, or as its end.
inline void try_unasked_behind(trial& t) {
    for (std::string_view const framing : {"Content-Length: 2\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"})
        for (bool const apart : {false, true})
            try_meanwhile(t, [&](connection& client) {
                std::string const head = "HTTP/1.1 200 OK\r\n" + std::string{framing};
                std::string const end = (framing.starts_with('C') ? "{}" : "2\r\n{}\r\n0\r\n\r\n") + std::string{unasked_reply};
                client.write(apart ? head : head + end);
                if (!apart) return false;
                std::this_thread::sleep_for(50ms);
                client.write(end);
                return false;
            });
}

inline void try_never_twice(trial& t) {
    for (http_method const method : {http_method::post, http_method::patch})
        for (std::string const body : {"", "{}"})
            for (bool const reset : {false, true}) {
                loopback_server server{{[reset](connection& client) {
                                            client.read_request();
                                            client.write(ok_reply);
                                            client.read_request();
                                            if (reset) client.reset();
                                        },
                                        &serve}, true};
                auto const one = t.transport(server);
                if (!t.reply(one.send(make_get()))) continue;
                auto const got = one.send(make(method, body));
                t.expect(server.requests().size() == 2,
                         std::string{to_string(method)} + " was sent " + std::to_string(server.requests().size() - 1) + " times");
                if (server.accepted() == 1) t.failure(got, {sent::maybe});  // else it had a connection of its own
                t.reply(one.send(make(method, body)));
            }
}

struct trial_of {
    behaviour shown;
    void (*run)(trial&);
};

inline constexpr trial_of trials[] = {
    {{"methods", "GET, POST, PUT, PATCH and DELETE arrive as they are"}, &try_methods},
    {{"target", "the target arrives byte by byte"}, &try_target},
    {{"request_headers", "every header field arrives with its value, empty and repeated ones too"}, &try_request_headers},
    {{"nothing_added", "no credentials, cookies, content type or expectations are added"}, &try_nothing_added},
    {{"request_body", "a body may hold any byte and be large"}, &try_request_body},
    {{"no_content", "a request without a body announces none, and says so where content is usual"}, &try_no_content},
    {{"any_status", "any status is a reply, with its content"}, &try_any_status},
    {{"no_reply_content", "a 204 or an empty reply is not waited for"}, &try_no_reply_content},
    {{"reply_headers", "all header fields of a reply are there, trimmed"}, &try_reply_headers},
    {{"reply_body", "the body of a reply may hold any byte and be large"}, &try_reply_body},
    {{"interim_replies", "1xx replies are dropped"}, &try_interim_replies},
    {{"chunked", "a chunked body is put together, with extensions and trailers left out"}, &try_chunked},
    {{"close_delimited", "a body without a length ends with the connection"}, &try_close_delimited},
    {{"gzip", "gzip, if it is asked for, is undone, and counted unpacked"}, &try_gzip},
    {{"size_cap", "a body of max_response_bytes is taken, a byte more is response_too_large"}, &try_size_cap},
    {{"header_cap", "header fields without end are an error"}, &try_header_cap},
    {{"refused", "a refused connection: nothing was sent"}, &try_refused},
    {{"connect_timeout", "a connection that is not answered ends in time: nothing was sent"}, &try_connect_timeout},
    {{"handshake_timeout", "a TLS handshake that is not answered ends in time: nothing was sent"}, &try_handshake_timeout},
    {{"send_timeout", "a request that is not read ends in time"}, &try_send_timeout},
    {{"reply_timeout", "a reply that does not come ends in time"}, &try_reply_timeout},
    {{"header_timeout", "header fields that trickle end in time"}, &try_header_timeout},
    {{"body_timeout", "a body that trickles ends in time, and the status is known"}, &try_body_timeout},
    {{"time_limit", "the time limit of one request is obeyed"}, &try_time_limit},
    {{"cancel", "cancel() ends the request under way, or else the next one"}, &try_cancel},
    {{"no_redirects", "a redirect is a reply; nobody else sees the request"}, &try_no_redirects},
    {{"nothing_left", "nothing of one request or reply is left in the next"}, &try_nothing_left},
    {{"tls", "TLS with a certificate of ca_file works"}, &try_tls},
    {{"tls_trust", "no certificate of another issuer or for another host is trusted: nothing was sent"}, &try_tls_trust},
    {{"tls_absent", "a server without TLS, or a ca_file that is not there: nothing was sent"}, &try_tls_absent},
    {{"tls_cut", "a TLS connection that is cut off is an error, wherever that happens"}, &try_tls_cut},
    {{"tls_truncated", "over TLS, a body without a length that is cut off is an error"}, &try_tls_truncated},
    {{"cut_before_reply", "a connection that ends before the reply: the service may have acted"}, &try_cut_before_reply},
    {{"cut_in_headers", "a reply that ends within its header fields is an error"}, &try_cut_in_headers},
    {{"cut_in_body", "a reply that ends within its body is an error with status and cf-ray"}, &try_cut_in_body},
    {{"not_http", "what is no HTTP is an error"}, &try_not_http},
    {{"reuse", "the connection is kept from request to request, with TLS and without"}, &try_reuse},
    {{"closed_meanwhile", "a kept connection that was closed meanwhile is replaced"}, &try_closed_meanwhile},
    {{"reset_meanwhile", "a kept connection that was reset meanwhile is replaced"}, &try_reset_meanwhile},
    {{"tls_closed_meanwhile", "a kept connection on which close_notify came is replaced"}, &try_tls_closed_meanwhile},
    {{"unasked_408", "a 408 that came on a kept connection is no reply, and the connection is replaced"}, &try_unasked_408},
    {{"unasked_200", "a reply that came before the request is not taken for its own"}, &try_unasked_200},
    {{"unasked_behind", "bytes that came together with a reply are not taken for the next one"}, &try_unasked_behind},
    {{"never_twice", "a POST or PATCH on a kept connection that dies is never sent twice"}, &try_never_twice},
};

inline constexpr auto shown_trials = [] {
    struct {
        behaviour list[std::size(trials)];
    } out{};
    for (std::size_t i = 0; i != std::size(trials); ++i) out.list[i] = trials[i].shown;
    return out;
}();

inline std::vector<behaviour_result> run_behaviours(transport_maker const& make, unsupported_behaviours const& lacking,
                                                        std::string_view only) {
    std::vector<behaviour_result> out;
    unsupported_behaviours left = lacking;
    for (trial_of const& one : trials) {
        if (!only.empty() && one.shown.name != only) continue;
        trial t{make};
        one.run(t);
        behaviour_result& made = out.emplace_back(behaviour_result{one.shown.name, one.shown.what, t.outcome(), t.detail()});
        auto const declared = left.find(one.shown.name);
        if (declared == left.end()) continue;
        if (made.outcome == verdict::passed) {
            made.detail = "it works, though said to be lacking: " + declared->second;
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

inline std::span<behaviour const> transport_behaviours() noexcept { return detail::conformance::shown_trials.list; }

inline std::string to_text(std::span<behaviour_result const> results) {
    std::string out;
    for (behaviour_result const& one : results) {
        out.append(one.name).append(one.name.size() < 18 ? 18 - one.name.size() : 1, ' ').append(to_string(one.outcome));
        if (!one.detail.empty()) out.append(": ").append(one.detail);
        out += '\n';
    }
    return out;
}

}  // namespace cfdns::inline v1::testing

#endif
