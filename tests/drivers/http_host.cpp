// SPDX-License-Identifier: BSL-1.0
// What programs in any language may send to the hosted in-memory service, byte by byte (RFC 9110, RFC 9112).
#include <cfdns/testing/fake_cloudflare.hpp>
#include <cfdns/testing/loopback_server.hpp>

#include "../../examples/support/http_host.hpp"
#include "../../examples/support/local_service.hpp"

#include <doctest/doctest.h>

#include <boost/asio/read.hpp>
#include <boost/version.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace testing = cfdns::testing;
namespace faults = cfdns::testing::faults;
namespace http = boost::beast::http;
using boost::asio::ip::tcp;

// All bytes that a server sends to these until it closes.
std::string all_that_comes(unsigned short port, std::string const& bytes) {
    boost::asio::io_context context;
    tcp::socket socket{context};
    socket.connect({boost::asio::ip::make_address("127.0.0.1"), port});
    boost::system::error_code unsent;  // a server may have had enough
    boost::asio::write(socket, boost::asio::buffer(bytes), unsent);
    std::string received;
    bool closed = false;
    boost::asio::async_read(socket, boost::asio::dynamic_buffer(received),
                            [&](boost::system::error_code const&, std::size_t) { closed = true; });
    context.run_for(std::chrono::seconds{30});
    CHECK_MESSAGE(closed, "the server neither goes on nor closes");
    return received;
}

struct message {
    int status{};
    std::string head{}, content{};
};

// The responses in those bytes; those of the requests given by number, from 0, have no content.
std::vector<message> split(std::string_view bytes, std::vector<std::size_t> const& of_head = {}) {
    std::vector<message> out;
    while (!bytes.empty()) {
        http::response_parser<http::string_body> parser;
        parser.eager(true);
        parser.skip(std::find(of_head.begin(), of_head.end(), out.size()) != of_head.end());
        boost::system::error_code failure;
        std::size_t const size = parser.put(boost::asio::buffer(bytes), failure);
        if (failure || !parser.is_done()) {
            FAIL_CHECK("no complete response: ", std::string{bytes});
            return out;
        }
        message one{static_cast<int>(parser.get().result_int()), {}, parser.get().body()};
        one.head = bytes.substr(0, bytes.find("\r\n\r\n") + 2);
        out.push_back(std::move(one));
        bytes.remove_prefix(size);
    }
    return out;
}

std::string statuses(std::vector<message> const& all) {
    std::string out;
    for (message const& one : all) out += (out.empty() ? "" : " ") + std::to_string(one.status);
    return out;
}

// The service on a port, and what it was asked.
class hosted {
public:
    testing::fake_cloudflare service{};

    std::string ask(std::string const& bytes) { return all_that_comes(host_.port(), bytes); }
    [[nodiscard]] unsigned short port() const { return host_.port(); }

private:
    std::mutex mutex_{};
    support::http_host host_{[this](cfdns::http_request const& request) {
        std::lock_guard const lock{mutex_};
        return service.handle(request);
    }};
};

std::string const zone_path = "/client/v4/zones/z/secondary_dns/";
std::string const peers_path = "/client/v4/accounts/a/secondary_dns/peers";
std::string const common = " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer t\r\n";
// Ends every conversation: what comes before the connection closes is all.
std::string const last = "GET " + peers_path + common + "Connection: close\r\n\r\n";

// A part of the reason that the service gives. From Boost 1.92 on, Beast's parser refuses these itself.
char const* seen_by_beast([[maybe_unused]] char const* reason) {
#if BOOST_VERSION >= 109200
    return "cannot be read";
#else
    return reason;
#endif
}

}  // namespace

TEST_CASE("a request without Content-Length and Transfer-Encoding has no content, whatever its method") {
    struct row {
        std::string request;
        int status;
    };
    for (row const& one : {
             row{"POST " + zone_path + "force_axfr", 200},
             row{"POST " + zone_path + "outgoing/enable", 200},
             row{"POST " + peers_path, 400},
             row{"PUT " + peers_path + "/p", 400},
             row{"PATCH " + peers_path + "/p", 400},
             row{"GET " + zone_path + "incoming", 200},
             row{"DELETE " + zone_path + "incoming", 200},
         }) {
        CAPTURE(one.request);
        hosted server;
        server.service.zone_transfers.incoming["z"].id = "i";
        server.service.zone_transfers.outgoing["z"].id = "o";
        auto const got = split(server.ask(one.request + common + "\r\n" + last));
        CHECK(statuses(got) == std::to_string(one.status) + " 200");
        for (message const& each : got) CHECK(each.content.find("\"success\":") != std::string::npos);
        CHECK(server.service.log.size() == 2);
    }
}

