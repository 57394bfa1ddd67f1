// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_SERVICES_ANALYTICS_HPP
#define CFDNS_TESTING_SERVICES_ANALYTICS_HPP

#include <cfdns/analytics.hpp>
#include <cfdns/testing/service.hpp>

/// Statistics in memory. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing::services {

/// The service of `cfdns::analytics`: a member of `fake_cloudflare`. It does not count queries: it returns
/// the rows and totals that the test provides, and none for other zones. `query` repeats the parameters,
/// with the default values of those that are absent: the last six hours before `fake_cloudflare::now`,
/// "queryCount", and 100000 rows. Filters, order and limit have no effect.
struct analytics {
    by_id<cfdns::analytics::reports::report> tables{};            ///< Tables by zone id.
    by_id<cfdns::analytics::reports::bytimes::report> by_time{};  ///< Reports by time, by zone id.

    /// Registers the handlers of all operations.
    static void mount(fake_cloudflare& service);
};

}  // namespace cfdns::inline v0_2::testing::services

#endif
