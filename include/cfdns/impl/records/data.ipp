// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_RECORDS_DATA_IPP
#define CFDNS_IMPL_RECORDS_DATA_IPP

#include <cfdns/core/extra.hpp>
#include <cfdns/detail/alternatives.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/read_alternative.hpp>
#include <cfdns/detail/schema.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/records/data.hpp>
#include <cfdns/records/text.hpp>
#include <cfdns/records/text_form.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

// A part of the presentation form of a value (RFC 1035 section 5.1).
struct presentation_token {
    std::string text;       // octets, without quotes and escapes
    std::string_view rest;  // the text from the beginning of the token
};

CFDNS_DECL std::vector<presentation_token> split_presentation(std::string_view content) {
    std::vector<presentation_token> out;
    for (std::string_view left = trim(content); !left.empty(); left = trim(left)) {
        std::string_view const rest = left;
        if (auto quoted = take_quoted(left)) {
            out.push_back({*std::move(quoted), rest});
            continue;
        }
        left = rest;
        std::size_t size = 0;
        while (size != left.size() && !is_space(left[size])) ++size;
        out.push_back({std::string{left.substr(0, size)}, rest});
        left.remove_prefix(size);
    }
    return out;
}

CFDNS_DECL schema const& without_optional(schema const& type) noexcept {
    return type.what == kind::optional ? *type.element : type;
}

CFDNS_DECL bool is_digits(std::string_view text) noexcept {
    for (char const c : text)
        if (!is_digit(c)) return false;
    return !text.empty();
}

// Whether the text is a decimal number, which also is one in JSON once leading zeros are removed.
CFDNS_DECL bool is_decimal(std::string_view text) noexcept {
    if (text.starts_with('-')) text.remove_prefix(1);
    std::size_t const dot = text.find('.');
    return is_digits(text.substr(0, dot)) &&
           (dot == std::string_view::npos || is_digits(text.substr(dot + 1)));
}

// Sets a member that is missing.
CFDNS_DECL void complete(extra_members& members, field const& f, std::string_view text) {
    if (members.find(f.name) || !is_utf8(text)) return;
    schema const& type = without_optional(*f.type);
    bool const number =
        is_integer(type.what) ? is_digits(text) : type.what == kind::real && is_decimal(text);
    if (!number) return members.set_text(f.name, text);
    bool const negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    while (text.size() > 1 && text[0] == '0' && is_digit(text[1])) text.remove_prefix(1);
    members.set(f.name, negative ? "-" + std::string{text} : std::string{text});
}

// "37 46 46 N 122 23 35.5 W 0m 100m 0m 0m" (RFC 1876 section 3): minutes and seconds may be left out, and
// what follows the altitude, whose values are then those of the RFC. Returns whether nothing is left over.
CFDNS_DECL bool complete_location(extra_members& members, schema const& type,
                                  std::vector<presentation_token> const& tokens) {
    std::size_t next = 0;
    auto const take = [&](std::size_t index) {
        std::string_view text = next < tokens.size() ? std::string_view{tokens[next].text} : "";
        if (index >= 8 && text.ends_with('m')) text.remove_suffix(1);
        bool const direction = index == 3 || index == 7;
        if (text.empty() || (direction ? is_digit(text[0]) : !is_decimal(text))) return;
        complete(members, type.fields[index], text);
        ++next;
    };
    constexpr std::size_t altitude = 8;
    static constexpr std::string_view defaults[] = {"1", "10000", "10"};  // size and precisions, in metres
    bool has_altitude = false;
    for (std::size_t index = 0; index != type.field_count; ++index) {
        std::size_t const before = next;
        take(index);
        if (index == altitude) has_altitude = next != before;
        if (index > altitude && has_altitude)
            complete(members, type.fields[index], defaults[index - altitude - 1]);
    }
    return next == tokens.size();
}

// Sets missing members of `data` from the generated content, whose parts are in declared order. The last one
// may consist of several tokens: a list of parameters, or digits or Base64 with spaces. Returns whether
// nothing is left over.
CFDNS_DECL bool complete_from_content(extra_members& members, alternative_type const& a,
                                      std::string_view content) {
    std::vector<presentation_token> const tokens = split_presentation(content);
    if (a.tag.value == "LOC") return complete_location(members, *a.type, tokens);
    std::vector<field const*> parts;
    for (std::size_t i = 0; i != a.type->field_count; ++i)
        if ((a.enclosed >> i & 1) != 0) parts.push_back(a.type->fields + i);
    std::size_t skipped = 0;
    if (a.tag.value == "SRV" && tokens.size() < parts.size()) parts.erase(parts.begin());  // no priority
    if (a.tag.value == "URI" && tokens.size() > parts.size()) skipped = 1;                 // the priority
    bool const open = a.type->fields[a.type->field_count - 1].type->what == kind::optional;
    if (tokens.size() < skipped + parts.size() - (open ? 1 : 0)) return true;
    text_form const form = form_of(a.tag.value, parts.back()->name);
    bool const divided = open || form == text_form::hex || form == text_form::base64;
    std::size_t const used = skipped + parts.size();
    if (tokens.size() > used && (!divided || tokens[used - 1].rest.starts_with('"'))) return false;
    for (std::size_t i = 0; i != parts.size() && i + skipped != tokens.size(); ++i) {
        presentation_token const& token = tokens[i + skipped];
        bool const last = i + 1 == parts.size();
        if (!last || token.rest.starts_with('"')) {
            complete(members, *parts[i], token.text);
        } else if (open) {
            complete(members, *parts[i], token.rest);
        } else {
            std::string text;
            for (std::size_t k = i + skipped; k != tokens.size(); ++k) text += tokens[k].text;
            complete(members, *parts[i], text);
        }
    }
    return true;
}

