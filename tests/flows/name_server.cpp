// SPDX-License-Identifier: BSL-1.0
#include <cfdns/flows.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace flows = cfdns::flows;
using flows::name_server_role;
using flows::name_server_software;

namespace {

name_server_software const all_software[] = {name_server_software::bind9, name_server_software::knot,
                                             name_server_software::nsd, name_server_software::powerdns};
name_server_role const roles[] = {name_server_role::primary, name_server_role::secondary};

// Base64 of "canary-1" and "canary-2".
std::string_view const canaries[] = {"Y2FuYXJ5LTE=", "Y2FuYXJ5LTI="};

flows::tsig key(std::string name, std::string_view secret = canaries[0]) {
    return {.name = std::move(name), .secret = cfdns::secret_string{secret}};
}

flows::name_server_setup minimal(name_server_role role) { return {.role = role, .zones = {"example.com."}}; }

// Everything that a setup can have.
flows::name_server_setup full(name_server_role role) {
    return {.role = role,
            .zones = {"example.com.", "example.net"},
            .keys = {key("transfer.example.com."), key("next.example.com.", canaries[1])},
            .addresses = {"192.0.2.53", "2001:db8::53"},
            .cloudflare = {.sources = {"192.0.2.1", "2001:db8:1::/64"},
                           .notify_targets = {"192.0.2.2", "2001:db8::2"},
                           .transfer_address = "192.0.2.3",
                           .port = 5353},
            .prefix = "cf"};
}

std::string text_of(name_server_software software, flows::name_server_setup const& setup) {
    auto const made = flows::configure_name_server(software, setup);
    REQUIRE_MESSAGE(made.has_value(), made.error().message());
    return std::string{made->text.expose()} + std::string{made->commands.expose()};
}

struct expectation {
    name_server_software software;
    name_server_role role;
    bool with_key;
    char const* text;
    char const* commands;
};

expectation const expectations[] = {
    {name_server_software::bind9, name_server_role::primary, false,
     R"(acl "cloudflare-secondary" { 104.30.167.163; 104.30.167.173; 2a09:bac0:1000:c47::/64; };
primaries "cloudflare-secondary" {
    172.65.30.82;
    172.65.50.145;
    2606:4700:60:0:317:26ee:3bdf:5774;
    2606:4700:60:0:35a:4be3:4144:c5ee;
};
zone "example.com" {
    type primary;
    file "example.com.zone";
    allow-transfer { "cloudflare-secondary"; };
    notify explicit;
    also-notify { "cloudflare-secondary"; };
};
)",
     ""},
    {name_server_software::bind9, name_server_role::primary, true,
     R"(key "transfer.example.com" {
    algorithm hmac-sha256;
    secret "Y2FuYXJ5LTE=";
};
acl "cloudflare-secondary" { 104.30.167.163; 104.30.167.173; 2a09:bac0:1000:c47::/64; };
primaries "cloudflare-secondary" {
    172.65.30.82 key "transfer.example.com";
    172.65.50.145 key "transfer.example.com";
    2606:4700:60:0:317:26ee:3bdf:5774 key "transfer.example.com";
    2606:4700:60:0:35a:4be3:4144:c5ee key "transfer.example.com";
};
zone "example.com" {
    type primary;
    file "example.com.zone";
    allow-transfer { !{ !"cloudflare-secondary"; any; }; key "transfer.example.com"; };
    notify explicit;
    also-notify { "cloudflare-secondary"; };
};
)",
     ""},
    {name_server_software::bind9, name_server_role::secondary, true,
     R"(key "transfer.example.com" {
    algorithm hmac-sha256;
    secret "Y2FuYXJ5LTE=";
};
acl "cloudflare-primary" { 104.30.167.163; 104.30.167.173; 2a09:bac0:1000:c47::/64; };
primaries "cloudflare-primary" {
    172.65.64.6 key "transfer.example.com";
};
zone "example.com" {
    type secondary;
    file "example.com.zone";
    primaries { "cloudflare-primary"; };
    allow-notify { "cloudflare-primary"; };
    allow-transfer { none; };
    notify no;
};
)",
     ""},
    {name_server_software::knot, name_server_role::primary, false,
     R"(remote:
  - id: cloudflare-secondary-1
    address: 172.65.30.82
  - id: cloudflare-secondary-2
    address: 172.65.50.145
  - id: cloudflare-secondary-3
    address: 2606:4700:60:0:317:26ee:3bdf:5774
  - id: cloudflare-secondary-4
    address: 2606:4700:60:0:35a:4be3:4144:c5ee
acl:
  - id: cloudflare-secondary
    address: [104.30.167.163, 104.30.167.173, 2a09:bac0:1000:c47::/64]
    action: transfer
zone:
  - domain: example.com
    notify: [cloudflare-secondary-1, cloudflare-secondary-2, cloudflare-secondary-3, cloudflare-secondary-4]
    acl: [cloudflare-secondary]
)",
     ""},
    {name_server_software::knot, name_server_role::secondary, true,
     R"(key:
  - id: transfer.example.com
    algorithm: hmac-sha256
    secret: Y2FuYXJ5LTE=
remote:
  - id: cloudflare-primary-1
    address: 172.65.64.6
    key: transfer.example.com
acl:
  - id: cloudflare-primary
    address: [104.30.167.163, 104.30.167.173, 2a09:bac0:1000:c47::/64]
    action: notify
  - id: cloudflare-primary-signed
    address: [104.30.167.163, 104.30.167.173, 2a09:bac0:1000:c47::/64]
    key: [transfer.example.com]
    action: notify
zone:
  - domain: example.com
    master: [cloudflare-primary-1]
    acl: [cloudflare-primary, cloudflare-primary-signed]
)",
     ""},
    {name_server_software::nsd, name_server_role::primary, true,
     R"(key:
    name: "transfer.example.com"
    algorithm: hmac-sha256
    secret: "Y2FuYXJ5LTE="
pattern:
    name: "cloudflare-secondary"
    provide-xfr: 104.30.167.163 transfer.example.com
    provide-xfr: 104.30.167.173 transfer.example.com
    provide-xfr: 2a09:bac0:1000:c47::/64 transfer.example.com
    notify: 172.65.30.82 transfer.example.com
    notify: 172.65.50.145 transfer.example.com
    notify: 2606:4700:60:0:317:26ee:3bdf:5774 transfer.example.com
    notify: 2606:4700:60:0:35a:4be3:4144:c5ee transfer.example.com
zone:
    name: "example.com"
    zonefile: "example.com.zone"
    include-pattern: "cloudflare-secondary"
)",
     ""},
    {name_server_software::nsd, name_server_role::secondary, false,
     R"(pattern:
    name: "cloudflare-primary"
    request-xfr: 172.65.64.6 NOKEY
    allow-notify: 104.30.167.163 NOKEY
    allow-notify: 104.30.167.173 NOKEY
    allow-notify: 2a09:bac0:1000:c47::/64 NOKEY
zone:
    name: "example.com"
    zonefile: "example.com.zone"
    include-pattern: "cloudflare-primary"
)",
     ""},
    {name_server_software::powerdns, name_server_role::primary, true,
     R"(primary=yes
allow-axfr-ips=
only-notify=
also-notify=172.65.30.82,172.65.50.145,2606:4700:60:0:317:26ee:3bdf:5774,2606:4700:60:0:35a:4be3:4144:c5ee
)",
     R"(pdnsutil import-tsig-key transfer.example.com hmac-sha256 'Y2FuYXJ5LTE='
