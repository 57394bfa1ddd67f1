// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_OBSERVE_IPP
#define CFDNS_IMPL_FLOWS_OBSERVE_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/flows/observe.hpp>
#include <cfdns/impl/flows/looking.ipp>

#include <memory>
#include <utility>
#include <vector>

namespace cfdns::inline v0_2::detail {

class observing_flow : public looking_flow {
public:
    observing_flow(flows::desired const& want, cfdns::credentials const& credentials,
                   request_options const& options, call_policy const& policy)
        : looking_flow(want, credentials, options, policy, {}) {}

    flows::observed take() { return std::move(seen_); }

private:
    void begin() override {
        if (auto const checked = flows::check(want_); checked.has_error()) return fail(checked.error());
        targets_ = all_targets();
        if (targets_.empty()) finish();
    }
    void send() override { send_look(targets_.back()); }
    void receive(error const* failure) override {
        look_target const target = std::move(targets_.back());
        targets_.pop_back();
        if (!receive_look(target, failure, targets_)) return fail(*failure);
        if (targets_.empty()) finish();
    }

    std::vector<look_target> targets_{};
};

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL observe::observe(desired const& want, cfdns::credentials const& credentials,
                            request_options const& options, call_policy const& policy)
    : flow(detail::make_flow<detail::observing_flow>(want, credentials, options, policy)) {}

CFDNS_DECL result<observed> observe::take() {
    auto& engine = static_cast<detail::observing_flow&>(*engine_);
    if (!engine.finished()) return detail::no_result_available();
    if (engine.failure()) return *engine.failure();
    engine.set_taken();
    return engine.take();
}

}  // namespace cfdns::inline v0_2::flows

#endif
