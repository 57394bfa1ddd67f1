// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_ALTERNATIVES_HPP
#define CFDNS_DETAIL_ALTERNATIVES_HPP

#include <cfdns/core/alternative.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/schema.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

// Unions: std::variant members whose alternatives are flattened into the enclosing struct.
namespace cfdns::inline v0_2::detail {

// ---- what an alternative declares ----

template <class T>
concept has_tag = requires {
    requires std::same_as<decltype(T::alternative), alternative_tag const>;
};

template <class T>
concept has_outside = requires {
    { *std::begin(T::outside) } -> std::same_as<std::string_view const&>;
};

// A name or a value that needs no escape in JSON.
constexpr bool is_plain_name(std::string_view text) noexcept {
    for (char const c : text)
        if (c <= ' ' || c > '~' || c == '"' || c == '\\') return false;
    return true;
}

template <class T>
constexpr bool outside_is_valid() noexcept {
    if constexpr (has_outside<T>) {
        std::uint64_t named = 0;
        for (std::string_view const name : T::outside) {
            int const index = field_index<T>(name);
            if (index < 0 || (named >> index & 1) != 0) return false;
            named |= std::uint64_t{1} << index;
        }
    }
    return true;
}

template <class T>
constexpr std::uint64_t enclosed_fields() noexcept {
    std::uint64_t fields = 0;
    if constexpr (has_tag<T>) {
        if (T::alternative.object.empty()) return 0;
        for (std::size_t i = 0; i != fields_of<T>.count; ++i) fields |= std::uint64_t{1} << i;
        if constexpr (has_outside<T>)
            for (std::string_view const name : T::outside)
                fields &= ~(std::uint64_t{1} << field_index<T>(name));
    }
    return fields;
}

template <class Variant, std::size_t Index>
void* emplace_alternative(void* variant) {
    using type = std::variant_alternative_t<Index, Variant>;
    return std::addressof(static_cast<Variant*>(variant)->template emplace<Index>(in_place_default<type>{}));
}

template <class Variant, std::size_t Index>
constexpr alternative_type make_alternative() {
    using type = std::variant_alternative_t<Index, Variant>;
    alternative_type made;
    static_assert(has_fields<type>, "the alternatives of a union must be structs with CFDNS_FIELDS");
    if constexpr (has_fields<type>) {
        static_assert(outside_is_valid<type>(), "`outside` must name members of the alternative, each once");
        static_assert(schema_of<type>.union_fields == 0, "an alternative of a union must not have a union");
        bool constexpr nested = [] {
            if constexpr (has_tag<type>)
                return !type::alternative.object.empty();
            else
                return false;
        }();
        static_assert(nested || !has_outside<type>, "`outside` needs a tag with an `object`");
        static_assert(
            nested || count_fields<type>().extras == 0,
            "an alternative may have extra_members only if its tag has an `object`: otherwise they "
            "belong to the enclosing struct");
        made.type = &schema_of<type>;
        made.enclosed = outside_is_valid<type>() ? enclosed_fields<type>() : 0;
        made.emplace = &emplace_alternative<Variant, Index>;
        if constexpr (has_tag<type>) {
            constexpr alternative_tag const& tag = type::alternative;
            static_assert(!tag.name.empty() && !tag.value.empty() && is_plain_name(tag.name) &&
                              is_plain_name(tag.value) && is_plain_name(tag.object),
                          "an alternative_tag needs a name and a value, of printable ASCII without quotes");
            made.tag = tag;
        }
    }
    return made;
}

// ---- tables ----

template <class Variant, std::size_t... Index>
held_alternative held_by(Variant& variant, std::index_sequence<Index...>) {
    void* address = nullptr;
    static_cast<void>(((variant.index() == Index &&
                        (address = std::addressof(*std::get_if<Index>(std::addressof(variant))), true)) ||
                       ...));
    return {variant.index(), address};
}

template <class Variant>
held_alternative find_held(void* variant) {
    return detail::held_by(*static_cast<Variant*>(variant),
                           std::make_index_sequence<std::variant_size_v<Variant>>{});
}

enum class union_problem { none, no_tag, two_open, tag_names, same_value, open_without_tag };

template <std::size_t Count>
struct alternative_table {
    alternative_type entries[Count];

