// SPDX-License-Identifier: BSL-1.0
// Runs against Prism, a server that checks requests against the OpenAPI description and answers with its
// examples, or with random responses that fit it.
#define DOCTEST_CONFIG_IMPLEMENT
#include "operations.hpp"
#include "recorded.hpp"
#include "second_reader.hpp"

#include <doctest/doctest.h>

#include <cfdns/testing/codec.hpp>
#include <cfdns/transport/curl.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace json = boost::json;
namespace detail = cfdns::detail;

namespace {

std::string origin;
int dynamic_responses = 20;

// Prism ignores the path of the description's server.
cfdns::request_options options_with(std::vector<cfdns::http_header> headers = {}) {
    return {.base_path = "", .headers = std::move(headers)};
}

cfdns::curl_transport connect() {
    return cfdns::curl_transport{{.origin = origin, .total_timeout = std::chrono::seconds{20}}};
}

std::vector<cfdns::credentials> kinds_of_credentials() {
    std::vector<cfdns::credentials> kinds;
    kinds.push_back(cfdns::api_token{cfdns::secret_string{"not-a-real-token"}});
    kinds.push_back(cfdns::api_key{"user@example.com", cfdns::secret_string{"not-a-real-key"}});
    return kinds;
}

// ---- where the description is not the service's contract, or Prism does not check it ----

enum class exception {
    required_here,         // the library requires a member that the description does not
    required_there,        // the description requires a member that the library does not
    undeclared,            // the description does not declare a member of the body
    no_envelope,           // the description has the result without `success`, `errors` and `messages`
    no_such_result,        // the description has a member of the result that the service does not send
    unreadable,            // Prism cannot read the body
    no_failure,            // Prism cannot be asked for the described failure
    failure_without_error  // the described failure has an empty list of errors
};

struct exception_row {
    exception kind;
    std::string_view operation;  // `*` stands for any text without a slash, here and in `at`
    std::string_view at;         // JSON pointer to a member of the body or response, or empty
    std::string_view reason;
};

constexpr std::string_view no_alternatives =
    "the description has all types of records as one object; what a type needs is in RFCs and examples";
constexpr std::string_view whole_record =
    "the description has the record of an edit complete; the service keeps what is left out";
constexpr std::string_view default_ttl =
    "the description's text and older versions of it have a TTL of 1 by default";
constexpr std::string_view no_flattening =
    "the description has the settings of an A record for all types; only those of a CNAME have this one";
constexpr std::string_view empty_example = "the example of the described failure has no errors";

constexpr exception_row exceptions[] = {
    {exception::required_here, "dns.records.create", "/content", no_alternatives},
    {exception::required_here, "dns.records.create", "/priority", no_alternatives},
    {exception::required_here, "dns.records.create", "/data", no_alternatives},
    {exception::required_here, "dns.records.create", "/data/*", no_alternatives},
    {exception::required_here, "dns.records.update", "/content", no_alternatives},
    {exception::required_here, "dns.records.update", "/priority", no_alternatives},
    {exception::required_here, "dns.records.update", "/data", no_alternatives},
    {exception::required_here, "dns.records.update", "/data/*", no_alternatives},
    {exception::required_here, "dns.records.edit", "/content", no_alternatives},
    {exception::required_here, "dns.records.edit", "/data", no_alternatives},
    {exception::required_here, "dns.records.edit", "/data/*", no_alternatives},
    {exception::required_here, "dns.records.batch", "/patches/*/content", no_alternatives},
    {exception::required_here, "dns.records.batch", "/puts/*/content", no_alternatives},
    {exception::required_here, "dns.records.batch", "/posts/*/content", no_alternatives},
    {exception::required_here, "dns.records.batch", "/posts/*/priority", no_alternatives},
    {exception::required_here, "dns.records.batch", "/posts/*/data", no_alternatives},
    {exception::required_here, "dns.records.batch", "/posts/*/data/*", no_alternatives},
    {exception::required_here, "dns.records.scan_review", "/accepts/*/content", no_alternatives},
    {exception::required_there, "dns.records.create", "/ttl", default_ttl},
    {exception::required_there, "dns.records.update", "/ttl", default_ttl},
    {exception::required_there, "dns.records.batch", "/puts/*/ttl", default_ttl},
    {exception::required_there, "dns.records.batch", "/posts/*/ttl", default_ttl},
    {exception::required_there, "dns.records.scan_review", "/accepts/*/ttl", default_ttl},
    {exception::required_there, "dns.records.edit", "/name", whole_record},
    {exception::required_there, "dns.records.edit", "/ttl", whole_record},
    {exception::required_there, "dns.records.edit", "/type", whole_record},
    {exception::required_there, "dns.records.batch", "/patches/*/name", whole_record},
    {exception::required_there, "dns.records.batch", "/patches/*/ttl", whole_record},
    {exception::required_there, "dns.records.batch", "/patches/*/type", whole_record},
    {exception::undeclared, "dns.records.create", "/settings/flatten_cname", no_flattening},
    {exception::undeclared, "dns.records.update", "/settings/flatten_cname", no_flattening},
    {exception::undeclared, "dns.records.batch", "/patches/*/settings/flatten_cname", no_flattening},
    {exception::no_envelope, "dns.records.delete", "",
     "the description has the deletion of a record without the envelope that the service sends"},
    {exception::no_envelope, "dns.settings.account.views.delete", "",
     "the description has the deletion of a view without the envelope that the service sends"},
    {exception::undeclared, "dns.settings.zone.edit", "/nameservers/nameserver_set_id",
     "newer than the description; the official SDK sends it"},
    {exception::required_here, "dns.settings.account.views.create", "/name", "the official SDK requires it"},
    {exception::required_here, "dns.settings.account.views.create", "/zones",
     "the official SDK requires it"},
    {exception::no_such_result, "dns.usage.zone.get", "/result/internal_record_quota",
     "the description has the usage of a zone as that of an account"},
    {exception::no_such_result, "dns.usage.zone.get", "/result/internal_record_usage",
     "the description has the usage of a zone as that of an account"},
    {exception::unreadable, "dns.records.import", "",
     "Prism ends at a file without Content-Type, which RFC 7578 section 4.4 leaves optional; see run.sh"},
    {exception::no_failure, "dns.records.export", "",
     "Prism responds only with what Accept names, and failures are JSON"},
    {exception::failure_without_error, "zones.*", "", empty_example},
    {exception::failure_without_error, "dns.records.batch", "", empty_example},
    {exception::failure_without_error, "dns.records.scan_list", "", empty_example},
    {exception::failure_without_error, "dns.records.scan_review", "", empty_example},
};
std::set<exception_row const*> needed;

bool matches(std::string_view pattern, std::string_view text) {
    std::size_t const star = pattern.find('*');
    if (star == std::string_view::npos) return pattern == text;
    if (!text.starts_with(pattern.substr(0, star))) return false;
    for (std::size_t at = star;; ++at) {
        if (matches(pattern.substr(star + 1), text.substr(at))) return true;
        if (at == text.size() || text[at] == '/') return false;
    }
}

// Whether this is an exception. Asked where the exception is needed only: the last test fails for a row that
// no test has asked for.
bool is_excepted(exception kind, std::string_view operation, std::string_view at = {}) {
    bool found = false;
    for (exception_row const& row : exceptions)
        if (row.kind == kind && matches(row.operation, operation) && matches(row.at, at)) {
            needed.insert(&row);
            found = true;
        }
    return found;
}

// ---- operations as plain values, so that a test is no template over them ----

struct reading {
    std::optional<cfdns::error> failure{};
    std::vector<cfdns::mismatch> mismatches{};
    cfdns::http_response raw{};
};

// Parameters of an operation: the example, or those of a request that the official SDK was recorded to send.
struct sample {
    std::string name{};
    std::function<cfdns::result<cfdns::http_request>(cfdns::request_options const&)> make{};
};

struct operation_under_test {
    std::string name{};
    detail::operation_descriptor const* descriptor{};
    std::vector<std::string> required_results{};
    bool lists = false;
    bool responds_with_text = false;
    bool is_post_without_parameters = false;
    std::vector<sample> samples{};  // the first is the example
    // Reads a response to the example. Its envelope is completed if the description has none.
    std::function<reading(cfdns::http_response, second_reader&)> read{};
    std::function<std::optional<cfdns::error>(cfdns::response_view const&)> failure_of{};
};

template <class T>
std::vector<std::string> required_members() {
    std::vector<std::string> names;
    if constexpr (requires { typename T::value_type; } && !std::is_same_v<T, std::string>) {
        return required_members<typename T::value_type>();
    } else if constexpr (detail::has_fields<T>) {
        T value{};
        for_each_member(value, [&]<class M>(std::string_view name, M&) {
            if constexpr (std::is_same_v<M, std::string>) names.emplace_back(name);
        });
    }
    return names;
}

bool has_body_members(detail::operation_descriptor const& descriptor) {
    std::uint64_t const all = (std::uint64_t{1} << descriptor.params->field_count) - 1;
    return (all & ~descriptor.path_fields) != 0;
}

json::value whole_response(std::string const& name, std::string const& body) {
    json::value whole = json::parse(body);
    if (!whole.as_object().contains("success") && is_excepted(exception::no_envelope, name)) {
        json::object made{{"success", true}, {"errors", json::array{}}, {"messages", json::array{}}};
        made["result"] = whole.at("result");
        return made;
    }
    return whole;
}

template <class Op>
operation_under_test erase(std::string const& name, Op const& example) {
    using result_type = typename Op::response_type;
    operation_under_test made;
    made.name = name;
    made.descriptor = &detail::descriptor_of<Op>;
    made.is_post_without_parameters =
        Op::route.method == cfdns::http_method::post && !has_body_members(detail::descriptor_of<Op>);
    made.required_results = required_members<result_type>();
    made.lists = detail::is_vector<result_type>;
    made.responds_with_text = responds_with_text<Op>;
    auto const add = [&](std::string sample_name, Op const& params) {
        made.samples.push_back({std::move(sample_name), [params](cfdns::request_options const& options) {
                                    return cfdns::make_request(params, options);
                                }});
    };
    add("example", example);
    for (auto const& each : recorded_requests(*made.descriptor, name)) {
        std::string const& recorded = each.first;
        auto const params = cfdns::testing::read_request<Op>(each.second);
        CAPTURE(name);
        CAPTURE(recorded);
        REQUIRE(params.has_value());
        REQUIRE(params->has_value());
        add("recorded: " + recorded, **params);
    }
    made.read = [name](cfdns::http_response response, second_reader& second) {
        if (response.status == 200 && !responds_with_text<Op>)
            response.body = json::serialize(whole_response(name, response.body));
        reading out;
        auto const got = cfdns::parse_full_response<Op>(response);
        if (got.has_error())
            out.failure = got.error();
        else {
            if constexpr (responds_with_text<Op>)
                second.compare_text(*got, response);
            else
                second.compare(*got, json::parse(response.body));
            out.mismatches = got->info.mismatches;
        }
        out.raw = std::move(response);
        return out;
    };
    made.failure_of = [](cfdns::response_view const& response) -> std::optional<cfdns::error> {
        auto const got = cfdns::parse_response<Op>(response);
        if (got.has_value()) return std::nullopt;
        return got.error();
    };
    return made;
}

std::vector<operation_under_test> const& operations() {
    static auto const all = [] {
        std::vector<operation_under_test> made;
        for_each_operation([&]<class Op>(char const* name, Op const& params) {
            if (is_described(name)) made.push_back(erase(name, params));
        });
        return made;
    }();
    return all;
}

cfdns::http_request authorized(cfdns::http_request request) {
    REQUIRE(cfdns::authorize(request, kinds_of_credentials().front()).has_value());
    return request;
}

// Also for requests that the library would not make.
cfdns::http_response send(cfdns::curl_transport& transport, cfdns::http_request const& request) {
    auto response = transport(request);
    if (!response.has_value()) FAIL(response.error().message());
    return std::move(*response);
}

// ---- members of bodies ----

struct body_member {
    std::string pointer{};
    bool required = false;  // by the library
};

void find_members(detail::schema const& type, json::value const& value, std::string const& at,
                  std::vector<body_member>& found);

void find_members(detail::schema const& type, std::uint64_t skip, json::object const& object,
                  std::string const& at, std::vector<body_member>& found) {
    for (auto const& member : object) {
        std::string const pointer = at + '/' + std::string{member.key()};
        int const index = detail::find_field(type, member.key());
        if (index >= 0 && (skip >> index & 1) == 0) {
            found.push_back({pointer, type.fields[index].required});
            find_members(*type.fields[index].type, member.value(), pointer, found);
        }
    }
    for (std::size_t i = 0; i != type.field_count; ++i) {
        if (!type.fields[i].is_union) continue;
        bool const optional = type.fields[i].type->what == detail::kind::optional;
        auto const& choices = *(optional ? type.fields[i].type->element : type.fields[i].type)->choices;
        auto const* const tag = object.if_contains(choices.tag);
        detail::alternative_type const* held = choices.open;
        for (std::size_t k = 0; tag && k != choices.count; ++k)
            if (choices.alternatives[k].tag.value == std::string_view{tag->as_string()})
                held = &choices.alternatives[k];
        REQUIRE(held);
        if (tag && held != choices.open) found.push_back({at + '/' + std::string{choices.tag}, !optional});
        find_members(*held->type, held->enclosed, object, at, found);
        auto const* const inner = object.if_contains(held->tag.object);
        if (held->tag.object.empty() || !inner) continue;
        std::string const pointer = at + '/' + std::string{held->tag.object};
        bool required = false;
        for (std::size_t k = 0; k != held->type->field_count; ++k)
            required = required || ((held->enclosed >> k & 1) != 0 && held->type->fields[k].required);
        found.push_back({pointer, required});
        find_members(*held->type, ~held->enclosed, inner->as_object(), pointer, found);
    }
}

void find_members(detail::schema const& type, json::value const& value, std::string const& at,
                  std::vector<body_member>& found) {
    if (type.what == detail::kind::optional || type.what == detail::kind::nullable) {
        find_members(*type.element, value, at, found);
    } else if (auto const* object = value.if_object(); object && type.what == detail::kind::object) {
        find_members(type, 0, *object, at, found);
    } else if (auto const* array = value.if_array()) {
        for (std::size_t i = 0; i != array->size(); ++i)
            find_members(*type.element, (*array)[i], at + '/' + std::to_string(i), found);
    }
}

// Calls change(object, name) with the object that has the member at the pointer.
template <class Change>
void change_member(json::value& root, std::string const& pointer, Change change) {
    std::size_t const slash = pointer.rfind('/');
    change(root.at_pointer(pointer.substr(0, slash)).as_object(), pointer.substr(slash + 1));
}

// Adds the members that the description alone requires.
void complete(std::string_view operation, json::value& value, std::string const& at) {
    if (auto* object = value.if_object()) {
        for (exception_row const& row : exceptions) {
            std::size_t const slash = row.at.rfind('/');
            if (row.kind != exception::required_there || row.operation != operation ||
                !matches(row.at.substr(0, slash), at))
                continue;
            auto const name = row.at.substr(slash + 1);
            if (object->contains(name)) continue;
            (*object)[name] =
                name == "ttl" ? json::value(1) : json::value(name == "type" ? "A" : "a.example");
        }
        for (auto& member : *object)
            complete(operation, member.value(), at + '/' + std::string{member.key()});
    } else if (auto* array = value.if_array()) {
        for (std::size_t i = 0; i != array->size(); ++i)
            complete(operation, (*array)[i], at + '/' + std::to_string(i));
    }
}

cfdns::http_request completed(operation_under_test const& op, cfdns::http_request request) {
    if (op.descriptor->route->body == cfdns::body_kind::form || request.body.empty()) return request;
    json::value body = json::parse(request.body);
    complete(op.name, body, "");
    request.body = json::serialize(body);
    return request;
}

// The request of the example, as the description requires it.
cfdns::http_request example_request(operation_under_test const& op,
                                    std::vector<cfdns::http_header> headers = {}) {
    return completed(op, authorized(op.samples.front().make(options_with(std::move(headers))).value()));
}

// Calls visit(request, body) for every request with a JSON object that has members.
template <class Visit>
void for_each_body(Visit visit) {
    for (auto const& op : operations()) {
        if (op.descriptor->route->body == cfdns::body_kind::form) continue;
        for (auto const& one : op.samples) {
            auto const request = completed(op, authorized(one.make(options_with()).value()));
            if (request.body.empty() || request.body == "{}") continue;
            CAPTURE(op.name);
            CAPTURE(one.name);
            visit(op, request, json::parse(request.body));
        }
    }
}

std::vector<body_member> members_of(operation_under_test const& op, json::value const& body) {
    std::vector<body_member> found;
    find_members(*op.descriptor->params, op.descriptor->path_fields | op.descriptor->query_fields,
                 body.as_object(), "", found);
    return found;
}

}  // namespace

