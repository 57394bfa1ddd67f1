// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_SCHEMA_HPP
#define CFDNS_DETAIL_SCHEMA_HPP

#include <cfdns/core/alternative.hpp>
#include <cfdns/core/extra.hpp>
#include <cfdns/core/form_file.hpp>
#include <cfdns/core/nullable.hpp>
#include <cfdns/core/required.hpp>
#include <cfdns/core/route.hpp>
#include <cfdns/core/secret.hpp>
#include <cfdns/core/timestamp.hpp>
#include <cfdns/detail/bytes.hpp>
#include <cfdns/detail/codegen.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/map_type.hpp>
#include <cfdns/detail/reading_traits.hpp>
#include <cfdns/detail/scalar_type.hpp>

#include <array>
#include <bit>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// Types as constant tables. The reader, the writer and the path builder are ordinary functions over these
// tables, so a new struct adds only its table to the program.
namespace cfdns::inline v0_2::detail {

enum class kind : unsigned char {
    none,     // the type of values that the reader ignores
    boolean,  // from here to custom: scalars
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
    real,
    seconds,
    string,
    secret,
    timestamp,
    custom,  // a type with scalar_traits
    optional,
    nullable,
    array,
    object,
    map,
    variant,
    file
};

constexpr bool is_integer(kind what) noexcept { return what >= kind::int8 && what <= kind::uint64; }
constexpr bool is_signed_integer(kind what) noexcept { return what >= kind::int8 && what <= kind::int64; }

// Calls `use` with an integer of that kind, widened to 64 bits.
template <class Use>
decltype(auto) with_integer(kind what, void const* value, Use&& use) {
    auto const* const bytes = static_cast<char const*>(value);
    switch (what) {
        case kind::int8: return use(std::int64_t{load<std::int8_t>(bytes)});
        case kind::int16: return use(std::int64_t{load<std::int16_t>(bytes)});
        case kind::int32: return use(std::int64_t{load<std::int32_t>(bytes)});
        case kind::int64: return use(load<std::int64_t>(bytes));
        case kind::uint8: return use(std::int64_t{load<std::uint8_t>(bytes)});
        case kind::uint16: return use(std::int64_t{load<std::uint16_t>(bytes)});
        case kind::uint32: return use(std::int64_t{load<std::uint32_t>(bytes)});
        default: return use(load<std::uint64_t>(bytes));
    }
}

// A number as two's complement bits, and whether it is representable in the given integer kind.
struct integer_bits {
    bool fit;
    std::uint64_t bits;
    unsigned size;  // in bytes
};
constexpr integer_bits to_integer(kind what, bool negative, std::uint64_t magnitude) noexcept {
    unsigned const power = (static_cast<unsigned>(what) - static_cast<unsigned>(kind::int8)) % 4;
    unsigned const size = 1u << power;
    unsigned const digits = 8 * size - (is_signed_integer(what) ? 1 : 0);
    std::uint64_t const greatest = ~std::uint64_t{0} >> (64 - digits);
    std::uint64_t const least = is_signed_integer(what) ? greatest + 1 : 0;  // magnitude of the minimum
    return {magnitude <= (negative ? least : greatest), negative ? 0 - magnitude : magnitude, size};
}

struct schema;
struct union_type;

// Whether the text is a single JSON value. A template that is called through a pointer, so that only
// programs that use it instantiate the parser.
class reader;
template <class Handler>
[[nodiscard]] bool is_json(std::string_view text);

struct field {
    std::string_view name{};
    schema const* type = nullptr;
    void* (*locate)(void* object) = nullptr;
    // Whether its absence makes the enclosing object invalid. Otherwise absent, null and mismatched values
    // are read as empty.
    bool required = false;
    bool is_struct = false;  // possibly in an optional or nullable
    bool is_union = false;   // possibly in an optional. It is not found by name: its members are flattened.
};

inline constexpr std::size_t max_fields = 64;  // per struct: sets of fields are 64-bit masks

// The name of the sentinel after the fields of a table. It is not valid UTF-8, so no member can have it.
inline constexpr std::string_view no_name{"\xff"};
inline constexpr field no_fields[]{{no_name}};

// Maps a name to candidate fields, using a cheap hash that is computed at compile time and need not be
// perfect.
class name_index {
public:
    constexpr name_index() noexcept = default;
    constexpr name_index(field const* fields, std::size_t count) noexcept {
        for (std::size_t i = 0; i != count; ++i)
            if (!fields[i].is_union) candidates_[bucket_of(fields[i].name)] |= std::uint64_t{1} << i;
    }
    // The set of indexes of candidate fields.
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

// Maps have no fields. While one is read, this bit is set in place of the set of fields if no value was left
// out.
inline constexpr std::uint64_t all_values_fit = 1;

struct element_range {
    void const* first;
    std::size_t count, stride;
};

struct union_functions;
struct refusal;
class text_buffer;

struct schema {
    kind what{};
    void (*reset)(void* value) = nullptr;  // assigns the default value; parameters have none

