// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <cfdns/detail/list_growth.hpp>

#include <doctest/doctest.h>

// Lists in which something is not what the reference declares.
namespace {

using cfdns::errc;
using strings = std::vector<std::string>;

struct part {
    std::string id{};
    std::optional<std::string> note{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(id, note, extra)
};

struct whole {
    std::optional<strings> peers{};
    std::optional<std::vector<part>> parts{};
    std::optional<std::vector<std::optional<std::string>>> maybe{};
    std::optional<std::vector<cfdns::nullable<std::string>>> nulls{};
    std::optional<std::vector<double>> numbers{};
    std::optional<std::vector<std::vector<double>>> grid{};
    std::optional<std::vector<cfdns::secret_string>> keys{};
    std::optional<std::uint32_t> count{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(peers, parts, maybe, nulls, numbers, grid, keys, count, extra)
};

template <class Response>
struct asking {
    using response_type = Response;
    static constexpr auto route = cfdns::get("/x");
    CFDNS_FIELDS()
};

struct replace {
    std::optional<strings> peers{};
    cfdns::extra_members extra{};
    using response_type = whole;
    static constexpr auto route = cfdns::put("/x");
    CFDNS_FIELDS(peers, extra)
};

template <class Response>
cfdns::result<cfdns::response<Response>> read(std::string const& result) {
    return cfdns::parse_full_response<asking<Response>>(response_of(200, success(result)));
}

std::vector<std::string> pointers(cfdns::response_info const& info) {
    std::vector<std::string> out;
    for (cfdns::mismatch const& s : info.mismatches) out.push_back(s.pointer);
    return out;
}

}  // namespace

TEST_CASE("a mismatched element of a list is dropped and reported with its index, and the others are kept") {
    char const* const bad[] = {"null",
                               "7",
                               "true",
                               "\"text\"",
                               "[]",
                               "[{\"id\":\"x\"}]",
                               "{}",
                               R"({"note":"no id"})",
                               R"({"id":null})",
                               R"({"id":{"deep":[1]}})",
                               R"({"extra":1,"id":5})"};
    for (char const* const element : bad) {
        for (std::size_t place = 0; place != 3; ++place) {
            CAPTURE(element);
            CAPTURE(place);
            std::string list = "[";
            for (std::size_t i = 0; i != 3; ++i)
                list += (i == 0 ? "" : ",") +
                        (i == place ? std::string{element} : R"({"id":")" + std::to_string(i) + "\"}");
            auto const got = read<std::vector<part>>(list + "]");
            REQUIRE(got.has_value());
            auto const& parts = got.value().value;
            REQUIRE(parts.size() == 2);
            CHECK(parts[0].id == (place == 0 ? "1" : "0"));
            CHECK(parts[1].id == (place == 2 ? "1" : "2"));
            REQUIRE(got.value().info.mismatches.size() == 1);
            CHECK(got.value().info.mismatches[0].pointer.starts_with("/result/" + std::to_string(place)));
        }
    }
}

TEST_CASE("one mismatched element among five hundred drops only that element") {
    std::string list;
    for (int i = 0; i != 500; ++i)
        list += (i == 0 ? "[" : ",") + std::string{R"({"id":"p)"} + std::to_string(i) + R"(","name":)" +
                (i == 250 ? "null}" : "\"n\"}");
    auto const got = cfdns::parse_full_response<zt::peers::list>(response_of(200, success(list + "]")));
    REQUIRE(got.has_value());
    CHECK(got.value().value.size() == 499);
    CHECK(got.value().value[250].id == "p251");
    CHECK(pointers(got.value().info) == strings{"/result/250/name"});
}

TEST_CASE("a mismatched element in a list of text is dropped, and the raw member is kept in extra") {
    auto const got = read<whole>(R"({"peers":[null, "p", 5, {"id": "q r"}],"count":3})");
    REQUIRE(got.has_value());
    CHECK(got.value().value.peers == strings{"p"});
    CHECK(got.value().value.count == 3u);
    CHECK(pointers(got.value().info) == strings{"/result/peers/0", "/result/peers/2", "/result/peers/3"});
    CHECK(got.value().value.extra.size() == 1);
    CHECK(got.value().value.extra.find("peers") == R"([null,"p",5,{"id":"q r"}])");
}

TEST_CASE("an update made from a result with mismatches is rejected until the caller resolves them") {
    whole const got = read<whole>(R"({"peers":[{"id":"p1"},"p2"],"new":1})").value().value;
    replace update{.peers = got.peers, .extra = got.extra};
    auto const refused = cfdns::make_request(update);
    REQUIRE(refused.has_error());
    CHECK(refused.error().parameter() == "extra/peers");
    update.peers = strings{"p1", "p2"};
    CHECK(update.extra.erase("peers"));
    CHECK_FALSE(update.extra.erase("peers"));
    CHECK(cfdns::make_request(update).value().body == R"({"peers":["p1","p2"],"new":1})");
}

TEST_CASE("every mismatched member is kept in the innermost extra, once") {
    auto const got = read<whole>(
        R"({"count":"3","parts":[{"id":"a","note":5},{"id":"b"},7],"grid":[[1,"x"]],"peers":["p"]})");
    REQUIRE(got.has_value());
    auto const& value = got.value().value;
    CHECK(value.extra.find("count") == "\"3\"");
    REQUIRE(value.parts->size() == 2);
    CHECK(value.parts->at(0).extra.find("note") == "5");
    CHECK(value.parts->at(1).extra.empty());
    CHECK(value.extra.find("parts") == R"([{"id":"a","note":5},{"id":"b"},7])");
    CHECK(value.extra.find("grid") == R"([[1,"x"]])");
    CHECK(value.extra.size() == 3);
    CHECK(value.peers == strings{"p"});
}

TEST_CASE("a mismatched member that a later duplicate replaces is not kept") {
    auto const got = read<whole>(R"({"peers":[1,"a"],"other":1,"peers":["b"],"count":"x","count":"y"})");
    CHECK(got.value().value.peers == strings{"b"});
    CHECK_FALSE(got.value().value.extra.find("peers").has_value());
    CHECK(got.value().value.extra.find("other") == "1");
    CHECK(got.value().value.extra.find("count") == "\"y\"");
    CHECK(got.value().value.extra.size() == 2);
}

TEST_CASE("kept members are copied unchanged except for white space outside strings") {
    auto const got = read<whole>(
        "{\"peers\" :\n [ 1 , \"a \\\" ] \\\\\" , { \"b\" : [ ] } ] , \"count\" : \"\\u0041\" }");
    CHECK(got.value().value.extra.find("peers") == R"([1,"a \" ] \\",{"b":[]}])");
    CHECK(got.value().value.extra.find("count") == R"("\u0041")");
}

TEST_CASE("a name with escape sequences is the same name") {
    auto const inside = read<whole>(R"({"p\u0065ers":[1,"a"]})");
    CHECK(inside.value().value.peers == strings{"a"});
    CHECK(inside.value().value.extra.find("peers") == R"([1,"a"])");
    // Where it begins with one, its place in the text is not known; that something was lost is.
    auto const first = read<whole>(R"({"\u0070eers":[1,"a"]})");
    CHECK(first.value().value.peers == strings{"a"});
    CHECK(first.value().value.extra.find("peers") == "null");
}

TEST_CASE("a value that may be a secret is not kept") {
    auto const got = read<whole>(R"({"keys":["hush",{"secret":"hush"}]})");
    CHECK(got.value().value.keys->size() == 1);
    CHECK(got.value().value.extra.empty());
    auto const tsig = cfdns::parse_full_response<zt::tsigs::get>(
        response_of(200, success(R"({"id":"1","name":"n","algo":"hmac-sha512.","secret":["hush"]})")));
    CHECK((tsig.has_error() || tsig.value().value.extra.empty()));
}

TEST_CASE("a list without a single valid element is not read as an empty list") {
    for (char const* const list : {"[null]", "[1,2]", R"([{"name":"x"},{}])"}) {
        CAPTURE(list);
        auto const got = read<std::vector<part>>(list);
        REQUIRE(got.has_error());
        CHECK(got.error().code() == errc::malformed_response);
        CHECK(got.error().message().find("/result/") != std::string::npos);
    }
    CHECK(read<std::vector<part>>("[]").value().value.empty());
    auto const member = read<whole>(R"({"peers":[null],"count":1})");
    CHECK_FALSE(member.value().value.peers.has_value());
    CHECK(member.value().value.count == 1u);
    CHECK(member.value().value.extra.find("peers") == "[null]");
}

TEST_CASE("an element that may be empty is emptied in place") {
    auto const got = read<whole>(R"({"maybe":["a",null,5,{"x":[1]},"b"]})");
    std::vector<std::optional<std::string>> const expected{"a", std::nullopt, std::nullopt, std::nullopt,
                                                           "b"};
    CHECK(got.value().value.maybe == expected);
    CHECK(pointers(got.value().info) == strings{"/result/maybe/2", "/result/maybe/3"});
}

TEST_CASE("a nullable element may be null, and is emptied if it is ill-typed") {
    auto const got = read<whole>(R"({"nulls":["a",null,5,"b"]})");
    REQUIRE(got.value().value.nulls.has_value());
    auto const& nulls = *got.value().value.nulls;
    REQUIRE(nulls.size() == 4);
    CHECK(nulls[1].is_null());
    CHECK(nulls[2].is_absent());
    CHECK(*nulls[3] == "b");
    CHECK(pointers(got.value().info) == strings{"/result/nulls/2"});
}

TEST_CASE("numbers and lists in a list are not dropped, because their positions may matter") {
    auto const got = read<whole>(R"({"numbers":[1,"x",3],"grid":[[1,2],[3,null],[5]],"count":1})");
    REQUIRE(got.has_value());
    CHECK_FALSE(got.value().value.numbers.has_value());
    CHECK_FALSE(got.value().value.grid.has_value());
    CHECK(got.value().value.count == 1u);
    CHECK(got.value().value.extra.find("numbers") == R"([1,"x",3])");
}

TEST_CASE("the capacity of a full list is extrapolated from the rest of the text") {
    using cfdns::detail::grown_capacity;
    CHECK(grown_capacity(0, 0, 1000) == 2);
    CHECK(grown_capacity(4, 100, 1000) == 8);       // a short list
    CHECK(grown_capacity(100, 0, 1000) == 200);     // nothing is known
    CHECK(grown_capacity(100, 1000, 1000) == 204);  // as much again
    CHECK(grown_capacity(100, 1000, 0) == 125);
    CHECK(grown_capacity(100, 1000, 1'000'000) == 800);
    CHECK(grown_capacity(100, 1, static_cast<std::size_t>(-1) / 2) == 800);
}

TEST_CASE("long lists are read completely, however their name is spelled") {
    for (char const* const name : {"peers", "\\u0070eers", "p\\u0065ers", "peer\\u0073"}) {
        CAPTURE(name);
        std::string list;
        for (int i = 0; i != 3'000; ++i)
            list += (i == 0 ? "\"" : ",\"") + std::to_string(i) + (i % 3 == 0 ? "\\n\"" : "\"");
        auto const got = read<whole>("{\"" + std::string{name} + "\":[" + list + "],\"count\":1}");
        REQUIRE(got.has_value());
        REQUIRE(got.value().value.peers->size() == 3'000);
        CHECK(got.value().value.peers->at(2'998) == "2998");
        CHECK(got.value().info.mismatches.empty());
    }
}
