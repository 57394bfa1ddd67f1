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
