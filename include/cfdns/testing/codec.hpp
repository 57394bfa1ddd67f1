// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_CODEC_HPP
#define CFDNS_TESTING_CODEC_HPP

#include <cfdns/operation.hpp>
#include <cfdns/reply.hpp>

#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/writer.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

/// The other direction of every operation: requests into params, results into replies. For fakes and test servers.
///
/// Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v1::testing {

namespace detail {

using namespace cfdns::detail;

// g++ warns that std::optional's own constructor is chosen over the conversion; its outcome is undone below.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#endif

template <class Op, std::size_t... Index>
Op make_blank(std::index_sequence<Index...>) {
    Op blank{(static_cast<void>(Index), anything{})...};
    // std::optional would rather hold a default than be empty.
    for (std::size_t i = 0; i != schema_of<Op>.field_count; ++i) {
        field const& f = schema_of<Op>.fields[i];
        if (!f.required && f.type->reset) f.type->reset(f.locate(std::addressof(blank)));
    }
    return blank;
}

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

template <class Op>
inline constexpr std::size_t members_of = count_fields<Op>().fields + count_fields<Op>().extras;

// Null params: just whether method and path are the operation's.
[[nodiscard]] bool match_route(operation_info const& info, http_request const& request, std::string_view base_path,
                               void* params);
[[nodiscard]] std::optional<error> read_params(operation_info const& info, http_request const& request, void* params);
[[nodiscard]] http_response make_reply(schema const& type, void const* value, page_info const* page);

}  // namespace detail

/// Reads a request of that operation: its path, and its body (POST, PUT, PATCH) or query (GET, DELETE). Nothing if method
/// or path are another's. What the operation does not declare goes into its `extra`; of a query, as JSON strings.
///
/// No content reads as `{}` where nothing is required. A list in a query is its name given again and again; `+` is a space
/// there.
///
/// *Errors:* `errc::invalid_parameter`, naming the member that is missing, ill-typed or out of its bounds; an empty name if
/// the body is no JSON object or the query is not percent-encoded UTF-8.
template <operation Op>
[[nodiscard]] std::optional<result<Op>> read_request(http_request const& request, endpoint const& where = {}) {
    Op params = detail::make_blank<Op>(std::make_index_sequence<detail::members_of<Op>>{});
    if (!detail::match_route(detail::info_of<Op>, request, where.base_path, std::addressof(params))) return std::nullopt;
    if (auto refused = detail::read_params(detail::info_of<Op>, request, std::addressof(params)))
        return result<Op>{*std::move(refused)};
    return result<Op>{std::move(params)};
}

/// A good reply with that result: status 200 and the API's envelope, with `result_info` if `page` is given.
template <class T>
[[nodiscard]] http_response write_reply(T const& value, std::optional<page_info> const& page = {}) {
    return detail::make_reply(detail::schema_of<T>, std::addressof(value), page ? &*page : nullptr);
}

/// A failure: that status and an envelope with `success` false and those `errors`.
[[nodiscard]] http_response write_failure(int status, std::span<api_message const> errors);

}  // namespace cfdns::inline v1::testing

#include <cfdns/impl/testing/codec.ipp>

#endif
