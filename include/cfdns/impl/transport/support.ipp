// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TRANSPORT_SUPPORT_IPP
#define CFDNS_IMPL_TRANSPORT_SUPPORT_IPP

#include <cfdns/core/http.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/base_url.hpp>
#include <cfdns/detail/refusal.hpp>
#include <cfdns/transport/options.hpp>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

// Code shared by the transports.
namespace cfdns::inline v0_2::detail {

inline constexpr std::size_t max_header_bytes = std::size_t{1} << 20;  // documented in options.hpp

// The origin-form of RFC 9112 3.2.1, without characters that would end the target.
inline bool is_origin_form(std::string_view text) noexcept {
    return text.starts_with('/') &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f' && c != '#'; });
}

// RFC 9110 5.1 and 5.5: names are tokens; values may contain tabs but no other control characters.
inline bool is_valid_field(http_header const& header) noexcept {
    return is_token(header.name) && std::none_of(header.value.begin(), header.value.end(),
                                                 [](char c) { return is_control(c) && c != '\t'; });
}

struct origin_parts {
    bool tls;
    std::string_view host;  // without the brackets of an IPv6 address
    std::string_view port;  // the default port of the scheme if the origin has none
};

// Splits a valid origin.
inline origin_parts split_origin(std::string_view origin) noexcept {
    std::size_t const colon = origin.find("://");
    bool const tls = iequals(origin.substr(0, colon), "https");
    std::string_view const authority = origin.substr(colon + 3);
    std::size_t const end_of_host =
        authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
    std::string_view host = authority.substr(0, end_of_host);
    std::string_view const port = authority.substr((std::min)(host.size() + 1, authority.size()));
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    return {tls, host, !port.empty() ? port : tls ? std::string_view{"443"} : std::string_view{"80"}};
}

// Checks the options and the request, so that no transport relies on its HTTP library for this.
inline std::optional<refusal> check_request(transport_options const& options, http_request const& request) {
    auto const url = split_base_url(options.origin);
    if (!url || !url->path.empty())
        return make_refusal("origin", "must be an http or https URL with a host and an optional port only");
    for (auto const& [name, value] : {std::pair{"connect_timeout", options.connect_timeout},
                                      std::pair{"total_timeout", options.total_timeout}})
        if (value.count() < 1) return make_refusal(name, "must be at least 1 ms");
    if (!is_origin_form(request.target)) return make_refusal("target", "must be in origin-form");
    if (!std::all_of(request.headers.begin(), request.headers.end(), is_valid_field))
        return make_refusal("headers", "must have names that are tokens and no control characters");
    return std::nullopt;
}

// Whether a request may be sent again if the connection was closed before any response (RFC 9110 9.2.2).
inline bool may_resend(http_method method) noexcept {
    return method != http_method::post && method != http_method::patch;
}

// Whether a request has content or must state its absence with `Content-Length: 0` (RFC 9110 8.6).
inline bool sends_content(http_request const& request) noexcept {
    return !request.body.empty() ||
           (request.method != http_method::get && request.method != http_method::delete_);
}

}  // namespace cfdns::inline v0_2::detail

#endif
