// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_RECORDS_TYPES_HPP
#define CFDNS_RECORDS_TYPES_HPP

#include <cfdns/core/operation.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// The types of DNS records: what a record of each type contains.
///
/// `create`, `update` and `edit` take one of these structs as `data`, and `as<T>` returns one for a record
/// that was returned by the service:
///
///     records::mx{.content = "mail.example.com", .priority = 10}
///     records::srv{.priority = 10, .weight = 5, .port = 5060, .target = "sip.example.com"}
///
/// Members are named as in the API. For some types, the service sends and expects the value as a single
/// text, `content`; for others, as members of an object, `data`, to which it adds a generated `content`.
namespace cfdns::inline v0_2::records {

/// An IPv4 address (RFC 1035 section 3.4.1).
struct a {
    required<std::string> content;  ///< Address as a dotted quad.
    static constexpr alternative_tag alternative{"type", "A"};
    CFDNS_FIELDS(content)
};

/// An IPv6 address (RFC 3596).
struct aaaa {
    required<std::string> content;  ///< Address. The service returns it in the form of RFC 5952.
    static constexpr alternative_tag alternative{"type", "AAAA"};
    CFDNS_FIELDS(content)
};

/// Which certification authorities may issue certificates (RFC 8659).
struct caa {
    required<std::uint8_t> flags;  ///< Flags; 128 if authorities must understand the tag, otherwise 0.
    required<std::string> tag;     ///< Property: "issue", "issuewild", "iodef", ...
    required<std::string> value;   ///< Value of the property, without quotes: "ca.example.net".
    extra_members extra{};         ///< Members of `data` not declared here.
    static constexpr alternative_tag alternative{"type", "CAA", "data"};
    CFDNS_FIELDS(flags, tag, value, extra)
};

/// A certificate or certificate revocation list (RFC 4398).
struct cert {
    required<std::uint16_t> type;       ///< Certificate type; 1 is PKIX.
    required<std::uint16_t> key_tag;    ///< Key tag.
    required<std::uint8_t> algorithm;   ///< DNSSEC algorithm number.
    required<std::string> certificate;  ///< Certificate in Base64.
    extra_members extra{};              ///< Members of `data` not declared here.
    static constexpr alternative_tag alternative{"type", "CERT", "data"};
    CFDNS_FIELDS(type, key_tag, algorithm, certificate, extra)
};

/// An alias (RFC 1035 section 3.3.1).
struct cname {
    required<std::string> content;  ///< Host name. The service returns it in lower case.
    static constexpr alternative_tag alternative{"type", "CNAME"};
    CFDNS_FIELDS(content)
};

/// A public key of DNSSEC (RFC 4034 section 2). Accepted at the apex of zones with multi-signer DNSSEC.
struct dnskey {
    required<std::uint16_t> flags;     ///< Flags: 256 for a zone-signing key, 257 for a key-signing key.
    required<std::uint8_t> protocol;   ///< Protocol; always 3.
    required<std::uint8_t> algorithm;  ///< DNSSEC algorithm number.
    required<std::string> public_key;  ///< Key in Base64.
    extra_members extra{};             ///< Members of `data` not declared here.
    static constexpr alternative_tag alternative{"type", "DNSKEY", "data"};
    CFDNS_FIELDS(flags, protocol, algorithm, public_key, extra)
};

/// The digest of a child zone's DNSSEC key (RFC 4034 section 5). NS records with the same name must exist.
struct ds {
    required<std::uint16_t> key_tag;     ///< Key tag.
    required<std::uint8_t> algorithm;    ///< DNSSEC algorithm number.
    required<std::uint8_t> digest_type;  ///< Digest type; 2 is SHA-256.
    required<std::string> digest;        ///< Digest in hexadecimal.
    extra_members extra{};               ///< Members of `data` not declared here.
    static constexpr alternative_tag alternative{"type", "DS", "data"};
    CFDNS_FIELDS(key_tag, algorithm, digest_type, digest, extra)
};

/// How to reach an HTTPS service (RFC 9460).
struct https {
    required<std::uint16_t> priority;    ///< Priority; 0 makes the record an alias.
    required<std::string> target;        ///< Host name; "." is the name of the record itself.
    std::optional<std::string> value{};  ///< Parameters: `alpn="h3,h2" ipv4hint="192.0.2.1"`.
    extra_members extra{};               ///< Members of `data` not declared here.
    static constexpr alternative_tag alternative{"type", "HTTPS", "data"};
    CFDNS_FIELDS(priority, target, value, extra)
};

/// A geographical location (RFC 1876).
struct loc {
    required<std::uint8_t> lat_degrees;          ///< Degrees of latitude, 0 to 90.
    std::optional<std::uint8_t> lat_minutes{};   ///< Minutes of latitude, 0 to 59; by default 0.
    std::optional<double> lat_seconds{};         ///< Seconds of latitude, 0 to 59.999; by default 0.
    required<std::string> lat_direction;         ///< "N" or "S".
    required<std::uint8_t> long_degrees;         ///< Degrees of longitude, 0 to 180.
    std::optional<std::uint8_t> long_minutes{};  ///< Minutes of longitude, 0 to 59; by default 0.
    std::optional<double> long_seconds{};        ///< Seconds of longitude, 0 to 59.999; by default 0.
    required<std::string> long_direction;        ///< "E" or "W".
    std::optional<double> altitude{};            ///< Metres, -100000 to 42849672.95.
    std::optional<double> size{};                ///< Diameter in metres, 0 to 90000000; by default 0.
    std::optional<double> precision_horz{};      ///< Metres, 0 to 90000000; by default 0.
    std::optional<double> precision_vert{};      ///< Metres, 0 to 90000000; by default 0.
    extra_members extra{};                       ///< Members of `data` not declared here.
    static constexpr alternative_tag alternative{"type", "LOC", "data"};
    static constexpr bound bounds[] = {
        {"lat_degrees", 0, 90}, {"lat_minutes", 0, 59}, {"long_degrees", 0, 180}, {"long_minutes", 0, 59}};
    CFDNS_FIELDS(lat_degrees, lat_minutes, lat_seconds, lat_direction, long_degrees, long_minutes,
                 long_seconds, long_direction, altitude, size, precision_horz, precision_vert, extra)
};

/// A mail server (RFC 1035 section 3.3.9).
struct mx {
    required<std::string> content;     ///< Host name; "." if the domain accepts no mail (RFC 7505).
    required<std::uint16_t> priority;  ///< Preference; servers with lower values are tried first.
    static constexpr alternative_tag alternative{"type", "MX"};
    CFDNS_FIELDS(content, priority)
};

/// A rewriting rule (RFC 3403).
struct naptr {
    required<std::uint16_t> order;       ///< Order in which rules are processed.
    required<std::uint16_t> preference;  ///< Preference among rules of equal order.
    required<std::string> flags;         ///< Flags, such as "U" or "S"; may be empty.
    required<std::string> service;       ///< Service; may be empty.
    required<std::string> regex;         ///< Substitution expression; may be empty.
    required<std::string> replacement;   ///< Next name; "." if there is none.
    extra_members extra{};               ///< Members of `data` not declared here.
    static constexpr alternative_tag alternative{"type", "NAPTR", "data"};
    CFDNS_FIELDS(order, preference, flags, service, regex, replacement, extra)
};

/// A name server to which a subdomain is delegated (RFC 1035 section 3.3.11).
struct ns {
    required<std::string> content;  ///< Host name.
    static constexpr alternative_tag alternative{"type", "NS"};
    CFDNS_FIELDS(content)
};

/// An OpenPGP public key (RFC 7929).
struct openpgpkey {
    required<std::string> content;  ///< Key in Base64.
    static constexpr alternative_tag alternative{"type", "OPENPGPKEY"};
    CFDNS_FIELDS(content)
};

/// The host name of an address, in a reverse zone (RFC 1035 section 3.3.12).
struct ptr {
    required<std::string> content;  ///< Host name.
    static constexpr alternative_tag alternative{"type", "PTR"};
    CFDNS_FIELDS(content)
};

/// A certificate for S/MIME (RFC 8162).
struct smimea {
    required<std::uint8_t> usage;          ///< Certificate usage.
    required<std::uint8_t> selector;       ///< Selector.
    required<std::uint8_t> matching_type;  ///< Matching type.
    required<std::string> certificate;     ///< Certificate association data in hexadecimal.
    extra_members extra{};                 ///< Members of `data` not declared here.
    static constexpr alternative_tag alternative{"type", "SMIMEA", "data"};
    CFDNS_FIELDS(usage, selector, matching_type, certificate, extra)
};

/// A server that provides a service (RFC 2782). The name of the record contains the service and the
/// protocol: "_sip._tcp.example.com".
struct srv {
    required<std::uint16_t> priority;  ///< Priority; servers with lower values are tried first.
    required<std::uint16_t> weight;    ///< Weight among servers of equal priority.
    required<std::uint16_t> port;      ///< Port.
    required<std::string> target;      ///< Host name; "." if the service is not available.
    extra_members extra{};             ///< Members of `data` not declared here.
    static constexpr alternative_tag alternative{"type", "SRV", "data"};
    CFDNS_FIELDS(priority, weight, port, target, extra)
};

/// The fingerprint of an SSH host key (RFC 4255).
struct sshfp {
    required<std::uint8_t> algorithm;   ///< Algorithm of the key.
    required<std::uint8_t> type;        ///< Type of the fingerprint; 2 is SHA-256.
    required<std::string> fingerprint;  ///< Fingerprint in hexadecimal.
    extra_members extra{};              ///< Members of `data` not declared here.
    static constexpr alternative_tag alternative{"type", "SSHFP", "data"};
    CFDNS_FIELDS(algorithm, type, fingerprint, extra)
};

/// How to reach a service (RFC 9460).
struct svcb {
    required<std::uint16_t> priority;    ///< Priority; 0 makes the record an alias.
    required<std::string> target;        ///< Host name; "." is the name of the record itself.
    std::optional<std::string> value{};  ///< Parameters: `alpn="dot" port="853"`.
    extra_members extra{};               ///< Members of `data` not declared here.
    static constexpr alternative_tag alternative{"type", "SVCB", "data"};
    CFDNS_FIELDS(priority, target, value, extra)
};

/// A certificate for TLS (RFC 6698).
struct tlsa {
    required<std::uint8_t> usage;          ///< Certificate usage.
    required<std::uint8_t> selector;       ///< Selector.
    required<std::uint8_t> matching_type;  ///< Matching type.
    required<std::string> certificate;     ///< Certificate association data in hexadecimal.
    extra_members extra{};                 ///< Members of `data` not declared here.
    static constexpr alternative_tag alternative{"type", "TLSA", "data"};
    CFDNS_FIELDS(usage, selector, matching_type, certificate, extra)
};

/// Text (RFC 1035 section 3.3.14).
struct txt {
    /// One or more quoted strings of at most 255 octets. `txt_content` makes them from any text.
    required<std::string> content;
    static constexpr alternative_tag alternative{"type", "TXT"};
    CFDNS_FIELDS(content)
};

/// A URI (RFC 7553).
struct uri {
    required<std::uint16_t> priority;  ///< Priority; URIs with lower values are tried first.
    required<std::uint16_t> weight;    ///< Weight among URIs of equal priority.
    required<std::string> target;      ///< The URI.
    extra_members extra{};             ///< Members of `data` not declared here.
    static constexpr alternative_tag alternative{"type", "URI", "data"};
    static constexpr std::string_view outside[] = {"priority"};
    CFDNS_FIELDS(priority, weight, target, extra)
};

/// The members of an object as raw JSON.
struct raw_object {
    extra_members extra{};  ///< The members.
    CFDNS_FIELDS(extra)
};

/// A record of any other type, for types that the library does not know. Its members are sent as they are.
struct other {
    required<std::string> type;               ///< Type, such as "SPF".
    std::optional<std::string> content{};     ///< Value, for types whose value is a single text.
    std::optional<std::uint16_t> priority{};  ///< Priority.
    std::optional<raw_object> data{};         ///< Value, for types whose value is an object.
    CFDNS_FIELDS(type, content, priority, data)
};

/// Changes to parts of a record's value, for `edit`. Members that are not set remain as they are.
struct partial {
    std::optional<std::string> type{};        ///< Type. The reference does not say what changing it does.
    std::optional<std::string> content{};     ///< Value, for types whose value is a single text.
    std::optional<std::uint16_t> priority{};  ///< Priority of an MX or URI record.
    /// Value, for types whose value is an object. The reference does not say whether omitted members are
    /// kept.
    std::optional<raw_object> data{};
    CFDNS_FIELDS(type, content, priority, data)
};

/// The type and the value of a record.
using record_data = std::variant<a, aaaa, caa, cert, cname, dnskey, ds, https, loc, mx, naptr, ns,
                                 openpgpkey, ptr, smimea, srv, sshfp, svcb, tlsa, txt, uri, other>;

/// The type and the value of a record, or a part of them.
using record_data_changes = std::variant<a, aaaa, caa, cert, cname, dnskey, ds, https, loc, mx, naptr, ns,
                                         openpgpkey, ptr, smimea, srv, sshfp, svcb, tlsa, txt, uri, partial>;

}  // namespace cfdns::inline v0_2::records

#endif
