// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_SECRET_HPP
#define CFDNS_SECRET_HPP

#include <cfdns/detail/config.hpp>

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

/// Values that must not be printed.
namespace cfdns::inline v1 {

namespace detail {

// Through volatile, so that the stores are not removed as dead.
inline void wipe(char* data, std::size_t size) noexcept {
    for (char volatile* p = data; size != 0; --size) *p++ = '\0';
}

}  // namespace detail

/// Text that goes in and out only by name: it has no conversion, no comparison, and prints as `[redacted]`.
///
/// The storage is overwritten before it is given back. That is best effort: copies that the caller, the request body or
/// the HTTP client make are not reached.
class secret_string {
public:
    /// An empty secret.
    secret_string() noexcept = default;

    /// Copies `value`.
    explicit secret_string(std::string_view value) : size_(value.size()) {
        if (size_ == 0) return;
        data_ = std::make_unique<char[]>(size_);
        value.copy(data_.get(), size_);
    }
    /// Copies `value`, which ends at its first NUL; a null pointer is an empty secret.
    explicit secret_string(char const* value) : secret_string(value ? std::string_view{value} : std::string_view{}) {}
    /// Copies `value`.
    explicit secret_string(std::string const& value) : secret_string(std::string_view{value}) {}
    /// Takes over `value`, whose storage is overwritten.
    explicit secret_string(std::string&& value) : secret_string(std::string_view{value}) {
        detail::wipe(value.data(), value.size());
        value.clear();
    }

    /// Copies.
    secret_string(secret_string const& other) : secret_string(other.expose()) {}
    /// Takes over; `other` is empty afterwards.
    secret_string(secret_string&& other) noexcept { swap(other); }
    /// Copies or takes over; the text before is overwritten.
    secret_string& operator=(secret_string other) noexcept {
        swap(other);
        return *this;
    }
    ~secret_string() {
        if (data_) detail::wipe(data_.get(), size_);
    }

    /// The text itself. *Lifetime:* valid until this object is changed or destroyed.
    [[nodiscard]] std::string_view expose() const noexcept { return {data_.get(), size_}; }
    /// Whether there is no text.
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    /// Prints `[redacted]`, whatever the text.
    template <class Traits>
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& stream, secret_string const&) {
        return stream << "[redacted]";
    }

private:
    void swap(secret_string& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
    }

    std::unique_ptr<char[]> data_{};
    std::size_t size_{};
};

}  // namespace cfdns::inline v1

#endif
