// SPDX-License-Identifier: BSL-1.0
// Sends what the official TypeScript SDK was asked to send, and compares what a server received. Run by
// differential.mjs, which makes the cases and is the server.
#define DOCTEST_CONFIG_IMPLEMENT
#include "operations.hpp"

#include <doctest/doctest.h>

#include <cfdns/transport/curl.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace json = boost::json;

namespace {

std::string origin;
std::vector<json::object> cases;      // lines of the file
std::map<std::string, int> as_named;  // differences that are as they should be
int equal = 0;

std::string text_of(json::value const& value) { return std::string{value.as_string()}; }

// ---- parameters out of a case ----

// Values that JSON does not have, or that are kept as JSON, are objects with one member whose name has a
// dollar sign.
std::string bytes_of(json::value const& value) {
    if (value.is_string()) return text_of(value);
    std::string const hex = text_of(value.at("$bytes"));
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return bytes;
}

struct members;
template <class T>
bool assign_members(T& to, members from);

// Each gives false if the type of the member cannot hold the value.
bool assign(std::string& to, json::value const& from) {
    to.clear();
    if (auto const* list = from.if_array()) {
        for (json::value const& each : *list) to += (to.empty() ? "" : ",") + text_of(each);
        return true;
    }
    to = bytes_of(from);
    return true;
}
bool assign(cfdns::secret_string& to, json::value const& from) {
    to = cfdns::secret_string{bytes_of(from)};
    return true;
}
bool assign(cfdns::timestamp& to, json::value const& from) {
    to = cfdns::timestamp{bytes_of(from)};
    return true;
}
bool assign(bool& to, json::value const& from) {
    to = from.as_bool();
    return true;
}
template <class Number>
    requires std::integral<Number> || std::floating_point<Number>
bool assign(Number& to, json::value const& from) {
    if (auto const* number = from.if_int64()) {
        to = static_cast<Number>(*number);
        if constexpr (std::integral<Number>)
            return std::in_range<Number>(*number);
        else
            return true;
    }
    std::string const text = text_of(from.at("$number"));
    if constexpr (std::floating_point<Number>) {
        to = std::strtod(text.c_str(), nullptr);
        return true;
    } else {
        auto const end = text.data() + text.size();
        auto const [stop, problem] = std::from_chars(text.data(), end, to);
        return problem == std::errc{} && stop == end;
    }
}
bool assign(std::chrono::seconds& to, json::value const& from) {
    std::int64_t number = 0;
    if (!assign(number, from)) return false;
    to = std::chrono::seconds{number};
    return true;
}
bool assign(cfdns::form_file& to, json::value const& from) {
    return assign(to.name, from.at("name")) && assign(to.content_type, from.at("type")) &&
           assign(to.content, from.at("content"));
}
template <class T>
bool assign(std::vector<T>& to, json::value const& from);
template <class T>
    requires cfdns::detail::has_fields<T>
bool assign(T& to, json::value const& from);

// The members of an object that structs take out of it.
struct members {
    json::object const& named;
    json::array const& extra;  // names, and values as the text of their JSON
    std::set<std::string_view>& used;
    std::string& unexpressible;

    json::value const* find(std::string_view name) {
        used.insert(name);
        return named.if_contains(name);
    }
    template <class T>
    void take(std::string_view name, T& member) {
        auto const* given = find(name);
        REQUIRE(given);
        if (!assign(member, *given) && unexpressible.empty()) unexpressible = name;
    }
    template <class T>
    void operator()(std::string_view name, cfdns::required<T>& member) {
        if constexpr (cfdns::detail::is_variant<T>)
            take_alternative(member.get());
        else
            take(name, member.get());
    }
    template <class T>
    void operator()(std::string_view name, std::optional<T>& member) {
        member.reset();
        if constexpr (cfdns::detail::is_variant<T>) {
            for (char const* part : {"type", "content", "priority", "data"})
                if (named.contains(part)) return take_alternative(member.emplace(cfdns::records::partial{}));
        } else if (auto const* given = find(name); given && !given->is_null()) {
            take(name, member.emplace());
        }
    }
    template <class T>
    void operator()(std::string_view name, cfdns::nullable<T>& member) {
        member = std::nullopt;
        auto const* given = find(name);
        if (given && given->is_null()) {
            member = nullptr;
        } else if (given) {
            T value{};
            take(name, value);
            member = std::move(value);
        }
    }
    // A struct that is always there, such as a filter.
    template <class T>
        requires cfdns::detail::has_fields<T>
    void operator()(std::string_view name, T& member) {
        member = T{};
        if (auto const* given = find(name)) static_cast<void>(assign(member, *given));
    }
    void operator()(std::string_view, cfdns::extra_members& to) {
        for (json::value const& member : extra) to.set(text_of(member.at(0)), text_of(member.at(1)));
    }

