// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_PLAN_HPP
#define CFDNS_FLOWS_PLAN_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/desired.hpp>
#include <cfdns/flows/observed.hpp>
#include <cfdns/flows/saved_state.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Plans: the difference between a desired and an observed state, as a list of steps.
namespace cfdns::inline v0_2::flows {

/// Whether an existing TSIG, peer or ACL of a desired name may be used.
enum class adoption : unsigned char {
    never,      ///< Only if it is known from `saved_state` or named in `rules::use`.
    if_same,    ///< Also if it is what would have been created, or a peer that was created and never set up.
    take_over,  ///< Also if it differs; it is then changed.
};

/// When `ensure`, `apply` and `create_once` look for the result of a create with an unknown outcome.
struct creation_policy {
    /// Time from the create to the first lookup.
    std::chrono::milliseconds first_lookup_after{2'000};
    /// Time from the create to the second lookup, after which the create is repeated if nothing was found.
    std::chrono::milliseconds second_lookup_after{10'000};
    /// Maximum number of creates of one object that are sent; at least 1. Those that were certainly not
    /// carried out are counted as well.
    int max_creates{10};
    /// How long after a create a response with status 403 is attributed to the delay with which permissions
    /// take effect, and the request is repeated.
    std::chrono::milliseconds permission_delay{60'000};
};

/// What a plan may contain, and how it is applied.
struct rules {
    adoption adopt{adoption::if_same};  ///< Whether existing objects may be used.
    std::vector<object_ref> use{};      ///< Objects to use, with their identifiers; changed if they differ.
    std::size_t max_removals{0};        ///< Maximum number of removals; a plan with more has a conflict.
    bool keep_going{false};  ///< Whether steps that do not depend on a failed step are nevertheless carried
                             ///< out. Rejected credentials and an exhausted rate limit end all steps.
    creation_policy creation{};  ///< How creates with an unknown outcome are treated.
};

/// What a step does.
enum class action : unsigned char {
    create,   ///< Creates the object.
    change,   ///< Replaces the object by one that differs in `step::changes`.
    enable,   ///< Enables outgoing transfers of a zone.
    disable,  ///< Disables outgoing transfers of a zone.
    remove,   ///< Removes the object.
    manual,   ///< Is carried out by the caller, outside the service; see `key_rotation`.
    check,    ///< Checks that a zone is transferred; see `key_rotation`.
};

/// The name of an action: "create", "change", "enable", "disable", "remove", "manual" or "check".
[[nodiscard]] std::string_view to_string(action value) noexcept;

/// A member of an object, as text. References are shown as names, and secrets as "[redacted]".
struct member_change {
    std::string member{};  ///< Name of the member.
    std::string from{};    ///< The observed value; empty for a create, and if it is not set.
    std::string to{};      ///< The desired value; empty if it should not be set.
};

/// A step of a plan.
struct step {
    flows::action action{};  ///< What it does.
    object_kind kind{};      ///< Kind of the object.
    std::string name{};      ///< Name of the object. For a configuration, the name of its zone.
    std::string id{};        ///< Identifier, empty before a create. For a configuration, that of its zone.
    std::vector<member_change> changes{};  ///< Values of a create, differences of a change.
    std::vector<std::size_t> after{};      ///< Indexes of the steps that must have succeeded before.
    std::size_t requests{1};               ///< Minimum number of requests, without retries.
    std::size_t max_requests{1};           ///< Maximum number of requests, without retries.
};

/// Why the desired state cannot be reached. A plan with conflicts is not applied.
struct conflict {
    object_kind kind{};              ///< Kind of the object.
    std::string name{};              ///< Name of the object; empty if the conflict concerns all of them.
    std::string reason{};            ///< What prevents the desired state, and how to resolve it.
    std::vector<std::string> ids{};  ///< Identifiers of the objects in question.
};

/// The difference between a desired and an observed state. It contains no secrets.
struct plan {
    std::string account_id{};            ///< Account identifier.
    std::vector<step> steps{};           ///< Steps, in the order in which they are carried out.
    std::vector<conflict> conflicts{};   ///< Why the plan cannot be applied; usually empty.
    std::vector<std::string> notes{};    ///< Information that needs no action, one line each.
    std::vector<object_ref> existing{};  ///< The desired objects that exist, with their identifiers.

    /// Whether there is nothing to do.
    [[nodiscard]] bool empty() const noexcept { return steps.empty() && conflicts.empty(); }
    /// Whether there are conflicts, so that the plan cannot be applied.
    [[nodiscard]] bool has_conflicts() const noexcept { return !conflicts.empty(); }
    /// Number of steps that remove something.
    [[nodiscard]] std::size_t removals() const noexcept;
    /// Minimum number of requests that `apply` sends, without retries.
    [[nodiscard]] std::size_t requests() const noexcept;
    /// Maximum number of requests that `apply` sends, without retries.
    [[nodiscard]] std::size_t max_requests() const noexcept;
};

/// Returns the steps that lead from the observed to the desired state. A pure function; the order of the
/// lists does not matter, except that the peers of a zone are written in the desired order.
///
/// Values are compared as by the service and in DNS: names of TSIGs and zones without regard to case and the
/// final dot, addresses and ranges by value, the peers of a zone as a set, and secrets by their octets. A
/// secret that the service does not show is not compared.
///
/// If several TSIGs, peers or ACLs have the same name, the plan uses the one that comes first in this order:
/// named in `rules::use`; known from `state`; in use and equal to the desired one; equal; in use; a peer
/// that was never set up. If several are in use and none is equal, or if none of these applies, the plan has
/// a conflict.
///
/// The desired state must be valid; see `check`. The observed state must come from `observe` with the same
/// desired state: an object whose list was not observed is a conflict.
[[nodiscard]] plan make_plan(desired const& want, observed const& seen, rules const& rules = {},
                             saved_state const& state = {});

/// Writes a plan as text: a line for each step, conflict and note, without colours. The first character of a
/// line is `+` (create), `!` (change), `-` (remove), a space (manual and check), `?` (conflict) or `#`
/// (note), so that a Markdown block of the language `diff` colours it. Numbers in brackets identify the
/// steps that must have succeeded before. Control characters in names are escaped.
[[nodiscard]] std::string to_text(plan const& plan);

/// Writes a plan as a JSON object with the members `account_id`, `steps`, `conflicts` and `notes`. Steps
/// refer to each other by their numbers, starting at 1, as in the text.
[[nodiscard]] std::string to_json(plan const& plan);

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/plan.ipp>
#include <cfdns/impl/flows/plan_text.ipp>
#endif

#endif
