// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>
#include <cfdns/detail/read_alternative.hpp>
#include <cfdns/testing/codec.hpp>

#include <variant>

namespace {

namespace mine {

struct address {
    cfdns::required<std::string> content;
    static constexpr cfdns::alternative_tag alternative{"type", "A"};
    CFDNS_FIELDS(content)
};

struct mx {
    cfdns::required<std::string> content;
    cfdns::required<std::uint16_t> priority;
    static constexpr cfdns::alternative_tag alternative{"type", "MX"};
    CFDNS_FIELDS(content, priority)
};

struct srv {
    cfdns::required<std::uint16_t> priority;
    cfdns::required<std::uint16_t> weight;
    std::optional<std::string> target{};
    cfdns::extra_members extra{};
    static constexpr cfdns::alternative_tag alternative{"type", "SRV", "data"};
    static constexpr cfdns::bound bounds[] = {{"weight", 0, 1000}};
    CFDNS_FIELDS(priority, weight, target, extra)
};

struct uri {
    cfdns::required<std::uint16_t> priority;
    cfdns::required<std::uint16_t> weight;
    cfdns::required<std::string> target;
    static constexpr cfdns::alternative_tag alternative{"type", "URI", "data"};
    static constexpr std::string_view outside[] = {"priority"};
    static constexpr cfdns::bound bounds[] = {{"priority", 0, 100}, {"weight", 0, 1000}};
    CFDNS_FIELDS(priority, weight, target)
};

struct other {
    cfdns::required<std::string> type;
    std::optional<std::string> content{};
    std::optional<std::uint16_t> priority{};
    CFDNS_FIELDS(type, content, priority)
};

using record_data = std::variant<address, mx, srv, uri, other>;

struct create {
    cfdns::required<std::string> zone_id;
    cfdns::required<std::string> name;
    cfdns::required<record_data> data;
    std::optional<std::uint32_t> ttl{};
    cfdns::extra_members extra{};
    using response_type = std::string;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/dns_records");
    static constexpr cfdns::bound bounds[] = {{"ttl", 30, 86400, 1}};
    CFDNS_FIELDS(zone_id, name, data, ttl, extra)
};

struct edit {
    cfdns::required<std::string> zone_id;
    std::optional<record_data> data{};
    std::optional<std::uint32_t> ttl{};
    cfdns::extra_members extra{};
    using response_type = std::string;
    static constexpr auto route = cfdns::patch("/zones/{zone_id}/dns_records/x");
    CFDNS_FIELDS(zone_id, data, ttl, extra)
};

struct record {
    cfdns::required<std::string> name;
    cfdns::required<record_data> data;
    std::optional<std::uint32_t> ttl{};
    cfdns::extra_members extra{};
    static constexpr cfdns::bound bounds[] = {{"ttl", 30, 86400, 1}};
    CFDNS_FIELDS(name, data, ttl, extra)
};

struct batch {
    cfdns::required<std::string> zone_id;
    std::optional<std::vector<record>> posts{};
    cfdns::nullable<record> one{};
    cfdns::extra_members extra{};
    using response_type = std::string;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/dns_records/batch");
    CFDNS_FIELDS(zone_id, posts, one, extra)
};

// Without an alternative for unknown tags, and with a secret.
struct key {
    cfdns::required<cfdns::secret_string> secret;
    static constexpr cfdns::alternative_tag alternative{"kind", "key"};
    CFDNS_FIELDS(secret)
};
struct none {
    static constexpr cfdns::alternative_tag alternative{"kind", "none"};
    CFDNS_FIELDS()
};
// Structs of the same members, one within the other, are different types.
namespace inner {
struct part {
    std::optional<cfdns::secret_string> value{};
    CFDNS_FIELDS(value)
};
}  // namespace inner
namespace outer {
struct part {
    std::optional<inner::part> value{};
    CFDNS_FIELDS(value)
};
}  // namespace outer
struct attach {
    std::optional<std::variant<none, key>> what{};
    cfdns::required<std::string> name;
    using response_type = std::string;
    static constexpr auto route = cfdns::post("/attach");
    CFDNS_FIELDS(what, name)
};

// Bounds of a struct in a query.
struct window {
    std::optional<std::int32_t> from{};
    static constexpr cfdns::bound bounds[] = {{"from", 10, 20}};
    CFDNS_FIELDS(from)
};
struct mapped {
    std::map<std::string, window> windows{};
    std::optional<std::map<std::string, std::string>> texts{};
    std::optional<window> range{};
    using response_type = std::string;
    static constexpr auto route = cfdns::post("/mapped");
    CFDNS_FIELDS(windows, texts, range)
};
struct search {
    std::optional<window> range{};
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/search");
    CFDNS_FIELDS(range)
};

struct flagged {
    cfdns::required<std::string> id;
    std::optional<bool> include_shadow_metadata{};
    std::optional<std::string> comment{};
    std::optional<window> range{};
    cfdns::extra_members extra{};
    using response_type = std::string;
    static constexpr auto route = cfdns::patch("/things/{id}");
    static constexpr std::string_view in_query[] = {"range", "include_shadow_metadata"};
    CFDNS_FIELDS(id, include_shadow_metadata, comment, range, extra)
};

}  // namespace mine

template <class Op>
std::string body_of(Op const& op) {
    auto const made = cfdns::make_request(op);
    return made.has_value() ? made->body : "refused: " + std::string{made.error().parameter()};
}

template <class Op>
auto read_body(std::string const& body) {
    std::string target = "/client/v4";
    target += Op::route.path;
    return cfdns::testing::read_request<Op>(
               {Op::route.method, target, {{"Content-Type", "application/json"}}, body})
        .value();
}

static_assert(std::is_convertible_v<mine::mx, cfdns::required<mine::record_data>>);
static_assert(!std::is_convertible_v<std::string, cfdns::required<mine::record_data>>);
static_assert(!std::is_default_constructible_v<mine::create>);
static_assert(!std::is_default_constructible_v<mine::mx>);

// Every alternative, with the bytes of its members.
struct {
    mine::record_data data;
    char const* json;
} const alternatives[] = {
    {mine::address{.content = "192.0.2.1"}, R"("type":"A","content":"192.0.2.1")"},
    {mine::mx{.content = "m.example", .priority = 10}, R"("type":"MX","content":"m.example","priority":10)"},
    {mine::srv{.priority = 1, .weight = 2, .target = "\"t\""},
     R"("type":"SRV","data":{"priority":1,"weight":2,"target":"\"t\""})"},
    {mine::srv{.priority = 1, .weight = 2}, R"("type":"SRV","data":{"priority":1,"weight":2})"},
    {mine::uri{.priority = 1, .weight = 5, .target = "https://x"},
     R"("type":"URI","priority":1,"data":{"weight":5,"target":"https://x"})"},
    {mine::other{.type = "NEW"}, R"("type":"NEW")"},
    {mine::other{.type = "NEW", .content = "c", .priority = 7},
     R"("type":"NEW","content":"c","priority":7)"},
};

struct throws_on_conversion {
    operator mine::address() const { throw 1; }
};

}  // namespace

