// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_PAGE_LIMITS_HPP
#define CFDNS_CORE_PAGE_LIMITS_HPP

#include <cfdns/detail/config.hpp>

#include <cstdint>
#include <limits>

/// How a list of several pages ends.
namespace cfdns::inline v0_2 {

/// Limits on the number of pages and results of a list.
struct page_limits {
    /// Maximum number of pages to request.
    std::uint64_t max_pages{10'000};
    /// Maximum number of results; the page that reaches it is truncated.
    std::uint64_t max_results{(std::numeric_limits<std::uint64_t>::max)()};
};

/// Why a list ended.
enum class list_end : unsigned char {
    none,           ///< The list has not ended.
    last_page,      ///< The page was the last one according to `page_info::total_pages`.
    empty_page,     ///< The page was empty.
    short_page,     ///< The page had fewer results than `page_info::per_page`.
    repeated_page,  ///< The page had the same results as an earlier one; they were discarded.
    limit,          ///< A limit of `page_limits` was reached; the list may have more results.
    failure,        ///< A page could not be retrieved, or the list was cancelled.
};

}  // namespace cfdns::inline v0_2

#endif