pdnsutil set-kind example.com primary
pdnsutil set-meta example.com TSIG-ALLOW-AXFR transfer.example.com
)"},
    {name_server_software::powerdns, name_server_role::primary, false,
     R"(primary=yes
allow-axfr-ips=104.30.167.163,104.30.167.173,2a09:bac0:1000:c47::/64
only-notify=
also-notify=172.65.30.82,172.65.50.145,2606:4700:60:0:317:26ee:3bdf:5774,2606:4700:60:0:35a:4be3:4144:c5ee
)",
     "pdnsutil set-kind example.com primary\n"},
    {name_server_software::powerdns, name_server_role::secondary, true,
     R"(secondary=yes
allow-axfr-ips=
trusted-notification-proxy=104.30.167.163,104.30.167.173,2a09:bac0:1000:c47::/64
)",
     R"(pdnsutil import-tsig-key transfer.example.com hmac-sha256 'Y2FuYXJ5LTE='
pdnsutil create-secondary-zone example.com 172.65.64.6
pdnsutil set-meta example.com AXFR-MASTER-TSIG transfer.example.com
)"},
    {name_server_software::bind9, name_server_role::secondary, false,
     R"(acl "cloudflare-primary" { 104.30.167.163; 104.30.167.173; 2a09:bac0:1000:c47::/64; };
primaries "cloudflare-primary" {
    172.65.64.6;
};
zone "example.com" {
    type secondary;
    file "example.com.zone";
    primaries { "cloudflare-primary"; };
    allow-notify { "cloudflare-primary"; };
    allow-transfer { none; };
    notify no;
};
)",
     ""},
    {name_server_software::knot, name_server_role::primary, true,
     R"(key:
  - id: transfer.example.com
    algorithm: hmac-sha256
    secret: Y2FuYXJ5LTE=
remote:
  - id: cloudflare-secondary-1
    address: 172.65.30.82
    key: transfer.example.com
  - id: cloudflare-secondary-2
    address: 172.65.50.145
    key: transfer.example.com
  - id: cloudflare-secondary-3
    address: 2606:4700:60:0:317:26ee:3bdf:5774
    key: transfer.example.com
  - id: cloudflare-secondary-4
    address: 2606:4700:60:0:35a:4be3:4144:c5ee
    key: transfer.example.com
acl:
  - id: cloudflare-secondary
    address: [104.30.167.163, 104.30.167.173, 2a09:bac0:1000:c47::/64]
    key: [transfer.example.com]
    action: transfer
zone:
  - domain: example.com
    notify: [cloudflare-secondary-1, cloudflare-secondary-2, cloudflare-secondary-3, cloudflare-secondary-4]
    acl: [cloudflare-secondary]
)",
     ""},
    {name_server_software::knot, name_server_role::secondary, false,
     R"(remote:
  - id: cloudflare-primary-1
    address: 172.65.64.6
acl:
  - id: cloudflare-primary
    address: [104.30.167.163, 104.30.167.173, 2a09:bac0:1000:c47::/64]
    action: notify
zone:
  - domain: example.com
    master: [cloudflare-primary-1]
    acl: [cloudflare-primary]
)",
     ""},
    {name_server_software::nsd, name_server_role::primary, false,
     R"(pattern:
    name: "cloudflare-secondary"
    provide-xfr: 104.30.167.163 NOKEY
    provide-xfr: 104.30.167.173 NOKEY
    provide-xfr: 2a09:bac0:1000:c47::/64 NOKEY
    notify: 172.65.30.82 NOKEY
    notify: 172.65.50.145 NOKEY
    notify: 2606:4700:60:0:317:26ee:3bdf:5774 NOKEY
    notify: 2606:4700:60:0:35a:4be3:4144:c5ee NOKEY
zone:
    name: "example.com"
    zonefile: "example.com.zone"
    include-pattern: "cloudflare-secondary"
)",
     ""},
    {name_server_software::nsd, name_server_role::secondary, true,
     R"(key:
    name: "transfer.example.com"
    algorithm: hmac-sha256
    secret: "Y2FuYXJ5LTE="
pattern:
    name: "cloudflare-primary"
    request-xfr: 172.65.64.6 transfer.example.com
    allow-notify: 104.30.167.163 transfer.example.com
    allow-notify: 104.30.167.173 transfer.example.com
    allow-notify: 2a09:bac0:1000:c47::/64 transfer.example.com
    allow-notify: 104.30.167.163 NOKEY
    allow-notify: 104.30.167.173 NOKEY
    allow-notify: 2a09:bac0:1000:c47::/64 NOKEY
zone:
    name: "example.com"
    zonefile: "example.com.zone"
    include-pattern: "cloudflare-primary"
)",
     ""},
    {name_server_software::powerdns, name_server_role::secondary, false,
     R"(secondary=yes
allow-axfr-ips=
trusted-notification-proxy=104.30.167.163,104.30.167.173,2a09:bac0:1000:c47::/64
)",
     "pdnsutil create-secondary-zone example.com 172.65.64.6\n"},
};

