// SPDX-License-Identifier: BSL-1.0
// Sends the same generated requests to Prism, which checks them against the OpenAPI description, and to the
// in-memory service, and compares whether they are accepted and what the responses look like. Every
// difference has a name here.
#define DOCTEST_CONFIG_IMPLEMENT
#include "../api/prepare.hpp"
#include "operations.hpp"
#include "recorded.hpp"

#include <doctest/doctest.h>

#include <cfdns/detail/text_buffer.hpp>
#include <cfdns/detail/uri.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>
#include <cfdns/transport/curl.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace json = boost::json;
namespace detail = cfdns::detail;
using cfdns::testing::fake_cloudflare;

namespace {

std::string origin;
int per_operation = 150;
std::uint64_t seed = 1;

// ---- operations as plain values ----

struct operation_under_test {
    std::string name{};
    detail::operation_descriptor const* info{};
    std::optional<cfdns::error> (*failure_of)(cfdns::response_view const&, std::size_t& mismatches){};
};

template <class Op>
std::optional<cfdns::error> failure_of(cfdns::response_view const& received, std::size_t& mismatches) {
    auto const got = cfdns::parse_full_response<Op>(received);
    if (got.has_error()) return got.error();
    mismatches = got->info.mismatches.size();
    return std::nullopt;
}

std::vector<operation_under_test> const& operations() {
    static auto const all = [] {
        std::vector<operation_under_test> made;
        for_each_operation([&]<class Op>(char const* name, Op const&) {
            if constexpr (is_generated<Op>())
                if (is_described(name)) made.push_back({name, &detail::descriptor_of<Op>, &failure_of<Op>});
        });
        return made;
    }();
    return all;
}

// ---- chance ----

class random_source {
public:
    explicit random_source(std::uint64_t from) : engine_(from) {}
    std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }  // the same everywhere
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    template <class T>
    T const& of(std::vector<T> const& among) {
        return among[below(among.size())];
    }

private:
    std::mt19937_64 engine_;
};

// ---- requests ----

// Ways in which a request is not what the reference's examples are. The names of differences are made from
// them.
enum class trait {
    range_too_wide,
    no_address,
    many_peers,
    fraction,
    too_large,
    out_of_bounds,
    null_member,
    ill_typed,
    undeclared_by_description,
    own_id,
    no_content,
    no_object,
    broken_json,
    other_content_type,
    no_content_type,
    no_credentials,
    bad_credentials,
    other_path,
    other_method,
    missing_member,
    extra_member,
    extra_query
};

struct probe {
    operation_under_test const* op{};
    cfdns::http_request request{};
    std::set<trait> traits{};
    std::string zone{}, account{}, id{};
};

std::string text(random_source& d) {
    static std::vector<std::string> const some{
        "www.example.com.", "a",    "",  "\"quoted\" \\ / \n", "\xc3\xa9\xf0\x9f\x98\x80", "null", "0",
        "hmac-sha512.",     "\x01", "{}"};
    if (d.one_in(20)) return std::string(d.below(3000), 'x');
    return d.of(some);
}

std::string path_value(random_source& d) {
    static std::vector<std::string> const odd{"a/b", "%", "?", "#", " ", "\xc3\xa9", ";=:@", "..a"};
    if (d.one_in(10)) return d.of(odd);
    std::string out;
    for (int i = 0; i != 32; ++i) out += "0123456789abcdef"[d.below(16)];
    return out;
}

std::string address(random_source& d, probe& made) {
    static std::vector<std::string> const some{"192.0.2.53", "2001:db8::53", "::ffff:192.0.2.53", ""};
    if (!d.one_in(6)) return d.of(some);
    made.traits.insert(trait::no_address);
    return d.of(std::vector<std::string>{"nonsense", "192.0.2.256", "192.0.2.53/32", "[::1]", "1::2::3"});
}

