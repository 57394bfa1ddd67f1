// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_DIAGNOSE_IPP
#define CFDNS_IMPL_FLOWS_DIAGNOSE_IPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/diagnose.hpp>
#include <cfdns/flows/serial.hpp>
#include <cfdns/impl/flows/facts.ipp>
#include <cfdns/impl/flows/flow.ipp>
#include <cfdns/impl/flows/json.ipp>
#include <cfdns/impl/flows/name_server.ipp>
#include <cfdns/impl/flows/normalize.ipp>
#include <cfdns/impl/flows/plan_text.ipp>
#include <cfdns/zone_transfers/serial.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

struct cause_text {
    flows::cause cause;
    std::string_view name;
    std::string_view explanation;
    std::string_view next_step;
};

// In the order of the enumerators.
inline constexpr cause_text cause_texts[] = {
    {flows::cause::credentials_rejected, "credentials_rejected", "the credentials are rejected",
     "Replace the credentials."},
    {flows::cause::not_entitled, "not_entitled", "the plan of the account does not include zone transfers",
     "Ask the account team for zone transfers."},
    {flows::cause::permission_pending, "permission_pending",
     "permissions for a new object have not taken effect yet", "Repeat the request for up to a minute."},
    {flows::cause::no_permission, "no_permission",
     "the credentials lack a permission, or the object does not exist",
     "Grant the token the permission, and check the identifiers."},
    {flows::cause::wrong_zone_type, "wrong_zone_type",
     "the zone is not of type secondary, so that a secondary zone configuration does not remain",
     "Make it a secondary zone (zones::edit, or zones::create with that type), and create the configuration "
     "again."},
    {flows::cause::not_configured, "not_configured", "the zone has no configuration for zone transfers",
     "Create it, for example with flows::ensure."},
    {flows::cause::no_peer, "no_peer", "no peer is linked to the zone", "Link a peer to the zone."},
    {flows::cause::peer_missing, "peer_missing", "a linked peer does not exist",
     "Link an existing peer: this one was deleted, or belongs to another account."},
    {flows::cause::peer_without_address, "peer_without_address", "a linked peer has no address or port",
     "Set ip and port of the peer (peers::update)."},
    {flows::cause::tsig_missing, "tsig_missing", "the TSIG of a linked peer does not exist",
     "Set tsig_id of the peer to that of an existing TSIG (peers::update)."},
    {flows::cause::keys_differ, "keys_differ", "the peers of the zone use different keys",
     "Use the same TSIG for all peers of the zone."},
    {flows::cause::secret_differs, "secret_differs", "the secret of the key differs",
     "Compare the secrets of both sides: both are Base64, without white space at the end."},
    {flows::cause::clock_differs, "clock_differs", "the clocks differ by more than 300 s",
     "Synchronise the clock of the primary, and that of the host that sent the query (NTP)."},
    {flows::cause::key_unknown, "key_unknown", "the primary does not know the key",
     "Compare the name and the algorithm of the key on both sides; case and the final dot do not matter. "
     "Knot DNS responds in the same way if its acl lacks the key, the zone or the address."},
    {flows::cause::key_rejected, "key_rejected", "the primary rejects the key without saying why",
     "Look at the log of the primary, which is probably PowerDNS: name, algorithm, secret or clock differ."},
    {flows::cause::zone_unknown, "zone_unknown", "the primary does not have the zone",
     "Configure the zone at the primary, or correct the address of the peer."},
    {flows::cause::tcp_blocked, "tcp_blocked", "the primary responds over UDP, but not over TCP",
     "Allow TCP to the port of the primary from Cloudflare's addresses."},
    {flows::cause::unreachable, "unreachable", "the primary does not respond",
     "Compare ip and port of the peer with those on which the primary listens, and check the firewall."},
    {flows::cause::transfer_refused, "transfer_refused",
     "the primary responds to queries, but refuses the transfer",
     "Allow transfers of the zone with the key and from Cloudflare's addresses: allow-transfer (BIND 9), "
     "acl "
     "(Knot DNS), provide-xfr (NSD). With NSD, compare the algorithm as well. flows::configure_name_server "
     "writes the rules."},
    {flows::cause::addresses_outdated, "addresses_outdated",
     "the primary allows only addresses that Cloudflare has replaced", ""},
    {flows::cause::sources_not_allowed, "sources_not_allowed",
     "the primary does not allow transfers to all of Cloudflare's addresses", ""},
    {flows::cause::ixfr_fails, "ixfr_fails", "incremental transfers fail",
     "Set ixfr_enable of the peer to false, and request a transfer with force_axfr."},
    {flows::cause::primary_went_back, "primary_went_back",
     "the serial of the primary is older than that of the copy, so that the zone is not transferred", ""},
    {flows::cause::serials_incomparable, "serials_incomparable",
     "the serials of the primary and of the copy are exactly 2^31 apart", ""},
    {flows::cause::serial_not_raised, "serial_not_raised",
     "the zone was changed at the primary without a new serial",
     "Raise the serial at the primary. force_axfr transfers the zone as it is."},
    {flows::cause::transfers_disabled, "transfers_disabled", "outgoing transfers are not enabled",
     "Enable them (outgoing::enable)."},
    {flows::cause::secondary_not_allowed, "secondary_not_allowed",
     "Cloudflare refuses queries from the address of the secondary",
     "Make the secondary send from the ip of the peer (transfer-source, via, outgoing-interface, "
     "query-local-address), or allow its address with an ACL."},
    {flows::cause::secondary_key_differs, "secondary_key_differs",
     "Cloudflare does not accept the key of the secondary",
     "Compare name, algorithm and secret of the key of the secondary with those of the TSIG of the peer."},
    {flows::cause::retrieve_needed, "retrieve_needed",
     "PowerDNS does not repeat a failed transfer before the next NOTIFY or refresh",
     "Run pdns_control retrieve at the secondary, or use outgoing::force_notify. The first "
     "AXFR-MASTER-TSIG of the zone must be the key that signs NOTIFY."},
    {flows::cause::notify_refused, "notify_refused", "the secondary does not accept NOTIFY", ""},
    {flows::cause::multi_provider_off, "multi_provider_off",
     "NS records of other name servers at the apex are ignored, because multi_provider is off",
     "Set multi_provider (settings::zone::edit)."},
    {flows::cause::proxied_records_differ, "proxied_records_differ",
     "proxied records are transferred with addresses of Cloudflare",
     "Nothing: this is by design. Make the record DNS-only if secondaries should return its value."},
    {flows::cause::caa_records_not_transferred, "caa_records_not_transferred",
     "CAA records are not transferred to secondaries",
     "Nothing: this is by design. Add the records at the secondary if it needs them."},
    {flows::cause::notify_ineffective, "notify_ineffective",
     "NOTIFY does not lead to a check: it does not arrive, or is not accepted", ""},
    {flows::cause::checks_stopped, "checks_stopped", "Cloudflare does not check the primary any more",
     "Check the linked peers, and query the primary from elsewhere, with the key of the peer."},
    {flows::cause::transfers_fail, "transfers_fail",
     "Cloudflare checks the primary, but does not transfer the zone",
     "Query the primary for SOA and AXFR, signed with the key of the peer. If both succeed, the zone may be "
     "invalid or too large: see the alerts for secondary DNS."},
    {flows::cause::stale_copy_served, "stale_copy_served",
     "Cloudflare's name servers return an old version of the zone, without any error",
     "Monitor flows::freshness_of, and not only whether the zone is served."},
    {flows::cause::duplicate_names, "duplicate_names", "several objects have the same name",
     "Delete those that nothing uses."},
};

