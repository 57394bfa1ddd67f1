// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_FLOWS_CREATE_ONCE_HPP
#define CFDNS_FLOWS_CREATE_ONCE_HPP

#include <cfdns/core/call_policy.hpp>
#include <cfdns/core/credentials.hpp>
#include <cfdns/core/error.hpp>
#include <cfdns/core/request_options.hpp>
#include <cfdns/detail/config.hpp>
#include <cfdns/flows/flow.hpp>
#include <cfdns/flows/plan.hpp>
#include <cfdns/records/operations.hpp>
#include <cfdns/zone_transfers/acls.hpp>
#include <cfdns/zone_transfers/incoming.hpp>
#include <cfdns/zone_transfers/outgoing.hpp>
#include <cfdns/zone_transfers/peers.hpp>
#include <cfdns/zone_transfers/tsigs.hpp>
#include <cfdns/zones/operations.hpp>

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

/// Creates an object, and finds out whether a create with an unknown outcome has succeeded.
namespace cfdns::inline v0_2::flows {

/// Errors of `create_once`.
enum class errc {
    /// An object of that name exists, and differs from the one to be created.
    conflict = 1,
    /// It is not known whether the object exists, because the response to a lookup could not be read.
    unreadable,
};

/// The error category of `flows::errc`.
[[nodiscard]] boost::system::error_category const& flows_category() noexcept;

/// Creates an error code in `flows_category()`.
[[nodiscard]] boost::system::error_code make_error_code(errc code) noexcept;

/// The operations that `create_once` supports.
template <class Op>
concept creatable =
    std::same_as<Op, zone_transfers::tsigs::create> || std::same_as<Op, zone_transfers::peers::create> ||
    std::same_as<Op, zone_transfers::acls::create> || std::same_as<Op, zone_transfers::incoming::create> ||
    std::same_as<Op, zone_transfers::outgoing::create> || std::same_as<Op, zones::create> ||
    std::same_as<Op, records::create>;

}  // namespace cfdns::inline v0_2::flows

namespace cfdns::inline v0_2::detail {

// Defined for each creatable operation.
template <class Op>
flow_engine_ptr make_creating_flow(Op const& op, cfdns::credentials const& credentials,
                                   request_options const& options, call_policy const& policy,
                                   flows::creation_policy const& creation);
[[nodiscard]] bool creating_flow_has_adopted(flow_engine const& engine) noexcept;
// The created object of the operation's response type, or an error.
[[nodiscard]] result<void*> take_created(flow_engine& engine);

#if !CFDNS_HAS_DEFINITIONS
#define CFDNS_DETAIL_EXTERN_CREATING_FLOW(OP)                                                          \
    extern template flow_engine_ptr make_creating_flow<OP>(OP const&, cfdns::credentials const&,       \
                                                           request_options const&, call_policy const&, \
                                                           flows::creation_policy const&);
CFDNS_DETAIL_EXTERN_CREATING_FLOW(zone_transfers::tsigs::create)
CFDNS_DETAIL_EXTERN_CREATING_FLOW(zone_transfers::peers::create)
CFDNS_DETAIL_EXTERN_CREATING_FLOW(zone_transfers::acls::create)
CFDNS_DETAIL_EXTERN_CREATING_FLOW(zone_transfers::incoming::create)
CFDNS_DETAIL_EXTERN_CREATING_FLOW(zone_transfers::outgoing::create)
CFDNS_DETAIL_EXTERN_CREATING_FLOW(zones::create)
CFDNS_DETAIL_EXTERN_CREATING_FLOW(records::create)
#undef CFDNS_DETAIL_EXTERN_CREATING_FLOW
#endif

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::flows {

/// A `machine` that creates one object. Unlike `exchange`, it first looks for the object, and does not leave
/// open whether the object was created: after a create with an unknown outcome, it looks for the object at
/// the times given by `creation_policy`, adopts it if it exists, and otherwise sends the create again.
///
///     flows::create_once work{zone_transfers::peers::create{.account_id = id, .name = "ns1"}, credentials};
///     auto const peer = cfdns::run(transport, work, runtime);
///
/// An existing object is adopted if it is the one that would be created:
///
/// - a TSIG with that name and the same algorithm, and with the same secret if the service returns it;
/// - a peer with that name and with the given members, or with none of them: the service has been observed
///   to store only the name, see `zone_transfers::peers::create`;
/// - an ACL with that name and range;
/// - a configuration of the zone with the same name, peers and refresh interval;
/// - a zone with that name and type in the account;
/// - a record for which `records::is_same_record` is true. The name must be complete.
///
/// The credentials need permission to read as well. At least two requests are sent: a lookup and the create.
template <creatable Op>
class create_once : public flow {
public:
    /// The type of the result.
    using value_type = typename Op::response_type;

    /// Creates the object that `op` describes. *Errors:* those of `make_request`; `take` reports them.
    explicit create_once(Op const& op, cfdns::credentials const& credentials,
                         request_options const& options = {}, call_policy const& policy = {},
                         creation_policy const& creation = {})
        : flow(detail::make_creating_flow<Op>(op, credentials, options, policy, creation)) {}

    /// Whether the result was found by a lookup, and not returned in the response to a create.
    [[nodiscard]] bool adopted() const noexcept { return detail::creating_flow_has_adopted(*engine_); }

    /// Returns the object. May be called once, after completion.
    ///
    /// *Errors:* `errc::conflict` and `errc::unreadable`; the error of the lookup or of the create if
    /// repeating it is useless or has failed too often; otherwise as for `machine`.
    [[nodiscard]] result<value_type> take() {
        auto const created = detail::take_created(*engine_);
        if (created.has_error()) return created.error();
        return std::move(*static_cast<value_type*>(*created));
    }
};

}  // namespace cfdns::inline v0_2::flows

template <>
struct boost::system::is_error_code_enum<cfdns::flows::errc> : std::true_type {};

#if CFDNS_HAS_DEFINITIONS
#include <cfdns/impl/flows/create_once.ipp>
#endif

#endif