    // optional, nullable, array, and map except for the functions. `add` requires size() < capacity() for an
    // array.
    schema const* element = nullptr;
    void* (*add)(void* value) = nullptr;
    element_range (*elements)(void const* value) = nullptr;

    // array. `remove_last` is set if elements can be dropped.
    void (*reserve)(void* value, std::size_t count) = nullptr;
    void (*remove_last)(void* value) = nullptr;

    // nullable
    void (*set_null)(void* value) = nullptr;
    bool (*is_null)(void const* value) = nullptr;

    // object. The fields are followed by a sentinel with the name `no_name`.
    field const* fields = no_fields;
    std::size_t field_count = 0;
    name_index const* names = &no_names;
    std::uint64_t required_mask = 0;
    std::uint64_t id = 0;                               // object: distinguishes it from all other types
    extra_members* (*extra)(void* object) = nullptr;    // the extra members, if the struct has them
    bool (*is_extra)(std::string_view json) = nullptr;  // with `extra`: checks the value of an extra member
    int text_field = -1;                                // a string in place of the object sets this field

    // array
    bool lenient_list = false;          // a single element is accepted in place of the list
    bool drops_bad_elements = false;    // mismatched elements are dropped
    bool empties_bad_elements = false;  // mismatched elements are emptied

    map_functions const* map = nullptr;
    scalar_functions const* scalar = nullptr;     // custom
    std::uint64_t union_fields = 0;               // object: the set of fields that are unions
    union_functions const* unions = nullptr;      // object: null if it has no unions
    union_type const* choices = nullptr;          // variant
    bound const* bounds = nullptr;                // object: its limits of numbers
    std::uint32_t const* bound_fields = nullptr;  // of each bound, the index of its field
    std::size_t bound_count = 0;
};

inline constexpr schema untyped{};  // of values that are not stored

// An alternative of a union, and where its members go.
struct alternative_type {
    alternative_tag tag{};  // empty for the alternative without a tag
    schema const* type = &untyped;
    std::uint64_t enclosed = 0;                 // the set of fields that go into the nested object
    void* (*emplace)(void* variant) = nullptr;  // holds default values
};

// The alternative that a std::variant holds. The address is null if it is valueless.
struct held_alternative {
    std::size_t index;
    void* address;
};

// For objects with unions. Pointers, so that programs without unions do not contain these functions.
struct union_functions {
    // Writes the fields and the unions, except those in `skip`.
    bool (*write)(text_buffer& out, schema const& type, void* object, std::uint64_t skip,
                  std::optional<refusal>& refused);
    // The union one of whose alternatives may write a member of this name, or null.
    union_type const* (*find)(schema const& object, std::string_view name) noexcept;
};

// A std::variant. Its alternatives have tags of the same name.
struct union_type {
    alternative_type const* alternatives = nullptr;
    std::size_t count = 0;
    std::string_view tag{};
    alternative_type const* open = nullptr;  // the alternative without a tag, or null
    held_alternative (*held)(void* variant) = nullptr;
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
inline constexpr bool is_nullable = false;
template <class T>
inline constexpr bool is_nullable<nullable<T>> = true;
template <class T>
inline constexpr bool is_required = false;
template <class T>
inline constexpr bool is_required<required<T>> = true;

template <class T>
inline constexpr bool is_variant = false;
template <class... Alternatives>
inline constexpr bool is_variant<std::variant<Alternatives...>> = true;
template <class T>
inline constexpr bool is_union = is_variant<T>;
template <class T>
inline constexpr bool is_union<std::optional<T>> = is_variant<T>;

template <class T>
struct unwrap_required {
    using type = T;
};
template <class T>
struct unwrap_required<required<T>> {
    using type = T;
};

struct null_visitor {
    template <auto>
    constexpr void field(std::string_view) {}
};

template <class T>
concept has_fields = requires(null_visitor& visitor) {
    T::template cfdns_visit_fields<T>(visitor);
};

template <class T>
inline constexpr bool is_struct = has_fields<T>;
template <class T>
inline constexpr bool is_struct<std::optional<T>> = is_struct<T>;
template <class T>
inline constexpr bool is_struct<nullable<T>> = is_struct<T>;

// ---- counting the members of an aggregate, to verify that a field list is complete ----

// A default value of any type, with default values of required members.
template <class T>
T make_blank();

// Converts to a default value of any member type, including `required`.
struct any_initializer : placeholder {
    template <class T>
    operator T() const {
        return T{detail::make_blank<typename unwrap_required<T>::type>()};
    }
};

// Converts to a reference, for members that `any_initializer` cannot initialise.
struct any_reference : placeholder {
    template <class T>
    operator T&() const;
};

template <class T, std::size_t... Index>
constexpr bool takes(std::index_sequence<Index...>) {
    return requires { T{(static_cast<void>(Index), any_initializer{})...}; };
}

template <class T, std::size_t... Index>
constexpr bool takes_reference(std::index_sequence<Index...>) {
    return requires { T{(static_cast<void>(Index), any_initializer{})..., any_reference{}}; };
}

// Whether T can be initialised from `Count` values but not from one more.
template <class T, std::size_t Count>
inline constexpr bool has_members = takes<T>(std::make_index_sequence<Count>{}) &&
                                    !takes<T>(std::make_index_sequence<Count + 1>{}) &&
                                    !takes_reference<T>(std::make_index_sequence<Count>{});

// Converts to a base class of T.
template <class T>
struct any_base : placeholder {
    template <class Base>
        requires(std::is_base_of_v<Base, T> && !std::is_same_v<Base, T>)
    operator Base() const;
};

template <class T, std::size_t... Index>
constexpr bool takes_base(std::index_sequence<Index...>) {
    return requires { T{any_base<T>{}, (static_cast<void>(Index), any_initializer{})...}; };
}

// The base classes of an aggregate are initialised before its members.
template <class T, std::size_t Count>
inline constexpr bool has_base =
    takes_base<T>(std::make_index_sequence<Count>{}) || takes_base<T>(std::make_index_sequence<Count + 1>{});

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
    T::template cfdns_visit_fields<T>(counter);
    return counter;
}

// ---- thunks: the code that differs between types ----

template <class T, auto Member>
void* locate(void* object) {
    auto& member = static_cast<T*>(object)->*Member;
    if constexpr (is_required<std::remove_reference_t<decltype(member)>>)
        return std::addressof(member.get());
    else
        return std::addressof(member);
}

template <class T, auto Member>
extra_members* locate_extra(void* object) {
    return std::addressof(static_cast<T*>(object)->*Member);
}

template <class T>
void reset(void* value) {
    if constexpr (noexcept(T{})) {  // less code than an assignment
        std::destroy_at(static_cast<T*>(value));
        ::new (value) T{};
    } else {
        *static_cast<T*>(value) = T{};
    }
}

// Constructs an aggregate in place with its default member initialisers. Value-initialisation, as in
// `emplace_back()`, would zero its memory first.
template <class T>
struct in_place_default {
    operator T() const {
        if constexpr (requires { T{}; })
            return T{};
        else
            return detail::make_blank<T>();
    }
};

// Never grows the container: the code for that is instantiated only in `reserve`.
template <class T>
void* add(void* value) {
    using element = typename T::value_type;
    T& container = *static_cast<T*>(value);
    if constexpr (is_optional<T> || is_nullable<T>) {
        std::optional<element>* held = nullptr;
        if constexpr (is_nullable<T>)
            held = std::addressof(nullable_access::value_of(container));
        else
            held = std::addressof(container);
        if constexpr (requires { element{}; })
            return std::addressof(held->emplace());
        else
            return std::addressof(held->emplace(in_place_default<element>{}));
    } else {
        if (container.size() == container.capacity()) unreachable();
        if constexpr (std::is_aggregate_v<element>)
            return std::addressof(container.emplace_back(in_place_default<element>{}));
        else
            return std::addressof(container.emplace_back());
    }
}

template <class T>
void remove_last(void* value) {
    static_cast<T*>(value)->pop_back();
}

template <class T>
void set_null(void* value) {
    *static_cast<T*>(value) = nullptr;
}

template <class T>
bool is_null(void const* value) {
    return static_cast<T const*>(value)->is_null();
}

template <class T>
void reserve(void* value, std::size_t count) {
    static_cast<T*>(value)->reserve(count);
}

template <class T>
element_range elements(void const* value) {
    auto const& container = *static_cast<T const*>(value);
    if constexpr (is_optional<T> || is_nullable<T>)
        return {container ? std::addressof(*container) : nullptr,
                container ? std::size_t{1} : std::size_t{0}, 0};
    else
        return {container.data(), container.size(), sizeof(typename T::value_type)};
}

// g++ warns that std::optional's own constructor is chosen over the conversion; the result is undone below.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#endif

template <class T, std::size_t... Index>
T make_blank_struct(std::index_sequence<Index...>);

template <class T>
T make_blank() {
    if constexpr (requires { T{}; }) {
        return T{};
    } else if constexpr (is_variant<T>) {
        return T{std::in_place_index<0>, detail::make_blank<std::variant_alternative_t<0, T>>()};
    } else {
        constexpr field_counter counted = count_fields<T>();
        return make_blank_struct<T>(std::make_index_sequence<counted.fields + counted.extras>{});
    }
}

// ---- tables ----

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
            fields[count++] = {
                json_name(name),
                &schema_of<type>,
                &locate<T, Member>,
                !is_optional<type> && !is_nullable<type> && !reading_traits_of<T>.members_optional,
                is_struct<type>,
                is_union<type>};
        }
    }
};

