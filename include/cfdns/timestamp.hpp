// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TIMESTAMP_HPP
#define CFDNS_TIMESTAMP_HPP

#include <cfdns/detail/config.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// Points in time as the service writes them.
namespace cfdns::inline v1 {

/// A point in time, kept as the text that the service sent.
///
/// The reference declares times as plain strings, so any text is kept; reading it as RFC 3339 is a separate step that may
/// fail.
class timestamp {
public:
    /// Empty text.
    timestamp() = default;
    /// Keeps `text`.
    explicit timestamp(std::string text) noexcept : text_(std::move(text)) {}

    /// The text as it was received. *Lifetime:* the reference is valid as long as this object is unchanged.
    [[nodiscard]] std::string const& text() const noexcept { return text_; }

    /// The text read as RFC 3339 date-time with offset; nothing if it is not one.
    ///
    /// Digits beyond the microsecond are dropped; a leap second (`:60`) is the first second of the next minute.
    [[nodiscard]] std::optional<std::chrono::sys_time<std::chrono::microseconds>> time() const noexcept;

    /// Compares the texts.
    friend bool operator==(timestamp const&, timestamp const&) = default;

private:
    std::string text_{};
};

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/timestamp.ipp>
#endif

#endif
