// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_TIMESTAMP_HPP
#define CFDNS_CORE_TIMESTAMP_HPP

#include <cfdns/detail/config.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// Points in time in the format of the service.
namespace cfdns::inline v0_2 {

/// A point in time, stored as the text that the service sent.
///
/// The reference declares times as plain strings, so any text is accepted; parsing it is a separate step
/// that may fail.
class timestamp {
public:
    /// Empty text.
    timestamp() = default;
    /// Stores `text`. Allocates memory only for more than 39 characters, which the service does not send.
    explicit timestamp(std::string_view text);
    /// Copies the text.
    timestamp(timestamp const& other) : timestamp{other.text()} {}
    /// Moves the text. That of the other object is unspecified afterwards.
    timestamp(timestamp&&) noexcept = default;
    /// Copies the text.
    timestamp& operator=(timestamp const& other) { return *this = timestamp{other}; }
    /// Moves the text. That of the other object is unspecified afterwards.
    timestamp& operator=(timestamp&&) noexcept = default;
    ~timestamp() = default;

    /// The text as received. *Lifetime:* the view is valid as long as this object is not changed.
    [[nodiscard]] std::string_view text() const noexcept {
        if (long_) return *long_;
        return {short_, size_};
    }

    /// Parses the text as an RFC 3339 date-time with offset. Returns `std::nullopt` if it is not valid.
    ///
    /// Digits after the microseconds are ignored. A leap second (`:60`) is treated as the first second of
    /// the next minute.
    [[nodiscard]] std::optional<std::chrono::sys_time<std::chrono::microseconds>> time() const noexcept;

    /// Whether the texts are equal.
    friend bool operator==(timestamp const& a, timestamp const& b) noexcept { return a.text() == b.text(); }

private:
    // Texts of more than 39 characters are on the heap, with a size of 0.
    char short_[39]{};
    unsigned char size_ = 0;
    std::unique_ptr<std::string> long_{};
};

}  // namespace cfdns::inline v0_2

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/timestamp.ipp>
#endif

#endif
