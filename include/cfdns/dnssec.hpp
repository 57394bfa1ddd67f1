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
inline constexpr std::string_view pending = "pending";    ///< Signed; no DS record at the parent yet.
inline constexpr std::string_view disabled = "disabled";  ///< Off.
/// Off once the DS record is gone from the parent.
inline constexpr std::string_view pending_disabled = "pending-disabled";
inline constexpr std::string_view error = "error";  ///< A step failed.
}  // namespace statuses

/// The DNSSEC state of a zone. Members that describe the key are null, and so empty here, while DNSSEC was
/// never on.
struct details {
    std::optional<std::string> status{};            ///< State; see `statuses`.
    std::optional<std::string> algorithm{};         ///< Number of the key's algorithm, such as "13".
    std::optional<std::string> digest{};            ///< Digest of the DS record, in hexadecimal.
    std::optional<std::string> digest_algorithm{};  ///< Name of the digest algorithm, such as "SHA256".
    std::optional<std::string> digest_type{};       ///< Number of the digest algorithm, such as "2".
    std::optional<std::string> ds{};                ///< The whole DS record, in presentation format.
    std::optional<std::uint16_t> flags{};       ///< Flags of the DNSKEY record; 257 for a key-signing key.
    std::optional<std::uint16_t> key_tag{};     ///< Key tag of the DS record.
    std::optional<std::string> key_type{};      ///< Name of the key's algorithm, such as "ECDSAP256SHA256".
    std::optional<timestamp> modified_on{};     ///< When DNSSEC was last changed; empty if it was never on.
    std::optional<std::string> public_key{};    ///< Public key, in Base64.
    std::optional<bool> dnssec_multi_signer{};  ///< Several providers sign the zone (RFC 8901).
    std::optional<bool> dnssec_presigned{};     ///< Signatures of a secondary zone come by zone transfer.
    std::optional<bool> dnssec_use_nsec3{};     ///< NSEC3 in place of NSEC (RFC 5155).
    extra_members extra{};                      ///< Members that the library does not know.
    CFDNS_FIELDS(status, algorithm, digest, digest_algorithm, digest_type, ds, flags, key_tag, key_type,
                 modified_on, public_key, dnssec_multi_signer, dnssec_presigned, dnssec_use_nsec3, extra)
};

/// Returns the DNSSEC state of a zone.
struct get {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters that the library does not know.
    using response_type = details;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/dnssec");
    static constexpr api_reference reference{
        "DNSSEC Details",
        {"DNS Read", "DNS Write"},
        plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/dnssec/methods/get/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Turns DNSSEC on or off, or changes how a zone is signed. Members that are empty stay as they are; the
/// service refuses an edit without any.
///
/// The response, and later ones of `get`, may still show the old state for some seconds.
struct edit {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    std::optional<bool>
        dnssec_multi_signer{};  ///< Body. Whether several providers sign the zone (RFC 8901).
    std::optional<bool>
        dnssec_presigned{};  ///< Body. Whether signatures come by zone transfer; secondary zones only.
    std::optional<bool> dnssec_use_nsec3{};  ///< Body. Whether to use NSEC3 in place of NSEC; Enterprise.
    std::optional<std::string> status{};     ///< Body. "active" or "disabled"; see `statuses`.
    extra_members extra{};                   ///< Body. Members that the library does not know.
    using response_type = details;
    static constexpr auto route = cfdns::patch("/zones/{zone_id}/dnssec", idempotency::repeatable);
    static constexpr api_reference reference{
        "Edit DNSSEC Status",
        {"DNS Write"},
        plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/dnssec/methods/edit/"};
    CFDNS_FIELDS(zone_id, dnssec_multi_signer, dnssec_presigned, dnssec_use_nsec3, status, extra)
};

/// Deletes the DNSSEC records of a zone. DNSSEC must be disabled, and its DS record gone from the parent.
/// The result is a text, usually an empty one.
struct delete_ {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters that the library does not know.
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