TEST_CASE("a union is sent as its tag and members, in place of the member") {
    for (auto const& row : alternatives) {
        CAPTURE(std::string{row.json});
        std::string const json = row.json;
        CHECK(body_of(mine::create{.zone_id = "z", .name = "n", .data = row.data, .ttl = 1}) ==
              R"({"name":"n",)" + json + R"(,"ttl":1})");
        CHECK(body_of(mine::edit{.zone_id = "z", .data = row.data}) == "{" + json + "}");
        mine::batch both{.zone_id = "z"};
        both.posts.emplace();
        both.posts->push_back({.name = "a", .data = row.data});
        both.posts->push_back({.name = "b", .data = mine::address{.content = "c"}, .ttl = 60});
        both.one = mine::record{.name = "c", .data = row.data};
        CHECK(body_of(both) ==
              R"({"posts":[{"name":"a",)" + json +
                  R"(},{"name":"b","type":"A","content":"c","ttl":60}],"one":{"name":"c",)" + json + "}}");
    }
    CHECK(body_of(mine::edit{.zone_id = "z", .ttl = 60}) == R"({"ttl":60})");
}

TEST_CASE("an alternative is given by its own type in a designated initialiser") {
    mine::create op{
        .zone_id = "z", .name = "n", .data = mine::mx{.content = "m.example", .priority = 10}, .ttl = 1};
    CHECK(std::get<mine::mx>(op.data.get()).priority.get() == 10);
    op.data = mine::address{.content = "192.0.2.1"};
    CHECK(body_of(op) == R"({"name":"n","type":"A","content":"192.0.2.1","ttl":1})");
}

