// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_SERVICES_RECORDS_IPP
#define CFDNS_IMPL_TESTING_SERVICES_RECORDS_IPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/detail/alternatives.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/read_alternative.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/impl/testing/support.ipp>
#include <cfdns/impl/testing/zone_file.ipp>
#include <cfdns/records/compare.hpp>
#include <cfdns/records/data.hpp>
#include <cfdns/records/text.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

using record_list = std::vector<records::record>;

// Why a request cannot be carried out.
struct record_problem {
    std::int64_t code{};
    std::string message{};
    std::string pointer{};
    int status = 400;
};

inline http_response refuse(record_problem problem) {
    return testing::write_failure(problem.status, problem.code, std::move(problem.message),
                                  std::move(problem.pointer));
}

// The zone whose records are changed.
struct record_zone {
    testing::fake_cloudflare& service;
    std::string const& id;
    std::string name;
    testing::services::record_limits limits;
    bool internal;

    record_zone(testing::fake_cloudflare& of, std::string const& zone_id)
        : service(of),
          id(zone_id),
          name(of.records.default_zone_name),
          limits(of.records.limits_of(zone_id)),
          internal(of.zone(zone_id).type == testing::zone_type::internal) {
        if (auto const at = of.zones.all.find(zone_id); at != of.zones.all.end()) name = at->second.name;
        if (auto canonical = canonical_name(name); canonical.has_value()) name = *std::move(canonical);
    }

    // Whether it may have NS records at the apex.
    [[nodiscard]] bool has_several_providers() const {
        return service.settings.zone(id).multi_provider.value_or(false);
    }

    // Reading does not create an entry.
    [[nodiscard]] record_list const& all() const {
        static record_list const none;
        auto const at = service.records.all.find(id);
        return at == service.records.all.end() ? none : at->second;
    }
    [[nodiscard]] record_list& stored() const { return service.records.all[id]; }
    [[nodiscard]] bool is_apex(std::string_view record_name) const { return record_name == name; }
};

inline bool is_proxiable(record_zone const& zone, std::string_view type) noexcept {
    return !zone.internal && (type == "A" || type == "AAAA" || type == "CNAME");
}

// ---- names ----

// Characters that would need an escape in a zone file are refused.
inline std::optional<std::string> canonical_record_name(std::string_view name) {
    if (!is_unescaped_name(name)) return std::nullopt;
    auto canonical = canonical_name(name);
    if (canonical.has_error()) return std::nullopt;
    return *std::move(canonical);
}

inline std::optional<std::string> completed_name(record_zone const& zone, std::string_view name) {
    if (name == "@") return zone.name;
    auto canonical = name == "." ? std::nullopt : canonical_record_name(name);
    if (!canonical || *canonical == zone.name || is_below(*canonical, zone.name) || zone.name == ".")
        return canonical;
    return canonical_record_name(*canonical + "." + zone.name);
}

// ---- values ----

inline record_problem invalid_value(std::string_view type, std::string pointer) {
    return {type == "SRV" ? 9036 : 9007, "Content for " + std::string{type} + " record is invalid.",
            std::move(pointer)};
}

// The octets of a TXT record; empty if it is malformed or has none.
inline std::optional<std::string> octets_of_txt(std::string_view content) {
    std::string octets = records::txt_octets(content);
    bool const quoted = octets != content;
    if (!quoted && content.find('"') != std::string_view::npos) return std::nullopt;
    if (octets.empty() || trim(content).empty()) return std::nullopt;
    return octets;
}

inline bool has_long_string(std::string_view content) {
    std::string_view left = trim(content);
    if (!left.starts_with('"')) return left.size() > 255;
    while (!left.empty()) {
        auto const string = take_quoted(left);
        if (!string) return false;
        if (string->size() > 255) return true;
        std::string_view const rest = trim(left);
        left = rest;
    }
    return false;
}

inline std::optional<record_problem> normalise_host(record_zone const& zone, records::record const& record,
                                                    std::string& text, std::string const& pointer) {
    std::string_view const type = record.type;
    if (text == ".") {
        if (type == "MX" || type == "SRV" || type == "HTTPS" || type == "SVCB" || type == "NAPTR")
            return std::nullopt;
        return invalid_value(type, pointer);
    }
    auto canonical = text == "@" ? zone.name : canonical_record_name(text);
    if (!canonical) {
        if (type == "MX") return record_problem{9009, "Content for MX record must be a hostname.", pointer};
        return invalid_value(type, pointer);
    }
    text = *std::move(canonical);
    std::array<std::uint8_t, 4> quad{};
    if (type == "MX" && (read_ipv4(text, quad) || read_ipv6(text)))
        return record_problem{9009, "Content for MX record must be a hostname.", pointer};
    if (type == "CNAME" && text == record.name)
        return record_problem{9039, "CNAME content cannot reference itself.", pointer};
    return std::nullopt;
}

// Checks a text of the value, and puts it into the form in which it is stored.
inline std::optional<record_problem> normalise_text(record_zone const& zone, records::record const& record,
                                                    std::string_view member, std::string& text,
                                                    std::string const& pointer) {
    std::string_view const type = record.type;
    std::array<std::uint8_t, 4> quad{};
    switch (form_of(type, member)) {
        case text_form::ipv4:
            if (read_ipv4(text, quad)) return std::nullopt;
            return record_problem{9005, "Content for A record must be a valid IPv4 address.", pointer};
        case text_form::ipv6:
            if (auto const groups = read_ipv6(text)) {
                text = write_ipv6(*groups);
                return std::nullopt;
            }
            return record_problem{9006, "Content for AAAA record must be a valid IPv6 address.", pointer};
        case text_form::host: return normalise_host(zone, record, text, pointer);
        case text_form::txt: {
            auto const octets = octets_of_txt(text);
            if (!octets) return invalid_value(type, pointer);
            if (octets->size() + (octets->size() + 254) / 255 > 4096)
                return record_problem{
                    9015, "Record content exceeds the allowed length of 4096 wire format bytes.", pointer};
            if (has_long_string(text)) text = records::txt_content(*octets);
            return std::nullopt;
        }
        case text_form::hex:
            if (is_hex(text)) return std::nullopt;
            return invalid_value(type, pointer);
        case text_form::base64:
            if (is_base64(text)) return std::nullopt;
            return invalid_value(type, pointer);
        case text_form::lower:
        case text_form::parameters:
        case text_form::octets: break;
    }
    bool const direction = type == "LOC" && member.ends_with("_direction");
    bool const known =
        text == (member == "lat_direction" ? "N" : "E") || text == (member == "lat_direction" ? "S" : "W");
    if (has_control(text) || (direction && !known)) return invalid_value(type, pointer);
    return std::nullopt;
}