    // The alternative of the value of `type`, or the open one.
    template <class... Alternatives>
    void take_alternative(std::variant<Alternatives...>& to) {
        auto const* type = find("type");
        bool const found = (take_if<Alternatives>(to, type) || ...);
        if (found) return;
        using open = std::variant_alternative_t<sizeof...(Alternatives) - 1, std::variant<Alternatives...>>;
        assign_members(to.template emplace<open>(cfdns::detail::make_blank<open>()), *this);
    }
    template <class Alternative, class Variant>
    bool take_if(Variant& to, json::value const* type) {
        if constexpr (cfdns::detail::has_tag<Alternative>) {
            if (!type || !type->is_string() || type->get_string() != Alternative::alternative.value)
                return false;
            auto& made = to.template emplace<Alternative>(cfdns::detail::make_blank<Alternative>());
            auto const* data = named.if_contains("data");
            if (Alternative::alternative.object.empty()) {
                assign_members(made, *this);
                return true;
            }
            // The object, and what stands outside of it.
            json::object all = data->as_object();
            used.insert("data");
            if constexpr (cfdns::detail::has_outside<Alternative>)
                for (std::string_view const name : Alternative::outside) all[name] = *find(name);
            std::set<std::string_view> inner;
            static json::array const none;
            assign_members(made, {all, none, inner, unexpressible});
            for (auto const& member : all)
                if (!inner.contains(member.key())) FAIL("members of data that the type does not have");
            return true;
        }
        return false;
    }
};

template <class T>
bool assign_members(T& to, members from) {
    for_each_member(to, from);
    return from.unexpressible.empty();
}

template <class T>
bool assign(std::vector<T>& to, json::value const& from) {
    to.clear();
    for (json::value const& element : from.as_array())
        if (!assign(to.emplace_back(cfdns::detail::make_blank<T>()), element)) return false;
    return true;
}
template <class T>
    requires cfdns::detail::has_fields<T>
bool assign(T& to, json::value const& from) {
    static json::array const none;
    json::object const& object = from.as_object();
    auto const* raw = object.if_contains("$raw");
    std::set<std::string_view> used;
    std::string unexpressible;
    assign_members(to, {object, raw ? raw->as_array() : none, used, unexpressible});
    if (!raw)
        for (auto const& member : object) {
            // A filter has no null.
            if (!member.value().is_null() && !used.contains(member.key()))
                FAIL("members that the struct does not have");
        }
    return unexpressible.empty();
}

struct built {
    std::string unexpressible{};  // the member that cannot hold its value
    cfdns::result<cfdns::http_request> request;
};

using builder = std::function<built(json::object const&, json::array const&, cfdns::request_options const&)>;

std::map<std::string, builder> const& builders() {
    static auto const all = [] {
        std::map<std::string, builder> made;
        for_each_operation([&]<class Op>(char const* name, Op const& example) {
            made[name] = [example](json::object const& named, json::array const& extra,
                                   cfdns::request_options const& where) {
                auto op = example;
                std::set<std::string_view> used;
                std::string unexpressible;
                assign_members(op, {named, extra, used, unexpressible});
                for (auto const& member : named)
                    if (!used.contains(member.key())) FAIL("a parameter that the operation does not have");
                return built{unexpressible, cfdns::make_request(op, where)};
            };
        });
        return made;
    }();
    return all;
}

cfdns::credentials credentials_of(json::object const& given) {
    auto const secret = [&](char const* name) { return cfdns::secret_string{text_of(given.at(name))}; };
    if (given.contains("token")) return cfdns::api_token{secret("token")};
    if (given.contains("email")) return cfdns::api_key{text_of(given.at("email")), secret("key")};
    return cfdns::user_service_key{secret("serviceKey")};
}

// ---- what became of a case ----

struct outcome {
    std::string unexpressible{};
    std::optional<cfdns::error> refused{};
    json::object received{};  // what the server got
};

outcome send(json::object const& a_case, cfdns::request_options const& where = {}) {
    static cfdns::curl_transport transport{{.origin = origin, .total_timeout = std::chrono::seconds{20}}};
    outcome out;
    built made = builders().at(text_of(a_case.at("operation")))(a_case.at("params").as_object(),
                                                                a_case.at("extra").as_array(), where);
    out.unexpressible = made.unexpressible;
    if (!out.unexpressible.empty()) return out;
    if (made.request.has_error()) {
        out.refused = made.request.error();
        return out;
    }
    cfdns::http_request& request = made.request.value();
    if (auto const authorized =
            cfdns::authorize(request, credentials_of(a_case.at("credentials").as_object()));
        authorized.has_error()) {
        out.refused = authorized.error();
        return out;
    }
    auto const response = transport(request);
    if (!response.has_value()) FAIL(response.error().message());
    REQUIRE(response->status == 200);
    out.received = json::parse(response->body).as_object();
    return out;
}

std::string name_of(json::object const& a_case) {
    return "case " + json::serialize(a_case.at("number")) + ", " + text_of(a_case.at("operation"));
}

json::object const& sdk_of(json::object const& a_case) { return a_case.at("sdk").as_object(); }

bool refused_by_sdk(json::object const& a_case) { return sdk_of(a_case).contains("refused"); }

// Our request: a case is expected to get as far as that.
json::object received_of(json::object const& a_case, cfdns::request_options const& where = {}) {
    outcome out = send(a_case, where);
    if (out.refused) FAIL(out.refused->message());
    REQUIRE(out.unexpressible == "");
    REQUIRE_FALSE(refused_by_sdk(a_case));
    return out.received;
}

// The part of a text that matters: from shortly before the first byte that differs.
std::string excerpt(std::string const& text, std::size_t first_difference) {
    std::size_t const from = first_difference < 40 ? 0 : first_difference - 40;
    return (from == 0 ? "" : "...") + text.substr(from, 160) + (text.size() > from + 160 ? "..." : "");
}

// A request with a form has a boundary that is drawn at random; it has another length in each.
json::object with_same_boundary(json::object received) {
    auto* const type = received.at("headers").as_object().if_contains("content-type");
    std::string const text = type ? text_of(type->at(0)) : "";
    std::size_t const at = text.find("boundary=");
    if (at == std::string::npos || text.size() == at + 9) return received;
    std::string const boundary = text.substr(at + 9);
    type->at(0) = text.substr(0, at + 9);
    std::string body = text_of(received.at("body"));
    std::size_t removed = 0;
    for (std::size_t found = 0; (found = body.find(boundary, found)) != std::string::npos;) {
        body.erase(found, boundary.size());
        removed += boundary.size();
    }
    received["body"] = body;
    auto& length = received.at("headers").at("content-length").at(0);
    length = std::to_string(std::stoul(text_of(length)) - removed);
    return received;
}

// All that differs between two requests but for what is named.
std::string differences(json::object const& sent_by_sdk, json::object const& sent_by_us,
                        std::set<std::string> const& but = {}) {
    json::object const theirs = with_same_boundary(sent_by_sdk);
    json::object const ours = with_same_boundary(sent_by_us);
    std::string out;
    auto const compare = [&](std::string const& name, json::value const* a, json::value const* b) {
        if (but.contains(name) || (!a && !b) || (a && b && *a == *b)) return;
        std::string const sdk = a ? json::serialize(*a) : "none";
        std::string const our = b ? json::serialize(*b) : "none";
        std::size_t same = 0;
        while (same != sdk.size() && same != our.size() && sdk[same] == our[same]) ++same;
        out += name + ": SDK " + excerpt(sdk, same) + ", cfdns " + excerpt(our, same) + "; ";
    };
    for (char const* name : {"method", "target", "body"})
        compare(name, theirs.if_contains(name), ours.if_contains(name));
    json::object const& their_headers = theirs.at("headers").as_object();
    json::object const& our_headers = ours.at("headers").as_object();
    std::set<std::string> names;
    for (json::object const* headers : {&their_headers, &our_headers})
        for (auto const& header : *headers) names.emplace(header.key());
    for (std::string const& name : names)
        compare(name, their_headers.if_contains(name), our_headers.if_contains(name));
    return out;
}

json::object body_of(json::object const& received) {
    return json::parse(text_of(received.at("body"))).as_object();
}

// The path, and the parameters of the query in no order.
std::multiset<std::string> parts_of_target(json::object const& received) {
    std::multiset<std::string> out;
    std::string const target = text_of(received.at("target"));
    for (std::size_t begin = 0; begin <= target.size();) {
        std::size_t const end = std::min(target.find_first_of("?&", begin), target.size());
        out.insert(target.substr(begin, end - begin));
        begin = end + 1;
    }
    return out;
}

// Runs check on every case of that difference; there must be some.
template <class Check>
void for_each_case(std::string const& difference, Check check) {
    int found = 0;
    for (json::object const& a_case : cases) {
        json::value const& named = a_case.at("difference");
        if (!named.is_string() || text_of(named) != difference) continue;
        std::string const name = name_of(a_case);
        CAPTURE(name);
        ++found;
        check(a_case);
    }
    CHECK(found > 0);
    as_named[difference] = found;
}

void check_refused(json::object const& a_case, std::string const& parameter) {
    outcome const ours = send(a_case);
    REQUIRE(ours.unexpressible == "");
    REQUIRE(ours.refused.has_value());
    CHECK(ours.refused->code() == cfdns::errc::invalid_parameter);
    CHECK(ours.refused->parameter() == parameter);
    CHECK(ours.refused->delivery() == cfdns::delivery::not_sent);
}

// The path to the text that is not Unicode, such as "tags/1"; empty if there is none.
std::string path_of_bytes(json::value const& value) {
    auto const below = [](std::string const& name, json::value const& each) {
        if (each.is_object() && each.as_object().contains("$bytes")) return name;
        std::string const rest = path_of_bytes(each);
        return rest.empty() ? rest : name + '/' + rest;
    };
    std::string found;
    if (auto const* object = value.if_object()) {
        for (auto const& member : *object)
            if (found.empty()) found = below(member.key(), member.value());
    } else if (auto const* list = value.if_array()) {
        for (std::size_t i = 0; i != list->size() && found.empty(); ++i)
            found = below(std::to_string(i), (*list)[i]);
    }
    return found;
}

template <class Pick>
std::string member_where(json::object const& a_case, Pick pick) {
    for (auto const& member : a_case.at("params").as_object())
        if (pick(member.value())) return std::string{member.key()};
    return {};
}

}  // namespace

