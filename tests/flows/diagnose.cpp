// SPDX-License-Identifier: BSL-1.0
#include "../support/property_cases.hpp"
#include "world.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

using namespace cfdns_test;
namespace faults = cfdns::testing::faults;

static_assert(cfdns::machine<flows::examine>);

namespace {

using flows::cause;
using flows::certainty;
using flows::dns_outcome;
using outcome = cfdns::testing::services::transfer_outcome;

zt::tsigs::tsig key_named(std::string name, std::string_view secret_text = canaries[0]) {
    return {.id = "k-" + name, .algo = "hmac-sha256.", .name = name, .secret = secret(secret_text)};
}

// Two pairs that work: Cloudflare is the secondary of in.example and the primary of out.example.
struct clinic : world {
    flows::facts extra{};  // what the program adds
    std::string zone_id{"in"};

    clinic() {
        auto& state = service.zone_transfers;
        add_zone("in", "in.example", "secondary");
        add_zone("out", "out.example", "full");
        state.tsigs[account] = {key_named("k1.example.")};
        state.peers[account] = {
            {.id = "p1", .name = "ns1", .ip = "192.0.2.53", .port = 53, .tsig_id = "k-k1.example."},
            {.id = "p2", .name = "ns2", .ip = "198.51.100.53", .port = 53, .tsig_id = "k-k1.example."}};
        for (char const* const id : {"p1", "p2", "k-k1.example."}) state.creation_times[id] = service.now;
        state.acls[account] = {{.id = "a1", .ip_range = "198.51.100.96/28", .name = "office"}};
        state.incoming["in"] = {.auto_refresh_seconds = 3600s,
                                .created_time = service.make_timestamp(),
                                .name = "in.example.",
                                .peers = std::vector<std::string>{"p1"}};
        state.primaries["in"] = {.serial = 7,
                                 .addresses = {"192.0.2.53"},
                                 .port = 53,
                                 .keys = std::vector{key_named("K1.example")},
                                 .allowed_ranges = state.transfer_sources};
        state.outgoing["out"] = {.created_time = service.make_timestamp(),
                                 .name = "out.example.",
                                 .peers = std::vector<std::string>{"p2"},
                                 .soa_serial = 3};
        state.transfers_enabled.insert("out");
        state.secondaries["out"] = {.addresses = {"198.51.100.53"},
                                    .keys = std::vector{key_named("k1.example.")}};
    }

    void add_zone(std::string const& id, std::string const& name, std::string const& type) {
        service.zones.all[id] = {.id = id, .name = name, .status = "active", .type = type, .paused = false};
        service.zones.all[id].account = cfdns::zones::account{.id = account};
        service.zones.all[id].created_on = service.make_timestamp();
    }
    zt::peers::peer& peer(std::size_t index) { return service.zone_transfers.peers[account][index]; }
    auto& primary() { return service.zone_transfers.primaries["in"]; }
    auto& secondary() { return service.zone_transfers.secondaries["out"]; }
    auto& incoming() { return service.zone_transfers.incoming["in"]; }

    // Adds what a query of the primary from Cloudflare's addresses with the key of the peer shows.
    void probe() {
        auto const& tried = service.zone_transfers.attempts;
        outcome const last = tried.empty() ? outcome::no_response : tried.back().outcome;
        dns_outcome const answer = last == outcome::bad_key         ? dns_outcome::badkey
                                   : last == outcome::bad_signature ? dns_outcome::badsig
                                   : last == outcome::no_response   ? dns_outcome::no_response
                                                                    : dns_outcome::noerror;
        ask({.query_type = "SOA", .outcome = answer});
        ask({.query_type = "AXFR",
             .tcp = true,
             .outcome = last == outcome::refused ? dns_outcome::refused : answer});
    }
    // Adds a query to the primary, or to the server that is given.
    void ask(flows::dns_observation one) {
        if (one.server.empty()) {
            one.server = "192.0.2.53";
            if (one.key.empty()) one.key = "k1.example";
            one.response_is_signed =
                one.outcome == dns_outcome::noerror || one.outcome == dns_outcome::refused;
            if (one.query_type == "SOA" && one.outcome == dns_outcome::noerror && !one.serial)
                one.serial = primary().serial;
        }
        one.at = service.now;
        extra.dns.push_back(std::move(one));
    }
    void ask_secondary() {
        ask({.server = "198.51.100.53", .outcome = dns_outcome::noerror, .serial = secondary().serial});
    }
    // Raises the serial of the primary, and notices it.
    void raise() {
        ++primary().serial;
        ask({});
    }

    flows::facts examine() {
        flows::examine work{zone_id, account, program_token()};
        for (auto next = work.start(now); next;) {
            CHECK(next->request->method == cfdns::http_method::get);
            if (next->delay.count() > 0) sleep(next->delay);
            auto const received = service(*next->request);
            next =
                received ? work.resume(received.value(), 0.5, now) : work.resume(received.error(), 0.5, now);
        }
        auto out = work.take();
        REQUIRE(out.has_value());
        flows::facts facts = std::move(*out);
        facts.failures.insert(facts.failures.end(), extra.failures.begin(), extra.failures.end());
        facts.role = extra.role;
        facts.dns = extra.dns;
        facts.name_server_configuration = extra.name_server_configuration;
        facts.software = extra.software;
        facts.notify = extra.notify;
        return facts;
    }
    std::vector<flows::finding> diagnose() { return flows::diagnose(examine(), service.now); }

