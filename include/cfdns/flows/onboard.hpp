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

/// Makes many zones secondary zones.
namespace cfdns::inline v0_2::flows {

/// Brings the zones of a fleet to their configuration, one after another; a `machine`. Running it again is
/// always right: it continues where an earlier run was interrupted, and sends no write if there is nothing
/// to do.
///
///     cfdns::rate_budget budget;
///     flows::onboard work{all, credentials, {}, {.budget = &budget}, read_file("fleet.journal")};
///     for (auto next = work.start(now()); next;) {
///         append_file("fleet.journal", work.take_lines());
///         ...
///
/// Requests: the peers of the account; its zones, 50 per page; then for a zone that does not exist two,
/// which create the zone and its configuration, and for one that exists a look, and one more if it has no
/// configuration or one that differs. If fewer zones are missing from the list than it has further pages,
/// they are looked up by name instead.
///
/// A create is sent only after a look that shows no such object, and never repeated blindly; see
/// `creation_policy`. A configuration that differs is replaced; members that the library does not know are
/// kept. A zone of another type fails, and is not converted.
///
/// A zone that fails does not affect the others. The run ends at once if the credentials are rejected or
/// lack a permission, if the plan of the account does not include zone transfers or further zones, and if
/// the rate limit is exhausted for longer than the retry policy waits.
///
/// One request is in progress at a time. With the default limit of 1200 requests per 300 s, this reaches the
/// limit if a request takes at most 250 ms; otherwise run several machines over `slices` with one budget.
class onboard : public flow {
public:
    /// The type of the result.
    using value_type = fleet_report;

    /// Onboards the zones of `all`. `journal` consists of the lines of earlier runs over this fleet or
    /// slices of it, or is empty. Zones that are done according to the journal are left out. Lines that are
    /// not complete or not in the fleet are ignored, because the zones are then looked at again.
    ///
    /// *Errors:* those of `check`; `errc::invalid_parameter` with the parameter `journal` if the text has no
    /// journal, or one of another version, account, peers or refresh interval; `take` reports them.
    explicit onboard(fleet const& all, cfdns::credentials const& credentials,
                     request_options const& options = {}, call_policy const& policy = {},
                     std::string_view journal = {});

    /// Returns and forgets the lines to append to the journal: after `start`, after each `resume`, and at
    /// the end. Often there are none. They contain no secrets. Without a journal, a later run needs more
    /// requests but reaches the same state.
    [[nodiscard]] std::string take_lines();

    /// The requests and the time that remain, without retries; also before `start`. Exact as soon as it is
    /// known which zones exist; before, zones of the account that do not belong to the fleet are not
    /// considered.
    [[nodiscard]] fleet_estimate estimate(time_point now) const;

    /// How far the run has got; at any time. The estimate assumes that as many of the zones that remain are
    /// as they should be as of those before, and that no other caller uses the budget.
    [[nodiscard]] fleet_progress progress(time_point now) const;

    /// Returns the report; once, after completion. As soon as the lists were read, it is also available
    /// after `cancel` and after the deadline.
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
