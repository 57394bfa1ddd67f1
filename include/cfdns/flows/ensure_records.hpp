// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_ENSURE_RECORDS_HPP
#define CFDNS_FLOWS_ENSURE_RECORDS_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/error.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/flow.hpp>
#include <cfdns/flows/record_plan.hpp>
#include <cfdns/flows/record_sets.hpp>
#include <cfdns/flows/report.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Makes the desired records come true.
namespace cfdns::inline v0_2::flows {

/// What became of a plan for records.
struct record_report {
    record_plan plan{};                    ///< The plan.
    std::vector<step_outcome> outcomes{};  ///< One for each step of the plan, in the same order.

    /// Whether all steps were carried out, and there were no conflicts.
    [[nodiscard]] bool complete() const noexcept;
    /// The number of steps of that status.
    [[nodiscard]] std::size_t count(step_status status) const noexcept;
};

/// Writes a report as text: the lines of `to_text(plan)` with the outcome of each step, and a line for each
/// failure with the advice.
[[nodiscard]] std::string to_text(record_report const& report);

/// Writes a report as a JSON object: the members of `to_json(plan)`, and `outcome`, `adopted` and `failure`
/// of each step.
[[nodiscard]] std::string to_json(record_report const& report);

/// How far a machine is with its plan.
struct record_progress {
    std::size_t steps{};   ///< Number of steps of the plan; 0 before it is made.
    std::size_t done{};    ///< Number of steps that were carried out.
    std::size_t failed{};  ///< Number of steps that failed.
};

/// Reads all records of a zone; a `machine`. It sends a GET request for each page of 5000 records. If
/// records are missing because others were created or removed meanwhile, it reads the list again, at most
/// twice.
class observe_records : public flow {
public:
    /// The type of the result.
    using value_type = observed_records;

    /// Reads the records of the zone. *Errors:* those of `make_request`; `take` reports them.
    observe_records(std::string_view zone_id, cfdns::credentials const& credentials,
                    request_options const& options = {}, call_policy const& policy = {});

    /// Returns the records; once, after completion. *Errors:* that of the first request that fails;
    /// otherwise as for `machine`.
    [[nodiscard]] result<observed_records> take();
};

/// Carries out plans for records; a `machine`. A plan with conflicts is not carried out: the report then has
/// no step that was begun.
///
/// It sends one batch after another. A batch is carried out as a whole or not at all, and never repeated
/// blindly: if its outcome is unknown, `apply_records` reads the zone at the times of `creation_policy`,
/// plans again, and sends only those steps of the plan that are still needed. Steps that turn out to be done
/// are reported as adopted.
///
/// If the service refuses a batch, it is divided to find the first step that is refused, with about two
/// requests for each halving; the steps before it are carried out meanwhile. Removals and creates that
/// depend on each other are not separated. The steps after it are carried out only if
/// `record_rules::keep_going` is set.
///
/// A plan that was made of an older state of the zone is not dangerous: the service refuses a step whose
/// record no longer exists, which is then reported as a conflict. Run `ensure_records` again.
class apply_records : public flow {
public:
    /// The type of the result.
    using value_type = record_report;

    /// Carries out `plan`, which `make_record_plan` has made of `want` with the same rules. *Errors:* those
    /// of `check`; `take` reports them.
    apply_records(record_plan const& plan, desired_records const& want,
                  cfdns::credentials const& credentials, request_options const& options = {},
                  call_policy const& policy = {}, record_rules const& rules = {});

    /// How far it is; at any time.
    [[nodiscard]] record_progress progress() const noexcept;

    /// Returns the report; once, after completion. It is also available after `cancel` and after the
    /// deadline; steps that were not finished are then `failed` or `skipped`. *Errors:* those of `check`;
    /// otherwise as for `machine`.
    [[nodiscard]] result<record_report> take();
};

/// Looks, plans and carries out the plan; a `machine`. Running it again is always right: it continues where
/// an earlier run was interrupted, and sends no write if there is nothing to do.
///
///     flows::ensure_records work{want, {}, credentials};
///     auto const done = cfdns::run(transport, work, runtime);
///
/// If the plan has conflicts, nothing is changed, and the report has the plan.
class ensure_records : public flow {
public:
    /// The type of the result.
    using value_type = record_report;

    /// Ensures that the records are as `want` says, within `rules`. *Errors:* those of `check`; `take`
    /// reports them.
    ensure_records(desired_records const& want, record_rules const& rules,
                   cfdns::credentials const& credentials, request_options const& options = {},
                   call_policy const& policy = {});

    /// How far it is; at any time.
    [[nodiscard]] record_progress progress() const noexcept;

    /// Returns the report; once, after completion. After the plan was made, it is also available after
    /// `cancel` and after the deadline; steps that were not finished are then `failed` or `skipped`.
    ///
    /// *Errors:* those of the constructor and of `observe_records`; otherwise as for `machine`.
    [[nodiscard]] result<record_report> take();
};

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/ensure_records.ipp>
#endif

#endif
