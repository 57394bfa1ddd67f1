// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_DESIRED_IPP
#define CFDNS_IMPL_FLOWS_DESIRED_IPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/detail/refusal.hpp>
#include <cfdns/detail/utf8.hpp>
#include <cfdns/flows/desired.hpp>
#include <cfdns/impl/flows/normalize.ipp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2 {

namespace detail {

inline constexpr std::size_t max_peers_of_zone = 30;

// The form of a name in which equal ones are equal.
CFDNS_DECL std::string identity_of(flows::object_kind kind, std::string_view name) {
    if (kind == flows::object_kind::tsig)
        if (auto canonical = canonical_name(name)) return *std::move(canonical);
    return std::string{name};
}

template <class T>
std::vector<std::string> identifiers_of(std::vector<T> const& objects) {
    std::vector<std::string> out;
    out.reserve(objects.size());
    for (T const& one : objects) out.push_back(one.id);
    return out;
}

class desired_checker {
public:
    explicit desired_checker(flows::desired const& want) : want_(want) {}

    std::optional<refusal> check() {
        if (want_.account_id.get().empty()) return make_refusal("account_id", "must not be empty");
        for (std::size_t i = 0; i != want_.tsigs.size() && !refused_; ++i) check_tsig(i, want_.tsigs[i]);
        for (std::size_t i = 0; i != want_.peers.size() && !refused_; ++i) check_peer(i, want_.peers[i]);
        for (std::size_t i = 0; i != want_.acls.size() && !refused_; ++i) check_acl(i, want_.acls[i]);
        for (std::size_t i = 0; i != want_.incoming.size() && !refused_; ++i)
            check_incoming(i, want_.incoming[i]);
        for (std::size_t i = 0; i != want_.outgoing.size() && !refused_; ++i)
            check_outgoing(i, want_.outgoing[i]);
        for (std::size_t i = 0; i != want_.absent.size() && !refused_; ++i) check_absent(i);
        return std::move(refused_);
    }

private:
    using object_kind = flows::object_kind;

    void refuse(std::string_view member, std::string_view reason) {
        if (refused_) return;
        refused_ = make_refusal(path_, reason);
        refused_->parameter += '/';
        refused_->parameter += member;
    }

    void at(std::string_view list, std::size_t index) {
        path_ = list;
        path_ += '/';
        path_ += std::to_string(index);
    }

    void check_text(std::string_view member, std::string_view text) {
        if (text.empty()) return refuse(member, "must not be empty");
        if (!is_utf8(text)) refuse(member, "is not valid UTF-8");
    }

    void check_domain(std::string_view member, std::string_view name) {
        if (auto const canonical = canonical_name(name); canonical.has_error())
            refuse(member, "is not a domain name");
    }

    // Objects that are wanted; each of them once.
    void claim(object_kind kind, std::string_view member, std::string_view identity) {
        auto const [at, added] = wanted_.try_emplace(key_of(kind, identity), path_);
        if (!added) refuse(member, "repeats " + at->second);
    }

    void check_tsig(std::size_t i, flows::tsig const& one) {
        at("tsigs", i);
        check_text("name", one.name.get());
        check_domain("name", one.name.get());
        check_text("algo", one.algo);
        if (decode_base64(one.secret.get().expose()).empty()) refuse("secret", "is not Base64");
        claim(object_kind::tsig, "name", identity_of(object_kind::tsig, one.name.get()));
    }

    void check_peer(std::size_t i, flows::peer const& one) {
        at("peers", i);
        check_text("name", one.name.get());
        if (!one.ip.empty() && !parse_ip_address(one.ip)) refuse("ip", "is not an IPv4 or IPv6 address");
        if (one.port < 1 || one.port > 65535) refuse("port", "must be from 1 to 65535");
        if (!one.tsig.empty() &&
            !wanted_.contains(key_of(object_kind::tsig, identity_of(object_kind::tsig, one.tsig))))
            refuse("tsig", "must be the name of an element of tsigs");
        claim(object_kind::peer, "name", one.name.get());
    }