CFDNS_DECL cause_text const& text_of_cause(flows::cause cause) noexcept {
    static constexpr cause_text unknown{{}, "unknown", "unknown", ""};
    auto const index = static_cast<std::size_t>(cause);
    return index < std::size(cause_texts) ? cause_texts[index] : unknown;
}

// Applies the rules, each of which adds findings.
class diagnosis {
public:
    diagnosis(flows::facts const& of, judged_time now) : of_(of), now_(now) {}

    std::vector<flows::finding> run() {
        check_failures();
        check_configurations();
        check_names();
        if (auto const* const incoming = examined_incoming(of_)) check_incoming(*incoming);
        auto const outgoing = of_.state.outgoing.find(of_.zone_id);
        if (outgoing != of_.state.outgoing.end() && outgoing->second.configuration)
            check_outgoing(*outgoing->second.configuration, outgoing->second.enabled);
        std::stable_sort(out_.begin(), out_.end(), [](flows::finding const& a, flows::finding const& b) {
            return rank_of(a) < rank_of(b);
        });
        return std::move(out_);
    }

private:
    using cause = flows::cause;
    using certainty = flows::certainty;
    using dns_outcome = flows::dns_outcome;
    using observation = flows::dns_observation;
    using peer = zone_transfers::peers::peer;
    using peers = std::vector<examined_peer>;

    static std::array<int, 3> rank_of(flows::finding const& one) noexcept {
        int const kind = one.cause < cause::notify_ineffective ? 0
                         : one.cause < cause::duplicate_names  ? 1
                                                               : 2;
        return {kind, static_cast<int>(one.certainty), static_cast<int>(one.cause)};
    }

    // Texts may be those of other programs.
    void add(certainty how, cause what, std::string_view evidence, std::string_view next_step = {}) {
        out_.push_back({how, what, line_text(evidence),
                        line_text(next_step.empty() ? text_of_cause(what).next_step : next_step)});
    }

    // ---- texts ----

    static std::string label(peer const& one) { return "peer " + one.name + " (" + one.id + ")"; }

    static std::string server_text(observation const& one) {
        return one.server + (one.port == 53 ? "" : " port " + std::to_string(one.port));
    }

    static std::string probe_text(observation const& one) {
        std::string out = server_text(one) + ": " + std::string{flows::to_string(one.outcome)} + " to " +
                          (one.query_type.empty() ? "a query" : one.query_type);
        if (one.tcp && is_asked(one, "SOA")) out += " over TCP";
        out += one.key.empty() ? ", not signed" : ", signed with " + one.key;
        if (!one.from.empty()) out += ", from " + one.from;
        return out;
    }

