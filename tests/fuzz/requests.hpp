// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_FUZZ_REQUESTS_HPP
#define CFDNS_TESTS_FUZZ_REQUESTS_HPP

#include "support.hpp"

#include <cfdns/environment.hpp>
#include <cfdns/testing/codec.hpp>

#include <algorithm>
#include <bit>
#include <cstdio>

// Requests from any parameters: the route keeps its shape, and what the writer writes, Boost.JSON reads as
// the same.
namespace fuzz {

struct filter {
    std::optional<std::string> exact{};
    std::optional<std::vector<std::string>> any{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(exact, any, extra)
};

struct owner {
    std::optional<filter> name{};
    std::optional<cfdns::secret_string> key{};
    CFDNS_FIELDS(name, key)
};

struct searched {
    cfdns::required<std::string> a;
    cfdns::required<std::int64_t> n;
    std::optional<std::string> q{};
    std::optional<std::vector<std::string>> list{};
    std::optional<double> real{};
    std::optional<cfdns::timestamp> at{};
    owner account{};
    cfdns::extra_members extra{};
    using response_type = cfdns::deleted;
    static constexpr auto route = cfdns::get("/x/{a}/y/{n}");
    CFDNS_FIELDS(a, n, q, list, real, at, account, extra)
};

struct made {
    cfdns::required<std::string> a;
    cfdns::required<std::string> name;
    std::optional<std::vector<std::string>> list{};
    std::optional<double> real{};
    std::optional<std::int64_t> number{};
    std::optional<std::uint64_t> count{};
    std::optional<bool> flag{};
    std::optional<cfdns::secret_string> secret{};
    std::optional<std::vector<std::optional<std::string>>> maybe{};
    cfdns::extra_members extra{};
    using response_type = cfdns::deleted;
    static constexpr auto route = cfdns::post("/x/{a}");
    CFDNS_FIELDS(a, name, list, real, number, count, flag, secret, maybe, extra)
};

// Origin-form with that many segments, in characters that no HTTP client has to encode again.
inline void check_target(std::string const& target, std::ptrdiff_t segments) {
    std::string const path = target.substr(0, target.find('?'));
    MUST(std::count(path.begin(), path.end(), '/') == segments, target);
    MUST(path.find("//") == std::string::npos && path.back() != '/', target);
    std::string decoded = path + "/";  // as far as dots go
    for (char const* dot : {"%2e", "%2E"})
        for (std::size_t at = decoded.find(dot); at != std::string::npos; at = decoded.find(dot))
            decoded.replace(at, 3, ".");
    for (char const* dots : {"/./", "/../"}) MUST(decoded.find(dots) == std::string::npos, target);
    for (char const c : target)
        MUST(c > ' ' && c < 127 && std::string_view{"#\"<>\\^`{|}"}.find(c) == std::string_view::npos,
             target);
    MUST(std::count(target.begin(), target.end(), '?') <= 1, target);
}

inline void check_headers(cfdns::http_request const& request, std::size_t count) {
    MUST(request.headers.size() == count, request.target);
    for (cfdns::http_header const& header : request.headers)
        MUST(!cfdns::detail::has_control(header.name) && !cfdns::detail::has_control(header.value),
             header.name + header.value);
}

inline void check_refusal(cfdns::error const& failure) {
    MUST(failure.code() == cfdns::errc::invalid_parameter && failure.delivery() == cfdns::delivery::not_sent,
         failure.message());
    MUST(!failure.parameter().empty(), failure.message());
}

// In a query, a JSON string is sent without quotes.
inline std::string text_of(std::string_view json) {
    boost::system::error_code code;
    boost::json::value const value = parse(json, code);
    if (!code.failed() && value.is_string()) return std::string{value.get_string()};
    return std::string{cfdns::detail::trim(json)};
}

// The query that the parameters should give, a second time: pair by pair.
inline void expect_pair(std::string& out, std::string const& name, std::string_view value) {
    out += out.empty() ? '?' : '&';
    auto const append = [&out](std::string_view text) {
        for (char const c : text) {
            if (cfdns::detail::is_alnum(c) || std::string_view{"-._~"}.find(c) != std::string_view::npos) {
                out += c;
                continue;
            }
            char encoded[4];
            std::snprintf(encoded, sizeof encoded, "%%%02X", static_cast<unsigned char>(c));
            out += encoded;
        }
    };
    append(name);
    out += '=';
    append(value);
}

inline std::string expected_query(searched const& op) {
    std::string out;
    if (op.q) expect_pair(out, "q", *op.q);
    for (std::string const& text : *op.list) expect_pair(out, "list", text);
    expect_pair(out, "at", op.at->text());
    if (op.account.name) {
        if (op.account.name->exact) expect_pair(out, "account.name.exact", *op.account.name->exact);
        if (op.account.name->any)
            for (std::string const& text : *op.account.name->any) expect_pair(out, "account.name.any", text);
        for (cfdns::extra_member const member : op.account.name->extra)
            expect_pair(out, "account.name." + std::string{member.name}, text_of(member.json));
    }
    if (op.account.key) expect_pair(out, "account.key", op.account.key->expose());
    for (cfdns::extra_member const member : op.extra)
        expect_pair(out, std::string{member.name}, text_of(member.json));
    return out;
}

inline void check_searched(source& in) {
    searched op{.a = in.part(), .n = static_cast<std::int64_t>(in.get()) - 128};
    op.q = in.part();
    op.list = {in.part(), in.part()};
    op.at = cfdns::timestamp{in.part()};
    std::string const name = in.part();
    if (!name.empty()) op.extra.set(name, in.part());
    if (in.one_in(2)) {
        filter& inner = op.account.name.emplace();
        if (in.one_in(2)) inner.exact = in.part();
        if (in.one_in(2)) inner.any = {in.part(), in.part()};
        std::string const more = in.part();
        if (!more.empty()) inner.extra.set(more, in.part());
    }
    if (in.one_in(2)) op.account.key = cfdns::secret_string{in.part()};
    auto const request = cfdns::make_request(op);
    if (!request.has_value()) return check_refusal(request.error());
    std::string const& target = request.value().target;
    check_target(target, 6);
    check_headers(request.value(), 2);
    MUST(request.value().body.empty(), request.value().body);
    MUST(target.substr(target.find('?')) == expected_query(op), target + "\n" + expected_query(op));

    auto const back = cfdns::testing::read_request<searched>(request.value());
    MUST(back && back->has_value(), target);
    searched const& same = back->value();
    MUST(
        same.q == op.q && same.list == op.list && same.account.key.has_value() == op.account.key.has_value(),
        target);
    // Undeclared names in a struct that has an `extra` may come from either.
    for (cfdns::extra_member const member : op.extra)
        if (member.name.starts_with("account.name.")) return;
    if (op.account.name) {
        MUST(same.account.name.value_or(filter{}).exact == op.account.name->exact, target);
        MUST(same.account.name.value_or(filter{}).any == op.account.name->any, target);
    }
    MUST(cfdns::make_request(same).value().target == target, target);
}

inline void check_made(source& in, std::string_view input) {
    made op{.a = in.part(), .name = in.part()};
    std::uint64_t bits = 0;
    for (int i = 0; i != 8; ++i) bits = bits << 8 | in.get();
    op.real = std::bit_cast<double>(bits);
    op.number = static_cast<std::int64_t>(bits);
    op.count = bits;
    if (in.one_in(2)) op.flag = in.one_in(2);
    op.list = {in.part(), in.part()};
    std::string const mark = "c4n4ry-of-a-secret";
    op.secret = cfdns::secret_string{mark + in.part()};
    op.maybe = {std::nullopt, in.part()};
    std::string const name = in.part();
    if (!name.empty()) op.extra.set(name, in.part());
    auto request = cfdns::make_request(op);
    if (!request.has_value()) {
        // The name of an extra member that is refused is shown, so it may not be the secret by chance.
        if (name.find(mark) == std::string::npos)
            MUST(request.error().message().find(mark) == std::string::npos, name);
        return check_refusal(request.error());
    }
    std::string const& body = request.value().body;
    check_target(request.value().target, 4);
    check_headers(request.value(), 3);

    boost::system::error_code code;
    boost::json::value const document = parse(body, code);
    MUST(!code.failed() && document.is_object(), body);
    boost::json::object const& root = document.get_object();
    MUST(root.size() == (op.flag ? 8u : 7u) + op.extra.size(), body);
    MUST(root.at("name") == boost::json::value(op.name.get()), body);
    MUST(root.at("list") == boost::json::value({(*op.list)[0], (*op.list)[1]}), body);
    MUST(root.at("secret") == boost::json::value(op.secret->expose()), body);
    MUST(root.at("maybe") == boost::json::value({nullptr, *(*op.maybe)[1]}), body);
    MUST(root.at("number").to_number<std::int64_t>() == *op.number, body);
    MUST(root.at("count").to_number<std::uint64_t>() == *op.count, body);

    auto const back = cfdns::testing::read_request<made>(request.value());
    MUST(back && back->has_value(), body);
    made const& same = back->value();
    MUST(same.a.get() == op.a.get() && same.name.get() == op.name.get() && same.real == op.real, body);
    MUST(
        same.list == op.list && same.maybe == op.maybe && same.number == op.number && same.count == op.count,
        body);
    auto const again = cfdns::make_request(same);
    MUST(again.has_value() && again.value().target == request.value().target, body);

    std::string const token{input.substr(0, input.size() / 2)};
    if (cfdns::authorize(request.value(), cfdns::api_token{cfdns::secret_string{token}}).has_value()) {
        check_headers(request.value(), 4);
        MUST(request.value().headers.back().value == "Bearer " + token, token);
    }
}

// Any endpoint and any user header either is refused or leaves the request's shape alone.
inline void check_options(source& in) {
    cfdns::request_options where;
    where.base_path = in.part();
    where.user_agent = in.part();
    where.headers = {{in.part(), in.part()}};
    auto const request = cfdns::make_request(zt::incoming::get{.zone_id = zone}, where);
    if (!request.has_value()) return check_refusal(request.error());
    check_target(request.value().target,
                 4 + std::count(where.base_path.begin(), where.base_path.end(), '/'));
    bool const replaces =
        cfdns::detail::iequals(where.headers[0].name, "Accept") ||
        (!where.user_agent.empty() && cfdns::detail::iequals(where.headers[0].name, "User-Agent"));
    check_headers(request.value(), (where.user_agent.empty() ? 2u : 3u) - (replaces ? 1u : 0u));

    auto const set = cfdns::settings_from_environment(
        [&](char const*) -> std::optional<std::string> { return in.part(); });
    if (set.has_value())
        MUST(set.value().origin.find_first_of("@?#\\ \r\n") == std::string::npos, set.value().origin);
}

inline void run_requests(std::string_view input) {
    source in{input};
    switch (in.below(3)) {
        case 0: return check_searched(in);
        case 1: return check_made(in, input);
        default: return check_options(in);
    }
}

inline std::vector<std::string> request_seeds() {
    std::vector<std::string> out;
    for (std::string const id :
         {"269d8f4853475ca241c4e730be286b20", "..", "%2e%2e", "a/b//c", "?x=1#y@h:80", "\\\\h\\p",
          "http://h/p", "\xc3\xa9\xf0\x9f\x98\x80", "\xff", "a\r\nb: c", " "}) {
        out.push_back(std::string{'\x03'} + id + "\x01Z" + id + "\x01" + id + "\x01" + id + "\x01" + id +
                      "\x01" + id + "\x01\"" + id + "\"");
        out.push_back(std::string{'\x04'} + id + "\x01" + id +
                      "\x01"
                      "12345678"
                      "xy" +
                      id + "\x01" + id + "\x01" + id + "\x01" + id + "\x01new\x01{\"a\":[1.0,null]}");
        out.push_back(std::string{'\x05'} +
                      "/client/v4\x01"
                      "agent\x01X-Name\x01" +
                      id + "\x01token\x01\x01\x01\x01https://h:8080/" + id);
    }
    return out;
}

inline constexpr target requests_target{"requests", &run_requests, &request_seeds};

}  // namespace fuzz

#endif
