// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_METADATA_HPP
#define CFDNS_CORE_METADATA_HPP

#include <cfdns/core/route.hpp>

#include <array>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <type_traits>

/// Metadata of operations, such as their permissions and plans in the official API reference.
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

/// Permission groups of API tokens, any one of which is sufficient: a forward range of their names.
class permission_list {
public:
    /// Iterates over the names.
    class iterator {
    public:
        using value_type = std::string_view;                 ///< The name of a group.
        using reference = std::string_view;                  ///< The name of a group.
        using difference_type = std::ptrdiff_t;              ///< Type of distances between iterators.
        using iterator_category = std::input_iterator_tag;   ///< For algorithms before C++20.
        using iterator_concept = std::forward_iterator_tag;  ///< For ranges.

        /// The end of any list.
        constexpr iterator() noexcept = default;

        /// The name. *Lifetime:* the view is valid as long as the text of the list.
        [[nodiscard]] constexpr std::string_view operator*() const noexcept {
            return rest_.substr(0, rest_.find(';'));
        }
        /// Advances to the next name.
        constexpr iterator& operator++() noexcept {
            std::size_t const end = rest_.find("; ");
            rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 2);
            return *this;
        }
        /// Advances to the next name. Returns the previous position.
        constexpr iterator operator++(int) noexcept {
            iterator const before = *this;
            ++*this;
            return before;
        }
        /// Whether both are the same position in the same list.
        friend constexpr bool operator==(iterator const& a, iterator const& b) noexcept {
            return a.rest_.size() == b.rest_.size();
        }

    private:
        friend permission_list;
        constexpr explicit iterator(std::string_view rest) noexcept : rest_(rest) {}

        std::string_view rest_{};  // from the current name on
    };

    /// An empty list: the reference names no permission groups.
    constexpr permission_list() noexcept = default;
    /// The groups whose names are separated by "; ": "DNS Read; DNS Write". *Lifetime:* the text must
    /// outlive the list.
    constexpr permission_list(char const* names) noexcept : names_(names) {}

    /// The first group.
    [[nodiscard]] constexpr iterator begin() const noexcept { return iterator{names_}; }
    /// The end.
    [[nodiscard]] constexpr iterator end() const noexcept { return {}; }
    /// The number of groups.
    [[nodiscard]] constexpr std::size_t size() const noexcept {
        std::size_t count = 0;
        for (iterator at = begin(); at != end(); ++at) ++count;
        return count;
    }

private:
    std::string_view names_{};
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
    if constexpr (requires { requires !std::is_member_pointer_v<decltype(&Op::reference)>; })
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

template <class List>
inline constexpr operation_metadata metadata_of_all[1]{};
template <class... Ops>
inline constexpr operation_metadata metadata_of_all<type_list<Ops...>>[] { metadata_of<Ops>()... };

}  // namespace detail

/// The metadata of a list of operations, in the order of the list: a range of constants that is part of a
/// program only if the program uses it.
template <class List>
class operation_table {
public:
    /// The first operation.
    [[nodiscard]] constexpr operation_metadata const* begin() const noexcept {
        return detail::metadata_of_all<List>;
    }
    /// One past the last operation.
    [[nodiscard]] constexpr operation_metadata const* end() const noexcept { return begin() + size(); }
    /// The number of operations.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return List::size; }
    /// The operation at a position below `size()`.
    [[nodiscard]] constexpr operation_metadata const& operator[](std::size_t position) const noexcept {
        return begin()[position];
    }
};

}  // namespace cfdns::inline v0_2

#endif