enum class list_problem { none, member_twice, name_twice };

template <std::size_t Count>
struct name_collector {
    std::string_view names[Count + 1]{};
    std::size_t count = 0;
    template <auto>
    constexpr void field(std::string_view name) {
        names[count++] = name;
    }
};

// Two entries denote the same member if their names are equal.
template <class T, std::size_t Count>
constexpr list_problem check_names() {
    name_collector<Count> listed;
    T::template cfdns_visit_fields<T>(listed);
    for (std::size_t i = 0; i != Count; ++i)
        for (std::size_t k = 0; k != i; ++k) {
            if (listed.names[i] == listed.names[k]) return list_problem::member_twice;
            if (json_name(listed.names[i]) == json_name(listed.names[k])) return list_problem::name_twice;
        }
    return list_problem::none;
}

template <class T>
constexpr auto make_fields() {
    constexpr field_counter counted = count_fields<T>();
    constexpr std::size_t members = counted.fields + counted.extras;
    constexpr bool aggregate = std::is_aggregate_v<T>;
    constexpr bool derived = aggregate && has_base<T, members>;
    constexpr list_problem problem = check_names<T, members>();
    static_assert(
        aggregate,
        "a struct with CFDNS_FIELDS must be an aggregate: no constructors, no virtual functions, no "
        "private or protected members");
    static_assert(!derived, "a struct with CFDNS_FIELDS must not have base classes");
    static_assert(counted.extras <= 1, "a struct may have one extra_members");
    static_assert(problem != list_problem::member_twice, "CFDNS_FIELDS names a member twice");
    static_assert(problem != list_problem::name_twice, "two members of a struct have the same JSON name");
    static_assert(!aggregate || derived || has_members<T, members>,
                  "the field list (CFDNS_FIELDS) must name every member of its struct, once");
    static_assert(counted.fields <= max_fields, "a struct may have at most 64 fields");
    field_table<T, counted.fields> table;
    T::template cfdns_visit_fields<T>(table);
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

template <class T>
constexpr int field_index(std::string_view name) noexcept {
    for (std::size_t i = 0; i != fields_of<T>.count; ++i)
        if (fields_of<T>.fields[i].name == name) return static_cast<int>(i);
    return -1;
}

// Elements that may be dropped from a list. Numbers and lists may not, because their position can matter, as
// in a row of a table.
template <class T>
inline constexpr bool is_droppable_element =
    has_fields<T> || std::is_same_v<T, std::string> || std::is_same_v<T, secret_string> ||
    std::is_same_v<T, timestamp> || has_scalar_traits<T>;

template <class>
inline constexpr bool unsupported = false;

template <class T>
constexpr kind scalar_kind() {
    if constexpr (std::is_same_v<T, bool>)
        return kind::boolean;
    else if constexpr (std::is_same_v<T, std::string>)
        return kind::string;
    else if constexpr (std::is_same_v<T, secret_string>)
        return kind::secret;
    else if constexpr (std::is_same_v<T, timestamp>)
        return kind::timestamp;
    else if constexpr (std::is_same_v<T, form_file>)
        return kind::file;
    else if constexpr (std::is_same_v<T, std::chrono::seconds>)
        return kind::seconds;
    else if constexpr (number<T> && std::is_integral_v<T>) {
        constexpr auto smallest = static_cast<unsigned>(std::is_signed_v<T> ? kind::int8 : kind::uint8);
        static_assert(sizeof(T) <= 8, "cfdns cannot read or write integers of more than 64 bits");
        return static_cast<kind>(smallest + static_cast<unsigned>(std::countr_zero(sizeof(T))));
    } else if constexpr (std::is_same_v<T, double>)
        return kind::real;
    else if constexpr (has_scalar_traits<T>)
        return kind::custom;
    else
        static_assert(
            unsupported<T>,
            "cfdns cannot read or write a member of this type: list the struct's members with "
            "CFDNS_FIELDS, specialise scalar_traits, or use bool, an integer, double, std::string, "
            "secret_string, timestamp, std::chrono::seconds, or an optional, nullable, std::vector or "
            "std::map from std::string of one of these");
}

template <class T>
concept has_bounds = requires {
    { *std::begin(T::bounds) } -> std::same_as<bound const&>;
};

template <class T>
constexpr bool bounds_are_valid() noexcept {
    for (bound const& b : T::bounds) {
        int const index = field_index<T>(b.member);
        if (index < 0) return false;
        schema const* type = fields_of<T>.fields[index].type;
        if (type->what == kind::optional || type->what == kind::nullable) type = type->element;
        if (!is_integer(type->what) && type->what != kind::seconds) return false;
    }
    return true;
}

template <class T>
constexpr auto find_bound_fields() noexcept {
    std::array<std::uint32_t, std::size(T::bounds)> out{};
    for (std::size_t i = 0; i != out.size(); ++i)
        out[i] = static_cast<std::uint32_t>(field_index<T>(T::bounds[i].member));
    return out;
}

template <class T>
inline constexpr auto bound_fields_of = find_bound_fields<T>();

// The name of the function, with its template arguments.
#if defined(_MSC_VER) && !defined(__clang__)
#define CFDNS_DETAIL_FUNCTION_NAME __FUNCSIG__
#else
#define CFDNS_DETAIL_FUNCTION_NAME __PRETTY_FUNCTION__
#endif

// A hash of the type's name (FNV-1a).
template <class T>
constexpr std::uint64_t type_id() noexcept {
    std::uint64_t hash = 0xcbf2'9ce4'8422'2325u;
    for (char const c : CFDNS_DETAIL_FUNCTION_NAME)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100'0000'01b3u;
    return hash;
}

// Defined in alternatives.hpp, as only programs with unions need them.
template <class Variant>
constexpr union_type const* union_table() noexcept;
template <class T>
constexpr union_functions const* check_unions();

template <class T>
constexpr std::uint64_t union_mask() {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i != fields_of<T>.count; ++i)
        if (fields_of<T>.fields[i].is_union) mask |= std::uint64_t{1} << i;
    return mask;
}

