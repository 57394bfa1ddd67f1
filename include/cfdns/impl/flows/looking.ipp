// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_LOOKING_IPP
#define CFDNS_IMPL_FLOWS_LOOKING_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/list_position.hpp>
#include <cfdns/flows/desired.hpp>
#include <cfdns/flows/observed.hpp>
#include <cfdns/impl/flows/desired.ipp>
#include <cfdns/impl/flows/flow.ipp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

// A request of a look: a list of the account, or a configuration of a zone.
struct look_target {
    flows::object_kind kind{};
    std::string zone_id{};
    bool status{};  // of the configuration, which exists
};

// Members whose values decide what to do. Others may have any type.
CFDNS_DECL bool is_compared(flows::object_kind kind, std::string_view member) noexcept {
    using flows::object_kind;
    switch (kind) {
        case object_kind::tsig: return member == "algo" || member == "secret";
        case object_kind::peer:
            return member == "ip" || member == "port" || member == "tsig_id" || member == "ixfr_enable";
        case object_kind::acl: return member == "ip_range";
        case object_kind::incoming:
        case object_kind::outgoing:
            return member == "name" || member == "peers" || member == "auto_refresh_seconds";
    }
    return true;
}

// Whether the object of a request does not exist. The service says the same of zones that the credentials
// have no access to, with status 403, and of identifiers of the wrong form, with code 7003; of neither is
// anything known.
CFDNS_DECL bool says_it_is_gone(error const& failure) noexcept {
    auto const messages = failure.api_errors();
    bool const malformed = std::any_of(messages.begin(), messages.end(),
                                       [](api_message const& one) { return one.code == 7003; });
    return failure.is_not_found() && !failure.is_permission() && !malformed;
}

// Whether a zone has no configuration.
CFDNS_DECL bool says_there_is_none(error const& failure) noexcept {
    if (says_it_is_gone(failure)) return true;
    // Observed instead of 404.
    auto const messages = failure.api_errors();
    return failure.http_status() == 400 && !messages.empty() && messages.front().code == 1001;
}

// A base of the machines that look.
class looking_flow : public flow_engine {
protected:
    looking_flow(flows::desired const& want, cfdns::credentials const& credentials,
                 request_options const& options, call_policy const& policy,
                 std::chrono::milliseconds permission_delay)
        : flow_engine(credentials, options, policy, permission_delay), want_(want) {
        seen_.account_id = want.account_id.get();
    }

    using object_kind = flows::object_kind;

    // All requests of a complete look, in reverse order.
    std::vector<look_target> all_targets() const {
        auto const absent = [&](object_kind kind) {
            return std::any_of(want_.absent.begin(), want_.absent.end(),
                               [&](flows::object_ref const& one) { return one.kind == kind; });
        };
        std::vector<look_target> out;
        auto const add_absent = [&](object_kind kind) {
            for (flows::object_ref const& one : want_.absent)
                if (one.kind == kind) out.push_back({kind, one.id});
        };
        if (!want_.tsigs.empty() || absent(object_kind::tsig)) out.push_back({object_kind::tsig});
        if (!want_.peers.empty() || absent(object_kind::peer) || absent(object_kind::tsig))
            out.push_back({object_kind::peer});
        if (!want_.acls.empty() || absent(object_kind::acl)) out.push_back({object_kind::acl});
        for (flows::incoming_zone const& zone : want_.incoming)
            out.push_back({object_kind::incoming, zone.zone_id.get()});
        add_absent(object_kind::incoming);
        for (flows::outgoing_zone const& zone : want_.outgoing)
            out.push_back({object_kind::outgoing, zone.zone_id.get()});
        add_absent(object_kind::outgoing);
        std::reverse(out.begin(), out.end());
        return out;
    }

    void send_look(look_target const& target) {
        std::string const& account = want_.account_id.get();
        switch (target.kind) {
            case object_kind::tsig: call(zone_transfers::tsigs::list{.account_id = account}, tsigs_); break;
            case object_kind::peer: call(zone_transfers::peers::list{.account_id = account}, peers_); break;
            case object_kind::acl: call(zone_transfers::acls::list{.account_id = account}, acls_); break;
            case object_kind::incoming:
                call(zone_transfers::incoming::get{.zone_id = target.zone_id}, incoming_);
                break;
            case object_kind::outgoing:
                if (target.status)
                    call(zone_transfers::outgoing::status::get{.zone_id = target.zone_id}, text_);
                else
                    call(zone_transfers::outgoing::get{.zone_id = target.zone_id}, outgoing_);
                break;
        }
    }

