// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_SCALAR_TRAITS_HPP
#define CFDNS_CORE_SCALAR_TRAITS_HPP

#include <cfdns/detail/config.hpp>

/// A program's own scalar types.
namespace cfdns::inline v0_2 {

/// Makes `T`, such as a class for IP addresses or an enumeration, usable as a member of parameters and
/// results. Such a member is a JSON string in a body or a result, and plain text in a path or a query. A
/// program specialises the template in namespace `cfdns`, before it declares the first struct with such a
/// member:
///
///     template <>
///     struct cfdns::scalar_traits<my::address> {
///         static std::string to_text(my::address const& value);
///         static std::optional<my::address> from_text(std::string_view text);
///         static constexpr std::string_view name = "IP address";  // optional
///     };
///
/// `to_text` returns UTF-8; `make_request` rejects other text. `from_text` returns an empty optional if
/// `text` is not a valid value of the type; the member is then treated like any other member of the wrong
/// type, and `mismatch::expected` is `name`, or `valid text` if there is no `name`. Neither function needs
/// to throw exceptions. `T` must be default-constructible and copyable.
///
/// `T` must not be a type that is supported without it, and must not have CFDNS_FIELDS. The text is not
/// treated as a secret.
template <class T>
struct scalar_traits;

}  // namespace cfdns::inline v0_2

#endif
