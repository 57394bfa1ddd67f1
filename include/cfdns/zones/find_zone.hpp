// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_ZONES_FIND_ZONE_HPP
#define CFDNS_ZONES_FIND_ZONE_HPP

#include <cfdns/core/domain_name.hpp>
#include <cfdns/core/workflow.hpp>
#include <cfdns/zones/operations.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Finds the zone that contains a host name.
namespace cfdns::inline v0_2::zones {

/// Which zones `find_zone` considers.
struct find_zone_options {
    std::string account_id{};  ///< Only zones of this account; if empty, of any account.
    std::string type{};        ///< Only zones of these types; see `list::type`. If empty, no internal zones.
    std::size_t min_labels{2};  ///< Minimum number of labels; only internal zones have single-label names.
};

/// The definition of `find_zone`. A template, so that only programs that use it compile it.
template <class List>
class basic_find_zone : public workflow<basic_find_zone<List>, std::vector<zone>> {
    using base = workflow<basic_find_zone<List>, std::vector<zone>>;

public:
    /// Prepares the search for the zone of `host`, a domain name in Unicode or with A-labels.
    explicit basic_find_zone(std::string_view host, cfdns::credentials const& credentials,
                             request_options const& options = {}, call_policy const& policy = {},
                             find_zone_options find = {})
        : base(credentials, options, policy),
          find_(std::move(find)),
          candidates_(zone_candidates(host, find_.min_labels)) {}

    /// Called by `start`.
    workflow_step first_step() {
        if (candidates_.has_error()) return this->finish(candidates_.error());
        return look();
    }

private:
    workflow_step look() {
        if (next_ == candidates_->size()) return this->finish(std::vector<zone>{});
        List op{.name = (*candidates_)[next_], .per_page = 50};
        if (!find_.account_id.empty()) op.account.id = find_.account_id;
        if (!find_.type.empty()) op.type = find_.type;
        return this->template send<&basic_find_zone::received>(op);
    }

    // The service ignores filters that it cannot read, so each zone is compared again.
    workflow_step received(result<std::vector<zone>> found) {
        if (found.has_error()) return this->finish(found.error());
        std::erase_if(*found, [&](zone const& each) { return !matches(each); });
        if (!found->empty()) return this->finish(std::move(found));
        ++next_;
        return look();
    }

    bool matches(zone const& each) const {
        auto const name = canonical_name(each.name);
        if (name.has_error() || *name != (*candidates_)[next_]) return false;
        return find_.account_id.empty() || (each.account && each.account->id == find_.account_id);
    }

    find_zone_options find_;
    result<std::vector<std::string>> candidates_;
    std::size_t next_ = 0;
};

/// A `machine` that finds the zone that contains a host name. The result consists of the zones with the
/// longest name that is `host` or a parent of it: usually one; several if accounts have zones of the same
/// name, or if there are internal zones of that name; none if there is no such zone, or if the credentials
/// have no access to it.
///
///     auto found = cfdns::run(transport, zones::find_zone{"www.example.co.uk", credentials}, runtime);
///
/// Sends one request for each name of `zone_candidates`, longest first, until a zone is found. The requests
/// filter by name, so that the list of all zones is never retrieved. At most 50 zones of the same name are
/// considered.
///
/// *Errors:* those of `zone_candidates` and `list`.
using find_zone = basic_find_zone<list>;

}  // namespace cfdns::inline v0_2::zones

#endif
