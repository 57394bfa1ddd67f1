// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_CODEC_IPP
#define CFDNS_IMPL_TESTING_CODEC_IPP

#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/read_alternative.hpp>
#include <cfdns/detail/uri.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/impl/testing/multipart.ipp>
#include <cfdns/testing/codec.hpp>

#include <algorithm>

namespace cfdns::inline v0_2::detail {

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

CFDNS_TESTING_DECL bool match_route(operation_descriptor const& info, http_request const& request,
                                    std::string_view base_path, void* params, field const** refused) {
    std::string_view path = request.target;
    path = path.substr(0, path.find('?'));
    if (request.method != info.route->method || !path.starts_with(base_path)) return false;
    path.remove_prefix(base_path.size());

    std::string_view route = info.route->path;
    while (!route.empty()) {
        std::size_t const brace = route.find('{');
        std::string_view const literal = route.substr(0, brace);
        if (!path.starts_with(literal)) return false;
        path.remove_prefix(literal.size());
        if (brace == std::string_view::npos) break;
        std::size_t const end = route.find('}');
        field const& f =
            info.params->fields[find_field(*info.params, route.substr(brace + 1, end - brace - 1))];
        route.remove_prefix(end + 1);
        std::string_view const segment = path.substr(0, path.find('/'));
        path.remove_prefix(segment.size());
        auto const value = percent_decoded(segment);
        if (!value || value->empty() || !is_utf8(*value)) return false;
        if (!params) continue;
        std::vector<mismatch> mismatches;
        if (f.type->what == kind::string) {
            *static_cast<std::string*>(f.locate(params)) = *value;
        } else if (f.type->what == kind::custom) {
            if (!f.type->scalar->assign(f.locate(params), *value)) *refused = &f;
        } else if (read_json(*f.type, f.locate(params), *value, mismatches).code.failed() ||
                   !mismatches.empty()) {
            return false;
        }
    }
    return path.empty();
}

// A type with a subset of the fields of another.
struct partial_type {
    field fields[max_fields + 1];
    name_index names{};
    schema type;

    explicit partial_type(schema const& whole) : type(whole) {
        type.fields = fields;
        type.field_count = 0;
        type.required_mask = 0;
        type.union_fields = 0;
        type.names = &names;
        fields[0].name = no_name;
    }
    partial_type(partial_type const&) = delete;
    partial_type& operator=(partial_type const&) = delete;

