// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_UNIT_FAMILY_HPP
#define CFDNS_TESTS_UNIT_FAMILY_HPP

#include "support.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

// The values of the reference's examples.
inline std::string const account = "01a7362d577a6c3019a474fd6f485823";
inline std::string const acl_id = peer_1;
inline std::string const tsig_id = "69cd1e104af3e6ed3cb344f263fd0d5a";
inline std::string const tsig_secret =
    "caf79a7804b04337c9c66ccd7bef9190a1e1679b5dd03d8aa10f7ad45e1a9dab92b417896c15d4d007c7c14194538d2a5d0feffdecc5a7f0e1c570cfa"
    "700837c";

// What the reference says that an operation answers with: an example, and the members that are always there.
struct answer {
    std::string json{};
    std::vector<std::string> required{};
    bool may_be_absent = false;  // a bare string, or {id?}
};

inline answer const acl_answer{R"({"id":"23ff594956f20c2a721606e94745a8aa","ip_range":"192.0.2.53/28","name":"my-acl-1"})",
                               {"id", "ip_range", "name"}};
inline answer const peer_answer{R"({"id":"23ff594956f20c2a721606e94745a8aa","name":"my-peer-1","ip":"192.0.2.53",)"
                                R"("ixfr_enable":false,"port":53,"tsig_id":"69cd1e104af3e6ed3cb344f263fd0d5a"})",
                                {"id", "name"}};
// The reference has the secret as always there; that it may be missing is a decision of the library.
inline answer const tsig_answer{R"({"id":"69cd1e104af3e6ed3cb344f263fd0d5a","algo":"hmac-sha512.","name":"tsig.customer.cf.",)"
                                R"("secret":")" + tsig_secret + "\"}",
                                {"id", "algo", "name"}};
inline answer const incoming_answer{
    R"({"id":"269d8f4853475ca241c4e730be286b20","auto_refresh_seconds":86400,)"
    R"("checked_time":"2019-10-24T17:09:42.883908+01:00","created_time":"2019-10-24T17:09:42.883908+01:00",)"
    R"("modified_time":"2019-10-24T17:09:42.883908+01:00","name":"www.example.com.",)"
    R"("peers":["23ff594956f20c2a721606e94745a8aa","00920f38ce07c2e2f4df50b1f61d4194"],"soa_serial":2019102400})"};
inline answer const outgoing_answer{
    R"({"id":"269d8f4853475ca241c4e730be286b20","checked_time":"2019-10-24T17:09:42.883908+01:00",)"
    R"("created_time":"2019-10-24T17:09:42.883908+01:00","last_transferred_time":"2019-10-24T17:09:42.883908+01:00",)"
    R"("name":"www.example.com.","peers":["23ff594956f20c2a721606e94745a8aa","00920f38ce07c2e2f4df50b1f61d4194"],)"
    R"("soa_serial":2019102400})"};

inline answer list_of(answer const& one) { return {"[" + one.json + "," + one.json + "]", one.required}; }
inline answer text(char const* value) { return {"\"" + std::string{value} + "\"", {}, true}; }
inline answer gone(std::string const& id) { return {R"({"id":")" + id + "\"}", {}, true}; }

// Calls visit(name as in the recorded requests, params as in the recorded requests, answer) for each of the operations.
template <class Visit>
void visit_family(Visit&& visit) {
    cfdns::secret_string const secret{tsig_secret};
    std::vector<std::string> const peers{peer_1, peer_2};
    std::string const zone_name = "www.example.com.";

    visit("force_axfr.create", zt::force_axfr::create{.zone_id = zone}, text("OK"));

    visit("incoming.create", example_create(), incoming_answer);
    visit("incoming.update",
          zt::incoming::update{.zone_id = zone, .auto_refresh_seconds = 24h, .name = zone_name, .peers = peers}, incoming_answer);
    visit("incoming.delete", zt::incoming::delete_{.zone_id = zone}, gone(zone));
    visit("incoming.get", zt::incoming::get{.zone_id = zone}, incoming_answer);

    visit("outgoing.create", zt::outgoing::create{.zone_id = zone, .name = zone_name, .peers = peers}, outgoing_answer);
    visit("outgoing.update", zt::outgoing::update{.zone_id = zone, .name = zone_name, .peers = peers}, outgoing_answer);
    visit("outgoing.delete", zt::outgoing::delete_{.zone_id = zone}, gone(zone));
    visit("outgoing.disable", zt::outgoing::disable{.zone_id = zone}, text("Disabled"));
    visit("outgoing.enable", zt::outgoing::enable{.zone_id = zone}, text("Enabled"));
    visit("outgoing.force_notify", zt::outgoing::force_notify{.zone_id = zone}, text("OK"));
    visit("outgoing.get", zt::outgoing::get{.zone_id = zone}, outgoing_answer);
    visit("outgoing.status.get", zt::outgoing::status::get{.zone_id = zone}, text("Enabled"));

    visit("acls.create", zt::acls::create{.account_id = account, .ip_range = "192.0.2.53/28", .name = "my-acl-1"}, acl_answer);
    visit("acls.update",
          zt::acls::update{.account_id = account, .acl_id = acl_id, .ip_range = "192.0.2.53/28", .name = "my-acl-1"}, acl_answer);
    visit("acls.list", zt::acls::list{.account_id = account}, list_of(acl_answer));
    visit("acls.delete", zt::acls::delete_{.account_id = account, .acl_id = acl_id}, gone(acl_id));
    visit("acls.get", zt::acls::get{.account_id = account, .acl_id = acl_id}, acl_answer);

    visit("peers.create", zt::peers::create{.account_id = account, .name = "my-peer-1"}, peer_answer);
    visit("peers.update",
          zt::peers::update{.account_id = account, .peer_id = peer_1, .name = "my-peer-1", .ip = "192.0.2.53",
                            .ixfr_enable = false, .port = 53, .tsig_id = tsig_id},
          peer_answer);
    visit("peers.list", zt::peers::list{.account_id = account}, list_of(peer_answer));
    visit("peers.delete", zt::peers::delete_{.account_id = account, .peer_id = peer_1}, gone(peer_1));
    visit("peers.get", zt::peers::get{.account_id = account, .peer_id = peer_1}, peer_answer);

    visit("tsigs.create",
          zt::tsigs::create{.account_id = account, .algo = "hmac-sha512.", .name = "tsig.customer.cf.", .secret = secret},
          tsig_answer);
    visit("tsigs.update",
          zt::tsigs::update{.account_id = account, .tsig_id = tsig_id, .algo = "hmac-sha512.", .name = "tsig.customer.cf.",
                            .secret = secret},
          tsig_answer);
    visit("tsigs.list", zt::tsigs::list{.account_id = account}, list_of(tsig_answer));
    visit("tsigs.delete", zt::tsigs::delete_{.account_id = account, .tsig_id = tsig_id}, gone(tsig_id));
    visit("tsigs.get", zt::tsigs::get{.account_id = account, .tsig_id = tsig_id}, tsig_answer);
}

#endif
