// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_TRANSPORT_AWAITED_HPP
#define CFDNS_TESTS_TRANSPORT_AWAITED_HPP

#include <cfdns/core/call.hpp>
#include <cfdns/transport/beast.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <utility>

namespace cfdns_test {

/// The awaitable transport as one that blocks, each request in a coroutine of its own.
class awaited {
    using response_or_error = cfdns::result<cfdns::http_response>;

public:
    explicit awaited(cfdns::transport_options options = {})
        : context_(std::make_unique<boost::asio::io_context>()),
          transport_(context_->get_executor(), std::move(options)) {}

    response_or_error operator()(cfdns::http_request const& request) {
        return run(transport_.send(request));
    }
    response_or_error operator()(cfdns::http_request const& request, std::chrono::milliseconds at_most) {
        return run(transport_.send(request, at_most));
    }
    void cancel() noexcept { transport_.cancel(); }

private:
    response_or_error run(boost::asio::awaitable<response_or_error> request) {
        auto future = boost::asio::co_spawn(*context_, std::move(request), boost::asio::use_future);
        context_->restart();
        while (future.wait_for(std::chrono::seconds{0}) != std::future_status::ready) context_->run_one();
        return future.get();
    }

    std::unique_ptr<boost::asio::io_context> context_;
    cfdns::beast_async_transport transport_;
};
static_assert(cfdns::timed_transport<awaited>);

}  // namespace cfdns_test

#endif
