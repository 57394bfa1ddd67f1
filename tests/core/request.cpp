// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>

#include <limits>

namespace {

// What the library lacks, in a namespace of its own: every type that a member may have.
namespace mine {

struct part {
    std::string text{};
    std::optional<std::int32_t> number{};
    CFDNS_FIELDS(text, number)
};

struct everything {
    cfdns::required<std::string> zone_id;
    cfdns::required<std::uint64_t> number;
    std::optional<bool> flag{};
    std::optional<double> real{};
    std::optional<std::int64_t> wide{};
    std::optional<cfdns::secret_string> secret{};
    std::optional<cfdns::timestamp> time{};
    std::optional<std::vector<part>> parts{};
    std::string private_{"default"};
    cfdns::extra_members extra{};
    using response_type = std::string;
    static constexpr auto route = cfdns::patch("/zones/{zone_id}/things/{number}");
    CFDNS_FIELDS(zone_id, number, flag, real, wide, secret, time, parts, private_, extra)
};

struct search {
    cfdns::required<std::string> account_id;
    std::optional<std::uint32_t> page{};
    std::optional<std::string> order{};
    std::optional<std::vector<std::string>> tag{};
    std::optional<bool> match{};
    cfdns::extra_members extra{};
    using response_type = std::vector<std::string>;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/things");
    static constexpr cfdns::bound bounds[] = {{"page", 1, 1000}};
    CFDNS_FIELDS(account_id, page, order, tag, match, extra)
};

struct reorder {
    cfdns::required<std::string> zone_id;
    cfdns::required<std::vector<std::optional<std::string>>> places;
    using response_type = std::string;
    static constexpr auto route = cfdns::put("/zones/{zone_id}/places");
    CFDNS_FIELDS(zone_id, places)
};

struct numbers {
    std::optional<std::int8_t> i8{};
    std::optional<short> i16{};
    std::optional<unsigned char> u8{};
    std::optional<std::uint16_t> u16{};
    std::optional<long long> ll{};
    std::optional<unsigned long long> ull{};
    CFDNS_FIELDS(i8, i16, u8, u16, ll, ull)
};

struct integers {
    cfdns::required<signed char> a;
    cfdns::required<std::int16_t> b;
    cfdns::required<std::uint8_t> c;
    cfdns::required<unsigned short> d;
    cfdns::required<long> e;
    cfdns::required<unsigned long long> f;
    using response_type = numbers;
    static constexpr auto route = cfdns::post("/integers");
    static constexpr cfdns::bound bounds[] = {{"d", 1000, 65535}};
    CFDNS_FIELDS(a, b, c, d, e, f)
};

struct poke {
    cfdns::required<std::string> zone_id;
    using response_type = std::string;
    static constexpr auto route = cfdns::post("/zones/{zone_id}/poke", cfdns::idempotency::repeatable);
    CFDNS_FIELDS(zone_id)
};

struct nearby {
    std::vector<double> position{};
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/nearby");
    CFDNS_FIELDS(position)
};

struct text_filter {
    std::optional<std::string> exact{};
    std::optional<std::string> absent{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(exact, absent, extra)
};

struct owner {
    std::optional<std::string> id{};
    std::optional<cfdns::secret_string> key{};
    std::optional<text_filter> name{};
    CFDNS_FIELDS(id, key, name)
};

struct filtered {
    cfdns::required<std::string> zone_id;
    std::optional<text_filter> name{};
    std::optional<std::string> order{};
    owner account{};
    cfdns::nullable<part> piece{};
    std::optional<std::vector<part>> parts{};
    std::optional<std::vector<std::string>> tag{};
    cfdns::extra_members extra{};
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/zones/{zone_id}/filtered");
    CFDNS_FIELDS(zone_id, name, order, account, piece, parts, tag, extra)
};

// One property at a time.
struct edit {
    cfdns::required<std::string> zone_id;
    std::optional<bool> paused{};
    cfdns::nullable<std::string> type{};
    std::optional<std::vector<std::string>> delete_{};
    std::optional<std::string> note{};
    cfdns::extra_members extra{};
    using response_type = std::string;
    static constexpr auto route = cfdns::patch("/zones/{zone_id}");
    static constexpr std::string_view exactly_one[] = {"type", "paused", "delete"};
    CFDNS_FIELDS(zone_id, paused, type, delete_, note, extra)
};

// Without extra members, and in a query.
struct find {
    std::optional<std::string> id{};
    std::optional<text_filter> name{};
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/find");
    static constexpr std::string_view exactly_one[] = {"id", "name"};
    CFDNS_FIELDS(id, name)
};

// Members with the names of what an operation may declare.
struct declare {
    std::optional<std::vector<std::string>> in_query{}, exactly_one{}, bounds{};
    std::optional<std::string> reference{}, may_be_absent{}, alternative{};
    std::optional<int> max_elements{};
    struct answer {
        std::optional<std::string> bounds{}, may_be_absent{}, alternative{};
        CFDNS_FIELDS(bounds, may_be_absent, alternative)
    };
    using response_type = answer;
    static constexpr auto route = cfdns::post("/declare");
    CFDNS_FIELDS(in_query, exactly_one, bounds, reference, may_be_absent, alternative, max_elements)
};

}  // namespace mine

std::string header(cfdns::http_request const& request, char const* name) {
    auto const value = cfdns::find_header(request.headers, name);
    return value ? std::string{*value} : "(none)";
}

}  // namespace

TEST_CASE("create makes the request shown in the reference") {
    auto const request = cfdns::make_request(example_create()).value();
    CHECK(request.method == cfdns::http_method::post);
    CHECK(request.target == "/client/v4/zones/269d8f4853475ca241c4e730be286b20/secondary_dns/incoming");
    CHECK(request.body ==
          R"({"auto_refresh_seconds":86400,"name":"www.example.com.",)"
          R"("peers":["23ff594956f20c2a721606e94745a8aa","00920f38ce07c2e2f4df50b1f61d4194"]})");
    CHECK(header(request, "Content-Type") == "application/json");
    CHECK(header(request, "Accept") == "application/json");
    CHECK(header(request, "User-Agent") == "cfdns/" CFDNS_VERSION);
    CHECK(header(request, "Authorization") == "(none)");
    CHECK(request.headers.size() == 3);
}

TEST_CASE("update, get and delete make the requests shown in the reference") {
    auto const update = cfdns::make_request(zt::incoming::update{.zone_id = zone,
                                                                 .auto_refresh_seconds = 300s,
                                                                 .name = "example.com",
                                                                 .peers = std::vector<std::string>{}});
    CHECK(update.value().method == cfdns::http_method::put);
    CHECK(update.value().target == "/client/v4/zones/" + zone + "/secondary_dns/incoming");
    CHECK(update.value().body == R"({"auto_refresh_seconds":300,"name":"example.com","peers":[]})");

    auto const get = cfdns::make_request(zt::incoming::get{.zone_id = zone});
    CHECK(get.value().method == cfdns::http_method::get);
    CHECK(get.value().target == "/client/v4/zones/" + zone + "/secondary_dns/incoming");
    CHECK(get.value().body.empty());
    CHECK(header(get.value(), "Content-Type") == "(none)");

    auto const gone = cfdns::make_request(zt::incoming::delete_{.zone_id = zone});
    CHECK(gone.value().method == cfdns::http_method::delete_);
    CHECK(gone.value().target == "/client/v4/zones/" + zone + "/secondary_dns/incoming");
    CHECK(gone.value().body.empty());
    CHECK(header(gone.value(), "Content-Type") == "(none)");
}

TEST_CASE("no id can leave its path segment") {
    struct {
        std::string id, segment;
    } const table[] = {
        {"023e105f4ecef8ad9ca31a8372d0c353", "023e105f4ecef8ad9ca31a8372d0c353"},
        {"a/b", "a%2Fb"},
        {"../x", "..%2Fx"},
        {"...", "..."},
        {"%2e%2e", "%252e%252e"},
        {"a?b=c#d", "a%3Fb=c%23d"},
        {"a b", "a%20b"},
        {"\r\nHost: evil", "%0D%0AHost:%20evil"},
        {std::string{"a\0b", 3}, "a%00b"},
        {"\\", "%5C"},
        {"//evil.example/x", "%2F%2Fevil.example%2Fx"},
        {"https://evil.example", "https:%2F%2Fevil.example"},
        {"user@host", "user@host"},
        {"-._~!$&'()*+,;=:@", "-._~!$&'()*+,;=:@"},
        {"\xc3\xa9", "%C3%A9"},
        {"[]{}|^`<>\"", "%5B%5D%7B%7D%7C%5E%60%3C%3E%22"},
    };
    for (auto const& row : table) {
        CAPTURE(row.id);
        auto const request = cfdns::make_request(zt::incoming::get{.zone_id = row.id});
        REQUIRE(request.has_value());
        CHECK(request.value().target == "/client/v4/zones/" + row.segment + "/secondary_dns/incoming");
    }
}

TEST_CASE("invalid parameters are rejected by name, and nothing is sent") {
    auto const with = [](auto change) {
        auto op = example_create();
        change(op);
        return cfdns::make_request(op);
    };
    using create = zt::incoming::create;
    struct {
        cfdns::result<cfdns::http_request> got;
        char const* parameter;
    } const table[] = {
        {with([](create& op) { op.zone_id = ""; }), "zone_id"},
        {with([](create& op) { op.zone_id = "."; }), "zone_id"},
        {with([](create& op) { op.zone_id = ".."; }), "zone_id"},
        {with([](create& op) { op.zone_id = "\xff"; }), "zone_id"},
        {with([](create& op) { op.auto_refresh_seconds = 299s; }), "auto_refresh_seconds"},
        {with([](create& op) { op.auto_refresh_seconds = 0s; }), "auto_refresh_seconds"},
        {with([](create& op) { op.auto_refresh_seconds = -86400s; }), "auto_refresh_seconds"},
        {with([](create& op) { op.name = "\xc0\xaf"; }), "name"},
        {with([](create& op) { op.name = "\xed\xa0\x80"; }), "name"},
        {with([](create& op) {
             op.peers = {"ok", "\xf5\x80\x80\x80"};
         }),
         "peers/1"},
        {with([](create& op) { op.extra.set("note", "not json"); }), "extra/note"},
        {with([](create& op) { op.extra.set("note", ""); }), "extra/note"},
        {with([](create& op) { op.extra.set("note", "\f1"); }), "extra/note"},
        {with([](create& op) { op.extra.set("note", "1,\"name\":2"); }), "extra/note"},
        {with([](create& op) { op.extra.set("note", "\"\xff\""); }), "extra/note"},
        {with([](create& op) { op.extra.set("\xff", "1"); }), "extra/\xff"},
        {with([](create& op) { op.extra.set("name", "\"other\""); }), "extra/name"},
        {cfdns::make_request(example_create(), {.base_path = "client/v4"}), "base_path"},
        {cfdns::make_request(example_create(), {.base_path = "/client/v4/"}), "base_path"},
        {cfdns::make_request(example_create(), {.base_path = "//evil.example"}), "base_path"},
        {cfdns::make_request(example_create(), {.base_path = "/a//b"}), "base_path"},
        {cfdns::make_request(example_create(), {.base_path = "/a/../b"}), "base_path"},
        {cfdns::make_request(example_create(), {.base_path = "/."}), "base_path"},
        {cfdns::make_request(example_create(), {.base_path = "/"}), "base_path"},
        {cfdns::make_request(example_create(), {.base_path = "/client?x"}), "base_path"},
        {cfdns::make_request(example_create(), {.base_path = "/a%zz"}), "base_path"},
        {cfdns::make_request(example_create(), {.base_path = "/a%2/b"}), "base_path"},
        {cfdns::make_request(example_create(), {.base_path = "/%"}), "base_path"},
        {cfdns::make_request(example_create(), {.base_path = "/a\r\nb"}), "base_path"},
        {cfdns::make_request(example_create(), {.user_agent = "a\r\nX: y"}), "user_agent"},
    };
    for (auto const& row : table) {
        CAPTURE(std::string{row.parameter});
        REQUIRE(row.got.has_error());
        CHECK(row.got.error().code() == cfdns::errc::invalid_parameter);
        CHECK(row.got.error().parameter() == row.parameter);
        CHECK(row.got.error().delivery() == cfdns::delivery::not_sent);
        CHECK(row.got.error().http_status() == 0);
    }
}

TEST_CASE("values that the service might accept are not rejected") {
    auto op = example_create();
    op.auto_refresh_seconds = std::chrono::seconds::max();
    op.name = std::string{"\0\x1f \"\\/ \xf0\x9f\x8c\x8d\x7f", 12};
    op.peers = {"", "not an id", "not an id"};
    auto const request = cfdns::make_request(op);
    REQUIRE(request.has_value());
    CHECK(request.value().body ==
          "{\"auto_refresh_seconds\":9223372036854775807,\"name\":\"\\u0000\\u001f \\\"\\\\/ "
          "\xf0\x9f\x8c\x8d\x7f\","
          "\"peers\":[\"\",\"not an id\",\"not an id\"]}");
}

TEST_CASE("the base path is an option") {
    auto const bare =
        cfdns::make_request(zt::incoming::get{.zone_id = zone}, {.base_path = "", .user_agent = ""});
    CHECK(bare.value().target == "/zones/" + zone + "/secondary_dns/incoming");
    CHECK(header(bare.value(), "User-Agent") == "(none)");
    auto const own = cfdns::make_request(zt::incoming::get{.zone_id = zone},
                                         {.base_path = "/a/b%20c", .user_agent = "me/1"});
    CHECK(own.value().target == "/a/b%20c/zones/" + zone + "/secondary_dns/incoming");
    CHECK(header(own.value(), "User-Agent") == "me/1");
}

TEST_CASE("additional header fields are sent after the library's own, if they are valid") {
    zt::incoming::get const op{.zone_id = zone};
    auto const request =
        cfdns::make_request(op, {.headers = {{"Prefer", "code=404"}, {"X-Empty", ""}}}).value();
    CHECK(header(request, "Prefer") == "code=404");
    CHECK(request.headers.back().name == "X-Empty");
    for (cfdns::http_header const& bad : {cfdns::http_header{"", "x"},
                                          {"a b", "x"},
                                          {"a:b", "x"},
                                          {"a\r\nb", "x"},
                                          {"\xc3\xa9", "x"},
                                          {"X", "a\r\nY: z"},
                                          {"X", std::string{"\0", 1}},
                                          {"X", "\x7f"}}) {
        auto const refused = cfdns::make_request(op, {.headers = {{"Fine", "1"}, bad}});
        REQUIRE(refused.has_error());
        CHECK(refused.error().parameter() == "headers");
    }
}

TEST_CASE("a header field of the caller replaces the library's field of that name") {
    auto const request = cfdns::make_request(example_create(),
                                             {.headers = {{"accept", "text/plain"}, {"USER-AGENT", "me/2"}}})
                             .value();
    CHECK(std::count_if(request.headers.begin(), request.headers.end(),
                        [](auto const& h) { return h.name == "Accept" || h.name == "User-Agent"; }) == 0);
    CHECK(header(request, "Accept") == "text/plain");
    CHECK(header(request, "User-Agent") == "me/2");
    CHECK(request.headers.size() == 3);
    for (char const* name :
         {"Content-Type", "content-type", "Content-Length", "Host", "Transfer-Encoding", "Connection"}) {
        CAPTURE(name);
        auto const refused = cfdns::make_request(example_create(), {.headers = {{name, "x"}}});
        REQUIRE(refused.has_error());
        CHECK(refused.error().parameter() == "headers");
    }
}

TEST_CASE("integers of every size are bounded, sent and read by their size and sign") {
    mine::integers op{.a = -128, .b = -32768, .c = 255, .d = 65535, .e = -5, .f = 18446744073709551615u};
    CHECK(cfdns::make_request(op).value().body ==
          R"({"a":-128,"b":-32768,"c":255,"d":65535,"e":-5,"f":18446744073709551615})");
    op.d = 80;
    CHECK(cfdns::make_request(op).error().parameter() == "d");
    auto const read = [](std::string const& json) {
        return cfdns::parse_response<mine::integers>(response_of(200, success(json)));
    };
    auto const extremes = read(
        R"({"i8":-128,"i16":32767,"u8":255,"u16":65535,"ll":-9223372036854775808,"ull":18446744073709551615})");
    CHECK(extremes.value().i8 == -128);
    CHECK(extremes.value().i16 == 32767);
    CHECK(extremes.value().u8 == 255);
    CHECK(extremes.value().u16 == 65535);
    CHECK(extremes.value().ll == (std::numeric_limits<long long>::min)());
    CHECK(extremes.value().ull == (std::numeric_limits<unsigned long long>::max)());
    auto const beyond =
        read(R"({"i8":-129,"i16":32768,"u8":256,"u16":-1,"ll":9223372036854775808,"ull":-1})").value();
    CHECK_FALSE((beyond.i8 || beyond.i16 || beyond.u8 || beyond.u16 || beyond.ll || beyond.ull));
}

TEST_CASE("extra members are sent unchanged, after the declared ones") {
    auto op = example_create();
    op.peers = std::vector<std::string>{};
    op.extra.set("new_thing", R"({"a": [1, 2.50]})");
    op.extra.set("q\"uote", "null");
    CHECK(
        cfdns::make_request(op).value().body ==
        R"({"auto_refresh_seconds":86400,"name":"www.example.com.","peers":[],"new_thing":{"a": [1, 2.50]},"q\"uote":null})");
}

