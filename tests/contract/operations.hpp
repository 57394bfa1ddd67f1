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

// Whether requests are generated at random for the comparison of the in-memory service with Prism: those
// with unions and forms would be refused for what is in them, and text has no envelope. For these
// operations, the recorded requests of the official SDK are compared.
template <class Op>
constexpr bool is_generated() {
    return !cfdns::detail::holds_union(cfdns::detail::schema_of<Op>) &&
           Op::route.body != cfdns::body_kind::form && !responds_with_text<Op>;
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
