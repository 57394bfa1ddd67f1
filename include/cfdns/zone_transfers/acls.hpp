// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_ACLS_HPP
#define CFDNS_ZONE_TRANSFERS_ACLS_HPP

#include <cfdns/core/operation.hpp>

#include <string>
#include <vector>

/// Access control lists: address ranges that may send NOTIFY for the secondary zones of an account and
/// request transfers of its primary zones. They apply to the whole account.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/
namespace cfdns::inline v0_2::zone_transfers::acls {

/// An access control list.
struct acl {
    std::string id{};        ///< Identifier.
    std::string ip_range{};  ///< Allowed range in CIDR notation, at most /24 for IPv4 and /64 for IPv6.
    std::string name{};      ///< Name.
    extra_members extra{};   ///< Members not declared here.
    CFDNS_FIELDS(id, ip_range, name, extra)
};

/// Creates an access control list.
struct create {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> ip_range;    ///< Body. Allowed range in CIDR notation, such as "192.0.2.53/28".
    required<std::string> name;        ///< Body. Name of the ACL.
    extra_members extra{};             ///< Body. Members not declared here.
    using response_type = acl;
    static constexpr auto route = cfdns::post("/accounts/{account_id}/secondary_dns/acls");
    static constexpr api_reference reference{
        "Create ACL", "Account Settings Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/"
        "methods/create/"};
    CFDNS_FIELDS(account_id, ip_range, name, extra)
};

/// Changes an access control list. The whole object is replaced.
struct update {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> acl_id;      ///< Path. Identifier of the ACL.
    required<std::string> ip_range;    ///< Body. Allowed range in CIDR notation, such as "192.0.2.53/28".
    required<std::string> name;        ///< Body. Name of the ACL.
    extra_members extra{};             ///< Body. Members not declared here.
    using response_type = acl;
    static constexpr auto route = cfdns::put("/accounts/{account_id}/secondary_dns/acls/{acl_id}");
    static constexpr api_reference reference{
        "Update ACL", "Account Settings Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/"
        "methods/update/"};
    CFDNS_FIELDS(account_id, acl_id, ip_range, name, extra)
};

/// Lists the access control lists of an account. Not paginated, as far as is known; see
/// `response_info::result_info`.
struct list {
    required<std::string> account_id;  ///< Path. Account identifier.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = std::vector<acl>;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/acls");
    static constexpr api_reference reference{"List ACLs", "Account Settings Write; Account Settings Read",
                                             plans::enterprise,
                                             "https://developers.cloudflare.com/api/resources/dns/"
                                             "subresources/zone_transfers/subresources/acls/methods/list/"};
    CFDNS_FIELDS(account_id, extra)
};

/// Deletes an access control list.
struct delete_ {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> acl_id;      ///< Path. Identifier of the ACL.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/accounts/{account_id}/secondary_dns/acls/{acl_id}");
    static constexpr api_reference reference{
        "Delete ACL", "Account Settings Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/"
        "methods/delete/"};
    CFDNS_FIELDS(account_id, acl_id, extra)
};

/// Returns an access control list.
struct get {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> acl_id;      ///< Path. Identifier of the ACL.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = acl;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/acls/{acl_id}");
    static constexpr api_reference reference{"ACL Details", "Account Settings Write; Account Settings Read",
                                             plans::enterprise,
                                             "https://developers.cloudflare.com/api/resources/dns/"
                                             "subresources/zone_transfers/subresources/acls/methods/get/"};
    CFDNS_FIELDS(account_id, acl_id, extra)
};

}  // namespace cfdns::inline v0_2::zone_transfers::acls

#endif
