// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_APPLY_HPP
#define CFDNS_FLOWS_APPLY_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/error.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/desired.hpp>
#include <cfdns/flows/flow.hpp>
#include <cfdns/flows/observed.hpp>
#include <cfdns/flows/plan.hpp>
#include <cfdns/flows/report.hpp>
#include <cfdns/flows/saved_state.hpp>

#include <string>

/// Carries out plans.
namespace cfdns::inline v0_2::flows {

/// A `machine` that carries out a plan. A plan with conflicts is not carried out: no step in the report has
/// then been started.
///
/// A create is sent only if no object of that name was found, and is never repeated without checking: if its
/// outcome is unknown, `apply` looks for the object at the times given by `creation_policy`, adopts it if it
/// exists, and otherwise sends the create again. A new incoming configuration is read back, because the
/// service accepts some that do not exist afterwards. A peer is completed with PUT if the response to the
/// create lacks members.
///
/// If a step fails, the run ends unless `rules::keep_going` is set. Run `ensure` again to continue.
class apply : public flow {
public:
    /// The type of the result.
    using value_type = flows::report;

    /// Carries out `plan`, which must be the result of `make_plan` for `want` and `seen`, with the same
    /// rules and state. *Errors:* those of `check`, and `errc::invalid_parameter` with the parameter `plan`
    /// if a step writes something that `want` does not contain, or depends on a step that is not before it;
    /// `take` reports them.
    apply(flows::plan const& plan, desired const& want, observed const& seen,
          cfdns::credentials const& credentials, request_options const& options = {},
          call_policy const& policy = {}, flows::rules const& rules = {}, saved_state const& state = {});

    /// The state to save for a later run. May be called at any time; the best time is before a request that
    /// creates an object is sent (`attempt::creates`).
    [[nodiscard]] saved_state const& state() const noexcept;

    /// Returns the report. May be called once, after completion. The report is also available after `cancel`
    /// and after the deadline; steps that were not finished are then `failed` or `skipped`. *Errors:* those
    /// of `check`; otherwise as for `machine`.
    [[nodiscard]] result<flows::report> take();
};

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/apply.ipp>
#endif

#endif