std::string range(random_source& d, probe& made) {
    if (d.one_in(8)) {
        made.traits.insert(trait::no_address);
        static std::vector<std::string> const none{"", "nonsense", "192.0.2.0/33", "2001:db8::/129",
                                                   "192.0.2/24"};
        return d.of(none);
    }
    bool const v6 = d.one_in(2);
    std::uint64_t const most = v6 ? 128 : 32, least = v6 ? 64 : 24;
    std::uint64_t length = least + d.below(most - least + 1);
    if (d.one_in(6)) {
        length = d.below(least);
        made.traits.insert(trait::range_too_wide);
    }
    return (v6 ? "2001:db8::" : "192.0.2.53") + ('/' + std::to_string(length));
}

std::string zone_name(random_source& d) {
    static std::vector<std::string> const some{"example.com", "Example.COM.", "_a-1.example",
                                               "\xc3\xa9.example", "a.b.example"};
    return d.of(some);
}

// A value as the operation declares it.
json::value good_value(random_source& d, probe& made, detail::field const& f) {
    auto const* type = f.type->what == detail::kind::optional ? f.type->element : f.type;
    switch (type->what) {
        case detail::kind::boolean: return d.one_in(2);
        case detail::kind::seconds: return 300 + d.below(1'000'000);
        case detail::kind::uint32: return d.below(65536);
        case detail::kind::array: {
            json::array out;
            std::uint64_t count = d.below(4);
            if (d.one_in(12)) {
                count = 31;
                made.traits.insert(trait::many_peers);
            }
            for (std::uint64_t i = 0; i != count; ++i) out.push_back(json::value(path_value(d)));
            return out;
        }
        case detail::kind::object: return json::object{{"id", path_value(d)}};  // an account
        default:
            if (made.op->name == "zones.create" && f.name == "name" && !d.one_in(3))
                return json::value(zone_name(d));
            if (made.op->name.starts_with("zones.") && f.name == "type" && !d.one_in(3))
                return json::value(d.of(std::vector<std::string>{"full", "partial", "secondary"}));
            if (f.name == "ip") return json::value(address(d, made));
            return json::value(f.name == "ip_range" ? range(d, made) : text(d));
    }
}

json::value bad_value(random_source& d, probe& made, detail::field const& f) {
    bool const optional = f.type->what == detail::kind::optional;
    auto const* type = optional ? f.type->element : f.type;
    bool const number = type->what == detail::kind::seconds || type->what == detail::kind::uint32;
    if (number && !d.one_in(4)) {
        switch (d.below(3)) {
            case 0: made.traits.insert(trait::fraction); return 400.5;
            case 1: made.traits.insert(trait::too_large); return 1e30;
            default:
                made.traits.insert(trait::out_of_bounds);
                return d.of(std::vector<std::int64_t>{-1, 0, -86400});
        }
    }
    if (d.one_in(4)) {
        made.traits.insert(trait::null_member);
        if (!optional) made.traits.insert(trait::ill_typed);
        return nullptr;
    }
    made.traits.insert(trait::ill_typed);
    std::vector<json::value> others{json::object{}, json::object{{"a", 1}}};
    if (type->what != detail::kind::boolean) others.push_back(true);
    if (!number) others.push_back(5);
    if (number || type->what == detail::kind::boolean || type->what == detail::kind::array)
        others.push_back("text");
    if (type->what != detail::kind::array) others.push_back(json::array{"a"});
    if (type->what == detail::kind::array) others.push_back(json::array{"a", 5});
    return d.of(others);
}

void spoil_body(random_source& d, probe& made) {
    struct way {
        char const* body;
        trait what;
    };
    static std::vector<way> const ways{{"", trait::no_content},          {"null", trait::no_object},
                                       {"[]", trait::no_object},         {"\"text\"", trait::no_object},
                                       {"5", trait::no_object},          {"{", trait::broken_json},
                                       {"{\"a\":}", trait::broken_json}, {"nonsense", trait::broken_json}};
    way const& one = d.of(ways);
    made.request.body = one.body;
    made.traits = {one.what};
    if (one.what == trait::no_content) made.request.headers.clear();
}

