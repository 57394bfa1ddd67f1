// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_REQUIRED_HPP
#define CFDNS_REQUIRED_HPP

#include <cfdns/detail/config.hpp>

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

/// Parameters that must be given.
namespace cfdns::inline v1 {

template <class T>
class required;

namespace detail {

// Base of what stands for the value of any member where a struct is built from its field list.
struct placeholder {};

// Implicit conversions, less those that lose or invent something: no number from a bool, a pointer, a fraction or a wider
// type.
template <class From, class To>
concept gives = std::is_convertible_v<From, To> && !std::same_as<std::remove_cvref_t<From>, std::nullptr_t> &&
                !std::is_base_of_v<placeholder, std::remove_cvref_t<From>> &&
                (!std::same_as<To, bool> || std::same_as<std::remove_cvref_t<From>, bool>) &&
                (!std::integral<To> || std::same_as<To, bool> ||
                 (std::integral<std::remove_cvref_t<From>> && sizeof(From) <= sizeof(To))) &&
                (!std::is_arithmetic_v<To> || std::same_as<To, bool> || !std::same_as<std::remove_cvref_t<From>, bool>);

template <class T>
struct list_element {
    struct type;  // never defined: T takes no braced list
};
template <class T>
    requires(!std::same_as<T, std::string>) && requires { typename T::value_type; }
struct list_element<T> {
    using type = typename T::value_type;
};

}  // namespace detail

/// A parameter that must be named in a braced initialiser: leaving it out does not compile.
///
/// It takes what converts implicitly to `T`, text for strings, and braced lists for vectors. An empty list is spelled
/// `std::vector<std::string>{}`, so that `{}` stays the mark of something forgotten.
template <class T>
class required {
public:
    required() = delete;

    /// Holds what `value` converts to.
    template <class U>
        requires(!std::same_as<std::remove_cvref_t<U>, required>) && detail::gives<U, T>
    constexpr required(U&& value) : value_(convert(std::forward<U>(value))) {}

    /// Copies `text`.
    template <std::same_as<std::string_view> View>
    constexpr required(View text)
        requires std::same_as<T, std::string>
        : value_(text) {}

    /// Copies `items`, in their order.
    constexpr required(std::initializer_list<typename detail::list_element<T>::type> items)
        requires(!std::same_as<T, std::string>) && requires { typename T::value_type; }
        : value_(items) {}

    /// The value. *Lifetime:* the reference is valid as long as this object.
    [[nodiscard]] constexpr T const& get() const noexcept { return value_; }
    /// The value, to be changed. *Lifetime:* the reference is valid as long as this object.
    [[nodiscard]] constexpr T& get() noexcept { return value_; }

private:
    template <class U>
    static constexpr T convert(U&& value) {
        if constexpr (std::integral<T>)
            return static_cast<T>(value);
        else
            return std::forward<U>(value);
    }

    T value_;
};

}  // namespace cfdns::inline v1

#endif