TEST_CASE(
    "every operation is what the description asks for, and its example is read whole and without a "
    "mismatch") {
    for (cfdns::credentials const& who : kinds_of_credentials()) {
        auto transport = connect();
        second_reader second;
        for (auto const& op : operations()) {
            CAPTURE(op.name);
            auto request = completed(op, op.samples.front().make(options_with()).value());
            REQUIRE(cfdns::authorize(request, who).has_value());
            reading const got = op.read(send(transport, request), second);
            if (got.failure) FAIL(got.failure->message());
            CHECK(second.difference == "");
            CHECK(got.mismatches.empty());
            for (std::string const& at : second.take_unknown())
                CHECK_MESSAGE(is_excepted(exception::no_such_result, op.name, at), at);
        }
        CHECK(second.members_compared > 100);
    }
}

TEST_CASE("the examples have the values that the reference prints") {
    using namespace std::chrono_literals;
    auto transport = connect();
    auto const who = kinds_of_credentials().front();
    auto const get = [&](auto const& op) {
        auto got = cfdns::call(transport, who, op, options_with());
        if (!got.has_value()) FAIL(got.error().message());
        return std::move(*got);
    };
    auto const incoming = get(zt::incoming::get{.zone_id = "zone"});
    CHECK(incoming.auto_refresh_seconds == 24h);
    CHECK(incoming.soa_serial == 2019102400);
    REQUIRE(incoming.created_time.has_value());
    CHECK(incoming.created_time->time().has_value());
    CHECK(get(zt::outgoing::get{.zone_id = "zone"}).name == "www.example.com.");
    CHECK(get(zt::outgoing::disable{.zone_id = "zone"}) == "Disabled");
    CHECK(zt::outgoing::status::is_enabled(get(zt::outgoing::status::get{.zone_id = "zone"})));
    CHECK(get(zt::acls::get{.account_id = "account", .acl_id = "acl"}).ip_range == "192.0.2.53/28");
    CHECK(get(zt::peers::get{.account_id = "account", .peer_id = "peer"}).port == 53);
    auto const keys = get(zt::tsigs::list{.account_id = "account"});
    REQUIRE(keys.size() == 1);
    CHECK(keys.front().algo == zt::tsigs::algorithms::hmac_sha512);
    CHECK(keys.front().secret.has_value());
    CHECK(get(zt::tsigs::delete_{.account_id = "account", .tsig_id = "tsig"}).id ==
          "69cd1e104af3e6ed3cb344f263fd0d5a");
}