void write_body(random_source& d, probe& made) {
    detail::operation_descriptor const& info = *made.op->info;
    json::object body;
    std::vector<detail::field> open;
    for (std::size_t i = 0; i != info.params->field_count; ++i)
        if ((info.path_fields >> i & 1) == 0) open.push_back(info.params->fields[i]);
    bool const spoil = d.one_in(3);
    std::size_t spoilt = open.empty() ? 0 : d.below(open.size());
    auto const port =
        std::find_if(open.begin(), open.end(), [](detail::field const& f) { return f.name == "port"; });
    if (port != open.end() && d.one_in(2))
        spoilt = static_cast<std::size_t>(port - open.begin());  // the most can go wrong
    for (std::size_t i = 0; i != open.size(); ++i) {
        detail::field const& f = open[i];
        bool const optional = f.type->what == detail::kind::optional;
        bool const this_one = spoil && i == spoilt;
        if (this_one && !optional && d.one_in(3)) {
            made.traits.insert(trait::missing_member);
            continue;
        }
        if (!this_one && optional && d.one_in(2)) continue;
        body[f.name] = this_one ? bad_value(d, made, f) : good_value(d, made, f);
        if (this_one && made.op->name.ends_with(".peers.create") && f.name != "name")
            made.traits.insert(trait::undeclared_by_description);
    }
    if (d.one_in(4)) {
        body["future"] = json::array{1, nullptr};
        made.traits.insert(trait::extra_member);
    }
    if (d.one_in(10)) {
        body["id"] = 5;
        made.traits.insert(trait::own_id);
    }
    made.request.body = json::serialize(body);
    made.request.headers = {{"Content-Type", "application/json"}};
    if (d.one_in(8)) spoil_body(d, made);
    if (made.request.body.empty()) return;
    if (d.one_in(20)) {
        made.request.headers.clear();
        made.traits.insert(trait::no_content_type);
    } else if (d.one_in(20)) {
        made.request.headers = {
            {"Content-Type", d.of(std::vector<std::string>{"text/plain", "application/xml"})}};
        made.traits.insert(trait::other_content_type);
    }
}

probe make_probe(random_source& d, operation_under_test const& op) {
    probe made;
    made.op = &op;
    made.request.method = op.info->route->method;
    std::string_view route = op.info->route->path;
    while (!route.empty()) {
        std::size_t const brace = route.find('{');
        made.request.target += route.substr(0, brace);
        if (brace == std::string_view::npos) break;
        std::size_t const end = route.find('}');
        std::string_view const name = route.substr(brace + 1, end - brace - 1);
        std::string& value = name == "zone_id" ? made.zone : name == "account_id" ? made.account : made.id;
        value = path_value(d);
        detail::text_buffer segment;
        detail::append_segment(segment, value);
        made.request.target += segment.view();
        route.remove_prefix(end + 1);
    }
    if (detail::has_body(made.request.method)) {
        write_body(d, made);
    } else {
        if (d.one_in(4)) {
            made.request.target += "?page=2&text=a%20b";
            made.traits.insert(trait::extra_query);
        }
    }
    if (d.one_in(12)) {
        if (d.one_in(2)) {
            made.traits.insert(trait::no_credentials);
            return made;
        }
        made.traits.insert(trait::bad_credentials);
        made.request.headers.push_back(
            d.of(std::vector<cfdns::http_header>{{"Authorization", "Basic dGVzdA=="},
                                                 {"Authorization", "token"},
                                                 {"X-Auth-Email", "a@b"},
                                                 {"X-Auth-Key", "k"}}));
        return made;
    }
    if (d.one_in(3)) {
        made.request.headers.push_back({"X-Auth-Email", "user@example.com"});
        made.request.headers.push_back({"X-Auth-Key", "not-a-real-key"});
    } else {
        made.request.headers.push_back({"Authorization", "Bearer not-a-real-token"});
    }
    if (d.one_in(25)) {
        std::size_t const mark = made.request.target.find('?');
        made.request.target.insert(mark == std::string::npos ? made.request.target.size() : mark,
                                   "/more/still");
        made.traits.insert(trait::other_path);
    } else if (d.one_in(25)) {
        made.request.method = cfdns::http_method::patch;
        made.traits.insert(trait::other_method);
    }
    return made;
}

