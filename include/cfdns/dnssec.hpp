// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DNSSEC_HPP
#define CFDNS_DNSSEC_HPP

#include <cfdns/core/operation.hpp>
#include <cfdns/core/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// DNSSEC of a zone: its state, and the DS record that the registrar needs (RFC 4034).
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/dnssec/
namespace cfdns::inline v0_2::dnssec {

/// Values of `status`. The set is open.
namespace statuses {
inline constexpr std::string_view active = "active";      ///< The DS record was found at the parent.
inline constexpr std::string_view pending = "pending";    ///< Signed; the parent has no DS record yet.
inline constexpr std::string_view disabled = "disabled";  ///< The zone is not signed.
/// To be disabled once the DS record has been removed from the parent.
inline constexpr std::string_view pending_disabled = "pending-disabled";
inline constexpr std::string_view error = "error";  ///< Enabling or disabling failed.
}  // namespace statuses

/// The DNSSEC state of a zone. If DNSSEC was never enabled, the service sends null for the members that
/// describe the key, and they are read as empty.
struct details {
    std::optional<std::string> status{};            ///< State; see `statuses`.
    std::optional<std::string> algorithm{};         ///< Number of the key's algorithm, such as "13".
    std::optional<std::string> digest{};            ///< Digest of the DS record, in hexadecimal.
    std::optional<std::string> digest_algorithm{};  ///< Name of the digest algorithm, such as "SHA256".
    std::optional<std::string> digest_type{};       ///< Number of the digest algorithm, such as "2".
    std::optional<std::string> ds{};                ///< The whole DS record, in presentation format.
    std::optional<std::uint16_t> flags{};    ///< Flags of the DNSKEY record; 257 for a key-signing key.
    std::optional<std::uint16_t> key_tag{};  ///< Key tag of the DS record.
    std::optional<std::string> key_type{};   ///< Name of the key's algorithm, such as "ECDSAP256SHA256".
    std::optional<timestamp> modified_on{};  ///< Time of the last change; empty if DNSSEC was never enabled.
    std::optional<std::string> public_key{};    ///< Public key, in Base64.
    std::optional<bool> dnssec_multi_signer{};  ///< Whether several providers sign the zone (RFC 8901).
    std::optional<bool> dnssec_presigned{};     ///< Whether signatures are received by zone transfer.
    std::optional<bool> dnssec_use_nsec3{};     ///< Whether NSEC3 is used instead of NSEC (RFC 5155).
    extra_members extra{};                      ///< Members not declared here.
    CFDNS_FIELDS(status, algorithm, digest, digest_algorithm, digest_type, ds, flags, key_tag, key_type,
                 modified_on, public_key, dnssec_multi_signer, dnssec_presigned, dnssec_use_nsec3, extra)
};

/// Returns the DNSSEC state of a zone.
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = details;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/dnssec");
    static constexpr api_reference reference{
        "DNSSEC Details",
        {"DNS Read", "DNS Write"},
        plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/dnssec/methods/get/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Enables or disables DNSSEC, or changes how a zone is signed. Empty members leave the current value
/// unchanged; the service rejects an edit in which all members are empty.
///
/// The response, and later ones of `get`, may still show the old state for a few seconds.
struct edit {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    std::optional<bool>
        dnssec_multi_signer{};               ///< Body. Whether several providers sign the zone (RFC 8901).
    std::optional<bool> dnssec_presigned{};  ///< Body. Whether signatures are received by zone transfer;
                                             ///< secondary zones only.
    std::optional<bool>
        dnssec_use_nsec3{};               ///< Body. Whether to use NSEC3 instead of NSEC; Enterprise only.
    std::optional<std::string> status{};  ///< Body. "active" or "disabled"; see `statuses`.
    extra_members extra{};                ///< Body. Members not declared here.
    using response_type = details;
    static constexpr auto route = cfdns::patch("/zones/{zone_id}/dnssec", idempotency::repeatable);
    static constexpr api_reference reference{
        "Edit DNSSEC Status",
        {"DNS Write"},
        plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/dnssec/methods/edit/"};
    CFDNS_FIELDS(zone_id, dnssec_multi_signer, dnssec_presigned, dnssec_use_nsec3, status, extra)
};

/// Deletes the DNSSEC records of a zone. DNSSEC must be disabled, and the DS record must have been removed
/// from the parent. The result is a string, usually empty.
struct delete_ {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = std::string;
    static constexpr auto route = cfdns::delete_("/zones/{zone_id}/dnssec");
    static constexpr api_reference reference{
        "Delete DNSSEC records",
        {"DNS Write"},
        plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/dnssec/methods/delete/"};
    CFDNS_FIELDS(zone_id, extra)
};

}  // namespace cfdns::inline v0_2::dnssec

#endif
