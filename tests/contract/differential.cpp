// SPDX-License-Identifier: BSL-1.0
// Sends what the official TypeScript SDK was asked to send, and compares what a server received. Run by
// differential.mjs, which makes the cases and is the server.
#define DOCTEST_CONFIG_IMPLEMENT
#include "operations.hpp"

#include <doctest/doctest.h>

#include <cfdns/transport/curl.hpp>

#include <boost/json.hpp>

#include <charconv>
#include <chrono>
#include <concepts>
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
#include <vector>

namespace json = boost::json;

namespace {

std::string origin;
std::vector<json::object> cases;      // lines of the file
std::map<std::string, int> as_named;  // differences that are as they should be
int equal = 0;

// The cases leave it out of their operations' names.
constexpr char prefix[] = "dns.zone_transfers.";

std::string text_of(json::value const& value) { return std::string{value.as_string()}; }

// ---- parameters out of a case ----

std::string bytes_of(json::value const& value) {
    if (value.is_string()) return text_of(value);
    std::string const hex = text_of(value.at("bytes"));
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return bytes;
}

// Each gives false if the type of the member cannot hold the value.
bool assign(std::string& to, json::value const& from) {
    to = bytes_of(from);
    return true;
}
bool assign(cfdns::secret_string& to, json::value const& from) {
    to = cfdns::secret_string{bytes_of(from)};
    return true;
}
bool assign(bool& to, json::value const& from) {
    to = from.as_bool();
    return true;
}
template <std::integral Number>
bool assign(Number& to, json::value const& from) {
    if (auto const* number = from.if_int64()) {
        to = static_cast<Number>(*number);
        return std::in_range<Number>(*number);
    }
    std::string const text = text_of(from.at("number"));
    auto const end = text.data() + text.size();
    auto const [stop, problem] = std::from_chars(text.data(), end, to);
    return problem == std::errc{} && stop == end;
}
bool assign(std::chrono::seconds& to, json::value const& from) {
    std::int64_t number = 0;
    if (!assign(number, from)) return false;
    to = std::chrono::seconds{number};
    return true;
}
template <class T>
bool assign(std::vector<T>& to, json::value const& from) {
    to.clear();
    for (json::value const& element : from.as_array())
        if (!assign(to.emplace_back(), element)) return false;
    return true;
}

struct parameters {
    json::object const& named;
    json::array const& extra;
    std::size_t used = 0;
    std::string unexpressible{};

