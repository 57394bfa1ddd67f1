// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_LIST_POSITION_IPP
#define CFDNS_IMPL_LIST_POSITION_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/list_position.hpp>

#include <algorithm>

namespace cfdns::inline v0_2::detail {

CFDNS_DECL std::optional<list_position> position_of(schema const& element, std::string_view pointer) {
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
    int const field = find_field(element, out.member);
    if (field >= 0 && element.fields[field].required) out.member = {};
    return out;
}

CFDNS_DECL std::vector<std::size_t> left_out_of(schema const& element,
                                                std::vector<mismatch> const& mismatches) {
    std::vector<std::size_t> out;
    for (mismatch const& one : mismatches)
        if (auto const at = position_of(element, one.pointer); at && at->member.empty())
            out.push_back(at->index);
    return out;
}

CFDNS_DECL std::size_t index_without(std::vector<std::size_t> const& left_out, std::size_t index) {
    return index -
           static_cast<std::size_t>(std::count_if(left_out.begin(), left_out.end(),
                                                  [&](std::size_t before) { return before < index; }));
}

}  // namespace cfdns::inline v0_2::detail

#endif