// The field's type and value without the optional; the value is null if there is none.
inline std::pair<schema const*, void*> held_field(field const& f, void* object) {
    void* const value = f.locate(object);
    if (f.type->what != kind::optional) return {f.type, value};
    return {f.type->element, const_cast<void*>(f.type->elements(value).first)};
}

inline std::string number_text(schema const& type, void const* value) {
    if (!value) return "0";
    if (is_integer(type.what))
        return with_integer(type.what, value, [](auto number) { return std::to_string(number); });
    std::string out = fixed_text(*static_cast<double const*>(value));
    while (out.ends_with('0')) out.pop_back();
    if (out.ends_with('.')) out.pop_back();
    return out;
}

// The generated content: the parts of the value in presentation form. A file also has the priority of SRV.
inline std::string written_value(alternative_type const& a, void* value, bool in_file) {
    std::string_view const type = a.tag.value;
    std::string out;
    for (std::size_t i = 0; i != a.type->field_count; ++i) {
        field const& f = a.type->fields[i];
        auto const [held, at] = held_field(f, value);
        if ((a.enclosed >> i & 1) == 0 || (type == "SRV" && f.name == "priority")) {
            if (!in_file || held->what == kind::string) continue;
        }
        std::string part;
        if (held->what != kind::string) {
            part = number_text(*held, at) + (type == "LOC" && i >= 8 ? "m" : "");
        } else if (at) {
            part = *static_cast<std::string const*>(at);
            if (in_file && form_of(type, f.name) == text_form::host && part != ".") part += '.';
            bool const quoted = (type == "CAA" && f.name == "value") || type == "URI" ||
                                (type == "NAPTR" && f.name != "replacement");
            if (quoted) {
                std::string escaped;
                append_presentation_octets(escaped, part);
                part = '"' + escaped + '"';
            }
        }
        if (!part.empty()) out.append(out.empty() ? "" : " ").append(part);
    }
    return out;
}

inline alternative_type const* known_type(std::string_view type) noexcept {
    alternative_type const* const a = find_alternative(union_of<records::record_data>, type);
    return a->tag.name.empty() ? nullptr : a;
}

inline std::optional<record_problem> check_bounds(alternative_type const& a, void* value) {
    for (std::size_t i = 0; i != a.type->bound_count; ++i) {
        bound const& limit = a.type->bounds[i];
        auto const [held, at] = held_field(a.type->fields[find_field(*a.type, limit.member)], value);
        if (!at || !is_integer(held->what)) continue;
        bool const inside = with_integer(held->what, at, [&](auto number) {
            auto const wide = static_cast<std::int64_t>(number);
            return wide >= limit.minimum && wide <= limit.maximum;
        });
        if (!inside) return invalid_value(a.tag.value, "/data/" + std::string{limit.member});
    }
    return std::nullopt;
}

// Checks the value, and puts it into the form in which it is stored, with the generated content. Data that
// is missing is taken from the content.
inline std::optional<record_problem> normalise_value(record_zone const& zone, records::record& record) {
    alternative_type const* const a = known_type(record.type);
    if (!a) return record_problem{9207, "There is no such type of records.", "/type"};
    records::record_data made{records::other{.type = record.type}};
    void* const value = a->emplace(&made);
    std::vector<mismatch> mismatches;
    static_cast<void>(read_record_value<reader>(*a, value, record, mismatches));
    if (!mismatches.empty()) {
        std::string const& pointer = mismatches.front().pointer;
        std::string const name = pointer.substr(pointer.rfind('/') + 1);
        return record_problem{9207, name + " is a required field, and must have the right type.", pointer};
    }
    if (auto invalid = check_bounds(*a, value)) return invalid;
    bool const nested = !a->tag.object.empty();
    for (std::size_t i = 0; i != a->type->field_count; ++i) {
        field const& f = a->type->fields[i];
        auto const [held, at] = held_field(f, value);
        if (!at || held->what != kind::string) continue;
        std::string const pointer = (nested ? "/data/" : "/") + std::string{f.name};
        if (auto invalid = normalise_text(zone, record, f.name, *static_cast<std::string*>(at), pointer))
            return invalid;
    }
    record.priority.reset();
    int const priority = find_field(*a->type, "priority");
    if (priority >= 0 && (record.type == "SRV" || (a->enclosed >> priority & 1) == 0))
        record.priority =
            load<std::uint16_t>(static_cast<char const*>(a->type->fields[priority].locate(value)));
    record.data.reset();
    if (!nested) {
        record.content =
            *static_cast<std::string const*>(a->type->fields[find_field(*a->type, "content")].locate(value));
        return std::nullopt;
    }
    record.content = written_value(*a, value, false);
    if (a->type->extra) a->type->extra(value)->clear();
    text_buffer json;
    static_cast<void>(append_object(json, *a->type, value, ~a->enclosed));
    static_cast<void>(split_object(json.view(), record.data.emplace().extra));
    return std::nullopt;
}

// ---- the other members ----

