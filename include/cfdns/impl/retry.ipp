// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_RETRY_IPP
#define CFDNS_IMPL_RETRY_IPP

#include <cfdns/core/retry.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>

#include <boost/system/errc.hpp>

namespace cfdns::inline v0_2 {

namespace detail {

// Errors that a retry cannot fix.
CFDNS_DECL bool is_final(boost::system::error_code const& code) noexcept {
    if (code == boost::system::errc::permission_denied) return true;
    if (code.category() != cfdns_category()) return false;
    switch (static_cast<errc>(code.value())) {
        case errc::invalid_parameter:
        case errc::response_too_large:
        case errc::deadline_exceeded:
        case errc::cancelled: return true;
        default: return false;
    }
}

CFDNS_DECL bool is_transient(error const& failure) noexcept {
    int const status = failure.http_status();
    if (status == 0 || failure.is_rate_limited()) return true;
    // A transport error with a status: the response is incomplete.
    if (failure.code().category() != cfdns_category()) return true;
    return status == 408 || (status >= 500 && status <= 599);
}

// The delay after attempt `n`, starting at 1, without jitter.
CFDNS_DECL std::chrono::milliseconds backoff(retry_policy const& policy, int n) noexcept {
    double delay = static_cast<double>(policy.initial_backoff.count());
    double const limit = static_cast<double>(policy.max_backoff.count());
    if (policy.multiplier > 1)
        for (int i = 1; i < n && delay < limit && delay > 0; ++i) delay *= policy.multiplier;
    if (!(delay < limit)) return policy.max_backoff;  // a double that large may not convert back
    return std::chrono::milliseconds{delay > 0 ? static_cast<std::chrono::milliseconds::rep>(delay) : 0};
}

}  // namespace detail

CFDNS_DECL std::optional<std::chrono::milliseconds> retry_delay(retry_policy const& policy,
                                                                error const& failure, int attempt,
                                                                idempotency idempotency,
                                                                double random) noexcept {
    if (attempt >= policy.max_attempts || detail::is_final(failure.code())) return std::nullopt;

    std::optional<bool> const requested = policy.obey_should_retry ? failure.should_retry() : std::nullopt;
    if (requested == false) return std::nullopt;
    bool const cannot_have_acted = failure.delivery() == delivery::not_sent || failure.is_rate_limited();
    if (idempotency == idempotency::none && !cannot_have_acted) return std::nullopt;
    if (requested != true && !detail::is_transient(failure)) return std::nullopt;

    std::chrono::milliseconds const retry_after =
        detail::error_details::requested_wait(failure).value_or(std::chrono::milliseconds{0});
    if (retry_after > policy.max_retry_after) return std::nullopt;
    if (retry_after.count() > 0) return retry_after;

    std::chrono::milliseconds const delay = detail::backoff(policy, attempt);
    double const jitter = policy.jitter > 0 ? (policy.jitter < 1 ? policy.jitter : 1) : 0;
    double const fraction = random > 0 ? (random < 1 ? random : 1) : 0;
    double const full = static_cast<double>(delay.count()), reduction = full * jitter * fraction;
    if (!(reduction < full)) return std::chrono::milliseconds{0};
    return delay - std::chrono::milliseconds{static_cast<std::chrono::milliseconds::rep>(reduction)};
}

}  // namespace cfdns::inline v0_2

#endif
