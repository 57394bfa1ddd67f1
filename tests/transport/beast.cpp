// SPDX-License-Identifier: BSL-1.0
#include <cfdns/core/call.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/beast.hpp>

#include <doctest/doctest.h>

#include "awaited.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/system/errc.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace asio = boost::asio;
using cfdns_test::awaited;
using namespace cfdns::testing;
using namespace std::chrono_literals;

static_assert(cfdns::timed_transport<cfdns::beast_transport>);
static_assert(!cfdns::transport<cfdns::beast_async_transport>);
static_assert(std::is_nothrow_move_constructible_v<cfdns::beast_transport>);
static_assert(std::is_nothrow_move_constructible_v<cfdns::beast_async_transport>);
static_assert(!std::is_copy_constructible_v<cfdns::beast_transport>);
static_assert(!std::is_copy_constructible_v<cfdns::beast_async_transport>);

// A temporary request might be gone, or freed twice by g++ 12, before the coroutine ends.
template <class Request>
concept sendable = requires(cfdns::beast_async_transport& transport, Request&& request) {
    transport.send(static_cast<Request&&>(request));
};
static_assert(sendable<cfdns::http_request&>);
static_assert(sendable<cfdns::http_request const&>);
static_assert(!sendable<cfdns::http_request>);
static_assert(!sendable<cfdns::http_request const>);

namespace {

using response_or_error = cfdns::result<cfdns::http_response>;

constexpr char ok_response[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

cfdns::http_request make(cfdns::http_method method, std::string body = {}) {
    cfdns::http_request request;
    request.method = method;
    request.target = "/client/v4/zones/z";
    request.headers.push_back({"Authorization", "Bearer a-token-of-the-test"});
    request.body = std::move(body);
    return request;
}

cfdns::http_request get() { return make(cfdns::http_method::get); }
cfdns::http_request post() { return make(cfdns::http_method::post, R"({"name":"www.example.com."})"); }

cfdns::transport_options options_for(loopback_server const& server, std::string const& scheme = "http") {
    cfdns::transport_options options;
    options.origin = server.origin(scheme);
    options.connect_timeout = 10s;
    options.total_timeout = 20s;
    return options;
}

cfdns::error failure_of(response_or_error const& response) {
    REQUIRE(!response.has_value());
    CHECK(response.error().message().find("a-token-of-the-test") == std::string::npos);
    return response.error();
}

std::chrono::steady_clock::time_point now() { return std::chrono::steady_clock::now(); }

// One connection to any address, byte by byte.
class raw_server {
public:
    raw_server(std::string const& address, std::function<void(asio::ip::tcp::socket&)> script)
        : acceptor_(context_, {asio::ip::make_address(address), 0}),
          thread_([this, script = std::move(script)] {
              boost::system::error_code failure;
              asio::ip::tcp::socket socket{context_};
              acceptor_.accept(socket, failure);
              if (!failure && !stopping_) script(socket);
          }) {}
    raw_server(raw_server const&) = delete;
    raw_server& operator=(raw_server const&) = delete;
    ~raw_server() {
        stopping_ = true;
        boost::system::error_code ignored;
        asio::ip::tcp::socket waker{context_};
        waker.connect(acceptor_.local_endpoint(), ignored);
        thread_.join();
    }
    std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }

private:
    asio::io_context context_{};
    std::atomic<bool> stopping_{false};
    asio::ip::tcp::acceptor acceptor_;
    std::thread thread_;
};

}  // namespace

TEST_CASE("a coroutine sends requests, one after the other, over one connection") {
    loopback_server server{{[](connection& client) {
        for (int i = 0; i != 2; ++i) {
            client.read_request();
            client.write(ok_response);
        }
        client.wait_for_close();
    }}};
    asio::io_context context;
    cfdns::beast_async_transport transport{context.get_executor(), options_for(server)};
    int statuses = 0;
    auto const twice = [&]() -> asio::awaitable<void> {
        cfdns::http_request const first = post();
        auto const response = co_await transport.send(first);
        if (response.has_value()) statuses += response->status;
        cfdns::http_request const second = get();
        auto const other = co_await transport.send(second);
        if (other.has_value()) statuses += other->status;
    };
    asio::co_spawn(context, twice, asio::detached);
    context.run();
    CHECK(statuses == 400);
    CHECK(server.accepted() == 1);
    REQUIRE(server.requests().size() == 2);
    CHECK(server.requests()[0] ==
          "POST /client/v4/zones/z HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() +
              "\r\nAuthorization: Bearer a-token-of-the-test\r\nContent-Length: 27\r\n\r\n" + post().body);
    CHECK(server.requests()[1] == "GET /client/v4/zones/z HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() +
                                      "\r\nAuthorization: Bearer a-token-of-the-test\r\n\r\n");
}

