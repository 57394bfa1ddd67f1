// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_PAGE_PROGRESS_HPP
#define CFDNS_DETAIL_PAGE_PROGRESS_HPP

#include <cfdns/core/page_limits.hpp>
#include <cfdns/core/response.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/schema.hpp>

#include <cstddef>
#include <cstdint>

// The position in a list of several pages, and the decision whether it continues.
namespace cfdns::inline v0_2::detail {

class page_progress {
public:
    // `last` is the highest number of a page that a request can have.
    page_progress(std::uint64_t first, std::uint64_t last, page_limits const& limits);

    // Records the results of the current page, and returns how many of them belong to the list.
    std::size_t record(schema const& list, void const* results, response_info const& about);

    void end(list_end why) noexcept { end_ = why; }

    // The number of the next page.
    std::uint64_t page() const noexcept { return page_; }
    list_end end() const noexcept { return end_; }

private:
    bool is_repeated(std::uint64_t fingerprint) noexcept;

    std::uint64_t page_;
    std::uint64_t last_;
    page_limits limits_;
    std::uint64_t pages_ = 0;
    std::uint64_t results_ = 0;
    std::uint64_t previous_ = 0;  // fingerprints of the previous page
    std::uint64_t earlier_ = 0;   // and of one before it
    list_end end_ = list_end::none;
};

}  // namespace cfdns::inline v0_2::detail

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/page_progress.ipp>
#endif

#endif