TEST_CASE("an invalid member of an alternative is named by its place in the body") {
    using mine::record_data;
    struct {
        record_data data;
        char const* parameter;
    } const table[] = {
        {mine::address{.content = "\xff"}, "content"},
        {mine::srv{.priority = 1, .weight = 2, .target = "\xff"}, "data/target"},
        {mine::uri{.priority = 101, .weight = 2, .target = ""}, "priority"},
        {mine::uri{.priority = 100, .weight = 1001, .target = ""}, "data/weight"},
        {mine::srv{.priority = 1, .weight = 1001}, "data/weight"},
        {mine::other{.type = "\xff"}, "type"},
    };
    for (auto const& row : table) {
        CAPTURE(std::string{row.parameter});
        std::string const name = row.parameter;
        CHECK(body_of(mine::create{.zone_id = "z", .name = "n", .data = row.data}) == "refused: " + name);
        mine::batch many{.zone_id = "z"};
        many.posts = std::vector<mine::record>(2, {.name = "n", .data = mine::address{.content = "fine"}});
        many.posts->push_back({.name = "n", .data = row.data});
        CHECK(body_of(many) == "refused: posts/2/" + name);
        mine::batch one{.zone_id = "z"};
        one.one = many.posts->back();
        CHECK(body_of(one) == "refused: one/" + name);
    }
}

TEST_CASE("a valueless union is rejected by name") {
    mine::create op{.zone_id = "z", .name = "n", .data = mine::mx{.content = "m", .priority = 1}};
    try {
        op.data.get().emplace<mine::address>(throws_on_conversion{});
    } catch (int) {
    }
    REQUIRE(op.data.get().valueless_by_exception());
    auto const refused = cfdns::make_request(op);
    REQUIRE(refused.has_error());
    CHECK(refused.error().parameter() == "data");
}

TEST_CASE("extra members may not repeat a name that some alternative sends") {
    for (char const* name : {"type", "content", "priority", "data", "name", "ttl"}) {
        CAPTURE(std::string{name});
        mine::create op{.zone_id = "z", .name = "n", .data = mine::address{.content = "c"}};
        op.extra.set(name, "1");
        CHECK(body_of(op) == "refused: extra/" + std::string{name});
        mine::batch many{.zone_id = "z"};
        many.posts.emplace().push_back({.name = "n", .data = op.data.get(), .extra = op.extra});
        CHECK(body_of(many) == "refused: posts/0/extra/" + std::string{name});
    }
    mine::srv inner{.priority = 1, .weight = 2};
    inner.extra.set("port", "53");
    mine::create op{.zone_id = "z", .name = "n", .data = inner};
    op.extra.set("weight", "1");  // in a nested object, so not the same member
    op.extra.set("zone_id", "2");
    CHECK(body_of(op) ==
          R"({"name":"n","type":"SRV","data":{"priority":1,"weight":2,"port":53},"weight":1,"zone_id":2})");
    inner.extra.set("weight", "3");
    op.data = inner;
    CHECK(body_of(op) == "refused: data/extra/weight");
}

