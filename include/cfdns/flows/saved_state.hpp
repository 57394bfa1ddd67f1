// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_SAVED_STATE_HPP
#define CFDNS_FLOWS_SAVED_STATE_HPP

#include <cfdns/core/error.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/desired.hpp>

#include <string>
#include <string_view>
#include <vector>

/// The state that `ensure` keeps between runs.
namespace cfdns::inline v0_2::flows {

/// The state that `ensure` keeps between runs. It is a hint: every run first observes the service. Without
/// it, or with an outdated one, a run needs more requests, and reports a conflict if it cannot tell that an
/// object was created by an earlier run. It contains no secrets.
struct saved_state {
    std::string account_id{};  ///< Account identifier.
    /// Objects that were created or adopted, with their identifiers: they may be changed.
    std::vector<object_ref> known{};
    /// Objects whose creation was started, with an unknown outcome.
    std::vector<object_ref> open{};
};

/// Writes the state as JSON. The order of the objects does not matter.
[[nodiscard]] std::string to_json(saved_state const& state);

/// Reads the output of `to_json`. Empty text stands for an empty state.
///
/// *Errors:* `errc::invalid_parameter` with the parameter `saved_state` if the text is not such JSON, or is
/// of another version.
[[nodiscard]] result<saved_state> parse_saved_state(std::string_view json);

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/saved_state.ipp>
#endif

#endif
