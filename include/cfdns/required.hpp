// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_REQUIRED_HPP
#define CFDNS_REQUIRED_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/conversion.hpp>

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

/// Parameters that must be given.
namespace cfdns::inline v1 {

/// A parameter that must be named in a braced initialiser: leaving it out does not compile.
///
/// It takes what converts implicitly to `T` without changing the value, text for strings, and braced lists for vectors.
/// Numbers are taken as in a braced initialiser: a constant that fits, or a number whose type has no value that does not
/// fit; no number is taken from a character or a bool, and no integer from a floating-point number. A duration that is
/// longer than `T` can tell is the longest. A null `char const*`, such as `std::getenv` returns, is empty text. An empty
/// list is spelled `std::vector<std::string>{}`, so that `{}` stays the mark of something forgotten.
template <class T>
class required {
public:
    required() = delete;

    /// Holds what `value` converts to.
    template <class U>
        requires(!std::same_as<std::remove_cvref_t<U>, required>) && detail::value_for<U, T>
    constexpr required(U&& value) : value_(detail::convert_value<T>(std::forward<U>(value))) {}

    /// Holds the constant `value`. *Errors:* does not compile if `T` has no such value.
    template <detail::number_to_check<T> U>
    consteval required(U value) : value_(detail::checked_constant<T>(value)) {}

    /// Copies `text`.
    template <std::same_as<std::string_view> View>
    constexpr required(View text)
        requires std::same_as<T, std::string>
        : value_(text) {}

    /// Copies `items`, in their order.
    constexpr required(std::initializer_list<typename detail::list_element<T>::type> items)
        requires detail::takes_list<T>
        : value_(items.begin(), items.end()) {}

    /// The value. *Lifetime:* the reference is valid as long as this object.
    [[nodiscard]] constexpr T const& get() const noexcept { return value_; }
    /// The value, to be changed. *Lifetime:* the reference is valid as long as this object.
    [[nodiscard]] constexpr T& get() noexcept { return value_; }

private:
    T value_;
};

}  // namespace cfdns::inline v1

#endif
