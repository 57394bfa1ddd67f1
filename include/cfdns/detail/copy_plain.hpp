// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_COPY_PLAIN_HPP
#define CFDNS_DETAIL_COPY_PLAIN_HPP

#include <cfdns/detail/bytes.hpp>
#include <cfdns/detail/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
#endif

// Copies the part of a string that needs no JSON escape, 8 or 16 bytes at a time. For speed only: the last
// loop of `copy_plain` alone would have the same result.
namespace cfdns::inline v0_2::detail {

// Copies 8 bytes. Returns whether they are all ASCII and need no escape.
inline bool copy_word(char* to, char const* from) noexcept {
    std::uint64_t const bytes = load<std::uint64_t>(from);
    std::memcpy(to, &bytes, sizeof bytes);
    // Each subtraction sets the top bit of the bytes below 128 that underflow. A borrow can only affect the
    // next byte if this has already happened.
    std::uint64_t const special = (bytes - every_byte * 0x20) | ((bytes ^ every_byte * '"') - every_byte) |
                                  ((bytes ^ every_byte * '\\') - every_byte);
    return ((bytes | special) & every_top_bit) == 0;
}

// The same for 16 bytes.
inline bool copy_words(char* to, char const* from) noexcept {
#if defined(__SSE2__) || defined(_M_X64)
    __m128i const bytes = _mm_loadu_si128(static_cast<__m128i const*>(static_cast<void const*>(from)));
    _mm_storeu_si128(static_cast<__m128i*>(static_cast<void*>(to)), bytes);
    // A signed comparison, which is false for bytes above 127.
    __m128i const printable = _mm_cmpgt_epi8(bytes, _mm_set1_epi8(0x1f));
    __m128i const quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    __m128i const backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    return _mm_movemask_epi8(_mm_andnot_si128(_mm_or_si128(quote, backslash), printable)) == 0xffff;
#else
    bool const first = copy_word(to, from);
    return copy_word(to + sizeof(std::uint64_t), from + sizeof(std::uint64_t)) && first;
#endif
}

// Copies pieces of `Size` bytes while they are plain. The last piece may overlap the one before it.
template <std::size_t Size, class CopyPiece>
std::size_t copy_pieces(char* to, std::string_view text, CopyPiece copy) noexcept {
    if (text.size() < Size) return 0;
    std::size_t i = 0;
    for (; text.size() - i > Size; i += Size)
        if (!copy(to + i, text.data() + i)) return i;
    return copy(to + text.size() - Size, text.data() + text.size() - Size) ? text.size() : i;
}

// Copies the longest prefix of `text` that is ASCII and needs no escape, and returns its length. Up to
// `text.size()` bytes of `to` may be overwritten.
inline std::size_t copy_plain(char* to, std::string_view text) noexcept {
    std::size_t i =
        text.size() < 16 ? copy_pieces<8>(to, text, &copy_word) : copy_pieces<16>(to, text, &copy_words);
    for (;
         i != text.size() && static_cast<signed char>(text[i]) >= 0x20 && text[i] != '"' && text[i] != '\\';
         ++i)
        to[i] = text[i];
    return i;
}

}  // namespace cfdns::inline v0_2::detail

#endif
