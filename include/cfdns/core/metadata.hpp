// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_METADATA_HPP
#define CFDNS_CORE_METADATA_HPP

#include <cfdns/core/route.hpp>

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

/// What the official API reference says about an operation, apart from its types.
namespace cfdns::inline v0_2 {

/// The Cloudflare plans that include an operation.
struct plan_set {
    bool free{};        ///< Free.
    bool pro{};         ///< Pro.
    bool business{};    ///< Business.
    bool enterprise{};  ///< Enterprise.

    /// Whether both contain the same plans.
    friend constexpr bool operator==(plan_set const&, plan_set const&) = default;
};

/// Sets of plans that occur in the reference.
namespace plans {
inline constexpr plan_set all{true, true, true, true};            ///< Every plan.
inline constexpr plan_set enterprise{false, false, false, true};  ///< Enterprise only.
inline constexpr plan_set unknown{};  ///< The reference does not specify the plans.
}  // namespace plans

/// Permission groups of API tokens, any one of which is sufficient. At most 40.
class permission_list {
public:
    /// An empty list: the reference names no permission groups.
    constexpr permission_list() noexcept = default;
    /// The given groups, in this order. *Errors:* more than 40 groups do not compile.
    consteval permission_list(std::initializer_list<std::string_view> groups) : size_(groups.size()) {
        std::size_t i = 0;
        for (std::string_view const group : groups) groups_.at(i++) = group;
    }

    /// The first group.
    [[nodiscard]] constexpr std::string_view const* begin() const noexcept { return groups_.data(); }
    /// One past the last group.
    [[nodiscard]] constexpr std::string_view const* end() const noexcept { return groups_.data() + size_; }
    /// The number of groups.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

private:
    std::array<std::string_view, 40> groups_{};
    std::size_t size_{};
};

/// The entry of an operation in the official API reference. Operations declare it as `static constexpr
/// api_reference reference`.
struct api_reference {
    std::string_view title{};       ///< Title, such as "Create Secondary Zone Configuration".
    permission_list permissions{};  ///< Permission groups of API tokens, any one of which is sufficient.
    plan_set plans{};               ///< The plans that include the operation.
    std::string_view link{};        ///< URL of the page.
};

/// The name of an operation in the official SDKs, such as "dns.zone_transfers.incoming.create". Names of
/// more than 95 characters are truncated.
class operation_name {
public:
    /// An empty name.
    constexpr operation_name() noexcept = default;

    /// Derives the name from the URL of the operation's page in the reference:
    /// `.../resources/{name}/subresources/{name}/methods/{name}/`.
    constexpr explicit operation_name(std::string_view link) noexcept {
        for (bool named = false; !link.empty();) {
            std::string_view const segment = link.substr(0, link.find('/'));
            link.remove_prefix(segment.size() < link.size() ? segment.size() + 1 : link.size());
            if (named) append(segment);
            named = segment == "resources" || segment == "subresources" || segment == "methods";
        }
    }

    /// The name. *Lifetime:* the view is valid as long as this object.
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text_.data(), size_}; }

private:
    constexpr void append(std::string_view part) noexcept {
        if (size_ != 0 && size_ != text_.size()) text_[size_++] = '.';
        for (char const c : part)
            if (size_ != text_.size()) text_[size_++] = c;
    }

    std::array<char, 95> text_{};
    std::size_t size_{};
};

/// The metadata of an operation: an element of `operations`.
struct operation_metadata {
    operation_name name{};      ///< Name in the official SDKs; empty if there is no `reference`.
    cfdns::route route{};       ///< Method, path and idempotency.
    api_reference reference{};  ///< Entry in the official API reference.
};

/// Returns the metadata of an operation.
template <class Op>
[[nodiscard]] constexpr operation_metadata metadata_of() noexcept {
    if constexpr (requires { Op::reference; })
        return {operation_name{Op::reference.link}, Op::route, Op::reference};
    else
        return {{}, Op::route, {}};
}

/// A list of types, such as all operations.
template <class... Types>
struct type_list {
    /// The number of types.
    static constexpr std::size_t size = sizeof...(Types);
};

/// Calls `visit.template operator()<Type>()` for each type of the list, in order:
///
///     cfdns::for_each_type(cfdns::operation_list{}, []<class Op>() { use<Op>(); });
template <class... Types, class Visitor>
constexpr void for_each_type(type_list<Types...>, Visitor&& visit) {
    (visit.template operator()<Types>(), ...);
}

namespace detail {

template <class... Ops>
constexpr std::array<operation_metadata, sizeof...(Ops)> metadata_of_all(type_list<Ops...>) noexcept {
    return {metadata_of<Ops>()...};
}

}  // namespace detail

}  // namespace cfdns::inline v0_2

#endif
