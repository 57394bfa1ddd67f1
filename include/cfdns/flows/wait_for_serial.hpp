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

/// Waits until a zone has been transferred.
namespace cfdns::inline v0_2::flows {

/// How `wait_for_serial` waits.
struct wait_options {
    /// Whether to request a transfer with `force_axfr` if the first poll shows that the serial has not
    /// arrived. The request is sent once; the wait continues whether or not it succeeds.
    bool force_axfr{false};
    /// Time from the first poll, or from `force_axfr`, to the next poll; at least 1 ms.
    std::chrono::milliseconds initial_delay{1'000};
    /// Factor by which the time between polls grows; at least 1.
    double multiplier{2.0};
    /// Maximum time between polls; not less than `initial_delay`.
    std::chrono::milliseconds max_delay{30'000};
    /// Number of consecutive polls that may fail, after the retries of the policy, before the wait ends with
    /// the error of the last one; at least 1.
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
    /// The latest configuration that a poll returned; empty if there is none. `freshness_of` evaluates it.
    std::optional<zone_transfers::incoming::configuration> configuration{};
    std::size_t polls{};                ///< Number of completed polls, including failed ones.
    bool axfr_requested{};              ///< Whether the service accepted `force_axfr`.
    std::optional<error> refused{};     ///< The error of `force_axfr`, if it failed; the wait continues.
    std::optional<error> poll_error{};  ///< The error of the latest poll, if it failed.
};

/// A `machine` that waits until Cloudflare has transferred a secondary zone with a serial that is not older
/// than a given one (RFC 1982).
///
///     flows::wait_for_serial until{zone_id, 2026112502, credentials, {.force_axfr = true}, {},
///                                  {.timeout = 5min}};
///     auto const end = cfdns::run(transport, until, runtime);
///
/// It polls with `incoming::get`: at once, and then 1, 2, 4, ... and at most 30 s after the previous
/// response, or later if the rate budget or a `Retry-After` requires it. It ends when the serial has
/// arrived, or at the timeout of the policy; without a timeout, it waits indefinitely. The last poll is made
/// shortly before the timeout.
///
/// A serial that the program has received from Cloudflare's name servers with a DNS query ends the wait
/// without a request: see `note`.
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

    /// Reports a serial that Cloudflare's name servers have returned. May be called at any time, including
    /// before `start`, during an attempt and during the delay before it. If the serial is the awaited one or
    /// a newer one, the machine is complete: the latest attempt need not be sent. Returns whether the serial
    /// has arrived. Has no effect after completion.
    bool note(std::uint32_t serial);
    /// Like `note(serial)` at the time `now`. If the delay before the latest attempt has not elapsed, its
    /// reservation in the budget is released.
    bool note(std::uint32_t serial, time_point now);

    /// The state of the wait. May be called at any time, including after an error. *Lifetime:* valid as long
    /// as the machine.
    [[nodiscard]] wait_status const& status() const noexcept;

    /// Returns the state of the wait after the serial has arrived. May be called once, after completion.
    ///
    /// *Errors:* `errc::deadline_exceeded` if the serial has not arrived in time: `status` shows what was
    /// observed. The error of a poll, if later polls would fail in the same way: the zone has no secondary
    /// zone configuration (`is_not_found()`), the credentials are rejected or lack a permission, or the API
    /// reports another error with a status 4xx other than 429. An error whose `Retry-After` is longer than
    /// the policy allows. Any other error after `max_failures`.
    /// Otherwise as for `machine`.
    [[nodiscard]] result<wait_status> take();
};

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/wait_for_serial.ipp>
#endif

#endif