    static std::string join(std::vector<std::string> const& texts) {
        std::string out;
        for (std::string const& one : texts) out += (out.empty() ? "" : ", ") + one;
        return out;
    }

    static std::string serials_text(std::uint32_t copy, std::uint32_t primary) {
        return "Cloudflare has " + std::to_string(copy) + ", the primary has " + std::to_string(primary);
    }

    static std::string path_text(std::uint32_t from, std::uint32_t to) {
        std::vector<std::string> serials;
        for (std::uint32_t const one : flows::serial_path(from, to)) serials.push_back(std::to_string(one));
        return "Set the serial at the primary to " + join(serials) +
               ", one after another, each after Cloudflare has transferred the one before. Or request a "
               "transfer with "
               "force_axfr, and check whether the serial changes.";
    }

    // ---- the account and the zone ----

    bool is_new() const {
        auto const young = [&](std::optional<timestamp> const& text) {
            auto const created = time_of(text);
            return created && elapsed(*created, now_) <= std::chrono::seconds{60};
        };
        if (of_.zone && young(of_.zone->created_on)) return true;
        auto const* const incoming = examined_incoming(of_);
        if (incoming && young(incoming->created_time)) return true;
        auto const at = of_.state.outgoing.find(of_.zone_id);
        return at != of_.state.outgoing.end() && at->second.configuration &&
               young(at->second.configuration->created_time);
    }

    bool is_anything_known() const {
        return of_.zone || of_.state.peers || of_.state.tsigs || of_.state.acls ||
               !of_.state.incoming.empty() || !of_.state.outgoing.empty();
    }

    void check_failures() {
        std::vector<std::string> rejected, entitled, forbidden;
        for (flows::failed_request const& one : of_.failures) {
            std::string const text = one.what + ": " + one.error.message();
            if (says_not_entitled(one.error))
                entitled.push_back(text);
            else if (one.error.is_authentication() && (!one.error.is_permission() || !is_anything_known()))
                rejected.push_back(text);
            else if (one.error.is_permission() || one.error.is_not_found())
                forbidden.push_back(text);
        }
        if (!rejected.empty()) add(certainty::certain, cause::credentials_rejected, join(rejected));
        if (!entitled.empty()) add(certainty::certain, cause::not_entitled, join(entitled));
        if (!forbidden.empty() && is_new())
            add(certainty::likely, cause::permission_pending, join(forbidden));
        else if (!forbidden.empty())
            add(certainty::certain, cause::no_permission, join(forbidden));
    }

    void check_configurations() {
        auto const incoming = of_.state.incoming.find(of_.zone_id);
        auto const outgoing = of_.state.outgoing.find(of_.zone_id);
        bool const no_incoming = incoming != of_.state.incoming.end() && !incoming->second;
        bool const no_outgoing = outgoing != of_.state.outgoing.end() && !outgoing->second.configuration;
        std::string const type = of_.zone ? of_.zone->type.value_or("") : "";
        std::string const text = type.empty() ? "its type is not known" : "its type is " + type;
        bool const secondary = of_.role == flows::name_server_role::secondary;
        if (secondary && no_incoming && type != zones::types::secondary)
            add(type.empty() ? certainty::possible : certainty::certain, cause::wrong_zone_type,
                "there is no secondary zone configuration, and " + text);
        else if (of_.role ? (secondary ? no_incoming : no_outgoing) : no_incoming && no_outgoing)
            add(certainty::certain, cause::not_configured, text);
    }

    template <class T, class Same>
    void check_names_of(std::string_view kind, std::optional<std::vector<T>> const& all, Same same) {
        if (!all) return;
        std::vector<bool> reported(all->size());
        for (std::size_t i = 0; i != all->size(); ++i) {
            std::vector<std::string> ids;
            for (std::size_t j = i + 1; j < all->size() && !reported[i]; ++j)
                if (same((*all)[i].name, (*all)[j].name)) {
                    ids.push_back((*all)[j].id);
                    reported[j] = true;
                }
            if (ids.empty()) continue;
            ids.insert(ids.begin(), (*all)[i].id);
            add(certainty::certain, cause::duplicate_names,
                std::string{kind} + " " + (*all)[i].name + ": " + join(ids));
        }
    }

    void check_names() {
        check_names_of("peer", of_.state.peers,
                       [](std::string_view a, std::string_view b) { return a == b; });
        check_names_of("tsig", of_.state.tsigs, is_same_name);
    }

    // ---- peers and keys ----

    // Null if the peer has none, or if it is not known.
    zone_transfers::tsigs::tsig const* key_of(peer const& one) const {
        if (!of_.state.tsigs || !one.tsig_id) return nullptr;
        for (zone_transfers::tsigs::tsig const& key : *of_.state.tsigs)
            if (key.id == *one.tsig_id) return &key;
        return nullptr;
    }

