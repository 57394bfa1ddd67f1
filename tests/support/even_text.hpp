// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_SUPPORT_EVEN_TEXT_HPP
#define CFDNS_TESTS_SUPPORT_EVEN_TEXT_HPP

#include <cfdns/core/scalar_traits.hpp>

#include <optional>
#include <string>
#include <string_view>

// The scalar type of the tests that know a type only by its schema: text with an even number of bytes.
class even_text {
public:
    static bool accepts(std::string_view text) noexcept { return text.size() % 2 == 0; }

    even_text() = default;
    explicit even_text(std::string_view text) : text_(text) {}
    std::string const& text() const noexcept { return text_; }

private:
    std::string text_{};
};

template <>
struct cfdns::scalar_traits<even_text> {
    static std::string to_text(even_text const& value) { return value.text(); }
    static std::optional<even_text> from_text(std::string_view text) {
        if (!even_text::accepts(text)) return std::nullopt;
        return even_text{text};
    }
    static constexpr std::string_view name = "text of even size";
};

#endif
