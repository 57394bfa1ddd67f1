// SPDX-License-Identifier: BSL-1.0
// Against facts from elsewhere: what the official TypeScript SDK sends, and what the service was seen to
// answer.
#include "any_operation.hpp"

#include <doctest/doctest.h>
#include <boost/core/type_name.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
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

// ---- parameters against the descriptions ----

// A schema without references: what is behind them, and what `allOf` joins, in one object.
boost::json::object resolved(boost::json::value const& document, boost::json::value const& schema) {
    boost::json::object out = schema.as_object();
    auto const join = [&](boost::json::value const& part) {
        for (auto const& member : resolved(document, part))
            if (!out.contains(member.key())) out[member.key()] = member.value();
    };
    if (auto const* reference = schema.as_object().if_contains("$ref"))
        join(document.at_pointer(text_of(*reference).substr(1)));
    if (auto const* parts = schema.as_object().if_contains("allOf"))
        for (auto const& part : parts->as_array()) join(part);
    return out;
}

// Where parameters differ from the description. `*` stands for any text without a slash, in all but the
// reason.
struct parameter_difference {
    std::string_view operation, at, what, reason;  // `at`: a pointer into the body, or `?` and a parameter
};
constexpr std::string_view flat =
    "the description has the types of records as one object, without what each needs";
constexpr std::string_view whole = "the description has the record of an edit complete; parts are accepted";
constexpr std::string_view default_ttl = "the text of the reference has a default";
constexpr std::string_view of_cname = "the description has the settings of an A record for all types";
constexpr std::string_view newer = "newer than the description; the official SDK sends it";
constexpr std::string_view alias = "an alias of the filter `exact`, which the SDK does not have either";
constexpr std::string_view generated_id = "the service chooses the identifier";
constexpr std::string_view generated_time = "the service chooses the time";
constexpr std::string_view of_view = "the official SDK requires it";
constexpr std::string_view peer_members = "the description of an update and the SDK have it";
constexpr parameter_difference parameter_differences[] = {
    {"dns.records.*", "/content", "required here", flat},
    {"dns.records.*", "/priority", "required here", flat},
    {"dns.records.*", "/data", "an object without members in the description", flat},
    {"dns.records.*", "/settings/flatten_cname", "not in the description", of_cname},
    {"dns.records.*", "/ttl", "required there", default_ttl},
    {"dns.records.edit", "/name", "required there", whole},
    {"dns.records.*", "/*/*/content", "required here", flat},
    {"dns.records.*", "/*/*/priority", "required here", flat},
    {"dns.records.*", "/*/*/data", "an object without members in the description", flat},
    {"dns.records.*", "/*/*/settings/flatten_cname", "not in the description", of_cname},
    {"dns.records.*", "/*/*/ttl", "required there", default_ttl},
    {"dns.records.batch", "/patches/*/name", "required there", whole},
    {"dns.records.*", "?include_shadow_metadata", "not in the description", newer},
    {"dns.records.list", "?shadowed_by_name", "not in the description", newer},
    {"dns.records.list", "?shadowing_name", "not in the description", newer},
    {"dns.records.list", "?comment", "in the description only", alias},
    {"dns.records.list", "?content", "in the description only", alias},
    {"dns.records.list", "?name", "in the description only", alias},
    {"dns.records.list", "?tag", "in the description only", alias},
    {"dns.settings.account.views.*", "/created_time", "in the description only", generated_time},
    {"dns.settings.account.views.*", "/modified_time", "in the description only", generated_time},
    {"dns.settings.account.views.create", "/name", "required here", of_view},
    {"dns.settings.account.views.create", "/zones", "required here", of_view},
    {"dns.settings.account.views.list", "?name", "in the description only", alias},
    {"dns.settings.zone.edit", "/nameservers/nameserver_set_id", "not in the description", newer},
    {"dns.zone_transfers.*", "/id", "in the description only", generated_id},
    {"dns.zone_transfers.peers.create", "/ip", "not in the description", peer_members},
    {"dns.zone_transfers.peers.create", "/ixfr_enable", "not in the description", peer_members},
    {"dns.zone_transfers.peers.create", "/port", "not in the description", peer_members},
    {"dns.zone_transfers.peers.create", "/tsig_id", "not in the description", peer_members},
    {"zones.list", "?per_page", "bounds 1 50, in the description 5 50", "fewer have been accepted"},
    {"zones.list", "?type", "not in the description", newer},
};