    void check_acl(std::size_t i, flows::acl const& one) {
        at("acls", i);
        check_text("name", one.name.get());
        auto const range = parse_ip_network(one.ip_range.get());
        if (!range)
            refuse("ip_range", "is not a range in CIDR notation");
        else if (range->length < (range->size == 4 ? 24u : 64u))
            refuse("ip_range", "must be at most /24 for IPv4 and /64 for IPv6");
        claim(object_kind::acl, "name", one.name.get());
    }

    void check_zone(object_kind kind, std::string_view zone_id, std::string_view name,
                    std::vector<std::string> const& peers) {
        check_text("zone_id", zone_id);
        check_text("name", name);
        check_domain("name", name);
        if (peers.size() > max_peers_of_zone) refuse("peers", "must have at most 30 elements");
        for (std::size_t i = 0; i != peers.size(); ++i) {
            std::string const member = "peers/" + std::to_string(i);
            if (!wanted_.contains(key_of(object_kind::peer, peers[i])))
                refuse(member, "must be the name of an element of peers");
            for (std::size_t j = 0; j != i; ++j)
                if (peers[i] == peers[j]) refuse(member, "repeats peers/" + std::to_string(j));
        }
        claim(kind, "zone_id", zone_id);
    }

    void check_incoming(std::size_t i, flows::incoming_zone const& one) {
        at("incoming", i);
        check_zone(object_kind::incoming, one.zone_id.get(), one.name.get(), one.peers.get());
        if (one.auto_refresh_seconds < std::chrono::seconds{300})
            refuse("auto_refresh_seconds", "must be at least 300");
    }

    // https://developers.cloudflare.com/dns/zone-setups/zone-transfers/cloudflare-as-primary/
    void check_outgoing(std::size_t i, flows::outgoing_zone const& one) {
        at("outgoing", i);
        check_zone(object_kind::outgoing, one.zone_id.get(), one.name.get(), one.peers.get());
        std::optional<std::string> key;
        for (std::size_t j = 0; j != one.peers.get().size() && !refused_; ++j)
            for (flows::peer const& each : want_.peers) {
                if (each.name.get() != one.peers.get()[j]) continue;
                std::string const of_peer =
                    each.tsig.empty() ? "" : identity_of(object_kind::tsig, each.tsig);
                if (key && *key != of_peer)
                    refuse("peers/" + std::to_string(j), "must use the same TSIG as the other peers");
                key = of_peer;
            }
    }

    void check_absent(std::size_t i) {
        at("absent", i);
        flows::object_ref const& one = want_.absent[i];
        check_text("name", one.name.get());
        if (!is_utf8(one.id)) refuse("id", "is not valid UTF-8");
        bool const of_zone = one.kind == object_kind::incoming || one.kind == object_kind::outgoing;
        if (of_zone && one.id.empty()) refuse("id", "must be the identifier of the zone");
        std::string const identity = of_zone ? one.id : identity_of(one.kind, one.name.get());
        // Surplus objects of a desired name may be removed by their identifiers.
        auto const desired = wanted_.find(key_of(one.kind, identity));
        if (desired != wanted_.end() && (of_zone || one.id.empty()))
            refuse("name", "is desired by " + desired->second);
        for (std::size_t j = 0; j != i; ++j) {
            flows::object_ref const& other = want_.absent[j];
            if (one.kind == other.kind && one.id == other.id &&
                (of_zone || identity == identity_of(other.kind, other.name.get())))
                refuse("name", "repeats absent/" + std::to_string(j));
        }
    }

    static std::string key_of(object_kind kind, std::string_view identity) {
        return std::string{flows::to_string(kind)}.append(1, ' ').append(identity);
    }

    flows::desired const& want_;
    std::map<std::string, std::string> wanted_{};  // by kind and identity, and where
    std::string path_{};
    std::optional<refusal> refused_{};
};

}  // namespace detail

namespace flows {

CFDNS_DECL std::string_view to_string(object_kind kind) noexcept {
    switch (kind) {
        case object_kind::tsig: return "tsig";
        case object_kind::peer: return "peer";
        case object_kind::acl: return "acl";
        case object_kind::incoming: return "incoming";
        case object_kind::outgoing: return "outgoing";
    }
    return "unknown";
}

CFDNS_DECL result<void> check(desired const& want) {
    if (auto const refused = detail::desired_checker{want}.check())
        return detail::invalid_parameter(*refused);
    return {};
}

}  // namespace flows

}  // namespace cfdns::inline v0_2

#endif
