// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_SETTINGS_HPP
#define CFDNS_SETTINGS_HPP

#include <cfdns/core/nullable.hpp>
#include <cfdns/core/operation.hpp>
#include <cfdns/core/timestamp.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// DNS settings of zones and accounts, and internal DNS views.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/settings/
namespace cfdns::inline v0_2::settings {

/// Values of `zone_mode`. The set is open.
namespace zone_modes {
inline constexpr std::string_view standard = "standard";  ///< Records may be proxied; the default.
inline constexpr std::string_view cdn_only = "cdn_only";  ///< Only proxied records are served.
inline constexpr std::string_view dns_only = "dns_only";  ///< No record is proxied.
}  // namespace zone_modes

/// Values of `nameservers::type`. The set is open, and not all of them are available to every zone and
/// account.
namespace nameserver_types {
/// Two name servers that Cloudflare assigns to the account; the default.
inline constexpr std::string_view cloudflare_standard = "cloudflare.standard";
/// Two name servers that Cloudflare chooses at random for each zone. Accounts only.
inline constexpr std::string_view cloudflare_standard_random = "cloudflare.standard.random";
/// The name servers of Foundation DNS.
inline constexpr std::string_view cloudflare_advanced = "cloudflare.advanced";
/// Custom name servers of the account.
inline constexpr std::string_view custom_account = "custom.account";
/// Custom name servers of the tenant.
inline constexpr std::string_view custom_tenant = "custom.tenant";
/// Custom name servers of the zone. Zones only.
inline constexpr std::string_view custom_zone = "custom.zone";
/// The custom name servers of `nameserver_set_id`. Zones only.
inline constexpr std::string_view custom = "custom";
}  // namespace nameserver_types

/// Settings of an internal zone. Enterprise.
struct internal_dns {
    /// Identifier of the zone that answers queries for names that the internal zone does not have.
    std::optional<std::string> reference_zone_id{};
    extra_members extra{};  ///< Members not declared here.
    CFDNS_FIELDS(reference_zone_id, extra)
};

/// Components of a zone's SOA record (RFC 1035 section 3.3.13).
///
/// The service requires `retry` <= `refresh` <= `expire`, so that a change of one may be rejected because of
/// the others. The bounds of `retry` and `ttl` are the widest that are documented; some documents give 600
/// to 3600 and 1800 to 3600.
struct soa {
    /// Time without a refresh after which secondaries stop serving the zone, 86400 to 2419200 seconds; by
    /// default 604800.
    std::optional<std::chrono::seconds> expire{};
    /// TTL of negative responses, 60 to 86400 seconds; by default 1800.
    std::optional<std::chrono::seconds> min_ttl{};
    /// Primary name server. Null stands for the one that Cloudflare assigns, and restores it.
    nullable<std::string> mname{};
    /// Time between the checks of secondaries for a new serial, 600 to 86400 seconds; by default 10000.
    std::optional<std::chrono::seconds> refresh{};
    /// Time after which secondaries repeat a failed check, 600 to 86400 seconds; by default 2400.
    std::optional<std::chrono::seconds> retry{};
    /// Mailbox of the administrator as a domain name. A dot in the local part is written as `\.`.
    std::optional<std::string> rname{};
    std::optional<std::chrono::seconds>
        ttl{};              ///< TTL of the record, 300 to 86400 seconds; by default 3600.
    extra_members extra{};  ///< Members not declared here.
    static constexpr bound bounds[] = {{"expire", 86400, 2419200},
                                       {"min_ttl", 60, 86400},
                                       {"refresh", 600, 86400},
                                       {"retry", 600, 86400},
                                       {"ttl", 300, 86400}};
    CFDNS_FIELDS(expire, min_ttl, mname, refresh, retry, rname, ttl, extra)
};

}  // namespace cfdns::inline v0_2::settings