struct full_expectation {
    name_server_software software;
    name_server_role role;
    std::vector<std::string_view> parts;
    std::vector<std::string_view> absent{};
};

// What two keys, two zones, own addresses and other addresses and ports of Cloudflare add.
full_expectation const full_expectations[] = {
    {name_server_software::bind9,
     name_server_role::primary,
     {"key \"next.example.com\" {\n    algorithm hmac-sha256;\n    secret \"Y2FuYXJ5LTI=\";\n};\n",
      "acl \"cf-secondary\" { 192.0.2.1; 2001:db8:1::/64; };\n",
      "    192.0.2.2 port 5353 key \"transfer.example.com\";\n"
      "    2001:db8::2 port 5353 key \"transfer.example.com\";\n};\n",
      "{ !{ !\"cf-secondary\"; any; }; key \"transfer.example.com\"; key \"next.example.com\"; };\n",
      "    notify-source 192.0.2.53;\n    notify-source-v6 2001:db8::53;\n};\nzone \"example.net\" {\n"}},
    {name_server_software::bind9,
     name_server_role::secondary,
     {"primaries \"cf-primary\" {\n    192.0.2.3 port 5353 key \"transfer.example.com\";\n"
      "    192.0.2.3 port 5353 key \"next.example.com\";\n};\n",
      "    transfer-source 192.0.2.53;\n};\nzone \"example.net\" {\n"},
     {"-v6", "2001:db8::2"}},
    {name_server_software::knot,
     name_server_role::primary,
     {"  - id: cf-secondary-2\n    address: 2001:db8::2@5353\n    via: [192.0.2.53, 2001:db8::53]\n"
      "    key: transfer.example.com\n",
      "    key: [transfer.example.com, next.example.com]\n    action: transfer\n",
      "  - domain: example.net\n    notify: [cf-secondary-1, cf-secondary-2]\n    acl: [cf-secondary]\n"}},
    {name_server_software::knot,
     name_server_role::secondary,
     {"  - id: cf-primary-2\n    address: 192.0.2.3@5353\n    via: [192.0.2.53, 2001:db8::53]\n"
      "    key: next.example.com\n",
      "  - domain: example.net\n    master: [cf-primary-1, cf-primary-2]\n"}},
    {name_server_software::nsd,
     name_server_role::primary,
     {"    provide-xfr: 2001:db8:1::/64 next.example.com\n    notify: 192.0.2.2@5353 transfer.example.com\n"
      "    notify: 2001:db8::2@5353 transfer.example.com\n    outgoing-interface: 192.0.2.53\n"
      "    outgoing-interface: 2001:db8::53\nzone:\n",
      "zone:\n    name: \"example.net\"\n    zonefile: \"example.net.zone\"\n"},
     {"NOKEY"}},
    {name_server_software::nsd,
     name_server_role::secondary,
     {"    request-xfr: 192.0.2.3@5353 transfer.example.com\n"
      "    request-xfr: 192.0.2.3@5353 next.example.com\n",
      "    allow-notify: 2001:db8:1::/64 next.example.com\n    allow-notify: 192.0.2.1 NOKEY\n"}},
    {name_server_software::powerdns,
     name_server_role::primary,
     {"allow-axfr-ips=\n", "also-notify=192.0.2.2:5353,[2001:db8::2]:5353\n",
      "query-local-address=192.0.2.53,2001:db8::53\n",
      "pdnsutil import-tsig-key next.example.com hmac-sha256 'Y2FuYXJ5LTI='\n",
      "pdnsutil set-meta example.net TSIG-ALLOW-AXFR transfer.example.com next.example.com\n"}},
    {name_server_software::powerdns,
     name_server_role::secondary,
     {"trusted-notification-proxy=192.0.2.1,2001:db8:1::/64\n",
      "pdnsutil create-secondary-zone example.net 192.0.2.3:5353\n"
      "pdnsutil set-meta example.net AXFR-MASTER-TSIG transfer.example.com\n"},
     {"AXFR-MASTER-TSIG next", "transfer.example.com next"}},
};

