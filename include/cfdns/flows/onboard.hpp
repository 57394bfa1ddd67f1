// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_ONBOARD_HPP
#define CFDNS_FLOWS_ONBOARD_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/error.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/fleet.hpp>
#include <cfdns/flows/flow.hpp>

#include <string>
#include <string_view>

/// Sets up many secondary zones.
namespace cfdns::inline v0_2::flows {

/// A `machine` that sets up the zones of a fleet, one after another. It can be run again at any time: it
/// continues where an earlier run was interrupted, and sends no write if there is nothing to do.
///
///     cfdns::rate_budget budget;
///     flows::onboard work{all, credentials, {}, {.budget = &budget}, read_file("fleet.journal")};
///     for (auto next = work.start(now()); next;) {
///         append_file("fleet.journal", work.take_lines());
///         ...
///
/// It requests the peers of the account, and its zones, 50 per page. After that, it sends two requests for
/// each zone that does not exist, which create the zone and its configuration. For each zone that exists, it
/// sends a request that reads the configuration, and another one if there is no configuration or if the
/// configuration differs. If the number of zones that have not been found is less than the number of
/// remaining pages, these zones are looked up by name instead.
///
/// A create is sent only after a lookup that found no such object, and is never repeated without checking;
/// see `creation_policy`. A configuration that differs is replaced; members that the library does not know
/// are kept. A zone of another type is reported as failed, and is not converted.
///
/// A zone that fails does not affect the others. The run ends at once if the credentials are rejected or
/// lack a permission, if the plan of the account does not include zone transfers or further zones, or if the
/// rate limit is exhausted for longer than the retry policy waits.
///
/// One request is in progress at a time. With the default limit of 1200 requests per 300 s, this reaches the
/// limit if a request takes at most 250 ms; otherwise run several machines over `slices` with one budget.
class onboard : public flow {
public:
    /// The type of the result.
    using value_type = fleet_report;

    /// Sets up the zones of `all`. `journal` consists of the lines of earlier runs for this fleet or slices
    /// of it, or is empty. Zones that are done according to the journal are skipped. Incomplete lines, and
    /// lines for zones that are not in the fleet, are ignored; this is safe, because zones without a line
    /// are checked again.
    ///
    /// *Errors:* those of `check`; `errc::invalid_parameter` with the parameter `journal` if the text is not
    /// a journal, or is one with another version, account, peers or refresh interval; `take` reports them.
    explicit onboard(fleet const& all, cfdns::credentials const& credentials,
                     request_options const& options = {}, call_policy const& policy = {},
                     std::string_view journal = {});

    /// Returns the lines to append to the journal, and removes them from this object: call it after `start`,
    /// after each `resume`, and at the end. Often there are no lines. They contain no secrets. Without a
    /// journal, a later run needs more requests but reaches the same state.
    [[nodiscard]] std::string take_lines();

    /// The remaining requests and the remaining time, without retries. May also be called before `start`.
    /// The result is exact as soon as it is known which zones exist; before that, zones of the account that
    /// do not belong to the fleet are not considered.
    [[nodiscard]] fleet_estimate estimate(time_point now) const;

    /// The progress of the run. May be called at any time. The estimated time assumes that the proportion of
    /// zones that are already as they should be is the same among the remaining zones as among those before,
    /// and that no other caller uses the budget.
    [[nodiscard]] fleet_progress progress(time_point now) const;

    /// Returns the report. May be called once, after completion. Once the lists have been read, the report
    /// is also available after `cancel` and after the deadline.
    ///
    /// *Errors:* those of the constructor and of the lists; `errc::invalid_parameter` with a parameter such
    /// as `peers/0` if there is no such peer, if there are several, or if it has no address;
    /// `flows::errc::unreadable` if the list of peers could not be read; otherwise as for `machine`.
    [[nodiscard]] result<fleet_report> take();
};

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/onboard.ipp>
#endif

#endif
