// SPDX-License-Identifier: BSL-1.0
// Which records are the same.
#include "../../support/generator.hpp"
#include "../../support/values.hpp"

#include <cfdns/records.hpp>

#include <doctest/doctest.h>

#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace records = cfdns::records;

records::record read(std::string const& json) {
    auto got = cfdns::parse_response<records::get>({200, {}, success(json)});
    REQUIRE(got.has_value());
    return *std::move(got);
}

std::string key(records::record_data const& data) { return records::comparison_key("example.com", data); }

// The key of a record of that type whose content is this, as the service would return it.
std::string key(std::string_view type, std::string_view content,
                std::optional<std::uint16_t> priority = {}) {
    records::record record{.id = "1", .name = "example.com", .type = std::string{type}};
    record.content = content;
    record.priority = priority;
    return records::comparison_key(record);
}

}  // namespace

TEST_CASE("records are the same if only the spelling of their values differs") {
    using namespace records;
    struct pair {
        char const *type, *a, *b;
    };
    for (pair const& p : {
             pair{"A", "192.0.2.1", " 192.0.2.1 "},
             {"AAAA", "2001:DB8:0:0:0:0:0:4", "2001:db8::4"},
             {"AAAA", "fe80::0:0:1", "fe80:0000::0001"},
             {"AAAA", "::ffff:192.0.2.1", "::ffff:c000:201"},
             {"AAAA", "0:0:0:0:0:0:0:0", "::"},
             {"AAAA", "1::", "1:0:0:0:0:0:0:0"},
             {"CNAME", "Target.Example.NET.", "target.example.net"},
             {"CNAME", "m\xc3\xbcnchen.example", "xn--mnchen-3ya.example"},
             {"NS", "NS1.example.net", "ns1.example.net."},
             {"PTR", "A.example.com.", "a.example.com"},
             {"OPENPGPKEY", "mQIN BFnY", "mQINBFnY"},
             {"TXT", "\"ab\"", "\"a\" \"b\""},
             {"TXT", "plain text", "\"plain text\""},
             {"TXT", "\"gr\xc3\xbc\xc3\x9f\"", "\"gr\\195\\188\\195\\159\""},
             {"TXT", "\"a\\;b\"", "\"a;b\""},
             {"CAA", "0 ISSUE \"ca.example\"", "0 issue \"ca.example\""},
             {"DS", "1 13 2 ABCD EF", "1 13 2 abcdef"},
             {"TLSA", "3 1 1 ABCD", "3 1 1 abcd"},
             {"SMIMEA", "3 1 1 ABCD", "3 1 1 abcd"},
             {"SSHFP", "4 2 ABCD", "4 2 abcd"},
             {"CERT", "1 2 3 MIIB CgKC", "1 2 3 MIIBCgKC"},
             {"DNSKEY", "257 3 13 mdss wUyr", "257 3 13 mdsswUyr"},
             {"HTTPS", "1 . alpn=\"h3,h2\" port=443", "1 .  port=\"443\" ALPN=h3,h2"},
             {"HTTPS", "1 . alpn=h2", "1 . alpn=\\104\\050"},
             {"SVCB", "1 A.example. alpn=dot", "1 a.example alpn=\"dot\""},
             {"NAPTR", "1 2 \"u\" \"s\" \"\" A.example.", "1 2 \"u\" \"s\" \"\" a.example"},
             {"SRV", "1 2 3 A.example.", "1 2 3 a.example"},
             {"URI", "1 2 \"http://a/\"", "1 2 http://a/"},
             {"LOC", "37 N 122 W 0m", "37 0 0.000 N 122 0 0 W -0m 1m 10000m 10m"},
             {"LOC", "37 N 122 W 0m 0m 5m", "37 0 0 N 122 0 0 W 0m 0.00m 5m 10m"},
         }) {
        CAPTURE(std::string{p.type});
        CAPTURE(std::string{p.a});
        CHECK(key(p.type, p.a, 1) == key(p.type, p.b, 1));
    }
}