TEST_CASE("many transports run on one thread at the same time") {
    constexpr std::size_t count = 20;
    loopback_server* all = nullptr;
    loopback_server server{{[&all](connection& client) {
                               client.read_request();
                               // Nobody gets an answer before everybody has asked.
                               if (all->wait_for_requests(count)) client.write(ok_response);
                               client.wait_for_close();
                           }},
                           true};
    all = &server;
    asio::io_context context;
    std::size_t answered = 0;
    cfdns::http_request const request = get();
    auto const one = [&]() -> asio::awaitable<void> {
        cfdns::beast_async_transport transport{co_await asio::this_coro::executor, options_for(server)};
        auto const response = co_await transport.send(request);
        if (response.has_value() && response->body == "{}") ++answered;
    };
    for (std::size_t i = 0; i != count; ++i) asio::co_spawn(context, one, asio::detached);
    context.run();
    CHECK(answered == count);
}

TEST_CASE("on a thread pool, one strand per transport is sufficient") {
    loopback_server server{{[](connection& client) {
                               while (!client.read_request().empty()) client.write(ok_response);
                           }},
                           true};
    asio::thread_pool pool{2};
    std::atomic<int> answered{0};
    cfdns::http_request const request = get();
    auto const one = [&]() -> asio::awaitable<void> {
        cfdns::beast_async_transport transport{asio::make_strand(pool), options_for(server)};
        for (int i = 0; i != 3; ++i) {
            auto const response = co_await transport.send(request);
            if (response.has_value()) ++answered;
        }
    };
    for (int i = 0; i != 4; ++i) asio::co_spawn(pool, one, asio::detached);
    pool.join();
    CHECK(answered == 12);
}

TEST_CASE("per-operation cancellation ends a request, and the transport remains usable") {
    loopback_server server{{[](connection& client) {
                                client.read_request();
                                client.wait_for_close();
                            },
                            respond_with(ok_response)}};
    asio::io_context context;
    cfdns::beast_async_transport transport{context.get_executor(), options_for(server)};
    asio::cancellation_signal signal;
    std::optional<response_or_error> got;
    auto const send = [&]() -> asio::awaitable<void> {
        cfdns::http_request const request = post();
        got = co_await transport.send(request);
    };
    asio::co_spawn(context, send, asio::bind_cancellation_slot(signal.slot(), asio::detached));
    std::jthread const canceller{[&] {
        server.wait_for_requests(1);
        asio::post(context, [&] { signal.emit(asio::cancellation_type::terminal); });
    }};
    context.run();
    REQUIRE(got.has_value());
    cfdns::error const failure = failure_of(*got);
    CHECK(failure.code() == cfdns::errc::cancelled);
    CHECK(failure.delivery() == cfdns::delivery::unknown);
    got.reset();
    asio::co_spawn(context, send, asio::detached);
    context.restart();
    context.run();
    REQUIRE(got.has_value());
    CHECK(got->has_value());
}

TEST_CASE("a request that races a timer is cancelled") {
    loopback_server server{{[](connection& client) {
        client.read_request();
        client.wait_for_close();
    }}};
    asio::io_context context;
    cfdns::beast_async_transport transport{context.get_executor(), options_for(server)};
    std::size_t winner = 7;
    auto const race = [&]() -> asio::awaitable<void> {
        using namespace asio::experimental::awaitable_operators;
        cfdns::http_request const request = get();
        asio::steady_timer timer{co_await asio::this_coro::executor, 200ms};
        auto const first = co_await (transport.send(request) || timer.async_wait(asio::use_awaitable));
        winner = first.index();
    };
    asio::co_spawn(context, race, asio::detached);
    auto const start = now();
    context.run();
    CHECK(now() - start < 10s);
    CHECK(winner == 1);
}