TEST_CASE("there are cases of all operations, and of all types of records") {
    std::set<std::string> seen, listed, types;
    for (json::object const& a_case : cases) {
        seen.insert(text_of(a_case.at("operation")));
        auto const* type = a_case.at("params").as_object().if_contains("type");
        if (text_of(a_case.at("operation")) == "dns.records.create" && type) types.insert(text_of(*type));
    }
    for (cfdns::operation_metadata const& row : cfdns::operations) listed.emplace(row.name.view());
    for (std::string const& name : listed)
        CHECK_MESSAGE(seen.contains(name), name << " is not in the table of operations in differential.mjs");
    CHECK(seen.size() == listed.size());
    CHECK(types.size() >= std::variant_size_v<cfdns::records::record_data>);
}

TEST_CASE("a case that names no difference has the same method, target, content and credentials") {
    for (json::object const& a_case : cases) {
        if (!a_case.at("difference").is_null()) continue;
        std::string const name = name_of(a_case);
        CAPTURE(name);
        std::string const differing = differences(sdk_of(a_case), received_of(a_case));
        CHECK(differing == "");
        if (differing.empty()) ++equal;
    }
    CHECK(equal > 0);
}

TEST_CASE("both send Host, User-Agent and Accept-Encoding; the SDK and its fetch add header fields") {
    auto const others_of = [](json::object const& received) {
        std::set<std::string> sorted;
        for (auto const& header : received.at("others").as_object()) sorted.emplace(header.key());
        std::string names;
        for (std::string const& each : sorted)
            if (!each.starts_with("x-stainless-")) names += each + ' ';
        return names;
    };
    for (json::object const& a_case : cases) {
        if (!a_case.at("difference").is_null()) continue;
        std::string const name = name_of(a_case);
        CAPTURE(name);
        CHECK(others_of(received_of(a_case)) == "accept-encoding host user-agent ");
        json::object const& theirs = sdk_of(a_case);
        CHECK(others_of(theirs) ==
              "accept-encoding accept-language api-version connection host sec-fetch-mode user-agent ");
        std::string const version = text_of(theirs.at("others").at("api-version"));
        CHECK(version.size() == std::string_view{"2026-01-31"}.size());
    }
}

