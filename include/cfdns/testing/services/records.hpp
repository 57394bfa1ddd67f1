// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_SERVICES_RECORDS_HPP
#define CFDNS_TESTING_SERVICES_RECORDS_HPP

#include <cfdns/records.hpp>
#include <cfdns/testing/service.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// DNS records in memory. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing::services {

/// What the plan of a zone allows. The default values are those of paid plans.
struct record_limits {
    std::size_t records{3500};             ///< Number of records in the zone.
    std::size_t batch_operations{3500};    ///< Number of operations in a batch.
    std::size_t tags{20};                  ///< Number of tags of a record; undocumented for paid plans.
    std::size_t comment{500};              ///< Length of a comment in characters.
    std::chrono::seconds minimum_ttl{30};  ///< Minimum TTL other than automatic.
    bool ip_version_settings{true};        ///< Whether `ipv4_only` and `ipv6_only` are available.

    /// The limits of the free plan.
    [[nodiscard]] static record_limits free_plan() {
        return {200, 200, 0, 100, std::chrono::seconds{60}, false};
    }
};

/// Behaviour of records that users have observed and the reference does not document. Each member is one
/// observation. By default, the service behaves as the reference says; where the reference says nothing, it
/// behaves in a way that does not contradict the reference.
struct record_quirks {
    /// A record that already exists is refused with code 81057. Otherwise with 81058.
    bool duplicates_have_code_81057{false};
};

/// The service of `cfdns::records`: a member of `fake_cloudflare`.
///
/// **Zones.** Every zone exists. Its name is that in `fake_cloudflare::zones`, otherwise
/// `default_zone_name`.
///
/// **Names** that do not end with the name of the zone are completed with it; "@" stands for the zone. Names
/// are stored in lower case, as A-labels and without a final dot. A name that is invalid (see
/// `canonical_name`), or contains characters other than printable ASCII, or one of `$`, `(`, `)`, `;`, `@`,
/// a quotation mark or a backslash, is refused with code 9000.
///
/// **Values.** A: a dotted quad, otherwise 9005. AAAA: stored in the form of RFC 5952, otherwise 9006. Host
/// names are stored in lower case and without a final dot; "." is accepted for MX, SRV, HTTPS, SVCB and
/// NAPTR only; an address in an MX record is refused with 9009, and a CNAME record that refers to itself
/// with 9039. TXT: quoted strings or text without quotes, both stored as they are; strings of more than 255
/// octets are split; other quotes and empty text are refused with 9007, more than 4096 octets with 9015,
/// more than 8192 octets in all TXT records of a name with 83011. Types with `data` have a generated
/// `content`, SRV records also `priority` beside it; a request with `content` or with the members `service`,
/// `proto` and `name` is refused, with 9036 for SRV and otherwise 9007. Other invalid values are refused
/// with 9007.
///
/// **TTL, proxying.** The TTL is automatic by default, and always for proxied records. Only A, AAAA and
/// CNAME records, of zones that are not internal, can be proxied, otherwise 9041. `limits` has the minimum
/// TTL (9021), the number of tags (9300) and the length of comments (9313). Requests that the operations
/// themselves rule out, such as an MX record without a priority, are refused with 9207 as for all products.
///
/// **Conflicts.** 81058 for a record of the same name, type and value, except SRV; 81053 for a CNAME record
/// if there are A, AAAA or CNAME records of the same name; 81054 for an A or AAAA record if there is a CNAME
/// record; 81056 for NS records if there are others except DS, and the reverse; 81045 if the zone is full.
///
/// **Changes.** PUT resets omitted members, PATCH keeps them. An unknown record is refused with 404 and
/// code 81044. A batch is carried out in the order deletes, patches, puts, posts; if there is an error,
/// nothing is changed.
///
/// **Listing.** A page has 100 records by default, and is empty beyond the end. The default order is by
/// type, and otherwise the order of creation. Unknown parameters, and unknown values of `match`,
/// `tag_match`, `order` and `direction`, are ignored. `name`, `content`, `comment` and `tag` without a
/// member are `exact`. An empty `name.exact` matches nothing.
///
/// **Zone files.** An import adds the records that it can add, and states in `messages` why each of the
/// others was skipped. It supports `$ORIGIN`, `$TTL`, `$GENERATE` without modifiers, relative and omitted
/// names, comments, parentheses, TTLs with units, and `cf_tags` in comments. An export is sorted by type,
/// and importing it gives the same records, except for tags that contain a comma and for spaces at the ends
/// of comments and tags.
///
/// **Scans.** A scan finds the records in `found`: `scan_time` after `scan_trigger` they are in `reviews`,
/// from which `scan_review` removes them; `scan` adds them at once.
///
/// Assumptions, where no public source describes the service:
/// - code 1000 where no code is known: NS records at the apex (unless the setting
///   `multi_provider` of the zone is on), more than 10 NS
///   records of a name, DS without NS records and the reverse, too many operations in a batch, a file of
///   more than `max_import_bytes`, tags and comments with invalid characters;
/// - a type that is not in types.hpp is refused with 9207; members of `data` that are not declared are
///   dropped; `data` in a PATCH replaces all of it; PUT and PATCH may change the type;
/// - a CNAME record may exist beside records other than A, AAAA, CNAME and NS;
/// - a second identical CNAME record is a duplicate (81058), not a conflict; `private_routing` is stored for
///   A and AAAA records only; DNSKEY records are accepted without multi-signer DNSSEC;
/// - `settings` in a PATCH keeps the members that are left out; tags keep their order, without duplicates;
/// - a record without a comment has no member `comment`, where the service also sends `null`;
/// - an import counts neither SOA records nor NS records of the apex, for which it adds nothing; it skips
///   names outside the zone, classes other than IN, and lines that it cannot parse, and refuses `$INCLUDE`
///   as a whole; a comment without `cf_tags` is the comment of the record;
/// - `scan_review` is atomic, and an unknown identifier in it is refused with 404 and 81044; an accepted
///   record is removed from `reviews` if one of the same name and type is there;
/// - an address record at or below a delegation is `is_glue` if an NS record names it, otherwise
///   `dead_glue`.
struct records {
    /// Records by zone id, in the order of creation.
    by_id<std::vector<cfdns::records::record>> all{};

    /// What plans allow, by zone id. A zone without an entry has the default values.
    by_id<record_limits> limits{};
    /// The name of each zone that is not in `fake_cloudflare::zones`.
    std::string default_zone_name{"example.com"};

    /// What a scan of the zone finds, by zone id. Only name, type, value, TTL and `proxied` are used.
    by_id<std::vector<cfdns::records::record>> found{};
    /// How long a scan takes.
    std::chrono::seconds scan_time{30};
    /// The ends of the scans that were triggered, by zone id.
    by_id<std::chrono::sys_time<std::chrono::microseconds>> scans{};
    /// Records that scans have found, and that were neither accepted nor rejected, by zone id.
    by_id<std::vector<cfdns::records::record>> reviews{};

    record_quirks quirks{};  ///< How the service deviates from the reference.

    /// The entry of `limits`, or the default values if there is none.
    [[nodiscard]] record_limits limits_of(std::string_view zone_id) const {
        auto const at = limits.find(zone_id);
        return at == limits.end() ? record_limits{} : at->second;
    }

    /// Registers the handlers of all operations.
    static void mount(fake_cloudflare& service);

    /// Moves the records found by scans that have ended by `service.now` to `reviews`.
    void run_pending(fake_cloudflare& service);
};

}  // namespace cfdns::inline v0_2::testing::services

#endif
