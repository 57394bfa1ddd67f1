// SPDX-License-Identifier: BSL-1.0
// Against facts from elsewhere: what the official TypeScript SDK sends, and what the service was seen to
// answer.
#include "operations.hpp"

#include <cfdns/testing/codec.hpp>

#include <doctest/doctest.h>
#include <boost/core/type_name.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>
#include <type_traits>
#include <utility>

namespace {

// Null if the file is not there; CFDNS_SPEC_DIR comes from the build.
boost::json::value load(std::string const& name) {
    std::ifstream file{std::string{CFDNS_SPEC_DIR} + "/" + name};
    if (!file) {
        std::string const skipped = "skipped: no " CFDNS_SPEC_DIR "/" + name;
        MESSAGE(skipped);
        return nullptr;
    }
    std::ostringstream text;
    text << file.rdbuf();
    return boost::json::parse(text.str());
}

std::string text_of(boost::json::value const& value) { return std::string{value.as_string()}; }

// The SDK sends members and parameters in the order in which its caller gave them; that of the library is
// fixed. Order has no meaning in either.
bool is_same_body(std::string const& ours, std::string const& theirs) {
    if (ours == theirs) return true;
    boost::system::error_code code;
    auto const a = boost::json::parse(ours, code);
    if (code.failed()) return false;
    auto const b = boost::json::parse(theirs, code);
    return !code.failed() && a == b;
}

// The SDK draws the boundary of a form at random.
std::string with_same_boundary(std::string text, std::optional<std::string_view> content_type) {
    std::size_t const at = content_type ? content_type->find("boundary=") : std::string_view::npos;
    if (at == std::string_view::npos) return text;
    std::string const boundary{content_type->substr(at + 9)};
    for (std::size_t found = 0; (found = text.find(boundary, found)) != std::string::npos; ++found)
        text.replace(found, boundary.size(), "B");
    return text;
}

bool is_same_target(std::string const& ours, std::string const& theirs) {
    auto const split = [](std::string const& target) {
        std::size_t const question = target.find('?');
        std::multiset<std::string> out{target.substr(0, question)};
        if (question == std::string::npos) return out;
        std::istringstream query{target.substr(question + 1)};
        for (std::string each; std::getline(query, each, '&');) out.insert("?" + each);
        return out;
    };
    return split(ours) == split(theirs);
}

// Whether the recorded request and ours have the same method, target, body, content type and credentials.
bool is_equal(cfdns::http_request const& ours, boost::json::value const& theirs) {
    std::vector<cfdns::http_header> recorded;
    for (auto const& line : theirs.at("headers").as_array()) {
        std::string const header = text_of(line);
        std::size_t const colon = header.find(": ");
        recorded.push_back({header.substr(0, colon), header.substr(colon + 2)});
    }
    for (char const* name : {"Accept", "Authorization", "X-Auth-Email", "X-Auth-Key"})
        if (cfdns::find_header(ours.headers, name) != cfdns::find_header(recorded, name)) return false;
    auto const type = cfdns::find_header(ours.headers, "Content-Type");
    auto const recorded_type = cfdns::find_header(recorded, "Content-Type");
    if (type.has_value() != recorded_type.has_value()) return false;
    if (type && with_same_boundary(std::string{*type}, type) !=
                    with_same_boundary(std::string{*recorded_type}, recorded_type))
        return false;
    return to_string(ours.method) == text_of(theirs.at("method")) &&
           is_same_target(ours.target, text_of(theirs.at("target"))) &&
           is_same_body(with_same_boundary(ours.body, type),
                        with_same_boundary(text_of(theirs.at("body")), recorded_type));
}

// The name of a method as TypeScript spells it: "dns.records.scan_trigger" is "dns.records.scanTrigger".
std::string typescript_name(std::string_view name) {
    std::string out;
    bool upper = false;
    std::size_t const method = name.rfind('.');
    for (std::size_t i = 0; i != name.size(); ++i) {
        bool const underscore = i > method && name[i] == '_';
        if (!underscore) out += upper ? static_cast<char>(name[i] - ('a' - 'A')) : name[i];
        upper = underscore;
    }
    return out;
}

// All recorded requests of each operation, by its name in the TypeScript SDK.
std::multimap<std::string, boost::json::value> recorded_requests() {
    std::multimap<std::string, boost::json::value> out;
    for (auto const& [file, prefix] :
         {std::pair{"ts-sdk-requests.json", "dns.zone_transfers."}, {"ts-sdk-requests-dns.json", ""}}) {
        auto const recorded = load(file);
        if (recorded.is_null()) return {};
        for (auto const& entry : recorded.at("operations").as_array())
            out.emplace(typescript_name(prefix + text_of(entry.at("operation"))), entry);
    }
    return out;
}

cfdns::http_request authorized(cfdns::http_request request, cfdns::credentials const& credentials) {
    REQUIRE(cfdns::authorize(request, credentials).has_value());
    return request;
}

// All operations of the official descriptions, by "METHOD /path".
std::map<std::string, boost::json::value> described_operations() {
    std::map<std::string, boost::json::value> out;
    for (char const* file : {"secondary_dns.openapi.json", "dns_family.openapi.json"}) {
        auto const description = load(file);
        if (description.is_null()) return {};
        for (auto const& [path, methods] : description.at("paths").as_object())
            for (auto const& [method, operation] : methods.as_object()) {
                std::string request{method};
                for (char& c : request) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
                out.emplace(request + " " + std::string{path}, operation);
            }
    }
    return out;
}

// Recorded requests that differ from ours on purpose: operation and case.
struct difference {
    std::string_view operation, recorded, reason;
};
constexpr difference differences[] = {
    {"dns.records.import", "file as a string",
     "the SDK sends a string as a part without a file name, which is not a file (RFC 7578 section 4.2)"},
    {"dns.records.import", "file as a string, proxied left out", "as above"},
    {"zones.list", "types, two",
     "the SDK repeats the parameter; the reference's text says that types are separated by commas"},
};

// Whether the params hold members that the operation does not declare.
template <class Op>
bool has_extra(Op& op) {
    auto const extra = cfdns::detail::schema_of<Op>.extra;
    return extra && !extra(&op)->empty();
}

}  // namespace

