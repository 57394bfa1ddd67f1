// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_RECORDS_TEXT_FORM_IPP
#define CFDNS_IMPL_RECORDS_TEXT_FORM_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/records/text_form.hpp>

#include <charconv>
#include <limits>
#include <string>
#include <string_view>

namespace cfdns::inline v0_2::detail {

CFDNS_DECL text_form form_of(std::string_view type, std::string_view member) noexcept {
    struct entry {
        std::string_view type, member;
        text_form form;
    };
    static constexpr entry forms[] = {
        {"A", "content", text_form::ipv4},
        {"AAAA", "content", text_form::ipv6},
        {"CAA", "tag", text_form::lower},
        {"CERT", "certificate", text_form::base64},
        {"CNAME", "content", text_form::host},
        {"DNSKEY", "public_key", text_form::base64},
        {"DS", "digest", text_form::hex},
        {"HTTPS", "target", text_form::host},
        {"HTTPS", "value", text_form::parameters},
        {"LOC", "lat_direction", text_form::lower},
        {"LOC", "long_direction", text_form::lower},
        {"MX", "content", text_form::host},
        {"NAPTR", "replacement", text_form::host},
        {"NS", "content", text_form::host},
        {"OPENPGPKEY", "content", text_form::base64},
        {"PTR", "content", text_form::host},
        {"SMIMEA", "certificate", text_form::hex},
        {"SRV", "target", text_form::host},
        {"SSHFP", "fingerprint", text_form::hex},
        {"SVCB", "target", text_form::host},
        {"SVCB", "value", text_form::parameters},
        {"TLSA", "certificate", text_form::hex},
        {"TXT", "content", text_form::txt},
    };
    for (entry const& e : forms)
        if (e.type == type && e.member == member) return e.form;
    return text_form::octets;
}

// Whether all characters but white space have the property, and there are any.
template <class Property>
bool consists_of(std::string_view text, Property property) noexcept {
    bool any = false;
    for (char const c : text) {
        if (is_space(c)) continue;
        if (!property(c)) return false;
        any = true;
    }
    return any;
}

CFDNS_DECL bool is_hex(std::string_view text) noexcept { return consists_of(text, is_hex_digit); }

CFDNS_DECL bool is_base64(std::string_view text) noexcept {
    for (int i = 0; i != 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    return consists_of(text, [](char c) { return is_alnum(c) || c == '+' || c == '/'; });
}

CFDNS_DECL bool is_unescaped_name(std::string_view name) noexcept {
    for (char const c : name)
        if (is_control(c) || std::string_view{" \"$();@\\"}.find(c) != std::string_view::npos) return false;
    return true;
}

CFDNS_DECL std::string fixed_text(double number) {
    char digits[std::numeric_limits<double>::max_exponent10 + 16];
    auto const end = std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed, 6).ptr;
    return {digits, end};
}

}  // namespace cfdns::inline v0_2::detail

#endif