TEST_CASE("a user-defined operation supports path, body and every type of member") {
    mine::everything op{.zone_id = "z", .number = 18446744073709551615u};
    CHECK(cfdns::make_request(op).value().method == cfdns::http_method::patch);
    CHECK(cfdns::make_request(op).value().target == "/client/v4/zones/z/things/18446744073709551615");
    CHECK(cfdns::make_request(op).value().body == R"({"private":"default"})");

    op.flag = false;
    op.real = 100000.0;
    op.wide = std::numeric_limits<std::int64_t>::min();
    op.secret = cfdns::secret_string{"s\"ecret"};
    op.time = cfdns::timestamp{"2019-10-24T17:09:42Z"};
    op.parts = std::vector<mine::part>{{"a", -2147483647 - 1}, {"b", std::nullopt}};
    CHECK(
        cfdns::make_request(op).value().body ==
        R"({"flag":false,"real":100000,"wide":-9223372036854775808,"secret":"s\"ecret","time":"2019-10-24T17:09:42Z",)"
        R"("parts":[{"text":"a","number":-2147483648},{"text":"b"}],"private":"default"})");
}

TEST_CASE("numbers are written exactly, and those that JSON cannot represent are rejected") {
    struct {
        double number;
        char const* json;
    } const table[] = {
        {0.1, "0.1"},    {-0.5, "-0.5"},      {86400.0, "86400"}, {1e15, "1000000000000000"},
        {1e21, "1e+21"}, {1.5e-9, "1.5e-09"}, {-3.0, "-3"},       {2019102400.0, "2019102400"},
        {0.0, "0"},      {-0.0, "-0"},        {5e-324, "5e-324"}, {-1e300, "-1e+300"}};
    for (auto const& row : table) {
        mine::everything op{.zone_id = "z", .number = 0, .real = row.number};
        CHECK(cfdns::make_request(op).value().body ==
              R"({"real":)" + std::string{row.json} + R"(,"private":"default"})");
    }
    for (double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                       -std::numeric_limits<double>::infinity()}) {
        mine::everything op{.zone_id = "z", .number = 0, .real = bad};
        CHECK(cfdns::make_request(op).error().parameter() == "real");
        auto const query = cfdns::make_request(mine::nearby{.position = {0.5, bad}});
        CHECK(query.error().code() == cfdns::errc::invalid_parameter);
        CHECK(query.error().parameter() == "position");
    }
    CHECK(cfdns::make_request(mine::nearby{.position = {0.5, -1}})->target ==
          "/client/v4/nearby?position=0.5&position=-1");
}

