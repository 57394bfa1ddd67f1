// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_API_ZONE_TRANSFERS_EXAMPLES_HPP
#define CFDNS_TESTS_API_ZONE_TRANSFERS_EXAMPLES_HPP

// The values are those of the official reference's examples.

#include "../../support/values.hpp"
#include "../example.hpp"

#include <chrono>
#include <string>
#include <vector>

inline std::string const acl_id = peer_1;
inline std::string const tsig_id = "69cd1e104af3e6ed3cb344f263fd0d5a";
inline std::string const tsig_secret =
    "caf79a7804b04337c9c66ccd7bef9190a1e1679b5dd03d8aa10f7ad45e1a9dab92b417896c15d4d007c7c14194538d2a5d0feff"
    "decc5a7f0e1"
    "c570cfa700837c";
inline std::vector<std::string> const example_peers{peer_1, peer_2};

// The results that several operations have.
namespace results::zone_transfers {
inline constexpr char acl[] =
    R"({"id":"23ff594956f20c2a721606e94745a8aa","ip_range":"192.0.2.53/28","name":"my-acl-1"})";
inline constexpr char peer[] =
    R"({"id":"23ff594956f20c2a721606e94745a8aa","name":"my-peer-1","ip":"192.0.2.53",)"
    R"("ixfr_enable":false,"port":53,"tsig_id":"69cd1e104af3e6ed3cb344f263fd0d5a"})";
inline constexpr char tsig[] =
    R"({"id":"69cd1e104af3e6ed3cb344f263fd0d5a","algo":"hmac-sha512.","name":"tsig.customer.cf.",)"
    R"("secret":"caf79a7804b04337c9c66ccd7bef9190a1e1679b5dd03d8aa10f7ad45e1a9dab92b417896c15d4d007c7c14194538d2a)"
    R"(5d0feffdecc5a7f0e1c570cfa700837c"})";
inline constexpr char incoming[] =
    R"({"id":"269d8f4853475ca241c4e730be286b20","auto_refresh_seconds":86400,)"
    R"("checked_time":"2019-10-24T17:09:42.883908+01:00","created_time":"2019-10-24T17:09:42.883908+01:00",)"
    R"("modified_time":"2019-10-24T17:09:42.883908+01:00","name":"www.example.com.",)"
    R"("peers":["23ff594956f20c2a721606e94745a8aa","00920f38ce07c2e2f4df50b1f61d4194"],"soa_serial":2019102400})";
inline constexpr char outgoing[] =
    R"({"id":"269d8f4853475ca241c4e730be286b20","checked_time":"2019-10-24T17:09:42.883908+01:00",)"
    R"("created_time":"2019-10-24T17:09:42.883908+01:00","last_transferred_time":"2019-10-24T17:09:42.883908+01:00",)"
    R"("name":"www.example.com.","peers":["23ff594956f20c2a721606e94745a8aa","00920f38ce07c2e2f4df50b1f61d4194"],)"
    R"("soa_serial":2019102400})";
inline constexpr char acls[] =
    R"([{"id":"23ff594956f20c2a721606e94745a8aa","ip_range":"192.0.2.53/28","name":"my-acl-1"},)"
    R"({"id":"23ff594956f20c2a721606e94745a8aa","ip_range":"192.0.2.53/28","name":"my-acl-1"}])";
inline constexpr char peers[] =
    R"([{"id":"23ff594956f20c2a721606e94745a8aa","name":"my-peer-1","ip":"192.0.2.53",)"
    R"("ixfr_enable":false,"port":53,"tsig_id":"69cd1e104af3e6ed3cb344f263fd0d5a"},)"
    R"({"id":"23ff594956f20c2a721606e94745a8aa","name":"my-peer-1","ip":"192.0.2.53",)"
    R"("ixfr_enable":false,"port":53,"tsig_id":"69cd1e104af3e6ed3cb344f263fd0d5a"}])";
