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

/// Brings the records of a zone to the desired state.
namespace cfdns::inline v0_2::flows {

/// The result of carrying out a plan for records.
struct record_report {
    record_plan plan{};                    ///< The plan.
    std::vector<step_outcome> outcomes{};  ///< One for each step of the plan, in the same order.

    /// Whether all steps were carried out, and there were no conflicts.
    [[nodiscard]] bool complete() const noexcept;
    /// The number of steps with that status.
    [[nodiscard]] std::size_t count(step_status status) const noexcept;
};

/// Writes a report as text: the lines of `to_text(plan)` with the outcome of each step, and a line for each
/// failure with the advice.
[[nodiscard]] std::string to_text(record_report const& report);

/// Writes a report as a JSON object: the members of `to_json(plan)`, and `outcome`, `adopted` and `failure`
/// of each step.
[[nodiscard]] std::string to_json(record_report const& report);

/// The progress of a machine with its plan.
struct record_progress {
    std::size_t steps{};   ///< Number of steps of the plan; 0 before it is made.
    std::size_t done{};    ///< Number of steps that were carried out.
    std::size_t failed{};  ///< Number of steps that failed.
};

/// A `machine` that reads all records of a zone. It sends a GET request for each page of 5000 records. If
/// records are missing because others were created or removed in the meantime, it reads the list again, at
/// most twice.
class observe_records : public flow {
public:
    /// The type of the result.
    using value_type = observed_records;

    /// Reads the records of the zone. *Errors:* those of `make_request`; `take` reports them.
    observe_records(std::string_view zone_id, cfdns::credentials const& credentials,
                    request_options const& options = {}, call_policy const& policy = {});

    /// Returns the records. May be called once, after completion. *Errors:* that of the first request that
    /// fails; otherwise as for `machine`.
    [[nodiscard]] result<observed_records> take();
};

/// A `machine` that carries out a plan for records. A plan with conflicts is not carried out: no step in the
/// report has then been started.
///
/// It sends one batch after another. A batch is carried out as a whole or not at all, and is never repeated
/// without checking: if its outcome is unknown, `apply_records` reads the zone at the times given by
/// `creation_policy`, plans again, and sends only those steps of the plan that are still needed. Steps that
/// turn out to be done are reported as adopted.
///
/// If the service rejects a batch, the batch is divided to find the first step that is rejected, with about
/// two requests for each halving; the steps before that one are carried out in the process. Removals and
/// creates that depend on each other are not separated. The steps after it are carried out only if
/// `record_rules::keep_going` is set.
///
/// It first reads the zone again, and carries out only what is still to be done. A step whose record someone
/// else has changed since the plan was made is reported as a conflict, and a step that is no longer needed
/// as adopted. After a conflict, make a new plan, or run `ensure_records`.
class apply_records : public flow {
public:
    /// The type of the result.
    using value_type = record_report;

    /// Carries out `plan`, which must be the result of `make_record_plan` for `want` with the same rules.
    /// *Errors:* those of `check`, and `errc::invalid_parameter` with the parameter `plan` if its values are
    /// not those of `want`; `take` reports them.
    apply_records(record_plan const& plan, desired_records const& want,
                  cfdns::credentials const& credentials, request_options const& options = {},
                  call_policy const& policy = {}, record_rules const& rules = {});

    /// The progress. May be called at any time.
    [[nodiscard]] record_progress progress() const noexcept;

    /// Returns the report. May be called once, after completion. The report is also available after `cancel`
    /// and after the deadline; steps that were not finished are then `failed` or `skipped`. *Errors:* those
    /// of `check`; otherwise as for `machine`.
    [[nodiscard]] result<record_report> take();
};

/// A `machine` that observes the current records, makes a plan and carries it out. It can be run again at
/// any time: it continues where an earlier run was interrupted, and sends no write if there is nothing to
/// do.
///
///     flows::ensure_records work{want, {}, credentials};
///     auto const done = cfdns::run(transport, work, runtime);
///
/// If the plan has conflicts, nothing is changed, and the report contains the plan.
class ensure_records : public flow {
public:
    /// The type of the result.
    using value_type = record_report;

    /// Brings the records to the state `want`, as far as `rules` allows. *Errors:* those of `check`; `take`
    /// reports them.
    ensure_records(desired_records const& want, record_rules const& rules,
                   cfdns::credentials const& credentials, request_options const& options = {},
                   call_policy const& policy = {});

    /// The progress. May be called at any time.
    [[nodiscard]] record_progress progress() const noexcept;

    /// Returns the report. May be called once, after completion. Once the plan has been made, the report is
    /// also available after `cancel` and after the deadline; steps that were not finished are then `failed`
    /// or `skipped`.
    ///
    /// *Errors:* those of the constructor and of `observe_records`; otherwise as for `machine`.
    [[nodiscard]] result<record_report> take();
};

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/ensure_records.ipp>
#endif

#endif