template <class T>
constexpr schema make_schema() {
    schema made;
    if constexpr (requires { T{}; }) made.reset = &reset<T>;
    if constexpr (is_optional<T> || is_nullable<T> || is_vector<T>) {
        using value = typename T::value_type;
        static_assert(!is_union<value> || (is_optional<T> && is_variant<value>),
                      "a union must be a member of a struct, possibly in a required or std::optional");
    }
    if constexpr (is_optional<T> || is_nullable<T>) {
        made.what = is_optional<T> ? kind::optional : kind::nullable;
        made.element = &schema_of<typename T::value_type>;
        made.add = &add<T>;
        made.elements = &elements<T>;
        if constexpr (is_nullable<T>) {
            made.set_null = &set_null<T>;
            made.is_null = &is_null<T>;
        }
    } else if constexpr (is_vector<T>) {
        static_assert(!std::is_same_v<typename T::value_type, bool>,
                      "vector<bool> has no elements to point to");
        made.what = kind::array;
        made.element = &schema_of<typename T::value_type>;
        made.add = &add<T>;
        made.elements = &elements<T>;
        made.reserve = &reserve<T>;
        made.lenient_list = reading_traits_of<typename T::value_type>.lenient_lists;
        made.empties_bad_elements =
            made.lenient_list || is_optional<typename T::value_type> || is_nullable<typename T::value_type>;
        if constexpr (is_droppable_element<typename T::value_type>) {
            made.drops_bad_elements = !made.lenient_list;
            made.remove_last = &remove_last<T>;
        }
    } else if constexpr (is_map<T>) {
        static_assert(std::default_initializable<typename T::mapped_type>,
                      "the values of a map must be default-constructible");
        made.what = kind::map;
        made.element = &schema_of<typename T::mapped_type>;
        if constexpr (std::default_initializable<typename T::mapped_type>) made.map = &map_functions_of<T>;
        made.required_mask = all_values_fit;
    } else if constexpr (has_fields<T>) {
        static_assert(!has_scalar_traits<T>, "a type with CFDNS_FIELDS must not have scalar_traits");
        made.what = kind::object;
        made.id = type_id<T>();
        made.fields = fields_of<T>.fields;
        made.field_count = fields_of<T>.count;
        made.names = &names_of<T>;
        made.required_mask = required_mask<T>();
        made.extra = fields_of<T>.extra;
        if constexpr (count_fields<T>().extras != 0) made.is_extra = &is_json<reader>;
        if constexpr (!reading_traits_of<T>.text_member.empty())
            made.text_field = field_index<T>(reading_traits_of<T>.text_member);
        if constexpr (has_bounds<T>) {
            static_assert(bounds_are_valid<T>(),
                          "bounds must name integer or seconds members of their struct");
            made.bounds = std::begin(T::bounds);
            made.bound_fields = bound_fields_of<T>.data();
            made.bound_count = std::size(T::bounds);
        }
        made.union_fields = union_mask<T>();
        if constexpr (union_mask<T>() != 0) made.unions = check_unions<T>();
    } else if constexpr (is_variant<T>) {
        made.what = kind::variant;
        made.choices = union_table<T>();
    } else {
        made.what = scalar_kind<T>();
        if constexpr (has_scalar_traits<T>) {
            static_assert(scalar_kind<T>() == kind::custom,
                          "scalar_traits must not be specialised for a type that is supported without it");
            made.scalar = &scalar_functions_of<T>;
        }
    }
    return made;
}

