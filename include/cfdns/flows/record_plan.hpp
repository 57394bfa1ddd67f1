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

/// Something of a list of records that could not be read.
struct unreadable_record {
    /// The record; empty if it is not known, or if only a part of the list was received.
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
    remove_all,    ///< They are removed, whoever has made them.
};

/// What a plan for records may contain, and how it is applied.
struct record_rules {
    unlisted_records unlisted{unlisted_records::keep};  ///< What happens to sets that are not listed.
    /// With an owner: whether records of a listed set without its marker may be used. `never`: not at all;
    /// `if_same`: those with a desired value get the marker, and others are left alone; `take_over`: they
    /// are changed and removed like the owner's.
    adoption adopt{adoption::if_same};
    /// Number of removals that is always allowed. A plan with more, and with more than
    /// `max_removed_percent`, has a conflict.
    std::size_t max_removals{10};
    /// Percentage of the zone's records that may be removed in any case.
    unsigned max_removed_percent{30};
    /// Maximum number of operations in a request, 1 to `records::max_batch_operations`. Zones on the free
    /// plan accept 200.
    std::size_t max_batch{records::max_batch_operations_free};
    /// Whether the other steps are nevertheless carried out if the service refuses one. Rejected credentials
    /// and an exhausted rate limit end all steps.
    bool keep_going{false};
    /// When to look for the result of a batch whose outcome is unknown, and how often it is sent at most.
    creation_policy creation{};
};

/// A step of a plan for records: it creates, changes or removes one record.
struct record_step {
    flows::action action{};  ///< `create`, `change` or `remove`.
    std::string name{};      ///< Complete name, in canonical form.
    std::string type{};      ///< Type.
    std::string id{};        ///< Identifier; empty before a create.
    std::string value{};     ///< The value that the record has, or for a create should have.
    /// Members of a create, differences of a change: `value`, `ttl`, `proxied`, `comment`, `tags`.
    std::vector<member_change> changes{};
    std::size_t set{};          ///< Index in `desired_records::sets`; of no meaning for a removal.
    std::size_t value_index{};  ///< Index in `record_set::values`; of no meaning for a removal.
    std::size_t batch{};        ///< The request, starting at 0.
};

/// Why the desired records cannot be reached. A plan with conflicts is not applied.
struct record_conflict {
    std::string name{};    ///< Name of the records; empty if it concerns all of them.
    std::string type{};    ///< Type of the records; empty if it concerns all of them.
    std::string reason{};  ///< What is in the way, and what resolves it.
    std::string id{};      ///< Identifier of the record in question; may be empty.
};

/// The difference between desired and observed records.
struct record_plan {
    std::string zone_id{};                     ///< Zone identifier.
    std::string zone_name{};                   ///< Zone name, in canonical form.
    std::vector<record_step> steps{};          ///< In order of the requests.
    std::vector<record_conflict> conflicts{};  ///< Why it cannot be applied; usually empty.
    std::vector<std::string> notes{};          ///< Information that needs no action, one line each.

    /// Whether there is nothing to do.
    [[nodiscard]] bool empty() const noexcept { return steps.empty() && conflicts.empty(); }
    /// Whether something is in the way of the desired records.
    [[nodiscard]] bool has_conflicts() const noexcept { return !conflicts.empty(); }
    /// Number of steps that remove a record.
    [[nodiscard]] std::size_t removals() const noexcept;
    /// Number of requests that `apply_records` sends if none fails.
    [[nodiscard]] std::size_t requests() const noexcept {
        return steps.empty() ? 0 : steps.back().batch + 1;
    }
};

/// Returns the steps from the observed to the desired records, in few requests. A pure function; the order
/// of the lists does not matter. With n records and values, it takes n log n comparisons of integers, and
/// about 100 octets of memory for each besides the result.
///
/// Values are compared as `records::comparison_key` does, comments with "" equal to none, tags as a set in
/// which names have no case. If only the spelling differs, nothing is written.
///
/// - A record whose value or other members differ is changed, not replaced.
/// - A desired CNAME record replaces A and AAAA records of the same name, and NS records replace others, and
///   the reverse, even if those are not listed; with an owner only its own, otherwise that is a conflict.
///   The service removes before it creates, and both are in the same request.
/// - All steps of a name are in one request, unless there are more than `record_rules::max_batch`. Requests
///   that remove come first. NS records are created before DS records of their name, and removed after them.
/// - Records that the service manages, which are locked, read-only or of one of its other products, and
///   records of types that the library does not know are left alone.
/// - If something of the list could not be read, nothing is removed; if a part of the list is missing,
///   nothing is planned at all. These are conflicts.
///
/// The desired records must be valid; see `check`. Otherwise the plan has a conflict that says why.
[[nodiscard]] record_plan make_record_plan(desired_records const& want, observed_records const& seen,
                                           record_rules const& rules = {});

/// Writes a plan as text, in the form of the plans for zone transfers: a line for each step, conflict and
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
