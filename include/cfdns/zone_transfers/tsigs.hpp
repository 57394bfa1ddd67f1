// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONE_TRANSFERS_TSIGS_HPP
#define CFDNS_ZONE_TRANSFERS_TSIGS_HPP

#include <cfdns/core/operation.hpp>
#include <cfdns/core/secret.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// TSIGs: keys that sign transfers and NOTIFY messages (RFC 8945).
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/
namespace cfdns::inline v0_2::zone_transfers::tsigs {

/// Names of TSIG algorithms (RFC 8945 section 6), spelled as in the reference, with a trailing dot. `algo`
/// accepts any text.
namespace algorithms {
inline constexpr std::string_view hmac_md5 = "hmac-md5.sig-alg.reg.int.";  ///< Must not be used (RFC 8945).
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
    std::string name{};                     ///< Name of the key; not necessarily unique.
    std::optional<secret_string> secret{};  ///< The shared secret, if the service returns it.
    extra_members extra{};                  ///< Members not declared here.
    CFDNS_FIELDS(id, algo, name, secret, extra)
};

/// Creates a TSIG.
struct create {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> algo;        ///< Body. Algorithm, such as "hmac-sha512."; see `algorithms`.
    required<std::string> name;        ///< Body. Name of the key, the same on both servers.
    required<secret_string> secret;    ///< Body. The shared secret.
    extra_members extra{};             ///< Body. Members not declared here.
    using response_type = tsig;
    static constexpr auto route = cfdns::post("/accounts/{account_id}/secondary_dns/tsigs");
    static constexpr api_reference reference{
        "Create TSIG", "Account Settings Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/"
        "methods/create/"};
    CFDNS_FIELDS(account_id, algo, name, secret, extra)
};

/// Changes a TSIG. The whole object is replaced.
struct update {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> tsig_id;     ///< Path. Identifier of the TSIG.
    required<std::string> algo;        ///< Body. Algorithm, such as "hmac-sha512."; see `algorithms`.
    required<std::string> name;        ///< Body. Name of the key, the same on both servers.
    required<secret_string> secret;    ///< Body. The shared secret.
    extra_members extra{};             ///< Body. Members not declared here.
    using response_type = tsig;
    static constexpr auto route = cfdns::put("/accounts/{account_id}/secondary_dns/tsigs/{tsig_id}");
    static constexpr api_reference reference{
        "Update TSIG", "Account Settings Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/"
        "methods/update/"};
    CFDNS_FIELDS(account_id, tsig_id, algo, name, secret, extra)
};

/// Lists the TSIGs of an account, including their secrets. Not paginated, as far as is known; see
/// `response_info::result_info`.
struct list {
    required<std::string> account_id;  ///< Path. Account identifier.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = std::vector<tsig>;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/tsigs");
    static constexpr api_reference reference{"List TSIGs", "Account Settings Write; Account Settings Read",
                                             plans::enterprise,
                                             "https://developers.cloudflare.com/api/resources/dns/"
                                             "subresources/zone_transfers/subresources/tsigs/methods/list/"};
    CFDNS_FIELDS(account_id, extra)
};

/// Deletes a TSIG.
struct delete_ {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> tsig_id;     ///< Path. Identifier of the TSIG.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/accounts/{account_id}/secondary_dns/tsigs/{tsig_id}");
    static constexpr api_reference reference{
        "Delete TSIG", "Account Settings Write", plans::enterprise,
        "https://developers.cloudflare.com/api/resources/dns/subresources/zone_transfers/subresources/tsigs/"
        "methods/delete/"};
    CFDNS_FIELDS(account_id, tsig_id, extra)
};

/// Returns a TSIG, including its secret.
struct get {
    required<std::string> account_id;  ///< Path. Account identifier.
    required<std::string> tsig_id;     ///< Path. Identifier of the TSIG.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = tsig;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/secondary_dns/tsigs/{tsig_id}");
    static constexpr api_reference reference{"TSIG Details", "Account Settings Write; Account Settings Read",
                                             plans::enterprise,
                                             "https://developers.cloudflare.com/api/resources/dns/"
                                             "subresources/zone_transfers/subresources/tsigs/methods/get/"};
    CFDNS_FIELDS(account_id, tsig_id, extra)
};

}  // namespace cfdns::inline v0_2::zone_transfers::tsigs

#endif
