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

/// Carries out a plan; a `machine`. A plan with conflicts is not carried out: the report then has no step
/// that was begun.
///
/// A create is sent only if nothing of that name was found, and never repeated blindly: if its outcome is
/// unknown, `apply` looks at the times of `creation_policy`, adopts what the create has made, or creates
/// again if there is nothing. A new incoming configuration is read back, because the service accepts some
/// that do not exist afterwards. A peer is completed with PUT if the response to the create lacks members.
///
/// A step that fails ends the run unless `rules::keep_going` is set. Running `ensure` again continues.
class apply : public flow {
public:
    /// The type of the result.
    using value_type = flows::report;

    /// Carries out `plan`, which `make_plan` has made of the other values; `rules` and `state` must be the
    /// same. *Errors:* those of `check`; `take` reports them.
    apply(flows::plan const& plan, desired const& want, observed const& seen,
          cfdns::credentials const& credentials, request_options const& options = {},
          call_policy const& policy = {}, flows::rules const& rules = {}, saved_state const& state = {});

    /// What a later run should know; at any time. The best time is before a request that creates is sent
    /// (`attempt::creates`).
    [[nodiscard]] saved_state const& state() const noexcept;

    /// Returns the report; once, after completion. It is also available after `cancel` and after the
    /// deadline; steps that were not finished are then `failed` or `skipped`. *Errors:* those of `check`;
    /// otherwise as for `machine`.
    [[nodiscard]] result<flows::report> take();
};

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/apply.ipp>
#endif

#endif
