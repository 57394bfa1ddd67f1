// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_CREDENTIALS_IPP
#define CFDNS_IMPL_CREDENTIALS_IPP

#include <cfdns/core/credentials.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/new_header.hpp>

#include <initializer_list>
#include <utility>

namespace cfdns::inline v0_2 {

namespace detail {

// A header field with a credential. Its value is the prefix followed by the credential.
struct credential_header {
    std::string_view name, parameter, prefix, value;
};

CFDNS_DECL result<void> set_credentials(http_request& request,
                                        std::initializer_list<credential_header> fields) {
    for (credential_header const& field : fields) {
        if (field.value.empty()) return invalid_parameter(field.parameter, "must not be empty");
        if (has_control(field.value))
            return invalid_parameter(field.parameter, "must not contain control characters");
    }
    std::erase_if(request.headers, [](http_header const& header) {
        return iequals(header.name, "Authorization") || iequals(header.name, "X-Auth-Email") ||
               iequals(header.name, "X-Auth-Key") || iequals(header.name, "X-Auth-User-Service-Key");
    });
    for (credential_header const& field : fields) {
        std::string& value = request.headers.emplace_back(new_header{field.name, {}}).value;
        value.reserve(field.prefix.size() + field.value.size());
        value.append(field.prefix).append(field.value);
    }
    return {};
}

}  // namespace detail

CFDNS_DECL result<void> authorize(http_request& request, credentials const& credentials) {
    if (auto const* token = std::get_if<api_token>(&credentials))
        return detail::set_credentials(request,
                                       {{"Authorization", "api_token", "Bearer ", token->token.expose()}});
    if (auto const* key = std::get_if<api_key>(&credentials))
        return detail::set_credentials(request, {{"X-Auth-Email", "email", "", key->email},
                                                 {"X-Auth-Key", "api_key", "", key->key.expose()}});
    if (auto const* key = std::get_if<user_service_key>(&credentials))
        return detail::set_credentials(
            request, {{"X-Auth-User-Service-Key", "user_service_key", "", key->key.expose()}});
    return detail::invalid_parameter("credentials", "must hold a value");
}

}  // namespace cfdns::inline v0_2

#endif
