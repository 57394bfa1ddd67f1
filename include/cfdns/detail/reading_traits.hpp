// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_READING_TRAITS_HPP
#define CFDNS_DETAIL_READING_TRAITS_HPP

#include <cfdns/detail/config.hpp>

#include <string_view>

// Exceptions to the general rules for reading a type.
namespace cfdns::inline v0_2::detail {

struct reading_traits {
    bool members_optional = false;   // no member is required, whatever its type
    std::string_view text_member{};  // a string in place of the object sets this member
    // In a list of the type, mismatched elements are emptied; a single element is accepted in place of the
    // list.
    bool lenient_lists = false;
};

template <class T>
inline constexpr reading_traits reading_traits_of{};

}  // namespace cfdns::inline v0_2::detail

#endif
