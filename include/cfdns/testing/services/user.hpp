// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_SERVICES_USER_HPP
#define CFDNS_TESTING_SERVICES_USER_HPP

#include <cfdns/testing/service.hpp>
#include <cfdns/user.hpp>

/// The user of the credentials, in memory. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing::services {

/// The service of `cfdns::user`: a member of `fake_cloudflare`.
///
/// `tokens::verify` succeeds for the accepted token of `fake_cloudflare`, with a message of code 10000 if
/// its status is "active". Other tokens, and those that start with `cfat_`, which are owned by an account,
/// are refused with 401 and code 1000, and a key with 400 and code 1001.
struct user {
    /// The state of the user's token.
    cfdns::user::tokens::state token{.id = "ed17574386854bf78a67040be0a770b0", .status = "active"};

    /// Registers the handlers of all operations.
    static void mount(fake_cloudflare& service);
};

}  // namespace cfdns::inline v0_2::testing::services

#endif