TEST_CASE("an empty element of a list is written as null, so that the others keep their positions") {
    mine::reorder const op{.zone_id = "z",
                           .places = std::vector<std::optional<std::string>>{"a", std::nullopt, "c"}};
    CHECK(cfdns::make_request(op)->body == R"({"places":["a",null,"c"]})");
}

TEST_CASE("an invalid value inside a body is named by its path") {
    mine::everything op{.zone_id = "z", .number = 0};
    op.parts = std::vector<mine::part>{{"fine", 1}, {"\xff", 2}};
    CHECK(cfdns::make_request(op).error().parameter() == "parts/1/text");
}

TEST_CASE("members of a GET that are not in its path go into the query") {
    mine::search op{.account_id = "a"};
    CHECK(cfdns::make_request(op).value().target == "/client/v4/accounts/a/things");
    op.page = 2;
    op.order = "name & type=\xc3\xa9+";
    op.tag = std::vector<std::string>{"x", "y/z"};
    op.match = true;
    op.extra.set("per_page", "50");
    op.extra.set("na me", R"("a\u00e9 b")");
    CHECK(
        cfdns::make_request(op).value().target ==
        "/client/v4/accounts/a/things?page=2&order=name%20%26%20type%3D%C3%A9%2B&tag=x&tag=y%2Fz&match=true"
        "&per_page=50&na%20me=a%C3%A9%20b");
    CHECK(cfdns::make_request(op).value().body.empty());

    for (std::uint32_t page : {0u, 1001u}) {
        op.page = page;
        CHECK(cfdns::make_request(op).error().parameter() == "page");
    }
    op.page = 1000;
    CHECK(cfdns::make_request(op).has_value());
    op.extra.clear();
    op.extra.set("x", " \"a\"\t\r\n");
    CHECK(cfdns::make_request(op).value().target.ends_with("&x=a"));
    op.extra.set("page", "3");
    CHECK(cfdns::make_request(op).error().parameter() == "extra/page");
    for (char const* json : {"{}", "[1]", " {}", "nope", "", "\f1", "\v\"a\"", "\"a\"\f"}) {
        op.extra.clear();
        op.extra.set("x", json);
        CHECK(cfdns::make_request(op).error().parameter() == "extra/x");
    }
}