TEST_CASE("ids that need percent-encoding stay in their segment") {
    auto transport = connect();
    auto const who = kinds_of_credentials().front();
    std::string const id = "a/b?c#d%2F e\xc3\xa9;=:@";
    auto const status =
        cfdns::call(transport, who, zt::outgoing::status::get{.zone_id = id}, options_with());
    if (!status.has_value()) FAIL(status.error().message());
    auto const acl =
        cfdns::call(transport, who, zt::acls::get{.account_id = id, .acl_id = id}, options_with());
    if (!acl.has_value()) FAIL(acl.error().message());
}

TEST_CASE("every request that the official SDK was recorded to send is accepted as the library writes it") {
    auto transport = connect();
    std::set<std::string> types;
    int accepted = 0;
    for (auto const& op : operations()) {
        CAPTURE(op.name);
        CHECK(op.samples.size() > 1);
        for (auto const& one : op.samples) {
            CAPTURE(one.name);
            auto const request = completed(op, authorized(one.make(options_with()).value()));
            std::size_t const file = request.body.find("; filename=");
            if (file != std::string::npos && request.body.find("Content-Type:", file) == std::string::npos) {
                CHECK(is_excepted(exception::unreadable, op.name));
                continue;
            }
            auto const response = send(transport, request);
            CHECK(response.status == 200);
            second_reader second;
            reading const got = op.read(response, second);
            if (got.failure) FAIL_CHECK(got.failure->message());
            CHECK(second.difference == "");
            ++accepted;
            if (op.name == "dns.records.create")
                types.emplace(json::parse(request.body).at("type").as_string());
        }
    }
    // All types of records but the open one.
    CHECK(types.size() + 1 == std::variant_size_v<cfdns::records::record_data>);
    std::cout << accepted << " requests of " << operations().size()
              << " operations accepted, with records of " << types.size() << " types\n";
}