TEST_CASE("requests equal the recorded requests of the official TypeScript SDK") {
    auto const recorded = recorded_requests();
    if (recorded.empty()) return;
    cfdns::api_token const token{cfdns::secret_string{"Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY"}};
    cfdns::api_key const key{"user@example.com", cfdns::secret_string{"144c9defac04969c7bfad8efaa8ea194"}};
    int equal = 0;
    for_each_example([&](std::string const name, auto const& op, answer const&) {
        CAPTURE(name);
        auto [first, last] = recorded.equal_range(typescript_name(name));
        CHECK(first != last);
        // The SDK sends no content where there are no parameters; here that is a choice.
        auto const request = cfdns::make_request(op, {.empty_object = false}).value();
        bool found = false;
        for (; first != last; ++first)
            found = found || (is_equal(authorized(request, token), first->second.at("token")) &&
                              is_equal(authorized(request, key), first->second.at("key")));
        CHECK(found);
        equal += found;
        if (auto const usual = cfdns::make_request(op).value(); usual.body != request.body) {
            CHECK(usual.body == "{}");
            CHECK(cfdns::find_header(usual.headers, "Content-Type") == "application/json");
            CHECK(request.body.empty());
        }
    });
    CHECK(equal == operation_count);
}

TEST_CASE("every recorded request of the SDK is read without undeclared members, and written again") {
    auto const recorded = recorded_requests();
    if (recorded.empty()) return;
    int equal = 0, reordered = 0;
    std::set<std::string_view> named;
    for_each_example([&](std::string const name, auto const& example, answer const&) {
        using operation = std::remove_cvref_t<decltype(example)>;
        auto [first, last] = recorded.equal_range(typescript_name(name));
        for (; first != last; ++first) {
            auto const& theirs = first->second.at("token");
            auto const* special = first->second.as_object().if_contains("case");
            std::string const recorded_case = special ? text_of(*special) : "";
            CAPTURE(name);
            CAPTURE(recorded_case);
            cfdns::http_request sent{
                operation::route.method, text_of(theirs.at("target")), {}, text_of(theirs.at("body"))};
            for (auto const& line : theirs.at("headers").as_array())
                if (std::string const header = text_of(line); header.starts_with("content-type: "))
                    sent.headers.push_back({"Content-Type", header.substr(14)});
            auto read = cfdns::testing::read_request<operation>(sent);
            REQUIRE(read.has_value());
            if (read->has_error()) FAIL_CHECK(read->error().message());
            if (read->has_error()) continue;
            CHECK_FALSE(has_extra(**read));
            auto const ours = cfdns::make_request(**read, {.empty_object = false}).value();
            auto const known =
                std::find_if(std::begin(differences), std::end(differences), [&](difference const& one) {
                    return one.operation == name && one.recorded == recorded_case;
                });
            auto const body_of = [](cfdns::http_request const& request) {
                return with_same_boundary(request.body, cfdns::find_header(request.headers, "Content-Type"));
            };
            bool const same =
                is_same_target(ours.target, sent.target) && is_same_body(body_of(ours), body_of(sent));
            reordered += same && (ours.target != sent.target || body_of(ours) != body_of(sent));
            CHECK(same == (known == std::end(differences)));
            if (known != std::end(differences)) named.insert(known->recorded);
            equal += same;
        }
    });
    CHECK(named.size() == std::size(differences));
    MESSAGE("recorded requests: " << equal << " equal, " << reordered << " of them in another order, "
                                  << named.size() << " named differences");
    CHECK(equal > operation_count);
}

