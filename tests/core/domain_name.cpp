// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace {

std::string repeated(std::string_view text, int count) {
    std::string out;
    for (int i = 0; i != count; ++i) out += text;
    return out;
}

}  // namespace

// The samples of RFC 3492 section 7.1 in lower case, and others.
TEST_CASE("labels in Unicode become A-labels") {
    struct {
        char const *unicode, *label;
    } const table[] = {
        {"\xd9\x84\xd9\x8a\xd9\x87\xd9\x85\xd8\xa7\xd8\xa8\xd8\xaa\xd9\x83\xd9\x84\xd9\x85\xd9\x88\xd8\xb4"
         "\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a\xd8\x9f",
         "xn--egbpdaj6bu4bxfgehfvwxn"},
        {"\xe4\xbb\x96\xe4\xbb\xac\xe4\xb8\xba\xe4\xbb\x80\xe4\xb9\x88\xe4\xb8\x8d\xe8\xaf\xb4\xe4\xb8\xad"
         "\xe6\x96\x87",
         "xn--ihqwcrb4cv8a8dqg056pqjye"},
        {"pro\xc4\x8dprost\xc4\x9bnemluv\xc3\xad\xc4\x8d"
         "esky",
         "xn--proprostnemluvesky-uyb24dma41a"},
        {"\xd7\x9c\xd7\x9e\xd7\x94\xd7\x94\xd7\x9d\xd7\xa4\xd7\xa9\xd7\x95\xd7\x98\xd7\x9c\xd7\x90\xd7\x9e"
         "\xd7\x93\xd7\x91\xd7\xa8\xd7\x99\xd7\x9d\xd7\xa2\xd7\x91\xd7\xa8\xd7\x99\xd7\xaa",
         "xn--4dbcagdahymbxekheh6e0a7fei0b"},
        {"\xe3\x81\xaa\xe3\x81\x9c\xe3\x81\xbf\xe3\x82\x93\xe3\x81\xaa\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"
         "\xe3\x82\x92\xe8\xa9\xb1\xe3\x81\x97\xe3\x81\xa6\xe3\x81\x8f\xe3\x82\x8c\xe3\x81\xaa\xe3\x81\x84"
         "\xe3\x81\xae\xe3\x81\x8b",
         "xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa"},
        {"\xd0\xbf\xd0\xbe\xd1\x87\xd0\xb5\xd0\xbc\xd1\x83\xd0\xb6\xd0\xb5\xd0\xbe\xd0\xbd\xd0\xb8\xd0\xbd"
         "\xd0\xb5\xd0\xb3\xd0\xbe\xd0\xb2\xd0\xbe\xd1\x80\xd1\x8f\xd1\x82\xd0\xbf\xd0\xbe\xd1\x80\xd1\x83"
         "\xd1\x81\xd1\x81\xd0\xba\xd0\xb8",
         "xn--b1abfaaepdrnnbgefbadotcwatmq2g4l"},
        {"porqu\xc3\xa9nopuedensimplementehablarenespa\xc3\xb1ol",
         "xn--porqunopuedensimplementehablarenespaol-fmd56a"},
        {"t\xe1\xba\xa1isaoh\xe1\xbb\x8dkh\xc3\xb4ngth\xe1\xbb\x83"
         "ch\xe1\xbb\x89n\xc3\xb3iti\xe1\xba\xbfngvi\xe1\xbb\x87t",
         "xn--tisaohkhngthchnitingvit-kjcr8268qyxafd2f1b9g"},
        {"3\xe5\xb9\xb4"
         "b\xe7\xb5\x84\xe9\x87\x91\xe5\x85\xab\xe5\x85\x88\xe7\x94\x9f",
         "xn--3b-ww4c5e180e575a65lsy2b"},
        {"\xe5\xae\x89\xe5\xae\xa4\xe5\xa5\x88\xe7\xbe\x8e\xe6\x81\xb5-with-super-monkeys",
         "xn---with-super-monkeys-pc58ag80a8qai00g7n9n"},
        {"hello-another-way-"
         "\xe3\x81\x9d\xe3\x82\x8c\xe3\x81\x9e\xe3\x82\x8c\xe3\x81\xae\xe5\xa0\xb4\xe6\x89\x80",
         "xn--hello-another-way--fc4qua05auwb3674vfr0b"},
        {"\xe3\x81\xb2\xe3\x81\xa8\xe3\x81\xa4\xe5\xb1\x8b\xe6\xa0\xb9\xe3\x81\xae\xe4\xb8\x8b"
         "2",
         "xn--2-u9tlzr9756bt3uc0v"},
        {"maji\xe3\x81\xa7koi\xe3\x81\x99\xe3\x82\x8b"
         "5\xe7\xa7\x92\xe5\x89\x8d",
         "xn--majikoi5-783gue6qz075azm5e"},
        {"\xe3\x83\x91\xe3\x83\x95\xe3\x82\xa3\xe3\x83\xbc"
         "de\xe3\x83\xab\xe3\x83\xb3\xe3\x83\x90",
         "xn--de-jg4avhby1noc0d"},
        {"\xe3\x81\x9d\xe3\x81\xae\xe3\x82\xb9\xe3\x83\x94\xe3\x83\xbc\xe3\x83\x89\xe3\x81\xa7",
         "xn--d9juau41awczczp"},
        {"b\xc3\xbc"
         "cher",
         "xn--bcher-kva"},
        {"fa\xc3\x9f", "xn--fa-hia"},
        {"\xc4\xb1", "xn--cfa"},
        {"\xe2\x98\x83", "xn--n3h"},
        {"\xf0\x9f\x98\x80", "xn--e28h"},
    };
    for (auto const& row : table) {
        CHECK(cfdns::canonical_name(row.unicode).value() == row.label);
        CHECK(cfdns::canonical_name(std::string{row.unicode} + ".Example.").value() ==
              std::string{row.label} + ".example");
        CHECK(cfdns::canonical_name(row.label).value() == row.label);
    }
}