TEST_CASE(
    "a POST without parameters has an empty object where the SDK sends no content; without it, they are "
    "equal") {
    for_each_case("content of a POST without parameters", [](json::object const& a_case) {
        json::object const ours = received_of(a_case);
        CHECK(differences(sdk_of(a_case), ours, {"body", "content-type", "content-length"}) == "");
        CHECK(text_of(sdk_of(a_case).at("body")) == "");
        CHECK_FALSE(sdk_of(a_case).at("headers").as_object().contains("content-type"));
        CHECK(text_of(ours.at("body")) == "{}");
        CHECK(ours.at("headers").at("content-type") == json::array{"application/json"});
        CHECK(differences(sdk_of(a_case), received_of(a_case, {.empty_object = false})) == "");
    });
}

TEST_CASE("an empty id is refused where the SDK leaves a hole in the path") {
    for_each_case("empty id", [](json::object const& a_case) {
        check_refused(a_case,
                      member_where(a_case, [&](json::value const& v) { return v == json::string{}; }));
        std::string const target = text_of(sdk_of(a_case).at("target"));
        bool const hole = target.find("//") != std::string::npos || target.ends_with('/') ||
                          target.find("/?") != std::string::npos;
        CHECK(hole);
    });
}

TEST_CASE("dot segments are refused by both") {
    for_each_case("dot segment", [](json::object const& a_case) {
        check_refused(a_case,
                      member_where(a_case, [](json::value const& v) { return v == "." || v == ".."; }));
        CHECK(refused_by_sdk(a_case));
    });
}

