// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_WRITER_HPP
#define CFDNS_DETAIL_WRITER_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/json_string.hpp>
#include <cfdns/detail/schema.hpp>
#include <cfdns/detail/text_buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Typed values into compact JSON text, straight from the schema.
namespace cfdns::inline v1::detail {

constexpr std::string_view literal_of(bool value) noexcept {
    if (value) return "true";
    return "false";
}

// A value that has no JSON text: where it stands (names and indexes joined by '/'), and why.
struct unwritable {
    std::string place{};
    char const* why = nullptr;
};

// Appends the value. False if it, or something in it, has no JSON text; then `out` holds a part of it.
bool append_value(text_buffer& out, schema const& type, void const* value, unwritable& problem);

// Appends an object of the fields that are not in `skip` (a set of their indexes) and not empty, and of the extra members.
bool append_object(text_buffer& out, schema const& type, void const* object, std::uint64_t skip, unwritable& problem);

}  // namespace cfdns::inline v1::detail

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/writer.ipp>
#endif

#endif