TEST_CASE("content comes with its length, or in chunks, or after 100 Continue") {
    std::string const head = "POST " + peers_path + common + "Content-Type: application/json\r\n";
    for (std::string const& rest : {
             std::string{"Content-Length: 12\r\n\r\n{\"name\":\"p\"}"},
             std::string{"Content-Length: 12\r\nContent-Length: 12\r\n\r\n{\"name\":\"p\"}"},
             std::string{"Transfer-Encoding: chunked\r\n\r\n"
                         "5\r\n{\"nam\r\n7;x=y\r\ne\":\"p\"}\r\n0\r\nX-Trailer: x\r\n\r\n"},
             std::string{"Transfer-Encoding: Chunked\r\n\r\nc\r\n{\"name\":\"p\"}\r\n0\r\n\r\n"},
         }) {
        CAPTURE(rest);
        hosted server;
        CHECK(statuses(split(server.ask(head + rest + last))) == "200 200");
        CHECK(server.service.zone_transfers.peers["a"].size() == 1);
        CHECK(statuses(split(server.ask(head + "Expect: 100-continue\r\n" + rest + last))) == "100 200 200");
        CHECK(server.service.zone_transfers.peers["a"].size() == 2);
    }
    hosted server;
    std::string const empty = "POST " + zone_path + "force_axfr" + common + "Expect: 100-continue\r\n\r\n";
    CHECK(statuses(split(server.ask(empty + last))) == "404 200");  // there is no content to go on with
}

