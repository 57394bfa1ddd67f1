// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_OPERATION_DESCRIPTOR_HPP
#define CFDNS_DETAIL_OPERATION_DESCRIPTOR_HPP

#include <cfdns/core/response.hpp>
#include <cfdns/core/route.hpp>
#include <cfdns/core/text_body.hpp>
#include <cfdns/detail/alternatives.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/multipart.hpp>
#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/refusal.hpp>
#include <cfdns/detail/schema.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cfdns::inline v0_2 {

struct request_options;

namespace detail {

// A {name} in the path of a route.
struct path_member {
    std::uint32_t begin, end;  // the position of the name with its braces
    std::uint32_t field;       // index into the fields of `params`
};

struct operation_descriptor;

// Reads the result into `value`, an object of the operation's response type, and the rest of the response
// into `about`. Returns the error, if any. Called through the descriptor: the first is for envelopes, the
// second for `text_body`.
[[nodiscard]] std::optional<error> read_response(operation_descriptor const& info,
                                                 response_view const& received,
                                                 response_limits const& limits, void* value,
                                                 response_info& about);
[[nodiscard]] std::optional<error> read_text_response(operation_descriptor const& info,
                                                      response_view const& received,
                                                      response_limits const& limits, void* value,
                                                      response_info& about);

// Check what the operation declares of its parameters: `bounds`, of the operation only or also of structs in
// it, `exactly_one` and `max_elements`.
[[nodiscard]] std::optional<refusal> check_bounds(operation_descriptor const& info, void const* params);
[[nodiscard]] std::optional<refusal> check_nested_bounds(schema const& type, void const* value);
[[nodiscard]] std::optional<refusal> check_all_bounds(operation_descriptor const& info, void const* params);
[[nodiscard]] std::optional<refusal> check_alternatives(operation_descriptor const& info,
                                                        void const* params);
[[nodiscard]] std::optional<refusal> check_limit(operation_descriptor const& info, void const* params);
using params_check = decltype(&check_bounds);

// Appends a member in the path that is not a string.
[[nodiscard]] std::optional<refusal> append_path_value(text_buffer& out, field const& f, void const* value);
using path_writer = decltype(&append_path_value);

// Append the query: all members that are not in the path, only the extra members, or the members that a
// request with a body has in its query.
[[nodiscard]] std::optional<refusal> append_query(text_buffer& out, operation_descriptor const& info,
                                                  void const* params);
[[nodiscard]] std::optional<refusal> append_extra_query(text_buffer& out, operation_descriptor const& info,
                                                        void const* params);
[[nodiscard]] std::optional<refusal> append_query_fields(text_buffer& out, operation_descriptor const& info,
                                                         void const* params);
using query_writer = decltype(&append_query);

// Writes a JSON body and its Content-Type, as `write_form` does for a form.
[[nodiscard]] std::optional<refusal> write_json_body(operation_descriptor const& info, void const* params,
                                                     request_options const& options, http_request& request);
using body_writer = decltype(&write_json_body);

// Removes from the mismatches of a result what may be a secret.
void redact_mismatches(schema const& result, std::vector<mismatch>& mismatches);
using mismatch_redactor = decltype(&redact_mismatches);

// An operation as constant data.
struct operation_descriptor {
    cfdns::route const* route;
    schema const* params;
    schema const* result;
    std::string_view const* alternatives;  // the names of `exactly_one`
    std::size_t alternative_count;
    std::string_view const* limited;  // the names of the lists of `limit`
    std::size_t limited_count;
    std::size_t max_elements;
    path_member const* path_members;  // in the order of the path
    std::size_t path_member_count;
    std::uint64_t path_fields;   // sets of indexes into the fields of `params`
    std::uint64_t query_fields;  // of a request with a body: the members that go into the query
    bool result_may_be_absent;   // an absent result is read as an empty value
    std::string_view accept;     // the media type of the response
    // The functions that the operation needs, and null for the others: programs do not contain what none of
    // their operations needs.
    decltype(&read_response) respond;
    params_check check_bounds;
    params_check check_alternatives;
    params_check check_limit;
    path_writer append_path_value;
    query_writer append_query;
    body_writer write_body;
    mismatch_redactor redact;  // null if neither requests nor responses may contain a secret
    read_summary (*read)(schema const& type, void* value, std::string_view json,
                         std::vector<mismatch>& mismatches, std::size_t depth, schema const* given);

