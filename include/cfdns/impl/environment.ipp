// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_ENVIRONMENT_IPP
#define CFDNS_IMPL_ENVIRONMENT_IPP

#include <cfdns/environment.hpp>

#include <cfdns/detail/base_url.hpp>
#include <cfdns/detail/error_details.hpp>

#include <cstdlib>
#include <string_view>
#include <utility>

namespace cfdns::inline v0_2 {

namespace detail {

inline result<environment_settings> make_settings(environment_values&& values) {
    environment_settings made;
    for (std::string* value :
         {&values.token, &values.email, &values.key, &values.service_key, &values.base_url}) {
        std::string_view const trimmed = trim(*value);
        if (trimmed.size() == value->size()) continue;
        std::string copy{trimmed};
        wipe(value->data(), value->size());
        *value = std::move(copy);
    }

    if (!values.token.empty()) {
        made.credentials = api_token{secret_string{std::move(values.token)}};
    } else if (!values.key.empty() || !values.email.empty()) {
        if (values.key.empty())
            return invalid_parameter("CLOUDFLARE_API_KEY", "must be set if CLOUDFLARE_EMAIL is set");
        if (values.email.empty())
            return invalid_parameter("CLOUDFLARE_EMAIL", "must be set if CLOUDFLARE_API_KEY is set");
        made.credentials = api_key{std::move(values.email), secret_string{std::move(values.key)}};
    } else if (!values.service_key.empty()) {
        made.credentials = user_service_key{secret_string{std::move(values.service_key)}};
    }

    if (!values.base_url.empty()) {
        auto url = split_base_url(values.base_url);
        if (!url) {
            return invalid_parameter(
                "CLOUDFLARE_BASE_URL",
                "must be an http or https URL without user information, query or fragment");
        }
        while (url->path.ends_with('/')) url->path.remove_suffix(1);
        made.origin = url->origin;
        made.options.base_path = url->path;
    }
    return made;
}

}  // namespace detail

#if defined(_MSC_VER)
#pragma warning(push)
#pragma warning(disable : 4996)  // getenv
#endif

inline result<environment_settings> settings_from_environment() {
    return settings_from_environment([](char const* name) -> std::optional<std::string> {
        if (char const* value = std::getenv(name)) return value;
        return std::nullopt;
    });
}

#if defined(_MSC_VER)
#pragma warning(pop)
#endif

}  // namespace cfdns::inline v0_2

#endif
