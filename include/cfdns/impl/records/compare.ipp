// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_RECORDS_COMPARE_IPP
#define CFDNS_IMPL_RECORDS_COMPARE_IPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/detail/alternatives.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/bytes.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/schema.hpp>
#include <cfdns/records/compare.hpp>
#include <cfdns/records/text.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cfdns::inline v0_2::detail {

CFDNS_DECL std::string to_quoted(std::string_view octets) {
    std::string out = "\"";
    append_presentation_octets(out, octets);
    return out += '"';
}

CFDNS_DECL std::string to_lower_text(std::string_view text) {
    std::string out{text};
    for (char& c : out) c = to_lower(c);
    return out;
}

CFDNS_DECL std::string without_space(std::string_view text) {
    std::string out;
    for (char const c : text)
        if (!is_space(c)) out += c;
    return out;
}

CFDNS_DECL bool read_ipv4(std::string_view text, std::array<std::uint8_t, 4>& out) noexcept {
    for (std::size_t i = 0; i != 4; ++i) {
        std::size_t size = 0;
        unsigned octet = 0;
        while (size != text.size() && size != 3 && is_digit(text[size]))
            octet = 10 * octet + static_cast<unsigned>(text[size++] - '0');
        if (size == 0 || octet > 255 || (size > 1 && text[0] == '0')) return false;
        out[i] = static_cast<std::uint8_t>(octet);
        text.remove_prefix(size);
        if (i == 3) return text.empty();
        if (!text.starts_with('.')) return false;
        text.remove_prefix(1);
    }
    return false;
}

// The groups of up to four hexadecimal digits, separated by colons, with a dotted quad as the last two.
CFDNS_DECL bool read_ipv6_groups(std::string_view text, std::vector<std::uint16_t>& out) {
    if (text.empty()) return true;
    for (;;) {
        std::size_t const colon = text.find(':');
        std::string_view const group = text.substr(0, colon);
        std::array<std::uint8_t, 4> quad{};
        if (colon == std::string_view::npos && group.find('.') != std::string_view::npos) {
            if (!read_ipv4(group, quad)) return false;
            for (std::size_t i = 0; i != 4; i += 2)
                out.push_back(static_cast<std::uint16_t>(quad[i] << 8 | quad[i + 1]));
            return true;
        }
        if (group.empty() || group.size() > 4) return false;
        unsigned value = 0;
        for (char const c : group) {
            std::size_t const digit = std::string_view{lower_hex_digits}.find(to_lower(c));
            if (digit == std::string_view::npos) return false;
            value = value << 4 | static_cast<unsigned>(digit);
        }
        out.push_back(static_cast<std::uint16_t>(value));
        if (colon == std::string_view::npos) return true;
        text.remove_prefix(colon + 1);
        if (text.empty()) return false;
    }
}

CFDNS_DECL std::optional<std::vector<std::uint16_t>> read_ipv6(std::string_view text) {
    std::vector<std::uint16_t> groups;
    std::size_t const gap = text.find("::");
    if (!read_ipv6_groups(text.substr(0, gap), groups)) return std::nullopt;
    if (gap == std::string_view::npos) {
        if (groups.size() != 8) return std::nullopt;
        return groups;
    }
    if (text.substr(0, gap).find('.') != std::string_view::npos) return std::nullopt;
    std::vector<std::uint16_t> after;
    if (!read_ipv6_groups(text.substr(gap + 2), after)) return std::nullopt;
    if (groups.size() + after.size() > 7) return std::nullopt;
    groups.resize(8 - after.size());
    groups.insert(groups.end(), after.begin(), after.end());
    return groups;
}

// No leading zeros, and "::" for the first of the longest sequences of two or more
// zeros.
CFDNS_DECL std::string write_ipv6(std::vector<std::uint16_t> const& groups) {
    std::size_t gap = groups.size(), gap_size = 1;
    for (std::size_t i = 0; i != groups.size();) {
        std::size_t size = 0;
        while (i + size != groups.size() && groups[i + size] == 0) ++size;
        if (size > gap_size) {
            gap = i;
            gap_size = size;
        }
        i += size == 0 ? 1 : size;
    }
    std::string out;
    for (std::size_t i = 0; i != groups.size(); ++i) {
        if (i == gap) {
            out += "::";
            i += gap_size - 1;
            continue;
        }
        if (!out.empty() && !out.ends_with(':')) out += ':';
        bool any = false;
        for (unsigned shift = 16; shift != 0;) {
            shift -= 4;
            unsigned const digit = unsigned{groups[i]} >> shift & 0xfu;
            any = any || digit != 0 || shift == 0;
            if (any) out += lower_hex_digits[digit];
        }
    }
    return out;
}