// ---- responses ----

// A service in which what the request names exists, unless it is about to be created.
fake_cloudflare service_for(probe const& one) {
    fake_cloudflare service;
    service.zones.all[one.zone] = {.id = one.zone, .name = "n"};
    if (!one.op->name.ends_with(".incoming.create"))
        service.zone_transfers.incoming[one.zone] = {.id = zone, .name = "n", .soa_serial = 1};
    if (!one.op->name.ends_with(".outgoing.create"))
        service.zone_transfers.outgoing[one.zone] = {.id = zone, .name = "n", .soa_serial = 1};
    service.zone_transfers.acls[one.account].push_back(
        {.id = one.id, .ip_range = "192.0.2.53/28", .name = "n"});
    service.zone_transfers.peers[one.account].push_back(
        {.id = one.id, .name = "n", .ip = "192.0.2.53", .port = 53});
    service.zone_transfers.tsigs[one.account].push_back(
        {.id = one.id, .algo = "a", .name = "n", .secret = cfdns::secret_string{"s"}});
    service.settings.views[one.account][one.id] = {.id = one.id, .name = "n"};
    service.records.all[one.zone].push_back(
        {.id = one.id, .name = "n.example.com", .type = "A", .content = "192.0.2.53"});
    return service;
}

std::string kind_name(json::value const& value) {
    if (value.is_number()) return "number";
    return std::string{json::to_string(value.kind())};
}

// The first thing in the fake's response that has no like in Prism's, which holds all members that are
// described.
std::string unlike(json::value const& fake, json::value const& prism, std::string const& at) {
    if (kind_name(fake) != kind_name(prism))
        return at + ": " + kind_name(fake) + " in place of " + kind_name(prism);
    if (auto const* members = fake.if_object()) {
        if (prism.as_object().empty()) return {};  // described as an object of any content
        for (auto const& member : *members) {
            if (member.key() == "future") continue;         // sent along by the request
            if (member.key() == "flatten_cname") continue;  // described are the settings of an A record only
            if (member.key() == "recs_added_by_type") continue;  // observed, and not described
            if (member.key() == "mname" && member.value().is_null())
                continue;  // may be null, not in examples
            auto const* like = prism.as_object().if_contains(member.key());
            if (!like) return at + '/' + std::string{member.key()} + ": unknown";
            if (auto found = unlike(member.value(), *like, at + '/' + std::string{member.key()});
                !found.empty())
                return found;
        }
    } else if (auto const* elements = fake.if_array()) {
        if (!elements->empty() && !prism.as_array().empty())
            return unlike(elements->front(), prism.as_array().front(), at + "/0");
    }
    return {};
}

json::value const& described_failure() {
    static json::value const all = json::parse(
        R"({"success":false,"errors":[{"code":1000,"message":"m","documentation_url":"u","source":{"pointer":"p"}}],)"
        R"("messages":[],"result":null})");
    return all;
}

// A request that one accepts and the other refuses.
struct disagreement {
    probe const& one;
    bool prism_accepts;
    std::string const& fake;  // its content

    bool is(trait what) const { return one.traits.contains(what); }
    bool calls(std::string_view name) const { return one.op->name == name; }
    bool calls_any(std::string_view prefix) const { return one.op->name.starts_with(prefix); }
    bool shows(std::string_view text) const { return fake.find(text) != std::string::npos; }
    bool refused_at(std::string_view pointer) const {
        return shows("\"pointer\":\"" + std::string{pointer});
    }
    bool refused_as(int code) const { return shows("\"code\":" + std::to_string(code)); }
    bool of_views() const { return calls_any("dns.settings.account.views."); }
};