TEST_CASE("text that is not Unicode is refused where the SDK sends an escape for it, except in a path") {
    for_each_case("lone surrogate", [](json::object const& a_case) {
        std::string const member = path_of_bytes(a_case.at("params"));
        check_refused(a_case, member);
        CHECK(refused_by_sdk(a_case) == member.ends_with("_id"));
        if (!refused_by_sdk(a_case))
            CHECK(text_of(sdk_of(a_case).at("body")).find("\\ud") != std::string::npos);
    });
}

TEST_CASE("members go out as declared where the SDK sends them in the caller's order") {
    for_each_case("order of members", [](json::object const& a_case) {
        json::object const ours = received_of(a_case);
        json::object const& theirs = sdk_of(a_case);
        CHECK(differences(theirs, ours, {"body", "target"}) == "");
        CHECK((theirs.at("body") != ours.at("body") || theirs.at("target") != ours.at("target")));
        CHECK(parts_of_target(theirs) == parts_of_target(ours));
        if (text_of(ours.at("body")) != "") CHECK(body_of(theirs) == body_of(ours));
    });
}

TEST_CASE(
    "fractions, infinities and integers that are too large cannot be asked for; the SDK sends them, or "
    "null") {
    for_each_case("number that its type does not hold", [](json::object const& a_case) {
        outcome const ours = send(a_case);
        REQUIRE(ours.unexpressible != "");
        json::object const& params = a_case.at("params").as_object();
        json::value const* given = params.if_contains(ours.unexpressible);
        if (!given || (given->is_object() && !given->as_object().contains("$number")))
            given = &params.at("data").at(ours.unexpressible);
        std::string const number =
            given->is_object() ? text_of(given->at("$number")) : json::serialize(*given);
        bool const finite = number != "NaN" && number.find("Infinity") == std::string::npos;
        std::string const sent = '"' + ours.unexpressible + "\":" + (finite ? number : "null");
        std::string const asked = ours.unexpressible + "=" + number;
        bool const in_body = text_of(sdk_of(a_case).at("body")).find(sent) != std::string::npos;
        bool const in_query = text_of(sdk_of(a_case).at("target")).find(asked) != std::string::npos;
        CHECK(in_body != in_query);
    });
}

