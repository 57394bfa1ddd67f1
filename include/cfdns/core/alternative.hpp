// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_ALTERNATIVE_HPP
#define CFDNS_CORE_ALTERNATIVE_HPP

#include <cfdns/detail/config.hpp>

#include <string_view>

/// How a union of structs is sent.
namespace cfdns::inline v0_2 {

/// How an alternative of a union is sent. A union is a member `required<std::variant<...>>` or
/// `std::optional<std::variant<...>>` of a struct of parameters; its alternatives are structs with
/// CFDNS_FIELDS. The members of the alternative that is held are sent as members of the enclosing struct,
/// after a tag that denotes the alternative:
///
///     struct mx {  // "type":"MX","content":"mail.example.com","priority":10
///         cfdns::required<std::string> content;
///         cfdns::required<std::uint16_t> priority;
///         static constexpr cfdns::alternative_tag alternative{"type", "MX"};
///         CFDNS_FIELDS(content, priority)
///     };
///
///     struct uri {  // "type":"URI","priority":1,"data":{"weight":5,"target":"https://example.com"}
///         cfdns::required<std::uint16_t> priority;
///         cfdns::required<std::uint16_t> weight;
///         cfdns::required<std::string> target;
///         static constexpr cfdns::alternative_tag alternative{"type", "URI", "data"};
///         static constexpr std::string_view outside[] = {"priority"};
///         CFDNS_FIELDS(priority, weight, target)
///     };
///
/// With an `object`, the members are sent in a nested object of that name, except those listed in `outside`.
/// One alternative may have no tag. It stands for all values of the tag that no other alternative has, and
/// its members are sent as they are; one of them must have the name of the tag.
///
/// *Errors:* these do not compile: alternatives that are not structs with CFDNS_FIELDS; two with the same
/// value, or with different names of the tag; two without a tag; names that occur twice in the enclosing
/// struct; `outside` without `object` or with a name that is not a member; a union in a query, in a
/// `response_type`, in a list or within a union.
struct alternative_tag {
    std::string_view name{};    ///< Name of the tag. The same for all alternatives of a union.
    std::string_view value{};   ///< Value of the tag.
    std::string_view object{};  ///< Name of the nested object; empty if there is none.
};

}  // namespace cfdns::inline v0_2

#endif