TEST_CASE("a struct in a query is sent as one parameter per member, with dotted names") {
    using mine::filtered;
    struct {
        void (*change)(filtered& op);
        char const* query;
    } const table[] = {
        {[](filtered&) {}, ""},
        {[](filtered& op) { op.name.emplace(); }, ""},
        {[](filtered& op) { op.account.name.emplace(); }, ""},
        {[](filtered& op) { op.name = {.exact = "a&b=c.d"}; }, "?name.exact=a%26b%3Dc.d"},
        {[](filtered& op) { op.name = {.absent = ""}; }, "?name.absent="},
        {[](filtered& op) { op.account.id = "x"; }, "?account.id=x"},
        {[](filtered& op) { op.account.name = {.exact = "y"}; }, "?account.name.exact=y"},
        {[](filtered& op) {
             op.piece = mine::part{"", 7};
         },
         "?piece.text=&piece.number=7"},
        {[](filtered& op) { op.parts.emplace(); }, ""},
        {[](filtered& op) {
             op.tag = {"t", "u"};
             op.account = {.id = "x", .name = mine::text_filter{.exact = "y", .absent = "z"}};
             op.order = "o";
             op.name = {.exact = "e"};
         },
         "?name.exact=e&order=o&account.id=x&account.name.exact=y&account.name.absent=z&tag=t&tag=u"},
        {[](filtered& op) {
             op.name = {.absent = "a"};
             op.name->extra.set("na me", "\"e\"");
             op.name->extra.set("n", "5");
             op.account.name.emplace().extra.set("deep", "true");
             op.extra.set("account.new", "1");
             op.extra.set("zone_id", "2");
         },
         "?name.absent=a&name.na%20me=e&name.n=5&account.name.deep=true&account.new=1&zone_id=2"},
    };
    for (auto const& row : table) {
        CAPTURE(std::string{row.query});
        filtered op{.zone_id = "z"};
        row.change(op);
        auto const request = cfdns::make_request(op);
        REQUIRE(request.has_value());
        CHECK(request->target == std::string{"/client/v4/zones/z/filtered"} + row.query);
        CHECK(request->body.empty());
    }
}

