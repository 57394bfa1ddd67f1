// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_SCHEMA_HPP
#define CFDNS_DETAIL_SCHEMA_HPP

#include <cfdns/detail/bytes.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/error.hpp>
#include <cfdns/extra.hpp>
#include <cfdns/required.hpp>
#include <cfdns/secret.hpp>
#include <cfdns/timestamp.hpp>

#include <bit>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

// Types as constant data. The reader, the writer and the path builder are ordinary functions over these tables, so a new
// struct costs its table and nothing else.
namespace cfdns::inline v1::detail {

enum class kind : unsigned char {
    none,  // no type is of it: see the reader
    boolean, int32, int64, uint32, uint64, real, seconds, string, secret, timestamp,  // one JSON scalar each
    optional, array, object
};

struct schema;

// Whether the text is one JSON value. A template so that only who uses it pays for the parser: hence the pointer below.
class reader;
template <class Handler>
[[nodiscard]] bool is_json(std::string_view text);

struct field {
    std::string_view name{};
    schema const* type = nullptr;
    void* (*locate)(void* object) = nullptr;
    bool required = false;  // a reply without it is no good; otherwise absent, null and ill-typed read as empty
};

inline constexpr std::size_t max_fields = 64;  // of a struct: a set of them is a 64-bit number

// The name of what ends every table of fields: no UTF-8, so no member has it.
inline constexpr std::string_view no_name{"\xff"};
inline constexpr field no_fields[]{{no_name}};

// Which fields a name may belong to, by a hash that needs no search to be made and is seldom ambiguous.
class name_index {
public:
    constexpr name_index() noexcept = default;
    constexpr name_index(field const* fields, std::size_t count) noexcept {
        for (std::size_t i = 0; i != count; ++i) candidates_[bucket_of(fields[i].name)] |= std::uint64_t{1} << i;
    }
    // A set of indexes of fields.
    [[nodiscard]] constexpr std::uint64_t candidates(std::string_view name) const noexcept {
        return candidates_[bucket_of(name)];
    }

private:
    static constexpr std::size_t buckets = 16;
    static constexpr std::size_t bucket_of(std::string_view name) noexcept {
        if (name.empty()) return 0;
        auto const byte = [](char c) { return std::size_t{static_cast<unsigned char>(c)}; };
        return (name.size() + 3 * byte(name.front()) + byte(name.back())) % buckets;
    }

