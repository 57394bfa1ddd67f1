// SPDX-License-Identifier: BSL-1.0
#include <cfdns/cfdns.hpp>
#include <cfdns/drivers/asio.hpp>
#include <cfdns/testing/loopback_server.hpp>
#include <cfdns/transport/beast.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

namespace zt = cfdns::zone_transfers;

// EXAMPLE

int main() {
    cfdns::testing::loopback_server server{{cfdns::testing::respond_with(
        "HTTP/1.1 200 OK\r\nContent-Length: 39\r\n\r\n{\"success\":true,\"result\":{\"name\":\"n.\"}}")}};
    boost::asio::io_context context;
    cfdns::beast_async_transport transport{context.get_executor(), {.origin = server.origin()}};
    cfdns::credentials const credentials = cfdns::api_token{cfdns::secret_string{"any"}};
    boost::asio::co_spawn(context, ask(transport, credentials, "z"), boost::asio::detached);
    context.run();
    return server.requests().size() == 1 ? 0 : 1;
}
