// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_SUPPORT_GENERATOR_HPP
#define CFDNS_TESTS_SUPPORT_GENERATOR_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

// Text and JSON at random, the same on every machine.
class generator {
public:
    explicit generator(std::uint32_t seed) : random_(seed) {}

    std::size_t below(std::size_t count) { return random_() % count; }

    // Up to six pieces, most of which mean something to somebody between here and the service.
    std::string hostile_text() {
        using std::string_view_literals::operator""sv;
        static constexpr std::array pieces{"a"sv,
                                           "269d8f48"sv,
                                           "\r"sv,
                                           "\n"sv,
                                           "\r\n"sv,
                                           "\r\nX-Injected: 1"sv,
                                           "\r\n\r\nGET / HTTP/1.1"sv,
                                           "\0"sv,
                                           "\t"sv,
                                           "\x1b[31m"sv,
                                           "\x7f"sv,
                                           "%2e%2e"sv,
                                           "%2E"sv,
                                           "%2f"sv,
                                           "%00"sv,
                                           "%0d%0a"sv,
                                           "%"sv,
                                           "%zz"sv,
                                           ".."sv,
                                           "."sv,
                                           "/"sv,
                                           "//"sv,
                                           "\\"sv,
                                           "\\\\host"sv,
                                           "?"sv,
                                           "?x=1"sv,
                                           "#"sv,
                                           "#f"sv,
                                           "@"sv,
                                           "user:pw@host"sv,
                                           ":"sv,
                                           ":8080"sv,
                                           ";"sv,
                                           "&"sv,
                                           "="sv,
                                           "+"sv,
                                           ","sv,
                                           " "sv,
                                           "\""sv,
                                           "\",\"injected\":\""sv,
                                           "{"sv,
                                           "}"sv,
                                           "[]"sv,
                                           "\\u0022"sv,
                                           "'"sv,
                                           "<"sv,
                                           ">"sv,
                                           "|"sv,
                                           "^"sv,
                                           "`"sv,
                                           "{id}"sv,
                                           "http://evil.example/"sv,
                                           "https://evil.example:443/x?y#z"sv,
                                           "file:///etc/passwd"sv,
                                           "\xc3\xa9"sv,
                                           "\xe2\x80\xae"sv,
                                           "\xf0\x9f\x98\x80"sv,
                                           "\xef\xbc\x8f"sv,
                                           "\xc0\xaf"sv,
                                           "\xff"sv,
                                           "\x80"sv,
                                           "\xed\xa0\x80"sv,
                                           "\xc2\x85"sv,
                                           "\xe2\x80\xa8"sv};
        std::string out;
        for (std::size_t count = below(7); count != 0; --count) out += pieces[below(pieces.size())];
        return out;
    }

    // Any JSON value, as text.
    std::string json(int depth = 2) {
        static constexpr std::array scalars{"null",
                                            "true",
                                            "false",
                                            "0",
                                            "-1",
                                            "5.5",
                                            "1e400",
                                            "99999999999999999999",
                                            "\"\"",
                                            "\"text\"",
                                            "\"2019-10-24T17:09:42Z\"",
                                            R"("\u0000\ud83d\ude00")",
                                            "[]",
                                            "{}"};
        switch (depth > 0 ? below(6) : 0) {
            case 4: {
                std::string out = "[" + json(depth - 1);
                for (std::size_t count = below(3); count != 0; --count) out += "," + json(depth - 1);
                return out + "]";
            }
            case 5: return R"({"id":)" + json(depth - 1) + R"(,"x":)" + json(depth - 1) + "}";
            default: return scalars[below(scalars.size())];
        }
    }

private:
    std::mt19937 random_;
};

#endif