bool matches(std::string_view pattern, std::string_view text) {
    std::size_t const star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == text;
    if (!text.starts_with(pattern.substr(0, star))) return false;
    for (std::size_t at = star;; ++at) {
        if (matches(pattern.substr(star + 1), text.substr(at))) return true;
        if (at == text.size() || text[at] == '/') return false;
    }
}

// Collects what differs between the parameters of an operation and its description.
struct parameter_comparison {
    boost::json::value const& document;
    std::string operation{};
    std::set<std::array<std::string, 3>> found{};  // operation, place, difference
    int compared = 0;

    using schema = cfdns::detail::schema;
    using kind = cfdns::detail::kind;

    void note(std::string const& at, std::string const& what) { found.insert({operation, at, what}); }

    static schema const& without_optional(schema const& type) {
        return type.what == kind::optional || type.what == kind::nullable ? *type.element : type;
    }

    // The type as JSON schemas call it. In a form, all parts are text.
    static std::string name_of(schema const& type) {
        switch (type.what) {
            case kind::boolean: return "boolean";
            case kind::string:
            case kind::secret:
            case kind::timestamp:
            case kind::file: return "string";
            case kind::array: return "array";
            case kind::object: return "object";
            default: return "number";
        }
    }

    // "minimum..maximum", and the single value that is allowed as well.
    static std::string bounds_of(boost::json::object const& theirs) {
        std::string out;
        auto const* choices = theirs.if_contains("anyOf");
        boost::json::array const one{theirs};
        for (auto const& each : choices ? choices->as_array() : one) {
            auto const& part = each.as_object();
            for (char const* name : {"minimum", "maximum"})
                if (part.contains(name)) out += ' ' + boost::json::serialize(part.at(name));
            if (choices && part.contains("enum")) out += ' ' + boost::json::serialize(part.at("enum").at(0));
        }
        return out;
    }
    static std::string bounds_of(schema const& object, std::string_view member) {
        for (std::size_t i = 0; i != object.bound_count; ++i) {
            cfdns::bound const& one = object.bounds[i];
            if (one.member != member) continue;
            std::string out = ' ' + std::to_string(one.minimum);
            if (one.maximum != cfdns::bound{}.maximum) out += ' ' + std::to_string(one.maximum);
            if (one.also) out += ' ' + std::to_string(*one.also);
            return out;
        }
        return "";
    }
    void compare_bounds(std::string const& at, schema const& object, cfdns::detail::field const& field,
                        boost::json::value const& described) {
        auto const theirs = bounds_of(resolved(document, described));
        auto const ours = bounds_of(object, field.name);
        bool const by_type = without_optional(*field.type).what == kind::uint16 && theirs == " 0 65535";
        if (ours != theirs && !by_type) note(at, "bounds" + ours + ", in the description" + theirs);
    }

    void compare_type(std::string const& at, schema const& ours, boost::json::value const& described,
                      bool form) {
        auto const theirs = resolved(document, described);
        ++compared;
        auto const* type = theirs.if_contains("type");
        std::string their_type = type ? text_of(*type) : "none";
        if (their_type == "integer") their_type = "number";
        if ((form ? "string" : name_of(ours)) != their_type)
            note(at, name_of(ours) + " is " + their_type + " in the description");
        if (ours.what == kind::object) compare_object(at + '/', ours, 0, theirs);
        if (ours.what == kind::array && theirs.contains("items"))
            compare_type(at + "/*", *ours.element, theirs.at("items"), form);
    }