// A reason, and the disagreements that it explains.
struct reason {
    char const* text;
    bool (*explains)(disagreement const&);
};

// The first that applies counts.
constexpr reason accepted_by_fake[] = {
    // A PATCH in place of another method, without content.
    {"an edit of a record may leave out what the description requires",
     [](disagreement const& d) { return d.is(trait::other_method) && d.calls_any("dns.records."); }},
    {"an edit of settings may be empty",
     [](disagreement const& d) {
         return (d.is(trait::other_method) || d.one.request.body.empty()) && d.calls_any("dns.settings.");
     }},
    {"the fake does not check identifiers of zones",
     [](disagreement const& d) {
         return d.of_views() && !d.is(trait::ill_typed) && d.shows("\"zones\":[\"");
     }},
    {"vanity name servers are host names, which the fake does not check",
     [](disagreement const& d) {
         return d.calls("zones.edit") && !d.is(trait::ill_typed) && d.shows("\"vanity_name_servers\"");
     }},
    {"null is no value of an optional member",
     [](disagreement const& d) { return d.is(trait::null_member) && !d.is(trait::ill_typed); }},
};
constexpr reason accepted_by_prism[] = {
    {"content of a POST without parameters is no object",
     [](disagreement const& d) {
         bool const untyped = d.is(trait::broken_json) && d.is(trait::no_content_type);
         return (d.is(trait::no_object) || untyped) && d.refused_as(6007);
     }},
    {"names of zones are domain names",
     [](disagreement const& d) { return d.calls("zones.create") && d.refused_as(1002); }},
    {"a new zone has an account",
     [](disagreement const& d) { return d.calls("zones.create") && d.refused_at("/account"); }},
    {"an edit of a zone changes one property",
     [](disagreement const& d) {
         return d.calls("zones.edit") && (d.refused_at("/paused") || d.refused_at("/type") ||
                                          d.refused_at("/vanity_name_servers") || d.refused_as(1085));
     }},
    {"a view has a name of at most 255 bytes, and zones, which the official SDK requires",
     [](disagreement const& d) {
         return d.of_views() && (d.refused_at("/name") || d.refused_at("/zones"));
     }},
    {"an edit of DNSSEC changes something",
     [](disagreement const& d) { return d.calls("dns.dnssec.edit") && d.refused_as(1002); }},
    {"members of a new peer are read that the description does not have",
     [](disagreement const& d) {
         return d.is(trait::undeclared_by_description) && (d.refused_at("/ip") || d.refused_at("/ixfr") ||
                                                           d.refused_at("/port") || d.refused_at("/tsig"));
     }},
    {"ranges are at most /24 and /64, as the text says",
     [](disagreement const& d) { return d.is(trait::range_too_wide) && d.refused_at("/ip_range"); }},
    {"addresses and ranges are what their text says",
     [](disagreement const& d) { return d.is(trait::no_address) && d.refused_at("/ip"); }},
    {"at most 30 peers, as the guide says",
     [](disagreement const& d) { return d.is(trait::many_peers) && d.refused_at("/peers"); }},
    {"numbers are whole ones of their width",
     [](disagreement const& d) {
         bool const none = d.is(trait::fraction) || d.is(trait::too_large) || d.is(trait::out_of_bounds);
         return none && (d.refused_at("/auto_refresh_seconds") || d.refused_at("/port"));
     }},
};

// Empty: nobody knows.
std::string explain(disagreement const& d) {
    std::span<reason const> const reasons =
        d.prism_accepts ? std::span<reason const>{accepted_by_prism} : accepted_by_fake;
    for (reason const& each : reasons)
        if (each.explains(d)) return each.text;
    return {};
}

bool is_own_answer(int status) { return status == 400 || status == 404 || status == 405 || status == 415; }