// A member as JSON: the declared one, or that in `extra` if it could not be read.
CFDNS_DECL void set_priority(extra_members& to, records::record const& from) {
    if (to.find("priority")) return;
    if (from.priority)
        to.set("priority", std::to_string(*from.priority));
    else if (auto const json = from.extra.find("priority"))
        to.set("priority", *json);
    else if (auto const inner = from.data ? from.data->extra.find("priority") : std::nullopt)
        to.set("priority", *inner);
}

CFDNS_DECL bool has_priority(alternative_type const& a, std::uint64_t skip) noexcept {
    int const index = find_field(*a.type, "priority");
    return index >= 0 && (skip >> index & 1) == 0;
}

template <class Handler>
bool read_record_value(alternative_type const& a, void* value, records::record const& from,
                       std::vector<mismatch>& mismatches) {
    if (from.type != a.tag.value) {
        mismatches.push_back({"/type", std::string{a.tag.value}, from.type});
        return false;
    }
    bool const nested = !a.tag.object.empty();
    extra_members outer;
    if (has_priority(a, a.enclosed)) set_priority(outer, from);
    if (!nested) {
        if (from.content)
            outer.set_text("content", *from.content);
        else if (auto const json = from.extra.find("content"))
            outer.set("content", *json);
    }
    bool whole = read_members<Handler>(*a.type, value, a.enclosed, outer, {}, mismatches);
    if (!nested) return whole;
    extra_members inner = from.data ? from.data->extra : extra_members{};
    if (from.extra.find("data")) mismatches.push_back({"/data", "object", "another type"});
    if (a.tag.value == "SRV") {
        for (std::string_view const old : {"service", "proto", "name"}) inner.erase(old);
        if (inner.find("target") == "false") inner.set_text("target", ".");
    }
    if (has_priority(a, ~a.enclosed)) set_priority(inner, from);
    std::size_t const sent = inner.size();
    if (from.content && !complete_from_content(inner, a, *from.content) && inner.size() != sent) {
        mismatches.push_back({"/content", "a value of type " + std::string{a.tag.value}, "more text"});
        whole = false;
    }
    if (!read_members<Handler>(*a.type, value, ~a.enclosed, inner, "/data", mismatches)) whole = false;
    if (a.type->extra)
        for (extra_member const member : inner) {
            int const declared = find_field(*a.type, member.name);
            if (declared < 0) extra_recorder::append(*a.type->extra(value), member.name, member.json);
        }
    return whole;
}

template <class Handler>
records::record_data read_record_data(records::record const& from, std::vector<mismatch>& mismatches) {
    using data = dependent_t<records::record_data, Handler>;
    data out{records::other{.type = from.type}};
    std::size_t const before = mismatches.size();
    alternative_type const* const a = find_alternative(union_of<data>, from.type);
    if (!a->tag.name.empty()) {
        data typed{out};
        bool const whole = read_record_value<Handler>(*a, a->emplace(&typed), from, mismatches);
        if (whole && mismatches.size() == before) return typed;
    }
    auto& raw = std::get<records::other>(out);
    raw.priority = from.priority;
    if (from.data && !from.data->extra.empty())
        raw.data = from.data;
    else
        raw.content = from.content;
    return out;
}

CFDNS_DECL void carry_over(records::record const& from, std::optional<std::chrono::seconds>& ttl,
                           std::optional<std::string>& comment, std::optional<bool>& private_routing,
                           std::optional<bool>& proxied, std::optional<records::settings>& settings,
                           std::optional<std::vector<std::string>>& tags, extra_members& extra) {
    ttl = from.ttl;
    if (from.comment && !from.comment->empty()) comment = from.comment;
    if (from.private_routing == true) private_routing = true;
    if (from.proxied == true) proxied = true;
    if (from.settings) {
        records::settings const& s = *from.settings;
        if (s.flatten_cname || s.ipv4_only || s.ipv6_only || !s.extra.empty()) settings = s;
    }
    if (from.tags && !from.tags->empty()) tags = from.tags;
    for (std::string_view const name : {"type", "content", "priority", "data", "ttl", "comment",
                                        "private_routing", "proxied", "settings", "tags"})
        if (auto const unreadable = from.extra.find(name)) extra.set(name, *unreadable);
}

#if defined(CFDNS_SEPARATE_COMPILATION)
template CFDNS_DECL bool read_record_value<reader>(alternative_type const&, void*, records::record const&,
                                                   std::vector<mismatch>&);
template CFDNS_DECL records::record_data read_record_data<reader>(records::record const&,
                                                                  std::vector<mismatch>&);
#endif

}  // namespace cfdns::inline v0_2::detail

#endif
