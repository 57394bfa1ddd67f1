// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_NAME_SERVER_IPP
#define CFDNS_IMPL_FLOWS_NAME_SERVER_IPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/core/secret.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/refusal.hpp>
#include <cfdns/flows/name_server.hpp>
#include <cfdns/impl/flows/normalize.ipp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2 {

namespace detail {

// RFC 5952 for IPv6; ranges in CIDR notation.
CFDNS_DECL std::string format_network(ip_network const& network) {
    std::string out;
    if (network.size == 4) {
        for (std::size_t i = 0; i != 4; ++i) {
            if (i != 0) out += '.';
            out += std::to_string(network.octets[i]);
        }
    } else {
        auto const group = [&](std::size_t i) {
            return static_cast<unsigned>(network.octets[2 * i] << 8 | network.octets[2 * i + 1]);
        };
        std::size_t start = 8, length = 1;  // of the first longest run of zeros
        for (std::size_t i = 0; i != 8; ++i) {
            std::size_t end = i;
            while (end != 8 && group(end) == 0) ++end;
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        for (std::size_t i = 0; i != 8; ++i) {
            if (i == start) {
                out += "::";
                i += length - 1;
                continue;
            }
            if (!out.empty() && !out.ends_with(':')) out += ':';
            bool leading = true;
            for (unsigned shift = 16; shift != 0;) {
                shift -= 4;
                unsigned const digit = group(i) >> shift & 15u;
                leading = leading && digit == 0 && shift != 0;
                if (!leading) out += lower_hex_digits[digit];
            }
        }
    }
    if (network.length != network.size * 8) {
        out += '/';
        out += std::to_string(network.length);
    }
    return out;
}

CFDNS_DECL bool contains_network(ip_network const& range, ip_network const& other) {
    if (range.size != other.size || range.length > other.length) return false;
    for (std::size_t bit = 0; bit != range.length; ++bit)
        if (((range.octets[bit / 8] ^ other.octets[bit / 8]) & (0x80u >> bit % 8)) != 0) return false;
    return true;
}

// An address or range in a text.
struct found_network {
    std::string_view text{};
    std::size_t line{};  // starting at 1
    ip_network network{};
};

CFDNS_DECL std::vector<found_network> networks_in(std::string_view text) {
    std::vector<found_network> out;
    auto const in_address = [](char c) { return is_alnum(c) || c == '.' || c == ':' || c == '/'; };
    std::size_t line = 1;
    for (std::size_t i = 0; i != text.size();) {
        if (text[i] == '\n') ++line;
        if (!in_address(text[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end != text.size() && in_address(text[end])) ++end;
        std::string_view word = text.substr(i, end - i);
        i = end;
        auto network = parse_ip_network(word);
        // The end of a sentence, or an IPv4 address with a port.
        if (std::size_t const cut = word.find_last_of(".:"); !network && cut != std::string_view::npos) {
            word = word.substr(0, cut);
            network = parse_ip_network(word);
        }
        if (network) out.push_back({word, line, *network});
    }
    return out;
}

// Text that contains secrets. What it outgrows is overwritten.
class secret_writer {
public:
    secret_writer() = default;
    secret_writer(secret_writer const&) = delete;
    secret_writer& operator=(secret_writer const&) = delete;
    ~secret_writer() { wipe(text_.data(), text_.size()); }

    void add(std::string_view text) {
        if (text_.capacity() - text_.size() < text.size()) {
            std::string larger;
            larger.reserve(2 * (text_.size() + text.size()));
            larger += text_;
            wipe(text_.data(), text_.size());
            text_.swap(larger);
        }
        text_ += text;
    }
    void add(std::initializer_list<std::string_view> texts) {
        for (std::string_view const text : texts) add(text);
    }
    // Base64 (RFC 4648 section 4).
    void add_base64(std::string_view octets) {
        constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (; !octets.empty(); octets.remove_prefix((std::min)(octets.size(), std::size_t{3}))) {
            std::uint32_t bits = 0;
            for (std::size_t i = 0; i != 3; ++i)
                bits = bits << 8 | (i < octets.size() ? static_cast<unsigned char>(octets[i]) : 0u);
            char four[4] = {digits[bits >> 18], digits[bits >> 12 & 63], digits[bits >> 6 & 63],
                            digits[bits & 63]};
            for (std::size_t i = octets.size() + 1; i < 4; ++i) four[i] = '=';
            add(std::string_view{four, 4});
            wipe(four, sizeof four);
        }
    }

    secret_string take() { return secret_string{std::move(text_)}; }

private:
    std::string text_{};
};

// A setup in the form in which it is written: nothing here needs quotes in any of the languages.
struct checked_setup {
    struct key {
        std::string name{};
        std::string algorithm{};
        secret_string secret{};  // octets
    };

    flows::name_server_role role{};
    std::vector<std::string> zones{};
    std::vector<key> keys{};
    std::vector<ip_network> addresses{};
    std::vector<std::string> sources{};
    std::vector<ip_network> notify_targets{};
    ip_network transfer_address{};
    std::string port{};
    std::string id{};  // of what the zones share

    bool is_primary() const { return role == flows::name_server_role::primary; }
};

class setup_checker {
public:
    explicit setup_checker(flows::name_server_setup const& setup) : setup_(setup) {}

    std::optional<refusal> check(checked_setup& out) {
        out.role = setup_.role;
        if (out.role > flows::name_server_role::secondary) refuse("role", "is not a role");
        if (setup_.zones.empty()) refuse("zones", "must not be empty");
        for (std::size_t i = 0; i != setup_.zones.size(); ++i)
            add_name("zones", i, "", setup_.zones[i], out.zones);
        std::vector<std::string> names;
        for (std::size_t i = 0; i != setup_.keys.size(); ++i) {
            std::string_view const name = setup_.keys[i].name.get();
            if (std::any_of(name.begin(), name.end(), [](char c) { return (c & 0x80) != 0; }))
                refuse(path("keys", i, "/name"), "must be ASCII");
            add_name("keys", i, "/name", name, names);
            add_key(i, setup_.keys[i], names, out.keys);
        }
        for (std::size_t i = 0; i != setup_.addresses.size(); ++i) {
            auto const address = read_address(path("addresses", i), setup_.addresses[i]);
            for (ip_network const& other : out.addresses)
                if (other.size == address.size)
                    refuse(path("addresses", i), "must not be a second address of the same IP version");
            out.addresses.push_back(address);
        }
        check_cloudflare(setup_.cloudflare, out);
        std::string_view const prefix = setup_.prefix;
        if (prefix.empty() || prefix.size() > 63 || !is_label(prefix))
            refuse("prefix", "must be a label of letters, digits, hyphens and underscores");
        out.id = setup_.prefix + (out.is_primary() ? "-secondary" : "-primary");
        return std::move(refused_);
    }

private:
    static std::string path(std::string_view list, std::size_t index, std::string_view member = {}) {
        std::string out{list};
        out += '/';
        out += std::to_string(index);
        out += member;
        return out;
    }

    void refuse(std::string_view parameter, std::string_view reason) {
        if (!refused_) refused_ = make_refusal(parameter, reason);
    }

    // A hyphen in front would make it an option on a command line.
    static bool is_label(std::string_view label) {
        if (label.empty() || label.front() == '-' || label.back() == '-') return false;
        return std::all_of(label.begin(), label.end(),
                           [](char c) { return is_alnum(c) || c == '-' || c == '_'; });
    }

    void add_name(std::string_view list, std::size_t index, std::string_view member, std::string_view name,
                  std::vector<std::string>& names) {
        auto canonical = canonical_name(name);
        if (!canonical) return refuse(path(list, index, member), "is not a domain name");
        for (std::string_view rest = *canonical;;) {
            std::size_t const dot = rest.find('.');
            if (!is_label(rest.substr(0, dot)))
                return refuse(path(list, index, member),
                              "must consist of labels of letters, digits, hyphens and underscores");
            if (dot == std::string_view::npos) break;
            rest.remove_prefix(dot + 1);
        }
        auto const same = std::find(names.begin(), names.end(), *canonical);
        if (same != names.end()) {
            auto const of = static_cast<std::size_t>(same - names.begin());
            return refuse(path(list, index, member), "repeats " + path(list, of, member));
        }
        names.push_back(*std::move(canonical));
    }

    void add_key(std::size_t index, flows::tsig const& key, std::vector<std::string> const& names,
                 std::vector<checked_setup::key>& keys) {
        std::string algorithm = normalize_algorithm(key.algo);
        if (algorithm == "hmac-md5.sig-alg.reg.int") algorithm = "hmac-md5";
        constexpr std::string_view known[] = {"hmac-md5",    "hmac-sha1",   "hmac-sha224",
                                              "hmac-sha256", "hmac-sha384", "hmac-sha512"};
        if (std::find(std::begin(known), std::end(known), algorithm) == std::end(known))
            refuse(path("keys", index, "/algo"), "is not an algorithm that the software supports");
        secret_string octets = decode_base64(key.secret.get().expose());
        if (octets.empty()) refuse(path("keys", index, "/secret"), "is not Base64");
        if (!refused_) keys.push_back({names.back(), std::move(algorithm), std::move(octets)});
    }

    ip_network read_address(std::string_view parameter, std::string_view text) {
        auto const address = parse_ip_address(text);
        if (!address) refuse(parameter, "is not an IPv4 or IPv6 address");
        return address.value_or(ip_network{});
    }

    static bool has_version_of(std::vector<ip_network> const& addresses, ip_network const& of) {
        return addresses.empty() ||
               std::any_of(addresses.begin(), addresses.end(),
                           [&of](ip_network const& address) { return address.size == of.size; });
    }

    void check_cloudflare(flows::cloudflare_addresses const& cloudflare, checked_setup& out) {
        // Some of the programs take an empty list for all addresses.
        if (cloudflare.sources.empty()) refuse("cloudflare/sources", "must not be empty");
        for (std::size_t i = 0; i != cloudflare.sources.size(); ++i) {
            auto const range = parse_ip_network(cloudflare.sources[i]);
            if (!range)
                refuse(path("cloudflare/sources", i), "is not an address or a range in CIDR notation");
            else if (range->length == 0)
                refuse(path("cloudflare/sources", i), "must not contain all addresses");
            else
                out.sources.push_back(format_network(*range));
        }
        if (cloudflare.notify_targets.empty()) refuse("cloudflare/notify_targets", "must not be empty");
        for (std::size_t i = 0; i != cloudflare.notify_targets.size(); ++i) {
            auto const target =
                read_address(path("cloudflare/notify_targets", i), cloudflare.notify_targets[i]);
            if (has_version_of(out.addresses, target)) out.notify_targets.push_back(target);
        }
        if (out.is_primary() && out.notify_targets.empty())
            refuse("addresses",
                   "must have an address of the same IP version as one of cloudflare/notify_targets");
        out.transfer_address = read_address("cloudflare/transfer_address", cloudflare.transfer_address);
        if (!out.is_primary() && !has_version_of(out.addresses, out.transfer_address))
            refuse("addresses",
                   "must have an address of the same IP version as cloudflare/transfer_address");
        if (cloudflare.port < 1 || cloudflare.port > 65535)
            refuse("cloudflare/port", "must be from 1 to 65535");
        if (cloudflare.port != 53) out.port = std::to_string(cloudflare.port);
    }

    flows::name_server_setup const& setup_;
    std::optional<refusal> refused_{};
};

// An address, and the port after `separator` unless it is 53.
CFDNS_DECL std::string with_port(ip_network const& address, std::string_view separator,
                                 checked_setup const& setup) {
    std::string out = format_network(address);
    if (!setup.port.empty()) {
        out += separator;
        out += setup.port;
    }
    return out;
}

CFDNS_DECL std::string join_texts(std::vector<std::string> const& texts, std::string_view separator) {
    std::string out;
    for (std::string const& text : texts) {
        if (!out.empty()) out += separator;
        out += text;
    }
    return out;
}

CFDNS_DECL std::vector<std::string> names_of_keys(checked_setup const& setup) {
    std::vector<std::string> out;
    for (checked_setup::key const& key : setup.keys) out.push_back(key.name);
    return out;
}

CFDNS_DECL std::vector<std::string> own_addresses(checked_setup const& setup) {
    std::vector<std::string> out;
    for (ip_network const& address : setup.addresses) out.push_back(format_network(address));
    return out;
}

CFDNS_DECL void write_bind9(secret_writer& out, checked_setup const& setup) {
    for (checked_setup::key const& key : setup.keys) {
        out.add({"key \"", key.name, "\" {\n    algorithm ", key.algorithm, ";\n    secret \""});
        out.add_base64(key.secret.expose());
        out.add("\";\n};\n");
    }
    out.add({"acl \"", setup.id, "\" { ", join_texts(setup.sources, "; "), "; };\n"});
    out.add({"primaries \"", setup.id, "\" {\n"});
    auto const add_server = [&](ip_network const& address, std::string_view key) {
        out.add({"    ", with_port(address, " port ", setup)});
        if (!key.empty()) out.add({" key \"", key, "\""});
        out.add(";\n");
    };
    if (setup.is_primary()) {
        for (ip_network const& target : setup.notify_targets)
            add_server(target, setup.keys.empty() ? std::string_view{} : setup.keys.front().name);
    } else {
        // It tries them in turn.
        for (checked_setup::key const& key : setup.keys) add_server(setup.transfer_address, key.name);
        if (setup.keys.empty()) add_server(setup.transfer_address, {});
    }
    out.add("};\n");
    std::string shared;
    if (setup.is_primary()) {
        // Elements of a list are alternatives: other addresses are refused before a key is accepted.
        shared += setup.keys.empty() ? "    allow-transfer { \"" + setup.id + "\"; };\n"
                                     : "    allow-transfer { !{ !\"" + setup.id + "\"; any; };";
        for (checked_setup::key const& key : setup.keys) shared += " key \"" + key.name + "\";";
        if (!setup.keys.empty()) shared += " };\n";
        shared += "    notify explicit;\n    also-notify { \"" + setup.id + "\"; };\n";
    } else {
        shared += "    primaries { \"" + setup.id + "\"; };\n    allow-notify { \"" + setup.id +
                  "\"; };\n    allow-transfer { none; };\n    notify no;\n";
    }
    for (ip_network const& address : setup.addresses) {
        if (!setup.is_primary() && address.size != setup.transfer_address.size) continue;
        shared += setup.is_primary() ? "    notify-source" : "    transfer-source";
        shared += (address.size == 4 ? " " : "-v6 ") + format_network(address) + ";\n";
    }
    for (std::string const& zone : setup.zones)
        out.add({"zone \"", zone, "\" {\n    type ", to_string(setup.role), ";\n    file \"", zone,
                 ".zone\";\n", shared, "};\n"});
}

CFDNS_DECL void write_knot(secret_writer& out, checked_setup const& setup) {
    if (!setup.keys.empty()) out.add("key:\n");
    for (checked_setup::key const& key : setup.keys) {
        out.add({"  - id: ", key.name, "\n    algorithm: ", key.algorithm, "\n    secret: "});
        out.add_base64(key.secret.expose());
        out.add("\n");
    }
    std::vector<std::string> remotes;
    auto const add_remote = [&](ip_network const& address, std::string_view key) {
        remotes.push_back(setup.id + "-" + std::to_string(remotes.size() + 1));
        out.add({"  - id: ", remotes.back(), "\n    address: ", with_port(address, "@", setup), "\n"});
        if (!setup.addresses.empty()) out.add({"    via: [", join_texts(own_addresses(setup), ", "), "]\n"});
        if (!key.empty()) out.add({"    key: ", key, "\n"});
    };
    out.add("remote:\n");
    if (setup.is_primary()) {
        for (ip_network const& target : setup.notify_targets)
            add_remote(target, setup.keys.empty() ? std::string_view{} : setup.keys.front().name);
    } else {
        for (checked_setup::key const& key : setup.keys) add_remote(setup.transfer_address, key.name);
        if (setup.keys.empty()) add_remote(setup.transfer_address, {});
    }
    std::string const keys = "    key: [" + join_texts(names_of_keys(setup), ", ") + "]\n";
    std::vector<std::string> acls;
    auto const add_acl = [&](std::string_view suffix, bool with_keys) {
        acls.push_back(setup.id + std::string{suffix});
        out.add({"  - id: ", acls.back(), "\n    address: [", join_texts(setup.sources, ", "), "]\n",
                 with_keys ? std::string_view{keys} : std::string_view{},
                 setup.is_primary() ? "    action: transfer\n" : "    action: notify\n"});
    };
    out.add("acl:\n");
    add_acl("", setup.is_primary() && !setup.keys.empty());
    // A rule with keys accepts signed messages only, and one without keys unsigned ones only. It is not
    // documented that Cloudflare signs every NOTIFY.
    if (!setup.is_primary() && !setup.keys.empty()) add_acl("-signed", true);
    // No template: it would replace the default one.
    std::string shared = setup.is_primary() ? "    notify: [" : "    master: [";
    shared += join_texts(remotes, ", ") + "]\n    acl: [" + join_texts(acls, ", ") + "]\n";
    out.add("zone:\n");
    for (std::string const& zone : setup.zones) out.add({"  - domain: ", zone, "\n", shared});
}

CFDNS_DECL void write_nsd(secret_writer& out, checked_setup const& setup) {
    for (checked_setup::key const& key : setup.keys) {
        out.add({"key:\n    name: \"", key.name, "\"\n    algorithm: ", key.algorithm, "\n    secret: \""});
        out.add_base64(key.secret.expose());
        out.add("\"\n");
    }
    out.add({"pattern:\n    name: \"", setup.id, "\"\n"});
    std::vector<std::string> keys = names_of_keys(setup);
    std::string const unsigned_messages = "NOKEY";
    if (keys.empty()) keys.push_back(unsigned_messages);
    auto const add = [&](std::string_view option, std::string_view address, std::string_view key) {
        out.add({"    ", option, ": ", address, " ", key, "\n"});
    };
    if (setup.is_primary()) {
        for (std::string const& key : keys)
            for (std::string const& source : setup.sources) add("provide-xfr", source, key);
        for (ip_network const& target : setup.notify_targets)
            add("notify", with_port(target, "@", setup), keys.front());
    } else {
        for (std::string const& key : keys)
            add("request-xfr", with_port(setup.transfer_address, "@", setup), key);
        // A key accepts signed messages only, and NOKEY unsigned ones only.
        if (!setup.keys.empty()) keys.push_back(unsigned_messages);
        for (std::string const& key : keys)
            for (std::string const& source : setup.sources) add("allow-notify", source, key);
    }
    for (std::string const& address : own_addresses(setup))
        out.add({"    outgoing-interface: ", address, "\n"});
    for (std::string const& zone : setup.zones)
        out.add({"zone:\n    name: \"", zone, "\"\n    zonefile: \"", zone,
                 ".zone\"\n    include-pattern: \"", setup.id, "\"\n"});
}

CFDNS_DECL std::string powerdns_address(ip_network const& address, checked_setup const& setup) {
    std::string out = format_network(address);
    if (setup.port.empty()) return out;
    return (address.size == 4 ? out : "[" + out + "]") + ":" + setup.port;
}

CFDNS_DECL void write_powerdns(secret_writer& out, checked_setup const& setup) {
    std::string const sources = join_texts(setup.sources, ",");
    if (setup.is_primary()) {
        std::vector<std::string> targets;
        for (ip_network const& target : setup.notify_targets)
            targets.push_back(powerdns_address(target, setup));
        // An address in allow-axfr-ips needs no key.
        out.add({"primary=yes\nallow-axfr-ips=", setup.keys.empty() ? std::string_view{sources} : "",
                 "\nonly-notify=\nalso-notify=", join_texts(targets, ","), "\n"});
    } else {
        out.add({"secondary=yes\nallow-axfr-ips=\ntrusted-notification-proxy=", sources, "\n"});
    }
    if (!setup.addresses.empty())
        out.add({"query-local-address=", join_texts(own_addresses(setup), ","), "\n"});
}

CFDNS_DECL void write_powerdns_commands(secret_writer& out, checked_setup const& setup) {
    for (checked_setup::key const& key : setup.keys) {
        out.add({"pdnsutil import-tsig-key ", key.name, " ", key.algorithm, " '"});
        out.add_base64(key.secret.expose());
        out.add("'\n");
    }
    for (std::string const& zone : setup.zones) {
        if (setup.is_primary())
            out.add({"pdnsutil set-kind ", zone, " primary\n"});
        else
            out.add({"pdnsutil create-secondary-zone ", zone, " ",
                     powerdns_address(setup.transfer_address, setup), "\n"});
        if (setup.keys.empty()) continue;
        // Replaces what an earlier setup has activated. A secondary signs with one key only.
        out.add({"pdnsutil set-meta ", zone, setup.is_primary() ? " TSIG-ALLOW-AXFR" : " AXFR-MASTER-TSIG"});
        std::size_t const used = setup.is_primary() ? setup.keys.size() : std::size_t{1};
        for (std::size_t i = 0; i != used; ++i) out.add({" ", setup.keys[i].name});
        out.add("\n");
    }
}

struct former_range {
    std::string_view range;
    std::chrono::sys_days until;
};

inline constexpr std::chrono::sys_days until_2026_12_01{
    std::chrono::year_month_day{std::chrono::year{2026}, std::chrono::month{12}, std::chrono::day{1}}};
inline constexpr former_range former_ranges[] = {
    {"198.41.144.240/28", until_2026_12_01},
    {"198.41.150.240/28", until_2026_12_01},
    {"2a06:98c0:3601::/48", until_2026_12_01},
    {"2a06:98c0:1401::/48", until_2026_12_01},
};

CFDNS_DECL std::string format_day(std::chrono::sys_days day) {
    std::chrono::year_month_day const date{day};
    auto const two = [](unsigned value) { return (value < 10 ? "-0" : "-") + std::to_string(value); };
    return std::to_string(static_cast<int>(date.year())) + two(static_cast<unsigned>(date.month())) +
           two(static_cast<unsigned>(date.day()));
}

CFDNS_DECL void add_notes(std::vector<std::string>& notes, flows::name_server_software software,
                          checked_setup const& setup, flows::name_server_setup const& original) {
    using enum flows::name_server_software;
    bool const with_keys = !setup.keys.empty();
    switch (software) {
        case bind9:
            notes.emplace_back(
                "Include the text in named.conf, outside of views, and run \"rndc reconfig\".");
            break;
        case knot:
            notes.emplace_back("Include the text in knot.conf, and run \"knotc reload\".");
            if (setup.is_primary())
                notes.emplace_back(
                    "Knot DNS sends NOTIFY over TCP: port 53 must be open for TCP to Cloudflare.");
            break;
        case nsd:
            notes.emplace_back("Include the text in nsd.conf, and run \"nsd-control reconfig\".");
            break;
        case powerdns:
            notes.emplace_back(
                "Include the text in pdns.conf, where none of its settings may occur twice, restart the "
                "server, "
                "and run the commands.");
            if (setup.is_primary()) {
                notes.emplace_back("The zones must exist in the database.");
                notes.emplace_back("NOTIFY is sent to Cloudflare for all primary zones of the server.");
                if (with_keys)
                    notes.emplace_back(
                        "PowerDNS accepts a key from every address: only a firewall limits zone transfers "
                        "to "
                        "those of Cloudflare.");
            } else if (setup.keys.size() > 1) {
                notes.emplace_back(
                    "A secondary on PowerDNS uses one key at a time, here the first: after Cloudflare has "
                    "changed to another, activate it with \"pdnsutil set-meta ZONE AXFR-MASTER-TSIG KEY\", "
                    "and "
                    "run \"pdns_control retrieve ZONE\".");
            }
            break;
    }
    if (setup.is_primary() && software != powerdns)
        notes.emplace_back(
            "A zone that the server already has needs only the options of the zone in the text.");
    if (!with_keys) notes.emplace_back("Without a key, zone transfers are allowed by address only.");
    flows::cloudflare_addresses const published;
    flows::cloudflare_addresses const& used = original.cloudflare;
    if (used.sources == published.sources && used.notify_targets == published.notify_targets &&
        used.transfer_address == published.transfer_address)
        notes.push_back("The addresses of Cloudflare are those published on " +
                        format_day(flows::cloudflare_addresses_published) + ".");
    for (flows::outdated_address const& found :
         flows::find_outdated_addresses(join_texts(setup.sources, "\n")))
        notes.push_back("Cloudflare has replaced " + found.address + ": it uses it at most until " +
                        format_day(found.until) + ".");
}

}  // namespace detail

namespace flows {

CFDNS_DECL std::string_view to_string(name_server_software software) noexcept {
    switch (software) {
        case name_server_software::bind9: return "bind9";
        case name_server_software::knot: return "knot";
        case name_server_software::nsd: return "nsd";
        case name_server_software::powerdns: return "powerdns";
    }
    return "unknown";
}

CFDNS_DECL std::string_view to_string(name_server_role role) noexcept {
    switch (role) {
        case name_server_role::primary: return "primary";
        case name_server_role::secondary: return "secondary";
    }
    return "unknown";
}

CFDNS_DECL std::vector<outdated_address> find_outdated_addresses(std::string_view text) {
    std::vector<outdated_address> out;
    for (detail::found_network const& found : detail::networks_in(text))
        for (detail::former_range const& former : detail::former_ranges)
            if (detail::contains_network(*detail::parse_ip_network(former.range), found.network))
                out.push_back({std::string{found.text}, found.line, former.until});
    return out;
}

CFDNS_DECL result<name_server_setup> name_server_setup_of(desired const& want, std::string_view peer,
                                                          name_server_role role) {
    if (auto const checked = check(want); checked.has_error()) return checked.error();
    auto const of_name = std::find_if(want.peers.begin(), want.peers.end(),
                                      [peer](flows::peer const& one) { return one.name.get() == peer; });
    if (of_name == want.peers.end())
        return detail::invalid_parameter("peer", "must be the name of an element of peers");
    name_server_setup out{.role = role};
    auto const add_zones = [&](auto const& zones) {
        for (auto const& zone : zones) {
            auto const& peers = zone.peers.get();
            if (std::find(peers.begin(), peers.end(), peer) != peers.end())
                out.zones.push_back(zone.name.get());
        }
    };
    if (role == name_server_role::primary)
        add_zones(want.incoming);
    else
        add_zones(want.outgoing);
    for (tsig const& key : want.tsigs)
        if (detail::is_same_name(key.name.get(), of_name->tsig)) out.keys.push_back(key);
    if (!of_name->ip.empty()) out.addresses.push_back(of_name->ip);
    return out;
}

CFDNS_DECL result<name_server_configuration> configure_name_server(name_server_software software,
                                                                   name_server_setup const& setup) {
    if (software > name_server_software::powerdns)
        return detail::invalid_parameter("software", "is not a name server software");
    detail::checked_setup checked;
    if (auto const refused = detail::setup_checker{setup}.check(checked))
        return detail::invalid_parameter(*refused);
    detail::secret_writer text, commands;
    switch (software) {
        case name_server_software::bind9: detail::write_bind9(text, checked); break;
        case name_server_software::knot: detail::write_knot(text, checked); break;
        case name_server_software::nsd: detail::write_nsd(text, checked); break;
        case name_server_software::powerdns:
            detail::write_powerdns(text, checked);
            detail::write_powerdns_commands(commands, checked);
            break;
    }
    name_server_configuration out{text.take(), commands.take(), {}};
    detail::add_notes(out.notes, software, checked, setup);
    return out;
}

}  // namespace flows

}  // namespace cfdns::inline v0_2

#endif
