// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_FAILURE_IPP
#define CFDNS_IMPL_FLOWS_FAILURE_IPP

#include <cfdns/core/error.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/plan.hpp>
#include <cfdns/flows/report.hpp>
#include <cfdns/impl/flows/creation.ipp>
#include <cfdns/impl/flows/flow.ipp>

// What errors mean for a step.
namespace cfdns::inline v0_2::detail {

CFDNS_DECL flows::failure_kind classify(error const& failure, flows::action action) noexcept {
    using flows::failure_kind;
    if (failure.code() == errc::cancelled || failure.code() == errc::deadline_exceeded)
        return failure.delivery() == delivery::not_sent ? failure_kind::not_reached
                                                        : failure_kind::no_answer;
    if (failure.code() == errc::invalid_parameter) return failure_kind::refused;
    if (failure.is_rate_limited()) return failure_kind::rate_limited;
    if (says_not_entitled(failure)) return failure_kind::not_entitled;
    if (failure.is_permission()) return failure_kind::no_permission;
    if (failure.is_authentication()) return failure_kind::no_credentials;
    if (failure.is_conflict() || failure.is_duplicate())
        return action == flows::action::remove ? failure_kind::in_use : failure_kind::conflict;
    if (failure.is_not_found()) return failure_kind::conflict;
    return is_client_error(failure) ? failure_kind::refused : failure_kind::no_answer;
}

}  // namespace cfdns::inline v0_2::detail

#endif
