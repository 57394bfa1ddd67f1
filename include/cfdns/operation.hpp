// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_OPERATION_HPP
#define CFDNS_OPERATION_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/error.hpp>
#include <cfdns/extra.hpp>
#include <cfdns/fields.hpp>
#include <cfdns/http.hpp>
#include <cfdns/reply.hpp>
#include <cfdns/required.hpp>
#include <cfdns/version.hpp>

#include <cfdns/detail/operation_info.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What an operation is, and the two pure functions over it: params into a request, a reply into a result.
namespace cfdns::inline v1 {

/// GET of a route such as "/zones/{zone_id}/secondary_dns/incoming". Each `{name}` is a member of the operation.
constexpr route get(std::string_view path) noexcept { return {http_method::get, path, idempotency::safe}; }
/// PUT: replaces the whole object, so repeating it is harmless.
constexpr route put(std::string_view path) noexcept { return {http_method::put, path, idempotency::idempotent}; }
/// DELETE: repeating it may answer 404, and leaves the same state.
constexpr route delete_(std::string_view path) noexcept { return {http_method::delete_, path, idempotency::idempotent}; }
/// PATCH: may not be repeated blindly (RFC 5789 section 2).
constexpr route patch(std::string_view path) noexcept { return {http_method::patch, path, idempotency::none}; }
/// POST that creates something: may not be repeated blindly.
constexpr route post(std::string_view path) noexcept { return {http_method::post, path, idempotency::none}; }
/// POST whose repetition is harmless.
constexpr route repeatable_post(std::string_view path) noexcept {
    return {http_method::post, path, idempotency::repeatable};
}

/// An operation is its params struct:
///
///     struct details {                                                             // GET /zones/{zone_id}
///         cfdns::required<std::string> zone_id;
///         using response_type = zone;
///         static constexpr auto route = cfdns::get("/zones/{zone_id}");
///         CFDNS_FIELDS(zone_id)
///     };
///
/// Members named in the route go into the path. The others go into a JSON body (POST, PUT, PATCH) or the query (GET,
/// DELETE), in their order; empty optionals and absent nullables are not sent. `static constexpr cfdns::bound bounds[]`
/// may bound numbers. Both the route and the bounds are checked when the operation is compiled.
template <class Op>
concept operation = detail::has_fields<Op> && requires {
    requires std::default_initializable<typename Op::response_type>;  // what a good reply holds
    { Op::route } -> std::same_as<route const&>;                      // method, path and what repeating it means
    typename std::bool_constant<Op::route.path.empty() || true>;             // a constant
};

/// The answer to deleting something.
struct deleted {
    std::optional<std::string> id{};  ///< Identifier of what was deleted, where the service says it.
    CFDNS_FIELDS(id)
    /// A good reply without a result, such as 204, is an empty value and no error.
    static constexpr bool may_be_absent = true;
};

/// What is known of an operation besides its types: a row of a product's table.
struct operation_facts {
    std::string_view name{};         ///< As the official SDKs call it: "dns.zone_transfers.incoming.create".
    http_method method{};            ///< Request method.
    std::string_view path{};         ///< Path below `endpoint::base_path`, with `{name}` for each member that goes into it.
    idempotency repeating{};         ///< What repeating the request means.
    std::string_view permissions{};  ///< Permission groups of API tokens, one of which is needed; separated by ", ".
    std::string_view plan{};         ///< The plan that has it.
    std::string_view reference{};    ///< Page of the official API reference.
};

/// Types in a row, such as all operations of a product.
template <class... Types>
struct type_list {};

namespace detail {

template <class Op>
constexpr operation_facts facts_of(std::string_view name, std::string_view permissions, std::string_view plan,
                                   std::string_view reference) noexcept {
    return {name, Op::route.method, Op::route.path, Op::route.repeating, permissions, plan, reference};
}

}  // namespace detail

/// Where requests go, apart from the origin (scheme, host and port), which belongs to the transport; and what is to be said
/// there besides the parameters.
struct endpoint {
    /// Starts every target; empty, or `/` and path segments, none of them empty, `.` or `..` (nor `%2e`).
    std::string base_path{"/client/v4"};
    /// User-Agent; empty: none is sent.
    std::string user_agent{"cfdns/" CFDNS_VERSION};
    /// More header fields, after the library's own; `Accept` and `User-Agent` here replace the library's. Credentials have no
    /// place here. Refused are Content-Type, which says what the body is, and what belongs to the HTTP client: Host,
    /// Content-Length, Transfer-Encoding and Connection.
    std::vector<http_header> headers{};
    /// What a POST or PUT without any body member sends: `{}` with its content type, or, if false, no content. The
    /// reference has said both in its time; either may be what a deployment wants.
    bool empty_object{true};
};

namespace detail {

// A default value in its place, to be filled there.
template <class T>
result<T> empty_result() {
    if constexpr (std::is_aggregate_v<T>)
        return result<T>{boost::system::in_place_value, default_of<T>{}};
    else
        return result<T>{boost::system::in_place_value};
}

}  // namespace detail

/// Turns params into a request without credentials.
///
/// *Errors:* `errc::invalid_parameter`, naming it: an empty path member, `.` or `..`; a number out of its documented
/// bounds; text that is no UTF-8; `extra` members that are no JSON or repeat a declared one; null in a query; `base_path`,
/// `user_agent` or `headers` that would break the request. Nothing else is refused.
template <operation Op>
[[nodiscard]] result<http_request> make_request(Op const& params, endpoint const& where = {}) {
    result<http_request> out = detail::empty_result<http_request>();
    error failure = detail::build_request(detail::info_of<Op>, std::addressof(params), where, *out);
    if (failure.code().failed()) out = std::move(failure);
    return out;
}

/// Turns a reply into the operation's result and all that came with it. No reply can make it throw, save for lack of memory.
///
/// JSON is read as RFC 8259 demands: UTF-8 only, nothing after the value; a byte order mark before it is ignored. Of members
/// with equal names the last one counts, but an object of which a required member was ill-typed once is no good.
///
/// *Errors:* `api_failure` where the service says so, whatever the status; `unexpected_status` and `malformed_response`
/// where the content is not what the status and the operation promise; `no_result` for a success without result;
/// `response_too_large` beyond `limits`.
template <operation Op>
[[nodiscard]] result<reply<typename Op::response_type>> parse_reply(response_view const& received,
                                                                    reply_limits const& limits = {}) {
    auto out = detail::empty_result<reply<typename Op::response_type>>();
    error failure = detail::read_reply(detail::info_of<Op>, received, limits, std::addressof(out.value().value), out.value().info);
    if (failure.code().failed()) out = std::move(failure);
    return out;
}

/// Turns a reply into the operation's result. *Errors:* as `parse_reply`.
template <operation Op>
[[nodiscard]] result<typename Op::response_type> parse_response(response_view const& received,
                                                                reply_limits const& limits = {}) {
    auto out = detail::empty_result<typename Op::response_type>();
    reply_info about;
    error failure = detail::read_reply(detail::info_of<Op>, received, limits, std::addressof(out.value()), about);
    if (failure.code().failed()) out = std::move(failure);
    return out;
}

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/operation.ipp>
#endif

#endif
