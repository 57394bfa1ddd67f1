// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_SERVICES_USAGE_HPP
#define CFDNS_TESTING_SERVICES_USAGE_HPP

#include <cfdns/testing/service.hpp>
#include <cfdns/usage.hpp>

/// Numbers of records in memory. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing::services {

/// The service of `cfdns::usage`: a member of `fake_cloudflare`. It has no state of its own: it counts the
/// records in `fake_cloudflare::records`, and their limit is `record_limits::records`. The records of an
/// account are those of its zones in `fake_cloudflare::zones`; the account has no limit of its own.
struct usage {
    /// Registers the handlers of all operations.
    static void mount(fake_cloudflare& service);
};

}  // namespace cfdns::inline v0_2::testing::services

#endif
