// SPDX-License-Identifier: BSL-1.0
#include <cfdns/core/call.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/httplib.hpp>

#include <doctest/doctest.h>

#include <boost/system/errc.hpp>

#include <chrono>
#include <filesystem>
#include <future>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#if !defined(_WIN32)
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#endif

using namespace cfdns::testing;
using namespace std::chrono_literals;

static_assert(cfdns::timed_transport<cfdns::httplib_transport>);
static_assert(std::is_nothrow_move_constructible_v<cfdns::httplib_transport>);
static_assert(!std::is_copy_constructible_v<cfdns::httplib_transport>);

// What every transport has to do is in httplib_conformance.cpp.
namespace {

constexpr char ok_response[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
// httplib 0.11 adds and sorts the fields.
constexpr bool as_it_is = cfdns::detail::writes_headers<httplib::ClientImpl>;
constexpr char const* encoding = cfdns::detail::httplib_unpacks ? "Accept-Encoding: gzip\r\n" : "";

cfdns::transport_options options_for(loopback_server const& server, std::string const& scheme = "http") {
    return {.origin = server.origin(scheme), .connect_timeout = 10s, .total_timeout = 20s};
}

cfdns::httplib_transport transport_for(loopback_server const& server) {
    return cfdns::httplib_transport{options_for(server)};
}

cfdns::http_request make(cfdns::http_method method, std::string body = {}) {
    cfdns::http_request request;
    request.method = method;
    request.target = "/client/v4/zones/z";
    request.headers = {{"Accept", "application/json"},
                       {"Authorization", "Bearer a-token-of-the-test"},
                       {"User-Agent", "test"}};
    request.body = std::move(body);
    return request;
}

cfdns::http_request get() { return make(cfdns::http_method::get); }
cfdns::http_request post() { return make(cfdns::http_method::post, "{}"); }

cfdns::error failure_of(cfdns::result<cfdns::http_response> const& response) {
    REQUIRE(!response.has_value());
    CHECK(response.error().message().find("a-token-of-the-test") == std::string::npos);
    return response.error();
}

std::chrono::steady_clock::time_point now() { return std::chrono::steady_clock::now(); }

// What becomes of a GET that these bytes answer.
cfdns::result<cfdns::http_response> get_answered(std::string const& bytes, bool close = false) {
    loopback_server server{{[&](connection& client) {
        client.read_request();
        client.write(bytes);
        if (!close) client.wait_for_close();
    }}};
    return transport_for(server)(get());
}

}  // namespace

TEST_CASE("httplib: only Host and the necessary fields are added to a request of the library") {
    loopback_server server{{respond_with(ok_response)}};
    REQUIRE(transport_for(server)(post()).has_value());
    std::string const host = "Host: 127.0.0.1:" + server.port() + "\r\n";
    std::string const own = "Authorization: Bearer a-token-of-the-test\r\n";
    std::string const start = "POST /client/v4/zones/z HTTP/1.1\r\n";
    std::string const accept = "Accept: application/json\r\n";
    std::string const agent = "User-Agent: test\r\n";
    std::string const length = "Content-Length: 2\r\n";
    CHECK(server.requests().front() ==
          (as_it_is ? start + host + encoding + accept + own + agent + length + "\r\n{}"
                    : start + accept + encoding + own + length + host + agent + "\r\n{}"));
}

TEST_CASE("httplib: a field keeps the case of its name, and its value, even an empty one") {
    loopback_server server{{respond_with(ok_response)}};
    cfdns::http_request request = get();
    request.headers.push_back({"x-LOWER-Upper", "a; b=\"c\", %20d: e"});
    request.headers.push_back({"X-Twice", "2"});
    request.headers.push_back({"X-Twice", "1"});
    request.headers.push_back({"X-Empty", ""});
    REQUIRE(transport_for(server)(request).has_value());
    std::string const bytes = server.requests().front();
    CHECK(bytes.find("\r\nx-LOWER-Upper: a; b=\"c\", %20d: e\r\n") != std::string::npos);
    CHECK(bytes.find("\r\nX-Twice: 2\r\nX-Twice: 1\r\n") != std::string::npos);
    CHECK(bytes.find("\r\nX-Empty: \r\n") != std::string::npos);
}

TEST_CASE("httplib: a moved-from transport returns an error, and the other one works") {
    loopback_server server{{respond_with(ok_response)}};
    auto first = transport_for(server);
    auto second = std::move(first);
    cfdns::error const failure = failure_of(first(get()));  // NOLINT: on purpose
    CHECK(failure.code() == boost::system::errc::not_connected);
    CHECK(failure.delivery() == cfdns::delivery::not_sent);
    first.cancel();
    CHECK(second(get()).has_value());
    first = std::move(second);
    CHECK(server.accepted() == 1);
}

TEST_CASE("httplib: a 304 ends without waiting for content") {
    auto const response = get_answered("HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n");
    REQUIRE(response.has_value());
    CHECK(response->status == 304);
    CHECK(response->body.empty());
}

TEST_CASE("httplib: an unsupported interim response is an error") {
    cfdns::error const failure = failure_of(get_answered("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"));
    CHECK(failure.code() == boost::system::errc::protocol_error);
    CHECK(failure.http_status() == 0);
    CHECK(failure.delivery() == cfdns::delivery::unknown);
    CHECK(get_answered(std::string{"HTTP/1.1 100 Continue\r\n\r\n"} + ok_response).has_value());
}

TEST_CASE("httplib: a response with an invalid length or coding is an error with its status") {
    for (std::string const field :
         {"Content-Length: abc", "Content-Length: -1", "Content-Length: 99999999999999999999",
          "Content-Length: 2\r\nContent-Length: 3", "Content-Length: 2, 2",
          "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity", "Content-Encoding: zstd",
          "Content-Length: 2\r\nContent-Encoding: gzip, gzip"}) {
        CAPTURE(field);
        cfdns::error const failure =
            failure_of(get_answered("HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\n" + field + "\r\n\r\n{}"));
        // The newest httplib finds some of this itself.
        CHECK((failure.code() == boost::system::errc::protocol_error ||
               failure.code() == cfdns::make_httplib_error_code(httplib::Error::Read)));
        CHECK(failure.http_status() == 200);
        CHECK(failure.cf_ray() == "1-A");
        CHECK(failure.delivery() == cfdns::delivery::answered);
        CHECK(failure.excerpt().empty());
    }
}

#if defined(CPPHTTPLIB_ZLIB_SUPPORT)
TEST_CASE("httplib: gzip with one member, several members, truncation and trailing data") {
    std::string const member(
        "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x2a\x2e\x4d\x4e\x4e\x2d\x2e\x56\xb2\x2a"
        "\x29\x2a\x4d\xad\xad\x1e\xe5\x93\xc4\x07\x00\x12\xa3\x1a\x12\x40\x01\x00\x00",
        41);
    auto const packed = [](std::string const& content) {
        return get_answered("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                            std::to_string(content.size()) + "\r\n\r\n" + content);
    };
    auto const one = packed(member);
    REQUIRE(one.has_value());
    CHECK(one->body.size() == 320);
    auto const two = packed(member + member);
    REQUIRE(two.has_value());
    CHECK(two->body == one->body + one->body);
    auto const none = packed("");
    REQUIRE(none.has_value());
    CHECK(none->body.empty());
    for (std::size_t size = 1; size != member.size(); ++size) {
        CAPTURE(size);
        cfdns::error const failure = failure_of(packed(member.substr(0, size)));
        CHECK(failure.code() == boost::system::errc::connection_reset);
        CHECK(failure.http_status() == 200);
    }
    CHECK(failure_of(packed(member + "x")).http_status() == 200);
    CHECK(failure_of(packed("not gzip")).code() == boost::system::errc::protocol_error);
}
#endif

TEST_CASE("httplib: unsolicited data on an idle connection is not the next response") {
    std::promise<void> answered, said;
    loopback_server server{{[&](connection& client) {
                                client.read_request();
                                client.write(ok_response);
                                answered.get_future().wait();
                                client.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong");
                                said.set_value();
                                client.wait_for_close();
                            },
                            respond_with(ok_response)}};
    auto transport = transport_for(server);
    auto const first = transport(get());
    answered.set_value();
    said.get_future().wait();
    REQUIRE(first.has_value());
    auto const response = transport(post());
    REQUIRE(response.has_value());
    CHECK(response->body == "{}");
    CHECK(server.accepted() == 2);
}

TEST_CASE("httplib: a request that is cancelled or times out ends in every phase") {
    tls_identity const identity;
    enum class stage { handshake, trickling_handshake, response, body };
    for (stage const at : {stage::handshake, stage::trickling_handshake, stage::response, stage::body}) {
        for (bool const cancelled : {false, true}) {
            CAPTURE(static_cast<int>(at));
            CAPTURE(cancelled);
            bool const tls = at == stage::handshake || at == stage::trickling_handshake;
            loopback_server server{{[&](connection& client) {
                if (at == stage::trickling_handshake) {
                    // A handshake record that never ends.
                    client.write(std::string("\x16\x03\x03\x40\x00", 5));
                    for (int i = 0; i != 60; ++i) {
                        client.write("x");
                        std::this_thread::sleep_for(10ms);
                    }
                }
                if (!tls) client.read_request();
                if (at == stage::body)
                    client.write("HTTP/1.1 200 OK\r\nCF-RAY: 1-A\r\nContent-Length: 100\r\n\r\n{");
                client.wait_for_close();
            }}};
            cfdns::transport_options options = options_for(server, tls ? "https" : "http");
            if (!cancelled) options.total_timeout = 300ms;
            cfdns::httplib_transport transport{options};
            auto const start = now();
            std::jthread canceller;
            if (cancelled)
                canceller = std::jthread{[&] {
                    if (tls)
                        std::this_thread::sleep_for(100ms);
                    else
                        server.wait_for_requests(1);
                    transport.cancel();
                }};
            cfdns::error const failure = failure_of(transport(post()));
            CHECK(now() - start < 5s);
            if (cancelled)
                CHECK(failure.code() == cfdns::errc::cancelled);
            else
                CHECK(failure.code() == boost::system::errc::timed_out);
            // The canceller may be quicker than the body.
            if (tls) CHECK(failure.delivery() == cfdns::delivery::not_sent);
            if (!tls) CHECK(failure.delivery() != cfdns::delivery::not_sent);
            if (at == stage::body && !cancelled) CHECK(failure.cf_ray() == "1-A");
        }
    }
}

TEST_CASE("httplib: a call after a cancelled one works") {
    loopback_server server{{respond_with(ok_response)}};
    auto transport = transport_for(server);
    transport.cancel();
    CHECK(failure_of(transport(get())).code() == cfdns::errc::cancelled);
    CHECK(server.accepted() == 0);
    CHECK(transport(get()).has_value());
}

#if defined(CPPHTTPLIB_OPENSSL_SUPPORT)
TEST_CASE("httplib: a TLS connection is reused, and a closed one is replaced, also for a POST") {
    tls_identity const identity;
    script const two_responses = [&identity](connection& client) {
        if (!client.start_tls(identity)) return;
        for (int i = 0; i != 2; ++i) {
            client.read_request();
            client.write(ok_response);
        }
        client.shutdown();
    };
    loopback_server server{{two_responses, two_responses}};
    cfdns::transport_options options = options_for(server, "https");
    options.ca_file = identity.certificate_file();
    cfdns::httplib_transport transport{options};
    REQUIRE(transport(get()).has_value());
    REQUIRE(transport(get()).has_value());
    CHECK(server.accepted() == 1);
    REQUIRE(server.wait_for_scripts(1));
    REQUIRE(transport(post()).has_value());
    CHECK(server.accepted() == 2);
}

TEST_CASE("httplib: TLS closed instead of a response: a POST or PATCH is never sent twice") {
    tls_identity const identity;
    for (auto const method : {cfdns::http_method::post, cfdns::http_method::patch}) {
        for (std::string const body : {"", "{}"}) {
            for (bool const kept : {false, true}) {
                CAPTURE(cfdns::to_string(method));
                CAPTURE(body);
                CAPTURE(kept);
                script const ends = [&identity, kept](connection& client) {
                    if (!client.start_tls(identity)) return;
                    if (kept) {
                        client.read_request();
                        client.write(ok_response);
                    }
                    client.read_request();
                    client.shutdown();
                };
                loopback_server server{{ends, ends, ends}};
                cfdns::transport_options options = options_for(server, "https");
                options.ca_file = identity.certificate_file();
                cfdns::httplib_transport transport{options};
                if (kept) CHECK(transport(get()).has_value());
                cfdns::error const failure = failure_of(transport(make(method, body)));
                CHECK(failure.code() == boost::system::errc::connection_reset);
                CHECK(failure.delivery() == cfdns::delivery::unknown);
                REQUIRE(server.wait_for_scripts(server.accepted()));
                CHECK(server.requests().size() == (kept ? 2 : 1));
            }
        }
    }
}

TEST_CASE("httplib: a response over TLS without a length is an error, because it may be truncated") {
    tls_identity const identity;
    loopback_server server{{[&identity](connection& client) {
        if (!client.start_tls(identity)) return;
        client.read_request();
        client.write("HTTP/1.1 200 OK\r\n\r\n{}");
    }}};
    cfdns::transport_options options = options_for(server, "https");
    options.ca_file = identity.certificate_file();
    cfdns::error const failure = failure_of(cfdns::httplib_transport{options}(get()));
    CHECK(failure.code() == boost::system::errc::protocol_error);
    CHECK(failure.http_status() == 200);
}

TEST_CASE(
    "httplib: a certificate for a name that is a prefix of the host, or the reverse, is not "
    "trusted") {
    for (std::string const name :
         {"DNS:loc*", "DNS:localhos", "DNS:localhost.example.com", "email:localhost"}) {
        CAPTURE(name);
        tls_identity const identity{name};
        loopback_server server{{[&identity](connection& client) {
            if (client.start_tls(identity)) client.read_request();
        }}};
        cfdns::transport_options options = options_for(server, "https");
        options.origin = "https://localhost:" + server.port();
        options.ca_file = identity.certificate_file();
        cfdns::error const failure = failure_of(cfdns::httplib_transport{options}(post()));
        CHECK(failure.code() == cfdns::make_httplib_error_code(httplib::Error::SSLServerVerification));
        CHECK(failure.delivery() == cfdns::delivery::not_sent);
        CHECK(server.wait_for_scripts(1));
        CHECK(server.requests().empty());
    }
    tls_identity const identity{"DNS:localhost"};
    loopback_server server{{[&identity](connection& client) {
        if (!client.start_tls(identity)) return;
        client.read_request();
        client.write(ok_response);
        client.wait_for_close();
    }}};
    cfdns::transport_options options = options_for(server, "https");
    options.origin = "https://localhost:" + server.port();
    options.ca_file = identity.certificate_file();
    CHECK(cfdns::httplib_transport{options}(post()).has_value());
}

TEST_CASE("httplib: a missing ca_file is an error of every call") {
    tls_identity const identity;
    script const refused = [&identity](connection& client) { client.start_tls(identity); };
    loopback_server server{{refused, refused}};
    cfdns::transport_options options = options_for(server, "https");
    options.ca_file = "/no/such/file";
    cfdns::httplib_transport transport{options};
    CHECK(failure_of(transport(get())).code() ==
          cfdns::make_httplib_error_code(httplib::Error::SSLLoadingCerts));
    CHECK(failure_of(transport(get())).delivery() == cfdns::delivery::not_sent);
}
#endif

#if !defined(_WIN32)
TEST_CASE("httplib: a connection closed while the request is sent does not raise SIGPIPE") {
    loopback_server server{{[](connection& client) { client.reset(); }}, true};
    auto transport = transport_for(server);
    for (int i = 0; i != 20; ++i) {
        auto const large = make(cfdns::http_method::post, std::string(std::size_t{4} << 20, 'x'));
        cfdns::error const failure = failure_of(transport(large));
        CHECK(failure.delivery() != cfdns::delivery::answered);
    }
    sigset_t set;
    sigpending(&set);
    CHECK(sigismember(&set, SIGPIPE) == 0);
    pthread_sigmask(SIG_BLOCK, nullptr, &set);
    CHECK(sigismember(&set, SIGPIPE) == 0);
}
#endif

#if defined(__linux__)
TEST_CASE("httplib: no descriptor is left open") {
    auto const open = [] {
        std::filesystem::directory_iterator const all{"/proc/self/fd"};
        return std::distance(begin(all), end(all));
    };
    auto const before = open();
    {
        loopback_server server{{respond_with(ok_response), [](connection& client) { client.read_request(); },
                                [](connection& client) { client.wait_for_close(); }}};
        auto transport = transport_for(server);
        CHECK(transport(get()).has_value());
        auto other = transport_for(server);
        CHECK_FALSE(other(get()).has_value());
        CHECK_FALSE(other(get(), 50ms).has_value());
        transport = std::move(other);
    }
    CHECK(open() == before);
}
#endif

TEST_CASE("httplib: codes have names, and portable conditions if they are unambiguous") {
    auto const code = cfdns::make_httplib_error_code(httplib::Error::ConnectionTimeout);
    CHECK(std::string_view{code.category().name()} == "httplib");
    CHECK(code == boost::system::errc::timed_out);
    CHECK(cfdns::make_httplib_error_code(httplib::Error::Connection) ==
          boost::system::errc::host_unreachable);
    CHECK(cfdns::make_httplib_error_code(httplib::Error::Read) == boost::system::errc::connection_reset);
    CHECK(cfdns::make_httplib_error_code(httplib::Error::SSLConnection) !=
          boost::system::errc::host_unreachable);
    CHECK(cfdns::make_httplib_error_code(httplib::Error::ExceedRedirectCount).message() ==
          httplib::to_string(httplib::Error::ExceedRedirectCount));
}

TEST_CASE("httplib: transports in several threads are independent") {
    loopback_server server{{respond_with(ok_response)}, true};
    std::vector<int> statuses(4);
    {
        std::vector<std::jthread> threads;
        for (int& status : statuses)
            threads.emplace_back([&] {
                auto const response = transport_for(server)(get());
                status = response.has_value() ? response->status : 0;
            });
    }
    CHECK(statuses == std::vector<int>(4, 200));
}

#if !defined(_WIN32)
TEST_CASE("a program without free file descriptors gets an error in time") {
    int const listening = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listening, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listening, 16) == 0);
    REQUIRE(::getsockname(listening, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    // A server in a process, and with descriptors, of its own: header fields that trickle.
    pid_t const server = ::fork();
    REQUIRE(server >= 0);
    if (server == 0) {
        std::signal(SIGPIPE, SIG_IGN);
        ::alarm(60);
        for (;;) {
            int const client = ::accept(listening, nullptr, nullptr);
            char bytes[4096];
            ssize_t going_on = ::recv(client, bytes, sizeof bytes, 0);
            std::string_view next = "HTTP/1.1 200 OK\r\nX-Long: ";
            for (int i = 0; i != 500 && going_on > 0; ++i) {
                going_on = ::send(client, next.data(), next.size(), 0);
                next = "x";
                ::usleep(10'000);
            }
            ::close(client);
        }
    }
    cfdns::transport_options options;
    options.origin = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    options.total_timeout = 300ms;
    for (rlim_t spare = 0; spare != 4; ++spare) {
        CAPTURE(spare);
        cfdns::httplib_transport transport{options};
        int const next = ::dup(listening);
        ::close(next);
        rlimit all{};
        getrlimit(RLIMIT_NOFILE, &all);
        rlimit few = all;
        few.rlim_cur = static_cast<rlim_t>(next) + spare;
        setrlimit(RLIMIT_NOFILE, &few);
        auto const start = std::chrono::steady_clock::now();
        auto const got = transport(get());
        auto const took = std::chrono::steady_clock::now() - start;
        setrlimit(RLIMIT_NOFILE, &all);
        CHECK(took < 3s);
        cfdns::error const failure = failure_of(got);
        if (spare == 0) CHECK(failure.code() == boost::system::errc::too_many_files_open);
        if (spare < 2) CHECK(failure.delivery() == cfdns::delivery::not_sent);
        if (spare >= 2) CHECK(failure.code() == boost::system::errc::timed_out);
    }
    ::kill(server, SIGKILL);
    ::waitpid(server, nullptr, 0);
    ::close(listening);
}
#endif
