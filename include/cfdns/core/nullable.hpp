// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_NULLABLE_HPP
#define CFDNS_CORE_NULLABLE_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/conversion.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

/// Members that distinguish null from absence.
namespace cfdns::inline v0_2 {

namespace detail {
struct nullable_access;
}

/// A member that is absent, null, or has a value.
///
/// In parameters, an absent member is not sent, so a PATCH leaves it unchanged; null is sent as `null`,
/// which clears it. Null is not allowed in a query or a path. In a result, it holds what the service sent; a
/// value of the wrong type is read as absent.
///
///     op.mname = nullptr;            // send null
///     op.mname = "ns1.example.com";  // send this value
///     op.mname = std::nullopt;       // do not send the member: the default
template <class T>
class nullable {
public:
    /// The type of the value.
    using value_type = T;

    /// Absent.
    constexpr nullable() noexcept = default;
    /// Absent.
    constexpr nullable(std::nullopt_t) noexcept {}
    /// Null.
    constexpr nullable(std::nullptr_t) noexcept : null_(true) {}

    /// Holds the converted `value`. Conversions follow the rules of `required`.
    template <detail::argument_for<nullable, T> U>
    constexpr nullable(U&& value) : value_(detail::convert_value<T>(std::forward<U>(value))) {}

    /// Holds the constant `value`. *Errors:* does not compile if `value` is not representable in `T`.
    template <detail::number_to_check<T> U>
    consteval nullable(U value) : value_(detail::checked_constant<T>(value)) {}

    /// Copies `text`.
    template <std::same_as<std::string_view> View>
    constexpr nullable(View text) requires std::same_as<T, std::string> : value_(text) {}

    /// Whether the member is absent.
    [[nodiscard]] constexpr bool is_absent() const noexcept { return !null_ && !value_; }
    /// Whether the member is null.
    [[nodiscard]] constexpr bool is_null() const noexcept { return null_; }
    /// Whether there is a value.
    [[nodiscard]] constexpr bool has_value() const noexcept { return value_.has_value(); }
    /// Whether there is a value.
    constexpr explicit operator bool() const noexcept { return value_.has_value(); }

    /// The value. Requires `has_value()`. *Lifetime:* the reference is valid until this object is assigned
    /// to.
    [[nodiscard]] constexpr T const& operator*() const noexcept { return *value_; }
    /// The value, for modification. Requires `has_value()`. *Lifetime:* as above.
    [[nodiscard]] constexpr T& operator*() noexcept { return *value_; }
    /// Access to a member of the value. Requires `has_value()`. *Lifetime:* as above.
    [[nodiscard]] constexpr T const* operator->() const noexcept { return std::addressof(*value_); }
    /// The value, or `other` if there is no value.
    template <class U>
    [[nodiscard]] constexpr T value_or(U&& other) const {
        return value_.value_or(std::forward<U>(other));
    }

    /// Whether both are in the same state and have equal values.
    friend constexpr bool operator==(nullable const& a,
                                     nullable const& b) requires std::equality_comparable<T> {
        return a.null_ == b.null_ && a.value_ == b.value_;
    }

private:
    friend struct detail::nullable_access;

    std::optional<T> value_{};
    bool null_ = false;
};

namespace detail {

// Access for the reader.
struct nullable_access {
    template <class T>
    static std::optional<T>& value_of(nullable<T>& member) noexcept {
        member.null_ = false;
        return member.value_;
    }
};

}  // namespace detail

}  // namespace cfdns::inline v0_2

#endif