TEST_CASE("an invalid member of a struct in a query is rejected by its dotted name") {
    using mine::filtered;
    struct {
        void (*change)(filtered& op);
        char const* parameter;
        char const* reason;
    } const table[] = {
        {[](filtered& op) { op.name = {.exact = "\xff"}; }, "name.exact", "UTF-8"},
        {[](filtered& op) { op.account.name = {.absent = "\xff"}; }, "account.name.absent", "UTF-8"},
        {[](filtered& op) { op.account.key = cfdns::secret_string{"\xff"}; }, "account.key", "UTF-8"},
        {[](filtered& op) { op.piece = nullptr; }, "piece", "null"},
        {[](filtered& op) {
             op.parts = {{"a", 1}};
         },
         "parts", "list of structs"},
        {[](filtered& op) { op.extra.set("account.id", "1"); }, "extra/account.id", "repeat"},
        {[](filtered& op) { op.extra.set("account.name.exact", "1"); }, "extra/account.name.exact",
         "repeat"},
        {[](filtered& op) { op.extra.set("account", "1"); }, "extra/account", "repeat"},
        {[](filtered& op) { op.name.emplace().extra.set("exact", "1"); }, "name.extra/exact", "repeat"},
        {[](filtered& op) { op.name.emplace().extra.set("x", "[1]"); }, "name.extra/x", "JSON"},
        {[](filtered& op) { op.name.emplace().extra.set("\xff", "1"); }, "name.extra/\xff", "UTF-8"},
        {[](filtered& op) { op.account.name.emplace().extra.set("x", "nope"); }, "account.name.extra/x",
         "JSON"},
    };
    for (auto const& row : table) {
        CAPTURE(std::string{row.parameter});
        filtered op{.zone_id = "z"};
        row.change(op);
        auto const refused = cfdns::make_request(op);
        REQUIRE(refused.has_error());
        CHECK(refused.error().code() == cfdns::errc::invalid_parameter);
        CHECK(refused.error().parameter() == row.parameter);
        CHECK(refused.error().message().find(row.reason) != std::string::npos);
    }
}