inline constexpr char tsigs[] =
    R"([{"id":"69cd1e104af3e6ed3cb344f263fd0d5a","algo":"hmac-sha512.","name":"tsig.customer.cf.",)"
    R"("secret":"caf79a7804b04337c9c66ccd7bef9190a1e1679b5dd03d8aa10f7ad45e1a9dab92b417896c15d4d007c7c14194538d2a)"
    R"(5d0feffdecc5a7f0e1c570cfa700837c"},)"
    R"({"id":"69cd1e104af3e6ed3cb344f263fd0d5a","algo":"hmac-sha512.","name":"tsig.customer.cf.",)"
    R"("secret":"caf79a7804b04337c9c66ccd7bef9190a1e1679b5dd03d8aa10f7ad45e1a9dab92b417896c15d4d007c7c14194538d2a)"
    R"(5d0feffdecc5a7f0e1c570cfa700837c"}])";
}  // namespace results::zone_transfers

template <>
struct example<zt::force_axfr::create> {
    static zt::force_axfr::create params() { return {.zone_id = zone}; }
    static constexpr auto request = "POST /zones/269d8f4853475ca241c4e730be286b20/secondary_dns/force_axfr";
    static constexpr auto body = "{}";
    static constexpr auto result = "\"OK\"";
};

template <>
struct example<zt::incoming::create> {
    static zt::incoming::create params() {
        return {.zone_id = zone,
                .auto_refresh_seconds = std::chrono::hours{24},
                .name = "www.example.com.",
                .peers = example_peers};
    }
    static constexpr auto request = "POST /zones/269d8f4853475ca241c4e730be286b20/secondary_dns/incoming";
    static constexpr auto body =
        R"({"auto_refresh_seconds":86400,"name":"www.example.com.","peers":["23ff594956f20c2a721606e9)"
        R"(4745a8aa","00920f38ce07c2e2f4df50b1f61d4194"]})";
    static constexpr auto result = results::zone_transfers::incoming;
};

template <>
struct example<zt::incoming::update> {
    static zt::incoming::update params() {
        return {.zone_id = zone,
                .auto_refresh_seconds = std::chrono::hours{24},
                .name = "www.example.com.",
                .peers = example_peers};
    }
    static constexpr auto request = "PUT /zones/269d8f4853475ca241c4e730be286b20/secondary_dns/incoming";
    static constexpr auto body =
        R"({"auto_refresh_seconds":86400,"name":"www.example.com.","peers":["23ff594956f20c2a721606e9)"
        R"(4745a8aa","00920f38ce07c2e2f4df50b1f61d4194"]})";
    static constexpr auto result = results::zone_transfers::incoming;
};

template <>
struct example<zt::incoming::get> {
    static zt::incoming::get params() { return {.zone_id = zone}; }
    static constexpr auto request = "GET /zones/269d8f4853475ca241c4e730be286b20/secondary_dns/incoming";
    static constexpr auto result = results::zone_transfers::incoming;
};

template <>
struct example<zt::incoming::delete_> {
    static zt::incoming::delete_ params() { return {.zone_id = zone}; }
    static constexpr auto request = "DELETE /zones/269d8f4853475ca241c4e730be286b20/secondary_dns/incoming";
    static constexpr auto result = R"({"id":"269d8f4853475ca241c4e730be286b20"})";
};

template <>
struct example<zt::outgoing::create> {
    static zt::outgoing::create params() {
        return {.zone_id = zone, .name = "www.example.com.", .peers = example_peers};
    }
    static constexpr auto request = "POST /zones/269d8f4853475ca241c4e730be286b20/secondary_dns/outgoing";
    static constexpr auto body =
        R"({"name":"www.example.com.","peers":["23ff594956f20c2a721606e94745a8aa","00920f38ce07c2e2f4)"
        R"(df50b1f61d4194"]})";
    static constexpr auto result = results::zone_transfers::outgoing;
};

template <>
struct example<zt::outgoing::update> {
    static zt::outgoing::update params() {
        return {.zone_id = zone, .name = "www.example.com.", .peers = example_peers};
    }
    static constexpr auto request = "PUT /zones/269d8f4853475ca241c4e730be286b20/secondary_dns/outgoing";
    static constexpr auto body =
        R"({"name":"www.example.com.","peers":["23ff594956f20c2a721606e94745a8aa","00920f38ce07c2e2f4)"
        R"(df50b1f61d4194"]})";
    static constexpr auto result = results::zone_transfers::outgoing;
};

