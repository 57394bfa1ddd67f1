// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_CONVERSION_HPP
#define CFDNS_DETAIL_CONVERSION_HPP

#include <cfdns/detail/config.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <ratio>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

// Conversions to parameters: implicit conversions except those that may change the value.
namespace cfdns::inline v0_2::detail {

// Base class of the placeholders that initialise members of any type; see schema.hpp.
struct placeholder {};

template <class T>
inline constexpr bool is_character = false;
template <>
inline constexpr bool is_character<char> = true;
template <>
inline constexpr bool is_character<wchar_t> = true;
template <>
inline constexpr bool is_character<char8_t> = true;
template <>
inline constexpr bool is_character<char16_t> = true;
template <>
inline constexpr bool is_character<char32_t> = true;

template <class T>
concept number = std::is_arithmetic_v<T> && !std::same_as<T, bool> && !is_character<T>;

// Numeric conversions except from floating-point to integer.
template <class From, class To>
concept number_for = number<To> && number<std::remove_cvref_t<From>> &&
    (std::floating_point<To> || std::integral<std::remove_cvref_t<From>>);

template <class From, class To>
constexpr bool every_value_fits() noexcept {
    using from = std::numeric_limits<From>;
    using to = std::numeric_limits<To>;
    if constexpr (std::integral<To>)
        return std::in_range<To>((from::min)()) && std::in_range<To>((from::max)());
    else
        return from::digits <= to::digits && from::max_exponent <= to::max_exponent;
}

// As in a braced initialiser, a number converts if every value of its type is representable, and a constant
// if its own value is.
template <class From, class To>
concept fitting_number = number_for<From, To> && every_value_fits<std::remove_cvref_t<From>, To>();
template <class From, class To>
concept number_to_check = number_for<From, To> && !every_value_fits<std::remove_cvref_t<From>, To>();

void the_constant_does_not_fit_its_parameter();  // not constexpr: a call is an error

template <class To, class From>
consteval To checked_constant(From value) {
    if constexpr (std::integral<To>) {
        if (!std::in_range<To>(value)) the_constant_does_not_fit_its_parameter();
    } else {
        if (static_cast<From>(static_cast<To>(value)) != value) the_constant_does_not_fit_its_parameter();
    }
    return static_cast<To>(value);
}

template <class T>
inline constexpr bool is_duration = false;
template <class Rep, class Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;

// Converts a duration, clamped to the range of `To`.
template <class To, class Rep, class Period>
constexpr To convert_duration(std::chrono::duration<Rep, Period> value) {
    if constexpr (number<Rep> && std::integral<Rep>) {
        constexpr std::intmax_t multiplier = std::ratio_divide<Period, typename To::period>::num;
        constexpr std::intmax_t limit = (To::max)().count() / multiplier;
        if (std::cmp_greater(value.count(), limit)) return (To::max)();
        if (std::cmp_less(value.count(), -limit)) return (To::min)();
        return To{static_cast<typename To::rep>(static_cast<typename To::rep>(value.count()) * multiplier)};
    } else {
        return value;
    }
}

template <class T>
inline constexpr bool is_std_optional = false;
template <class T>
inline constexpr bool is_std_optional<std::optional<T>> = true;

template <class From, class To>
constexpr bool is_value_for() noexcept;

// Conversions to types other than numbers. `nullptr` does not convert to text or lists. The rules of an
// optional are those of its value.
template <class From, class To>
constexpr bool is_other_value() noexcept {
    using from = std::remove_cvref_t<From>;
    if constexpr (number<To> || !std::is_convertible_v<From, To> || std::same_as<from, std::nullptr_t> ||
                  std::is_base_of_v<placeholder, from>)
        return false;
    else if constexpr (std::same_as<To, bool>)
        return std::same_as<from, bool>;
    else if constexpr (is_std_optional<To> && !std::same_as<from, To> && !std::same_as<from, std::nullopt_t>)
        return is_value_for<From, typename To::value_type>();
    else
        return true;
}

template <class From, class To>
constexpr bool is_value_for() noexcept {
    return fitting_number<From, To> || is_other_value<From, To>();
}

template <class From, class To>
concept value_for = is_value_for<From, To>();

// Arguments of a constructor of `Member` that holds a value of type `To`, except those of its copy
// constructors.
template <class From, class Member, class To>
concept argument_for = !std::same_as<std::remove_cvref_t<From>, Member> && value_for<From, To>;

template <class To, class From>
constexpr To convert_value(From&& value) {
    if constexpr (number<To>) {
        return static_cast<To>(value);
    } else if constexpr (is_duration<To> && is_duration<std::remove_cvref_t<From>>) {
        return detail::convert_duration<To>(value);
    } else if constexpr (std::same_as<To, std::string> && std::is_pointer_v<std::remove_cvref_t<From>>) {
        char const* const text = value;
        return text ? To(text) : To();  // std::getenv returns null for a variable that is not set
    } else {
        return std::forward<From>(value);
    }
}

// An element of a braced list of text. With plain std::string, a list of two pointers would be an iterator
// range.
class text_item {
public:
    template <value_for<std::string> U>
    text_item(U&& value) : text_(detail::convert_value<std::string>(std::forward<U>(value))) {}
    template <std::same_as<std::string_view> View>
    text_item(View text) : text_(text) {}

    operator std::string const&() const noexcept { return text_; }

private:
    std::string text_;
};

template <class T>
concept container = !std::same_as<T, std::string> && requires {
    typename T::value_type;
};

// The element type of a braced list for T.
template <class T>
struct list_element {
    struct type;  // never defined: T does not accept braced lists
};
template <container T>
struct list_element<T> {
    using type = std::conditional_t<std::same_as<typename T::value_type, std::string>, text_item,
                                    typename T::value_type>;
};

template <class T>
concept takes_list = container<T> &&
    std::constructible_from<T, typename list_element<T>::type const*, typename list_element<T>::type const*>;

}  // namespace cfdns::inline v0_2::detail

#endif