    static std::string_view key_id_of(peer const& one) noexcept {
        return one.tsig_id ? std::string_view{*one.tsig_id} : std::string_view{};
    }

    void check_peers(std::optional<std::vector<std::string>> const& ids, peers const& linked,
                     std::optional<certainty> keys_must_be_equal) {
        if (ids && ids->empty()) add(certainty::certain, cause::no_peer, "the list of peers is empty");
        if (!of_.state.peers) return;
        peer const* first = nullptr;
        bool differ = false;
        for (examined_peer const& one : linked) {
            if (is_unreadable(of_, flows::object_kind::peer, one.id)) continue;
            if (!one.peer) {
                add(certainty::certain, cause::peer_missing, std::string{one.id});
                continue;
            }
            if (!one.has_address())
                add(certainty::certain, cause::peer_without_address, label(*one.peer) + " has no ip");
            else if (one.peer->port == 0u)
                add(certainty::possible, cause::peer_without_address, label(*one.peer) + " has port 0");
            std::string_view const key = key_id_of(*one.peer);
            if (!key.empty() && of_.state.tsigs && !key_of(*one.peer) &&
                !is_unreadable(of_, flows::object_kind::tsig, key))
                add(certainty::certain, cause::tsig_missing,
                    label(*one.peer) + " has the TSIG " + std::string{key});
            if (!one.has_address()) continue;
            if (!first) first = one.peer;
            differ = differ || key != key_id_of(*first);
        }
        if (!differ || !keys_must_be_equal) return;
        std::vector<std::string> texts;
        for (examined_peer const& one : linked)
            if (one.has_address())
                texts.push_back(label(*one.peer) + " has " +
                                (key_id_of(*one.peer).empty()
                                     ? "no TSIG"
                                     : "the TSIG " + std::string{key_id_of(*one.peer)}));
        add(*keys_must_be_equal, cause::keys_differ, join(texts));
    }

    // ---- queries ----

    // Whether a later observation of the same query exists.
    bool is_superseded(observation const& one) const {
        for (observation const& other : of_.dns) {
            bool const later =
                time_of(other, now_) > time_of(one, now_) ||
                (time_of(other, now_) == time_of(one, now_) && std::addressof(other) > std::addressof(one));
            if (later && other.port == one.port && other.tcp == one.tcp && other.from == one.from &&
                is_asked(other, one.query_type) && is_same_name(other.name, one.name) &&
                is_same_name(other.key, one.key) && is_same_network(other.server, one.server))
                return true;
        }
        return false;
    }

    // Whether the query was signed as Cloudflare signs those to the peer, as far as that is known.
    bool has_key_of(observation const& one, peer const& queried) const {
        if (key_id_of(queried).empty()) return one.key.empty();
        auto const* const key = key_of(queried);
        return !one.key.empty() && (!key || is_same_name(key->name, one.key));
    }

    // The latest observation of a peer for which the predicate is true.
    template <class Predicate>
    observation const* find(peers const& linked, peer const& queried, Predicate is_wanted) const {
        for (observation const& one : of_.dns)
            if (is_wanted(one) && queried_peer(one, linked) == &queried && !is_superseded(one)) return &one;
        return nullptr;
    }

    // ---- incoming ----

    void check_incoming(zone_transfers::incoming::configuration const& config) {
        using flows::verdict;
        auto const fresh = flows::freshness_of(of_, now_);
        auto const primary = flows::primary_serial_of(of_, now_);
        peers const linked = examined_peers(of_, config.peers);
        bool const works = fresh.verdict == verdict::current || fresh.verdict == verdict::unconfirmed;
        std::size_t const first = out_.size();
        check_peers(config.peers, linked,
                    works ? std::nullopt : std::optional<certainty>{certainty::likely});

        std::size_t const before = out_.size();
        for (observation const& one : of_.dns)
            if (peer const* const queried = queried_peer(one, linked); queried && !is_superseded(one))
                check_primary(one, *queried, linked, fresh.verdict == verdict::current, works);
        bool const explained = out_.size() != before;
        bool const ixfr_failed = check_ixfr(config, linked, fresh, primary);
        check_sources(linked, works, explained || ixfr_failed);
        check_serials(config, fresh, primary);
        check_content(config, linked, primary);
        bool const has_cause =
            std::any_of(out_.begin() + static_cast<std::ptrdiff_t>(first), out_.end(),
                        [](flows::finding const& one) { return one.certainty != certainty::possible; });
        check_checks(config, fresh, primary, has_cause);
        check_served(config, fresh, primary);
    }

