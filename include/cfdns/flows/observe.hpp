// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_OBSERVE_HPP
#define CFDNS_FLOWS_OBSERVE_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/error.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/desired.hpp>
#include <cfdns/flows/flow.hpp>
#include <cfdns/flows/observed.hpp>

/// Reads the current state from the service.
namespace cfdns::inline v0_2::flows {

/// A `machine` that reads the part of the state of an account to which a desired state refers.
///
/// It sends GET requests only: one for each list that is needed (TSIGs, peers, ACLs), one for each incoming
/// zone, and two for each outgoing zone that has a configuration.
class observe : public flow {
public:
    /// The type of the result.
    using value_type = observed;

    /// Reads the state of what `want` names. *Errors:* those of `check`; `take` reports them.
    observe(desired const& want, cfdns::credentials const& credentials, request_options const& options = {},
            call_policy const& policy = {});

    /// Returns the observed state. May be called once, after completion. *Errors:* that of the first request
    /// that fails; otherwise as for `machine`.
    [[nodiscard]] result<observed> take();
};

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/observe.ipp>
#endif

#endif
