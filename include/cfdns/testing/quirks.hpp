// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_QUIRKS_HPP
#define CFDNS_TESTING_QUIRKS_HPP

#include <cfdns/detail/config.hpp>

/// How the in-memory service deviates from the official reference. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing {

/// Behaviour that users have observed and the reference does not document, for all products. Each member is
/// one observation. Quirks of one product are in the state of its service, such as
/// `service.zone_transfers.quirks`.
///
/// By default, the service behaves as the reference says; where the reference says nothing, it behaves in a
/// way that does not contradict the reference.
struct quirks {
    /// POST, PUT and PATCH without content are refused, even if the operation has no parameters in the body.
    /// Otherwise such operations are accepted with and without content.
    bool parameterless_posts_want_content{false};
    /// The number of requests after each create that are refused with 403, as if the token lacked a
    /// permission.
    int forbidden_after_create{0};
    /// PUT replaces the whole object: omitted members are lost. Otherwise they are kept.
    bool put_replaces{true};
    /// The response for a missing object is 404. Otherwise it is 400 with code 1001.
    bool absent_is_not_found{true};
};

}  // namespace cfdns::inline v0_2::testing

#endif
