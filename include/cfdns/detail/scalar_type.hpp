// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_SCALAR_TYPE_HPP
#define CFDNS_DETAIL_SCALAR_TYPE_HPP

#include <cfdns/core/scalar_traits.hpp>
#include <cfdns/detail/config.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// What a schema needs of a type with scalar_traits.
namespace cfdns::inline v0_2::detail {

struct scalar_functions {
    std::string_view name;                               // for `mismatch::expected`
    bool (*assign)(void* value, std::string_view text);  // false if the text is not a value
    std::string (*text)(void const* value);
};

template <class T>
concept has_scalar_traits = requires {
    sizeof(scalar_traits<T>);
};

template <class T>
concept valid_scalar_traits = requires(T const& value, std::string_view text) {
    { scalar_traits<T>::to_text(value) } -> std::convertible_to<std::string>;
    { scalar_traits<T>::from_text(text) } -> std::same_as<std::optional<T>>;
};

template <class T>
constexpr std::string_view scalar_name() noexcept {
    if constexpr (requires { scalar_traits<T>::name; })
        return scalar_traits<T>::name;
    else
        return "valid text";
}

template <class T>
bool assign_scalar(void* value, std::string_view text) {
    std::optional<T> made = scalar_traits<T>::from_text(text);
    if (made) *static_cast<T*>(value) = *std::move(made);
    return made.has_value();
}

template <class T>
std::string scalar_text(void const* value) {
    return scalar_traits<T>::to_text(*static_cast<T const*>(value));
}

template <class T>
constexpr scalar_functions make_scalar_functions() {
    static_assert(valid_scalar_traits<T>,
                  "scalar_traits<T> must have static members std::string to_text(T const&) and "
                  "std::optional<T> from_text(std::string_view)");
    static_assert(std::default_initializable<T> && std::copyable<T>,
                  "a type with scalar_traits must be default-constructible and copyable");
    if constexpr (valid_scalar_traits<T> && std::default_initializable<T> && std::copyable<T>)
        return {scalar_name<T>(), &assign_scalar<T>, &scalar_text<T>};
    else
        return {};
}

template <class T>
inline constexpr scalar_functions scalar_functions_of = make_scalar_functions<T>();

}  // namespace cfdns::inline v0_2::detail

#endif
