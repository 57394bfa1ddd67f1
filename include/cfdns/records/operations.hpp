// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_RECORDS_OPERATIONS_HPP
#define CFDNS_RECORDS_OPERATIONS_HPP

#include <cfdns/core/operation.hpp>
#include <cfdns/core/timestamp.hpp>
#include <cfdns/records/types.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// DNS records of a zone.
///
/// Omitted parameters have different meanings: `edit` keeps the current values of the record, while `update`
/// silently resets them: the comment and the tags are removed, the TTL becomes automatic, and the record is
/// no longer proxied. `to_update` turns a record that the service returned into an `update` that keeps these
/// values.
///
/// Names of records are complete: they include the name of the zone, in A-labels and without a final dot, as
/// in "www.example.com". The service also accepts names relative to the zone, and "@" for the zone itself; a
/// name outside the zone is treated as a relative one.
///
/// *Errors:* the service rejects records with status 400 and one of these codes, among others: 81057 and
/// 81058 if the record exists, 81053 to 81056 if it conflicts with others of the same name, 81045 if the
/// zone has too many, 9005 or 9007 for an invalid value, 9021 for the TTL, 9041 for a record that cannot be
/// proxied, 9300 for too many tags, 9313 for the length of the comment.
///
/// https://developers.cloudflare.com/api/resources/dns/subresources/records/
namespace cfdns::inline v0_2::records {

/// The TTL that means automatic. The service then uses 300 seconds. Proxied records always have an automatic
/// TTL.
inline constexpr std::chrono::seconds automatic_ttl{1};

/// Maximum number of operations in a `batch`: 200 on the free plan, otherwise 3500.
inline constexpr std::size_t max_batch_operations = 3500;
/// Maximum number of operations in a `batch` on the free plan.
inline constexpr std::size_t max_batch_operations_free = 200;

/// Maximum size of the file of an `import_`, in bytes.
inline constexpr std::size_t max_import_bytes = 262'144;

/// Values of `list::order`. The set is open.
namespace orders {
inline constexpr std::string_view type = "type";        ///< Type; the default.
inline constexpr std::string_view name = "name";        ///< Name.
inline constexpr std::string_view content = "content";  ///< Value.
inline constexpr std::string_view ttl = "ttl";          ///< TTL.
inline constexpr std::string_view proxied = "proxied";  ///< Whether the record is proxied.
}  // namespace orders

/// Settings of a record.
struct settings {
    /// Whether to return the flattened target of a CNAME; by default false. Paid plans only; no effect on
    /// proxied records and at the apex.
    std::optional<bool> flatten_cname{};
    /// Whether a proxied record is available over IPv4 only; by default false. Must be enabled for the zone.
    std::optional<bool> ipv4_only{};
    /// Whether a proxied record is available over IPv6 only; by default false. Must be enabled for the zone.
    std::optional<bool> ipv6_only{};
    extra_members extra{};  ///< Members not declared here.
    CFDNS_FIELDS(flatten_cname, ipv4_only, ipv6_only, extra)
};

/// Metadata of a record. A member is absent if it does not apply.
struct metadata {
    /// Identifiers of the NS records that delegate the record's name, because of which the record is not
    /// served. This member and the next three are present only with `include_shadow_metadata`.
    std::optional<std::vector<std::string>> shadowed_by{};
    /// Whether it is glue: the address of a name server of its own delegation.
    std::optional<bool> is_glue{};
    std::optional<bool> dead_glue{};  ///< Whether it would be glue, but no NS record refers to it.
    /// Number of records that this NS record shadows; 10000 means 10000 or more.
    std::optional<std::uint16_t> shadowed_records_count{};
    /// Members not declared here. Observed: `auto_added`, `email_routing`, `managed_by_apps`,
    /// `managed_by_argo_tunnel`, `read_only`, `source`.
    extra_members extra{};
    CFDNS_FIELDS(shadowed_by, is_glue, dead_glue, shadowed_records_count, extra)
};

/// A record of any type. `as<T>` returns its value as one of the structs of types.hpp, such as `srv`, and
/// `data_of` returns its type and value together.
///
/// Members that cannot be read are empty; `response_info::mismatches` reports them, and `extra` contains
/// them as JSON. Members that the service no longer sends (`zone_id`, `zone_name`, `locked`) are in `extra`.
struct record {
    std::string id{};    ///< Identifier.
    std::string name{};  ///< Complete name, as A-labels, without a final dot.
    std::string type{};  ///< Type, such as "A".
    /// Value as text. For types with `data`, it is generated and cannot be sent.
    std::optional<std::string> content{};
    std::optional<bool> proxiable{};                 ///< Whether the record can be proxied.
    std::optional<bool> proxied{};                   ///< Whether it is proxied.
    std::optional<std::chrono::seconds> ttl{};       ///< TTL; 1 is `automatic_ttl`.
    std::optional<records::settings> settings{};     ///< Settings; often absent if there are none.
    std::optional<std::uint16_t> priority{};         ///< Priority of MX, URI and SRV records.
    std::optional<bool> private_routing{};           ///< Whether it is routed privately; A and AAAA only.
    std::optional<raw_object> data{};                ///< Value of types with several parts.
    std::optional<metadata> meta{};                  ///< Metadata.
    std::optional<std::string> comment{};            ///< Comment; empty if there is none.
    std::optional<std::vector<std::string>> tags{};  ///< Tags, as `name:value`, in no particular order.
    std::optional<timestamp> created_on{};           ///< Time at which the record was created.
    std::optional<timestamp> modified_on{};          ///< Time of the last change.
    std::optional<timestamp> comment_modified_on{};  ///< Time of the last change of the comment, if any.
    std::optional<timestamp> tags_modified_on{};     ///< Time of the last change of the tags, if any.
    extra_members extra{};                           ///< Members not declared here.
    CFDNS_FIELDS(id, name, type, content, proxiable, proxied, ttl, settings, priority, private_routing, data,
                 meta, comment, tags, created_on, modified_on, comment_modified_on, tags_modified_on, extra)
};

/// A filter by text. The service applies each member that is set, and ignores case.
struct text_filter {
    std::optional<std::string> contains{};    ///< A part of the text.
    std::optional<std::string> endswith{};    ///< The end of the text.
    std::optional<std::string> exact{};       ///< The whole text; names are complete: "www.example.com".
    std::optional<std::string> startswith{};  ///< The beginning of the text.
    CFDNS_FIELDS(contains, endswith, exact, startswith)
};

/// A filter by comment. The service applies each member that is set, and ignores case.
struct comment_filter {
    std::optional<std::string> absent{};      ///< Records without a comment; set it to "".
    std::optional<std::string> contains{};    ///< A part of the comment.
    std::optional<std::string> endswith{};    ///< The end of the comment.
    std::optional<std::string> exact{};       ///< The whole comment.
    std::optional<std::string> present{};     ///< Records with a comment; set it to "".
    std::optional<std::string> startswith{};  ///< The beginning of the comment.
    CFDNS_FIELDS(absent, contains, endswith, exact, present, startswith)
};

/// A filter by tag. The service applies each member that is set, and ignores case. Tags are texts
/// `name:value`.
struct tag_filter {
    std::optional<std::string> absent{};      ///< Records without a tag of this name.
    std::optional<std::string> contains{};    ///< A tag `name:value` whose value contains the text.
    std::optional<std::string> endswith{};    ///< A tag `name:value` whose value ends with the text.
    std::optional<std::string> exact{};       ///< The tag `name:value`.
    std::optional<std::string> present{};     ///< Records with a tag of this name.
    std::optional<std::string> startswith{};  ///< A tag `name:value` whose value starts with the text.
    CFDNS_FIELDS(absent, contains, endswith, exact, present, startswith)
};

/// Lists records, one page at a time: see `pages`. With more than one filter, records must match all of
/// them, unless `match` says otherwise.
///
/// The service ignores unknown parameters and then lists all records: check the results before deleting any
/// of them. Records created or deleted between two pages shift the others; remove duplicates by `id`.
struct list {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    comment_filter comment{};       ///< Query. Filter by comment.
    text_filter content{};          ///< Query. Filter by value, in the form in which it is returned.
    std::optional<std::string> direction{};  ///< Query. "asc", the default, or "desc".
    /// Query. Whether `record::meta` identifies records that are not served because they are below a
    /// delegation. The service omits this information from pages of more than 1000 records.
    std::optional<bool> include_shadow_metadata{};
    /// Query. Whether records must match "all" of the filters, the default, or "any".
    std::optional<std::string> match{};
    text_filter name{};                   ///< Query. Filter by complete name, as A-labels.
    std::optional<std::string> order{};   ///< Query. Order of the results; see `orders`.
    std::optional<std::uint32_t> page{};  ///< Query. Number of the page, starting at 1; by default 1.
    /// Query. Records per page, 1 to 5000000, by default 100. A record has about 600 bytes of JSON, and
    /// responses are limited by `response_limits::max_bytes`.
    std::optional<std::uint32_t> per_page{};
    std::optional<bool> proxied{};        ///< Query. Filter by whether the record is proxied.
    std::optional<std::string> search{};  ///< Query. Search for interactive use: its behaviour may change.
    std::optional<std::string> shadowed_by_name{};  ///< Query. Records shadowed by a delegation of this
                                                    ///< name. Requires `include_shadow_metadata`.
    std::optional<std::string> shadowing_name{};    ///< Query. NS records that shadow this name.
    tag_filter tag{};                               ///< Query. Filter by tag.
    /// Query. Whether records must match "all" of the tag filters, the default, or "any".
    std::optional<std::string> tag_match{};
    std::optional<std::string> type{};  ///< Query. Type, such as "A".
    extra_members extra{};              ///< Query. Parameters not declared here.
    using response_type = std::vector<record>;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/dns_records");
    static constexpr api_reference reference{
        "List DNS Records", "DNS Read; DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/list/"};
    static constexpr bound bounds[] = {{"page", 1}, {"per_page", 1, 5'000'000}};
    CFDNS_FIELDS(zone_id, comment, content, direction, include_shadow_metadata, match, name, order, page,
                 per_page, proxied, search, shadowed_by_name, shadowing_name, tag, tag_match, type, extra)
};

/// Returns a record.
///
/// *Errors:* status 404 and code 81044 if there is no such record.
struct get {
    required<std::string> zone_id;                  ///< Path. Zone identifier.
    required<std::string> dns_record_id;            ///< Path. Record identifier.
    std::optional<bool> include_shadow_metadata{};  ///< Query. See `list`.
    extra_members extra{};                          ///< Query. Parameters not declared here.
    using response_type = record;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/dns_records/{dns_record_id}");
    static constexpr api_reference reference{
        "DNS Record Details", "DNS Read; DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/get/"};
    CFDNS_FIELDS(zone_id, dns_record_id, include_shadow_metadata, extra)
};

/// Creates a record.
///
///     records::create{.zone_id = id, .name = "www.example.com", .data = records::a{.content = "192.0.2.1"}}
///
/// *Errors:* see the namespace. The library does not repeat a request whose response was lost. If the
/// program repeats it, code 81057 or 81058 means that the first request created the record. The service
/// accepts identical SRV records.
struct create {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    required<std::string> name;     ///< Body. Name.
    required<record_data> data;     ///< Body. Type and value: `records::a{.content = "192.0.2.1"}`.
    /// Body. TTL, 30 to 86400 seconds, or `automatic_ttl`; by default automatic. Less than 60: Enterprise
    /// only.
    std::optional<std::chrono::seconds> ttl{};
    /// Body. Single-line comment of at most 100 characters on the free plan, otherwise 500.
    std::optional<std::string> comment{};
    /// Body. Whether to route the record privately; by default false. Proxied A and AAAA records only;
    /// Enterprise only.
    std::optional<bool> private_routing{};
    std::optional<bool> proxied{};  ///< Body. Whether to proxy an A, AAAA or CNAME record; by default false.
    std::optional<records::settings> settings{};  ///< Body. Settings.
    /// Body. Tags, as `name:value`. Paid plans only.
    std::optional<std::vector<std::string>> tags{};
    std::optional<bool> include_shadow_metadata{};  ///< Query. See `list`.
    extra_members extra{};                          ///< Body. Members not declared here.
    using response_type = record;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/dns_records");
    static constexpr api_reference reference{
        "Create DNS Record", "DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/create/"};
    static constexpr bound bounds[] = {{"ttl", 30, 86400, 1}};
    static constexpr std::string_view in_query[] = {"include_shadow_metadata"};
    CFDNS_FIELDS(zone_id, name, data, ttl, comment, private_routing, proxied, settings, tags,
                 include_shadow_metadata, extra)
};

/// Replaces a record. Omitted members are reset, not kept: see the namespace, `edit` and `to_update`.
///
/// *Errors:* as for `create`; status 404 and code 81044 if there is no such record.
struct update {
    required<std::string> zone_id;        ///< Path. Zone identifier.
    required<std::string> dns_record_id;  ///< Path. Record identifier.
    required<std::string> name;           ///< Body. Name.
    required<record_data> data;           ///< Body. Type and value: `records::a{.content = "192.0.2.1"}`.
    /// Body. TTL, 30 to 86400 seconds, or `automatic_ttl`; automatic if absent. Less than 60: Enterprise
    /// only.
    std::optional<std::chrono::seconds> ttl{};
    /// Body. Single-line comment of at most 100 characters on the free plan, otherwise 500. Removed if
    /// absent.
    std::optional<std::string> comment{};
    /// Body. Whether to route the record privately; false if absent. Proxied A and AAAA records only;
    /// Enterprise only.
    std::optional<bool> private_routing{};
    std::optional<bool> proxied{};  ///< Body. Whether to proxy an A, AAAA or CNAME record; false if absent.
    std::optional<records::settings> settings{};  ///< Body. Settings. Reset if absent.
    /// Body. Tags, as `name:value`. Paid plans only. Removed if absent.
    std::optional<std::vector<std::string>> tags{};
    std::optional<bool> include_shadow_metadata{};  ///< Query. See `list`.
    extra_members extra{};                          ///< Body. Members not declared here.
    using response_type = record;
    static constexpr auto route = cfdns::put("/zones/{zone_id}/dns_records/{dns_record_id}");
    static constexpr api_reference reference{
        "Overwrite DNS Record", "DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/update/"};
    static constexpr bound bounds[] = {{"ttl", 30, 86400, 1}};
    static constexpr std::string_view in_query[] = {"include_shadow_metadata"};
    CFDNS_FIELDS(zone_id, dns_record_id, name, data, ttl, comment, private_routing, proxied, settings, tags,
                 include_shadow_metadata, extra)
};

/// Changes a record. Omitted members are kept.
///
///     records::edit{.zone_id = id, .dns_record_id = record.id, .ttl = std::chrono::minutes{5}}
///
/// *Errors:* as for `update`.
struct edit {
    required<std::string> zone_id;        ///< Path. Zone identifier.
    required<std::string> dns_record_id;  ///< Path. Record identifier.
    std::optional<std::string> name{};    ///< Body. Name.
    /// Body. Value, or parts of it: `records::partial{.content = "192.0.2.1"}`.
    std::optional<record_data_changes> data{};
    /// Body. TTL, 30 to 86400 seconds, or `automatic_ttl`. Less than 60: Enterprise only.
    std::optional<std::chrono::seconds> ttl{};
    /// Body. Single-line comment of at most 100 characters on the free plan, otherwise 500. "" removes it.
    std::optional<std::string> comment{};
    /// Body. Whether to route the record privately. Proxied A and AAAA records only; Enterprise only.
    std::optional<bool> private_routing{};
    std::optional<bool> proxied{};                ///< Body. Whether to proxy an A, AAAA or CNAME record.
    std::optional<records::settings> settings{};  ///< Body. Settings.
    /// Body. Tags, as `name:value`. Paid plans only. An empty list removes all.
    std::optional<std::vector<std::string>> tags{};
    std::optional<bool> include_shadow_metadata{};  ///< Query. See `list`.
    extra_members extra{};                          ///< Body. Members not declared here.
    using response_type = record;
    static constexpr auto route =
        cfdns::patch("/zones/{zone_id}/dns_records/{dns_record_id}", idempotency::repeatable);
    static constexpr api_reference reference{
        "Update DNS Record", "DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/edit/"};
    static constexpr bound bounds[] = {{"ttl", 30, 86400, 1}};
    static constexpr std::string_view in_query[] = {"include_shadow_metadata"};
    CFDNS_FIELDS(zone_id, dns_record_id, name, data, ttl, comment, private_routing, proxied, settings, tags,
                 include_shadow_metadata, extra)
};

/// Deletes a record.
///
/// *Errors:* status 404 and code 81044 if there is no such record. If a repeated request receives this
/// response, the record has been deleted.
struct delete_ {
    required<std::string> zone_id;        ///< Path. Zone identifier.
    required<std::string> dns_record_id;  ///< Path. Record identifier.
    extra_members extra{};                ///< Query. Parameters not declared here.
    using response_type = deleted;
    static constexpr auto route = cfdns::delete_("/zones/{zone_id}/dns_records/{dns_record_id}");
    static constexpr api_reference reference{
        "Delete DNS Record", "DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/delete/"};
    CFDNS_FIELDS(zone_id, dns_record_id, extra)
};

/// A record to be deleted by a `batch`, or rejected by a `scan_review`.
struct record_id {
    required<std::string> id;  ///< Record identifier.
    extra_members extra{};     ///< Members not declared here.
    CFDNS_FIELDS(id, extra)
};

/// A record to be changed by a `batch`. Omitted members are kept, as with `edit`.
struct record_patch {
    required<std::string> id;           ///< Record identifier.
    std::optional<std::string> name{};  ///< Name.
    /// Value, or parts of it: `records::partial{.content = "192.0.2.1"}`.
    std::optional<record_data_changes> data{};
    /// TTL, 30 to 86400 seconds, or `automatic_ttl`. Less than 60: Enterprise only.
    std::optional<std::chrono::seconds> ttl{};
    /// Single-line comment of at most 100 characters on the free plan, otherwise 500. "" removes it.
    std::optional<std::string> comment{};
    /// Whether to route the record privately. Proxied A and AAAA records only; Enterprise only.
    std::optional<bool> private_routing{};
    std::optional<bool> proxied{};                ///< Whether to proxy an A, AAAA or CNAME record.
    std::optional<records::settings> settings{};  ///< Settings.
    /// Tags, as `name:value`. Paid plans only. An empty list removes all.
    std::optional<std::vector<std::string>> tags{};
    extra_members extra{};  ///< Members not declared here.
    static constexpr bound bounds[] = {{"ttl", 30, 86400, 1}};
    CFDNS_FIELDS(id, name, data, ttl, comment, private_routing, proxied, settings, tags, extra)
};

/// A record to be replaced by a `batch`. Omitted members are reset, as with `update`: see `to_put`.
struct record_put {
    required<std::string> id;    ///< Record identifier.
    required<std::string> name;  ///< Name.
    required<record_data> data;  ///< Type and value: `records::a{.content = "192.0.2.1"}`.
    /// TTL, 30 to 86400 seconds, or `automatic_ttl`; automatic if absent. Less than 60: Enterprise only.
    std::optional<std::chrono::seconds> ttl{};
    /// Single-line comment of at most 100 characters on the free plan, otherwise 500. Removed if absent.
    std::optional<std::string> comment{};
    /// Whether to route the record privately; false if absent. Proxied A and AAAA records only; Enterprise
    /// only.
    std::optional<bool> private_routing{};
    std::optional<bool> proxied{};  ///< Whether to proxy an A, AAAA or CNAME record; false if absent.
    std::optional<records::settings> settings{};  ///< Settings. Reset if absent.
    /// Tags, as `name:value`. Paid plans only. Removed if absent.
    std::optional<std::vector<std::string>> tags{};
    extra_members extra{};  ///< Members not declared here.
    static constexpr bound bounds[] = {{"ttl", 30, 86400, 1}};
    CFDNS_FIELDS(id, name, data, ttl, comment, private_routing, proxied, settings, tags, extra)
};

/// A record to be created by a `batch`, or accepted by a `scan_review`.
struct record_post {
    required<std::string> name;  ///< Name.
    required<record_data> data;  ///< Type and value: `records::a{.content = "192.0.2.1"}`.
    /// TTL, 30 to 86400 seconds, or `automatic_ttl`; by default automatic. Less than 60: Enterprise only.
    std::optional<std::chrono::seconds> ttl{};
    /// Single-line comment of at most 100 characters on the free plan, otherwise 500.
    std::optional<std::string> comment{};
    /// Whether to route the record privately; by default false. Proxied A and AAAA records only; Enterprise
    /// only.
    std::optional<bool> private_routing{};
    std::optional<bool> proxied{};  ///< Whether to proxy an A, AAAA or CNAME record; by default false.
    std::optional<records::settings> settings{};  ///< Settings.
    /// Tags, as `name:value`. Paid plans only.
    std::optional<std::vector<std::string>> tags{};
    extra_members extra{};  ///< Members not declared here.
    static constexpr bound bounds[] = {{"ttl", 30, 86400, 1}};
    CFDNS_FIELDS(name, data, ttl, comment, private_routing, proxied, settings, tags, extra)
};

/// The records that a `batch` changed, in the order of the request.
struct batch_result {
    std::optional<std::vector<record>> deletes{};  ///< The deleted records.
    std::optional<std::vector<record>> patches{};  ///< The changed records.
    std::optional<std::vector<record>> puts{};     ///< The replaced records.
    std::optional<std::vector<record>> posts{};    ///< The created records.
    extra_members extra{};                         ///< Members not declared here.
    CFDNS_FIELDS(deletes, patches, puts, posts, extra)
};

/// Changes several records at once: all of them, or none. The service executes the lists in the order in
/// which they are declared here, so that a batch can delete a record and create another one with the same
/// name.
///
/// At most 200 operations on the free plan, otherwise 3500. `make_request` rejects more than 3500; compare
/// `operation_count` with the limit of the zone's plan.
///
/// The library does not repeat a request whose response was lost. With only `patches` and `puts`, repeating
/// it is harmless; with `posts`, it may create records twice or fail; with `deletes`, it fails because the
/// records no longer exist.
///
/// *Errors:* as for `create`, `edit`, `update` and `delete_`. Only the first error is returned, and it does
/// not say which operation failed.
struct batch {
    required<std::string> zone_id;                       ///< Path. Zone identifier.
    std::optional<std::vector<record_id>> deletes{};     ///< Body. Records to delete.
    std::optional<std::vector<record_patch>> patches{};  ///< Body. Records to change.
    std::optional<std::vector<record_put>> puts{};       ///< Body. Records to replace.
    std::optional<std::vector<record_post>> posts{};     ///< Body. Records to create.
    /// Query. See `list`. The service ignores it for batches of more than 1000 records.
    std::optional<bool> include_shadow_metadata{};
    extra_members extra{};  ///< Body. Members not declared here.
    using response_type = batch_result;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/dns_records/batch");
    static constexpr api_reference reference{
        "Batch DNS Records", "DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/batch/"};
    static constexpr std::string_view in_query[] = {"include_shadow_metadata"};
    static constexpr element_limit<4> max_elements{max_batch_operations,
                                                   {"deletes", "patches", "puts", "posts"}};
    CFDNS_FIELDS(zone_id, deletes, patches, puts, posts, include_shadow_metadata, extra)
};

/// The number of operations in a batch.
[[nodiscard]] inline std::size_t operation_count(batch const& batch) noexcept {
    auto const size = [](auto const& list) { return list ? list->size() : 0; };
    return size(batch.deletes) + size(batch.patches) + size(batch.puts) + size(batch.posts);
}

/// Returns all records of the zone as a zone file (RFC 1035 section 5), including SOA and NS records of the
/// zone itself. Comments contain what a zone file cannot express: `; cf_tags=cf-proxied:true`. An automatic
/// TTL is written as 1.
struct export_ {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = text_body;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/dns_records/export");
    static constexpr api_reference reference{
        "Export DNS Records", "DNS Read; DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/export/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// The result of an `import_` or a `scan`.
struct import_result {
    std::optional<std::uint64_t> recs_added{};            ///< Number of records added.
    std::optional<std::uint64_t> total_records_parsed{};  ///< Number of records found.
    /// Number of records added, by type. Observed; not in the reference.
    std::optional<std::map<std::string, std::uint64_t>> recs_added_by_type{};
    extra_members extra{};  ///< Members not declared here.
    CFDNS_FIELDS(recs_added, total_records_parsed, recs_added_by_type, extra)
};

/// Returns a file for `import_` with the text of a zone file and the name `zone.txt`.
[[nodiscard]] inline form_file zone_file(std::string text) {
    return {.name = "zone.txt", .content_type = "text/plain; charset=utf-8", .content = std::move(text)};
}

/// Creates the records of a zone file (RFC 1035 section 5) of at most `max_import_bytes`. Names without a
/// final dot are relative to the zone. $ORIGIN, $TTL and $GENERATE are supported; $INCLUDE is rejected.
///
///     records::import_{.zone_id = id, .file = records::zone_file(text)}
///
/// Records that already exist or that conflict with others are skipped, which is not an error:
/// `response_info::messages` has a message for each of them, and `import_result::recs_added` is less than
/// `total_records_parsed`. The import is not atomic. Its rate limit is lower than that of other operations
/// (status 429).
struct import_ {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    required<form_file> file;       ///< Form. The zone file: see `zone_file`.
    /// Form. Whether A, AAAA and CNAME records are proxied, unless `cf_tags` in the file say otherwise; by
    /// default false.
    std::optional<bool> proxied{};
    extra_members extra{};  ///< Form. Parts not declared here.
    using response_type = import_result;
    static constexpr auto route = cfdns::post_form("/zones/{zone_id}/dns_records/import");
    static constexpr api_reference reference{
        "Import DNS Records", "DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/import/"};
    CFDNS_FIELDS(zone_id, file, proxied, extra)
};

/// Scans for common records of the domain and adds those that it finds to the zone.
///
/// Deprecated: use `scan_trigger`, which does not add records by itself.
struct scan {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members not declared here.
    using response_type = import_result;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/dns_records/scan");
    static constexpr api_reference reference{
        "Scan DNS Records", "DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/scan/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Starts a scan for common records of the domain, which runs in the background and takes seconds to
/// minutes. The service does not indicate when the scan is complete: poll `scan_list`. No records are added
/// to the zone.
struct scan_trigger {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Body. Members not declared here.
    using response_type = no_content;
    static constexpr auto route =
        cfdns::post("/zones/{zone_id}/dns_records/scan/trigger", idempotency::repeatable);
    static constexpr api_reference reference{
        "Trigger DNS Record Scan", "DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/scan_trigger/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// Returns the records that a scan has found so far. They have not been added to the zone: see
/// `scan_review`.
struct scan_list {
    required<std::string> zone_id;  ///< Path. Zone identifier.
    extra_members extra{};          ///< Query. Parameters not declared here.
    using response_type = std::vector<record>;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/dns_records/scan/review");
    static constexpr api_reference reference{
        "List Scanned DNS Records", "DNS Read; DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/scan_list/"};
    CFDNS_FIELDS(zone_id, extra)
};

/// The result of a `scan_review`.
struct scan_review_result {
    std::optional<std::vector<record>> accepts{};       ///< The records that were added to the zone.
    std::optional<std::vector<std::string>> rejects{};  ///< Identifiers of the rejected records.
    extra_members extra{};                              ///< Members not declared here.
    CFDNS_FIELDS(accepts, rejects, extra)
};

/// Accepts or rejects records that a scan has found. Accepted records are added to the zone as they are
/// given here, and may differ from those found: see `to_post`.
struct scan_review {
    required<std::string> zone_id;                      ///< Path. Zone identifier.
    std::optional<std::vector<record_post>> accepts{};  ///< Body. Records to add to the zone.
    std::optional<std::vector<record_id>> rejects{};    ///< Body. Records to reject.
    extra_members extra{};                              ///< Body. Members not declared here.
    using response_type = scan_review_result;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/dns_records/scan/review");
    static constexpr api_reference reference{
        "Review Scanned DNS Records", "DNS Write", plans::all,
        "https://developers.cloudflare.com/api/resources/dns/subresources/records/methods/scan_review/"};
    CFDNS_FIELDS(zone_id, accepts, rejects, extra)
};

}  // namespace cfdns::inline v0_2::records

#endif
