// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_ENSURE_HPP
#define CFDNS_FLOWS_ENSURE_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/error.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/desired.hpp>
#include <cfdns/flows/flow.hpp>
#include <cfdns/flows/plan.hpp>
#include <cfdns/flows/report.hpp>

#include <string>
#include <string_view>

/// Brings an account to the desired state.
namespace cfdns::inline v0_2::flows {

/// A `machine` that observes the current state, makes a plan and carries it out. It can be run again at any
/// time: it continues where an earlier run was interrupted, and sends no write if there is nothing to do.
///
///     flows::ensure work{want, {}, credentials};
///     auto const done = cfdns::run(transport, work, runtime);
///
/// If the plan has conflicts, nothing is changed, and the report contains the plan.
///
/// To avoid conflicts after a crash, save the state before each request that creates an object:
///
///     for (auto next = work.start(now()); next;) {
///         if (next->creates) write_file(path, work.save());
///         ...
class ensure : public flow {
public:
    /// The type of the result.
    using value_type = flows::report;

    /// Brings the account to the state `want`, as far as `rules` allows. `saved` is the result of `save` in
    /// an earlier run, or empty. If it contains creates with an unknown outcome, the first request is
    /// delayed by `creation_policy::first_lookup_after`.
    ///
    /// *Errors:* those of `check` and `parse_saved_state`, and `errc::invalid_parameter` with the parameter
    /// `saved_state` if it belongs to another account; `take` reports them.
    ensure(desired const& want, flows::rules const& rules, cfdns::credentials const& credentials,
           request_options const& options = {}, call_policy const& policy = {}, std::string_view saved = {});

    /// The state to save for a later run, as JSON. May be called at any time. It contains no secrets.
    [[nodiscard]] std::string save() const;

    /// Returns the report. May be called once, after completion. Once the plan has been made, the report is
    /// also available after `cancel` and after the deadline; steps that were not finished are then `failed`
    /// or `skipped`.
    ///
    /// *Errors:* those of the constructor and of `observe`; otherwise as for `machine`.
    [[nodiscard]] result<flows::report> take();
};

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/ensure.ipp>
#endif

#endif