    template <class T>
    void take(std::string_view name, T& member) {
        ++used;
        if (!assign(member, named.at(name))) unexpressible = name;
    }
    template <class T>
    void operator()(std::string_view name, cfdns::required<T>& member) {
        take(name, member.get());
    }
    template <class T>
    void operator()(std::string_view name, std::optional<T>& member) {
        member.reset();
        auto const* given = named.if_contains(name);
        if (!given) return;
        if (given->is_null())
            ++used;
        else
            take(name, member.emplace());
    }
    void operator()(std::string_view, cfdns::extra_members& members) {
        for (json::value const& member : extra) members.set(text_of(member.at(0)), text_of(member.at(1)));
    }
};

struct built {
    std::string unexpressible{};  // the member that cannot hold its value
    cfdns::result<cfdns::http_request> request;
};

using builder = std::function<built(json::object const&, json::array const&, cfdns::request_options const&)>;

std::map<std::string, builder> const& builders() {
    static auto const all = [] {
        std::map<std::string, builder> made;
        for_each_operation([&]<class Op>(char const* name, Op const& example) {
            if constexpr (cfdns::metadata_of<Op>().name.view().starts_with(prefix))
                made[name] = [example](json::object const& named, json::array const& extra,
                                       cfdns::request_options const& where) {
                    auto op = example;
                    parameters from{named, extra};
                    for_each_member(op, from);
                    if (from.used != named.size()) FAIL("parameters that the operation does not have");
                    return built{from.unexpressible, cfdns::make_request(op, where)};
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
    static cfdns::curl_transport transport{{.origin = origin}};
    outcome out;
    built made = builders().at(prefix + text_of(a_case.at("operation")))(
        a_case.at("params").as_object(), a_case.at("extra").as_array(), where);
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

// All that differs between two requests but for what is named.
std::string differences(json::object const& theirs, json::object const& ours,
                        std::set<std::string> const& but = {}) {
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

template <class Pick>
std::string member_where(json::object const& a_case, Pick pick) {
    for (auto const& member : a_case.at("params").as_object())
        if (pick(member.value())) return std::string{member.key()};
    return {};
}

}  // namespace

TEST_CASE("there are cases of all zone transfer operations") {
    std::set<std::string> seen, listed;
    for (json::object const& a_case : cases) seen.insert(prefix + text_of(a_case.at("operation")));
    for (cfdns::operation_metadata const& row : cfdns::operations)
        if (row.name.view().starts_with(prefix)) listed.emplace(row.name.view());
    CHECK(seen == listed);
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
        bool const hole = target.find("//") != std::string::npos || target.ends_with('/');
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

TEST_CASE("text that is no Unicode is refused where the SDK sends an escape for it, except in a path") {
    for_each_case("lone surrogate", [](json::object const& a_case) {
        std::string const member = member_where(a_case, [](json::value const& v) { return v.is_object(); });
        check_refused(a_case, member);
        CHECK(refused_by_sdk(a_case) == member.ends_with("_id"));
        if (!refused_by_sdk(a_case))
            CHECK(text_of(sdk_of(a_case).at("body")).find("\\ud") != std::string::npos);
    });
}

TEST_CASE("members go out as declared where the SDK sends them in the caller's order") {
    for_each_case("order of members", [](json::object const& a_case) {
        json::object const ours = received_of(a_case);
        CHECK(differences(sdk_of(a_case), ours, {"body"}) == "");
        CHECK(sdk_of(a_case).at("body") != ours.at("body"));
        CHECK(body_of(sdk_of(a_case)) == body_of(ours));
    });
}

TEST_CASE(
    "fractions, infinities and integers that are too large cannot be asked for; the SDK sends them, or "
    "null") {
    for_each_case("number that its type does not hold", [](json::object const& a_case) {
        outcome const ours = send(a_case);
        REQUIRE(ours.unexpressible != "");
        json::value const& given = a_case.at("params").at(ours.unexpressible);
        std::string const number = given.is_object() ? text_of(given.at("number")) : json::serialize(given);
        bool const finite = number != "NaN" && number.find("Infinity") == std::string::npos;
        std::string const sent = '"' + ours.unexpressible + "\":" + (finite ? number : "null");
        CHECK(text_of(sdk_of(a_case).at("body")).find(sent) != std::string::npos);
    });
}

TEST_CASE("integers beyond 2^53 go out exactly where the SDK rounds them") {
    for_each_case("integer beyond 2^53", [](json::object const& a_case) {
        json::object const ours = received_of(a_case);
        CHECK(differences(sdk_of(a_case), ours, {"body", "content-length"}) == "");
        json::value const& asked = a_case.at("params").at("auto_refresh_seconds");
        std::string const exact = "\"auto_refresh_seconds\":" + text_of(asked.at("number"));
        CHECK(text_of(ours.at("body")).find(exact) != std::string::npos);
        CHECK(text_of(sdk_of(a_case).at("body")).find(exact) == std::string::npos);
    });
}

TEST_CASE("numbers out of their documented bounds are refused where the SDK sends them") {
    for_each_case("number out of its documented bounds", [](json::object const& a_case) {
        std::string const member = "auto_refresh_seconds";
        check_refused(a_case, member);
        CHECK(body_of(sdk_of(a_case)).at(member) == a_case.at("params").at(member));
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
