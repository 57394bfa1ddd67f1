// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_DOMAIN_NAME_HPP
#define CFDNS_CORE_DOMAIN_NAME_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/detail/config.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Domain names (RFC 9499 section 2).
namespace cfdns::inline v0_2 {

/// Returns the canonical form of a domain name, in which equal names are equal strings: labels in Unicode
/// are encoded as A-labels, ASCII letters are lower-case, and the final dot is removed. The root is ".".
///
/// The service returns names of zones in Unicode, and names of records as A-labels. This function makes them
/// comparable. It encodes Unicode labels as they are (Punycode, RFC 3492), and neither maps nor normalises
/// them: upper-case letters outside ASCII, and letters that are not in Normalization Form C, give a
/// different name. The service returns labels in the right form; text entered by people should first be
/// converted by a library for internationalised domain names (UTS #46), such as libidn2 or ICU. Backslash
/// escapes are not interpreted.
///
/// *Errors:* `errc::invalid_parameter` with the parameter `name` if the name is empty, is not valid UTF-8,
/// has an empty label or a label of more than 63 octets, or has more than 253 octets in total.
[[nodiscard]] result<std::string> canonical_name(std::string_view name);

/// Returns the names of the zones that may contain a host name, in canonical form, longest first: for
/// "www.example.co.uk", these are "www.example.co.uk", "example.co.uk" and "co.uk". A leading "*" label is
/// left out.
///
/// Names with fewer than `min_labels` labels are left out; only internal zones have names with a single
/// label.
///
/// *Errors:* those of `canonical_name`.
[[nodiscard]] result<std::vector<std::string>> zone_candidates(std::string_view host,
                                                               std::size_t min_labels = 2);

}  // namespace cfdns::inline v0_2

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/domain_name.ipp>
#endif

#endif
