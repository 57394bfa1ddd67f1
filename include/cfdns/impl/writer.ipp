// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_WRITER_IPP
#define CFDNS_IMPL_WRITER_IPP

#include <cfdns/detail/bytes.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/detail/writer.hpp>

#include <boost/config.hpp>

#include <charconv>
#include <chrono>
#include <string>
#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#endif

namespace cfdns::inline v1::detail {

// ---- scalars. What append_value calls is not inlined there, so that it saves no registers on the way ----

template <class Number>
BOOST_NOINLINE bool append_number(text_buffer& out, Number value) {
    constexpr std::size_t longest = 32;
    char* const to = out.room(longest);
    out.grow_to(std::to_chars(to, to + longest, value).ptr);
    return true;
}

BOOST_NOINLINE CFDNS_DECL bool append_literal(text_buffer& out, std::string_view json) {
    out.append(json);
    return true;
}

// to_chars alone would write 1e+05 for a hundred thousand. A program may be compiled so that comparisons do not tell NaN and
// infinity (-ffast-math), hence the bits.
BOOST_NOINLINE CFDNS_DECL bool append_real(text_buffer& out, double value, unwritable& problem) {
    constexpr double exact = 9007199254740992.0;  // 2^53
    if (!is_finite(value)) {
        problem.why = "must be a finite number";
        return false;
    }
    bool const fits = value > -exact && value < exact;
    std::int64_t const whole = fits ? static_cast<std::int64_t>(value) : 0;
    if (!fits || static_cast<double>(whole) != value) return append_number(out, value);
    if (whole == 0 && is_negative(value)) return append_literal(out, "-0");
    return append_number(out, whole);
}

// Copies a word; whether it is ASCII and needs no escape.
inline bool copy_word(char* to, char const* from) noexcept {
    std::uint64_t const bytes = load<std::uint64_t>(from);
    std::memcpy(to, &bytes, sizeof bytes);
    // Of bytes below 128, those underflow that are less; a byte that does takes from its neighbour only once that is so.
    std::uint64_t const less = (bytes - every_byte * 0x20) | ((bytes ^ every_byte * '"') - every_byte) |
                               ((bytes ^ every_byte * '\\') - every_byte);
    return ((bytes | less) & every_top_bit) == 0;
}

// The same of two words.
inline bool copy_words(char* to, char const* from) noexcept {
#if defined(__SSE2__) || defined(_M_X64)
    __m128i const bytes = _mm_loadu_si128(static_cast<__m128i const*>(static_cast<void const*>(from)));
    _mm_storeu_si128(static_cast<__m128i*>(static_cast<void*>(to)), bytes);
    __m128i const printable = _mm_cmpgt_epi8(bytes, _mm_set1_epi8(0x1f));  // as signed numbers, so nothing beyond ASCII
    __m128i const quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    __m128i const backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    return _mm_movemask_epi8(_mm_andnot_si128(_mm_or_si128(quote, backslash), printable)) == 0xffff;
#else
    bool const first = copy_word(to, from);
    return copy_word(to + sizeof(std::uint64_t), from + sizeof(std::uint64_t)) && first;
#endif
}

// Copies the text in pieces of that size while they are plain, the last bytes maybe for the second time.
template <std::size_t Size, class CopyPiece>
std::size_t copy_pieces(char* to, std::string_view text, CopyPiece copy) noexcept {
    if (text.size() < Size) return 0;
    std::size_t i = 0;
    for (; text.size() - i > Size; i += Size)
        if (!copy(to + i, text.data() + i)) return i;
    return copy(to + text.size() - Size, text.data() + text.size() - Size) ? text.size() : i;
}

// Copies the start of the text that is ASCII and needs no escape.
CFDNS_DECL std::size_t copy_plain(char* to, std::string_view text) noexcept {
    std::size_t i = text.size() < 16 ? copy_pieces<8>(to, text, &copy_word) : copy_pieces<16>(to, text, &copy_words);
    for (; i != text.size() && static_cast<signed char>(text[i]) >= 0x20 && text[i] != '"' && text[i] != '\\'; ++i) to[i] = text[i];
    return i;
}

// What follows the plain start of a string.
BOOST_NOINLINE CFDNS_DECL bool append_rest_of_text(text_buffer& out, std::string_view text, unwritable& problem) {
    if (!is_utf8(text)) {
        problem.why = "must be valid UTF-8";
        return false;
    }
    append_escaped(out, text);
    out.push_back('"');
    return true;
}

CFDNS_DECL bool append_text(text_buffer& out, std::string_view text, unwritable& problem) {
    char* to = out.room(text.size() + 2);
    *to++ = '"';
    std::size_t const plain = copy_plain(to, text);
    to += plain;
    if (plain != text.size()) [[unlikely]] {
        out.grow_to(to);
        return append_rest_of_text(out, text.substr(plain), problem);
    }
    *to++ = '"';
    out.grow_to(to);
    return true;
}

// False: the value at that place has no JSON text.
BOOST_NOINLINE CFDNS_DECL bool fail_at(unwritable& problem, std::string_view name) {
    if (!problem.place.empty()) problem.place.insert(0, 1, '/');
    problem.place.insert(0, name);
    return false;
}
BOOST_NOINLINE CFDNS_DECL bool fail_at(unwritable& problem, std::size_t index) { return fail_at(problem, std::to_string(index)); }

BOOST_NOINLINE CFDNS_DECL bool append_array(text_buffer& out, schema const& type, void const* array, unwritable& problem) {
    element_range const range = type.elements(array);
    auto const* element = static_cast<unsigned char const*>(range.first);
    std::size_t const start = out.view().size();
    for (std::size_t i = 0; i != range.count; ++i, element += range.stride) {
        out.push_back(',');
        if (!append_value(out, *type.element, element, problem)) return fail_at(problem, i);
    }
    out.enclose(start, '[', ']');
    return true;
}

// An empty one is null: only as an element of an array, since empty fields are left out.
BOOST_NOINLINE CFDNS_DECL bool append_optional(text_buffer& out, schema const& type, void const* value, unwritable& problem) {
    element_range const range = type.elements(value);
    return range.count == 0 ? append_literal(out, "null") : append_value(out, *type.element, range.first, problem);
}

CFDNS_DECL bool append_value(text_buffer& out, schema const& type, void const* value, unwritable& problem) {
    switch (type.what) {
        case kind::none: return true;
        case kind::boolean: return append_literal(out, literal_of(*static_cast<bool const*>(value)));
        case kind::int8:
        case kind::int16:
        case kind::int32:
        case kind::int64:
        case kind::uint8:
        case kind::uint16:
        case kind::uint32:
        case kind::uint64: return with_integer(type.what, value, [&out](auto number) { return append_number(out, number); });
        case kind::seconds: return append_number(out, std::int64_t{static_cast<std::chrono::seconds const*>(value)->count()});
        case kind::real: return append_real(out, *static_cast<double const*>(value), problem);
        case kind::string: return append_text(out, *static_cast<std::string const*>(value), problem);
        case kind::secret:
            out.hold_secret();
            return append_text(out, static_cast<secret_string const*>(value)->expose(), problem);
        case kind::timestamp: return append_text(out, static_cast<timestamp const*>(value)->text(), problem);
        case kind::optional:
        case kind::nullable: return append_optional(out, type, value, problem);
        case kind::array: return append_array(out, type, value, problem);
        case kind::object: return append_object(out, type, value, 0, problem);
    }
    return true;
}

// A comma and a declared name, which needs no escape.
CFDNS_DECL void append_name(text_buffer& out, std::string_view name) {
    char* to = out.room(name.size() + 4);
    *to++ = ',';
    *to++ = '"';
    copy_bytes(to, name.data(), name.size());
    to += name.size();
    *to++ = '"';
    *to++ = ':';
    out.grow_to(to);
}

// Members that the struct does not declare. Those in `skip` are not sent here, so their names are free.
BOOST_NOINLINE CFDNS_DECL bool append_extra(text_buffer& out, schema const& type, extra_members const& extra, std::uint64_t skip,
                                            unwritable& problem) {
    for (extra_member const member : extra) {
        int const declared = find_field(type, member.name);
        if (!is_utf8(member.name) || !type.is_extra(member.json))
            problem.why = "must have names in UTF-8 and values that are JSON, nested at most 1000 deep";
        else if (declared >= 0 && (skip >> declared & 1) == 0)
            problem.why = "must not repeat a declared parameter";
        if (problem.why) {
            fail_at(problem, member.name);
            return fail_at(problem, "extra");
        }
        out.push_back(',');
        append_string(out, member.name);
        out.push_back(':');
        out.append(member.json);
    }
    return true;
}

CFDNS_DECL bool append_object(text_buffer& out, schema const& type, void const* object, std::uint64_t skip,
                              unwritable& problem) {
    // The tables serve reading too, hence take a mutable object; nothing is written through it here.
    void* const address = const_cast<void*>(object);
    std::size_t const start = out.view().size();
    std::uint64_t skipped = skip;
    for (field const *f = type.fields, *const end = f + type.field_count; f != end; ++f, skipped >>= 1) {
        if ((skipped & 1) != 0) continue;
        void const* const value = f->locate(address);
        if (is_absent(*f->type, value)) continue;
        append_name(out, f->name);
        if (!append_value(out, *f->type, value, problem)) return fail_at(problem, f->name);
    }
    extra_members const* const extra = type.extra ? type.extra(address) : nullptr;
    if (extra && !extra->empty() && !append_extra(out, type, *extra, skip, problem)) return false;
    out.enclose(start, '{', '}');
    return true;
}

}  // namespace cfdns::inline v1::detail

#endif