TEST_CASE("the canonical form has lower-case letters and no final dot") {
    struct {
        char const *name, *canonical;
    } const table[] = {
        {"example.com", "example.com"},
        {"Example.COM.", "example.com"},
        {"XN--Bcher-KVA.example", "xn--bcher-kva.example"},
        {"*.Example.com", "*.example.com"},
        {"_DMARC.example.com", "_dmarc.example.com"},
        {"a b\\.c", "a b\\.c"},
        {"com", "com"},
        {".", "."},
    };
    for (auto const& row : table) CHECK(cfdns::canonical_name(row.name).value() == row.canonical);
}

TEST_CASE("what is not a domain name is refused with the reason") {
    struct {
        std::string name, reason;
    } const table[] = {
        {"", "must not be empty"},
        {"..", "must not have empty labels"},
        {".com", "must not have empty labels"},
        {"a..b", "must not have empty labels"},
        {"a.b..", "must not have empty labels"},
        {"\xff.com", "must be valid UTF-8"},
        {"\xc3.com", "must be valid UTF-8"},
        {"\xed\xa0\x80.com", "must be valid UTF-8"},
        {repeated("a", 64) + ".com", "must not have labels of more than 63 octets"},
        {repeated("\xc3\xbc", 64) + ".com", "must not have labels of more than 63 octets"},
        {repeated("a", 60) + "\xc3\xbc", "must not have labels of more than 63 octets"},
        {repeated("0123456789abcde.", 16), "must not have more than 253 octets"},
    };
    for (auto const& row : table) {
        CAPTURE(row.name);
        auto const got = cfdns::canonical_name(row.name);
        REQUIRE(got.has_error());
        CHECK(got.error().code() == cfdns::errc::invalid_parameter);
        CHECK(got.error().parameter() == "name");
        CHECK(got.error().message().find(row.reason) != std::string::npos);
        CHECK(cfdns::zone_candidates(row.name).has_error());
    }
    CHECK(cfdns::canonical_name(repeated("a", 63) + "." + repeated("b", 63)).has_value());
    CHECK(cfdns::canonical_name(repeated("0123456789abcd.", 16) + "0123456789abc.").value().size() == 253);
}

TEST_CASE("the zones that may contain a host name are its suffixes, longest first") {
    using names = std::vector<std::string>;
    struct {
        char const* host;
        std::size_t min_labels;
        names candidates;
    } const table[] = {
        {"www.Example.co.uk.", 2, {"www.example.co.uk", "example.co.uk", "co.uk"}},
        {"example.com", 2, {"example.com"}},
        {"*.example.com", 2, {"example.com"}},
        {"www.b\xc3\xbc"
         "cher.example",
         2,
         {"www.xn--bcher-kva.example", "xn--bcher-kva.example"}},
        {"_sip._tcp.example.com", 2, {"_sip._tcp.example.com", "_tcp.example.com", "example.com"}},
        {"localhost", 2, {}},
        {"a.b", 1, {"a.b", "b"}},
        {"a.b", 0, {"a.b", "b"}},
        {"a.b", 3, {}},
        {".", 1, {}},
        {".", 0, {"."}},
        {"*.b", 1, {"b"}},
        {"*", 1, {"*"}},
    };
    for (auto const& row : table) {
        CAPTURE(row.host);
        CHECK(cfdns::zone_candidates(row.host, row.min_labels).value() == row.candidates);
    }
}
