// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTING_FAKE_CLOUDFLARE_HPP
#define CFDNS_TESTING_FAKE_CLOUDFLARE_HPP

#include <cfdns/detail/config.hpp>
#include <cfdns/operations.hpp>
#include <cfdns/testing/codec.hpp>
#include <cfdns/testing/fault.hpp>
#include <cfdns/testing/quirks.hpp>
#include <cfdns/testing/service.hpp>
#include <cfdns/testing/services.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// An in-memory Cloudflare for testing programs. Opt-in: not part of cfdns/cfdns.hpp.
namespace cfdns::inline v0_2::testing {

/// Properties of a zone that do not belong to a product.
struct zone_options {
    /// Type of the zone. `secondary` allows incoming transfers, `full` and `partial` allow outgoing ones. If
    /// it is `any`, the type is that of the zone in `fake_cloudflare::zones`, if it has one.
    zone_type type{zone_type::any};
    bool incoming_allowed{true};  ///< Whether the plan includes incoming transfers.
    bool outgoing_allowed{true};  ///< Whether the plan includes outgoing transfers.
};

/// A handled request. Credentials, secrets and values that no operation declares are replaced by
/// `[redacted]`.
struct request_record {
    http_method method{};                ///< Request method.
    std::string target{};                ///< Path and query.
    std::vector<http_header> headers{};  ///< Header fields.
    std::string body{};  ///< Content; redacted as a whole if it is not a JSON object or no route matches.
    int status{};        ///< Status of the response; 0 if there was no response.
    fault_kind fault{};  ///< The fault that was applied to the request.
    std::chrono::milliseconds delay{};  ///< Delay of the response, as specified by that fault.
};

}  // namespace cfdns::inline v0_2::testing

namespace cfdns::inline v0_2::detail {

// An operation with a route. If `serve` is null, it has no handler.
struct routed_operation {
    using server = http_response (*)(testing::fake_cloudflare& service, http_request const& request,
                                     request_options const& options, void const* handler);

    operation_descriptor const* info{};
    std::string_view name{};  // of the library's operations
    server serve{};
    std::shared_ptr<void const> handler{};  // null if it has no state
    std::size_t order{};                    // of registration
    bool checks_credentials{};              // the handler does, not the service
};

[[nodiscard]] testing::request_record redacted(http_request const& request,
                                               operation_descriptor const* info);

// A successful response with all elements of a list, which is one page. 20 per page is the description's
// example.
template <class List>
[[nodiscard]] http_response make_list_response(List const& listed) {
    std::uint64_t const count = listed.size();
    std::uint64_t const per_page = std::max<std::uint64_t>(count, 20);
    return testing::write_response(listed,
                                   page_info{1, per_page, count, count, std::min<std::uint64_t>(count, 1)});
}

// Sizes of the pages of a list.
struct page_sizes {
    std::uint32_t usual{20};
    std::uint32_t minimum{1};
    std::uint32_t maximum{};
};

// A successful response with one page of a list, which is empty beyond the end. Other sizes are replaced by
// the nearest valid one.
template <class T>
[[nodiscard]] http_response make_page_response(std::vector<T> const& all, std::optional<std::uint32_t> page,
                                               std::optional<std::uint32_t> per_page, page_sizes sizes) {
    std::uint64_t const size = std::clamp(per_page.value_or(sizes.usual), sizes.minimum, sizes.maximum);
    std::uint64_t const number = std::max<std::uint32_t>(page.value_or(1), 1);
    std::uint64_t const first = std::min<std::uint64_t>((number - 1) * size, all.size());
    std::uint64_t const last = std::min<std::uint64_t>(first + size, all.size());
    std::vector<T> const shown(all.begin() + static_cast<std::ptrdiff_t>(first),
                               all.begin() + static_cast<std::ptrdiff_t>(last));
    return testing::write_response(
        shown, page_info{number, size, shown.size(), all.size(), (all.size() + size - 1) / size});
}

// RFC 3339 in UTC with microseconds.
[[nodiscard]] timestamp make_timestamp(std::chrono::sys_time<std::chrono::microseconds> at);

// Stores the body of an operation in an object of that type: members of the same name, and in `extra` the
// members that neither of them declares.
void store_body(operation_descriptor const& info, void const* params, schema const& type, void* stored,
                bool replace);

// Reads the parameters of a request. Returns the error response if they are invalid.
[[nodiscard]] std::optional<http_response> refuse_request(operation_descriptor const& info,
                                                          http_request const& request,
                                                          request_options const& options, void* params);

}  // namespace cfdns::inline v0_2::detail

