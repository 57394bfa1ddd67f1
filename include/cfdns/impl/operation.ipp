// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_OPERATION_IPP
#define CFDNS_IMPL_OPERATION_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/rate_limit.hpp>
#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/uri.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/detail/writer.hpp>
#include <cfdns/operation.hpp>

#include <limits>
#include <utility>

namespace cfdns::inline v1::detail {

// ---- params into a request ----

// Tables serve reading too, hence take a mutable object; nothing is written through it here.
CFDNS_DECL void const* value_of(field const& f, void const* params) { return f.locate(const_cast<void*>(params)); }

// "." or "..", also with the dots percent-encoded: many an HTTP client and proxy removes those as well.
CFDNS_DECL bool is_dot_segment(std::string_view segment) noexcept {
    if (!segment.starts_with('.') && !segment.starts_with('%')) return false;
    std::size_t dots = 0;
    for (; !segment.empty(); ++dots) {
        bool const encoded = iequals(segment.substr(0, 3), "%2e");
        if (!encoded && segment.front() != '.') return false;
        segment.remove_prefix(encoded ? 3 : 1);
    }
    return dots == 1 || dots == 2;
}

CFDNS_DECL char const* problem_of_base_path(std::string_view path) noexcept {
    if (path.empty()) return nullptr;
    if (!path.starts_with('/')) return "must be empty or start with a slash";
    while (!path.empty()) {
        path.remove_prefix(1);
        std::string_view const segment = path.substr(0, path.find('/'));
        if (segment.empty() || is_dot_segment(segment)) return "must not have empty or dot segments";
        for (char const c : segment)
            if (c != '%' && !pchars(c)) return "must hold only characters of a path";
        path.remove_prefix(segment.size());
    }
    return nullptr;
}

CFDNS_DECL char const* problem_of_header(http_header const& header) noexcept {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";  // RFC 9110 5.6.2
    for (char const c : header.name)
        if (!is_digit(c) && (to_lower(c) < 'a' || to_lower(c) > 'z') && marks.find(c) == std::string_view::npos)
            return "must have tokens as names";
    if (header.name.empty()) return "must have names";
    if (has_control(header.value)) return "must not contain control characters";
    for (std::string_view const name : {"Host", "Content-Length", "Transfer-Encoding", "Connection"})
        if (iequals(header.name, name)) return "must not hold what belongs to the HTTP client";
    if (iequals(header.name, "Content-Type")) return "must not hold Content-Type, which says what the body is";
    return nullptr;
}

// An integer of any size as a signed 64-bit one; what does not fit counts as the greatest.
CFDNS_DECL std::int64_t whole_of(schema const& type, void const* value) noexcept {
    if (type.what == kind::seconds) return static_cast<std::chrono::seconds const*>(value)->count();
    return with_integer(type.what, value, [](auto number) {
        constexpr std::int64_t greatest = (std::numeric_limits<std::int64_t>::max)();
        return std::cmp_less(number, greatest) ? static_cast<std::int64_t>(number) : greatest;
    });
}

CFDNS_DECL std::optional<error> out_of_bounds(operation_info const& info, void const* params) {
    for (bound const* b = info.bounds; b != info.bounds + info.bound_count; ++b) {
        field const& f = info.params->fields[find_field(*info.params, b->member)];
        schema const* type = f.type;
        void const* value = value_of(f, params);
        if (type->what == kind::optional || type->what == kind::nullable) {
            element_range const range = type->elements(value);
            if (range.count == 0) continue;
            type = type->element;
            value = range.first;
        }
        std::int64_t const number = whole_of(*type, value);
        if (number < b->minimum) return invalid_parameter(b->member, "must be at least " + std::to_string(b->minimum));
        if (number > b->maximum) return invalid_parameter(b->member, "must be at most " + std::to_string(b->maximum));
    }
    return std::nullopt;
}

CFDNS_DECL char const* append_path_value(text_buffer& out, schema const& type, void const* value) {
    if (type.what != kind::string) {
        unwritable never;
        append_value(out, type, value, never);
        return nullptr;
    }
    std::string const& text = *static_cast<std::string const*>(value);
    if (text.empty()) return "must not be empty";
    if (text == "." || text == "..") return "must not be a dot segment";
    if (!is_utf8(text)) return "must be valid UTF-8";
    append_segment(out, text);
    return nullptr;
}

CFDNS_DECL std::optional<error> append_path(text_buffer& out, operation_info const& info, void const* params) {
    std::string_view rest = info.where->path;
    while (!rest.empty()) {
        std::size_t const brace = rest.find('{');
        out.append(rest.substr(0, brace));
        if (brace == std::string_view::npos) break;
        std::size_t const end = rest.find('}', brace);
        std::string_view const name = rest.substr(brace + 1, end - brace - 1);
        field const& f = info.params->fields[find_field(*info.params, name)];
        if (char const* why = append_path_value(out, *f.type, value_of(f, params))) return invalid_parameter(name, why);
        rest.remove_prefix(end + 1);
    }
    return std::nullopt;
}

// The pairs of one parameter: one for a scalar, one for each element of a list.
CFDNS_DECL char const* append_pairs(text_buffer& out, std::string_view name, schema const& type, void const* value) {
    if (type.is_null && type.is_null(value)) return "must not be null in a query";
    if (type.what == kind::optional || type.what == kind::nullable || type.what == kind::array) {
        element_range const range = type.elements(value);
        auto const* element = static_cast<unsigned char const*>(range.first);
        for (std::size_t i = 0; i != range.count; ++i, element += range.stride)
            if (char const* why = append_pairs(out, name, *type.element, element)) return why;
        return nullptr;
    }
    std::string_view text;
    text_buffer json;
    switch (type.what) {
        case kind::string: text = *static_cast<std::string const*>(value); break;
        case kind::secret:
            text = static_cast<secret_string const*>(value)->expose();
            out.hold_secret();
            break;
        case kind::timestamp: text = static_cast<timestamp const*>(value)->text(); break;
        case kind::object: return "must be text, a number or a list of them in a query";
        default: {
            unwritable problem;
            if (!append_value(json, type, value, problem)) return problem.why;
            text = json.view();
        }
    }
    if (!is_utf8(text)) return "must be valid UTF-8";
    out.push_back(out.view().find('?') == std::string_view::npos ? '?' : '&');
    append_query_text(out, name);
    out.push_back('=');
    append_query_text(out, text);
    return nullptr;
}

// Text goes into a query without its quotes, other scalars as their JSON text.
CFDNS_DECL char const* append_extra_pair(text_buffer& out, operation_info const& info, extra_member member) {
    std::string text;
    std::vector<surprise> surprises;
    if (!is_utf8(member.name)) return "must have a name in UTF-8";
    std::string_view const json = trim(member.json);
    if (!info.params->is_extra(json) || json.find_first_of("{[") == 0) return "must be a JSON string, number or literal; set_text takes plain text";
    if (json.starts_with('"'))
        static_cast<void>(info.read(schema_of<std::string>, &text, json, surprises, max_depth));
    else
        text = json;
    return append_pairs(out, member.name, schema_of<std::string>, &text);
}

CFDNS_DECL std::optional<error> append_query(text_buffer& out, operation_info const& info, void const* params) {
    for (std::size_t i = 0; i != info.params->field_count; ++i) {
        field const& f = info.params->fields[i];
        if ((info.path_fields >> i & 1) != 0) continue;
        if (char const* why = append_pairs(out, f.name, *f.type, value_of(f, params)))
            return invalid_parameter(f.name, why);
    }
    if (!info.params->extra) return std::nullopt;
    for (extra_member const member : *info.params->extra(const_cast<void*>(params))) {
        int const declared = find_field(*info.params, member.name);
        bool const repeats = declared >= 0 && (info.path_fields >> declared & 1) == 0;
        char const* why = repeats ? "must not repeat a declared parameter" : append_extra_pair(out, info, member);
        if (why) return invalid_parameter("extra/" + std::string{member.name}, why);
    }
    return std::nullopt;
}

CFDNS_DECL bool has_body(http_method method) noexcept {
    return method != http_method::get && method != http_method::delete_;
}

CFDNS_DECL void add_header(http_request& to, std::string_view name, std::string_view value) {
    to.headers.push_back({std::string{name}, std::string{value}});
}

CFDNS_DECL error build_request(operation_info const& info, void const* params, endpoint const& where, http_request& request) {
    if (char const* why = problem_of_base_path(where.base_path)) return invalid_parameter("base_path", why);
    if (has_control(where.user_agent)) return invalid_parameter("user_agent", "must not contain control characters");
    for (http_header const& header : where.headers)
        if (char const* why = problem_of_header(header)) return invalid_parameter("headers", why);

    request.method = info.where->method;
    text_buffer target;
    target.append(where.base_path);
    if (auto refused = append_path(target, info, params)) return *std::move(refused);
    if (auto refused = out_of_bounds(info, params)) return *std::move(refused);

    request.headers.reserve(5 + where.headers.size());  // with two for the credentials
    auto const add = [&](std::string_view name, std::string_view value) {
        if (!find_header(where.headers, name)) add_header(request, name, value);
    };
    add("Accept", "application/json");
    if (!where.user_agent.empty()) add("User-Agent", where.user_agent);
    if (has_body(request.method)) {
        unwritable problem;
        text_buffer body;
        bool const written = append_object(body, *info.params, params, info.path_fields, problem);
        if (written && (where.empty_object || body.view() != "{}")) {
            request.body = body.str();
            add_header(request, "Content-Type", "application/json");
        }
        if (!written) return invalid_parameter(problem.place, problem.why);
    } else if (auto refused = append_query(target, info, params)) {
        return *std::move(refused);
    }
    request.target = target.str();
    for (http_header const& header : where.headers) request.headers.push_back(header);
    return {};
}

// ---- a reply into a result ----

struct envelope {
    reply_info* about = nullptr;
    void* result = nullptr;
    std::optional<bool> success{};

