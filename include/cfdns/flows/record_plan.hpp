// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_RECORD_PLAN_HPP
#define CFDNS_FLOWS_RECORD_PLAN_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/flows/plan.hpp>
#include <cfdns/flows/record_sets.hpp>
#include <cfdns/records/operations.hpp>

#include <cstddef>
#include <string>
#include <vector>

/// Plans for records: the difference between desired and observed records, as steps in batches.
namespace cfdns::inline v0_2::flows {

/// A part of a list of records that could not be read.
struct unreadable_record {
    /// Identifier of the record; empty if it is not known, or if only a part of the list was received.
    std::string id{};
    std::string pointer{};   ///< JSON pointer relative to the envelope; see `mismatch::pointer`.
    std::string expected{};  ///< The expected JSON type.
    std::string found{};     ///< What was found.
};

/// The records of a zone.
struct observed_records {
    std::string zone_id{};                        ///< Zone identifier.
    std::vector<records::record> records{};       ///< All records, in any order.
    std::vector<unreadable_record> unreadable{};  ///< What could not be read.
};

/// What happens to records of names and types that are not listed.
enum class unlisted_records : unsigned char {
    keep,          ///< They are left alone.
    remove_owned,  ///< Those with the marker `desired_records::owner`, which must not be empty, are removed.
    remove_all,    ///< They are removed, regardless of who created them.
};

/// What a plan for records may contain, and how it is applied.
struct record_rules {
    unlisted_records unlisted{unlisted_records::keep};  ///< What happens to sets that are not listed.
    /// With an owner: whether records of a listed set without its marker may be used. `never`: not at all;
    /// `if_same`: those with a desired value get the marker, and others are left alone; `take_over`: they
    /// are changed and removed like the owner's.
    adoption adopt{adoption::if_same};
    /// Number of removals that is always allowed. A plan that exceeds both this number and
    /// `max_removed_percent` has a conflict.
    std::size_t max_removals{10};
    /// Percentage of the zone's records whose removal is always allowed.
    unsigned max_removed_percent{30};
    /// Maximum number of operations in a request, 1 to `records::max_batch_operations`. Zones on the free
    /// plan accept 200.
    std::size_t max_batch{records::max_batch_operations_free};
    /// Whether the other steps are nevertheless carried out if the service rejects one. Rejected credentials
    /// and an exhausted rate limit end all steps.
    bool keep_going{false};
    /// When to look for the result of a batch with an unknown outcome, and the maximum number of times it is
    /// sent.
    creation_policy creation{};
};

/// A step of a plan for records: it creates, changes or removes one record.
struct record_step {
    flows::action action{};  ///< `create`, `change` or `remove`.
    std::string name{};      ///< Complete name, in canonical form.
    std::string type{};      ///< Type.
    std::string id{};        ///< Identifier; empty before a create.
    std::string value{};     ///< The value of the record; for a create, the desired value.
    /// Members of a create, differences of a change: `value`, `ttl`, `proxied`, `comment`, `tags`.
    std::vector<member_change> changes{};
    std::size_t set{};          ///< Index in `desired_records::sets`; not meaningful for a removal.
    std::size_t value_index{};  ///< Index in `record_set::values`; not meaningful for a removal.
    std::size_t batch{};        ///< Index of the request, starting at 0.
};

/// Why the desired records cannot be reached. A plan with conflicts is not applied.
struct record_conflict {
    std::string name{};    ///< Name of the records; empty if the conflict concerns all of them.
    std::string type{};    ///< Type of the records; empty if the conflict concerns all of them.
    std::string reason{};  ///< What prevents the desired state, and how to resolve it.
    std::string id{};      ///< Identifier of the record in question; may be empty.
};

/// The difference between desired and observed records.
struct record_plan {
    std::string zone_id{};                     ///< Zone identifier.
    std::string zone_name{};                   ///< Zone name, in canonical form.
    std::vector<record_step> steps{};          ///< Steps, in the order of the requests.
    std::vector<record_conflict> conflicts{};  ///< Why the plan cannot be applied; usually empty.
    std::vector<std::string> notes{};          ///< Information that needs no action, one line each.

    /// Whether there is nothing to do.
    [[nodiscard]] bool empty() const noexcept { return steps.empty() && conflicts.empty(); }
    /// Whether there are conflicts, so that the plan cannot be applied.
    [[nodiscard]] bool has_conflicts() const noexcept { return !conflicts.empty(); }
    /// Number of steps that remove a record.
    [[nodiscard]] std::size_t removals() const noexcept;
    /// Number of requests that change records, if none fails. `apply_records` reads the zone before them.
    [[nodiscard]] std::size_t requests() const noexcept {
        return steps.empty() ? 0 : steps.back().batch + 1;
    }
};

/// Returns the steps that lead from the observed to the desired records, in few requests. A pure function;
/// the order of the lists does not matter. For n records and values, it needs n log n comparisons of
/// integers, and about 100 octets of memory for each record and value in addition to the result.
///
/// Values are compared as by `records::comparison_key`; an empty comment is equal to none; tags are compared
/// as a set, and their names without regard to case. If only the spelling differs, nothing is written.
///
/// - A record whose value or other members differ is changed rather than replaced.
/// - A desired CNAME record replaces A and AAAA records of the same name, desired NS records replace others,
///   and the reverse, even if the replaced records are not listed. With an owner, only the owner's records
///   are replaced; others are a conflict. The service removes before it creates, and both are in the same
///   request.
/// - All steps of a name are in one request, unless there are more than `record_rules::max_batch`. Requests
///   that remove come first. NS records are created before DS records of their name, and removed after them.
/// - Records that the service manages (locked, read-only, or created by another Cloudflare product) and
///   records of types that the library does not know are left alone.
/// - With an owner, a record that is kept or changed gets the marker in its comment. If the comment is then
///   too long and the set has none, that is a conflict.
/// - If an element of the list could not be read, nothing is removed; if a part of the list is missing,
///   nothing is planned at all. Both are conflicts.
///
/// The desired records must be valid; see `check`. Otherwise, the plan has a conflict that states the
/// reason.
[[nodiscard]] record_plan make_record_plan(desired_records const& want, observed_records const& seen,
                                           record_rules const& rules = {});

/// Writes a plan as text, in the same format as plans for zone transfers: a line for each step, conflict and
/// note. The first character of a line is `+` (create), `!` (change), `-` (remove), `?` (conflict) or `#`
/// (note).
[[nodiscard]] std::string to_text(record_plan const& plan);

/// Writes a plan as a JSON object with the members `zone_id`, `zone_name`, `requests`, `steps`, `conflicts`
/// and `notes`. Requests are numbered from 1.
[[nodiscard]] std::string to_json(record_plan const& plan);

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/record_plan.ipp>
#include <cfdns/impl/flows/record_plan_text.ipp>
#endif

#endif
