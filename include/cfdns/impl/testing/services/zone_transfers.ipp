// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_SERVICES_ZONE_TRANSFERS_IPP
#define CFDNS_IMPL_TESTING_SERVICES_ZONE_TRANSFERS_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/impl/testing/support.ipp>
#include <cfdns/records/compare.hpp>
#include <cfdns/testing/fake_cloudflare.hpp>
#include <cfdns/zone_transfers/serial.hpp>

#include <algorithm>
#include <charconv>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

// A number of at most three digits without leading zeros; -1 for any other text.
inline int small_number(std::string_view digits) noexcept {
    if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits.front() == '0')) return -1;
    int value = 0;
    for (char const c : digits) {
        if (!is_digit(c)) return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

inline bool is_ipv4_address(std::string_view text) noexcept {
    for (int i = 0; i != 4; ++i) {
        std::size_t const dot = i == 3 ? text.size() : text.find('.');
        if (dot == std::string_view::npos) return false;
        int const octet = small_number(text.substr(0, dot));
        if (octet < 0 || octet > 255) return false;
        text.remove_prefix(i == 3 ? dot : dot + 1);
    }
    return true;
}

// The forms of RFC 4291 section 2.2, without a zone.
inline bool is_ipv6_address(std::string_view text) noexcept {
    int groups = 0;
    bool gap = text.starts_with("::");
    if (gap) text.remove_prefix(2);
    while (!text.empty()) {
        std::size_t const colon = text.find(':');
        std::string_view const group = text.substr(0, colon);
        bool const last = colon == std::string_view::npos;
        if (last && is_ipv4_address(group)) {
            groups += 2;
            break;
        }
        if (group.empty() || group.size() > 4) return false;
        for (char const c : group)
            if (!is_digit(c) && (to_lower(c) < 'a' || to_lower(c) > 'f')) return false;
        ++groups;
        if (last) break;
        text.remove_prefix(colon + 1);
        if (text.empty()) return false;
        if (text.front() != ':') continue;
        if (gap) return false;
        gap = true;
        text.remove_prefix(1);
    }
    return gap ? groups < 8 : groups == 8;
}

inline bool is_ip_address(std::string_view text) noexcept {
    return is_ipv4_address(text) || is_ipv6_address(text);
}

// Why the text is not a valid range of an ACL; empty if it is. The reference: CIDR notation, at most /24 for
// IPv4 and /64 for IPv6; its example has host bits. A single address is a range of one.
inline std::string_view problem_of_range(std::string_view range) noexcept {
    std::size_t const slash = range.find('/');
    bool const v4 = is_ipv4_address(range.substr(0, slash));
    int const all = v4 ? 32 : 128;
    int const length = slash == std::string_view::npos ? all : small_number(range.substr(slash + 1));
    if ((!v4 && !is_ipv6_address(range.substr(0, slash))) || length < 0 || length > all)
        return "The range must be an IPv4 or IPv6 range in CIDR notation.";
    return length < (v4 ? 24 : 64) ? "The range must be at most /24 for IPv4 and /64 for IPv6." : "";
}

// A range of addresses as a network address, in groups of 16 bits, and the length of the prefix.
struct address_range {
    std::vector<std::uint16_t> groups{};  // 2 for IPv4, 8 for IPv6
    std::size_t length{};

    [[nodiscard]] bool is_ipv4() const noexcept { return groups.size() == 2; }
    [[nodiscard]] bool contains(address_range const& other) const {
        return groups.size() == other.groups.size() && length <= other.length &&
               other.network(length) == groups;
    }
    // The groups with the bits beyond a length set to 0.
    [[nodiscard]] std::vector<std::uint16_t> network(std::size_t kept) const {
        std::vector<std::uint16_t> out = groups;
        for (std::size_t i = 0; i != out.size(); ++i) {
            std::size_t const bits = std::clamp<std::size_t>(kept, i * 16, i * 16 + 16) - i * 16;
            out[i] = static_cast<std::uint16_t>(out[i] & ~(0xffffu >> bits));
        }
        return out;
    }
};

// Empty if the text is neither an address nor a range.
inline std::optional<address_range> read_range(std::string_view text) {
    std::size_t const slash = text.find('/');
    std::string_view address = text.substr(0, slash);
    address_range out;
    if (is_ipv4_address(address)) {
        unsigned value = 0;
        for (int i = 0; i != 4; ++i) {
            std::size_t const dot = address.find('.');
            value = value << 8 | static_cast<unsigned>(small_number(address.substr(0, dot)));
            address.remove_prefix(dot == std::string_view::npos ? address.size() : dot + 1);
        }
        out.groups = {static_cast<std::uint16_t>(value >> 16), static_cast<std::uint16_t>(value & 0xffffu)};
    } else if (auto groups = read_ipv6(address)) {
        out.groups = *std::move(groups);
    } else {
        return std::nullopt;
    }
    int const all = static_cast<int>(out.groups.size() * 16);
    int const length = slash == std::string_view::npos ? all : small_number(text.substr(slash + 1));
    if (length < 0 || length > all) return std::nullopt;
    out.length = static_cast<std::size_t>(length);
    out.groups = out.network(out.length);
    return out;
}

inline std::string write_range(address_range const& range) {
    std::string out;
    if (range.is_ipv4()) {
        for (std::uint16_t const group : range.groups)
            out +=
                (out.empty() ? "" : ".") + std::to_string(group >> 8) + '.' + std::to_string(group & 0xff);
    } else {
        out = write_ipv6(range.groups);
    }
    return out + '/' + std::to_string(range.length);
}

inline bool is_in_range(std::string_view inner, std::string_view outer) {
    auto const a = read_range(inner), b = read_range(outer);
    return a && b && b->contains(*a);
}

inline bool is_in_ranges(std::string_view inner, std::vector<std::string> const& ranges) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](std::string const& range) { return is_in_range(inner, range); });
}

