// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_FIELDS_HPP
#define CFDNS_CORE_FIELDS_HPP

#include <cfdns/detail/config.hpp>

#include <cstddef>
#include <string_view>

namespace cfdns::inline v0_2::detail {

// The number of names in a list such as "id, ip".
constexpr std::size_t count_names(std::string_view list) noexcept {
    std::size_t count = list.empty() ? 0 : 1;
    for (char const c : list) count += c == ',' ? 1 : 0;
    return count;
}

// The first name of a list, which is removed.
constexpr std::string_view take_name(std::string_view& list) noexcept {
    std::size_t const comma = list.find(',');
    std::string_view name = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    return name;
}

// Whether the list consists of identifiers.
constexpr bool are_names(std::string_view list) noexcept {
    for (std::size_t left = count_names(list); left != 0; --left) {
        std::string_view const name = take_name(list);
        if (name.empty()) return false;
        for (char const c : name)
            if (c == ':' || c == '.' || c == ' ' || c == '(') return false;
    }
    return true;
}

// The same, where the compiler is not to evaluate it before Self is known: evaluating it for every struct of
// an included header took longer than anything else in the header.
template <class Self>
constexpr bool are_names_of(std::string_view list) noexcept {
    return are_names(list);
}

// Whether the list has at most 64 names. That of a text shorter than 64 names and commas needs no count.
template <std::size_t Size>
constexpr bool is_short_list(char const* list) noexcept {
    if constexpr (Size <= 128)
        return true;
    else
        return count_names(list) <= 64;
}

// The list as spelled in the source, or its expansion if the list itself comes from a macro.
constexpr std::string_view spelled_names(std::string_view spelled, std::string_view expanded) noexcept {
    return are_names(spelled) && count_names(spelled) == count_names(expanded) ? spelled : expanded;
}

}  // namespace cfdns::inline v0_2::detail

