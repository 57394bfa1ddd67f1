// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_WRITER_IPP
#define CFDNS_IMPL_WRITER_IPP

#include <cfdns/detail/alternatives.hpp>
#include <cfdns/detail/bytes.hpp>
#include <cfdns/detail/codegen.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/copy_plain.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/detail/writer.hpp>

#include <charconv>
#include <chrono>
#include <string>

namespace cfdns::inline v0_2::detail {

// Each write_* function returns false after it has set `refused`: the return value is cheaper to test than
// the optional.
using refusal_result = std::optional<refusal>;

CFDNS_DECL bool write_value(text_buffer& out, schema const& type, void const* value,
                            refusal_result& refused);
CFDNS_DECL bool write_object(text_buffer& out, schema const& type, void const* object, std::uint64_t skip,
                             refusal_result& refused);

CFDNS_DETAIL_OUTLINE CFDNS_DECL bool refuse(refusal_result& refused, char const* reason) {
    refused = make_refusal({}, reason);
    return false;
}

// Prepends a name or an index to the path of the refused value.
CFDNS_DETAIL_OUTLINE CFDNS_DECL bool refuse_in(refusal_result& refused, std::string_view name) {
    std::string& path = refused->parameter;
    if (!path.empty()) path.insert(0, 1, '/');
    path.insert(0, name);
    return false;
}
CFDNS_DETAIL_OUTLINE CFDNS_DECL bool refuse_in(refusal_result& refused, std::size_t index) {
    return refuse_in(refused, std::to_string(index));
}

// ---- scalars ----

template <class Number>
CFDNS_DETAIL_OUTLINE bool write_number(text_buffer& out, Number value) {
    constexpr std::size_t max_size = 32;
    char* const to = out.prepare(max_size);
    out.commit(std::to_chars(to, to + max_size, value).ptr);
    return true;
}

CFDNS_DETAIL_OUTLINE CFDNS_DECL bool write_literal(text_buffer& out, std::string_view json) {
    out.append(json);
    return true;
}

// Whole numbers are written as integers: to_chars would write 100000.0 as 1e+05.
CFDNS_DETAIL_OUTLINE CFDNS_DECL bool write_real(text_buffer& out, double value, refusal_result& refused) {
    constexpr double exact = 9007199254740992.0;  // 2^53
    if (!is_finite(value)) return refuse(refused, "must be a finite number");
    bool const fits = value > -exact && value < exact;
    std::int64_t const integer = fits ? static_cast<std::int64_t>(value) : 0;
    if (!fits || static_cast<double>(integer) != value) return write_number(out, value);
    if (integer == 0 && is_negative(value)) return write_literal(out, "-0");
    return write_number(out, integer);
}

// Writes the rest of a string, from the first character on that is not plain.
CFDNS_DETAIL_OUTLINE CFDNS_DECL bool write_escaped_rest(text_buffer& out, std::string_view text,
                                                        refusal_result& refused) {
    if (!is_utf8(text)) return refuse(refused, "must be valid UTF-8");
    append_escaped(out, text);
    out.push_back('"');
    return true;
}

CFDNS_DECL bool write_text(text_buffer& out, std::string_view text, refusal_result& refused) {
    char* to = out.prepare(text.size() + 2);
    *to++ = '"';
    std::size_t const plain = copy_plain(to, text);
    to += plain;
    if (plain != text.size()) [[unlikely]] {
        out.commit(to);
        return write_escaped_rest(out, text.substr(plain), refused);
    }
    *to++ = '"';
    out.commit(to);
    return true;
}

CFDNS_DETAIL_OUTLINE CFDNS_DECL bool write_custom(text_buffer& out, schema const& type, void const* value,
                                                  refusal_result& refused) {
    return write_text(out, type.scalar->text(value), refused);
}

// ---- containers ----

CFDNS_DETAIL_OUTLINE CFDNS_DECL bool write_array(text_buffer& out, schema const& type, void const* array,
                                                 refusal_result& refused) {
    element_range const range = type.elements(array);
    auto const* element = static_cast<unsigned char const*>(range.first);
    std::size_t const start = out.view().size();
    for (std::size_t i = 0; i != range.count; ++i, element += range.stride) {
        out.push_back(',');
        if (!write_value(out, *type.element, element, refused)) return refuse_in(refused, i);
    }
    out.enclose(start, '[', ']');
    return true;
}

CFDNS_DETAIL_OUTLINE CFDNS_DECL bool write_map(text_buffer& out, schema const& type, void const* map,
                                               refusal_result& refused) {
    struct map_writer {
        text_buffer& out;
        schema const& type;
        refusal_result& refused;
    } writer{out, *type.element, refused};
    std::size_t const start = out.view().size();
    bool const written =
        type.map->visit(map, &writer, [](void* self, std::string_view name, void const* value) {
            auto& [to, element, problem] = *static_cast<map_writer*>(self);
            to.push_back(',');
            if (!write_text(to, name, problem)) return refuse_in(problem, name);
            to.push_back(':');
            return write_value(to, element, value, problem) || refuse_in(problem, name);
        });
    if (written) out.enclose(start, '{', '}');
    return written;
}

// Absent values are null here: this function is reached only for elements of arrays and for present fields.
CFDNS_DETAIL_OUTLINE CFDNS_DECL bool write_optional(text_buffer& out, schema const& type, void const* value,
                                                    refusal_result& refused) {
    element_range const range = type.elements(value);
    return range.count == 0 ? write_literal(out, "null")
                            : write_value(out, *type.element, range.first, refused);
}

CFDNS_DECL bool write_value(text_buffer& out, schema const& type, void const* value,
                            refusal_result& refused) {
    switch (type.what) {
        case kind::none: return true;
        case kind::boolean: return write_literal(out, literal_of(*static_cast<bool const*>(value)));
        case kind::int8:
        case kind::int16:
        case kind::int32:
        case kind::int64:
        case kind::uint8:
        case kind::uint16:
        case kind::uint32:
        case kind::uint64:
            return with_integer(type.what, value, [&out](auto number) { return write_number(out, number); });
        case kind::seconds:
            return write_number(out, std::int64_t{static_cast<std::chrono::seconds const*>(value)->count()});
        case kind::real: return write_real(out, *static_cast<double const*>(value), refused);
        case kind::string: return write_text(out, *static_cast<std::string const*>(value), refused);
        case kind::secret:
            out.mark_secret();
            return write_text(out, static_cast<secret_string const*>(value)->expose(), refused);
        case kind::timestamp: return write_text(out, static_cast<timestamp const*>(value)->text(), refused);
        case kind::custom: return write_custom(out, type, value, refused);
        case kind::optional:
        case kind::nullable: return write_optional(out, type, value, refused);
        case kind::array: return write_array(out, type, value, refused);
        case kind::object: return write_object(out, type, value, 0, refused);
        case kind::map: return write_map(out, type, value, refused);
        case kind::variant:      // written by the object that contains it
        case kind::file: break;  // only in forms
    }
    return true;
}

// A comma and a declared name, which needs no escape.
CFDNS_DECL void write_name(text_buffer& out, std::string_view name) {
    char* to = out.prepare(name.size() + 4);
    *to++ = ',';
    *to++ = '"';
    copy_bytes(to, name.data(), name.size());
    to += name.size();
    *to++ = '"';
    *to++ = ':';
    out.commit(to);
}

// Fields in `skip` are not written here, so extra members may have their names.
CFDNS_DETAIL_OUTLINE CFDNS_DECL bool write_extra(text_buffer& out, schema const& type,
                                                 extra_members const& extra, std::uint64_t skip,
                                                 refusal_result& refused) {
    for (extra_member const member : extra) {
        int const declared = find_field(type, member.name);
        char const* reason = nullptr;
        if (!is_utf8(member.name) || !type.is_extra(member.json))
            reason = "must be a JSON value nested at most 1000 deep, with a name in UTF-8";
        else if ((declared >= 0 && (skip >> declared & 1) == 0) ||
                 (type.unions && type.unions->find(type, member.name)))
            reason = "must not repeat a declared parameter";
        if (reason) {
            refuse(refused, reason);
            refuse_in(refused, member.name);
            return refuse_in(refused, "extra");
        }
        out.push_back(',');
        if (!write_text(out, member.name, refused)) return false;
        out.push_back(':');
        out.append(member.json);
    }
    return true;
}

// Writes the fields that are present and not in `skip`, and calls `skipped` for the others.
template <class Skipped>
CFDNS_DETAIL_INLINE bool write_fields(text_buffer& out, schema const& type, void* object, std::uint64_t skip,
                                      refusal_result& refused, Skipped&& skipped) {
    for (field const *f = type.fields, *const end = f + type.field_count; f != end; ++f, skip >>= 1) {
        if ((skip & 1) != 0) {
            if (!skipped(*f)) return false;
            continue;
        }
        void const* const value = f->locate(object);
        if (is_absent(*f->type, value)) continue;
        write_name(out, f->name);
        if (!write_value(out, *f->type, value, refused)) return refuse_in(refused, f->name);
    }
    return true;
}
constexpr bool leave_out(field const&) noexcept { return true; }

// Writes the tag of the alternative that is held, and its members, as members of the current object.
CFDNS_DETAIL_OUTLINE CFDNS_DECL bool write_union(text_buffer& out, field const& member, void* object,
                                                 refusal_result& refused) {
    schema const* type = member.type;
    void* value = member.locate(object);
    if (type->what == kind::optional) {
        value = const_cast<void*>(type->elements(value).first);
        type = type->element;
        if (!value) return true;
    }
    held_alternative const held = type->choices->held(value);
    if (!held.address) {
        refuse(refused, "must hold an alternative");
        return refuse_in(refused, member.name);
    }
    alternative_type const& a = type->choices->alternatives[held.index];
    if (!a.tag.name.empty()) {
        write_name(out, a.tag.name);
        if (!write_text(out, a.tag.value, refused)) return false;
    }
    if (!write_fields(out, *a.type, held.address, a.enclosed, refused, leave_out)) return false;
    if (a.tag.object.empty()) return true;
    write_name(out, a.tag.object);
    return write_object(out, *a.type, held.address, ~a.enclosed, refused) ||
           refuse_in(refused, a.tag.object);
}

CFDNS_DETAIL_OUTLINE CFDNS_DECL bool write_fields_and_unions(text_buffer& out, schema const& type,
                                                             void* object, std::uint64_t skip,
                                                             refusal_result& refused) {
    return write_fields(out, type, object, skip | type.union_fields, refused,
                        [&](field const& f) { return !f.is_union || write_union(out, f, object, refused); });
}

CFDNS_DECL bool write_object(text_buffer& out, schema const& type, void const* object, std::uint64_t skip,
                             refusal_result& refused) {
    // The schema is shared with the reader and takes a mutable object. Nothing is written through it here.
    void* const address = const_cast<void*>(object);
    std::size_t const start = out.view().size();
    bool const written = type.unions ? type.unions->write(out, type, address, skip, refused)
                                     : write_fields(out, type, address, skip, refused, leave_out);
    if (!written) return false;
    extra_members const* const extra = type.extra ? type.extra(address) : nullptr;
    if (extra && !extra->empty() && !write_extra(out, type, *extra, skip, refused)) return false;
    out.enclose(start, '{', '}');
    return true;
}

CFDNS_DECL std::optional<refusal> append_value(text_buffer& out, schema const& type, void const* value) {
    refusal_result refused;
    write_value(out, type, value, refused);
    return refused;
}

CFDNS_DECL std::optional<refusal> append_object(text_buffer& out, schema const& type, void const* object,
                                                std::uint64_t skip) {
    refusal_result refused;
    write_object(out, type, object, skip, refused);
    return refused;
}

}  // namespace cfdns::inline v0_2::detail

#endif
