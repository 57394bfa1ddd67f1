// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_NO_CONTENT_HPP
#define CFDNS_CORE_NO_CONTENT_HPP

#include <cfdns/core/fields.hpp>
#include <cfdns/detail/config.hpp>

/// The result of operations that return none.
namespace cfdns::inline v0_2 {

/// For use as `response_type`: a successful response has an envelope without `result`, or no content (204,
/// 205). If the service sends a result nevertheless, it is ignored, and reported in
/// `response_info::mismatches` if it is not an object. A failure is an error as for other operations.
struct no_content {
    CFDNS_FIELDS()
    /// A successful response without a result is valid.
    static constexpr bool may_be_absent = true;
};

}  // namespace cfdns::inline v0_2

#endif