// ---- keys ----

inline std::string key_name(std::string_view text) {
    std::string out = lower(text);
    if (out.size() > 1 && out.ends_with('.')) out.pop_back();
    return out;
}

inline std::string key_algorithm(std::string_view text) {
    std::string out = key_name(text);
    return out == "hmac-md5" ? "hmac-md5.sig-alg.reg.int" : out;
}

inline std::string_view key_secret(zone_transfers::tsigs::tsig const& key) noexcept {
    std::string_view out = key.secret ? key.secret->expose() : std::string_view{};
    while (out.ends_with('=')) out.remove_suffix(1);
    return out;
}

inline bool has_same_name(zone_transfers::tsigs::tsig const& a, zone_transfers::tsigs::tsig const& b) {
    return key_name(a.name) == key_name(b.name) && key_algorithm(a.algo) == key_algorithm(b.algo);
}

inline bool is_same_key(zone_transfers::tsigs::tsig const& a, zone_transfers::tsigs::tsig const& b) {
    return has_same_name(a, b) && key_secret(a) == key_secret(b);
}

// ---- transfers ----

// What a reference to a peer or a TSIG denotes.
enum class reference : unsigned char {
    none,      // there is no reference
    suitable,  // to an object that no request created: the test is not interested in it
    known,     // to an object
    dangling,  // to an object that was deleted
};

// A linked peer, with its key.
struct linked_peer {
    std::string id{};
    reference kind{};
    std::string account{};
    zone_transfers::peers::peer peer{};
    reference key_kind{};
    zone_transfers::tsigs::tsig key{};

    [[nodiscard]] bool has_address() const noexcept {
        return kind != reference::known ? kind != reference::dangling : peer.ip && !peer.ip->empty();
    }
    [[nodiscard]] bool has_this_address(std::string_view address) const {
        return kind == reference::known ? has_address() && is_in_range(address, *peer.ip) : has_address();
    }
};

inline reference kind_of_missing(testing::services::zone_transfers const& state, std::string const& id) {
    return state.references_must_exist || state.creation_times.contains(id) ? reference::dangling
                                                                            : reference::suitable;
}

// A configuration without `peers` has one peer, which is suitable.
inline std::vector<linked_peer> linked_peers(testing::services::zone_transfers const& state,
                                             std::optional<std::vector<std::string>> const& ids) {
    if (!ids) return {{.kind = reference::suitable, .key_kind = reference::suitable}};
    std::vector<linked_peer> out;
    for (std::string const& id : *ids) {
        linked_peer found{.id = id, .kind = kind_of_missing(state, id), .key_kind = reference::suitable};
        for (auto const& [account, of_account] : state.peers)
            for (zone_transfers::peers::peer const& one : of_account)
                if (one.id == id) {
                    found.kind = reference::known;
                    found.account = account;
                    found.peer = one;
                }
        if (found.kind == reference::known) {
            std::string const key_id = found.peer.tsig_id.value_or("");
            found.key_kind = key_id.empty() ? reference::none : kind_of_missing(state, key_id);
            if (auto const keys = state.tsigs.find(found.account); keys != state.tsigs.end())
                for (zone_transfers::tsigs::tsig const& one : keys->second)
                    if (!key_id.empty() && one.id == key_id) {
                        found.key_kind = reference::known;
                        found.key = one;
                    }
        }
        out.push_back(std::move(found));
    }
    return out;
}

// The accounts whose ACLs apply to a zone.
inline bool is_account_of(testing::fake_cloudflare const& service, std::string_view zone_id,
                          std::vector<linked_peer> const& peers, std::string_view account) {
    auto const zone = service.zones.all.find(zone_id);
    if (zone != service.zones.all.end() && zone->second.account && zone->second.account->id)
        return *zone->second.account->id == account;
    return std::any_of(peers.begin(), peers.end(), [&](auto const& one) { return one.account == account; });
}

inline bool is_in_acl(testing::fake_cloudflare const& service, std::string_view zone_id,
                      std::vector<linked_peer> const& peers, std::string_view address) {
    for (auto const& [account, acls] : service.zone_transfers.acls)
        if (is_account_of(service, zone_id, peers, account))
            for (zone_transfers::acls::acl const& acl : acls)
                if (is_in_range(address, acl.ip_range)) return true;
    return false;
}

// Serial of a primary zone.
inline std::uint32_t serial_of(zone_transfers::outgoing::configuration const& config) noexcept {
    return config.soa_serial.value_or(1);
}