TEST_CASE("a concurrent second request is rejected, and the first one continues") {
    loopback_server server{{[](connection& client) {
        client.read_request();
        std::this_thread::sleep_for(100ms);
        client.write(ok_response);
        client.wait_for_close();
    }}};
    asio::io_context context;
    cfdns::beast_async_transport transport{context.get_executor(), options_for(server)};
    std::vector<response_or_error> got;
    auto const send = [&]() -> asio::awaitable<void> {
        cfdns::http_request const request = get();
        got.push_back(co_await transport.send(request));
    };
    asio::co_spawn(context, send, asio::detached);
    asio::co_spawn(context, send, asio::detached);
    context.run();
    REQUIRE(got.size() == 2);
    CHECK(failure_of(got[0]).code() == boost::system::errc::device_or_resource_busy);
    CHECK(failure_of(got[0]).delivery() == cfdns::delivery::not_sent);
    CHECK(got[1].has_value());
    CHECK(server.requests().size() == 1);
}

TEST_CASE("a request continues when its transport is moved and ends when it is destroyed") {
    for (bool const destroyed : {false, true}) {
        CAPTURE(destroyed);
        std::promise<void> answer_now;
        loopback_server server{{[future = answer_now.get_future().share()](connection& client) {
            client.read_request();
            future.wait_for(10s);
            client.write(ok_response);
            client.wait_for_close();
        }}};
        asio::io_context context;
        std::optional<cfdns::beast_async_transport> transport{std::in_place, context.get_executor(),
                                                              options_for(server)};
        std::optional<cfdns::beast_async_transport> other;
        std::optional<response_or_error> got;
        auto const send = [&]() -> asio::awaitable<void> {
            cfdns::http_request const request = get();
            got = co_await transport->send(request);
        };
        asio::co_spawn(context, send, asio::detached);
        std::jthread const mover{[&] {
            server.wait_for_requests(1);
            asio::post(context, [&] {
                if (!destroyed) other = std::move(transport);
                transport.reset();
                if (!destroyed) answer_now.set_value();
            });
        }};
        context.run();
        if (destroyed) answer_now.set_value();
        REQUIRE(got.has_value());
        if (destroyed)
            CHECK(failure_of(*got).code() == cfdns::errc::cancelled);
        else
            CHECK(got->has_value());
    }
}

TEST_CASE("an event loop that ends before its requests frees them") {
    loopback_server server{{[](connection& client) {
        client.read_request();
        client.wait_for_close();
    }}};
    cfdns::http_request const request = get();
    bool ended = false;
    {
        asio::io_context context;
        cfdns::beast_async_transport transport{context.get_executor(), options_for(server)};
        auto const send = [&]() -> asio::awaitable<void> {
            static_cast<void>(co_await transport.send(request));
            ended = true;
        };
        asio::co_spawn(context, send, asio::detached);
        while (server.requests().empty()) context.run_one_for(10ms);
    }
    CHECK_FALSE(ended);
    CHECK(server.wait_for_scripts(1));
}

TEST_CASE_TEMPLATE("cancel() from another thread ends the current request", Transport,
                   cfdns::beast_transport, awaited) {
    loopback_server server{{[](connection& client) {
                                client.read_request();
                                client.wait_for_close();
                            },
                            respond_with(ok_response)}};
    Transport transport{options_for(server)};
    {
        std::jthread const canceller{[&] {
            server.wait_for_requests(1);
            transport.cancel();
        }};
        cfdns::error const failure = failure_of(transport(post()));
        CHECK(failure.code() == cfdns::errc::cancelled);
        CHECK(failure.delivery() == cfdns::delivery::unknown);
    }
    CHECK(transport(post()).has_value());
}

TEST_CASE_TEMPLATE("cancel() before a request ends only that request", Transport, cfdns::beast_transport,
                   awaited) {
    loopback_server server{{respond_with(ok_response)}};
    Transport transport{options_for(server)};
    transport.cancel();
    transport.cancel();
    cfdns::error const failure = failure_of(transport(get()));
    CHECK(failure.code() == cfdns::errc::cancelled);
    CHECK(failure.delivery() == cfdns::delivery::not_sent);
    CHECK(server.accepted() == 0);
    CHECK(transport(get()).has_value());
}