char const* const own_answers = "Prism answers what has no route or type in a form of its own";
char const* const no_envelope = "the description has the deletion of a record without an envelope";
char const* const causes = "the fake lists causes (error_chain), as older services do";

std::string describe(probe const& one, cfdns::http_response const& prism, cfdns::http_response const& fake) {
    auto const response = [](cfdns::http_response const& got) {
        return std::to_string(got.status) + ' ' + got.body.substr(0, 300);
    };
    std::string out =
        one.op->name + ": " + std::string{to_string(one.request.method)} + ' ' + one.request.target + ' ';
    for (cfdns::http_header const& header : one.request.headers)
        out += header.name + ": " + header.value + ' ';
    return out + one.request.body.substr(0, 300) + "\nPrism: " + response(prism) +
           "\nfake: " + response(fake);
}

}  // namespace

TEST_CASE(
    "the fake accepts what the description accepts, and answers in the same shape, but for what is named") {
    cfdns::curl_transport transport{{.origin = origin, .total_timeout = std::chrono::seconds{20}}};
    random_source d{seed};
    int accepted = 0, refused = 0;
    std::map<std::string, int> named, statuses;
    std::set<std::string> unserved;
    for (auto const& op : operations()) {
        for (int i = 0; i != per_operation; ++i) {
            probe const one = make_probe(d, op);
            auto const sent = transport(one.request);
            if (!sent.has_value()) FAIL(sent.error().message());
            cfdns::http_response const& prism = *sent;
            fake_cloudflare service = service_for(one);
            cfdns::http_response const fake = service.handle(one.request, {.base_path = ""});
            if (fake.status == 501) {  // its product has no service in memory
                unserved.insert(op.name);
                continue;
            }
            std::string const shown = describe(one, prism, fake);
            CAPTURE(shown);

            bool const accepts = fake.status == 200;
            std::size_t mismatches = 0;
            CHECK(op.failure_of(fake, mismatches).has_value() != accepts);
            CHECK(mismatches == 0);
            json::value ours = json::parse(fake.body);
            if ((prism.status == 200) != accepts) {
                std::string const why = explain({one, prism.status == 200, fake.body});
                CHECK_MESSAGE(!why.empty(),
                              "one accepts it, and there is no reason here why the other does not");
                ++named[why];
            } else if (accepts) {
                ++accepted;
                json::value const theirs = json::parse(prism.body);
                bool const enveloped = theirs.as_object().contains("success");
                if (!enveloped) ++named[no_envelope];
                CHECK(unlike(enveloped ? ours : json::object{{"result", ours.at("result")}}, theirs, "") ==
                      "");
            } else {
                ++refused;
                ++statuses[std::to_string(prism.status) + " and " + std::to_string(fake.status)];
                json::error_code problem;
                json::value const theirs = json::parse(prism.body, problem);
                bool const described =
                    !problem && theirs.is_object() && theirs.as_object().contains("success");
                // What Prism makes of an object without members that may be null.
                if (described && theirs.at("result") == json::object{})
                    CHECK(one.op->name.starts_with("zones."));
                else if (described)
                    CHECK(unlike(theirs, described_failure(), "") == "");
                else
                    CHECK(is_own_answer(prism.status));
                if (!described) ++named[own_answers];
            }
            if (accepts) continue;
            if (ours.at("errors").at(0).as_object().erase("error_chain") != 0) ++named[causes];
            CHECK(unlike(ours, described_failure(), "") == "");
        }
    }
    CHECK(accepted > 0);
    CHECK(refused > 0);
    CHECK(unserved.size() < operations().size());
    for (std::string const& name : unserved) std::cout << name << " has no service in memory\n";
    if (per_operation >= 100) {  // a reason that no case has is none
        for (char const* const each : {own_answers, no_envelope, causes}) CHECK(named.contains(each));
        for (reason const& each : accepted_by_fake) CHECK(named.contains(each.text));
        for (reason const& each : accepted_by_prism) CHECK(named.contains(each.text));
    }
    std::cout << per_operation * static_cast<int>(operations().size()) << " requests from seed " << seed
              << " to Prism and the fake: " << accepted << " accepted by both, " << refused
              << " refused by both";
    char const* separator = " (status ";
    for (auto const& [pair, count] : statuses) {
        std::cout << separator << pair << ": " << count;
        separator = ", ";
    }
    std::cout << "). They differ on purpose:\n";
    for (auto const& [why, count] : named) std::cout << "  " << count << ' ' << why << '\n';
}

