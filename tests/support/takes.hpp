// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_SUPPORT_TAKES_HPP
#define CFDNS_TESTS_SUPPORT_TAKES_HPP

#include "even_text.hpp"

#include <cfdns/detail/schema.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

// Whether a member of that type takes that value as it is: what the reader does, said a second time.
inline bool takes(cfdns::detail::schema const& type, boost::json::value const& value) {
    using cfdns::detail::kind;
    switch (type.what) {
        case kind::optional:
        case kind::nullable: return takes(*type.element, value);
        case kind::boolean: return value.is_bool();
        case kind::string:
        case kind::secret:
        case kind::timestamp: return value.is_string();
        case kind::custom: return value.is_string() && even_text::accepts(value.get_string());
        case kind::map:
            if (!value.is_object()) return false;
            for (auto const& member : value.get_object())
                if (!takes(*type.element, member.value())) return false;
            return true;
        case kind::real: return value.is_number() && !(value.is_double() && std::isinf(value.get_double()));
        case kind::seconds: return value.is_int64();
        case kind::array:
            if (!value.is_array()) return false;
            for (auto const& element : value.get_array())
                if (!takes(*type.element, element)) return false;
            return true;
        case kind::object:
            if (!value.is_object()) return false;
            for (std::size_t i = 0; i != type.field_count; ++i) {
                auto const* member = value.get_object().if_contains(type.fields[i].name);
                if (!member ? type.fields[i].required
                            : !(member->is_null() && !type.fields[i].required) &&
                                  !takes(*type.fields[i].type, *member))
                    return false;
            }
            return true;
        default: break;
    }
    if (!value.is_int64() && !value.is_uint64()) return false;
    bool const negative = value.is_int64() && value.get_int64() < 0;
    std::uint64_t const bits =
        value.is_int64() ? static_cast<std::uint64_t>(value.get_int64()) : value.get_uint64();
    return cfdns::detail::to_integer(type.what, negative, negative ? 0 - bits : bits).fit;
}

// What the reader makes of a value.
struct expected_reading {
    std::optional<boost::json::value> kept{};  // empty if the value is read as empty
    std::size_t mismatches{};                  // how many are reported
};

// How a value is read as a member of that type, or inside of one.
inline expected_reading expected_reading_of(cfdns::detail::schema const& type,
                                            boost::json::value const& value) {
    using cfdns::detail::kind;
    if (type.what == kind::optional || type.what == kind::nullable) {
        if (!value.is_null()) return expected_reading_of(*type.element, value);
        return {type.what == kind::nullable ? std::optional{value} : std::nullopt, 0};
    }
    if (type.what == kind::object && value.is_object()) {
        expected_reading out{boost::json::object{}, 0};
        for (auto const& member : value.get_object()) {
            int const found = cfdns::detail::find_field(type, member.key());
            if (found < 0) {
                if (type.extra) out.kept->get_object()[member.key()] = member.value();
                continue;
            }
            auto const inner = expected_reading_of(*type.fields[found].type, member.value());
            if (!inner.kept && type.fields[found].required) return {std::nullopt, 1};
            if (inner.kept) out.kept->get_object()[member.key()] = *inner.kept;
            out.mismatches += inner.mismatches;
        }
        for (std::size_t i = 0; i != type.field_count; ++i)
            if (type.fields[i].required && !value.get_object().contains(type.fields[i].name))
                return {std::nullopt, 1};
        return out;
    }
    if (type.what == kind::array && type.drops_bad_elements && value.is_array()) {
        expected_reading out{boost::json::array{}, 0};
        for (boost::json::value const& element : value.get_array()) {
            auto const inner = expected_reading_of(*type.element, element);
            if (inner.kept) out.kept->get_array().push_back(*inner.kept);
            out.mismatches += inner.kept ? inner.mismatches : std::max<std::size_t>(inner.mismatches, 1);
        }
        if (out.kept->get_array().empty() && !value.get_array().empty()) out.kept.reset();
        return out;
    }
    if (type.what == kind::array && type.element->what == kind::array && value.is_array()) {
        // An element that is empty empties the list, and the rest of it is ignored.
        expected_reading out{boost::json::array{}, 0};
        for (boost::json::value const& element : value.get_array()) {
            auto const inner = expected_reading_of(*type.element, element);
            if (!inner.kept)
                return {std::nullopt, out.mismatches + std::max<std::size_t>(inner.mismatches, 1)};
            out.kept->get_array().push_back(*inner.kept);
            out.mismatches += inner.mismatches;
        }
        return out;
    }
    if (type.what == kind::map && value.is_object()) {
        expected_reading out{boost::json::object{}, 0};
        for (auto const& member : value.get_object()) {
            auto const inner = expected_reading_of(*type.element, member.value());
            bool const null = member.value().is_null() && type.element->what == kind::optional;
            if (inner.kept || null) out.kept->get_object()[member.key()] = inner.kept.value_or(nullptr);
            out.mismatches +=
                inner.kept || null ? inner.mismatches : std::max<std::size_t>(inner.mismatches, 1);
        }
        if (out.kept->get_object().empty() && !value.get_object().empty()) out.kept.reset();
        return out;
    }
    if (takes(type, value)) return {value, 0};
    return {std::nullopt, 1};
}

// The type of a member of an object, or of the objects in a list.
inline cfdns::detail::schema const& type_of_member(cfdns::detail::schema const& of, std::string_view name) {
    cfdns::detail::schema const& object = of.what == cfdns::detail::kind::array ? *of.element : of;
    return *object.fields[cfdns::detail::find_field(object, name)].type;
}

#endif
