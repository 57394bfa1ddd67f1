// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_CODEC_HPP
#define CFDNS_TESTING_CODEC_HPP

#include <cfdns/core/operation.hpp>
#include <cfdns/core/response.hpp>

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cfdns::inline v0_2::detail {

// If `params` is null, only compares method and path. `refused` is set to a member of the path that does not
// accept its text.
[[nodiscard]] bool match_route(operation_descriptor const& info, http_request const& request,
                               std::string_view base_path, void* params, field const** refused = nullptr);
[[nodiscard]] std::optional<std::optional<error>> read_whole_request(operation_descriptor const& info,
                                                                     http_request const& request,
                                                                     std::string_view base_path,
                                                                     void* params);
[[nodiscard]] http_response make_text_response(text_body const& value);
// If `value` is null, the envelope has no result.
[[nodiscard]] http_response make_response(schema const& type, void const* value, page_info const* page,
                                          std::span<api_message const> messages);

}  // namespace cfdns::inline v0_2::detail

/// The server side of each operation: reads requests into parameters, and writes results as responses. For
/// in-memory services and test servers.
///
/// Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing {

/// Reads a request of the operation `Op`: its path, and its body (POST, PUT, PATCH: JSON, or the form of
/// `post_form`) or query (GET, DELETE, and members in `in_query`).
/// Returns `std::nullopt` if the method or the path does not match. Members that the operation does not
/// declare are stored in its `extra`, those of a query or form as JSON strings.
///
/// A member with `scalar_traits` in the path matches any text; text that it does not accept is an error.
///
/// Absent content is read as `{}` if no member of the body is required. In a query, a repeated name denotes
/// a list, a dotted name such as `account.id` a member of a struct (or of its `extra`), and `+` a space. The
/// name of a struct without a member is treated as an undeclared parameter.
///
/// *Errors:* `errc::invalid_parameter`, naming the member that is missing, of another type, out of bounds or
/// not allowed by `exactly_one`; the name is empty if the body is not a JSON object (or, for `post_form`,
/// not `multipart/form-data` with its boundary) or the query is not percent-encoded UTF-8.
template <operation Op>
[[nodiscard]] std::optional<result<Op>> read_request(http_request const& request,
                                                     request_options const& options = {}) {
    auto const& descriptor = cfdns::detail::descriptor_of<Op>;
    Op params = cfdns::detail::make_blank<Op>();
    auto refused =
        cfdns::detail::read_whole_request(descriptor, request, options.base_path, std::addressof(params));
    if (!refused) return std::nullopt;
    if (*refused) return result<Op>{**std::move(refused)};
    return result<Op>{std::move(params)};
}

/// A successful response with the result `value`: status 200 and the API's envelope, with `result_info` if
/// `page` is given, and with these `messages`. The envelope of `no_content` has no `result`. A `text_body`
/// is written without an envelope, with its `content_type` or, if that is empty, `text/plain`; `page` and
/// `messages` are then ignored.
template <class T>
[[nodiscard]] http_response write_response(T const& value, std::optional<page_info> const& page = {},
                                           std::span<api_message const> messages = {}) {
    if constexpr (std::is_same_v<T, text_body>)
        return cfdns::detail::make_text_response(value);
    else if constexpr (std::is_same_v<T, no_content>)
        return cfdns::detail::make_response(cfdns::detail::schema_of<T>, nullptr, nullptr, messages);
    else
        return cfdns::detail::make_response(cfdns::detail::schema_of<T>, std::addressof(value),
                                            page ? &*page : nullptr, messages);
}

/// A failed response: the given status and the API's envelope with `success` false and these `errors`.
[[nodiscard]] http_response write_failure(int status, std::span<api_message const> errors);

/// A failed response with one error: its code, its message and, unless it is empty, a JSON pointer to the
/// member of the body that caused it.
[[nodiscard]] http_response write_failure(int status, std::int64_t code, std::string message,
                                          std::string pointer = {});

}  // namespace cfdns::inline v0_2::testing

#if CFDNS_HAS_TESTING_DEFINITIONS
#include <cfdns/impl/testing/codec.ipp>
#endif

#endif