TEST_CASE("what an operation with a union sends can be read back") {
    for (auto const& row : alternatives) {
        CAPTURE(std::string{row.json});
        mine::batch op{.zone_id = "{zone_id}"};
        op.posts.emplace().push_back({.name = "n", .data = row.data, .ttl = 1});
        op.posts->push_back({.name = "n", .data = row.data});
        op.posts->back().extra.set("new", "[1,\"a,]b\"]");
        op.one = mine::record{.name = "n", .data = row.data};
        std::string const body = body_of(op);
        auto const back = read_body<mine::batch>(body);
        REQUIRE(back.has_value());
        CHECK(back->posts->size() == 2);
        CHECK((*back->posts)[0].data.get().index() == row.data.index());
        CHECK(body_of(*back) == body);
    }
    auto const none = read_body<mine::edit>(R"({"ttl":60})");
    REQUIRE(none.has_value());
    CHECK_FALSE(none->data.has_value());
    auto const null = read_body<mine::batch>(R"({"posts":[],"one":null})");
    REQUIRE(null.has_value());
    CHECK(null->posts->empty());
    CHECK(null->one.is_null());
}

TEST_CASE("the members of a union are read in any order, and others are kept in extra") {
    auto const read = read_body<mine::create>(
        " {\"data\" : {\"x\":1,\"target\":\"t\", \"weight\":5},\"ttl\":1,\"new\": {\"a\" :1},"
        "\"priority\":3,\"name\":\"n\",\"type\":\"UR\\u0049\"}");
    REQUIRE(read.has_value());
    auto const& uri = std::get<mine::uri>(read->data.get());
    CHECK(uri.priority.get() == 3);
    CHECK(uri.weight.get() == 5);
    CHECK(uri.target.get() == "t");
    CHECK(read->ttl == 1u);
    CHECK(read->extra.size() == 1);
    CHECK(read->extra.find("new") == "{\"a\":1}");
    auto const srv =
        read_body<mine::edit>(R"({"type":"A","data":{"weight":1,"priority":2,"port":3},"type":"SRV"})");
    REQUIRE(srv.has_value());
    CHECK(std::get<mine::srv>(*srv->data).extra.find("port") == "3");
}

TEST_CASE("an invalid member of a union is rejected with its name") {
    struct {
        char const* body;
        char const* parameter;
        char const* reason;
    } const table[] = {
        {R"({"name":"n"})", "type", "is missing"},
        {R"({"name":"n","content":"c"})", "type", "is missing"},
        {R"({"name":"n","type":5})", "type", "must be of type string"},
        {R"({"name":"n","type":null})", "type", "must be of type string"},
        {R"({"name":"n","type":"MX","content":"m"})", "priority", "is missing"},
        {R"({"name":"n","type":"MX","content":"m","priority":null})", "priority", "must be of type integer"},
        {R"({"name":"n","type":"MX","content":"m","priority":"10"})", "priority", "must be of type integer"},
        {R"({"name":"n","type":"MX","content":"m","priority":65536})", "priority",
         "must be of type integer"},
        {R"({"name":"n","type":"SRV","priority":1})", "data/priority", "is missing"},
        {R"({"name":"n","type":"SRV","data":[]})", "data", "must be of type object"},
        {R"({"name":"n","type":"SRV","data":{"priority":1,"weight":{}}})", "data/weight",
         "must be of type integer"},
        {R"({"name":"n","type":"URI","data":{"priority":1,"weight":1,"target":""}})", "priority",
         "is missing"},
        {R"({"name":"n","type":"URI","priority":1,"data":{"weight":1001,"target":""}})", "data/weight",
         "must be at most 1000"},
        {R"({"type":"A","content":""})", "name", "is missing"},
        {R"({"name":1,"type":"A","content":""})", "name", "must be of type string"},
        {R"([])", "", "must be a JSON object"},
        {R"({"name":)", "", "must be a JSON object"},
        {"", "", "must be a JSON object"},
    };
    for (auto const& row : table) {
        CAPTURE(std::string{row.body});
        auto const got = read_body<mine::create>(row.body);
        REQUIRE(got.has_error());
        CHECK(got.error().parameter() == row.parameter);
        CHECK(got.error().message().find(row.reason) != std::string::npos);
        if (*row.parameter == 0) continue;
        auto const nested = read_body<mine::batch>(R"({"posts":[{"name":"n","type":"A","content":"c"},)" +
                                                   std::string{row.body} + "]}");
        REQUIRE(nested.has_error());
        CHECK(nested.error().parameter() == "posts/1/" + std::string{row.parameter});
    }
    CHECK(read_body<mine::batch>(R"({"posts":{}})").error().parameter() == "posts");
    CHECK(read_body<mine::batch>(R"({"posts":[1]})").error().parameter() == "posts/0");
    auto const closed = read_body<mine::attach>(R"({"name":"n","kind":"new"})");
    REQUIRE(closed.has_error());
    CHECK(closed.error().parameter() == "kind");
    CHECK(closed.error().message().find("none, key") != std::string::npos);
    CHECK(read_body<mine::attach>(R"({"name":"n","secret":"s"})").error().parameter() == "kind");
}

