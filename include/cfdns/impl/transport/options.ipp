// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TRANSPORT_OPTIONS_IPP
#define CFDNS_IMPL_TRANSPORT_OPTIONS_IPP

#include <cfdns/detail/base_url.hpp>
#include <cfdns/http.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/transport/options.hpp>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace cfdns::inline v1::detail {

inline constexpr std::size_t max_header_bytes = std::size_t{1} << 20;  // options.hpp promises it

// RFC 9112 3.2.1; a space or a line break would end the request line, a '#' the target.
inline bool is_target(std::string_view text) noexcept {
    return text.starts_with('/') &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f' && c != '#'; });
}

// RFC 9110 5.1 and 5.5, where a tab is allowed.
inline bool is_field(http_header const& header) noexcept {
    return !header.name.empty() && contains_only(header.name, "!#$%&'*+-.^_`|~") &&
           std::none_of(header.value.begin(), header.value.end(), [](char c) { return is_control(c) && c != '\t'; });
}

struct origin_parts {
    bool tls;
    std::string_view host;  // without the brackets of an IPv6 address
    std::string_view port;  // the scheme's own where the origin has none
};

// Of an origin that was checked.
inline origin_parts split_origin(std::string_view origin) noexcept {
    std::size_t const colon = origin.find("://");
    bool const tls = iequals(origin.substr(0, colon), "https");
    std::string_view const authority = origin.substr(colon + 3);
    std::size_t const end_of_host = authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':');
    std::string_view host = authority.substr(0, end_of_host);
    std::string_view const port = authority.substr((std::min)(host.size() + 1, authority.size()));
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    return {tls, host, !port.empty() ? port : tls ? std::string_view{"443"} : std::string_view{"80"}};
}

// What no transport sends, so that none has to rely on its HTTP library to refuse it.
inline std::optional<error> refuse_request(transport_options const& options, http_request const& request) {
    auto const where = split_base_url(options.origin);
    if (!where || !where->path.empty())
        return invalid_parameter("origin", "must be http:// or https://, a host and perhaps a port");
    for (auto const& [name, value] : {std::pair{"connect_timeout", options.connect_timeout},
                                      std::pair{"total_timeout", options.total_timeout}})
        if (value.count() < 1) return invalid_parameter(name, "must be at least 1 ms");
    if (!is_target(request.target)) return invalid_parameter("target", "must be in origin-form");
    if (!std::all_of(request.headers.begin(), request.headers.end(), is_field))
        return invalid_parameter("headers", "must have names, and no control characters");
    return std::nullopt;
}

// RFC 9110 9.2.2: what may be sent anew where a connection died before any reply.
inline bool may_resend(http_method method) noexcept {
    return method != http_method::post && method != http_method::patch;
}

// RFC 9110 8.6: a method that anticipates content says so even where there is none.
inline bool sends_content(http_request const& request) noexcept {
    return !request.body.empty() || (request.method != http_method::get && request.method != http_method::delete_);
}

}  // namespace cfdns::inline v1::detail

#endif
