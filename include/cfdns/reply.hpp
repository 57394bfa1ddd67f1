// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_REPLY_HPP
#define CFDNS_REPLY_HPP

#include <cfdns/error.hpp>
#include <cfdns/fields.hpp>
#include <cfdns/http.hpp>
#include <cfdns/rate_limit.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What a reply says besides its result.
namespace cfdns::inline v1 {

/// The envelope's `result_info`: where in a paged list this reply stands.
struct page_info {
    std::optional<std::uint64_t> page{};         ///< Number of this page, from 1.
    std::optional<std::uint64_t> per_page{};     ///< Results per page.
    std::optional<std::uint64_t> count{};        ///< Results on this page.
    std::optional<std::uint64_t> total_count{};  ///< Results in all.
    std::optional<std::uint64_t> total_pages{};  ///< Pages in all.
    CFDNS_FIELDS(page, per_page, count, total_count, total_pages)
};

/// A member of the response that is not what the reference declares. It reads as empty, and so does a list with a number
/// or list in it that is ill-typed; an ill-typed text or object in a list is left out, unless no element could be read.
/// The rest of the response is intact. The member's JSON text is found in the `extra` of the object that it belongs to, if
/// that has one, unless the member may hold a secret.
struct surprise {
    std::string pointer{};   ///< JSON pointer to the place (RFC 6901), from the envelope's root: `/result/soa_serial`.
    std::string expected{};  ///< What the library reads there: "integer".
    /// What was there, shortened: `string "n/a"`. Of operations that may carry a secret, only the kind: `string`.
    std::string found{};
};

/// All that a good reply says besides its result.
struct reply_info {
    int http_status{};                                  ///< Status code.
    std::string cf_ray{};                               ///< `cf-ray`, which Cloudflare's support asks for.
    std::vector<api_message> messages{};                ///< The envelope's `messages`, at most the first 256.
    std::vector<api_message> errors{};                  ///< The envelope's `errors`; in a good reply they are notes.
    std::optional<page_info> result_info{};             ///< The envelope's `result_info`.
    std::optional<cfdns::rate_limit> rate_limit{};      ///< Rate limit headers, if there were any.
    std::vector<surprise> surprises{};                  ///< Ill-typed members, at most the first 64.
};

/// How much of a reply is put up with. What is beyond is refused in linear time.
struct reply_limits {
    /// The largest content, in bytes; more is `errc::response_too_large`, before any of it is read. A result takes memory in
    /// proportion to the content: the library's own up to about 15 times as much, if nearly all of it is empty strings, and
    /// twice that for as long as a list of them grows.
    std::size_t max_bytes{std::size_t{64} << 20};
    /// How deep arrays and objects may stand in one another, the envelope included; what is deeper is no good reply. Values
    /// of this library's own types are not deeper than 32 whatever this is. More than 1000 counts as 1000.
    std::size_t max_depth{32};
};

/// A result with all that came with it.
template <class T>
struct reply {
    T value{};          ///< The result.
    reply_info info{};  ///< The rest of the reply.
};

}  // namespace cfdns::inline v1

#endif