TEST_CASE("a secret in an alternative is a secret of the operation") {
    CHECK(cfdns::detail::holds_secret(cfdns::detail::schema_of<mine::attach>));
    CHECK_FALSE(cfdns::detail::holds_secret(cfdns::detail::schema_of<mine::batch>));
    CHECK(cfdns::detail::holds_secret(cfdns::detail::schema_of<mine::outer::part>));
    CHECK(cfdns::detail::descriptor_of<mine::attach>.carries_secret());
    CHECK(body_of(mine::attach{.what = mine::key{.secret = cfdns::secret_string{"s"}}, .name = "n"}) ==
          R"({"kind":"key","secret":"s","name":"n"})");
    CHECK(body_of(mine::attach{.what = mine::none{}, .name = "n"}) == R"({"kind":"none","name":"n"})");
    CHECK(body_of(mine::attach{.name = "n"}) == R"({"name":"n"})");
}

TEST_CASE("an alternative is read from the members of the object that it was flattened into") {
    using cfdns::detail::read_alternative;
    auto const members = [](std::initializer_list<std::pair<char const*, char const*>> list) {
        cfdns::extra_members out;
        for (auto const& [name, json] : list) out.set(name, json);
        return out;
    };
    std::vector<cfdns::mismatch> mismatches;
    auto const uri = read_alternative<mine::uri>(
        members({{"priority", "7"}, {"data", R"({"weight":1,"target":"t","x":1})"}, {"content", "\"c\""}}),
        mismatches);
    REQUIRE(uri.has_value());
    CHECK(uri->priority.get() == 7);
    CHECK(uri->weight.get() == 1);
    CHECK(uri->target.get() == "t");
    CHECK(mismatches.empty());
    auto const mx =
        read_alternative<mine::mx>(members({{"priority", "10"}, {"content", "\"m\""}}), mismatches);
    REQUIRE(mx.has_value());
    CHECK(mx->content.get() == "m");
    CHECK(mx->priority.get() == 10);

    // An optional member of another type is empty and reported.
    auto const srv = read_alternative<mine::srv>(
        members({{"data", R"({"priority":1,"weight":2,"target":3})"}}), mismatches);
    REQUIRE(srv.has_value());
    CHECK_FALSE(srv->target.has_value());
    REQUIRE(mismatches.size() == 1);
    CHECK(mismatches[0].pointer == "/data/target");

    // A required one makes the whole empty.
    for (auto const& [data, pointer] : std::initializer_list<std::pair<char const*, char const*>>{
             {R"({"priority":"1","weight":2})", "/data/priority"},
             {R"({"priority":1})", "/data/weight"},
             {R"({"priority":1,"weight":null})", "/data/weight"},
             {R"([1])", "/data"},
             {R"("x")", "/data"},
             {R"({)", "/data"}}) {
        std::string const shown = data;
        CAPTURE(shown);
        mismatches.clear();
        CHECK_FALSE(read_alternative<mine::srv>(members({{"data", data}}), mismatches).has_value());
        REQUIRE(mismatches.size() == 1);
        CHECK(mismatches[0].pointer == pointer);
    }
    mismatches.clear();
    CHECK_FALSE(read_alternative<mine::uri>({}, mismatches).has_value());
    CHECK(mismatches.size() == 3);
}