    // Whether a request or response may contain a secret. Its content is then not shown in errors.
    [[nodiscard]] constexpr bool carries_secret() const noexcept { return redact != nullptr; }
};

[[nodiscard]] constexpr bool has_body(http_method method) noexcept {
    return method != http_method::get && method != http_method::delete_;
}

enum class route_problem {
    none,
    no_slash,
    bad_character,
    unbalanced,
    unknown_member,
    used_twice,
    not_required
};

// Checks the route's path and collects the fields that it names.
constexpr route_problem check_route(std::string_view path, schema const& params,
                                    std::uint64_t& named) noexcept {
    named = 0;
    if (!path.starts_with('/')) return route_problem::no_slash;
    while (!path.empty()) {
        char const c = path.front();
        path.remove_prefix(1);
        if (c != '{') {
            if (c == '}') return route_problem::unbalanced;
            if (c != '/' && !is_pchar(c)) return route_problem::bad_character;
            continue;
        }
        std::size_t const end = path.find('}');
        if (end == std::string_view::npos) return route_problem::unbalanced;
        std::string_view const name = path.substr(0, end);
        int const index = find_field(params, name);
        for (std::uint64_t left = params.union_fields; left != 0; left &= left - 1)
            if (params.fields[std::countr_zero(left)].name == name) return route_problem::not_required;
        path.remove_prefix(end + 1);
        if (index < 0) return route_problem::unknown_member;
        field const& f = params.fields[index];
        kind const what = f.type->what;
        if (what != kind::string && what != kind::custom && !is_integer(what))
            return route_problem::not_required;
        if ((named >> index & 1) != 0) return route_problem::used_twice;
        named |= std::uint64_t{1} << index;
    }
    return route_problem::none;
}

// The members that a valid path names, and a last element that keeps the array from being empty.
template <std::size_t Count>
constexpr std::array<path_member, Count + 1> find_path_members(std::string_view path, schema const& params) {
    std::array<path_member, Count + 1> out{};
    for (std::size_t i = 0, end = 0; i != Count; ++i) {
        std::size_t const begin = path.find('{', end);
        end = path.find('}', begin) + 1;
        int const field = find_field(params, path.substr(begin + 1, end - begin - 2));
        out[i] = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                  static_cast<std::uint32_t>(field)};
    }
    return out;
}

template <class Op, std::size_t Count>
inline constexpr auto path_members_of = find_path_members<Count>(Op::route.path, schema_of<Op>);

// Whether a struct in the parameters has bounds. Those of the operation itself do not count.
constexpr bool holds_bounds(schema const& params) noexcept {
    for (std::size_t i = 0; i != params.field_count; ++i)
        if (any_type(*params.fields[i].type, [](schema const& at) noexcept { return at.bound_count != 0; }))
            return true;
    return false;
}

// Whether a member in the path is not a string.
constexpr bool names_other_than_strings(schema const& params, std::uint64_t path_fields) noexcept {
    for (std::size_t i = 0; i != params.field_count; ++i)
        if ((path_fields >> i & 1) != 0 && params.fields[i].type->what != kind::string) return true;
    return false;
}

constexpr bool alternatives_are_valid(std::string_view const* names, std::size_t count,
                                      schema const& params) noexcept {
    std::uint64_t named = 0;
    for (std::size_t i = 0; i != count; ++i) {
        int const index = find_field(params, names[i]);
        if (index < 0 || (named >> index & 1) != 0) return false;
        kind const what = params.fields[index].type->what;
        if (what != kind::optional && what != kind::nullable) return false;
        named |= std::uint64_t{1} << index;
    }
    return count >= 2;
}

constexpr bool is_list(schema const& type) noexcept {
    return type.what == kind::array || (type.what == kind::optional && type.element->what == kind::array);
}

constexpr bool limit_is_valid(std::string_view const* names, std::size_t count,
                              schema const& params) noexcept {
    std::uint64_t named = 0;
    for (std::size_t i = 0; i != count; ++i) {
        int const index = find_field(params, names[i]);
        if (index < 0 || (named >> index & 1) != 0 || !is_list(*params.fields[index].type)) return false;
        named |= std::uint64_t{1} << index;
    }
    return true;
}

