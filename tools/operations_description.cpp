// SPDX-License-Identifier: BSL-1.0
// Describes all operations as JSON: what they, their types and their examples say of themselves. From it,
// tools/operation_pages.py writes docs/operations.md and docs/operations.
//
//   operations_description              prints it
//   operations_description --examples   runs the examples that the pages show, and compares them with it
//
// The latter needs CFDNS_PRINTED_EXAMPLES: a header that tests/readme/operation_examples.py makes of the
// pages.
#include "../tests/contract/operations.hpp"

#include <cfdns/core/client.hpp>
#include <cfdns/core/pages.hpp>

#include <boost/core/type_name.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iostream>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace {

namespace json = boost::json;
namespace detail = cfdns::detail;

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

// All structs that were named, in the order of their first use.
struct type_collection {
    json::array structs{};
    std::set<std::string> seen{};
};

// Without the namespace of the library and that of its version.
template <class T>
std::string name_of_type() {
    std::string name = boost::core::type_name<T>();
    name.erase(0, name.find("::") + 2);
    return name.erase(0, name.find("::") + 2);
}

template <class T>
std::string add_type(type_collection& types);

template <class T>
struct type_writer {
    static std::string name(type_collection& types) {
        if constexpr (detail::has_fields<T>) add_type<T>(types);
        return name_of_type<T>();
    }
};
#define CFDNS_TYPE_NAME(type, text)                                \
    template <>                                                    \
    struct type_writer<type> {                                     \
        static std::string name(type_collection&) { return text; } \
    }
CFDNS_TYPE_NAME(bool, "bool");
CFDNS_TYPE_NAME(double, "double");
CFDNS_TYPE_NAME(std::int32_t, "std::int32_t");
CFDNS_TYPE_NAME(std::uint8_t, "std::uint8_t");
CFDNS_TYPE_NAME(std::uint16_t, "std::uint16_t");
CFDNS_TYPE_NAME(std::uint32_t, "std::uint32_t");
CFDNS_TYPE_NAME(std::uint64_t, "std::uint64_t");
CFDNS_TYPE_NAME(std::string, "std::string");
CFDNS_TYPE_NAME(std::chrono::seconds, "std::chrono::seconds");
#undef CFDNS_TYPE_NAME

template <class T>
struct type_writer<cfdns::required<T>> {
    static std::string name(type_collection& types) {
        return "required<" + type_writer<T>::name(types) + ">";
    }
};
template <class T>
struct type_writer<cfdns::nullable<T>> {
    static std::string name(type_collection& types) {
        return "nullable<" + type_writer<T>::name(types) + ">";
    }
};
template <class T>
struct type_writer<std::optional<T>> {
    static std::string name(type_collection& types) {
        return "std::optional<" + type_writer<T>::name(types) + ">";
    }
};
template <class T>
struct type_writer<std::vector<T>> {
    static std::string name(type_collection& types) {
        return "std::vector<" + type_writer<T>::name(types) + ">";
    }
};
template <class T>
struct type_writer<std::map<std::string, T>> {
    static std::string name(type_collection& types) {
        return "std::map<std::string, " + type_writer<T>::name(types) + ">";
    }
};
template <class... Ts>
struct type_writer<std::variant<Ts...>> {
    static std::string name(type_collection& types) {
        std::string out;
        ((out += (out.empty() ? "" : ", ") + type_writer<Ts>::name(types)), ...);
        return "std::variant<" + out + ">";
    }
};

struct member {
    std::string name{}, type{};
    bool required = false, extra = false;
};

struct member_collection {
    type_collection& types;
    std::vector<member> members{};

    template <auto Member>
    void field(std::string_view name) {
        add(Member, name);
    }
    template <class T, class M>
    void add(M T::*, std::string_view name) {
        members.push_back({std::string{name}, type_writer<M>::name(types), detail::is_required<M>,
                           std::is_same_v<M, cfdns::extra_members>});
    }
};

json::array bounds_of(detail::schema const& type, std::string_view member) {
    json::array out;
    for (std::size_t i = 0; i != type.bound_count; ++i) {
        cfdns::bound const& each = type.bounds[i];
        if (each.member != member) continue;
        bool const open = each.maximum == (std::numeric_limits<std::int64_t>::max)();
        out.push_back({{"minimum", each.minimum},
                       {"maximum", open ? json::value() : json::value(each.maximum)},
                       {"also", each.also ? json::value(*each.also) : json::value()}});
    }
    return out;
}

// `where` says of a member's index where it is sent; null for structs in the parameters or the result.
using place_of_member = std::string_view (*)(detail::operation_descriptor const& info, std::size_t index);

