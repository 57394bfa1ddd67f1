// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_OPERATION_IPP
#define CFDNS_IMPL_OPERATION_IPP

#include <cfdns/core/operation.hpp>
#include <cfdns/detail/assign_text.hpp>
#include <cfdns/detail/codegen.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/new_header.hpp>
#include <cfdns/detail/rate_limit.hpp>
#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/uri.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/detail/writer.hpp>

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

namespace cfdns::inline v0_2::detail {

// ---- parameters to request ----

// The schema is shared with the reader and takes a mutable object. Nothing is written through it here.
CFDNS_DECL void const* value_of(field const& f, void const* params) {
    return f.locate(const_cast<void*>(params));
}

// "." or "..", also with percent-encoded dots, which many HTTP clients and proxies remove as well.
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

inline constexpr character_set encoded_pchars{[](char c) noexcept { return c == '%' || is_pchar(c); }};

// Whether two hexadecimal digits follow each percent sign.
CFDNS_DECL bool is_percent_encoded(std::string_view segment) noexcept {
    for (std::size_t i = segment.find('%'); i != std::string_view::npos; i = segment.find('%', i + 1))
        if (segment.size() - i < 3 || !is_hex_digit(segment[i + 1]) || !is_hex_digit(segment[i + 2]))
            return false;
    return true;
}

CFDNS_DECL std::optional<refusal> check_base_path(std::string_view path) {
    auto const refuse = [](char const* reason) { return make_refusal("base_path", reason); };
    if (path.empty() || path == default_base_path) return std::nullopt;
    if (!path.starts_with('/')) return refuse("must be empty or start with a slash");
    while (!path.empty()) {
        path.remove_prefix(1);
        std::size_t end = 0;
        while (end != path.size() && encoded_pchars(path[end])) ++end;
        if (end != path.size() && path[end] != '/')
            return refuse("must contain only characters allowed in a path");
        if (!is_percent_encoded(path.substr(0, end)))
            return refuse("must have two hexadecimal digits after each percent sign");
        if (end == 0 || is_dot_segment(path.substr(0, end)))
            return refuse("must not contain empty segments or dot segments");
        path.remove_prefix(end);
    }
    return std::nullopt;
}

CFDNS_DECL std::optional<refusal> check_header(http_header const& header) {
    auto const refuse = [](char const* reason) { return make_refusal("headers", reason); };
    if (!is_token(header.name)) return refuse("must have names that are tokens");
    if (has_control(header.value)) return refuse("must not contain control characters");
    for (std::string_view const name : {"Host", "Content-Length", "Transfer-Encoding", "Connection"})
        if (iequals(header.name, name)) return refuse("must not contain fields that the HTTP client sets");
    if (iequals(header.name, "Content-Type"))
        return refuse("must not contain Content-Type, which depends on the operation");
    return std::nullopt;
}

CFDNS_DECL std::optional<refusal> check_options(request_options const& options) {
    if (auto refused = check_base_path(options.base_path)) return refused;
    if (has_control(options.user_agent))
        return make_refusal("user_agent", "must not contain control characters");
    for (http_header const& header : options.headers)
        if (auto refused = check_header(header)) return refused;
    return std::nullopt;
}

// An integer of any type, clamped to the maximum of a signed 64-bit integer.
CFDNS_DECL std::int64_t clamp_to_int64(schema const& type, void const* value) noexcept {
    if (type.what == kind::seconds) return static_cast<std::chrono::seconds const*>(value)->count();
    return with_integer(type.what, value, [](auto number) {
        constexpr std::int64_t maximum = (std::numeric_limits<std::int64_t>::max)();
        return std::cmp_less(number, maximum) ? static_cast<std::int64_t>(number) : maximum;
    });
}

CFDNS_DECL std::string describe_bound(char const* limit, std::int64_t value, bound const& b) {
    std::string out = limit + std::to_string(value);
    if (b.also) out += ", or " + std::to_string(*b.also);
    return out;
}

// Checks the numbers of an object, but not those in its members.
CFDNS_DECL std::optional<refusal> check_numbers(schema const& object, void const* at) {
    for (std::size_t i = 0; i != object.bound_count; ++i) {
        bound const* const b = object.bounds + i;
        field const& f = object.fields[object.bound_fields[i]];
        schema const* type = f.type;
        void const* value = value_of(f, at);
        if (type->what == kind::optional || type->what == kind::nullable) {
            element_range const range = type->elements(value);
            if (range.count == 0) continue;
            type = type->element;
            value = range.first;
        }
        std::int64_t const number = clamp_to_int64(*type, value);
        if ((number >= b->minimum && number <= b->maximum) || number == b->also) continue;
        return make_refusal(b->member, number < b->minimum
                                           ? describe_bound("must be at least ", b->minimum, *b)
                                           : describe_bound("must be at most ", b->maximum, *b));
    }
    return std::nullopt;
}

// Prepends the name of the enclosing value.
CFDNS_DECL std::optional<refusal> refused_in(std::string_view name, std::optional<refusal> refused) {
    if (refused) refused->parameter.insert(0, 1, '/').insert(0, name);
    return refused;
}

// Checks the numbers of all objects in a value.
CFDNS_DECL std::optional<refusal> check_nested_bounds(schema const& type, void const* value) {
    if (type.what == kind::object) {
        if (auto refused = check_numbers(type, value)) return refused;
        for (std::size_t i = 0; i != type.field_count; ++i) {
            field const& f = type.fields[i];
            auto refused = check_nested_bounds(*f.type, value_of(f, value));
            if (refused) return f.is_union ? refused : refused_in(f.name, std::move(refused));
        }
    } else if (type.what == kind::variant) {
        held_alternative const held = type.choices->held(const_cast<void*>(value));
        if (!held.address) return std::nullopt;  // the writer refuses it
        alternative_type const& a = type.choices->alternatives[held.index];
        auto refused = check_nested_bounds(*a.type, held.address);
        if (!refused) return refused;
        std::string_view const name = refused->parameter;
        int const index = find_field(*a.type, name.substr(0, name.find('/')));
        bool const enclosed = (a.enclosed >> index & 1) != 0;
        return enclosed ? refused_in(a.tag.object, std::move(refused)) : refused;
    } else if (type.what == kind::map) {
        struct {
            schema const& element;
            std::optional<refusal> refused{};
        } check{*type.element};
        static_cast<void>(
            type.map->visit(value, &check, [](void* self, std::string_view name, void const* element) {
                auto& [of, refused] = *static_cast<decltype(check)*>(self);
                refused = refused_in(name, check_nested_bounds(of, element));
                return !refused.has_value();
            }));
        return std::move(check.refused);
    } else if (type.element) {
        element_range const range = type.elements(value);
        auto const* element = static_cast<unsigned char const*>(range.first);
        for (std::size_t i = 0; i != range.count; ++i, element += range.stride) {
            auto refused = check_nested_bounds(*type.element, element);
            if (refused && type.what == kind::array)
                return refused_in(std::to_string(i), std::move(refused));
            if (refused) return refused;
        }
    }
    return std::nullopt;
}

// Extra members may be the one that is set.
CFDNS_DECL std::optional<refusal> check_alternatives(operation_descriptor const& info, void const* params) {
    std::string_view set;
    std::string others;
    for (std::string_view const* name = info.alternatives;
         name != info.alternatives + info.alternative_count; ++name) {
        if (name != info.alternatives) others.append(others.empty() ? "" : ", ").append(*name);
        field const& f = info.params->fields[find_field(*info.params, *name)];
        if (is_absent(*f.type, value_of(f, params))) continue;
        if (!set.empty()) return make_refusal(*name, "must not be set together with " + std::string{set});
        set = *name;
    }
    extra_members const* const extra =
        info.params->extra ? info.params->extra(const_cast<void*>(params)) : nullptr;
    if (!set.empty() || (extra && !extra->empty())) return std::nullopt;
    return make_refusal(info.alternatives[0], "must be set, or else one of: " + others);
}

// The refusal names the list in which the limit is exceeded.
CFDNS_DECL std::optional<refusal> check_limit(operation_descriptor const& info, void const* params) {
    std::size_t left = info.max_elements;
    std::string others;
    for (std::string_view const* name = info.limited; name != info.limited + info.limited_count; ++name) {
        field const& f = info.params->fields[find_field(*info.params, *name)];
        schema const* type = f.type;
        void const* value = value_of(f, params);
        if (type->what == kind::optional) {
            value = type->elements(value).first;
            type = type->element;
        }
        std::size_t const count = value ? type->elements(value).count : 0;
        if (count > left)
            return make_refusal(*name, "must have at most " + std::to_string(info.max_elements) +
                                           " elements" + (others.empty() ? "" : " together with " + others));
        left -= count;
        others.append(others.empty() ? "" : ", ").append(*name);
    }
    return std::nullopt;
}

CFDNS_DECL std::optional<refusal> check_bounds(operation_descriptor const& info, void const* params) {
    return check_numbers(*info.params, params);
}

// Names in a query are dotted.
CFDNS_DECL std::optional<refusal> check_all_bounds(operation_descriptor const& info, void const* params) {
    auto refused = check_nested_bounds(*info.params, params);
    if (!refused) return refused;
    std::string& name = refused->parameter;
    int const index = find_field(*info.params, std::string_view{name}.substr(0, name.find('/')));
    if (!has_body(info.route->method) || (index >= 0 && (info.query_fields >> index & 1) != 0))
        for (char& c : name)
            if (c == '/') c = '.';
    return refused;
}

CFDNS_DECL std::optional<refusal> check_params(operation_descriptor const& info, void const* params) {
    for (auto const check : {info.check_bounds, info.check_alternatives, info.check_limit})
        if (check)
            if (auto refused = check(info, params)) return refused;
    return std::nullopt;
}

CFDNS_DECL std::optional<refusal> append_path_text(text_buffer& out, std::string_view name,
                                                   std::string_view text) {
    auto const refuse = [name](char const* reason) { return make_refusal(name, reason); };
    if (text.empty()) return refuse("must not be empty");
    if (count_alnum(text) == text.size()) {  // as most identifiers
        out.append(text);
        return std::nullopt;
    }
    if (text.size() <= 2 && text.front() == '.' && text.back() == '.')
        return refuse("must not be a dot segment");
    if (!is_utf8(text)) return refuse("must be valid UTF-8");
    append_segment(out, text);
    return std::nullopt;
}

CFDNS_DECL std::optional<refusal> append_path_value(text_buffer& out, field const& f, void const* value) {
    if (f.type->what != kind::custom) return append_value(out, *f.type, value);
    return append_path_text(out, f.name, f.type->scalar->text(value));
}

CFDNS_DECL std::optional<refusal> append_path(text_buffer& out, operation_descriptor const& info,
                                              void const* params) {
    std::string_view const path = info.route->path;
    std::size_t written = 0;
    for (std::size_t i = 0; i != info.path_member_count; ++i) {
        path_member const& member = info.path_members[i];
        out.append(path.substr(written, member.begin - written));
        field const& f = info.params->fields[member.field];
        void const* const value = value_of(f, params);
        if (auto refused = f.type->what == kind::string
                               ? append_path_text(out, f.name, *static_cast<std::string const*>(value))
                               : info.append_path_value(out, f, value))
            return refused;
        written = member.end;
    }
    out.append(path.substr(written));
    return std::nullopt;
}

CFDNS_DETAIL_OUTLINE CFDNS_DECL void append_scalar(text_buffer& out, schema const& type, void const* value) {
    out.append(type.scalar->text(value));
}

CFDNS_DECL std::optional<refusal> append_query_pair(text_buffer& out, std::string_view name,
                                                    std::string_view text) {
    if (!is_utf8(text)) return make_refusal(name, "must be valid UTF-8");
    out.push_back(out.view().find('?') == std::string_view::npos ? '?' : '&');
    append_query_text(out, name);
    out.push_back('=');
    append_query_text(out, text);
    return std::nullopt;
}

// Appends a query parameter: once for a scalar, once per element for a list.
CFDNS_DECL std::optional<refusal> append_query_parameter(text_buffer& out, std::string_view name,
                                                         schema const& type, void const* value) {
    auto const refuse = [name](char const* reason) { return make_refusal(name, reason); };
    if (type.is_null && type.is_null(value)) return refuse("must not be null in a query");
    if (type.what == kind::optional || type.what == kind::nullable || type.what == kind::array) {
        element_range const range = type.elements(value);
        auto const* element = static_cast<unsigned char const*>(range.first);
        for (std::size_t i = 0; i != range.count; ++i, element += range.stride)
            if (auto refused = append_query_parameter(out, name, *type.element, element)) return refused;
        return std::nullopt;
    }
    std::string_view text;
    text_buffer json;
    switch (type.what) {
        case kind::string: text = *static_cast<std::string const*>(value); break;
        case kind::secret:
            text = static_cast<secret_string const*>(value)->expose();
            out.mark_secret();
            break;
        case kind::timestamp: text = static_cast<timestamp const*>(value)->text(); break;
        case kind::custom:
            append_scalar(json, type, value);
            text = json.view();
            break;
        case kind::object:
        case kind::map: return refuse("must not be a list of structs in a query");
        default:
            if (auto refused = append_value(json, type, value)) {
                refused->parameter = name;
                return refused;
            }
            text = json.view();
    }
    return append_query_pair(out, name, text);
}

CFDNS_DECL bool decode_extra_text(operation_descriptor const& info, schema const& type,
                                  std::string_view json, std::string& text) {
    if (!type.is_extra(json)) return false;
    json = trim(json);
    if (json.find_first_of("{[") == 0) return false;
    std::vector<mismatch> mismatches;
    if (json.starts_with('"'))
        static_cast<void>(info.read(schema_of<std::string>, &text, json, mismatches, max_depth, nullptr));
    else
        text = json;
    return true;
}

CFDNS_DECL std::optional<refusal> append_extra_query_parameter(text_buffer& out,
                                                               operation_descriptor const& info,
                                                               schema const& type, std::string_view prefix,
                                                               extra_member member) {
    auto const refuse = [](char const* reason) { return make_refusal({}, reason); };
    if (find_query_member(type, member.name, prefix.empty() ? info.path_fields : 0))
        return refuse("must not repeat a declared parameter");
    if (!is_utf8(member.name)) return refuse("must have a name in UTF-8");
    std::string text;
    if (!decode_extra_text(info, type, member.json, text))
        return refuse("must be a JSON string, number or literal; use set_text for plain text");
    return append_query_pair(out, std::string{prefix}.append(member.name), text);
}

CFDNS_DECL std::optional<refusal> append_query_extra(text_buffer& out, operation_descriptor const& info,
                                                     schema const& type, void const* object,
                                                     std::string_view prefix) {
    if (!type.extra) return std::nullopt;
    for (extra_member const member : *type.extra(const_cast<void*>(object)))
        if (auto refused = append_extra_query_parameter(out, info, type, prefix, member)) {
            refused->parameter.assign(prefix).append("extra/").append(member.name);
            return refused;
        }
    return std::nullopt;
}

// Appends the members of a struct, each under its dotted name. An absent struct has none.
CFDNS_DECL std::optional<refusal> append_query_struct(text_buffer& out, operation_descriptor const& info,
                                                      std::string_view name, schema const* type,
                                                      void const* value) {
    for (; type->what != kind::object; type = type->element) {
        if (type->is_null && type->is_null(value)) return make_refusal(name, "must not be null in a query");
        value = type->elements(value).first;
        if (!value) return std::nullopt;
    }
    std::string const prefix = std::string{name} + '.';
    for (std::size_t i = 0; i != type->field_count; ++i) {
        field const& f = type->fields[i];
        std::string const dotted = prefix + std::string{f.name};
        auto refused = f.is_struct ? append_query_struct(out, info, dotted, f.type, value_of(f, value))
                                   : append_query_parameter(out, dotted, *f.type, value_of(f, value));
        if (refused) return refused;
    }
    return append_query_extra(out, info, *type, value, prefix);
}

// Appends the members that are not in `skip`.
CFDNS_DECL std::optional<refusal> append_query_members(text_buffer& out, operation_descriptor const& info,
                                                       void const* params, std::uint64_t skipped) {
    schema const& type = *info.params;
    for (field const *f = type.fields, *const end = f + type.field_count; f != end; ++f, skipped >>= 1) {
        if ((skipped & 1) != 0) continue;
        void const* const value = value_of(*f, params);
        if (f->is_struct) {
            if (auto refused = append_query_struct(out, info, f->name, f->type, value)) return refused;
        } else if (auto refused = append_query_parameter(out, f->name, *f->type, value)) {
            return refused;
        }
    }
    return std::nullopt;
}

CFDNS_DECL std::optional<refusal> append_query(text_buffer& out, operation_descriptor const& info,
                                               void const* params) {
    auto refused = append_query_members(out, info, params, info.path_fields);
    return refused ? refused : append_query_extra(out, info, *info.params, params, {});
}

CFDNS_DECL std::optional<refusal> append_extra_query(text_buffer& out, operation_descriptor const& info,
                                                     void const* params) {
    return append_query_extra(out, info, *info.params, params, {});
}

CFDNS_DECL std::optional<refusal> append_query_fields(text_buffer& out, operation_descriptor const& info,
                                                      void const* params) {
    return append_query_members(out, info, params, ~info.query_fields);
}

CFDNS_DECL std::optional<refusal> write_json_body(operation_descriptor const& info, void const* params,
                                                  request_options const& options, http_request& request) {
    text_buffer body;
    std::uint64_t const elsewhere = info.path_fields | info.query_fields;
    if (auto refused = append_object(body, *info.params, params, elsewhere)) return refused;
    if (options.empty_object || body.view() != "{}") {
        assign_text(request.body, body.view());
        request.headers.emplace_back(new_header{"Content-Type", "application/json"});
    }
    return std::nullopt;
}

CFDNS_DECL std::optional<refusal> build_request(operation_descriptor const& info, void const* params,
                                                request_options const& options, http_request& request) {
    if (auto refused = check_options(options)) return refused;
    request.method = info.route->method;
    text_buffer target;
    target.append(options.base_path);
    if (auto refused = append_path(target, info, params)) return refused;
    if (auto refused = check_params(info, params)) return refused;

    request.headers.reserve(5 + options.headers.size());  // including two for credentials
    auto const add = [&](std::string_view name, std::string_view value) {
        if (!find_header(options.headers, name)) request.headers.emplace_back(new_header{name, value});
    };
    add("Accept", info.accept);
    if (!options.user_agent.empty()) add("User-Agent", options.user_agent);
    if (info.write_body)
        if (auto refused = info.write_body(info, params, options, request)) return refused;
    if (info.append_query)
        if (auto refused = info.append_query(target, info, params)) return refused;
    assign_text(request.target, target.view());
    for (http_header const& header : options.headers) request.headers.push_back(header);
    return std::nullopt;
}

CFDNS_DECL result<http_request> make_request_of(operation_descriptor const& info, void const* params,
                                                request_options const& options) {
    result<http_request> out = empty_result<http_request>();
    if (auto const refused = build_request(info, params, options, *out)) out = invalid_parameter(*refused);
    return out;
}

CFDNS_DECL std::optional<error> parse_response_of(operation_descriptor const& info,
                                                  response_view const& received,
                                                  response_limits const& limits, void* value) {
    response_info about;
    return info.respond(info, received, limits, value, about);
}

// ---- response to result ----

struct envelope {
    response_info* about = nullptr;
    void* result = nullptr;
    std::optional<bool> success{};

