// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_WRITER_IPP
#define CFDNS_IMPL_WRITER_IPP

#include <cfdns/detail/bytes.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/detail/writer.hpp>

#include <charconv>
#include <cmath>

namespace cfdns::inline v1::detail {

CFDNS_DECL std::size_t count_unescaped(std::string_view text) noexcept {
    return count_plain(
        text, [](std::uint64_t bytes) { return any_below(bytes, 0x20) | any_equal(bytes, '"') | any_equal(bytes, '\\'); },
        [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; });
}

template <class Number>
void append_number(text_buffer& out, Number value) {
    char digits[32];
    auto const end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out.append({digits, static_cast<std::size_t>(end - digits)});
}

// to_chars alone would write 1e+05 for a hundred thousand.
CFDNS_DECL void append_real(text_buffer& out, double value) {
    constexpr double exact = 9007199254740992.0;  // 2^53
    if (value > -exact && value < exact && value == std::trunc(value))
        append_number(out, static_cast<std::int64_t>(value));
    else
        append_number(out, value);
}

CFDNS_DECL bool append_text(text_buffer& out, std::string_view text, unwritable& problem) {
    if (!is_utf8(text)) {
        problem.why = "must be valid UTF-8";
        return false;
    }
    append_string(out, text);
    return true;
}

CFDNS_DECL void prepend_place(unwritable& problem, std::string_view name) {
    if (!problem.place.empty()) problem.place.insert(0, 1, '/');
    problem.place.insert(0, name);
}

CFDNS_DECL bool append_array(text_buffer& out, schema const& type, void const* array, unwritable& problem) {
    element_range const range = type.elements(array);
    auto const* element = static_cast<unsigned char const*>(range.first);
    out.push_back('[');
    for (std::size_t i = 0; i != range.count; ++i, element += range.stride) {
        if (i != 0) out.push_back(',');
        if (!append_value(out, *type.element, element, problem)) {
            prepend_place(problem, std::to_string(i));
            return false;
        }
    }
    out.push_back(']');
    return true;
}

CFDNS_DECL bool append_value(text_buffer& out, schema const& type, void const* value, unwritable& problem) {
    switch (type.what) {
        case kind::boolean: out.append(*static_cast<bool const*>(value) ? "true" : "false"); return true;
        case kind::int32: append_number(out, *static_cast<std::int32_t const*>(value)); return true;
        case kind::int64: append_number(out, *static_cast<std::int64_t const*>(value)); return true;
        case kind::uint32: append_number(out, *static_cast<std::uint32_t const*>(value)); return true;
        case kind::uint64: append_number(out, *static_cast<std::uint64_t const*>(value)); return true;
        case kind::seconds: append_number(out, static_cast<std::chrono::seconds const*>(value)->count()); return true;
        case kind::real:
            if (!std::isfinite(*static_cast<double const*>(value))) {
                problem.why = "must be a finite number";
                return false;
            }
            append_real(out, *static_cast<double const*>(value));
            return true;
        case kind::string: return append_text(out, *static_cast<std::string const*>(value), problem);
        case kind::secret: return append_text(out, static_cast<secret_string const*>(value)->expose(), problem);
        case kind::timestamp: return append_text(out, static_cast<timestamp const*>(value)->text(), problem);
        case kind::optional: {
            element_range const range = type.elements(value);
            if (range.count != 0) return append_value(out, *type.element, range.first, problem);
            out.append("null");  // only as an element of an array; empty fields are left out
            return true;
        }
        case kind::array: return append_array(out, type, value, problem);
        case kind::object: return append_object(out, type, value, 0, problem);
    }
    return true;
}

CFDNS_DECL bool append_object(text_buffer& out, schema const& type, void const* object, std::uint64_t skip,
                              unwritable& problem) {
    // The tables serve reading too, hence take a mutable object; nothing is written through it here.
    void* const address = const_cast<void*>(object);
    bool first = true;
    auto const name_next = [&](std::string_view name) {
        if (!first) out.push_back(',');
        first = false;
        append_string(out, name);
        out.push_back(':');
    };
    out.push_back('{');
    for (std::size_t i = 0; i != type.field_count; ++i) {
        field const& f = type.fields[i];
        if ((skip >> i & 1) != 0) continue;
        void const* const value = f.locate(address);
        if (f.type->what == kind::optional && f.type->elements(value).count == 0) continue;
        name_next(f.name);
        if (!append_value(out, *f.type, value, problem)) {
            prepend_place(problem, f.name);
            return false;
        }
    }
    if (type.extra) {
        for (extra_member const member : *type.extra(address)) {
            int const declared = find_field(type.fields, type.field_count, member.name);
            if (!is_utf8(member.name) || !is_json(member.json))
                problem.why = "must have names in UTF-8 and values that are JSON";
            else if (declared >= 0 && (skip >> declared & 1) == 0)
                problem.why = "must not repeat a declared parameter";
            if (problem.why) {
                prepend_place(problem, member.name);
                prepend_place(problem, "extra");
                return false;
            }
            name_next(member.name);
            out.append(member.json);
        }
    }
    out.push_back('}');
    return true;
}

}  // namespace cfdns::inline v1::detail

#endif