// The last time, not after now, that is a multiple of the period after the previous check; empty if no check
// is due.
inline std::optional<testing::fake_cloudflare::time_point> time_of_check(
    testing::fake_cloudflare::time_point now, std::optional<timestamp> const& checked,
    std::chrono::seconds period) {
    auto const before = checked ? checked->time() : std::nullopt;
    if (!before) return now;
    // A period of many years would overflow.
    if (period.count() < 1) period = std::chrono::seconds{1};
    if (period > std::chrono::hours{24 * 36'500} || now - *before < period) return std::nullopt;
    return *before + (now - *before) / std::chrono::microseconds{period} * std::chrono::microseconds{period};
}

inline bool is_at(testing::services::primary_server const& server, linked_peer const& linked) {
    if (linked.kind != reference::known) return true;
    std::uint32_t const port = linked.peer.port.value_or(0);
    if (server.port && *server.port != (port == 0 ? 53 : port)) return false;
    return server.addresses.empty() || is_in_ranges(*linked.peer.ip, server.addresses);
}

inline bool allows_transfers_to(testing::services::primary_server const& server, linked_peer const& linked,
                                std::vector<std::string> const& sources) {
    if (server.allowed_ranges.empty()) return true;
    auto const own = linked.kind == reference::known ? read_range(*linked.peer.ip) : std::nullopt;
    return std::all_of(sources.begin(), sources.end(), [&](std::string const& source) {
        auto const range = read_range(source);
        bool const used = range && own && range->is_ipv4() == own->is_ipv4();
        return !used || is_in_ranges(source, server.allowed_ranges);
    });
}

// The response to a query with the key of the peer: empty if the server returns the zone, which it may do
// or not.
inline std::optional<testing::services::transfer_outcome> problem_of_query(
    testing::services::primary_server const& server, linked_peer const& linked,
    std::vector<std::string> const& sources) {
    using enum testing::services::transfer_outcome;
    if (!server.reachable) return no_response;
    if (!server.tsig_ok) return bad_signature;
    if (linked.key_kind == reference::dangling) return bad_key;
    if (server.keys && linked.key_kind == reference::none && !server.keys->empty()) return refused;
    if (server.keys && linked.key_kind == reference::known) {
        auto const named = [&](auto const& key) { return has_same_name(key, linked.key); };
        auto const same = [&](auto const& key) { return is_same_key(key, linked.key); };
        if (std::none_of(server.keys->begin(), server.keys->end(), named)) return bad_key;
        if (std::none_of(server.keys->begin(), server.keys->end(), same)) return bad_signature;
    }
    if (server.refuses_transfer || !allows_transfers_to(server, linked, sources)) return refused;
    return std::nullopt;
}

inline void check_primaries(testing::fake_cloudflare& service, std::string const& zone,
                            testing::fake_cloudflare::time_point at, bool forced) {
    using enum testing::services::transfer_outcome;
    testing::services::zone_transfers& state = service.zone_transfers;
    auto const first = state.primaries.find(zone);
    auto const config = state.incoming.find(zone);
    if (first == state.primaries.end() || config == state.incoming.end()) return;
    testing::zone_type const type = service.zone(zone).type;
    if (type != testing::zone_type::any && type != testing::zone_type::secondary) return;
    std::vector<testing::services::primary_server> servers{first->second};
    if (auto const further = state.further_primaries.find(zone); further != state.further_primaries.end())
        servers.insert(servers.end(), further->second.begin(), further->second.end());

    zone_transfers::incoming::configuration& stored = config->second;
    bool asked = false, responded = false, done = false;
    for (linked_peer const& linked : linked_peers(state, stored.peers)) {
        if (done) break;
        if (!linked.has_address()) continue;
        asked = true;
        testing::services::transfer_attempt attempt{.time = at, .zone_id = zone, .peer_id = linked.id};
        auto const server = std::find_if(servers.begin(), servers.end(),
                                         [&](auto const& one) { return is_at(one, linked); });
        auto const problem = server == servers.end()
                                 ? no_response
                                 : problem_of_query(*server, linked, state.transfer_sources);
        if (!problem || problem == refused) {
            responded = true;
            attempt.serial = server->serial;
        }
        if (problem) {
            attempt.outcome = *problem;
        } else {
            done = true;
            bool const newer = !stored.soa_serial || std::is_lt(zone_transfers::compare_serials(
                                                         *stored.soa_serial, server->serial));
            bool const taken = newer || (forced && (state.quirks.force_axfr_takes_older_serials ||
                                                    stored.soa_serial == server->serial));
            attempt.outcome = taken ? transferred : current;
            if (taken) {
                stored.soa_serial = server->serial;
                stored.modified_time = make_timestamp(at);
            }
        }
        state.attempts.push_back(std::move(attempt));
    }
    if (responded || (asked && state.quirks.failed_checks_set_checked_time))
        stored.checked_time = make_timestamp(at);
}

// Whether a secondary server receives NOTIFY from a peer, and accepts its signature.
inline bool is_notified(testing::services::secondary_server const& secondary, linked_peer const& linked) {
    if (!linked.has_address()) return false;
    if (linked.kind == reference::known && !secondary.addresses.empty() &&
        std::none_of(secondary.addresses.begin(), secondary.addresses.end(),
                     [&](std::string const& address) { return linked.has_this_address(address); }))
        return false;
    if (linked.key_kind == reference::dangling) return false;
    return linked.key_kind != reference::known || !secondary.keys ||
           std::any_of(secondary.keys->begin(), secondary.keys->end(),
                       [&](auto const& key) { return is_same_key(key, linked.key); });
}

// Whether queries of a secondary server come from an address that is accepted, and have an accepted key.
struct accepted_query {
    bool address = false, key = false;
};

inline accepted_query accept_query(testing::fake_cloudflare const& service, std::string const& zone,
                                   testing::services::secondary_server const& secondary,
                                   std::vector<linked_peer> const& peers) {
    accepted_query out;
    auto const accept = [&](linked_peer const& linked) {
        out.address = true;
        bool const has_keys = secondary.keys && !secondary.keys->empty();
        if (linked.key_kind == reference::none)
            out.key = out.key || !has_keys;
        else if (linked.key_kind == reference::suitable ||
                 (linked.key_kind == reference::known && !secondary.keys))
            out.key = true;
        else if (linked.key_kind == reference::known)
            out.key = out.key || std::any_of(secondary.keys->begin(), secondary.keys->end(),
                                             [&](auto const& key) { return is_same_key(key, linked.key); });
    };
    bool const in_acl =
        std::any_of(secondary.addresses.begin(), secondary.addresses.end(),
                    [&](std::string const& address) { return is_in_acl(service, zone, peers, address); });
    for (linked_peer const& linked : peers) {
        bool const from_peer =
            linked.kind == reference::suitable ||
            (linked.has_address() &&
             (secondary.addresses.empty() ||
              std::any_of(secondary.addresses.begin(), secondary.addresses.end(),
                          [&](std::string const& address) { return linked.has_this_address(address); })));
        if (from_peer || in_acl) accept(linked);
    }
    if (in_acl && peers.empty()) accept({.key_kind = reference::none});
    return out;
}

inline void query_by_secondary(testing::fake_cloudflare& service, std::string const& zone,
                               testing::fake_cloudflare::time_point at, bool by_notify) {
    testing::services::zone_transfers& state = service.zone_transfers;
    auto const target = state.secondaries.find(zone);
    auto const config = state.outgoing.find(zone);
    if (target == state.secondaries.end() || config == state.outgoing.end() ||
        !state.transfers_enabled.contains(zone))
        return;
    zone_transfers::outgoing::configuration& stored = config->second;
    testing::services::secondary_server& secondary = target->second;
    if (!secondary.reachable) return;
    auto const peers = linked_peers(state, stored.peers);
    if (by_notify && std::none_of(peers.begin(), peers.end(),
                                  [&](auto const& one) { return is_notified(secondary, one); }))
        return;
    accepted_query const accepted = accept_query(service, zone, secondary, peers);
    if (!accepted.address) return;
    stored.checked_time = make_timestamp(at);
    std::uint32_t const serial = serial_of(stored);
    bool const has_it =
        secondary.serial && !std::is_lt(zone_transfers::compare_serials(*secondary.serial, serial));
    if (!secondary.tsig_ok || !accepted.key || has_it) return;
    secondary.serial = serial;
    stored.last_transferred_time = stored.checked_time;
}

// ---- refusals ----

enum class transfer_direction { incoming, outgoing };

inline std::optional<http_response> refuse_zone(testing::fake_cloudflare const& service,
                                                std::string const& zone, transfer_direction direction,
                                                bool may_be_in_result = false) {
    testing::zone_options const options = service.zone(zone);
    testing::services::zone_transfer_quirks const& quirks = service.zone_transfers.quirks;
    bool const incoming = direction == transfer_direction::incoming;
    if (!(incoming ? options.incoming_allowed : options.outgoing_allowed)) {
        if (incoming)
            return testing::write_failure(403, 1000, "Not authorized to setup incoming zone transfers");
        std::string const text = "Not authorized to setup outgoing zone transfers";
        if (quirks.outgoing_is_denied_in_the_result && may_be_in_result)
            return make_envelope(401, "false", "[]", '"' + text + '"');
        return testing::write_failure(403, 1000, text);
    }
    using testing::zone_type;
    zone_type const type = options.type;
    bool const supported =
        incoming ? type == zone_type::secondary : type == zone_type::full || type == zone_type::partial;
    if (type == zone_type::any || supported) return std::nullopt;
    if (incoming && quirks.incoming_of_other_zones_vanishes) return std::nullopt;
    return testing::write_failure(400, 1000,
                                  incoming                      ? "The zone is not a secondary zone"
                                  : type == zone_type::internal ? "The zone is an internal zone"
                                                                : "The zone is a secondary zone");
}

inline std::optional<http_response> refuse_peers(testing::services::zone_transfers const& state,
                                                 std::vector<std::string> const& named) {
    if (named.size() > 30)
        return testing::write_failure(400, 9207, "At most 30 peers can be linked to a zone.", "/peers");
    if (!state.references_must_exist) return std::nullopt;
    for (std::size_t i = 0; i != named.size(); ++i) {
        bool const known = std::any_of(state.peers.begin(), state.peers.end(), [&](auto const& of_account) {
            return std::any_of(of_account.second.begin(), of_account.second.end(),
                               [&](zone_transfers::peers::peer const& peer) { return peer.id == named[i]; });
        });
        if (!known)
            return testing::write_failure(400, 9207, "There is no such peer.",
                                          "/peers/" + std::to_string(i));
    }
    return std::nullopt;
}

inline http_response no_incoming(testing::fake_cloudflare const& service) {
    return service.not_found("secondary zone configuration");
}

inline http_response no_outgoing(testing::fake_cloudflare const& service) {
    return service.not_found("primary zone configuration");
}

// ---- force_axfr and incoming ----

inline void mount_incoming(testing::fake_cloudflare& to) {
    using testing::fake_cloudflare;
    using zone_transfers::incoming::configuration;

    to.on<zone_transfers::force_axfr::create>(
        [](fake_cloudflare& service, zone_transfers::force_axfr::create const& op) {
            testing::services::zone_transfers& state = service.zone_transfers;
            if (!state.incoming.contains(op.zone_id.get())) return no_incoming(service);
            check_primaries(service, op.zone_id.get(), service.now, true);
            return testing::write_response(std::string{"OK"});
        });

    to.on<zone_transfers::incoming::create>(
        [](fake_cloudflare& service, zone_transfers::incoming::create const& op) {
            using testing::zone_type;
            testing::services::zone_transfers& state = service.zone_transfers;
            std::string const& zone = op.zone_id.get();
            if (auto refused = refuse_zone(service, zone, transfer_direction::incoming))
                return *std::move(refused);
            if (auto refused = refuse_peers(state, op.peers.get())) return *std::move(refused);
            auto const existing = state.incoming.find(zone);
            bool const exists = existing != state.incoming.end();
            if (exists && !state.quirks.second_create_replaces)
                return testing::write_failure(409, 1000, "The zone has a secondary zone configuration");
            configuration created;
            created.id = exists ? existing->second.id : service.make_id();
            created.created_time = created.modified_time = service.make_timestamp();
            store_body(descriptor_of<zone_transfers::incoming::create>, std::addressof(op),
                       schema_of<configuration>, &created, true);
            zone_type const type = service.zone(zone).type;
            if (type == zone_type::any || type == zone_type::secondary) state.incoming[zone] = created;
            return testing::write_response(created);
        });

    to.on<zone_transfers::incoming::update>(
        [](fake_cloudflare& service, zone_transfers::incoming::update const& op) {
            testing::services::zone_transfers& state = service.zone_transfers;
            if (auto refused = refuse_zone(service, op.zone_id.get(), transfer_direction::incoming))
                return *std::move(refused);
            if (auto refused = refuse_peers(state, op.peers.get())) return *std::move(refused);
            auto const at = state.incoming.find(op.zone_id.get());
            if (at == state.incoming.end()) return no_incoming(service);
            store_body(descriptor_of<zone_transfers::incoming::update>, std::addressof(op),
                       schema_of<configuration>, &at->second, service.quirks.put_replaces);
            at->second.modified_time = service.make_timestamp();
            return testing::write_response(at->second);
        });

    to.on<zone_transfers::incoming::get>(
        [](fake_cloudflare& service, zone_transfers::incoming::get const& op) {
            auto const& all = service.zone_transfers.incoming;
            auto const at = all.find(op.zone_id.get());
            return at == all.end() ? no_incoming(service) : testing::write_response(at->second);
        });

    to.on<zone_transfers::incoming::delete_>(
        [](fake_cloudflare& service, zone_transfers::incoming::delete_ const& op) {
            auto& all = service.zone_transfers.incoming;
            auto const at = all.find(op.zone_id.get());
            if (at == all.end()) return no_incoming(service);
            http_response out = testing::write_response(deleted{at->second.id});
            all.erase(at);
            return out;
        });
}

// ---- outgoing ----

// A primary zone has a SOA record, whether a secondary queries it or not.
inline http_response make_response_of(zone_transfers::outgoing::configuration shown) {
    shown.soa_serial = serial_of(shown);
    return testing::write_response(shown);
}

inline void mount_outgoing_configurations(testing::fake_cloudflare& to) {
    using testing::fake_cloudflare;
    using zone_transfers::outgoing::configuration;

    to.on<zone_transfers::outgoing::create>(
        [](fake_cloudflare& service, zone_transfers::outgoing::create const& op) {
            testing::services::zone_transfers& state = service.zone_transfers;
            std::string const& zone = op.zone_id.get();
            if (auto refused = refuse_zone(service, zone, transfer_direction::outgoing, true))
                return *std::move(refused);
            if (auto refused = refuse_peers(state, op.peers.get())) return *std::move(refused);
            auto const [at, inserted] = state.outgoing.try_emplace(zone);
            if (!inserted && !state.quirks.second_create_replaces)
                return testing::write_failure(409, 1000, "The zone has a primary zone configuration");
            at->second = {.id = inserted ? service.make_id() : at->second.id};
            at->second.created_time = service.make_timestamp();
            store_body(descriptor_of<zone_transfers::outgoing::create>, std::addressof(op),
                       schema_of<configuration>, &at->second, true);
            return make_response_of(at->second);
        });

    to.on<zone_transfers::outgoing::update>(
        [](fake_cloudflare& service, zone_transfers::outgoing::update const& op) {
            testing::services::zone_transfers& state = service.zone_transfers;
            if (auto refused = refuse_zone(service, op.zone_id.get(), transfer_direction::outgoing))
                return *std::move(refused);
            if (auto refused = refuse_peers(state, op.peers.get())) return *std::move(refused);
            auto const at = state.outgoing.find(op.zone_id.get());
            if (at == state.outgoing.end()) return no_outgoing(service);
            store_body(descriptor_of<zone_transfers::outgoing::update>, std::addressof(op),
                       schema_of<configuration>, &at->second, service.quirks.put_replaces);
            return make_response_of(at->second);
        });

    to.on<zone_transfers::outgoing::get>(
        [](fake_cloudflare& service, zone_transfers::outgoing::get const& op) {
            auto const& all = service.zone_transfers.outgoing;
            auto const at = all.find(op.zone_id.get());
            return at == all.end() ? no_outgoing(service) : make_response_of(at->second);
        });

    to.on<zone_transfers::outgoing::delete_>(
        [](fake_cloudflare& service, zone_transfers::outgoing::delete_ const& op) {
            testing::services::zone_transfers& state = service.zone_transfers;
            if (auto refused = refuse_zone(service, op.zone_id.get(), transfer_direction::outgoing, true))
                return *std::move(refused);
            auto const at = state.outgoing.find(op.zone_id.get());
            if (at == state.outgoing.end()) return no_outgoing(service);
            http_response out = testing::write_response(deleted{at->second.id});
            state.outgoing.erase(at);
            state.transfers_enabled.erase(op.zone_id.get());
            return out;
        });
}

inline void mount_outgoing_transfers(testing::fake_cloudflare& to) {
    using testing::fake_cloudflare;

    to.on<zone_transfers::outgoing::enable>(
        [](fake_cloudflare& service, zone_transfers::outgoing::enable const& op) {
            testing::services::zone_transfers& state = service.zone_transfers;
            std::string const& zone = op.zone_id.get();
            if (auto refused = refuse_zone(service, zone, transfer_direction::outgoing))
                return *std::move(refused);
            if (!state.outgoing.contains(zone)) return no_outgoing(service);
            state.transfers_enabled.insert(zone);
            query_by_secondary(service, zone, service.now, true);
            return testing::write_response(state.quirks.enabled_text);
        });

    to.on<zone_transfers::outgoing::disable>(
        [](fake_cloudflare& service, zone_transfers::outgoing::disable const& op) {
            testing::services::zone_transfers& state = service.zone_transfers;
            std::string const& zone = op.zone_id.get();
            if (auto refused = refuse_zone(service, zone, transfer_direction::outgoing))
                return *std::move(refused);
            if (!state.outgoing.contains(zone)) return no_outgoing(service);
            state.transfers_enabled.erase(zone);
            return testing::write_response(state.quirks.disabled_text);
        });

    to.on<zone_transfers::outgoing::force_notify>(
        [](fake_cloudflare& service, zone_transfers::outgoing::force_notify const& op) {
            testing::services::zone_transfers& state = service.zone_transfers;
            std::string const& zone = op.zone_id.get();
            if (auto refused = refuse_zone(service, zone, transfer_direction::outgoing))
                return *std::move(refused);
            if (!state.outgoing.contains(zone)) return no_outgoing(service);
            query_by_secondary(service, zone, service.now, true);
            return testing::write_response(std::string{"OK"});
        });

    to.on<zone_transfers::outgoing::status::get>([](fake_cloudflare& service,
                                                    zone_transfers::outgoing::status::get const& op) {
        testing::services::zone_transfers const& state = service.zone_transfers;
        if (!state.outgoing.contains(op.zone_id.get()) && !state.quirks.status_exists_without_configuration)
            return no_outgoing(service);
        return testing::write_response(state.transfers_enabled.contains(op.zone_id.get())
                                           ? state.quirks.enabled_text
                                           : state.quirks.disabled_text);
    });
}

// ---- acls, peers and tsigs ----

// What distinguishes the three kinds of resources: where they are stored, what is refused beyond the types
// of members, how responses show them, and whether something refers to them.
template <class T>
struct account_resource;

template <class T>
std::optional<http_response> refuse_taken_name(testing::fake_cloudflare const& service,
                                               std::string const& account, T const& object) {
    testing::services::zone_transfers const& state = service.zone_transfers;
    auto const& all = account_resource<T>::all(state);
    auto const at = all.find(account);
    bool const taken =
        at != all.end() && std::any_of(at->second.begin(), at->second.end(), [&](T const& other) {
            return other.name == object.name && other.id != object.id;
        });
    if (taken) return testing::write_failure(409, 1000, "The name is taken", "/name");
    return std::nullopt;
}

template <>
struct account_resource<zone_transfers::acls::acl> {
    using acl = zone_transfers::acls::acl;
    static auto& all(auto& state) { return state.acls; }
    static std::optional<http_response> refuse(testing::fake_cloudflare const& service,
                                               std::string const& account, acl const& object) {
        std::string_view const problem = problem_of_range(object.ip_range);
        if (!problem.empty()) return testing::write_failure(400, 9207, std::string{problem}, "/ip_range");
        if (service.zone_transfers.quirks.acl_names_are_not_unique) return std::nullopt;
        return refuse_taken_name(service, account, object);
    }
    static void restrict_created(testing::fake_cloudflare const&, acl&) {}
    static void normalise(testing::fake_cloudflare const& service, acl& object) {
        if (!service.zone_transfers.quirks.acl_ranges_are_normalised) return;
        if (auto const range = read_range(object.ip_range)) object.ip_range = write_range(*range);
    }
    static acl shown(testing::fake_cloudflare const&, acl object) { return object; }
    static acl shown_when_created(testing::fake_cloudflare const&, acl object) { return object; }
    static bool in_use(testing::services::zone_transfers const&, std::string const&, acl const&) {
        return false;
    }
};

template <>
struct account_resource<zone_transfers::peers::peer> {
    using peer = zone_transfers::peers::peer;
    static auto& all(auto& state) { return state.peers; }
    static std::optional<http_response> refuse(testing::fake_cloudflare const& service,
                                               std::string const& account, peer const& object) {
        // A peer with neither is shown with an empty `ip` and `port` 0.
        if (object.ip && !object.ip->empty() && !is_ip_address(*object.ip))
            return testing::write_failure(400, 9207, "The address must be an IPv4 or IPv6 address.", "/ip");
        testing::services::zone_transfers const& state = service.zone_transfers;
        auto const keys = state.tsigs.find(account);
        bool const known =
            keys != state.tsigs.end() &&
            std::any_of(keys->second.begin(), keys->second.end(),
                        [&](zone_transfers::tsigs::tsig const& one) { return object.tsig_id == one.id; });
        if (state.references_must_exist && object.tsig_id && !object.tsig_id->empty() && !known)
            return testing::write_failure(400, 9207, "There is no such TSIG.", "/tsig_id");
        if (state.quirks.names_are_not_unique) return std::nullopt;
        return refuse_taken_name(service, account, object);
    }
    static void normalise(testing::fake_cloudflare const&, peer&) {}
    static void restrict_created(testing::fake_cloudflare const& service, peer& object) {
        if (service.zone_transfers.quirks.peers_are_created_by_name_only)
            object = {.id = object.id, .name = object.name, .extra = object.extra};
    }
    static peer shown(testing::fake_cloudflare const& service, peer object) {
        if (service.zone_transfers.quirks.unset_peer_members_are_shown) {
            if (!object.ip) object.ip = "";
            if (!object.port) object.port = 0;
        }
        return object;
    }
    static peer shown_when_created(testing::fake_cloudflare const& service, peer object) {
        return shown(service, std::move(object));
    }
    // A zone may belong to any account here, and ids are unique.
    static bool in_use(testing::services::zone_transfers const& state, std::string const&,
                       peer const& object) {
        auto const refers_to_it = [&](auto const& zone) {
            auto const& named = zone.second.peers;
            return named && std::find(named->begin(), named->end(), object.id) != named->end();
        };
        return std::any_of(state.incoming.begin(), state.incoming.end(), refers_to_it) ||
               std::any_of(state.outgoing.begin(), state.outgoing.end(), refers_to_it);
    }
};

template <>
struct account_resource<zone_transfers::tsigs::tsig> {
    using tsig = zone_transfers::tsigs::tsig;
    static auto& all(auto& state) { return state.tsigs; }
    static std::optional<http_response> refuse(testing::fake_cloudflare const& service,
                                               std::string const& account, tsig const& object) {
        if (service.zone_transfers.quirks.names_are_not_unique) return std::nullopt;
        return refuse_taken_name(service, account, object);
    }
    static void normalise(testing::fake_cloudflare const&, tsig&) {}
    static void restrict_created(testing::fake_cloudflare const&, tsig&) {}
    static tsig shown(testing::fake_cloudflare const& service, tsig object) {
        if (!service.zone_transfers.quirks.tsig_secrets_are_shown) object.secret.reset();
        return object;
    }
    static tsig shown_when_created(testing::fake_cloudflare const&, tsig object) { return object; }
    static bool in_use(testing::services::zone_transfers const& state, std::string const& account,
                       tsig const& object) {
        auto const at = state.peers.find(account);
        return at != state.peers.end() &&
               std::any_of(at->second.begin(), at->second.end(),
                           [&](auto const& peer) { return peer.tsig_id == object.id; });
    }
};

template <class T>
T* find_resource(testing::fake_cloudflare& service, std::string const& account, std::string_view id) {
    auto& all = account_resource<T>::all(service.zone_transfers);
    auto const stored = all.find(account);
    if (stored == all.end()) return nullptr;
    for (T& one : stored->second)
        if (one.id == id) return &one;
    return nullptr;
}

template <class T>
http_response create_resource(testing::fake_cloudflare& service, std::string const& account,
                              operation_descriptor const& info, void const* params) {
    using resource = account_resource<T>;
    T created;
    created.id = service.make_id();
    store_body(info, params, schema_of<T>, &created, true);
    resource::restrict_created(service, created);
    if (auto refused = resource::refuse(service, account, created)) return *std::move(refused);
    resource::normalise(service, created);
    service.zone_transfers.creation_times[created.id] = service.now;
    resource::all(service.zone_transfers)[account].push_back(created);
    return testing::write_response(resource::shown_when_created(service, std::move(created)));
}

template <class T>
http_response update_resource(testing::fake_cloudflare& service, std::string const& account,
                              std::string_view id, operation_descriptor const& info, void const* params) {
    using resource = account_resource<T>;
    T* const stored = find_resource<T>(service, account, id);
    if (!stored) return service.not_found("object");
    T updated = *stored;
    store_body(info, params, schema_of<T>, &updated, service.quirks.put_replaces);
    if (auto refused = resource::refuse(service, account, updated)) return *std::move(refused);
    resource::normalise(service, updated);
    *stored = updated;
    return testing::write_response(resource::shown(service, std::move(updated)));
}

// A query parameter that the operation does not declare; empty if it is not a number.
inline std::optional<std::uint32_t> number_of(extra_members const& query, std::string_view name) {
    auto const json = query.find(name);
    if (!json) return std::nullopt;
    std::string_view text = *json;
    if (text.size() > 1 && text.starts_with('"')) text = text.substr(1, text.size() - 2);
    std::uint32_t value = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

template <class T>
http_response list_resources(testing::fake_cloudflare& service, std::string const& account,
                             extra_members const& query) {
    using resource = account_resource<T>;
    testing::services::zone_transfers const& state = service.zone_transfers;
    auto const& all = resource::all(state);
    std::vector<T> listed;
    if (auto const at = all.find(account); at != all.end())
        for (T const& one : at->second) {
            auto const created = state.creation_times.find(one.id);
            if (created == state.creation_times.end() ||
                service.now - created->second >= service.quirks.lists_lag_by)
                listed.push_back(resource::shown(service, one));
        }
    if (state.quirks.list_page_size == 0) return make_list_response(listed);
    return make_page_response(listed, number_of(query, "page"), number_of(query, "per_page"),
                              {.usual = state.quirks.list_page_size, .maximum = 1000});
}

template <class T>
http_response delete_resource(testing::fake_cloudflare& service, std::string const& account,
                              std::string_view id) {
    using resource = account_resource<T>;
    T* const stored = find_resource<T>(service, account, id);
    if (!stored) return service.not_found("object");
    if (!service.zone_transfers.quirks.objects_in_use_can_be_deleted &&
        resource::in_use(service.zone_transfers, account, *stored))
        return testing::write_failure(409, 1000, "It is in use");
    http_response out = testing::write_response(deleted{stored->id});
    std::vector<T>& among = resource::all(service.zone_transfers)[account];
    among.erase(among.begin() + (stored - among.data()));
    return out;
}

template <class T>
http_response get_resource(testing::fake_cloudflare& service, std::string const& account,
                           std::string_view id) {
    T const* const stored = find_resource<T>(service, account, id);
    return stored ? testing::write_response(account_resource<T>::shown(service, *stored))
                  : service.not_found("object");
}

inline void mount_acls(testing::fake_cloudflare& to) {
    using testing::fake_cloudflare;
    using zone_transfers::acls::acl;

    to.on<zone_transfers::acls::create>(
        [](fake_cloudflare& service, zone_transfers::acls::create const& op) {
            return create_resource<acl>(service, op.account_id.get(),
                                        descriptor_of<zone_transfers::acls::create>, std::addressof(op));
        });
    to.on<zone_transfers::acls::update>(
        [](fake_cloudflare& service, zone_transfers::acls::update const& op) {
            return update_resource<acl>(service, op.account_id.get(), op.acl_id.get(),
                                        descriptor_of<zone_transfers::acls::update>, std::addressof(op));
        });
    to.on<zone_transfers::acls::list>([](fake_cloudflare& service, zone_transfers::acls::list const& op) {
        return list_resources<acl>(service, op.account_id.get(), op.extra);
    });
    to.on<zone_transfers::acls::delete_>(
        [](fake_cloudflare& service, zone_transfers::acls::delete_ const& op) {
            return delete_resource<acl>(service, op.account_id.get(), op.acl_id.get());
        });
    to.on<zone_transfers::acls::get>([](fake_cloudflare& service, zone_transfers::acls::get const& op) {
        return get_resource<acl>(service, op.account_id.get(), op.acl_id.get());
    });
}

inline void mount_peers(testing::fake_cloudflare& to) {
    using testing::fake_cloudflare;
    using zone_transfers::peers::peer;

    to.on<zone_transfers::peers::create>(
        [](fake_cloudflare& service, zone_transfers::peers::create const& op) {
            return create_resource<peer>(service, op.account_id.get(),
                                         descriptor_of<zone_transfers::peers::create>, std::addressof(op));
        });
    to.on<zone_transfers::peers::update>(
        [](fake_cloudflare& service, zone_transfers::peers::update const& op) {
            return update_resource<peer>(service, op.account_id.get(), op.peer_id.get(),
                                         descriptor_of<zone_transfers::peers::update>, std::addressof(op));
        });
    to.on<zone_transfers::peers::list>([](fake_cloudflare& service, zone_transfers::peers::list const& op) {
        return list_resources<peer>(service, op.account_id.get(), op.extra);
    });
    to.on<zone_transfers::peers::delete_>(
        [](fake_cloudflare& service, zone_transfers::peers::delete_ const& op) {
            return delete_resource<peer>(service, op.account_id.get(), op.peer_id.get());
        });
    to.on<zone_transfers::peers::get>([](fake_cloudflare& service, zone_transfers::peers::get const& op) {
        return get_resource<peer>(service, op.account_id.get(), op.peer_id.get());
    });
}

inline void mount_tsigs(testing::fake_cloudflare& to) {
    using testing::fake_cloudflare;
    using zone_transfers::tsigs::tsig;

    to.on<zone_transfers::tsigs::create>(
        [](fake_cloudflare& service, zone_transfers::tsigs::create const& op) {
            return create_resource<tsig>(service, op.account_id.get(),
                                         descriptor_of<zone_transfers::tsigs::create>, std::addressof(op));
        });
    to.on<zone_transfers::tsigs::update>(
        [](fake_cloudflare& service, zone_transfers::tsigs::update const& op) {
            return update_resource<tsig>(service, op.account_id.get(), op.tsig_id.get(),
                                         descriptor_of<zone_transfers::tsigs::update>, std::addressof(op));
        });
    to.on<zone_transfers::tsigs::list>([](fake_cloudflare& service, zone_transfers::tsigs::list const& op) {
        return list_resources<tsig>(service, op.account_id.get(), op.extra);
    });
    to.on<zone_transfers::tsigs::delete_>(
        [](fake_cloudflare& service, zone_transfers::tsigs::delete_ const& op) {
            return delete_resource<tsig>(service, op.account_id.get(), op.tsig_id.get());
        });
    to.on<zone_transfers::tsigs::get>([](fake_cloudflare& service, zone_transfers::tsigs::get const& op) {
        return get_resource<tsig>(service, op.account_id.get(), op.tsig_id.get());
    });
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::testing::services {

CFDNS_TESTING_DECL void zone_transfers::mount(fake_cloudflare& service) {
    cfdns::detail::mount_incoming(service);
    cfdns::detail::mount_outgoing_configurations(service);
    cfdns::detail::mount_outgoing_transfers(service);
    cfdns::detail::mount_acls(service);
    cfdns::detail::mount_peers(service);
    cfdns::detail::mount_tsigs(service);
}

CFDNS_TESTING_DECL void zone_transfers::run_pending(fake_cloudflare& service) {
    for (auto const& [zone, primary] : primaries) {
        auto const at = incoming.find(zone);
        if (at == incoming.end()) continue;
        auto const period = at->second.auto_refresh_seconds.value_or(std::chrono::seconds{86400});
        if (auto const time = cfdns::detail::time_of_check(service.now, at->second.checked_time, period))
            cfdns::detail::check_primaries(service, zone, *time, false);
    }
    for (auto const& [zone, secondary] : secondaries) {
        auto const at = outgoing.find(zone);
        if (at == outgoing.end() || !at->second.checked_time) continue;
        if (auto const time =
                cfdns::detail::time_of_check(service.now, at->second.checked_time, secondary.refresh))
            cfdns::detail::query_by_secondary(service, zone, *time, false);
    }
}

CFDNS_TESTING_DECL bool zone_transfers::receive_notify(
    fake_cloudflare& service, std::string_view zone_id, std::string_view from,
    std::optional<cfdns::zone_transfers::tsigs::tsig> const& key) {
    using cfdns::detail::reference;
    run_pending(service);
    auto const config = incoming.find(zone_id);
    zone_type const type = service.zone(zone_id).type;
    if (config == incoming.end() || (type != zone_type::any && type != zone_type::secondary)) return false;
    auto const linked = cfdns::detail::linked_peers(*this, config->second.peers);
    bool const in_acl = cfdns::detail::is_in_acl(service, zone_id, linked, from);
    bool accepted = in_acl && linked.empty() && !key;
    for (cfdns::detail::linked_peer const& one : linked) {
        if (!in_acl && !one.has_this_address(from)) continue;
        if (one.key_kind == reference::suitable)
            accepted = true;
        else if (!key)
            accepted = accepted || one.key_kind == reference::none || quirks.unsigned_notify_is_accepted;
        else if (one.key_kind == reference::known)
            accepted = accepted || cfdns::detail::is_same_key(*key, one.key);
    }
    if (accepted) cfdns::detail::check_primaries(service, std::string{zone_id}, service.now, false);
    return accepted;
}

}  // namespace cfdns::inline v0_2::testing::services

#endif
