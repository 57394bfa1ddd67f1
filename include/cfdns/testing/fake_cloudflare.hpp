// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_FAKE_CLOUDFLARE_HPP
#define CFDNS_TESTING_FAKE_CLOUDFLARE_HPP

#include <cfdns/testing/codec.hpp>
#include <cfdns/testing/fault.hpp>
#include <cfdns/testing/quirks.hpp>
#include <cfdns/zone_transfers.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// A service in memory to test programs with. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v1::testing {

/// Kinds of zones, as far as zone transfers ask.
enum class zone_type : unsigned char { any, full, partial, secondary };

/// What the service knows of a zone besides its configurations. A zone without such an entry is as this is by default.
struct zone_facts {
    zone_type type{zone_type::any};  ///< Incoming transfers are for `secondary`, outgoing ones for others; `any` has both.
    bool incoming_allowed{true};     ///< The plan has incoming transfers.
    bool outgoing_allowed{true};     ///< The plan has outgoing transfers.
    bool transfers_enabled{false};   ///< Outgoing transfers are on: `enable` and `disable` set it.
};

/// Where a secondary zone is pulled from: all its primaries as one.
struct primary_server {
    std::uint32_t serial{1};  ///< Serial of its SOA record.
    bool reachable{true};     ///< It answers at all.
    bool tsig_ok{true};       ///< What it signs can be verified.
    bool refuses{false};      ///< It tells its serial and refuses to transfer.
};

/// Who pulls a primary zone: all its secondaries as one.
struct secondary_server {
    std::optional<std::uint32_t> serial{};   ///< Of what it has; nothing: it never had the zone.
    bool reachable{true};                    ///< It hears NOTIFY, and asks.
    bool tsig_ok{true};                      ///< What it signs can be verified.
    std::chrono::seconds refresh{3600};      ///< How often it asks without NOTIFY.
};

/// A request that was handled. Credentials, secrets and whatever no operation declares read `[redacted]` in it.
struct request_record {
    http_method method{};                ///< Request method.
    std::string target{};                ///< Path and query.
    std::vector<http_header> headers{};  ///< Header fields.
    std::string body{};                  ///< Content; all of it is redacted if it is no JSON object or has no route.
    int status{};                        ///< Status of the reply; 0: none arrived.
    fault_kind met{};                    ///< The fault that the request met.
    std::chrono::milliseconds delay{};   ///< How long the reply took, by that fault.
};

namespace detail {

// The request for the log; null info: it is of no operation.
[[nodiscard]] request_record redacted(http_request const& request, operation_info const* info);

// A good reply with all of a list.
template <class List>
[[nodiscard]] http_response make_list_reply(List const& listed);

}  // namespace detail

/// An in-memory Cloudflare: takes requests, keeps state, answers as the service is known to answer. It is a transport.
///
///     cfdns::testing::fake_cloudflare service;
///     auto made = cfdns::call(service, who, op);
///
/// It serves all of `cfdns::zone_transfers`. No I/O, no threads, no clock, no randomness: the same requests give the same
/// replies. All state is public, to be set and inspected; a copy is a snapshot.
///
/// What the public sources do not say is chosen here and may differ from the service: code 1000 where no code is known; 409
/// for a second configuration of a zone and for deleting a peer or TSIG that is in use; transfers of a new outgoing
/// configuration are off, and it shows the serial of its zone at once; a list is one page, whatever page is asked
/// for, and its `result_info` says so; the `ip` of a peer is an IP address or empty, its `port` any number, and an
/// `ip_range` may be a bare address.
class fake_cloudflare {
public:
    /// Things by id, of a zone or an account.
    template <class T>
    using by_id = std::map<std::string, T, std::less<>>;
    /// Points in time.
    using time_point = std::chrono::sys_time<std::chrono::microseconds>;

    // ---- state ----

    by_id<zone_transfers::incoming::configuration> incoming{};  ///< By zone; a zone without entry has none.
    by_id<zone_transfers::outgoing::configuration> outgoing{};  ///< By zone; a zone without entry has none.
    by_id<std::vector<zone_transfers::acls::acl>> acls{};       ///< By account, in the order of creation.
    by_id<std::vector<zone_transfers::peers::peer>> peers{};    ///< By account, in the order of creation.
    by_id<std::vector<zone_transfers::tsigs::tsig>> tsigs{};    ///< By account, in the order of creation.
    by_id<zone_facts> zones{};                                  ///< By zone. All zones and accounts exist.

    /// By zone, where a secondary zone comes from; without entry nothing is ever transferred.
    ///
    /// A zone is checked when it was never checked, when `auto_refresh_seconds` have passed since `checked_time`, and by
    /// `force_axfr`. A check sets `checked_time`; if the serial is newer (RFC 1982), or by `force_axfr` in any case, the
    /// zone is transferred, which sets `soa_serial` and `modified_time`.
    by_id<primary_server> primaries{};
    /// By zone, who pulls a primary zone; without entry nobody does.
    ///
    /// While transfers are on, it asks upon `enable` and `force_notify`, and when `refresh` has passed since
    /// `checked_time`. That sets `checked_time`; if it lacks the configuration's `soa_serial`, it gets that, which sets
    /// `last_transferred_time`. A zone whose `soa_serial` is not set has serial 1, and shows that.
    by_id<secondary_server> secondaries{};

    /// Peers and TSIGs that a request names must exist, or it is refused. Else any text will do.
    bool references_must_exist{false};

    // ---- who may ask, and when ----

    secret_string token{};        ///< The only API token that is accepted; empty: any is.
    std::string email{};          ///< The only e-mail address that is accepted with a key; empty: any is.
    secret_string key{};          ///< The only API key that is accepted; empty: any is.
    secret_string service_key{};  ///< The only user service key that is accepted; empty: any is.