TEST_CASE(
    "requests with unions and forms, and for text, are accepted and answered in the same shape by both") {
    cfdns::curl_transport transport{{.origin = origin, .total_timeout = std::chrono::seconds{20}}};
    int compared = 0;
    std::set<std::string> incomplete;
    for_each_operation([&]<class Op>(char const* name, Op const&) {
        if constexpr (!is_generated<Op>()) {
            CAPTURE(std::string{name});
            for (auto const& each : recorded_requests(detail::descriptor_of<Op>, name)) {
                std::string const& recorded = each.first;
                CAPTURE(recorded);
                fake_cloudflare service;
                prepare_service(service, name);
                service.records.reviews[zone].push_back({.id = values::records::id,
                                                         .name = "x.example.com",
                                                         .type = "A",
                                                         .content = "192.0.2.9"});
                // Without it, no DS record may be made.
                service.records.all[zone].push_back(
                    {.id = "ns", .name = "child.example.com", .type = "NS", .content = "ns.example.net"});
                cfdns::http_request request = each.second;
                REQUIRE(cfdns::authorize(request, cfdns::api_token{cfdns::secret_string{"t"}}).has_value());
                cfdns::http_response const fake = service.handle(request, {});
                CAPTURE(fake.body);
                CHECK(fake.status == 200);
                std::size_t mismatches = 0;
                if (auto const failure = failure_of<Op>(fake, mismatches)) FAIL_CHECK(failure->message());
                CHECK(mismatches == 0);

                request.target.erase(0, std::string_view{"/client/v4"}.size());
                // As in prism.cpp: Prism ends at a file without a type.
                if (request.body.find("filename=") == std::string::npos &&
                    Op::route.body == cfdns::body_kind::form)
                    continue;
                auto const prism = transport(request);
                REQUIRE(prism.has_value());
                if (prism->status == 422) {
                    incomplete.insert(name);
                    continue;
                }
                CHECK(prism->status == 200);
                ++compared;
                if constexpr (responds_with_text<Op>) {
                    CHECK(cfdns::find_header(fake.headers, "Content-Type")
                              ->starts_with(*cfdns::find_header(prism->headers, "Content-Type")));
                } else {
                    CHECK(unlike(json::parse(fake.body), json::parse(prism->body), "") == "");
                }
            }
        }
    });
    CHECK(compared > 0);
    // The description has the record of an edit complete: see prism.cpp.
    CHECK(incomplete == std::set<std::string>{"dns.records.batch", "dns.records.edit"});
    std::cout << compared << " recorded requests to Prism and the fake\n";
}

int main(int argc, char** argv) {
    char const* const from = std::getenv("CFDNS_PRISM_ORIGIN");
    if (from == nullptr || std::getenv("CFDNS_SPEC_DIR") == nullptr) {
        std::cerr << "CFDNS_PRISM_ORIGIN or CFDNS_SPEC_DIR is not set: run tests/contract/run.sh\n";
        return 2;
    }
    origin = from;
    if (char const* const cases = std::getenv("CFDNS_FAKE_CASES")) per_operation = std::atoi(cases);
    if (char const* const number = std::getenv("CFDNS_FAKE_SEED")) seed = std::strtoull(number, nullptr, 10);
    doctest::Context context{argc, argv};
    context.setOption("abort-after", 20);
    return context.run();
}
