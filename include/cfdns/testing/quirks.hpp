// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_QUIRKS_HPP
#define CFDNS_TESTING_QUIRKS_HPP

#include <cfdns/detail/config.hpp>

#include <chrono>

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
    /// Otherwise such operations are accepted with and without content. Source: the official SDKs require a
    /// body for `force_axfr`, which the reference declares as an object without members.
    bool parameterless_posts_want_content{false};
    /// The number of requests after each create that are refused with 403, as if the token lacked a
    /// permission. Source: issues 108 and 121 of https://github.com/octodns/octodns-cloudflare; tests of
    /// https://github.com/alchemy-run/alchemy.
    int forbidden_after_create{0};
    /// PUT replaces the whole object: omitted members are lost. Otherwise they are kept. No public source
    /// says which; RFC 9110 section 9.3.4 says "replaced".
    bool put_replaces{true};
    /// The response for a missing object is 404. Otherwise it is 400 with code 1001. Source: both occur in
    /// public reports.
    bool absent_is_not_found{true};
    /// How long after its creation an ACL, a peer, a TSIG or a zone is missing from lists; GET finds it at
    /// once. No public source describes this; users of Terraform's provider have observed outdated lists
    /// after a deletion (issues 750 and 773 of https://github.com/cloudflare/terraform-provider-cloudflare).
    std::chrono::milliseconds lists_lag_by{0};
};

}  // namespace cfdns::inline v0_2::testing

#endif
