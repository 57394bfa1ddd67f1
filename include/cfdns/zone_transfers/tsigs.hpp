// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_TSIGS_HPP
#define CFDNS_ZONE_TRANSFERS_TSIGS_HPP

#include <cfdns/operation.hpp>
#include <cfdns/secret.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// TSIGs: keys that sign transfers and NOTIFY messages (RFC 8945).
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/
namespace cfdns::inline v1::zone_transfers::tsigs {

/// Names of TSIG algorithms (RFC 8945 section 6), as the reference spells them: with the dot at the end.
/// `algo` takes any text.
namespace algorithms {
inline constexpr std::string_view hmac_md5 = "hmac-md5.sig-alg.reg.int.";  ///< Must not be used any more.
inline constexpr std::string_view gss_tsig = "gss-tsig.";                  ///< RFC 3645.
inline constexpr std::string_view hmac_sha1 = "hmac-sha1.";                ///< Not recommended.
inline constexpr std::string_view hmac_sha224 = "hmac-sha224.";            ///< SHA-224.
inline constexpr std::string_view hmac_sha256 = "hmac-sha256.";            ///< Recommended.
inline constexpr std::string_view hmac_sha256_128 = "hmac-sha256-128.";    ///< Truncated to 128 bits.
inline constexpr std::string_view hmac_sha384 = "hmac-sha384.";            ///< SHA-384.
inline constexpr std::string_view hmac_sha384_192 = "hmac-sha384-192.";    ///< Truncated to 192 bits.
inline constexpr std::string_view hmac_sha512 = "hmac-sha512.";            ///< The reference's example.
inline constexpr std::string_view hmac_sha512_256 = "hmac-sha512-256.";    ///< Truncated to 256 bits.
}  // namespace algorithms

/// A TSIG.
struct tsig {
    std::string id{};                       ///< Identifier.
    std::string algo{};                     ///< Algorithm.
    std::string name{};                     ///< Name of the key; several TSIGs may share one.
    std::optional<secret_string> secret{};  ///< The shared secret, where the service shows it.
    extra_members extra{};                  ///< Members that the library does not know.
    CFDNS_FIELDS(id, algo, name, secret, extra)
};

/// POST /accounts/{account_id}/secondary_dns/tsigs
///
/// Create TSIG.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/create/
struct create {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> algo;        ///< Body. Algorithm, such as "hmac-sha512."; see `algorithms`.
    required<std::string> name;        ///< Body. Name of the key, the same on both sides.
    required<secret_string> secret;    ///< Body. The shared secret.
    extra_members extra{};             ///< Body. Members that the library does not know.
    using response_type = tsig;
    static constexpr auto route = cfdns::post("/accounts/{account_id}/secondary_dns/tsigs");
    CFDNS_FIELDS(account_id, algo, name, secret, extra)
};

/// PUT /accounts/{account_id}/secondary_dns/tsigs/{tsig_id}
///
/// Modify TSIG. It is replaced as a whole.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/update/
struct update {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> tsig_id;     ///< Path. Identifier of the TSIG.
    required<std::string> algo;        ///< Body. Algorithm, such as "hmac-sha512."; see `algorithms`.
    required<std::string> name;        ///< Body. Name of the key, the same on both sides.
    required<secret_string> secret;    ///< Body. The shared secret.
    extra_members extra{};             ///< Body. Members that the library does not know.
    using response_type = tsig;
    static constexpr auto route = cfdns::put("/accounts/{account_id}/secondary_dns/tsigs/{tsig_id}");
    CFDNS_FIELDS(account_id, tsig_id, algo, name, secret, extra)
};

/// GET /accounts/{account_id}/secondary_dns/tsigs
///
/// List TSIGs, secrets included. The service is not known to page; `reply_info::result_info` says if it does.
/// Permissions (one of): Account Settings Write, Account Settings Read. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/list/
struct list {
    required<std::string> account_id;  ///< Path. Account identifier.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = std::vector<tsig>;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/tsigs");
    CFDNS_FIELDS(account_id, extra)
};

/// DELETE /accounts/{account_id}/secondary_dns/tsigs/{tsig_id}
///
/// Delete TSIG.
/// Permissions: Account Settings Write. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/delete/
struct delete_ {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> tsig_id;     ///< Path. Identifier of the TSIG.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/accounts/{account_id}/secondary_dns/tsigs/{tsig_id}");
    CFDNS_FIELDS(account_id, tsig_id, extra)
};

/// GET /accounts/{account_id}/secondary_dns/tsigs/{tsig_id}
///
/// Get TSIG, its secret included.
/// Permissions (one of): Account Settings Write, Account Settings Read. Plan: Enterprise.
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/methods/get/
struct get {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> tsig_id;     ///< Path. Identifier of the TSIG.
    extra_members extra{};             ///< Query. Parameters that the library does not know.
    using response_type = tsig;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/tsigs/{tsig_id}");
    CFDNS_FIELDS(account_id, tsig_id, extra)
};

}  // namespace cfdns::inline v1::zone_transfers::tsigs

#endif
