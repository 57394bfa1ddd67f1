// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_NORMALIZE_IPP
#define CFDNS_IMPL_FLOWS_NORMALIZE_IPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/core/secret.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/records/compare.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Values in the form in which equal ones are equal.
namespace cfdns::inline v0_2::detail {

// An IPv4 or IPv6 network; an address is one of full length.
struct ip_network {
    std::array<std::uint8_t, 16> octets{};
    std::size_t size{};    // 4 or 16 octets
    std::size_t length{};  // bits of the prefix

    friend bool operator==(ip_network const&, ip_network const&) = default;
};

// A number of at most `digits` digits without leading zeros.
CFDNS_DECL std::optional<unsigned> parse_small_number(std::string_view text, std::size_t digits) noexcept {
    if (text.empty() || text.size() > digits || (text.size() > 1 && text.front() == '0'))
        return std::nullopt;
    unsigned value = 0;
    for (char const c : text) {
        if (!is_digit(c)) return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

CFDNS_DECL std::optional<ip_network> parse_ip_address(std::string_view text) {
    ip_network out;
    std::array<std::uint8_t, 4> quad{};
    if (read_ipv4(text, quad)) {
        std::copy(quad.begin(), quad.end(), out.octets.begin());
        out.size = 4;
    } else if (auto const groups = read_ipv6(text)) {
        for (std::uint16_t const group : *groups) {
            out.octets[out.size++] = static_cast<std::uint8_t>(group >> 8);
            out.octets[out.size++] = static_cast<std::uint8_t>(group & 255);
        }
    } else {
        return std::nullopt;
    }
    out.length = out.size * 8;
    return out;
}

// CIDR notation, or an address. Bits of the host are cleared.
CFDNS_DECL std::optional<ip_network> parse_ip_network(std::string_view text) {
    std::size_t const slash = text.find('/');
    auto out = parse_ip_address(text.substr(0, slash));
    if (!out || slash == std::string_view::npos) return out;
    auto const length = parse_small_number(text.substr(slash + 1), 3);
    if (!length || *length > out->length) return std::nullopt;
    out->length = *length;
    for (std::size_t i = 0; i != out->size; ++i) {
        std::size_t const kept = out->length > i * 8 ? out->length - i * 8 : 0;
        if (kept < 8) out->octets[i] = static_cast<std::uint8_t>(out->octets[i] & (0xff00u >> kept));
    }
    return out;
}

// Text that is not an address or network equals itself only.
CFDNS_DECL bool is_same_network(std::string_view a, std::string_view b) {
    if (a == b) return true;
    auto const first = parse_ip_network(a);
    return first && first == parse_ip_network(b);
}

// Names that are not domain names equal themselves only.
CFDNS_DECL bool is_same_name(std::string_view a, std::string_view b) {
    if (a == b) return true;
    auto const first = canonical_name(a);
    auto const second = canonical_name(b);
    return first && second && *first == *second;
}

CFDNS_DECL std::string normalize_algorithm(std::string_view algo) {
    if (algo.ends_with('.')) algo.remove_suffix(1);
    std::string out{algo};
    for (char& c : out) c = to_lower(c);
    if (out == "hmac-md5") out = "hmac-md5.sig-alg.reg.int";
    return out;
}

// The octets of Base64 (RFC 4648 section 4), with or without padding; empty if it is invalid.
CFDNS_DECL secret_string decode_base64(std::string_view text) {
    if (text.size() % 4 == 0)
        for (int i = 0; i != 2 && text.ends_with('='); ++i) text.remove_suffix(1);
    std::string out;
    out.reserve(text.size());
    unsigned bits = 0;
    unsigned held = 0;
    bool valid = text.size() % 4 != 1;
    for (char const c : text) {
        unsigned value = 0;
        if (c >= 'A' && c <= 'Z')
            value = static_cast<unsigned>(c - 'A');
        else if (c >= 'a' && c <= 'z')
            value = static_cast<unsigned>(c - 'a') + 26;
        else if (is_digit(c))
            value = static_cast<unsigned>(c - '0') + 52;
        else if (c == '+' || c == '/')
            value = c == '+' ? 62 : 63;
        else
            valid = false;
        bits = (bits << 6 | value) & 0xffffu;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        out.push_back(static_cast<char>(static_cast<unsigned char>(bits >> held & 255)));
    }
    secret_string decoded{std::move(out)};  // overwrites `out`
    return valid ? std::move(decoded) : secret_string{};
}

// Texts that are not Base64 equal themselves only.
CFDNS_DECL bool is_same_secret(secret_string const& a, secret_string const& b) {
    if (a.expose() == b.expose()) return true;
    secret_string const first = decode_base64(a.expose());
    return !first.empty() && first.expose() == decode_base64(b.expose()).expose();
}

}  // namespace cfdns::inline v0_2::detail

#endif