    std::uint64_t candidates_[buckets]{};
};

inline constexpr name_index no_names{};

struct element_range {
    void const* first;
    std::size_t count, stride;
};

struct schema {
    kind what{};
    void (*reset)(void* value) = nullptr;                       // back to the default; params have none
    schema const* element = nullptr;                            // optional, array
    void* (*add)(void* value) = nullptr;                        // optional, array: a new element; size() < capacity()
    element_range (*elements)(void const* value) = nullptr;     // optional, array
    void (*reserve)(void* value, std::size_t count) = nullptr;  // array
    field const* fields = no_fields;                            // object; after them one of no_name
    std::size_t field_count = 0;
    name_index const* names = &no_names;
    std::uint64_t required_mask = 0;
    extra_members* (*extra)(void* object) = nullptr;            // where members of other names go, if anywhere
    bool (*is_extra)(std::string_view json) = nullptr;          // with `extra`: what their values must be
    int text_field = -1;           // object: a bare string is read into this field
    bool forgiving_list = false;   // array: one bare element counts as a list, and a bad element leaves the others alone
};

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_vector = false;
template <class T, class Allocator>
inline constexpr bool is_vector<std::vector<T, Allocator>> = true;
template <class T>
inline constexpr bool is_required = false;
template <class T>
inline constexpr bool is_required<required<T>> = true;

template <class T>
struct unwrap_required {
    using type = T;
};
template <class T>
struct unwrap_required<required<T>> {
    using type = T;
};

// Structs of the envelope: nothing in them is required, or a strange error reply would hide behind a decode error.
template <class T>
inline constexpr bool every_member_optional = false;
template <>
inline constexpr bool every_member_optional<api_message> = true;

// Field lists of structs that are declared before CFDNS_FIELDS is at hand are given by specialisation.
template <class T>
struct field_list {
    template <class Visitor>
    static constexpr void visit(Visitor& visitor)
        requires requires { T::template cfdns_visit_fields<T>(visitor); }
    {
        T::template cfdns_visit_fields<T>(visitor);
    }
};
template <>
struct field_list<api_message_source> {
    template <class Visitor>
    static constexpr void visit(Visitor& visitor) {
        visitor.template field<&api_message_source::pointer>("pointer");
    }
};
template <>
struct field_list<api_message> {
    template <class Visitor>
    static constexpr void visit(Visitor& visitor) {
        visitor.template field<&api_message::code>("code");
        visitor.template field<&api_message::message>("message");
        visitor.template field<&api_message::documentation_url>("documentation_url");
        visitor.template field<&api_message::source>("source");
        visitor.template field<&api_message::error_chain>("error_chain");
    }
};

struct null_visitor {
    template <auto>
    constexpr void field(std::string_view) {}
};

template <class T>
concept has_fields = requires(null_visitor& visitor) { field_list<T>::visit(visitor); };

// ---- the number of members of an aggregate, to prove that a field list is complete ----

// Converts to the default of any member, also of those that have none.
struct anything : placeholder {
    template <class T>
    operator T() const {
        return T{typename unwrap_required<T>::type{}};
    }
};

template <class T, std::size_t... Index>
constexpr bool takes(std::index_sequence<Index...>) {
    return requires { T{(static_cast<void>(Index), anything{})...}; };
}

// As many initialisers as listed fields fit, one more does not.
template <class T, std::size_t Count>
inline constexpr bool has_members = takes<T>(std::make_index_sequence<Count>{}) &&
                                    !takes<T>(std::make_index_sequence<Count + 1>{});

struct field_counter {
    std::size_t fields = 0, extras = 0;
    template <auto Member>
    constexpr void field(std::string_view) {
        add(Member);
    }
    template <class T, class M>
    constexpr void add(M T::*) {
        ++(std::is_same_v<M, extra_members> ? extras : fields);
    }
};

template <class T>
constexpr field_counter count_fields() {
    field_counter counter;
    field_list<T>::visit(counter);
    return counter;
}

// ---- thunks: all that differs from type to type at run time ----

template <class T, auto Member>
void* locate(void* object) {
    auto& member = static_cast<T*>(object)->*Member;
    if constexpr (is_required<std::remove_reference_t<decltype(member)>>)
        return &member.get();
    else
        return &member;
}

template <class T, auto Member>
extra_members* locate_extra(void* object) {
    return &(static_cast<T*>(object)->*Member);
}

template <class T>
void reset(void* value) {
    *static_cast<T*>(value) = T{};
}

// Initialises an aggregate in place by its default member initialisers; `emplace_back()` would zero its bytes first.
template <class T>
struct default_of {
    operator T() const { return T{}; }
};

// Growing is left to `reserve`: one copy of that code instead of two.
template <class T>
void* add(void* value) {
    using element = typename T::value_type;
    T& container = *static_cast<T*>(value);
    if constexpr (is_optional<T>) {
        return &container.emplace();
    } else {
        if (container.size() == container.capacity()) unreachable();
        if constexpr (std::is_aggregate_v<element>)
            return &container.emplace_back(default_of<element>{});
        else
            return &container.emplace_back();
    }
}

template <class T>
void reserve(void* value, std::size_t count) {
    static_cast<T*>(value)->reserve(count);
}

template <class T>
element_range elements(void const* value) {
    auto const& container = *static_cast<T const*>(value);
    if constexpr (is_optional<T>)
        return {container ? &*container : nullptr, container ? std::size_t{1} : std::size_t{0}, 0};
    else
        return {container.data(), container.size(), sizeof(typename T::value_type)};
}

// ---- the tables ----

template <class T>
constexpr schema make_schema();

template <class T>
inline constexpr schema schema_of = make_schema<T>();

constexpr std::string_view json_name(std::string_view member) noexcept {
    if (member.ends_with('_')) member.remove_suffix(1);
    return member;
}

template <class T, std::size_t Count>
struct field_table {
    detail::field fields[Count + 1]{};
    extra_members* (*extra)(void*) = nullptr;
    std::size_t count = 0;

    template <auto Member>
    constexpr void field(std::string_view name) {
        add<Member>(Member, name);
    }
    template <auto Member, class M>
    constexpr void add(M T::*, std::string_view name) {
        if constexpr (std::is_same_v<M, extra_members>) {
            extra = &locate_extra<T, Member>;
        } else {
            using type = typename unwrap_required<M>::type;
            fields[count++] = {json_name(name), &schema_of<type>, &locate<T, Member>,
                               !is_optional<type> && !every_member_optional<T>};
        }
    }
};

template <class T>
constexpr auto make_fields() {
    constexpr field_counter counted = count_fields<T>();
    static_assert(has_members<T, counted.fields + counted.extras>,
                  "the field list (CFDNS_FIELDS) must name every member of its struct, once");
    static_assert(counted.fields <= max_fields, "a struct may have at most 64 fields");
    static_assert(counted.extras <= 1, "a struct may have one extra_members");
    field_table<T, counted.fields> table;
    field_list<T>::visit(table);
    table.fields[table.count].name = no_name;
    return table;
}

template <class T>
inline constexpr auto fields_of = make_fields<T>();

template <class T>
inline constexpr name_index names_of{fields_of<T>.fields, fields_of<T>.count};

template <class T>
constexpr std::uint64_t required_mask() {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i != fields_of<T>.count; ++i)
        if (fields_of<T>.fields[i].required) mask |= std::uint64_t{1} << i;
    return mask;
}

