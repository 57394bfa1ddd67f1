// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_USAGE_HPP
#define CFDNS_USAGE_HPP

#include <cfdns/core/operation.hpp>

#include <cstdint>
#include <optional>
#include <string>

/// How many DNS records a zone has.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/usage/
namespace cfdns::inline v0_2::usage::zone {

/// The number of records and its limit.
struct quota {
    /// Maximum number of records; empty if the limit is that of the account.
    std::optional<std::uint64_t> record_quota{};
    std::optional<std::uint64_t> record_usage{};  ///< Number of records.
    extra_members extra{};                        ///< Members not declared here.
    CFDNS_FIELDS(record_quota, record_usage, extra)
};

/// Returns the number of DNS records of a zone and its limit.
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = quota;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/dns_records/usage");
    static constexpr api_reference reference{"Get DNS Record Usage for account or zone",
                                             {"Account DNS Settings Write", "Account DNS Settings Read"},
                                             plans::all,
                                             "https://developers.cloudflare.com/api/resources/dns/"
                                             "subresources/usage/subresources/zone/methods/get/"};
    CFDNS_FIELDS(zone_id, extra)
};

}  // namespace cfdns::inline v0_2::usage::zone

#endif
