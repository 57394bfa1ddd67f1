// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CREDENTIALS_HPP
#define CFDNS_CREDENTIALS_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/error.hpp>
#include <cfdns/http.hpp>
#include <cfdns/secret.hpp>

#include <string>
#include <variant>

/// Who asks, and the one place where that enters a request.
namespace cfdns::inline v1 {

/// An API token: `Authorization: Bearer ...`. The preferred kind.
struct api_token {
    secret_string token{};  ///< The token, of any shape.
};

/// The e-mail address of an account and its global API key: `X-Auth-Email` and `X-Auth-Key`.
struct api_key {
    std::string email{};  ///< The account's e-mail address.
    secret_string key{};  ///< The global API key, of any shape.
};

/// An Origin CA key: `X-Auth-User-Service-Key`. Few operations take it.
struct user_service_key {
    secret_string key{};  ///< The key, of any shape.
};

/// Any of the three.
using credentials = std::variant<api_token, api_key, user_service_key>;

/// Adds the credentials to the request, in place of any that it holds.
///
/// *Errors:* `errc::invalid_parameter`, naming `api_token`, `email`, `api_key` or `user_service_key`, if it is empty or
/// contains control characters; the request is then unchanged.
/// https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/
[[nodiscard]] result<void> authorize(http_request& request, credentials const& who);

}  // namespace cfdns::inline v1

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/credentials.ipp>
#endif

#endif
