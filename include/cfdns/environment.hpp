// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ENVIRONMENT_HPP
#define CFDNS_ENVIRONMENT_HPP

#include <cfdns/credentials.hpp>
#include <cfdns/error.hpp>
#include <cfdns/operation.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

/// Settings from the environment variables that the official SDKs read. Opt-in: nothing else includes this header.
namespace cfdns::inline v1 {

/// Who asks, and where.
struct settings {
    std::optional<credentials> who{};                  ///< Nothing if no variable names any credentials.
    std::string origin{"https://api.cloudflare.com"};  ///< For the transport: scheme, host and perhaps a port.
    endpoint where{};                                  ///< For `make_request`, `exchange` and `call`.
};

namespace detail {

struct environment_values {
    std::string token, email, key, service_key, base_url;
};

[[nodiscard]] result<settings> make_settings(environment_values&& values);

}  // namespace detail

/// Reads the settings through `get`, which is called with the name of a variable (`char const*`) and gives its value as
/// something that converts to `std::optional<std::string>`: nothing if the variable is not set.
///
/// Values are trimmed; an empty one counts as not set. The official SDKs disagree on what to do with credentials of two
/// kinds (one sends all, one prefers the key), so here is one order: `CLOUDFLARE_API_TOKEN`; else `CLOUDFLARE_API_KEY`
/// with `CLOUDFLARE_EMAIL`; else `CLOUDFLARE_API_USER_SERVICE_KEY`. `CLOUDFLARE_BASE_URL` is the origin and the base path
/// in one, by default `https://api.cloudflare.com/client/v4`; slashes at its end are dropped.
///
/// *Errors:* `errc::invalid_parameter`, naming the variable: the one that is missing of `CLOUDFLARE_API_KEY` and
/// `CLOUDFLARE_EMAIL` where there is no token, or a `CLOUDFLARE_BASE_URL` that is not an http or https URL or that has user
/// information, a query or a fragment. That credentials are missing altogether is no error: `settings::who` is empty.
template <class Getter>
    requires std::convertible_to<std::invoke_result_t<Getter&, char const*>, std::optional<std::string>>
[[nodiscard]] result<settings> settings_from_environment(Getter&& get) {
    auto const value_of = [&get](char const* name) {
        std::optional<std::string> value = get(name);
        return value ? std::move(*value) : std::string{};
    };
    return detail::make_settings({value_of("CLOUDFLARE_API_TOKEN"), value_of("CLOUDFLARE_EMAIL"),
                                  value_of("CLOUDFLARE_API_KEY"), value_of("CLOUDFLARE_API_USER_SERVICE_KEY"),
                                  value_of("CLOUDFLARE_BASE_URL")});
}

/// Reads the settings from the process's environment, as above. No other thread may change the environment meanwhile.
[[nodiscard]] result<settings> settings_from_environment();

}  // namespace cfdns::inline v1

#include <cfdns/impl/environment.ipp>

#endif