    static envelope& of(void* self) { return *static_cast<envelope*>(self); }
    static void* errors(void* self) { return &of(self).about->errors; }
    static void* messages(void* self) { return &of(self).about->messages; }
    static void* page(void* self) { return &of(self).about->result_info; }
    static void* locate_success(void* self) { return &of(self).success; }
    static void* locate_result(void* self) { return of(self).result; }
};

// In the order in which the service usually sends them. The reader is told the type of the result.
inline constexpr field envelope_fields[]{
    {"errors", &schema_of<std::vector<api_message>>, &envelope::errors, false},
    {"messages", &schema_of<std::vector<api_message>>, &envelope::messages, false},
    {"success", &schema_of<std::optional<bool>>, &envelope::locate_success, false},
    {"result", &given_type, &envelope::locate_result, false},
    {"result_info", &schema_of<std::optional<page_info>>, &envelope::page, false},
    {no_name}};
struct envelope_table {
    static constexpr int success = 2, result = 3, count = 5;
};
inline constexpr name_index envelope_names{envelope_fields, envelope_table::count};

constexpr schema make_envelope_schema() {
    schema made{kind::object};
    made.fields = envelope_fields;
    made.field_count = envelope_table::count;
    made.names = &envelope_names;
    return made;
}
inline constexpr schema envelope_schema = make_envelope_schema();

CFDNS_DECL std::string describe_result_mismatch(std::vector<mismatch> const& mismatches) {
    for (std::size_t i = mismatches.size(); i != 0; --i) {  // the last one in /result made it invalid
        mismatch const& m = mismatches[i - 1];
        if (m.pointer == "/result" || m.pointer.starts_with("/result/"))
            return m.pointer + ": expected " + m.expected + ", found " + m.found;
    }
    return "/result does not have the type that the operation returns";
}

// Without a byte order mark, which RFC 8259 allows parsers to ignore.
CFDNS_DETAIL_INLINE std::string_view skip_byte_order_mark(std::string_view text) noexcept {
    constexpr std::size_t size = 3;
    bool const marked = text.size() >= size && std::memcmp(text.data(), "\xef\xbb\xbf", size) == 0;
    return marked ? std::string_view{text.data() + size, text.size() - size} : text;
}

// The part of the response that is not content.
CFDNS_DETAIL_INLINE void read_header_fields(response_view const& received, response_info& about) {
    about.http_status = received.status;
    if (auto const ray = find_header(received.headers, "cf-ray")) assign_text(about.cf_ray, *ray);
    if (has_rate_limit(received.headers)) about.rate_limit = find_rate_limit(received.headers);
}

CFDNS_DETAIL_OUTLINE CFDNS_DECL error response_error(operation_descriptor const& info,
                                                     response_view const& received, errc code,
                                                     std::string&& what, std::vector<api_message>& errors) {
    error_details details;
    details.set_response(received);
    details.delivery = delivery::answered;
    details.what = std::move(what);
    details.api_errors = std::move(errors);
    details.redacted = info.carries_secret();
    if (!details.redacted) details.set_excerpt(received.body);
    return error_details::make_error(make_error_code(code), std::move(details));
}

// Shortens a pointer into the result to the outermost map on its way, whose names are text of the response.
CFDNS_DETAIL_OUTLINE CFDNS_DECL void hide_names(std::string& pointer, schema const& result) {
    constexpr std::string_view start = "/result/";
    if (!pointer.starts_with(start)) return;
    schema const* type = &result;
    for (std::size_t at = start.size();;) {
        while (type->what == kind::optional || type->what == kind::nullable) type = type->element;
        if (type->what == kind::map) return pointer.resize(at - 1);
        std::size_t const end = (std::min)(pointer.find('/', at), pointer.size());
        if (type->what == kind::object) {
            int const found = find_field(*type, std::string_view{pointer}.substr(at, end - at));
            if (found < 0) return;
            type = type->fields[found].type;
        } else if (type->what == kind::array) {
            type = type->element;
        } else {
            return;
        }
        if (end == pointer.size()) return;
        at = end + 1;
    }
}

// The secret may be in any place.
CFDNS_DECL void redact_mismatches(schema const& result, std::vector<mismatch>& mismatches) {
    for (mismatch& m : mismatches) {
        m.found = m.found.substr(0, m.found.find(' '));
        hide_names(m.pointer, result);
    }
}

CFDNS_DECL std::optional<error> read_response(operation_descriptor const& info,
                                              response_view const& received, response_limits const& limits,
                                              void* value, response_info& about) {
    bool const good_status = received.status >= 200 && received.status <= 299;
    bool const reads = info.route->method == http_method::get;
    errc const no_envelope = good_status ? errc::malformed_response : errc::unexpected_status;
    std::string_view const json = skip_byte_order_mark(received.body);
    std::size_t const skipped = received.body.size() - json.size();

    envelope read{&about, value};
    auto const failure = [&](errc code, std::string what) {
        return response_error(info, received, code, std::move(what), about.errors);
    };
    read_header_fields(received, about);

    if (received.body.size() > limits.max_bytes)
        return failure(errc::response_too_large, std::to_string(received.body.size()) + " bytes");
    if (is_blank(json)) {
        if (!good_status) return failure(no_envelope, "the response has no content");
        bool const allowed = received.status == 204 || received.status == 205;
        if (allowed && info.result_may_be_absent) return std::nullopt;
        return failure(errc::no_result,
                       reads ? "the response has no content"
                             : "the response has no content; the write may have taken effect");
    }

    read_summary const summary =
        info.read(envelope_schema, &read, json, about.mismatches,
                  limits.max_depth < max_parser_depth ? limits.max_depth : max_parser_depth, info.result);
    if (info.redact) info.redact(*info.result, about.mismatches);
    auto const contains = &read_summary::contains;
    if (summary.code.failed()) {
        about.errors.clear();  // nothing in invalid JSON can be trusted
        return failure(no_envelope, "not JSON at byte " + std::to_string(skipped + summary.offset) + ": " +
                                        summary.code.message());
    }
    if (!summary.object) return failure(no_envelope, "not the API's envelope");
    if (read.success == false) return failure(errc::api_failure, "");
    if (!good_status) return failure(about.errors.empty() ? errc::unexpected_status : errc::api_failure, "");
    if (contains(summary.emptied, envelope_table::success))
        return failure(no_envelope, "/success is not a boolean");
    bool const null = contains(summary.null, envelope_table::result);
    bool const has_result = contains(summary.seen, envelope_table::result) && !null;
    if (!read.success && !has_result && !about.errors.empty()) return failure(errc::api_failure, "");
    if (!read.success && !contains(summary.seen, envelope_table::result))
        return failure(no_envelope, "not the API's envelope: it has neither success nor result");
    if (contains(summary.emptied, envelope_table::result) && !info.result_may_be_absent)
        return failure(no_envelope, describe_result_mismatch(about.mismatches));

    bool const lists = info.result->what == kind::array || info.result->what == kind::map;
    if (!has_result && !(null && lists)) {
        if (info.result->reset) info.result->reset(value);
        if (info.result_may_be_absent) return std::nullopt;
        return failure(errc::no_result, reads ? "" : "the write may have taken effect");
    }
    return std::nullopt;
}

// ---- response to text ----

// A media type without its parameters (RFC 9110 section 8.3.1).
CFDNS_DECL std::string_view media_type(std::string_view content_type) noexcept {
    return trim(content_type.substr(0, content_type.find(';')));
}

CFDNS_DECL bool is_json_type(std::string_view type) noexcept {
    std::size_t const plus = type.rfind('+');
    return iequals(type, "application/json") || iequals(type, "text/json") ||
           (plus != std::string_view::npos && iequals(type.substr(plus), "+json"));
}

CFDNS_DECL bool is_html(std::string_view type, std::string_view content) noexcept {
    if (iequals(type, "text/html") || iequals(type, "application/xhtml+xml")) return true;
    return iequals(content.substr(0, 9), "<!doctype") || iequals(content.substr(0, 5), "<html");
}

// Whether an object begins with a member of the envelope, even if the rest is missing.
CFDNS_DECL bool begins_like_envelope(std::string_view content) noexcept {
    if (!content.starts_with('{')) return false;
    content = trim(content.substr(1));
    if (!content.starts_with('"')) return false;
    std::string_view const name = content.substr(1, content.find('"', 1) - 1);
    for (int i = 0; i != envelope_table::count; ++i)
        if (name == envelope_fields[i].name) return true;
    return false;
}

CFDNS_DECL std::optional<error> read_text_response(operation_descriptor const& info,
                                                   response_view const& received,
                                                   response_limits const& limits, void* value,
                                                   response_info& about) {
    // Everything but the text is read as an envelope without a result, and is an error.
    operation_descriptor envelope_of = info;
    envelope_of.result = &schema_of<no_content>;
    envelope_of.result_may_be_absent = true;
    auto const type_field = find_header(received.headers, "Content-Type");
    std::string_view const type = type_field ? media_type(*type_field) : std::string_view{};
    std::string_view const content = trim(skip_byte_order_mark(received.body));
    bool const good_status = received.status >= 200 && received.status <= 299;
    bool const good = good_status && received.body.size() <= limits.max_bytes;
    auto const failure = [&](errc code, char const* what) {
        return response_error(info, received, code, what, about.errors);
    };
    if (good && content.empty()) return failure(errc::no_result, "the response has no content");
    if (good && is_html(type, content))
        return failure(errc::malformed_response, "an HTML page instead of the text");
    bool const may_be_text = good && !is_json_type(type) && !begins_like_envelope(content);
    if (!may_be_text || content.starts_with('{')) {
        no_content none;
        auto found = read_response(envelope_of, received, limits, &none, about);
        if (!found) return failure(errc::malformed_response, "the API's envelope instead of the text");
        if (!may_be_text || found->code() == errc::api_failure) return found;
        about = {};
    }
    read_header_fields(received, about);
    text_body& out = *static_cast<text_body*>(value);
    out.text = received.body;
    out.content_type = type_field.value_or(std::string_view{});
    return std::nullopt;
}

}  // namespace cfdns::inline v0_2::detail

#endif
