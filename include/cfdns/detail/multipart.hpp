// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_MULTIPART_HPP
#define CFDNS_DETAIL_MULTIPART_HPP

#include <cfdns/core/http.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/refusal.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

// Forms: multipart/form-data (RFC 7578, RFC 2046).
namespace cfdns::inline v0_2 {

struct request_options;

namespace detail {

struct operation_descriptor;

// A boundary is this prefix and a number of ten digits.
inline constexpr std::string_view boundary_prefix = "cfdns-form-";
inline constexpr std::size_t boundary_digits = 10;

// Writes the members that are neither in the path nor in the query as a form: sets the content of the
// request and adds its Content-Type.
[[nodiscard]] std::optional<refusal> write_form(operation_descriptor const& info, void const* params,
                                                request_options const& options, http_request& request);

}  // namespace detail

}  // namespace cfdns::inline v0_2

#endif