namespace cfdns::inline v0_2::testing {

/// An in-memory Cloudflare: it accepts requests, keeps state, and responds as the service is known to
/// respond. It is a transport.
///
///     cfdns::testing::fake_cloudflare service;
///     auto created = cfdns::call(service, credentials, op);
///
/// Each product has a separate service. Its state is in the public member with the name of the product,
/// which is inherited from `all_services`: `service.zone_transfers.incoming["zone id"]`. An operation of a
/// product without a service receives a 501 response unless a handler was registered with `on`.
///
/// It does no I/O, starts no threads, reads no clock and uses no random numbers: the same requests always
/// produce the same responses. All state is public, and may be set and inspected. A copy is an independent
/// snapshot.
class fake_cloudflare : public all_services {
public:
    /// A point in time.
    using time_point = std::chrono::sys_time<std::chrono::microseconds>;

    /// Creates a service without objects, with handlers for all products that have a service.
    fake_cloudflare();

    // ---- state ----

    /// Type and entitlements, by zone id. For all products except `zones` and `accounts`, every zone and
    /// every account exists, with or without an entry here or in `zones.all` and `accounts.all`.
    by_id<zone_options> options_by_zone{};
    /// Type and entitlements of zones without an entry in `options_by_zone`, such as those that requests
    /// create.
    zone_options default_options{};

    // ---- credentials and time ----

    secret_string token{};        ///< The only accepted API token; if empty, any is accepted.
    std::string email{};          ///< The only e-mail address accepted with a key; if empty, any is.
    secret_string key{};          ///< The only accepted API key; if empty, any is accepted.
    secret_string service_key{};  ///< The only accepted user service key; if empty, any is accepted.

