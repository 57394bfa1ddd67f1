// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_RETRY_AFTER_HPP
#define CFDNS_DETAIL_RETRY_AFTER_HPP

#include <cfdns/core/http.hpp>
#include <cfdns/detail/calendar.hpp>
#include <cfdns/detail/config.hpp>

#include <chrono>
#include <optional>
#include <span>
#include <string_view>

// Parsing of Retry-After (RFC 9110 10.2.3) without reading a clock.
namespace cfdns::inline v0_2::detail {

// Parses an HTTP-date in any of the three formats of RFC 9110 5.6.7. A year of two digits is the one that is
// at most 50 years after `near_year`, and less than 50 years before it.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text,
                                                                      int near_year = 2020) noexcept;

// Parses a non-negative decimal number of units. The result is rounded up and at most 100 years.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_delay(std::string_view text,
                                                                   std::chrono::milliseconds unit) noexcept;

// Retry-After-Ms or else Retry-After. A date is relative to the Date of the response. Invalid values are
// ignored.
[[nodiscard]] std::optional<std::chrono::milliseconds> find_retry_after(
    std::span<http_header const> headers) noexcept;

}  // namespace cfdns::inline v0_2::detail

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/retry_after.ipp>
#endif

#endif