TEST_CASE("cancel() during a response keeps its status and fields") {
    std::promise<void> sent;
    loopback_server server{{[&](connection& client) {
        client.read_request();
        client.write("HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nContent-Length: 100\r\n\r\nsecret-of-the-response");
        sent.set_value();
        client.wait_for_close();
    }}};
    cfdns::beast_transport transport{options_for(server)};
    std::jthread const canceller{[&] {
        sent.get_future().wait();
        std::this_thread::sleep_for(100ms);  // for the bytes to arrive
        transport.cancel();
    }};
    cfdns::error const failure = failure_of(transport(get()));
    CHECK(failure.code() == cfdns::errc::cancelled);
    CHECK(failure.http_status() == 200);
    CHECK(failure.cf_ray() == "1-A");
    CHECK(failure.message().find("secret-of-the-response") == std::string::npos);
}

TEST_CASE_TEMPLATE("a moved-from transport returns an error, and the connection is moved", Transport,
                   cfdns::beast_transport, awaited) {
    loopback_server server{{[](connection& client) {
        for (int i = 0; i != 3; ++i) {
            client.read_request();
            client.write(ok_response);
        }
        client.wait_for_close();
    }}};
    Transport first{options_for(server)};
    CHECK(first(get()).has_value());
    Transport second = std::move(first);
    CHECK(second(get()).has_value());
    if constexpr (std::is_same_v<Transport, cfdns::beast_transport>) {
        cfdns::error const failure = failure_of(first(get()));  // NOLINT: on purpose
        CHECK(failure.code() == boost::system::errc::not_connected);
        CHECK(failure.delivery() == cfdns::delivery::not_sent);
        first.cancel();
    }
    first = std::move(second);
    CHECK(first(get()).has_value());
    CHECK(server.accepted() == 1);
}

TEST_CASE("a moved-from awaitable transport returns an error") {
    asio::io_context context;
    cfdns::beast_async_transport first{context.get_executor()};
    cfdns::beast_async_transport const second = std::move(first);
    cfdns::http_request const request = get();
    auto future = asio::co_spawn(context, first.send(request), asio::use_future);  // NOLINT: on purpose
    context.run();
    CHECK(failure_of(future.get()).code() == boost::system::errc::not_connected);
}

TEST_CASE("an IPv6 address is a valid origin and is in brackets in Host") {
    std::string seen;
    std::optional<raw_server> server;
    try {
        server.emplace("::1", [&](asio::ip::tcp::socket& socket) {
            boost::system::error_code ignored;
            char bytes[2048];
            seen.assign(bytes, socket.read_some(asio::buffer(bytes), ignored));
            asio::write(socket, asio::buffer(std::string_view{ok_response}), ignored);
        });
    } catch (boost::system::system_error const&) {
        MESSAGE("there is no IPv6 here");
        return;
    }
    std::string const authority = "[::1]:" + server->port();
    auto const response = cfdns::beast_transport{{.origin = "http://" + authority}}(get());
    CHECK(response.has_value());
    server.reset();
    CHECK(seen.find("\r\nHost: " + authority + "\r\n") != std::string::npos);
}

TEST_CASE("all addresses of a host name are tried") {
    loopback_server server{{respond_with(ok_response)}};  // not on ::1, which may come first
    CHECK(cfdns::beast_transport{{.origin = "http://localhost:" + server.port()}}(get()).has_value());
}

TEST_CASE("the host name of an https origin is verified and sent by SNI") {
    tls_identity const localhost{"DNS:localhost"}, other{"DNS:example.com"};
    for (tls_identity const* const identity : {&localhost, &other}) {
        loopback_server server{{[&](connection& client) {
            if (!client.start_tls(*identity)) return;
            client.read_request();
            client.write(ok_response);
            client.wait_for_close();
        }}};
        cfdns::beast_transport transport{
            {.origin = "https://localhost:" + server.port(), .ca_file = identity->certificate_file()}};
        auto const response = transport(post());
        if (identity == &localhost) {
            CHECK(response.has_value());
            continue;
        }
        CHECK(failure_of(response).delivery() == cfdns::delivery::not_sent);
        CHECK(failure_of(response).message().find("ostname mismatch") != std::string::npos);
    }
    std::string hello;
    {
        raw_server server{"127.0.0.1", [&](asio::ip::tcp::socket& socket) {
                              boost::system::error_code ignored;
                              char bytes[4096];
                              hello.assign(bytes, socket.read_some(asio::buffer(bytes), ignored));
                          }};
        cfdns::beast_transport transport{{.origin = "https://localhost:" + server.port()}};
        CHECK(failure_of(transport(post())).delivery() == cfdns::delivery::not_sent);
    }
    CHECK(hello.find("localhost") != std::string::npos);
}

