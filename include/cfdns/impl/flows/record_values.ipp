// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_RECORD_VALUES_IPP
#define CFDNS_IMPL_FLOWS_RECORD_VALUES_IPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/detail/alternatives.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/schema.hpp>
#include <cfdns/records/compare.hpp>
#include <cfdns/records/data.hpp>
#include <cfdns/records/operations.hpp>
#include <cfdns/records/text.hpp>
#include <cfdns/records/types.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

// Values of records as text, and in the form in which equal ones are equal.
namespace cfdns::inline v0_2::detail {

// What the planner knows of a type. Types are in alphabetical order.
struct record_type {
    alternative_type const* alternative{};
    std::string_view name{};
    text_form form{};  // of `content`, if the value is not in `data`
    bool has_data{};   // the value is in `data`
    bool priority{};   // the service has it beside the rest of the value
    bool can_proxy{};
};

CFDNS_DECL record_type make_record_type(alternative_type const& a) {
    std::string_view const name = a.tag.value;
    return {&a,
            name,
            form_of(name, "content"),
            !a.tag.object.empty(),
            name == "MX" || name == "URI",
            name == "A" || name == "AAAA" || name == "CNAME"};
}

// All types that the library knows.
class record_types {
public:
    record_types() {
        union_type const& all = union_of<records::record_data>;
        for (std::size_t i = 0; i != all.count; ++i)
            if (!all.alternatives[i].tag.name.empty())
                types_.push_back(make_record_type(all.alternatives[i]));
    }

    record_type const& operator[](std::size_t index) const noexcept { return types_[index]; }

    // The index of a type; empty if it is not known.
    std::optional<std::uint8_t> find(std::string_view name) const noexcept {
        for (std::size_t i = 0; i != types_.size(); ++i)
            if (iequals(types_[i].name, name)) return static_cast<std::uint8_t>(i);
        return std::nullopt;
    }

    // A set of one type, as bits.
    std::uint32_t bit(std::string_view name) const noexcept { return std::uint32_t{1} << *find(name); }

private:
    std::vector<record_type> types_{};
};

// The types that the service refuses beside others of the same name. Sets of types are bits.
class exclusive_types {
public:
    explicit exclusive_types(record_types const& types)
        : address(types.bit("A") | types.bit("AAAA")),
          cname(types.bit("CNAME")),
          ds(types.bit("DS")),
          ns(types.bit("NS")) {}

    std::uint32_t excluded_by(std::uint32_t type, bool apex) const noexcept {
        std::uint32_t out = 0;
        if (type == cname) out |= address | cname;
        if ((type & address) != 0) out |= cname;
        if (apex || type == ds) return out;
        return type == ns ? ~(ns | ds) : out | ns | ds;
    }

