// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_REPORT_HPP
#define CFDNS_FLOWS_REPORT_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/plan.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The result of carrying out a plan.
namespace cfdns::inline v0_2::flows {

/// Why a step failed. `advice` says what to do.
enum class failure_kind : unsigned char {
    not_entitled,     ///< The plan of the account does not include zone transfers.
    no_permission,    ///< The credentials lack a permission.
    no_credentials,   ///< The credentials were rejected.
    wrong_zone_type,  ///< The zone cannot have the configuration, which disappeared after its creation.
    refused,          ///< The service does not accept a value.
    in_use,           ///< The object to be removed is in use.
    conflict,         ///< Another object is in the way; found after the plan was made.
    no_answer,        ///< It is not known whether the step was carried out.
    rate_limited,     ///< The rate limit is exhausted; see `error::retry_after`.
    not_transferred,  ///< A zone was not transferred with the key; see `key_rotation`.
    not_reached,  ///< The step was not started, or was interrupted: the deadline has passed, or the machine
                  ///< was cancelled.
};

/// The name of a kind of failure, such as "not_entitled".
[[nodiscard]] std::string_view to_string(failure_kind kind) noexcept;

/// What to do about a failure, as a sentence.
[[nodiscard]] std::string_view advice(failure_kind kind) noexcept;

/// Why a step failed.
struct step_failure {
    failure_kind kind{};   ///< Kind of the failure.
    std::string reason{};  ///< What was found, if it is not an error of the service.
    cfdns::error error{};  ///< The error of the last request; without a code if there is none.
};

/// Whether a step was carried out.
enum class step_status : unsigned char {
    done,     ///< It was carried out.
    failed,   ///< It was not carried out, or it is not known whether it was.
    skipped,  ///< It was not started.
    waiting,  ///< The caller has to carry it out; see `key_rotation`.
};

/// The outcome of a step.
struct step_outcome {
    step_status status{step_status::skipped};  ///< Whether the step was carried out.
    std::string id{};  ///< Identifier of the object, if it is known; for a configuration, of its zone.
    bool
        adopted{};  ///< Whether it was found to be done, by a request of unknown outcome or by someone else.
    std::optional<step_failure> failure{};  ///< Why it failed.
};

/// The result of carrying out a plan. It contains no secrets.
struct report {
    flows::plan plan{};                    ///< The plan.
    std::vector<step_outcome> outcomes{};  ///< One for each step of the plan, in the same order.

    /// Whether the desired state was reached: all steps were carried out, and there were no conflicts.
    [[nodiscard]] bool complete() const noexcept;
    /// The number of steps with that status.
    [[nodiscard]] std::size_t count(step_status status) const noexcept;
    /// The indexes of the steps that the caller has to carry out before the remaining ones can be carried
    /// out.
    [[nodiscard]] std::vector<std::size_t> waiting() const;
};

/// Writes a report as text: the lines of `to_text(plan)` with the outcome of each step, and a line for each
/// failure with the advice.
[[nodiscard]] std::string to_text(report const& report);

/// Writes a report as a JSON object: the members of `to_json(plan)`, and `outcome`, `adopted` and `failure`
/// of each step.
[[nodiscard]] std::string to_json(report const& report);

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/report.ipp>
#endif

#endif
