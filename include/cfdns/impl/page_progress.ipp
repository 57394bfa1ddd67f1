// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_PAGE_PROGRESS_IPP
#define CFDNS_IMPL_PAGE_PROGRESS_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/list_position.hpp>
#include <cfdns/detail/page_progress.hpp>
#include <cfdns/detail/text_buffer.hpp>
#include <cfdns/detail/writer.hpp>

#include <bit>
#include <limits>
#include <string>
#include <string_view>

namespace cfdns::inline v0_2::detail {

// FNV-1a.
CFDNS_DECL std::uint64_t hash_of(std::string_view text) noexcept {
    std::uint64_t hash = 0xcbf2'9ce4'8422'2325u;
    for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01b3u;
    return hash;
}

// The id of an object, or null if its type has none. Other members may change from one response to the next.
CFDNS_DECL std::string const* id_of(schema const& type, void* object) {
    int const index = type.what == kind::object ? find_field(type, "id") : -1;
    if (index < 0) return nullptr;
    schema const* id = type.fields[index].type;
    void const* value = type.fields[index].locate(object);
    if (id->what == kind::optional) {
        if (id->elements(value).count == 0) return nullptr;
        value = id->elements(value).first;
        id = id->element;
    }
    return id->what == kind::string ? static_cast<std::string const*>(value) : nullptr;
}

// Does not depend on the order of the results, which the service may change.
CFDNS_DECL std::uint64_t fingerprint_of(schema const& list, void const* results) {
    element_range const range = list.elements(results);
    auto const* element = static_cast<unsigned char const*>(range.first);
    std::uint64_t sum = range.count;
    for (std::size_t i = 0; i != range.count; ++i, element += range.stride) {
        // Nothing is written through the pointer.
        if (std::string const* const id = id_of(*list.element, const_cast<unsigned char*>(element))) {
            sum += hash_of(*id);
        } else {
            text_buffer json;
            static_cast<void>(append_value(json, *list.element, element));
            sum += hash_of(json.view());
        }
    }
    return sum;
}

// The number of results that were left out because they could not be read; unlimited if it is not known.
CFDNS_DECL std::size_t count_left_out(schema const& list, response_info const& about) {
    if (about.mismatches.size() >= recorded_mismatches) return (std::numeric_limits<std::size_t>::max)() / 2;
    return left_out_of(*list.element, about.mismatches).size();
}

CFDNS_DECL page_progress::page_progress(std::uint64_t first, std::uint64_t last, page_limits const& limits)
    : page_(first), last_(last), limits_(limits) {
    if (limits.max_pages == 0 || limits.max_results == 0) end_ = list_end::limit;
}

// Compares with the previous page and with an earlier one, the pages 1, 2, 4, 8 and so on in turn. This
// finds every cycle with constant memory (Brent's algorithm).
CFDNS_DECL bool page_progress::is_repeated(std::uint64_t fingerprint) noexcept {
    bool const repeated = pages_ > 1 && (fingerprint == previous_ || fingerprint == earlier_);
    if (std::has_single_bit(pages_)) earlier_ = fingerprint;
    previous_ = fingerprint;
    return repeated;
}

CFDNS_DECL std::size_t page_progress::record(schema const& list, void const* results,
                                             response_info const& about) {
    std::size_t const count = list.elements(results).count;
    std::size_t const received = count + count_left_out(list, about);
    page_info const info = about.result_info.value_or(page_info{});
    // 0 says nothing if there are results.
    std::uint64_t const total = info.total_pages.value_or(0);
    bool const is_last = total != 0 && page_ >= total;
    bool const is_before_last = page_ < total;
    ++pages_;
    ++page_;

    if (received == 0) {
        end_ = list_end::empty_page;
        return 0;
    }
    if (is_repeated(fingerprint_of(list, results))) {
        end_ = list_end::repeated_page;
        return 0;
    }
    std::uint64_t const wanted = limits_.max_results - results_;
    std::size_t const kept = count < wanted ? count : static_cast<std::size_t>(wanted);
    results_ += kept;
    bool const truncated = kept < count;
    if (!truncated && is_last)
        end_ = list_end::last_page;
    else if (!truncated && !is_before_last && info.per_page && received < *info.per_page)
        end_ = list_end::short_page;
    else if (truncated || results_ == limits_.max_results || pages_ == limits_.max_pages || page_ > last_)
        end_ = list_end::limit;
    return kept;
}

}  // namespace cfdns::inline v0_2::detail

#endif
