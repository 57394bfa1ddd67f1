// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONES_OPERATIONS_HPP
#define CFDNS_ZONES_OPERATIONS_HPP

#include <cfdns/core/operation.hpp>
#include <cfdns/core/timestamp.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Zones: the domains of an account.
///
/// The service returns the names of zones in Unicode, but the names of records in Punycode (A-labels, RFC
/// 5890). It accepts both forms in filters.
///
/// https://developers.cloudflare.com/api/resources/zones/
namespace cfdns::inline v0_2::zones {

/// Values of `status`. The set is open.
namespace statuses {
/// Created in the dashboard; the setup is not yet complete.
inline constexpr std::string_view initializing = "initializing";
/// The registrar does not yet delegate the domain to Cloudflare. A zone on the free plan is deleted after 28
/// days.
inline constexpr std::string_view pending = "pending";
inline constexpr std::string_view active = "active";  ///< Cloudflare serves the zone.
/// The domain is no longer delegated to Cloudflare. A zone on the free plan is deleted after 7 days.
inline constexpr std::string_view moved = "moved";
inline constexpr std::string_view deactivated = "deactivated";  ///< Observed; not in the reference.
inline constexpr std::string_view deleted = "deleted";          ///< Observed; not in the reference.
}  // namespace statuses

/// Values of `type`. The set is open.
namespace types {
inline constexpr std::string_view full = "full";  ///< Cloudflare is the authoritative DNS provider.
inline constexpr std::string_view partial =
    "partial";  ///< CNAME setup; Business and Enterprise only. See `zone::verification_key`.
inline constexpr std::string_view secondary =
    "secondary";  ///< The zone is transferred from a primary server; Enterprise only.
inline constexpr std::string_view internal = "internal";  ///< Internal DNS; Enterprise only.
}  // namespace types

/// Values of `plan::legacy_id`. The set is open.
namespace legacy_plan_ids {
inline constexpr std::string_view free = "free";              ///< Free.
inline constexpr std::string_view pro = "pro";                ///< Pro.
inline constexpr std::string_view business = "business";      ///< Business.
inline constexpr std::string_view enterprise = "enterprise";  ///< Enterprise.
}  // namespace legacy_plan_ids

/// Operators of the filters `list::name` and `account_filter::name`. An operator precedes the text and is
/// followed by a colon: "starts_with:exam". Without an operator, the filter means `equal`.
namespace operators {
inline constexpr std::string_view equal = "equal";              ///< The name equals the text.
inline constexpr std::string_view not_equal = "not_equal";      ///< The name differs from the text.
inline constexpr std::string_view starts_with = "starts_with";  ///< The name starts with the text.
inline constexpr std::string_view ends_with = "ends_with";      ///< The name ends with the text.
inline constexpr std::string_view contains = "contains";        ///< The name contains the text.
/// Like `starts_with`, but case-sensitive.
inline constexpr std::string_view starts_with_case_sensitive = "starts_with_case_sensitive";
/// Like `ends_with`, but case-sensitive.
inline constexpr std::string_view ends_with_case_sensitive = "ends_with_case_sensitive";
/// Like `contains`, but case-sensitive.
inline constexpr std::string_view contains_case_sensitive = "contains_case_sensitive";
}  // namespace operators

/// Values of `list::order`. The set is open.
namespace orders {
inline constexpr std::string_view name = "name";                  ///< Name of the zone.
inline constexpr std::string_view status = "status";              ///< Status.
inline constexpr std::string_view account_id = "account.id";      ///< Identifier of the account.
inline constexpr std::string_view account_name = "account.name";  ///< Name of the account.
inline constexpr std::string_view plan_id = "plan.id";            ///< Identifier of the plan.
}  // namespace orders

/// The account of a zone.
struct account {
    std::optional<std::string> id{};    ///< Identifier.
    std::optional<std::string> name{};  ///< Name.
    extra_members extra{};              ///< Members not declared here.
    CFDNS_FIELDS(id, name, extra)
};

/// The owner of a zone.
struct owner {
    std::optional<std::string> id{};     ///< Identifier; the service may send null.
    std::optional<std::string> name{};   ///< Name; the service may send null.
    std::optional<std::string> type{};   ///< "user" or "organization".
    std::optional<std::string> email{};  ///< E-mail address. Observed; not in the reference.
    extra_members extra{};               ///< Members not declared here.
    CFDNS_FIELDS(id, name, type, email, extra)
};

/// Metadata of a zone.
struct metadata {
    std::optional<std::int32_t> step{};       ///< Step of the setup.
    std::optional<bool> cdn_only{};           ///< Whether the zone is configured for CDN only.
    std::optional<bool> dns_only{};           ///< Whether the zone is configured for DNS only.
    std::optional<bool> foundation_dns{};     ///< Whether the zone uses Foundation DNS.
    std::optional<bool> phishing_detected{};  ///< Whether the zone has been flagged for phishing.
    std::optional<std::uint32_t> custom_certificate_quota{};  ///< Maximum number of custom certificates.
    std::optional<std::uint32_t> page_rule_quota{};           ///< Maximum number of page rules.
    std::optional<bool> wildcard_proxiable{};  ///< Whether wildcard records may be proxied. Observed; not in
                                               ///< the reference.
    std::optional<bool> multiple_railguns_allowed{};  ///< Observed; not in the reference.
    extra_members extra{};                            ///< Members not declared here.
    CFDNS_FIELDS(step, cdn_only, dns_only, foundation_dns, phishing_detected, custom_certificate_quota,
                 page_rule_quota, wildcard_proxiable, multiple_railguns_allowed, extra)
};

/// The plan of a zone. Deprecated in the reference in favour of subscriptions.
struct plan {
    std::optional<std::string> id{};           ///< Identifier.
    std::optional<std::string> name{};         ///< Name, such as "Free Website".
    std::optional<double> price{};             ///< Price per period.
    std::optional<std::string> currency{};     ///< Currency of the price, such as "USD".
    std::optional<std::string> frequency{};    ///< Billing period, such as "monthly"; may be empty.
    std::optional<std::string> legacy_id{};    ///< Legacy name; see `legacy_plan_ids`.
    std::optional<bool> is_subscribed{};       ///< Whether the subscription is active.
    std::optional<bool> can_subscribe{};       ///< Whether the subscription can be activated.
    std::optional<bool> legacy_discount{};     ///< Whether the legacy discount applies.
    std::optional<bool> externally_managed{};  ///< Whether another company manages the zone.
    extra_members extra{};                     ///< Members not declared here.
    CFDNS_FIELDS(id, name, price, currency, frequency, legacy_id, is_subscribed, can_subscribe,
                 legacy_discount, externally_managed, extra)
};

/// The root organizational unit of a zone.
struct tenant {
    std::optional<std::string> id{};    ///< Identifier.
    std::optional<std::string> name{};  ///< Name.
    extra_members extra{};              ///< Members not declared here.
    CFDNS_FIELDS(id, name, extra)
};

/// The immediate parent organizational unit of a zone.
struct tenant_unit {
    std::optional<std::string> id{};  ///< Identifier.
    extra_members extra{};            ///< Members not declared here.
    CFDNS_FIELDS(id, extra)
};

/// A zone. Several zones may have the same name: in different accounts, or if they are internal.
struct zone {
    std::string id{};                     ///< Identifier.
    std::string name{};                   ///< Name in Unicode, in lower case and without a final dot.
    std::optional<std::string> status{};  ///< Status; see `statuses`.
    std::optional<std::string> type{};    ///< Type; see `types`.
    std::optional<bool> paused{};         ///< Whether only the DNS services of Cloudflare are used.
    /// Time until development mode expires; if negative, the time since it expired; zero if it was never
    /// enabled.
    std::optional<std::chrono::seconds> development_mode{};
    /// Name servers that Cloudflare assigned; empty for an internal zone.
    std::optional<std::vector<std::string>> name_servers{};
    /// Name servers before the domain moved to Cloudflare.
    std::optional<std::vector<std::string>> original_name_servers{};
    std::optional<std::string> original_registrar{};  ///< Registrar when the domain moved to Cloudflare.
    std::optional<std::string> original_dnshost{};    ///< DNS host when the domain moved to Cloudflare.
    std::optional<timestamp> created_on{};            ///< Time at which the zone was created.
    std::optional<timestamp> modified_on{};           ///< Time of the last change.
    std::optional<timestamp> activated_on{};  ///< Last time the zone became active; empty if it never did.
    std::optional<zones::account> account{};  ///< The account that the zone belongs to.
    std::optional<zones::owner> owner{};      ///< The owner.
    std::optional<metadata> meta{};           ///< Metadata.
    std::optional<zones::plan> plan{};        ///< The plan; empty for an internal zone. Deprecated.
    std::optional<std::vector<std::string>> permissions{};  ///< Legacy permissions. Deprecated.
    /// Custom name servers; Business and Enterprise only.
    std::optional<std::vector<std::string>> vanity_name_servers{};
    std::optional<std::string> cname_suffix{};  ///< Custom suffix of a partial zone's CNAME targets.
    /// Content of the TXT record that proves control of a partial zone. Not a secret: it is published.
    std::optional<std::string> verification_key{};
    std::optional<zones::tenant> tenant{};            ///< The root organizational unit.
    std::optional<zones::tenant_unit> tenant_unit{};  ///< The immediate parent organizational unit.
    extra_members extra{};                            ///< Members not declared here.
    CFDNS_FIELDS(id, name, status, type, paused, development_mode, name_servers, original_name_servers,
                 original_registrar, original_dnshost, created_on, modified_on, activated_on, account, owner,
                 meta, plan, permissions, vanity_name_servers, cname_suffix, verification_key, tenant,
                 tenant_unit, extra)
};

/// The filter of `list` by account. The service applies each member that is set.
struct account_filter {
    std::optional<std::string> id{};    ///< Identifier of the account.
    std::optional<std::string> name{};  ///< Name of the account, with an optional prefix of `operators`.
    CFDNS_FIELDS(id, name)
};

/// Lists zones, one page at a time: see `pages`. Only zones that the credentials have access to are listed;
/// a missing permission is not an error.
///
/// The service ignores unknown parameters and may then list all zones: check the results before deleting any
/// of them.
struct list {
    account_filter account{};                ///< Query. `account.id` and `account.name`.
    std::optional<std::string> direction{};  ///< Query. "asc" or "desc".
    /// Query. Whether a zone must match "all" of the filters, the default, or "any".
    std::optional<std::string> match{};
    /// Query. Name, of at most 253 characters, with an optional prefix of `operators`: "starts_with:exam".
    std::optional<std::string> name{};
    std::optional<std::string> order{};   ///< Query. Order of the results; see `orders`.
    std::optional<std::uint32_t> page{};  ///< Query. Number of the page, starting at 1; by default 1.
    /// Query. Zones per page, 5 to 50, by default 20. The service has been observed to accept fewer than 5.
    std::optional<std::uint32_t> per_page{};
    std::optional<std::string> status{};  ///< Query. Status; see `statuses`.
    /// Query. Types, separated by commas: "full,internal"; see `types`. Without it, internal zones are left
    /// out. The reference's text describes this form, while the official SDK repeats the parameter.
    std::optional<std::string> type{};
    extra_members extra{};  ///< Query. Parameters not declared here.
    using response_type = std::vector<zone>;
    static constexpr auto route = cfdns::get("/zones");
    static constexpr api_reference reference{
        "List Zones", "Zone Zone Read", plans::unknown,
        "https://developers.cloudflare.com/api/resources/zones/methods/list/"};
    static constexpr bound bounds[] = {{"page", 1}, {"per_page", 1, 50}};
    CFDNS_FIELDS(account, direction, match, name, order, page, per_page, status, type, extra)
};

/// The account of a zone to be created.
struct account_id {
    std::optional<std::string> id{};  ///< Identifier.
    extra_members extra{};            ///< Members not declared here.
    CFDNS_FIELDS(id, extra)
};

/// Creates a zone. The new zone is pending and has no records: the service does not scan for existing ones.
///
/// *Errors:* code 1061 if the zone exists in this or another account, 1099 if the domain is not registered,
/// 1116 for a subdomain (Enterprise only), 1002 for a malformed name.
struct create {
    required<account_id> account;       ///< Body. The account: `zones::account_id{.id = "..."}`.
    required<std::string> name;         ///< Body. Name, of at most 253 characters.
    std::optional<std::string> type{};  ///< Body. Type; see `types`. By default "full".
    extra_members extra{};              ///< Body. Members not declared here.
    using response_type = zone;
    static constexpr auto route = cfdns::post("/zones");
    static constexpr api_reference reference{
        "Create Zone", "Zone Zone Edit; Zone DNS Edit", plans::unknown,
        "https://developers.cloudflare.com/api/resources/zones/methods/create/"};
    CFDNS_FIELDS(account, name, type, extra)
};

/// Returns a zone.
///
/// *Errors:* status 403 and code 9109 if there is no such zone, or if the credentials have no access to it.
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = zone;
    static constexpr auto route = cfdns::get("/zones/{zone_id}");
    static constexpr api_reference reference{
        "Zone Details",
        "Trust and Safety Write; Trust and Safety Read; Zero Trust: PII Read; Zaraz Edit; Zaraz Read; Zaraz "
        "Admin; Access: Apps and Policies Revoke; Access: Apps and Policies Write; Access: Apps and "
        "Policies Read; Access: Apps and Policies Revoke; Access: Mutual TLS Certificates Write; Access: "
        "Organizations, Identity Providers, and Groups Write; Zone Settings Write; Zone Settings Read; Zone "
        "Read; DNS Read; Workers Scripts Write; Workers Scripts Read; Zone Write; Workers Routes Write; "
        "Workers Routes Read; Stream Write; Stream Read; SSL and Certificates Write; SSL and Certificates "
        "Read; Logs Write; Logs Read; Cache Purge; Page Rules Write; Page Rules Read; Load Balancers Write; "
        "Load Balancers Read; Firewall Services Write; Firewall Services Read; DNS Write; Apps Write; "
        "Analytics Read; Access: Apps and Policies Write; Access: Apps and Policies Read",
        plans::all, "https://developers.cloudflare.com/api/resources/zones/methods/get/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Changes one property of a zone: exactly one of `paused`, `type` and `vanity_name_servers`, or one in
/// `extra`, such as the `plan` of older versions of the reference. `make_request` rejects an operation with
/// several of these three members, or with none of them and an empty `extra`.
struct edit {
    required<std::string> zone_id;      ///< Path. Zone identifier.
    std::optional<bool> paused{};       ///< Body. Whether to use only the DNS services of Cloudflare.
    std::optional<std::string> type{};  ///< Body. Type; see `types`. Enterprise, or enabled for the zone.
    /// Body. Custom name servers; empty removes them. Business and Enterprise only.
    std::optional<std::vector<std::string>> vanity_name_servers{};
    extra_members extra{};  ///< Body. Members not declared here.
    using response_type = zone;
    static constexpr auto route = cfdns::patch("/zones/{zone_id}", idempotency::repeatable);
    static constexpr api_reference reference{
        "Edit Zone", "Zone Write", plans::all,
        "https://developers.cloudflare.com/api/resources/zones/methods/edit/"};
    static constexpr std::string_view exactly_one[] = {"paused", "type", "vanity_name_servers"};
    CFDNS_FIELDS(zone_id, paused, type, vanity_name_servers, extra)
};

/// Deletes a zone with all of its records.
///
/// *Errors:* as for `get`. If a repeated request receives this response, the zone has been deleted.
struct delete_ {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/zones/{zone_id}");
    static constexpr api_reference reference{
        "Delete Zone", "Zone Write", plans::all,
        "https://developers.cloudflare.com/api/resources/zones/methods/delete/"};
    CFDNS_FIELDS(zone_id, extra)
};

}  // namespace cfdns::inline v0_2::zones

#endif
