// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_RETRY_IPP
#define CFDNS_IMPL_RETRY_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/retry.hpp>

#include <boost/system/errc.hpp>

namespace cfdns::inline v1 {

namespace detail {

// Codes that are no matter of luck.
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

CFDNS_DECL bool is_worth_repeating(error const& failure) noexcept {
    int const status = failure.http_status();
    if (status == 0 || failure.is_rate_limited()) return true;
    // A transport's code beside a status: the reply did not arrive whole.
    if (failure.code().category() != cfdns_category()) return true;
    return status == 408 || (status >= 500 && status <= 599);
}

// The n-th wait, n from 1, without jitter. Growing stops at the longest wait, so that no attempt's number overflows.
CFDNS_DECL std::chrono::milliseconds nth_wait(retry_policy const& policy, int n) noexcept {
    double wait = static_cast<double>(policy.first_wait.count());
    double const longest = static_cast<double>(policy.longest_wait.count());
    if (policy.factor > 1)
        for (int i = 1; i < n && wait < longest && wait > 0; ++i) wait *= policy.factor;
    if (!(wait < longest)) return policy.longest_wait;  // as a double, the longest of all would not fit back
    return std::chrono::milliseconds{wait > 0 ? static_cast<std::chrono::milliseconds::rep>(wait) : 0};
}

}  // namespace detail

CFDNS_DECL std::optional<std::chrono::milliseconds> retry_delay(retry_policy const& policy, error const& failure, int attempt,
                                                                idempotency repeating, double dice) noexcept {
    if (attempt >= policy.max_attempts || detail::is_final(failure.code())) return std::nullopt;

    std::optional<bool> const wish = policy.obey_should_retry ? failure.should_retry() : std::nullopt;
    if (wish == false) return std::nullopt;
    bool const cannot_have_acted = failure.request_sent() == sent::no || failure.is_rate_limited();
    if (repeating == idempotency::none && !cannot_have_acted) return std::nullopt;
    if (wish != true && !detail::is_worth_repeating(failure)) return std::nullopt;

    std::chrono::milliseconds const asked = detail::requested_wait(failure).value_or(std::chrono::milliseconds{0});
    if (asked > policy.longest_retry_after) return std::nullopt;
    if (asked.count() > 0) return asked;

    std::chrono::milliseconds const wait = detail::nth_wait(policy, attempt);
    double const jitter = policy.jitter > 0 ? (policy.jitter < 1 ? policy.jitter : 1) : 0;
    double const part = dice > 0 ? (dice < 1 ? dice : 1) : 0;
    double const whole = static_cast<double>(wait.count()), shorter = whole * jitter * part;
    if (!(shorter < whole)) return std::chrono::milliseconds{0};
    return wait - std::chrono::milliseconds{static_cast<std::chrono::milliseconds::rep>(shorter)};
}

}  // namespace cfdns::inline v1

#endif