TEST_CASE("exactly one of the alternatives of an operation is sent") {
    auto const edited = [](auto change) {
        mine::edit op{.zone_id = "z"};
        change(op);
        return cfdns::make_request(op);
    };
    using mine::edit;
    struct {
        cfdns::result<cfdns::http_request> got;
        char const* body;
        char const* parameter;
        char const* reason;
    } const table[] = {
        {edited([](edit& op) { op.paused = false; }), R"({"paused":false})", "", ""},
        {edited([](edit& op) { op.type = nullptr; }), R"({"type":null})", "", ""},
        {edited([](edit& op) { op.delete_.emplace(); }), R"({"delete":[]})", "", ""},
        {edited([](edit& op) { op.extra.set("plan", "1"); }), R"({"plan":1})", "", ""},
        {edited([](edit& op) {
             op.paused = true;
             op.note = "n";
             op.extra.set("plan", "1");
         }),
         R"({"paused":true,"note":"n","plan":1})", "", ""},
        {edited([](edit&) {}), "", "type", "must be set, or else one of: paused, delete"},
        {edited([](edit& op) { op.note = "n"; }), "", "type", "must be set, or else one of: paused, delete"},
        {edited([](edit& op) {
             op.paused = true;
             op.type = "full";
         }),
         "", "paused", "must not be set together with type"},
        {edited([](edit& op) {
             op.paused = true;
             op.type = nullptr;
             op.delete_.emplace();
             op.extra.set("plan", "1");
         }),
         "", "paused", "must not be set together with type"},
        {edited([](edit& op) {
             op.paused = true;
             op.delete_.emplace();
         }),
         "", "delete", "must not be set together with paused"},
        {cfdns::make_request(mine::find{.name = mine::text_filter{.exact = "a"}}), "", "", ""},
        {cfdns::make_request(mine::find{}), "", "id", "must be set, or else one of: name"},
        {cfdns::make_request(mine::find{.id = "", .name = mine::text_filter{}}), "", "name",
         "must not be set together with id"},
    };
    for (auto const& row : table) {
        std::string const parameter = row.parameter, body = row.body;
        CAPTURE(body);
        CAPTURE(parameter);
        REQUIRE(row.got.has_value() == parameter.empty());
        if (row.got.has_value()) {
            CHECK(row.got->body == body);
            continue;
        }
        CHECK(row.got.error().code() == cfdns::errc::invalid_parameter);
        CHECK(row.got.error().parameter() == parameter);
        CHECK(row.got.error().message() == "invalid parameter " + parameter + ": " + row.reason);
    }
}

