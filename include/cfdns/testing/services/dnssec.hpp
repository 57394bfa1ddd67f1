// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_SERVICES_DNSSEC_HPP
#define CFDNS_TESTING_SERVICES_DNSSEC_HPP

#include <cfdns/dnssec.hpp>
#include <cfdns/testing/service.hpp>

#include <functional>
#include <set>
#include <string>
#include <vector>

/// DNSSEC in memory. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing::services {

/// The service of `cfdns::dnssec`: a member of `fake_cloudflare`.
///
/// A zone without an entry in `zones` is disabled and has no key. Setting `status` to "active" creates a key
/// and makes the zone pending; it becomes active once `parents` contains it. Setting it to "disabled" makes
/// an active zone "pending-disabled", which becomes disabled once `parents` no longer contains it, and any
/// other zone disabled. Other values of `status` are refused with 400 and code 1004, an edit without members
/// with 400 and code 1002. `delete_` is refused with 400 and code 1004 unless the zone is disabled, and then
/// removes the key. A zone whose type is not "secondary" cannot be presigned: 400 and code 1004.
///
/// The keys are not real: they are derived from the zone's identifier. `zsk::list` returns a zone-signing
/// key while the zone is signed, and the keys in `zsks`.
///
/// Assumption, where no public source describes the service: code 1004.
struct dnssec {
    by_id<cfdns::dnssec::details> zones{};  ///< State by zone id.
    std::set<std::string, std::less<>>
        parents{};  ///< Identifiers of the zones whose parent has a DS record.
    /// Keys of other providers, by zone id.
    by_id<std::vector<cfdns::dnssec::zsk::key>> zsks{};

    /// Registers the handlers of all operations.
    static void mount(fake_cloudflare& service);

    /// Carries out the state changes that depend on `parents`.
    void run_pending(fake_cloudflare& service);
};

}  // namespace cfdns::inline v0_2::testing::services

#endif
