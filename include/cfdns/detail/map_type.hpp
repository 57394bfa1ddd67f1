// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_MAP_TYPE_HPP
#define CFDNS_DETAIL_MAP_TYPE_HPP

#include <cfdns/detail/config.hpp>

#include <concepts>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

// What a schema needs of a std::map from text.
namespace cfdns::inline v0_2::detail {

template <class T>
inline constexpr bool is_map = false;
template <class T, class Compare, class Allocator>
inline constexpr bool is_map<std::map<std::string, T, Compare, Allocator>> = true;

struct map_entry {
    std::string const* name;  // owned by the map
    void* value;
};

struct map_functions {
    // The entry of that name with the default value; added if there is none.
    map_entry (*insert)(void* map, std::string_view name);
    void (*erase)(void* map, std::string const& name);
    std::size_t (*size)(void const* map);
    // Calls `use` with each entry in order until it returns false, which is then returned.
    bool (*visit)(void const* map, void* context,
                  bool (*use)(void* context, std::string_view name, void const* value));
};

template <class Map>
map_entry insert_entry(void* map, std::string_view name) {
    auto const [at, added] = static_cast<Map*>(map)->try_emplace(std::string{name});
    if (!added) at->second = typename Map::mapped_type{};
    return {std::addressof(at->first), std::addressof(at->second)};
}

template <class Map>
void erase_entry(void* map, std::string const& name) {
    auto const at = static_cast<Map*>(map)->find(name);  // `name` may be a part of the entry
    if (at != static_cast<Map*>(map)->end()) static_cast<Map*>(map)->erase(at);
}

template <class Map>
std::size_t count_entries(void const* map) {
    return static_cast<Map const*>(map)->size();
}

template <class Map>
bool visit_entries(void const* map, void* context,
                   bool (*use)(void* context, std::string_view name, void const* value)) {
    for (auto const& entry : *static_cast<Map const*>(map))
        if (!use(context, entry.first, std::addressof(entry.second))) return false;
    return true;
}

template <class Map>
inline constexpr map_functions map_functions_of{&insert_entry<Map>, &erase_entry<Map>, &count_entries<Map>,
                                                &visit_entries<Map>};

}  // namespace cfdns::inline v0_2::detail

#endif