TEST_CASE("IPv6 addresses have the form of RFC 5952") {
    for (auto const& [text, form] : std::initializer_list<std::pair<char const*, char const*>>{
             {"2001:DB8:0:0:0:0:0:4", "2001:db8::4"},
             {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
             {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
             {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
             {"0:0:0:0:0:0:0:0", "::"},
             {"1:0:0:0:0:0:0:0", "1::"},
             {"0:0:0:0:0:0:0:1", "::1"}}) {
        std::string const shown = text;
        CAPTURE(shown);
        CHECK(key("AAAA", text) == std::string{"example.com AAAA "} + form);
    }
}

TEST_CASE("records are not the same if their values differ") {
    struct pair {
        char const *type, *a, *b;
    };
    for (pair const& p : {
             pair{"A", "192.0.2.1", "192.0.2.10"},
             {"A", "192.0.2.1", "192.0.2.01"},
             {"A", "192.0.2.1", "::ffff:192.0.2.1"},
             {"AAAA", "2001:db8::4", "2001:db8::40"},
             {"AAAA", "1::2:0:0:3", "1:0:0:2::3"},
             {"AAAA", "::1", "::1::"},
             {"AAAA", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9"},
             {"CNAME", "a.example.com", "b.example.com"},
             {"DS", "1 8 2 ZZ", "1 8 2 zz"},
             {"OPENPGPKEY", "a!", "a !"},
             {"CNAME", "", "."},
             {"TXT", "\"A\"", "\"a\""},
             {"TXT", "\"a b\"", "\"a\" \"b\""},
             {"TXT", "\"\\\\\"", "\"\\\\\\\\\""},
             {"CAA", "0 issue \"CA.example\"", "0 issue \"ca.example\""},
             {"CAA", "0 issue \"a\"", "128 issue \"a\""},
             {"URI", "1 2 \"http://a/X\"", "1 2 \"http://a/x\""},
             {"HTTPS", "1 . alpn=h2", "1 . alpn=h3"},
             {"HTTPS", "1 . alpn=\"a b\"", "1 . alpn=a b"},
             {"CERT", "1 2 3 MIIB", "1 2 3 miib"},
             {"LOC", "37 N 122 W 0m", "37 N 122 E 0m"},
             {"LOC", "37 N 122 W 0m", "37 N 122 W 1m"},
             {"SPF", "v=spf1", "V=spf1"},
         }) {
        CAPTURE(std::string{p.type});
        CAPTURE(std::string{p.a});
        CHECK(key(p.type, p.a, 1) != key(p.type, p.b, 1));
    }
    CHECK(key("MX", "a.example", 1) != key("MX", "a.example", 2));
    CHECK(key("A", "192.0.2.1") != key("TXT", "192.0.2.1"));
}

TEST_CASE("the name counts, while TTL, comment, tags, settings and proxying do not") {
    auto const plain = read(R"({"id":"1","name":"www.example.com","type":"A","content":"192.0.2.1"})");
    auto const more = read(
        R"({"id":"2","name":"WWW.example.com.","type":"A","content":"192.0.2.1","ttl":60,"proxied":true,)"
        R"("comment":"c","tags":["a:b"],"settings":{"ipv4_only":true}})");
    CHECK(records::is_same_record(plain, more));
    auto const elsewhere = read(R"({"id":"1","name":"example.com","type":"A","content":"192.0.2.1"})");
    CHECK_FALSE(records::is_same_record(plain, elsewhere));
    CHECK(records::is_same_record(
        plain, records::create{
                   .zone_id = zone, .name = "www.example.com", .data = records::a{.content = "192.0.2.1"}}));
    CHECK(records::is_same_record(
        records::record_post{.name = "www.example.com", .data = records::a{.content = "192.0.2.1"}}, more));
}

TEST_CASE("a known type in the open alternative is the same as in its struct") {
    CHECK(key(records::other{.type = "MX", .content = "A.example.", .priority = 5}) ==
          key(records::mx{.content = "a.example", .priority = 5}));
    CHECK(key(records::other{.type = "TYPE65534", .content = "a"}) !=
          key(records::other{.type = "TYPE65534", .content = "b"}));
    CHECK(key(records::other{.type = "spf", .content = "a"}) ==
          key(records::other{.type = "SPF", .content = "a"}));
    records::raw_object forth, back;
    forth.extra.set("a", "1");
    forth.extra.set("b", "2");
    back.extra.set("b", "2");
    back.extra.set("a", "1");
    CHECK(key(records::other{.type = "X", .data = forth}) == key(records::other{.type = "X", .data = back}));
}

TEST_CASE("the kind of a value cannot be imitated by its text") {
    // Texts with spaces and quotes of one member never look like those of two.
    std::map<std::string, std::string> seen;
    generator random{7};
    std::vector<std::string> parts{"", " ", "\"", "\\", "a", "a b", "\" \"", "1", "-", "."};
    for (int i = 0; i != 40; ++i) parts.push_back(random.hostile_text());
    int collisions = 0;
    for (std::string const& tag : parts)
        for (std::string const& value : parts) {
            std::string lower = tag;
            for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
            std::string const identity = lower + std::string(1, '\0') + value;
            auto const [at, added] =
                seen.emplace(key(records::caa{.flags = 0, .tag = tag, .value = value}), identity);
            collisions += !added && at->second != identity;
        }
    CHECK(collisions == 0);
    CHECK(seen.size() > 1000);
}

TEST_CASE("any octets in any content have a key, and equal themselves") {
    generator random{11};
    for (int i = 0; i != 2000; ++i) {
        std::string content;
        for (std::size_t size = random.below(24); size != 0; --size)
            content += random.below(3) == 0 ? "0123456789abcdef:.\" \\"[random.below(21)]
                                            : static_cast<char>(random.below(256));
        CAPTURE(content);
        for (char const* type : {"A", "AAAA", "CAA", "CNAME", "HTTPS", "LOC", "MX", "NAPTR", "SRV", "TLSA",
                                 "TXT", "URI", "NEW"}) {
            std::string const first = key(type, content, 1);
            CHECK(first == key(type, content, 1));
            CHECK(first.starts_with("example.com "));
            CHECK(first.find('\n') == std::string::npos);
        }
    }
}