TEST_CASE("a server with TLS 1.1 is rejected") {
    tls_identity const identity;
    raw_server server{"127.0.0.1", [&](asio::ip::tcp::socket& socket) {
                          asio::ssl::context context{asio::ssl::context::tls_server};
                          SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_1_VERSION);
                          SSL_CTX_set_cipher_list(context.native_handle(), "ALL:@SECLEVEL=0");
                          identity.apply_to(context);
                          asio::ssl::stream<asio::ip::tcp::socket&> tls{socket, context};
                          boost::system::error_code ignored;
                          tls.handshake(asio::ssl::stream_base::server, ignored);
                      }};
    cfdns::beast_transport transport{
        {.origin = "https://127.0.0.1:" + server.port(), .ca_file = identity.certificate_file()}};
    cfdns::error const failure = failure_of(transport(post()));
    CHECK(failure.delivery() == cfdns::delivery::not_sent);
    CHECK(failure.code() != boost::system::errc::timed_out);
}

TEST_CASE_TEMPLATE("over TLS, the end of a connection ends a body only after close_notify", Transport,
                   cfdns::beast_transport, awaited) {
    tls_identity const identity;
    for (std::string const rest : {"\r\n{}", "Content-Length: 2\r\n\r\n{}", "Content-Length: 3\r\n\r\n{}",
                                   "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"}) {
        for (bool const said : {false, true}) {
            CAPTURE(rest);
            CAPTURE(said);
            loopback_server server{{[&](connection& client) {
                if (!client.start_tls(identity)) return;
                client.read_request();
                client.write("HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\n" + rest);
                if (said) client.shutdown();
            }}};
            cfdns::transport_options options = options_for(server, "https");
            options.ca_file = identity.certificate_file();
            Transport transport{options};
            auto const response = transport(get());
            bool const complete = rest.find("Content-Length: 2") == 0 || (rest.starts_with("\r\n") && said);
            if (complete) {
                REQUIRE(response.has_value());
                CHECK(response->body == "{}");
                continue;
            }
            cfdns::error const failure = failure_of(response);
            CHECK(failure.code() == boost::system::errc::connection_reset);
            CHECK(failure.http_status() == 200);
            CHECK(failure.cf_ray() == "1-A");
        }
    }
}

#if defined(__linux__)
TEST_CASE_TEMPLATE("a connection that times out: nothing was sent", Transport, cfdns::beast_transport,
                   awaited) {
    // Linux drops what does not fit into the queue of a server that does not accept; the client goes on
    // trying.
    asio::io_context context;
    asio::ip::tcp::acceptor acceptor{context, {asio::ip::make_address("127.0.0.1"), 0}};
    acceptor.listen(0);
    std::vector<asio::ip::tcp::socket> fillers;
    for (int i = 0; i != 8; ++i) {
        asio::ip::tcp::socket& filler = fillers.emplace_back(context, asio::ip::tcp::v4());
        filler.async_connect(acceptor.local_endpoint(), [](boost::system::error_code const&) {});
    }
    cfdns::transport_options options;
    options.origin = "http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
    options.connect_timeout = 200ms;
    auto const start = now();
    cfdns::error failure = failure_of(Transport{options}(post()));
    CHECK(failure.code() == boost::system::errc::timed_out);
    CHECK(failure.delivery() == cfdns::delivery::not_sent);
    // The total time and the time left of a call count as well.
    options.connect_timeout = 60s;
    failure = failure_of(Transport{options}(post(), 200ms));
    CHECK(failure.code() == boost::system::errc::timed_out);
    CHECK(failure.delivery() == cfdns::delivery::not_sent);
    CHECK(now() - start < 10s);
}
#endif

