// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/assign_text.hpp>
#include <cfdns/detail/bytes.hpp>
#include <cfdns/detail/uri.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/detail/writer.hpp>

namespace {

namespace detail = cfdns::detail;

constexpr std::size_t longest = 70;

// No two bytes are the same.
std::string text_of(std::size_t size) {
    std::string text;
    for (std::size_t i = 0; i != size; ++i) text += static_cast<char>('!' + i);
    return text;
}

}  // namespace

TEST_CASE("copy_bytes copies exactly the requested bytes") {
    for (std::size_t size = 0; size != longest; ++size) {
        CAPTURE(size);
        std::string const text = text_of(size);
        std::string to(size + 2, '?');
        detail::copy_bytes(to.data() + 1, text.data(), size);
        CHECK(to == "?" + text + "?");
    }
}

TEST_CASE("equal_bytes detects a difference in any position") {
    for (std::size_t size = 0; size != longest; ++size) {
        CAPTURE(size);
        std::string const text = text_of(size);
        std::string other = text;
        CHECK(detail::equal_bytes(text.data(), other.data(), size));
        for (std::size_t i = 0; i != size; ++i) {
            CAPTURE(i);
            other[i] = static_cast<char>(other[i] ^ 1);
            CHECK_FALSE(detail::equal_bytes(text.data(), other.data(), size));
            other[i] = text[i];
        }
    }
}

TEST_CASE("any_not_alnum detects every byte that is neither a letter nor a digit, in any position") {
    for (char const other : {'0', '9', 'A', 'Z', 'a', 'z'})
        for (std::size_t i = 0; i != 8; ++i)
            for (int byte = 0; byte != 256; ++byte) {
                CAPTURE(other);
                CAPTURE(i);
                CAPTURE(byte);
                std::string text(8, other);
                text[i] = static_cast<char>(byte);
                bool const found = detail::any_not_alnum(detail::load<std::uint64_t>(text.data())) != 0;
                CHECK(found != detail::is_alnum(text[i]));
            }
}

TEST_CASE("has_control detects a control character in any position") {
    for (std::size_t size = 0; size != longest; ++size) {
        CAPTURE(size);
        std::string text(size, 'a');
        CHECK_FALSE(detail::has_control(text));
        for (std::size_t i = 0; i != size; ++i) {
            CAPTURE(i);
            for (char const control : {'\0', '\x1f', '\x7f'}) {
                text[i] = control;
                CHECK(detail::has_control(text));
            }
            for (char const other : {' ', '~', '\x80', '\x9f', '\xff'}) {
                text[i] = other;
                CHECK_FALSE(detail::has_control(text));
            }
            text[i] = 'a';
        }
    }
}

TEST_CASE("has_control detects a control character among any other characters") {
    for (char const other : {' ', '~', '\x80', '\x9f', '\xff'})
        for (std::size_t i = 0; i != 20; ++i) {
            CAPTURE(other);
            CAPTURE(i);
            std::string text(20, other);
            CHECK_FALSE(detail::has_control(text));
            text[i] = '\x7f';
            CHECK(detail::has_control(text));
            text[i] = '\0';
            CHECK(detail::has_control(text));
        }
}

TEST_CASE("is_ascii detects a byte above 127 in any position") {
    for (std::size_t size = 0; size != longest; ++size) {
        CAPTURE(size);
        std::string text(size, '\x7f');
        CHECK(detail::is_ascii(text));
        for (std::size_t i = 0; i != size; ++i) {
            CAPTURE(i);
            text[i] = '\x80';
            CHECK_FALSE(detail::is_ascii(text));
            text[i] = '\0';
            CHECK(detail::is_ascii(text));
        }
    }
}

TEST_CASE("a path segment is percent-encoded, in any position") {
    struct {
        char special;
        char const* written;
    } const table[] = {{'/', "%2F"},  {'%', "%25"},    {'{', "%7B"},    {'[', "%5B"}, {'`', "%60"},
                       {'\0', "%00"}, {'\x19', "%19"}, {'\xb0', "%B0"}, {'@', "@"},   {'-', "-"}};
    auto const written = [](std::string const& text) {
        detail::text_buffer out;
        detail::append_segment(out, text);
        return out.str();
    };
    for (std::size_t size = 0; size != longest; ++size) {
        CAPTURE(size);
        std::string text(size, 'a');
        CHECK(written(text) == text);
        for (auto const& [special, encoded] : table)
            for (std::size_t i = 0; i != size; ++i) {
                CAPTURE(i);
                text[i] = special;
                CHECK(written(text) == text.substr(0, i) + encoded + text.substr(i + 1));
                text[i] = 'a';
            }
    }
}

TEST_CASE("assign_text replaces a text of any length by one of any length") {
    for (std::size_t before = 0; before != longest; ++before)
        for (std::size_t after = 0; after != longest; ++after) {
            CAPTURE(before);
            CAPTURE(after);
            std::string text(before, '?');
            detail::assign_text(text, text_of(after));
            CHECK(text == text_of(after));
        }
}

TEST_CASE("text is written unchanged except for bytes that need an escape, in any position") {
    struct {
        char special;
        char const* written;
    } const escapes[] = {{'"', "\\\""},       {'\\', "\\\\"},    {'\n', "\\n"},
                         {'\x1f', "\\u001f"}, {'\0', "\\u0000"}, {'\x7f', "\x7f"}};
    auto const written = [](std::string const& text) {
        detail::text_buffer out;
        CHECK_FALSE(detail::append_value(out, detail::schema_of<std::string>, &text).has_value());
        return out.str();
    };
    for (std::size_t size = 0; size != longest; ++size) {
        CAPTURE(size);
        std::string text(size, 'a');
        CHECK(written(text) == '"' + text + '"');
        for (auto const& escape : escapes)
            for (std::size_t i = 0; i != size; ++i) {
                CAPTURE(i);
                text[i] = escape.special;
                CHECK(written(text) == '"' + text.substr(0, i) + escape.written + text.substr(i + 1) + '"');
                text[i] = 'a';
            }
    }
}

TEST_CASE("enclose replaces the leading comma of a list with the opening bracket") {
    for (std::string const& before :
         {std::string{}, std::string(509, 'x'), std::string(511, 'x'), std::string(512, 'x')})
        for (std::string const inside : {"", ",1", ",1,2"}) {
            CAPTURE(before.size());
            CAPTURE(inside);
            detail::text_buffer out;
            out.append(before);
            out.append(inside);
            out.enclose(before.size(), '[', ']');
            CHECK(out.view() == before + "[" + (inside.empty() ? "" : inside.substr(1)) + "]");
        }
}
