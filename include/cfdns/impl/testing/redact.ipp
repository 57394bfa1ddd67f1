// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_REDACT_IPP
#define CFDNS_IMPL_TESTING_REDACT_IPP

#include <cfdns/testing/fake_cloudflare.hpp>

// Requests as the log holds them: everything that is not known to be harmless is redacted.
namespace cfdns::inline v0_2::detail {

inline constexpr std::string_view redaction = "[redacted]";

inline bool is_harmless_header(std::string_view name) noexcept {
    for (std::string_view const known :
         {"Accept", "Accept-Encoding", "Accept-Language", "Api-Version", "Connection", "Content-Length",
          "Content-Type", "Host", "User-Agent"})
        if (iequals(name, known)) return true;
    return iequals(name.substr(0, 12), "X-Stainless-");
}

// Whether the operation declares a member of this name, outside of its path, that holds no secret. Names in
// a query may be dotted.
inline bool is_harmless_member(operation_descriptor const& info, std::string_view name) noexcept {
    field const* const found = find_query_member(*info.params, name, info.path_fields);
    if (found) return !holds_secret(*found->type);
    union_type const* const choices = find_union(*info.params, name);
    if (!choices) return false;
    for (std::size_t i = 0; i != choices->count; ++i)
        if (holds_secret(*choices->alternatives[i].type)) return false;
    return true;
}

// Undeclared members keep their names. An object or a list of objects is never what is declared, so its
// value is redacted as well.
inline std::string redacted_body(operation_descriptor const& info, std::string_view body) {
    if (trim(body).empty()) return {};
    schema root;
    root.what = kind::object;
    root.extra = [](void* members) { return static_cast<extra_members*>(members); };
    extra_members members;
    std::vector<mismatch> mismatches;
    read_summary const summary = read_json(root, &members, body, mismatches);
    if (summary.code.failed() || !summary.object) return std::string{redaction};
    std::string out = "{";
    for (extra_member const member : members) {
        if (out.size() != 1) out += ',';
        append_string(out, member.name);
        out += ':';
        bool const nested = !member.json.starts_with('"') && member.json.find('{') != std::string_view::npos;
        bool const dotted = member.name.find('.') != std::string_view::npos;
        if (is_harmless_member(info, member.name) && !nested && !dotted)
            out += member.json;
        else
            append_string(out, redaction);
    }
    return out += '}';
}

// Parts of undeclared members keep their names.
inline std::string redacted_form(operation_descriptor const& info, http_request const& request) {
    auto const parts = split_form(request);
    if (!parts) return std::string{redaction};
    std::string const delimiter = "--" + boundary_of(request).value();
    std::string out;
    for (form_part const& part : *parts) {
        out.append(delimiter).append("\r\n");
        if (is_harmless_member(info, part.name)) {
            out.append(part.text);
        } else {
            out.append("Content-Disposition: form-data; name=");
            append_string(out, part.name);
            out.append("\r\n\r\n").append(redaction);
        }
        out.append("\r\n");
    }
    return out.append(delimiter).append("--\r\n");
}

inline std::string redacted_target(operation_descriptor const* info, std::string_view target) {
    std::size_t const mark = target.find('?');
    text_buffer out;
    out.append(target.substr(0, mark));
    if (mark == std::string_view::npos) return out.str();
    auto const pairs = split_query(target);
    out.push_back('?');
    if (!info || !pairs) {
        out.append(redaction);
        return out.str();
    }
    for (query_pair const& pair : *pairs) {
        if (out.view().back() != '?') out.push_back('&');
        append_query_text(out, pair.name);
        out.push_back('=');
        if (is_harmless_member(*info, pair.name))
            append_query_text(out, pair.value);
        else
            out.append(redaction);
    }
    return out.str();
}

CFDNS_TESTING_DECL testing::request_record redacted(http_request const& request,
                                                    operation_descriptor const* info) {
    testing::request_record out;
    out.method = request.method;
    out.target = redacted_target(info, request.target);
    for (http_header const& header : request.headers)
        out.headers.push_back(
            {header.name, is_harmless_header(header.name) ? header.value : std::string{redaction}});
    if (info && info->route->body == body_kind::form)
        out.body = redacted_form(*info, request);
    else if (info)
        out.body = redacted_body(*info, request.body);
    else if (!request.body.empty())
        out.body = redaction;
    return out;
}

}  // namespace cfdns::inline v0_2::detail

#endif
