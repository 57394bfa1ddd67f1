// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_RECORDS_TEXT_HPP
#define CFDNS_RECORDS_TEXT_HPP

#include <cfdns/detail/config.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace cfdns::inline v0_2::detail {

// Appends octets as a quoted string without its quotation marks.
void append_presentation_octets(std::string& out, std::string_view octets);

// The octet that the escape at the start of `text` denotes, which is removed; empty if it is invalid.
[[nodiscard]] std::optional<char> take_escape(std::string_view& text) noexcept;

// The octets of the quoted string at the start of `text`, which is removed; empty if there is none.
[[nodiscard]] std::optional<std::string> take_quoted(std::string_view& text);

}  // namespace cfdns::inline v0_2::detail

/// The content of TXT records.
namespace cfdns::inline v0_2::records {

/// Returns the `content` of a TXT record with these octets: quoted strings of at most 255 octets each,
/// separated by spaces. A quotation mark, a backslash and octets that are not printable ASCII are escaped
/// (RFC 1035 section 5.1), so the result is ASCII. For empty text, the result is `""`, which the service
/// rejects.
///
///     records::txt{.content = records::txt_content("v=spf1 -all")}  // "\"v=spf1 -all\""
///
/// The service rejects more than 4096 octets in total.
[[nodiscard]] std::string txt_content(std::string_view octets);

/// Returns the octets of the `content` of a TXT record: the inverse of `txt_content`. The quoted strings are
/// concatenated, and the escapes `\"`, `\\` and `\DDD` are replaced.
///
/// Content that does not consist of quoted strings is returned unchanged: the service has stored unquoted
/// text, and returns it without quotation marks.
[[nodiscard]] std::string txt_octets(std::string_view content);

}  // namespace cfdns::inline v0_2::records

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/records/text.ipp>
#endif

#endif
