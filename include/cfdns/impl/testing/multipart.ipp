// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_MULTIPART_IPP
#define CFDNS_IMPL_TESTING_MULTIPART_IPP

#include <cfdns/core/http.hpp>
#include <cfdns/detail/ascii.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Reads forms (RFC 7578, RFC 2046), strictly.
namespace cfdns::inline v0_2::detail {

// The live service's answer, with code 1004, to a form that it cannot parse.
inline constexpr std::string_view unreadable_form =
    "Failed to parse form data. Make sure the Content-Type is multipart/form-data.";

struct form_part {
    std::string name{};
    std::optional<std::string> file_name{};
    std::string content_type{};  // empty if the part has none
    std::string_view content{};
    std::string_view text{};  // header and content
};

// A parameter of a header field: `; name=token` or `; name="text"`.
struct header_parameter {
    std::string_view name{}, value{};
};

// Splits the parameters after the first semicolon. Quoted values end at the next quotation mark: browsers
// encode those in names as %22.
inline std::optional<std::vector<header_parameter>> split_parameters(std::string_view field) {
    std::vector<header_parameter> out;
    std::size_t const first = field.find(';');
    field.remove_prefix(first == std::string_view::npos ? field.size() : first);
    while (!field.empty()) {
        if (!field.starts_with(';')) return std::nullopt;
        field = trim(field.substr(1));
        std::size_t const sign = field.find('=');
        if (sign == std::string_view::npos || !is_token(field.substr(0, sign))) return std::nullopt;
        header_parameter made{field.substr(0, sign), {}};
        field.remove_prefix(sign + 1);
        if (field.starts_with('"')) {
            std::size_t const end = field.find('"', 1);
            if (end == std::string_view::npos) return std::nullopt;
            made.value = field.substr(1, end - 1);
            field.remove_prefix(end + 1);
        } else {
            made.value = trim(field.substr(0, field.find(';')));
            if (!is_token(made.value)) return std::nullopt;
            std::size_t const end = field.find(';');
            field.remove_prefix(end == std::string_view::npos ? field.size() : end);
        }
        for (header_parameter const& other : out)
            if (iequals(other.name, made.name)) return std::nullopt;
        out.push_back(made);
        field = trim(field);
    }
    return out;
}

inline std::string decoded_form_name(std::string_view name) {
    std::string out;
    for (std::size_t i = 0; i != name.size(); ++i) {
        std::string_view const code = name.substr(i, 3);
        bool const quote = code == "%22", feed = iequals(code, "%0a"), carriage = iequals(code, "%0d");
        out += quote ? '"' : feed ? '\n' : carriage ? '\r' : name[i];
        if (quote || feed || carriage) i += 2;
    }
    return out;
}

// The boundary, or nothing if the content is not a form.
inline std::optional<std::string> boundary_of(http_request const& request) {
    auto const type = find_header(request.headers, "Content-Type");
    if (!type || !iequals(trim(type->substr(0, type->find(';'))), "multipart/form-data"))
        return std::nullopt;
    auto const parameters = split_parameters(*type);
    if (!parameters) return std::nullopt;
    for (header_parameter const& p : *parameters) {
        if (!iequals(p.name, "boundary")) continue;
        if (p.value.empty() || p.value.size() > 70 || p.value.ends_with(' ')) return std::nullopt;
        for (char const c : p.value)  // RFC 2046 5.1.1
            if (!is_alnum(c) && std::string_view{"'()+_,-./:=? "}.find(c) == std::string_view::npos)
                return std::nullopt;
        return std::string{p.value};
    }
    return std::nullopt;
}

inline bool read_part_header(std::string_view line, form_part& part, bool& named) {
    std::size_t const colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return false;
    std::string_view const name = line.substr(0, colon), value = trim(line.substr(colon + 1));
    if (iequals(name, "Content-Type")) part.content_type = value;
    if (iequals(name, "Content-Transfer-Encoding"))
        return iequals(value, "binary") || iequals(value, "8bit") || iequals(value, "7bit");
    if (!iequals(name, "Content-Disposition")) return true;
    auto const parameters = split_parameters(value);
    if (named || !parameters || !iequals(trim(value.substr(0, value.find(';'))), "form-data")) return false;
    for (header_parameter const& p : *parameters) {
        if (iequals(p.name, "filename")) part.file_name = decoded_form_name(p.value);
        if (!iequals(p.name, "name")) continue;
        part.name = decoded_form_name(p.value);
        named = true;
    }
    return named;
}

// `text` is a part without its delimiters.
inline bool read_part(std::string_view text, form_part& part) {
    part.text = text;
    bool named = false;
    while (true) {
        std::size_t const end = text.find("\r\n");
        if (end == std::string_view::npos) return false;
        std::string_view const line = text.substr(0, end);
        text.remove_prefix(end + 2);
        if (line.empty()) break;
        if (!read_part_header(line, part, named)) return false;
    }
    part.content = text;
    return named;
}

// The parts of a form, or nothing if it is malformed. *Lifetime:* they point into the request.
inline std::optional<std::vector<form_part>> split_form(http_request const& request) {
    auto const boundary = boundary_of(request);
    if (!boundary) return std::nullopt;
    std::string const delimiter = "\r\n--" + *boundary;
    std::string_view rest = request.body;
    if (!rest.starts_with(std::string_view{delimiter}.substr(2))) {
        std::size_t const start = rest.find(delimiter);  // after a preamble
        if (start == std::string_view::npos) return std::nullopt;
        rest.remove_prefix(start + 2);
    }
    rest.remove_prefix(delimiter.size() - 2);
    std::vector<form_part> out;
    while (!rest.starts_with("--")) {
        std::size_t const padding = rest.find_first_not_of(" \t");
        rest.remove_prefix(padding == std::string_view::npos ? rest.size() : padding);
        if (!rest.starts_with("\r\n")) return std::nullopt;
        rest.remove_prefix(2);
        std::size_t const end = rest.find(delimiter);
        if (end == std::string_view::npos) return std::nullopt;
        form_part part;
        if (!read_part(rest.substr(0, end), part)) return std::nullopt;
        out.push_back(std::move(part));
        rest.remove_prefix(end + delimiter.size());
    }
    return out;
}

}  // namespace cfdns::inline v0_2::detail

#endif
