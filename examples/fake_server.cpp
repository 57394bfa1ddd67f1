// SPDX-License-Identifier: BSL-1.0
// Serves the in-memory service of cfdns on the loopback interface, for programs in any language.
//
//   fake_server                  uses any free port, sends a request to itself, and exits
//   fake_server PORT [ZONE...]   has these zones, and runs until standard input is closed; port 0 means any
//                                free port
//
// The first line of output is the base URL, such as http://127.0.0.1:40123/client/v4. Any credentials are
// accepted.

#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include "support/http_host.hpp"

#include <charconv>
#include <chrono>
#include <iostream>
#include <string>
#include <string_view>
#include <system_error>

namespace {

// A transport for the request that the program sends to itself.
cfdns::result<cfdns::http_response> send(unsigned short port, cfdns::http_request const& request) {
    namespace http = boost::beast::http;
    using boost::asio::ip::tcp;
    http::verb const method = http::string_to_verb(to_string(request.method));
    http::request<http::string_body> asked{method, request.target, 11, request.body};
    for (auto const& [name, value] : request.headers) asked.insert(name, value);
    asked.set(http::field::host, "127.0.0.1");
    asked.prepare_payload();

    boost::asio::io_context context;
    tcp::socket socket{context};
    http::response<http::string_body> got;
    boost::system::error_code failure;
    socket.connect({boost::asio::ip::make_address("127.0.0.1"), port}, failure);
    if (!failure) http::write(socket, asked, failure);
    boost::beast::flat_buffer received;
    if (!failure) http::read(socket, received, got, failure);
    if (failure) return cfdns::error{failure};
    cfdns::http_response response{static_cast<int>(got.result_int()), {}, std::move(got.body())};
    for (auto const& field : got)
        response.headers.push_back({std::string{field.name_string()}, std::string{field.value()}});
    return response;
}

bool ask_itself(unsigned short port) {
    auto const transport = [port](cfdns::http_request const& request) { return send(port, request); };
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    cfdns::zone_transfers::peers::create const op{
        .account_id = "my-account", .name = "primary", .ip = "192.0.2.53"};
    auto const made = cfdns::call(transport, credentials, op);
    if (!made) {
        std::cerr << made.error().message() << '\n';
        return false;
    }
    std::cout << "created peer " << made.value().name << " with id " << made.value().id << '\n';
    return true;
}

bool add_zone(cfdns::testing::fake_cloudflare& service, std::string_view name) {
    cfdns::api_token const credentials{cfdns::secret_string{"any"}};
    cfdns::zones::create const op{.account = cfdns::zones::account_id{.id = "my-account"},
                                  .name = std::string{name}};
    auto const made = cfdns::call(service, credentials, op);
    if (!made) std::cerr << name << ": " << made.error().message() << '\n';
    return made.has_value();
}

}  // namespace

int main(int argc, char** argv) {
    unsigned short port = 0;
    if (argc > 1) {
        std::string_view const text = argv[1];
        auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), port);
        if (failure != std::errc{} || end != text.data() + text.size()) {
            std::cerr << "usage: fake_server [PORT [ZONE...]]\nPORT is a number from 0 to 65535; 0 means "
                         "any free port.\n";
            return 2;
        }
    }
    cfdns::testing::fake_cloudflare service;
    for (int i = 2; i < argc; ++i)
        if (!add_zone(service, argv[i])) return 2;
    auto const answer = [&service](cfdns::http_request const& request) {
        service.now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
        return service.handle(request);
    };
    try {
        support::http_host const host{answer, port};
        std::cout << "http://127.0.0.1:" << host.port() << "/client/v4" << std::endl;
        if (argc == 1) return ask_itself(host.port()) ? 0 : 1;
        std::cerr
            << "For a program that uses cfdns or an official SDK: CLOUDFLARE_BASE_URL is the line above,\n"
               "CLOUDFLARE_API_TOKEN is any text. This server runs until its standard input ends "
               "(Ctrl-D).\n";
        while (std::cin.get() != std::char_traits<char>::eof()) {
        }
    } catch (boost::system::system_error const& failure) {
        std::cerr << "Cannot listen on the port: " << failure.code().message() << '\n';
        return 1;
    }
    return 0;
}