    template <class Op>
    void send_refused(Op const& op, char const* what) {
        auto const done = cfdns::call(service, program_token(), op);
        REQUIRE(done.has_error());
        extra.failures.push_back({what, done.error()});
    }
    zt::incoming::create create_incoming() const {
        return {.zone_id = zone_id,
                .auto_refresh_seconds = 3600s,
                .name = "in.example.",
                .peers = std::vector<std::string>{"p1"}};
    }
};

struct fault_row {
    int row;  // of the table in the documentation; 0 for others
    char const* what;
    cause expected;
    certainty how;
    void (*inject)(clinic&);
};

// The account, the zone, peers and keys.
void zone_of_another_type(clinic& in) {
    in.service.zones.all["in"].type = "full";
    in.service.zone_transfers.quirks.incoming_of_other_zones_vanishes = true;
    in.service.zone_transfers.incoming.clear();
    REQUIRE(cfdns::call(in.service, program_token(), in.create_incoming()).has_value());
    in.extra.role = flows::name_server_role::secondary;
}
void configuration_forgotten(clinic& in) {
    in.service.zone_transfers.incoming.clear();
    in.extra.role = flows::name_server_role::secondary;
}
void nothing_configured(clinic& in) { in.service.zone_transfers.incoming.clear(); }
void primary_not_configured(clinic& in) { in.extra.role = flows::name_server_role::primary; }
void plan_without_transfers(clinic& in) {
    in.service.zone_transfers.incoming.clear();
    in.service.options_by_zone["in"].incoming_allowed = false;
    in.send_refused(in.create_incoming(), "incoming");
}
void plan_without_outgoing(clinic& in) {
    in.zone_id = "out";
    in.service.options_by_zone["out"].outgoing_allowed = false;
    in.service.zone_transfers.quirks.outgoing_is_denied_in_the_result = true;
    in.send_refused(zt::outgoing::create{.zone_id = "out", .name = "out.example.", .peers = {"p2"}},
                    "outgoing");
}
void signup_not_allowed(clinic& in) {
    in.service.zones.quirks.secondary_signup_is_refused = true;
    in.send_refused(
        cfdns::zones::create{
            .account = cfdns::zones::account_id{.id = account}, .name = "new.example", .type = "secondary"},
        "zone");
}
void permissions_lag(clinic& in) {
    in.service.zone_transfers.incoming.clear();
    in.service.quirks.forbidden_after_create = 1;
    REQUIRE(cfdns::call(in.service, program_token(), in.create_incoming()).has_value());
}
void permission_missing(clinic& in) {
    in.sleep(2min);
    in.service.next_faults = {{}, {}, {}, faults::status(403), faults::status(403), faults::status(403)};
}
void wrong_token(clinic& in) { in.service.token = secret("another"); }
void peer_half_made(clinic& in) {
    auto& quirks = in.service.zone_transfers.quirks;
    quirks.peers_are_created_by_name_only = quirks.unset_peer_members_are_shown = true;
    auto const made =
        cfdns::call(in.service, program_token(),
                    zt::peers::create{.account_id = account, .name = "ns3", .ip = "192.0.2.54", .port = 53});
    in.incoming().peers = {made->id};
}
void peer_with_port_0(clinic& in) { in.peer(0).port = 0; }
void peer_deleted(clinic& in) {
    in.service.zone_transfers.quirks.objects_in_use_can_be_deleted = true;
    REQUIRE(
        cfdns::call(in.service, program_token(), zt::peers::delete_{.account_id = account, .peer_id = "p1"})
            .has_value());
}
void tsig_deleted(clinic& in) {
    in.service.zone_transfers.quirks.objects_in_use_can_be_deleted = true;
    REQUIRE(cfdns::call(in.service, program_token(),
                        zt::tsigs::delete_{.account_id = account, .tsig_id = "k-k1.example."})
                .has_value());
    in.sleep(2h);
    in.probe();
}
void no_peers(clinic& in) { in.incoming().peers->clear(); }
void keys_mixed(clinic& in) {
    in.zone_id = "out";
    in.service.zone_transfers.peers[account].push_back({.id = "p3", .name = "ns3", .ip = "203.0.113.3"});
    in.service.zone_transfers.outgoing["out"].peers->push_back("p3");
}
void keys_of_primaries_mixed(clinic& in) {
    in.service.zone_transfers.peers[account].push_back({.id = "p3", .name = "ns3", .ip = "192.0.2.54"});
    in.incoming().peers->push_back("p3");
    in.primary().keys = std::vector{key_named("k2.example.")};
    in.sleep(3min);
}
void names_repeated(clinic& in) {
    in.service.zone_transfers.peers[account].push_back({.id = "p9", .name = "ns1", .ip = "192.0.2.9"});
}
void tsig_names_repeated(clinic& in) {
    auto other = key_named("K1.Example");
    other.id = "k9";
    in.service.zone_transfers.tsigs[account].push_back(other);
}

// The primary. It was never transferred from.
void key_has_another_name(clinic& in) {
    in.primary().keys = std::vector{key_named("k2.example.")};
    in.sleep(3min);
    in.probe();
}
void server_has_another_key(clinic& in) {
    in.primary().keys = std::vector{key_named("k2.example.")};
    in.sleep(3min);
    in.ask({.key = "k2.example.", .outcome = dns_outcome::noerror});
}
void secret_is_another(clinic& in) {
    in.primary().keys = std::vector{key_named("k1.example.", canaries[1])};
    in.sleep(3min);
    in.probe();
}
void secret_is_not_base64(clinic& in) {
    in.service.zone_transfers.tsigs[account][0].secret = secret(std::string{canaries[0]} + " ");
    in.sleep(3min);
    in.probe();
}
void transfer_is_refused(clinic& in) {
    in.primary().refuses_transfer = true;
    in.sleep(3min);
    in.probe();
}
void transfer_is_refused_by_knot(clinic& in) {
    in.primary().keys = std::vector<zt::tsigs::tsig>{};
    in.peer(0).tsig_id.reset();
    in.primary().refuses_transfer = true;
    in.sleep(3min);
    in.ask({.server = "192.0.2.53", .query_type = "AXFR", .tcp = true, .outcome = dns_outcome::notauth});
    in.ask({.server = "192.0.2.53", .outcome = dns_outcome::noerror, .serial = 7});
}
void transfer_is_refused_and_nothing_else_known(clinic& in) {
    in.primary().refuses_transfer = true;
    in.sleep(3min);
    in.ask({.query_type = "AXFR", .tcp = true, .outcome = dns_outcome::refused});
}
void clock_is_wrong(clinic& in) {
    in.primary().tsig_ok = false;
    in.sleep(3min);
    in.ask({.outcome = dns_outcome::badtime});
}
void rejected_by_powerdns(clinic& in) {
    in.primary().tsig_ok = false;
    in.sleep(3min);
    in.ask({.outcome = dns_outcome::notauth});
    in.ask({.query_type = "AXFR", .tcp = true, .outcome = dns_outcome::notauth});
}
void zone_is_unknown(clinic& in) {
    in.primary().refuses_transfer = true;
    in.sleep(3min);
    in.ask({.outcome = dns_outcome::refused});
    in.ask({.query_type = "AXFR", .tcp = true, .outcome = dns_outcome::notauth});
}
void does_not_run(clinic& in) {
    in.primary().reachable = false;
    in.sleep(3min);
    in.probe();
}
void connection_is_refused(clinic& in) {
    in.primary().reachable = false;
    in.sleep(3min);
    in.ask({.outcome = dns_outcome::connection_refused});
    in.ask({.query_type = "AXFR", .tcp = true, .outcome = dns_outcome::connection_refused});
}
void is_at_another_address(clinic& in) {
    in.primary().addresses = {"192.0.2.54"};
    in.sleep(3min);
    in.probe();
    in.ask({.server = "192.0.2.54", .outcome = dns_outcome::noerror, .serial = 7});
}
void is_at_another_port(clinic& in) {
    in.primary().port = 5353;
    in.sleep(3min);
    in.probe();
    in.ask({.server = "192.0.2.53", .port = 5353, .outcome = dns_outcome::noerror, .serial = 7});
}
void tcp_is_blocked(clinic& in) {
    in.primary().refuses_transfer = true;
    in.sleep(3min);
    in.ask({});
    in.ask({.query_type = "AXFR", .tcp = true, .outcome = dns_outcome::no_response});
}
std::vector<std::string> const old_ranges{"198.41.144.240/28", "2a06:98c0:3601::/48"};
void old_addresses_only(clinic& in) {
    in.primary().allowed_ranges = old_ranges;
    in.sleep(3min);
    // From the primary itself.
    in.ask({});
    in.ask({.query_type = "AXFR", .from = "192.0.2.53", .tcp = true});
}
void old_addresses_in_the_text(clinic& in) {
    old_addresses_only(in);
    in.extra.name_server_configuration =
        secret("acl cloudflare {\n  198.41.144.240/28;\n  2a06:98c0:3601::/48;\n};\n");
}
void old_addresses_after_the_day(clinic& in) {
    old_addresses_in_the_text(in);
    in.sleep(std::chrono::ceil<std::chrono::milliseconds>(
        std::chrono::sys_days{std::chrono::year{2026} / 12 / 1} - in.service.now));
    in.extra.dns.clear();
}
void one_address_missing(clinic& in) {
    in.primary().allowed_ranges = {"104.30.167.163"};
    in.sleep(3min);
    in.extra.name_server_configuration = secret("provide-xfr: 104.30.167.163 k1\n");
}
void ixfr_does_not_work(clinic& in) {
    in.sleep(1min);
    in.peer(0).ixfr_enable = true;
    in.primary().refuses_transfer = true;
    in.raise();
    in.sleep(3h);
    in.ask({});
    in.ask({.query_type = "AXFR", .tcp = true});
    in.ask({.query_type = "IXFR", .tcp = true, .outcome = dns_outcome::other});
}

// Serials.
void no_notify(clinic& in) {
    in.sleep(10min);
    in.raise();
    in.sleep(5min);
    in.ask({});
}
void transfers_fail_afterwards(clinic& in) {
    in.sleep(10min);
    in.primary().refuses_transfer = true;
    in.raise();
    in.sleep(2h + 30min);
    in.ask({});
}
void never_transferred(clinic& in) {
    in.primary().refuses_transfer = true;
    in.sleep(2h);
}
void transfers_fail_at_each_check(clinic& in) {
    transfers_fail_afterwards(in);
    in.sleep(20min);  // a check has taken place just now
    in.ask({});
}
void checks_ended(clinic& in) {
    in.sleep(10min);
    in.service.zone_transfers.primaries.clear();
    in.sleep(3h);
}
void paused_and_new(clinic& in) {
    in.service.zone_transfers.primaries.clear();
    in.service.zones.all["in"].paused = true;
    in.sleep(3h);
}
void checks_ended_without_notify(clinic& in) {
    in.extra.notify = false;
    in.sleep(10min);
    in.raise();
    in.service.zone_transfers.primaries["other"] = in.primary();
    in.service.zone_transfers.primaries.erase("in");
    in.sleep(90min);
}
void went_back(clinic& in) {
    in.sleep(10min);
    in.primary().serial = 5;
    in.sleep(2h + 1min);
    in.ask({});
}
void went_back_to_unixtime(clinic& in) {
    in.primary().serial = 2026112501;
    in.sleep(10min);
    in.primary().serial = 1795599492;
    in.ask({});
}
void half_apart(clinic& in) {
    in.sleep(10min);
    in.primary().serial = 7 + (std::uint32_t{1} << 31);
    in.ask({});
}
void changed_without_a_serial(clinic& in) {
    in.sleep(10min);
    in.ask({});
    in.ask({.server = "192.0.2.53",
            .query_type = "A",
            .name = "www.in.example.",
            .outcome = dns_outcome::noerror,
            .records = {"192.0.2.80"}});
    in.ask({.server = "ns0123.secondary.cloudflare.com",
            .query_type = "a",
            .name = "WWW.in.example",
            .outcome = dns_outcome::noerror,
            .records = {"192.0.2.79"}});
}
void old_version_is_served(clinic& in) {
    in.sleep(1min);
    ++in.primary().serial;
    in.service.zone_transfers.receive_notify(in.service, "in", "192.0.2.53");
    REQUIRE(in.incoming().soa_serial == 8u);
    in.sleep(10min);
    in.ask({});
    in.ask({.server = "ns0123.secondary.cloudflare.com.", .outcome = dns_outcome::noerror, .serial = 7});
}

// Cloudflare as a primary.
void not_enabled(clinic& in) {
    in.zone_id = "out";
    in.service.zone_transfers.transfers_enabled.clear();
}
void queries_from_another_address(clinic& in) {
    in.zone_id = "out";
    in.secondary().addresses = {"203.0.113.9"};
    in.ask({.server = "172.65.64.6",
            .query_type = "AXFR",
            .key = "k1.example.",
            .from = "203.0.113.9",
            .tcp = true,
            .outcome = dns_outcome::refused});
}
void queries_from_an_unknown_address(clinic& in) {
    queries_from_another_address(in);
    in.extra.dns[0].from.clear();
}
void queries_with_another_key(clinic& in) {
    in.zone_id = "out";
    in.secondary().keys = std::vector{key_named("k1.example.", canaries[1])};
    in.ask({.server = "172.65.64.6", .key = "k1.example.", .outcome = dns_outcome::badsig});
}
void queries_without_a_key(clinic& in) {
    in.zone_id = "out";
    in.ask({.server = "172.65.64.6",
            .query_type = "AXFR",
            .from = "198.51.100.53",
            .outcome = dns_outcome::refused});
}
void secondary_pulls_at_its_refresh(clinic& in) {
    in.zone_id = "out";
    // NOTIFY goes to the peer; queries from the other address are allowed by the ACL.
    in.secondary().addresses = {"198.51.100.99"};
    in.secondary().serial = 3;
    in.service.zone_transfers.outgoing["out"].checked_time = in.service.make_timestamp();
    in.service.zone_transfers.outgoing["out"].last_transferred_time = in.service.make_timestamp();
    in.service.zone_transfers.outgoing["out"].soa_serial = 4;
    REQUIRE(
        cfdns::call(in.service, program_token(), zt::outgoing::force_notify{.zone_id = "out"}).has_value());
    in.ask_secondary();
    in.sleep(10min);
    in.ask_secondary();
}
void secondary_cannot_transfer(clinic& in) {
    in.zone_id = "out";
    in.secondary().serial = 3;
    in.service.zone_transfers.outgoing["out"].last_transferred_time = in.service.make_timestamp();
    in.sleep(1min);
    in.secondary().tsig_ok = false;
    in.service.zone_transfers.outgoing["out"].soa_serial = 4;
    REQUIRE(
        cfdns::call(in.service, program_token(), zt::outgoing::force_notify{.zone_id = "out"}).has_value());
    in.ask_secondary();
    in.sleep(10min);
    in.ask_secondary();
}
void powerdns_waits(clinic& in) {
    secondary_cannot_transfer(in);
    in.secondary().tsig_ok = true;  // too late
    in.extra.software = flows::name_server_software::powerdns;
}
void add_record(clinic& in, char const* type, std::string name, std::string content, bool proxied = false) {
    in.zone_id = "out";
    in.service.records.all["out"].push_back({.id = in.service.make_id(),
                                             .name = std::move(name),
                                             .type = type,
                                             .content = std::move(content),
                                             .proxied = proxied});
}
void proxied_at_the_secondary(clinic& in) {
    add_record(in, "A", "www.out.example", "192.0.2.80", true);
    in.ask({.server = "198.51.100.53",
            .query_type = "A",
            .name = "www.out.example.",
            .outcome = dns_outcome::noerror,
            .records = {"104.16.1.1", "104.16.2.1"}});
}
void caa_at_the_secondary(clinic& in) {
    add_record(in, "CAA", "out.example", "0 issue \"ca.example\"");
    in.ask({.server = "198.51.100.53", .query_type = "CAA", .outcome = dns_outcome::noerror});
}
void name_servers_are_ignored(clinic& in) { add_record(in, "NS", "out.example", "ns2.example.net"); }

fault_row const fault_rows[] = {
    {1, "zone of another type", cause::wrong_zone_type, certainty::certain, zone_of_another_type},
    {0, "configuration forgotten", cause::not_configured, certainty::certain, configuration_forgotten},
    {0, "nothing configured", cause::not_configured, certainty::certain, nothing_configured},
    {0, "primary not configured", cause::not_configured, certainty::certain, primary_not_configured},
    {2, "plan without transfers", cause::not_entitled, certainty::certain, plan_without_transfers},
    {2, "plan without outgoing transfers", cause::not_entitled, certainty::certain, plan_without_outgoing},
    {2, "signup not allowed", cause::not_entitled, certainty::certain, signup_not_allowed},
    {3, "permissions lag", cause::permission_pending, certainty::likely, permissions_lag},
    {0, "permission missing", cause::no_permission, certainty::certain, permission_missing},
    {0, "wrong token", cause::credentials_rejected, certainty::certain, wrong_token},
    {4, "peer half made", cause::peer_without_address, certainty::certain, peer_half_made},
    {4, "peer with port 0", cause::peer_without_address, certainty::possible, peer_with_port_0},
    {5, "peer deleted", cause::peer_missing, certainty::certain, peer_deleted},
    {6, "tsig deleted", cause::tsig_missing, certainty::certain, tsig_deleted},
    {0, "no peers", cause::no_peer, certainty::certain, no_peers},
    {7, "keys mixed", cause::keys_differ, certainty::certain, keys_mixed},
    {7, "keys of primaries mixed", cause::keys_differ, certainty::likely, keys_of_primaries_mixed},
    {8, "key has another name", cause::key_unknown, certainty::likely, key_has_another_name},
    {8, "server has another key", cause::key_unknown, certainty::likely, server_has_another_key},
    {9, "secret is another", cause::secret_differs, certainty::likely, secret_is_another},
    {9, "secret is not Base64", cause::secret_differs, certainty::certain, secret_is_not_base64},
    {10, "transfer is refused", cause::transfer_refused, certainty::likely, transfer_is_refused},
    {10, "transfer is refused without a key", cause::transfer_refused, certainty::likely,
     transfer_is_refused_by_knot},
    {10, "transfer is refused, no more is known", cause::transfer_refused, certainty::possible,
     transfer_is_refused_and_nothing_else_known},
    {11, "clock is wrong", cause::clock_differs, certainty::likely, clock_is_wrong},
    {0, "rejected by PowerDNS", cause::key_rejected, certainty::likely, rejected_by_powerdns},
    {0, "zone is unknown", cause::zone_unknown, certainty::likely, zone_is_unknown},
    {12, "does not run", cause::unreachable, certainty::likely, does_not_run},
    {12, "connection is refused", cause::unreachable, certainty::likely, connection_is_refused},
    {12, "is at another address", cause::unreachable, certainty::likely, is_at_another_address},
    {12, "is at another port", cause::unreachable, certainty::likely, is_at_another_port},
    {12, "TCP is blocked", cause::tcp_blocked, certainty::likely, tcp_is_blocked},
    {13, "old addresses only", cause::sources_not_allowed, certainty::likely, old_addresses_only},
    {13, "one address missing", cause::sources_not_allowed, certainty::likely, one_address_missing},
    {14, "old addresses in the text", cause::addresses_outdated, certainty::likely,
     old_addresses_in_the_text},
    {14, "old addresses after the day", cause::addresses_outdated, certainty::certain,
     old_addresses_after_the_day},
    {15, "no NOTIFY", cause::notify_ineffective, certainty::likely, no_notify},
    {16, "transfers fail afterwards", cause::transfers_fail, certainty::likely, transfers_fail_afterwards},
    {16, "transfers fail at each check", cause::transfers_fail, certainty::likely,
     transfers_fail_at_each_check},
    {16, "never transferred", cause::transfers_fail, certainty::likely, never_transferred},
    {17, "checks ended", cause::checks_stopped, certainty::certain, checks_ended},
    {17, "paused and new", cause::checks_stopped, certainty::certain, paused_and_new},
    {17, "checks ended without NOTIFY", cause::checks_stopped, certainty::certain,
     checks_ended_without_notify},
    {18, "went back", cause::primary_went_back, certainty::certain, went_back},
    {18, "went back to unixtime", cause::primary_went_back, certainty::certain, went_back_to_unixtime},
    {0, "half apart", cause::serials_incomparable, certainty::certain, half_apart},
    {19, "changed without a serial", cause::serial_not_raised, certainty::likely, changed_without_a_serial},
    {20, "old version is served", cause::stale_copy_served, certainty::certain, old_version_is_served},
    {21, "IXFR does not work", cause::ixfr_fails, certainty::likely, ixfr_does_not_work},
    {22, "not enabled", cause::transfers_disabled, certainty::certain, not_enabled},
    {23, "queries from another address", cause::secondary_not_allowed, certainty::certain,
     queries_from_another_address},
    {23, "queries from an unknown address", cause::secondary_not_allowed, certainty::likely,
     queries_from_an_unknown_address},
    {23, "queries with another key", cause::secondary_key_differs, certainty::likely,
     queries_with_another_key},
    {23, "queries without a key", cause::secondary_key_differs, certainty::likely, queries_without_a_key},
    {23, "secondary cannot transfer", cause::secondary_key_differs, certainty::likely,
     secondary_cannot_transfer},
    {24, "secondary pulls at its refresh", cause::notify_refused, certainty::likely,
     secondary_pulls_at_its_refresh},
    {25, "proxied at the secondary", cause::proxied_records_differ, certainty::certain,
     proxied_at_the_secondary},
    {26, "CAA at the secondary", cause::caa_records_not_transferred, certainty::certain,
     caa_at_the_secondary},
    {27, "name servers are ignored", cause::multi_provider_off, certainty::certain,
     name_servers_are_ignored},
    {28, "PowerDNS waits", cause::retrieve_needed, certainty::likely, powerdns_waits},
    {29, "names repeated", cause::duplicate_names, certainty::certain, names_repeated},
    {29, "names of TSIGs repeated", cause::duplicate_names, certainty::certain, tsig_names_repeated},
};

// Whether a text contains a secret.
bool has_canary(std::string_view text) {
    return std::any_of(std::begin(canaries), std::end(canaries),
                       [&](std::string_view one) { return text.find(one) != std::string_view::npos; });
}

}  // namespace