struct refused {
    char const* parameter;
    void (*spoil)(flows::name_server_setup&);
};

refused const refusals[] = {
    {"role", [](auto& s) { s.role = name_server_role{7}; }},
    {"zones", [](auto& s) { s.zones.clear(); }},
    {"zones/0", [](auto& s) { s.zones[0] = ""; }},
    {"zones/0", [](auto& s) { s.zones[0] = "."; }},
    {"zones/1", [](auto& s) { s.zones[1] = "a..b"; }},
    {"zones/1", [](auto& s) { s.zones[1] = "EXAMPLE.com"; }},
    {"zones/1", [](auto& s) { s.zones[1] = "a/b.example"; }},
    {"zones/1", [](auto& s) { s.zones[1] = "-x.example"; }},
    {"zones/1", [](auto& s) { s.zones[1] = "x.example-"; }},
    {"zones/1", [](auto& s) { s.zones[1] = "*.example"; }},
    {"zones/1", [](auto& s) { s.zones[1] = std::string("a\0b.example", 11); }},
    {"zones/1", [](auto& s) { s.zones[1] = std::string(64, 'a') + ".example"; }},
    {"keys/0/name", [](auto& s) { s.keys[0].name = ""; }},
    {"keys/0/name", [](auto& s) { s.keys[0].name = "k\";"; }},
    {"keys/1/name", [](auto& s) { s.keys[1].name = "Transfer.Example.com"; }},
    {"keys/1/name", [](auto& s) { s.keys[1].name = "schl\xc3\xbcssel.example."; }},
    {"keys/0/algo", [](auto& s) { s.keys[0].algo = ""; }},
    {"keys/0/algo", [](auto& s) { s.keys[0].algo = "sha256"; }},
    {"keys/0/algo", [](auto& s) { s.keys[0].algo = "hmac-sha256.."; }},
    {"keys/0/algo", [](auto& s) { s.keys[0].algo = "hmac-sha256-128."; }},
    {"keys/0/algo", [](auto& s) { s.keys[0].algo = "gss-tsig."; }},
    {"keys/0/algo", [](auto& s) { s.keys[0].algo = "hmac-sha256; secret \"\""; }},
    {"keys/0/secret", [](auto& s) { s.keys[0].secret = cfdns::secret_string{""}; }},
    {"keys/0/secret", [](auto& s) { s.keys[0].secret = cfdns::secret_string{"not base64!"}; }},
    {"keys/1/secret", [](auto& s) { s.keys[1].secret = cfdns::secret_string{"AAAAA"}; }},
    {"keys/1/secret", [](auto& s) { s.keys[1].secret = cfdns::secret_string{"AAAA\n"}; }},
    {"addresses/0", [](auto& s) { s.addresses[0] = ""; }},
    {"addresses/0", [](auto& s) { s.addresses[0] = "ns1.example.com"; }},
    {"addresses/0", [](auto& s) { s.addresses[0] = "192.0.2.53/32"; }},
    {"addresses/0", [](auto& s) { s.addresses[0] = "192.0.2.053"; }},
    {"addresses/1", [](auto& s) { s.addresses[1] = "fe80::1%eth0"; }},
    {"addresses/1", [](auto& s) { s.addresses[1] = "192.0.2.54"; }},
    {"cloudflare/sources", [](auto& s) { s.cloudflare.sources.clear(); }},
    {"cloudflare/sources/1", [](auto& s) { s.cloudflare.sources[1] = "any"; }},
    {"cloudflare/sources/1", [](auto& s) { s.cloudflare.sources[1] = "::/0"; }},
    {"cloudflare/sources/0", [](auto& s) { s.cloudflare.sources[0] = "192.0.2.0/33"; }},
    {"cloudflare/sources/0", [](auto& s) { s.cloudflare.sources[0] = "192.0.2.1; any"; }},
    {"cloudflare/notify_targets", [](auto& s) { s.cloudflare.notify_targets.clear(); }},
    {"cloudflare/notify_targets/1", [](auto& s) { s.cloudflare.notify_targets[1] = "2001:db8::/64"; }},
    {"cloudflare/transfer_address", [](auto& s) { s.cloudflare.transfer_address = ""; }},
    {"cloudflare/transfer_address", [](auto& s) { s.cloudflare.transfer_address = "192.0.2.3@53"; }},
    {"cloudflare/port", [](auto& s) { s.cloudflare.port = 0; }},
    {"cloudflare/port", [](auto& s) { s.cloudflare.port = 65536; }},
    {"prefix", [](auto& s) { s.prefix = ""; }},
    {"prefix", [](auto& s) { s.prefix = "a\" b"; }},
    {"prefix", [](auto& s) { s.prefix = "a.b"; }},
    {"prefix", [](auto& s) { s.prefix = "-a"; }},
    {"prefix", [](auto& s) { s.prefix = std::string(64, 'a'); }},
};

