// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_OPERATIONS_HPP
#define CFDNS_TESTS_API_OPERATIONS_HPP

#include "../support/values.hpp"
#include "examples.hpp"

#include <cfdns/operations.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

// The response of an operation's example.
struct answer {
    std::string json{};  // the envelope's result
    std::vector<std::string>
        required{};              // members of the result, or of a list's elements, that are always there
    bool may_be_absent = false;  // a successful response may lack a result
};

template <class Op>
concept has_example = requires {
    example<Op>::params();
    std::string_view{example<Op>::request};
    std::string{example<Op>::result};
};

template <class Op>
answer answer_of() {
    static_assert(has_example<Op>, "an operation has no example: add one to tests/api/PRODUCT/examples.hpp");
    auto const& descriptor = cfdns::detail::descriptor_of<Op>;
    auto const* type = descriptor.result;
    if (type->what == cfdns::detail::kind::array) type = type->element;
    answer out{example<Op>::result, {}, descriptor.result_may_be_absent};
    for (std::size_t i = 0; i != type->field_count; ++i)
        if (type->fields[i].required) out.required.emplace_back(type->fields[i].name);
    return out;
}

// The body of an operation's example; empty if it has none.
template <class Op>
std::string body_of() {
    if constexpr (requires { example<Op>::body; })
        return example<Op>::body;
    else
        return {};
}

// Calls visit(name, params, answer) for each operation, with its name in the official SDKs.
template <class Visit>
void for_each_example(Visit&& visit) {
    cfdns::for_each_type(cfdns::operation_list{}, [&]<class Op>() {
        std::string const name{cfdns::metadata_of<Op>().name.view()};
        visit(name.c_str(), example<Op>::params(), answer_of<Op>());
    });
}

template <class Op>
inline constexpr bool responds_with_text = std::is_same_v<typename Op::response_type, cfdns::text_body>;

// The same without the operations that respond with text instead of JSON, whose example has the text as its
// result.
template <class Visit>
void for_each_json_example(Visit&& visit) {
    cfdns::for_each_type(cfdns::operation_list{}, [&]<class Op>() {
        std::string const name{cfdns::metadata_of<Op>().name.view()};
        if constexpr (!responds_with_text<Op> &&
                      !std::is_same_v<typename Op::response_type, cfdns::no_content>)
            visit(name.c_str(), example<Op>::params(), answer_of<Op>());
    });
}

// Whether an operation is in the official descriptions at hand. The metadata of the others is that of the
// reference.
inline bool is_described(std::string_view name) {
    for (std::string_view const other :
         {"accounts.get", "accounts.list", "accounts.tokens.verify", "user.tokens.verify"})
        if (name == other) return false;
    return true;
}

// How many operations there are.
inline constexpr int operation_count = static_cast<int>(cfdns::operation_list::size);

#endif
