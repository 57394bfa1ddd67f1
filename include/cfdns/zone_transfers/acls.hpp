// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_ACLS_HPP
#define CFDNS_ZONE_TRANSFERS_ACLS_HPP

#include <cfdns/operation.hpp>

#include <string>
#include <vector>

/// Access control lists: who may send NOTIFY for secondary zones of an account, and who may ask for transfers of its
/// primary zones. They hold for the whole account.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/
namespace cfdns::inline v1::zone_transfers::acls {

/// An access control list.
struct acl {
    std::string id{};        ///< Identifier.
    std::string ip_range{};  ///< Allowed range in CIDR notation, at most /24 for IPv4 and /64 for IPv6.
    std::string name{};      ///< Name.
    extra_members extra{};   ///< Members that the library does not know.
    CFDNS_FIELDS(id, ip_range, name, extra)
};

/// POST /accounts/{account_id}/secondary_dns/acls
///
/// Create ACL.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/create/
struct create {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> ip_range;    ///< Body. Allowed range in CIDR notation, such as "192.0.2.53/28".
    required<std::string> name;        ///< Body. Name of the ACL.
    extra_members extra{};             ///< Body. Members that the library does not know.
    using response_type = acl;
    static constexpr auto route = cfdns::post("/accounts/{account_id}/secondary_dns/acls");
    CFDNS_FIELDS(account_id, ip_range, name, extra)
};

/// PUT /accounts/{account_id}/secondary_dns/acls/{acl_id}
///
/// Modify ACL. It is replaced as a whole.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/update/
struct update {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> acl_id;      ///< Path. Identifier of the ACL.
    required<std::string> ip_range;    ///< Body. Allowed range in CIDR notation, such as "192.0.2.53/28".
    required<std::string> name;        ///< Body. Name of the ACL.
    extra_members extra{};             ///< Body. Members that the library does not know.
    using response_type = acl;
    static constexpr auto route = cfdns::put("/accounts/{account_id}/secondary_dns/acls/{acl_id}");
    CFDNS_FIELDS(account_id, acl_id, ip_range, name, extra)
};

/// GET /accounts/{account_id}/secondary_dns/acls
///
/// List ACLs. The service is not known to page; `reply_info::result_info` says if it does.
/// Permissions (one of): Account Settings Write, Account Settings Read. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/list/
struct list {
    required<std::string> account_id;  ///< Path. Account identifier.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = std::vector<acl>;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/acls");
    CFDNS_FIELDS(account_id, extra)
};

/// DELETE /accounts/{account_id}/secondary_dns/acls/{acl_id}
///
/// Delete ACL.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/delete/
struct delete_ {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> acl_id;      ///< Path. Identifier of the ACL.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/accounts/{account_id}/secondary_dns/acls/{acl_id}");
    CFDNS_FIELDS(account_id, acl_id, extra)
};

/// GET /accounts/{account_id}/secondary_dns/acls/{acl_id}
///
/// Get ACL.
/// Permissions (one of): Account Settings Write, Account Settings Read. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/acls/methods/get/
struct get {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> acl_id;      ///< Path. Identifier of the ACL.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = acl;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/acls/{acl_id}");
    CFDNS_FIELDS(account_id, acl_id, extra)
};

}  // namespace cfdns::inline v1::zone_transfers::acls

#endif