// SvcParams (RFC 9460 section 2.1) in order, with keys in lower case and values in quotes.
CFDNS_DECL std::string write_parameters(std::string_view text) {
    std::vector<std::string> out;
    for (std::string_view left = trim(text); !left.empty(); left = trim(left)) {
        std::size_t size = 0;
        while (size != left.size() && left[size] != '=' && !is_space(left[size])) ++size;
        std::string parameter = to_lower_text(left.substr(0, size));
        left.remove_prefix(size);
        if (left.starts_with('=')) {
            left.remove_prefix(1);
            std::string_view const rest = left;
            if (auto quoted = take_quoted(left)) {
                parameter += "=" + to_quoted(*quoted);
            } else {
                left = rest;
                std::string octets;
                while (!left.empty() && !is_space(left.front())) {
                    if (auto const octet = left.front() == '\\' ? take_escape(left) : std::nullopt) {
                        octets += *octet;
                        continue;
                    }
                    octets += left.front();
                    left.remove_prefix(1);
                }
                parameter += "=" + to_quoted(octets);
            }
        }
        out.push_back(std::move(parameter));
    }
    std::sort(out.begin(), out.end());
    std::string joined;
    for (std::string const& parameter : out) joined += (joined.empty() ? "" : " ") + parameter;
    return to_quoted(joined);
}

// Texts that are not of their form are quoted, and so never equal to those that are.
CFDNS_DECL std::string write_form(text_form form, std::string_view text) {
    switch (form) {
        case text_form::host:
            if (auto name = canonical_name(trim(text)); name.has_value()) return *std::move(name);
            break;
        case text_form::lower: return to_quoted(to_lower_text(text));
        case text_form::hex:
            if (is_hex(text)) return to_quoted(to_lower_text(without_space(text)));
            break;
        case text_form::base64:
            if (is_base64(text)) return to_quoted(without_space(text));
            break;
        case text_form::ipv4: {
            std::array<std::uint8_t, 4> octets{};
            if (std::string_view const trimmed = trim(text); read_ipv4(trimmed, octets))
                return std::string{trimmed};
            break;
        }
        case text_form::ipv6:
            if (auto const groups = read_ipv6(trim(text))) return write_ipv6(*groups);
            break;
        case text_form::txt: return to_quoted(records::txt_octets(text));
        case text_form::parameters: return write_parameters(text);
        case text_form::octets: break;
    }
    return to_quoted(text);
}

CFDNS_DECL std::string write_part(std::string_view record_type, field const& f, void* object) {
    schema const* type = f.type;
    void const* value = f.locate(object);
    if (type->what == kind::optional) {
        value = type->elements(value).first;
        type = type->element;
    }
    if (is_integer(type->what)) {
        if (!value) return "0";
        return with_integer(type->what, value, [](auto number) { return std::to_string(number); });
    }
    if (type->what == kind::real) {
        double const number = value ? *static_cast<double const*>(value) : 0.0;
        return fixed_text(std::abs(number) < 0.0000005 ? 0.0 : number);  // no negative zero
    }
    std::string_view const text = value ? std::string_view{*static_cast<std::string const*>(value)} : "";
    return write_form(form_of(record_type, f.name), text);
}

// Of a type without a struct of its own, or with members that are missing or ill-typed.
CFDNS_DECL std::string write_other(records::other const& data) {
    std::string out = data.type.get();
    for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
    out = to_quoted(out);
    out += data.priority ? " " + std::to_string(*data.priority) : " -";
    out += data.content ? " " + to_quoted(*data.content) : " -";
    std::vector<std::string> members;
    if (data.data)
        for (extra_member const member : data.data->extra)
            members.push_back(to_quoted(member.name) + ":" + to_quoted(member.json));
    std::sort(members.begin(), members.end());
    for (std::string const& member : members) out += " " + member;
    return out;
}

template <class Handler>
std::string record_key(std::string_view name, records::record_data const& data) {
    using data_type = dependent_t<records::record_data, Handler>;
    data_type value{data};
    if (auto const* const raw = std::get_if<records::other>(&value)) {
        // The same as with the struct of its type, if it has one.
        records::record plain;
        plain.type = raw->type.get();
        plain.content = raw->content;
        plain.priority = raw->priority;
        plain.data = raw->data;
        std::vector<mismatch> unused;
        value = read_record_data<Handler>(plain, unused);
    }
    std::string out = write_form(text_form::host, name);
    if (auto const* const raw = std::get_if<records::other>(&value)) return out + " " + write_other(*raw);
    union_type const& choices = union_of<data_type>;
    held_alternative const held = choices.held(&value);
    alternative_type const& a = choices.alternatives[held.index];
    out += " " + std::string{a.tag.value};
    for (std::size_t i = 0; i != a.type->field_count; ++i)
        out += " " + write_part(a.tag.value, a.type->fields[i], held.address);
    return out;
}

#if defined(CFDNS_SEPARATE_COMPILATION)
template CFDNS_DECL std::string record_key<reader>(std::string_view, records::record_data const&);
#endif

}  // namespace cfdns::inline v0_2::detail

#endif