    std::uint32_t const address, cname, ds, ns;
};

// "10 mail.example.com" becomes 10 and the rest.
CFDNS_DECL std::optional<std::uint16_t> take_priority(std::string_view& text) noexcept {
    text = trim(text);
    std::uint16_t number = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    auto const size = static_cast<std::size_t>(end - text.data());
    if (failed != std::errc{} || size == text.size() || !is_space(text[size])) return std::nullopt;
    text = trim(text.substr(size));
    return number;
}

// A value in presentation form, as a record with the members that the service would have. Empty if it has no
// priority where it needs one.
CFDNS_DECL std::optional<records::record> parsed_value(record_type const& type, std::string_view text) {
    records::record out;
    out.type = type.name;
    std::string_view rest = text;
    if (type.priority) {
        out.priority = take_priority(rest);
        if (!out.priority) return std::nullopt;
    }
    if (type.has_data) rest = text;
    out.content = std::string{type.form == text_form::txt ? rest : trim(rest)};
    return out;
}

// Names in canonical form. Other texts are as they are.
CFDNS_DECL std::string host_text(std::string_view text, std::string_view zone) {
    text = trim(text);
    if (text == "@") return std::string{zone};
    auto name = canonical_name(text);
    return name.has_value() ? *std::move(name) : std::string{text};
}

// The content of a TXT record. Strings that are quoted remain separate (RFC 6763 section 6.1 needs that),
// but long ones are divided.
CFDNS_DECL std::string desired_txt_content(std::string_view text) {
    std::string out;
    for (std::string_view left = trim(text); !left.empty(); left = trim(left)) {
        auto const one = take_quoted(left);
        if (!one) return records::txt_content(text);
        out += (out.empty() ? "" : " ") + records::txt_content(*one);
    }
    return out;
}

// Whether a text of a desired value is one that the service could store.
CFDNS_DECL bool is_valid_part(std::string_view type, std::string_view member, std::string_view text) {
    switch (form_of(type, member)) {
        case text_form::host:
            return trim(text) == "@" ||
                   (is_unescaped_name(trim(text)) && canonical_name(trim(text)).has_value());
        case text_form::hex: return is_hex(text);
        case text_form::base64: return is_base64(text);
        default: break;
    }
    std::string_view const directions = type != "LOC"                ? ""
                                        : member == "lat_direction"  ? "NSns"
                                        : member == "long_direction" ? "EWew"
                                                                     : "";
    return directions.empty() || (text.size() == 1 && directions.find(text) != std::string_view::npos);
}

// The parameters of a record: `to` is the alternative of its type. Returns whether the value is complete and
// valid.
CFDNS_DECL bool read_value(record_type const& type, alternative_type const& alternative, void* to,
                           std::string_view text, std::string_view zone) {
    auto record = parsed_value(type, text);
    if (!record) return false;
    if (!type.has_data) {
        if (!is_valid_part(type.name, "content", *record->content)) return false;
        if (type.form == text_form::txt) record->content = desired_txt_content(text);
        if (type.form == text_form::host) record->content = host_text(*record->content, zone);
    }
    std::vector<mismatch> mismatches;
    if (!read_record_value<reader>(alternative, to, *record, mismatches) || !mismatches.empty())
        return false;
    for (std::size_t i = 0; type.has_data && i != alternative.type->field_count; ++i) {
        field const& f = alternative.type->fields[i];
        if (f.type->what != kind::string) continue;
        auto& part = *static_cast<std::string*>(f.locate(to));
        if (!is_valid_part(type.name, f.name, part)) return false;
        if (form_of(type.name, f.name) == text_form::host) part = host_text(part, zone);
    }
    return !check_nested_bounds(*alternative.type, to);
}

// The alternative of a type in another union with the same alternatives.
template <class Variant>
alternative_type const& alternative_in(record_type const& type) {
    return *find_alternative(union_of<Variant>, type.name);
}

// ---- comparison ----

CFDNS_DECL bool append_host_key(std::string& out, std::string_view text, std::string_view zone) {
    text = trim(text);
    if (text == "@") {
        out += zone;
        return true;
    }
    std::size_t const start = out.size();
    if (!append_canonical_name(out, text)) return true;
    out.resize(start);
    return false;
}

// The key of a value that is in `content`. Invalid ones are quoted, and so never equal to others.
CFDNS_DECL bool append_content_key(std::string& out, record_type const& type, std::string_view content,
                                   std::optional<std::uint16_t> priority, std::string_view zone) {
    if (type.priority) {
        char digits[8];
        auto const end = std::to_chars(digits, digits + sizeof digits, priority.value_or(0)).ptr;
        out.append(digits, end) += ' ';
    }
    switch (type.form) {
        case text_form::host:
            if (append_host_key(out, content, zone)) return true;
            break;
        case text_form::ipv4: {
            std::string_view const text = trim(content);
            std::array<std::uint8_t, 4> quad{};
            if (!read_ipv4(text, quad)) break;
            out += text;
            return true;
        }
        case text_form::txt: out += records::txt_octets(content); return true;
        default: {
            std::string const form = write_form(type.form, content);
            out += form;
            return type.form != text_form::ipv6 || !form.starts_with('"');
        }
    }
    (out += '"') += content;
    return false;
}

// The key of a value that is in `data`.
CFDNS_DECL bool append_data_key(std::string& out, records::record_data const& data) {
    out += record_key<reader>(".", data);
    return !std::holds_alternative<records::other>(data);
}

// The key of a desired value. Returns whether the value is valid.
CFDNS_DECL bool append_desired_key(std::string& out, record_type const& type, std::string_view text,
                                   std::string_view zone) {
    if (!type.has_data) {
        std::optional<std::uint16_t> priority;
        if (type.priority && !(priority = take_priority(text))) return false;
        if (!is_valid_part(type.name, "content", text)) return false;
        return append_content_key(out, type, text, priority, zone) && !trim(text).empty() &&
               (type.form != text_form::txt || !records::txt_octets(text).empty());
    }
    records::record_data data{records::other{.type = std::string{type.name}}};
    if (!read_value(type, *type.alternative, type.alternative->emplace(&data), text, zone)) return false;
    return append_data_key(out, data);
}

// The key of an observed value. Returns whether the value could be read.
CFDNS_DECL bool append_observed_key(std::string& out, record_type const& type,
                                    records::record const& record) {
    if (!type.has_data) {
        if (!record.content || (type.priority && !record.priority)) return false;
        return append_content_key(out, type, *record.content, record.priority, {});
    }
    std::vector<mismatch> unused;
    return append_data_key(out, read_record_data<reader>(record, unused));
}

// ---- text ----

CFDNS_DECL void append_part(std::string& out, std::string_view part) {
    if (!out.empty()) out += ' ';
    out += part;
}

CFDNS_DECL std::string decimal_text(double number) {
    std::string out = fixed_text(number);
    while (out.ends_with('0')) out.pop_back();
    if (out.ends_with('.')) out.pop_back();
    return out == "-0" ? "0" : out;
}

CFDNS_DECL bool is_quoted_part(std::string_view type, std::string_view member) noexcept {
    return (type == "CAA" && member == "value") || (type == "URI" && member == "target") ||
           (type == "NAPTR" && member != "replacement");
}

// A member of a value in presentation form; empty if it is not set.
CFDNS_DECL std::string part_text(std::string_view type, field const& f, void* object) {
    schema const* held = f.type;
    void const* value = f.locate(object);
    if (held->what == kind::optional) {
        value = held->elements(value).first;
        held = held->element;
    }
    bool const metres = type == "LOC" && (f.name == "altitude" || f.name == "size" ||
                                          f.name == "precision_horz" || f.name == "precision_vert");
    if (held->what == kind::string) {
        std::string_view const text = value ? std::string_view{*static_cast<std::string const*>(value)} : "";
        return is_quoted_part(type, f.name) ? to_quoted(text) : std::string{text};
    }
    std::string out = "0";
    if (value && held->what == kind::real)
        out = decimal_text(*static_cast<double const*>(value));
    else if (value)
        out = with_integer(held->what, value, [](auto number) { return std::to_string(number); });
    return metres ? out + "m" : out;
}

// The parts in declared order, after the priority.
CFDNS_DECL std::string written_parts(record_type const& type, void* value) {
    schema const& parts = *type.alternative->type;
    std::string out;
    int const priority = type.priority ? find_field(parts, "priority") : -1;
    if (priority >= 0) out = part_text(type.name, parts.fields[priority], value);
    for (std::size_t i = 0; i != parts.field_count; ++i) {
        if (static_cast<int>(i) == priority) continue;
        std::string const part = part_text(type.name, parts.fields[i], value);
        if (!part.empty()) append_part(out, part);
    }
    return out;
}

}  // namespace cfdns::inline v0_2::detail

#endif