TEST_CASE("each fault is found, and its cause comes first") {
    std::set<int> rows;
    std::set<cause> causes;
    for (fault_row const& one : fault_rows) {
        CAPTURE(one.row);
        CAPTURE(one.what);
        clinic in;
        in.service.now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 1};
        in.incoming().created_time = in.service.make_timestamp();
        one.inject(in);
        auto const found = in.diagnose();
        std::string const text = flows::to_text(found);
        CAPTURE(text);
        REQUIRE(!found.empty());
        CHECK(flows::to_string(found[0].cause) == flows::to_string(one.expected));
        CHECK(flows::to_string(found[0].certainty) == flows::to_string(one.how));
        CHECK(!found[0].evidence.empty());
        CHECK(!found[0].next_step.empty());
        CHECK_FALSE(has_canary(text));
        CHECK_FALSE(has_canary(flows::to_json(found)));
        rows.insert(one.row);
        causes.insert(one.expected);
    }
    CHECK(rows.size() == 30);  // 29, and those that are not in it
    CHECK(causes.size() == static_cast<std::size_t>(cause::duplicate_names) + 1);
}

namespace {

void unreachable_and_old(clinic& in) {
    in.sleep(10min);
    in.raise();
    in.primary().reachable = false;
    in.sleep(3h);
    in.ask({.outcome = dns_outcome::no_response});
    in.ask({.server = "ns0123.secondary.cloudflare.com", .outcome = dns_outcome::noerror, .serial = 7});
}

struct said_row {
    void (*inject)(clinic&);
    std::size_t index;  // of the finding
    char const* text;
};

said_row const said[] = {
    {went_back_to_unixtime, 0, "Cloudflare has 2026112501, the primary has 1795599492"},
    {went_back_to_unixtime, 0, "to 4173596148, 1795599492, one after another"},
    {half_apart, 0, "to 2147483654, 2147483655, one"},
    {is_at_another_port, 0,
     "192.0.2.53: no response to SOA, signed with k1.example; 192.0.2.53 port 5353 has the"},
    {is_at_another_address, 0, "192.0.2.54 has the zone"},
    {old_addresses_only, 0, "Allow transfers to 104.30.167.163, 104.30.167.173.\n"},
    {old_addresses_in_the_text, 0, "line 2: 198.41.144.240/28, which Cloudflare uses until 2026-12-01"},
    {one_address_missing, 0, "does not contain 104.30.167.173\n"},
    {checks_ended, 0, "the last check was 11400 s ago, the refresh interval is 3600 s\n"},
    {paused_and_new, 0, "the primary was never checked, the refresh interval is 3600 s; the zone is paused"},
    {no_notify, 0, "172.65.30.82, 172.65.50.145, 2606:"},
    {secondary_pulls_at_its_refresh, 0,
     "NOTIFY from 104.30.167.163, 104.30.167.173, 2a09:bac0:1000:c47::/64"},
    {queries_from_another_address, 0, "from 203.0.113.9; the peers have 198.51.100.53"},
    {powerdns_waits, 1, "possible  Cloudflare does not accept the key of the secondary"},
    {unreachable_and_old, 0, "the primary does not respond"},
    {unreachable_and_old, 1, "returns the serial 7; the primary has 8"},
    {keys_mixed, 0, "peer ns2 (p2) has the TSIG k-k1.example., peer ns3 (p3) has no TSIG"},
    {names_repeated, 0, "peer ns1: p1, p9"},
    {server_has_another_key, 0, "signed with k2.example., but the peer has the TSIG k1.example."},
    {zone_of_another_type, 0, "its type is full"},
    {changed_without_a_serial, 0,
     "192.0.2.80 at 192.0.2.53, 192.0.2.79 at Cloudflare; both have the serial 7"},
};

}  // namespace