template <class Result>
constexpr bool result_may_be_absent() noexcept {
    if constexpr (requires { requires !std::is_member_pointer_v<decltype(&Result::may_be_absent)>; })
        return Result::may_be_absent;
    else
        return std::is_same_v<Result, std::string> || is_optional<Result>;
}

// The schema of a `text_body`, which is not read from JSON.
inline constexpr schema text_schema{kind::none, &reset<text_body>};

template <class Result>
constexpr schema const& result_schema() noexcept {
    if constexpr (std::is_same_v<Result, text_body>)
        return text_schema;
    else
        return schema_of<Result>;
}

// Whether no member of the set contains what a query cannot have.
constexpr bool fit_into_query(schema const& params, std::uint64_t fields) noexcept {
    for (std::size_t i = 0; i != params.field_count; ++i)
        if ((fields >> i & 1) != 0 &&
            (holds_map(*params.fields[i].type) || holds_union(*params.fields[i].type)))
            return false;
    return true;
}

template <class Op>
constexpr std::uint64_t query_fields_of([[maybe_unused]] std::uint64_t path_fields) {
    if constexpr (requires { requires !std::is_member_pointer_v<decltype(&Op::in_query)>; }) {
        static_assert(has_body(Op::route.method),
                      "in_query is for POST, PUT and PATCH: a GET or DELETE sends all members in its query");
        std::uint64_t named = 0;
        for (std::string_view const name : Op::in_query) {
            int const index = find_field(schema_of<Op>, name);
            if (index >= 0 && (path_fields >> index & 1) == 0) named |= std::uint64_t{1} << index;
        }
        return named;
    } else {
        return 0;
    }
}

// Whether the members that are neither in the path nor in the query can be parts of a form, and no file is
// in the query.
constexpr bool is_form(schema const& params, std::uint64_t path_fields,
                       std::uint64_t query_fields) noexcept {
    for (std::size_t i = 0; i != params.field_count; ++i) {
        schema const& type = *params.fields[i].type;
        if ((path_fields >> i & 1) != 0) continue;
        if ((query_fields >> i & 1) != 0) {
            if (holds_file(type)) return false;
            continue;
        }
        kind const what = type.what == kind::optional ? type.element->what : type.what;
        bool const scalar = what >= kind::boolean && what <= kind::timestamp;
        if (!scalar && what != kind::file) return false;
    }
    return true;
}

