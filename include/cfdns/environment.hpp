// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ENVIRONMENT_HPP
#define CFDNS_ENVIRONMENT_HPP

#include <cfdns/core/credentials.hpp>
#include <cfdns/core/error.hpp>
#include <cfdns/core/operation.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

/// Settings from the environment variables that the official SDKs read. Opt-in: not included by
/// cfdns/cfdns.hpp.
namespace cfdns::inline v0_2 {

/// Credentials, origin and request options read from the environment.
struct environment_settings {
    std::optional<cfdns::credentials> credentials{};   ///< `std::nullopt` if no credentials are set.
    std::string origin{"https://api.cloudflare.com"};  ///< For the transport: scheme, host, optional port.
    request_options options{};                         ///< For `make_request`, `exchange` and `call`.
};

namespace detail {

struct environment_values {
    ~environment_values() {
        for (std::string* secret : {&token, &key, &service_key}) wipe(secret->data(), secret->size());
    }

    std::string token, email, key, service_key, base_url;
};

[[nodiscard]] result<environment_settings> make_settings(environment_values&& values);

}  // namespace detail

/// Reads the settings using `get`, which is called with the name of a variable (`char const*`) and returns
/// its value as a type convertible to `std::optional<std::string>`: `std::nullopt`, or a null pointer as
/// `std::getenv` does, if the variable is not set.
///
/// Values are trimmed; empty values are treated as not set. The first of these credentials that is set is
/// used: `CLOUDFLARE_API_TOKEN`; `CLOUDFLARE_API_KEY` with `CLOUDFLARE_EMAIL`;
/// `CLOUDFLARE_API_USER_SERVICE_KEY`. (The official SDKs disagree: some send all of them, another sends
/// only the key.) `CLOUDFLARE_BASE_URL` combines origin and base path, by default
/// `https://api.cloudflare.com/client/v4`; trailing slashes are removed.
///
/// *Errors:* `errc::invalid_parameter`, and `parameter()` is the variable: `CLOUDFLARE_API_KEY` or
/// `CLOUDFLARE_EMAIL` if only the other one is set and there is no token; `CLOUDFLARE_BASE_URL` if it is not
/// an http or https URL, or has user information, a query or a fragment. Missing credentials are not an
/// error: `environment_settings::credentials` is then `std::nullopt`.
template <class Getter>
    requires std::convertible_to<std::invoke_result_t<Getter&, char const*>, std::optional<std::string>>
[[nodiscard]] result<environment_settings> settings_from_environment(Getter&& get) {
    auto const value_of = [&get](char const* name) {
        if constexpr (std::is_pointer_v<std::invoke_result_t<Getter&, char const*>>) {
            auto const value = get(name);
            return value ? std::string{value} : std::string{};
        } else {
            std::optional<std::string> value = get(name);
            return value ? std::move(*value) : std::string{};
        }
    };
    return detail::make_settings(
        {value_of("CLOUDFLARE_API_TOKEN"), value_of("CLOUDFLARE_EMAIL"), value_of("CLOUDFLARE_API_KEY"),
         value_of("CLOUDFLARE_API_USER_SERVICE_KEY"), value_of("CLOUDFLARE_BASE_URL")});
}

/// Reads the settings from the environment of the process, as above. No other thread may modify the
/// environment at the same time. *Errors:* as above.
[[nodiscard]] result<environment_settings> settings_from_environment();

}  // namespace cfdns::inline v0_2

#include <cfdns/impl/environment.ipp>

#endif