TEST_CASE("without credentials, every operation is answered with an authentication error") {
    auto transport = connect();
    for (auto const& op : operations()) {
        CAPTURE(op.name);
        auto const failure = op.failure_of(send(transport, op.samples.front().make(options_with()).value()));
        REQUIRE(failure.has_value());
        CHECK(failure->http_status() == 401);
        CHECK(failure->is_authentication());
        CHECK(failure->delivery() == cfdns::delivery::answered);
    }
}

TEST_CASE("the members that the library requires are those whose lack is answered with 422") {
    auto transport = connect();
    int without = 0;
    for_each_body(
        [&](operation_under_test const& op, cfdns::http_request const& whole, json::value const& body) {
            CHECK(send(transport, whole).status == 200);
            for (body_member const& member : members_of(op, body)) {
                CAPTURE(member.pointer);
                json::value less = body;
                change_member(less, member.pointer,
                              [](json::object& object, std::string const& name) { object.erase(name); });
                auto changed = whole;
                changed.body = json::serialize(less);
                int const status = send(transport, changed).status;
                ++without;
                if (status == (member.required ? 422 : 200)) continue;
                CHECK(is_excepted(member.required ? exception::required_here : exception::required_there,
                                  op.name, member.pointer));
                CHECK(status == (member.required ? 200 : 422));
            }
        });
    CHECK(without > 0);
}

