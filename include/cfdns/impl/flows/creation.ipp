// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_CREATION_IPP
#define CFDNS_IMPL_FLOWS_CREATION_IPP

#include <cfdns/core/error.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/flows/plan.hpp>

#include <algorithm>
#include <chrono>

// The rule by which an object is created: a create is sent only if a lookup has shown that the object does
// not exist, and after a create with an unknown outcome only if two lookups, after some time, have shown
// that.
namespace cfdns::inline v0_2::detail {

CFDNS_DECL bool is_client_error(error const& failure) noexcept {
    int const status = failure.http_status();
    if (status >= 400 && status <= 499) return status != 408;
    return failure.code() == errc::api_failure && status >= 200 && status <= 299;
}

// Whether the outcome may be another one if the request is repeated.
CFDNS_DECL bool is_worth_repeating(error const& failure) noexcept {
    if (failure.code() == errc::invalid_parameter ||
        failure.code() == boost::system::errc::permission_denied)
        return false;
    // A response that is not the API's may have been truncated.
    return failure.is_rate_limited() || failure.code() != errc::api_failure || !is_client_error(failure);
}

// What to do next about an object that is to be created.
enum class creation_step {
    create,  // send the create
    look,    // look whether there is one
    give_up  // the create has failed
};

class creation_rule {
public:
    explicit creation_rule(flows::creation_policy const& policy, std::chrono::milliseconds max_retry_after)
        : policy_(policy), max_retry_after_(max_retry_after) {}

    // How long to wait before the next request.
    std::chrono::milliseconds delay() const noexcept { return delay_; }
    // Whether an object may exist that an earlier create has made.
    bool is_open() const noexcept { return open_; }

    // An earlier run has sent a create. The first look, which showed nothing, was made after `waited`.
    void reopen(std::chrono::milliseconds waited) {
        open_ = true;
        looks_ = 1;
        delay_ = (std::max)(policy_.second_lookup_after - waited, std::chrono::milliseconds{0});
    }

    // The create has failed.
    creation_step create_failed(error const& failure) {
        ++creates_;
        failed_looks_ = 0;
        looks_ = 0;
        if (failure.is_conflict() || failure.is_duplicate()) {
            // Something that the looks do not show is in the way.
            constexpr int max_duplicates = 2;
            if (++duplicates_ > max_duplicates) return creation_step::give_up;
            open_ = true;
            return after({}, creation_step::look);
        }
        bool const not_carried_out = failure.delivery() == delivery::not_sent || failure.is_rate_limited();
        if (not_carried_out) return create_again(failure);
        if (is_client_error(failure)) return creation_step::give_up;
        open_ = true;
        return after(policy_.first_lookup_after, creation_step::look);
    }

    // The look has shown that there is none.
    creation_step found_none() {
        if (++looks_ < 2) return look_again();
        open_ = false;
        looks_ = 0;
        return creates_ < policy_.max_creates ? after({}, creation_step::create) : creation_step::give_up;
    }

    // It is not known whether there is one.
    creation_step look_failed(error const& failure) {
        constexpr int max_failed_looks = 10;
        auto const delay = requested_delay(failure);
        if (!is_worth_repeating(failure) || delay > max_retry_after_ || ++failed_looks_ > max_failed_looks)
            return creation_step::give_up;
        return after(delay, creation_step::look);
    }

private:
    creation_step after(std::chrono::milliseconds delay, creation_step step) {
        delay_ = delay;
        return step;
    }

    creation_step look_again() {
        return after((std::max)(policy_.second_lookup_after - policy_.first_lookup_after,
                                std::chrono::milliseconds{0}),
                     creation_step::look);
    }

    creation_step create_again(error const& failure) {
        if (!is_worth_repeating(failure) || creates_ >= policy_.max_creates) return creation_step::give_up;
        auto const delay = requested_delay(failure);
        if (delay > max_retry_after_) return creation_step::give_up;
        return after(delay, creation_step::create);
    }

    static std::chrono::milliseconds requested_delay(error const& failure) {
        return error_details::requested_wait(failure).value_or(std::chrono::milliseconds{2'000});
    }

    flows::creation_policy policy_;
    std::chrono::milliseconds max_retry_after_;
    std::chrono::milliseconds delay_{};
    int creates_ = 0;  // that failed
    int looks_ = 0;    // since the latest create
    int failed_looks_ = 0;
    int duplicates_ = 0;
    bool open_ = false;
};

}  // namespace cfdns::inline v0_2::detail

#endif