TEST_CASE("an invalid request is rejected with the reason, and the connection is closed") {
    std::string const post = "POST " + zone_path + "force_axfr" + common;
    struct row {
        std::string request;
        int status;
        char const* reason;
    };
    for (row const& one : {
             row{post + "Content-Length: x\r\n\r\n", 400, "Content-Length"},
             row{post + "Content-Length: -1\r\n\r\n", 400, "Content-Length"},
             row{post + "Content-Length:\r\n\r\n", 400, "Content-Length"},
             row{post + "Content-Length: 18446744073709551616\r\n\r\n", 400, "Content-Length"},
             row{post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400, "Content-Length"},
             row{post + "Content-Length: 2, 3\r\n\r\n{}", 400, "Content-Length"},
             row{post + "Content-Length: 16777217\r\n\r\n", 413, "limit"},
             row{post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
                 "Transfer-Encoding"},
             row{post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n", 400,
                 "Content-Length"},
             row{post + "Transfer-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", 400, "Content-Length"},
             row{post + "Transfer-Encoding: gzip\r\n\r\n", 400, seen_by_beast("chunked")},
             row{post + "Transfer-Encoding: chunked, gzip\r\n\r\n", 400, seen_by_beast("chunked")},
             row{post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501, "chunked"},
             row{post + "Transfer-Encoding: chunked\r\n\r\nx\r\n", 400, "chunk"},
             row{post + "Expect: something\r\n\r\n", 417, "100-continue"},
             row{post + "Host: again\r\n\r\n", 400, "Host"},
             row{post + "X-Large: " + std::string(10'000, 'x') + "\r\n\r\n", 431, "limit"},
             row{post + "no field\r\n\r\n", 400, "field"},
             row{"GET " + peers_path + " HTTP/1.1\r\n\r\n", 400, "Host"},
             row{"GET " + peers_path + " HTTP/2.0\r\nHost: a\r\n\r\n", 505, "version"},
             row{"BREW " + peers_path + " HTTP/1.1\r\nHost: a\r\n\r\n", 501, "BREW"},
             row{"nonsense\r\n\r\n", 400, "read"},
             row{"POST " + peers_path + " HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
                 seen_by_beast("HTTP/1.0")},
         }) {
        CAPTURE(one.request.substr(0, 300));
        hosted server;
        auto const got = split(server.ask(one.request + last));
        REQUIRE(got.size() == 1);
        CHECK(got[0].status == one.status);
        CHECK(got[0].content.find(one.reason) != std::string::npos);
        CHECK(got[0].head.find("Connection: close\r\n") != std::string::npos);
        CHECK(got[0].head.find("Content-Type: application/json\r\n") != std::string::npos);
        cfdns::http_response const as_response{got[0].status, {}, got[0].content};
        auto const failure = cfdns::parse_response<cfdns::zone_transfers::force_axfr::create>(as_response);
        CHECK(failure.error().code() == cfdns::errc::api_failure);
        CHECK(server.service.log.empty());
    }
}

TEST_CASE("a rejection arrives while the rejected content is still being sent") {
    hosted server;
    std::string const head = "POST " + peers_path + common + "Content-Length: 16777217\r\n\r\n";
    CHECK(statuses(split(server.ask(head + std::string(4u << 20, 'x')))) == "413");
}

TEST_CASE("HTTP/1.0 is answered and closed, HEAD is GET without content, and a target may be a whole URI") {
    hosted server;
    auto const old = split(server.ask("GET " + peers_path + " HTTP/1.0\r\nAuthorization: Bearer t\r\n\r\n"));
    CHECK(statuses(old) == "200");
    CHECK(old.at(0).head.find("Connection: close\r\n") != std::string::npos);
    // No content to expect, no interim answer: both are of HTTP/1.1.
    CHECK(statuses(split(server.ask("POST " + zone_path +
                                    "force_axfr HTTP/1.0\r\n"
                                    "Authorization: Bearer t\r\nContent-Length: 2\r\n"
                                    "Expect: 100-continue\r\n\r\n{}"))) == "404");

    auto const both = split(server.ask("HEAD " + peers_path + common + "\r\n" + last), {0});
    CHECK(statuses(both) == "200 200");
    CHECK(both.at(0).content.empty());
    std::string const length = "Content-Length: " + std::to_string(both.at(1).content.size()) + "\r\n";
    for (message const& one : both) CHECK(one.head.find(length) != std::string::npos);

    std::string const whole = "GET http://127.0.0.1:80" + peers_path + "?a=b" + common + "\r\n";
    CHECK(statuses(split(server.ask(whole + "GET http://host?x" + common + "\r\n" + last))) ==
          "200 400 200");
    CHECK(server.service.log.at(4).target == peers_path + "?a=[redacted]");
}

TEST_CASE("a connection is kept open until the client closes it, and requests may be pipelined") {
    hosted server;
    std::string requests;
    for (int i = 0; i != 50; ++i) requests += "GET " + peers_path + common + "\r\n";
    auto const got = split(server.ask(requests + last));
    REQUIRE(got.size() == 51);
    for (message const& one : got) {
        CHECK(one.status == 200);
        CHECK((one.head.find("Connection: close") != std::string::npos) == (&one == &got.back()));
    }
    // What comes after the end is not read.
    CHECK(server.ask(last + last + last).size() == server.ask(last).size());
}

TEST_CASE("a lost response closes the connection without a byte, whether or not the request took effect") {
    std::string const body = "Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"name\":\"p\"}";
    struct row {
        char const* name;
        testing::fault met;
        std::size_t made;
    };
    row const both[] = {{"response", faults::lost_response(), 1}, {"request", faults::lost_request(), 0}};
    for (row const& one : both) {
        CAPTURE(one.name);
        hosted server;
        server.service.next_faults = {one.met};
        CHECK(server.ask("POST " + peers_path + common + body + last) == "");
        CHECK(server.service.zone_transfers.peers["a"].size() == one.made);
        CHECK(server.service.log.size() == 1);
        CHECK(statuses(split(server.ask("POST " + peers_path + common + body + last))) == "200 200");
    }
}

TEST_CASE("the service of the examples also closes the connection for a lost response") {
    support::local_service local{false};
    std::string const origin = local.origin();
    auto const port = static_cast<unsigned short>(std::stoi(origin.substr(origin.rfind(':') + 1)));
    local.state().next_faults = {faults::lost_response()};
    std::string const get = "GET " + peers_path + common + "\r\n";
    // The first answer of all, and then none.
    CHECK(statuses(split(all_that_comes(port, get + get))) == "503");
    CHECK(local.state().log.size() == 1);
}

TEST_CASE("a status without content is sent without content, and an HTML page unchanged") {
    hosted server;
    server.service.next_faults = {faults::status(204), faults::status(304), faults::html_page(520)};
    std::string const get = "GET " + peers_path + common + "\r\n";
    auto const got = split(server.ask(get + get + get + last));
    CHECK(statuses(got) == "204 304 520 200");
    for (std::size_t const i : {0u, 1u}) CHECK(got.at(i).head.find("Content-Length") == std::string::npos);
    CHECK(got.at(2).head.find("Content-Type: text/html") != std::string::npos);
    CHECK(got.at(2).content.find("<html>") != std::string::npos);
}

TEST_CASE("a port that is in use is reported") {
    hosted const server;
    CHECK_THROWS_AS(support::http_host({}, server.port()), boost::system::system_error);
}

TEST_CASE("a loopback server reads requests to the end of their content as well") {
    for (std::string const& request : {
             "POST /" + common + "\r\n",
             "PUT /" + common + "Content-Length: 2\r\n\r\n{}",
             "POST /" + common + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
             "HEAD /" + common + "\r\n",
         }) {
        CAPTURE(request);
        testing::loopback_server server{{[](testing::connection& client) {
            client.read_request();
            client.read_request();
        }}};
        auto const port = static_cast<unsigned short>(std::stoi(server.port()));
        CHECK(all_that_comes(port, request + last) == "");
        CHECK(server.requests() == std::vector<std::string>{request, last});
    }
}