TEST_CASE("body members of another type are answered with 422 where the description declares them") {
    auto transport = connect();
    int changed_members = 0;
    for_each_body([&](operation_under_test const& op, cfdns::http_request const& whole,
                      json::value const& body) {
        for (body_member const& member : members_of(op, body)) {
            CAPTURE(member.pointer);
            json::value ill = body;
            change_member(ill, member.pointer, [](json::object& object, std::string const& name) {
                object[name] = object[name].is_object() ? json::value("text") : json::value(json::object{});
            });
            auto changed = whole;
            changed.body = json::serialize(ill);
            int const status = send(transport, changed).status;
            ++changed_members;
            if (status != 422) CHECK(is_excepted(exception::undeclared, op.name, member.pointer));
        }
    });
    CHECK(changed_members > 0);
}

TEST_CASE("a form lacks a required part if it is answered with 422, and is accepted without the others") {
    auto transport = connect();
    int without = 0;
    for (auto const& op : operations()) {
        if (op.descriptor->route->body != cfdns::body_kind::form) continue;
        CAPTURE(op.name);
        auto const whole = authorized(op.samples.front().make(options_with()).value());
        std::string const boundary = whole.body.substr(0, whole.body.find("\r\n"));
        for (std::size_t i = 0; i != op.descriptor->params->field_count; ++i) {
            if ((op.descriptor->path_fields >> i & 1) != 0) continue;
            detail::field const& part = op.descriptor->params->fields[i];
            CAPTURE(std::string{part.name});
            std::size_t const named = whole.body.find("name=\"" + std::string{part.name} + '"');
            REQUIRE(named != std::string::npos);
            std::size_t const begin = whole.body.rfind(boundary, named);
            auto less = whole;
            less.body.erase(begin, whole.body.find(boundary, named) - begin);
            CHECK(send(transport, less).status == (part.required ? 422 : 200));
            ++without;
        }
    }
    CHECK(without > 0);
}

