// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IDEMPOTENCY_HPP
#define CFDNS_IDEMPOTENCY_HPP

#include <cfdns/detail/config.hpp>

namespace cfdns::inline v1 {

/// What repeating a request means, which decides whether it may be sent again when the answer was lost.
enum class idempotency : unsigned char {
    safe,        ///< Changes nothing (RFC 9110 section 9.2.1).
    idempotent,  ///< Done twice is as done once (RFC 9110 section 9.2.2).
    repeatable,  ///< Not idempotent by its method, harmless by its meaning.
    none,        ///< Done twice is done twice: a create.
};

}  // namespace cfdns::inline v1

#endif