TEST_CASE_TEMPLATE("a TLS handshake that times out: nothing was sent", Transport, cfdns::beast_transport,
                   awaited) {
    loopback_server server{{[](connection& client) { client.wait_for_close(); }}};
    cfdns::transport_options options = options_for(server, "https");
    options.connect_timeout = 200ms;
    auto const start = now();
    cfdns::error const failure = failure_of(Transport{options}(post()));
    CHECK(now() - start < 10s);
    CHECK(failure.code() == boost::system::errc::timed_out);
    CHECK(failure.delivery() == cfdns::delivery::not_sent);
}

TEST_CASE("a request that is not read in time: the service may have acted") {
    tls_identity const identity;
    for (std::string const scheme : {"http", "https"}) {
        CAPTURE(scheme);
        std::promise<void> over;
        loopback_server server{{[&, future = over.get_future().share()](connection& client) {
            if (scheme == "https" && !client.start_tls(identity)) return;
            future.wait_for(10s);
        }}};
        cfdns::transport_options options = options_for(server, scheme);
        options.ca_file = identity.certificate_file();
        options.total_timeout = 500ms;
        cfdns::beast_transport transport{options};
        cfdns::error const failure =
            failure_of(transport(make(cfdns::http_method::post, std::string(std::size_t{32} << 20, 'x'))));
        over.set_value();
        CHECK(failure.code() == boost::system::errc::timed_out);
        CHECK(failure.delivery() == cfdns::delivery::unknown);
    }
}

TEST_CASE_TEMPLATE("a missing, stalled or slow response times out", Transport, cfdns::beast_transport,
                   awaited) {
    struct stage {
        std::string bytes;
        int status;
        cfdns::delivery sent;
    };
    stage const stages[] = {
        {"", 0, cfdns::delivery::unknown},
        {"HT", 0, cfdns::delivery::unknown},
        {"HTTP/1.1 100 Continue\r\n\r\n", 0, cfdns::delivery::unknown},
        {"HTTP/1.1 502", 0, cfdns::delivery::unknown},
        {"HTTP/1.1 502\r\nCF-RAY: 1-A\r\nRetry-After: 7\r\nX-Cu", 502, cfdns::delivery::answered},
        {"HTTP/1.1 502 Bad\r\nCF-RAY: 1-A\r\nRetry-After: 7\r\n", 502, cfdns::delivery::answered},
        {"HTTP/1.1 502 Bad\r\nCF-RAY: 1-A\r\nRetry-After: 7\r\n\r\n<html>", 502, cfdns::delivery::answered},
        {"HTTP/1.1 502 Bad\r\nCF-RAY: 1-A\r\nRetry-After: 7\r\nContent-Length: 9\r\n\r\n", 502,
         cfdns::delivery::answered},
    };
    for (stage const& at : stages) {
        CAPTURE(at.bytes);
        loopback_server server{{[&](connection& client) {
            client.read_request();
            client.write(at.bytes);
            client.wait_for_close();
        }}};
        cfdns::transport_options options = options_for(server);
        options.total_timeout = 150ms;
        auto const start = now();
        cfdns::error const failure = failure_of(Transport{options}(post()));
        CHECK(now() - start < 10s);
        CHECK(failure.code() == boost::system::errc::timed_out);
        CHECK(failure.http_status() == at.status);
        CHECK(failure.delivery() == at.sent);
        CHECK(failure.cf_ray() == (at.status != 0 ? "1-A" : ""));
        if (at.status != 0) CHECK(failure.retry_after() == std::chrono::milliseconds{7s});
        CHECK(failure.excerpt().empty());
    }
    std::atomic<bool> over{false};
    loopback_server server{{[&over](connection& client) {
        client.read_request();
        client.write("HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\n\r\n");
        while (!over) {
            client.write("x");
            std::this_thread::sleep_for(20ms);
        }
    }}};
    cfdns::error const failure = failure_of(Transport{options_for(server)}(post(), 300ms));
    over = true;
    CHECK(failure.code() == boost::system::errc::timed_out);
    CHECK(failure.http_status() == 200);
}

