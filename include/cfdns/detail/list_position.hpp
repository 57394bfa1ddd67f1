// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_LIST_POSITION_HPP
#define CFDNS_DETAIL_LIST_POSITION_HPP

#include <cfdns/core/response.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/schema.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

// Where in a list something could not be read.
namespace cfdns::inline v0_2::detail {

// With this number of mismatches, there may be more that were not recorded.
inline constexpr std::size_t recorded_mismatches = 64;

// The index and the member of "/result/12/ip". The member is empty if the element itself could not be read,
// or a member that it needs: it was then left out of the list.
struct list_position {
    std::size_t index{};
    std::string_view member{};
};

[[nodiscard]] std::optional<list_position> position_of(schema const& element, std::string_view pointer);

// The indexes of the elements that were left out of a list, which shift those that follow.
[[nodiscard]] std::vector<std::size_t> left_out_of(schema const& element,
                                                   std::vector<mismatch> const& mismatches);

[[nodiscard]] std::size_t index_without(std::vector<std::size_t> const& left_out, std::size_t index);

}  // namespace cfdns::inline v0_2::detail

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/list_position.ipp>
#endif

#endif
