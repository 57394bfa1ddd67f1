// SPDX-License-Identifier: BSL-1.0
// Hosts the in-memory service of cfdns on the loopback interface, so that programs in any language can talk to it.
//
//   fake_server          on any free port, asks itself for something, and ends
//   fake_server PORT     until its standard input is closed; 0 is any free port
//
// It prints its base URL, such as http://127.0.0.1:40123/client/v4, as the first line. Any credentials will do.

#include <cfdns/cfdns.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <httplib.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>

namespace {

// The service takes one request at a time; the server has several threads.
struct shared_service {
    std::mutex lock{};
    cfdns::testing::fake_cloudflare service{};

    cfdns::http_response handle(cfdns::http_request const& request) {
        std::lock_guard const alone{lock};
        service.now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
        return service.handle(request);
    }
};

void answer(shared_service& service, cfdns::http_method method, httplib::Request const& asked, httplib::Response& out) {
    cfdns::http_request request{method, asked.target, {}, asked.body};
    for (auto const& [name, value] : asked.headers) request.headers.push_back({name, value});
    cfdns::http_response const reply = service.handle(request);
    if (reply.status == 0) {  // there is none: the connection breaks
        out.set_content_provider(1, "application/json", [](std::size_t, std::size_t, httplib::DataSink&) { return false; });
        return;
    }
    out.status = reply.status;
    std::string type = "application/json";
    for (cfdns::http_header const& header : reply.headers) {
        if (header.name == "Content-Type") type = header.value;
        else out.set_header(header.name, header.value);
    }
    out.set_content(reply.body, type);
}

// A transport to the server, for the request that it makes to itself.
cfdns::result<cfdns::http_response> send(int port, cfdns::http_request const& request) {
    httplib::Client client{"127.0.0.1", port};
    httplib::Request asked;
    asked.method = to_string(request.method);
    asked.path = request.target;
    asked.body = request.body;
    for (auto const& [name, value] : request.headers) asked.headers.emplace(name, value);
    httplib::Result const got = client.send(asked);
    if (!got) return cfdns::error{boost::system::errc::make_error_code(boost::system::errc::io_error)};
    cfdns::http_response reply{.status = got->status, .body = got->body};
    for (auto const& [name, value] : got->headers) reply.headers.push_back({name, value});
    return reply;
}

bool ask_itself(int port) {
    auto const transport = [port](cfdns::http_request const& request) { return send(port, request); };
    cfdns::api_token const who{cfdns::secret_string{"any"}};
    cfdns::zone_transfers::peers::create const op{.account_id = "my-account", .name = "primary", .ip = "192.0.2.53"};
    auto const made = cfdns::call(transport, who, op);
    if (!made) {
        std::cerr << made.error().message() << '\n';
        return false;
    }
    std::cout << "made the peer " << made.value().name << " with the id " << made.value().id << '\n';
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    shared_service service;
    httplib::Server server;
    auto const as = [&](cfdns::http_method method) {
        return [&service, method](httplib::Request const& asked, httplib::Response& out) {
            answer(service, method, asked, out);
        };
    };
    server.set_keep_alive_timeout(1);
    server.Get(".*", as(cfdns::http_method::get));
    server.Post(".*", as(cfdns::http_method::post));
    server.Put(".*", as(cfdns::http_method::put));
    server.Patch(".*", as(cfdns::http_method::patch));
    server.Delete(".*", as(cfdns::http_method::delete_));

    int port = argc > 1 ? std::atoi(argv[1]) : 0;
    if (port == 0) port = server.bind_to_any_port("127.0.0.1");
    else if (!server.bind_to_port("127.0.0.1", port)) port = -1;
    if (port < 0) {
        std::cerr << "The port cannot be had.\n";
        return 1;
    }
    std::thread serving{[&] { server.listen_after_bind(); }};
    while (!server.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    std::cout << "http://127.0.0.1:" << port << "/client/v4" << std::endl;

    bool good = true;
    if (argc > 1) {
        while (std::cin.get() != std::char_traits<char>::eof()) {}
    } else {
        good = ask_itself(port);
    }
    server.stop();
    serving.join();
    return good ? 0 : 1;
}