TEST_CASE("a POST without parameters sends an empty object with its content type") {
    auto const request = cfdns::make_request(mine::poke{.zone_id = "z"}).value();
    CHECK(request.body == "{}");
    CHECK(header(request, "Content-Type") == "application/json");
}

TEST_CASE("a route defines the idempotency of the request") {
    using cfdns::idempotency;
    static_assert(zt::incoming::create::route.idempotency == idempotency::none);
    static_assert(zt::incoming::update::route.idempotency == idempotency::idempotent);
    static_assert(zt::incoming::get::route.idempotency == idempotency::safe);
    static_assert(zt::incoming::delete_::route.idempotency == idempotency::idempotent);
    static_assert(mine::poke::route.idempotency == idempotency::repeatable);
    static_assert(mine::everything::route.idempotency == idempotency::none);
    CHECK(cfdns::operation<mine::poke>);
    CHECK_FALSE(cfdns::operation<mine::part>);
    CHECK_FALSE(cfdns::operation<std::string>);
}

namespace {

struct verify_token {
    using response_type = std::optional<std::string>;
    static constexpr auto route = cfdns::get("/user/tokens/verify");
    CFDNS_FIELDS()
};

struct start_anew {
    using response_type = std::optional<std::string>;
    static constexpr auto route = cfdns::post("/anew");
    CFDNS_FIELDS()
};

}  // namespace