    void check_primary(observation const& one, peer const& queried, peers const& linked, bool current,
                       bool works) {
        // A server may respond to other addresses than it does to Cloudflare's.
        certainty const of_address = works ? certainty::possible : certainty::likely;
        certainty const of_key = current ? certainty::possible : certainty::likely;
        std::string const text = label(queried) + ", " + probe_text(one);
        auto const* const key = key_of(queried);
        bool const same_key = has_key_of(one, queried);
        bool const transfer = is_asked(one, "AXFR");
        auto const soa = [&](bool over_tcp, bool same) {
            return find(linked, queried, [&](observation const& other) {
                return is_asked(other, "SOA") && (over_tcp || !other.tcp) &&
                       (!same || is_same_name(other.key, one.key));
            });
        };
        if (one.outcome == dns_outcome::no_response || one.outcome == dns_outcome::connection_refused) {
            auto const* const over_udp = soa(false, false);
            bool const udp_works = over_udp && over_udp->outcome != dns_outcome::no_response &&
                                   over_udp->outcome != dns_outcome::connection_refused;
            if (udp_works && (one.tcp || transfer || is_asked(one, "IXFR")))
                return add(of_address, cause::tcp_blocked, text);
            if (transfer && over_udp) return;  // its observation says so
            return add(of_address, cause::unreachable, text + other_server(linked));
        }
        // The key that the server accepts is not that of the peer.
        if (!same_key) {
            if (one.outcome == dns_outcome::noerror && one.response_is_signed && key && !works)
                add(certainty::likely, cause::key_unknown,
                    text + ", but the peer has the TSIG " + key->name);
            return;
        }
        switch (one.outcome) {
            case dns_outcome::badsig: {
                bool const invalid = key && key->secret && !key->secret->empty() &&
                                     decode_base64(key->secret->expose()).empty();
                return add(invalid ? certainty::certain : of_key, cause::secret_differs,
                           text + (invalid ? "; the secret of the TSIG is not Base64" : ""));
            }
            case dns_outcome::badkey: return add(of_key, cause::key_unknown, text);
            case dns_outcome::badtime: return add(of_key, cause::clock_differs, text);
            case dns_outcome::refused:
            case dns_outcome::notauth: break;
            default: return;
        }
        if (!transfer) {
            if (!is_asked(one, "SOA")) return;
            if (one.outcome == dns_outcome::refused) return add(of_address, cause::zone_unknown, text);
            if (!one.key.empty() && !one.response_is_signed) add(of_key, cause::key_rejected, text);
            return;
        }
        auto const* const by_soa = soa(true, true);
        if (!by_soa) return add(certainty::possible, cause::transfer_refused, text);
        if (by_soa->outcome == dns_outcome::noerror)
            add(of_address, cause::transfer_refused, text + ", but NOERROR to SOA");
    }

    // Another server that has the zone.
    std::string other_server(peers const& linked) const {
        for (observation const& one : of_.dns)
            if (one.outcome == dns_outcome::noerror && one.serial && is_asked(one, "SOA") &&
                !is_cloudflare(of_, one) && !queried_peer(one, linked))
                return "; " + server_text(one) + " has the zone";
        return {};
    }

    static bool was_checked_since(zone_transfers::incoming::configuration const& config,
                                  std::optional<flows::primary_serial> const& primary) {
        auto const checked = time_of(config.checked_time);
        return checked && primary && *checked > primary->since.value_or(primary->seen);
    }

    // Whether a newer version was not transferred although the primary was checked.
    bool is_stuck(zone_transfers::incoming::configuration const& config, flows::freshness const& fresh,
                  std::optional<flows::primary_serial> const& primary) const {
        if (fresh.verdict == flows::verdict::never_transferred) return fresh.needs_attention;
        if (fresh.verdict != flows::verdict::behind || !was_checked_since(config, primary)) return false;
        // A check may have taken place just now; others must have been before.
        return (fresh.age && *fresh.age > flows::transfer_time) ||
               elapsed(primary->since.value_or(primary->seen), now_) > 2 * refresh_interval(config);
    }

    bool check_ixfr(zone_transfers::incoming::configuration const& config, peers const& linked,
                    flows::freshness const& fresh, std::optional<flows::primary_serial> const& primary) {
        bool failed = false;
        for (examined_peer const& one : linked) {
            if (!one.peer || !one.peer->ixfr_enable.value_or(false)) continue;
            auto const* const query = find(linked, *one.peer, [&](observation const& other) {
                return is_asked(other, "IXFR") && has_key_of(other, *one.peer);
            });
            bool const stuck = is_stuck(config, fresh, primary);
            if (query && query->outcome != dns_outcome::noerror) {
                auto const* const whole = find(linked, *one.peer, [&](observation const& other) {
                    return is_asked(other, "AXFR") && other.outcome == dns_outcome::noerror;
                });
                add(stuck && whole ? certainty::likely : certainty::possible, cause::ixfr_fails,
                    label(*one.peer) + ", " + probe_text(*query));
                failed = true;
            } else if (stuck && !query && config.soa_serial) {
                add(certainty::possible, cause::ixfr_fails, label(*one.peer) + " has ixfr_enable");
            }
        }
        return failed;
    }

    // Cloudflare's addresses that reach peers, by their versions of IP.
    std::vector<std::string> relevant_sources(peers const& linked) const {
        std::vector<std::string> out;
        for (std::string const& source : of_.cloudflare.sources) {
            auto const network = parse_ip_network(source);
            bool any_known = false, used = false;
            for (examined_peer const& one : linked) {
                auto const address = one.has_address() ? parse_ip_network(*one.peer->ip) : std::nullopt;
                any_known = any_known || address;
                used = used || (address && network && address->size == network->size);
            }
            if (network && (used || !any_known)) out.push_back(source);
        }
        return out;
    }

