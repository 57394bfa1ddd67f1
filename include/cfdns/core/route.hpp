// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_ROUTE_HPP
#define CFDNS_CORE_ROUTE_HPP

#include <cfdns/core/http.hpp>
#include <cfdns/core/idempotency.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

/// Method and path of an operation, and the bounds of its parameters.
namespace cfdns::inline v0_2 {

/// How the members of an operation are sent in the body of a POST, PUT or PATCH.
enum class body_kind : unsigned char {
    json,  ///< As a JSON object.
    form,  ///< As a form: `multipart/form-data` (RFC 7578), one part per member.
};

/// Method, path and idempotency of an operation.
struct route {
    http_method method{};     ///< Request method.
    std::string_view path{};  ///< Path relative to `request_options::base_path`; `{name}` denotes a member.
    cfdns::idempotency idempotency{};  ///< Effect of repeating the request.
    body_kind body{body_kind::json};   ///< How the members are sent, if the request has a body.
};

/// A GET route, such as "/zones/{zone_id}/secondary_dns/incoming". Each `{name}` is a member of the
/// operation.
constexpr route get(std::string_view path) noexcept { return {http_method::get, path, idempotency::safe}; }
/// A PUT route. PUT replaces the whole object and is idempotent.
constexpr route put(std::string_view path) noexcept {
    return {http_method::put, path, idempotency::idempotent};
}
/// A DELETE route. DELETE is idempotent, although a repeated DELETE may return 404.
constexpr route delete_(std::string_view path) noexcept {
    return {http_method::delete_, path, idempotency::idempotent};
}
/// A PATCH route. By default not idempotent (RFC 5789 section 2).
constexpr route patch(std::string_view path, idempotency repeating = idempotency::none) noexcept {
    return {http_method::patch, path, repeating};
}
/// A POST route. By default not idempotent, as POST usually creates an object.
constexpr route post(std::string_view path, idempotency repeating = idempotency::none) noexcept {
    return {http_method::post, path, repeating};
}
/// A POST route whose members are sent as a form, in declaration order: text as it is, numbers and booleans
/// as in JSON, and `form_file`. Members that are neither in the path nor in `in_query` must have one of
/// these types, possibly in `required` or `std::optional`; `extra` may hold JSON strings, numbers and
/// literals.
constexpr route post_form(std::string_view path, idempotency repeating = idempotency::none) noexcept {
    return {http_method::post, path, repeating, body_kind::form};
}

/// Documented bounds of a numeric member of an operation, or of a struct in its parameters. `make_request`
/// rejects values outside these bounds.
struct bound {
    std::string_view member{};  ///< Name of the member.
    std::int64_t minimum{};     ///< Minimum value; for durations in seconds.
    /// Maximum value; for durations in seconds.
    std::int64_t maximum{(std::numeric_limits<std::int64_t>::max)()};
    std::optional<std::int64_t> also{};  ///< A single value outside the bounds that is allowed as well.
};

/// Documented maximum number of elements that several lists of an operation may have in total.
/// `make_request` rejects more.
template <std::size_t Lists>
struct element_limit {
    std::size_t maximum{};              ///< Maximum number of elements.
    std::string_view members[Lists]{};  ///< Names of the lists.
};

}  // namespace cfdns::inline v0_2

#endif
