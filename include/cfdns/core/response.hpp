// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_RESPONSE_HPP
#define CFDNS_CORE_RESPONSE_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/fields.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/core/rate_limit.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Responses: the result, the rest of the envelope, and limits.
namespace cfdns::inline v0_2 {

/// The envelope's `result_info`: the position of this page in a paginated list.
struct page_info {
    std::optional<std::uint64_t> page{};         ///< Number of this page, starting at 1.
    std::optional<std::uint64_t> per_page{};     ///< Maximum number of results per page.
    std::optional<std::uint64_t> count{};        ///< Number of results on this page.
    std::optional<std::uint64_t> total_count{};  ///< Total number of results.
    std::optional<std::uint64_t> total_pages{};  ///< Total number of pages.
    CFDNS_FIELDS(page, per_page, count, total_count, total_pages)
};

/// A value in the response whose type does not match the declaration.
///
/// A mismatched member is read as empty. An element of a list that should be text or an object is left out;
/// if no element of the list is valid, or if the elements are numbers or lists, the whole list is read as
/// empty. A mismatched value of a map is left out; if no value remains, the map is read as empty. The rest
/// of the response is not affected. The raw JSON of the member is stored in the `extra` of the enclosing
/// object, if it has one and the member cannot hold a secret.
struct mismatch {
    /// JSON pointer to the value (RFC 6901), relative to the envelope: `/result/soa_serial`. In maps, names
    /// of more than 64 bytes are shortened; if the operation may carry a secret, the pointer ends at the
    /// map.
    std::string pointer{};
    /// The expected JSON type: `integer`. For a type with `scalar_traits`, its name.
    std::string expected{};
    /// The JSON type that was found and the value, shortened: `string "n/a"`. Only the type if the operation
    /// may carry a secret.
    std::string found{};
};

/// Everything in a successful response except the result.
struct response_info {
    int http_status{};                    ///< Status code.
    std::string cf_ray{};                 ///< `cf-ray`, which Cloudflare support asks for.
    std::vector<api_message> messages{};  ///< The envelope's `messages`, at most the first 256.
    std::vector<api_message> errors{};    ///< The envelope's `errors`; not fatal in a successful response.
    std::optional<page_info> result_info{};         ///< The envelope's `result_info`.
    std::optional<cfdns::rate_limit> rate_limit{};  ///< Reported rate limit, if any.
    std::vector<mismatch> mismatches{};             ///< Values of the wrong type, at most the first 64.
};

/// Limits on response size and nesting depth. Larger responses are rejected in linear time.
struct response_limits {
    /// Maximum size of the content in bytes. Larger content is rejected with `errc::response_too_large`
    /// without being parsed. Memory use is proportional to the size of the content, but the factor depends
    /// on the result type, because an element of a list takes its size as an object even if its text is as
    /// short as `{}`. For lists of records it is about 30 if the content is almost entirely empty strings,
    /// for lists of zones 90, and for `dnssec::zsk::list` 200; twice as much while a list grows.
    std::size_t max_bytes{std::size_t{64} << 20};
    /// Maximum nesting depth of arrays and objects, including the envelope. Deeper responses are invalid.
    /// Values above 1000 are treated as 1000. Declared members are limited to a depth of 32 in any case.
    std::size_t max_depth{32};
};

/// A result together with the rest of the response.
template <class T>
struct response {
    T value{};             ///< The result.
    response_info info{};  ///< The rest of the response.
};

}  // namespace cfdns::inline v0_2

#endif