TEST_CASE("a bound may allow a single value outside of its interval, and the refusal says so") {
    using seconds = std::uint32_t;
    struct {
        seconds ttl;
        char const* reason;
    } const table[] = {
        {0, "must be at least 30, or 1"},      {1, nullptr},  {2, "must be at least 30, or 1"},
        {29, "must be at least 30, or 1"},     {30, nullptr}, {86400, nullptr},
        {86401, "must be at most 86400, or 1"}};
    for (auto const& row : table) {
        CAPTURE(row.ttl);
        mine::create const op{
            .zone_id = "z", .name = "n", .data = mine::address{.content = "c"}, .ttl = row.ttl};
        mine::batch many{.zone_id = "z"};
        many.posts.emplace().push_back({.name = "n", .data = op.data.get(), .ttl = row.ttl});
        auto const one = cfdns::make_request(op);
        auto const in_list = cfdns::make_request(many);
        REQUIRE(one.has_error() == (row.reason != nullptr));
        REQUIRE(in_list.has_error() == (row.reason != nullptr));
        if (!row.reason) continue;
        CHECK(one.error().parameter() == "ttl");
        CHECK(one.error().message().find(row.reason) != std::string::npos);
        CHECK(in_list.error().parameter() == "posts/0/ttl");
        CHECK(in_list.error().message().find(row.reason) != std::string::npos);
    }
}

TEST_CASE("the bounds of a struct apply wherever it occurs, also in a query") {
    CHECK(cfdns::make_request(mine::search{.range = mine::window{15}})->target ==
          "/client/v4/search?range.from=15");
    CHECK(cfdns::make_request(mine::search{.range = mine::window{9}}).error().parameter() == "range.from");
    CHECK(cfdns::make_request(mine::search{}).has_value());
    CHECK(cfdns::make_request(mine::search{.range = mine::window{}}).has_value());
    auto const read = cfdns::testing::read_request<mine::search>(
        {cfdns::http_method::get, "/client/v4/search?range.from=21", {}, ""});
    CHECK(read->error().parameter() == "range.from");
    // In a map, and beside one.
    mine::mapped op{.range = mine::window{15}};
    CHECK(cfdns::make_request(op)->body == R"({"windows":{},"range":{"from":15}})");
    op.texts.emplace()["a"] = "b";
    CHECK(cfdns::make_request(op).has_value());
    op.windows = {{"good", mine::window{10}}, {"low", mine::window{9}}};
    CHECK(cfdns::make_request(op).error().parameter() == "windows/low/from");
}

TEST_CASE("members named in in_query go into the query of a request with a body") {
    mine::flagged op{.id = "i"};
    auto const request = [&op] { return cfdns::make_request(op).value(); };
    CHECK(request().target == "/client/v4/things/i");
    CHECK(request().body == "{}");
    op.include_shadow_metadata = true;
    CHECK(request().target == "/client/v4/things/i?include_shadow_metadata=true");
    CHECK(request().body == "{}");
    op.comment = "c";
    op.range = mine::window{12};
    op.extra.set("x", "{}");
    op.extra.set("include_shadow_metadata", "1");  // in the body, so not the same member
    CHECK(request().target == "/client/v4/things/i?include_shadow_metadata=true&range.from=12");
    CHECK(request().body == R"({"comment":"c","x":{},"include_shadow_metadata":1})");

    auto made = request();
    auto const back = cfdns::testing::read_request<mine::flagged>(made).value();
    REQUIRE(back.has_value());
    CHECK(back->include_shadow_metadata == true);
    CHECK(back->range->from == 12);
    CHECK(back->comment == "c");
    CHECK(back->extra == op.extra);
    made.target = "/client/v4/things/i?comment=d&other=1&include_shadow_metadata=no";
    CHECK(cfdns::testing::read_request<mine::flagged>(made)->error().parameter() ==
          "include_shadow_metadata");
    made.target = "/client/v4/things/i?comment=d&other=1";
    auto const ignored = cfdns::testing::read_request<mine::flagged>(made).value();
    REQUIRE(ignored.has_value());
    CHECK(ignored->comment == "c");
    CHECK(ignored->extra.size() == 2);

    op.range = mine::window{9};
    CHECK(cfdns::make_request(op).error().parameter() == "range.from");
}