json::array describe_members(std::vector<member> const& members, detail::schema const& type,
                             detail::operation_descriptor const* info = nullptr,
                             place_of_member where = nullptr) {
    json::array out;
    std::size_t index = 0;
    for (member const& each : members) {
        json::object made{{"name", each.name}, {"type", each.type}, {"required", each.required}};
        std::size_t const at = each.extra ? type.field_count : index++;
        made["in"] = where ? json::value(view(where(*info, at))) : json::value();
        if (!each.extra) {
            detail::field const& field = type.fields[at];
            made["json"] = view(field.name);
            made["is_struct"] = field.is_struct;
            made["is_union"] = field.is_union;
            if (json::array const bounds = bounds_of(type, field.name); !bounds.empty())
                made["bounds"] = bounds;
        }
        out.push_back(std::move(made));
    }
    return out;
}

json::object describe_struct(std::string const& name, std::vector<member> const& members,
                             detail::schema const& type, cfdns::alternative_tag const* tag,
                             std::vector<std::string_view> const& outside) {
    json::object made{{"name", name}, {"members", describe_members(members, type)}};
    if (!tag) return made;
    json::array names;
    for (std::string_view const each : outside) names.push_back(view(each));
    made["alternative"] = {{"name", view(tag->name)},
                           {"value", view(tag->value)},
                           {"object", view(tag->object)},
                           {"outside", names}};
    return made;
}

template <class T>
std::vector<member> members_of(type_collection& types) {
    member_collection found{types};
    T::template cfdns_visit_fields<T>(found);
    return std::move(found.members);
}

template <class T>
std::string add_type(type_collection& types) {
    std::string name = name_of_type<T>();
    if (!types.seen.insert(name).second) return name;
    // Before the structs in it.
    std::size_t const at = types.structs.size();
    types.structs.emplace_back(nullptr);
    cfdns::alternative_tag const* tag = nullptr;
    std::vector<std::string_view> outside;
    if constexpr (requires { T::alternative; }) tag = &T::alternative;
    if constexpr (requires { T::outside; }) outside.assign(std::begin(T::outside), std::end(T::outside));
    types.structs[at] = describe_struct(name, members_of<T>(types), detail::schema_of<T>, tag, outside);
    return name;
}

std::string_view meaning_of(cfdns::idempotency idempotency) {
    switch (idempotency) {
        case cfdns::idempotency::safe: return "safe";
        case cfdns::idempotency::idempotent: return "idempotent";
        case cfdns::idempotency::repeatable: return "repeatable";
        case cfdns::idempotency::none: return "none";
    }
    return "";
}

json::array plans_of(cfdns::plan_set const& plans) {
    json::array out;
    for (auto const& [has, name] : {std::pair{plans.free, "Free"},
                                    {plans.pro, "Pro"},
                                    {plans.business, "Business"},
                                    {plans.enterprise, "Enterprise"}})
        if (has) out.emplace_back(name);
    return out;
}

std::string_view place_of(detail::operation_descriptor const& info, std::size_t index) {
    bool const declared = index != info.params->field_count;
    if (declared && (info.path_fields >> index & 1) != 0) return "path";
    if (!detail::has_body(info.route->method) || (declared && (info.query_fields >> index & 1) != 0))
        return "query";
    return info.route->body == cfdns::body_kind::form ? "form" : "body";
}

json::object describe_example(cfdns::http_request const& request, bool text, std::string const& result) {
    auto const type = cfdns::find_header(request.headers, "Content-Type");
    return {{"method", view(to_string(request.method))},
            {"target", request.target},
            {"content_type", type ? json::value(view(*type)) : json::value()},
            {"body", request.body},
            {"response_type", text ? "text/plain" : "application/json"},
            {"response", text ? result : success(result)}};
}

template <class Op>
json::object example_of() {
    return describe_example(cfdns::make_request(example<Op>::params()).value(), responds_with_text<Op>,
                            example<Op>::result);
}

json::object describe(std::string const& type_name, cfdns::operation_metadata const& row,
                      detail::operation_descriptor const& info, std::vector<member> const& params) {
    json::array permissions;
    for (std::string_view const group : row.reference.permissions) permissions.push_back(view(group));
    json::array exactly_one;
    for (std::size_t i = 0; i != info.alternative_count; ++i)
        exactly_one.push_back(view(info.alternatives[i]));
    json::value limit;
    if (info.limited_count != 0) {
        json::array lists;
        for (std::size_t i = 0; i != info.limited_count; ++i) lists.push_back(view(info.limited[i]));
        limit = {{"maximum", info.max_elements}, {"members", lists}};
    }
    return {{"name", type_name},
            {"sdk_name", view(row.name.view())},
            {"title", view(row.reference.title)},
            {"link", view(row.reference.link)},
            {"method", view(to_string(row.route.method))},
            {"path", view(row.route.path)},
            {"idempotency", view(meaning_of(row.route.idempotency))},
            {"permissions", permissions},
            {"plans", plans_of(row.reference.plans)},
            {"exactly_one", exactly_one},
            {"limit", limit},
            {"params", describe_members(params, *info.params, &info, &place_of)},
            {"result_may_be_absent", info.result_may_be_absent},
            // What tests of all operations leave out, as they say it.
            {"secret", info.carries_secret()},
            {"described", is_described(row.name.view())}};
}

