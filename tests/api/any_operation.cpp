// SPDX-License-Identifier: BSL-1.0
#include "any_operation.hpp"

std::vector<any_operation> const& all_operations() {
    static std::vector<any_operation> const all = [] {
        std::vector<any_operation> out;
        cfdns::for_each_type(cfdns::operation_list{}, [&]<class Op>() {
            out.push_back(any_operation_of(std::string{cfdns::metadata_of<Op>().name.view()},
                                           example<Op>::params(), answer_of<Op>()));
            out.back().request = example<Op>::request;
            out.back().body = body_of<Op>();
        });
        return out;
    }();
    return all;
}