/// Lists the members of a struct, in declaration order, inside the struct:
///
///     struct peer {
///         std::string id{};
///         std::optional<std::string> ip{};
///         CFDNS_FIELDS(id, ip)
///     };
///
/// The reader, the writer, the path builder and the in-memory service all use this list. The JSON
/// name of a member is its name as spelled here, even if the name is also an object-like macro; one trailing
/// underscore is removed, so that the JSON name of `delete_` is "delete". The struct must be a non-local
/// aggregate without base classes, unions and const members, and the list must be public. The list may be
/// empty and has at most 64 members.
///
/// *Errors:* a list that omits a member, repeats a member or gives two members the same JSON name does not
/// compile.
#define CFDNS_FIELDS(...)                                                                                 \
    static_assert(::cfdns::detail::is_short_list<sizeof(CFDNS_DETAIL_TEXT(__VA_ARGS__))>(                 \
                      CFDNS_DETAIL_TEXT(__VA_ARGS__)),                                                    \
                  "CFDNS_FIELDS takes at most 64 members");                                               \
    template <class Self, class Visitor>                                                                  \
    static constexpr void cfdns_visit_fields([[maybe_unused]] Visitor& visitor) {                         \
        static_assert(::cfdns::detail::are_names_of<Self>(CFDNS_DETAIL_NAMES(#__VA_ARGS__, __VA_ARGS__)), \
                      "CFDNS_FIELDS takes names of members");                                             \
        [[maybe_unused]] ::std::string_view cfdns_names = CFDNS_DETAIL_NAMES(#__VA_ARGS__, __VA_ARGS__);  \
        CFDNS_DETAIL_EACH(__VA_ARGS__)                                                                    \
    }

#define CFDNS_DETAIL_NAMES(spelled, ...) \
    ::cfdns::detail::spelled_names(spelled, CFDNS_DETAIL_TEXT(__VA_ARGS__))
#define CFDNS_DETAIL_TEXT(...) #__VA_ARGS__

// One level of macros per eight members: g++ records each expansion of a token, and with the deeper levels
// of Boost.Preprocessor that took a quarter of the time for including the library.
#define CFDNS_DETAIL_FIELD(name) \
    visitor.template field<&Self::name>(::cfdns::detail::take_name(cfdns_names));
#define CFDNS_DETAIL_EACH(...)                                                                          \
    __VA_OPT__(CFDNS_DETAIL_PICK_FIELDS(                                                                \
        __VA_ARGS__, CFDNS_DETAIL_FIELDS_64, CFDNS_DETAIL_FIELDS_63, CFDNS_DETAIL_FIELDS_62,            \
        CFDNS_DETAIL_FIELDS_61, CFDNS_DETAIL_FIELDS_60, CFDNS_DETAIL_FIELDS_59, CFDNS_DETAIL_FIELDS_58, \
        CFDNS_DETAIL_FIELDS_57, CFDNS_DETAIL_FIELDS_56, CFDNS_DETAIL_FIELDS_55, CFDNS_DETAIL_FIELDS_54, \
        CFDNS_DETAIL_FIELDS_53, CFDNS_DETAIL_FIELDS_52, CFDNS_DETAIL_FIELDS_51, CFDNS_DETAIL_FIELDS_50, \
        CFDNS_DETAIL_FIELDS_49, CFDNS_DETAIL_FIELDS_48, CFDNS_DETAIL_FIELDS_47, CFDNS_DETAIL_FIELDS_46, \
        CFDNS_DETAIL_FIELDS_45, CFDNS_DETAIL_FIELDS_44, CFDNS_DETAIL_FIELDS_43, CFDNS_DETAIL_FIELDS_42, \
        CFDNS_DETAIL_FIELDS_41, CFDNS_DETAIL_FIELDS_40, CFDNS_DETAIL_FIELDS_39, CFDNS_DETAIL_FIELDS_38, \
        CFDNS_DETAIL_FIELDS_37, CFDNS_DETAIL_FIELDS_36, CFDNS_DETAIL_FIELDS_35, CFDNS_DETAIL_FIELDS_34, \
        CFDNS_DETAIL_FIELDS_33, CFDNS_DETAIL_FIELDS_32, CFDNS_DETAIL_FIELDS_31, CFDNS_DETAIL_FIELDS_30, \
        CFDNS_DETAIL_FIELDS_29, CFDNS_DETAIL_FIELDS_28, CFDNS_DETAIL_FIELDS_27, CFDNS_DETAIL_FIELDS_26, \
        CFDNS_DETAIL_FIELDS_25, CFDNS_DETAIL_FIELDS_24, CFDNS_DETAIL_FIELDS_23, CFDNS_DETAIL_FIELDS_22, \
        CFDNS_DETAIL_FIELDS_21, CFDNS_DETAIL_FIELDS_20, CFDNS_DETAIL_FIELDS_19, CFDNS_DETAIL_FIELDS_18, \
        CFDNS_DETAIL_FIELDS_17, CFDNS_DETAIL_FIELDS_16, CFDNS_DETAIL_FIELDS_15, CFDNS_DETAIL_FIELDS_14, \
        CFDNS_DETAIL_FIELDS_13, CFDNS_DETAIL_FIELDS_12, CFDNS_DETAIL_FIELDS_11, CFDNS_DETAIL_FIELDS_10, \
        CFDNS_DETAIL_FIELDS_9, CFDNS_DETAIL_FIELDS_8, CFDNS_DETAIL_FIELDS_7, CFDNS_DETAIL_FIELDS_6,     \
        CFDNS_DETAIL_FIELDS_5, CFDNS_DETAIL_FIELDS_4, CFDNS_DETAIL_FIELDS_3, CFDNS_DETAIL_FIELDS_2,     \
        CFDNS_DETAIL_FIELDS_1)(__VA_ARGS__))
#define CFDNS_DETAIL_PICK_FIELDS(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16,     \
                                 a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, \
                                 a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, \
                                 a47, a48, a49, a50, a51, a52, a53, a54, a55, a56, a57, a58, a59, a60, a61, \
                                 a62, a63, a64, picked, ...)                                                \
    picked
#define CFDNS_DETAIL_SPLIT_FIELDS_1(rest, a, b, c, d, e, f, g, h, ...) \
    CFDNS_DETAIL_FIELDS_8(a, b, c, d, e, f, g, h) rest(__VA_ARGS__)
#define CFDNS_DETAIL_SPLIT_FIELDS_2(rest, a, b, c, d, e, f, g, h, ...) \
    CFDNS_DETAIL_FIELDS_8(a, b, c, d, e, f, g, h) rest(__VA_ARGS__)
#define CFDNS_DETAIL_SPLIT_FIELDS_3(rest, a, b, c, d, e, f, g, h, ...) \
    CFDNS_DETAIL_FIELDS_8(a, b, c, d, e, f, g, h) rest(__VA_ARGS__)
#define CFDNS_DETAIL_SPLIT_FIELDS_4(rest, a, b, c, d, e, f, g, h, ...) \
    CFDNS_DETAIL_FIELDS_8(a, b, c, d, e, f, g, h) rest(__VA_ARGS__)
#define CFDNS_DETAIL_SPLIT_FIELDS_5(rest, a, b, c, d, e, f, g, h, ...) \
    CFDNS_DETAIL_FIELDS_8(a, b, c, d, e, f, g, h) rest(__VA_ARGS__)
#define CFDNS_DETAIL_SPLIT_FIELDS_6(rest, a, b, c, d, e, f, g, h, ...) \
    CFDNS_DETAIL_FIELDS_8(a, b, c, d, e, f, g, h) rest(__VA_ARGS__)
#define CFDNS_DETAIL_SPLIT_FIELDS_7(rest, a, b, c, d, e, f, g, h, ...) \
    CFDNS_DETAIL_FIELDS_8(a, b, c, d, e, f, g, h) rest(__VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_1(a) CFDNS_DETAIL_FIELD(a)
#define CFDNS_DETAIL_FIELDS_2(a, b) CFDNS_DETAIL_FIELDS_1(a) CFDNS_DETAIL_FIELD(b)
#define CFDNS_DETAIL_FIELDS_3(a, b, c) CFDNS_DETAIL_FIELDS_2(a, b) CFDNS_DETAIL_FIELD(c)
#define CFDNS_DETAIL_FIELDS_4(a, b, c, d) CFDNS_DETAIL_FIELDS_3(a, b, c) CFDNS_DETAIL_FIELD(d)
#define CFDNS_DETAIL_FIELDS_5(a, b, c, d, e) CFDNS_DETAIL_FIELDS_4(a, b, c, d) CFDNS_DETAIL_FIELDS_1(e)
#define CFDNS_DETAIL_FIELDS_6(a, b, c, d, e, f) CFDNS_DETAIL_FIELDS_4(a, b, c, d) CFDNS_DETAIL_FIELDS_2(e, f)
#define CFDNS_DETAIL_FIELDS_7(a, b, c, d, e, f, g) \
    CFDNS_DETAIL_FIELDS_4(a, b, c, d) CFDNS_DETAIL_FIELDS_3(e, f, g)
#define CFDNS_DETAIL_FIELDS_8(a, b, c, d, e, f, g, h) \
    CFDNS_DETAIL_FIELDS_4(a, b, c, d) CFDNS_DETAIL_FIELDS_4(e, f, g, h)
#define CFDNS_DETAIL_FIELDS_9(...) CFDNS_DETAIL_SPLIT_FIELDS_1(CFDNS_DETAIL_FIELDS_1, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_10(...) CFDNS_DETAIL_SPLIT_FIELDS_1(CFDNS_DETAIL_FIELDS_2, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_11(...) CFDNS_DETAIL_SPLIT_FIELDS_1(CFDNS_DETAIL_FIELDS_3, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_12(...) CFDNS_DETAIL_SPLIT_FIELDS_1(CFDNS_DETAIL_FIELDS_4, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_13(...) CFDNS_DETAIL_SPLIT_FIELDS_1(CFDNS_DETAIL_FIELDS_5, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_14(...) CFDNS_DETAIL_SPLIT_FIELDS_1(CFDNS_DETAIL_FIELDS_6, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_15(...) CFDNS_DETAIL_SPLIT_FIELDS_1(CFDNS_DETAIL_FIELDS_7, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_16(...) CFDNS_DETAIL_SPLIT_FIELDS_1(CFDNS_DETAIL_FIELDS_8, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_17(...) CFDNS_DETAIL_SPLIT_FIELDS_2(CFDNS_DETAIL_FIELDS_9, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_18(...) CFDNS_DETAIL_SPLIT_FIELDS_2(CFDNS_DETAIL_FIELDS_10, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_19(...) CFDNS_DETAIL_SPLIT_FIELDS_2(CFDNS_DETAIL_FIELDS_11, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_20(...) CFDNS_DETAIL_SPLIT_FIELDS_2(CFDNS_DETAIL_FIELDS_12, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_21(...) CFDNS_DETAIL_SPLIT_FIELDS_2(CFDNS_DETAIL_FIELDS_13, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_22(...) CFDNS_DETAIL_SPLIT_FIELDS_2(CFDNS_DETAIL_FIELDS_14, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_23(...) CFDNS_DETAIL_SPLIT_FIELDS_2(CFDNS_DETAIL_FIELDS_15, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_24(...) CFDNS_DETAIL_SPLIT_FIELDS_2(CFDNS_DETAIL_FIELDS_16, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_25(...) CFDNS_DETAIL_SPLIT_FIELDS_3(CFDNS_DETAIL_FIELDS_17, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_26(...) CFDNS_DETAIL_SPLIT_FIELDS_3(CFDNS_DETAIL_FIELDS_18, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_27(...) CFDNS_DETAIL_SPLIT_FIELDS_3(CFDNS_DETAIL_FIELDS_19, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_28(...) CFDNS_DETAIL_SPLIT_FIELDS_3(CFDNS_DETAIL_FIELDS_20, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_29(...) CFDNS_DETAIL_SPLIT_FIELDS_3(CFDNS_DETAIL_FIELDS_21, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_30(...) CFDNS_DETAIL_SPLIT_FIELDS_3(CFDNS_DETAIL_FIELDS_22, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_31(...) CFDNS_DETAIL_SPLIT_FIELDS_3(CFDNS_DETAIL_FIELDS_23, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_32(...) CFDNS_DETAIL_SPLIT_FIELDS_3(CFDNS_DETAIL_FIELDS_24, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_33(...) CFDNS_DETAIL_SPLIT_FIELDS_4(CFDNS_DETAIL_FIELDS_25, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_34(...) CFDNS_DETAIL_SPLIT_FIELDS_4(CFDNS_DETAIL_FIELDS_26, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_35(...) CFDNS_DETAIL_SPLIT_FIELDS_4(CFDNS_DETAIL_FIELDS_27, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_36(...) CFDNS_DETAIL_SPLIT_FIELDS_4(CFDNS_DETAIL_FIELDS_28, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_37(...) CFDNS_DETAIL_SPLIT_FIELDS_4(CFDNS_DETAIL_FIELDS_29, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_38(...) CFDNS_DETAIL_SPLIT_FIELDS_4(CFDNS_DETAIL_FIELDS_30, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_39(...) CFDNS_DETAIL_SPLIT_FIELDS_4(CFDNS_DETAIL_FIELDS_31, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_40(...) CFDNS_DETAIL_SPLIT_FIELDS_4(CFDNS_DETAIL_FIELDS_32, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_41(...) CFDNS_DETAIL_SPLIT_FIELDS_5(CFDNS_DETAIL_FIELDS_33, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_42(...) CFDNS_DETAIL_SPLIT_FIELDS_5(CFDNS_DETAIL_FIELDS_34, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_43(...) CFDNS_DETAIL_SPLIT_FIELDS_5(CFDNS_DETAIL_FIELDS_35, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_44(...) CFDNS_DETAIL_SPLIT_FIELDS_5(CFDNS_DETAIL_FIELDS_36, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_45(...) CFDNS_DETAIL_SPLIT_FIELDS_5(CFDNS_DETAIL_FIELDS_37, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_46(...) CFDNS_DETAIL_SPLIT_FIELDS_5(CFDNS_DETAIL_FIELDS_38, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_47(...) CFDNS_DETAIL_SPLIT_FIELDS_5(CFDNS_DETAIL_FIELDS_39, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_48(...) CFDNS_DETAIL_SPLIT_FIELDS_5(CFDNS_DETAIL_FIELDS_40, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_49(...) CFDNS_DETAIL_SPLIT_FIELDS_6(CFDNS_DETAIL_FIELDS_41, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_50(...) CFDNS_DETAIL_SPLIT_FIELDS_6(CFDNS_DETAIL_FIELDS_42, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_51(...) CFDNS_DETAIL_SPLIT_FIELDS_6(CFDNS_DETAIL_FIELDS_43, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_52(...) CFDNS_DETAIL_SPLIT_FIELDS_6(CFDNS_DETAIL_FIELDS_44, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_53(...) CFDNS_DETAIL_SPLIT_FIELDS_6(CFDNS_DETAIL_FIELDS_45, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_54(...) CFDNS_DETAIL_SPLIT_FIELDS_6(CFDNS_DETAIL_FIELDS_46, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_55(...) CFDNS_DETAIL_SPLIT_FIELDS_6(CFDNS_DETAIL_FIELDS_47, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_56(...) CFDNS_DETAIL_SPLIT_FIELDS_6(CFDNS_DETAIL_FIELDS_48, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_57(...) CFDNS_DETAIL_SPLIT_FIELDS_7(CFDNS_DETAIL_FIELDS_49, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_58(...) CFDNS_DETAIL_SPLIT_FIELDS_7(CFDNS_DETAIL_FIELDS_50, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_59(...) CFDNS_DETAIL_SPLIT_FIELDS_7(CFDNS_DETAIL_FIELDS_51, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_60(...) CFDNS_DETAIL_SPLIT_FIELDS_7(CFDNS_DETAIL_FIELDS_52, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_61(...) CFDNS_DETAIL_SPLIT_FIELDS_7(CFDNS_DETAIL_FIELDS_53, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_62(...) CFDNS_DETAIL_SPLIT_FIELDS_7(CFDNS_DETAIL_FIELDS_54, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_63(...) CFDNS_DETAIL_SPLIT_FIELDS_7(CFDNS_DETAIL_FIELDS_55, __VA_ARGS__)
#define CFDNS_DETAIL_FIELDS_64(...) CFDNS_DETAIL_SPLIT_FIELDS_7(CFDNS_DETAIL_FIELDS_56, __VA_ARGS__)

#endif
