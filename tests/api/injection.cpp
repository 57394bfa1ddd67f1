// SPDX-License-Identifier: BSL-1.0
// Whatever text a program passes on, it cannot change what the request is: its path's shape, its header
// fields, its body's structure. Either the text is refused, or it arrives as that text.
#include "../support/generator.hpp"
#include "../support/property_cases.hpp"
#include "any_operation.hpp"

#include <cfdns/detail/schema.hpp>
#include <cfdns/environment.hpp>

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <algorithm>
#include <functional>
#include <limits>
#include <span>
#include <sstream>
#include <string>

namespace {

using cfdns::errc;
using cfdns::detail::kind;

std::size_t segments(std::string_view target) {
    target = target.substr(0, target.find('?'));
    return static_cast<std::size_t>(std::count(target.begin(), target.end(), '/'));
}

std::vector<std::string> header_names(cfdns::http_request const& request) {
    std::vector<std::string> out;
    for (auto const& header : request.headers) out.push_back(header.name);
    return out;
}

// The structure of a JSON text: names and kinds, without the values.
std::string shape(boost::json::value const& value) {
    if (auto const* object = value.if_object()) {
        std::string out = "{";
        for (auto const& member : *object)
            out += std::string{member.key()} + ":" + shape(member.value()) + ",";
        return out + "}";
    }
    if (auto const* list = value.if_array()) {
        std::string out = "[";
        for (auto const& element : *list) out += shape(element) + ",";
        return out + "]";
    }
    return boost::json::to_string(value.kind()).data();
}
// The header lines of each part of a form, up to their values, and how often the boundary occurs.
std::string shape_of_form(std::string const& body) {
    std::string const boundary = body.substr(0, body.find("\r\n"));
    std::string out;
    for (std::size_t at = 0; (at = body.find(boundary, at)) != std::string::npos; ++at) {
        std::size_t const end = body.find("\r\n\r\n", at);
        out += '|';
        if (end == std::string::npos) continue;
        std::istringstream lines{body.substr(at + boundary.size(), end - at - boundary.size())};
        for (std::string line; std::getline(lines, line);) out += line.substr(0, line.find(';')) + ",";
    }
    return out;
}
std::string shape_of_body(std::string const& body) {
    if (body.starts_with("--")) return shape_of_form(body);
    return body.empty() ? "" : shape(boost::json::parse(body));
}

void check_target(std::string const& target) {
    CAPTURE(target);
    CHECK(target.starts_with("/client/v4/"));
    std::string const path = target.substr(0, target.find('?')) + "/";
    for (char const* part : {"//", "/./", "/../"}) CHECK(path.find(part) == std::string::npos);
    bool good = true;
    for (char const c : target)
        good =
            good && c > ' ' && c < 127 && std::string_view{"#\\\"<>^`{|}"}.find(c) == std::string_view::npos;
    CHECK(good);
}

void check_refused(cfdns::error const& failure) {
    CHECK(failure.code() == errc::invalid_parameter);
    CHECK(failure.delivery() == cfdns::delivery::not_sent);
    for (char const c : failure.message()) REQUIRE((c >= ' ' && c < 127));
}

// The names in the query, in order.
std::string names_in_query(std::string const& target) {
    std::string out;
    std::size_t at = target.find('?');
    while (at != std::string::npos) {
        std::size_t const end = target.find('=', at);
        out += target.substr(at, end - at);
        at = target.find('&', at + 1);
    }
    return out;
}

// What separates the names of a struct and its member in the name of a parameter.
char separator_of(any_operation const& op) {
    return cfdns::detail::has_body(op.info->route->method) ? '/' : '.';
}

// Empties the other members of which only one may be set.
void reset_alternatives(any_params const& params, std::string_view member) {
    auto const& info = *params.operation().info;
    auto const names = std::span{info.alternatives, info.alternative_count};
    if (std::find(names.begin(), names.end(), member) == names.end()) return;
    for (std::string_view const name : names) {
        cfdns::detail::field const& f = info.params->fields[cfdns::detail::find_field(*info.params, name)];
        if (name != member) f.type->reset(f.locate(params.get()));
    }
}

using params_check = std::function<void(any_params const& changed, std::string_view member)>;

// Puts text into every string of a params struct, also of its structs, in turn; gives back how many there
// are. `locate` finds the struct in a copy of the params, and `prefix` is that of the names of its members.
int for_each_text_in(any_params const& original, cfdns::detail::schema const& type,
                     std::string const& prefix, std::function<void*(any_params const&)> const& locate,
                     std::string const& text, params_check const& check) {
    int count = 0;
    char const separator = separator_of(original.operation());
    for (std::size_t i = 0; i != type.field_count; ++i) {
        std::string const name = prefix + std::string{type.fields[i].name};
        cfdns::detail::schema const* what = type.fields[i].type;
        auto const member = [&, i](any_params const& changed) {
            void* at = type.fields[i].locate(locate(changed));
            if (type.fields[i].type->what == kind::optional) {
                auto const held = type.fields[i].type->elements(at);
                at = held.count == 0 ? type.fields[i].type->add(at) : const_cast<void*>(held.first);
            }
            return at;
        };
        if (what->what == kind::optional) what = what->element;
        if (what->what == kind::object) {
            count += for_each_text_in(original, *what, name + separator, member, text, check);
            continue;
        }
        if (what->what == kind::array && what->element->what == kind::object) {
            auto const element = [&](any_params const& changed) {
                void* const list = member(changed);
                what->reset(list);
                return cfdns::detail::append_element(*what, list);
            };
            count += for_each_text_in(original, *what->element, name + "/0/", element, text, check);
            continue;
        }
        if (what->what == kind::variant) {
            for (std::size_t k = 0; k != what->choices->count; ++k) {
                cfdns::detail::alternative_type const& a = what->choices->alternatives[k];
                std::string const object = a.tag.object.empty() ? "" : std::string{a.tag.object} + "/";
                count += for_each_text_in(
                    original, *a.type, prefix + object,
                    [&](any_params const& changed) { return a.emplace(member(changed)); }, text, check);
            }
            continue;
        }
        if (what->what == kind::file) {
            for (auto const part : {&cfdns::form_file::name, &cfdns::form_file::content}) {
                any_params const changed = original;
                static_cast<cfdns::form_file*>(member(changed))->*part = text;
                check(changed, name);
                ++count;
            }
            continue;
        }
        any_params const changed = original;
        void* at = member(changed);
        if (what->what == kind::array) {
            what->reset(at);
            at = cfdns::detail::append_element(*what, at);
            what = what->element;
        }
        if (what->what == kind::string)
            *static_cast<std::string*>(at) = text;
        else if (what->what == kind::secret)
            *static_cast<cfdns::secret_string*>(at) = cfdns::secret_string{text};
        else
            continue;
        reset_alternatives(changed, std::string_view{name}.substr(0, name.find(separator)));
        check(changed, name);
        ++count;
    }
    return count;
}

int for_each_text(any_params const& original, std::string const& text, params_check const& check) {
    return for_each_text_in(
        original, *original.operation().info->params, "",
        [](any_params const& params) { return params.get(); }, text, check);
}

// A query of every kind of value, and numbers of every width with bounds.
struct wide_query {
    cfdns::required<std::string> id;
    std::optional<cfdns::secret_string> secret{};
    std::optional<cfdns::timestamp> at{};
    std::optional<std::vector<std::optional<std::string>>> maybe{};
    std::optional<cfdns::page_info> page{};
    std::optional<std::int32_t> a{};
    std::optional<std::int64_t> b{};
    std::optional<std::uint64_t> c{};
    using response_type = cfdns::deleted;
    static constexpr auto route = cfdns::get("/things/{id}");
    static constexpr cfdns::bound bounds[] = {{"a", 1, 9}, {"b", 1, 9}, {"c", 1, 9}};
    CFDNS_FIELDS(id, secret, at, maybe, page, a, b, c)
};

struct text_filter {
    std::optional<std::string> exact{};
    std::optional<std::string> absent{};
    CFDNS_FIELDS(exact, absent)
};

struct owner {
    std::optional<cfdns::secret_string> key{};
    std::optional<text_filter> name{};
    CFDNS_FIELDS(key, name)
};

struct nested_query {
    cfdns::required<std::string> id;
    std::optional<std::string> text{};
    std::optional<text_filter> name{};
    owner account{};
    using response_type = cfdns::deleted;
    static constexpr auto route = cfdns::get("/things/{id}");
    static constexpr std::string_view exactly_one[] = {"name", "text"};
    CFDNS_FIELDS(id, text, name, account)
};

// The texts that are known to hurt somebody, and many more made of such pieces.
std::vector<std::string> hostile_texts(std::uint32_t seed, int count) {
    std::vector<std::string> out{"%2e%2e",
                                 "%2e",
                                 "..",
                                 ".",
                                 "//",
                                 "/",
                                 "?",
                                 "#",
                                 "@",
                                 "\\",
                                 "a/../b",
                                 "https://evil.example/x",
                                 "//evil.example",
                                 "a\r\nb",
                                 "a\nb",
                                 std::string("a\0b", 3),
                                 "\xc3\xa9",
                                 "\xff",
                                 "..;/",
                                 "%2e%2e%2f",
                                 "@evil.example",
                                 ":80",
                                 "",
                                 " "};
    generator random{seed};
    for (int i = 0; i != count; ++i) out.push_back(random.hostile_text());
    return out;
}

}  // namespace