std::string_view const hostile[] = {"\"",
                                    "'",
                                    "`",
                                    ";",
                                    "{",
                                    "}",
                                    "\n",
                                    "\r",
                                    "\r\n",
                                    "\t",
                                    " ",
                                    "\\",
                                    "\\\"",
                                    "\\n",
                                    "#",
                                    "# x\n",
                                    "//",
                                    "/*",
                                    "*/",
                                    "--",
                                    "-",
                                    "!",
                                    "any",
                                    "none",
                                    "NOKEY",
                                    "BLOCKED",
                                    "include \"/etc/passwd\";",
                                    "include: /etc/passwd",
                                    "$(id)",
                                    "${HOME}",
                                    "&& id",
                                    "| id",
                                    "> x",
                                    ":",
                                    ": ",
                                    "- id: x",
                                    "[",
                                    "]",
                                    ",",
                                    "@53",
                                    "=",
                                    "%s",
                                    "/",
                                    "../",
                                    "..",
                                    ".",
                                    "\xc3\xbc",
                                    "\xe2\x80\xa8",
                                    "\xff",
                                    "\xc0\x80",
                                    "\xef\xbc\x9b",
                                    std::string_view{"\0", 1},
                                    "a",
                                    "x",
                                    "example",
                                    "192.0.2.1",
                                    "::1",
                                    "/24",
                                    "0",
                                    "Y2FuYXJ5",
                                    "};\nzone \"evil\" {",
                                    "yes",
                                    "null",
                                    "~"};

std::string random_text(std::mt19937& random) {
    std::string out;
    for (std::size_t parts = 1 + random() % 3; parts != 0; --parts)
        out += hostile[random() % std::size(hostile)];
    return out;
}

// The number of lines and of each character that has a meaning in one of the languages. Values that are
// replaced by others of the same kind change none of them.
std::vector<std::size_t> structure(std::string_view text) {
    std::vector<std::size_t> out;
    for (char const c : std::string_view{"\n\"';{}[],# \t\\$`|&<>*?!%@~()"})
        out.push_back(static_cast<std::size_t>(std::count(text.begin(), text.end(), c)));
    return out;
}

}  // namespace

TEST_CASE("the configuration is minimal, and the same every time") {
    for (expectation const& row : expectations) {
        CAPTURE(to_string(row.software));
        CAPTURE(to_string(row.role));
        CAPTURE(row.with_key);
        auto setup = minimal(row.role);
        if (row.with_key) setup.keys = {key("transfer.example.com.")};
        for (int i = 0; i != 2; ++i) {
            auto const made = flows::configure_name_server(row.software, setup);
            REQUIRE(made.has_value());
            CHECK(std::string{made->text.expose()} == row.text);
            CHECK(std::string{made->commands.expose()} == row.commands);
        }
    }
}