TEST_CASE("integers beyond 2^53 go out exactly where the SDK rounds them") {
    for_each_case("integer beyond 2^53", [](json::object const& a_case) {
        json::object const ours = received_of(a_case);
        CHECK(differences(sdk_of(a_case), ours, {"body", "content-length"}) == "");
        json::value const& asked = a_case.at("params").at("auto_refresh_seconds");
        std::string const exact = "\"auto_refresh_seconds\":" + text_of(asked.at("$number"));
        CHECK(text_of(ours.at("body")).find(exact) != std::string::npos);
        CHECK(text_of(sdk_of(a_case).at("body")).find(exact) == std::string::npos);
    });
}

TEST_CASE("numbers out of their documented bounds are refused where the SDK sends them") {
    for_each_case("number out of its documented bounds", [](json::object const& a_case) {
        outcome const ours = send(a_case);
        REQUIRE(ours.refused.has_value());
        std::string const member{ours.refused->parameter()};
        CAPTURE(member);
        check_refused(a_case, member);
        auto const* asked = a_case.at("params").as_object().if_contains(member);
        REQUIRE(asked);
        std::string const body = text_of(sdk_of(a_case).at("body"));
        if (body.empty())
            CHECK(text_of(sdk_of(a_case).at("target")).find(member + "=" + json::serialize(*asked)) !=
                  std::string::npos);
        else
            CHECK(body_of(sdk_of(a_case)).at(member) == *asked);
    });
}

TEST_CASE("an optional member without a value is left out where the SDK sends null") {
    for_each_case("null in a body", [](json::object const& a_case) {
        json::object const ours = received_of(a_case);
        CHECK(differences(sdk_of(a_case), ours, {"body", "content-length"}) == "");
        json::object theirs = body_of(sdk_of(a_case));
        std::string const member = member_where(a_case, [](json::value const& v) { return v.is_null(); });
        CHECK(theirs.at(member).is_null());
        theirs.erase(member);
        CHECK(body_of(ours) == theirs);
    });
}

TEST_CASE("null in a query is the word where the SDK sends nothing after the sign") {
    for_each_case("null in a query", [](json::object const& a_case) {
        json::object const ours = received_of(a_case);
        CHECK(differences(sdk_of(a_case), ours, {"target"}) == "");
        CHECK(text_of(sdk_of(a_case).at("target")).ends_with("?text="));
        CHECK(text_of(ours.at("target")) == text_of(sdk_of(a_case).at("target")) + "null");
    });
}

TEST_CASE("an optional parameter without a value is left out where the SDK sends an empty one for null") {
    for_each_case("member that is null in a query", [](json::object const& a_case) {
        auto const ours = parts_of_target(received_of(a_case));
        auto theirs = parts_of_target(sdk_of(a_case));
        CHECK(differences(sdk_of(a_case), received_of(a_case), {"target"}) == "");
        int nulls = 0;
        for (std::string const& part : ours) {
            REQUIRE(theirs.contains(part));
            theirs.erase(theirs.find(part));
        }
        for (std::string const& part : theirs) nulls += part.ends_with('=');
        CHECK(nulls > 0);
        CHECK(theirs.size() == static_cast<std::size_t>(nulls));
    });
}

