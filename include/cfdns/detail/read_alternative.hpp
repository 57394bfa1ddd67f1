// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_READ_ALTERNATIVE_HPP
#define CFDNS_DETAIL_READ_ALTERNATIVE_HPP

#include <cfdns/core/extra.hpp>
#include <cfdns/core/response.hpp>
#include <cfdns/detail/alternatives.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/reader.hpp>
#include <cfdns/detail/schema.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// Reads an alternative of a union from the members of the object into which it is flattened.
namespace cfdns::inline v0_2::detail {

// Reads the members of an object that are in `members`, except those in `skip`, each by itself. A required
// member that is absent is a mismatch. Returns whether all required members have a value.
template <class Handler = reader>
bool read_members(schema const& type, void* object, std::uint64_t skip, extra_members const& members,
                  std::string_view prefix, std::vector<mismatch>& mismatches) {
    bool complete = true;
    for (std::size_t i = 0; i != type.field_count; ++i) {
        field const& f = type.fields[i];
        if ((skip >> i & 1) != 0 || f.is_union) continue;
        auto const json = members.find(f.name);
        std::vector<mismatch> found;  // the reader does not extend a list that is full
        if (json)
            static_cast<void>(read_json<Handler>(*f.type, f.locate(object), *json, found));
        else if (f.required)
            found.push_back({{}, std::string{expected_name(*f.type)}, "nothing"});
        if (f.required && !found.empty()) complete = false;
        for (mismatch& one : found) {
            one.pointer.insert(0, std::string{prefix} + "/" + std::string{f.name});
            mismatches.push_back(std::move(one));
        }
    }
    return complete;
}

// The members of an object, each as its text. Of members with the same name, `find` returns the last one.
template <class Handler = reader>
bool split_object(std::string_view json, extra_members& members) {
    schema root;
    root.what = kind::object;
    root.extra = [](void* to) { return static_cast<extra_members*>(to); };
    std::vector<mismatch> none;
    read_summary const summary = read_json<Handler>(root, &members, json, none, max_parser_depth);
    return !summary.code.failed() && summary.object;
}

// Reads an alternative from the members of the object into which it is flattened. Members that the
// alternative does not have are ignored, except those in its nested object if it has `extra_members`.
template <class Handler = reader>
bool read_alternative(alternative_type const& a, void* value, extra_members const& members,
                      std::vector<mismatch>& mismatches) {
    bool complete = read_members<Handler>(*a.type, value, a.enclosed, members, {}, mismatches);
    if (a.tag.object.empty()) return complete;
    extra_members inner;
    auto const json = members.find(a.tag.object);
    if (json && !split_object<Handler>(*json, inner)) {
        mismatches.push_back({"/" + std::string{a.tag.object}, "object", "another type"});
        return false;
    }
    std::string const prefix = "/" + std::string{a.tag.object};
    if (!read_members<Handler>(*a.type, value, ~a.enclosed, inner, prefix, mismatches)) complete = false;
    if (a.type->extra)
        for (extra_member const member : inner) {
            int const declared = find_field(*a.type, member.name);
            if (declared < 0 || (a.enclosed >> declared & 1) == 0)
                extra_recorder::append(*a.type->extra(value), member.name, member.json);
        }
    return complete;
}

// An alternative of type A, or nothing if one of its required members is missing or has another type. The
// tag in `members` is not looked at.
template <class A>
[[nodiscard]] std::optional<A> read_alternative(extra_members const& members,
                                                std::vector<mismatch>& mismatches) {
    static constexpr alternative_type type = make_alternative<std::variant<A>, 0>();
    std::optional<A> out{make_blank<A>()};
    if (!detail::read_alternative<reader>(type, std::addressof(*out), members, mismatches)) out.reset();
    return out;
}

}  // namespace cfdns::inline v0_2::detail

#endif
