// SPDX-License-Identifier: BSL-1.0
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/curl.hpp>

#include <doctest/doctest.h>

#include <boost/system/errc.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

using namespace cfdns::testing;
using namespace std::chrono_literals;

namespace {

// RFC 9113 4.1.
std::string frame(int type, int flags, std::uint32_t stream, std::string_view payload = {}) {
    std::string out;
    for (int const shift : {16, 8, 0}) out += static_cast<char>((payload.size() >> shift) & 0xff);
    out += static_cast<char>(type);
    out += static_cast<char>(flags);
    for (int const shift : {24, 16, 8, 0}) out += static_cast<char>((stream >> shift) & 0xff);
    return out.append(payload);
}

std::string number(std::uint32_t value) { return frame(0, 0, value).substr(5, 4); }

constexpr int data = 0, headers = 1, reset_stream = 3, settings = 4, ping = 6, go_away = 7;
constexpr std::uint32_t no_error = 0, refused_stream = 7;

// ":status: 200" is number 8 of HPACK's static table.
std::string ok_response(std::uint32_t stream) {
    return frame(headers, 4, stream, "\x88") + frame(data, 1, stream, "{}");
}

// Reads frames, and gives each complete request to `on_request`, which says whether to go on.
void serve(connection& client, tls_identity const& identity,
           std::function<bool(std::uint32_t)> const& on_request) {
    if (!client.start_tls(identity, "h2") || client.read(24).size() != 24) return;
    client.write(frame(settings, 0, 0));
    for (;;) {
        std::string const head = client.read(9);
        if (head.size() != 9) return;
        auto const byte = [&head](std::size_t at) {
            return static_cast<std::uint32_t>(static_cast<unsigned char>(head[at]));
        };
        std::string const payload = client.read(byte(0) << 16 | byte(1) << 8 | byte(2));
        auto const type = static_cast<int>(byte(3)), flags = static_cast<int>(byte(4));
        std::uint32_t const stream = byte(5) << 24 | byte(6) << 16 | byte(7) << 8 | byte(8);
        if (type == settings && flags == 0) client.write(frame(settings, 1, 0));
        if (type == ping && flags == 0) client.write(frame(ping, 1, 0, payload));
        if ((type == headers || type == data) && (flags & 1) != 0 && !on_request(stream)) return;
    }
}

bool has_http2() { return (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_HTTP2) != 0; }

cfdns::transport_options options_for(loopback_server const& server, tls_identity const& identity) {
    cfdns::transport_options options;
    options.origin = server.origin("https");
    options.ca_file = identity.certificate_file();
    options.total_timeout = 10s;
    return options;
}

cfdns::http_request make(cfdns::http_method method, std::string body = {}) {
    cfdns::http_request request;
    request.method = method;
    request.target = "/client/v4/zones/z";
    request.body = std::move(body);
    return request;
}

cfdns::http_request get() { return make(cfdns::http_method::get); }
cfdns::http_request post() { return make(cfdns::http_method::post, "{}"); }

// One request in a multi handle of the program's own.
cfdns::result<cfdns::http_response> send(CURLM* multi, cfdns::transport_options const& options,
                                         cfdns::http_request const& request) {
    cfdns::curl_request one{options, request};
    CURLcode code = CURLE_ABORTED_BY_CALLBACK;
    curl_multi_add_handle(multi, one.handle());
    int running = 1;
    while (curl_multi_perform(multi, &running) == CURLM_OK) {
        int left = 0;
        if (CURLMsg const* const message = curl_multi_info_read(multi, &left)) {
            code = message->data.result;
            break;
        }
        curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
    }
    curl_multi_remove_handle(multi, one.handle());
    return one.finish(code);
}

}  // namespace