TEST_CASE(
    "titles, permissions and plans equal the official descriptions, and links refer to the "
    "operations") {
    auto const described = described_operations();
    if (described.empty()) return;
    for (cfdns::operation_metadata const& row : cfdns::operations) {
        CAPTURE(std::string{row.name.view()});
        bool const expected = is_described(row.name.view());
        auto const found =
            described.find(std::string{to_string(row.route.method)} + " " + std::string{row.route.path});
        REQUIRE((found != described.end()) == expected);
        CHECK(row.reference.link.starts_with("https://developers.cloudflare.com/api/resources/"));
        CHECK(row.reference.link.ends_with('/'));
        if (!expected) continue;
        auto const& operation = found->second;
        CHECK(row.reference.title == text_of(operation.at("summary")));
        std::vector<std::string> permissions;
        for (auto const& group : operation.at("x-api-token-group").as_array())
            permissions.push_back(text_of(group));
        CHECK(std::vector<std::string>(row.reference.permissions.begin(), row.reference.permissions.end()) ==
              permissions);
        cfdns::plan_set plans;
        if (auto const* available = operation.as_object().if_contains("x-cfPlanAvailability"))
            plans = {available->at("free").as_bool(), available->at("pro").as_bool(),
                     available->at("business").as_bool(), available->at("enterprise").as_bool()};
        CHECK(row.reference.plans == plans);
    }
}

TEST_CASE("the SDK name of an operation derived from its namespace equals that derived from its link") {
    cfdns::for_each_type(cfdns::operation_list{}, []<class Op>() {
        std::string const name{cfdns::metadata_of<Op>().name.view()};
        CAPTURE(name);
        std::string type = boost::core::type_name<Op>();  // "cfdns::v0_2::zone_transfers::acls::delete_"
        if (type.ends_with('_')) type.pop_back();
        std::string dotted;
        for (char const c : type)
            if (c != ':' || !dotted.ends_with('.')) dotted += c == ':' ? '.' : c;
        // The namespaces of what the SDKs call dns are those below it.
        CHECK(dotted.ends_with("." + (name.starts_with("dns.") ? name.substr(4) : name)));
    });
}

TEST_CASE("every public response body yields a value or an error without losing information") {
    auto const public_responses = load("public-responses.json");
    if (public_responses.is_null()) return;
    int read = 0;
    for (auto const& entry : public_responses.at("responses").as_array()) {
        auto const* body = entry.as_object().if_contains("body_raw");
        auto const* status = entry.as_object().if_contains("http_status");
        if (!body || !body->is_string()) continue;
        int const code = status && status->is_int64() ? static_cast<int>(status->as_int64()) : 200;
        std::string const text = text_of(*body);
        CAPTURE(text);
        auto const got = cfdns::parse_full_response<zt::incoming::get>({code, {}, text});
        ++read;

        boost::system::error_code ec;
        auto const parsed = boost::json::parse(text, ec);
        auto const* object = ec ? nullptr : parsed.if_object();
        auto const* success = object ? object->if_contains("success") : nullptr;
        auto const* errors = object ? object->if_contains("errors") : nullptr;
        bool const refused = (success && success->is_bool() && !success->as_bool()) || code >= 400;
        if (refused) {
            REQUIRE(got.has_error());
            CHECK(got.error().http_status() == code);
            CHECK(got.error().excerpt() == std::string_view{text}.substr(0, 512));
            if (errors && errors->is_array())
                CHECK(got.error().api_errors().size() == errors->as_array().size());
        } else if (got.has_error()) {
            // This operation's result is one object; bodies of other operations are lists, strings or
            // nothing.
            bool const other = got.error().code() == cfdns::errc::malformed_response ||
                               got.error().code() == cfdns::errc::no_result;
            CHECK(other);
        }
    }
    CHECK(read > 50);
}

TEST_CASE("the public response bodies of each operation are read by it without a mismatch, or are errors") {
    auto const public_responses = load("public-responses-dns.json");
    if (public_responses.is_null()) return;
    int successes = 0;
    int failures = 0;
    for_each_example([&](std::string const name, auto const& example, answer const&) {
        using operation = std::remove_cvref_t<decltype(example)>;
        for (auto const& entry : public_responses.at("responses").as_array()) {
            if (text_of(entry.at("operation")) != typescript_name(name)) continue;
            auto const* body = entry.as_object().if_contains("body");
            if (!body) continue;
            std::string const text = text_of(entry.at("body_raw"));
            CAPTURE(name);
            CAPTURE(text);
            int const status = static_cast<int>(entry.at("http_status").as_int64());
            auto const got = cfdns::parse_full_response<operation>(response_of(status, text));
            auto const size_of = [&](char const* member) {
                auto const* const list = body->as_object().if_contains(member);
                return list && list->is_array() ? list->as_array().size() : 0;
            };
            bool const lacks_result =
                !body->as_object().contains("result") && !answer_of<operation>().may_be_absent;
            REQUIRE(got.has_value() == (status < 300 && body->at("success").as_bool() && !lacks_result));
            if (got.has_value()) {
                CHECK(got->info.mismatches.empty());
                CHECK(got->info.messages.size() == size_of("messages"));
                ++successes;
            } else {
                CHECK(got.error().http_status() == status);
                CHECK(got.error().api_errors().size() == size_of("errors"));
                ++failures;
            }
        }
    });
    MESSAGE("public responses: " << successes << " successful, " << failures << " failed");
    CHECK(successes > 0);
    CHECK(failures > 0);
}
