// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_WRITER_HPP
#define CFDNS_DETAIL_WRITER_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/schema.hpp>
#include <cfdns/detail/text_buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Typed values into compact JSON text, straight from the schema.
namespace cfdns::inline v1::detail {

constexpr std::string_view literal_of(bool value) noexcept {
    if (value) return "true";
    return "false";
}

// The part of a JSON string (RFC 8259 section 7) that needs no escape.
[[nodiscard]] std::size_t count_unescaped(std::string_view text) noexcept;

template <class Out>
void append_escape(Out& out, char c) {
    static constexpr char digits[] = "0123456789abcdef";
    out.push_back('\\');
    switch (c) {
        case '"':
        case '\\': out.push_back(c); break;
        case '\b': out.push_back('b'); break;
        case '\f': out.push_back('f'); break;
        case '\n': out.push_back('n'); break;
        case '\r': out.push_back('r'); break;
        case '\t': out.push_back('t'); break;
        default:
            out.append("u00");
            out.push_back(digits[static_cast<unsigned char>(c) >> 4]);
            out.push_back(digits[static_cast<unsigned char>(c) & 15]);
    }
}

// Appends a JSON string's content. The text must be UTF-8. `Out` is std::string or text_buffer.
template <class Out>
void append_escaped(Out& out, std::string_view text) {
    for (;;) {
        std::size_t const plain = count_unescaped(text);
        out.append(text.substr(0, plain));
        if (plain == text.size()) return;
        append_escape(out, text[plain]);
        text.remove_prefix(plain + 1);
    }
}

// Appends a JSON string. The text must be UTF-8.
template <class Out>
void append_string(Out& out, std::string_view text) {
    out.push_back('"');
    append_escaped(out, text);
    out.push_back('"');
}

// A value that has no JSON text: where it stands (names and indexes joined by '/'), and why.
struct unwritable {
    std::string place{};
    char const* why = nullptr;
};

// Appends the value. False if it, or something in it, has no JSON text; then `out` holds a part of it.
bool append_value(text_buffer& out, schema const& type, void const* value, unwritable& problem);

// Appends an object of the fields that are not in `skip` (a set of their indexes) and not empty, and of the extra members.
bool append_object(text_buffer& out, schema const& type, void const* object, std::uint64_t skip, unwritable& problem);

}  // namespace cfdns::inline v1::detail

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/writer.ipp>
#endif

#endif