TEST_CASE("the configuration contains all keys, zones and addresses") {
    for (full_expectation const& row : full_expectations) {
        CAPTURE(to_string(row.software));
        CAPTURE(to_string(row.role));
        std::string const text = text_of(row.software, full(row.role));
        CAPTURE(text);
        for (std::string_view const part : row.parts) {
            CAPTURE(part);
            CHECK(text.find(part) != std::string::npos);
        }
        for (std::string_view const part : row.absent) {
            CAPTURE(part);
            CHECK(text.find(part) == std::string::npos);
        }
        CHECK(text == text_of(row.software, full(row.role)));
    }
}

TEST_CASE("NOTIFY is sent only to addresses of the version of the name server's own") {
    for (name_server_software const software : all_software) {
        CAPTURE(to_string(software));
        auto setup = minimal(name_server_role::primary);
        for (auto const& [own, expected, other] :
             {std::tuple{"192.0.2.53", "172.65.30.82", "2606:4700:60:"},
              std::tuple{"2001:db8::53", "2606:4700:60:", "172.65.30.82"}}) {
            setup.addresses = {own};
            std::string const text = text_of(software, setup);
            CHECK(text.find(expected) != std::string::npos);
            CHECK(text.find(other) == std::string::npos);
        }
        setup.cloudflare.notify_targets = {"192.0.2.2"};
        CHECK(flows::configure_name_server(software, setup).error().parameter() == "addresses");
        auto secondary = minimal(name_server_role::secondary);
        secondary.addresses = {"2001:db8::53"};
        CHECK(flows::configure_name_server(software, secondary).error().parameter() == "addresses");
    }
}

TEST_CASE("values are written in one form") {
    struct {
        void (*change)(flows::name_server_setup&);
        void (*same)(flows::name_server_setup&);
    } const rows[] = {
        {[](auto& s) { s.zones[0] = "EXAMPLE.com"; }, [](auto& s) { s.zones[0] = "example.com."; }},
        {[](auto& s) { s.zones[0] = "m\xc3\xbcller.example"; },
         [](auto& s) { s.zones[0] = "xn--mller-kva.example"; }},
        {[](auto& s) { s.keys[0].name = "Transfer.EXAMPLE.com"; }, [](auto&) {}},
        {[](auto& s) { s.keys[0].algo = "HMAC-SHA256"; }, [](auto&) {}},
        {[](auto& s) { s.keys[0].algo = "hmac-md5.sig-alg.reg.int."; },
         [](auto& s) { s.keys[0].algo = "hmac-md5"; }},
        {[](auto& s) { s.keys[0].secret = cfdns::secret_string{"Y2FuYXJ5LTE"}; }, [](auto&) {}},
        {[](auto& s) { s.keys[0].secret = cfdns::secret_string{"QR=="}; },
         [](auto& s) { s.keys[0].secret = cfdns::secret_string{"QQ"}; }},
        {[](auto& s) { s.addresses[1] = "2001:0DB8:0::0:53"; }, [](auto&) {}},
        {[](auto& s) { s.cloudflare.sources[1] = "2001:db8:1:0:ff::/64"; }, [](auto&) {}},
        {[](auto& s) { s.cloudflare.sources[0] = "192.0.2.1/32"; }, [](auto&) {}},
        {[](auto& s) { s.cloudflare.notify_targets[1] = "2001:db8:0:0:0:0:0.0.0.2"; }, [](auto&) {}},
    };
    for (name_server_software const software : all_software)
        for (name_server_role const role : roles)
            for (auto const& row : rows) {
                auto a = full(role), b = full(role);
                row.change(a);
                row.same(b);
                CHECK(text_of(software, a) == text_of(software, b));
            }
}

