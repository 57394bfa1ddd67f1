// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_ERROR_DETAILS_HPP
#define CFDNS_DETAIL_ERROR_DETAILS_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/refusal.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The details of an error, and the functions that create errors inside the library.
namespace cfdns::inline v0_2::detail {

inline constexpr std::size_t excerpt_limit = 512;  // documented in error.hpp

struct error_details {
    int http_status = 0;
    cfdns::delivery delivery = delivery::unknown;
    std::optional<std::chrono::milliseconds> retry_after{};
    std::optional<cfdns::rate_limit> rate_limit{};
    std::optional<bool> should_retry{};
    std::string cf_ray{};
    std::string what{};
    std::string parameter{};
    std::string excerpt{};
    std::vector<api_message> api_errors{};
    bool redacted = false;  // the response may contain a secret: message() shows none of its texts

    // Sets everything that does not depend on the content of the response.
    void set_response(response_view const& response);
    void set_excerpt(std::string_view body);

    static error make_error(boost::system::error_code code, error_details&& details);

    // A copy of those of an error.
    static error_details of(error const& failure);

    // The same error without the content of the response.
    static error redact(error const& failure);

    // The error of a transport, with a generic code if it has none.
    static error ensure_code(error const& failure);

    // The same error with at least this delivery.
    static error raise_delivery(error const& failure, cfdns::delivery least);

    // The delay requested by the service: `Retry-After`, or for a rate-limited request without it, the time
    // until the exhausted limit is reset.
    static std::optional<std::chrono::milliseconds> requested_wait(error const& failure) noexcept;
};

[[nodiscard]] error invalid_parameter(std::string_view name, std::string_view reason);
[[nodiscard]] error invalid_parameter(refusal const& refused);

}  // namespace cfdns::inline v0_2::detail

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/error.ipp>
#endif

#endif