TEST_CASE("findings say what was seen and what to do") {
    for (said_row const& one : said) {
        CAPTURE(one.text);
        clinic in;
        in.service.now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 1};
        in.incoming().created_time = in.service.make_timestamp();
        one.inject(in);
        auto const found = in.diagnose();
        CAPTURE(flows::to_text(found));
        REQUIRE(found.size() > one.index);
        CHECK(flows::to_text(found[one.index]).find(one.text) != std::string::npos);
    }
}

TEST_CASE("nothing is found on pairs that work") {
    for (char const* const zone_id : {"in", "out"})
        for (auto const age : {0s, 30s, 1800s, 3600s, 7200s, 86400s * 40}) {
            CAPTURE(zone_id);
            CAPTURE(age.count());
            clinic in;
            in.zone_id = zone_id;
            in.sleep(1min);
            (void)cfdns::call(in.service, program_token(), zt::outgoing::force_notify{.zone_id = "out"});
            add_record(in, "A", "www.out.example", "192.0.2.80", true);
            add_record(in, "A", "direct.out.example", "192.0.2.80");
            add_record(in, "CAA", "out.example", "0 issue \"ca.example\"");
            in.zone_id = zone_id;
            in.sleep(age);
            in.probe();
            in.ask_secondary();
            in.ask({.query_type = "IXFR", .tcp = true});
            // An unsigned query is refused, as it should be.
            in.ask({.server = "192.0.2.53",
                    .query_type = "AXFR",
                    .tcp = true,
                    .outcome = dns_outcome::refused});
            in.ask({.server = "192.0.2.53", .outcome = dns_outcome::noerror, .serial = 7});
            bool const is_secondary = in.zone_id == "in";
            in.ask({.server = is_secondary ? "ns0123.secondary.cloudflare.com" : "172.65.64.6",
                    .key = "k1.example.",
                    .outcome = dns_outcome::noerror,
                    .serial = is_secondary ? 7 : 3});
            for (char const* const server : {"192.0.2.53", "ns0123.secondary.cloudflare.com"})
                in.ask(
                    {.server = server, .query_type = "A", .name = "a.in.example", .records = {"192.0.2.1"}});
            // A record that is proxied, but transferred as it is.
            in.ask({.server = "198.51.100.53",
                    .query_type = "A",
                    .name = "www.out.example",
                    .records = {"192.0.2.80"}});
            in.ask({.server = "198.51.100.53",
                    .query_type = "A",
                    .name = "direct.out.example",
                    .records = {"192.0.2.80"}});
            in.extra.name_server_configuration =
                secret("acl 198.41.144.240/28 104.30.167.163, 104.30.167.173 2A09:bac0:1000:c47:0::/64");
            auto const found = in.diagnose();
            CHECK(flows::to_text(found) == "nothing found\n");
            CHECK(flows::to_json(found) == "[]");
            auto const fresh = flows::freshness_of(in.examine(), in.service.now);
            CHECK(fresh.verdict ==
                  (in.zone_id == "in" ? flows::verdict::current : flows::verdict::not_configured));
            // Also without the observations.
            in.extra = {};
            CHECK(flows::to_text(in.diagnose()) == "nothing found\n");
        }
}