TEST_CASE("IPv6 addresses are written as RFC 5952 recommends") {
    for (auto const& [given, expected] :
         {std::pair{"2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"}, std::pair{"0:0:0:0:0:0:0:1", "::1"},
          std::pair{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
          std::pair{"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"}, std::pair{"fe80:0:0:0:0:0:0:0", "fe80::"},
          std::pair{"1:0203:0405:6007:8009:a:0b0c:d", "1:203:405:6007:8009:a:b0c:d"}}) {
        auto setup = minimal(name_server_role::primary);
        setup.cloudflare.notify_targets = {given};
        CHECK(text_of(name_server_software::powerdns, setup)
                  .find("also-notify=" + std::string{expected} + "\n") != std::string::npos);
    }
}

TEST_CASE("what cannot be written is refused, and the error names the member and contains no secret") {
    for (name_server_software const software : all_software)
        for (name_server_role const role : roles)
            for (refused const& row : refusals) {
                CAPTURE(row.parameter);
                auto setup = full(role);
                row.spoil(setup);
                auto const made = flows::configure_name_server(software, setup);
                REQUIRE(made.has_error());
                CHECK(made.error().code() == cfdns::errc::invalid_parameter);
                CHECK(made.error().parameter() == row.parameter);
                for (std::string_view const canary : canaries)
                    CHECK(made.error().message().find(canary) == std::string::npos);
            }
    auto const made =
        flows::configure_name_server(name_server_software{9}, minimal(name_server_role::primary));
    REQUIRE(made.has_error());
    CHECK(made.error().parameter() == "software");
}

TEST_CASE("hostile text is refused, or remains the one value that it is") {
    std::mt19937 random{20261201};
    std::size_t accepted = 0, rejected = 0;
    for (int i = 0; i != 4000; ++i) {
        auto const software = all_software[random() % 4];
        auto const role = roles[random() % 2];
        auto setup = full(role);
        auto const before = structure(text_of(software, setup));
        std::string const text = random_text(random);
        CAPTURE(text);
        switch (random() % 10) {
            case 0: setup.zones[random() % 2] = text + ".example"; break;
            case 1: setup.zones[random() % 2] = "a" + text; break;
            case 2: setup.keys[random() % 2].name = text; break;
            case 3: setup.keys[random() % 2].name = "k" + text + "k.example."; break;
            case 4: setup.keys[random() % 2].algo = "hmac-sha256" + text; break;
            case 5: setup.keys[random() % 2].secret = cfdns::secret_string{"QUFB" + text}; break;
            case 6: setup.addresses[0] = "192.0.2.5" + text; break;
            case 7: setup.cloudflare.sources[1] = "2001:db8:1::" + text; break;
            case 8: setup.cloudflare.notify_targets[0] = "192.0.2.2" + text; break;
            default: setup.prefix = "cf" + text; break;
        }
        auto const made = flows::configure_name_server(software, setup);
        if (made.has_error()) {
            ++rejected;
            CHECK(made.error().code() == cfdns::errc::invalid_parameter);
            continue;
        }
        ++accepted;
        std::string const all = std::string{made->text.expose()} + std::string{made->commands.expose()};
        CHECK(structure(all) == before);
        CHECK(
            std::all_of(all.begin(), all.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
    }
    CHECK(accepted > 100);
    CHECK(rejected > 1000);
}

TEST_CASE("secrets are in the text and the commands only, which print as [redacted]") {
    for (name_server_software const software : all_software)
        for (name_server_role const role : roles) {
            auto const made = flows::configure_name_server(software, full(role));
            REQUIRE(made.has_value());
            std::string const all = std::string{made->text.expose()} + std::string{made->commands.expose()};
            std::ostringstream printed;
            printed << made->text << made->commands;
            CHECK(printed.str() == "[redacted][redacted]");
            for (std::string_view const canary : canaries) {
                CHECK(all.find(canary) != std::string::npos);
                for (std::string const& note : made->notes) CHECK(note.find(canary) == std::string::npos);
            }
        }
}

TEST_CASE("notes say what differs") {
    auto const notes_of = [](name_server_software software, flows::name_server_setup const& setup) {
        auto const made = flows::configure_name_server(software, setup);
        std::string out;
        for (std::string const& note : made->notes) out += note + "\n";
        return out;
    };
    using enum name_server_software;
    struct {
        name_server_software software;
        name_server_role role;
        std::string_view part;
        bool minimal, full;  // whether the note is there
    } const rows[] = {
        {bind9, name_server_role::primary, "rndc reconfig", true, true},
        {knot, name_server_role::primary, "over TCP", true, true},
        {knot, name_server_role::secondary, "over TCP", false, false},
        {nsd, name_server_role::secondary, "nsd-control reconfig", true, true},
        {powerdns, name_server_role::primary, "a firewall", false, true},
        {powerdns, name_server_role::secondary, "one key at a time", false, true},
        {bind9, name_server_role::primary, "by address only", true, false},
        {nsd, name_server_role::primary, "published on 2026-04-15", true, false},
    };
    for (auto const& row : rows) {
        CAPTURE(row.part);
        CHECK((notes_of(row.software, minimal(row.role)).find(row.part) != std::string::npos) ==
              row.minimal);
        CHECK((notes_of(row.software, full(row.role)).find(row.part) != std::string::npos) == row.full);
    }
    auto setup = minimal(name_server_role::primary);
    setup.cloudflare.sources.push_back("198.41.144.240/28");
    CHECK(notes_of(bind9, setup).find("replaced 198.41.144.240/28: it uses it at most until 2026-12-01") !=
          std::string::npos);
}

TEST_CASE("outdated addresses are found in any text") {
    struct {
        char const* text;
        std::vector<std::pair<char const*, std::size_t>> expected;
    } const rows[] = {
        {"", {}},
        {"198.41.144.240/28", {{"198.41.144.240/28", 1}}},
        {"acl x { 104.30.167.163;\n  198.41.150.241; 2a06:98C0:3601::/48; };",
         {{"198.41.150.241", 2}, {"2a06:98C0:3601::/48", 2}}},
        {"address: [198.41.144.250, 2a06:98c0:1401::1]", {{"198.41.144.250", 1}, {"2a06:98c0:1401::1", 1}}},
        {"also-notify=198.41.144.240:5300,[2a06:98c0:3601:1::]:53",
         {{"198.41.144.240", 1}, {"2a06:98c0:3601:1::", 1}}},
        {"It was 198.41.144.255.\n\n\nAnd 198.41.144.240&255.255.255.240",
         {{"198.41.144.255", 1}, {"198.41.144.240", 4}}},
        {"198.41.144.239 198.41.145.0 198.41.144.0/24 0.0.0.0/0 ::/0 2a06:98c0:3600::/47 2a06:98c0:3602::",
         {}},
        {"198.41.144.240/29 198.41.144.240/27 1198.41.144.240 x198.41.144.241", {{"198.41.144.240/29", 1}}},
        {"... ::: /// 1:2:3 a.b:c/d", {}},
    };
    std::chrono::sys_days const until{std::chrono::year{2026} / 12 / 1};
    for (auto const& row : rows) {
        CAPTURE(row.text);
        auto const found = flows::find_outdated_addresses(row.text);
        REQUIRE(found.size() == row.expected.size());
        for (std::size_t i = 0; i != found.size(); ++i) {
            CHECK(found[i].address == row.expected[i].first);
            CHECK(found[i].line == row.expected[i].second);
            CHECK(found[i].until == until);
        }
    }
    for (name_server_software const software : all_software)
        for (name_server_role const role : roles)
            CHECK(flows::find_outdated_addresses(text_of(software, minimal(role))).empty());
}

TEST_CASE("a setup is made of a peer in a desired state") {
    flows::desired want{
        .account_id = "01a7362d577a6c3019a474fd6f485823",
        .tsigs = {key("other.example."), key("transfer.example.com.", canaries[1])},
        .peers = {{.name = "ns1", .ip = "192.0.2.53", .tsig = "Transfer.example.com"}, {.name = "ns2"}},
        .incoming = {{.zone_id = "1", .name = "a.example.", .peers = {"ns2", "ns1"}},
                     {.zone_id = "2", .name = "b.example.", .peers = {"ns2"}},
                     {.zone_id = "3", .name = "c.example.", .peers = {"ns1"}}},
        .outgoing = {{.zone_id = "4", .name = "d.example.", .peers = {"ns1"}}}};
    using zones = std::vector<std::string>;
    auto const primary = flows::name_server_setup_of(want, "ns1", name_server_role::primary);
    REQUIRE(primary.has_value());
    CHECK(primary->role == name_server_role::primary);
    CHECK(primary->zones == zones{"a.example.", "c.example."});
    REQUIRE(primary->keys.size() == 1);
    CHECK(primary->keys[0].name.get() == "transfer.example.com.");
    CHECK(primary->keys[0].secret.get().expose() == canaries[1]);
    CHECK(primary->addresses == zones{"192.0.2.53"});
    CHECK(flows::configure_name_server(name_server_software::nsd, *primary).has_value());
    auto const secondary = flows::name_server_setup_of(want, "ns1", name_server_role::secondary);
    REQUIRE(secondary.has_value());
    CHECK(secondary->role == name_server_role::secondary);
    CHECK(secondary->zones == zones{"d.example."});
    auto const other = flows::name_server_setup_of(want, "ns2", name_server_role::primary);
    REQUIRE(other.has_value());
    CHECK(other->zones == zones{"a.example.", "b.example."});
    CHECK(other->keys.empty());
    CHECK(other->addresses.empty());
    auto const none = flows::name_server_setup_of(want, "ns3", name_server_role::primary);
    REQUIRE(none.has_error());
    CHECK(none.error().parameter() == "peer");
    want.peers[0].ip = "x";
    CHECK(flows::name_server_setup_of(want, "ns1", name_server_role::primary).error().parameter() ==
          "peers/0/ip");
}

TEST_CASE("software and roles of name servers have names") {
    using software = flows::name_server_software;
    CHECK(to_string(software::bind9) == "bind9");
    CHECK(to_string(software::knot) == "knot");
    CHECK(to_string(software::nsd) == "nsd");
    CHECK(to_string(software::powerdns) == "powerdns");
    CHECK(to_string(static_cast<software>(99)) == "unknown");
    CHECK(to_string(flows::name_server_role::primary) == "primary");
    CHECK(to_string(flows::name_server_role::secondary) == "secondary");
    CHECK(to_string(static_cast<flows::name_server_role>(99)) == "unknown");
}
