// SPDX-License-Identifier: BSL-1.0
#include <cfdns/error.hpp>  // before the guard: its definitions include this header
#ifndef CFDNS_DETAIL_ERROR_DETAILS_HPP
#define CFDNS_DETAIL_ERROR_DETAILS_HPP

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What an error holds, and how the library itself makes one.
namespace cfdns::inline v1::detail {

inline constexpr std::size_t excerpt_limit = 512;  // error.hpp promises it

struct error_details {
    int http_status = 0;
    sent request_sent = sent::maybe;
    std::optional<std::chrono::milliseconds> retry_after{};
    std::optional<cfdns::rate_limit> rate_limit{};
    std::optional<bool> should_retry{};
    std::string cf_ray{};
    std::string what{};
    std::string parameter{};
    std::string excerpt{};
    std::vector<api_message> api_errors{};
    bool hidden = false;  // the reply may hold a secret: none of its texts is shown

    // What a reply says of itself, whatever its content.
    void take_reply(response_view const& reply);
    void take_excerpt(std::string_view body);

    static error make_error(boost::system::error_code code, error_details&& details);

    // The same failure, without what it shows of the reply's content.
    static error without_content(error const& failure);

    // A transport's failure, which has a code even if the transport gave none.
    static error with_code(error const& failure);
};

// How long the service asked to wait: `Retry-After`, or else, of a request that a rate limit refused, the time until the
// spent limit is reset.
[[nodiscard]] std::optional<std::chrono::milliseconds> requested_wait(error const& failure);

[[nodiscard]] error invalid_parameter(std::string_view name, std::string_view what);

}  // namespace cfdns::inline v1::detail

#endif