template <class>
inline constexpr bool unsupported = false;

template <class T>
constexpr kind scalar_kind() {
    if constexpr (std::is_same_v<T, bool>) return kind::boolean;
    else if constexpr (std::is_same_v<T, std::string>) return kind::string;
    else if constexpr (std::is_same_v<T, secret_string>) return kind::secret;
    else if constexpr (std::is_same_v<T, timestamp>) return kind::timestamp;
    else if constexpr (std::is_same_v<T, std::chrono::seconds>) return kind::seconds;
    else if constexpr (std::is_same_v<T, std::int32_t>) return kind::int32;
    else if constexpr (std::is_same_v<T, std::int64_t>) return kind::int64;
    else if constexpr (std::is_same_v<T, std::uint32_t>) return kind::uint32;
    else if constexpr (std::is_same_v<T, std::uint64_t>) return kind::uint64;
    else if constexpr (std::is_same_v<T, double>) return kind::real;
    else static_assert(unsupported<T>, "cfdns cannot read or write a member of this type: list the struct's members with "
                                       "CFDNS_FIELDS, or use one of the types that detail/schema.hpp names");
}

template <class T>
constexpr schema make_schema() {
    schema made;
    if constexpr (requires { T{}; }) made.reset = &reset<T>;
    if constexpr (is_optional<T>) {
        made.what = kind::optional;
        made.element = &schema_of<typename T::value_type>;
        made.add = &add<T>;
        made.elements = &elements<T>;
    } else if constexpr (is_vector<T>) {
        static_assert(!std::is_same_v<typename T::value_type, bool>, "vector<bool> has no elements to point to");
        made.what = kind::array;
        made.element = &schema_of<typename T::value_type>;
        made.add = &add<T>;
        made.elements = &elements<T>;
        made.reserve = &reserve<T>;
        made.forgiving_list = std::is_same_v<typename T::value_type, api_message>;
    } else if constexpr (has_fields<T>) {
        made.what = kind::object;
        made.fields = fields_of<T>.fields;
        made.field_count = fields_of<T>.count;
        made.names = &names_of<T>;
        made.required_mask = required_mask<T>();
        made.extra = fields_of<T>.extra;
        if constexpr (count_fields<T>().extras != 0) made.is_extra = &is_json<reader>;
        if constexpr (std::is_same_v<T, api_message>) made.text_field = 1;
    } else {
        made.what = scalar_kind<T>();
    }
    return made;
}

constexpr bool is_named(field const& f, std::string_view name) noexcept {
    if (std::is_constant_evaluated()) return f.name == name;
    return f.name.size() == name.size() && equal_bytes(f.name.data(), name.data(), name.size());
}

// Index of the field of that JSON name, or -1.
constexpr int find_field(schema const& object, std::string_view name) noexcept {
    for (std::uint64_t left = object.names->candidates(name); left != 0; left &= left - 1) {
        int const index = std::countr_zero(left);
        if (is_named(object.fields[index], name)) return index;
    }
    return -1;
}

// One more element, whether or not there is room; for lists that grow by nothing else, as often as not.
inline void* append_element(schema const& list, void* value) {
    std::size_t const count = list.elements(value).count;
    bool const power_of_two = count != 0 && (count & (count - 1)) == 0;
    list.reserve(value, power_of_two ? 2 * count : count + 1);
    return list.add(value);
}

struct schema_path {
    schema const* type;
    schema_path const* outer;
};

// Whether a value of this type may hold a secret. Types may contain themselves, so what is being looked at is remembered.
[[nodiscard]] inline bool holds_secret(schema const& type, schema_path const* outer = nullptr) noexcept {
    if (type.what == kind::secret) return true;
    for (schema_path const* at = outer; at; at = at->outer)
        if (at->type == &type) return false;
    schema_path const path{&type, outer};
    if (type.element && holds_secret(*type.element, &path)) return true;
    for (std::size_t i = 0; i != type.field_count; ++i)
        if (holds_secret(*type.fields[i].type, &path)) return true;
    return false;
}

}  // namespace cfdns::inline v1::detail

#endif
