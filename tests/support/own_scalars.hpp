// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_SUPPORT_OWN_SCALARS_HPP
#define CFDNS_TESTS_SUPPORT_OWN_SCALARS_HPP

#include <cfdns/core/scalar_traits.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// A program's own scalar types.
namespace own_scalars {

// Four numbers, without an assignment from text.
class address {
public:
    address() = default;
    explicit address(std::uint32_t bits) : bits_(bits) {}
    std::uint32_t bits() const noexcept { return bits_; }
    friend bool operator==(address const&, address const&) = default;

private:
    std::uint32_t bits_ = 0;
};

enum class color { red, blue, odd };

struct label {  // any text
    std::string text{};
    friend bool operator==(label const&, label const&) = default;
};

}  // namespace own_scalars

template <>
struct cfdns::scalar_traits<own_scalars::address> {
    static std::string to_text(own_scalars::address const& value) {
        std::string out;
        for (int shift = 24; shift >= 0; shift -= 8)
            out += (out.empty() ? "" : ".") + std::to_string(value.bits() >> shift & 255);
        return out;
    }
    static std::optional<own_scalars::address> from_text(std::string_view text) {
        std::uint32_t bits = 0;
        for (int i = 0; i != 4; ++i) {
            if (i != 0) {
                if (!text.starts_with('.')) return std::nullopt;
                text.remove_prefix(1);
            }
            unsigned part = 0;
            std::size_t digits = 0;
            for (; digits != text.size() && digits != 3 && text[digits] >= '0' && text[digits] <= '9';
                 ++digits)
                part = part * 10 + static_cast<unsigned>(text[digits] - '0');
            if (digits == 0 || part > 255) return std::nullopt;
            text.remove_prefix(digits);
            bits = bits << 8 | part;
        }
        if (!text.empty()) return std::nullopt;
        return own_scalars::address{bits};
    }
    static constexpr std::string_view name = "IPv4 address";
};

template <>
struct cfdns::scalar_traits<own_scalars::color> {
    static std::string to_text(own_scalars::color value) {
        return value == own_scalars::color::red    ? "red"
               : value == own_scalars::color::blue ? "blue"
                                                   : "\xff";
    }
    static std::optional<own_scalars::color> from_text(std::string_view text) {
        if (text == "red") return own_scalars::color::red;
        if (text == "blue") return own_scalars::color::blue;
        return std::nullopt;
    }
};

template <>
struct cfdns::scalar_traits<own_scalars::label> {
    static std::string to_text(own_scalars::label const& value) { return value.text; }
    static std::optional<own_scalars::label> from_text(std::string_view text) {
        return own_scalars::label{std::string{text}};
    }
};

#endif