TEST_CASE("an HTTP/2 connection is reused, also in a multi handle of the program") {
    if (!has_http2()) return;
    tls_identity const identity;
    loopback_server server{{[&](connection& client) {
                               serve(client, identity, [&](std::uint32_t stream) {
                                   client.write(ok_response(stream));
                                   return true;
                               });
                           }},
                           true};
    cfdns::transport_options const options = options_for(server, identity);
    cfdns::curl_transport transport{options};
    for (int i = 0; i != 4; ++i) {
        auto const response = transport(get());
        REQUIRE(response.has_value());
        CHECK(response->body == "{}");
    }
    CHECK(server.accepted() == 1);
    CURLM* const multi = curl_multi_init();
    for (int i = 0; i != 4; ++i) CHECK(send(multi, options, get()).has_value());
    CHECK(server.accepted() == 2);
    curl_multi_cleanup(multi);
}

TEST_CASE("a request that an HTTP/2 service reports as not processed is sent again, including a POST") {
    if (!has_http2()) return;
    tls_identity const identity;
    for (bool const whole_connection : {false, true}) {
        CAPTURE(whole_connection);
        std::atomic<int> requests{0};
        loopback_server server{
            {[&](connection& client) {
                serve(client, identity, [&](std::uint32_t stream) {
                    if (++requests > 1)
                        client.write(ok_response(stream));
                    else if (whole_connection)
                        client.write(frame(go_away, 0, 0, number(0) + number(no_error)));
                    else
                        client.write(frame(reset_stream, 0, stream, number(refused_stream)));
                    return true;
                });
            }},
            true};
        auto const response = cfdns::curl_transport{options_for(server, identity)}(post());
        if (whole_connection &&
            response.has_error()) {  // not every libcurl sends a request anew after a GOAWAY
            CHECK(response.error().delivery() == cfdns::delivery::unknown);
            CHECK(response.error().message().find("kept") == std::string::npos);
            CHECK(requests == 1);
            continue;
        }
        REQUIRE(response.has_value());
        CHECK(response->body == "{}");
        CHECK(requests == 2);
        CHECK(server.accepted() == 2);
    }
}

// A loop of the program's own ignores SIGPIPE, which libcurl before 7.87 raises.
struct sigpipe_ignored {
#if !defined(_WIN32)
    void (*const before)(int) = std::signal(SIGPIPE, SIG_IGN);
    ~sigpipe_ignored() { std::signal(SIGPIPE, before); }
#else
    sigpipe_ignored() {}
#endif
};

TEST_CASE("an idle HTTP/2 connection that the service closed is replaced, also for a POST") {
    if (!has_http2()) return;
    tls_identity const identity;
    enum class end { go_away, close_notify, fin, reset };
    for (int i = 0; i != 8; ++i) {
        end const how = static_cast<end>(i / 2);
        bool const in_own_loop = i % 2 != 0;
        CAPTURE(static_cast<int>(how));
        CAPTURE(in_own_loop);
        std::atomic<bool> ended{false};
        loopback_server server{{[&](connection& client) {
                                    serve(client, identity, [&](std::uint32_t stream) {
                                        client.write(ok_response(stream));
                                        std::this_thread::sleep_for(50ms);
                                        if (how == end::go_away) {
                                            client.write(
                                                frame(go_away, 0, 0, number(stream) + number(no_error)));
                                            client.shutdown();
                                        }
                                        if (how == end::close_notify) client.shutdown();
                                        if (how == end::fin) client.close();
                                        if (how == end::reset) client.reset();
                                        ended = true;
                                        ended.notify_all();
                                        return false;
                                    });
                                },
                                [&](connection& client) {
                                    serve(client, identity, [&](std::uint32_t stream) {
                                        client.write(ok_response(stream));
                                        return true;
                                    });
                                }}};
        cfdns::transport_options const options = options_for(server, identity);
        sigpipe_ignored const ignored;
        std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> const multi{curl_multi_init(),
                                                                          &curl_multi_cleanup};
        cfdns::curl_transport transport{options};
        REQUIRE((in_own_loop ? send(multi.get(), options, get()) : transport(get())).has_value());
        ended.wait(false);
        std::this_thread::sleep_for(50ms);
        auto const response = in_own_loop ? send(multi.get(), options, post()) : transport(post());
        if (response.has_error()) MESSAGE(response.error().message());
        CHECK(response.has_value());
        CHECK(server.accepted() == 2);
    }
}
