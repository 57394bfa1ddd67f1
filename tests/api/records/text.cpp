// SPDX-License-Identifier: BSL-1.0
// The content of TXT records.
#include "../../support/generator.hpp"

#include <cfdns/records/text.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

using cfdns::records::txt_content;
using cfdns::records::txt_octets;

}  // namespace

TEST_CASE("octets become quoted strings of at most 255 octets") {
    CHECK(txt_content("") == R"("")");
    CHECK(txt_content("v=spf1 include:_spf.example.net -all") ==
          R"("v=spf1 include:_spf.example.net -all")");
    CHECK(txt_content(R"(say "hi" \ end; semi)") == R"("say \"hi\" \\ end; semi")");
    CHECK(txt_content("gr\xc3\xbc\xc3\x9f"
                      "e\n") == R"("gr\195\188\195\159e\010")");
    CHECK(txt_content(std::string_view{"\0\x7f\xff", 3}) == R"("\000\127\255")");
    std::string const a(255, 'a');
    CHECK(txt_content(a) == "\"" + a + "\"");
    CHECK(txt_content(a + "b") == "\"" + a + "\" \"b\"");
    CHECK(txt_content(a + a) == "\"" + a + "\" \"" + a + "\"");
    // Escapes do not count, and are not divided.
    std::string const quotes(256, '"');
    std::string escaped;
    for (int i = 0; i != 255; ++i) escaped += "\\\"";
    CHECK(txt_content(quotes) == "\"" + escaped + R"(" "\"")");
}

TEST_CASE("quoted strings become octets") {
    CHECK(txt_octets(R"("")").empty());
    CHECK(txt_octets(R"("a" "b")") == "ab");
    CHECK(txt_octets(R"("a""b")") == "ab");
    CHECK(txt_octets("  \"a\"\t \"b\" ") == "ab");
    CHECK(txt_octets(R"("a\"b\\c\;d\065")") == "a\"b\\c;dA");
    CHECK(txt_octets("\"gr\xc3\xbc\\195\\159\"") == "gr\xc3\xbc\xc3\x9f");
}

TEST_CASE("content that does not consist of quoted strings is kept as it is") {
    for (char const* content :
         {"", " ", "plain", "an unquoted value of some forty characters", "\"", "\"this", "these\"",
          R"("these" ones")", R"("a" b "c")", R"("a\")", R"("\300")", R"("\25")", R"("\2x5")", R"(a"b"c)",
          " leading and trailing ", R"(back\slash)"}) {
        std::string const shown = content;
        CAPTURE(shown);
        CHECK(txt_octets(content) == shown);
    }
}

TEST_CASE("octets at random survive the round trip, and content is printable ASCII") {
    generator random{3};
    for (int i = 0; i != 3000; ++i) {
        std::string octets;
        for (std::size_t size = random.below(700); size != 0; --size)
            octets +=
                random.below(4) == 0 ? "\"\\ ;0"[random.below(5)] : static_cast<char>(random.below(256));
        std::string const content = txt_content(octets);
        CHECK(txt_octets(content) == octets);
        bool printable = true;
        for (char const c : content) printable = printable && c >= ' ' && c <= '~';
        CHECK(printable);
        CHECK(txt_content(txt_octets(content)) == content);
    }
}