    /// The time. It stands still unless the test moves it; `advance` also does the transfers that are due.
    time_point now{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

    // ---- what goes wrong ----

    testing::quirks quirks{};            ///< How the service differs from the reference.
    std::deque<fault> next_faults{};     ///< Each request takes the first of these away and meets it.
    fault_chance chance{};               ///< What the others meet.
    std::optional<rate_rule> rate{};     ///< Limits requests, and shows `Ratelimit` header fields; nothing: no limit.

    // ---- what happened ----

    std::vector<request_record> log{};  ///< All requests, the oldest first.

    /// Answers a request whose target starts with `where.base_path`. A reply of status 0 means that there is none.
    [[nodiscard]] http_response handle(http_request const& request, endpoint const& where = {});

    /// The same as a transport. *Errors:* without a reply, `connection_reset` (`sent::maybe`) or `connection_refused`
    /// (`sent::no`) of Boost.System's `errc`.
    [[nodiscard]] result<http_response> operator()(http_request const& request);

    /// Lets time pass, and does the transfers that are due in it. A zone is transferred once at most.
    void advance(std::chrono::microseconds time);

    /// Serves an operation of the program's own, or one of the library's in another way: `answer` takes its params and
    /// gives its result or an `http_response`.
    ///
    ///     service.on<my::zone_details>([](my::zone_details const& op) { return my::zone{.id = op.zone_id.get()}; });
    template <operation Op, class Answer>
    void on(Answer answer) {
        auto serving = [answer = std::move(answer)](http_request const& request, endpoint const& where) {
            auto const params = testing::read_request<Op>(request, where);
            if (!params.has_value()) return refuse_route();
            if (params->has_error()) return refuse_params(request.method, params->error());
            if constexpr (std::is_convertible_v<decltype(answer(params->value())), http_response>)
                return http_response{answer(params->value())};
            else if constexpr (lists<Op>)
                return detail::make_list_reply<typename Op::response_type>(answer(params->value()));
            else
                return testing::write_reply<typename Op::response_type>(answer(params->value()));
        };
        own_.push_back({&detail::info_of<Op>, std::move(serving)});
    }

private:
    using server = http_response (*)(fake_cloudflare&, http_request const&, endpoint const&);
    struct own_operation {
        detail::operation_info const* info;
        std::function<http_response(http_request const&, endpoint const&)> serve;
    };
    struct found_operation {
        detail::operation_info const* info = nullptr;
        server serve = nullptr;
        own_operation const* own = nullptr;
    };

    template <class Op>
    static constexpr bool lists = Op::route.method == http_method::get && detail::is_vector<typename Op::response_type>;
    template <class... Ops>
    static found_operation find_among(type_list<Ops...>, http_request const& request, endpoint const& where);
    template <class Op>
    static http_response serve(fake_cloudflare& self, http_request const& request, endpoint const& where);
    static http_response refuse_route();
    static http_response refuse_params(http_method method, error const& failure);

    http_response answer(zone_transfers::force_axfr::create const& op);
    http_response answer(zone_transfers::incoming::create const& op);
    http_response answer(zone_transfers::incoming::update const& op);
    http_response answer(zone_transfers::incoming::get const& op) const;
    http_response answer(zone_transfers::incoming::delete_ const& op);
    http_response answer(zone_transfers::outgoing::create const& op);
    http_response answer(zone_transfers::outgoing::update const& op);
    http_response answer(zone_transfers::outgoing::get const& op) const;
    http_response answer(zone_transfers::outgoing::delete_ const& op);
    http_response answer(zone_transfers::outgoing::enable const& op);
    http_response answer(zone_transfers::outgoing::disable const& op);
    http_response answer(zone_transfers::outgoing::force_notify const& op);
    http_response answer(zone_transfers::outgoing::status::get const& op) const;

    // acls, peers and tsigs: one behaviour for the three.
    template <class Op>
        requires requires(Op const& op) { op.account_id; }
    http_response answer(Op const& op);
    template <class T>
    auto& store_of();
    template <class T>
    std::optional<http_response> refuse_resource(std::string const& account, T const& made) const;
    template <class T>
    T shown(T one) const;
    bool in_use(std::string const& account, zone_transfers::acls::acl const& one) const;
    bool in_use(std::string const& account, zone_transfers::peers::peer const& one) const;
    bool in_use(std::string const& account, zone_transfers::tsigs::tsig const& one) const;

    found_operation find_operation(http_request const& request, endpoint const& where) const;
    http_response carry_out(found_operation const& found, http_request const& request, endpoint const& where);
    std::optional<http_response> refuse_credentials(http_request const& request) const;
    std::optional<http_response> refuse_rate(http_response& shown);
    std::optional<http_response> refuse_peers(std::vector<std::string> const& named) const;
    std::optional<http_response> refuse_zone(std::string const& zone, bool pulls, bool may_be_in_result) const;
    http_response refuse_absent(std::string_view what) const;
    fault take_fault();
    zone_facts facts_of(std::string const& zone) const;

    void do_what_is_due();
    void pull(std::string const& zone, time_point at, bool forced);
    void notify(std::string const& zone, time_point at);
    std::string next_id();

    std::vector<own_operation> own_{};
    std::uint64_t ids_{};
    std::uint64_t handled_{};
    int forbidden_{};
    std::uint64_t in_window_{};
    std::optional<time_point> window_ends_{};
    std::optional<time_point> blocked_until_{};
};

}  // namespace cfdns::inline v1::testing

#include <cfdns/impl/testing/fake_cloudflare.ipp>
#include <cfdns/impl/testing/redact.ipp>

#endif
