// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_DETAIL_REFUSAL_HPP
#define CFDNS_DETAIL_REFUSAL_HPP

#include <cfdns/detail/codegen.hpp>
#include <cfdns/detail/config.hpp>

#include <string>
#include <string_view>

namespace cfdns::inline v0_2::detail {

// Why the library rejects a parameter. Functions that check or write parameters return
// `std::optional<refusal>`; the public function turns it into an `error`, see `invalid_parameter` in
// error_details.hpp.
struct refusal {
    std::string parameter{};  // names and indexes, joined by '/'
    std::string reason{};
};

// Out of line, because many inlined constructors of std::string would change how hot functions are compiled.
CFDNS_DETAIL_OUTLINE inline refusal make_refusal(std::string_view parameter, std::string_view reason) {
    return {std::string{parameter}, std::string{reason}};
}

}  // namespace cfdns::inline v0_2::detail

#endif
