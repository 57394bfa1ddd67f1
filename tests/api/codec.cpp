// SPDX-License-Identifier: BSL-1.0
#include "any_operation.hpp"

#include <doctest/doctest.h>
#include <cfdns/testing/codec.hpp>

namespace {

using cfdns::testing::read_request;

struct search {
    cfdns::required<std::string> account_id;
    cfdns::required<std::string> text;
    std::optional<std::uint32_t> page{};
    std::optional<bool> deep{};
    std::vector<std::string> tags{};
    std::optional<cfdns::secret_string> key{};
    cfdns::extra_members extra{};
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/search");
    static constexpr cfdns::bound bounds[] = {{"page", 1, 1000}};
    CFDNS_FIELDS(account_id, text, page, deep, tags, key, extra)
};

struct text_filter {
    std::optional<std::string> exact{};
    std::optional<std::string> absent{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(exact, absent, extra)
};

struct window {
    std::int32_t from{};
    std::optional<std::int32_t> to{};
    CFDNS_FIELDS(from, to)
};

struct owner {
    std::optional<std::string> id{};
    std::optional<text_filter> name{};
    std::vector<std::string> roles{};
    CFDNS_FIELDS(id, name, roles)
};

struct browse {
    std::optional<text_filter> name{};
    owner account{};
    cfdns::nullable<window> range{};
    std::optional<std::vector<std::string>> tag{};
    cfdns::nullable<std::string> note{};
    cfdns::extra_members extra{};
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/browse");
    CFDNS_FIELDS(name, account, range, tag, note, extra)
};

struct edit {
    std::optional<bool> paused{};
    std::optional<std::string> type{};
    cfdns::extra_members extra{};
    using response_type = std::string;
    static constexpr auto route = cfdns::patch("/edit");
    static constexpr std::string_view exactly_one[] = {"paused", "type"};
    CFDNS_FIELDS(paused, type, extra)
};

auto read_browse(std::string const& query) {
    return read_request<browse>({cfdns::http_method::get, "/client/v4/browse" + query, {}, ""}).value();
}

auto read_search(std::string const& query) {
    return read_request<search>({cfdns::http_method::get, "/client/v4/accounts/a/search" + query, {}, ""})
        .value();
}

struct spot {
    cfdns::required<double> height;
    cfdns::extra_members extra{};
    CFDNS_FIELDS(height, extra)
};

struct survey {
    cfdns::required<spot> first;
    std::vector<spot> more{};
    cfdns::extra_members extra{};
    using response_type = cfdns::deleted;
    static constexpr auto route = cfdns::post("/surveys");
    CFDNS_FIELDS(first, more, extra)
};

}  // namespace

TEST_CASE("the request of every operation can be read back into its params") {
    for (any_operation const& op : all_operations()) {
        CAPTURE(op.name);
        any_params const params = op.params();
        params.extra().set("future", "\"a&b=c +\"");
        auto const request = params.request().value();
        auto const back = op.read_request(request);
        REQUIRE(back.has_value());
        REQUIRE(back->has_value());
        CHECK(back->value().extra() == params.extra());
        auto const again = back->value().request().value();
        CHECK(again.target == request.target);
        CHECK(again.body == request.body);
    }
}

TEST_CASE("no operation accepts the request of another") {
    std::vector<cfdns::http_request> requests;
    for (any_operation const& op : all_operations()) requests.push_back(op.params().request().value());
    for (any_operation const& op : all_operations()) {
        CAPTURE(op.name);
        int own = 0;
        for (auto const& request : requests) {
            if (!op.read_request(request)) continue;
            // An identifier may be spelled like the last segment of a longer route, such as "export".
            std::string_view const target = request.target;
            std::string_view const last = target.substr(target.rfind('/') + 1);
            bool const literal =
                op.info->route->path.ends_with("/{dns_record_id}") && (last == "export" || last == "usage");
            own += literal ? 0 : 1;
        }
        CHECK(own == 1);
    }
}

TEST_CASE("a query is read into declared members, and the rest into extra") {
    auto const all = read_search("?text=a%20b%2Bc&page=7&deep=true&tags=x&tags=y+z&key=s&other=1&flag");
    REQUIRE(all.has_value());
    CHECK(all->account_id.get() == "a");
    CHECK(all->text.get() == "a b+c");
    CHECK(all->page == 7u);
    CHECK(all->deep == true);
    CHECK(all->tags == std::vector<std::string>{"x", "y z"});
    CHECK(all->key.value().expose() == "s");
    CHECK(all->extra.find("other") == "\"1\"");
    CHECK(all->extra.find("flag") == "\"\"");

    search const op{.account_id = "a", .text = "&=+ \xc3\xa9", .page = 2, .deep = false, .tags = {"", "%"}};
    auto const back = read_request<search>(cfdns::make_request(op).value()).value();
    REQUIRE(back.has_value());
    CHECK(cfdns::make_request(*back).value().target == cfdns::make_request(op).value().target);
}

TEST_CASE("extra members with exponents of any size are read back once") {
    spot place{.height = 1.5};
    place.extra.set("error", "2e-88888888888");
    survey op{.first = place, .more = {place, place}};
    op.extra.set("exponent", "2e88888888888");
    op.extra.set_text("note", "1e9");
    auto const request = cfdns::make_request(op).value();
    survey const back = read_request<survey>(request).value().value();
    CHECK(back.extra == op.extra);
    CHECK(back.first.get().extra == place.extra);
    REQUIRE(back.more.size() == 2);
    CHECK(back.more[1].extra == place.extra);
    CHECK(cfdns::make_request(back).value().body == request.body);
}

TEST_CASE("dotted names in a query are read into structs") {
    auto const read = read_browse(
        "?tag=a&name.exact=e&name.future=1&account.id=i&account.name.absent=&account.roles=r&account.roles=s"
        "&range.from=-5&tag=b&note=n&account.future=2&account.name.x.y=3&.=4&name.=5&tag.x=6");
    REQUIRE(read.has_value());
    CHECK(read->name.value().exact == "e");
    CHECK_FALSE(read->name->absent.has_value());
    CHECK(read->name->extra.find("future") == "\"1\"");
    CHECK(read->name->extra.find("") == "\"5\"");
    CHECK(read->account.id == "i");
    CHECK(read->account.name.value().absent == "");
    CHECK(read->account.name->extra.find("x.y") == "\"3\"");
    CHECK(read->account.roles == std::vector<std::string>{"r", "s"});
    CHECK((*read->range).from == -5);
    CHECK(read->tag == std::vector<std::string>{"a", "b"});
    CHECK(*read->note == "n");
    CHECK(read->extra.find("account.future") == "\"2\"");
    CHECK(read->extra.find(".") == "\"4\"");
    CHECK(read->extra.find("tag.x") == "\"6\"");
    CHECK(read->extra.size() == 3);

    auto const none = read_browse("");
    REQUIRE(none.has_value());
    CHECK_FALSE(none->name.has_value());
    CHECK(none->range.is_absent());
    CHECK(cfdns::make_request(*none)->target == "/client/v4/browse");
}

TEST_CASE("a query with structs can be read back") {
    browse op;
    op.name = {.exact = "&=+ .\xc3\xa9", .absent = ""};
    op.name->extra.set("new.er", "\"x\"");
    op.account = {.id = "", .name = text_filter{.exact = "a.b"}, .roles = {"", "."}};
    op.range = window{.from = 1, .to = 2};
    op.tag = {"1", "", "2"};
    op.note = "";
    op.extra.set("account.more", "\"1\"");
    auto const request = cfdns::make_request(op);
    REQUIRE(request.has_value());
    auto const back = read_request<browse>(*request).value();
    REQUIRE(back.has_value());
    CHECK(back->extra == op.extra);
    CHECK(back->name->extra == op.name->extra);
    CHECK(cfdns::make_request(*back).value().target == request->target);
}

TEST_CASE("an invalid member of a struct in a query is named by its dotted name") {
    for (auto const& [query, parameter] :
         std::initializer_list<std::pair<char const*, char const*>>{{"?range.to=1", "range.from"},
                                                                    {"?range.from=", "range.from"},
                                                                    {"?range.from=1&range.to=x", "range.to"},
                                                                    {"?account.name=1", "account.name"}}) {
        std::string const shown = query;
        CAPTURE(shown);
        auto const refused = read_browse(query);
        REQUIRE(refused.has_error());
        CHECK(refused.error().code() == cfdns::errc::invalid_parameter);
        CHECK(refused.error().parameter() == parameter);
    }
}

TEST_CASE("the name of a struct alone is an undeclared parameter") {
    auto const back = read_browse("?account=a%22b");
    REQUIRE(back.has_value());
    CHECK(back->extra.find("account") == R"("a\"b")");
    CHECK_FALSE(back->account.id.has_value());
}

TEST_CASE("an invalid query is rejected with the name of the member") {
    for (auto const& [query, parameter] :
         std::initializer_list<std::pair<char const*, char const*>>{{"", "text"},
                                                                    {"?page=1", "text"},
                                                                    {"?text=a&page=x", "page"},
                                                                    {"?text=a&page=", "page"},
                                                                    {"?text=a&page=0", "page"},
                                                                    {"?text=a&page=1001", "page"},
                                                                    {"?text=a&page=1.5", "page"},
                                                                    {"?text=a&deep=1", "deep"},
                                                                    {"?text=%zz", ""},
                                                                    {"?text=%ff", ""},
                                                                    {"?%ff=1&text=a", ""}}) {
        std::string const shown = query;
        CAPTURE(shown);
        auto const refused = read_search(query);
        REQUIRE(refused.has_error());
        CHECK(refused.error().code() == cfdns::errc::invalid_parameter);
        CHECK(refused.error().parameter() == parameter);
    }
}

TEST_CASE("a body with none or too many of the alternatives is rejected with the name of the member") {
    for (auto const& [body, parameter] : std::initializer_list<std::pair<char const*, char const*>>{
             {R"({})", "paused"},
             {R"({"type":null})", "paused"},
             {R"({"paused":true,"type":"full"})", "type"},
             {R"({"paused":true,"type":null})", ""},
             {R"({"plan":{}})", ""}}) {
        std::string const shown = body;
        CAPTURE(shown);
        auto const read =
            read_request<edit>({cfdns::http_method::patch, "/client/v4/edit", {}, body}).value();
        REQUIRE(read.has_error() == (*parameter != 0));
        if (read.has_value()) continue;
        CHECK(read.error().code() == cfdns::errc::invalid_parameter);
        CHECK(read.error().parameter() == parameter);
    }
}

TEST_CASE("a path that is not UTF-8 matches no operation") {
    CHECK_FALSE(
        read_request<search>({cfdns::http_method::get, "/client/v4/accounts/%ff/search?text=a", {}, ""})
            .has_value());
}

TEST_CASE("a failure contains causes, pointers and documentation links if they are given") {
    cfdns::api_message entry{.code = 6003, .message = "Invalid \"headers\""};
    entry.documentation_url = "https://example.com";
    entry.source = cfdns::api_message_source{"/a"};
    entry.error_chain.push_back({.code = 6111, .message = "format"});
    auto const got = cfdns::testing::write_failure(400, {&entry, 1});
    CHECK(got.body == R"({"success":false,"errors":[{"code":6003,"message":"Invalid \"headers\"",)"
                      R"("documentation_url":"https://example.com","source":{"pointer":"/a"},)"
                      R"("error_chain":[{"code":6111,"message":"format"}]}],"messages":[],"result":null})");
}