TEST_CASE(
    "types are separated by commas, as the reference's text says, where the SDK repeats the parameter") {
    for_each_case("list of types", [](json::object const& a_case) {
        json::object const ours = received_of(a_case);
        CHECK(differences(sdk_of(a_case), ours, {"target"}) == "");
        std::string one = "type=";
        auto theirs = parts_of_target(sdk_of(a_case));
        for (json::value const& type : a_case.at("params").at("type").as_array()) {
            one += (one.ends_with('=') ? "" : "%2C") + text_of(type);
            CHECK(theirs.erase("type=" + text_of(type)) == 1);
        }
        theirs.insert(one);
        CHECK(theirs == parts_of_target(ours));
    });
}

TEST_CASE("an edit of a zone has one change, where the SDK sends what it is given") {
    for_each_case("more than one change of a zone", [](json::object const& a_case) {
        outcome const ours = send(a_case);
        REQUIRE(ours.refused.has_value());
        CHECK(ours.refused->code() == cfdns::errc::invalid_parameter);
        CHECK(body_of(sdk_of(a_case)).size() + 1 == a_case.at("params").as_object().size());
    });
}

TEST_CASE("numbers that JSON does not have are refused where the SDK sends null") {
    for_each_case("number that JSON does not have", [](json::object const& a_case) {
        check_refused(a_case, "data/altitude");
        CHECK(body_of(sdk_of(a_case)).at("data").at("altitude").is_null());
    });
}

TEST_CASE(
    "small and large numbers are spelled as briefly as std::to_chars can; they equal those of the SDK") {
    for_each_case("spelling of a number", [](json::object const& a_case) {
        json::object const ours = received_of(a_case);
        CHECK(differences(sdk_of(a_case), ours, {"body", "content-length"}) == "");
        CHECK(sdk_of(a_case).at("body") != ours.at("body"));
        CHECK(body_of(sdk_of(a_case)) == body_of(ours));
    });
}

TEST_CASE("the lines of a part end as they are given, where the SDK has CRLF for all of them") {
    for_each_case("ends of lines in a form", [](json::object const& a_case) {
        json::object const ours = received_of(a_case);
        CHECK(differences(sdk_of(a_case), ours, {"body", "content-length"}) == "");
        CHECK(text_of(sdk_of(a_case).at("body")).find("\r\n\r\na\r\nb\r\nc\r\n-") != std::string::npos);
        CHECK(text_of(ours.at("body")).find("\r\n\r\na\nb\rc\r\n-") != std::string::npos);
    });
}

TEST_CASE("file names go out as they are, where the SDK removes folders from them") {
    for_each_case("file name with a path", [](json::object const& a_case) {
        json::object const ours = received_of(a_case);
        CHECK(differences(sdk_of(a_case), ours, {"body", "content-length"}) == "");
        std::string const name = text_of(a_case.at("params").at("file").at("name"));
        std::string const last = name.substr(name.find_last_of("/\\") + 1);
        auto const says = [](json::object const& received, std::string const& file) {
            return text_of(received.at("body")).find("; filename=\"" + file + '"') != std::string::npos;
        };
        CHECK(says(ours, name));
        CHECK_FALSE(says(sdk_of(a_case), name));
        if (!last.empty()) CHECK(says(sdk_of(a_case), last));
    });
}

TEST_CASE("file names that are empty or have control characters are refused where the SDK sends something") {
    for_each_case("file name that is refused", [](json::object const& a_case) {
        check_refused(a_case, "file/name");
        CHECK_FALSE(refused_by_sdk(a_case));
    });
}

TEST_CASE("a file without a type has none, where the SDK sends application/octet-stream") {
    for_each_case("file without a type", [](json::object const& a_case) {
        json::object const ours = received_of(a_case);
        json::object theirs = with_same_boundary(sdk_of(a_case));
        CHECK(differences(theirs, ours, {"body", "content-length"}) == "");
        std::string const type = "Content-Type: application/octet-stream\r\n";
        std::string body = text_of(theirs.at("body"));
        REQUIRE(body.find(type) != std::string::npos);
        body.erase(body.find(type), type.size());
        CHECK(body == text_of(with_same_boundary(ours).at("body")));
    });
}