template <class Op>
constexpr operation_descriptor make_descriptor() {
    constexpr auto checked = [] {
        struct {
            route_problem problem;
            std::uint64_t named;
        } out{};
        out.problem = check_route(Op::route.path, schema_of<Op>, out.named);
        return out;
    }();
    static_assert(checked.problem != route_problem::no_slash, "a route must start with a slash");
    static_assert(checked.problem != route_problem::bad_character,
                  "a route contains a character that is not allowed in a path");
    static_assert(checked.problem != route_problem::unbalanced, "a brace in the route is unbalanced");
    static_assert(checked.problem != route_problem::unknown_member,
                  "a {name} in the route is not a member of the operation");
    static_assert(checked.problem != route_problem::used_twice, "a {name} occurs twice in the route");
    static_assert(checked.problem != route_problem::not_required,
                  "a {name} in the route must be a required string or integer member, or one with "
                  "scalar_traits");
    static_assert(has_body(Op::route.method) || !holds_map(schema_of<Op>),
                  "a map cannot be sent in a query: an operation with GET or DELETE must not have one");
    constexpr bool text = std::is_same_v<typename Op::response_type, text_body>;

    constexpr auto member_count = static_cast<std::size_t>(std::popcount(checked.named));
    static_assert(has_body(Op::route.method) || !holds_union(schema_of<Op>),
                  "a union (std::variant) cannot be sent in a query");
    constexpr schema const& result = result_schema<typename Op::response_type>();
    static_assert(!holds_union(result), "a response_type must not contain a union (std::variant)");

    operation_descriptor info{&Op::route,
                              &schema_of<Op>,
                              &result,
                              nullptr,
                              0,
                              nullptr,
                              0,
                              0,
                              path_members_of<Op, member_count>.data(),
                              member_count,
                              checked.named,
                              0,
                              result_may_be_absent<typename Op::response_type>(),
                              text ? "text/plain" : "application/json",
                              text ? &read_text_response : &read_response,
                              nullptr,
                              nullptr,
                              nullptr,
                              nullptr,
                              nullptr,
                              nullptr,
                              nullptr,
                              &read_json<reader>};
    if constexpr (requires { requires !std::is_member_pointer_v<decltype(&Op::in_query)>; }) {
        constexpr std::uint64_t query_fields = query_fields_of<Op>(checked.named);
        static_assert(std::popcount(query_fields) == std::size(Op::in_query),
                      "in_query must name members of the operation that are not in its path, each once");
        static_assert(fit_into_query(schema_of<Op>, query_fields),
                      "a member in in_query must not contain a map or a union (std::variant)");
        info.query_fields = query_fields;
    }
    if constexpr (holds_secret(schema_of<Op>) || holds_secret(result)) info.redact = &redact_mismatches;
    if constexpr (holds_bounds(schema_of<Op>))
        info.check_bounds = &check_all_bounds;
    else if constexpr (schema_of<Op>.bound_count != 0)
        info.check_bounds = &check_bounds;
    if constexpr (names_other_than_strings(schema_of<Op>, checked.named))
        info.append_path_value = &append_path_value;
    if constexpr (has_body(Op::route.method)) {
        info.write_body = &write_json_body;
        if constexpr (query_fields_of<Op>(checked.named) != 0) info.append_query = &append_query_fields;
    } else if constexpr (member_count != schema_of<Op>.field_count) {
        info.append_query = &append_query;
    } else if constexpr (count_fields<Op>().extras != 0) {
        info.append_query = &append_extra_query;
    }
    static_assert(!holds_file(result), "a response_type must not contain a form_file");
    if constexpr (Op::route.body == body_kind::form) {
        static_assert(has_body(Op::route.method), "a GET or DELETE has no form");
        static_assert(is_form(schema_of<Op>, checked.named, query_fields_of<Op>(checked.named)),
                      "a form consists of text, numbers, booleans and files, which may be optional");
        info.write_body = &write_form;
    } else {
        static_assert(!holds_file(schema_of<Op>), "a form_file needs a route made by post_form");
    }
    if constexpr (requires { requires !std::is_member_pointer_v<decltype(&Op::exactly_one)>; }) {
        static_assert(
            alternatives_are_valid(Op::exactly_one, std::size(Op::exactly_one), schema_of<Op>),
            "exactly_one must name at least two optional or nullable members of the operation, each once");
        info.alternatives = Op::exactly_one;
        info.alternative_count = std::size(Op::exactly_one);
        info.check_alternatives = &check_alternatives;
    }
    // A parameter may be named `limit` as well.
    if constexpr (requires { requires !std::is_member_pointer_v<decltype(&Op::max_elements)>; }) {
        static_assert(
            limit_is_valid(Op::max_elements.members, std::size(Op::max_elements.members), schema_of<Op>),
            "max_elements must name lists of the operation, each once");
        info.limited = Op::max_elements.members;
        info.limited_count = std::size(Op::max_elements.members);
        info.max_elements = Op::max_elements.maximum;
        info.check_limit = &check_limit;
    }
    return info;
}

template <class Op>
inline constexpr operation_descriptor descriptor_of = make_descriptor<Op>();

// Creates the request.
[[nodiscard]] std::optional<refusal> build_request(operation_descriptor const& info, void const* params,
                                                   request_options const& options, http_request& request);

// The value of an extra member as it is sent in a query and in a form: JSON strings without quotes, other
// scalars as JSON. Returns whether the value is one of these.
[[nodiscard]] bool decode_extra_text(operation_descriptor const& info, schema const& type,
                                     std::string_view json, std::string& text);

// Checks all that the operation declares of its parameters.
[[nodiscard]] std::optional<refusal> check_params(operation_descriptor const& info, void const* params);

}  // namespace detail

}  // namespace cfdns::inline v0_2

#endif
