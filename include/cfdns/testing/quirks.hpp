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
/// By default the service behaves as the reference says, or as it does not contradict.
struct quirks {
    /// `POST /zones` for a secondary zone is refused with "Secondary zone signup not allowed". The status,
    /// 403, is a choice made here. Otherwise the request is treated as any other.
    bool secondary_signup_is_refused{false};
    /// POST, PUT and PATCH without content are refused, also those whose operation has no parameters in the
    /// body. Otherwise the latter are accepted with and without content.
    bool parameterless_posts_want_content{false};
    /// How many requests after each create are refused with 403, as if the token lacked a permission.
    int forbidden_after_create{0};
    /// PUT replaces the whole object: members that it leaves out are lost. Otherwise they are kept.
    bool put_replaces{true};
    /// A missing object is answered with 404. Otherwise with 400 and code 1001.
    bool absent_is_not_found{true};
};

}  // namespace cfdns::inline v0_2::testing

#endif
