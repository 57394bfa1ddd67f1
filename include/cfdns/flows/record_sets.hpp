// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_RECORD_SETS_HPP
#define CFDNS_FLOWS_RECORD_SETS_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/required.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/records/operations.hpp>
#include <cfdns/records/types.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// The desired state of the records of a zone.
namespace cfdns::inline v0_2::flows {

/// The records of a name and a type (an RRset, RFC 9499 section 5). Members that are not set are not
/// managed: a new record gets the service's default, and an existing record keeps its value.
struct record_set {
    /// Name: "@" for the zone itself, a name relative to the zone such as "www", or a complete name such as
    /// "www.example.com". A name that ends with the name of the zone is complete. Labels may be in Unicode.
    required<std::string> name;
    /// Type, such as "A": one of those of records/types.hpp. Letters may be in either case.
    required<std::string> type;
    /// All values of the set, in any order; empty if there should be no record of this name and type. A
    /// value is written as in a zone file (RFC 1035 section 5.1): "192.0.2.1" for A, "10 mail.example.com"
    /// for MX, or "1 0 5060 sip.example.com" for SRV. Host names in values are complete, with or without a
    /// final dot; "@" stands for the zone. A TXT value is one or more quoted strings, or otherwise the text
    /// itself: see `records::txt_octets`. `value_text` creates such a text from a struct.
    required<std::vector<std::string>> values;
    /// TTL, 30 to 86400 seconds, or `records::automatic_ttl`. Not compared if the records are proxied.
    std::optional<std::chrono::seconds> ttl{};
    std::optional<bool> proxied{};         ///< Whether they are proxied; A, AAAA and CNAME only.
    std::optional<std::string> comment{};  ///< Single-line comment; "" for none.
    /// Tags, as `name:value`, in any order. Paid plans only.
    std::optional<std::vector<std::string>> tags{};
};

/// The desired state of the records of a zone.
///
///     flows::desired_records const want{
///         .zone_id = "269d8f4853475ca241c4e730be286b20",
///         .zone_name = "example.com",
///         .sets = {{.name = "www", .type = "A", .values = {"192.0.2.80"}, .ttl = 300s},
///                  {.name = "@", .type = "MX", .values = {"10 mail.example.com"}}}};
///
/// Only the sets that are listed are changed, unless `record_rules::unlisted` says otherwise. A listed set
/// should have exactly the values that are listed.
struct desired_records {
    required<std::string> zone_id;    ///< Zone identifier.
    required<std::string> zone_name;  ///< Zone name.
    std::vector<record_set> sets{};   ///< The sets; each name and type once.
    /// The marker of the program or person that the records belong to, such as "cfdns:site": printable ASCII
    /// without spaces, at most 100 characters. It is the first word of the comment of each record that is
    /// created or changed, and is written in the same request as the record. If it is empty, all records of
    /// a listed set may be changed, regardless of who created them.
    std::string owner{};
    /// Whether NS records of the zone itself are managed. Requires a zone with several DNS providers.
    /// Otherwise, they are left alone, even if they are listed.
    bool apex_ns{false};
};

/// Checks everything that can be checked without the service. Every machine that takes desired records does
/// this before it sends a request.
///
/// *Errors:* `errc::invalid_parameter`, and `parameter()` is the path of the member, such as
/// `sets/3/values/0`, for: a missing zone identifier; names that are not domain names, or are not in the
/// zone; unknown types; values that are invalid for their type; repeated sets and values; a TTL outside its
/// limits; `proxied` for a type that cannot be proxied; comments of more than 500 characters including the
/// marker, or with control characters; empty tags, or tags with control characters; a marker that is not as
/// described; sets that exclude each other: CNAME together with A or AAAA, more than one CNAME, NS below the
/// zone's name together with types other than DS, and DS records of the zone itself, which belong to its
/// parent.
[[nodiscard]] result<void> check(desired_records const& want);

/// Returns the value of a record as text for `record_set::values`: "10 mail.example.com" for
/// `records::mx{.content = "mail.example.com", .priority = 10}`. Members that the library does not know are
/// left out.
[[nodiscard]] std::string value_text(records::record_data const& data);

/// As above, for a record that was returned by the service: its `content`, with the priority if that is a
/// separate member.
[[nodiscard]] std::string value_text(records::record const& record);

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/record_sets.ipp>
#endif

#endif
