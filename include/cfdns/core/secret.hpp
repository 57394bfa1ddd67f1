// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_SECRET_HPP
#define CFDNS_CORE_SECRET_HPP

#include <cfdns/detail/config.hpp>

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

/// Secret values.
namespace cfdns::inline v0_2 {

namespace detail {

// Writes through a volatile pointer, so that the stores are not removed as dead.
inline void wipe(char* data, std::size_t size) noexcept {
    for (char volatile* p = data; size != 0; --size) *p++ = '\0';
}

}  // namespace detail

/// Secret text. It has no implicit conversions and no comparison operators, and is printed as `[redacted]`.
///
/// The storage is overwritten before it is released. This is best effort: it does not cover copies made by
/// the caller, in the request body or in the HTTP client.
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
    /// Copies the null-terminated string `value`; a null pointer makes an empty secret.
    explicit secret_string(char const* value)
        : secret_string(value ? std::string_view{value} : std::string_view{}) {}
    /// Copies `value`.
    explicit secret_string(std::string const& value) : secret_string(std::string_view{value}) {}
    /// Copies `value` and overwrites its storage.
    explicit secret_string(std::string&& value) : secret_string(std::string_view{value}) {
        detail::wipe(value.data(), value.size());
        value.clear();
    }

    /// Copies `other`.
    secret_string(secret_string const& other) : secret_string(other.expose()) {}
    /// Moves from `other`, which is then empty.
    secret_string(secret_string&& other) noexcept { swap(other); }
    /// Copies `other`; the previous text is overwritten.
    secret_string& operator=(secret_string const& other) {
        secret_string copy{other};
        swap(copy);
        return *this;
    }
    /// Moves from `other`, which is then empty; the previous text is overwritten.
    // By reference: of a parameter that `= {}` makes in a generic lambda, clang++ 14 omits the destructor.
    secret_string& operator=(secret_string&& other) noexcept {
        secret_string moved{std::move(other)};
        swap(moved);
        return *this;
    }
    ~secret_string() {
        if (data_) detail::wipe(data_.get(), size_);
    }

    /// The secret text. *Lifetime:* valid until this object is modified or destroyed.
    [[nodiscard]] std::string_view expose() const noexcept { return {data_.get(), size_}; }
    /// Whether the text is empty.
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    /// Prints `[redacted]`.
    template <class Traits>
    friend std::basic_ostream<char, Traits>& operator<<(std::basic_ostream<char, Traits>& stream,
                                                        secret_string const&) {
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

}  // namespace cfdns::inline v0_2

#endif