    void check_sources(peers const& linked, bool works, bool explained) {
        std::vector<std::string> const sources = relevant_sources(linked);
        std::string const allow = "Allow transfers to " + join(sources) + ".";
        std::string_view const text = of_.name_server_configuration.expose();
        auto const allowed = networks_in(text);
        std::vector<std::string> missing;
        for (std::string const& source : sources)
            if (std::none_of(allowed.begin(), allowed.end(), [&](found_network const& one) {
                    return contains_network(one.network, *parse_ip_network(source));
                }))
                missing.push_back(source);
        auto const outdated = flows::find_outdated_addresses(text);
        if (!outdated.empty() && missing.size() == sources.size() && !missing.empty()) {
            std::chrono::sys_days until = outdated.front().until;
            for (flows::outdated_address const& one : outdated) until = (std::max)(until, one.until);
            bool const over = now_ >= until;
            return add(over    ? certainty::certain
                       : works ? certainty::possible
                               : certainty::likely,
                       cause::addresses_outdated,
                       "line " + std::to_string(outdated.front().line) + ": " + outdated.front().address +
                           ", which Cloudflare uses until " + format_day(until),
                       allow);
        }
        if (works) return;
        if (!allowed.empty() && !missing.empty())
            return add(outdated.empty() && missing.size() == sources.size() ? certainty::possible
                                                                            : certainty::likely,
                       cause::sources_not_allowed,
                       "the configuration of the primary does not contain " + join(missing), allow);
        if (!allowed.empty() || explained) return;
        for (examined_peer const& one : linked) {
            if (!one.peer) continue;
            auto const* const whole = find(linked, *one.peer, [&](observation const& other) {
                return is_asked(other, "AXFR") && other.outcome == dns_outcome::noerror &&
                       has_key_of(other, *one.peer);
            });
            if (whole)
                add(certainty::likely, cause::sources_not_allowed,
                    label(*one.peer) + ", " + probe_text(*whole) +
                        ", but Cloudflare does not transfer the zone",
                    allow);
        }
    }

    void check_serials(zone_transfers::incoming::configuration const& config, flows::freshness const& fresh,
                       std::optional<flows::primary_serial> const& primary) {
        if (!primary || !config.soa_serial) return;
        bool const back = fresh.verdict == flows::verdict::primary_went_back;
        if (back || fresh.verdict == flows::verdict::incomparable)
            add(certainty::certain, back ? cause::primary_went_back : cause::serials_incomparable,
                serials_text(*config.soa_serial, primary->serial),
                path_text(*config.soa_serial, primary->serial));
    }

    // The same records of the same name at the primary and at Cloudflare.
    void check_content(zone_transfers::incoming::configuration const& config, peers const& linked,
                       std::optional<flows::primary_serial> const& primary) {
        if (!primary || config.soa_serial != primary->serial) return;
        for (observation const& one : of_.dns) {
            if (!is_of_records(one) || !queried_peer(one, linked) || is_superseded(one)) continue;
            for (observation const& other : of_.dns)
                if (is_of_records(other) && is_cloudflare(of_, other) && !is_superseded(other) &&
                    is_asked(other, one.query_type) && is_same_name(other.name, one.name) &&
                    sorted(other.records) != sorted(one.records))
                    add(certainty::likely, cause::serial_not_raised,
                        one.name + " " + one.query_type + " is " + join(one.records) + " at " +
                            server_text(one) + ", " + join(other.records) +
                            " at Cloudflare; both have the serial " + std::to_string(primary->serial));
        }
    }

    static bool is_of_records(observation const& one) {
        return one.outcome == dns_outcome::noerror && !is_asked(one, "SOA") && !is_asked(one, "AXFR") &&
               !is_asked(one, "IXFR");
    }

    static std::vector<std::string> sorted(std::vector<std::string> records) {
        for (std::string& one : records)
            for (char& c : one) c = to_lower(c);
        std::sort(records.begin(), records.end());
        return records;
    }

