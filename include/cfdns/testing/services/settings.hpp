// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_SERVICES_SETTINGS_HPP
#define CFDNS_TESTING_SERVICES_SETTINGS_HPP

#include <cfdns/settings.hpp>
#include <cfdns/testing/service.hpp>

#include <string_view>

/// DNS settings and views in memory. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing::services {

/// What the plan of a zone or an account includes. An edit of a setting that is not included is refused with
/// 400 and code 1003.
struct settings_entitlements {
    bool foundation_dns{true};  ///< `foundation_dns` may be true.
    bool ns_ttl{true};          ///< `ns_ttl` may be set.
    bool soa{true};             ///< `soa` may be set.
    bool zone_mode{true};       ///< `zone_mode` may be set.
    /// Views may be created. Otherwise, creating one is refused with 400 and code 1029.
    bool internal_dns{true};
};

/// The service of `cfdns::settings`: a member of `fake_cloudflare`.
///
/// **Settings.** The real service copies the account's settings for new zones to a zone when the zone is
/// created. This service does not: a zone without an entry in `zones` has the documented defaults. `edit`
/// changes the members that are sent, and ignores those that it does not know. `soa`, `nameservers` and
/// `internal_dns` are changed member by member. The members of `soa` are checked together, with the current
/// values of those that are not sent: unless `retry` <= `refresh` <= `expire`, the edit is refused with 400
/// and code 1003. Unknown values of `zone_mode` and `nameservers.type` are refused in the same way.
/// `flatten_all_cnames` is refused for accounts with 400 and code 1003, as users have observed, unless it is
/// false.
///
/// **Views.** Names need not be unique. A zone that is known in `fake_cloudflare::zones` and has a type
/// other than "internal" is refused with 400 and code 1004. `edit` replaces all zones. An unknown view is
/// refused with 404 and code 1015. Filters ignore ASCII case. A page has 1 to 5,000,000 views, by default
/// 100; without `order`, views are in the order of their identifiers.
///
/// Assumptions, where no public source describes the service: the codes of refused values, and that nested
/// objects are changed member by member.
struct settings {
    by_id<cfdns::settings::zone::details> zones{};        ///< Settings by zone id.
    by_id<cfdns::settings::account::details> accounts{};  ///< Settings by account id.
    /// Views by account id and view id.
    by_id<by_id<cfdns::settings::account::views::view>> views{};
    settings_entitlements entitlements{};  ///< What all zones and accounts may set.

    /// The settings of a zone: the entry of `zones`, or the defaults.
    [[nodiscard]] cfdns::settings::zone::details zone(std::string_view id) const;
    /// The settings of an account: the entry of `accounts`, or the defaults.
    [[nodiscard]] cfdns::settings::account::details account(std::string_view id) const;

    /// Registers the handlers of all operations.
    static void mount(fake_cloudflare& service);
};

}  // namespace cfdns::inline v0_2::testing::services

#endif
