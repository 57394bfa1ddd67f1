// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_RETRY_AFTER_HPP
#define CFDNS_DETAIL_RETRY_AFTER_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/calendar.hpp>
#include <cfdns/http.hpp>

#include <chrono>
#include <optional>
#include <span>
#include <string_view>

// Reading Retry-After (RFC 9110 10.2.3) without a clock of our own.
namespace cfdns::inline v1::detail {

// An HTTP-date in any of the three forms of RFC 9110 5.6.7.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) noexcept;

// A non-negative decimal number of units as milliseconds, rounded up, capped at 100 years.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_delay(std::string_view text,
                                                                   std::chrono::milliseconds unit) noexcept;

// Retry-After-Ms, else Retry-After; a date is read against the reply's own Date. Unreadable values count as absent.
[[nodiscard]] std::optional<std::chrono::milliseconds> find_retry_after(std::span<http_header const> headers) noexcept;

}  // namespace cfdns::inline v1::detail

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/retry_after.ipp>
#endif

#endif