    [[nodiscard]] constexpr union_problem problem() const noexcept {
        std::string_view name;
        std::size_t open = Count;
        for (std::size_t i = 0; i != Count; ++i) {
            alternative_type const& a = entries[i];
            if (a.tag.name.empty()) {
                if (open != Count) return union_problem::two_open;
                open = i;
                continue;
            }
            if (!name.empty() && name != a.tag.name) return union_problem::tag_names;
            name = a.tag.name;
            for (std::size_t k = 0; k != i; ++k)
                if (entries[k].tag.value == a.tag.value) return union_problem::same_value;
        }
        if (name.empty()) return union_problem::no_tag;
        if (open == Count) return union_problem::none;
        schema const* type = entries[open].type;
        if (type->what != kind::object) return union_problem::none;
        int const own = find_field(*type, name);
        if (own < 0) return union_problem::open_without_tag;
        type = type->fields[own].type;
        if (type->what == kind::optional) type = type->element;
        return type->what == kind::string ? union_problem::none : union_problem::open_without_tag;
    }
};

template <class Variant, std::size_t... Index>
constexpr auto make_alternatives(std::index_sequence<Index...>) {
    return alternative_table<sizeof...(Index)>{{make_alternative<Variant, Index>()...}};
}

template <class Variant>
inline constexpr auto alternatives_of =
    make_alternatives<Variant>(std::make_index_sequence<std::variant_size_v<Variant>>{});

template <class Variant>
constexpr union_type make_union() {
    constexpr auto const& table = alternatives_of<Variant>;
    constexpr union_problem problem = table.problem();
    static_assert(problem != union_problem::two_open,
                  "a union may have one alternative without an alternative_tag");
    static_assert(problem != union_problem::tag_names,
                  "the tags of all alternatives of a union must have the same name");
    static_assert(problem != union_problem::same_value,
                  "two alternatives of a union have the same value of the tag");
    static_assert(
        problem != union_problem::no_tag,
        "an alternative of a union must have `static constexpr cfdns::alternative_tag alternative`");
    static_assert(problem != union_problem::open_without_tag,
                  "the alternative without an alternative_tag must have a text member of the tag's name");
    union_type made;
    made.alternatives = table.entries;
    made.count = std::variant_size_v<Variant>;
    made.held = &find_held<Variant>;
    for (alternative_type const& a : table.entries)
        if (a.tag.name.empty())
            made.open = &a;
        else
            made.tag = a.tag.name;
    return made;
}

template <class Variant>
inline constexpr union_type union_of = make_union<Variant>();

template <class Variant>
constexpr union_type const* union_table() noexcept {
    return &union_of<Variant>;
}

// ---- names ----

// Calls `use` with each name that the alternative may write into the enclosing struct, until it returns
// true. Returns whether it did.
template <class Use>
constexpr bool any_outer_name(alternative_type const& a, Use&& use) {
    if (!a.tag.name.empty() && use(a.tag.name)) return true;
    if (!a.tag.object.empty() && use(a.tag.object)) return true;
    for (std::size_t i = 0; i != a.type->field_count; ++i)
        if ((a.enclosed >> i & 1) == 0 && use(a.type->fields[i].name)) return true;
    return false;
}

// The union of an object one of whose alternatives may write a member of this name, or null.
constexpr union_type const* find_union(schema const& object, std::string_view name) noexcept {
    for (std::uint64_t left = object.union_fields; left != 0; left &= left - 1) {
        schema const* type = object.fields[std::countr_zero(left)].type;
        if (type->what == kind::optional) type = type->element;
        for (std::size_t i = 0; i != type->choices->count; ++i)
            if (any_outer_name(type->choices->alternatives[i], [name](auto n) { return n == name; }))
                return type->choices;
    }
    return nullptr;
}

// Writes the fields and the unions of an object, except those in `skip`. Returns false after it has set
// `refused`.
[[nodiscard]] bool write_fields_and_unions(text_buffer& out, schema const& type, void* object,
                                           std::uint64_t skip, std::optional<refusal>& refused);

inline constexpr union_functions functions_of_unions{&write_fields_and_unions, &find_union};

template <class T>
constexpr bool names_are_distinct() {
    auto const& own = fields_of<T>;
    for (std::size_t i = 0; i != own.count; ++i) {
        if (!own.fields[i].is_union) continue;
        schema const* type = own.fields[i].type;
        if (type->what == kind::optional) type = type->element;
        for (std::size_t k = 0; k != type->choices->count; ++k) {
            alternative_type const& a = type->choices->alternatives[k];
            bool const clash = any_outer_name(a, [&](std::string_view name) {
                int times = 0;
                static_cast<void>(any_outer_name(a, [&](std::string_view n) {
                    times += n == name ? 1 : 0;
                    return false;
                }));
                if (times > 1) return true;
                for (std::size_t m = 0; m != own.count; ++m) {
                    if (!own.fields[m].is_union) {
                        if (own.fields[m].name == name) return true;
                        continue;
                    }
                    if (m == i) continue;
                    schema const* other = own.fields[m].type;
                    if (other->what == kind::optional) other = other->element;
                    for (std::size_t n = 0; n != other->choices->count; ++n)
                        if (any_outer_name(other->choices->alternatives[n],
                                           [&](std::string_view its) { return its == name; }))
                            return true;
                }
                return false;
            });
            if (clash) return false;
        }
    }
    return true;
}

template <class T>
constexpr union_functions const* check_unions() {
    static_assert(
        names_are_distinct<T>(),
        "an alternative of a union sends a name twice, or one that another member of the enclosing "
        "struct has");
    return &functions_of_unions;
}

// The alternative for a value of the tag: the one without a tag for a value that no other one has, or null.
constexpr alternative_type const* find_alternative(union_type const& type, std::string_view value) noexcept {
    for (std::size_t i = 0; i != type.count; ++i)
        if (!type.alternatives[i].tag.name.empty() && type.alternatives[i].tag.value == value)
            return &type.alternatives[i];
    return type.open;
}

}  // namespace cfdns::inline v0_2::detail

#endif