TEST_CASE("a refresh period below the documented minimum is refused here as there") {
    auto transport = connect();
    using namespace std::chrono_literals;
    zt::incoming::update op{
        .zone_id = "zone", .auto_refresh_seconds = 300s, .name = "a.", .peers = std::vector<std::string>{}};
    auto request = authorized(cfdns::make_request(op, options_with()).value());
    CHECK(send(transport, request).status == 200);
    request.body = R"({"auto_refresh_seconds":299,"name":"a.","peers":[]})";
    CHECK(send(transport, request).status == 422);
    op.auto_refresh_seconds = 299s;
    auto const refused = cfdns::make_request(op, options_with());
    REQUIRE(refused.has_error());
    CHECK(refused.error().parameter() == "auto_refresh_seconds");
}

TEST_CASE("POSTs without parameters are accepted with an empty object and without content") {
    auto transport = connect();
    auto without_content = options_with();
    without_content.empty_object = false;
    int found = 0;
    for (auto const& op : operations()) {
        if (!op.is_post_without_parameters) continue;
        ++found;
        CAPTURE(op.name);
        auto const object = authorized(op.samples.front().make(options_with()).value());
        CHECK(object.body == "{}");
        CHECK(cfdns::find_header(object.headers, "Content-Type") == "application/json");
        auto const nothing = authorized(op.samples.front().make(without_content).value());
        CHECK(nothing.body == "");
        CHECK_FALSE(cfdns::find_header(nothing.headers, "Content-Type").has_value());
        for (auto const& request : {object, nothing}) {
            auto const response = send(transport, request);
            CHECK(response.status == 200);
            auto const failure = op.failure_of(response);
            if (failure) FAIL_CHECK(failure->message());
        }
    }
    CHECK(found > 0);
}

