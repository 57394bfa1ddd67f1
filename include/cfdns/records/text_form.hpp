// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_RECORDS_TEXT_FORM_HPP
#define CFDNS_RECORDS_TEXT_FORM_HPP

#include <cfdns/detail/config.hpp>

#include <string>
#include <string_view>

// Forms of the texts in values of records.
namespace cfdns::inline v0_2::detail {

// How a text is compared.
enum class text_form : unsigned char { octets, host, lower, hex, base64, ipv4, ipv6, txt, parameters };

[[nodiscard]] text_form form_of(std::string_view type, std::string_view member) noexcept;

// Whether the text consists of hexadecimal digits, or of characters of Base64 (RFC 4648 section 4), and of
// white space.
[[nodiscard]] bool is_hex(std::string_view text) noexcept;
[[nodiscard]] bool is_base64(std::string_view text) noexcept;

// Whether a name has no character that would need an escape in presentation form (RFC 1035 section 5.1).
[[nodiscard]] bool is_unescaped_name(std::string_view name) noexcept;

// A number with six digits after the point, in any locale.
[[nodiscard]] std::string fixed_text(double number);

}  // namespace cfdns::inline v0_2::detail

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/records/text_form.ipp>
#endif

#endif
