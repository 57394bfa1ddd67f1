// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_EXTRA_HPP
#define CFDNS_CORE_EXTRA_HPP

#include <cfdns/detail/config.hpp>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// JSON members that the library does not declare.
namespace cfdns::inline v0_2 {

namespace detail {
class extra_recorder;
}

/// A member of `extra_members`. *Lifetime:* both views point into the `extra_members` object.
struct extra_member {
    std::string_view name{};  ///< Name, unquoted and unescaped.
    std::string_view json{};  ///< Value as JSON text.
};

/// JSON members that a struct does not declare, as raw JSON text, in the order in which they were received
/// or set.
///
/// In a result, these are the members that the library does not know. White space outside strings is
/// removed, escape sequences are normalised, and numbers keep their digits. A declared member whose value
/// has the wrong type, or contains a value of the wrong type, is stored here as well, with its escape
/// sequences unchanged (see `response_info::mismatches`), unless it may hold a secret. If the name of such a
/// member begins with an escape sequence, its value is not available and is stored as `null`.
///
/// In parameters, these members are sent in addition to the declared ones. `make_request` rejects a member
/// with the name of a declared member. An update that sends back the `extra` of a result therefore cannot
/// silently drop a value that the library did not understand: assign the declared member and `erase` it
/// here.
class extra_members {
public:
    /// Sets the member `name` to `json`: replaces an existing member of that name, or appends a new one.
    ///
    /// `json` must be a single JSON value in UTF-8, otherwise `make_request` fails. It is sent unchanged.
    void set(std::string_view name, std::string_view json);

    /// Sets the member `name` to `text`, encoded as a JSON string. In a query, the text is sent without
    /// quotes.
    ///
    /// `text` must be valid UTF-8, otherwise `make_request` fails.
    void set_text(std::string_view name, std::string_view text);

    /// Removes all members named `name`. Returns whether there was one.
    bool erase(std::string_view name);

    /// Returns the JSON text of the member `name`, or `std::nullopt` if there is none. If several members
    /// have that name, the last one is returned. *Lifetime:* the view is valid until this object is
    /// modified.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;

    /// Whether there are no members.
    [[nodiscard]] bool empty() const noexcept { return positions_.empty(); }
    /// The number of members.
    [[nodiscard]] std::size_t size() const noexcept { return positions_.size(); }
    /// The member at `index`, which must be less than `size()`. *Lifetime:* as for `find`.
    [[nodiscard]] extra_member operator[](std::size_t index) const noexcept {
        position const& at = positions_[index];
        std::string_view const text = text_;
        return {text.substr(at.name, at.json - at.name), text.substr(at.json, at.end - at.json)};
    }
    /// Removes all members.
    void clear() noexcept {
        text_.clear();
        positions_.clear();
    }

    /// An input iterator over the members. *Lifetime:* invalidated when the object is modified.
    class iterator {
    public:
        /// Dereferencing returns values, so this is only an input iterator.
        using iterator_category = std::input_iterator_tag;
        using value_type = extra_member;         ///< Type of the members.
        using difference_type = std::ptrdiff_t;  ///< Type of distances between iterators.
        using pointer = void;                    ///< There is no `operator->`.
        using reference = extra_member;          ///< Members are returned by value.

        /// A singular iterator, which can only be assigned to and compared.
        iterator() noexcept = default;
        /// The current member. *Lifetime:* its views are valid until the object is modified.
        extra_member operator*() const noexcept { return (*members_)[index_]; }
        /// Advances to the next member.
        iterator& operator++() noexcept {
            ++index_;
            return *this;
        }
        /// Advances to the next member and returns the previous position.
        iterator operator++(int) noexcept {
            iterator const before = *this;
            ++index_;
            return before;
        }
        /// Whether both refer to the same position in the same object.
        friend bool operator==(iterator const&, iterator const&) = default;

    private:
        friend class extra_members;
        iterator(extra_members const* members, std::size_t index) noexcept
            : members_(members), index_(index) {}
        extra_members const* members_{};
        std::size_t index_{};
    };

    /// The first member. *Lifetime:* iterators are valid until this object is modified.
    [[nodiscard]] iterator begin() const noexcept { return {this, 0}; }
    /// One past the last member.
    [[nodiscard]] iterator end() const noexcept { return {this, size()}; }

    /// Whether both have the same names and JSON texts in the same order.
    friend bool operator==(extra_members const& a, extra_members const& b) noexcept {
        if (a.size() != b.size()) return false;
        for (std::size_t i = 0; i != a.size(); ++i)
            if (a[i].name != b[i].name || a[i].json != b[i].json) return false;
        return true;
    }

private:
    friend class detail::extra_recorder;

    struct position {  // offsets into text_
        std::size_t name, json, end;
    };

    std::string text_{};  // the concatenated names and values of all members
    std::vector<position> positions_{};
};

}  // namespace cfdns::inline v0_2

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/extra.ipp>
#endif

#endif