TEST_CASE("every operation reads the description's failure as what it is: not found") {
    auto transport = connect();
    second_reader second;
    for (auto const& op : operations()) {
        CAPTURE(op.name);
        auto const request = example_request(op, {{"Prefer", "code=404"}});
        reading const got = op.read(send(transport, request), second);
        if (!got.failure) {
            CHECK(is_excepted(exception::no_failure, op.name));
            continue;
        }
        CHECK(got.failure->http_status() == 404);
        CHECK(got.failure->is_not_found());
        CHECK(got.failure->code() == cfdns::errc::api_failure);
        if (got.failure->api_errors().empty())
            CHECK(is_excepted(exception::failure_without_error, op.name));
        else
            CHECK(got.failure->api_errors().front().code == 7003);
    }
}

TEST_CASE(
    "a good response whose result lacks a required member, or has it of another type, is an error that "
    "points there") {
    auto transport = connect();
    second_reader second;
    int broken = 0;
    for (auto const& op : operations()) {
        CAPTURE(op.name);
        if (op.responds_with_text) continue;
        cfdns::http_response response = op.read(send(transport, example_request(op)), second).raw;
        json::value const whole = json::parse(response.body);
        for (std::string const& name : op.required_results) {
            std::string const pointer = (op.lists ? "/result/0/" : "/result/") + name;
            CAPTURE(pointer);
            for (bool const absent : {true, false}) {
                json::value changed = whole;
                json::value& result = changed.at("result");
                json::object& object = (op.lists ? result.at(0) : result).as_object();
                if (absent)
                    object.erase(name);
                else
                    object[name] = 7.5;
                response.body = json::serialize(changed);
                auto const failure = op.failure_of(response);
                REQUIRE(failure.has_value());
                CHECK(failure->code() == cfdns::errc::malformed_response);
                CHECK(failure->message().find(pointer + ": expected string") != std::string::npos);
                ++broken;
            }
        }
    }
    CHECK(broken > 0);
}

