// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_QUIRKS_HPP
#define CFDNS_TESTING_QUIRKS_HPP

#include <cfdns/detail/config.hpp>

#include <string>

/// How the in-memory service differs from the reference. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v1::testing {

/// What users have observed of the service. Each member is one observation: as observed in the field, not official.
///
/// The defaults are what the reference says, or does not contradict. That there is no list of configurations over all zones
/// was observed as well, and is no switch: the reference has no such operation.
struct quirks {
    /// POST of a peer takes its name alone; address, port, TSIG and IXFR must follow by PUT.
    bool peers_are_created_by_name_only{false};
    /// A peer shows `ip` "" and `port` 0 for what was never set. Else they are absent.
    bool unset_peer_members_are_shown{false};
    /// Peers and TSIGs may share a name. Else a second one of the same name is refused with 409.
    bool names_are_not_unique{true};
    /// GET, LIST and PUT of TSIGs answer with the secret. Else only POST does.
    bool tsig_secrets_are_shown{true};
    /// An incoming configuration of a zone that is not of type secondary seems to be made, and is not there afterwards.
    /// Else it is refused with 400.
    bool incoming_of_other_zones_vanishes{false};
    /// Without the entitlement, POST and DELETE of an outgoing configuration answer 401 with the text in `result` and not
    /// in `errors`. Else 403 with the text in `errors`.
    bool outgoing_is_denied_in_the_result{false};
    /// `POST /zones` for a secondary zone is refused with "Secondary zone signup not allowed"; the status, 403, is chosen
    /// here. Else there is no such route here.
    bool secondary_signup_is_refused{false};
    /// The POSTs without parameters (force_axfr, enable, disable, force_notify) refuse to have no content. Else they take
    /// both.
    bool parameterless_posts_want_content{false};
    /// What `enable` and the status of transfers that are on say; clients compare its start, without case.
    std::string enabled_text{"Enabled"};
    /// What `disable` and the status of transfers that are off say.
    std::string disabled_text{"Disabled"};
    /// So many requests after each create are refused with 403, as if the token lacked a permission.
    int forbidden_after_create{0};
    /// PUT replaces the whole: what it leaves out is lost. Else that is kept.
    bool put_replaces{true};
    /// What is not configured answers 404. Else 400 with code 1001.
    bool absent_is_not_found{true};
};

}  // namespace cfdns::inline v1::testing

#endif
