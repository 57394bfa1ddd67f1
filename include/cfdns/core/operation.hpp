// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_OPERATION_HPP
#define CFDNS_CORE_OPERATION_HPP

#include <cfdns/core/deleted.hpp>
#include <cfdns/core/error.hpp>
#include <cfdns/core/extra.hpp>
#include <cfdns/core/fields.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/core/metadata.hpp>
#include <cfdns/core/no_content.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/core/required.hpp>
#include <cfdns/core/response.hpp>
#include <cfdns/core/route.hpp>
#include <cfdns/core/scalar_traits.hpp>
#include <cfdns/core/text_body.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/operation_descriptor.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// The `operation` concept, and its two pure functions: one turns parameters into a request, the other a
/// response into a result.
namespace cfdns::inline v0_2 {

/// An operation is the struct of its parameters:
///
///     struct details {
///         cfdns::required<std::string> zone_id;
///         using response_type = zone;
///         static constexpr auto route = cfdns::get("/zones/{zone_id}");
///         CFDNS_FIELDS(zone_id)
///     };
///
/// The response is the API's envelope with a result of type `response_type`, except for `text_body`.
///
/// Members named in the route go into the path. All others go into a JSON body (POST, PUT, PATCH), a form
/// (`post_form`) or the query (GET, DELETE), in declaration order; empty optionals and absent nullables are
/// not sent. In a query, a list repeats its name, and a struct is sent as one parameter per member:
/// `account.id`. A `std::variant` of structs is sent as the members of one of them; see `alternative_tag`.
///
/// Optional static members are checked at compile time, like the route:
/// - `static constexpr cfdns::bound bounds[]` limits numbers. Structs in the parameters may also have
///   `bounds`.
/// - `static constexpr std::string_view in_query[]` names members of a POST, PUT or PATCH that go into the
///   query instead of the body.
/// - `static constexpr std::string_view exactly_one[]` names optional or nullable members, exactly one of
///   which must be set. If `extra` is not empty, none of them needs to be set.
/// - `static constexpr cfdns::element_limit<2> max_elements{3500, {"puts", "posts"}}` limits the total
///   number of elements of several lists.
/// - `static constexpr cfdns::api_reference reference` is the operation's entry in the official reference.
template <class Op>
concept operation = detail::has_fields<Op> && requires {
    requires std::default_initializable<typename Op::response_type>;  // the response is read into it
    { Op::route } -> std::same_as<route const&>;
    typename std::bool_constant<Op::route.path.empty() || true>;  // the route is a constant
};

namespace detail {

// A default value, constructed in place and filled by the reader.
template <class T>
result<T> empty_result() {
    if constexpr (std::is_aggregate_v<T>)
        return result<T>{boost::system::in_place_value, in_place_default<T>{}};
    else
        return result<T>{boost::system::in_place_value};
}

// `make_request` and `parse_response`, without what depends on the operation.
[[nodiscard]] result<http_request> make_request_of(operation_descriptor const& info, void const* params,
                                                   request_options const& options);
[[nodiscard]] std::optional<error> parse_response_of(operation_descriptor const& info,
                                                     response_view const& received,
                                                     response_limits const& limits, void* value);

}  // namespace detail

/// Creates a request from the parameters. The request has no credentials; see `authorize`.
///
/// *Errors:* `errc::invalid_parameter`, and `parameter()` names the parameter, for: a path member that is
/// empty, `.` or `..`; an integer outside its documented bounds or a number that is not finite; members in
/// `exactly_one` of which none or more than one is set; more elements than `max_elements` allows; text that
/// is not valid UTF-8; `extra` members that are not valid JSON or repeat a declared member or a name that a
/// union may send; a valueless `std::variant`; null or a list of structs in a query; control characters in a
/// name of a form; a `base_path`, `user_agent` or `headers` that would produce an invalid request. All other
/// values are sent to the service, which validates them.
///
/// The name of a nested member is its path: `peers/1` in a body, `account.id` in a query, and `extra/x` or
/// `account.extra/x` for an extra member.
template <operation Op>
[[nodiscard]] result<http_request> make_request(Op const& params, request_options const& options = {}) {
    return detail::make_request_of(detail::descriptor_of<Op>, std::addressof(params), options);
}

/// Parses a response into the operation's result and the rest of the response. Throws only if memory is
/// exhausted.
///
/// The content must be JSON as specified by RFC 8259: UTF-8, with nothing after the value; a leading byte
/// order mark is ignored. If an object repeats a member name, the last member is used; however, an object
/// with an ill-typed required member is invalid even if a later duplicate is well-typed.
///
/// *Errors:* `errc::api_failure` if the envelope reports a failure, regardless of the status;
/// `errc::unexpected_status` or `errc::malformed_response` if the content is not a valid envelope of the
/// operation; `errc::no_result` for a success without a result; `errc::response_too_large` if the content
/// exceeds `limits`.
template <operation Op>
[[nodiscard]] result<response<typename Op::response_type>> parse_full_response(
    response_view const& received, response_limits const& limits = {}) {
    auto out = detail::empty_result<response<typename Op::response_type>>();
    constexpr auto const& descriptor = detail::descriptor_of<Op>;
    if (auto failure = descriptor.respond(descriptor, received, limits, std::addressof(out.value().value),
                                          out.value().info))
        out = *std::move(failure);
    return out;
}

/// Parses a response into the operation's result. *Errors:* those of `parse_full_response`.
template <operation Op>
[[nodiscard]] result<typename Op::response_type> parse_response(response_view const& received,
                                                                response_limits const& limits = {}) {
    auto out = detail::empty_result<typename Op::response_type>();
    if (auto failure =
            detail::parse_response_of(detail::descriptor_of<Op>, received, limits, std::addressof(*out)))
        out = *std::move(failure);
    return out;
}

}  // namespace cfdns::inline v0_2

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/multipart.ipp>
#include <cfdns/impl/operation.ipp>
#endif

#endif