TEST_CASE("an operation may have no members") {
    auto const verify = cfdns::make_request(verify_token{});
    REQUIRE(verify.has_value());
    CHECK(verify->target == "/client/v4/user/tokens/verify");
    CHECK(verify->body.empty());
    auto const anew = cfdns::make_request(start_anew{});
    REQUIRE(anew.has_value());
    CHECK(anew->body == "{}");
}

TEST_CASE("members may have the names of what an operation declares") {
    mine::declare const op{.in_query = {{"a"}},
                           .exactly_one = {{"b", "c"}},
                           .bounds = {{"d"}},
                           .reference = "e",
                           .may_be_absent = "f",
                           .alternative = "g",
                           .max_elements = 7};
    CHECK(cfdns::make_request(op).value().body ==
          R"({"in_query":["a"],"exactly_one":["b","c"],"bounds":["d"],"reference":"e","may_be_absent":"f",)"
          R"("alternative":"g","max_elements":7})");
    CHECK(cfdns::metadata_of<mine::declare>().reference.title.empty());
    constexpr auto content =
        R"({"success":true,"errors":[],"messages":[],"result":{"bounds":"a","may_be_absent":"b","alternative":"c"}})";
    auto const got = cfdns::parse_response<mine::declare>({200, {}, content});
    REQUIRE(got.has_value());
    CHECK(got->bounds == "a");
    CHECK(got->may_be_absent == "b");
    CHECK(got->alternative == "c");
    CHECK(cfdns::parse_response<mine::declare>({200, {}, R"({"success":true,"errors":[],"messages":[]})"})
              .error()
              .code() == cfdns::errc::no_result);
}
