// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_SUPPORT_TAKES_HPP
#define CFDNS_TESTS_SUPPORT_TAKES_HPP

#include <cfdns/detail/schema.hpp>

#include <boost/json.hpp>

#include <cstdint>
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
        case kind::real: return value.is_number();
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

// The type of a member of an object, or of the objects in a list.
inline cfdns::detail::schema const& type_of_member(cfdns::detail::schema const& of, std::string_view name) {
    cfdns::detail::schema const& object = of.what == cfdns::detail::kind::array ? *of.element : of;
    return *object.fields[cfdns::detail::find_field(object, name)].type;
}

#endif
