// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_KEY_ROTATION_HPP
#define CFDNS_FLOWS_KEY_ROTATION_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/error.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/core/required.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/desired.hpp>
#include <cfdns/flows/flow.hpp>
#include <cfdns/flows/name_server.hpp>
#include <cfdns/flows/observed.hpp>
#include <cfdns/flows/plan.hpp>
#include <cfdns/flows/report.hpp>
#include <cfdns/flows/saved_state.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

/// Replaces TSIG keys without interrupting zone transfers.
namespace cfdns::inline v0_2::flows {

/// How the service switches to the new key.
enum class rotation_method : unsigned char {
    /// The new TSIG is created, and the peers switch to it one after another. If the transfers of a peer
    /// then fail, the rotation stops, and the other peers keep the old key.
    peer_by_peer,
    /// A single request changes the old TSIG into the new one, for all peers at once. Required if an
    /// outgoing zone has several peers, because these must use the same TSIG.
    in_place,
};

/// The name of a method: "peer_by_peer" or "in_place".
[[nodiscard]] std::string_view to_string(rotation_method method) noexcept;

/// The replacement of a TSIG by another one.
///
///     flows::key_rotation const rotation{
///         .current = want,  // of `ensure`
///         .from = "transfer.example.com.",
///         .to = {.name = "transfer-2.example.com.", .secret = new_secret}};
///
/// The new key needs a different name, because a name server has only one secret for each name.
struct key_rotation {
    /// The state before the rotation, in which peers use the TSIG `from`. The zones of these peers are
    /// checked. ACLs and `absent` are ignored.
    desired current;
    required<std::string> from;  ///< Name of the TSIG in `current.tsigs` that is replaced.
    tsig to;                     ///< The new TSIG.
    /// Names of the peers in `current.peers` that switch to the new TSIG; if empty, all that use the old
    /// one. The old TSIG is removed when no peer of the account uses it any more.
    std::vector<std::string> peers{};
    rotation_method method{rotation_method::peer_by_peer};  ///< How the service switches to the new key.
    /// How long a check waits for a zone to be transferred; from 1 second to 1 day.
    std::chrono::milliseconds check_timeout{120'000};
    creation_policy creation{};  ///< How a create with an unknown outcome is treated.
};

/// Checks everything that can be checked without the service.
///
/// *Errors:* `errc::invalid_parameter`, and `parameter()` is the path of the member: those of
/// `check(desired)` for `current`, and for `to` as an element of `tsigs`; a name in `from` or `peers` that
/// does not exist; a peer that does not use the TSIG `from`; a TSIG `from` that no peer uses; a name of `to`
/// that already exists in `current`; `peers` that are not all of those that use the TSIG if it is changed in
/// place; `peer_by_peer` although an outgoing zone has several peers; a `check_timeout` that is too short or
/// too long.
[[nodiscard]] result<void> check(key_rotation const& rotation);

/// The desired state after the rotation, for `ensure`. The rotation must be valid; see `check`.
[[nodiscard]] desired desired_after(key_rotation const& rotation);

/// The keys that the name server of a peer is known to have.
struct name_server_keys {
    required<std::string> peer;       ///< Name of the peer.
    std::vector<std::string> keys{};  ///< Names of the keys that it accepts; it signs with the first.
    bool checked{};  ///< Whether zones were transferred after the peer had switched to the new key.
};

/// The state that `rotate_key` keeps between runs. Like `saved_state`, it is a hint: every run first
/// observes the service. Without it, manual steps (`action::manual`) have to be confirmed again, and a
/// peer that already uses the new key is checked, but not reverted to the old one. It contains no secrets.
struct rotation_state {
    saved_state objects{};                         ///< Objects of the account.
    std::string to{};                              ///< Name of the new TSIG.
    std::vector<name_server_keys> name_servers{};  ///< What was confirmed.
    std::vector<std::string> visible_zones{};  ///< Identifiers of the zones for which a transfer with the
                                               ///< old key was visible although the serial did not change,
                                               ///< so that one with the new key must be visible as well.
};

/// Writes the state as JSON.
[[nodiscard]] std::string to_json(rotation_state const& state);

/// Reads the output of `to_json`. Empty text stands for an empty state.
///
/// *Errors:* `errc::invalid_parameter` with the parameter `rotation_state` if the text is not such JSON, or
/// is of another version.
[[nodiscard]] result<rotation_state> parse_rotation_state(std::string_view json);

/// Records that a manual step (`action::manual`) was carried out: the name server now has the keys that
/// the step specifies. Has no effect for other steps.
void confirm(rotation_state& state, key_rotation const& rotation, step const& manual);

/// Returns the setups that the name server of a peer should have after a manual step, for
/// `configure_name_server`: one if it is a primary or a secondary of zones in `rotation.current`, two if it
/// is both, and none if there are no such zones or if the step is not a manual one.
[[nodiscard]] std::vector<name_server_setup> name_server_setups_of(key_rotation const& rotation,
                                                                   step const& manual);

/// Returns the steps that remain. A pure function. The rotation must be valid; see `check`. The observed
/// state must come from `observe` with `desired_after(rotation)`.
///
/// For each peer:
///
/// - `manual`: its name server is configured to accept both keys, and to sign with the old one;
/// - `check`: its zones are transferred with the old key;
/// - `change`: the peer switches to the new key (`peer_by_peer`);
/// - `check`: its zones are transferred with the new key; otherwise, the peer is reverted to the old one;
/// - `manual`: its name server is configured to have only the new key.
///
/// Before these steps, the new TSIG is created; after them, the old one is removed. With `in_place`, the
/// TSIG is changed instead, between the checks of all peers.
///
/// Any other difference from `current` is a conflict.
[[nodiscard]] plan make_plan(key_rotation const& rotation, observed const& seen,
                             rotation_state const& state = {});

/// A `machine` that observes the current state, makes a plan, and carries out the steps of a rotation up to
/// those that the caller has to carry out.
///
///     flows::rotation_state state;
///     for (;;) {
///         flows::rotate_key work{rotation, credentials, {}, {}, state};
///         auto const done = cfdns::run(transport, work, runtime);
///         state = work.state();
///         if (!done || done->complete() || done->count(flows::step_status::failed) != 0) break;
///         for (std::size_t const i : done->waiting()) {
///             ...  // carry out the step; see `name_server_setups_of`
///             confirm(state, rotation, done->plan.steps[i]);
///         }
///     }
///
/// The plan in a report contains the steps that remained at the beginning of the run. The rotation is
/// finished when a report is complete. It may be interrupted at any time, and continued by any process;
/// until it is finished, `ensure` must not be used for the same peers.
///
/// **Checks.** A check reads the configuration of the zone, requests a transfer (`force_axfr`, or
/// `force_notify` if the service is the primary), and waits until `checked_time` is later and, for an
/// incoming zone, the serial is not older. If the check with the old key has shown that `modified_time`
/// becomes later although the serial does not change, the check with the new key must show a later
/// `modified_time` or a newer serial as well. If a zone has several peers, the service does not report which
/// of them has responded.
///
/// If the check with the new key fails, the peer (with `in_place`, the TSIG) is reverted at once, provided
/// that the name server is known to accept the old key: the manual step that adds the new key was
/// confirmed in `rotation_state`, and the one that removes the old key was not yet due. A check that could
/// not be carried out because of errors of the service reverts nothing; the next run repeats it.
class rotate_key : public flow {
public:
    /// The type of the result.
    using value_type = flows::report;

    /// Continues the rotation. *Errors:* those of `check`, and `errc::invalid_parameter` with the parameter
    /// `rotation_state` if it belongs to another account; `take` reports them.
    explicit rotate_key(key_rotation const& rotation, cfdns::credentials const& credentials,
                        request_options const& options = {}, call_policy const& policy = {},
                        rotation_state const& state = {});

    /// The state to save for a later run. May be called at any time. Save it before each request that
    /// creates an object (`attempt::creates`) and at the end.
    [[nodiscard]] rotation_state state() const;

    /// Returns the report. May be called once, after completion. Once the plan has been made, the report is
    /// also available after `cancel` and after the deadline.
    ///
    /// *Errors:* those of the constructor and of `observe`; otherwise as for `machine`.
    [[nodiscard]] result<flows::report> take();
};

}  // namespace cfdns::inline v0_2::flows

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/key_rotation.ipp>
#endif

#endif
