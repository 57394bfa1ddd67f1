// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_TESTING_SERVICES_ZONE_TRANSFERS_IPP
#define CFDNS_IMPL_TESTING_SERVICES_ZONE_TRANSFERS_IPP

#include <cfdns/testing/fake_cloudflare.hpp>
#include <cfdns/zone_transfers/serial.hpp>

#include <algorithm>
#include <compare>
#include <utility>

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

// ---- transfers ----

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

inline void check_primary(testing::services::zone_transfers& state, std::string const& zone,
                          testing::fake_cloudflare::time_point at, bool forced) {
    auto const source = state.primaries.find(zone);
    auto const config = state.incoming.find(zone);
    if (source == state.primaries.end() || config == state.incoming.end()) return;
    zone_transfers::incoming::configuration& stored = config->second;
    if (stored.peers && stored.peers->empty()) return;  // no server to query
    stored.checked_time = make_timestamp(at);
    testing::services::primary_server const& primary = source->second;
    if (!primary.reachable || !primary.tsig_ok || primary.refuses_transfer) return;
    bool const newer = !stored.soa_serial ||
                       std::is_lt(zone_transfers::compare_serials(*stored.soa_serial, primary.serial));
    if (!newer && !forced) return;
    stored.soa_serial = primary.serial;
    stored.modified_time = stored.checked_time;
}

inline void notify_secondary(testing::services::zone_transfers& state, std::string const& zone,
                             testing::fake_cloudflare::time_point at) {
    auto const target = state.secondaries.find(zone);
    auto const config = state.outgoing.find(zone);
    if (target == state.secondaries.end() || config == state.outgoing.end() ||
        !state.transfers_enabled.contains(zone))
        return;
    zone_transfers::outgoing::configuration& stored = config->second;
    testing::services::secondary_server& secondary = target->second;
    if (!secondary.reachable || (stored.peers && stored.peers->empty())) return;
    stored.checked_time = make_timestamp(at);
    std::uint32_t const serial = serial_of(stored);
    bool const has_it =
        secondary.serial && !std::is_lt(zone_transfers::compare_serials(*secondary.serial, serial));
    if (!secondary.tsig_ok || has_it) return;
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
            check_primary(state, op.zone_id.get(), service.now, true);
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
            if (state.incoming.contains(zone))
                return testing::write_failure(409, 1000, "The zone has a secondary zone configuration");
            configuration created;
            created.id = service.make_id();
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
            if (!inserted)
                return testing::write_failure(409, 1000, "The zone has a primary zone configuration");
            at->second.id = service.make_id();
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
            notify_secondary(state, zone, service.now);
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
            notify_secondary(state, zone, service.now);
            return testing::write_response(std::string{"OK"});
        });

    to.on<zone_transfers::outgoing::status::get>(
        [](fake_cloudflare& service, zone_transfers::outgoing::status::get const& op) {
            testing::services::zone_transfers const& state = service.zone_transfers;
            if (!state.outgoing.contains(op.zone_id.get())) return no_outgoing(service);
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
    if (state.quirks.names_are_not_unique) return std::nullopt;
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
    static std::optional<http_response> refuse(testing::fake_cloudflare const&, std::string const&,
                                               acl const& object) {
        std::string_view const problem = problem_of_range(object.ip_range);
        if (!problem.empty()) return testing::write_failure(400, 9207, std::string{problem}, "/ip_range");
        return std::nullopt;
    }
    static void restrict_created(testing::fake_cloudflare const&, acl&) {}
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
        return refuse_taken_name(service, account, object);
    }
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
        return refuse_taken_name(service, account, object);
    }
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
    *stored = updated;
    return testing::write_response(resource::shown(service, std::move(updated)));
}

template <class T>
http_response list_resources(testing::fake_cloudflare& service, std::string const& account) {
    using resource = account_resource<T>;
    auto const& all = resource::all(service.zone_transfers);
    std::vector<T> listed;
    if (auto const at = all.find(account); at != all.end())
        for (T const& one : at->second) listed.push_back(resource::shown(service, one));
    return make_list_response(listed);
}

template <class T>
http_response delete_resource(testing::fake_cloudflare& service, std::string const& account,
                              std::string_view id) {
    using resource = account_resource<T>;
    T* const stored = find_resource<T>(service, account, id);
    if (!stored) return service.not_found("object");
    if (resource::in_use(service.zone_transfers, account, *stored))
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
        return list_resources<acl>(service, op.account_id.get());
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
        return list_resources<peer>(service, op.account_id.get());
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
        return list_resources<tsig>(service, op.account_id.get());
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
            cfdns::detail::check_primary(*this, zone, *time, false);
    }
    for (auto const& [zone, secondary] : secondaries) {
        auto const at = outgoing.find(zone);
        if (at == outgoing.end() || !at->second.checked_time) continue;
        if (auto const time =
                cfdns::detail::time_of_check(service.now, at->second.checked_time, secondary.refresh))
            cfdns::detail::notify_secondary(*this, zone, *time);
    }
}

}  // namespace cfdns::inline v0_2::testing::services

#endif
