// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_LINE_TEXT_IPP
#define CFDNS_IMPL_FLOWS_LINE_TEXT_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/utf8.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace cfdns::inline v0_2::detail {

// Text of the service or the caller in a line: characters that could end the line, control a terminal or
// reorder text are escaped.
CFDNS_DECL void append_line_text(std::string& out, std::string_view text) {
    while (!text.empty()) {
        std::size_t const size = utf8_sequence(text);
        unsigned code = static_cast<unsigned char>(text[0]);
        if (size == 2 || size == 3) {
            code &= size == 2 ? 0x1fu : 0x0fu;
            for (std::size_t i = 1; i != size; ++i)
                code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3fu);
        }
        bool const control = code < 0x20 || (code >= 0x7f && code < 0xa0) ||
                             (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
        if (size == 0 || (size < 4 && control)) {
            out += "\\u";
            for (unsigned shift = 16; shift != 0; shift -= 4)
                out += lower_hex_digits[code >> (shift - 4) & 15];
        } else {
            out += text.substr(0, size);
        }
        text.remove_prefix(size == 0 ? 1 : size);
    }
}

CFDNS_DECL std::string line_text(std::string_view text) {
    std::string out;
    append_line_text(out, text);
    return out;
}

}  // namespace cfdns::inline v0_2::detail

#endif
