// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_SERVICES_ZONES_HPP
#define CFDNS_TESTING_SERVICES_ZONES_HPP

#include <cfdns/testing/service.hpp>
#include <cfdns/zones.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

/// Zones in memory. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing::services {

/// Behaviour of zones that users have observed and the reference does not document. Each member is one
/// observation. By default, the service behaves as the reference says; where the reference says nothing, it
/// behaves in a way that does not contradict the reference.
struct zone_quirks {
    /// `POST /zones` for a secondary zone is refused with "Secondary zone signup not allowed". The status
    /// 403 is an assumption. Otherwise such a zone is created like any other.
    bool secondary_signup_is_refused{false};
};

/// The service of `cfdns::zones`: a member of `fake_cloudflare`.
///
/// **Creating.** The name is stored in lower case and without a final dot; a zone is pending and empty, an
/// internal zone is active. An identical name is refused with 400 and code 1061, whichever account has it,
/// unless one of the two zones is internal. A malformed name is refused with 400 and code 1002: empty, more
/// than 253 bytes, a label that is empty or longer than 63 bytes, a label with a character other than ASCII
/// letters, digits, `-` and `_` or text beyond ASCII, a single label unless the zone is internal. A name in
/// `unregistered` is refused with 400 and code 1099. The service has no list of public suffixes, so it knows
/// a subdomain only by its parent: a name below a zone that is not internal is refused with 400 and code
/// 1116, unless the account is of type "enterprise" in `accounts.all`. Name servers depend on the account
/// only. An account without `id` denotes the account in `accounts.all` if there is exactly one.
///
/// **Identifiers.** An identifier that is neither that of a zone nor 32 hexadecimal digits is refused with
/// 400 and code 7000, an unknown one with 403 and code 9109.
///
/// **Listing.** A page has 5 to 50 zones, by default 20: smaller sizes are treated as 5, larger ones are
/// refused with 400, because `zones::list` declares the maximum. A page beyond the end is empty. Internal
/// zones are left out unless `type` names "internal". Filters ignore ASCII case. Other values of `match`,
/// `order` and `direction`, and other parameters, are ignored. Without `order`, zones are in the order of
/// their identifiers. With a repeated `type`, the last one is used.
///
/// **Editing** none or several of the properties is refused with 400.
///
/// Names are stored as the program sends them. Unlike the service, this one does not convert between Unicode
/// and A-labels (RFC 5890): a zone is found only by the form in which it was created. Deleting a zone does
/// not delete the data that other products store for it.
///
/// Assumptions, where no public source describes the service: a type cannot be changed to or from
/// "internal", which is refused with 400 and code 1000; owner, plan and metadata of new zones.
struct zones {
    /// Zones by id.
    by_id<cfdns::zones::zone> all{};

    /// Domain names that are not registered, in lower case.
    std::set<std::string, std::less<>> unregistered{};

    /// How long after its creation a pending zone becomes active. If empty, never; a test can set the
    /// `status`.
    std::optional<std::chrono::seconds> activate_after{};

    zone_quirks quirks{};  ///< How the service deviates from the reference.

    /// The type of a zone. `any` if there is no such zone, or if its `type` is absent or unknown.
    [[nodiscard]] zone_type type_of(std::string_view id) const;

    /// Registers the handlers of all operations.
    static void mount(fake_cloudflare& service);

    /// Activates the zones for which `activate_after` has passed at `service.now`.
    void run_pending(fake_cloudflare& service);
};

}  // namespace cfdns::inline v0_2::testing::services

#endif
