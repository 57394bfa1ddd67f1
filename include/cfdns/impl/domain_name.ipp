// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_DOMAIN_NAME_IPP
#define CFDNS_IMPL_DOMAIN_NAME_IPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/utf8.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace cfdns::inline v0_2 {

namespace detail {

inline constexpr std::size_t max_label = 63, max_name = 253;

CFDNS_DECL char32_t first_code_point(std::string_view text, std::size_t size) noexcept {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (size == 1) return byte(0);
    char32_t out = byte(0) & (0x7fu >> size);
    for (std::size_t i = 1; i != size; ++i) out = out << 6 | (byte(i) & 0x3fu);
    return out;
}

CFDNS_DECL char punycode_digit(std::uint32_t value) noexcept {
    return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26));
}

// RFC 3492 section 6.3. With at most 63 code points, nothing overflows.
CFDNS_DECL void append_punycode(std::string& out, std::u32string const& label) {
    constexpr std::uint32_t base = 36, tmin = 1, tmax = 26, skew = 38, damp = 700;
    std::uint32_t handled = 0;
    for (char32_t const c : label)
        if (c < 0x80) {
            out += to_lower(static_cast<char>(c));
            ++handled;
        }
    std::uint32_t const basic = handled;
    if (basic != 0) out += '-';
    std::uint32_t n = 0x80, delta = 0, bias = 72;
    while (handled < label.size()) {
        std::uint32_t next = 0x110000;
        for (char32_t const c : label)
            if (c >= n && c < next) next = c;
        delta += (next - n) * (handled + 1);
        n = next;
        for (char32_t const c : label) {
            if (c < n) ++delta;
            if (c != n) continue;
            std::uint32_t q = delta;
            for (std::uint32_t k = base;; k += base) {
                std::uint32_t const t = k <= bias ? tmin : k >= bias + tmax ? tmax : k - bias;
                if (q < t) break;
                out += punycode_digit(t + (q - t) % (base - t));
                q = (q - t) / (base - t);
            }
            out += punycode_digit(q);
            ++handled;
            delta = (handled == basic + 1 ? delta / damp : delta / 2);
            delta += delta / handled;
            std::uint32_t k = 0;
            for (; delta > (base - tmin) * tmax / 2; k += base) delta /= base - tmin;
            bias = k + (base - tmin + 1) * delta / (delta + skew);
            delta = 0;
        }
        ++delta;
        ++n;
    }
}

// Appends a label in canonical form. Returns why it is not one.
CFDNS_DECL char const* append_label(std::string& out, std::string_view label) {
    if (label.empty()) return "must not have empty labels";
    std::size_t const start = out.size();
    if (std::all_of(label.begin(), label.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
        out += label;
        for (std::size_t i = start; i != out.size(); ++i) out[i] = to_lower(out[i]);
    } else {
        std::u32string points;
        for (std::string_view rest = label; !rest.empty();) {
            std::size_t const size = utf8_sequence(rest);
            if (size == 0) return "must be valid UTF-8";
            points += first_code_point(rest, size);
            rest.remove_prefix(size);
        }
        if (points.size() > max_label) return "must not have labels of more than 63 octets";
        append_punycode(out += "xn--", points);
    }
    return out.size() - start > max_label ? "must not have labels of more than 63 octets" : nullptr;
}

// Appends a name in canonical form. Returns why it is not one; what was appended is then of no use.
CFDNS_DECL char const* append_canonical_name(std::string& out, std::string_view name) {
    if (name.empty()) return "must not be empty";
    std::size_t const start = out.size();
    if (name == ".") {
        out += name;
        return nullptr;
    }
    if (name.ends_with('.')) name.remove_suffix(1);
    for (bool more = true; more;) {
        std::size_t const dot = name.find('.');
        more = dot != std::string_view::npos;
        if (char const* const reason = append_label(out, name.substr(0, dot))) return reason;
        if (!more) break;
        out += '.';
        name.remove_prefix(dot + 1);
    }
    return out.size() - start > max_name ? "must not have more than 253 octets" : nullptr;
}

}  // namespace detail

CFDNS_DECL result<std::string> canonical_name(std::string_view name) {
    std::string out;
    if (char const* const reason = detail::append_canonical_name(out, name))
        return detail::invalid_parameter("name", reason);
    return out;
}

CFDNS_DECL result<std::vector<std::string>> zone_candidates(std::string_view host, std::size_t min_labels) {
    auto const canonical = canonical_name(host);
    if (canonical.has_error()) return canonical.error();
    std::string_view name = *canonical;
    std::vector<std::string> out;
    if (name == ".") {
        if (min_labels == 0) out.emplace_back(name);
        return out;
    }
    if (name.starts_with("*.")) name.remove_prefix(2);
    for (std::size_t labels = 1 + static_cast<std::size_t>(std::count(name.begin(), name.end(), '.'));
         labels >= (std::max)(min_labels, std::size_t{1}); --labels) {
        out.emplace_back(name);
        if (labels == 1) break;
        name.remove_prefix(name.find('.') + 1);
    }
    return out;
}

}  // namespace cfdns::inline v0_2

#endif
