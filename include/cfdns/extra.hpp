// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_EXTRA_HPP
#define CFDNS_EXTRA_HPP

#include <cfdns/detail/config.hpp>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Members that the library does not know.
namespace cfdns::inline v1 {

namespace detail {
class extra_recorder;
}

/// A member of `extra_members`. *Lifetime:* both views point into the `extra_members` that it was taken from.
struct extra_member {
    std::string_view name{};  ///< Name, without quotes and escapes.
    std::string_view json{};  ///< Value as JSON text.
};

/// JSON members that a struct does not declare, each as its raw JSON text, in the order of arrival.
///
/// In a result: what the service sent and the library does not know; white space outside of strings is dropped and
/// escapes are normalised, numbers keep their digits. A declared member whose value is ill-typed, or contains something
/// ill-typed, is found here as well, with its escapes as they were sent (see `reply_info::surprises`), unless it may hold a
/// secret. If its name begins with an escape, its text is not known and reads `null`.
///
/// In params: members to be sent on top of the declared ones. `make_request` refuses one of the name of a declared member, so
/// that what was not understood in a result does not get lost when its `extra` is sent back in an update: set the member to
/// what it should be and `erase` it here.
class extra_members {
public:
    /// Sets the member `name` to `json`, in place of one of that name, else as the last one.
    ///
    /// `json` must be one JSON value in UTF-8; `make_request` refuses everything else. It is sent as given.
    void set(std::string_view name, std::string_view json);

    /// Sets the member `name` to `text`, as a JSON string with all escapes that it needs. In a query, that is plain text.
    ///
    /// `text` must be UTF-8; `make_request` refuses everything else.
    void set_text(std::string_view name, std::string_view text);

    /// Removes all members of that name; says whether there was one.
    bool erase(std::string_view name);

    /// The JSON text of the member `name`, nothing if there is none; of members with equal names the last one counts.
    /// *Lifetime:* the view is valid until this object is changed.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;

    /// Whether there is no member.
    [[nodiscard]] bool empty() const noexcept { return places_.empty(); }
    /// The number of members.
    [[nodiscard]] std::size_t size() const noexcept { return places_.size(); }
    /// The member at `index`, which must be less than `size()`. *Lifetime:* as `find`.
    [[nodiscard]] extra_member operator[](std::size_t index) const noexcept {
        place const& at = places_[index];
        std::string_view const text = text_;
        return {text.substr(at.name, at.json - at.name), text.substr(at.json, at.end - at.json)};
    }
    /// Removes all members.
    void clear() noexcept {
        text_.clear();
        places_.clear();
    }

    /// An input iterator over the members. *Lifetime:* it ends when the object is changed.
    class iterator {
    public:
        using iterator_category = std::input_iterator_tag;  ///< It gives values, not references.
        using value_type = extra_member;                    ///< What it gives.
        using difference_type = std::ptrdiff_t;             ///< Between two of one object.
        using pointer = void;                               ///< There is no `operator->`.
        using reference = extra_member;                     ///< A value too.

        /// Of no object; only to be assigned to or compared.
        iterator() noexcept = default;
        /// The member. *Lifetime:* its views are valid until the object is changed.
        extra_member operator*() const noexcept { return (*members_)[index_]; }
        /// Goes to the next member.
        iterator& operator++() noexcept {
            ++index_;
            return *this;
        }
        /// Goes to the next member and gives the place before.
        iterator operator++(int) noexcept {
            iterator const before = *this;
            ++index_;
            return before;
        }
        /// The same place of the same object.
        friend bool operator==(iterator const&, iterator const&) = default;

    private:
        friend class extra_members;
        iterator(extra_members const* members, std::size_t index) noexcept : members_(members), index_(index) {}
        extra_members const* members_{};
        std::size_t index_{};
    };

    /// The first member. *Lifetime:* iterators are valid until this object is changed.
    [[nodiscard]] iterator begin() const noexcept { return {this, 0}; }
    /// One past the last member.
    [[nodiscard]] iterator end() const noexcept { return {this, size()}; }

    /// Compares names, values and order, as text.
    friend bool operator==(extra_members const& a, extra_members const& b) noexcept {
        if (a.size() != b.size()) return false;
        for (std::size_t i = 0; i != a.size(); ++i)
            if (a[i].name != b[i].name || a[i].json != b[i].json) return false;
        return true;
    }

private:
    friend class detail::extra_recorder;

    struct place {  // offsets into text_
        std::size_t name, json, end;
    };

    std::string text_{};  // name and value of one member after the other; one buffer for all of them
    std::vector<place> places_{};
};

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/extra.ipp>
#endif

#endif
