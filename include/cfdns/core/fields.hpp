// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_FIELDS_HPP
#define CFDNS_CORE_FIELDS_HPP

#include <cfdns/detail/config.hpp>

#include <boost/preprocessor/control/iif.hpp>
#include <boost/preprocessor/facilities/check_empty.hpp>
#include <boost/preprocessor/seq/for_each_i.hpp>
#include <boost/preprocessor/tuple/eat.hpp>
#include <boost/preprocessor/variadic/to_seq.hpp>

#include <cstddef>
#include <string_view>

namespace cfdns::inline v0_2::detail {

// The number of names in a list such as "id, ip".
constexpr std::size_t count_names(std::string_view list) noexcept {
    std::size_t count = list.empty() ? 0 : 1;
    for (char const c : list) count += c == ',' ? 1 : 0;
    return count;
}

constexpr std::string_view nth_name(std::string_view list, std::size_t n) noexcept {
    for (; n != 0; --n) list.remove_prefix(list.find(',') + 1);
    list = list.substr(0, list.find(','));
    while (list.starts_with(' ')) list.remove_prefix(1);
    while (list.ends_with(' ')) list.remove_suffix(1);
    return list;
}

// Whether the list consists of identifiers.
constexpr bool are_names(std::string_view list) noexcept {
    for (std::size_t i = 0, count = count_names(list); i != count; ++i) {
        std::string_view const name = nth_name(list, i);
        if (name.empty()) return false;
        for (char const c : name)
            if (c == ':' || c == '.' || c == ' ' || c == '(') return false;
    }
    return true;
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
#define CFDNS_FIELDS(...)                                                                            \
    static_assert(::cfdns::detail::are_names(CFDNS_DETAIL_NAMES(#__VA_ARGS__, __VA_ARGS__)),         \
                  "CFDNS_FIELDS takes names of members");                                            \
    static_assert(::cfdns::detail::count_names(CFDNS_DETAIL_NAMES(#__VA_ARGS__, __VA_ARGS__)) <= 64, \
                  "CFDNS_FIELDS takes at most 64 members");                                          \
    template <class Self, class Visitor>                                                             \
    static constexpr void cfdns_visit_fields([[maybe_unused]] Visitor& visitor) {                    \
        [[maybe_unused]] constexpr auto cfdns_names = CFDNS_DETAIL_NAMES(#__VA_ARGS__, __VA_ARGS__); \
        BOOST_PP_IIF(BOOST_PP_CHECK_EMPTY(__VA_ARGS__), BOOST_PP_EAT, CFDNS_DETAIL_EACH_FIELD)       \
        (Self, __VA_ARGS__)                                                                          \
    }

#define CFDNS_DETAIL_NAMES(spelled, ...) \
    ::cfdns::detail::spelled_names(spelled, CFDNS_DETAIL_TEXT(__VA_ARGS__))
#define CFDNS_DETAIL_TEXT(...) #__VA_ARGS__
#define CFDNS_DETAIL_EACH_FIELD(Self, ...) \
    BOOST_PP_SEQ_FOR_EACH_I(CFDNS_DETAIL_FIELD, Self, BOOST_PP_VARIADIC_TO_SEQ(__VA_ARGS__))
#define CFDNS_DETAIL_FIELD(r, Self, index, name) \
    visitor.template field<&Self::name>(CFDNS_DETAIL_NTH(index));
#define CFDNS_DETAIL_NTH(index) ::cfdns::detail::nth_name(cfdns_names, index)

#endif