    /// The current time. It changes only when the test sets it or calls `advance`. Everything that is due by
    /// this time is carried out before a request is handled.
    time_point now{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

    // ---- failures ----

    testing::quirks quirks{};         ///< How the service deviates from the reference.
    std::deque<fault> next_faults{};  ///< Each request removes the first fault, which is applied to it.
    fault_chance chance{};            ///< Faults of requests while `next_faults` is empty.
    std::optional<rate_rule> rate{};  ///< Rate limit, with `Ratelimit` header fields; empty if none.

    // ---- log ----

    std::vector<request_record> log{};  ///< All requests, oldest first.

    /// Responds to a request whose target starts with `options.base_path`. Carries out everything that is
    /// due by `now`, and then processes the fault, the rate limit, the credentials, the route, the content
    /// type, the parameters and the handler, in this order. Status 0 means that there is no response.
    [[nodiscard]] http_response handle(http_request const& request, request_options const& options = {});

    /// Like `handle`, as a transport. *Errors:* if there is no response, `connection_reset`
    /// (`delivery::unknown`) or `connection_refused` (`delivery::not_sent`) of Boost.System's `errc`.
    [[nodiscard]] result<http_response> operator()(http_request const& request);

    /// Advances `now`, and carries out everything that is due before and after that.
    void advance(std::chrono::microseconds time);

    /// Registers a handler for an operation that the program declares, or replaces the handler of one of the
    /// library's operations. If several routes match a request, the more literal one is used; if they are
    /// equally literal, the one registered last.
    ///
    /// The handler is called as `handler(op)`, `handler(service, op)` or `handler(service, op, request)`
    /// with `Op const&`, the `fake_cloudflare&` that handles the request, and the `http_request const&`. It
    /// returns a value from which `Op::response_type` can be constructed, or an `http_response`; see
    /// `write_response` and `write_failure`. It may itself register handlers. A handler whose type has a
    /// member `checks_credentials`, such as `static constexpr bool checks_credentials = true`, is called
    /// regardless of the credentials; see `refuse_credentials`.
    ///
    ///     service.on<my::zone_details>([](my::zone_details const& op) {
    ///         return my::zone{.id = op.zone_id.get()};
    ///     });
    ///
    /// *Lifetime:* copies of this object share the handler. Objects that it refers to must outlive them.
    /// State that should be copied belongs in a service, which the handler accesses through its first
    /// parameter.
    template <operation Op, class Handler>
    void on(Handler handler) {
        static_assert(takes_request<Handler, Op> || takes_service<Handler, Op> ||
                          std::is_invocable_v<Handler const&, Op const&>,
                      "a handler is const and takes (Op const&), (fake_cloudflare&, Op const&) or "
                      "(fake_cloudflare&, Op const&, http_request const&)");
        constexpr bool checks_credentials = requires { Handler::checks_credentials; };
        if constexpr (stateless<Handler>)
            add(cfdns::detail::descriptor_of<Op>, &fake_cloudflare::serve<Op, Handler>, {},
                checks_credentials);
        else
            add(cfdns::detail::descriptor_of<Op>, &fake_cloudflare::serve<Op, Handler>,
                std::make_shared<Handler const>(std::move(handler)), checks_credentials);
    }

    /// Removes the handler of an operation. If the operation is one of the library's, its requests then
    /// receive a 501 response; otherwise they are treated as having an unknown route.
    template <operation Op>
    void remove_handler() {
        remove(cfdns::detail::descriptor_of<Op>);
    }

    // ---- for handlers ----

    /// A new id of 32 hexadecimal digits.
    [[nodiscard]] std::string make_id();

    /// `now` as the API writes it: RFC 3339 in UTC with microseconds.
    [[nodiscard]] timestamp make_timestamp() const;

    /// The entry of `options_by_zone`, or `default_options` if there is none, with the type of the zone in
    /// `zones.all` if that does not specify one.
    [[nodiscard]] zone_options zone(std::string_view id) const;

    /// The response to a request whose credentials are missing, malformed or not accepted: 400 with code
    /// 6003 or 9106, or 403 with code 9103 or 10000. Empty if they are accepted.
    [[nodiscard]] std::optional<http_response> refuse_credentials(http_request const& request) const;

    /// The response for a missing object: 404, or as specified by `quirks.absent_is_not_found`. The message
    /// contains `what`.
    [[nodiscard]] http_response not_found(std::string_view what) const;

private:
    template <class Handler, class Op>
    static constexpr bool takes_service = std::is_invocable_v<Handler const&, fake_cloudflare&, Op const&>;
    template <class Handler, class Op>
    static constexpr bool takes_request =
        std::is_invocable_v<Handler const&, fake_cloudflare&, Op const&, http_request const&>;
    // Such a handler need not be stored, because all objects of its type are equivalent.
    template <class Handler>
    static constexpr bool stateless = std::is_empty_v<Handler>&& std::is_default_constructible_v<Handler>;

    // Avoids a result type for each operation and layers of functions, because they are slow to compile.
    template <class Op, class Handler>
    static http_response serve(fake_cloudflare& self, http_request const& request,
                               request_options const& options, void const* handler) {
        Op params = cfdns::detail::make_blank<Op>();
        if (auto refused = cfdns::detail::refuse_request(cfdns::detail::descriptor_of<Op>, request, options,
                                                         std::addressof(params)))
            return *std::move(refused);
        using type = typename Op::response_type;
        constexpr bool list = Op::route.method == http_method::get && cfdns::detail::is_vector<type>;
        if constexpr (stateless<Handler> && takes_request<Handler, Op>)
            return respond<type, list>(Handler{}(self, params, request));
        else if constexpr (stateless<Handler> && takes_service<Handler, Op>)
            return respond<type, list>(Handler{}(self, params));
        else if constexpr (stateless<Handler>)
            return respond<type, list>(Handler{}(params));
        else if constexpr (takes_request<Handler, Op>)
            return respond<type, list>((*static_cast<Handler const*>(handler))(self, params, request));
        else if constexpr (takes_service<Handler, Op>)
            return respond<type, list>((*static_cast<Handler const*>(handler))(self, params));
        else
            return respond<type, list>((*static_cast<Handler const*>(handler))(params));
    }

    template <class T, bool List, class Returned>
    static http_response respond(Returned&& returned) {
        if constexpr (std::is_convertible_v<Returned, http_response>)
            return std::forward<Returned>(returned);
        else if constexpr (List)
            return cfdns::detail::make_list_response<T>(std::forward<Returned>(returned));
        else
            return testing::write_response<T>(std::forward<Returned>(returned));
    }

    void add(cfdns::detail::operation_descriptor const& info, cfdns::detail::routed_operation::server server,
             std::shared_ptr<void const> handler, bool checks_credentials);
    void remove(cfdns::detail::operation_descriptor const& info);
    cfdns::detail::routed_operation find_operation(http_request const& request,
                                                   request_options const& options) const;
    http_response carry_out(cfdns::detail::routed_operation const& found, http_request const& request,
                            request_options const& options);
    std::optional<http_response> refuse_content(cfdns::detail::operation_descriptor const& info,
                                                http_request const& request) const;
    std::optional<http_response> refuse_rate(http_response& shown);
    fault take_fault();
    void run_pending();

    std::vector<cfdns::detail::routed_operation> routes_{};
    std::size_t registered_{};
    std::uint64_t ids_{};
    std::uint64_t handled_{};
    int forbidden_{};
    std::uint64_t in_window_{};
    std::optional<time_point> window_ends_{};
    std::optional<time_point> blocked_until_{};
};

}  // namespace cfdns::inline v0_2::testing

#if CFDNS_HAS_TESTING_DEFINITIONS
#include <cfdns/impl/testing/fake_cloudflare.ipp>
#include <cfdns/impl/testing/redact.ipp>
#include <cfdns/impl/testing/services.ipp>
#endif

#endif
