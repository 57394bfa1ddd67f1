// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_RECORDS_COMPARE_HPP
#define CFDNS_RECORDS_COMPARE_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/reader.hpp>
#include <cfdns/records/data.hpp>
#include <cfdns/records/operations.hpp>
#include <cfdns/records/text_form.hpp>
#include <cfdns/records/types.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cfdns::inline v0_2::detail {

// The octets of a dotted quad. Numbers have no leading zeros.
[[nodiscard]] bool read_ipv4(std::string_view text, std::array<std::uint8_t, 4>& out) noexcept;

// The groups of an IPv6 address (RFC 4291 section 2.2), and the text of RFC 5952 section 4.
[[nodiscard]] std::optional<std::vector<std::uint16_t>> read_ipv6(std::string_view text);
[[nodiscard]] std::string write_ipv6(std::vector<std::uint16_t> const& groups);

// A template, so that only programs that use it compile the parser and the tables of all types.
template <class Handler = reader>
std::string record_key(std::string_view name, records::record_data const& data);

#if !CFDNS_HAS_DEFINITIONS
extern template std::string record_key<reader>(std::string_view, records::record_data const&);
#endif

}  // namespace cfdns::inline v0_2::detail

/// Whether two records are equivalent.
namespace cfdns::inline v0_2::records {

/// Returns a key that is equal for records that are equivalent in DNS: those with the same name, type and
/// value. TTL, comment, tags, settings and proxying are ignored, as they are by the service, which rejects a
/// second such record.
///
/// - Names, including those in values, are compared as by `canonical_name`: without regard to case and to a
///   final dot, and with labels in Unicode equal to A-labels. They must be complete.
/// - IP addresses are compared by value: IPv6 addresses in the form of RFC 5952.
/// - Hexadecimal digits are compared without regard to case; white space in them and in Base64 is ignored.
/// - TXT records are compared by their octets: see `txt_octets`.
/// - The tag of a CAA record is compared without regard to case. The parameters of HTTPS and SVCB records
///   are compared without regard to their order and to quotation marks around their values.
/// - Absent members of LOC records are treated as having their default values.
///
/// Values that are invalid for their type, and those of types that the library does not know, are compared
/// octet by octet. Use the result only as a key; its format may change between versions.
template <std::same_as<record_data> Data>
[[nodiscard]] std::string comparison_key(std::string_view name, Data const& data) {
    return detail::record_key<detail::reader>(name, data);
}

/// As above, for a record that was returned by the service.
template <std::same_as<record> Record>
[[nodiscard]] std::string comparison_key(Record const& record) {
    return detail::record_key<detail::reader>(record.name, records::data_of(record));
}

/// As above, for a record to be created or replaced.
template <class Params>
    requires std::same_as<Params, create> || std::same_as<Params, update> ||
        std::same_as<Params, record_post> || std::same_as<Params, record_put>
[[nodiscard]] std::string comparison_key(Params const& params) {
    return detail::record_key<detail::reader>(params.name.get(), params.data.get());
}

/// Whether two records are equivalent: whether their `comparison_key` is equal. Each is a `record`,
/// `create`, `update`, `record_post` or `record_put`.
template <class A, class B>
[[nodiscard]] bool is_same_record(A const& a, B const& b) {
    return records::comparison_key(a) == records::comparison_key(b);
}

}  // namespace cfdns::inline v0_2::records

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/records/compare.ipp>
#endif

#endif
