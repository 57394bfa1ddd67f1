// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_FACTS_IPP
#define CFDNS_IMPL_FLOWS_FACTS_IPP

#include <cfdns/detail/ascii.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/facts.hpp>
#include <cfdns/impl/flows/freshness.ipp>
#include <cfdns/impl/flows/normalize.ipp>
#include <cfdns/zone_transfers/serial.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cfdns::inline v0_2::detail {

// A peer that is linked to the zone; null if it does not exist, or is not known.
struct examined_peer {
    std::string_view id{};
    zone_transfers::peers::peer const* peer{};

    bool has_address() const noexcept { return peer && peer->ip && !peer->ip->empty(); }
};

CFDNS_DECL std::vector<examined_peer> examined_peers(flows::facts const& of,
                                                     std::optional<std::vector<std::string>> const& ids) {
    std::vector<examined_peer> out;
    if (!ids) return out;
    for (std::string const& id : *ids) {
        out.push_back({id, nullptr});
        if (!of.state.peers) continue;
        for (zone_transfers::peers::peer const& one : *of.state.peers)
            if (one.id == id) out.back().peer = &one;
    }
    return out;
}

// The configuration of the zone; null if there is none, or if it is not known.
CFDNS_DECL zone_transfers::incoming::configuration const* examined_incoming(
    flows::facts const& of) noexcept {
    auto const at = of.state.incoming.find(of.zone_id);
    return at != of.state.incoming.end() && at->second ? &*at->second : nullptr;
}

// Whether an object, or any of that kind, could not be read completely.
CFDNS_DECL bool is_unreadable(flows::facts const& of, flows::object_kind kind, std::string_view id) {
    return std::any_of(of.state.unreadable.begin(), of.state.unreadable.end(),
                       [&](flows::unreadable_value const& one) {
                           return one.kind == kind && (one.id.empty() || one.id == id);
                       });
}

CFDNS_DECL bool is_asked(flows::dns_observation const& one, std::string_view type) noexcept {
    return iequals(one.query_type, type);
}

CFDNS_DECL bool is_cloudflare(flows::facts const& of, flows::dns_observation const& one) {
    std::string_view server = one.server;
    if (server.ends_with('.')) server.remove_suffix(1);
    constexpr std::string_view domain = "cloudflare.com";
    return (server.size() >= domain.size() &&
            iequals(server.substr(server.size() - domain.size()), domain)) ||
           is_same_network(server, of.cloudflare.transfer_address);
}

CFDNS_DECL std::uint32_t port_of(zone_transfers::peers::peer const& peer) noexcept {
    std::uint32_t const port = peer.port.value_or(0);
    return port == 0 ? 53 : port;
}

// The linked peer that was queried; null if it was another server.
CFDNS_DECL zone_transfers::peers::peer const* queried_peer(flows::dns_observation const& one,
                                                           std::vector<examined_peer> const& peers) {
    for (examined_peer const& linked : peers)
        if (linked.has_address() && port_of(*linked.peer) == one.port &&
            is_same_network(*linked.peer->ip, one.server))
            return linked.peer;
    return nullptr;
}

CFDNS_DECL judged_time time_of(flows::dns_observation const& one, judged_time now) noexcept {
    return one.at.value_or(now);
}

// Since when a server has had the serial of its latest observation, which is `latest`.
CFDNS_DECL judged_time first_seen(flows::facts const& of, flows::dns_observation const& latest,
                                  judged_time now) {
    judged_time since = time_of(latest, now);
    for (flows::dns_observation const& one : of.dns)
        if (one.serial == latest.serial && one.port == latest.port && one.outcome == latest.outcome &&
            is_asked(one, "SOA") && is_same_network(one.server, latest.server))
            since = (std::min)(since, time_of(one, now));
    return since;
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL std::string_view to_string(dns_outcome outcome) noexcept {
    switch (outcome) {
        case dns_outcome::noerror: return "NOERROR";
        case dns_outcome::refused: return "REFUSED";
        case dns_outcome::notauth: return "NOTAUTH";
        case dns_outcome::badsig: return "BADSIG";
        case dns_outcome::badkey: return "BADKEY";
        case dns_outcome::badtime: return "BADTIME";
        case dns_outcome::no_response: return "no response";
        case dns_outcome::connection_refused: return "connection refused";
        case dns_outcome::other: return "another response code";
    }
    return "unknown";
}

CFDNS_DECL std::optional<primary_serial> primary_serial_of(
    facts const& of, std::chrono::sys_time<std::chrono::microseconds> now) {
    auto const* const config = detail::examined_incoming(of);
    std::vector<detail::examined_peer> peers;
    if (config) peers = detail::examined_peers(of, config->peers);
    std::vector<dns_observation const*> latest;  // one for each server
    for (dns_observation const& one : of.dns) {
        if (!one.serial || one.outcome != dns_outcome::noerror || !detail::is_asked(one, "SOA") ||
            detail::is_cloudflare(of, one) || (of.state.peers && !detail::queried_peer(one, peers)))
            continue;
        auto const same = std::find_if(latest.begin(), latest.end(), [&](dns_observation const* other) {
            return other->port == one.port && detail::is_same_network(other->server, one.server);
        });
        if (same == latest.end())
            latest.push_back(&one);
        else if (detail::time_of(**same, now) <= detail::time_of(one, now))
            *same = &one;
    }
    std::optional<primary_serial> out;
    for (dns_observation const* const one : latest)
        if (!out || std::is_lt(zone_transfers::compare_serials(out->serial, *one->serial)))
            out = {*one->serial, detail::time_of(*one, now), detail::first_seen(of, *one, now)};
    return out;
}

CFDNS_DECL freshness freshness_of(facts const& of, std::chrono::sys_time<std::chrono::microseconds> now) {
    auto const at = of.state.incoming.find(of.zone_id);
    if (at == of.state.incoming.end()) return {verdict::unconfirmed, false, {}};
    freshness out = freshness_of(at->second, now, primary_serial_of(of, now), of.notify);
    if (!at->second || !of.state.peers || out.verdict == verdict::no_peer) return out;
    if (detail::is_unreadable(of, object_kind::peer, "")) return out;
    auto const peers = detail::examined_peers(of, at->second->peers);
    if (peers.empty() || std::any_of(peers.begin(), peers.end(),
                                     [](detail::examined_peer const& one) { return one.has_address(); }))
        return out;
    bool const exists = std::any_of(peers.begin(), peers.end(),
                                    [](detail::examined_peer const& one) { return one.peer != nullptr; });
    out.verdict = exists ? verdict::peer_without_address : verdict::no_peer;
    out.needs_attention = true;
    return out;
}

}  // namespace cfdns::inline v0_2::flows

#endif