TEST_CASE_TEMPLATE("without remaining time nothing is sent", Transport, cfdns::beast_transport, awaited) {
    loopback_server server{{}};
    for (std::chrono::milliseconds const left : {0ms, -5ms, std::chrono::milliseconds::min()}) {
        cfdns::error const failure = failure_of(Transport{options_for(server)}(post(), left));
        CHECK(failure.code() == boost::system::errc::timed_out);
        CHECK(failure.delivery() == cfdns::delivery::not_sent);
    }
    CHECK(server.accepted() == 0);
}

TEST_CASE("an idle connection that was closed or received data is replaced, also for a POST") {
    tls_identity const identity;
    for (std::string const scheme : {"http", "https"}) {
        for (std::string const end : {"close", "reset", "notice", "bytes"}) {
            CAPTURE(scheme);
            CAPTURE(end);
            auto const begin = [&](connection& client) {
                if (scheme == "https" && !client.start_tls(identity)) return;
                client.read_request();
                client.write(ok_response);
            };
            std::promise<void> arrived, ended, replaced;
            loopback_server server{{[&, future = replaced.get_future().share()](connection& client) {
                                        begin(client);
                                        arrived.get_future().wait();
                                        if (end == "reset") client.reset();
                                        if (end == "notice") client.shutdown();
                                        if (end == "bytes")
                                            client.write("HTTP/1.1 408 Request Timeout\r\n\r\n");
                                        ended.set_value();
                                        if (end == "notice" || end == "bytes") future.wait_for(10s);
                                    },
                                    [&](connection& client) {
                                        begin(client);
                                        client.wait_for_close();
                                    }}};
            cfdns::transport_options options = options_for(server, scheme);
            options.ca_file = identity.certificate_file();
            cfdns::beast_transport transport{options};
            REQUIRE(transport(get()).has_value());
            arrived.set_value();
            ended.get_future().wait();
            if (end == "close") REQUIRE(server.wait_for_scripts(1));
            auto const response = transport(post());
            replaced.set_value();
            CHECK_MESSAGE(response.has_value(), response.error().message());
            CHECK(server.accepted() == 2);
            CHECK(server.requests().size() == 2);
        }
    }
}

TEST_CASE("a persistent connection closed during a request: sent again once, unless it is a POST or PATCH") {
    tls_identity const identity;
    for (std::string const scheme : {"http", "https"}) {
        for (auto const method :
             {cfdns::http_method::get, cfdns::http_method::put, cfdns::http_method::delete_,
              cfdns::http_method::post, cfdns::http_method::patch}) {
            for (bool const twice : {false, true}) {
                CAPTURE(scheme);
                CAPTURE(cfdns::to_string(method));
                CAPTURE(twice);
                auto const session = [&](connection& client, bool answered, bool then_dies) {
                    if (scheme == "https" && !client.start_tls(identity)) return;
                    if (client.read_request().empty()) return;
                    if (answered) client.write(ok_response);
                    if (then_dies && answered) client.read_request();
                    if (!then_dies) client.wait_for_close();
                };
                loopback_server server{{[&](connection& client) { session(client, true, true); },
                                        [&](connection& client) { session(client, !twice, twice); },
                                        [&](connection& client) { session(client, true, false); }}};
                cfdns::transport_options options = options_for(server, scheme);
                options.ca_file = identity.certificate_file();
                cfdns::beast_transport transport{options};
                REQUIRE(transport(get()).has_value());
                bool const again = method != cfdns::http_method::post && method != cfdns::http_method::patch;
                auto const response = transport(make(method));
                CHECK(response.has_value() == (again && !twice));
                CHECK(server.requests().size() == (again ? 3 : 2));
                if (response.has_error()) {
                    CHECK(response.error().code() == boost::system::errc::connection_reset);
                    CHECK(response.error().delivery() == cfdns::delivery::unknown);
                }
                if (!again && !twice) CHECK(transport(make(method)).has_value());
            }
        }
    }
}

TEST_CASE("a request is not sent again if the connection is closed during the response") {
    loopback_server server{{[](connection& client) {
                                client.read_request();
                                client.write(ok_response);
                                client.read_request();
                                client.write("HTTP/1.1 103 Early");
                            },
                            respond_with(ok_response)}};
    cfdns::beast_transport transport{options_for(server)};
    REQUIRE(transport(get()).has_value());
    CHECK(failure_of(transport(get())).code() == boost::system::errc::connection_reset);
    CHECK(server.accepted() == 1);
}

