// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ACCOUNTS_HPP
#define CFDNS_ACCOUNTS_HPP

#include <cfdns/core/operation.hpp>
#include <cfdns/core/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Accounts: the owners of zones.
///
/// https://developers.cloudflare.com/api/resources/accounts/
namespace cfdns::inline v0_2::accounts {

/// Values of `type`. The set is open.
namespace types {
inline constexpr std::string_view standard = "standard";      ///< Not Enterprise.
inline constexpr std::string_view enterprise = "enterprise";  ///< Enterprise.
}  // namespace types

/// The organization that manages an account.
struct organization {
    std::optional<std::string> parent_org_id{};    ///< Identifier.
    std::optional<std::string> parent_org_name{};  ///< Name.
    extra_members extra{};                         ///< Members not declared here.
    CFDNS_FIELDS(parent_org_id, parent_org_name, extra)
};

/// Settings of an account. The service may send null for any of them. Those marked as legacy occur only in
/// old responses.
struct settings {
    std::optional<std::string> abuse_contact_email{};  ///< Address for abuse reports.
    std::optional<bool> enforce_twofactor{};  ///< Whether members must use two-factor authentication.
    std::optional<timestamp> access_approval_expiry{};  ///< End of Cloudflare support's access (legacy).
    std::optional<bool> api_access_enabled{};           ///< Whether the API may be used (legacy).
    std::optional<std::string> default_nameservers{};   ///< Type of the name servers of new zones (legacy).
    std::optional<bool> use_account_custom_ns_by_default{};  ///< Use of custom name servers (legacy).
    extra_members extra{};                                   ///< Members not declared here.
    CFDNS_FIELDS(abuse_contact_email, enforce_twofactor, access_approval_expiry, api_access_enabled,
                 default_nameservers, use_account_custom_ns_by_default, extra)
};

/// An account.
struct account {
    std::string id{};                              ///< Identifier.
    std::string name{};                            ///< Name.
    std::optional<std::string> type{};             ///< Type; see `types`.
    std::optional<timestamp> created_on{};         ///< Time at which the account was created.
    std::optional<organization> managed_by{};      ///< The organization that manages the account, if any.
    std::optional<accounts::settings> settings{};  ///< Settings.
    extra_members extra{};                         ///< Members not declared here.
    CFDNS_FIELDS(id, name, type, created_on, managed_by, settings, extra)
};

/// Lists the accounts that the credentials have access to, one page at a time: see `pages`.
///
/// The reference does not name any permission groups. In practice, an API token needs Account Settings Read;
/// for a token without it, the request succeeds, but the list is empty. Each zone also identifies its
/// account: see `zones::zone::account`.
///
/// *Errors:* status 400 and code 1001 for an account-owned token.
struct list {
    std::optional<std::string> direction{};  ///< Query. "asc" or "desc".
    std::optional<std::string> name{};       ///< Query. Name of the account.
    std::optional<std::uint32_t> page{};     ///< Query. Number of the page, starting at 1; by default 1.
    /// Query. Accounts per page, 5 to 50, by default 20. Fewer than 5 are sent: the service has been
    /// observed to accept them for zones.
    std::optional<std::uint32_t> per_page{};
    extra_members extra{};  ///< Query. Parameters not declared here.
    using response_type = std::vector<account>;
    static constexpr auto route = cfdns::get("/accounts");
    static constexpr api_reference reference{
        "List Accounts",
        {},
        plans::all,
        "https://developers.cloudflare.com/api/resources/accounts/methods/list/"};
    static constexpr bound bounds[] = {{"page", 1}, {"per_page", 1, 50}};
    CFDNS_FIELDS(direction, name, page, per_page, extra)
};

/// Returns an account. For the permissions, see `list`.
struct get {
    required<std::string> account_id;  ///< Path. Account identifier.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = account;
    static constexpr auto route = cfdns::get("/accounts/{account_id}");
    static constexpr api_reference reference{
        "Account Details",
        {},
        plans::all,
        "https://developers.cloudflare.com/api/resources/accounts/methods/get/"};
    CFDNS_FIELDS(account_id, extra)
};

}  // namespace cfdns::inline v0_2::accounts

/// Account-owned API tokens, as opposed to those of a user.
///
/// https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/
namespace cfdns::inline v0_2::accounts::tokens {

/// Values of `status`. The set is open.
namespace statuses {
inline constexpr std::string_view active = "active";      ///< The token may be used.
inline constexpr std::string_view disabled = "disabled";  ///< The token was disabled.
inline constexpr std::string_view expired = "expired";    ///< `expires_on` has passed.
}  // namespace statuses

/// The state of a token.
struct state {
    std::string id{};                       ///< Identifier of the token; not the token itself.
    std::string status{};                   ///< Status; see `statuses`.
    std::optional<timestamp> expires_on{};  ///< Time at which the token expires.
    std::optional<timestamp> not_before{};  ///< Time before which the token is not accepted.
    extra_members extra{};                  ///< Members not declared here.
    CFDNS_FIELDS(id, status, expires_on, not_before, extra)
};

/// Verifies the API token of the request, which must be owned by the account. See `user::tokens::verify`.
struct verify {
    required<std::string> account_id;  ///< Path. Account identifier.
    extra_members extra{};             ///< Query. Parameters not declared here.
    using response_type = state;
    static constexpr auto route = cfdns::get("/accounts/{account_id}/tokens/verify");
    static constexpr api_reference reference{
        "Verify Token",
        {},
        plans::all,
        "https://developers.cloudflare.com/api/resources/accounts/subresources/tokens/methods/verify/"};
    CFDNS_FIELDS(account_id, extra)
};

}  // namespace cfdns::inline v0_2::accounts::tokens

#endif