template <>
struct example<zt::outgoing::delete_> {
    static zt::outgoing::delete_ params() { return {.zone_id = zone}; }
    static constexpr auto request = "DELETE /zones/269d8f4853475ca241c4e730be286b20/secondary_dns/outgoing";
    static constexpr auto result = R"({"id":"269d8f4853475ca241c4e730be286b20"})";
};

template <>
struct example<zt::outgoing::disable> {
    static zt::outgoing::disable params() { return {.zone_id = zone}; }
    static constexpr auto request =
        "POST /zones/269d8f4853475ca241c4e730be286b20/secondary_dns/outgoing/disable";
    static constexpr auto body = "{}";
    static constexpr auto result = "\"Disabled\"";
};

template <>
struct example<zt::outgoing::enable> {
    static zt::outgoing::enable params() { return {.zone_id = zone}; }
    static constexpr auto request =
        "POST /zones/269d8f4853475ca241c4e730be286b20/secondary_dns/outgoing/enable";
    static constexpr auto body = "{}";
    static constexpr auto result = "\"Enabled\"";
};

template <>
struct example<zt::outgoing::force_notify> {
    static zt::outgoing::force_notify params() { return {.zone_id = zone}; }
    static constexpr auto request =
        "POST /zones/269d8f4853475ca241c4e730be286b20/secondary_dns/outgoing/force_notify";
    static constexpr auto body = "{}";
    static constexpr auto result = "\"OK\"";
};

template <>
struct example<zt::outgoing::get> {
    static zt::outgoing::get params() { return {.zone_id = zone}; }
    static constexpr auto request = "GET /zones/269d8f4853475ca241c4e730be286b20/secondary_dns/outgoing";
    static constexpr auto result = results::zone_transfers::outgoing;
};

template <>
struct example<zt::outgoing::status::get> {
    static zt::outgoing::status::get params() { return {.zone_id = zone}; }
    static constexpr auto request =
        "GET /zones/269d8f4853475ca241c4e730be286b20/secondary_dns/outgoing/status";
    static constexpr auto result = "\"Enabled\"";
};

template <>
struct example<zt::acls::create> {
    static zt::acls::create params() {
        return {.account_id = account, .ip_range = "192.0.2.53/28", .name = "my-acl-1"};
    }
    static constexpr auto request = "POST /accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/acls";
    static constexpr auto body = R"({"ip_range":"192.0.2.53/28","name":"my-acl-1"})";
    static constexpr auto result = results::zone_transfers::acl;
};

template <>
struct example<zt::acls::update> {
    static zt::acls::update params() {
        return {.account_id = account, .acl_id = acl_id, .ip_range = "192.0.2.53/28", .name = "my-acl-1"};
    }
    static constexpr auto request =
        "PUT /accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/acls/23ff594956f20c2a721606e94745a8aa";
    static constexpr auto body = R"({"ip_range":"192.0.2.53/28","name":"my-acl-1"})";
    static constexpr auto result = results::zone_transfers::acl;
};

template <>
struct example<zt::acls::list> {
    static zt::acls::list params() { return {.account_id = account}; }
    static constexpr auto request = "GET /accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/acls";
    static constexpr auto result = results::zone_transfers::acls;
};

template <>
struct example<zt::acls::delete_> {
    static zt::acls::delete_ params() { return {.account_id = account, .acl_id = acl_id}; }
    static constexpr auto request =
        "DELETE "
        "/accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/acls/23ff594956f20c2a721606e94745a8aa";
    static constexpr auto result = R"({"id":"23ff594956f20c2a721606e94745a8aa"})";
};

template <>
struct example<zt::acls::get> {
    static zt::acls::get params() { return {.account_id = account, .acl_id = acl_id}; }
    static constexpr auto request =
        "GET /accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/acls/23ff594956f20c2a721606e94745a8aa";
    static constexpr auto result = results::zone_transfers::acl;
};

template <>
struct example<zt::peers::create> {
    static zt::peers::create params() { return {.account_id = account, .name = "my-peer-1"}; }
    static constexpr auto request = "POST /accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/peers";
    static constexpr auto body = R"({"name":"my-peer-1"})";
    static constexpr auto result = results::zone_transfers::peer;
};

