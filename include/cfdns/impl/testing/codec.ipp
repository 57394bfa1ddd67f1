// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_CODEC_IPP
#define CFDNS_IMPL_TESTING_CODEC_IPP

#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/testing/codec.hpp>

namespace cfdns::inline v1::testing {

namespace detail {

inline std::optional<std::string> percent_decoded(std::string_view text) {
    auto const digit = [](char c) {
        c = to_lower(c);
        return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    };
    std::string out;
    for (std::size_t i = 0; i != text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (text.size() - i < 3 || digit(text[i + 1]) < 0 || digit(text[i + 2]) < 0) return std::nullopt;
        out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
        i += 2;
    }
    return out;
}

inline bool match_route(operation_info const& info, http_request const& request, std::string_view base_path,
                            void* params) {
    std::string_view path = request.target;
    path = path.substr(0, path.find('?'));
    if (request.method != info.where->method || !path.starts_with(base_path)) return false;
    path.remove_prefix(base_path.size());

    std::string_view route = info.where->path;
    while (!route.empty()) {
        std::size_t const brace = route.find('{');
        std::string_view const literal = route.substr(0, brace);
        if (!path.starts_with(literal)) return false;
        path.remove_prefix(literal.size());
        if (brace == std::string_view::npos) break;
        std::size_t const end = route.find('}');
        field const& f = info.params->fields[find_field(info.params->fields, info.params->field_count,
                                                        route.substr(brace + 1, end - brace - 1))];
        route.remove_prefix(end + 1);
        std::string_view const segment = path.substr(0, path.find('/'));
        path.remove_prefix(segment.size());
        auto const value = percent_decoded(segment);
        if (!value || value->empty()) return false;
        std::vector<surprise> surprises;
        if (f.type->what == kind::string)
            *static_cast<std::string*>(f.locate(params)) = *value;
        else if (read_json(*f.type, f.locate(params), *value, surprises).code.failed() || !surprises.empty())
            return false;
    }
    return path.empty();
}

inline std::optional<error> read_params(operation_info const& info, http_request const& request, void* params) {
    if (!has_body(request.method)) return std::nullopt;
    // The members that went into the path are not in the body, so that part of the table is left out.
    field fields[64];
    schema body = *info.params;
    body.field_count = 0;
    body.required_mask = 0;
    for (std::size_t i = 0; i != info.params->field_count; ++i) {
        if ((info.path_fields >> i & 1) != 0) continue;
        fields[body.field_count] = info.params->fields[i];
        if (fields[body.field_count].required) body.required_mask |= std::uint64_t{1} << body.field_count;
        ++body.field_count;
    }
    body.fields = fields;
    std::vector<surprise> surprises;
    read_summary const summary = read_json(body, params, request.body, surprises);
    if (summary.code.failed() || !summary.object) return invalid_parameter("", "must be a JSON object");
    if (!surprises.empty()) {
        surprise const& first = surprises.front();
        return invalid_parameter(std::string_view{first.pointer}.substr(1),
                                 first.found == "nothing" ? "is missing" : "must be of type " + first.expected);
    }
    return out_of_bounds(info, params);
}

inline http_response make_envelope(int status, std::string_view success, std::string_view errors,
                                       std::string_view result) {
    http_response out;
    out.status = status;
    out.headers.push_back({"Content-Type", "application/json"});
    out.body.append("{\"success\":").append(success).append(",\"errors\":").append(errors);
    out.body.append(",\"messages\":[],\"result\":").append(result).append("}");
    return out;
}

inline http_response make_reply(schema const& type, void const* value) {
    text_buffer result;
    unwritable never;  // a fake's own values have JSON text; if one has not, its reply is malformed, and the test sees it
    append_value(result, type, value, never);
    return make_envelope(200, "true", "[]", result.view());
}

}  // namespace detail

inline http_response write_failure(int status, std::span<api_message const> errors) {
    std::string text = "[";
    for (api_message const& entry : errors) {
        if (text.size() != 1) text += ',';
        text += '{';
        if (entry.code) text += "\"code\":" + std::to_string(*entry.code) + ',';
        text += "\"message\":";
        detail::append_string(text, entry.message);
        if (entry.source && entry.source->pointer) {
            text += ",\"source\":{\"pointer\":";
            detail::append_string(text, *entry.source->pointer);
            text += '}';
        }
        text += '}';
    }
    return detail::make_envelope(status, "false", text + ']', "null");
}

}  // namespace cfdns::inline v1::testing

#endif