    void check_checks(zone_transfers::incoming::configuration const& config, flows::freshness const& fresh,
                      std::optional<flows::primary_serial> const& primary, bool has_cause) {
        using flows::verdict;
        bool const never = fresh.verdict == verdict::never_checked && fresh.needs_attention;
        bool const behind = fresh.verdict == verdict::behind;
        bool const checked_since = was_checked_since(config, primary);
        if (never || have_checks_stopped(config, fresh.age) ||
            (behind && fresh.needs_attention && !of_.notify && !checked_since)) {
            std::string text = never ? "the primary was never checked" : "the last check was ";
            if (!never && fresh.age) text += std::to_string(fresh.age->count()) + " s ago";
            if (!never && !fresh.age) text += "at an unknown time";
            text += ", the refresh interval is " + std::to_string(refresh_interval(config).count()) + " s";
            if (of_.zone && of_.zone->paused.value_or(false)) text += "; the zone is paused";
            add(certainty::certain, cause::checks_stopped, text);
        } else if (has_cause) {
            return;
        } else if (is_stuck(config, fresh, primary)) {
            add(certainty::likely, cause::transfers_fail,
                (behind && primary && config.soa_serial ? serials_text(*config.soa_serial, primary->serial)
                                                        : std::string{"the zone was never transferred"}) +
                    "; the last check was " + std::to_string(fresh.age ? fresh.age->count() : 0) + " s ago");
        } else if (behind && fresh.needs_attention && of_.notify && !checked_since && primary &&
                   config.soa_serial) {
            add(certainty::likely, cause::notify_ineffective,
                serials_text(*config.soa_serial, primary->serial) + ", but was not checked since",
                "Send NOTIFY to " + join(of_.cloudflare.notify_targets) +
                    ", from the ip of the peer or from an address in an ACL of the account, signed with the "
                    "key of the peer if it has one.");
        }
    }

    // What Cloudflare's name servers return.
    void check_served(zone_transfers::incoming::configuration const& config, flows::freshness const& fresh,
                      std::optional<flows::primary_serial> const& primary) {
        for (observation const& one : of_.dns) {
            if (!is_asked(one, "SOA") || one.outcome != dns_outcome::noerror || !one.serial ||
                !is_cloudflare(of_, one) || is_superseded(one))
                continue;
            auto const is_older_than = [&](std::uint32_t serial) {
                return std::is_lt(zone_transfers::compare_serials(*one.serial, serial));
            };
            auto const transferred = time_of(config.modified_time);
            bool const lags = config.soa_serial && is_older_than(*config.soa_serial) && transferred &&
                              elapsed(*transferred, time_of(one, now_)) > flows::transfer_time;
            bool const old = primary && is_older_than(primary->serial) && fresh.needs_attention;
            if (!lags && !old) continue;
            add(certainty::certain, cause::stale_copy_served,
                server_text(one) + " returns the serial " + std::to_string(*one.serial) + "; " +
                    (old ? "the primary has " + std::to_string(primary->serial)
                         : "Cloudflare has transferred " + std::to_string(*config.soa_serial)));
            return;
        }
    }

    // ---- outgoing ----

    void check_outgoing(zone_transfers::outgoing::configuration const& config, bool enabled) {
        peers const linked = examined_peers(of_, config.peers);
        check_peers(config.peers, linked, certainty::certain);
        bool const status_known =
            std::none_of(of_.failures.begin(), of_.failures.end(),
                         [](flows::failed_request const& one) { return one.what == "status"; });
        if (!enabled && status_known)
            add(certainty::certain, cause::transfers_disabled, "the status is not \"Enabled\"");
        for (observation const& one : of_.dns) {
            if (is_superseded(one)) continue;
            if (is_same_network(one.server, of_.cloudflare.transfer_address))
                check_query_of_secondary(one, linked);
            else if (peer const* const secondary = queried_peer(one, linked))
                check_secondary(config, one, *secondary, enabled);
        }
        check_apex();
    }

    // A query that the secondary, or the program in its place, has sent to Cloudflare.
    void check_query_of_secondary(observation const& one, peers const& linked) {
        std::string const text = probe_text(one);
        switch (one.outcome) {
            case dns_outcome::badsig:
            case dns_outcome::badkey:
            case dns_outcome::badtime: return add(certainty::likely, cause::secondary_key_differs, text);
            case dns_outcome::refused:
            case dns_outcome::notauth: break;
            default: return;
        }
        if (one.from.empty()) {
            add(certainty::likely, cause::secondary_not_allowed, text);
            return add(certainty::possible, cause::secondary_key_differs, text);
        }
        auto const from = parse_ip_network(one.from);
        bool allowed = !from || !of_.state.peers || !of_.state.acls;
        std::vector<std::string> addresses;
        for (examined_peer const& linked_peer : linked)
            if (linked_peer.has_address()) {
                allowed = allowed || is_same_network(*linked_peer.peer->ip, one.from);
                addresses.push_back(*linked_peer.peer->ip);
            }
        if (of_.state.acls)
            for (zone_transfers::acls::acl const& acl : *of_.state.acls) {
                auto const range = parse_ip_network(acl.ip_range);
                allowed = allowed || (range && from && contains_network(*range, *from));
            }
        if (allowed)
            add(certainty::likely, cause::secondary_key_differs, text);
        else
            add(certainty::certain, cause::secondary_not_allowed,
                text + "; the peers have " + (addresses.empty() ? "no address" : join(addresses)));
    }