TEST_CASE(
    "random responses that fit the description give values, and each member that does not fit is reported, "
    "none else") {
    auto transport = connect();
    second_reader second;
    int responses = 0, values = 0;
    for (auto const& op : operations()) {
        CAPTURE(op.name);
        auto const request = example_request(op, {{"Prefer", "dynamic=true"}});
        for (int i = 0; i != dynamic_responses; ++i) {
            reading const got = op.read(send(transport, request), second);
            ++responses;
            if (got.failure) {
                if (got.failure->http_status() == 0) FAIL(got.failure->message());
                // Some descriptions of good responses allow any value of `success`, and no result.
                json::object const envelope = json::parse(got.raw.body).as_object();
                auto const* success = envelope.if_contains("success");
                if (success && *success == false && got.failure->code() == cfdns::errc::api_failure)
                    continue;
                if (!envelope.contains("result") && got.failure->code() == cfdns::errc::no_result) continue;
                FAIL_CHECK(got.failure->message() << " in " << got.raw.body);
                continue;
            }
            ++values;
            CAPTURE(got.raw.body);
            REQUIRE(second.difference == "");
        }
    }
    CHECK(values > 0);
    CHECK(second.mismatches > 0);
    CHECK(second.members_unknown > 0);
    std::cout << responses << " random responses: " << values << " values, " << responses - values
              << " errors; " << second.members_compared << " members equal, " << second.members_unknown
              << " unknown ones kept, " << second.mismatches << " mismatches\n";
}

TEST_CASE("each exception is needed") {
    std::map<std::string_view, int> reasons;
    for (exception_row const& row : exceptions) {
        ++reasons[row.reason];
        CHECK_MESSAGE(needed.contains(&row),
                      "no test needs the exception of " << row.operation << ' ' << row.at);
    }
    std::cout << std::size(exceptions) << " exceptions:\n";
    for (auto const& [reason, rows] : reasons) std::cout << "  " << rows << ' ' << reason << '\n';
}

int main(int argc, char** argv) {
    char const* const from = std::getenv("CFDNS_PRISM_ORIGIN");
    if (from == nullptr || std::getenv("CFDNS_SPEC_DIR") == nullptr) {
        std::cerr << "CFDNS_PRISM_ORIGIN or CFDNS_SPEC_DIR is not set: run tests/contract/run.sh\n";
        return 2;
    }
    origin = from;
    if (char const* const responses = std::getenv("CFDNS_CONTRACT_DYNAMIC"))
        dynamic_responses = std::atoi(responses);
    doctest::Context context{argc, argv};
    context.setOption("order-by", "file");  // the last test looks at what the others needed
    context.setOption("abort-after", 20);
    return context.run();
}