    // Stores the outcome of a look. Returns whether it was an outcome: a state, not a failure. Appends the
    // next request if it needs another one.
    bool receive_look(look_target const& target, error const* failure, std::vector<look_target>& more) {
        bool const of_zone = target.kind == object_kind::incoming || target.kind == object_kind::outgoing;
        bool const none = failure && of_zone && says_there_is_none(*failure);
        if (failure && !none) return false;
        if (!target.status)
            std::erase_if(seen_.unreadable, [&](flows::unreadable_value const& one) {
                return one.kind == target.kind && (!of_zone || one.id == target.zone_id);
            });
        switch (target.kind) {
            case object_kind::tsig:
                add_unreadable_elements(target.kind, tsigs_);
                seen_.tsigs = std::move(tsigs_);
                break;
            case object_kind::peer:
                add_unreadable_elements(target.kind, peers_);
                seen_.peers = std::move(peers_);
                break;
            case object_kind::acl:
                add_unreadable_elements(target.kind, acls_);
                seen_.acls = std::move(acls_);
                break;
            case object_kind::incoming:
                seen_.incoming[target.zone_id].reset();
                if (none) break;
                add_unreadable(target.kind, target.zone_id);
                seen_.incoming[target.zone_id] = std::move(incoming_);
                break;
            case object_kind::outgoing:
                if (target.status) {
                    seen_.outgoing[target.zone_id].enabled =
                        !none && zone_transfers::outgoing::status::is_enabled(text_);
                    break;
                }
                seen_.outgoing[target.zone_id] = {};
                if (none) break;
                add_unreadable(target.kind, target.zone_id);
                seen_.outgoing[target.zone_id].configuration = std::move(outgoing_);
                more.push_back({target.kind, target.zone_id, true});
                break;
        }
        return true;
    }

    flows::desired want_;
    flows::observed seen_{};

    // Results of the latest request.
    std::vector<zone_transfers::tsigs::tsig> tsigs_{};
    std::vector<zone_transfers::peers::peer> peers_{};
    std::vector<zone_transfers::acls::acl> acls_{};
    zone_transfers::incoming::configuration incoming_{};
    zone_transfers::outgoing::configuration outgoing_{};
    std::string text_{};

private:
    void add(object_kind kind, std::string id, mismatch const& of) {
        seen_.unreadable.push_back({kind, std::move(id), of.pointer, of.expected, of.found});
    }

    void add_unreadable(object_kind kind, std::string const& zone_id) {
        for (mismatch const& one : about().mismatches) {
            std::string_view member = one.pointer;
            if (!member.starts_with("/result/")) {
                add(kind, zone_id, one);
                continue;
            }
            member.remove_prefix(8);
            if (is_compared(kind, member.substr(0, member.find('/')))) add(kind, zone_id, one);
        }
    }

    // Elements that were left out of a list shift the indexes of those that follow.
    template <class T>
    void add_unreadable_elements(object_kind kind, std::vector<T> const& read) {
        auto const& mismatches = about().mismatches;
        schema const& element = schema_of<T>;
        std::vector<std::string> const ids = identifiers_of(read);
        std::vector<std::size_t> const left_out = left_out_of(element, mismatches);
        bool partial = mismatches.size() >= recorded_mismatches;
        for (mismatch const& one : mismatches) {
            auto const at = position_of(element, one.pointer);
            if (!at || at->member.empty()) {
                add(kind, "", one);
                continue;
            }
            std::size_t const index = index_without(left_out, at->index);
            if (!is_compared(kind, at->member)) continue;
            add(kind, index < ids.size() ? ids[index] : "", one);
        }
        auto const& pages = about().result_info;
        partial |= pages && pages->total_count && *pages->total_count > ids.size() + left_out.size();
        if (partial)
            seen_.unreadable.push_back({kind, "", "/result", "the whole list", "a part of the list"});
    }
};

}  // namespace cfdns::inline v0_2::detail

#endif