TEST_CASE("a part without a value is left out where the SDK refuses null") {
    for_each_case("null in a form", [](json::object const& a_case) {
        CHECK(refused_by_sdk(a_case));
        outcome const ours = send(a_case);
        REQUIRE_FALSE(ours.refused.has_value());
        CHECK(text_of(ours.received.at("body")).find("proxied") == std::string::npos);
    });
}

TEST_CASE("control characters in credentials are refused by both, but a tab by cfdns alone") {
    for_each_case("control character in a credential", [](json::object const& a_case) {
        check_refused(a_case, "api_token");
        bool const tab = text_of(a_case.at("credentials").at("token")).find('\t') != std::string::npos;
        CHECK(refused_by_sdk(a_case) == !tab);
    });
}

TEST_CASE("credentials beyond ASCII go out as UTF-8 where the SDK sends Latin-1 or refuses them") {
    for_each_case("credential beyond ASCII", [](json::object const& a_case) {
        outcome const ours = send(a_case);
        REQUIRE_FALSE(ours.refused.has_value());
        // The server shows each byte of a header as one character.
        std::string bytes;
        for (char const c : text_of(ours.received.at("headers").at("x-auth-email").at(0))) {
            auto const byte = static_cast<unsigned char>(c);
            if (byte < 0x80)
                bytes += c;
            else if (byte >= 0xc0)
                bytes += static_cast<char>(byte << 6);
            else
                bytes.back() = static_cast<char>(bytes.back() | (byte & 0x3f));
        }
        CHECK(bytes == text_of(a_case.at("credentials").at("email")));
        if (!refused_by_sdk(a_case))
            CHECK(differences(sdk_of(a_case), ours.received, {"x-auth-email"}) == "");
    });
}

TEST_CASE("empty credentials are refused where the SDK sends empty header fields") {
    for_each_case("empty credential", [](json::object const& a_case) {
        outcome const ours = send(a_case);
        REQUIRE(ours.refused.has_value());
        CHECK(ours.refused->code() == cfdns::errc::invalid_parameter);
        std::string const parameter{ours.refused->parameter()};
        bool const named = parameter == "api_token" || parameter == "email" || parameter == "api_key" ||
                           parameter == "user_service_key";
        CHECK(named);
        CHECK_FALSE(refused_by_sdk(a_case));
    });
}

TEST_CASE("no case names a difference that is not one of these") {
    int named = 0;
    for (json::object const& a_case : cases)
        if (!a_case.at("difference").is_null()) ++named;
    int checked = 0;
    for (auto const& [name, count] : as_named) checked += count;
    CHECK(checked == named);
}

int main(int argc, char** argv) {
    char const* const from = std::getenv("CFDNS_DIFFERENTIAL_ORIGIN");
    char const* const file = std::getenv("CFDNS_DIFFERENTIAL_FILE");
    if (from == nullptr || file == nullptr) {
        std::cerr << "CFDNS_DIFFERENTIAL_ORIGIN or CFDNS_DIFFERENTIAL_FILE is not set: run "
                     "tests/contract/run.sh\n";
        return 2;
    }
    origin = from;
    std::ifstream lines{file};
    for (std::string line; std::getline(lines, line);) cases.push_back(json::parse(line).as_object());

    doctest::Context context{argc, argv};
    context.setOption("order-by", "file");  // the last test counts what the others found
    context.setOption("abort-after", 20);
    if (int const status = context.run(); status != 0) return status;
    int differing = 0;
    for (auto const& [name, count] : as_named) differing += count;
    std::cout << equal << " cases equal, " << differing << " differ on purpose";
    char const* separator = ": ";
    for (auto const& [name, count] : as_named) {
        std::cout << separator << count << " " << name;
        separator = ", ";
    }
    std::cout << "\n";
    return 0;
}
