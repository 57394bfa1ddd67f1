// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_LIST_POSITION_IPP
#define CFDNS_IMPL_FLOWS_LIST_POSITION_IPP

#include <cfdns/core/response.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

// Where in a list something could not be read.
namespace cfdns::inline v0_2::detail {

// With this number of mismatches, there may be more that were not recorded.
inline constexpr std::size_t recorded_mismatches = 64;

// The index and the member of "/result/12/ip"; the member is empty if it is the element itself.
struct list_position {
    std::size_t index{};
    std::string_view member{};
};

CFDNS_DECL std::optional<list_position> position_of(std::string_view pointer) {
    if (!pointer.starts_with("/result/")) return std::nullopt;
    pointer.remove_prefix(8);
    std::size_t const end = (std::min)(pointer.find('/'), pointer.size());
    if (end == 0) return std::nullopt;
    list_position out;
    for (char const c : pointer.substr(0, end)) {
        if (!is_digit(c)) return std::nullopt;
        out.index = out.index * 10 + static_cast<std::size_t>(c - '0');
    }
    std::string_view const member = pointer.substr((std::min)(end + 1, pointer.size()));
    out.member = member.substr(0, member.find('/'));
    return out;
}

// The indexes of the elements that were left out of a list, which shift those that follow.
CFDNS_DECL std::vector<std::size_t> left_out_of(std::vector<mismatch> const& mismatches) {
    std::vector<std::size_t> out;
    for (mismatch const& one : mismatches)
        if (auto const at = position_of(one.pointer); at && at->member.empty()) out.push_back(at->index);
    return out;
}

CFDNS_DECL std::size_t index_without(std::vector<std::size_t> const& left_out, std::size_t index) {
    return index -
           static_cast<std::size_t>(std::count_if(left_out.begin(), left_out.end(),
                                                  [&](std::size_t before) { return before < index; }));
}

}  // namespace cfdns::inline v0_2::detail

#endif