    static envelope& of(void* self) { return *static_cast<envelope*>(self); }
    static void* errors(void* self) { return &of(self).about->errors; }
    static void* messages(void* self) { return &of(self).about->messages; }
    static void* page(void* self) { return &of(self).about->result_info; }
    static void* locate_success(void* self) { return &of(self).success; }
    static void* locate_result(void* self) { return of(self).result; }
};

// In the order in which they come, mostly. The type of the result is only known at run time.
struct envelope_table {
    field fields[6];
    static constexpr int success = 2, result = 3, count = 5;
};
inline constexpr envelope_table envelope_fields{{{"errors", &schema_of<std::vector<api_message>>, &envelope::errors, false},
                                                 {"messages", &schema_of<std::vector<api_message>>, &envelope::messages, false},
                                                 {"success", &schema_of<std::optional<bool>>, &envelope::locate_success, false},
                                                 {"result", nullptr, &envelope::locate_result, false},
                                                 {"result_info", &schema_of<std::optional<page_info>>, &envelope::page, false},
                                                 {no_name}}};
inline constexpr name_index envelope_names{envelope_fields.fields, envelope_table::count};

CFDNS_DECL read_summary read_envelope(envelope& into, operation_info const& info, std::string_view json, std::size_t depth) {
    envelope_table table = envelope_fields;
    table.fields[envelope_table::result].type = info.result;
    schema root{kind::object};
    root.fields = table.fields;
    root.field_count = envelope_table::count;
    root.names = &envelope_names;
    return info.read(root, &into, json, into.about->surprises, depth);
}

CFDNS_DECL std::string describe_result_surprise(std::vector<surprise> const& surprises) {
    for (std::size_t i = surprises.size(); i != 0; --i) {  // the last one below /result is what emptied it
        surprise const& s = surprises[i - 1];
        if (s.pointer == "/result" || s.pointer.starts_with("/result/"))
            return s.pointer + ": expected " + s.expected + ", found " + s.found;
    }
    return "/result is not what the operation answers with";
}

CFDNS_DECL error read_reply(operation_info const& info, response_view const& received, reply_limits const& limits, void* value,
                            reply_info& about) {
    bool const good_status = received.status >= 200 && received.status <= 299;
    errc const no_envelope = good_status ? errc::malformed_response : errc::unexpected_status;
    std::string_view json = received.body;
    if (json.starts_with("\xef\xbb\xbf")) json.remove_prefix(3);  // a byte order mark, which RFC 8259 lets readers ignore

    envelope read{&about, value};
    auto const failure = [&](errc code, std::string what) {
        error_details details;
        details.take_reply(received);
        details.request_sent = sent::yes;
        details.what = std::move(what);
        details.api_errors = std::move(about.errors);
        details.hidden = may_carry_secret(info);
        if (!details.hidden) details.take_excerpt(received.body);
        return error_details::make_error(make_error_code(code), std::move(details));
    };
    auto const without_result = [&] {
        if (info.result_may_be_absent) return error{};
        return failure(errc::no_result, info.where->method == http_method::get ? "" : "the write may have happened");
    };

    about.http_status = received.status;
    if (auto const ray = find_header(received.headers, "cf-ray")) about.cf_ray = *ray;
    about.rate_limit = find_rate_limit(received.headers);

    if (received.body.size() > limits.max_bytes)
        return failure(errc::response_too_large, std::to_string(received.body.size()) + " bytes");
    if (trim(json).empty()) {
        if (!good_status) return failure(no_envelope, "the response has no content");
        bool const allowed = received.status == 204 || received.status == 205;
        if (allowed && info.result_may_be_absent) return error{};
        return failure(errc::no_result, info.where->method == http_method::get
                                            ? "the response has no content"
                                            : "the response has no content; the write may have happened");
    }

    read_summary const summary = read_envelope(read, info, json,
                                               limits.max_depth < deepest ? limits.max_depth : deepest);
    if (!about.surprises.empty() && may_carry_secret(info))  // wherever in a strange reply it stands
        for (surprise& s : about.surprises) s.found = s.found.substr(0, s.found.find(' '));
    auto const in = [](std::uint64_t set, int index) { return read_summary::in(set, index); };
    if (summary.code.failed()) {
        about.errors.clear();  // of a text that is no JSON, nothing counts
        return failure(no_envelope,
                       "not JSON at byte " + std::to_string(summary.offset) + ": " + summary.code.message());
    }
    if (!summary.object) return failure(no_envelope, "not the API's envelope");
    if (read.success == false) return failure(errc::api_failure, "");
    if (!good_status) return failure(about.errors.empty() ? errc::unexpected_status : errc::api_failure, "");
    if (in(summary.emptied, envelope_table::success)) return failure(no_envelope, "/success is no boolean");
    bool const null = in(summary.null, envelope_table::result);
    bool const has_result = in(summary.seen, envelope_table::result) && !null;
    if (!read.success && !has_result && !about.errors.empty()) return failure(errc::api_failure, "");
    if (!read.success && !in(summary.seen, envelope_table::result))
        return failure(no_envelope, "not the API's envelope: it has neither success nor result");
    if (in(summary.emptied, envelope_table::result) && !info.result_may_be_absent)
        return failure(no_envelope, describe_result_surprise(about.surprises));

    if (!has_result && !(null && info.result->what == kind::array)) {
        if (info.result->reset) info.result->reset(value);
        return without_result();
    }
    return {};
}

}  // namespace cfdns::inline v1::detail

#endif
