// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_EXTRA_IPP
#define CFDNS_IMPL_EXTRA_IPP

#include <cfdns/core/extra.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/json_string.hpp>

namespace cfdns::inline v0_2 {

CFDNS_DECL void extra_members::set(std::string_view name, std::string_view json) {
    extra_members changed;
    bool found = false;
    auto const append = [&changed](std::string_view n, std::string_view j) {
        std::size_t const start = changed.text_.size();
        changed.text_.append(n).append(j);
        changed.positions_.push_back({start, start + n.size(), changed.text_.size()});
    };
    for (extra_member const member : *this) {
        if (member.name != name)
            append(member.name, member.json);
        else if (!found)
            append(name, json);
        found = found || member.name == name;
    }
    if (!found) append(name, json);
    *this = std::move(changed);
}

CFDNS_DECL void extra_members::set_text(std::string_view name, std::string_view text) {
    std::string json;
    detail::append_string(json, text);
    set(name, json);
}

CFDNS_DECL bool extra_members::erase(std::string_view name) {
    return std::erase_if(positions_, [&](position const& at) {
               return std::string_view{text_}.substr(at.name, at.json - at.name) == name;
           }) != 0;
}

CFDNS_DECL std::optional<std::string_view> extra_members::find(std::string_view name) const noexcept {
    for (std::size_t i = size(); i != 0; --i)
        if ((*this)[i - 1].name == name) return (*this)[i - 1].json;
    return std::nullopt;
}

}  // namespace cfdns::inline v0_2

#endif
