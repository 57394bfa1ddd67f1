// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_IMPL_FLOWS_ENSURE_IPP
#define CFDNS_IMPL_FLOWS_ENSURE_IPP

#include <cfdns/detail/config.hpp>
#include <cfdns/detail/error_details.hpp>
#include <cfdns/flows/ensure.hpp>
#include <cfdns/impl/flows/apply.ipp>
#include <cfdns/impl/flows/saved_state.ipp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace cfdns::inline v0_2::detail {

CFDNS_DECL flow_engine_ptr make_ensuring_flow(flows::desired const& want, flows::rules const& rules,
                                              cfdns::credentials const& credentials,
                                              request_options const& options, call_policy const& policy,
                                              std::string_view saved) {
    auto state = flows::parse_saved_state(saved);
    std::optional<error> refused;
    if (state.has_error())
        refused = state.error();
    else if (!saved.empty() && state->account_id != want.account_id.get())
        refused = invalid_parameter("saved_state", "belongs to another account");
    return make_flow<applying_flow>(want, credentials, options, policy, rules,
                                    refused ? flows::saved_state{} : *std::move(state), std::move(refused));
}

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

CFDNS_DECL ensure::ensure(desired const& want, flows::rules const& rules,
                          cfdns::credentials const& credentials, request_options const& options,
                          call_policy const& policy, std::string_view saved)
    : flow(detail::make_ensuring_flow(want, rules, credentials, options, policy, saved)) {}

CFDNS_DECL std::string ensure::save() const {
    return to_json(static_cast<detail::applying_flow const&>(*engine_).state());
}

CFDNS_DECL result<flows::report> ensure::take() {
    auto& engine = static_cast<detail::applying_flow&>(*engine_);
    if (!engine.finished()) return detail::no_result_available();
    if (engine.failure()) return *engine.failure();
    engine.set_taken();
    return engine.take();
}

}  // namespace cfdns::inline v0_2::flows

#endif