    void compare_member(std::string const& at, schema const& object, cfdns::detail::field const& field,
                        boost::json::object const& theirs, bool form = false) {
        auto const* properties = theirs.if_contains("properties");
        auto const* member = properties ? properties->as_object().if_contains(field.name) : nullptr;
        std::string const here = at + std::string{field.name};
        if (!member) return note(here, "not in the description");
        auto const* required = theirs.if_contains("required");
        bool needed = false;
        if (required)
            for (auto const& name : required->as_array()) needed = needed || text_of(name) == field.name;
        if (needed != field.required) note(here, needed ? "required there" : "required here");
        compare_bounds(here, object, field, *member);
        compare_type(here, without_optional(*field.type), *member, form);
    }

    void compare_object(std::string const& at, schema const& ours, std::uint64_t skip,
                        boost::json::object const& theirs, bool form = false) {
        std::set<std::string> known;
        for (std::size_t i = 0; i != ours.field_count; ++i) {
            auto const& field = ours.fields[i];
            if ((skip >> i & 1) != 0) continue;
            if (field.is_union) {
                compare_union(at, *without_optional(*field.type).choices, theirs, known);
            } else {
                known.emplace(field.name);
                compare_member(at, ours, field, theirs, form);
            }
        }
        if (auto const* properties = theirs.if_contains("properties"))
            for (auto const& member : properties->as_object())
                if (!known.contains(member.key()))
                    note(at + std::string{member.key()}, "in the description only");
    }

    // The alternatives, whose members the description has together in one object, or not at all.
    void compare_union(std::string const& at, cfdns::detail::union_type const& choices,
                       boost::json::object const& theirs, std::set<std::string>& known) {
        std::set<std::string> tags, described;
        auto const properties = theirs.at("properties").as_object();
        auto const tag = resolved(document, properties.at(choices.tag));
        for (auto const& each : tag.at("enum").as_array()) described.insert(text_of(each));
        known.emplace(choices.tag);
        for (std::size_t i = 0; i != choices.count; ++i) {
            auto const& one = choices.alternatives[i];
            if (&one == choices.open || one.tag.value.empty()) continue;
            tags.emplace(one.tag.value);
            std::string const here = at + std::string{one.tag.value} + ':';
            if (!one.tag.object.empty()) {
                known.emplace(one.tag.object);
                auto const data = resolved(document, properties.at(one.tag.object));
                if (data.contains("properties"))
                    compare_object(here + std::string{one.tag.object} + '/', *one.type, ~one.enclosed, data);
                else
                    note(at + std::string{one.tag.object}, "an object without members in the description");
            }
            for (std::size_t k = 0; k != one.type->field_count; ++k)
                if (auto const& field = one.type->fields[k]; (one.enclosed >> k & 1) == 0) {
                    known.emplace(field.name);
                    compare_member(at, *one.type, field, theirs);
                }
        }
        CHECK(tags == described);
    }

    // `at` has the name of the enclosing struct and a dot.
    void compare_query(std::string const& at, schema const& ours, std::uint64_t fields,
                       std::map<std::string, boost::json::object>& theirs) {
        for (std::size_t i = 0; i != ours.field_count; ++i) {
            if ((fields >> i & 1) == 0) continue;
            auto const& field = ours.fields[i];
            std::string const name = at + std::string{field.name};
            schema const& type = without_optional(*field.type);
            if (type.what == kind::object) {
                compare_query(name + '.', type, ~std::uint64_t{0}, theirs);
                continue;
            }
            auto const one = theirs.find(name);
            if (one == theirs.end()) {
                note('?' + name, "not in the description");
                continue;
            }
            compare_bounds('?' + name, ours, field, one->second.at("schema"));
            compare_type('?' + name, type, one->second.at("schema"), false);
            theirs.erase(one);
        }
    }