TEST_CASE("a change that is on its way is no finding") {
    clinic in;
    in.sleep(10min);
    in.raise();
    in.sleep(1min);
    in.ask({});
    CHECK(flows::to_text(in.diagnose()) == "nothing found\n");
    CHECK(flows::freshness_of(in.examine(), in.service.now).verdict == flows::verdict::behind);
    in.zone_id = "out";
    in.secondary().serial = 3;
    in.service.zone_transfers.outgoing["out"].soa_serial = 4;
    in.ask_secondary();
    in.sleep(1min);
    in.ask_secondary();
    CHECK(flows::to_text(in.diagnose()) == "nothing found\n");
}

TEST_CASE("queries that were repeated count with their latest answer") {
    clinic in;
    in.primary().keys = std::vector{key_named("k1.example.", canaries[1])};
    in.sleep(3min);
    in.probe();
    CHECK(in.diagnose()[0].cause == cause::secret_differs);
    in.primary().keys = std::vector{key_named("k1.example.")};
    (void)cfdns::call(in.service, program_token(), zt::force_axfr::create{.zone_id = "in"});
    in.probe();
    CHECK(flows::to_text(in.diagnose()) == "nothing found\n");
    std::reverse(in.extra.dns.begin(), in.extra.dns.end());
    for (std::size_t i = 0; i != in.extra.dns.size(); ++i)
        in.extra.dns[i].at = in.service.now - (i + 1) * 1s;
    CHECK(flows::to_text(in.diagnose()) == "nothing found\n");
}

