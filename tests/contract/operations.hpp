// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_CONTRACT_OPERATIONS_HPP
#define CFDNS_TESTS_CONTRACT_OPERATIONS_HPP

#include "../api/operations.hpp"

#include <string_view>
#include <type_traits>

// Calls visit(name, params) for every operation, with the values of the reference's examples.
template <class Visitor>
void for_each_operation(Visitor&& visit) {
    for_each_example([&](char const* name, auto const& params, answer const&) { visit(name, params); });
}

// Requests with unions of records, which the description has as objects of any content, and with forms are
// not compared with Prism, and text is no envelope: fake_sdk.mjs has these operations.
template <class Op>
constexpr bool is_compared() {
    return !cfdns::detail::holds_union(cfdns::detail::schema_of<Op>) &&
           Op::route.body != cfdns::body_kind::form &&
           !std::is_same_v<typename Op::response_type, cfdns::text_body>;
}

template <class T, class Visitor>
struct member_visitor {
    T& object;
    Visitor& visit;

    template <auto Member>
    void field(std::string_view name) {
        visit(name, object.*Member);
    }
};

// Calls visit(name, member) for every member of a struct with CFDNS_FIELDS. T may be const.
template <class T, class Visitor>
void for_each_member(T& object, Visitor&& visit) {
    member_visitor<T, std::remove_reference_t<Visitor>> to{object, visit};
    T::template cfdns_visit_fields<std::remove_const_t<T>>(to);
}

#endif
