// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_WRITER_HPP
#define CFDNS_DETAIL_WRITER_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/json_string.hpp>
#include <cfdns/detail/refusal.hpp>
#include <cfdns/detail/schema.hpp>
#include <cfdns/detail/text_buffer.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

// Writes typed values as compact JSON, driven by their schema.
namespace cfdns::inline v0_2::detail {

constexpr std::string_view literal_of(bool value) noexcept {
    if (value) return "true";
    return "false";
}

// Appends the value. If JSON cannot represent it, returns why; `out` then ends with an incomplete value.
[[nodiscard]] std::optional<refusal> append_value(text_buffer& out, schema const& type, void const* value);

// Appends an object with its extra members and all fields that are present, except those in `skip` (a set of
// field indexes).
[[nodiscard]] std::optional<refusal> append_object(text_buffer& out, schema const& type, void const* object,
                                                   std::uint64_t skip);

}  // namespace cfdns::inline v0_2::detail

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/writer.ipp>
#endif

#endif
