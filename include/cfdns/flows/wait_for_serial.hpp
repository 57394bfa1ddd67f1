// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_WAIT_FOR_SERIAL_HPP
#define CFDNS_FLOWS_WAIT_FOR_SERIAL_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/error.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/flow.hpp>
#include <cfdns/zone_transfers/incoming.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

/// Waits until a zone was transferred.
namespace cfdns::inline v0_2::flows {

/// How `wait_for_serial` waits.
struct wait_options {
    /// Whether to request a transfer with `force_axfr` if the first look shows that the serial has not
    /// arrived. It is sent once; whether it succeeds or not, the wait goes on.
    bool force_axfr{false};
    /// Time from the first look, or from `force_axfr`, to the next look; at least 1 ms.
    std::chrono::milliseconds initial_delay{1'000};
    /// Factor by which the time between looks grows; at least 1.
    double multiplier{2.0};
    /// Maximum time between looks; not less than `initial_delay`.
    std::chrono::milliseconds max_delay{30'000};
    /// Number of looks in succession that may fail, after the retries of the policy, before the wait ends
    /// with the error of the last one; at least 1.
    int max_failures{5};
};

/// The state of a wait.
struct wait_status {
    /// Whether the awaited serial, or a newer one, has arrived.
    bool arrived{};
    /// Whether the latest serial is from `wait_for_serial::note` and not from a response.
    bool noted{};
    /// The latest serial; empty if there is none yet.
    std::optional<std::uint32_t> serial{};
    /// The latest configuration that a look returned; empty if there is none. `judge` says more about it.
    std::optional<zone_transfers::incoming::configuration> configuration{};
    std::size_t looks{};                 ///< Number of looks that were completed, failed ones included.
    bool axfr_requested{};               ///< Whether the service accepted `force_axfr`.
    std::optional<error> refused{};      ///< The error of `force_axfr`, if it failed; the wait goes on.
    std::optional<error> failed_look{};  ///< The error of the latest look, if it failed.
};

/// Waits until Cloudflare has transferred a secondary zone with a serial that is not older than a given one
/// (RFC 1982); a `machine`.
///
///     flows::wait_for_serial until{zone_id, 2026112502, credentials, {.force_axfr = true}, {},
///                                  {.timeout = 5min}};
///     auto const end = cfdns::run(transport, until, runtime);
///
/// It looks with `incoming::get`: at once, and then 1, 2, 4, ... and at most 30 s after the previous
/// response; later if the rate budget requires it. It ends when the serial has arrived, or at the timeout of
/// the policy; without a timeout, it waits for as long as that takes. A last look is made shortly before the
/// timeout.
///
/// A serial that the program has received by DNS from Cloudflare's name servers ends it without a request:
/// see `note`.
class wait_for_serial : public flow {
public:
    /// The type of the result.
    using value_type = wait_status;

    /// Waits until the zone has `serial` or a newer one. *Errors:* `errc::invalid_parameter` with the name
    /// of a member of `wait_options` that is outside its limits, and those of `make_request`; `take` reports
    /// them.
    wait_for_serial(std::string zone_id, std::uint32_t serial, cfdns::credentials const& credentials,
                    wait_options const& wait = {}, request_options const& options = {},
                    call_policy const& policy = {});

    /// Notes a serial that Cloudflare's name servers have returned: at any time, also before `start`, during
    /// an attempt and during the delay before it. If it is the awaited one or a newer one, the machine is
    /// complete: the latest attempt need not be sent. Returns whether the serial has arrived. Has no effect
    /// after completion.
    bool note(std::uint32_t serial);
    /// Like `note(serial)` at the time `now`. If the delay before the latest attempt has not elapsed, its
    /// reservation in the budget is released.
    bool note(std::uint32_t serial, time_point now);

    /// The state of the wait; at any time, also after an error. *Lifetime:* valid as long as the machine.
    [[nodiscard]] wait_status const& status() const noexcept;

    /// Returns the state of the wait once the serial has arrived; once, after completion.
    ///
    /// *Errors:* `errc::deadline_exceeded` if the serial has not arrived in time: `status` says what was
    /// seen. The error of a look, if later ones would have it as well: the zone has no secondary zone
    /// configuration (`is_not_found()`), the credentials are rejected or lack a permission, or another
    /// error of the API with a status 4xx other than 429. Any other error after `max_failures`. Otherwise as
    /// for `machine`.
    [[nodiscard]] result<wait_status> take();
};

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/wait_for_serial.ipp>
#endif

#endif
