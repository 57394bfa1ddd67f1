// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_TIMESTAMP_HPP
#define CFDNS_CORE_TIMESTAMP_HPP

#include <cfdns/detail/config.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// Points in time in the format of the service.
namespace cfdns::inline v0_2 {

namespace detail {
struct timestamp_access;
}

/// A point in time, stored as the text that the service sent.
///
/// The reference declares times as plain strings, so any text is accepted; parsing it is a separate step
/// that may fail.
class timestamp {
public:
    /// Empty text.
    timestamp() = default;
    /// Stores `text`.
    explicit timestamp(std::string text) noexcept : text_(std::move(text)) {}

    /// The text as received. *Lifetime:* the reference is valid as long as this object.
    [[nodiscard]] std::string const& text() const noexcept { return text_; }

    /// Parses the text as an RFC 3339 date-time with offset. Returns `std::nullopt` if it is not valid.
    ///
    /// Digits after the microseconds are ignored. A leap second (`:60`) is treated as the first second of
    /// the next minute.
    [[nodiscard]] std::optional<std::chrono::sys_time<std::chrono::microseconds>> time() const noexcept;

    /// Whether the texts are equal.
    friend bool operator==(timestamp const&, timestamp const&) = default;

private:
    friend struct detail::timestamp_access;

    std::string text_{};
};

namespace detail {

// For the reader, which replaces the text.
struct timestamp_access {
    static std::string& text_of(timestamp& of) noexcept { return of.text_; }
};

}  // namespace detail

}  // namespace cfdns::inline v0_2

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/timestamp.ipp>
#endif

#endif
