// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_MULTIPART_IPP
#define CFDNS_IMPL_MULTIPART_IPP

#include <cfdns/core/extra.hpp>
#include <cfdns/core/form_file.hpp>
#include <cfdns/core/operation.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/multipart.hpp>
#include <cfdns/detail/text_buffer.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/detail/writer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cfdns::inline v0_2::detail {

// Takes the place of a boundary's digits until they are known. It contains no digits.
inline constexpr std::string_view no_digits{"..........", boundary_digits};

// The form as it is written.
struct form_body {
    text_buffer text{};
    std::vector<std::size_t> digits{};  // offsets of the digits of each boundary

    void add_delimiter() {
        text.append("--");
        text.append(boundary_prefix);
        digits.push_back(text.view().size());
        text.append(no_digits);
    }
};

// The least number whose boundary does not occur in the text.
CFDNS_DECL std::uint64_t free_boundary(std::string_view text) {
    std::vector<std::uint64_t> used;
    for (std::size_t at = text.find(boundary_prefix); at != std::string_view::npos;
         at = text.find(boundary_prefix, at + 1)) {
        std::string_view const digits = text.substr(at + boundary_prefix.size(), boundary_digits);
        if (digits.size() != boundary_digits || !std::all_of(digits.begin(), digits.end(), is_digit))
            continue;
        std::uint64_t number = 0;
        for (char const c : digits) number = number * 10 + static_cast<std::uint64_t>(c - '0');
        used.push_back(number);
    }
    std::sort(used.begin(), used.end());
    std::uint64_t least = 0;
    for (std::uint64_t const number : used)
        if (number == least) ++least;
    return least;
}

// As browsers do (WHATWG HTML, "multipart form data"). Other control characters are refused before.
CFDNS_DECL void append_form_name(text_buffer& out, std::string_view name) {
    for (char const c : name) {
        if (c == '\r')
            out.append("%0D");
        else if (c == '\n')
            out.append("%0A");
        else if (c == '"')
            out.append("%22");
        else
            out.push_back(c);
    }
}

CFDNS_DECL char const* problem_of_form_name(std::string_view name) {
    if (!is_utf8(name)) return "must be valid UTF-8";
    for (char const c : name)
        if (is_control(c) && c != '\r' && c != '\n') return "must not contain control characters";
    return nullptr;
}

CFDNS_DECL void begin_part(form_body& form, std::string_view name) {
    form.add_delimiter();
    form.text.append("\r\nContent-Disposition: form-data; name=\"");
    append_form_name(form.text, name);
    form.text.push_back('"');
}

CFDNS_DECL void add_text_part(form_body& form, std::string_view name, std::string_view text) {
    begin_part(form, name);
    form.text.append("\r\n\r\n");
    form.text.append(text);
    form.text.append("\r\n");
}

CFDNS_DECL std::optional<refusal> add_file_part(form_body& form, std::string_view name,
                                                form_file const& file) {
    auto const refuse = [name](char const* member, char const* reason) {
        return make_refusal(std::string{name} + member, reason);
    };
    if (file.name.empty()) return refuse("/name", "must not be empty");
    if (char const* const reason = problem_of_form_name(file.name)) return refuse("/name", reason);
    if (has_control(file.content_type) || !is_utf8(file.content_type))
        return refuse("/content_type", "must be text without control characters");
    begin_part(form, name);
    form.text.append("; filename=\"");
    append_form_name(form.text, file.name);
    form.text.push_back('"');
    if (!file.content_type.empty()) {
        form.text.append("\r\nContent-Type: ");
        form.text.append(file.content_type);
    }
    form.text.append("\r\n\r\n");
    form.text.append(file.content);
    form.text.append("\r\n");
    return std::nullopt;
}

// Numbers and literals are sent as in JSON, and text without quotes.
CFDNS_DECL std::optional<refusal> add_part(form_body& form, field const& f, schema const& type,
                                           void const* value) {
    std::string_view text;
    text_buffer json;
    switch (type.what) {
        case kind::optional: {
            element_range const range = type.elements(value);
            return range.count == 0 ? std::nullopt : add_part(form, f, *type.element, range.first);
        }
        case kind::file: return add_file_part(form, f.name, *static_cast<form_file const*>(value));
        case kind::string: text = *static_cast<std::string const*>(value); break;
        case kind::secret:
            form.text.mark_secret();
            text = static_cast<secret_string const*>(value)->expose();
            break;
        case kind::timestamp: text = static_cast<timestamp const*>(value)->text(); break;
        default:
            if (auto refused = append_value(json, type, value)) {
                refused->parameter = f.name;
                return refused;
            }
            text = json.view();
    }
    if (!is_utf8(text)) return make_refusal(f.name, "must be valid UTF-8");
    add_text_part(form, f.name, text);
    return std::nullopt;
}

CFDNS_DECL std::optional<refusal> add_extra_part(form_body& form, operation_descriptor const& info,
                                                 extra_member member) {
    auto const refuse = [&member](char const* reason) {
        return make_refusal("extra/" + std::string{member.name}, reason);
    };
    int const declared = find_field(*info.params, member.name);
    if (declared >= 0 && ((info.path_fields | info.query_fields) >> declared & 1) == 0)
        return refuse("must not repeat a declared parameter");
    if (char const* const reason = problem_of_form_name(member.name)) return refuse(reason);
    std::string text;
    if (!decode_extra_text(info, *info.params, member.json, text))
        return refuse("must be a JSON string, number or literal; use set_text for plain text");
    if (!is_utf8(text)) return refuse("must be valid UTF-8");
    add_text_part(form, member.name, text);
    return std::nullopt;
}

CFDNS_DECL std::optional<refusal> write_form(operation_descriptor const& info, void const* params,
                                             request_options const&, http_request& request) {
    schema const& type = *info.params;
    form_body form;
    for (std::size_t i = 0; i != type.field_count; ++i) {
        field const& f = type.fields[i];
        if (((info.path_fields | info.query_fields) >> i & 1) != 0) continue;
        if (auto refused = add_part(form, f, *f.type, f.locate(const_cast<void*>(params)))) return refused;
    }
    if (type.extra)
        for (extra_member const member : *type.extra(const_cast<void*>(params)))
            if (auto refused = add_extra_part(form, info, member)) return refused;
    form.add_delimiter();
    form.text.append("--\r\n");

    std::string digits = std::to_string(free_boundary(form.text.view()));
    digits.insert(0, boundary_digits - digits.size(), '0');
    request.body = form.text.str();
    for (std::size_t const at : form.digits) digits.copy(request.body.data() + at, boundary_digits);
    request.headers.push_back(
        {"Content-Type",
         std::string{"multipart/form-data; boundary="}.append(boundary_prefix).append(digits)});
    return std::nullopt;
}

}  // namespace cfdns::inline v0_2::detail

#endif
