// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <cfdns/testing/codec.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <map>

// Members and results that are maps from text.
namespace {

using cfdns::errc;
using strings = std::vector<std::string>;
using numbers = std::map<std::string, double>;
using counts = std::map<std::string, std::uint16_t>;

struct part {
    std::string id{};
    std::optional<std::uint32_t> size{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(id, size, extra)
};

struct tree {
    std::map<std::string, tree> kids{};
    CFDNS_FIELDS(kids)
};

struct case_insensitive {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const noexcept {
        auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
        return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                            [&](char x, char y) { return lower(x) < lower(y); });
    }
};

struct whole {
    std::optional<numbers> totals{};
    std::map<std::string, counts, std::less<>> by_type{};
    std::optional<std::map<std::string, part>> parts{};
    std::optional<std::map<std::string, std::optional<std::string>>> maybe{};
    cfdns::nullable<std::map<std::string, cfdns::nullable<bool>>> flags{};
    std::optional<std::map<std::string, strings>> lists{};
    std::optional<std::vector<counts>> rows{};
    std::optional<std::map<std::string, std::string, case_insensitive>> names{};
    std::optional<tree> root{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(totals, by_type, parts, maybe, flags, lists, rows, names, root, extra)
};

struct secrets {
    std::optional<std::map<std::string, cfdns::secret_string>> keys{};
    std::optional<std::vector<std::map<std::string, int>>> counts{};
    CFDNS_FIELDS(keys, counts)
};

template <class Response>
struct asking {
    using response_type = Response;
    static constexpr auto route = cfdns::get("/x");
    CFDNS_FIELDS()
};

struct change {
    cfdns::required<counts> sizes;
    std::optional<std::map<std::string, part, std::less<>>> parts{};
    cfdns::nullable<std::map<std::string, std::string>> notes{};
    std::map<std::string, numbers> nested{};
    using response_type = whole;
    static constexpr auto route = cfdns::post("/x");
    CFDNS_FIELDS(sizes, parts, notes, nested)
};

template <class Response>
cfdns::result<cfdns::response<Response>> read(std::string const& result) {
    return cfdns::parse_full_response<asking<Response>>(response_of(200, success(result)));
}

// A whole with no other members than these, which must be valid.
cfdns::response<whole> read_whole(std::string const& members) {
    auto got = read<whole>(R"({"by_type":{},)" + members + "}");
    REQUIRE_MESSAGE(got.has_value(), (got.has_error() ? got.error().message() : ""));
    return *std::move(got);
}

std::vector<std::string> described(cfdns::response_info const& info) {
    std::vector<std::string> out;
    for (cfdns::mismatch const& m : info.mismatches)
        out.push_back(m.pointer + ": " + m.expected + ", " + m.found);
    return out;
}

}  // namespace

TEST_CASE("a map is read with all its names and values") {
    auto const got = read<whole>(
        R"({"totals":{"queryCount":16,"avg":0.5,"":-1e3},"by_type":{"A":{"added":1,"seen":65535},"B":{}},)"
        R"("parts":{"x":{"id":"1","size":7},"y":{"id":"2","new":[1]}},"maybe":{"a":"b","c":null},)"
        R"("flags":{"on":true,"off":false,"none":null},"lists":{"p":["q","r"],"s":[]},"rows":[{"a":1},{}]})");
    REQUIRE(got.has_value());
    CHECK(got->info.mismatches.empty());
    whole const& value = got->value;
    CHECK(value.totals == numbers{{"queryCount", 16}, {"avg", 0.5}, {"", -1000}});
    REQUIRE(value.by_type.size() == 2);
    CHECK(value.by_type.find("A")->second == counts{{"added", 1}, {"seen", 65535}});
    CHECK(value.by_type.find("B")->second.empty());
    CHECK(value.parts->at("x").size == 7u);
    CHECK(value.parts->at("y").extra.find("new") == "[1]");
    CHECK(value.maybe->at("a") == "b");
    CHECK(value.maybe->at("c") == std::nullopt);
    CHECK(*value.flags->at("on"));
    CHECK_FALSE(*value.flags->at("off"));
    CHECK(value.flags->at("none").is_null());
    CHECK(value.lists->at("p") == strings{"q", "r"});
    CHECK(value.lists->at("s").empty());
    CHECK(value.rows == std::vector<counts>{{{"a", 1}}, {}});
    CHECK(value.extra.empty());
}

TEST_CASE("an absent, null or empty map") {
    CHECK_FALSE(read_whole(R"("x":1)").value.totals.has_value());
    CHECK_FALSE(read_whole(R"("totals":null)").value.totals.has_value());
    CHECK(read_whole(R"("totals":{})").value.totals.value().empty());
    CHECK(read_whole(R"("flags":null)").value.flags.is_null());
    CHECK(read_whole(R"("x":1)").value.flags.is_absent());
    CHECK(read<whole>("{}").error().message().find("/result/by_type") != std::string::npos);
    CHECK(read<whole>(R"({"by_type":null})").error().code() == errc::malformed_response);
    // As a result, it is treated as a list is.
    CHECK(read<numbers>("{}")->value.empty());
    CHECK(read<numbers>("null")->value.empty());
    CHECK(read<numbers>(R"({"a":1})")->value.at("a") == 1);
    CHECK(cfdns::parse_response<asking<numbers>>({200, {}, R"({"success":true})"}).error().code() ==
          errc::no_result);
    for (char const* const other : {"[]", "5", "\"text\"", "true", "[{\"a\":1}]"}) {
        auto const shown = std::string{other};
        CAPTURE(shown);
        CHECK(read<numbers>(other).error().code() == errc::malformed_response);
        auto const member = read_whole(R"("totals":)" + shown);
        CHECK_FALSE(member.value.totals.has_value());
        REQUIRE(member.info.mismatches.size() == 1);
        CHECK(member.info.mismatches[0].pointer == "/result/totals");
        CHECK(member.info.mismatches[0].expected == "object");
        CHECK(member.value.extra.find("totals") == shown);
    }
}

TEST_CASE("an ill-typed value of a map is left out and reported, and the others are kept") {
    for (char const* const bad :
         {"null", "true", "\"1\"", "[]", "[1]", "{}", "{\"a\":{\"b\":[1]}}", "1e999"}) {
        for (std::size_t place = 0; place != 3; ++place) {
            std::string members;
            for (std::size_t i = 0; i != 3; ++i)
                members += (i == 0 ? "\"" : ",\"") + std::to_string(i) +
                           "\":" + (i == place ? bad : std::to_string(i));
            CAPTURE(members);
            auto const got = read_whole("\"totals\":{" + members + "}");
            numbers expected{{"0", 0}, {"1", 1}, {"2", 2}};
            expected.erase(std::to_string(place));
            CHECK(got.value.totals == expected);
            REQUIRE(got.info.mismatches.size() == 1);
            CHECK(got.info.mismatches[0].pointer == "/result/totals/" + std::to_string(place));
            CHECK(got.info.mismatches[0].expected == "number");
            CHECK(got.value.extra.find("totals") == "{" + members + "}");
        }
    }
}

TEST_CASE("a mismatch inside of a value of a map leaves out the innermost value that it makes invalid") {
    auto const got = read_whole(
        R"("parts":{"a":{"id":"1","size":"x"},"b":{"size":1},"c":{"id":5},"d":{"id":"4"}},)"
        R"("lists":{"p":["q",5],"r":[6]},"maybe":{"a":"b","c":5},"rows":[{"a":1},{"b":-1,"c":2},{"d":70000}])");
    CHECK(described(got.info) ==
          strings{"/result/parts/a/size: integer, string \"x\"", "/result/parts/b/id: string, nothing",
                  "/result/parts/c/id: string, number 5", "/result/lists/p/1: string, number 5",
                  "/result/lists/r/0: string, number 6", "/result/maybe/c: string, number 5",
                  "/result/rows/1/b: integer, number -1", "/result/rows/2/d: integer, number 70000"});
    REQUIRE(got.value.parts->size() == 2);
    CHECK(got.value.parts->at("a").id == "1");
    CHECK(got.value.parts->at("a").extra.find("size") == "\"x\"");
    CHECK(got.value.parts->at("d").id == "4");
    CHECK(got.value.lists == std::map<std::string, strings>{{"p", {"q"}}});
    CHECK(got.value.maybe->size() == 1);
    CHECK_FALSE(got.value.rows.has_value());  // positions may matter, as in other lists of containers
}

TEST_CASE("a map without a single valid value is not read as an empty map") {
    auto const member = read_whole(R"("totals":{"a":"x","b":null},"root":{"kids":{}})");
    CHECK_FALSE(member.value.totals.has_value());
    CHECK(member.info.mismatches.size() == 2);
    CHECK(member.value.root->kids.empty());
    auto const result = read<numbers>(R"({"a":"x"})");
    REQUIRE(result.has_error());
    CHECK(result.error().code() == errc::malformed_response);
    CHECK(result.error().message().find("/result/a: expected number") != std::string::npos);
    CHECK(read<whole>(R"({"by_type":{"A":5}})").has_error());
    auto const inner = read<whole>(R"({"by_type":{"A":{"x":"y"},"B":{"z":1}}})");
    CHECK(inner->value.by_type.size() == 1);
    CHECK(inner->value.by_type.begin()->first == "B");
}

TEST_CASE("of repeated names the last one counts") {
    auto const got = read_whole(R"("totals":{"a":1,"b":2,"a":3,"c":"x","c":4,"d":5,"d":"y"})");
    CHECK(got.value.totals == numbers{{"a", 3}, {"b", 2}, {"c", 4}});
    CHECK(described(got.info) ==
          strings{"/result/totals/c: number, string \"x\"", "/result/totals/d: number, string \"y\""});
    auto const lists =
        read_whole(R"("lists":{"a":["x","y"],"a":["z"]},"parts":{"p":{"id":"1","size":2},"p":{"id":"3"}})");
    CHECK(lists.value.lists->at("a") == strings{"z"});
    CHECK_FALSE(lists.value.parts->at("p").size.has_value());
    auto const maps = read_whole(R"("totals":{"a":1},"totals":{"b":2})");
    CHECK(maps.value.totals == numbers{{"b", 2}});
    auto const equal = read_whole(R"("names":{"Abc":"1","aBC":"2","x":"3"})");
    CHECK(equal.value.names->size() == 2);
    CHECK(equal.value.names->find(std::string_view{"ABC"})->second == "2");
}

TEST_CASE("a name in a map may be any text, and is escaped and shortened in a pointer") {
    struct {
        char const *json, *name, *pointer;
    } const rows[] = {
        {"a/b", "a/b", "a~1b"},
        {"~", "~", "~0"},
        {"~1/", "~1/", "~01~1"},
        {"", "", ""},
        {"\\u0041\\n", "A\n", "A\n"},
        {"x\\u00e9", "x\xc3\xa9", "x\xc3\xa9"},
        {"\\ud83d\\ude00", "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
        {"success", "success", "success"},
    };
    for (auto const& row : rows) {
        CAPTURE(std::string{row.json});
        auto const good = read_whole("\"totals\":{\"" + std::string{row.json} + "\":7}");
        CHECK(good.value.totals == numbers{{row.name, 7}});
        auto const bad = read_whole("\"totals\":{\"" + std::string{row.json} + "\":[],\"k\":1}");
        CHECK(bad.value.totals == numbers{{"k", 1}});
        REQUIRE(bad.info.mismatches.size() == 1);
        CHECK(bad.info.mismatches[0].pointer == "/result/totals/" + std::string{row.pointer});
    }
    auto const nul = read_whole(R"("totals":{"\u0000":7})");
    CHECK(nul.value.totals->begin()->first == std::string(1, '\0'));

    std::string const longest(63, 'n');
    auto const cut = read_whole("\"totals\":{\"" + longest + "\xc3\xa9\":[],\"k\":1}");
    CHECK(cut.info.mismatches.at(0).pointer == "/result/totals/" + longest + "...");
    auto const huge = read_whole("\"totals\":{\"" + std::string(100'000, 'n') + "\":1}");
    CHECK(huge.value.totals->begin()->first.size() == 100'000);
    auto const fails = read<numbers>("{\"" + std::string(100'000, '\x7f') + "\":[]}");
    CHECK(fails.error().message().size() < 800);
}

TEST_CASE("maps count towards the depth of declared members") {
    auto const nested = [](std::size_t levels) {
        std::string json = "{}";
        for (; levels != 0; --levels) json = R"({"kids":{"k":)" + json + "}}";
        return R"("root":)" + json;
    };
    cfdns::response_limits limits;
    limits.max_depth = 1000;
    for (std::size_t const levels : {14u, 15u, 16u, 400u}) {
        CAPTURE(levels);
        auto const got = cfdns::parse_full_response<asking<whole>>(
            response_of(200, success(R"({"by_type":{},)" + nested(levels) + "}")), limits);
        REQUIRE(got.has_value());
        CHECK(got->info.mismatches.size() == 1);  // {} lacks kids, or the depth is exceeded
    }
}

TEST_CASE("a map of secrets shows neither its values nor its names") {
    auto const got = read<secrets>(
        R"({"keys":{"hush-1":"hush-2","hush-3":5},"counts":[{"hush-4":1},{"hush-5":"hush-6","x":2}]})");
    REQUIRE(got.has_value());
    CHECK(got->value.keys->at("hush-1").expose() == "hush-2");
    CHECK(got->value.keys->size() == 1);
    CHECK(described(got->info) ==
          strings{"/result/keys: string, number", "/result/counts/1: integer, string"});
    auto const direct = read<std::map<std::string, cfdns::secret_string>>(R"({"hush":5})");
    CHECK(direct.error().message().find("hush") == std::string::npos);
    CHECK(direct.error().message().find("/result: expected string, found number") != std::string::npos);
}

TEST_CASE("a map in parameters is written as an object, in its order") {
    change op{.sizes = {{"b", std::uint16_t{2}}, {"a", std::uint16_t{1}}}};
    CHECK(cfdns::make_request(op)->body == R"({"sizes":{"a":1,"b":2},"nested":{}})");
    op.sizes.get().clear();
    op.parts = {{"p/\"\n", part{.id = "1"}}, {"\xc3\xa9", part{.id = "2", .size = 3}}};
    op.notes = nullptr;
    op.nested["x"]["y"] = 0.5;
    CHECK(cfdns::make_request(op)->body ==
          "{\"sizes\":{},\"parts\":{\"p/\\\"\\n\":{\"id\":\"1\"},\"\xc3\xa9\":{\"id\":\"2\",\"size\":3}},"
          "\"notes\":null,\"nested\":{\"x\":{\"y\":0.5}}}");
    op.notes = std::map<std::string, std::string>{{"k", "v"}};
    CHECK(cfdns::make_request(op)->body.find(R"("notes":{"k":"v"})") != std::string::npos);
}

TEST_CASE("a name or value in a map that cannot be written is refused by its path") {
    change op{.sizes = counts{}};
    op.notes = std::map<std::string, std::string>{{"k", "\xff"}};
    CHECK(cfdns::make_request(op).error().parameter() == "notes/k");
    op.notes = std::map<std::string, std::string>{{"\xff", "v"}};
    CHECK(cfdns::make_request(op).error().code() == errc::invalid_parameter);
    CHECK(cfdns::make_request(op).error().parameter().starts_with("notes/"));
    op.notes = {};
    op.nested["x"]["y"] = std::numeric_limits<double>::infinity();
    CHECK(cfdns::make_request(op).error().parameter() == "nested/x/y");
}

TEST_CASE("a request with maps can be read back, and an ill-typed value is named") {
    change op{.sizes = {{"b", std::uint16_t{2}}, {"a~/", std::uint16_t{1}}}};
    op.parts = {{"p", part{.id = "1"}}};
    op.parts->at("p").extra.set("future", "[1]");
    op.nested["x"]["y"] = 0.5;
    auto const request = cfdns::make_request(op).value();
    auto const back = cfdns::testing::read_request<change>(request).value();
    REQUIRE(back.has_value());
    CHECK(cfdns::make_request(*back)->body == request.body);
    for (auto const& [body, parameter] : std::initializer_list<std::pair<char const*, char const*>>{
             {R"({"nested":{}})", "sizes"},
             {R"({"sizes":5,"nested":{}})", "sizes"},
             {R"({"sizes":{"a/":-1},"nested":{}})", "sizes/a~1"},
             {R"({"sizes":{"a":null},"nested":{}})", "sizes/a"},
             {R"({"sizes":{},"nested":{},"parts":{"p":{}}})", "parts/p/id"}}) {
        auto const refused =
            cfdns::testing::read_request<change>({cfdns::http_method::post, "/client/v4/x", {}, body})
                .value();
        REQUIRE(refused.has_error());
        CHECK(refused.error().parameter() == parameter);
    }
    whole value;
    value.totals = numbers{{"a", 1}};
    CHECK(cfdns::testing::write_response(value).body.find(R"("totals":{"a":1},"by_type":{})") !=
          std::string::npos);
}
