// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_SERVICES_ACCOUNTS_HPP
#define CFDNS_TESTING_SERVICES_ACCOUNTS_HPP

#include <cfdns/accounts.hpp>
#include <cfdns/testing/service.hpp>

/// Accounts in memory. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing::services {

/// The service of `cfdns::accounts`: a member of `fake_cloudflare`.
///
/// Initially, there are no accounts, as for a token that has access only to zones; the products for zones
/// and transfers accept any account nevertheless. An unknown account is refused with 404 and code 7003. A
/// page has 5 to 50 accounts, by default 20, as in `services::zones`. Lists are ordered by name, and `name`
/// must match except for the case of ASCII letters. A token that starts with `cfat_` is owned by an account:
/// the list is refused with 400 and code 1001.
///
/// `tokens::verify` succeeds for the accepted token of `fake_cloudflare`, with a message of code 10000 if
/// its status is "active". Other tokens, and those that start with `cfut_`, which are owned by a user, are
/// refused with 401 and code 1000, and a key with 400 and code 1001. A token with neither prefix may be of
/// either kind.
struct accounts {
    by_id<cfdns::accounts::account> all{};  ///< Accounts by id.
    /// The state of the account's token, by account id. A token without an entry is active.
    by_id<cfdns::accounts::tokens::state> tokens{};

    /// Registers the handlers of all operations.
    static void mount(fake_cloudflare& service);
};

}  // namespace cfdns::inline v0_2::testing::services

#endif