/// DNS settings of a zone.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/settings/subresources/zone/
namespace cfdns::inline v0_2::settings::zone {

/// The name servers of a zone.
struct nameservers {
    std::optional<std::string> type{};  ///< Kind of name servers; see `nameserver_types`.
    /// Number of the set of custom name servers, 1 to 5; by default 1. Only for "custom.account",
    /// "custom.tenant" and "custom.zone".
    std::optional<std::uint8_t> ns_set{};
    std::optional<std::string> nameserver_set_id{};  ///< Identifier of the set; only for "custom".
    extra_members extra{};                           ///< Members not declared here.
    static constexpr bound bounds[] = {{"ns_set", 1, 5}};
    CFDNS_FIELDS(type, ns_set, nameserver_set_id, extra)
};

/// DNS settings of a zone.
struct details {
    std::optional<bool> flatten_all_cnames{};  ///< Whether all CNAME records are flattened.
    /// Whether the zone has the name servers of Foundation DNS. Deprecated: see `nameservers::type`.
    std::optional<bool> foundation_dns{};
    std::optional<settings::internal_dns> internal_dns{};  ///< Settings of an internal zone.
    /// Whether other providers' NS records at the apex are respected (RFC 8901).
    std::optional<bool> multi_provider{};
    std::optional<zone::nameservers> nameservers{};  ///< Name servers.
    std::optional<std::chrono::seconds> ns_ttl{};    ///< TTL of the NS records.
    /// Whether a secondary zone may have overriding records.
    std::optional<bool> secondary_overrides{};
    std::optional<settings::soa> soa{};      ///< SOA record.
    std::optional<std::string> zone_mode{};  ///< Mode; see `zone_modes`.
    extra_members extra{};                   ///< Members not declared here.
    CFDNS_FIELDS(flatten_all_cnames, foundation_dns, internal_dns, multi_provider, nameservers, ns_ttl,
                 secondary_overrides, soa, zone_mode, extra)
};

/// Returns the DNS settings of a zone.
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = details;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/dns_settings");
    static constexpr api_reference reference{
        "Show DNS Settings", "Zone DNS Settings Write; Zone DNS Settings Read; DNS Read; DNS Write",
        plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/settings/subresources/zone/"
        "methods/get/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Changes DNS settings of a zone. Empty members leave the current value unchanged.
///
/// *Errors:* code 1003 if the plan or an add-on that the setting needs is missing, for instance for `ns_ttl`
/// and `soa`.
struct edit {
    required<std::string> zone_id;             ///< Path. Zone identifier.
    std::optional<bool> flatten_all_cnames{};  ///< Body. Whether to flatten all CNAME records.
    /// Body. Whether to use the name servers of Foundation DNS, a paid add-on. Deprecated: use
    /// `nameservers::type`.
    std::optional<bool> foundation_dns{};
    std::optional<settings::internal_dns> internal_dns{};  ///< Body. Settings of an internal zone.
    /// Body. Whether to respect other providers' NS records at the apex (RFC 8901).
    std::optional<bool> multi_provider{};
    std::optional<zone::nameservers> nameservers{};  ///< Body. Name servers.
    /// Body. TTL of the NS records, 30 to 86400 seconds; by default 86400.
    std::optional<std::chrono::seconds> ns_ttl{};
    /// Body. Whether a secondary zone may have proxied records that override transferred ones, and a CNAME
    /// record at the apex.
    std::optional<bool> secondary_overrides{};
    std::optional<settings::soa> soa{};      ///< Body. SOA record.
    std::optional<std::string> zone_mode{};  ///< Body. Mode; see `zone_modes`.
    extra_members extra{};                   ///< Body. Members not declared here.
    using response_type = details;
    static constexpr auto route = cfdns::patch("/zones/{zone_id}/dns_settings", idempotency::repeatable);
    static constexpr api_reference reference{
        "Update DNS Settings", "Zone DNS Settings Write; DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/settings/subresources/zone/"
        "methods/edit/"};
    static constexpr bound bounds[] = {{"ns_ttl", 30, 86400}};
    CFDNS_FIELDS(zone_id, flatten_all_cnames, foundation_dns, internal_dns, multi_provider, nameservers,
                 ns_ttl, secondary_overrides, soa, zone_mode, extra)
};

}  // namespace cfdns::inline v0_2::settings::zone

/// DNS settings of an account, including the defaults for new zones.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/settings/subresources/account/
namespace cfdns::inline v0_2::settings::account {

/// The name servers of new zones.
struct nameservers {
    std::optional<std::string> type{};  ///< Kind of name servers; see `nameserver_types`.
    extra_members extra{};              ///< Members not declared here.
    CFDNS_FIELDS(type, extra)
};

/// The settings of new zones. Existing zones keep theirs. In `edit`, empty members leave the current value
/// unchanged.
struct zone_defaults {
    /// Whether all CNAME records are flattened. The service is reported to reject this setting for accounts.
    std::optional<bool> flatten_all_cnames{};
    /// Whether zones have the name servers of Foundation DNS. Deprecated: see `nameservers::type`.
    std::optional<bool> foundation_dns{};
    std::optional<settings::internal_dns> internal_dns{};  ///< Settings of internal zones.
    /// Whether other providers' NS records at the apex are respected (RFC 8901).
    std::optional<bool> multi_provider{};
    std::optional<account::nameservers> nameservers{};  ///< Name servers.
    /// TTL of the NS records, 30 to 86400 seconds; by default 86400.
    std::optional<std::chrono::seconds> ns_ttl{};
    std::optional<bool> secondary_overrides{};  ///< Whether secondary zones may have overriding records.
    std::optional<settings::soa> soa{};         ///< SOA record.
    std::optional<std::string> zone_mode{};     ///< Mode; see `zone_modes`.
    extra_members extra{};                      ///< Members not declared here.
    static constexpr bound bounds[] = {{"ns_ttl", 30, 86400}};
    CFDNS_FIELDS(flatten_all_cnames, foundation_dns, internal_dns, multi_provider, nameservers, ns_ttl,
                 secondary_overrides, soa, zone_mode, extra)
};

/// DNS settings of an account.
struct details {
    /// Whether all proxied records of the account are served as if they were not proxied. The records remain
    /// as they are.
    std::optional<bool> enforce_dns_only{};
    std::optional<account::zone_defaults> zone_defaults{};  ///< Settings of new zones.
    extra_members extra{};                                  ///< Members not declared here.
    CFDNS_FIELDS(enforce_dns_only, zone_defaults, extra)
};

/// Returns the DNS settings of an account.
struct get {
    required<std::string> account_id;  ///< Path. Account identifier.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = details;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/dns_settings");
    static constexpr api_reference reference{
        "Show DNS Settings", "Account DNS Settings Write; Account DNS Settings Read", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/settings/subresources/account/"
        "methods/get/"};
    CFDNS_FIELDS(account_id, extra)
};

/// Changes DNS settings of an account. Empty members leave the current value unchanged.
///
/// *Errors:* code 1003 if the plan or an add-on that the setting needs is missing.
struct edit {
    required<std::string> account_id;  ///< Path. Account identifier.
    /// Body. Whether to serve all proxied records of the account as if they were not proxied.
    std::optional<bool> enforce_dns_only{};
    std::optional<account::zone_defaults> zone_defaults{};  ///< Body. Settings of new zones.
    extra_members extra{};                                  ///< Body. Members not declared here.
    using response_type = details;
    static constexpr auto route =
        cfdns::patch("/accounts/{account_id}/dns_settings", idempotency::repeatable);
    static constexpr api_reference reference{
        "Update DNS Settings", "Account DNS Settings Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/settings/subresources/account/"
        "methods/edit/"};
    CFDNS_FIELDS(account_id, enforce_dns_only, zone_defaults, extra)
};

}  // namespace cfdns::inline v0_2::settings::account

/// Internal DNS views: sets of internal zones that resolvers query together. Enterprise, with Internal DNS.
///
/// In the reference: https://developers.cloudflare.com/api/resources/dns/
/// subresources/settings/subresources/account/subresources/views/
namespace cfdns::inline v0_2::settings::account::views {

/// A view.
struct view {
    std::string id{};    ///< Identifier.
    std::string name{};  ///< Name.
    /// Identifiers of the internal zones, in no particular order.
    std::optional<std::vector<std::string>> zones{};
    std::optional<timestamp> created_time{};   ///< Time at which the view was created.
    std::optional<timestamp> modified_time{};  ///< Time of the last change.
    extra_members extra{};                     ///< Members not declared here.
    CFDNS_FIELDS(id, name, zones, created_time, modified_time, extra)
};

/// A filter by name of a view. All members that are set must match.
struct name_filter {
    std::optional<std::string> contains{};    ///< A part of the name.
    std::optional<std::string> endswith{};    ///< The end of the name.
    std::optional<std::string> exact{};       ///< The whole name.
    std::optional<std::string> startswith{};  ///< The start of the name.
    CFDNS_FIELDS(contains, endswith, exact, startswith)
};

/// Lists the views of an account, one page at a time: see `pages`.
struct list {
    required<std::string> account_id;        ///< Path. Account identifier.
    std::optional<std::string> direction{};  ///< Query. "asc", the default, or "desc".
    /// Query. Whether "all" conditions, the default, or "any" of them must be met.
    std::optional<std::string> match{};
    std::optional<name_filter> name{};  ///< Query. Name.
    /// Query. Order: "name", "created_on" or "modified_on".
    std::optional<std::string> order{};
    std::optional<std::uint32_t> page{};      ///< Query. Number of the page, starting at 1; by default 1.
    std::optional<std::uint32_t> per_page{};  ///< Query. Views per page, 1 to 5,000,000; by default 100.
    std::optional<std::string> zone_id{};     ///< Query. Identifier of a zone that the view contains.
    std::optional<std::string> zone_name{};   ///< Query. Name of a zone that the view contains.
    extra_members extra{};                    ///< Query. Parameters not declared here.
    using response_type = std::vector<view>;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/dns_settings/views");
    static constexpr api_reference reference{
        "List Internal DNS Views", "DNS View Write; DNS View Read", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/settings/subresources/account/"
        "subresources/views/methods/list/"};
    static constexpr bound bounds[] = {{"page", 1}, {"per_page", 1, 5'000'000}};
    CFDNS_FIELDS(account_id, direction, match, name, order, page, per_page, zone_id, zone_name, extra)
};

/// Creates a view.
///
/// *Errors:* code 1029 if the account does not have Internal DNS.
struct create {
    required<std::string> account_id;          ///< Path. Account identifier.
    required<std::string> name;                ///< Body. Name, 1 to 255 characters.
    required<std::vector<std::string>> zones;  ///< Body. Identifiers of internal zones; may be empty.
    extra_members extra{};                     ///< Body. Members not declared here.
    using response_type = view;
    static constexpr auto route = cfdns::post("/accounts/{account_id}/dns_settings/views");
    static constexpr api_reference reference{
        "Create Internal DNS View", "DNS View Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/settings/subresources/account/"
        "subresources/views/methods/create/"};
    CFDNS_FIELDS(account_id, name, zones, extra)
};

/// Returns a view.
struct get {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> view_id;     ///< Path. View identifier.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = view;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/dns_settings/views/{view_id}");
    static constexpr api_reference reference{
        "DNS Internal View Details", "DNS View Write; DNS View Read", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/settings/subresources/account/"
        "subresources/views/methods/get/"};
    CFDNS_FIELDS(account_id, view_id, extra)
};

/// Changes a view. Empty members leave the current value unchanged.
struct edit {
    required<std::string> account_id;   ///< Path. Account identifier.
    required<std::string> view_id;      ///< Path. View identifier.
    std::optional<std::string> name{};  ///< Body. Name, 1 to 255 characters.
    /// Body. Identifiers of internal zones, which replace all current ones.
    std::optional<std::vector<std::string>> zones{};
    extra_members extra{};  ///< Body. Members not declared here.
    using response_type = view;
    static constexpr auto route =
        cfdns::patch("/accounts/{account_id}/dns_settings/views/{view_id}", idempotency::repeatable);
    static constexpr api_reference reference{
        "Update Internal DNS View", "DNS View Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/settings/subresources/account/"
        "subresources/views/methods/edit/"};
    CFDNS_FIELDS(account_id, view_id, name, zones, extra)
};

/// Deletes a view. Its zones remain.
struct delete_ {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> view_id;     ///< Path. View identifier.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/accounts/{account_id}/dns_settings/views/{view_id}");
    static constexpr api_reference reference{
        "Delete Internal DNS View", "DNS View Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/settings/subresources/account/"
        "subresources/views/methods/delete/"};
    CFDNS_FIELDS(account_id, view_id, extra)
};

}  // namespace cfdns::inline v0_2::settings::account::views

#endif