TEST_CASE("connections with Connection: close or HTTP/1.0 are not reused") {
    for (std::string const head : {"HTTP/1.1 200 OK\r\nConnection: close\r\n", "HTTP/1.0 200 OK\r\n"}) {
        loopback_server server{
            {respond_with(head + "Content-Length: 2\r\n\r\n{}"), respond_with(ok_response)}};
        cfdns::beast_transport transport{options_for(server)};
        CHECK(transport(get()).has_value());
        CHECK(transport(post()).has_value());
        CHECK(server.accepted() == 2);
    }
}

TEST_CASE("a response sent before the request was read completely is returned") {
    loopback_server server{{[](connection& client) {
        client.write("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno");
        client.shutdown();
        client.wait_for_close();
    }}};
    auto const response = cfdns::beast_transport{options_for(server)}(
        make(cfdns::http_method::put, std::string(std::size_t{8} << 20, 'x')));
    REQUIRE(response.has_value());
    CHECK(response->status == 413);
}

TEST_CASE("no compression is offered, and a compressed body is returned unchanged") {
    loopback_server server{{respond_with(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8b\x08")}};
    auto const response = cfdns::beast_transport{options_for(server)}(get());
    REQUIRE(response.has_value());
    CHECK(response->body == "\x1f\x8b\x08");
    CHECK(server.requests().front().find("Accept-Encoding") == std::string::npos);
}

TEST_CASE("endless header fields, 1xx responses, chunk extensions and trailers are rejected") {
    std::string const field = "X-Field: " + std::string(4000, 'v') + "\r\n";
    std::string const blank = "X:" + std::string(4000, ' ') + "v\r\n";
    std::string const extension(4000, 'v');
    struct endless {
        std::string first;
        std::string again;
        int status;
    };
    endless const cases[] = {
        {"HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\n", field, 200},
        {"HTTP/1.1 ", extension, 0},
        {"", "HTTP/1.1 103 Early Hints\r\n" + field + "\r\n", 0},
        {"HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nTransfer-Encoding: chunked\r\n\r\n1;x=", extension, 200},
        {"HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", field, 200},
        {"HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", blank, 200},
    };
    for (endless const& bytes : cases) {
        CAPTURE(bytes.first);
        loopback_server server{{[&](connection& client) {
            client.read_request();
            client.write(bytes.first);
            for (int i = 0; i != 1000; ++i) client.write(bytes.again);
            client.wait_for_close();
        }}};
        cfdns::error const failure = failure_of(cfdns::beast_transport{options_for(server)}(get()));
        CHECK(failure.code() == cfdns::errc::response_too_large);
        CHECK(failure.http_status() == bytes.status);
        CHECK(failure.cf_ray() == (bytes.status != 0 ? "1-A" : ""));
    }
}

TEST_CASE("a response that is not HTTP is a protocol error") {
    for (std::string const bytes :
         {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "\r\n\r\n",
          "HTTP/1.1 101 Switch\r\n\r\n", "HTTP/1.1 099 x\r\n\r\n", "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"}) {
        CAPTURE(bytes);
        loopback_server server{{respond_with(bytes)}};
        cfdns::error const failure = failure_of(cfdns::beast_transport{options_for(server)}(post()));
        CHECK(failure.code() == boost::system::errc::protocol_error);
        CHECK(failure.delivery() ==
              (failure.http_status() == 0 ? cfdns::delivery::unknown : cfdns::delivery::answered));
    }
}

TEST_CASE("the same options work for http and https in different objects") {
    tls_identity const identity;
    loopback_server server{{[&](connection& client) {
                                if (!client.start_tls(identity)) return;
                                for (int i = 0; i != 2; ++i) {
                                    client.read_request();
                                    client.write(ok_response);
                                }
                                client.wait_for_close();
                            },
                            respond_with(ok_response)}};
    cfdns::transport_options options = options_for(server, "HTTPS");
    options.ca_file = identity.certificate_file();
    cfdns::beast_transport transport{options};
    CHECK(transport(post()).has_value());
    CHECK(transport(post()).has_value());
    CHECK(server.accepted() == 1);
    transport = cfdns::beast_transport{options_for(server)};
    CHECK(transport(post()).has_value());
}