TEST_CASE("answers to others say little about a pair that works") {
    for (auto const answer : {dns_outcome::badkey, dns_outcome::badsig, dns_outcome::badtime,
                              dns_outcome::no_response, dns_outcome::refused}) {
        clinic in;
        in.sleep(10min);
        in.ask({.query_type = "SOA", .tcp = true, .outcome = dns_outcome::noerror});
        in.ask({.query_type = "AXFR", .tcp = true, .outcome = answer});
        auto const found = in.diagnose();
        CAPTURE(flows::to_text(found));
        REQUIRE(found.size() == 1);
        CHECK(found[0].certainty == certainty::possible);
    }
}

TEST_CASE("the serial of the primary is the newest of the linked peers") {
    clinic in;
    in.service.zone_transfers.peers[account].push_back({.id = "p3", .name = "ns3", .ip = "2001:db8::53"});
    in.incoming().peers->push_back("p3");
    auto const serial = [&]() -> std::optional<std::uint32_t> {
        auto const out = flows::primary_serial_of(in.examine(), in.service.now);
        return out ? std::optional{out->serial} : std::nullopt;
    };
    CHECK_FALSE(serial());
    in.ask({.server = "192.0.2.54", .serial = 900});                        // another server
    in.ask({.server = "192.0.2.53", .port = 54, .serial = 900});            // another port
    in.ask({.server = "ns1.cloudflare.com", .serial = 900});                // Cloudflare
    in.ask({.server = "192.0.2.53", .query_type = "AXFR", .serial = 900});  // another query
    in.ask({.server = "192.0.2.53", .outcome = dns_outcome::refused, .serial = 900});
    CHECK_FALSE(serial());
    // If the peers are not known, every server but Cloudflare's may be the primary.
    flows::facts unknown = in.examine();
    unknown.state.peers.reset();
    unknown.dns = {in.extra.dns[2]};
    CHECK_FALSE(flows::primary_serial_of(unknown, in.service.now));
    unknown.dns = {in.extra.dns[0]};
    CHECK(flows::primary_serial_of(unknown, in.service.now).has_value());
    in.ask({.server = "192.0.2.53", .serial = 4294967295u});
    CHECK(serial() == 4294967295u);
    in.ask({.server = "2001:DB8:0::53", .serial = 1});  // newer
    CHECK(serial() == 1u);
    auto const first = in.service.now;
    in.sleep(1h);
    in.ask({.server = "2001:db8::53", .serial = 1});
    auto const out = flows::primary_serial_of(in.examine(), in.service.now);
    CHECK(out->seen == in.service.now);
    CHECK(out->since == first);
    in.ask({.server = "2001:db8::53", .serial = 2});
    CHECK(serial() == 2u);
}