    void compare(std::string_view name, cfdns::detail::operation_descriptor const& ours,
                 boost::json::value const& theirs) {
        operation = name;
        std::map<std::string, boost::json::object> query;
        std::set<std::string> path;
        if (auto const* list = theirs.as_object().if_contains("parameters"))
            for (auto const& each : list->as_array()) {
                auto const one = resolved(document, each);
                if (one.at("in") == "path") path.insert(text_of(one.at("name")));
                if (one.at("in") == "query") query.emplace(text_of(one.at("name")), one);
            }
        std::set<std::string> our_path;
        for (std::size_t i = 0; i != ours.params->field_count; ++i)
            if ((ours.path_fields >> i & 1) != 0) our_path.emplace(ours.params->fields[i].name);
        CHECK(our_path == path);
        bool const body = cfdns::detail::has_body(ours.route->method);
        compare_query("", *ours.params, body ? ours.query_fields : ~ours.path_fields, query);
        for (auto const& [left, parameter] : query) note('?' + left, "in the description only");
        auto const* content = theirs.as_object().if_contains("requestBody");
        if (!body || !content) return;
        for (auto const& type : content->at("content").as_object()) {
            bool const form = type.key() == "multipart/form-data";
            CHECK(form == (ours.route->body == cfdns::body_kind::form));
            if (auto const* described = type.value().as_object().if_contains("schema"))
                compare_object("/", *ours.params, ours.path_fields | ours.query_fields,
                               resolved(document, *described), form);
        }
    }
};

}  // namespace

TEST_CASE("requests equal the recorded requests of the official TypeScript SDK") {
    auto const recorded = recorded_requests();
    if (recorded.empty()) return;
    cfdns::api_token const token{cfdns::secret_string{"Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY"}};
    cfdns::api_key const key{"user@example.com", cfdns::secret_string{"144c9defac04969c7bfad8efaa8ea194"}};
    int equal = 0;
    for (any_operation const& op : all_operations()) {
        CAPTURE(op.name);
        auto [first, last] = recorded.equal_range(typescript_name(op.name));
        CHECK(first != last);
        // The SDK sends no content where there are no parameters; here that is a choice.
        auto const request = op.params().request({.empty_object = false}).value();
        bool found = false;
        for (; first != last; ++first)
            found = found || (is_equal(authorized(request, token), first->second.at("token")) &&
                              is_equal(authorized(request, key), first->second.at("key")));
        CHECK(found);
        equal += found;
        if (auto const usual = op.params().request().value(); usual.body != request.body) {
            CHECK(usual.body == "{}");
            CHECK(cfdns::find_header(usual.headers, "Content-Type") == "application/json");
            CHECK(request.body.empty());
        }
    }
    CHECK(equal == operation_count);
}