    void add(field const& f) {
        if (f.is_union) type.union_fields |= std::uint64_t{1} << type.field_count;
        if (f.required) type.required_mask |= std::uint64_t{1} << type.field_count;
        fields[type.field_count] = f;
        fields[++type.field_count].name = no_name;
        names = {fields, type.field_count};
    }
};

// The type of the parameters without the members of the path and the query: what a body may contain, or
// the query of a request without a body.
struct open_params : partial_type {
    explicit open_params(operation_descriptor const& info) : partial_type(*info.params) {
        std::uint64_t const elsewhere = info.path_fields | info.query_fields;
        for (std::size_t i = 0; i != info.params->field_count; ++i)
            if ((elsewhere >> i & 1) == 0) add(info.params->fields[i]);
    }
};

// The members in the query of a request with a body. Other parameters are ignored.
struct query_params : partial_type {
    explicit query_params(operation_descriptor const& info) : partial_type(*info.params) {
        type.extra = nullptr;
        for (std::size_t i = 0; i != info.params->field_count; ++i)
            if ((info.query_fields >> i & 1) != 0) add(info.params->fields[i]);
    }
};

inline std::optional<error> refuse_mismatch(std::string_view prefix, mismatch const& first) {
    std::string name{prefix};
    name += first.pointer;
    return invalid_parameter(std::string_view{name}.substr(1),
                             first.found == "nothing" ? "is missing" : "must be of type " + first.expected);
}

// The value of an optional or nullable, created if there is none.
inline void* present_value(schema const& type, void* value) {
    element_range const held = type.elements(value);
    return held.count == 0 ? type.add(value) : const_cast<void*>(held.first);
}

// The elements of a JSON array without white space outside of strings.
inline std::vector<std::string_view> split_array(std::string_view json) {
    std::vector<std::string_view> out;
    json = json.substr(1, json.size() - 2);
    std::size_t start = 0, nested = 0;
    bool quoted = false;
    for (std::size_t i = 0; i != json.size(); ++i) {
        char const c = json[i];
        if (quoted) {
            if (c == '\\') ++i;
            if (c == '"') quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            ++nested;
        } else if (c == ']' || c == '}') {
            --nested;
        } else if (c == ',' && nested == 0) {
            out.push_back(json.substr(start, i - start));
            start = i + 1;
        }
    }
    if (!json.empty()) out.push_back(json.substr(start));
    return out;
}

inline std::string known_tags(union_type const& type) {
    std::string out;
    for (std::size_t i = 0; i != type.count; ++i)
        out.append(i == 0 ? "" : ", ").append(type.alternatives[i].tag.value);
    return out;
}

// Reads the alternative that the tag denotes. An optional union of which no member is there stays empty.
// Adds the alternative's names to `known`.
inline std::optional<error> read_union(field const& member, void* object, extra_members const& members,
                                       std::string const& prefix, std::vector<std::string_view>& known) {
    schema const* type = member.type;
    if (type->what == kind::optional) type = type->element;
    union_type const& choices = *type->choices;
    auto const tag = members.find(choices.tag);
    std::string const tag_name = (prefix + "/" + std::string{choices.tag}).substr(1);
    std::string value;
    if (tag) {
        std::vector<mismatch> mismatches;
        static_cast<void>(read_json(schema_of<std::string>, &value, *tag, mismatches));
        if (!mismatches.empty()) return invalid_parameter(tag_name, "must be of type string");
    } else {
        bool any = false;
        for (std::size_t i = 0; i != choices.count; ++i)
            any = any || any_outer_name(choices.alternatives[i], [&](std::string_view name) {
                      return members.find(name).has_value();
                  });
        if (!any && !member.required) return std::nullopt;
        if (!choices.open) return invalid_parameter(tag_name, "is missing");
    }
    alternative_type const* const a = tag ? find_alternative(choices, value) : choices.open;
    if (!a) return invalid_parameter(tag_name, "must be one of " + known_tags(choices));
    void* at = member.locate(object);
    if (member.type != type) at = present_value(*member.type, at);
    std::vector<mismatch> mismatches;
    static_cast<void>(read_alternative<reader>(*a, a->emplace(at), members, mismatches));
    if (!mismatches.empty()) return refuse_mismatch(prefix, mismatches.front());
    static_cast<void>(any_outer_name(*a, [&known](std::string_view name) {
        known.push_back(name);
        return false;
    }));
    return std::nullopt;
}

// Reads a value whose type has unions. `json` has no white space outside of strings.
inline std::optional<error> read_with_unions(schema const& type, void* value, std::string_view json,
                                             std::string const& prefix) {
    auto const wrong = [&] {
        return refuse_mismatch(prefix, {{}, std::string{expected_name(type)}, "another type"});
    };
    if (!holds_union(type)) {
        std::vector<mismatch> mismatches;
        static_cast<void>(read_json(type, value, json, mismatches));
        if (mismatches.empty()) return std::nullopt;
        return refuse_mismatch(prefix, mismatches.front());
    }
    if (type.what == kind::optional || type.what == kind::nullable) {
        if (json != "null") return read_with_unions(*type.element, present_value(type, value), json, prefix);
        type.set_null ? type.set_null(value) : type.reset(value);
        return std::nullopt;
    }
    if (type.what == kind::array) {
        if (!json.starts_with('[')) return wrong();
        std::size_t index = 0;
        for (std::string_view const element : split_array(json))
            if (auto refused = read_with_unions(*type.element, append_element(type, value), element,
                                                prefix + "/" + std::to_string(index++)))
                return refused;
        return std::nullopt;
    }
    extra_members members;
    if (!split_object(json, members)) return wrong();
    std::vector<std::string_view> known;
    for (std::size_t i = 0; i != type.field_count; ++i) {
        field const& f = type.fields[i];
        if (f.is_union) {
            if (auto refused = read_union(f, value, members, prefix, known)) return refused;
            continue;
        }
        std::string const name = prefix + "/" + std::string{f.name};
        if (auto const text = members.find(f.name)) {
            if (auto refused = read_with_unions(*f.type, f.locate(value), *text, name)) return refused;
        } else if (f.required) {
            return refuse_mismatch(name, {{}, {}, "nothing"});
        }
    }
    if (!type.extra) return std::nullopt;
    for (extra_member const member : members)
        if (find_field(type, member.name) < 0 &&
            std::find(known.begin(), known.end(), member.name) == known.end())
            extra_recorder::append(*type.extra(value), member.name, member.json);
    return std::nullopt;
}

inline std::optional<error> read_body(operation_descriptor const& info, http_request const& request,
                                      void* params) {
    open_params const open{info};
    std::vector<mismatch> mismatches;
    bool const none = open.type.required_mask == 0 && trim(request.body).empty();
    std::string_view const json = none ? "{}" : std::string_view{request.body};
    bool const unions = holds_union(open.type);
    read_summary const summary = read_json(unions ? untyped : open.type, params, json, mismatches);
    if (summary.code.failed() || !trim(json).starts_with('{'))
        return invalid_parameter("", "must be a JSON object");
    if (unions) return read_with_unions(open.type, params, json, {});
    if (!mismatches.empty()) return refuse_mismatch({}, mismatches.front());
    return std::nullopt;
}

// In a query, numbers and literals are written as in JSON, and text without quotes.
inline bool read_query_value(schema const& type, void* value, std::string const& text) {
    switch (type.what) {
        case kind::optional:
        case kind::nullable: return read_query_value(*type.element, present_value(type, value), text);
        case kind::array: return read_query_value(*type.element, append_element(type, value), text);
        case kind::string: *static_cast<std::string*>(value) = text; return true;
        case kind::secret: *static_cast<secret_string*>(value) = secret_string{text}; return true;
        case kind::timestamp: *static_cast<timestamp*>(value) = timestamp{text}; return true;
        case kind::custom: return type.scalar->assign(value, text);
        case kind::object:
        case kind::map: return false;
        default: {
            std::vector<mismatch> mismatches;
            return !read_json(type, value, text, mismatches).code.failed() && mismatches.empty();
        }
    }
}

struct query_pair {
    std::string name{}, value{};
};

// Empty if the query is not percent-encoded UTF-8.
inline std::optional<std::vector<query_pair>> split_query(std::string_view target) {
    std::vector<query_pair> out;
    std::size_t const mark = target.find('?');
    target.remove_prefix(mark == std::string_view::npos ? target.size() : mark + 1);
    while (!target.empty()) {
        std::string pair{target.substr(0, target.find('&'))};
        target.remove_prefix(pair.size() == target.size() ? pair.size() : pair.size() + 1);
        if (pair.empty()) continue;
        for (char& c : pair)
            if (c == '+') c = ' ';
        std::size_t const sign = pair.find('=');
        auto name = percent_decoded(std::string_view{pair}.substr(0, sign));
        auto value =
            percent_decoded(sign == std::string::npos ? "" : std::string_view{pair}.substr(sign + 1));
        if (!name || !value || !is_utf8(*name) || !is_utf8(*value)) return std::nullopt;
        out.push_back({*std::move(name), *std::move(value)});
    }
    return out;
}

// Whether a struct stores a parameter of this name: in a member, or in the `extra` of one of its structs.
inline bool stores_parameter(schema const& object, std::string_view name) {
    if (object.extra || find_query_member(object, name)) return true;
    std::size_t const dot = name.find('.');
    int const found = dot == std::string_view::npos ? -1 : find_field(object, name.substr(0, dot));
    schema const* const inner = found < 0 ? nullptr : struct_of(*object.fields[found].type);
    return inner && stores_parameter(*inner, name.substr(dot + 1));
}

// Reads a pair into the member of the struct that its name, without the names of the enclosing structs,
// denotes.
inline std::optional<error> read_query_pair(schema const& object, void* at, std::string_view name,
                                            query_pair const& pair) {
    std::size_t const dot = name.find('.');
    int const found = find_field(object, name.substr(0, dot));
    if (found >= 0) {
        schema const* type = object.fields[found].type;
        void* value = object.fields[found].locate(at);
        schema const* const inner = struct_of(*type);
        if (dot == std::string_view::npos && !(inner && object.extra)) {
            if (read_query_value(*type, value, pair.value)) return std::nullopt;
            return invalid_parameter(pair.name, "must be of type " + std::string{expected_name(*type)});
        }
        if (inner && dot != std::string_view::npos && stores_parameter(*inner, name.substr(dot + 1))) {
            for (; type != inner; type = type->element) value = present_value(*type, value);
            return read_query_pair(*inner, value, name.substr(dot + 1), pair);
        }
    }
    if (object.extra) {
        std::string json;
        append_string(json, pair.value);
        object.extra(at)->set(name, json);
    }
    return std::nullopt;
}

// A list may be empty, and so is an optional struct without parameters.
inline std::optional<error> find_missing(schema const& object, void* at, std::string const& prefix,
                                         std::vector<query_pair> const& pairs) {
    for (std::size_t i = 0; i != object.field_count; ++i) {
        field const& f = object.fields[i];
        std::string const name = prefix + std::string{f.name};
        schema const* type = f.type;
        void const* value = f.locate(at);
        while (value && (type->what == kind::optional || type->what == kind::nullable)) {
            value = type->elements(value).first;
            type = type->element;
        }
        if (value && type->what == kind::object) {
            if (auto missing = find_missing(*type, const_cast<void*>(value), name + '.', pairs))
                return missing;
        } else if (f.required && type->what != kind::array &&
                   std::none_of(pairs.begin(), pairs.end(),
                                [&](query_pair const& pair) { return pair.name == name; })) {
            return invalid_parameter(name, "is missing");
        }
    }
    return std::nullopt;
}

inline std::optional<error> read_query(partial_type const& open, http_request const& request, void* params) {
    auto const pairs = split_query(request.target);
    if (!pairs) return invalid_parameter("", "must be a percent-encoded query");
    for (query_pair const& pair : *pairs)
        if (auto refused = read_query_pair(open.type, params, pair.name, pair)) return refused;
    return find_missing(open.type, params, {}, *pairs);
}

inline std::optional<error> read_form_part(schema const& open, void* params, form_part const& part) {
    int const found = find_field(open, part.name);
    if (found < 0 && !open.extra) return std::nullopt;
    schema const* type = found < 0 ? &schema_of<std::string> : open.fields[found].type;
    void* value = found < 0 ? nullptr : open.fields[found].locate(params);
    if (type->what == kind::optional) {
        value = present_value(*type, value);
        type = type->element;
    }
    if (type->what == kind::file) {
        form_file& file = *static_cast<form_file*>(value);
        if (part.file_name) file.name = *part.file_name;
        file.content_type = part.content_type;
        file.content = part.content;
        return std::nullopt;
    }
    std::string const text{part.content};
    if (!is_utf8(text)) return invalid_parameter(part.name, "must be valid UTF-8");
    if (found < 0)
        open.extra(params)->set_text(part.name, text);
    else if (!read_query_value(*type, value, text))
        return invalid_parameter(part.name, "must be of type " + std::string{expected_name(*type)});
    return std::nullopt;
}

inline std::optional<error> read_form(operation_descriptor const& info, http_request const& request,
                                      void* params) {
    open_params const open{info};
    auto const parts = split_form(request);
    if (!parts) return invalid_parameter("", "must be a form with the Content-Type multipart/form-data");
    for (std::size_t i = 0; i != parts->size(); ++i) {
        form_part const& part = (*parts)[i];
        if (!is_utf8(part.name)) return invalid_parameter("", "must have names in UTF-8");
        for (std::size_t k = 0; k != i; ++k)
            if ((*parts)[k].name == part.name) return invalid_parameter(part.name, "must not be repeated");
        if (auto refused = read_form_part(open.type, params, part)) return refused;
    }
    for (std::size_t i = 0; i != open.type.field_count; ++i) {
        field const& f = open.type.fields[i];
        if (f.required && std::none_of(parts->begin(), parts->end(),
                                       [&](form_part const& part) { return part.name == f.name; }))
            return invalid_parameter(f.name, "is missing");
    }
    return std::nullopt;
}

inline std::optional<error> read_params(operation_descriptor const& info, http_request const& request,
                                        void* params) {
    auto refused = info.route->body == body_kind::form ? read_form(info, request, params)
                   : has_body(info.route->method)      ? read_body(info, request, params)
                                                       : read_query(open_params{info}, request, params);
    if (!refused && info.query_fields != 0) refused = read_query(query_params{info}, request, params);
    if (refused) return refused;
    if (auto const invalid = check_params(info, params)) return invalid_parameter(*invalid);
    return std::nullopt;
}

inline void append_messages(std::string& out, std::span<api_message const> entries) {
    out += '[';
    for (api_message const& entry : entries) {
        if (out.back() != '[') out += ',';
        out += '{';
        if (entry.code) out += "\"code\":" + std::to_string(*entry.code) + ',';
        append_string(out += "\"message\":", entry.message);
        if (entry.documentation_url)
            append_string(out += ",\"documentation_url\":", *entry.documentation_url);
        if (entry.source && entry.source->pointer) {
            append_string(out += ",\"source\":{\"pointer\":", *entry.source->pointer);
            out += '}';
        }
        if (!entry.error_chain.empty()) append_messages(out += ",\"error_chain\":", entry.error_chain);
        out += '}';
    }
    out += ']';
}

inline http_response make_envelope(int status, std::string_view success, std::string_view errors,
                                   std::string_view result, std::string_view messages = "[]") {
    http_response out;
    out.status = status;
    out.headers.push_back({"Content-Type", "application/json"});
    out.body.append("{\"success\":").append(success).append(",\"errors\":").append(errors);
    out.body.append(",\"messages\":").append(messages);
    if (!result.empty()) out.body.append(",\"result\":").append(result);
    out.body += '}';
    return out;
}

// The parameters of a request whose method and path match. Empty if they do not.
CFDNS_TESTING_DECL std::optional<std::optional<error>> read_whole_request(operation_descriptor const& info,
                                                                          http_request const& request,
                                                                          std::string_view base_path,
                                                                          void* params) {
    field const* refused = nullptr;
    if (!match_route(info, request, base_path, params, &refused)) return std::nullopt;
    if (refused)
        return invalid_parameter(refused->name,
                                 "must be of type " + std::string{expected_name(*refused->type)});
    return read_params(info, request, params);
}

CFDNS_TESTING_DECL http_response make_text_response(text_body const& value) {
    std::string const type = value.content_type.empty() ? "text/plain" : value.content_type;
    return {200, {{"Content-Type", type}}, value.text};
}

CFDNS_TESTING_DECL http_response make_response(schema const& type, void const* value, page_info const* page,
                                               std::span<api_message const> messages) {
    text_buffer result;
    // A value that JSON cannot represent makes the response malformed, which the test then sees.
    if (value) static_cast<void>(append_value(result, type, value));
    if (value && page) {
        result.append(",\"result_info\":");
        static_cast<void>(append_value(result, schema_of<page_info>, page));
    }
    std::string text;
    append_messages(text, messages);
    return make_envelope(200, "true", "[]", result.view(), text);
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::testing {

CFDNS_TESTING_DECL http_response write_failure(int status, std::span<api_message const> errors) {
    std::string text;
    cfdns::detail::append_messages(text, errors);
    return cfdns::detail::make_envelope(status, "false", text, "null");
}

CFDNS_TESTING_DECL http_response write_failure(int status, std::int64_t code, std::string message,
                                               std::string pointer) {
    api_message entry;
    entry.code = code;
    entry.message = std::move(message);
    if (!pointer.empty()) entry.source = api_message_source{std::move(pointer)};
    return testing::write_failure(status, {&entry, 1});
}

}  // namespace cfdns::inline v0_2::testing

#endif
