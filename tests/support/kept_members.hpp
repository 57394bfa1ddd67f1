// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_SUPPORT_KEPT_MEMBERS_HPP
#define CFDNS_TESTS_SUPPORT_KEPT_MEMBERS_HPP

#include <cfdns/detail/schema.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Takes the declared members out of a result that extra holds, anywhere in it, because they did not fit: a
// value with them has no JSON text. Returns them, as `name: text`.
inline std::vector<std::string> take_kept_members(cfdns::detail::schema const& type, void* value) {
    std::vector<std::string> taken;
    auto const take_from = [&taken](cfdns::detail::schema const& inner, void* at) {
        for (std::string& one : take_kept_members(inner, at)) taken.push_back(std::move(one));
    };
    if (type.what == cfdns::detail::kind::object) {
        for (std::size_t i = 0; i != type.field_count; ++i)
            take_from(*type.fields[i].type, type.fields[i].locate(value));
        if (!type.extra) return taken;
        for (std::size_t i = 0; i != type.field_count; ++i) {
            std::string_view const name = type.fields[i].name;
            if (auto const json = type.extra(value)->find(name))
                taken.push_back(std::string{name} + ": " + std::string{*json});
            type.extra(value)->erase(name);
        }
    } else if (type.what == cfdns::detail::kind::map) {
        auto take_from_value = [&](void const* at) { take_from(*type.element, const_cast<void*>(at)); };
        type.map->visit(value, &take_from_value, [](void* take, std::string_view, void const* at) {
            (*static_cast<decltype(take_from_value)*>(take))(at);
            return true;
        });
    } else if (type.elements) {
        cfdns::detail::element_range const range = type.elements(value);
        auto* element = static_cast<unsigned char*>(const_cast<void*>(range.first));
        for (std::size_t i = 0; i != range.count; ++i, element += range.stride)
            take_from(*type.element, element);
    }
    return taken;
}

#endif