TEST_CASE("a zone of which no peer has an address is judged so") {
    clinic in;
    in.sleep(10min);
    in.peer(0).ip = "";
    CHECK(flows::freshness_of(in.examine(), in.service.now).verdict == flows::verdict::peer_without_address);
    in.service.zone_transfers.peers[account].clear();
    CHECK(flows::freshness_of(in.examine(), in.service.now).verdict == flows::verdict::no_peer);
    flows::facts unknown = in.examine();
    unknown.state.peers.reset();
    CHECK(flows::freshness_of(unknown, in.service.now).verdict == flows::verdict::unconfirmed);
    unknown.state.incoming.clear();
    CHECK(flows::freshness_of(unknown, in.service.now).verdict == flows::verdict::unconfirmed);
}

TEST_CASE("an examination sends GET requests only, and reports those that are refused") {
    clinic in;
    (void)in.examine();
    CHECK(in.service.log.size() == 6);
    in.zone_id = "out";
    in.service.log.clear();
    auto const facts = in.examine();
    CHECK(in.service.log.size() == 11);
    CHECK(facts.zone->name == "out.example");
    CHECK(facts.state.account_id == account);
    CHECK(facts.state.outgoing.at("out").enabled);
    CHECK(facts.settings.has_value());
    CHECK(facts.records.has_value());
    CHECK(facts.failures.empty());

    char const* const names[] = {"zone", "incoming", "outgoing", "status",  "peers",  "tsigs",
                                 "acls", "settings", "records",  "records", "records"};
    for (std::size_t refused = 0; refused != std::size(names); ++refused) {
        CAPTURE(refused);
        in.service.next_faults = std::deque<cfdns::testing::fault>(refused);
        in.service.next_faults.push_back(faults::status(403));
        auto const partial = in.examine();
        REQUIRE(partial.failures.size() == 1);
        CHECK(partial.failures[0].what == names[refused]);
        in.service.next_faults.clear();
    }
    // A status that is not known is not disabled.
    in.sleep(2min);
    in.service.next_faults = {{}, {}, {}, faults::status(403)};
    auto const found = in.diagnose();
    REQUIRE(found.size() == 1);
    CHECK(found[0].cause == cause::no_permission);

    flows::examine nowhere{"", account, program_token()};
    CHECK_FALSE(nowhere.start(in.now));
    CHECK(nowhere.take().error().parameter() == "zone_id");
    for (auto const& fault : {faults::status(500), faults::lost_request(), faults::rate_limited()}) {
        in.service.next_faults = {{}, fault};
        flows::examine failing{"in", account, program_token(), {}, {.retry = {.max_attempts = 1}}};
        for (auto next = failing.start(in.now); next;) {
            auto const received = in.service(*next->request);
            next = received ? failing.resume(received.value(), 0.5, in.now)
                            : failing.resume(received.error(), 0.5, in.now);
        }
        CHECK(failing.take().has_error());
    }
    in.service.next_faults = {faults::status(401)};
    in.service.log.clear();
    CHECK(flows::to_string(in.diagnose()[0].cause) == "credentials_rejected");
    CHECK(in.service.log.size() == 1);
}

TEST_CASE("what could not be read leads to no finding") {
    clinic in;
    in.sleep(10min);
    flows::facts facts = in.examine();
    facts.state.peers->clear();
    CHECK(!flows::diagnose(facts, in.service.now).empty());
    facts.state.unreadable.push_back({flows::object_kind::peer, "", "/result", "the whole list", "a part"});
    CHECK(flows::diagnose(facts, in.service.now).empty());
    facts = in.examine();
    facts.state.tsigs->clear();
    CHECK(!flows::diagnose(facts, in.service.now).empty());
    facts.state.unreadable.push_back(
        {flows::object_kind::tsig, "k-k1.example.", "/result/0", "object", "3"});
    CHECK(flows::diagnose(facts, in.service.now).empty());
    CHECK(flows::diagnose({}, in.service.now).empty());
}

TEST_CASE("causes have names and explanations") {
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(cause::duplicate_names); ++i) {
        auto const one = static_cast<cause>(i);
        CAPTURE(flows::to_string(one));
        CHECK(!flows::explanation(one).empty());
        names.insert(flows::to_string(one));
    }
    CHECK(names.size() == static_cast<std::size_t>(cause::duplicate_names) + 1);
    CHECK(flows::to_string(cause::duplicate_names) == "duplicate_names");
    CHECK(flows::to_string(cause::keys_differ) == "keys_differ");
    CHECK(flows::to_string(cause::transfers_fail) == "transfers_fail");
    CHECK(flows::to_string(static_cast<cause>(200)) == "unknown");
    CHECK(flows::to_string(certainty::possible) == "possible");
    CHECK(flows::to_string(static_cast<certainty>(200)) == "unknown");
    CHECK(flows::to_string(dns_outcome::badsig) == "BADSIG");
    CHECK(flows::to_string(static_cast<dns_outcome>(200)) == "unknown");
}

TEST_CASE("findings as text and as JSON, which names cannot forge") {
    std::vector<flows::finding> const all{
        {certainty::certain, cause::no_peer, "a \"b\"", "Do it."},
        {certainty::possible, cause::key_unknown, "a\nsure      x\x1b[31m\xff", ""}};
    CHECK(flows::to_text(all) ==
          "certain   no peer is linked to the zone\n"
          "          a \"b\"\n"
          "          Do it.\n"
          "possible  the primary does not know the key\n"
          "          a\\u000asure      x\\u001b[31m\\u00ff\n");
    CHECK(flows::to_text(all[0]) + flows::to_text(all[1]) == flows::to_text(all));
    CHECK(
        flows::to_json(all) ==
        R"([{"certainty":"certain","cause":"no_peer","explanation":"no peer is linked to the zone",)"
        R"("evidence":"a \"b\"","next_step":"Do it."},)"
        R"({"certainty":"possible","cause":"key_unknown","explanation":"the primary does not know the key",)"
        R"("evidence":"a\\u000asure      x\\u001b[31m\\u00ff","next_step":""}])");
}

