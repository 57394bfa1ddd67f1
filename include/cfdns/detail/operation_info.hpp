// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_OPERATION_INFO_HPP
#define CFDNS_DETAIL_OPERATION_INFO_HPP

#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/schema.hpp>
#include <cfdns/idempotency.hpp>
#include <cfdns/reply.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace cfdns::inline v1 {

/// Method and path of an operation. The path holds `{name}` for each member that goes into it.
struct route {
    http_method method{};        ///< Request method.
    std::string_view path{};     ///< Path below `endpoint::base_path`.
    idempotency repeating{};     ///< What repeating the request means.
};

/// Documented bounds of a number among an operation's members; values outside are refused before sending.
struct bound {
    std::string_view member{};                                            ///< Name of the member.
    std::int64_t minimum{};                                               ///< Least value; of durations in seconds.
    std::int64_t maximum{(std::numeric_limits<std::int64_t>::max)()};       ///< Greatest value.
};

struct endpoint;

namespace detail {

// An operation as constant data.
struct operation_info {
    route const* where;
    schema const* params;
    schema const* result;
    bound const* bounds;
    std::size_t bound_count;
    std::uint64_t path_fields;   // set of indexes of the params' fields
    bool result_may_be_absent;   // then it reads as an empty value
    // Here, so that only who uses an operation pays for the parser.
    read_summary (*read)(schema const& type, void* value, std::string_view json, std::vector<surprise>& surprises,
                         std::size_t depth);
};

constexpr bool is_pchar(char c) noexcept {  // RFC 3986 3.3, without the percent sign
    return is_alnum(c) || std::string_view{"-._~!$&'()*+,;=:@"}.find(c) != std::string_view::npos;
}

enum class route_problem { none, no_slash, bad_character, unbalanced, unknown_member, used_twice, not_required };

// Walks over the template and collects the fields that it names.
constexpr route_problem check_route(std::string_view path, schema const& params, std::uint64_t& named) noexcept {
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
        int const index = find_field(params, path.substr(0, end));
        path.remove_prefix(end + 1);
        if (index < 0) return route_problem::unknown_member;
        field const& f = params.fields[index];
        if (f.type->what != kind::string && !is_integer(f.type->what)) return route_problem::not_required;
        if ((named >> index & 1) != 0) return route_problem::used_twice;
        named |= std::uint64_t{1} << index;
    }
    return route_problem::none;
}

constexpr bool bounds_are_good(bound const* bounds, std::size_t count, schema const& params) noexcept {
    for (std::size_t i = 0; i != count; ++i) {
        int const index = find_field(params, bounds[i].member);
        if (index < 0) return false;
        schema const* type = params.fields[index].type;
        if (type->what == kind::optional || type->what == kind::nullable) type = type->element;
        if (!is_integer(type->what) && type->what != kind::seconds) return false;
    }
    return true;
}

template <class Result>
constexpr bool result_may_be_absent() noexcept {
    if constexpr (requires { Result::may_be_absent; })
        return Result::may_be_absent;
    else
        return std::is_same_v<Result, std::string> || is_optional<Result>;
}

template <class Op>
constexpr operation_info make_info() {
    constexpr auto checked = [] {
        struct {
            route_problem problem;
            std::uint64_t named;
        } out{};
        out.problem = check_route(Op::route.path, schema_of<Op>, out.named);
        return out;
    }();
    static_assert(checked.problem != route_problem::no_slash, "a route must start with a slash");
    static_assert(checked.problem != route_problem::bad_character, "a route holds a character that no path may hold");
    static_assert(checked.problem != route_problem::unbalanced, "a brace in the route has no partner");
    static_assert(checked.problem != route_problem::unknown_member,
                  "a {name} in the route is not a member of the operation");
    static_assert(checked.problem != route_problem::used_twice, "a {name} stands twice in the route");
    static_assert(checked.problem != route_problem::not_required,
                  "a {name} in the route must be a required string or integer member");

    operation_info info{&Op::route, &schema_of<Op>, &schema_of<typename Op::response_type>, nullptr, 0, checked.named,
                        result_may_be_absent<typename Op::response_type>(), &read_json<reader>};
    if constexpr (requires { Op::bounds; }) {
        static_assert(bounds_are_good(Op::bounds, std::size(Op::bounds), schema_of<Op>),
                      "bounds must name integer or seconds members of the operation");
        info.bounds = Op::bounds;
        info.bound_count = std::size(Op::bounds);
    }
    return info;
}

template <class Op>
inline constexpr operation_info info_of = make_info<Op>();

// Makes the request. An error without code: all is well.
[[nodiscard]] error build_request(operation_info const& info, void const* params, endpoint const& where, http_request& request);

[[nodiscard]] bool has_body(http_method method) noexcept;

// What the documented bounds refuse.
[[nodiscard]] std::optional<error> out_of_bounds(operation_info const& info, void const* params);

// Reads the reply into `value`, which is of the operation's response type. An error without code: all is well.
[[nodiscard]] error read_reply(operation_info const& info, response_view const& received, reply_limits const& limits,
                               void* value, reply_info& about);

// Whether a request or a reply of the operation may carry a secret: then nothing of their content is shown.
[[nodiscard]] inline bool may_carry_secret(operation_info const& info) noexcept {
    return holds_secret(*info.params) || holds_secret(*info.result);
}

}  // namespace detail

}  // namespace cfdns::inline v1

#endif
