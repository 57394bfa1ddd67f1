// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_IDEMPOTENCY_HPP
#define CFDNS_CORE_IDEMPOTENCY_HPP

#include <cfdns/detail/config.hpp>

/// The effect of repeating a request.
namespace cfdns::inline v0_2 {

/// The effect of repeating a request. Determines whether a request may be sent again after its response was
/// lost.
enum class idempotency : unsigned char {
    safe,        ///< Has no side effects (RFC 9110 section 9.2.1).
    idempotent,  ///< Repeating it has the same effect as sending it once (RFC 9110 section 9.2.2).
    repeatable,  ///< The method is not idempotent, but repeating this operation is harmless.
    none,        ///< Not idempotent: repeating the request repeats its effect, as with a create.
};

}  // namespace cfdns::inline v0_2

#endif