template <class Op>
json::object describe() {
    type_collection types;
    json::object out = describe(name_of_type<Op>(), cfdns::metadata_of<Op>(), detail::descriptor_of<Op>,
                                members_of<Op>(types));
    out["returns"] = type_writer<typename Op::response_type>::name(types);
    out["structs"] = std::move(types.structs);
    out["example"] = example_of<Op>();
    out["paged"] = cfdns::paged_operation<Op>;
    out["generated"] = is_generated<Op>();
    return out;
}

json::array describe_all() {
    json::array out;
    cfdns::for_each_type(cfdns::operation_list{}, [&]<class Op>() { out.push_back(describe<Op>()); });
    return out;
}

#ifdef CFDNS_PRINTED_EXAMPLES

// An example as a page shows it.
struct printed_example {
    std::string_view operation{};
    // Runs the code. Returns whether it had a result.
    bool (*run)(cfdns::client<std::reference_wrapper<canned>>& cloudflare){};
    std::string_view method{}, target{}, content_type{}, body{};
    std::string_view response_type{}, response{};
};

#include CFDNS_PRINTED_EXAMPLES

// Without the white space and the ends of lines that a page has for its readers.
std::string comparable(std::string_view type, std::string_view text) {
    if (type == "application/json") return json::serialize(json::parse(view(text)));
    std::string out{text};
    std::erase(out, '\r');
    while (out.ends_with('\n')) out.pop_back();
    return out;
}

// Returns how much of it is not so.
int check_printed(std::string const& name, printed_example const* shown, json::object const& example) {
    int failed = 0;
    auto const check = [&](bool good, char const* what) {
        if (!good) std::cerr << name << ": " << what << '\n';
        failed += good ? 0 : 1;
    };
    check(shown != nullptr, "no page shows its example");
    if (!shown) return failed;
    std::string const response{shown->response};
    canned transport{{200, {{"Content-Type", std::string{shown->response_type}}}, response}};
    cfdns::client cloudflare{std::ref(transport), cfdns::api_token{cfdns::secret_string{"token"}}};
    check(shown->run(cloudflare), "the response is not read as a result");
    check(transport.seen.size() == 1, "the code does not send one request");
    if (transport.seen.size() != 1) return failed;
    cfdns::http_request const& sent = transport.seen.front();
    check(to_string(sent.method) == shown->method, "the code sends another method");
    check(sent.target == shown->target, "the code sends another target");
    std::string_view const type = cfdns::find_header(sent.headers, "Content-Type").value_or("");
    check(type == shown->content_type, "the code sends another content type");
    check(comparable(type, sent.body) == comparable(type, shown->body), "the code sends another body");
    check(sent.target == example.at("target").as_string() && sent.body == example.at("body").as_string(),
          "the code does not send the request of the example");
    check(comparable(shown->response_type, example.at("response").as_string()) ==
              comparable(shown->response_type, response),
          "the response is not that of the example");
    return failed;
}

int run_printed() {
    int failed = 0;
    std::map<std::string_view, printed_example const*> by_name;
    for (printed_example const& each : printed_examples) by_name.emplace(each.operation, &each);
    cfdns::for_each_type(cfdns::operation_list{}, [&]<class Op>() {
        std::string const name = name_of_type<Op>();
        auto const found = by_name.find(name);
        failed += check_printed(name, found == by_name.end() ? nullptr : found->second, example_of<Op>());
        if (found != by_name.end()) by_name.erase(found);
    });
    for (auto const& [name, shown] : by_name) {
        std::cerr << name << ": not an operation\n";
        ++failed;
    }
    return failed;
}

#else

int run_printed() {
    std::cerr << "made without CFDNS_PRINTED_EXAMPLES\n";
    return 1;
}

#endif

}  // namespace

int main(int argc, char** argv) {
    if (argc == 2 && std::string_view{argv[1]} == "--examples") return run_printed() == 0 ? 0 : 1;
    if (argc != 1) {
        std::cerr << "usage: operations_description [--examples]\n";
        return 2;
    }
    std::cout << json::serialize(describe_all()) << '\n';
    return 0;
}
