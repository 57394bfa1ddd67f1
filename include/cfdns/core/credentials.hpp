// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_CORE_CREDENTIALS_HPP
#define CFDNS_CORE_CREDENTIALS_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/core/http.hpp>
#include <cfdns/core/secret.hpp>
#include <cfdns/detail/config.hpp>

#include <string>
#include <variant>

/// Credentials, and the only function that adds them to a request.
namespace cfdns::inline v0_2 {

/// An API token: `Authorization: Bearer ...`. The recommended kind of credentials.
struct api_token {
    secret_string token{};  ///< The token. Any format is accepted.
};

/// The e-mail address of a user and the global API key: `X-Auth-Email` and `X-Auth-Key`.
struct api_key {
    std::string email{};  ///< The user's e-mail address.
    secret_string key{};  ///< The global API key. Any format is accepted.
};

/// An Origin CA key: `X-Auth-User-Service-Key`. Few operations accept it.
struct user_service_key {
    secret_string key{};  ///< The key. Any format is accepted.
};

/// Any of the three kinds of credentials. A `std::variant`, for use with `std::visit` and `std::get`.
struct credentials : std::variant<api_token, api_key, user_service_key> {
    using variant::variant;
};

/// Adds the credentials to the request, replacing any that it already contains.
///
/// *Errors:* `errc::invalid_parameter` if a value is empty or contains control characters; `parameter()` is
/// `api_token`, `email`, `api_key` or `user_service_key`. The request is then unchanged.
///
/// https://developers.cloudflare.com/fundamentals/api/how-to/make-api-calls/
[[nodiscard]] result<void> authorize(http_request& request, credentials const& credentials);

}  // namespace cfdns::inline v0_2

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/credentials.ipp>
#endif

#endif