TEST_CASE("every recorded request of the SDK is read without undeclared members, and written again") {
    auto const recorded = recorded_requests();
    if (recorded.empty()) return;
    int equal = 0, reordered = 0;
    std::set<std::string_view> named;
    for (any_operation const& op : all_operations()) {
        std::string const& name = op.name;
        auto [first, last] = recorded.equal_range(typescript_name(name));
        for (; first != last; ++first) {
            auto const& theirs = first->second.at("token");
            auto const* special = first->second.as_object().if_contains("case");
            std::string const recorded_case = special ? text_of(*special) : "";
            CAPTURE(name);
            CAPTURE(recorded_case);
            cfdns::http_request sent{
                op.info->route->method, text_of(theirs.at("target")), {}, text_of(theirs.at("body"))};
            for (auto const& line : theirs.at("headers").as_array())
                if (std::string const header = text_of(line); header.starts_with("content-type: "))
                    sent.headers.push_back({"Content-Type", header.substr(14)});
            auto read = op.read_request(sent);
            REQUIRE(read.has_value());
            if (read->has_error()) FAIL_CHECK(read->error().message());
            if (read->has_error()) continue;
            CHECK((*read)->extra().empty());
            auto const ours = (*read)->request({.empty_object = false}).value();
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
    }
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
    std::size_t of_library = 0;
    for (cfdns::operation_metadata const& row : cfdns::operations) {
        CAPTURE(std::string{row.name.view()});
        bool const expected = is_described(row.name.view());
        auto const found =
            described.find(std::string{to_string(row.route.method)} + " " + std::string{row.route.path});
        REQUIRE((found != described.end()) == expected);
        CHECK(row.reference.link.starts_with("https://developers.cloudflare.com/api/resources/"));
        CHECK(row.reference.link.ends_with('/'));
        if (!expected) continue;
        ++of_library;
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
    CHECK(of_library == described.size());  // the library has all that is described
}

TEST_CASE(
    "parameters, their types, bounds and places equal the official descriptions, but for what is named") {
    std::set<std::array<std::string, 3>> found;
    int compared = 0;
    for (char const* file : {"secondary_dns.openapi.json", "dns_family.openapi.json"}) {
        auto const document = load(file);
        if (document.is_null()) return;
        parameter_comparison comparison{document};
        for (any_operation const& op : all_operations()) {
            std::string method{to_string(op.info->route->method)};
            for (char& c : method) c = static_cast<char>(c + ('a' - 'A'));
            auto const* path = document.at("paths").as_object().if_contains(op.info->route->path);
            auto const* operation = path ? path->as_object().if_contains(method) : nullptr;
            if (operation) comparison.compare(op.name, *op.info, *operation);
        }
        found.merge(comparison.found);
        compared += comparison.compared;
    }
    CHECK(compared > operation_count);
    std::set<parameter_difference const*> needed;
    for (auto const& difference_found : found) {
        std::string const& operation = difference_found[0];
        std::string const& at = difference_found[1];
        std::string const& what = difference_found[2];
        CAPTURE(operation);
        CAPTURE(at);
        CAPTURE(what);
        std::size_t const before = needed.size();
        bool named = false;
        for (parameter_difference const& row : parameter_differences)
            if (matches(row.operation, operation) && matches(row.at, at) && row.what == what) {
                needed.insert(&row);
                named = true;
            }
        CHECK(named);
        CHECK(needed.size() <= before + 1);
    }
    for (parameter_difference const& row : parameter_differences)
        CHECK_MESSAGE(needed.contains(&row),
                      row.operation << ' ' << row.at << " does not differ: " << row.what);
    MESSAGE(compared << " parameters compared, " << found.size() << " named differences");
}

TEST_CASE("the SDK name of an operation derived from its namespace equals that derived from its link") {
    std::vector<std::pair<std::string, std::string>> names_and_types;
    cfdns::for_each_type(cfdns::operation_list{}, [&]<class Op>() {
        names_and_types.emplace_back(cfdns::metadata_of<Op>().name.view(), boost::core::type_name<Op>());
    });
    for (auto const& one : names_and_types) {
        std::string const& name = one.first;
        CAPTURE(name);
        std::string type = one.second;  // "cfdns::v0_2::zone_transfers::acls::delete_"
        if (type.ends_with('_')) type.pop_back();
        std::string dotted;
        for (char const c : type)
            if (c != ':' || !dotted.ends_with('.')) dotted += c == ':' ? '.' : c;
        // The namespaces of what the SDKs call dns are those below it.
        CHECK(dotted.ends_with("." + (name.starts_with("dns.") ? name.substr(4) : name)));
    }
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
    for (any_operation const& op : all_operations()) {
        for (auto const& entry : public_responses.at("responses").as_array()) {
            if (text_of(entry.at("operation")) != typescript_name(op.name)) continue;
            auto const* body = entry.as_object().if_contains("body");
            if (!body) continue;
            std::string const text = text_of(entry.at("body_raw"));
            CAPTURE(op.name);
            CAPTURE(text);
            int const status = static_cast<int>(entry.at("http_status").as_int64());
            any_response const got = op.parse(response_of(status, text));
            auto const size_of = [&](char const* member) {
                auto const* const list = body->as_object().if_contains(member);
                return list && list->is_array() ? list->as_array().size() : 0;
            };
            bool const lacks_result = !body->as_object().contains("result") && !op.expected.may_be_absent;
            REQUIRE(got.good == (status < 300 && body->at("success").as_bool() && !lacks_result));
            if (got.good) {
                CHECK(got.info.mismatches.empty());
                CHECK(got.info.messages.size() == size_of("messages"));
                ++successes;
            } else {
                CHECK(got.failure.http_status() == status);
                CHECK(got.failure.api_errors().size() == size_of("errors"));
                ++failures;
            }
        }
    }
    MESSAGE("public responses: " << successes << " successful, " << failures << " failed");
    CHECK(successes > 0);
    CHECK(failures > 0);
}