template <>
struct example<zt::peers::update> {
    static zt::peers::update params() {
        return {.account_id = account,
                .peer_id = peer_1,
                .name = "my-peer-1",
                .ip = "192.0.2.53",
                .ixfr_enable = false,
                .port = 53,
                .tsig_id = tsig_id};
    }
    static constexpr auto request =
        "PUT "
        "/accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/peers/23ff594956f20c2a721606e94745a8aa";
    static constexpr auto body =
        R"({"name":"my-peer-1","ip":"192.0.2.53","ixfr_enable":false,"port":53,"tsig_id":"69cd1e104af)"
        R"(3e6ed3cb344f263fd0d5a"})";
    static constexpr auto result = results::zone_transfers::peer;
};

template <>
struct example<zt::peers::list> {
    static zt::peers::list params() { return {.account_id = account}; }
    static constexpr auto request = "GET /accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/peers";
    static constexpr auto result = results::zone_transfers::peers;
};

template <>
struct example<zt::peers::delete_> {
    static zt::peers::delete_ params() { return {.account_id = account, .peer_id = peer_1}; }
    static constexpr auto request =
        "DELETE "
        "/accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/peers/23ff594956f20c2a721606e94745a8aa";
    static constexpr auto result = R"({"id":"23ff594956f20c2a721606e94745a8aa"})";
};

template <>
struct example<zt::peers::get> {
    static zt::peers::get params() { return {.account_id = account, .peer_id = peer_1}; }
    static constexpr auto request =
        "GET "
        "/accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/peers/23ff594956f20c2a721606e94745a8aa";
    static constexpr auto result = results::zone_transfers::peer;
};

template <>
struct example<zt::tsigs::create> {
    static zt::tsigs::create params() {
        return {.account_id = account,
                .algo = "hmac-sha512.",
                .name = "tsig.customer.cf.",
                .secret = cfdns::secret_string{tsig_secret}};
    }
    static constexpr auto request = "POST /accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/tsigs";
    static constexpr auto body =
        R"({"algo":"hmac-sha512.","name":"tsig.customer.cf.","secret":"caf79a7804b04337c9c66ccd7bef91)"
        R"(90a1e1679b5dd03d8aa10f7ad45e1a9dab92b417896c15d4d007c7c14194538d2a5d0feffdecc5a7f0e1c570cf)"
        R"(a700837c"})";
    static constexpr auto result = results::zone_transfers::tsig;
};

template <>
struct example<zt::tsigs::update> {
    static zt::tsigs::update params() {
        return {.account_id = account,
                .tsig_id = tsig_id,
                .algo = "hmac-sha512.",
                .name = "tsig.customer.cf.",
                .secret = cfdns::secret_string{tsig_secret}};
    }
    static constexpr auto request =
        "PUT "
        "/accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/tsigs/69cd1e104af3e6ed3cb344f263fd0d5a";
    static constexpr auto body =
        R"({"algo":"hmac-sha512.","name":"tsig.customer.cf.","secret":"caf79a7804b04337c9c66ccd7bef91)"
        R"(90a1e1679b5dd03d8aa10f7ad45e1a9dab92b417896c15d4d007c7c14194538d2a5d0feffdecc5a7f0e1c570cf)"
        R"(a700837c"})";
    static constexpr auto result = results::zone_transfers::tsig;
};

template <>
struct example<zt::tsigs::list> {
    static zt::tsigs::list params() { return {.account_id = account}; }
    static constexpr auto request = "GET /accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/tsigs";
    static constexpr auto result = results::zone_transfers::tsigs;
};

template <>
struct example<zt::tsigs::delete_> {
    static zt::tsigs::delete_ params() { return {.account_id = account, .tsig_id = tsig_id}; }
    static constexpr auto request =
        "DELETE "
        "/accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/tsigs/69cd1e104af3e6ed3cb344f263fd0d5a";
    static constexpr auto result = R"({"id":"69cd1e104af3e6ed3cb344f263fd0d5a"})";
};

template <>
struct example<zt::tsigs::get> {
    static zt::tsigs::get params() { return {.account_id = account, .tsig_id = tsig_id}; }
    static constexpr auto request =
        "GET "
        "/accounts/01a7362d577a6c3019a474fd6f485823/secondary_dns/tsigs/69cd1e104af3e6ed3cb344f263fd0d5a";
    static constexpr auto result = results::zone_transfers::tsig;
};

#endif
