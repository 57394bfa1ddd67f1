// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_DELETED_HPP
#define CFDNS_CORE_DELETED_HPP

#include <cfdns/core/fields.hpp>

#include <optional>
#include <string>

/// The result of most DELETE operations.
namespace cfdns::inline v0_2 {

/// The result of a DELETE operation.
struct deleted {
    std::optional<std::string> id{};  ///< Identifier of the deleted object, if the service sends it.
    CFDNS_FIELDS(id)
    /// A successful response without a result, such as 204, yields an empty value.
    static constexpr bool may_be_absent = true;
};

}  // namespace cfdns::inline v0_2

#endif
