// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_EXAMINE_HPP
#define CFDNS_FLOWS_EXAMINE_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/error.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/facts.hpp>
#include <cfdns/flows/flow.hpp>

#include <string>

/// Collects what the service reports about the zone transfers of a zone.
namespace cfdns::inline v0_2::flows {

/// A `machine` that reads what `diagnose` needs.
///
/// It sends GET requests only: six for a zone without a primary zone configuration, otherwise eleven. A
/// request that the service rejects is a fact, not an error: see `facts::failures`.
class examine : public flow {
public:
    /// The type of the result.
    using value_type = facts;

    /// Examines a zone of an account. *Errors:* those of `make_request`; `take` reports them.
    examine(std::string zone_id, std::string account_id, cfdns::credentials const& credentials,
            request_options const& options = {}, call_policy const& policy = {});

    /// Returns the facts. May be called once, after completion.
    ///
    /// If the credentials are rejected, the facts are incomplete, and `facts::failures` contains the error.
    /// *Errors:* that of the first request that fails, except with a status 4xx other than 408 and 429;
    /// otherwise as for `machine`.
    [[nodiscard]] result<facts> take();
};

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/examine.ipp>
#endif

#endif
