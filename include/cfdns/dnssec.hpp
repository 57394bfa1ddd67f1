// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DNSSEC_HPP
#define CFDNS_DNSSEC_HPP

#include <cfdns/core/operation.hpp>
#include <cfdns/core/secret.hpp>
#include <cfdns/core/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
        "DNSSEC Details", "DNS Read; DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/dnssec/methods/get/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Enables or disables DNSSEC, or changes how a zone is signed. Empty members leave the current value
/// unchanged; the service rejects an edit in which all members are empty.
///
/// The response, and later responses of `get`, may still show the old state for a few seconds.
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
        "Edit DNSSEC Status", "DNS Write", plans::all,
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
        "Delete DNSSEC records", "DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/dnssec/methods/delete/"};
    CFDNS_FIELDS(zone_id, extra)
};

}  // namespace cfdns::inline v0_2::dnssec

/// The zone-signing keys (ZSK) of a zone that several providers sign (RFC 8901).
///
/// Members are named as the service names them, with capital letters.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/dnssec/subresources/zsk/
namespace cfdns::inline v0_2::dnssec::zsk {

/// Values of `key::Tag`. The set is open.
namespace tags {
inline constexpr std::string_view active = "active";      ///< The key signs.
inline constexpr std::string_view publish = "publish";    ///< The key is published, but does not sign.
inline constexpr std::string_view external = "external";  ///< A key of another provider.
inline constexpr std::string_view retired = "retired";    ///< The key no longer signs.
inline constexpr std::string_view revoked = "revoked";    ///< The key is revoked (RFC 5011).
inline constexpr std::string_view removed = "removed";    ///< The key is no longer published.
}  // namespace tags

/// The fields that precede the data of a DNSKEY record (RFC 1035 section 3.2.1).
struct record_header {
    std::optional<std::string> Name{};        ///< Owner name.
    std::optional<std::uint16_t> Class{};     ///< Class; 1 is IN.
    std::optional<std::uint16_t> Rrtype{};    ///< Type; 48 is DNSKEY.
    std::optional<std::uint32_t> Ttl{};       ///< TTL in seconds.
    std::optional<std::uint16_t> Rdlength{};  ///< Length of the data.
    extra_members extra{};                    ///< Members not declared here.
    CFDNS_FIELDS(Name, Class, Rrtype, Ttl, Rdlength, extra)
};

/// A DNSKEY record (RFC 4034 section 2).
struct dnskey {
    std::optional<std::uint8_t> Algorithm{};  ///< Algorithm number, such as 13.
    std::optional<std::uint16_t> Flags{};     ///< Flags; 256 for a zone-signing key.
    std::optional<record_header> Hdr{};       ///< Owner name, type and TTL.
    std::optional<std::uint8_t> Protocol{};   ///< Always 3.
    std::optional<std::string> PublicKey{};   ///< Public key, in Base64.
    extra_members extra{};                    ///< Members not declared here.
    CFDNS_FIELDS(Algorithm, Flags, Hdr, Protocol, PublicKey, extra)
};

/// The key pair, as the service stores it.
struct signing_key {
    std::optional<std::string> kek{};        ///< Name of the key that encrypts the private key.
    std::optional<secret_string> privkey{};  ///< Private key, encrypted.
    std::optional<std::string> pubkey{};     ///< Public key.
    extra_members extra{};                   ///< Members not declared here.
    CFDNS_FIELDS(kek, privkey, pubkey, extra)
};

/// A zone-signing key.
struct key {
    std::optional<dnskey> DNSKEY{};           ///< Its DNSKEY record.
    std::optional<std::string> Location{};    ///< Where it is stored: "database" or "vault".
    std::optional<std::string> Name{};        ///< Internal name.
    std::optional<signing_key> SigningKey{};  ///< The key pair.
    std::optional<std::string> Tag{};         ///< State; see `tags`.
    extra_members extra{};                    ///< Members not declared here.
    CFDNS_FIELDS(DNSKEY, Location, Name, SigningKey, Tag, extra)
};

/// Lists all zone-signing keys of a zone on a single page.
struct list {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = std::vector<key>;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/dnssec/zsk");
    static constexpr api_reference reference{
        "List DNSSEC ZSKs", "DNS Read; DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/dnssec/subresources/zsk/"
        "methods/list/"};
    CFDNS_FIELDS(zone_id, extra)
};

}  // namespace cfdns::inline v0_2::dnssec::zsk

#endif