    // What the secondary has.
    void check_secondary(zone_transfers::outgoing::configuration const& config, observation const& one,
                         peer const& secondary, bool enabled) {
        if (is_of_records(one)) return check_records_of_secondary(one);
        if (!is_asked(one, "SOA") || !enabled || !config.soa_serial || !responded(one)) return;
        bool const behind =
            !one.serial || std::is_lt(zone_transfers::compare_serials(*one.serial, *config.soa_serial));
        auto const since = first_seen(of_, one, now_);
        if (!behind || elapsed(since, now_) <= flows::transfer_time) return;
        std::string const text = label(secondary) + " has " +
                                 (one.serial ? "the serial " + std::to_string(*one.serial) : "no copy") +
                                 ", Cloudflare has " + std::to_string(*config.soa_serial);
        auto const checked = time_of(config.checked_time);
        auto const transferred = time_of(config.last_transferred_time);
        if (checked && (!transferred || *checked > *transferred)) {
            std::string const asked = text + "; it has queried Cloudflare without a transfer";
            bool const powerdns = of_.software == flows::name_server_software::powerdns;
            if (powerdns) add(certainty::likely, cause::retrieve_needed, asked);
            return add(powerdns ? certainty::possible : certainty::likely, cause::secondary_key_differs,
                       asked);
        }
        add(certainty::likely, cause::notify_refused, text + "; it has not queried Cloudflare since",
            "Allow NOTIFY from " + join(of_.cloudflare.sources) +
                ", signed and not signed: allow-notify (BIND 9), acl (Knot DNS), allow-notify (NSD), "
                "trusted-notification-proxy (PowerDNS). flows::configure_name_server writes the rules.");
    }

    static bool responded(observation const& one) noexcept {
        return one.outcome != dns_outcome::no_response && one.outcome != dns_outcome::connection_refused;
    }

    std::string name_of(observation const& one) const {
        return one.name.empty() && of_.zone ? of_.zone->name : one.name;
    }

    void check_records_of_secondary(observation const& one) {
        if (!of_.records) return;
        for (records::record const& record : *of_.records) {
            if (!iequals(record.type, one.query_type) || !is_same_name(record.name, name_of(one))) continue;
            std::string const text = record.name + " " + record.type + " is " +
                                     (one.records.empty() ? "empty" : join(one.records)) + " at " +
                                     server_text(one);
            if (iequals(record.type, "CAA") && one.records.empty())
                return add(certainty::certain, cause::caa_records_not_transferred, text);
            bool const returned =
                std::any_of(one.records.begin(), one.records.end(), [&](std::string const& value) {
                    return record.content && is_same_network(value, *record.content);
                });
            if (record.proxied.value_or(false) && !one.records.empty() && !returned)
                return add(certainty::certain, cause::proxied_records_differ,
                           text + "; the record is proxied");
        }
    }

    void check_apex() {
        if (!of_.settings || of_.settings->multi_provider.value_or(false) || !of_.records || !of_.zone)
            return;
        std::vector<std::string> others;
        for (records::record const& one : *of_.records)
            if (one.type == "NS" && one.content && is_same_name(one.name, of_.zone->name))
                others.push_back(*one.content);
        if (!others.empty()) add(certainty::certain, cause::multi_provider_off, join(others));
    }

    flows::facts const& of_;
    judged_time now_;
    std::vector<flows::finding> out_{};
};

CFDNS_DECL void append_finding(std::string& out, flows::finding const& one) {
    std::string_view const certainty = flows::to_string(one.certainty);
    out += certainty;
    out.append(certainty.size() < 10 ? 10 - certainty.size() : 1, ' ');
    out += flows::explanation(one.cause);
    out += '\n';
    for (std::string const* const text : {std::addressof(one.evidence), std::addressof(one.next_step)}) {
        if (text->empty()) continue;
        append_line_text(out += "          ", *text);
        out += '\n';
    }
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL std::string_view to_string(certainty certainty) noexcept {
    switch (certainty) {
        case certainty::certain: return "certain";
        case certainty::likely: return "likely";
        case certainty::possible: return "possible";
    }
    return "unknown";
}

CFDNS_DECL std::string_view to_string(cause cause) noexcept { return detail::text_of_cause(cause).name; }

CFDNS_DECL std::string_view explanation(cause cause) noexcept {
    return detail::text_of_cause(cause).explanation;
}

CFDNS_DECL std::vector<finding> diagnose(facts const& of,
                                         std::chrono::sys_time<std::chrono::microseconds> now) {
    return detail::diagnosis{of, now}.run();
}

CFDNS_DECL std::string to_text(finding const& one) {
    std::string out;
    detail::append_finding(out, one);
    return out;
}

CFDNS_DECL std::string to_text(std::vector<finding> const& all) {
    if (all.empty()) return "nothing found\n";
    std::string out;
    for (finding const& one : all) detail::append_finding(out, one);
    return out;
}

CFDNS_DECL std::string to_json(std::vector<finding> const& all) {
    std::string out;
    detail::json_writer json{out};
    json.open('[');
    for (finding const& one : all) {
        json.open('{');
        json.member("certainty", to_string(one.certainty));
        json.member("cause", to_string(one.cause));
        json.member("explanation", explanation(one.cause));
        json.member("evidence", detail::line_text(one.evidence));
        json.member("next_step", detail::line_text(one.next_step));
        json.close('}');
    }
    json.close(']');
    return out;
}

}  // namespace cfdns::inline v0_2::flows

#endif
