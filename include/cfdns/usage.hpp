// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_USAGE_HPP
#define CFDNS_USAGE_HPP

#include <cfdns/core/operation.hpp>

#include <cstdint>
#include <optional>
#include <string>

/// How many DNS records a zone has.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/usage/subresources/zone/
namespace cfdns::inline v0_2::usage::zone {

/// The number of records and its limit.
struct quota {
    /// Maximum number of records; empty if the limit of the account applies.
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
                                             "Account DNS Settings Write; Account DNS Settings Read",
                                             plans::all,
                                             "https://developers.cloudflare.com/api/resources/dns/"
                                             "subresources/usage/subresources/zone/methods/get/"};
    CFDNS_FIELDS(zone_id, extra)
};

}  // namespace cfdns::inline v0_2::usage::zone

/// How many DNS records an account has.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/usage/subresources/account/
namespace cfdns::inline v0_2::usage::account {

/// The numbers of records and their limits.
struct quota {
    /// Maximum number of records in all public zones; empty if each zone has a limit of its own.
    std::optional<std::uint64_t> record_quota{};
    std::optional<std::uint64_t> record_usage{};  ///< Number of records in all public zones.
    /// Maximum number of records in all internal zones; empty without Internal DNS.
    std::optional<std::uint64_t> internal_record_quota{};
    /// Number of records in all internal zones; empty without Internal DNS.
    std::optional<std::uint64_t> internal_record_usage{};
    extra_members extra{};  ///< Members not declared here.
    CFDNS_FIELDS(record_quota, record_usage, internal_record_quota, internal_record_usage, extra)
};

/// Returns the numbers of DNS records of an account and their limits.
struct get {
    required<std::string> account_id;  ///< Path. Account identifier.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = quota;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/dns_records/usage");
    static constexpr api_reference reference{"Get DNS Record Usage for account or zone",
                                             "Account DNS Settings Write; Account DNS Settings Read",
                                             plans::all,
                                             "https://developers.cloudflare.com/api/resources/dns/"
                                             "subresources/usage/subresources/account/methods/get/"};
    CFDNS_FIELDS(account_id, extra)
};

}  // namespace cfdns::inline v0_2::usage::account

#endif