TEST_CASE("diagnose and freshness_of are defined for all facts, and show no secret") {
    int const cases = static_cast<int>(property_cases(300));
    std::mt19937_64 random{26};
    auto const below = [&](std::size_t limit) { return static_cast<std::size_t>(random() % limit); };
    std::string const texts[] = {"",
                                 "p1",
                                 "k1.example.",
                                 "192.0.2.53",
                                 "::1",
                                 "2001:db8::/32",
                                 "cloudflare.com",
                                 "172.65.64.6",
                                 "\xff\n",
                                 "SOA",
                                 "AXFR",
                                 "IXFR",
                                 "A",
                                 "CAA"};
    auto const text = [&] { return texts[below(std::size(texts))]; };
    std::uint32_t const serials[] = {0, 7, 8, 0x7fffffff, 0x80000007, 0xffffffff};
    auto const serial = [&]() -> std::optional<std::uint32_t> {
        if (below(4) == 0) return std::nullopt;
        return serials[below(std::size(serials))];
    };
    using instant = std::chrono::sys_time<std::chrono::microseconds>;
    clinic in;
    in.sleep(10min);
    instant const instants[] = {in.service.now, in.service.now - 3min, in.service.now - 3h,
                                instant::min(), instant::max(),        instant{}};
    std::optional<cfdns::timestamp> const times[] = {
        {}, in.service.make_timestamp(), cfdns::timestamp{"x"}, cfdns::timestamp{"2020-01-01T00:00:00Z"}};
    std::size_t findings = 0;
    for (int i = 0; i != cases; ++i) {
        in.zone_id = below(2) == 0 ? "in" : "out";
        flows::facts facts = in.examine();
        if (below(4) == 0) facts.zone.reset();
        if (below(4) == 0) facts.state.peers.reset();
        if (below(4) == 0) facts.state.tsigs.reset();
        if (below(4) == 0) facts.state.acls.reset();
        if (facts.state.peers)
            for (auto& one : *facts.state.peers) {
                if (below(3) == 0) one.ip = text();
                if (below(3) == 0) one.port = static_cast<std::uint32_t>(below(3) * 53);
                if (below(3) == 0) one.tsig_id = text();
                if (below(3) == 0) one.ixfr_enable = true;
                if (below(5) == 0) one.name = text();
            }
        auto& incoming = facts.state.incoming["in"];
        if (incoming) {
            if (below(3) == 0) incoming->soa_serial = serial();
            if (below(3) == 0) incoming->checked_time = times[below(4)];
            if (below(3) == 0) incoming->modified_time = times[below(4)];
            if (below(5) == 0) incoming->peers = std::vector{text(), text()};
            if (below(9) == 0) incoming.reset();
        }
        if (auto& outgoing = facts.state.outgoing["out"].configuration) {
            if (below(3) == 0) outgoing->soa_serial = serial();
            if (below(3) == 0) outgoing->checked_time = times[below(4)];
        }
        for (std::size_t n = below(9); n != 0; --n)
            facts.dns.push_back({.server = below(2) == 0 ? "192.0.2.53" : text(),
                                 .port = below(9) == 0 ? 0u : 53u,
                                 .query_type = text(),
                                 .name = text(),
                                 .key = text(),
                                 .from = text(),
                                 .tcp = below(2) == 0,
                                 .outcome = static_cast<dns_outcome>(below(11)),
                                 .response_is_signed = below(2) == 0,
                                 .serial = serial(),
                                 .records = {text()},
                                 .at = instants[below(std::size(instants))]});
        if (below(4) == 0) facts.name_server_configuration = secret(text() + " " + std::string{canaries[1]});
        if (below(4) == 0) facts.software = static_cast<flows::name_server_software>(below(6));
        if (below(4) == 0) facts.role = static_cast<flows::name_server_role>(below(3));
        if (below(4) == 0) facts.failures.push_back({text(), {}});
        if (below(4) == 0) facts.cloudflare.sources = {text(), text()};
        if (below(4) == 0) facts.cloudflare.transfer_address = text();
        facts.notify = below(2) == 0;
        instant const now = instants[below(std::size(instants))];
        auto const found = flows::diagnose(facts, now);
        (void)flows::freshness_of(facts, now);
        findings += found.size();
        std::string const lines = flows::to_text(found);
        CHECK_FALSE(has_canary(lines));
        CHECK_FALSE(has_canary(flows::to_json(found)));
        std::size_t count = found.empty() ? 1 : 0;
        for (flows::finding const& one : found) count += one.evidence.empty() ? 2u : 3u;
        CHECK(static_cast<std::size_t>(std::count(lines.begin(), lines.end(), '\n')) == count);
        for (std::size_t n = 0; n != found.size(); ++n) CHECK(flows::to_string(found[n].cause) != "unknown");
    }
    CHECK(findings > static_cast<std::size_t>(cases / 2));
}

TEST_CASE("the documentation shows what a run prints, all verdicts and all causes") {
    std::ifstream file{CFDNS_SOURCE_DIR "/docs/waiting_and_diagnosis.md"};
    std::string const document{std::istreambuf_iterator<char>{file}, {}};
    auto const has = [&](std::string const& text) { return document.find(text) != std::string::npos; };
    for (int i = 0; i <= static_cast<int>(cause::duplicate_names); ++i) {
        CAPTURE(flows::to_string(static_cast<cause>(i)));
        CHECK(has("`" + std::string{flows::to_string(static_cast<cause>(i))} + "`"));
    }
    for (int i = 0; i <= static_cast<int>(flows::verdict::unconfirmed); ++i)
        CHECK(has("| `" + std::string{flows::to_string(static_cast<flows::verdict>(i))} + "` | "));

    clinic in;
    in.service.now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 26};
    in.incoming().created_time = in.service.make_timestamp();
    in.service.zone_transfers.tsigs[account][0].name = "transfer.example.com.";
    in.service.zone_transfers.peers[account].push_back({.id = "p9", .name = "old-ns"});
    in.incoming().peers->push_back("p9");
    in.primary().keys = std::vector{key_named("transfer.example.com.", canaries[1])};
    in.sleep(3min);
    in.extra.dns = {
        {.server = "192.0.2.53", .key = "transfer.example.com.", .outcome = dns_outcome::badsig}};
    in.extra.name_server_configuration = secret("acl cloudflare { 198.41.144.240/28; };");
    std::string const text = flows::to_text(in.diagnose());
    CAPTURE(text);
    CHECK(has("```text\n" + text + "```\n"));
}
