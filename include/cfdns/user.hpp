// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_USER_HPP
#define CFDNS_USER_HPP

#include <cfdns/core/operation.hpp>
#include <cfdns/core/timestamp.hpp>

#include <optional>
#include <string>
#include <string_view>

/// API tokens of the user. For account-owned tokens, see `accounts::tokens`.
///
/// https://developers.cloudflare.com/api/resources/user/subresources/tokens/
namespace cfdns::inline v0_2::user::tokens {

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

/// Verifies the API token of the request, which must be owned by a user. The service sends a message with
/// code 10000 if the token is active.
///
/// Other operations may still reject an active token because of its permissions, its resources or its client
/// IP address filter. It may take minutes until a new token is accepted everywhere.
///
/// *Errors:* status 401 and code 1000 for a token that does not exist or is owned by an account; status 400
/// and code 6003 for text that cannot be a token; status 400 and code 1001 for an API key.
struct verify {
    extra_members extra{};  ///< Query. Parameters not declared here.
    using response_type = state;
    static constexpr auto route = cfdns::get("/user/tokens/verify");
    static constexpr api_reference reference{
        "Verify Token",
        {},
        plans::all,
        "https://developers.cloudflare.com/api/resources/user/subresources/tokens/methods/verify/"};
    CFDNS_FIELDS(extra)
};

}  // namespace cfdns::inline v0_2::user::tokens

#endif
