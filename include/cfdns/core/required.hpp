// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_REQUIRED_HPP
#define CFDNS_CORE_REQUIRED_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/conversion.hpp>

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

/// Mandatory parameters.
namespace cfdns::inline v0_2 {

/// A mandatory parameter: a braced initialiser of the operation that omits it does not compile.
///
/// Accepts values that convert implicitly to `T` without loss, text for strings, and braced lists for
/// vectors. Numbers follow the rules of braced initialisation: a constant must be representable in `T`; for
/// any other number, `T` must be able to represent every value of its type. Characters and `bool` do not
/// convert to numbers, and floating-point numbers do not convert to integers. A duration outside the range
/// of `T` becomes `T::max()` or `T::min()`. A null `char const*`, as returned by `std::getenv`, becomes an
/// empty string. An empty list must be written as `std::vector<std::string>{}`; `{}` does not compile.
template <class T>
class required {
public:
    required() = delete;

    /// Holds the converted `value`.
    template <detail::argument_for<required, T> U>
    constexpr required(U&& value) : value_(detail::convert_value<T>(std::forward<U>(value))) {}

    /// Holds the constant `value`. *Errors:* does not compile if `value` is not representable in `T`.
    template <detail::number_to_check<T> U>
    consteval required(U value) : value_(detail::checked_constant<T>(value)) {}

    /// Copies `text`.
    template <std::same_as<std::string_view> View>
    constexpr required(View text) requires std::same_as<T, std::string> : value_(text) {}

    /// Copies `items` in order.
    constexpr required(
        std::initializer_list<typename detail::list_element<T>::type> items) requires detail::takes_list<T>
        : value_(items.begin(), items.end()) {}

    /// The value. *Lifetime:* the reference is valid as long as this object.
    [[nodiscard]] constexpr T const& get() const noexcept { return value_; }
    /// The value, for modification. *Lifetime:* the reference is valid as long as this object.
    [[nodiscard]] constexpr T& get() noexcept { return value_; }

private:
    T value_;
};

}  // namespace cfdns::inline v0_2

#endif
