// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_SAVED_STATE_IPP
#define CFDNS_IMPL_FLOWS_SAVED_STATE_IPP

#include <cfdns/core/fields.hpp>
#include <cfdns/core/response.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/schema.hpp>
#include <cfdns/flows/saved_state.hpp>
#include <cfdns/impl/flows/json.ipp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

inline constexpr std::string_view saved_state_version = "1";

struct saved_object {
    std::string kind{};
    std::string name{};
    std::optional<std::string> id{};
    CFDNS_FIELDS(kind, name, id)
};

struct saved_document {
    std::int64_t cfdns_flows{};
    std::string account_id{};
    std::vector<saved_object> known{};
    std::vector<saved_object> open{};
    CFDNS_FIELDS(cfdns_flows, account_id, known, open)
};

CFDNS_DECL void write_saved_objects(json_writer& json, std::string_view name,
                                    std::vector<flows::object_ref> const& objects) {
    std::vector<flows::object_ref const*> sorted;
    sorted.reserve(objects.size());
    for (flows::object_ref const& one : objects) sorted.push_back(std::addressof(one));
    std::sort(sorted.begin(), sorted.end(), [](auto const* a, auto const* b) {
        return std::tie(a->kind, a->name.get(), a->id) < std::tie(b->kind, b->name.get(), b->id);
    });
    json.name(name);
    json.open('[');
    for (flows::object_ref const* one : sorted) {
        json.open('{');
        json.member("kind", flows::to_string(one->kind));
        json.member("name", one->name.get());
        if (!one->id.empty()) json.member("id", one->id);
        json.close('}');
    }
    json.close(']');
}

CFDNS_DECL bool read_saved_objects(std::vector<saved_object>& from, std::vector<flows::object_ref>& to) {
    using flows::object_kind;
    for (saved_object& one : from) {
        std::optional<object_kind> kind;
        for (auto const each : {object_kind::tsig, object_kind::peer, object_kind::acl,
                                object_kind::incoming, object_kind::outgoing})
            if (one.kind == flows::to_string(each)) kind = each;
        if (!kind) return false;
        to.push_back({.kind = *kind, .name = std::move(one.name), .id = std::move(one.id).value_or("")});
    }
    return true;
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL std::string to_json(saved_state const& state) {
    std::string out;
    detail::json_writer json{out};
    json.open('{');
    json.name("cfdns_flows");
    json.literal(detail::saved_state_version);
    json.member("account_id", state.account_id);
    detail::write_saved_objects(json, "known", state.known);
    detail::write_saved_objects(json, "open", state.open);
    json.close('}');
    return out;
}

CFDNS_DECL result<saved_state> parse_saved_state(std::string_view json) {
    saved_state out;
    if (json.empty()) return out;
    auto const refuse = [](std::string_view reason) {
        return detail::invalid_parameter("saved_state", reason);
    };
    detail::saved_document read;
    std::vector<mismatch> mismatches;
    auto const summary =
        detail::read_json(detail::schema_of<detail::saved_document>, &read, json, mismatches);
    if (summary.code.failed() || !summary.object || !mismatches.empty())
        return refuse("is not a saved state");
    if (std::to_string(read.cfdns_flows) != detail::saved_state_version)
        return refuse("has a different version");
    out.account_id = std::move(read.account_id);
    if (!detail::read_saved_objects(read.known, out.known) ||
        !detail::read_saved_objects(read.open, out.open))
        return refuse("names an unknown kind of object");
    return out;
}

}  // namespace cfdns::inline v0_2::flows

#endif