template <class T, std::size_t... Index>
T make_blank_struct(std::index_sequence<Index...>) {
    T blank{(static_cast<void>(Index), any_initializer{})...};
    // `any_initializer` makes an optional hold a default value instead of being empty.
    for (std::size_t i = 0; i != fields_of<T>.count; ++i) {
        field const& f = fields_of<T>.fields[i];
        if (!f.required && f.type->reset) f.type->reset(f.locate(std::addressof(blank)));
    }
    return blank;
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

constexpr bool is_named(field const& f, std::string_view name) noexcept {
    if (std::is_constant_evaluated()) return f.name == name;
    return f.name.size() == name.size() && equal_bytes(f.name.data(), name.data(), name.size());
}

// The index of the field with that JSON name, or -1.
constexpr int find_field(schema const& object, std::string_view name) noexcept {
    for (std::uint64_t left = object.names->candidates(name); left != 0; left &= left - 1) {
        int const index = std::countr_zero(left);
        if (is_named(object.fields[index], name)) return index;
    }
    return -1;
}

// The struct that a type is, possibly in an optional or nullable; otherwise null.
constexpr schema const* struct_of(schema const& type) noexcept {
    schema const* at = &type;
    while (at->what == kind::optional || at->what == kind::nullable) at = at->element;
    return at->what == kind::object ? at : nullptr;
}

// The declared member that the name of a query parameter denotes, or null: "account.id" is the member `id`
// of the struct `account`. Members of `object` in `skip` are not in the query.
constexpr field const* find_query_member(schema const& object, std::string_view name,
                                         std::uint64_t skip = 0) noexcept {
    std::size_t const dot = name.find('.');
    int const found = find_field(object, name.substr(0, dot));
    if (found < 0 || (skip >> found & 1) != 0) return nullptr;
    field const& f = object.fields[found];
    if (dot == std::string_view::npos) return &f;
    schema const* const inner = struct_of(*f.type);
    return inner ? find_query_member(*inner, name.substr(dot + 1)) : nullptr;
}

// Whether a member is not sent: an empty optional or an absent nullable.
inline bool is_absent(schema const& type, void const* value) {
    if (type.what != kind::optional && type.what != kind::nullable) return false;
    return type.elements(value).count == 0 && (!type.is_null || !type.is_null(value));
}

// Appends an element, growing the list geometrically.
inline void* append_element(schema const& list, void* value) {
    std::size_t const count = list.elements(value).count;
    bool const power_of_two = count != 0 && (count & (count - 1)) == 0;
    list.reserve(value, power_of_two ? 2 * count : count + 1);
    return list.add(value);
}

constexpr bool has_element(schema const& type) noexcept {
    return type.what == kind::optional || type.what == kind::nullable || type.what == kind::array ||
           type.what == kind::map;
}

struct schema_path {
    schema const* type;
    schema_path const* outer;
};

// Whether the predicate holds for a type or for any type in it. `outer` is the chain of enclosing types,
// since types may be recursive. Compares no addresses: g++ 12 with -fsanitize=undefined cannot do so at
// compile time.
constexpr bool any_type(schema const& type, bool (*predicate)(schema const&) noexcept,
                        schema_path const* outer = nullptr) noexcept {
    if (predicate(type)) return true;
    if (type.what == kind::object)
        for (schema_path const* at = outer; at; at = at->outer)
            if (at->type->id == type.id) return false;
    schema_path const path{&type, outer};
    if (has_element(type)) return any_type(*type.element, predicate, &path);
    for (std::size_t i = 0; i != type.field_count; ++i)
        if (any_type(*type.fields[i].type, predicate, &path)) return true;
    if (type.what == kind::variant)
        for (std::size_t i = 0; i != type.choices->count; ++i)
            if (any_type(*type.choices->alternatives[i].type, predicate, &path)) return true;
    return false;
}

// Whether a value of this type may contain a secret.
[[nodiscard]] constexpr bool holds_secret(schema const& type) noexcept {
    return any_type(type, [](schema const& at) noexcept { return at.what == kind::secret; });
}

[[nodiscard]] constexpr bool holds_file(schema const& type) noexcept {
    return any_type(type, [](schema const& at) noexcept { return at.what == kind::file; });
}

[[nodiscard]] constexpr bool holds_map(schema const& type) noexcept {
    return any_type(type, [](schema const& at) noexcept { return at.what == kind::map; });
}

[[nodiscard]] constexpr bool holds_union(schema const& type) noexcept {
    return any_type(type, [](schema const& at) noexcept { return at.what == kind::variant; });
}

}  // namespace cfdns::inline v0_2::detail

#endif