inline std::size_t count_characters(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

inline std::string_view tag_name(std::string_view tag) noexcept { return tag.substr(0, tag.find(':')); }

inline bool is_tag_name(std::string_view name) noexcept {
    if (name.empty() || iequals(name.substr(0, 3), "cf-")) return false;
    for (char const c : name)
        if (!is_alnum(c) && c != '-' && c != '_') return false;
    return true;
}

inline std::optional<record_problem> normalise_notes(record_zone const& zone, records::record& record) {
    if (record.comment && record.comment->empty()) record.comment.reset();
    if (record.comment && count_characters(*record.comment) > zone.limits.comment)
        return record_problem{9313,
                              "DNS record comment exceeds the maximum length of " +
                                  std::to_string(zone.limits.comment) + " characters.",
                              "/comment"};
    if (record.comment && has_control(*record.comment))
        return record_problem{1000, "A comment must be a single line.", "/comment"};
    std::vector<std::string> tags;
    for (std::string& tag : record.tags ? *record.tags : tags) {
        if (!is_tag_name(tag_name(tag)) || has_control(tag))
            return record_problem{1000, "The tag " + tag + " is invalid.", "/tags"};
        if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(std::move(tag));
    }
    if (tags.size() > zone.limits.tags)
        return record_problem{9300,
                              "DNS record has " + std::to_string(tags.size()) +
                                  " tags, exceeding the quota of " + std::to_string(zone.limits.tags) + ".",
                              "/tags"};
    record.tags = std::move(tags);
    return std::nullopt;
}

inline std::optional<record_problem> normalise_flags(record_zone const& zone, records::record& record) {
    record.proxiable = is_proxiable(zone, record.type);
    record.proxied = record.proxied.value_or(false);
    if (*record.proxied && !*record.proxiable)
        return record_problem{9041, "This DNS record cannot be proxied.", "/proxied"};
    if (!record.ttl || *record.proxied) record.ttl = records::automatic_ttl;
    if (*record.ttl != records::automatic_ttl &&
        (*record.ttl < zone.limits.minimum_ttl || *record.ttl > std::chrono::hours{24}))
        return record_problem{9021,
                              "Invalid TTL. Must be between " +
                                  std::to_string(zone.limits.minimum_ttl.count()) +
                                  " and 86,400 seconds, or 1 for automatic",
                              "/ttl"};
    bool const address = record.type == "A" || record.type == "AAAA";
    if (address)
        record.private_routing = record.private_routing.value_or(false);
    else
        record.private_routing.reset();
    if (!record.settings) record.settings.emplace();
    if (!zone.limits.ip_version_settings &&
        (record.settings->ipv4_only == true || record.settings->ipv6_only == true))
        return record_problem{1004, "The IPv4 Only and IPv6 Only settings are not available to this zone.",
                              "/settings"};
    return std::nullopt;
}

// ---- conflicts ----

inline std::string key_of(records::record const& record) {
    std::vector<mismatch> unused;
    return record_key<reader>(record.name, read_record_data<reader>(record, unused));
}

inline std::optional<record_problem> conflict_of_types(std::string_view type, std::string_view other) {
    auto const is_address = [](std::string_view t) { return t == "A" || t == "AAAA"; };
    if (type == "CNAME" && (other == "CNAME" || is_address(other)))
        return record_problem{81053, "An A, AAAA, or CNAME record with that host already exists."};
    if (is_address(type) && other == "CNAME")
        return record_problem{81054, "A CNAME record with that host already exists."};
    bool const delegates = type == "NS" || type == "DS";
    bool const delegated = other == "NS" || other == "DS";
    if (other == "NS" && !delegates)
        return record_problem{81056, "NS records with that host already exist."};
    if (type == "NS" && !delegated)
        return record_problem{81056, "Records other than NS with that host already exist."};
    return std::nullopt;
}

// Whether a record can be stored besides the others. Those of the same id are the one that it replaces.
inline std::optional<record_problem> find_conflict(record_zone const& zone, record_list const& all,
                                                   records::record const& record) {
    std::optional<record_problem> conflict;
    std::size_t servers = 0, octets = 0;
    std::string key;
    bool const apex = zone.is_apex(record.name);
    for (records::record const& other : all) {
        bool const itself = !record.id.empty() && other.id == record.id;
        if (other.name != record.name || itself) continue;
        if (other.type == "NS") ++servers;
        if (other.type == record.type && record.type != "SRV") {
            if (record.type == "TXT") octets += other.content.value_or("").size();
            if (key.empty()) key = key_of(record);
            if (key_of(other) == key)
                return zone.service.records.quirks.duplicates_have_code_81057
                           ? record_problem{81057, "The record already exists."}
                           : record_problem{81058, "An identical record already exists."};
        }
        // At the apex, the zone has NS records beside all others.
        bool const is_ns = record.type == "NS" || other.type == "NS";
        if (!conflict && !(apex && is_ns)) conflict = conflict_of_types(record.type, other.type);
    }
    if (conflict) return conflict;
    if (record.type == "NS" && apex && !zone.has_several_providers())
        return record_problem{1000, "NS records at the apex need a zone with several providers.", "/name"};
    if (record.type == "NS" && servers >= 10)
        return record_problem{1000, "A name cannot have more than 10 NS records."};
    if (record.type == "DS" && servers == 0)
        return record_problem{1000, "DS records need NS records of the same name."};
    if (record.type == "TXT" && octets != 0 && octets + record.content->size() > 8192)
        return record_problem{83011,
                              "Combined content length of records with this name and type exceeds "
                              "the allowed length."};
    return std::nullopt;
}

// Whether the records of a name remain valid without one that was removed or changed.
inline std::optional<record_problem> find_orphan(record_list const& all, records::record const& removed) {
    if (removed.type != "NS") return std::nullopt;
    bool orphan = false;
    for (records::record const& other : all) {
        if (other.name != removed.name || other.id == removed.id) continue;
        if (other.type == "NS") return std::nullopt;
        orphan = orphan || other.type == "DS";
    }
    if (orphan) return record_problem{1000, "DS records need NS records of the same name."};
    return std::nullopt;
}

// ---- changes ----

// The members of any struct of parameters of a record.
inline records::record read_parameters(schema const& type, void const* params) {
    text_buffer json;
    static_cast<void>(append_object(json, type, params, 0));
    partial_type open{schema_of<records::record>};
    open.type.extra = nullptr;
    for (std::size_t i = 0; i != schema_of<records::record>.field_count; ++i) {
        field f = schema_of<records::record>.fields[i];
        f.required = false;
        open.add(f);
    }
    records::record out;
    std::vector<mismatch> mismatches;
    static_cast<void>(read_json(open.type, &out, json.view(), mismatches));
    return out;
}

// `content` beside `data` is an undeclared member.
template <class Params>
records::record read_parameters(Params params) {
    bool const has_content = params.extra.find("content").has_value();
    params.extra.clear();
    records::record out = detail::read_parameters(schema_of<Params>, std::addressof(params));
    if (has_content) out.content.emplace();
    return out;
}

// Members of `data` that the service no longer accepts, and content that it generates.
inline std::optional<record_problem> refuse_generated(records::record const& sent, std::string_view type) {
    alternative_type const* const a = known_type(type);
    if (!a || a->tag.object.empty()) return std::nullopt;
    if (sent.content) return invalid_value(type, "/content");
    if (type != "SRV" || !sent.data) return std::nullopt;
    for (std::string_view const old : {"service", "proto", "name"})
        if (sent.data->extra.find(old)) return invalid_value(type, "/data/" + std::string{old});
    return std::nullopt;
}

// Completes a record. `before` is the one that it replaces.
inline std::optional<record_problem> normalise_record(record_zone const& zone, records::record& record,
                                                      records::record const* before) {
    auto name = completed_name(zone, record.name);
    if (!name) return record_problem{9000, "DNS name is invalid.", "/name"};
    record.name = *std::move(name);
    if (auto problem = normalise_value(zone, record)) return problem;
    if (auto problem = normalise_flags(zone, record)) return problem;
    if (auto problem = normalise_notes(zone, record)) return problem;
    timestamp const now = zone.service.make_timestamp();
    record.meta.emplace();
    record.extra.clear();
    record.modified_on = now;
    record.created_on = before ? before->created_on : now;
    bool const same_comment = before && before->comment == record.comment;
    record.comment_modified_on = same_comment ? before->comment_modified_on : now;
    if (!record.comment) record.comment_modified_on.reset();
    bool const same_tags = before && before->tags == record.tags;
    record.tags_modified_on = same_tags ? before->tags_modified_on : now;
    if (record.tags->empty()) record.tags_modified_on.reset();
    return std::nullopt;
}

inline std::optional<record_problem> store_new(record_zone const& zone, records::record record,
                                               records::record* stored = nullptr) {
    record_list const& all = zone.all();
    record.id.clear();
    if (auto problem = normalise_record(zone, record, nullptr)) return problem;
    if (auto problem = find_conflict(zone, all, record)) return problem;
    if (all.size() >= zone.limits.records) return record_problem{81045, "Record quota exceeded."};
    record.id = zone.service.make_id();
    zone.stored().push_back(record);
    if (stored) *stored = std::move(record);
    return std::nullopt;
}

inline std::optional<record_problem> create_record(record_zone const& zone, records::record sent,
                                                   records::record& stored) {
    if (auto problem = refuse_generated(sent, sent.type)) return problem;
    return store_new(zone, std::move(sent), &stored);
}

inline record_problem no_record() { return {81044, "Record does not exist.", {}, 404}; }

template <class List>
auto find_record(List& all, std::string_view id) {
    return std::find_if(all.begin(), all.end(), [&](records::record const& one) { return one.id == id; });
}

template <class T>
void keep_unless_sent(std::optional<T>& sent, std::optional<T> const& stored) {
    if (!sent) sent = stored;
}

// What a PATCH leaves out. A value of another type is not kept.
inline void keep_members(records::record& sent, records::record const& stored) {
    if (sent.name.empty()) sent.name = stored.name;
    if (sent.type.empty()) sent.type = stored.type;
    if (sent.type == stored.type) {
        keep_unless_sent(sent.content, stored.content);
        if (sent.type != "SRV") keep_unless_sent(sent.priority, stored.priority);
        keep_unless_sent(sent.data, stored.data);
    }
    keep_unless_sent(sent.ttl, stored.ttl);
    keep_unless_sent(sent.comment, stored.comment);
    keep_unless_sent(sent.private_routing, stored.private_routing);
    keep_unless_sent(sent.proxied, stored.proxied);
    keep_unless_sent(sent.tags, stored.tags);
    keep_unless_sent(sent.settings, stored.settings);
    if (sent.settings && stored.settings) {
        keep_unless_sent(sent.settings->flatten_cname, stored.settings->flatten_cname);
        keep_unless_sent(sent.settings->ipv4_only, stored.settings->ipv4_only);
        keep_unless_sent(sent.settings->ipv6_only, stored.settings->ipv6_only);
    }
}

inline std::optional<record_problem> change_record(record_zone const& zone, std::string_view id,
                                                   records::record sent, bool keeps,
                                                   records::record& stored) {
    if (zone.all().empty()) return no_record();
    record_list& all = zone.stored();
    auto const at = find_record(all, id);
    if (at == all.end()) return no_record();
    if (auto problem = refuse_generated(sent, sent.type.empty() ? at->type : sent.type)) return problem;
    if (keeps) keep_members(sent, *at);
    alternative_type const* const a = known_type(sent.type);
    if (a && !a->tag.object.empty()) sent.content.reset();
    sent.id = at->id;
    if (auto problem = normalise_record(zone, sent, &*at)) return problem;
    if (auto problem = find_conflict(zone, all, sent)) return problem;
    if (sent.type != at->type || sent.name != at->name)
        if (auto problem = find_orphan(all, *at)) return problem;
    *at = sent;
    stored = std::move(sent);
    return std::nullopt;
}

inline std::optional<record_problem> remove_record(record_zone const& zone, std::string_view id,
                                                   records::record& removed) {
    if (zone.all().empty()) return no_record();
    record_list& all = zone.stored();
    auto const at = find_record(all, id);
    if (at == all.end()) return no_record();
    if (auto problem = find_orphan(all, *at)) return problem;
    removed = *at;
    all.erase(at);
    return std::nullopt;
}

// ---- shadow metadata ----

inline constexpr std::size_t max_shadow_records = 1000;

// Whether a record at or below a delegation of that name is not served.
inline bool is_shadowed(records::record const& one, std::string_view delegation) {
    if (one.name == delegation) return one.type != "NS" && one.type != "DS";
    return is_below(one.name, delegation);
}

inline void add_shadow_metadata(record_zone const& zone, record_list& shown) {
    if (shown.size() > max_shadow_records) return;
    record_list const& all = zone.all();
    for (records::record& record : shown) {
        records::metadata& meta = record.meta ? *record.meta : record.meta.emplace();
        bool const address = record.type == "A" || record.type == "AAAA";
        std::uint32_t count = 0;
        bool glue = false;
        for (records::record const& other : all) {
            if (other.type == "NS" && !zone.is_apex(other.name) && is_shadowed(record, other.name)) {
                if (!meta.shadowed_by) meta.shadowed_by.emplace();
                meta.shadowed_by->push_back(other.id);
                glue = glue || other.content == record.name;
            }
            if (record.type == "NS" && !zone.is_apex(record.name) && is_shadowed(other, record.name))
                ++count;
        }
        if (address && meta.shadowed_by) (glue ? meta.is_glue : meta.dead_glue) = true;
        if (count != 0) meta.shadowed_records_count = static_cast<std::uint16_t>((std::min)(count, 10000u));
    }
}

inline http_response show_record(record_zone const& zone, records::record record, bool with_shadow) {
    if (!with_shadow) return testing::write_response(record);
    record_list shown{std::move(record)};
    add_shadow_metadata(zone, shown);
    return testing::write_response(shown.front());
}

// ---- lists ----

inline bool any_tag(std::vector<std::string> const& tags, std::string_view wanted, text_match how) {
    std::size_t const colon = wanted.find(':');
    std::string_view const value = colon == std::string_view::npos ? "" : wanted.substr(colon + 1);
    for (std::string const& tag : tags) {
        std::size_t const own = tag.find(':');
        std::string_view const has = own == std::string::npos ? "" : std::string_view{tag}.substr(own + 1);
        if (iequals(tag_name(tag), tag_name(wanted)) && passes(how, value, has)) return true;
    }
    return false;
}

inline bool has_tag_named(std::vector<std::string> const& tags, std::string_view name) {
    return std::any_of(tags.begin(), tags.end(),
                       [&](std::string const& tag) { return iequals(tag_name(tag), name); });
}

inline filter_count count_tag_filters(records::tag_filter const& filter,
                                      std::vector<std::string> const& tags) {
    filter_count out;
    if (filter.absent) out.add(!has_tag_named(tags, *filter.absent));
    if (filter.present) out.add(has_tag_named(tags, *filter.present));
    if (filter.contains) out.add(any_tag(tags, *filter.contains, text_match::contains));
    if (filter.endswith) out.add(any_tag(tags, *filter.endswith, text_match::endswith));
    if (filter.exact) out.add(any_tag(tags, *filter.exact, text_match::exact));
    if (filter.startswith) out.add(any_tag(tags, *filter.startswith, text_match::startswith));
    return out;
}

inline bool found_by_search(records::record const& record, std::string_view text) {
    for (std::string const& one :
         {record.name, record.type, record.content.value_or(""), record.comment.value_or("")})
        if (passes(text_match::contains, text, one)) return true;
    for (std::string const& tag : record.tags.value_or(std::vector<std::string>{}))
        if (passes(text_match::contains, text, tag)) return true;
    return false;
}

inline bool is_shadowed_by_name(record_zone const& zone, records::record const& record,
                                std::string_view delegation) {
    for (records::record const& other : zone.all())
        if (other.type == "NS" && iequals(other.name, delegation) && !zone.is_apex(other.name) &&
            is_shadowed(record, other.name))
            return true;
    return false;
}

inline bool passes_record_filters(record_zone const& zone, records::list const& op,
                                  records::record const& record) {
    filter_count count;
    count.add_texts(op.name, record.name);
    count.add_texts(op.content, record.content.value_or(""));
    std::string const comment = record.comment.value_or("");
    if (op.comment.absent) count.add(comment.empty());
    if (op.comment.present) count.add(!comment.empty());
    count.add_texts(op.comment, comment);
    filter_count const tags = count_tag_filters(op.tag, record.tags.value_or(std::vector<std::string>{}));
    if (tags.given != 0) count.add(tags.matches(op.tag_match));
    if (op.type) count.add(iequals(*op.type, record.type));
    if (op.proxied) count.add(record.proxied.value_or(false) == *op.proxied);
    if (op.search) count.add(found_by_search(record, *op.search));
    if (op.shadowed_by_name) count.add(is_shadowed_by_name(zone, record, *op.shadowed_by_name));
    if (op.shadowing_name) {
        std::string const name = lower(*op.shadowing_name);
        count.add(record.type == "NS" && !zone.is_apex(record.name) &&
                  (record.name == name || is_below(name, record.name)));
    }
    return count.matches(op.match);
}

inline bool precedes(records::record const& a, records::record const& b, std::string_view order) {
    if (order == records::orders::name) return a.name < b.name;
    if (order == records::orders::content) return a.content < b.content;
    if (order == records::orders::ttl) return a.ttl < b.ttl;
    if (order == records::orders::proxied) return a.proxied < b.proxied;
    return a.type < b.type;
}

// `name=www.example.com` is `name.exact=www.example.com`.
inline void read_alias(extra_members& extra, std::string_view name, std::optional<std::string>& exact) {
    auto const json = extra.find(name);
    if (!json) return;
    std::string text;
    std::vector<mismatch> mismatches;
    static_cast<void>(read_json(schema_of<std::string>, &text, *json, mismatches));
    if (mismatches.empty() && !exact) exact = std::move(text);
}

inline http_response list_records(record_zone const& zone, records::list op) {
    read_alias(op.extra, "name", op.name.exact);
    read_alias(op.extra, "content", op.content.exact);
    read_alias(op.extra, "comment", op.comment.exact);
    read_alias(op.extra, "tag", op.tag.exact);
    bool const shadow = op.include_shadow_metadata.value_or(false);
    if ((op.shadowed_by_name || op.shadowing_name) && !shadow)
        return testing::write_failure(
            400, 9207, "Query is invalid: shadowed_by_name and shadowing_name need include_shadow_metadata");
    record_list found;
    for (records::record const& one : zone.all())
        if (passes_record_filters(zone, op, one)) found.push_back(one);
    std::string const order = op.order.value_or("");
    bool const descending = op.direction == "desc";
    std::stable_sort(found.begin(), found.end(), [&](records::record const& a, records::record const& b) {
        return descending ? precedes(b, a, order) : precedes(a, b, order);
    });
    if (shadow) {
        std::uint64_t const size = op.per_page.value_or(100);
        std::uint64_t const first = (op.page.value_or(1) - std::uint64_t{1}) * size;
        if (first < found.size()) {
            auto const begin = found.begin() + static_cast<std::ptrdiff_t>(first);
            auto const end = begin + static_cast<std::ptrdiff_t>((std::min)(size, found.size() - first));
            record_list page(begin, end);
            add_shadow_metadata(zone, page);
            std::copy(page.begin(), page.end(), begin);
        }
    }
    return make_page_response(found, op.page, op.per_page,
                              {.usual = 100, .minimum = 1, .maximum = 5'000'000});
}

// ---- batch ----

template <class List, class Use>
std::optional<record_problem> apply_each(List const& list, std::optional<record_list>& results, Use use) {
    results.emplace();
    if (!list) return std::nullopt;
    for (auto const& one : *list)
        if (auto problem = use(one, results->emplace_back())) return problem;
    return std::nullopt;
}

inline std::optional<record_problem> apply_batch(record_zone const& zone, records::batch const& op,
                                                 records::batch_result& out) {
    if (records::operation_count(op) > zone.limits.batch_operations)
        return record_problem{1000, "A batch cannot have more than " +
                                        std::to_string(zone.limits.batch_operations) + " operations."};
    using records::record;
    auto problem = apply_each(op.deletes, out.deletes, [&](records::record_id const& one, record& to) {
        return remove_record(zone, one.id.get(), to);
    });
    if (!problem)
        problem = apply_each(op.patches, out.patches, [&](records::record_patch const& one, record& to) {
            return change_record(zone, one.id.get(), read_parameters(one), true, to);
        });
    if (!problem)
        problem = apply_each(op.puts, out.puts, [&](records::record_put const& one, record& to) {
            return change_record(zone, one.id.get(), read_parameters(one), false, to);
        });
    if (!problem)
        problem = apply_each(op.posts, out.posts, [&](records::record_post const& one, record& to) {
            return create_record(zone, read_parameters(one), to);
        });
    return problem;
}

inline http_response carry_out_batch(record_zone const& zone, records::batch const& op) {
    record_list before = zone.all();
    records::batch_result out;
    if (auto problem = apply_batch(zone, op, out)) {
        if (!before.empty() || !zone.all().empty()) zone.stored() = std::move(before);
        return refuse(*std::move(problem));
    }
    if (op.include_shadow_metadata == true && records::operation_count(op) <= max_shadow_records)
        for (auto* const list : {&out.patches, &out.puts, &out.posts}) add_shadow_metadata(zone, **list);
    return testing::write_response(out);
}

// ---- zone files ----

// What a comment says: "comment cf_tags=owner:dns-team,cf-proxied:true".
inline void read_file_comment(std::string_view text, bool proxiable, records::record& record) {
    std::string_view const mark = "cf_tags=";
    std::size_t const at = text.find(mark);
    record.comment = std::string{trim(text.substr(0, at))};
    record.tags.emplace();
    std::string_view left = at == std::string_view::npos ? "" : text.substr(at + mark.size());
    while (!left.empty()) {
        std::string_view const tag = trim(left.substr(0, left.find(',')));
        std::size_t const size = left.find(',');
        left.remove_prefix(size == std::string_view::npos ? left.size() : size + 1);
        bool const on = !tag.ends_with(":false");
        if (iequals(tag_name(tag), "cf-proxied")) {
            if (proxiable) record.proxied = on;
        } else if (iequals(tag_name(tag), "cf-flatten-cname")) {
            if (record.type == "CNAME") record.settings = records::settings{.flatten_cname = on};
        } else if (!tag.empty() && !iequals(tag.substr(0, 3), "cf-")) {
            record.tags->emplace_back(tag);
        }
    }
}

inline void read_file_value(std::string_view value, records::record& record) {
    bool const first_is_priority = record.type == "MX" || record.type == "URI";
    record.content = std::string{value};
    if (!first_is_priority) return;
    std::size_t const space = value.find(' ');
    std::uint32_t number = 0;
    for (char const c : value.substr(0, space)) {
        number = number * 10 + static_cast<unsigned>(c - '0');
        if (!is_digit(c) || number > 65'535) return;
    }
    record.priority = static_cast<std::uint16_t>(number);
    if (record.type == "MX" && space != std::string_view::npos) record.content = value.substr(space + 1);
}

inline std::optional<record_problem> import_record(record_zone const& zone, zone_file_record const& from,
                                                   bool proxied) {
    records::record made;
    made.name = from.owner;
    made.type = from.type;
    if (!is_below(lower(made.name), zone.name) && !iequals(made.name, zone.name) && zone.name != ".")
        return record_problem{9000, "DNS name is invalid."};
    if (from.ttl) made.ttl = std::chrono::seconds{*from.ttl};
    bool const proxiable = is_proxiable(zone, made.type);
    if (proxied && proxiable) made.proxied = true;
    read_file_comment(from.comment, proxiable, made);
    read_file_value(from.value, made);
    return store_new(zone, std::move(made));
}

inline http_response import_records(record_zone const& zone, std::string_view text, bool proxied) {
    if (text.size() > records::max_import_bytes)
        return testing::write_failure(
            400, 1000,
            "The file must not have more than " + std::to_string(records::max_import_bytes) + " bytes.");
    zone_file const file = read_zone_file(text, zone.name);
    if (file.has_include) return testing::write_failure(400, 1000, "$INCLUDE is not supported.");
    records::import_result out{.recs_added = 0, .total_records_parsed = 0};
    out.recs_added_by_type.emplace();
    std::vector<api_message> messages;
    for (zone_file_record const& one : file.records) {
        bool const apex_ns =
            one.type == "NS" && iequals(one.owner, zone.name) && !zone.has_several_providers();
        if (one.type == "SOA" || apex_ns) continue;
        ++*out.total_records_parsed;
        auto problem =
            one.problem.empty()
                ? import_record(zone, one, proxied)
                : record_problem{1000, "line " + std::to_string(one.line) + ": " + std::string{one.problem}};
        if (!problem) {
            ++*out.recs_added;
            ++(*out.recs_added_by_type)[one.type];
            continue;
        }
        api_message& message = messages.emplace_back();
        message.code = problem->code;
        std::string const owner = is_utf8(one.owner) ? one.owner : "?";
        message.message = (one.owner.empty() ? "" : owner + ": ") + problem->message;
    }
    return testing::write_response(out, {}, messages);
}

// The value of a record in a file.
inline std::string file_value(records::record const& record) {
    std::string content = record.content.value_or("");
    alternative_type const* const a = known_type(record.type);
    if (!a) return content;
    if (record.type == "TXT") {
        bool const plain = !content.starts_with('"') || has_control(content);
        return plain ? records::txt_content(records::txt_octets(content)) : content;
    }
    records::record_data made{records::other{.type = record.type}};
    void* const value = a->emplace(&made);
    std::vector<mismatch> mismatches;
    if (!read_record_value<reader>(*a, value, record, mismatches)) return content;
    if (!a->tag.object.empty()) return written_value(*a, value, true);
    bool const host = form_of(record.type, "content") == text_form::host && content != ".";
    std::string const priority =
        record.type == "MX" ? std::to_string(record.priority.value_or(0)) + " " : "";
    return priority + content + (host ? "." : "");
}

inline std::string file_comment(record_zone const& zone, records::record const& record) {
    std::string out = record.comment.value_or(""), tags;
    for (char& c : out)
        if (is_control(c)) c = ' ';
    for (std::string const& tag : record.tags.value_or(std::vector<std::string>{})) tags += tag + ",";
    if (record.settings && record.settings->flatten_cname == true) tags += "cf-flatten-cname,";
    bool const proxied = record.proxied.value_or(false);
    if (is_proxiable(zone, record.type) || !out.empty() || !tags.empty())
        tags += proxied ? "cf-proxied:true" : "cf-proxied:false";
    if (tags.empty()) return {};
    return " ; " + out + (out.empty() ? "" : " ") + "cf_tags=" + tags;
}

inline std::string export_records(record_zone const& zone) {
    std::string const time{zone.service.make_timestamp().text()};
    std::string const root = zone.name == "." ? "." : zone.name + ".";
    auto const at = zone.service.zones.all.find(zone.id);
    std::vector<std::string> servers = assigned_name_servers("");
    if (at != zone.service.zones.all.end() && at->second.name_servers && !at->second.name_servers->empty())
        servers = *at->second.name_servers;
    std::string out = ";;\n;; Domain:     " + root + "\n;; Exported:   " + time.substr(0, 10) + " " +
                      time.substr(11, 8) +
                      "\n;;\n;; This file is made by an in-memory service for testing.\n;;\n";
    std::string const host = servers.front();
    out += "\n;; SOA Record\n" + zone.name + "\t3600\tIN\tSOA\t" + host +
           ". dns.cloudflare.com. 2050000000 10000 2400 604800 3600\n\n;; NS Records\n";
    for (std::string const& server : servers)
        out.append(root).append("\t86400\tIN\tNS\t").append(server) += ".\n";
    record_list sorted = zone.all();
    std::stable_sort(sorted.begin(), sorted.end(), [](records::record const& a, records::record const& b) {
        bool const first = a.type == "NS", second = b.type == "NS";
        return first != second ? first : a.type < b.type;
    });
    std::string section = "NS";
    for (records::record const& record : sorted) {
        if (record.type != section) out += "\n;; " + record.type + " Records\n";
        section = record.type;
        out += record.name + ".\t" + std::to_string(record.ttl.value_or(records::automatic_ttl).count()) +
               "\tIN\t" + record.type + "\t" + file_value(record) + file_comment(zone, record) + "\n";
    }
    return out;
}

// ---- scans ----

inline http_response scan_records(record_zone const& zone) {
    records::import_result out{.recs_added = 0, .total_records_parsed = 0};
    auto const found = zone.service.records.found.find(zone.id);
    if (found != zone.service.records.found.end())
        for (records::record const& one : found->second) {
            ++*out.total_records_parsed;
            if (!store_new(zone, one)) ++*out.recs_added;
        }
    return testing::write_response(out);
}

// Records that are in the zone or under review are not found again.
inline void end_scan(record_zone const& zone) {
    auto& state = zone.service.records;
    auto const found = state.found.find(zone.id);
    if (found == state.found.end()) return;
    record_list& reviews = state.reviews[zone.id];
    for (records::record made : found->second) {
        if (normalise_record(zone, made, nullptr)) continue;
        auto const is_same = [key = key_of(made)](records::record const& other) {
            return key_of(other) == key;
        };
        record_list const& all = zone.all();
        if (std::any_of(all.begin(), all.end(), is_same) ||
            std::any_of(reviews.begin(), reviews.end(), is_same))
            continue;
        made.id = zone.service.make_id();
        reviews.push_back(std::move(made));
    }
}

inline std::optional<record_problem> review_records(record_zone const& zone, records::scan_review const& op,
                                                    record_list& reviews, records::scan_review_result& out) {
    out.rejects.emplace();
    if (op.rejects)
        for (records::record_id const& one : *op.rejects) {
            auto const at = find_record(reviews, one.id.get());
            if (at == reviews.end()) return no_record();
            reviews.erase(at);
            out.rejects->push_back(one.id.get());
        }
    return apply_each(op.accepts, out.accepts, [&](records::record_post const& one, records::record& to) {
        auto problem = create_record(zone, read_parameters(one), to);
        if (problem) return problem;
        auto const at = std::find_if(reviews.begin(), reviews.end(), [&](records::record const& found) {
            return found.name == to.name && found.type == to.type;
        });
        auto const same = std::find_if(reviews.begin(), reviews.end(), [&](records::record const& found) {
            return key_of(found) == key_of(to);
        });
        if (at != reviews.end()) reviews.erase(same != reviews.end() ? same : at);
        return problem;
    });
}

inline http_response review_scan(record_zone const& zone, records::scan_review const& op) {
    record_list const all = zone.all();
    auto const found = zone.service.records.reviews.find(zone.id);
    record_list reviews = found == zone.service.records.reviews.end() ? record_list{} : found->second;
    records::scan_review_result out;
    if (auto problem = review_records(zone, op, reviews, out)) {
        if (!all.empty() || !zone.all().empty()) zone.stored() = all;
        return refuse(*std::move(problem));
    }
    zone.service.records.reviews[zone.id] = std::move(reviews);
    return testing::write_response(out);
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::testing::services {

CFDNS_TESTING_DECL void records::mount(fake_cloudflare& to) {
    namespace ops = cfdns::records;
    using cfdns::detail::record_zone;

    to.on<ops::list>([](fake_cloudflare& service, ops::list const& op) {
        return cfdns::detail::list_records(record_zone{service, op.zone_id.get()}, op);
    });
    to.on<ops::get>([](fake_cloudflare& service, ops::get const& op) {
        record_zone const zone{service, op.zone_id.get()};
        auto const at = cfdns::detail::find_record(zone.all(), op.dns_record_id.get());
        if (at == zone.all().end()) return cfdns::detail::refuse(cfdns::detail::no_record());
        return cfdns::detail::show_record(zone, *at, op.include_shadow_metadata == true);
    });
    to.on<ops::create>([](fake_cloudflare& service, ops::create const& op) {
        record_zone const zone{service, op.zone_id.get()};
        ops::record made;
        auto problem = cfdns::detail::create_record(zone, cfdns::detail::read_parameters(op), made);
        if (problem) return cfdns::detail::refuse(*std::move(problem));
        return cfdns::detail::show_record(zone, made, op.include_shadow_metadata == true);
    });
    to.on<ops::update>([](fake_cloudflare& service, ops::update const& op) {
        record_zone const zone{service, op.zone_id.get()};
        ops::record made;
        auto problem = cfdns::detail::change_record(zone, op.dns_record_id.get(),
                                                    cfdns::detail::read_parameters(op), false, made);
        if (problem) return cfdns::detail::refuse(*std::move(problem));
        return cfdns::detail::show_record(zone, made, op.include_shadow_metadata == true);
    });
    to.on<ops::edit>([](fake_cloudflare& service, ops::edit const& op) {
        record_zone const zone{service, op.zone_id.get()};
        ops::record made;
        auto problem = cfdns::detail::change_record(zone, op.dns_record_id.get(),
                                                    cfdns::detail::read_parameters(op), true, made);
        if (problem) return cfdns::detail::refuse(*std::move(problem));
        return cfdns::detail::show_record(zone, made, op.include_shadow_metadata == true);
    });
    to.on<ops::delete_>([](fake_cloudflare& service, ops::delete_ const& op) {
        ops::record removed;
        auto problem = cfdns::detail::remove_record(record_zone{service, op.zone_id.get()},
                                                    op.dns_record_id.get(), removed);
        if (problem) return cfdns::detail::refuse(*std::move(problem));
        return testing::write_response(deleted{removed.id});
    });
    to.on<ops::batch>([](fake_cloudflare& service, ops::batch const& op) {
        return cfdns::detail::carry_out_batch(record_zone{service, op.zone_id.get()}, op);
    });
    to.on<ops::export_>([](fake_cloudflare& service, ops::export_ const& op) {
        return text_body{cfdns::detail::export_records(record_zone{service, op.zone_id.get()}), {}};
    });
    to.on<ops::import_>([](fake_cloudflare& service, ops::import_ const& op) {
        return cfdns::detail::import_records(record_zone{service, op.zone_id.get()}, op.file.get().content,
                                             op.proxied == true);
    });
    to.on<ops::scan>([](fake_cloudflare& service, ops::scan const& op) {
        return cfdns::detail::scan_records(record_zone{service, op.zone_id.get()});
    });
    to.on<ops::scan_trigger>([](fake_cloudflare& service, ops::scan_trigger const& op) {
        service.records.scans[op.zone_id.get()] = service.now + service.records.scan_time;
        return no_content{};
    });
    to.on<ops::scan_list>([](fake_cloudflare& service, ops::scan_list const& op) {
        auto const at = service.records.reviews.find(op.zone_id.get());
        return at == service.records.reviews.end() ? cfdns::detail::record_list{} : at->second;
    });
    to.on<ops::scan_review>([](fake_cloudflare& service, ops::scan_review const& op) {
        return cfdns::detail::review_scan(record_zone{service, op.zone_id.get()}, op);
    });
}

CFDNS_TESTING_DECL void records::run_pending(fake_cloudflare& service) {
    for (auto at = scans.begin(); at != scans.end();) {
        if (at->second > service.now) {
            ++at;
            continue;
        }
        cfdns::detail::end_scan(cfdns::detail::record_zone{service, at->first});
        at = scans.erase(at);
    }
}

}  // namespace cfdns::inline v0_2::testing::services

#endif
