// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_ASSIGN_TEXT_HPP
#define CFDNS_DETAIL_ASSIGN_TEXT_HPP

#include <cfdns/detail/codegen.hpp>
#include <cfdns/detail/config.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace cfdns::inline v0_2::detail {

// Assigns `value`, which must not be part of the text, to a text that is usually empty. Constructing the
// text anew is then cheaper than an assignment, which first checks the capacity of the old storage.
CFDNS_DETAIL_OUTLINE inline void assign_text(std::string& to, std::string_view value) {
    struct replacement {
        std::string* place;
        ~replacement() {
            if (place) std::construct_at(place);  // constructing the new text has failed
        }
    } unfinished{std::addressof(to)};
    std::destroy_at(unfinished.place);
    // From iterators: unlike the constructor from a view, always inlined by g++.
    std::construct_at(unfinished.place, value.begin(), value.end());
    unfinished.place = nullptr;
}

}  // namespace cfdns::inline v0_2::detail

#endif
