// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_NEW_HEADER_HPP
#define CFDNS_DETAIL_NEW_HEADER_HPP

#include <cfdns/core/http.hpp>
#include <cfdns/detail/config.hpp>

#include <string>
#include <string_view>

namespace cfdns::inline v0_2::detail {

// As an argument of `emplace_back`, constructs a header field in place.
struct new_header {
    std::string_view name, value;
    operator http_header() const {
        return {std::string(name.begin(), name.end()), std::string(value.begin(), value.end())};
    }
};

}  // namespace cfdns::inline v0_2::detail

#endif