TEST_CASE("no text in any parameter changes the structure of path, header section or body") {
    int requests = 0, refused = 0;
    for (std::string const& text : hostile_texts(1, static_cast<int>(property_cases(40)))) {
        CAPTURE(text);
        for (any_operation const& op : all_operations()) {
            CAPTURE(op.name);
            // The same with a harmless text.
            std::vector<cfdns::http_request> all_harmless;
            for_each_text(op.params(), "x", [&](any_params const& other, std::string_view) {
                all_harmless.push_back(other.request().value());
            });
            std::size_t place = 0;
            for_each_text(op.params(), text, [&](any_params const& changed, std::string_view member) {
                CAPTURE(std::string{member});
                cfdns::http_request const& harmless = all_harmless.at(place++);
                auto const got = changed.request();
                if (got.has_error()) {
                    ++refused;
                    check_refused(got.error());
                    CHECK(got.error().parameter().substr(0, member.size()) == member);
                    return;
                }
                ++requests;
                cfdns::http_request const& request = got.value();
                check_target(request.target);
                CHECK(request.method == harmless.method);
                CHECK(segments(request.target) == segments(harmless.target));
                CHECK(names_in_query(request.target) == names_in_query(harmless.target));
                CHECK(header_names(request) == header_names(harmless));
                CHECK(shape_of_body(request.body) == shape_of_body(harmless.body));
                // It arrives as what it was.
                auto const back = op.read_request(request);
                REQUIRE((back && back->has_value()));
                CHECK(back->value().request().value().target == request.target);
                // The percent sign in a file name is not escaped, so it may be read as an escape.
                if (member == "file" && text.find('%') != std::string::npos) return;
                CHECK(back->value().request().value().body == request.body);
            });
        }
    }
    MESSAGE("requests: " << requests << ", refused: " << refused);
    CHECK(requests > 10'000);
    CHECK(refused > 1'000);
}

TEST_CASE("no text in a struct in a query changes the structure of the query") {
    any_operation const op =
        any_operation_of("nested", nested_query{.id = "i", .name = text_filter{.exact = "e"}});
    int requests = 0;
    for (std::string const& text : hostile_texts(5, 400)) {
        CAPTURE(text);
        int const places =
            for_each_text(op.params(), text, [&](any_params const& changed, std::string_view member) {
                CAPTURE(std::string{member});
                auto const got = changed.request();
                if (got.has_error()) {
                    check_refused(got.error());
                    CHECK(got.error().parameter() == member);
                    return;
                }
                ++requests;
                check_target(got->target);
                std::string const before = member == "text" ? "" : "?name.exact";
                std::string const separator = before.empty() ? "?" : "&";
                std::string const added =
                    member == "id" || member == "name.exact" ? "" : separator + std::string{member};
                CHECK(names_in_query(got->target) == before + added);
                auto const back = op.read_request(*got);
                REQUIRE((back && back->has_value()));
                CHECK(back->value().request().value().target == got->target);
            });
        CHECK(places == 7);
    }
    CHECK(requests > 1'000);
}

TEST_CASE("every type of value is sent as text in a query, and bounds apply to integers of every size") {
    wide_query op{.id = "i",
                  .secret = cfdns::secret_string{"a&b=c#d"},
                  .at = cfdns::timestamp{"x y"},
                  .a = 1,
                  .b = 2,
                  .c = 3};
    op.maybe = {std::nullopt, "?"};
    CHECK(cfdns::make_request(op).value().target ==
          "/client/v4/things/i?secret=a%26b%3Dc%23d&at=x%20y&maybe=%3F&a=1&b=2&c=3");
    op.page = cfdns::page_info{.page = 2, .per_page = 50};
    CHECK(cfdns::make_request(op).value().target.ends_with("&page.page=2&page.per_page=50&a=1&b=2&c=3"));
    op.page.reset();
    op.a = 0;
    CHECK(cfdns::make_request(op).error().parameter() == "a");
    op.a = 1;
    op.b = 10;
    CHECK(cfdns::make_request(op).error().parameter() == "b");
    op.b = 2;
    op.c = (std::numeric_limits<std::uint64_t>::max)();
    CHECK(cfdns::make_request(op).error().parameter() == "c");
}

TEST_CASE("no text in a credential changes the header fields") {
    cfdns::http_request const plain = cfdns::make_request(example_create()).value();
    int taken = 0, refused = 0;
    for (std::string const& text : hostile_texts(2, 3'000)) {
        CAPTURE(text);
        cfdns::secret_string const secret{std::string_view{text}};
        std::pair<cfdns::credentials, std::vector<std::string>> const all[] = {
            {cfdns::api_token{secret}, {"Authorization"}},
            {cfdns::api_key{text, cfdns::secret_string{"key"}}, {"X-Auth-Email", "X-Auth-Key"}},
            {cfdns::api_key{"a@b.example", secret}, {"X-Auth-Email", "X-Auth-Key"}},
            {cfdns::user_service_key{secret}, {"X-Auth-User-Service-Key"}}};
        for (auto const& one : all) {
            cfdns::http_request request = plain;
            auto const done = cfdns::authorize(request, one.first);
            bool const bad = text.empty() || cfdns::detail::has_control(text);
            CHECK(done.has_error() == bad);
            CHECK(request.target == plain.target);
            CHECK(request.body == plain.body);
            std::vector<std::string> names = header_names(plain);
            if (bad) {
                ++refused;
                check_refused(done.error());
            } else {
                ++taken;
                names.insert(names.end(), one.second.begin(), one.second.end());
            }
            CHECK(header_names(request) == names);
            for (auto const& header : request.headers) CHECK_FALSE(cfdns::detail::has_control(header.value));
        }
    }
    MESSAGE("taken: " << taken << ", refused: " << refused);
}

TEST_CASE("no header field, user agent or base path of the caller breaks a request") {
    zt::incoming::get const op{.zone_id = zone};
    generator random{3};
    int taken = 0;
    for (std::string const& text : hostile_texts(4, 3'000)) {
        CAPTURE(text);
        cfdns::request_options name, value, agent, path;
        name.headers = {{text, "value"}};
        value.headers = {{"X-Name", text}};
        agent.user_agent = text;
        path.base_path = "/client/v4/" + text;
        for (cfdns::request_options const* where : {&name, &value, &agent, &path}) {
            auto const got = cfdns::make_request(op, *where);
            if (got.has_error()) {
                check_refused(got.error());
                continue;
            }
            ++taken;
            check_target(got.value().target);
            CHECK(got.value().target.ends_with("/zones/" + zone + "/secondary_dns/incoming"));
            CHECK(got.value().headers.size() == (where->user_agent.empty() ? 1 : 2) + where->headers.size());
            for (auto const& header : got.value().headers) {
                CHECK_FALSE(cfdns::detail::has_control(header.value));
                CHECK(header.name.find_first_not_of(
                          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~") ==
                      std::string::npos);
            }
        }
    }
    CHECK(taken > 1'000);
}

TEST_CASE("header fields that the HTTP client sets are rejected") {
    for (char const* name :
         {"Host", "host", "Content-Length", "CONTENT-LENGTH", "Transfer-Encoding", "Connection"}) {
        CAPTURE(std::string{name});
        cfdns::request_options where;
        where.headers = {{name, "x"}};
        auto const got = cfdns::make_request(zt::incoming::get{.zone_id = zone}, where);
        REQUIRE(got.has_error());
        CHECK(got.error().parameter() == "headers");
    }
}

TEST_CASE("dot segments in a base path are rejected in any spelling") {
    for (char const* path : {"/..", "/a/../b", "/.", "/%2e%2e", "/%2E.", "/.%2e/x", "/a/%2e", "//a", "/a/",
                             "a", "/a?b", "/a#b", "/a\\b", "/a b"}) {
        CAPTURE(std::string{path});
        cfdns::request_options where;
        where.base_path = path;
        auto const got = cfdns::make_request(zt::incoming::get{.zone_id = zone}, where);
        REQUIRE(got.has_error());
        CHECK(got.error().parameter() == "base_path");
    }
    for (char const* path : {"/...", "/%2e%2e%2e", "/a.b", "/..a", "/%2ea", "/a%20b", ""}) {
        CAPTURE(std::string{path});
        cfdns::request_options where;
        where.base_path = path;
        CHECK(cfdns::make_request(zt::incoming::get{.zone_id = zone}, where).has_value());
    }
}

TEST_CASE("extra members cannot add a second member to a body, nor repeat a declared one") {
    generator random{5};
    int taken = 0;
    for (int i = 0; i != 3'000; ++i) {
        std::string const name = random.hostile_text(),
                          json = random.below(2) == 0 ? random.json() : random.hostile_text();
        CAPTURE(name);
        CAPTURE(json);
        zt::incoming::create op = example_create();
        op.extra.set(name, json);
        auto const got = cfdns::make_request(op);
        if (got.has_error()) {
            check_refused(got.error());
            continue;
        }
        ++taken;
        boost::json::object const body = boost::json::parse(got.value().body).as_object();
        CHECK(body.size() == 4);
        CHECK(body.at("name") == "www.example.com.");
        CHECK(body.contains(name));
    }
    CHECK(taken > 500);
    for (char const* declared : {"name", "peers", "auto_refresh_seconds"}) {
        zt::incoming::create op = example_create();
        op.extra.set(declared, "1");
        CHECK(cfdns::make_request(op).has_error());
    }
}

TEST_CASE(
    "a base URL from the environment cannot contain user information, a query or a fragment, or hide "
    "another host") {
    int taken = 0;
    for (std::string const& text : hostile_texts(6, 3'000)) {
        CAPTURE(text);
        for (std::string const& url :
             {"https://api.example/" + text, "https://" + text, "https://api.example" + text, text}) {
            auto const got =
                cfdns::settings_from_environment([&](char const* name) -> std::optional<std::string> {
                    if (std::string_view{name} == "CLOUDFLARE_BASE_URL") return url;
                    return std::nullopt;
                });
            if (got.has_error()) continue;
            ++taken;
            std::string const& origin = got.value().origin;
            CHECK(origin.find_first_of("@?#\\/ \r\n\t%", origin.find("://") + 3) == std::string::npos);
            CHECK_FALSE(cfdns::detail::has_control(origin));
            CHECK_FALSE(cfdns::detail::has_control(got.value().options.base_path));
            CHECK(got.value().options.base_path.find_first_of("?#\\ ") == std::string::npos);
        }
    }
    CHECK(taken > 500);
}
